"""Lines of Python: quantities in their hue, long lines carried on below, indented, so that nothing is cut off."""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence

from ..draw.canvas import Canvas
from ..draw.tokens import CODE_LIGHT, TextStyle

TOKEN = re.compile(r"\s+|\d+\.\d+|\w+|\"[^\"]*\"|'[^']*'|[^\w\s\"']+|.")
KEYWORDS = frozenset(keyword.kwlist) - {"True", "False", "None"}
HUES = {
    "input": "input", "inputs": "input", "weight": "weight", "weights": "weight", "prediction": "prediction",
    "goal_prediction": "goal", "goals": "goal", "goal": "goal", "error": "error", "alpha": "alpha", "alphas": "alpha",
    "w_in": "weight", "w_out": "weight", "delta": "text", "weight_delta": "text", "weight_deltas": "text",
}  # fmt: skip
OPERATORS = frozenset({"+", "-", "*", "/", "//", "%", "**", "@", "<", ">", "<=", ">=", "==", "!="})
CLAUSES = frozenset({"and", "or", "if", "else", "for"})
FILLED = 0.4  # of its room: less is not broken off a line for the sake of an operator
CARRIED = 4  # more spaces before what is carried on


def wrap_code(line: str, room: int) -> list[str]:
    """A line of code in pieces of at most `room` characters, broken before an operator that binds loosely if it can be;

    else at a space, comma or bracket.
    """
    room = max(room, 12)
    pieces = []
    indent = " " * min(len(line) - len(line.lstrip()) + CARRIED, room // 2)
    while len(line) > room:
        cuts = [line.rfind(mark, len(indent) + 1, room) + 1 for mark in (" ", ",", "(")]
        # Where the outermost operator stands, or the word that begins a clause, in a piece that is filled well enough
        breaks: list[tuple[int, int]] = []  # how many brackets are open there, and minus the place
        first, depth = max(FILLED * room, len(line) - len(line.lstrip())), 0  # one that begins the line parts nothing
        for token in TOKEN.finditer(line):
            text, start = token.group(), token.start()
            if first < start <= room and (text.strip("([{") in OPERATORS or text in CLAUSES):
                breaks.append((depth, -start))
            depth += sum(text.count(mark) for mark in "([{") - sum(text.count(mark) for mark in ")]}")
        cuts.insert(0, -min(breaks)[1] if breaks else 0)
        cut = next((cut for cut in cuts if cut > len(indent) + 1), room)
        pieces.append(line[:cut].rstrip())
        line = indent + line[cut:].lstrip()
    return [*pieces, line]


def spread(line: str, pieces: Sequence[str], spans: Sequence[tuple[int, int]]) -> list[tuple[tuple[int, int], ...]]:
    """For each piece of a line which of its characters belong to these spans of the line; blanks at its ends do not."""
    lines: list[tuple[tuple[int, int], ...]] = []
    start = 0
    for piece in pieces:
        bare = piece.strip()
        start = line.index(bare, start)
        shift = piece.index(bare) - start
        inside = [(max(a, start), min(b, start + len(bare))) for a, b in spans]
        lines.append(tuple((a + shift, b + shift) for a, b in inside if a < b))
        start += len(bare)
    return lines


def draw_code(canvas: Canvas, x: float, y: float, line: str, size: float = 16) -> None:
    """One line whose baseline is at y."""
    step = canvas.width("0", CODE_LIGHT.with_size(size))
    end = comment(line)
    if end < len(line):
        canvas.text(x + end * step, y, line[end:], CODE_LIGHT.with_size(size), "text2")
    for token in TOKEN.finditer(line[:end]):
        text = token.group()
        if not text.isspace():
            plain = "text" if text[0].isalnum() or text[0] == "_" else "op"
            colour = HUES.get(text) or ("kw" if text in KEYWORDS else plain)
            weight = 600 if text in HUES else 500
            canvas.text(x + token.start() * step, y, text, TextStyle(size, weight, "mono"), colour)


def comment(line: str) -> int:
    """Where a comment begins; at the end of the line, where there is none."""
    start = len(line) - len(line.lstrip()) if line.lstrip().startswith("#") else line.find("  #")
    return len(line) if start < 0 else start
