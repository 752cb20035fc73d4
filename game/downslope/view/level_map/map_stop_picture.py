"""The stops on the map: round stones for levels, cards for recaps, hexagons for levels of plugins, stars under them.

Done, open and locked differ by rim and size, not only by colour: a locked stone is smaller and has no lip.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from ..draw.tokens import TextStyle
from ..scenery.chapter_marks import draw_scarf
from .map_layout import PIP_ABOVE, STONE, Spot
from .map_walk import Walker

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

HEX = 20.0
CARD_W, CARD_H = 44.0, 30.0
LABEL = 1.12  # numbers grow with the text size, but not out of their stone


def draw_stop(canvas: Canvas, spot: Spot, hover: bool = False) -> None:
    """The stop and, where it is reached, its stars."""
    kind = spot.stop.kind
    {"recap": _recap, "plugin": _hexagon}.get(kind, _stone)(canvas, spot, hover)
    if spot.stop.state == "done" and kind != "recap":
        _stars(canvas, spot)


def draw_chosen(canvas: Canvas, spot: Spot, focus: bool) -> None:
    """The ring around the chosen stop: strong while the keyboard is on the map."""
    width, alpha = (3.0, 1.0) if focus else (2.0, 0.8)
    if spot.stop.kind == "recap":
        w, h = CARD_W + 12, CARD_H + 12
        canvas.rect(spot.x - w / 2, spot.y - h / 2, w, h, None, 14, "focus", width, alpha)
    elif spot.stop.kind == "plugin":
        canvas.polyline(_corners(spot.x, spot.y, HEX + 7), "focus", width, closed=True)
    else:
        canvas.circle(spot.x, spot.y, 25.5, None, "focus", width, alpha)


def draw_pip_at(canvas: Canvas, spot: Walker, scarf: bool = False) -> None:
    """Pip over the stop that is chosen, or on his way there."""
    x, y = spot.x, spot.y - PIP_ABOVE - spot.lift
    canvas.pip(x, y, 16, (0.22 if spot.way >= 0 else -0.22, 0.15), glow=False)
    if scarf:
        draw_scarf(canvas, x, y, 16)


def draw_light(canvas: Canvas, spot: Walker) -> None:
    """The light that he sheds on the stop."""
    canvas.glow(spot.x, spot.y - 12, 52, "glow", 0.7, ((0.0, 1.0), (1.0, 0.0)))


class StopLook(NamedTuple):
    """How a stop is drawn: its ground, its rim and how wide that is, what is written on it, and the lip under it."""

    fill: str
    rim: str
    width: float
    ink: str
    lip: str = ""


LOOKS = {
    "done": StopLook("stop_done", "gold1", 3, "stop_done_ink", "stop_done_lip"),
    "open": StopLook("stop_open", "stop_open_rim", 2.5, "text", "lip"),
    "locked": StopLook("stop_locked", "stop_locked_rim", 2, "text2"),
}


def _number(canvas: Canvas, spot: Spot, colour: str, weight: int = 700) -> None:
    style = canvas.cap(TextStyle(weight=weight, family="mono"), LABEL if len(str(spot.stop.number)) > 1 else 1.5)
    canvas.mid_text(spot.x, spot.y, str(spot.stop.number), style, colour, "middle")


def _stone(canvas: Canvas, spot: Spot, hover: bool) -> None:
    x, y, look, locked = spot.x, spot.y, LOOKS[spot.stop.state], spot.stop.state == "locked"
    canvas.ellipse(x, y + STONE * 0.92, STONE * 0.95, 6, "map_shade", 0.4)
    if look.lip:
        canvas.circle(x, y + 2.5, STONE, look.lip)
    radius = STONE - 2.5 if locked else STONE
    canvas.circle(x, y, radius, "stop_open_hi" if hover and spot.stop.state == "open" else look.fill)
    canvas.circle(x, y, radius - 1, None, look.rim, look.width + (1 if hover else 0))
    _number(canvas, spot, look.ink, 600 if locked else 700)


def _recap(canvas: Canvas, spot: Spot, hover: bool) -> None:
    """A small card with a dot for each question; filled: answered right."""
    look = LOOKS[spot.stop.state]
    left, top = spot.x - CARD_W / 2, spot.y - CARD_H / 2
    canvas.ellipse(spot.x, top + CARD_H + 2, CARD_W * 0.44, 5, "map_shade", 0.4)
    if look.lip:
        canvas.rect(left, top + 2.5, CARD_W, CARD_H, look.lip, 9)
    canvas.rect(left, top, CARD_W, CARD_H, look.fill, 9)
    width = look.width + (1 if hover else 0)
    canvas.rect(left + 1, top + 1, CARD_W - 2, CARD_H - 2, None, 8, look.rim, width)
    marks = spot.stop.marks
    for i, right in enumerate(marks):
        x = spot.x + 11 * (i - (len(marks) - 1) / 2)
        if right:
            canvas.circle(x, spot.y, 3.6, look.ink)
        else:
            canvas.circle(x, spot.y, 3.1, None, look.ink, 1.7)


def _corners(x: float, y: float, r: float) -> list[tuple[float, float]]:
    turns = [math.pi / 6 + k * math.pi / 3 for k in range(6)]
    return [(x + r * math.cos(a), y + r * math.sin(a)) for a in turns]


def _hexagon(canvas: Canvas, spot: Spot, hover: bool) -> None:
    x, y = spot.x, spot.y
    canvas.ellipse(x, y + HEX - 1, 18, 5, "map_shade", 0.35)
    canvas.polygon(_corners(x, y, HEX), "stop_open_hi" if hover else "stop_open")
    canvas.polyline(_corners(x, y, HEX), "plugin", 4 if hover else 3, closed=True)
    _number(canvas, spot, "text")


def _stars(canvas: Canvas, spot: Spot) -> None:
    down = STONE + 11
    for i, won in enumerate(spot.stop.marks):
        canvas.star(spot.x - 13 + 13 * i, spot.y + down + (2.5 if i == 1 else 0), 5.6 if won else 5.2, won)
