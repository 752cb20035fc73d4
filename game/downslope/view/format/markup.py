"""Text in which quantities have their hue: sentences ("Alpha [alpha:9]" shows a 9 in alpha's colour), lines of Python.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence
from functools import lru_cache

from ..draw import CODE_LIGHT, LAST, Canvas, Look, TextStyle, measure

MARK = re.compile(r"\[(input|weight|prediction|goal|error|alpha|delta|value):([^\]]*)\]")
EVEN = 8.0  # design pixels: so exactly lines are made even
Piece = tuple[str, str]  # text and hue, "" for plain words
Line = list[Piece]


def plain(text: str) -> str:
    """The sentence without its marks."""
    return MARK.sub(lambda mark: mark.group(2), text)


def pieces(text: str) -> Line:
    """The sentence in pieces; a negative weight has a hue of its own, delta and other values are neutral."""
    line: Line = []
    end = 0
    for mark in MARK.finditer(text):
        colour, value = mark.groups()
        if colour == "weight" and value[:1] in "-−":
            colour = "weight_negative"
        line += [(text[end : mark.start()], ""), (value, "text" if colour in ("delta", "value") else colour)]
        end = mark.end()
    line.append((text[end:], ""))
    return [piece for piece in line if piece[0]]


@lru_cache(4096)
def coloured_lines(look: Look, text: str, width: float, size: float = 16, weight: int = 500) -> Sequence[Line]:
    """The paragraph's lines; a mark is never parted from what touches it.

    A word is broken where it would be too wide in letters as small as a line may be written.
    """
    canvas, parted, words = measure(look, 0, 0), list[Line]([[]]), list[Line]()  # at spaces; a word has pieces
    for string, colour in pieces(text):
        for i, part in enumerate(string.split(" ")):
            if i:
                parted.append([])
            if part:
                parted[-1].append((part, colour))
    for word in filter(None, parted):
        if word[0][0].startswith(LAST) and words:
            words[-1] += [(f" {word[0][0]}", word[0][1]), *word[1:]]
        else:
            words.append(word)
    lines, room, least_size = list[Line]([[]]), width, canvas.least(size) / size
    for word in words:
        wide = _width(canvas, word, size, weight)
        space = canvas.width(" ", TextStyle(size, weight)) if lines[-1] else 0.0
        if lines[-1] and wide + space > room:
            lines.append([])
            room, space = width, 0.0
        if wide * least_size > width:
            parts: list[Line] = [[]]
            for string, colour in word:
                style = _style(string, colour, size, weight)
                while string:
                    count = canvas.letters_that_fit(string, width - _width(canvas, parts[-1], size, weight), style)
                    count = count or (0 if parts[-1] else 1)
                    parts[-1] += [(string[:count], colour)] * (count > 0)
                    string = string[count:]
                    if string:
                        parts.append([])
            first, *others = parts
            lines[-1] += first
            lines += others
            room = width - _width(canvas, lines[-1], size, weight)
            continue
        lines[-1] += [(" ", "")] * (space > 0) + word
        room -= wide + space
    return lines


def even_lines(look: Look, text: str, width: float, size: float = 16, weight: int = 500) -> Sequence[Line]:
    """The paragraph in as few lines as `width` allows, about as long as each other: none ends with a word alone."""
    lines = coloured_lines(look, text, width, size, weight)
    count = len(lines)
    narrow, wide = width * (count - 1) / count, width  # the first may be too narrow, the second is not
    while count > 1 and wide - narrow > EVEN:
        middle = (narrow + wide) / 2
        narrower = coloured_lines(look, text, middle, size, weight)
        if len(narrower) > count:
            narrow = middle
        else:
            wide, lines = middle, narrower
    return lines


def coloured_runs(line: Line, colour: str, weight: int) -> list[tuple[str, str, int, str]]:
    """A line as runs for `canvas.rich`; `colour` and `weight` are those of what has no hue."""
    return [(text, hue, 700, _family(text)) if hue else (text, colour, weight, "ui") for text, hue in line]


def _width(canvas: Canvas, word: Line, size: float, weight: int) -> float:
    total = 0.0
    for text, colour in word:
        total += canvas.width(text, _style(text, colour, size, weight))
    return total


def _style(text: str, hue: str, size: float, weight: int) -> TextStyle:
    return TextStyle(size, 700 if hue else weight, _family(text) if hue else "ui")


def _family(text: str) -> str:
    """Numbers and names of the code are mono, words are not."""
    return "mono" if "_" in text or text == "α" or any(c.isdigit() for c in text) else "ui"


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
    """A line of code in pieces of `room` letters at most, broken before a loose operator, else at a space or comma."""
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
    start = len(line) - len(line.lstrip()) if line.lstrip().startswith("#") else line.find("  #")
    end = len(line) if start < 0 else start  # where a comment begins
    if end < len(line):
        canvas.text(x + end * step, y, line[end:], CODE_LIGHT.with_size(size), "text2")
    for token in TOKEN.finditer(line[:end]):
        text = token.group()
        if not text.isspace():
            plain = "text" if text[0].isalnum() or text[0] == "_" else "op"
            colour = HUES.get(text) or ("kw" if text in KEYWORDS else plain)
            weight = 600 if text in HUES else 500
            canvas.text(x + token.start() * step, y, text, TextStyle(size, weight, "mono"), colour)
