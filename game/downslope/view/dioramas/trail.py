"""1-1: home, a hut, home: the way there and back unrolled, with the hut at half of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ..format.numbers import number
from ..scenery.hills import tree
from ..scenery.scenery import PAST, ratio_of
from .diorama import Diorama, Land, LandSpot, LandValues, draw_edge_number, draw_number
from .props import draw_house, draw_house_lights, draw_steps

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

START, END = 136.0, 150.0  # the way: from the left edge to its start, from its end to the right edge
HOUSE = 84.0  # from the right edge
OUT = 24.0  # so far beyond the edge nothing of Pip is seen


class TrailDiorama(Diorama):
    """Pip walks as far as the prediction says; at the hut he is only there, at the flag he is back."""

    one_goal = True

    def still(self, canvas: Canvas, land: Land) -> None:
        x = land.left + 84
        y = land.ground(x) + 3
        canvas.ellipse(x, y, 22, 5, "ink", 0.4)
        canvas.rect(x - 4, y - 104, 8, 104, "timber", 3)
        _board(canvas, x, y - 94, 1, "input")
        _board(canvas, x, y - 60, -1, "goal")
        for step, high in ((-46, 34), (60, 40)):
            tree(canvas, x + step, land.ground(x + step) + 3, high * 1.5, "wood")
        tree(canvas, land.right - 22, land.ground(land.right - 22) + 3, 60, "wood")
        draw_house(canvas, land.right - HOUSE, land.ground(land.right - HOUSE))
        draw_steps(canvas, land, land.left + START + 12, land.right - END - 10, 24)

    def moving(self, canvas: Canvas, land: Land, values: LandValues) -> None:
        goal = values.goal or 1.0
        draw_house_lights(canvas, land.right - HOUSE, land.ground(land.right - HOUSE), values.cheer)
        whole = values.length or goal
        hut, flag = _x(land, goal / 2 / whole), _x(land, goal / whole)
        for start, end in ((_x(land, 0), hut), (hut, flag)):
            x = (start + end) / 2
            if end - start > 60:
                canvas.arrow(x - 12, land.ground(x) + 22, x + 14, land.ground(x) + 22, "text2", 2.4, 8)
        y = land.ground(hut) + 2
        roof = [(hut - 26, y), (hut, y - 46), (hut + 26, y)]
        canvas.polygon(roof, "roof")
        canvas.polyline(roof, "wall_edge", 2, closed=True)
        canvas.polygon([(hut - 8, y), (hut, y - 18), (hut + 8, y)], "window")
        if values.cheer > 0:
            canvas.glow(hut, y - 10, 44, "lamp_glow", 0.6 * round(values.cheer * 8) / 8)
        draw_number(canvas, land, hut, y + 22, kilometres(goal / 2), "input", "middle")
        canvas.flag(flag, land.ground(flag) + 3, 52, glow=False)
        part = ratio_of(values.prediction, values.goal or 0.0)
        if part > PAST or part < 0:
            way = 1 if part > PAST else -1
            draw_edge_number(canvas, land, kilometres(values.prediction), way, land.ground(land.right) + 26)

    def pip_x(self, land: Land, values: LandValues) -> float:
        part = values.prediction / (values.length or values.goal or 1.0)
        return min(land.right + OUT, max(land.left - OUT, _x(land, part)))

    def spot(self, land: Land, values: LandValues, prediction: float) -> LandSpot:
        x = _x(land, prediction / (values.length or values.goal or 1.0))
        edge = 1 if x > land.right - OUT else -1 if x < land.left + OUT else 0
        x = min(land.right, max(land.left, x))
        return LandSpot(x, land.ground(x), edge)


def kilometres(value: float) -> str:
    """A length of the way."""
    return _("{length} km").format(length=number(value, 1))


def _x(land: Land, part: float) -> float:
    """Where a part of the way there and back ends."""
    return land.left + START + part * (land.right - END - land.left - START)


def _board(canvas: Canvas, x: float, y: float, way: int, hue: str) -> None:
    """A board on the sign post that points right (1) or left (-1), with the mark of a quantity on it."""
    tail, tip = x - way * 30, x + way * 44
    d = f"M{tail} {y}H{tip - way * 12}L{tip} {y + 13}L{tip - way * 12} {y + 26}H{tail}Z"
    canvas.path(d, canvas.mix("wall", "timber", 0.35), "wall_edge", 2)
    canvas.glyph(hue, x + way * 4, y + 13, 7)
    canvas.arrow(x + way * 14, y + 13, x + way * 29, y + 13, "text", 2.2, 6)
