"""A plot: two axes over a rect, and what is drawn along them: level and upright lines, curves with their marks, ground.

plot = Plot(inside(canvas, panel, draw_heading(canvas, panel, title)), Axis(0, steps), log_axis(errors))
plot.level(canvas, wanted, "goal", 2)
plot.curve(canvas, enumerate(errors), "error", 3.5)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ..draw import CODE, Canvas, Point
from ..format.axis import Axis
from ..widgets.widget import Rect

# The examples of one's own data: a point for each where it would be met alone.


RADIUS, LINE = 4.0, 15.0  # of a point; half of the line through it


def draw_goal_points(canvas: Canvas, rect: Rect, positions: Sequence[Point], ways: Sequence[Point] = ()) -> None:
    """Points within `rect`. `ways`: the direction of the line through each, of length 1."""
    if not positions:
        return
    with canvas.clip(*rect):
        for (px, py), (dx, dy) in zip(positions, ways) if len(ways) <= 24 else ():  # so many have a line
            canvas.line(px - LINE * dx, py - LINE * dy, px + LINE * dx, py + LINE * dy, "goal", 2, 0.55)
        for px, py in positions:
            canvas.circle(px, py, RADIUS + 1.5, "panel", alpha=0.8)
            canvas.circle(px, py, RADIUS, "goal")


DOTS = (2.0, 5.0)  # of a level line
DECADES = 40  # powers of ten: all of nearly every axis; of a longer one, every other one, or fewer


class Plot(NamedTuple):
    """The plot area of a chart: maps pairs (across, up) to pixels. `rect`: the area between the axes; labels lie
    outside.
    """

    rect: Rect
    across: Axis
    up: Axis

    def x_of(self, value: float) -> float:
        return self.rect[0] + self.across.reach(value) * self.rect[2]

    def y_of(self, value: float) -> float:
        """What is beyond the axis stands at its end."""
        return self.rect[1] + (1.0 - self.up.place(value)) * self.rect[3]

    def spots(self, points: Iterable[tuple[float, float]], beyond: bool = False) -> list[Point]:
        """Where pairs stand. `beyond`: not at the upright axis' ends, but further out, where they are."""
        place = self.up.reach if beyond else self.up.place
        return [(self.x_of(across), self.rect[1] + (1.0 - place(up)) * self.rect[3]) for across, up in points]

    def bar(self, value: float, middle: float, width: float, least: float = 4.0) -> Rect:
        """The place of a bar from the ground up to a value, at least so high."""
        low = self.rect[1] + self.rect[3]
        height = max(least, low - self.y_of(value))
        return (middle - width / 2, low - height, width, height)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def level(self, canvas: Canvas, value: float, colour: str, width: float = 1, alpha: float = 0.5, *,
              label: str = "", ink: str = "text2", dash: tuple[float, float] | None = DOTS,
              before: float = 4.0, after: float = 10.0) -> None:  # fmt: skip
        """A level line at a value of the upright axis, a little beyond the rect; `label` stands left of it."""
        x, _y, w, _h = self.rect
        line = self.y_of(value)
        canvas.line(x - before, line, x + w + after, line, colour, width, alpha, dash)
        if label:
            canvas.text_vcenter(x - max(10.0, before + 6), line, label, CODE, ink, "end")

    def upright(self, canvas: Canvas, value: float, colour: str, width: float = 1.5, alpha: float = 1.0, *,
                dash: tuple[float, float] | None = None, above: float = 0.0, below: float = 0.0) -> None:  # fmt: skip
        """An upright line at a value of the lower axis."""
        _x, y, _w, h = self.rect
        spot = self.x_of(value)
        canvas.line(spot, y - above, spot, y + h + below, colour, width, alpha, dash)

    def curve(self, canvas: Canvas, points: Iterable[tuple[float, float]], colour: str, width: float,
              alpha: float = 1.0, dash: tuple[float, float] | None = None) -> list[Point]:  # fmt: skip
        """A line through the points; where they stand."""
        positions = self.spots(points)
        if len(positions) > 1:
            canvas.polyline(positions, colour, width, alpha, dash)
        return positions


def apart(ticks: Iterable[tuple[float, str]], place: Callable[[float], float], least: float,
          taken: Sequence[float] = ()) -> Iterator[tuple[float, str]]:  # fmt: skip
    """Those of an axis' numbers whose places are so far from each other, and from those `taken`, that all are read."""
    places = list(taken)
    for value, label in ticks:
        here = place(value)
        if all(abs(here - other) >= least for other in places):
            places.append(here)
            yield value, label


def inside(canvas: Canvas, rect: Rect, top: float) -> Rect:
    """The room between the axes in a panel whose heading ends at `top`: labels of four digits stand at its left, one
    line of them below."""
    x, y, w, h = rect
    left, above, low = 30 + 40 * canvas.type, 10 * canvas.type, 20 + 16 * canvas.type
    return (x + left, top + above, w - left - 24, y + h - low - top - above)


def thin(values: Sequence[float], most: int = 160) -> list[tuple[int, float]]:  # points of a curve
    """(number, value) of at most about `most` values; of each stretch the largest, and always the last."""
    if len(values) <= most:
        return list(enumerate(values))
    each = math.ceil(len(values) / most)
    starts = range(0, len(values) - 1, each)
    largest = [max((values[i], -i) for i in range(a, min(a + each, len(values) - 1))) for a in starts]
    return [(-i, value) for value, i in largest] + [(len(values) - 1, values[-1])]
