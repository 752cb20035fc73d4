"""A function of a plugin's module, written out with its names as the lines around have them."""

from __future__ import annotations

import ast
import symtable
from types import FunctionType

from .names import Names, NotInlinable
from .read import function_tree, source_of


def function_lines(function: FunctionType, called: str, names: Names) -> list[str]:
    """Its lines; what it takes from its module is asked of `names`. NotInlinable: it is more than its source says."""
    tree = function_tree(function)
    if function.__closure__ or tree.decorator_list:
        raise NotInlinable(f"{called} cannot be written out")
    if not all(isinstance(d, ast.Constant) for d in (*tree.args.defaults, *filter(None, tree.args.kw_defaults))):
        raise NotInlinable(f"{called} has a default that is worked out")
    arguments = [n for n in ast.walk(tree) if isinstance(n, ast.arg)]
    plain = not tree.returns and not any(a.annotation for a in arguments)
    tree.returns = None
    for argument in arguments:
        argument.annotation = None
    bare = ast.unparse(tree)
    read, own = set[str](), set[str]()
    _sort(symtable.symtable(bare, "<helper>", "exec").get_children()[0], read, own)
    new = {name: names.look_up(name, function.__globals__) for name in sorted(read)}
    changed = {name: to for name, to in new.items() if name != to}
    if changed.keys() & own or set(changed.values()) & (own | read):
        raise NotInlinable(f"{called} has a name for two things")
    if plain and not changed and called == tree.name:
        return source_of(function).splitlines()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in changed:
            node.id = changed[node.id]
    tree.name = called
    return ast.unparse(tree).splitlines()


def _sort(table: symtable.SymbolTable, read: set[str], own: set[str]) -> None:
    """The names read from the module, and all others, of a function and what stands in it."""
    for symbol in table.get_symbols():
        if symbol.is_declared_global():
            raise NotInlinable(f"{table.get_name()} changes its module")
        (read if symbol.is_global() else own).add(symbol.get_name())
    for inner in table.get_children():
        _sort(inner, read, own)
