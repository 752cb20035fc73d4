"""The error of several runs at every step (or pass), on a log scale: old runs, the present one, the wanted line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ..draw.raster import Point
from ..draw.tokens import BODY, CODE
from ..format.numbers import short
from ..format.ticks import step_of
from ..widgets.widget import Rect
from .run_styles import Style, draw_mark
from .two_runs_chart import thinned

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

FLOOR = 1e-7  # of the largest error, where none is wanted: what is below stands on the ground
BELOW = 8.0  # the wanted error is at most so many times the lowest of the axis
ABOVE = 30.0  # times the first errors: what runs away leaves the picture there
MARKS = 7  # on each line


class RunLine(NamedTuple):
    """A run's errors, the start first; `every`: beats from one to the next."""

    style: Style
    errors: tuple[float, ...]
    every: int = 1


class Plot(NamedTuple):
    """Where errors and beats stand. `lines`: powers of ten, or round numbers."""

    rect: Rect
    low: float
    high: float
    beats: int
    log: bool

    def X(self, beat: float) -> float:  # noqa: N802
        x, _y, w, _h = self.rect
        return x + beat / max(1, self.beats) * w

    def Y(self, error: float) -> float:  # noqa: N802
        _x, y, _w, h = self.rect
        if not math.isfinite(error):
            return y
        if self.log:
            part = math.log(max(error, self.low) / self.low) / math.log(self.high / self.low)
        else:
            part = (error - self.low) / (self.high - self.low)
        return y + h * (1 - min(1.0, max(0.0, part)))

    def heights(self, most: int) -> list[tuple[float, str]]:
        """Errors that have a line, with their labels."""
        if not self.log:
            step = step_of(self.high - self.low, most)
            first, last = math.ceil(self.low / step), math.floor(self.high / step)
            return [(k * step, short(float(f"{k * step:.6g}"))) for k in range(first, last + 1)]
        first, last = math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high) + 1e-9)
        each = max(1, math.ceil((last - first + 1) / max(1, most)))
        return [(10.0**k, short(10.0**k)) for k in range(last, first - 1, -each)]


def plot_of(rect: Rect, lines: Sequence[RunLine], wanted: float | None, beats: int) -> Plot:
    """Axes on which all of it has room."""
    errors = [e for line in lines for e in line.errors if math.isfinite(e)]
    starts = [line.errors[0] for line in lines if line.errors and math.isfinite(line.errors[0])]
    high = min(max(errors, default=1.0), ABOVE * max(starts, default=1.0)) if max(starts, default=1.0) > 0 else 1.0
    low = min(errors, default=0.0)
    if low >= 0 and high > 0:
        least = min([e for e in errors if e > 0] + ([wanted / 3] if wanted else []), default=high / 10)
        bottom = max(least, wanted / BELOW if wanted else high * FLOOR)
        return Plot(rect, min(bottom, high / 10), high * 1.25, beats, True)
    return Plot(rect, low, high if high > low else low + 1.0, beats, False)


def draw_compare(canvas: Canvas, rect: Rect, lines: Sequence[RunLine], live: Sequence[RunLine], wanted: float | None,
                 here: int, beats: int, word: str) -> None:  # fmt: skip
    """The whole well. `live`: what grows; `here`: the beat that is looked at; `word`: what a beat is called."""
    x, y, w, h = rect
    low = 12 + 20 * canvas.type
    plot = plot_of((x, y + 14, w, h - 14 - low), [*lines, *live], wanted, beats)
    left = 24 + max((canvas.width(t, CODE) for _e, t in plot.heights(_most(canvas, plot))), default=0.0)
    place = (x + left, y + 14, w - left - 26, h - 14 - low)
    plot = plot._replace(rect=place)

    def still(sub: Canvas) -> None:
        sub.rect(x, y, w, h, "well", 12)
        _draw_heights(sub, plot)
        _draw_beats(sub, plot, y + h - 10, word)
        if wanted is not None:
            _draw_wanted(sub, plot, wanted)
        for line in lines:
            _draw_line(sub, plot, line)

    canvas.cached(("compare", rect, plot, tuple(lines), wanted, word), x, y, w, h, still)
    for now in live:
        canvas.cached(("compare line", plot, now), x, y, w, h, partial(_draw_line, plot=plot, line=now))
    canvas.line(plot.X(here), place[1] - 6, plot.X(here), place[1] + place[3] + 4, "text2", 1.5, 0.7, (2, 5))
    for now in live:
        error = now.errors[min(len(now.errors) - 1, here // now.every)]
        draw_mark(canvas, now.style, plot.X(here), plot.Y(error), 6.5)


def _most(canvas: Canvas, plot: Plot) -> int:
    """Labels that have room above each other."""
    return max(2, int(plot.rect[3] / (24 * canvas.type)))


def _draw_heights(canvas: Canvas, plot: Plot) -> None:
    x, _y, w, _h = plot.rect
    for error, label in plot.heights(_most(canvas, plot)):
        line = plot.Y(error)
        canvas.line(x - 4, line, x + w + 10, line, "border2", 1, 0.5, (2, 5))
        canvas.text(x - 10, line + 5.6 * canvas.type, label, CODE, "text2", "end")


def _draw_beats(canvas: Canvas, plot: Plot, base: float, word: str) -> None:
    x, _y, w, _h = plot.rect
    step = max(1, round(step_of(plot.beats, max(2, int(w / (64 * canvas.type))))))
    last = 0.0
    for beat in range(0, plot.beats + 1, step):
        canvas.text(plot.X(beat), base, str(beat), CODE, "text2", "middle")
        last = plot.X(beat) + canvas.width(str(beat), CODE) / 2
    wide = canvas.width(word)
    middle = plot.X(step / 2)
    edge = canvas.width(str(step), CODE) / 2 + 6
    if plot.X(step) - x - edge - 10 > wide and step <= plot.beats:
        canvas.text(middle, base, word, BODY, "text2", "middle")
    elif x + w + 16 - last - 10 > wide:
        canvas.text(x + w + 16, base, word, BODY, "text2", "end")


def _draw_wanted(canvas: Canvas, plot: Plot, wanted: float) -> None:
    x, _y, w, _h = plot.rect
    line = plot.Y(wanted)
    canvas.line(x - 4, line, x + w + 10, line, "goal", 2, 0.95, (3, 6))
    canvas.line(x + w + 12, line + 4, x + w + 12, line - 18, "goal", 2.4)
    canvas.polygon([(x + w + 13, line - 18), (x + w + 22, line - 14), (x + w + 13, line - 10)], "goal")


def _draw_line(canvas: Canvas, plot: Plot, line: RunLine) -> None:
    top = plot.rect[1]
    spots: list[Point] = []
    for i, error in thinned(line.errors):
        spots.append((plot.X(min(plot.beats, i * line.every)), plot.Y(error)))
        if spots[-1][1] <= top + 0.5 and len(spots) > 1:
            break  # it has left the picture
    hue = line.style.hue(canvas)
    if len(spots) > 1:
        canvas.polyline(spots, hue, 2.8, 1, line.style.dash)
    each = max(1, math.ceil(len(spots) / MARKS))
    for spot in spots[:-1:each]:
        draw_mark(canvas, line.style, *spot, 4.4)
    if spots:
        draw_mark(canvas, line.style, *spots[-1], 6.0)


