"""The line on which each key of a TOML text stands. tomllib has none: only asked where there is a fault.

A scanner of a text that tomllib has accepted, no second parser: what it cannot find has the line of what is around it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

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
