"""A file's syntax tree, read and walked once for all rules that are asked of the source.

A test that asks it bears the mark `source`: those run one after another, in one process (conftest.py).
"""

import ast
from functools import cache
from pathlib import Path
from typing import TypeVar

Kind = TypeVar("Kind", bound=ast.AST)
WORDS = {"attr", "ctx", "id", "kind", "type_comment"}  # fields without nodes, but for load and store


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_bytes())


@cache
def _by_kind(tree: ast.AST) -> dict[type[ast.AST], list[ast.AST]]:
    """All nodes of a tree, from the top down."""
    nodes, kinds, fields = [tree], dict[type[ast.AST], list[ast.AST]](), dict[type[ast.AST], list[str]]()
    for node in nodes:  # it grows while it is read
        if (kind := type(node)) not in kinds:
            kinds[kind], fields[kind] = [], [name for name in kind._fields if name not in WORDS]
        kinds[kind].append(node)
        for name in fields[kind]:
            value = getattr(node, name)
            if isinstance(value, ast.AST):
                nodes.append(value)
            elif isinstance(value, list):
                nodes += [part for part in value if isinstance(part, ast.AST)]
    return kinds


def nodes(tree: ast.AST, kind: type[Kind]) -> list[Kind]:
    """All nodes of a kind in a tree, from the top down."""
    return _by_kind(tree).get(kind, [])  # type: ignore[return-value]


def forget() -> None:
    """The trees of all files are a million things in memory."""
    tree_of.cache_clear()
    _by_kind.cache_clear()
