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


class Scanner:
    """Goes through the tokens of a text and notes the line of every key and list item in `found`: path -> line."""

    def __init__(self, text: str) -> None:
        self.tokens = list(TOKEN.finditer(text))
        self.ends = [place for place, letter in enumerate(text) if letter == "\n"]
        self.at = 0
        self.found: dict[str, int] = {}
        self.tables: dict[str, int] = {}  # [[name]] -> number of its last

    def scan(self) -> dict[str, int]:
        prefix = ""
        try:
            while True:
                self._skip_blank()
                if self.at >= len(self.tokens):
                    return self.found
                if self._mark == "[":
                    prefix = self._header()
                else:
                    name, first = self._key("=")
                    self.at += 1
                    path = f"{prefix}.{name}" if prefix else name
                    self.found[path] = self._line(first)
                    self._value(path)
        except IndexError:
            return self.found  # what was found is right; the rest has the line of what it is in

    @property
    def _mark(self) -> str:
        return self.tokens[self.at].group()

    def _line(self, token: int) -> int:
        return bisect_left(self.ends, self.tokens[token].start()) + 1

    def _skip_blank(self) -> None:
        while self.at < len(self.tokens) and (self._mark == "\n" or self._mark[0] == "#"):
            self.at += 1

    def _key(self, stop: str) -> tuple[str, int]:
        """A dotted key up to `stop`, and its first token."""
        parts, first = [], self.at
        while self._mark != stop:
            if self._mark != ".":
                parts.append(self._mark.strip("\"'"))
            self.at += 1
        return ".".join(parts), first

    def _header(self) -> str:
        """[name] or [[name]]: the path of what stands under it."""
        twice = self.tokens[self.at + 1].group() == "["
        self.at += 2 if twice else 1
        name, first = self._key("]")
        self.at += 2 if twice else 1
        prefix, parts = "", name.split(".")
        for number, part in enumerate(parts):  # [[a]] then [a.b]: b of the last a
            prefix += ("." if prefix else "") + part
            if twice and number == len(parts) - 1:
                self.tables[prefix] = self.tables.get(prefix, -1) + 1
            if prefix in self.tables:
                prefix += f"[{self.tables[prefix]}]"
        self.found[prefix] = self._line(first)
        return prefix

    def _value(self, path: str) -> None:
        self._skip_blank()
        if self._mark == "[":
            self._list(path)
        elif self._mark == "{":
            self._table(path)
        else:
            while self.at < len(self.tokens) and self._mark not in BETWEEN and self._mark[0] != "#":
                self.at += 1  # 0.5 is three tokens

    def _list(self, path: str) -> None:
        self.at, number = self.at + 1, 0
        while True:
            self._skip_blank()
            if self._mark == "]":
                break
            if self._mark == ",":
                self.at += 1
                continue
            self.found[f"{path}[{number}]"] = self._line(self.at)
            self._value(f"{path}[{number}]")
            number += 1
        self.at += 1

    def _table(self, path: str) -> None:
        self.at += 1
        while True:
            self._skip_blank()
            if self._mark == "}":
                break
            if self._mark == ",":
                self.at += 1
                continue
            name, first = self._key("=")
            self.at += 1
            self.found[f"{path}.{name}"] = self._line(first)
            self._value(f"{path}.{name}")
        self.at += 1


def positions(text: str) -> dict[str, int]:
    """{path: line} of every key and list item, such as `knobs[0].step`."""
    return Scanner(text).scan()


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
