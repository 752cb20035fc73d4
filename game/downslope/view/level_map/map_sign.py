"""Signs on the map: a chapter's number and name with its stars, or with a lock and what is still missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..draw.plate import draw_plate
from ..draw.tokens import BODY, LEAD, NUMBER, STRONG
from .map_sign_layout import Sign, SignSize

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


class SignText(NamedTuple):
    """What a sign says. number "": a trail of a plugin. locked: `right` is what opens it, or how long it is.

    `brief` stands in for it where there is too little room.
    """

    number: str
    name: str
    right: str = ""
    locked: bool = False
    brief: str = ""


def sign_height(canvas: Canvas) -> float:
    """Of every sign."""
    return 2 + 32 * max(1.0, canvas.type)


def sign_width(canvas: Canvas, text: SignText) -> float:
    """Of what it says, with its marks."""
    if not text.number:
        return 38 + canvas.width(text.name, STRONG) + 14
    marks = max(1.0, canvas.type)
    if text.locked:
        right = canvas.width(text.right) + 18 + 16 * marks
    else:
        right = canvas.width(text.right, NUMBER) + 29 + 15 * marks
    return sign_height(canvas) + 6 + canvas.width(text.name, LEAD) + right + 12


def sign_size(canvas: Canvas, first: int, text: SignText) -> SignSize:
    """Of the sign over the stop `first`."""
    brief = text._replace(right=text.brief) if text.brief else text
    return SignSize(first, sign_height(canvas), sign_width(canvas, text), sign_width(canvas, brief))


def draw_sign(canvas: Canvas, sign: Sign, text: SignText) -> None:
    """A sign where it was placed, as one layer."""
    if sign.brief and text.brief:
        text = text._replace(right=text.brief)
    key = ("sign", text, sign.w, sign.x % 1, sign.y % 1)
    canvas.keep(key, sign.x - 20, sign.y - 16, sign.w + 40, sign.h + 40, lambda sub: _draw(sub, sign, text))


def _draw(canvas: Canvas, sign: Sign, text: SignText) -> None:
    x, y, w, h = sign.x, sign.y, sign.w, sign.h
    edge, width = ("border2", 1.0) if text.number else ("plugin", 1.5)
    canvas.shadow(x, y, w, h, 10, 4, 5, 0.8)
    draw_plate(canvas, (x, y, w, h), edge, 10, width)
    middle = y + h / 2
    base = canvas.base_of(middle)
    if not text.number:
        canvas.icon("puzzle", x + 10, middle - 10, 20, "plugin")
        canvas.text(x + 38, base, text.name, STRONG, "text")
        return
    chip = h - 10
    colours = ("raised", "text2", "text2") if text.locked else ("prim", "prim_text", "text")
    canvas.rect(x + 5, y + 5, chip, chip, colours[0], 7)
    canvas.text(x + 5 + chip / 2, base, text.number, NUMBER, colours[1], "middle")
    canvas.text(x + chip + 16, base + 0.5, text.name, LEAD, colours[2])
    right, marks = x + w - 12, max(1.0, canvas.type)
    if text.locked:
        wide = canvas.text(right, base, text.right, BODY, "text2", "end")
        canvas.icon("lock", right - wide - 6 - 16 * marks, middle - 8.5 * marks, 16 * marks, "text2")
    else:
        wide = canvas.text(right, base, text.right, NUMBER, "text", "end")
        canvas.star(right - wide - 5.5 - 7.5 * marks, middle, 7.5 * marks)
