"""What is wrong with a plugin: file, line and function, the lines of source, the error and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..draw.tokens import BODY, CODE_LIGHT, STRONG
from ..format.code_text import draw_code
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


class FaultView(NamedTuple):
    """`lines`: (number, text); `line` is the number of the faulty one, 0 unknown. `error`: what it is, or "".

    after   what that means, in a quieter tone
    """

    file: str
    line: int
    function: str
    lines: tuple[tuple[int, str], ...]
    error: str
    sentence: str
    after: str = ""


def fault_height(canvas: Canvas, fault: FaultView, width: float) -> float:
    """Of the whole."""
    t = canvas.type
    code = 12 + len(fault.lines) * 26 * t if fault.lines else 0.0
    return 6 + 24 * t + code + len(_sentence_lines(canvas, fault, width)) * 24 * t + 8


def draw_fault(canvas: Canvas, rect: Rect, fault: FaultView) -> None:
    """File, line and function; the lines, the faulty one lit; what is wrong, in words."""
    x, y, width, _height = rect
    t = canvas.type
    base = y + 2 + 18 * t
    runs: list[tuple[str, str, int, str]] = [(fault.file, "text", 700, "mono")]
    if fault.line:
        runs += [("  " + _("line") + " ", "text2", 500, "ui"), (str(fault.line), "text", 700, "mono")]
    if fault.function:
        runs += [("  " + _("in") + " ", "text2", 500, "ui"), (fault.function, "text", 600, "mono")]
    canvas.rich(x + 4, base, runs)
    base += 12
    if fault.lines:
        base = _draw_lines(canvas, x, base, width, fault)
    for number, line in enumerate(_sentence_lines(canvas, fault, width)):
        left = x + 4
        for words, colour in line:
            style = STRONG if colour == "error" else BODY
            left += canvas.text(left, base + (18 + 24 * number) * t, words, style, colour)


def _sentence_lines(canvas: Canvas, fault: FaultView, width: float) -> list[list[tuple[str, str]]]:
    """Error, sentence and what that means, word by word in as many lines as they need: (words, colour) of each."""
    parts = ((fault.error, "error"), (fault.sentence, "text"), (fault.after, "text2"))
    found: list[list[tuple[str, str]]] = [[]]
    used = 0.0
    for text, colour in parts:
        style = STRONG if colour == "error" else BODY
        for word in (part for each in text.split() for part in canvas.lines(each, width - 16, style)):
            wide = canvas.width(word + " ", style)
            if used and used + wide > width - 8:
                found.append([])
                used = 0.0
            used += wide
            if found[-1] and found[-1][-1][1] == colour:
                found[-1][-1] = (f"{found[-1][-1][0]}{word} ", colour)
            else:
                found[-1].append((f"{word} ", colour))
    return found


def _draw_lines(canvas: Canvas, x: float, y: float, width: float, fault: FaultView) -> float:
    """The well with the lines of code; returns its lower edge."""
    t = canvas.type
    high = 8 + len(fault.lines) * 26 * t
    canvas.rect(x, y, width, high, "well", 10)
    with canvas.clip(x, y, width - 6, high):
        for i, (number, line) in enumerate(fault.lines):
            top, bad = y + 4 + i * 26 * t, number == fault.line
            if bad:
                canvas.rect(x + 6, top, width - 12, 26 * t, "rowhi", 7)
                canvas.rect(x + 6, top + 3, 4, 26 * t - 6, "error", 2)
            base = top + 18.6 * t
            canvas.text(x + 18 + 26 * t, base, str(number), CODE_LIGHT, "text" if bad else "text3", "end")
            left = x + 32 + 26 * t
            draw_code(canvas, left, base, canvas.fit(line, x + width - 10 - left, CODE_LIGHT))
    return y + high + 4
