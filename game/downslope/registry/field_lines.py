"""The line on which a level's field is written, found in the file's syntax tree: only asked where there is a fault."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from ..rules.example import Example
from ..rules.knob import Knob
from ..rules.level import Level
from ..rules.question import Marker, Question
from ..schema.schema import fields_of

FIELDS = {kind.__name__: tuple(fields_of(kind)) for kind in (Level, Knob, Question, Marker, Example)}
POSITIONS = FIELDS | {"Level": ("id",)}  # what may be said without its name


def lines_of(file: str) -> Callable[[str, str, str], int]:
    """What finds the line of a field in a file of this kind, from its text, the level's id and the field's path."""
    if not file.endswith(".toml"):
        return field_line
    from ..level_files.positions import level_line

    return level_line


def field_line(source: str, level: str, path: str) -> int:
    """The line of `questions[0].when` of a level, its id as written, or of a class's `Own.forward`.

    Where it cannot be found, that of the nearest thing around it; 0: there is no such level, or no such source.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return 0
    member = _member_line(tree, *path.partition(".")[::2])
    if member:
        return member
    once = {name: value for name, value, count in _assigned(tree) if count == 1}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) == "Level"]
    call = next((node for node in calls if _is_level(node, level)), calls[0] if len(calls) == 1 else None)
    if call is None:
        return 0
    node: ast.expr = call
    line = call.lineno
    for step in re.findall(r"\[\d+\]|[^.\[\]]+", path):
        node = once.get(node.id, node) if isinstance(node, ast.Name) else node
        found = _inside(node, step)
        if found is None:
            break
        line, node = found
    return line


def _member_line(tree: ast.Module, kind: str, name: str) -> int:
    """Of a method or attribute of a class in the file, or of the class that has it from elsewhere; 0: no such class."""
    found = next((node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == kind), None)
    if found is None or not name:
        return 0
    for node in found.body:
        parts = ast.walk(node) if isinstance(node, (ast.Assign, ast.AnnAssign)) else ()
        assigned = {part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
        if name in {getattr(node, "name", ""), *assigned}:
            return node.lineno
    return found.lineno


def keyword_line(source: str, line: int, name: str) -> int:
    """Of an argument of the call that runs on this line; the line itself where there is none of that name."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError):
        return line
    calls = [node for node in nodes if isinstance(node, ast.Call) and node.lineno <= line <= (node.end_lineno or 0)]
    return next((each.value.lineno for call in calls for each in call.keywords if each.arg == name), line)


def _assigned(tree: ast.Module) -> list[tuple[str, ast.expr, int]]:
    """(name, value, how often) of the names that are assigned at the top of the module."""
    assignments = [node for node in tree.body if isinstance(node, ast.Assign)]
    pairs = [(t.id, node.value) for node in assignments for t in node.targets if isinstance(t, ast.Name)]
    names = [name for name, _value in pairs]
    return [(name, value, names.count(name)) for name, value in pairs]


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def _is_level(call: ast.Call, level: str) -> bool:
    ids = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "id")]
    return any(isinstance(value, ast.Constant) and value.value == level for value in ids)


def _inside(node: ast.expr, step: str) -> tuple[int, ast.expr] | None:
    """(line, expression) of one step further in: an item of a list, an argument, a key."""
    if step.startswith("["):
        items, index = getattr(node, "elts", []), int(step[1:-1])
        return (items[index].lineno, items[index]) if index < len(items) else None
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            if keyword.arg == step:
                return keyword.lineno, keyword.value
        names = POSITIONS.get(_name(node), ())
        if step in names and names.index(step) < len(node.args):
            value = node.args[names.index(step)]
            return value.lineno, value
        return None
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values):
            if isinstance(key, ast.Constant) and str(key.value) == step:
                return key.lineno, value
    return None
