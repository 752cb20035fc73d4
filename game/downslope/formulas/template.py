"""Lines with places to be filled in. The places are found in the syntax tree: a longer name is never torn apart."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence


class Template:
    def __init__(self, lines: Sequence[str], places: Sequence[str]) -> None:
        self._lines = [_pieces(line, places) for line in lines]

    def filled(self, values: Mapping[str, str]) -> list[str]:
        """Names or expressions put in. An expression gets brackets."""
        put = {name: text if text.isidentifier() else f"({text})" for name, text in values.items()}
        put[""] = ""
        return ["".join(before + put[name] for before, name in line) for line in self._lines]


def _pieces(line: str, places: Sequence[str]) -> list[tuple[str, str]]:
    found = [n for n in ast.walk(ast.parse(line)) if isinstance(n, ast.Name) and n.id in places]
    text, at, pieces = line.encode(), 0, list[tuple[str, str]]()
    for node in sorted(found, key=lambda n: n.col_offset):  # a place in the tree is counted in bytes
        pieces.append((text[at : node.col_offset].decode(), node.id))
        at = node.col_offset + len(node.id.encode())
    return [*pieces, (text[at:].decode(), "")]
