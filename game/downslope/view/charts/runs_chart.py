"""The error of several runs at every step (or pass), on a log scale: old runs, the present one, the wanted line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.tokens import BODY, CODE, LABEL, NUMBER, SMALL
from ..format.axis import Axis, finite_or_one, linear_axis, log_axis, step_of
from ..widgets.widget import Rect
from .plot import Plot, spread_labels, thin
from .run_styles import RunLine, draw_mark

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


# ---------------------------------------------------------------------------------------------------------------------
# The error curves of two runs in one picture: the player's, solid, and the auto-solver's, dotted.


SPREAD = 50.0  # from this ratio of the largest to the smallest error on the axis is logarithmic
MOST_DOTS = 24


def two_runs_axis(errors: Sequence[float]) -> Axis:
    """Logarithmic where the errors span more than SPREAD and none is negative."""
    finite = finite_or_one(errors)
    positive = [error for error in finite if error > 0]
    if positive and min(finite) >= 0 and max(positive) / min(positive) > SPREAD:
        return log_axis(finite, 1e-6)  # of the largest error: what is below is rounding, and stands on the ground
    return linear_axis(finite)


def draw_two_runs(canvas: Canvas, rect: Rect, you: Sequence[float], ghost: Sequence[float], part: str = "") -> None:
    """Both curves in a well; `ghost` may be empty. `part`: the name of the part that they are of."""
    x, y, width, height = rect
    canvas.rect(x, y, width, height, "well", 14)
    axis = two_runs_axis([*you, *ghost])
    line = y + 13 + 13 * canvas.type
    right = x + width - 16
    if bool(ghost):
        right -= canvas.text(right, line, _("auto-solve"), LABEL, "text2", "end") + 14
        canvas.circle(right, canvas.vcentre_of(line), 4.5, "well", "text2", 2)
        right -= 20
    right -= canvas.text(right, line, _("you"), LABEL, "text", "end") + 14
    canvas.circle(right, canvas.vcentre_of(line), 5.5, "text")
    canvas.within(x + 16, line, ", ".join(filter(None, (_("error"), part))), right - x - 36, LABEL, "error")
    if axis.log:
        said, brief = _("log scale: each halving is the same step down"), _("log scale")
        canvas.within(x + 16, y + 13 + 29 * canvas.type, said, width - 32, SMALL, "text2", shorter=[brief])
    top, floor = y + 22 + (32 if axis.log else 22) * canvas.type, y + height - 12 - 20 * canvas.type
    last = max(len(you), len(ghost), 2) - 1
    plot = Plot((x + 24, top, width - 52, floor - top), Axis(0, last), axis)
    canvas.line(x + 16, floor + 2, x + width - 16, floor + 2, "border2", 1.5)
    if ghost:
        points = plot.curve(canvas, thin(ghost), "text2", 2.5, dash=(3, 7))
        for spot in points if len(points) <= MOST_DOTS else points[-1:]:
            canvas.circle(*spot, 4.5, "well", "text2", 2)
    points = plot.curve(canvas, thin(you), "error", 4)
    for spot in points[:-1] if len(points) <= MOST_DOTS else []:
        canvas.circle(*spot, 5.5, "text", "well", 2)
    canvas.circle(*points[-1], 8, "gold1", "well", 2)
    ends = [(len(you) - 1, NUMBER, "text"), (len(ghost) - 1, CODE, "text2"), (0, CODE, "text2")]
    labels = [(plot.x_of(step), str(step), style, colour) for step, style, colour in ends if step >= 0]
    spread_labels(canvas, labels, y + height - 11)


FLOOR = 1e-7  # of the largest error, where none is wanted: what is below stands on the ground
BELOW = 8.0  # the wanted error is at most so many times the lowest of the axis
ABOVE = 30.0  # times the first errors: what runs away leaves the picture there
FAINT, FAINT_POINTS = 0.5, 24  # how much is to be seen of a try, and the points of its line


def error_axis(lines: Sequence[RunLine], wanted: float | None) -> Axis:
    """An axis on which all of it has room, but for what runs away."""
    errors = [e for line in lines for e in line.errors if math.isfinite(e)]
    start = max((line.errors[0] for line in lines if line.errors and math.isfinite(line.errors[0])), default=1.0)
    height = min(max(errors, default=1.0), ABOVE * start) if start > 0 else 1.0
    low = min(errors, default=0.0)
    if low >= 0 and height > 0:
        minimum = min([e for e in errors if e > 0] + ([wanted / 3] if wanted else []), default=height / 10)
        bottom = max(minimum, wanted / BELOW if wanted else height * FLOOR)
        return Axis(min(bottom, height / 10), height * 1.25, True)
    return Axis(low, height if height > low else low + 1.0)


def plot_of(rect: Rect, lines: Sequence[RunLine], wanted: float | None, beats: int) -> Plot:
    """Beats across, errors upwards."""
    return Plot(rect, Axis(0, max(1, beats)), error_axis(lines, wanted))


def draw_compare(canvas: Canvas, rect: Rect, lines: Sequence[RunLine], live: Sequence[RunLine], wanted: float | None,
                 here: int, beats: int, word: str, faint: Sequence[Sequence[float]] = ()) -> None:  # fmt: skip
    """The whole well. `live`: what grows; `here`: the beat that is looked at; `word`: what a beat is called.

    `faint`: the errors of others that are tried at the same time.
    """
    x, y, w, h = rect
    height = h - 26 - 20 * canvas.type
    plot = plot_of(rect, [*lines, *live], wanted, beats)
    ticks = plot.up.ticks(max(2, int(height / (24 * canvas.type))))
    left = 24 + max((canvas.width(label, CODE) for _error, label in ticks), default=0.0)
    plot.rect = (x + left, y + 14, w - left - 26, height)
    # Those that stand so far from the one before that both can be read.
    least = 18.0 * canvas.type  # from one number of the axis to the next, at least
    found: list[tuple[float, str]] = []
    for value, label in ticks:
        if not found or abs(plot.y_of(value) - plot.y_of(found[-1][0])) >= least:
            found.append((value, label))
    ticks = found

    def still(sub: Canvas) -> None:
        sub.rect(x, y, w, h, "well", 12)
        for error, label in ticks:
            plot.level(sub, error, "border2", label=label)
        _draw_beats(sub, plot, beats, y + h - 10, word)
        if wanted is not None:
            _draw_wanted(sub, plot, wanted)
        colour = sub.mix("well", "text2", FAINT)  # what is opaque is drawn faster
        with sub.clip(*plot.rect):
            for errors in faint:
                sub.hairline(plot.spots(thin(errors, FAINT_POINTS)), colour)
        for line in lines:
            _draw_line(sub, plot, line)

    key = ("compare", rect, plot.key, tuple(lines), wanted, word, tuple(map(len, faint)), here if faint else 0)
    canvas.keep(key, x, y, w, h, still)
    for now in live:
        canvas.keep(("compare line", plot.key, now), x, y, w, h, partial(_draw_line, plot=plot, line=now))
    plot.upright(canvas, here, "text2", 1.5, 0.7, dash=(2, 5), above=6, below=4)
    for now in live:
        error = now.errors[min(len(now.errors) - 1, here // now.every)]
        draw_mark(canvas, now.style, plot.x_of(here), plot.y_of(error), 6.5)


def _draw_beats(canvas: Canvas, plot: Plot, beats: int, base: float, word: str) -> None:
    x, _y, w, _h = plot.rect
    step = max(1, round(step_of(beats, max(2, int(w / (64 * canvas.type))))))
    last = 0.0
    for beat in range(0, beats + 1, step):
        canvas.text(plot.x_of(beat), base, str(beat), CODE, "text2", "middle")
        last = plot.x_of(beat) + canvas.width(str(beat), CODE) / 2
    width, edge = canvas.width(word), canvas.width(str(step), CODE) / 2 + 6
    if plot.x_of(step) - x - edge - 10 > width and step <= beats:
        canvas.text(plot.x_of(step / 2), base, word, BODY, "text2", "middle")
    elif x + w + 16 - last - 10 > width:
        canvas.text(x + w + 16, base, word, BODY, "text2", "end")


def _draw_wanted(canvas: Canvas, plot: Plot, wanted: float) -> None:
    plot.level(canvas, wanted, "goal", 2, 0.95, dash=(3, 6))
    x, line = plot.rect[0] + plot.rect[2] + 12, plot.y_of(wanted)
    canvas.line(x, line + 4, x, line - 18, "goal", 2.4)
    canvas.polygon([(x + 1, line - 18), (x + 10, line - 14), (x + 1, line - 10)], "goal")


def _draw_line(canvas: Canvas, plot: Plot, line: RunLine) -> None:
    points = [(min(plot.across.high, i * line.every), error) for i, error in thin(line.errors)]
    gone = next((k for k, (_beat, error) in enumerate(points) if k and plot.up.place(error) == 1.0), len(points))
    positions = plot.curve(canvas, points[: gone + 1], line.style.hue, 2.8, 1, line.style.dash)
    for spot in positions[: -1 : max(1, math.ceil(len(positions) / 7))]:
        draw_mark(canvas, line.style, *spot, 4.4)
    for spot in positions[-1:]:
        draw_mark(canvas, line.style, *spot, 6.0)
