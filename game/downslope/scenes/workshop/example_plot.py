"""The examples as a picture to be changed: a click adds one, a drag moves a goal, a right click takes one away.

One input: goals over it, the line that is predicted, misses in red, and the floor's line. Two: dots on a plane, larger
with their goal. More: the error of each example as a bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot, isfinite
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.charts.plot import Plot
from ...view.draw.rects import holds
from ...view.draw.tokens import CODE, LABEL
from ...view.format.axis import Axis, step_of, ticks
from ...view.widgets.widget import Act, Rect, State, Widget
from ...workshop.bench import with_cell, with_row, without_row

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .bench_visit import BenchVisit, ExamplePicture

FEW = 60  # examples of which each miss is drawn
NEAR = 16.0  # so near to a dot a press takes it
BAR, ROUND = 26.0, 6.0  # of a bar, at most; from here on its corners are seen to be round


class ExamplePlot(Widget):
    """`visit`: whose examples they are, and where among them the keyboard of the table is."""

    def __init__(self, rect: Rect, visit: BenchVisit, type: float) -> None:
        super().__init__("plot", rect, tip=_("Click to add an example, drag to move a goal, right-click to remove one"))
        self.visit, self.type = visit, type
        self.focusable = False  # whoever has no mouse has the table
        self.held: int | None = None  # the row whose goal is dragged
        self.moved = False
        self._axes: tuple[Axis, Axis] | None = None  # they stand still while something is dragged

    def plot(self, shown: ExamplePicture) -> Plot:
        """Between the axes."""
        x, y, w, h = self.rect
        head, left, foot = 20 + 26 * self.type, 28 + 24 * self.type, 20 + 22 * self.type
        if self._axes is None or self.held is None:
            self._axes = axes_of(shown)
        return Plot((x + left, y + head, w - left - 24, h - head - foot), *self._axes)

    def act(self, intent: Act) -> bool:
        visit, shown = self.visit, self.visit.picture()
        if intent.name not in ("press", "move", "release"):
            return False
        plot, cursor, bench = self.plot(shown), visit.cursor, visit.bench
        if shown.width > 1:
            return True  # of several inputs nothing can be added by a click
        goal = round_on_axis(plot.up, plot.up_at(intent.y))
        if intent.name == "press":
            self.held, self.moved = self.near(intent.x, intent.y), False
            x, y, w, h = plot.rect
            if self.held is None and holds((x, y - 6, w, h + 12), (intent.x, intent.y)) and not visit.is_full():
                visit.game.player_feedback.press()
                visit.change(with_row(bench, [round_on_axis(plot.across, plot.across_at(intent.x)), goal]))
                cursor.row, cursor.column = len(bench.rows), 1
        elif self.held not in shown.rows:  # it was taken away meanwhile
            self.held = None
        elif self.held is not None and intent.name == "move":
            self.moved = True
            cursor.row, cursor.column = self.held, bench.inputs
            visit.drag(with_cell(bench, self.held, bench.inputs, goal))
        elif self.held is not None:
            row, self.held = self.held, None
            if self.moved:
                visit.drop(with_cell(bench, row, bench.inputs, goal))
        return True

    def remove_at(self, x: float, y: float) -> bool:
        """Take away the example there. False: there is none."""
        row = self.near(x, y)
        if row is None or not self.contains(x, y):
            return False
        self.visit.change(without_row(self.visit.bench, row))
        return True

    def near(self, x: float, y: float) -> int | None:
        """The row whose goal is nearest to a point, if it is near."""
        shown = self.visit.picture()
        far = [hypot(spot[0] - x, spot[1] - y) for spot in points_on_stage(self.plot(shown), shown)]
        best = min(range(len(far)), key=far.__getitem__, default=None)
        return shown.rows[best] if best is not None and far[best] <= NEAR else None

    def draw(self, canvas: Canvas, state: State) -> None:
        self.type = canvas.type
        shown, rect = self.visit.picture(), self.rect
        plot, few = self.plot(shown), len(shown.goals) <= FEW
        _draw_axes(canvas, rect, plot, shown.names)
        x, y, w, _h = rect
        middle, goal = y + 8 + 15 * canvas.type, shown.names[-1]
        entries = [(goal, "goal"), (_("prediction"), "prediction"), (_("floor"), "text2")]
        if shown.width > 2:
            entries = [(_("error of each example"), "error")]
        elif shown.width == 2:
            entries = [(goal, "goal"), (_("missed"), "error")]
        elif not shown.floor:
            entries = entries[:2]
        width = sum(canvas.width(words, LABEL) + 34 for words, _hue in entries)
        scale = min(1.0, (w - 24) / width)
        style, left = LABEL.with_size(LABEL.size * scale), x + max(12.0, (w - width * scale) / 2)
        for words, colour in entries:
            if colour == "text2":
                canvas.line(left - 4, middle, left + 14, middle, "text3", 1.8)
            else:
                ring = shown.width == 2 and colour == "error"
                canvas.circle(left + 6, middle, 7 if colour == "goal" else 5, None if ring else colour, colour, 2)
            left += 20 + canvas.text_vcenter(left + 20, middle, words, style, colour) + 14 * scale
        if shown.width == 1 and not few:
            _draw_goals(canvas, plot, shown)
        draw = (_draw_line, _draw_plane, _draw_bars)[min(3, shown.width) - 1]
        axes = plot.rect, plot.across, plot.up
        canvas.keep(("examples seen", rect, axes, shown), *rect, lambda sub: draw(sub, plot, shown))
        if few and shown.width == 1:
            _draw_goals(canvas, plot, shown)
        if self.held in shown.rows:
            spot = points_on_stage(plot, shown)[shown.rows.index(self.held)]
            canvas.circle(*spot, 11, None, "focus", 2.5)


def axes_of(shown: ExamplePicture) -> tuple[Axis, Axis]:
    """From 0 or the lowest to a round number beyond the highest; of two inputs both are inputs."""
    if shown.width == 2:
        return axis_over([one for one, _other in shown.inputs]), axis_over([other for _one, other in shown.inputs])
    if shown.width > 2:
        return Axis(0.0, float(len(shown.goals))), axis_over([error for error in shown.errors if isfinite(error)])
    across = axis_over([inputs[0] for inputs in shown.inputs])
    ends = [up for along, up in shown.curve if isfinite(up) and across.low <= along <= across.high]
    near = max([abs(goal) for goal in shown.goals], default=1.0) * 2.5
    return across, axis_over([*shown.goals, *(up for up in (*ends, *shown.predictions) if abs(up) <= near)])


def axis_over(values: Sequence[float]) -> Axis:
    """Round at both ends, 0 on it, and a little room beyond the highest."""
    low, high = min([0.0, *values]), max([0.0, *values])
    if high == low:
        high = low + 1.0
    step = step_of((high - low) * 1.08, 4)
    return Axis(-step * -(low // step) if low < 0 else 0.0, step * (1 + (high * 1.02) // step))


def round_on_axis(axis: Axis, value: float) -> float:
    """To a twentieth of a tick's step: so fine a hand is."""
    step = step_of(axis.high - axis.low, 4) / 20
    return round(round(value / step) * step, 10)


def points_on_stage(plot: Plot, shown: ExamplePicture) -> list[tuple[float, float]]:
    """Where each goal stands; of two inputs each example; of more none."""
    if shown.width > 2:
        return []
    ups = [pair[1] for pair in shown.inputs] if shown.width == 2 else shown.goals
    return [(plot.x_of(inputs[0]), plot.y_of(up)) for inputs, up in zip(shown.inputs, ups)]


def _draw_goals(canvas: Canvas, plot: Plot, shown: ExamplePicture) -> None:
    radius, edge = (6.5, 1.5) if len(shown.goals) <= FEW else (3.5, 1.0)
    for spot in points_on_stage(plot, shown):
        canvas.circle(*spot, radius, "goal", "panel", edge)


def _draw_axes(canvas: Canvas, rect: Rect, plot: Plot, names: Sequence[str]) -> None:
    x, y, w, h = plot.rect
    for value, label in ticks(plot.up.low, plot.up.high, 4):
        line = plot.y_of(value)
        canvas.line(x, line, x + w, line, "grid", 1, 0.55)
        canvas.text_vcenter(x - 10, line, label, CODE, "text2", "end")
    base = y + h + 10 + 10 * canvas.type
    if len(names) > 3:
        canvas.text_vcenter(x + w, base, _("example"), LABEL, "text2", "end")
        return
    style, name = canvas.fit_style(names[0], w / 2, LABEL)
    width = canvas.width(name, style)
    marks = ticks(plot.across.low, plot.across.high, 4)
    free = [value for value, label in marks[1:-1]]
    spot = plot.x_of(free[-1]) + 16 if free else x + w / 2
    end = plot.x_of(marks[-1][0]) - 14
    place = (spot + end) / 2 - width / 2 if end - spot > width else x + w / 2 - width / 2
    for value, label in marks:
        middle = plot.x_of(value)
        half = canvas.width(label, CODE) / 2
        if middle + half < place - 4 or middle - half > place + width + 4:
            canvas.text_vcenter(middle, base, label, CODE, "text2", "middle")
    canvas.text_vcenter(place, base, name, style, "input")
    if len(names) == 3:
        canvas.text_vcenter(rect[0] + 14, rect[1] + 8 + 15 * canvas.type, names[1], LABEL, "input", room=w / 3)


def _draw_line(canvas: Canvas, plot: Plot, shown: ExamplePicture) -> None:
    """The predictions and the floor's line, also where they lie beyond the picture; each miss where they are few."""
    x, y, w, h = plot.rect
    low, high = plot.up.low, plot.up.high
    with canvas.clip(x - 2, y - 6, w + 4, h + 8):
        for points, hue, width in ((shown.floor, "text3", 1.6), (shown.curve, "prediction", 3.0)):
            ups = [max(min(up, 1e6 * high + 1), -1e6 * high - 1) for _along, up in points]
            way = [(plot.x_of(a), y + h - (up - low) / (high - low) * h) for (a, _up), up in zip(points, ups)]
            if way:
                canvas.polyline(way, hue, width)
    if len(shown.goals) > FEW:
        return  # of many the line alone can be told apart
    for inputs, goal, prediction in zip(shown.inputs, shown.goals, shown.predictions):
        across = plot.x_of(inputs[0])
        canvas.line(across, plot.y_of(goal), across, plot.y_of(prediction), "error", 2.6)
        canvas.circle(across, plot.y_of(prediction), 5, "prediction", "panel", 1)


def _draw_plane(canvas: Canvas, plot: Plot, shown: ExamplePicture) -> None:
    """Larger with their goal; what is missed as a ring around it."""
    low, high = min(shown.goals), max(shown.goals)
    for spot, goal in zip(points_on_stage(plot, shown), shown.goals):
        part = (goal - low) / (high - low) if high > low else 0.5
        canvas.circle(*spot, 4 + 7 * part, canvas.mix("well", "goal", 0.35 + 0.65 * part), "goal", 1.5)
    worst = max([abs(error) for error in shown.errors if isfinite(error)], default=0.0)
    for spot, error in zip(points_on_stage(plot, shown), shown.errors):
        if worst and isfinite(error):
            canvas.circle(*spot, 13, None, "error", 0.8 + 3 * abs(error) / worst)


def _draw_bars(canvas: Canvas, plot: Plot, shown: ExamplePicture) -> None:
    width = min(BAR, 0.7 * plot.rect[2] / max(1, len(shown.errors)))
    corner = min(4.0, width / 3) if width >= ROUND else 0.0
    for number, error in enumerate(shown.errors):
        if isfinite(error):
            canvas.rect(*plot.bar(error, plot.x_of(number + 0.5), width, 2.0), "error", corner)
