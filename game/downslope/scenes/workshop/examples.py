"""The examples of the workshop, as a table and as a picture: each is one control, and both change the same bench.

In the table arrows walk the cells, typing changes one, Enter goes on, Delete removes a row; what is typed in the empty
place below the last row is another example. In the picture a click adds one, a drag moves a goal, a right click takes
one away: of one input goals over it, the line that is predicted, misses in red, and the floor's line; of two, dots on a
plane, larger with their goal; of more the error of each example as a bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, hypot, isfinite, log10

from ...i18n import N_, _
from ...view.charts.plot import Plot
from ...view.draw import CODE, LABEL, LEAD, LEAD_NUMBER, NUMBER, Canvas, holds
from ...view.format.axis import Axis, step_of, ticks
from ...view.format.numbers import number, telling
from ...view.widgets.button import Button
from ...view.widgets.ink import Card, Ink, InkBox, Line, Row, icon
from ...view.widgets.number_input import TYPED
from ...view.widgets.panel import Part, WidgetPanel, column, row, with_padding
from ...view.widgets.widget import UNPLACED, Intent, Rect, State, Widget, has_caret
from ...workshop.bench import (
    MOST_ROWS,
    BenchRow,
    Cell,
    cell_of,
    cell_text,
    column_name,
    is_cell_number,
    with_cell,
    with_rows,
)
from .bench_screen import BenchScreen, BenchVisit, ExamplePicture

ROW, HEAD, CELL = 48.0, 40.0, 34.0  # heights at the ordinary text size
NAME = 0.18  # of the table's width: the column of labels
LONGEST = 24  # characters of a cell
WAYS = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}
LEAPS = ("home", "end", "page_up", "page_down")
EXPONENT = frozenset("eE")


class CellTable(Widget):
    """`visit`: whose examples they are, and where among them the keyboard is."""

    role = N_("table")

    def __init__(self, rect: Rect, visit: BenchVisit, type: float) -> None:
        super().__init__("examples", rect)
        self.visit, self.cursor = visit, visit.cursor
        self.pitch, self.head = max(ROW, 28 + 18 * type), max(HEAD, 22 + 18 * type)

    # -- what there is -------------------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        return len(self.visit.bench.rows)

    @property
    def columns(self) -> int:
        return self.visit.bench.inputs + 1

    @property
    def label(self) -> str:
        """What is said of the cell: "example 2, goal, 3.6"."""
        bench, cursor = self.visit.bench, self.cursor
        if cursor.row >= self.count:
            return _("another example")
        cell = bench.rows[cursor.row].cells[cursor.column]
        words, name = _("example {number}, {column}, {value}"), bench.rows[cursor.row].label
        if name:
            words = _("example {number} ({name}), {column}, {value}")
        value = cursor.typed if cursor.typed is not None else cell_text(cell) or _("empty")
        return words.format(number=cursor.row + 1, name=name, column=column_name(bench, cursor.column), value=value)

    @property
    def visible_rows(self) -> int:
        """So many rows have room, the empty place among them."""
        return max(1, int((self.rect[3] - self.head) / self.pitch))

    @property
    def names(self) -> float:
        """Of the column of labels; 0: there are none, or there is no room for it, and a resting pointer tells them."""
        bench = self.visit.bench
        return NAME * self.rect[2] if bench.inputs == 1 and any(row.label for row in bench.rows) else 0.0

    def settle(self) -> None:
        """The examples are others: the keyboard is on one that is there, and that is to be seen."""
        cursor, rows = self.cursor, self.visit.bench.rows
        cursor.row = min(cursor.row, len(rows))
        self.tip = rows[cursor.row].label if cursor.row < len(rows) else ""
        cursor.column = min(cursor.column, self.columns - 1)
        cursor.first = min(max(0, cursor.first), max(0, len(rows) + 1 - self.visible_rows))

    # -- what is done --------------------------------------------------------------------------------------------------

    def handled_intents(self) -> tuple[str, ...]:
        back = ("back",) if self.cursor.typed is not None or self.cursor.turning else ()
        return (*WAYS, *LEAPS, "accept", "erase", *back)

    def takes(self, text: str) -> bool:
        return text in TYPED or (bool(self.cursor.typed) and text in EXPONENT)

    def act(self, intent: Intent) -> bool:
        name, cursor, visit = intent.name, self.cursor, self.visit
        if name == "press":
            self.commit()
            spot = self._spot(intent.x, intent.y)
            if spot is not None:
                self.cursor.row, self.cursor.column = spot[0], min(spot[1], self.columns - 1)
                if spot[0] >= self.count:
                    self._add()
        elif name == "wheel":  # over the cell that has the keyboard it turns its number, elsewhere it scrolls
            if self._spot(intent.x, intent.y) == (cursor.row, cursor.column) and cursor.row < self.count:
                cursor.typed = None
                self._nudge(round(intent.value) or (1 if intent.value > 0 else -1), intent.fine)
            else:
                cursor.first -= round(intent.value)
                self.settle()
        elif name == "text":
            if not self.takes(intent.text):
                return False
            cursor.typed = ((cursor.typed or "") + intent.text)[:LONGEST]
        elif name == "erase" and cursor.typed is not None:
            cursor.typed = cursor.typed[:-1]
        elif name == "erase":
            if cursor.row < self.count:
                rows = visit.bench.rows
                visit.change(with_rows(visit.bench, [*rows[: cursor.row], *rows[cursor.row + 1 :]]))
                self.settle()
                self._move(0, 0)
        elif name == "back":
            held = cursor.typed is not None or cursor.turning
            cursor.typed, cursor.turning = None, False
            return held
        elif name == "accept" and cursor.typed is None and cursor.row >= self.count:
            self._add()
        elif name == "accept" and cursor.typed is None and visit.game.controls.device == "pad":
            cursor.turning = not cursor.turning
        elif name == "accept":
            self.commit()
            last = cursor.column + 1 == self.columns
            self._move(int(last), -cursor.column if last else 1)
        elif name in WAYS and cursor.turning:
            down, right = WAYS[name]
            self._nudge(right - down, fine=bool(right))
        elif name in WAYS:
            self.commit()
            self._move(*WAYS[name])
        elif name in LEAPS:
            self.commit()
            page = self.visible_rows - 1
            self._move(dict(zip(LEAPS, (-self.count, self.count, -page, page)))[name], 0)
        else:
            return name in ("move", "release")
        return True

    def commit(self) -> None:
        """What was typed stands in its cell; below the last row it is another example."""
        cursor, visit = self.cursor, self.visit
        text, cursor.typed = cursor.typed, None
        if text is not None and (cursor.row < MOST_ROWS or not visit.is_full()):
            visit.change(with_cell(visit.bench, cursor.row, cursor.column, cell_of(text)))

    def leave(self) -> None:
        self.commit()
        self.cursor.turning = False

    def _add(self) -> None:
        """An empty row below the last, whose first cell has the keyboard."""
        if not self.visit.is_full():
            self.cursor.row, self.cursor.column, bench = self.count, 0, self.visit.bench
            self.visit.change(with_rows(bench, [*bench.rows, BenchRow(("",) * self.columns)]))

    def _move(self, down: int, right: int) -> None:
        cursor = self.cursor
        cursor.row = min(self.count, max(0, cursor.row + down))
        cursor.column = min(self.columns - 1, max(0, cursor.column + right))
        cursor.first = min(max(cursor.first, cursor.row - self.visible_rows + 1), cursor.row)

    def _nudge(self, steps: int, fine: bool = False) -> None:
        """The number some steps on, a step the tenth of its size; where none stands, 0."""
        bench, cursor = self.visit.bench, self.cursor
        if cursor.row < self.count:
            cell: Cell = bench.rows[cursor.row].cells[cursor.column]
            value = 0.0
            if is_cell_number(cell):
                value = float(cell)
                step = 10.0 ** (floor(log10(max(abs(value), 1.0))) - (2 if fine else 1))
                value = round(value + steps * step, 10)
            self.visit.change(with_cell(bench, cursor.row, cursor.column, value))

    def _spot(self, x: float, y: float) -> tuple[int, int] | None:
        """(row, column) under a point; columns beyond the goal are those of prediction and error."""
        down = int((y - self.rect[1] - self.head) // self.pitch)
        if down < 0 or down >= self.visible_rows or self.cursor.first + down > self.count:
            return None
        column = max((number for number, (left, _wide) in enumerate(self.places()) if x >= left - 4), default=0)
        return self.cursor.first + down, column

    # -- how it looks --------------------------------------------------------------------------------------------------

    def places(self) -> list[tuple[float, float]]:
        """(left, width) of each column: the inputs, the goal, prediction and error."""
        x, _y, w, _h = self.rect
        left, count = x + 25 + self.names, self.columns + 2
        step = (x + w - 18 - left) / count
        return [(left + number * step, step - (10 if self.columns < 4 else 5)) for number in range(count)]

    def draw(self, canvas: Canvas, state: State) -> None:
        self.settle()
        bench, cursor = self.visit.bench, self.cursor
        x, y, w, h = self.rect
        places, height, head, rows = self.places(), self.pitch, self.head, self.visible_rows

        names = [column_name(bench, column) for column in range(self.columns)]
        if bench.inputs > 2:  # short ones where there are many
            names[:-1] = [_("in {number}").format(number=column + 1) for column in range(bench.inputs)]
        colours = ["input"] * bench.inputs + ["goal", "prediction", "error"]
        for (left, wide), name, hue in zip(places, [*names, _("pred."), _("error")], colours):
            end = left + wide - (12 if bench.inputs < 3 else 2)
            canvas.text_vcenter(end, y + head / 2, name, LABEL, hue, "end", wide + 4)
        canvas.line(x + 1, y + head - 1, x + w - 1, y + head - 1, "border", 1)

        last, seen = min(self.count, cursor.first + rows), self.visit.examples_now()
        focus = state.focus or cursor.typed is not None
        for example in range(cursor.first, last):
            top = y + head + (example - cursor.first) * height
            middle, here = top + height / 2, example == cursor.row
            if here:
                canvas.rect(x + 8, top + 2, w - 16, height - 4, "rowhi", 9)
                canvas.rect(x + 8, top + 8, 4, height - 16, "text", 2)
            if self.names and bench.rows[example].label:
                canvas.text_vcenter(x + 19, middle, bench.rows[example].label, LABEL, "text2", room=self.names - 6)
            for across, cell in enumerate(bench.rows[example].cells):
                held = focus and here and across == cursor.column
                self._draw_cell(canvas, places[across], middle, cell, colours[across], held, state.time)
            if example < len(seen):
                for (left, wide), value, hue in zip(places[self.columns :], seen[example], ("prediction", "error")):
                    canvas.text_vcenter(left + wide - 2, middle, number(value, 2), NUMBER, hue, "end", wide + 6)

        if last == self.count and last - cursor.first < rows:  # the place of a row to come
            left, wide, top = x + 13, w - 26, y + head + (last - cursor.first) * height
            here, high = focus and cursor.row == self.count, height - 6
            edge, thick, dash = ("focus", 2.5, None) if here else ("border2", 1.5, (5.0, 5.0))
            canvas.rect(left + 0.75, top + 4.75, wide - 1.5, high - 1.5, None, 10, edge, thick, dash=dash)
            middle = top + 4 + high / 2
            canvas.icon("plus", left + 14, middle - 10, 20, "text2")
            if here and cursor.typed is not None:
                end = left + 46 + canvas.text_vcenter(left + 44, middle, cursor.typed, NUMBER, "input")
                if has_caret(canvas, state.time):
                    canvas.rect(end, middle - 11, 2, 22, "text")
            else:
                canvas.text_vcenter(left + 44, middle, _("Add a row, or click into the plot"), LABEL, "text2",
                                    room=wide - 56, shorter=[_("Add a row")])  # fmt: skip
        if self.count + 1 > rows:  # a bar: how far the table is scrolled
            track = h - head - 8
            long = max(28.0, track * rows / (self.count + 1))
            top = y + head + 4 + (track - long) * cursor.first / (self.count + 1 - rows)
            canvas.rect(x + w - 8, y + head + 4, 5, track, "well", 2.5)
            canvas.rect(x + w - 8, top, 5, long, "border2", 2.5)

    def _draw_cell(self, canvas: Canvas, place: tuple[float, float], middle: float, cell: Cell, colour: str,
                   focus: bool, time: float) -> None:  # fmt: skip
        left, width = place
        height, many = max(CELL, self.pitch - 14), self.columns > 3
        y, typed = middle - height / 2, self.cursor.typed if focus else None
        wrong = not is_cell_number(cell) and typed is None
        edge, thick = ("focus", 2.5) if focus else ("error", 2.0) if wrong else ("border2", 1.5)
        if focus and self.cursor.turning:
            edge = "alpha"
        canvas.rect(left, y, width, height, "well", 8)
        canvas.rect(left + thick / 2, y + thick / 2, width - thick, height - thick, None, 7.5, edge, thick)
        if wrong:
            canvas.icon("warn", left + 5, middle - 8, 16, "error")
        room = width - (9 if many else 18) - (14 if wrong else 0)
        canvas.text_vcenter(left + width - (5 if many else 10), middle, cell_text(cell) if typed is None else typed,
                            NUMBER, "error" if wrong else colour, "end", room)  # fmt: skip
        if typed is not None and has_caret(canvas, time):
            canvas.rect(left + width - 8, middle - 11, 2, 22, "text")


WIDEST = 200.0  # of Paste


def bench_table(scene: BenchScreen, canvas: Canvas) -> Card:
    """The title and Paste above the table, the mean error below."""
    visit, k = scene.visit, canvas.type
    button = Button("paste", UNPLACED, _("Paste"), "", scene.paste, key="paste")
    wide = min(WIDEST, button.wide(canvas, scene.game.controls.label("paste")))
    head = row(Part(InkBox(canvas, Line(_("Examples"), LEAD, yields=True), 0)), Part(WidgetPanel(button), wide))

    def foot() -> Ink:
        if visit.why:
            return Row((icon("warn", 20, "error"), Line(visit.why, LABEL, yields=True)))
        error = visit.mean_error()
        words = "" if error is None else number(error, 2) if abs(error) >= 1 else telling(error)
        return Row((Line(_("mean error"), LABEL, "text2", grow=1), Line(words, LEAD_NUMBER, "error")))

    return Card(column(
        Part(with_padding(head, 18, 8, 16, 4), 52), Part(WidgetPanel(CellTable(UNPLACED, visit, k), 300 * k, 160)),
        Part(with_padding(InkBox(canvas, foot, 0), 18, 0, 18, 4), 16 + 24 * k), gap=0,
    ), padding=0)  # fmt: skip


# The examples as a picture to be changed.


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
        x, y, w, h = self.rect
        head, left, foot = 20 + 26 * self.type, 28 + 24 * self.type, 20 + 22 * self.type
        if self._axes is None or self.held is None:
            # From 0 or the lowest to a round number beyond the highest; of two inputs both are inputs
            firsts = [inputs[0] for inputs in shown.inputs]
            if shown.width == 2:
                self._axes = axis_over(firsts), axis_over([other for _one, other in shown.inputs])
            elif shown.width > 2:
                errors = [error for error in shown.errors if isfinite(error)]
                self._axes = Axis(0.0, float(len(shown.goals))), axis_over(errors)
            else:
                across = axis_over(firsts)
                ends = [up for along, up in shown.curve if isfinite(up) and across.low <= along <= across.high]
                near = max([abs(goal) for goal in shown.goals], default=1.0) * 2.5
                ups = [up for up in (*ends, *shown.predictions) if abs(up) <= near]
                self._axes = across, axis_over([*shown.goals, *ups])
        return Plot((x + left, y + head, w - left - 24, h - head - foot), *self._axes)

    def act(self, intent: Intent) -> bool:
        visit, shown = self.visit, self.visit.picture()
        if intent.name not in ("press", "move", "release"):
            return False
        plot, cursor, bench = self.plot(shown), visit.cursor, visit.bench
        if shown.width > 1:
            return True  # of several inputs nothing can be added by a click
        x, y, w, h = plot.rect
        across = plot.across.value_beyond((intent.x - x) / w)
        goal = round_on_axis(plot.up, plot.up.value_beyond((y + h - intent.y) / h))
        if intent.name == "press":
            self.held, self.moved = self.near(intent.x, intent.y), False
            if self.held is None and holds((x, y - 6, w, h + 12), (intent.x, intent.y)) and not visit.is_full():
                visit.game.player_feedback.feedback("press")
                made = BenchRow((round_on_axis(plot.across, across), goal))
                visit.change(with_rows(bench, [*bench.rows, made]))
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
                visit.change(with_cell(bench, row, bench.inputs, goal))
        return True

    def near(self, x: float, y: float) -> int | None:
        """The row whose goal is nearest to a point, if it is near."""
        shown = self.visit.picture()
        far = [hypot(spot[0] - x, spot[1] - y) for spot in points_on_stage(self.plot(shown), shown)]
        best = min(range(len(far)), key=far.__getitem__, default=None)
        return shown.rows[best] if best is not None and far[best] <= NEAR else None

    def draw(self, canvas: Canvas, state: State) -> None:
        shown, rect = self.visit.picture(), self.rect
        plot, few = self.plot(shown), len(shown.goals) <= FEW
        # The axes: of several inputs that of the examples, else the name of the first input between its values
        x, y, w, h = plot.rect
        for value, label in ticks(plot.up.low, plot.up.high, 4):
            line = plot.y_of(value)
            canvas.line(x, line, x + w, line, "grid", 1, 0.55)
            canvas.text_vcenter(x - 10, line, label, CODE, "text2", "end")
        base = y + h + 10 + 10 * canvas.type
        if len(shown.names) > 3:
            canvas.text_vcenter(x + w, base, _("example"), LABEL, "text2", "end")
        else:
            style, name = canvas.fit_style(shown.names[0], w / 2, LABEL)
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
        if len(shown.names) == 3:
            base = rect[1] + 8 + 15 * canvas.type
            canvas.text_vcenter(rect[0] + 14, base, shown.names[1], LABEL, "input", room=w / 3)

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
            canvas.circle(*points_on_stage(plot, shown)[shown.rows.index(self.held)], 11, None, "focus", 2.5)


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
    for place, error in enumerate(shown.errors):
        if isfinite(error):
            canvas.rect(*plot.bar(error, plot.x_of(place + 0.5), width, 2.0), "error", corner)
