"""The table of examples: what goes in, what is wanted, what the network says, as a bar up to its flag."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..draw.tokens import CODE, LABEL, NUMBER, STRONG
from ..format.numbers import number, short
from ..widgets.widget import Act, Rect, State, Widget

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

HEAD, ROW, LEAST = 44.0, 37.0, 23.0
LAMP = 34.0  # from lamp to lamp
WAYS = {"up": -1, "down": 1, "left": -1, "right": 1}


class Row(NamedTuple):
    """One example. `told`: the goal as a word, or its number. `error`: where there are several predictions."""

    input: Sequence[float]
    told: str
    prediction: float
    goal: float
    error: float | None = None


class ExampleTable(Widget):
    """`current`: the row that the network shows. Click, or arrows, choose another: `on_choose(row)` is told."""

    def __init__(self, rect: Rect, on_choose: Callable[[int], object]) -> None:
        super().__init__("examples", rect)
        self.on_choose = on_choose
        self.rows: Sequence[Row] = ()
        self.current = 0
        self.title = ""
        self.lamps = False
        self.first = 0  # row at the top
        self.type = 1.0  # of the text

    def show(self, rows: Sequence[Row], current: int) -> None:
        self.rows, self.current = rows, current
        fit = self._fit()
        self.first = min(max(self.first, current - fit + 1), current, max(0, len(rows) - fit))

    def _fit(self) -> int:
        """Rows that there is room for."""
        return max(1, min(len(self.rows) or 1, int((self.rect[3] - HEAD - 6) / (LEAST * self.type))))

    @property
    def pitch(self) -> float:
        return min(ROW * self.type, (self.rect[3] - HEAD - 6) / self._fit())

    def top(self, row: int) -> float:
        return self.rect[1] + HEAD + (row - self.first) * self.pitch

    def act(self, intent: Act) -> bool:
        if intent.name == "press":
            row = self.first + int((intent.y - self.rect[1] - HEAD) // self.pitch)
            if intent.y >= self.rect[1] + HEAD and row < len(self.rows):
                self._choose(row)
            return True
        if intent.name in ("move", "release"):
            return True
        if intent.name == "wheel":
            self._choose(self.current - (1 if intent.value > 0 else -1))
            return True
        if intent.name in WAYS:
            self._choose(self.current + WAYS[intent.name])
            return True
        if intent.name in ("home", "end"):
            self._choose(0 if intent.name == "home" else len(self.rows) - 1)
            return True
        return False

    def _choose(self, row: int) -> None:
        row = min(len(self.rows) - 1, max(0, row))
        if row != self.current:
            self.sound("tick")
            self.on_choose(row)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        goal, bar, said = self._columns(canvas)
        canvas.cached(("examples head", self.rect, self.title), x, y, w, HEAD, lambda sub: self._draw_head(sub, goal))
        low, high = self._reach()
        for number_ in range(self.first, min(len(self.rows), self.first + self._fit())):
            row = self.rows[number_]
            part = min(1.0, max(0.0, (row.prediction - low) / (high - low))) if math.isfinite(row.prediction) else 1.0
            zero = min(1.0, max(0.0, -low / (high - low)))
            ends = round(zero * (said - bar)), round(part * (said - bar))
            here, top = number_ == self.current, self.top(number_)
            label = number(row.prediction) if row.error is None else number(row.error)
            key = ("example", tuple(row.input), row.told, ends, label, here, round(self.pitch, 2), self.lamps)
            draw = self._drawer(top, row, ends, label, here, (goal, bar, said), (row.goal - low) / (high - low))
            canvas.cached(key, x, top, w, self.pitch, draw)
        if state.focus:
            canvas.focus(x + 3, y + 3, w - 6, h - 6, 13)

    def _reach(self) -> tuple[float, float]:
        """Predictions at both ends of a bar."""
        goals = [row.goal for row in self.rows] or [1.0]
        low, high = min(0.0, *goals), max(0.0, *goals)
        return (low, high) if high > low else (0.0, 1.0)

    def _columns(self, canvas: Canvas) -> tuple[float, float, float]:
        """The middle of the goal's column; the left end of the bars and their right end."""
        x, _y, w, _h = self.rect
        count = len(self.rows[0].input) if self.rows else 1
        wide = max([canvas.width(row.told, STRONG) for row in self.rows] + [40.0])
        goal = max(x + 212, x + 34 + LAMP * (count - 0.5) + wide / 2 + 8) if self.lamps else x + w * 0.46
        said = x + w - 38 - canvas.width(number(-8.88), NUMBER)
        return goal, goal + max(50.0, wide / 2 + 14), said

    def _draw_head(self, canvas: Canvas, goal: float) -> None:
        x, y, w, _h = self.rect
        base = y + 23 + 5.8 * canvas.type
        end = canvas.text(x + w - 20, base, _("prediction"), LABEL, "prediction", "end")
        half = canvas.width(_("goal"), LABEL) / 2
        canvas.text(goal, base, _("goal"), LABEL, "goal", "middle")
        room = min(goal - half, x + w - 20 - end) - x - 32
        canvas.within(x + 20, base, self.title, room, STRONG, "text")

    def _drawer(self, top: float, row: Row, ends: tuple[int, int], label: str, here: bool,
                columns: tuple[float, float, float], flag: float) -> Callable[[Canvas], None]:  # fmt: skip
        x, _y, w, _h = self.rect
        goal, bar, said = columns
        high, middle = self.pitch, top + self.pitch / 2

        def draw(canvas: Canvas) -> None:
            if here:
                canvas.rect(x + 8, top + 1, w - 16, high - 2, "rowhi", 9)
                canvas.rect(x + 8, top + 5, 4, high - 10, "text", 2)
            self._draw_input(canvas, row, middle, goal)
            base = middle + 5.6 * canvas.type
            canvas.text(goal, base, row.told, STRONG, "text", "middle")
            canvas.text(x + w - 20, base, label, NUMBER, "prediction" if row.error is None else "error", "end")
            canvas.rect(bar, middle - 4.5, said - bar, 9, "well", 4.5)
            left, right = min(ends), max(ends)
            if right - left > 6:
                canvas.rect(bar + left, middle - 4.5, right - left, 9, "prediction", 4.5)
            pole = bar + (said - bar) * flag
            canvas.line(pole, middle - 10, pole, middle + 9, "goal", 2.4)
            canvas.polygon([(pole + 1, middle - 11), (pole + 10, middle - 7), (pole + 1, middle - 3)], "goal")

        return draw

    def _draw_input(self, canvas: Canvas, row: Row, middle: float, goal: float) -> None:
        x = self.rect[0]
        if not self.lamps:
            said = "  ".join(short(value) for value in row.input)
            canvas.within(x + 24, middle + 5.6 * canvas.type, said, goal - x - 70, CODE, "input", "start")  # fmt: skip
            return
        r = min(9.0, 0.36 * self.pitch)
        for number_, value in enumerate(row.input):
            lamp = x + 34 + number_ * LAMP
            if value:
                if canvas.theme.dark:
                    canvas.glow(lamp, middle, 17, "input", 0.5)
                canvas.circle(lamp, middle, r, "input", "input", 2)
                if value < 0:
                    canvas.line(lamp - 4, middle, lamp + 4, middle, "panel", 2.4)
            else:
                canvas.circle(lamp, middle, r, "well", "border2", 2)
