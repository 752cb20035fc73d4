"""The line on which a level's field is written, found in the file's syntax tree: only asked where there is a fault."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from ..rules.example import Example
from ..rules.knob import Knob
from ..rules.level import Level
from ..rules.outcome_kinds import Gate
from ..rules.question import Marker, Question
from ..schema.schema import fields_of

FIELDS = {kind.__name__: tuple(fields_of(kind)) for kind in (Level, Knob, Gate, Question, Marker, Example)}
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
    assigned = [(target, node.value) for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]
    pairs = [(target.id, value) for target, value in assigned if isinstance(target, ast.Name)]
    names = [name for name, _value in pairs]
    once = {name: value for name, value in pairs if names.count(name) == 1}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) == "Level"]
    ids = [[*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg == "id")] for node in calls]
    named = [any(isinstance(one, ast.Constant) and one.value == level for one in own) for own in ids]
    call = calls[named.index(True)] if True in named else calls[0] if len(calls) == 1 else None
    if call is None:
        return 0
    node: ast.expr = call
    line = call.lineno
    for step in re.findall(r"\[\d+\]|[^.\[\]]+", path):
        node = once.get(node.id, node) if isinstance(node, ast.Name) else node
        parts = _inside(node)
        if step not in parts:
            break
        line, node = parts[step]
    return line


def _member_line(tree: ast.Module, kind: str, name: str) -> int:
    """Of a method or attribute of a class in the file, or of the class that has it from elsewhere; 0: no such class."""
    owner = next((node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == kind), None)
    if owner is None or not name:
        return 0
    for node in owner.body:
        parts = ast.walk(node) if isinstance(node, (ast.Assign, ast.AnnAssign)) else ()
        assigned = {part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
        if name in {getattr(node, "name", ""), *assigned}:
            return node.lineno
    return owner.lineno


def keyword_line(source: str, line: int, name: str) -> int:
    """Of an argument of the call that runs on this line; the line itself where there is none of that name."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError):
        return line
    calls = [node for node in nodes if isinstance(node, ast.Call) and node.lineno <= line <= (node.end_lineno or 0)]
    return next((each.value.lineno for call in calls for each in call.keywords if each.arg == name), line)


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def _inside(node: ast.expr) -> dict[str, tuple[int, ast.expr]]:
    """What is in it, by the next step of a path -> (line, expression): items of a list, arguments, keys."""
    if isinstance(node, ast.Call):
        parts = {name: (value.lineno, value) for name, value in zip(POSITIONS.get(_name(node), ()), node.args)}
        return parts | {each.arg: (each.lineno, each.value) for each in node.keywords if each.arg is not None}
    if isinstance(node, ast.Dict):
        pairs = [(key, value) for key, value in zip(node.keys, node.values) if isinstance(key, ast.Constant)]
        return {str(key.value): (key.lineno, value) for key, value in reversed(pairs)}
    return {f"[{number}]": (item.lineno, item) for number, item in enumerate(getattr(node, "elts", []))}
