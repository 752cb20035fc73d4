"""Below a plugin's head: what a check has found, a line for each, and whether its code may run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..draw.tokens import BODY, CODE, LEAD
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

ROW, SIGN, LEFT = 26.0, 18.0, 38.0  # a line; its sign, and where its words begin
TINTS = {"warn": "goal", "stop": "error"}  # of the signs; those of all others are quiet


class NoteView(NamedTuple):
    """`icon`: check, warn, stop (wrong), eye (a note), probe (it is being looked at) or folder.

    Where it is: `line` 0: none; `file` only of a plugin that has several.
    """

    icon: str
    sentence: str
    line: int = 0
    file: str = ""


class TrustView(NamedTuple):
    """`question`; `warning`: what it means to agree; `what`: the code, in words, and how much of it there is."""

    question: str
    warning: str
    name: str
    what: str
    fingerprint: str


def notes_height(canvas: Canvas, notes: tuple[NoteView, ...], width: float) -> float:
    """Of all of them."""
    return sum(len(_lines(canvas, note, width)) for note in notes) * ROW * canvas.type


def _lines(canvas: Canvas, note: NoteView, width: float) -> list[str]:
    place = _place(note)
    room = canvas.width("  " + place, CODE) if place else 0.0
    return canvas.lines(note.sentence, width - LEFT - room) or [""]


def _place(note: NoteView) -> str:
    if not note.line:
        return note.file
    place = _("{file}, line {line}") if note.file else _("line {line}")
    return place.format(file=note.file, line=note.line)


def draw_notes(canvas: Canvas, rect: Rect, notes: tuple[NoteView, ...]) -> None:
    """One below the other."""
    x, y, width, _height = rect
    step = ROW * canvas.type
    for note in notes:
        tint = TINTS.get(note.icon, "text2")
        sign = "warn" if note.icon == "stop" else note.icon
        canvas.icon(sign, x + 8, y + step / 2 - SIGN / 2, SIGN, tint)
        colour = "text" if note.icon in ("warn", "stop") else "text2"
        wide = 0.0
        for line in _lines(canvas, note, width):
            base = canvas.base_of(y + step / 2)
            wide = canvas.text(x + LEFT, base, line, BODY, colour)
            y += step
        if _place(note):
            base = canvas.base_of(y - step / 2)
            canvas.text(x + LEFT + wide + 14, base, _place(note), CODE, "text")


def trust_height(canvas: Canvas, trust: TrustView, width: float) -> float:
    """Of the question and what stands below it."""
    return (4 + 26 + ROW * len(_warning_lines(canvas, trust, width))) * canvas.type + _what_lines(
        canvas, trust, width
    ) * ROW * canvas.type


def _warning_lines(canvas: Canvas, trust: TrustView, width: float) -> list[str]:
    return canvas.lines(trust.warning, width - 8)


def _what_runs(trust: TrustView) -> list[tuple[str, str, int, str]]:
    return [
        (trust.name, "text", 600, "mono"), (f"  {trust.what} ", "text2", 500, "ui"),
        (trust.fingerprint, "text", 600, "mono"),
    ]  # fmt: skip


def _what_lines(canvas: Canvas, trust: TrustView, width: float) -> int:
    """Lines of what the code is: one where there is room, else its name, what it is and the fingerprint below."""
    return 1 if canvas.rich_width(_what_runs(trust), BODY) <= width - 8 else 1 + len(
        canvas.lines(f"{trust.what} {trust.fingerprint}", width - 8)
    )


def draw_trust(canvas: Canvas, rect: Rect, trust: TrustView) -> None:
    """The question, what agreeing means, and what the code is."""
    x, y, width, _height = rect
    t = canvas.type
    base = y + 20 * t
    canvas.within(x + 4, base, trust.question, width - 8, LEAD, "text")
    base += 26 * t
    for line in _warning_lines(canvas, trust, width):
        canvas.text(x + 4, base, line, BODY, "text2")
        base += ROW * t
    if _what_lines(canvas, trust, width) == 1:
        canvas.rich(x + 4, base, _what_runs(trust))
        return
    canvas.within(x + 4, base, trust.name, width - 8, CODE, "text")
    for line in canvas.lines(f"{trust.what} {trust.fingerprint}", width - 8):
        base += ROW * t
        canvas.text(x + 4, base, line, BODY, "text2")
