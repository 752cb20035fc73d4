"""How a training goes: accuracy by passes, on the pictures learned from (dotted) and on unseen ones; how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..draw.tokens import BODY, CODE, LABEL, NUMBER
from ..format.axis import Axis
from ..widgets.widget import Rect
from .plot import Plot
from .vote_bars import percent

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from ..draw.text import Run

LEFT, RIGHT, TOP = 56.0, 20.0, 14.0


class Passed(NamedTuple):
    """After so many passes: shares of pictures read rightly, 0 ... 1. `seen` None: it was not measured."""

    passes: float
    seen: float | None
    unseen: float


def draw_accuracy(canvas: Canvas, rect: Rect, points: Sequence[Passed], last: float, goals: Sequence[float],
                  here: int | None) -> None:  # fmt: skip
    """`last`: passes that the axis ends with; `goals`: shares that are wanted; `here`: the point that is looked at."""
    x, y, w, h = rect
    line = 8 + 16 * canvas.type
    canvas.rect(x, y, w, h - line, "well", 12)
    low = _low(points, goals)
    place = (x + LEFT, y + TOP + 4, w - LEFT - RIGHT, h - line - 2 * TOP - 4)
    plot = Plot(place, Axis(0, max(last, 1e-9)), Axis(low, 1.0))
    floor = place[1] + place[3]
    for share in (1.0, (1 + low) / 2, low):
        plot.level(canvas, share, "border2", 1, 0.6, label=f"{100 * share:.0f}", before=0, after=4)
    if low:
        draw_break(canvas, place[0] - 7, floor)
    for goal in goals:
        plot.level(canvas, goal, "goal", 2, 0.95, dash=(3, 6), before=0, after=4)
    if goals:
        canvas.flag(x + w - 36, plot.y_of(goals[0]) + 4, 26, glow=False)
    unseen = above([(p.passes, p.unseen) for p in points], low)
    if len(unseen) > 1:
        crest = plot.spots(unseen)
        canvas.polygon([*crest, (crest[-1][0], floor), (crest[0][0], floor)], "prediction", 0.14)
        canvas.polyline(crest, "prediction", 3.5)
    known = above([(p.passes, p.seen) for p in points if p.seen is not None], low)
    plot.curve(canvas, known, "text2", 2.5, dash=(2, 6))
    if points and points[0].unseen < low:  # the axis does not reach down to where it began
        left = plot.x_of(points[0].passes) + 18
        canvas.text(left, floor - 8, "↓ " + percent(points[0].unseen), NUMBER, "prediction", "start")
    base = y + h - 4 * canvas.type
    for passes in (0, last):
        canvas.text(plot.x_of(passes), base, f"{passes:g}", CODE, "text2", "middle")
    canvas.text(x + w / 2 + 40, base, _("passes"), BODY, "text2", "middle")
    if here is not None and points:
        px, py = plot.x_of(points[here].passes), plot.y_of(points[here].unseen)
        canvas.line(px, floor, px, py + 16, "text", 1.5, 0.4, (2, 5))
        canvas.pip(px, py - 1, 11, (0.25, -0.1))
        told = f"{points[here].passes:.3g}"
        if 0 < points[here].passes < last:
            canvas.text(px, base, told, NUMBER, "text", "middle")


def draw_break(canvas: Canvas, x: float, floor: float) -> None:
    """Two strokes across the axis under its lowest number: what is lower is left out."""
    for left in (x, x + 6):
        canvas.line(left, floor + 9, left + 5, floor - 1, "text2", 2)


def above(points: Sequence[tuple[float, float]], low: float) -> list[tuple[float, float]]:
    """The line through the points as far as it is not below `low` at its beginning: cut where it comes up."""
    first = next((k for k, (_passes, share) in enumerate(points) if share >= low), len(points))
    if not 0 < first < len(points):
        return list(points[first:])
    (before, under), (after, over) = points[first - 1], points[first]
    return [(before + (after - before) * (low - under) / (over - under), low), *points[first:]]


def _low(points: Sequence[Passed], goals: Sequence[float]) -> float:
    """The lowest share on the axis: a tenth below what is to be seen after the first pass."""
    shares = [p.unseen for p in points if p.passes >= 1] + list(goals)
    return max(0.0, int(10 * (min(shares, default=0.1) - 0.05)) / 10)


def draw_progress(canvas: Canvas, rect: Rect, title: str, done: float, whole: float, left: str) -> None:
    """A bar under its title; at the right how many of how many; `left`: the time it will take."""
    x, y, w, _h = rect
    base = y + 15.6 * canvas.type
    told = _("pass {done} of {whole}").format(done=f"{done:.3g}", whole=f"{whole:g}")
    wide = canvas.text(x + w, base, told, LABEL, "text", "end")
    canvas.within(x, base, title, w - wide - 10, LABEL, "text")
    top = base + 10
    canvas.rect(x, top, w, 12, "well", 6)
    if done > 0:
        canvas.rect(x, top, max(12.0, w * min(1.0, done / whole)), 12, "text", 6)
    if left:
        canvas.text(x, top + 12 + 18 * canvas.type, left, BODY, "text2")


def draw_shares(canvas: Canvas, rect: Rect, unseen: float | None, seen: float | None, goal: float | None,
                label: str) -> None:  # fmt: skip
    """The large number, and under it training and goal, as far apart as there is room for."""
    x, y, w, h = rect
    canvas.within(x, y + 16 * canvas.type, label, w, LABEL, "text2")
    big = 40 / max(1.0, canvas.type * 0.95)
    top = y + 22 * canvas.type + 34
    canvas.text(x, top, "–" if unseen is None else percent(unseen, 1), NUMBER.sized(big), "prediction", "start")
    rows = [(_("training") + " ", seen, "text"), (_("goal") + " ", goal, "goal")]
    given = [(word, share, hue) for word, share, hue in rows if share is not None]
    line = min(26 * canvas.type, (y + h - 5 * canvas.type - top) / max(1, len(given)))
    size = min(16.0, line / canvas.type / 0.95)
    for number, (word, share, hue) in enumerate(given, 1):
        told: list[Run] = [(word, "text2", 600), (percent(share, 1), hue, 700, "mono")]
        canvas.rich(x, top + number * line, told, BODY.sized(size), room=w)
