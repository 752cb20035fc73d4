"""The table of examples as one control: arrows walk the cells, typing changes one, Enter goes on, Delete removes a row.

Below the last row stands an empty place; what is typed there is another example.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import floor, log10
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import N_, _
from ...view.draw.tokens import LABEL, NUMBER
from ...view.format.numbers import number
from ...view.widgets.number_input import TYPED
from ...view.widgets.widget import Act, Rect, State, Widget, has_caret
from ...workshop.bench import Bench, Cell, cell_of, cell_text, column_name, is_cell_number

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas

ROW, HEAD, CELL = 48.0, 40.0, 34.0  # heights at the ordinary text size
NAME = 0.18  # of the table's width: the column of labels
LONGEST = 24  # characters of a cell
WAYS = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}
EXPONENT = frozenset("eE")


class SeenExample(NamedTuple):
    """What the network says of an example now."""

    prediction: float
    error: float


class TableState:
    """Where in the table the keyboard is, and what is being typed; it outlasts a layout."""

    def __init__(self) -> None:
        self.row, self.column = 0, 0
        self.typed: str | None = None
        self.turning = False  # a gamepad turns the cell's number
        self.first = 0  # the row on top


class CellTable(Widget):
    """`on_cell`: told row, column and what was typed; `on_remove`: a row; `on_add`: one more is wanted.

    look   what the network says of the rows from one to another      pad   a gamepad is in the player's hands
    """

    role = N_("table")

    def __init__(
        self,
        rect: Rect,
        state: TableState,
        bench: Callable[[], Bench],
        *,
        look: Callable[[int, int], Sequence[SeenExample | None]],
        on_cell: Callable[[int, int, Cell], object],
        on_remove: Callable[[int], object],
        on_add: Callable[[], object],
        pad: Callable[[], bool],
    ) -> None:
        super().__init__("examples", rect)
        self.cursor, self.bench, self.look, self.pad = state, bench, look, pad
        self.on_cell, self.on_remove, self.on_add = on_cell, on_remove, on_add
        self.type = 1.0

    # -- what there is -------------------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        return len(self.bench().rows)

    @property
    def columns(self) -> int:
        return self.bench().inputs + 1

    @property
    def label(self) -> str:
        """What is said of the cell: "example 2, goal, 3.6"."""
        bench, cursor = self.bench(), self.cursor
        if cursor.row >= self.count:
            return _("another example")
        cell = bench.rows[cursor.row].cells[cursor.column]
        told, name = _("example {number}, {column}, {value}"), bench.rows[cursor.row].label
        if name:
            told = _("example {number} ({name}), {column}, {value}")
        value = cursor.typed if cursor.typed is not None else cell_text(cell) or _("empty")
        return told.format(number=cursor.row + 1, name=name, column=column_name(bench, cursor.column), value=value)

    @property
    def pitch(self) -> float:
        return max(ROW, 28 + 18 * self.type)

    @property
    def head(self) -> float:
        return max(HEAD, 22 + 18 * self.type)

    @property
    def visible_rows(self) -> int:
        """So many rows have room, the empty place among them."""
        return max(1, int((self.rect[3] - self.head) / self.pitch))

    @property
    def names(self) -> float:
        """Of the column of labels; 0: there are none, or there is no room for it, and a resting pointer tells them."""
        bench = self.bench()
        return NAME * self.rect[2] if bench.inputs == 1 and any(row.label for row in bench.rows) else 0.0

    def settle(self) -> None:
        """The examples are others: the keyboard is on one that is there, and that is to be seen."""
        cursor = self.cursor
        cursor.row = min(cursor.row, self.count)
        self.tip = self.bench().rows[cursor.row].label if cursor.row < self.count else ""
        cursor.column = min(cursor.column, self.columns - 1)
        last = max(0, self.count + 1 - self.visible_rows)
        cursor.first = min(max(0, cursor.first), last)

    def _show(self) -> None:
        cursor, rows = self.cursor, self.visible_rows
        cursor.first = min(max(cursor.first, cursor.row - rows + 1), cursor.row)

    # -- what is done --------------------------------------------------------------------------------------------------

    def handled_intents(self) -> tuple[str, ...]:
        return (
            "left",
            "right",
            "up",
            "down",
            "accept",
            "erase",
            "home",
            "end",
            "page_up",
            "page_down",
            *(("back",) if self.cursor.typed is not None or self.cursor.turning else ()),
        )

    def takes(self, text: str) -> bool:
        return text in TYPED or (bool(self.cursor.typed) and text in EXPONENT)

    def act(self, intent: Act) -> bool:
        name, cursor = intent.name, self.cursor
        if name in ("press", "move", "release"):
            if name == "press":
                self._press(intent.x, intent.y)
            return True
        if name == "wheel":
            return self._wheel(intent)
        if name == "text":
            if not self.takes(intent.text):
                return False
            cursor.typed = ((cursor.typed or "") + intent.text)[:LONGEST]
            return True
        if name == "erase":
            self._erase()
            return True
        if name == "back":
            held = cursor.typed is not None or cursor.turning
            cursor.typed, cursor.turning = None, False
            return held
        if name == "accept":
            self._accept()
            return True
        if cursor.turning and name in WAYS:
            down, right = WAYS[name]
            self._nudge(right - down, fine=bool(right))
            return True
        if name in WAYS:
            self.commit()
            self._move(*WAYS[name])
            return True
        steps = {
            "home": -self.count,
            "end": self.count,
            "page_up": 1 - self.visible_rows,
            "page_down": self.visible_rows - 1,
        }
        if name in steps:
            self.commit()
            self._move(steps[name], 0)
            return True
        return False

    def commit(self) -> None:
        """What was typed stands in its cell."""
        cursor = self.cursor
        text, cursor.typed = cursor.typed, None
        if text is not None:
            self.on_cell(cursor.row, cursor.column, cell_of(text))

    def leave(self) -> None:
        self.commit()
        self.cursor.turning = False

    def _accept(self) -> None:
        cursor = self.cursor
        if self.pad() and cursor.typed is None:
            if cursor.row >= self.count:
                self.on_add()
            else:
                cursor.turning = not cursor.turning
            return
        there = cursor.row < self.count or cursor.typed is not None
        self.commit()
        if not there:
            self.on_add()
        elif cursor.column + 1 < self.columns:
            cursor.column += 1
        else:
            cursor.column = 0
            self._move(1, 0)

    def _erase(self) -> None:
        cursor = self.cursor
        if cursor.typed is not None:
            cursor.typed = cursor.typed[:-1]
        elif cursor.row < self.count:
            self.on_remove(cursor.row)
            self.settle()
            self._show()

    def _move(self, down: int, right: int) -> None:
        cursor = self.cursor
        cursor.row = min(self.count, max(0, cursor.row + down))
        cursor.column = min(self.columns - 1, max(0, cursor.column + right))
        self._show()

    def _nudge(self, steps: int, fine: bool = False) -> None:
        cursor = self.cursor
        if cursor.row < self.count:
            cell = self.bench().rows[cursor.row].cells[cursor.column]
            self.on_cell(cursor.row, cursor.column, nudge_cell(cell, steps, fine))

    def _wheel(self, intent: Act) -> bool:
        """Over the cell that has the keyboard it turns its number, elsewhere it scrolls."""
        cursor = self.cursor
        spot = self._spot(intent.x, intent.y)
        if spot == (cursor.row, cursor.column) and cursor.row < self.count:
            cursor.typed = None
            self._nudge(round(intent.value) or (1 if intent.value > 0 else -1), intent.fine)
            return True
        cursor.first -= round(intent.value)
        self.settle()
        return True

    def _press(self, x: float, y: float) -> None:
        self.commit()
        spot = self._spot(x, y)
        if spot is None:
            return
        self.cursor.row, self.cursor.column = spot[0], min(spot[1], self.columns - 1)
        if spot[0] >= self.count:
            self.on_add()

    def _spot(self, x: float, y: float) -> tuple[int, int] | None:
        """(row, column) under a point; columns beyond the goal are those of prediction and error."""
        down = int((y - self.rect[1] - self.head) // self.pitch)
        if down < 0 or down >= self.visible_rows or self.cursor.first + down > self.count:
            return None
        lefts = self.places()
        column = max((number for number, (left, _wide) in enumerate(lefts) if x >= left - 4), default=0)
        return self.cursor.first + down, column

    # -- how it looks --------------------------------------------------------------------------------------------------

    def places(self) -> list[tuple[float, float]]:
        """(left, width) of each column: the inputs, the goal, prediction and error."""
        x, _y, w, _h = self.rect
        count = self.columns + 2
        left = x + 25 + self.names
        room = x + w - 18 - left
        step = room / count
        gap = 10 if self.columns < 4 else 5
        return [(left + number * step, step - gap) for number in range(count)]

    def draw(self, canvas: Canvas, state: State) -> None:
        self.type = canvas.type
        self.settle()
        bench, cursor = self.bench(), self.cursor
        x, y, w, _h = self.rect
        places, height = self.places(), self.pitch
        self._draw_header(canvas, places, bench)
        last = min(self.count, cursor.first + self.visible_rows)
        seen = self.look(cursor.first, last)
        focus = state.focus or cursor.typed is not None
        for row in range(cursor.first, last):
            top = y + self.head + (row - cursor.first) * height
            here = row == cursor.row
            if here:
                canvas.rect(x + 8, top + 2, w - 16, height - 4, "rowhi", 9)
                canvas.rect(x + 8, top + 8, 4, height - 16, "text", 2)
            if self.names and bench.rows[row].label:
                style, text = canvas.fit_style(bench.rows[row].label, self.names - 6, LABEL)
                canvas.text_vcenter(x + 19, top + height / 2, text, style, "text2")
            for column, cell in enumerate(bench.rows[row].cells):
                self._draw_cell(
                    canvas,
                    places[column],
                    top,
                    cell,
                    column == bench.inputs,
                    focus and here and column == cursor.column,
                    state.time,
                )
            self._draw_seen(canvas, places, top, seen[row - cursor.first])
        if last == self.count and last - cursor.first < self.visible_rows:
            self._draw_place(canvas, y + self.head + (last - cursor.first) * height, focus, state.time)
        self._draw_bar(canvas)

    def _draw_header(self, canvas: Canvas, places: list[tuple[float, float]], bench: Bench) -> None:
        x, y, w, _h = self.rect
        names = [self._head_of(bench, column) for column in range(self.columns)] + [_("pred."), _("error")]
        colours = ["input"] * bench.inputs + ["goal", "prediction", "error"]
        for (left, wide), name, hue in zip(places, names, colours):
            style, text = canvas.fit_style(name, wide + 4, LABEL)
            canvas.text_vcenter(
                left + wide - (12 if bench.inputs < 3 else 2), y + self.head / 2, text, style, hue, "end"
            )
        canvas.line(x + 1, y + self.head - 1, x + w - 1, y + self.head - 1, "border", 1)

    def _head_of(self, bench: Bench, column: int) -> str:
        """The name of a column; a short one where there are many."""
        if bench.inputs < 3 or column == bench.inputs:
            return column_name(bench, column)
        return _("in {number}").format(number=column + 1)

    def _draw_cell(
        self, canvas: Canvas, place: tuple[float, float], top: float, cell: Cell, goal: bool, focus: bool, time: float
    ) -> None:
        left, width = place
        height = max(CELL, self.pitch - 14)
        middle = top + self.pitch / 2
        y = middle - height / 2
        wrong = not is_cell_number(cell) and not (focus and self.cursor.typed is not None)
        canvas.rect(left, y, width, height, "well", 8)
        edge, thick = ("focus", 2.5) if focus else ("error", 2.0) if wrong else ("border2", 1.5)
        if focus and self.cursor.turning:
            edge = "alpha"
        canvas.rect(left + thick / 2, y + thick / 2, width - thick, height - thick, None, 7.5, edge, thick)
        typed = self.cursor.typed if focus else None
        text = typed if typed is not None else cell_text(cell)
        if wrong:
            canvas.icon("warn", left + 5, middle - 8, 16, "error")
        style, text = canvas.fit_style(text, width - (18 if self.columns < 4 else 9) - (14 if wrong else 0), NUMBER)
        colour = "error" if wrong else "goal" if goal else "input"
        canvas.text_vcenter(left + width - (10 if self.columns < 4 else 5), middle, text, style, colour, "end")
        if typed is not None and has_caret(canvas, time):
            canvas.rect(left + width - 8, middle - 11, 2, 22, "text")

    def _draw_seen(
        self, canvas: Canvas, places: list[tuple[float, float]], top: float, seen: SeenExample | None
    ) -> None:
        if seen is None:
            return
        middle = top + self.pitch / 2
        for (left, width), value, colour in zip(places[self.columns :], seen, ("prediction", "error")):
            style, text = canvas.fit_style(number(value, 2), width + 6, NUMBER)
            canvas.text_vcenter(left + width - 2, middle, text, style, colour, "end")

    def _draw_place(self, canvas: Canvas, top: float, focus: bool, time: float) -> None:
        """Where one more example is typed."""
        x, _y, w, _h = self.rect
        here = focus and self.cursor.row == self.count
        height = self.pitch - 6
        place = (x + 13, top + 4, w - 26, height)
        edge = "focus" if here else "border2"
        canvas.rect(
            place[0] + 0.75,
            place[1] + 0.75,
            place[2] - 1.5,
            place[3] - 1.5,
            None,
            10,
            edge,
            2.5 if here else 1.5,
            dash=None if here else (5, 5),
        )
        middle = top + 4 + height / 2
        canvas.icon("plus", place[0] + 14, middle - 10, 20, "text2")
        if here and self.cursor.typed is not None:
            width = canvas.text_vcenter(place[0] + 44, middle, self.cursor.typed, NUMBER, "input")
            if has_caret(canvas, time):
                canvas.rect(place[0] + 46 + width, middle - 11, 2, 22, "text")
            return
        words, room = _("Add a row, or click into the plot"), place[2] - 56
        style, words = canvas.fit_style(words if canvas.width(words, LABEL) <= room else _("Add a row"), room, LABEL)
        canvas.text_vcenter(place[0] + 44, middle, words, style, "text2")

    def _draw_bar(self, canvas: Canvas) -> None:
        """How far the table is scrolled."""
        rows, count = self.visible_rows, self.count + 1
        if count <= rows:
            return
        x, y, w, h = self.rect
        track = h - self.head - 8
        long = max(28.0, track * rows / count)
        top = y + self.head + 4 + (track - long) * self.cursor.first / (count - rows)
        canvas.rect(x + w - 8, y + self.head + 4, 5, track, "well", 2.5)
        canvas.rect(x + w - 8, top, 5, long, "border2", 2.5)


def nudge_cell(cell: Cell, steps: int, fine: bool = False) -> Cell:
    """The number some steps on, a step the tenth of its size; where none stands, 0."""
    if not is_cell_number(cell):
        return 0.0
    value = float(cell)
    step = 10.0 ** (floor(log10(max(abs(value), 1.0))) - (2 if fine else 1))
    return round(value + steps * step, 10)
