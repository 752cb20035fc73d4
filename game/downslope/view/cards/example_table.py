"""The table of examples: what goes in, what is wanted, what the network says, as a bar up to its flag."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ...i18n import N_, _
from ..draw import LABEL, NUMBER, STRONG, Canvas
from ..format.numbers import number, short
from ..widgets.button import CellList
from ..widgets.ink import Mark
from ..widgets.table import SIDE, TOP, Cell, Column, Table, TableRow
from ..widgets.widget import Intent, Rect, State

MOST_TOLD = 8  # inputs that are read aloud
HEAD, ROW, LEAST = 44.0, 37.0, 23.0
LAMP = 34.0  # from lamp to lamp
FINE = 400  # parts of a bar that are told apart


class ExampleRow(NamedTuple):
    """One example. `told`: the goal as a word, or its number. `error`: where there are several predictions."""

    input: Sequence[float]
    told: str
    prediction: float
    goal: float
    error: float | None = None


def _draw_lamps(canvas: Canvas, rect: Rect, inputs: Sequence[float]) -> None:
    """Inputs that are on or off; a line in those below 0."""
    x, y, _w, h = rect
    middle, r = y + h / 2, min(9.0, 0.36 * h)
    for number_, value in enumerate(inputs):
        lamp = x + 14 + number_ * LAMP
        if not value:
            canvas.circle(lamp, middle, r, "well", "border2", 2)
            continue
        if canvas.theme.dark:
            canvas.glow(lamp, middle, 17, "input", 0.5)
        canvas.circle(lamp, middle, r, "input", "input", 2)
        if value < 0:
            canvas.line(lamp - 4, middle, lamp + 4, middle, "panel", 2.4)


def _draw_bar(canvas: Canvas, rect: Rect, zero: float, part: float, flag: float) -> None:
    """From 0 to the prediction, and a flag at the goal: parts of the width."""
    x, y, w, h = rect
    middle = y + h / 2
    left, right = sorted((round(zero * w), round(part * w)))
    canvas.rect(x, middle - 4.5, w, 9, "well", 4.5)
    if right - left > 6:
        canvas.rect(x + left, middle - 4.5, right - left, 9, "prediction", 4.5)
    pole = x + w * flag
    canvas.line(pole, middle - 10, pole, middle + 9, "goal", 2.4)
    canvas.polygon([(pole + 1, middle - 11), (pole + 10, middle - 7), (pole + 1, middle - 3)], "goal")


class ExampleTable(CellList):
    """`items`: its rows; `chosen`: the one that the network shows. `on_choose(row)` is told when another is chosen."""

    intents = (*CellList.intents, "home", "end")
    role = N_("table")
    columns = 1
    items: Sequence[ExampleRow] = ()
    title = ""
    lamps = False
    ends: tuple[str, str] | None = None  # what a goal of 0 and of 1 is called, over the bars' two ends
    type = 1.0  # of the text

    def __init__(self, rect: Rect, on_choose: Callable[[int], object]) -> None:
        super().__init__("examples", rect)
        self.on_choose = on_choose

    def accessible_name(self) -> str:
        return self.title or _("Examples")

    def accessible_value(self) -> str:
        if not 0 <= self.chosen < len(self.items):
            return ""
        row = self.items[self.chosen]
        text = _("row {n} of {all}: input {input}, goal {goal}, prediction {prediction}")
        inputs = " ".join(short(value) for value in row.input[:MOST_TOLD])
        return text.format(n=self.chosen + 1, all=len(self.items), input=inputs, goal=row.told,
                           prediction=number(row.prediction))  # fmt: skip

    @property
    def rows(self) -> int:
        return max(1, min(len(self.items) or 1, int((self.rect[3] - HEAD - 2 * TOP) / (LEAST * self.type))))

    @property
    def pitch(self) -> float:
        return min(ROW * self.type, (self.rect[3] - HEAD - 2 * TOP) / self.rows)

    def cell(self, number: int) -> Rect:
        x, y, w, _h = self.rect
        return x, y + HEAD + TOP + (number - self.first_row) * self.pitch, w, self.pitch

    def act(self, intent: Intent) -> bool:
        if intent.name in ("home", "end"):
            self.choose(0 if intent.name == "home" else len(self.items) - 1)
            return True
        return super().act(intent)

    def choose(self, number: int) -> None:
        row = min(len(self.items) - 1, max(0, number))
        if row != self.chosen:
            self.feedback("turn", 1 - row / max(1, len(self.items) - 1))
            self.on_choose(row)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, canvas: Canvas, state: State) -> None:
        (x, y, w, h), count = self.rect, len(self.items[0].input) if self.items else 1
        goal_width = max([canvas.width(row.told, STRONG) for row in self.items] + [40.0])
        goal = max(212.0, 34 + LAMP * (count - 0.5) + goal_width / 2 + 8) if self.lamps else 0.46 * w  # its middle
        low_end, high_end = self.ends or (_("goal"), "")
        said = max(canvas.width(number(-8.88), NUMBER), canvas.width(_("prediction"), LABEL) if self.ends else 0.0)
        columns = (
            Column("", goal - goal_width / 2 - 14 - SIDE),
            Column(low_end, goal_width + 28, "goal", anchor="middle"),
            Column(high_end, None, "goal", anchor="end"),
            Column(_("prediction"), 16 + said, "prediction", anchor="end"),
        )
        # Predictions at both ends of a bar
        goals = [row.goal for row in self.items] or [1.0]
        least, most = min(0.0, *goals), max(0.0, *goals)
        low, height = (least, most) if most > least else (0.0, 1.0)
        zero, lines = min(1.0, max(0.0, -low / (height - low))), list[TableRow]()
        for i in self.in_view():
            row = self.items[i]
            part = min(1.0, max(0.0, (row.prediction - low) / (height - low))) if math.isfinite(row.prediction) else 1.0
            bar = Mark(_draw_bar, (zero, round(FINE * part) / FINE, (row.goal - low) / (height - low)))
            given: Cell = (("  ".join(short(value) for value in row.input), "input", 600, "mono"),)
            said, colour = (row.prediction, "prediction") if row.error is None else (row.error, "error")
            goal_cell = (("" if self.ends else row.told, "text", 700),)
            cells = (Mark(_draw_lamps, (tuple(row.input),)) if self.lamps else given, goal_cell, bar,
                     ((number(said), colour, 700, "mono"),))  # fmt: skip
            lines.append(TableRow(cells=cells, lit=i == self.chosen))
        Table(self.title, columns, tuple(lines), self.pitch, HEAD, SIDE).paint(canvas, self.rect)
        if state.focus:
            canvas.focus(x + 3, y + 3, w - 6, h - 6, 13)
