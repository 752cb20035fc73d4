"""Sentences of the levels in which quantities have their hue: "Alpha [alpha:9]" shows a 9 in alpha's colour."""

from __future__ import annotations

import re

from ..draw.canvas import Canvas
from ..draw.text import LAST
from ..draw.tokens import TextStyle

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


def coloured_lines(canvas: Canvas, text: str, width: float, size: float = 16, weight: int = 500) -> list[Line]:
    """The paragraph's lines; a mark is never parted from what touches it.

    A word is broken where it would be too wide in letters as small as a line may be written.
    """
    lines: list[Line] = [[]]
    room, least_size = width, canvas.least(size) / size
    for word in _words(text):
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


def even_lines(canvas: Canvas, text: str, width: float, size: float = 16, weight: int = 500) -> list[Line]:
    """The paragraph in as few lines as `width` allows, about as long as each other: none ends with a word alone."""
    lines = coloured_lines(canvas, text, width, size, weight)
    count = len(lines)
    narrow, wide = width * (count - 1) / count, width  # the first may be too narrow, the second is not
    while count > 1 and wide - narrow > EVEN:
        middle = (narrow + wide) / 2
        narrower = coloured_lines(canvas, text, middle, size, weight)
        if len(narrower) > count:
            narrow = middle
        else:
            wide, lines = middle, narrower
    return lines


def coloured_runs(line: Line, colour: str, weight: int) -> list[tuple[str, str, int, str]]:
    """A line as runs for `canvas.rich`; `colour` and `weight` are those of what has no hue."""
    return [(text, hue, 700, _family(text)) if hue else (text, colour, weight, "ui") for text, hue in line]


def _words(text: str) -> list[Line]:
    """The sentence split at its spaces; each word may be made of several pieces."""
    words: list[Line] = [[]]
    for string, colour in pieces(text):
        for i, part in enumerate(string.split(" ")):
            if i:
                words.append([])
            if part:
                words[-1].append((part, colour))
    lines: list[Line] = []
    for word in words:
        if word and word[0][0].startswith(LAST) and lines:
            lines[-1] += [(f" {word[0][0]}", word[0][1]), *word[1:]]
        elif word:
            lines.append(word)
    return lines


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
