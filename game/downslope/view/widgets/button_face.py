"""What buttons are drawn with: the body in all its looks, the keycap on it, text that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..draw.tokens import TextStyle
from .widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

LIP = 4.0  # height of the edge that a button stands on


def base(canvas: Canvas, rect: Rect, kind: str, look: str, radius: float = 14.0) -> tuple[str, float]:
    """The body of a button; returns the colour of what is written on it and how far down it is pressed."""
    x, y, width, height = rect
    if look == "disabled":
        canvas.rect(x + 0.75, y + 0.75, width - 1.5, height - 1.5, r=radius, stroke="border", width=1.5, dash=(5, 5))
        return "text3", 0.0
    fill, lit, lip, text = _body_colours(canvas, kind)
    if look == "pressed":
        canvas.rect(x, y, width, height, lip, radius)
        canvas.rect(x, y + 3, width, height - LIP + 1, canvas.mix(fill, lip, 0.35), radius)
        return text, 3.0
    if look == "hover":
        fill = lit
    canvas.shadow(x, y, width, height, radius, 5, 5, 0.8)
    canvas.rect(x, y, width, height, lip, radius)
    canvas.rect(x, y, width, height - LIP, fill, radius)
    if kind != "primary" and canvas.look.theme.dark:
        canvas.line(x + radius, y + 0.75, x + width - radius, y + 0.75, canvas.mix(fill, "gloss", 0.1), 1.5)
    if look == "hover" and kind != "primary":
        canvas.rect(x + 0.75, y + 0.75, width - 1.5, height - 1.5, r=radius - 0.5, stroke="border2", width=1.5)
    if kind == "on":
        canvas.rect(x + 1, y + 1, width - 2, height - 6, r=radius - 1, stroke="text", width=2)
    return text, 0.0


def _body_colours(canvas: Canvas, kind: str) -> tuple[str, str, str, str]:
    if kind == "primary":
        return "prim", "prim_hi", "prim_lip", "prim_text"
    if kind == "on":
        return canvas.mix("raised", "text", 0.16), canvas.mix("raised", "text", 0.22), "lip", "text"
    return "raised", "raised_hi", "lip", "text"


def draw_cap(canvas: Canvas, right: float, y: float, cap: str, kind: str, colour: str) -> None:
    """The keycap on a button, its right top corner there."""
    if kind == "primary":
        edge = canvas.mix("prim", "prim_text", 0.45)
        canvas.keycap(right, y, cap, "end", colour=colour, fill=None, border=edge)
    else:
        canvas.keycap(right, y, cap, "end", colour="text2" if colour != "text3" else "text3")


def two_lines(canvas: Canvas, label: str, style: TextStyle, room: float) -> tuple[TextStyle, list[str]]:
    """Style and lines that fit: one, smaller where it must be; else two that are about equally long."""
    small, shown = canvas.shrink(label, room, style)
    if shown == label or " " not in label:
        return small, [shown]
    fits = [canvas.shrink(line, room, style) for line in halves(canvas, label, style)]
    return min(small for small, _line in fits), [line for _small, line in fits]


def halves(canvas: Canvas, label: str, style: TextStyle) -> list[str]:
    """Two lines that are about equally long, of a label with a space in it."""
    words = label.split(" ")
    cuts = [[" ".join(words[:i]), " ".join(words[i:])] for i in range(1, len(words))]
    return min(cuts, key=lambda cut: max(canvas.width(line, style) for line in cut))
