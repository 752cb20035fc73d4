"""How a training goes: accuracy by passes from its true start, on pictures learned from (dotted) and on unseen ones."""

from __future__ import annotations

from collections.abc import Sequence

from ...i18n import _
from ..draw.canvas import Canvas
from ..draw.tokens import BODY, CODE, LABEL
from ..format.axis import Axis
from ..format.numbers import number, short
from ..widgets.number_input import Scrubber
from ..widgets.widget import Rect
from .plot import Plot

RIGHT, TOP, FLAG = 22.0, 24.0, 10.0  # beside the axes, above them; what of it is above the ground, for the flag
SCRUBBER = 22.0  # height of its row
LENS = 0.9  # from this share on the axis is as long as all of it below: the last ten per cent are what is fought for


# After so many passes: shares of seen and of unseen pictures read rightly, 0 ... 1; None: it was not measured
Passed = tuple[float, float | None, float]


def plot_place(rect: Rect, k: float) -> Rect:
    """The room between the axes; `k`: how much larger the text is. Under it the scrubber, then a line of words."""
    x, y, w, h = rect
    left = 18 + 29 * k
    return (x + left, y + TOP, w - left - RIGHT, h - TOP - 10 - SCRUBBER - 20 * k)


def height_of(share: float) -> float:
    """Where a share stands on the axis, 0 ... 1: the lower half up to LENS, the upper half from there."""
    return 0.5 * share / LENS if share < LENS else 0.5 + 0.5 * (share - LENS) / (1 - LENS)


class PassScrubber(Scrubber):
    """Its steps stand where their passes are. `places`: from 0 to 1 along the track."""

    places: Sequence[float] = (0.0,)

    def x_of(self, value: float) -> float:
        number = min(len(self.places) - 1, max(0, round(value)))
        return self.rect[0] + self.places[number] * self.rect[2]

    def value_at(self, x: float, y: float) -> float:
        part = (x - self.rect[0]) / self.rect[2]
        return float(min(range(len(self.places)), key=lambda k: abs(self.places[k] - part)))


def draw_accuracy(canvas: Canvas, rect: Rect, points: Sequence[Passed], last: float, goals: Sequence[float],
                  here: int | None, beside: Sequence[Passed] = (), title: str = "") -> None:  # fmt: skip
    """`last`: passes that the axis ends with; `goals`: shares that are wanted; `here`: the point that is looked at.

    beside  another training, drawn thin        title   in the plot, where there is something to be said of it
    """
    x, y, w, h = rect
    place = plot_place(rect, canvas.type)
    floor = place[1] + place[3]
    canvas.rect(x, y + FLAG, w, floor + 10 - y - FLAG, "well", 12)
    plot = Plot(place, Axis(0, max(last, 1e-9)), Axis(0, 1))
    canvas.rect(*place[:3], place[3] / 2, "rowhi", 4, alpha=0.7)
    for share in (1.0, LENS, 0.0):
        label = number(100 * share, 0)  # in the full ink: Pip glows beside it
        plot.level(canvas, height_of(share), "border2", 1, 0.6, label=label, ink="text", before=0, after=4, dash=None)
    for goal in goals:
        plot.level(canvas, height_of(goal), "goal", 2, 0.95, dash=(3, 6), before=0, after=4)
    if goals:
        canvas.flag(place[0] + place[2] - 2, plot.y_of(height_of(goals[0])) + 3, 24, glow=False)
    plot.curve(canvas, [(passes, height_of(unseen)) for passes, _seen, unseen in beside], "text2", 1.5)
    plot.curve(canvas, [(p, height_of(seen)) for p, seen, _unseen in beside if seen is not None], "text2", 1,
               dash=(2, 6))  # fmt: skip
    if title:
        brief = title.partition(";")[0]
        canvas.within(place[0] + place[2] / 2, floor - 12, title, place[2] - 8, LABEL, "text2", "middle", [brief])
    positions = plot.spots([(passes, height_of(unseen)) for passes, _seen, unseen in points])
    if len(positions) > 1:
        canvas.polygon([*positions, (positions[-1][0], floor), (positions[0][0], floor)], "prediction", 0.14)
        canvas.polyline(positions, "prediction", 3)
    plot.curve(canvas, [(p, height_of(seen)) for p, seen, _unseen in points if seen is not None], "text2", 2,
               dash=(2, 6))  # fmt: skip
    for spot in positions[1:]:
        canvas.circle(*spot, 3.4, "prediction")
    if positions:
        canvas.circle(*positions[0], 4, "well", "prediction", 2)
    base = y + h - 5 * canvas.type
    if len(points) > 1:  # before, there is nothing to be read
        ends = [plot.x_of(passes) for passes in (0, last)]
        for passes, spot_x in zip((0, last), ends):
            canvas.text(spot_x, base, short(passes), CODE, "text2", "middle")
        canvas.text(sum(ends) / 2, base, _("passes"), BODY, "text2", "middle")
    if here is not None and points:
        canvas.pip(*positions[here], 10, (0.25, -0.1))


def draw_bar(canvas: Canvas, rect: Rect, done: float) -> None:
    """Of what is done, 0 ... 1."""
    x, y, w, _h = rect
    canvas.rect(x, y + 2, w, 12, "well", 6)
    if done > 0:
        canvas.rect(x, y + 2, max(12.0, w * min(1.0, done)), 12, "text", 6)
