"""What the three stars ask for and how they stand, on a card under the counter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....view.draw.tokens import LABEL, NUMBER, PANEL, SPACE_5
from ....view.widgets.label import Label
from ....view.widgets.widget import Rect
from .star_conditions import StarRow

if TYPE_CHECKING:
    from ....view.draw.canvas import Canvas

WORDS, RIGHT, LEAST = 54.0, 18.0, 332.0  # to the words; from their end; the card's least width
PITCH, PAD = 42.0, 12.0
TIP = 12.0  # of the corner that points at the stars
SHEET = PANEL._replace(edge="border2")


def draw_star_card(canvas: Canvas, under: Rect, stars: float, rows: Sequence[StarRow]) -> Rect:
    """Under `under`, the counter; `stars`: the x of the middle one. Returns where it lies."""
    k = canvas.type
    widest = max(canvas.width(row.condition, LABEL) + 24 + _short(canvas, row) for row in rows)
    wide = min(max(LEAST, WORDS + widest + RIGHT), canvas.w - 2 * SPACE_5)
    parts = [_parts(canvas, row, wide) for row in rows]
    highs = [max(PITCH * k, 14 + sum(part.high for part in each)) for each in parts]
    x, y = min(under[0] + under[2], canvas.w - SPACE_5) - wide, under[1] + under[3] + 8
    place = (x, y, wide, sum(highs) + 2 * PAD)

    def draw(sub: Canvas) -> None:
        sub.sheet(*place, SHEET)
        corner = [(stars - TIP, y + 1), (stars + TIP, y + 1), (stars, y - TIP + 1)]
        sub.polygon(corner, "panel")
        sub.polyline([corner[0], corner[2], corner[1]], "border2", 1)
        top = y + PAD
        for row, labels, high in zip(rows, parts, highs):
            middle = top + high / 2
            sub.star(x + 30, middle, 11, on=row.earned)
            line = middle - sum(label.high for label in labels) / 2
            for label in labels:
                line = label.draw(sub, x + WORDS, line)
            if _short(sub, row):
                sub.mid_text(x + wide - RIGHT, middle, row.state, NUMBER, "text2", "end")
            top += high

    canvas.keep(("star card", place, stars, tuple(rows)), x - 24, y - 16, wide + 48, place[3] + 64, draw)
    return place


def _short(canvas: Canvas, row: StarRow) -> float:
    """The width of a state that stands beside the condition: a count. 0: it is a sentence, and stands below."""
    return canvas.width(row.state, NUMBER) if row.state and row.state[0].isdigit() else 0.0


def _parts(canvas: Canvas, row: StarRow, wide: float) -> list[Label]:
    """Its condition, and below it why it is lost or withheld."""
    aside = _short(canvas, row)
    room = wide - WORDS - RIGHT - (aside + 16 if aside else 0)
    found = [Label(canvas, row.condition, LABEL, width=room, spacing=1.3)]
    if row.state and not aside:
        found.append(Label(canvas, row.state, LABEL._replace(weight=500), "text2", width=room, spacing=1.3))
    return found
