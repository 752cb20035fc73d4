"""When a network came to answer as it does: a row for each neuron, a column for each pass, their pictures small."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import N_
from ..draw.tokens import CODE, LABEL, NUMBER
from ..widgets.widget import Act, Rect, State, Widget
from .answer_pictures import draw_small
from .answers import AnswerKind, Answers

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

LEFT, EDGE = 64.0, 16.0  # least room of the rows' names, and at the right
UNIT = 22.0  # beside the word for what a column counts
CELL = (26.0, 24.0)
ROW, FOOT = 32.0, 28.0
MOST = 14  # columns


class WhenRow(NamedTuple):
    """A neuron in all columns. `name`: in its disc, "": the prediction. `since`: the column from which it holds what it

    has come to answer to; None: nothing.
    """

    name: str
    answers: tuple[Answers, ...]
    since: int | None = None


class AnswerTable(Widget):
    """`columns`: passes; `here`: the column that is looked at; `coming`: the next pass, None: there is none.

    on_look(column)   a column was pressed, or gone to with the arrows
    """

    role = N_("table")

    def __init__(self, rect: Rect, on_look: Callable[[int], object], label: str) -> None:
        super().__init__("when", rect)
        self.on_look, self.label = on_look, label
        self.kind: AnswerKind | None = None
        self.columns: Sequence[int] = ()
        self.rows: Sequence[WhenRow] = ()
        self.here = 0
        self.coming: int | None = None
        self.unit, self.left = "", LEFT
        self.type = 1.0

    @property
    def _pitch(self) -> float:
        count = len(self.columns) + (self.coming is not None)
        return min(46.0, (self.rect[2] - self.left - EDGE) / max(1, count))

    def column_at(self, x: float) -> int | None:
        """The column at a place across."""
        column = int((x - self.rect[0] - self.left) // self._pitch)
        return column if 0 <= column < len(self.columns) else None

    def place(self, column: int, row: int) -> Rect:
        """Of a picture."""
        x, y, _w, h = self.rect
        rows = max(1, len(self.rows))
        large = min(1.5, max(1.0, self.type))
        high = min(ROW * large, (h - FOOT * self.type - 4) / rows)
        wide, tall = min(CELL[0] * large, self._pitch - 3), min(CELL[1] * large, high - 3)
        left = x + self.left + column * self._pitch + (self._pitch - wide) / 2
        return (left, y + 4 + row * high + (high - tall) / 2, wide, tall)

    # -- intents -----------------------------------------------------------------------------------------------------

    def hears(self) -> tuple[str, ...]:
        return ("left", "right", "home", "end")

    def act(self, intent: Act) -> bool:
        if intent.name == "press":
            return True
        if intent.name == "release":
            column = self.column_at(intent.x)
            if column is not None and self.contains(intent.x, intent.y):
                self.feedback("press")
                self.on_look(column)
            return True
        if intent.name in self.hears() and self.columns:
            last = len(self.columns) - 1
            to = {"left": self.here - 1, "right": self.here + 1, "home": 0, "end": last}[intent.name]
            self.on_look(min(last, max(0, to)))
            return True
        return False

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        kind = self.kind
        if kind is None or not self.columns:
            return
        for number, row in enumerate(self.rows):
            self._draw_name(canvas, row, number)
            for column, answers in enumerate(row.answers):
                draw_small(canvas, self.place(column, number), kind, answers)
            if row.since is not None:
                self._frame(canvas, self.place(row.since, number))
        if self.coming is not None:
            for number in range(len(self.rows)):
                left, top, wide, high = self.place(len(self.columns), number)
                canvas.rect(left, top, wide, high, None, 4, "border2", 1.2, dash=(3, 3))
        self._draw_numbers(canvas)
        if state.focus:
            canvas.focus(x + 6, y + 2, w - 12, h - 8, 10)

    def _frame(self, canvas: Canvas, rect: Rect) -> None:
        left, top, wide, high = rect
        canvas.rect(left - 3, top - 3, wide + 6, high + 6, None, 6, "focus", 2)

    def _draw_name(self, canvas: Canvas, row: WhenRow, number: int) -> None:
        _left, top, _wide, high = self.place(0, number)
        x, middle = self.rect[0] + 30, top + high / 2
        if not row.name:
            canvas.glyph("prediction", x, middle, 9)
            return
        r = min(11.0, high / 2 + 1)
        canvas.circle(x, middle, r, "panel", "text2", 1.8)
        if r >= 8:
            canvas.mid_text(x, middle, row.name, LABEL.of_size(1.45 * r / canvas.type), "text", "middle")

    def _draw_numbers(self, canvas: Canvas) -> None:
        x, y, _w, h = self.rect
        base = y + h - 8 * canvas.type
        canvas.within(x + 18, base, self.unit, self.left - UNIT, LABEL, "text2")
        numbers = [*self.columns, *([self.coming] if self.coming is not None else [])]
        taken: list[tuple[float, float]] = []
        for column in sorted(range(len(numbers)), key=lambda k: (k != self.here, k)):  # the one looked at in any case
            left, _top, wide, _high = self.place(column, 0)
            here, told = column == self.here, str(numbers[column])
            style, middle = NUMBER if here else CODE, left + wide / 2
            half = canvas.width(told, style) / 2 + 3
            if all(middle + half <= start or middle - half >= end for start, end in taken):
                canvas.text(middle, base, told, style, "text" if here else "text2", "middle")
                taken.append((middle - half, middle + half))
