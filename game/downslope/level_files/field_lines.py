"""The line on which a level's field is written: in Python by the syntax tree, in TOML by a scanner of what was read.

Only asked where there is a fault. What cannot be found has the line of what is around it.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from collections.abc import Callable, Mapping

from ..rules import Example, Gate, Knob, Level, Marker, Question
from ..schema.schema import fields_of

TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|\#[^\n]*|[\[\]{}=,\n.]|[^\s\[\]{}=,\n.#"\']+',
    re.DOTALL,
)
BETWEEN = (",", "]", "}", "\n")


def positions(text: str) -> dict[str, int]:
    """{path: line} of every key and list item, such as `knobs[0].step`."""
    ends = [place for place, letter in enumerate(text) if letter == "\n"]
    lines, tables = dict[str, int](), dict[str, int]()  # tables: [[name]] -> number of its last
    inside: list[tuple[str, int]] = []  # lists and tables that are open: path, number of the next item, -1 of a table
    names, prefix, path, first, head, state = list[str](), "", "", 0, "", "key"
    for token in TOKEN.finditer(text):
        mark, line = token.group(), bisect_left(ends, token.start()) + 1
        if mark[0] == "#":
            continue
        if state == "rest":  # of a value: 0.5 is three tokens
            if mark not in BETWEEN:
                continue
            state = "item" if inside and inside[-1][1] >= 0 else "key"
        if state == "key":
            if mark == "=":
                path = ".".join(filter(None, (inside[-1][0] if inside else prefix, *names)))
                lines[path], names, state = first, [], "value"
            elif mark == "}" and inside:
                inside.pop()
                names, state = [], "rest"
            elif mark == "]" and head and names:
                # The path of what stands under [name] or [[name]]
                prefix = ""
                for place, part in enumerate(names):  # [[a]] then [a.b]: b of the last a
                    prefix += ("." if prefix else "") + part
                    if head == "[[" and place == len(names) - 1:
                        tables[prefix] = tables.get(prefix, -1) + 1
                    if prefix in tables:
                        prefix += f"[{tables[prefix]}]"
                lines[prefix], names = first, []
            elif mark in ("\n", ","):
                names, head = [], ""
            elif mark == "[":
                head += mark
            elif mark not in (".", "]"):
                first = first if names else line
                names.append(mark.strip("\"'"))
            continue
        if state == "item":
            if mark == "]":
                inside.pop()
                state = "rest"
            if mark in ("\n", ",", "]"):
                continue
            around, number = inside[-1]
            path, inside[-1] = f"{around}[{number}]", (around, number + 1)
            lines[path] = line
        if mark in "[{":
            inside.append((path, 0 if mark == "[" else -1))
            state = "item" if mark == "[" else "key"
        elif mark != "\n":
            state = "rest"
    return lines


def nearest_line(lines: Mapping[str, int], path: str) -> int:
    """The line of a path, or of the longest part of it that is written; 1: none of it is."""
    while path:
        for written in (path, f"{path}[0]"):  # [[knobs]] is the first of `knobs`
            if written in lines:
                return lines[written]
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return 1


def level_line(text: str, level: str, path: str) -> int:
    """The line of a field of the level of this id. 0: it cannot be read."""
    import tomllib  # only asked where there is a fault

    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return 0
    several = table.get("levels")
    if not isinstance(several, list):
        return nearest_line(positions(text), path)
    number = next((n for n, one in enumerate(several) if isinstance(one, dict) and one.get("id") == level), 0)
    return nearest_line(positions(text), f"levels[{number}].{path}")


FIELDS = {kind.__name__: tuple(fields_of(kind)) for kind in (Level, Knob, Gate, Question, Marker, Example)}
POSITIONS = FIELDS | {"Level": ("id",)}  # what may be said without its name


def lines_of(file: str) -> Callable[[str, str, str], int]:
    """What finds the line of a field in a file of this kind, from its text, the level's id and the field's path."""
    return level_line if file.endswith(".toml") else field_line


def field_line(source: str, level: str, path: str) -> int:
    """The line of `questions[0].when` of a level, its id as written, or of a class's `Own.forward`.

    Where it cannot be found, that of the nearest thing around it; 0: there is no such level, or no such source.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return 0
    # Of a method or attribute of a class in the file, or of the class that has it from elsewhere
    kind, _dot, name = path.partition(".")
    owner = next((node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == kind), None)
    for part in owner.body if owner is not None and name else ():
        inside = ast.walk(part) if isinstance(part, (ast.Assign, ast.AnnAssign)) else ()
        stored = {one.id for one in inside if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
        if name in {getattr(part, "name", ""), *stored}:
            return part.lineno
    if owner is not None and name:
        return owner.lineno
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
