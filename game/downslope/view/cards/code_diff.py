"""Two listings side by side: which lines are not the same in both, and in which characters."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from ..format.code_text import TOKEN
from .code_listing import CodeRow, Spans


def compare(left: Sequence[CodeRow], right: Sequence[CodeRow]) -> tuple[list[CodeRow], list[CodeRow]]:
    """The rows of both, those that differ with their `differs`."""
    found = list(left), list(right)
    for kind, a, a_end, b, b_end in _changes([row.line for row in left], [row.line for row in right]):
        paired = min(a_end - a, b_end - b) if kind == "replace" else 0
        for i in range(paired):
            one, other = in_line(left[a + i].line, right[b + i].line)
            found[0][a + i] = left[a + i]._replace(differs=one)
            found[1][b + i] = right[b + i]._replace(differs=other)
        for rows, first, end in ((found[0], a + paired, a_end), (found[1], b + paired, b_end)):
            for i in range(first, end):
                rows[i] = rows[i]._replace(differs=((0, len(rows[i].line)),))
    return found


def in_line(left: str, right: str) -> tuple[Spans, Spans]:
    """For each of two lines the characters that the other has not, in whole words."""
    words = [[(found.start(), found.end(), found.group()) for found in TOKEN.finditer(line)] for line in (left, right)]
    spans: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for _kind, a, a_end, b, b_end in _changes([w[2] for w in words[0]], [w[2] for w in words[1]]):
        for side, first, end in ((0, a, a_end), (1, b, b_end)):
            if first < end:
                line, start = (left, right)[side], words[side][first][0]
                text = line[start : words[side][end - 1][1]]
                before, after = len(text) - len(text.lstrip()), len(text.rstrip())
                if before < after:
                    spans[side].append((start + before, start + after))
    return tuple(spans[0]), tuple(spans[1])


def _changes(left: Sequence[str], right: Sequence[str]) -> tuple[tuple[str, int, int, int, int], ...]:
    return _changes_of(tuple(left), tuple(right))


@lru_cache(maxsize=256)
def _changes_of(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[tuple[str, int, int, int, int], ...]:
    """Asked for in each frame, of lines that are seldom others."""
    return tuple(code for code in SequenceMatcher(None, left, right, False).get_opcodes() if code[0] != "equal")
