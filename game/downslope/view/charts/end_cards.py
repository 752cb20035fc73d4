"""Cards beside the ends of ways on a map: who came there, and the error there. They look for free space."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..draw.plate import draw_plate, meets
from ..draw.raster import Point
from ..draw.text import Run as Words
from ..draw.tokens import LABEL, NUMBER
from ..format.numbers import number
from ..widgets.widget import Rect
from .run_styles import Style, draw_mark

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

ACROSS, DOWN = 15, 9  # places that are tried
NEAR = 70.0  # px: a card that is nearer to its end has no room for the leader
EDGE = 12.0


class EndCard(NamedTuple):
    """`end`: where the run stands."""

    style: Style
    words: tuple[Words, ...]
    error: float
    end: Point


def size_of(canvas: Canvas, card: EndCard) -> tuple[float, float]:
    """Width and height of a card."""
    return max(canvas.rich_width(card.words, LABEL) + 48, 120.0), 14 + 44 * canvas.type


def place_cards(canvas: Canvas, rect: Rect, cards: Sequence[EndCard], busy: Sequence[Point]) -> list[Rect]:
    """A place for each, one after the other: where it covers the fewest of the busy places and no other card."""
    taken: list[Rect] = []
    for card in cards:
        wide, high = size_of(canvas, card)
        best, least = (rect[0] + EDGE, rect[1] + EDGE, wide, high), math.inf
        for k in range(ACROSS * DOWN):
            x = rect[0] + EDGE + (rect[2] - wide - 2 * EDGE) * (k % ACROSS) / (ACROSS - 1)
            y = rect[1] + EDGE + (rect[3] - high - 2 * EDGE) * (k // ACROSS) / (DOWN - 1)
            spot = (x, y, wide, high)
            across = max(x - card.end[0], card.end[0] - x - wide, 0.0)
            down = max(y - card.end[1], card.end[1] - y - high, 0.0)
            far = math.hypot(across, down)
            worth = far / 110 + (1.5 if far < NEAR else 0.0) + 40 * sum(meets(spot, other, 8) for other in taken)
            if worth < least:
                worth += sum(_covers(spot, place) for place in busy) + 30 * _covers(spot, card.end)
                if worth < least:
                    best, least = spot, worth
        taken.append(best)
    return taken


def _covers(spot: Rect, place: Point) -> bool:
    return spot[0] - 6 <= place[0] <= spot[0] + spot[2] + 6 and spot[1] - 6 <= place[1] <= spot[1] + spot[3] + 6


def draw_leader(canvas: Canvas, card: EndCard, spot: Rect) -> None:
    """The line from a card to its run."""
    x, y, w, h = spot
    foot = (min(max(card.end[0], x + 16), x + w - 16), y if card.end[1] < y else y + h)
    canvas.line(*foot, *card.end, "bg0" if canvas.theme.dark else "panel", 5, 0.6)
    canvas.line(*foot, *card.end, card.style.hue, 2)


def draw_card(canvas: Canvas, card: EndCard, spot: Rect) -> None:
    """Mark and name, error below."""
    x, y, w, h = spot

    def still(sub: Canvas) -> None:
        k = sub.type
        draw_plate(sub, spot, card.style.hue, 11, 1.8, alpha=0.96, dash=card.style.dash)
        first, second = y + 7 + 11 * k, y + 7 + 33 * k
        draw_mark(sub, card.style, x + 19, first, 6)
        sub.rich(x + 34, first + 5.8 * k, card.words)
        sub.rect(x + 13, second - 6, 12, 12, None, 2, "error", 2.4)
        sub.mid_text(x + 34, second, number(card.error, 4), NUMBER, "error")

    canvas.cached(("map card", card.style, card.words, number(card.error, 4), spot), x - 2, y - 2, w + 4, h + 4, still)
