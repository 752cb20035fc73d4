"""The stops on the map: round stones for levels, cards for recaps, hexagons for levels of plugins, stars under them.

Done, open and locked differ by rim and size, not only by colour: a locked stone is smaller and has no lip.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..draw.tokens import TextStyle
from .map_layout import PIP_ABOVE, STONE, MapPlan, Spot
from .map_picture import edge_colour, land_colour

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

HEX = 20.0
CARD_W, CARD_H = 44.0, 30.0
LABEL = 1.12  # numbers grow with the text size, but not out of their stone


def draw_stop(canvas: Canvas, plan: MapPlan, spot: Spot, hover: bool = False) -> None:
    """The stop and, where it is reached, its stars."""
    kind = spot.stop.kind
    if kind == "recap":
        _recap(canvas, plan, spot, hover)
    elif kind == "plugin":
        _hexagon(canvas, spot, hover)
    else:
        _stone(canvas, plan, spot, hover)
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


def draw_pip_at(canvas: Canvas, spot: Spot, lift: float = 0.0) -> None:
    """Pip over the stop that comes next."""
    canvas.pip(spot.x, spot.y - PIP_ABOVE - lift, 16, (0.22, 0.15), glow=False)


def draw_light(canvas: Canvas, spot: Spot) -> None:
    """The light that he sheds on the stop."""
    canvas.glow(spot.x, spot.y - 12, 52, "glow", 0.7, ((0.0, 1.0), (1.0, 0.0)))


def _shade(canvas: Canvas) -> str:
    return "#0B0F33" if canvas.theme.dark else "#6B6242"


def _number(canvas: Canvas, spot: Spot, colour: str, weight: int = 700) -> None:
    size = 16 * min(1.0, LABEL / canvas.type) if len(str(spot.stop.number)) > 1 else 16 * min(1.0, 1.5 / canvas.type)
    base = spot.y + size * canvas.type * 0.36
    canvas.text(spot.x, base, str(spot.stop.number), TextStyle(size, weight, "mono"), colour, "middle")


def _stone(canvas: Canvas, plan: MapPlan, spot: Spot, hover: bool) -> None:
    x, y, r = spot.x, spot.y, STONE
    canvas.ellipse(x, y + r * 0.92, r * 0.95, 6, _shade(canvas), 0.4)
    dark = canvas.theme.dark
    if spot.stop.state == "done":
        canvas.circle(x, y + 2.5, r, "prim_lip" if dark else "#C9BB98")
        canvas.circle(x, y, r, "prim" if dark else "#FFFDF7")
        canvas.circle(x, y, r - 1, None, "gold1", 4 if hover else 3)
        _number(canvas, spot, "#1B2252" if dark else "text")
    elif spot.stop.state == "open":
        canvas.circle(x, y + 2.5, r, "lip")
        canvas.circle(x, y, r, ("raised_hi" if hover else "raised") if dark else "#FFFDF7")
        canvas.circle(x, y, r - 1, None, "text" if dark else "#6B6242", 3.5 if hover else 2.5)
        _number(canvas, spot, "text")
    else:
        canvas.circle(x, y, r - 3, _locked(canvas, plan))
        canvas.circle(x, y, r - 3.5, None, _locked_edge(canvas, plan), 3 if hover else 2)
        _number(canvas, spot, "text2", 600)


def _locked(canvas: Canvas, plan: MapPlan) -> str:
    land = land_colour(canvas, plan, 0.66 * (plan.slots - 1))
    return canvas.mix(land, "#10143A", 0.5) if canvas.theme.dark else canvas.mix(land, "#FFFFFF", 0.55)


def _locked_edge(canvas: Canvas, plan: MapPlan) -> str:
    return edge_colour(canvas, plan, (0.33 if canvas.theme.dark else 0.9) * (plan.slots - 1))


def _recap(canvas: Canvas, plan: MapPlan, spot: Spot, hover: bool) -> None:
    """A small card with a dot for each question; filled: answered right."""
    state, dark = spot.stop.state, canvas.theme.dark
    left, top = spot.x - CARD_W / 2, spot.y - CARD_H / 2
    canvas.ellipse(spot.x, top + CARD_H + 2, CARD_W * 0.44, 5, _shade(canvas), 0.4)
    fills = {"done": "prim" if dark else "#FFFDF7", "open": "raised" if dark else "#FFFDF7"}
    rims = {"done": "gold1", "open": "text" if dark else "#6B6242"}
    if state != "locked":
        lip = ("prim_lip" if dark else "#C9BB98") if state == "done" else "lip"
        canvas.rect(left, top + 2.5, CARD_W, CARD_H, lip, 9)
    canvas.rect(left, top, CARD_W, CARD_H, fills.get(state) or _locked(canvas, plan), 9)
    width = {"done": 3.0, "open": 2.5}.get(state, 2.0) + (1 if hover else 0)
    rim = rims.get(state) or _locked_edge(canvas, plan)
    canvas.rect(left + 1, top + 1, CARD_W - 2, CARD_H - 2, None, 8, rim, width)
    ink = {"done": "#1B2252" if dark else "text", "open": "text"}.get(state, "text2")
    marks = spot.stop.marks
    for i, right in enumerate(marks):
        x = spot.x + 11 * (i - (len(marks) - 1) / 2)
        if right:
            canvas.circle(x, spot.y, 3.6, ink)
        else:
            canvas.circle(x, spot.y, 3.1, None, ink, 1.7)


def _corners(x: float, y: float, r: float) -> list[tuple[float, float]]:
    turns = [math.pi / 6 + k * math.pi / 3 for k in range(6)]
    return [(x + r * math.cos(a), y + r * math.sin(a)) for a in turns]


def _hexagon(canvas: Canvas, spot: Spot, hover: bool) -> None:
    x, y = spot.x, spot.y
    canvas.ellipse(x, y + HEX - 1, 18, 5, _shade(canvas), 0.35)
    fill = ("raised_hi" if hover else "raised") if canvas.theme.dark else "#FFFDF7"
    canvas.polygon(_corners(x, y, HEX), fill)
    canvas.polyline(_corners(x, y, HEX), "plugin", 4 if hover else 3, closed=True)
    _number(canvas, spot, "text")


def _stars(canvas: Canvas, spot: Spot) -> None:
    down = STONE + 11
    for i, won in enumerate(spot.stop.marks):
        canvas.star(spot.x - 13 + 13 * i, spot.y + down + (2.5 if i == 1 else 0), 5.6 if won else 5.2, won)
