"""Which digit is read as which, as a table; the pictures that are read wrongly; what each output looks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ..charts.vote_bars import Tried, draw_small
from ..draw.tokens import BODY, CODE, LABEL, NUMBER
from ..widgets.widget import Act, Rect, State, Widget
from .kernel_grid import Grid
from .kernel_maps import draw_heat

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

Table = tuple[tuple[int, ...], ...]
PITCH = 46.0  # of wrong pictures, with their caption


def draw_table(canvas: Canvas, rect: Rect, table: Table) -> None:
    """Rows: what it is; columns: what it is read as. The diagonal is right and framed; the rest is wrong."""
    x, y, w, h = rect
    count = len(table)
    size = min(16.0, 15 / max(1.0, canvas.type))
    side = min((w - 60) / (count + 1), (h - 34) / (count + 1))
    left, top = x + (w - side * (count + 1)) / 2 + side, y + 26 + side
    canvas.text(left + side * count / 2, y + 16, _("read as"), LABEL.sized(size), "text2", "middle")
    for k in range(count):
        canvas.text(left + side * (k + 0.5), top - 7, str(k), NUMBER.sized(size), "text2", "middle")
        canvas.mid_text(left - 10, top + side * (k + 0.5), str(k), NUMBER.sized(size), "text2", "end")
    for i, row in enumerate(table):
        total = max(1, sum(row))
        for j, number in enumerate(row):
            hue = "prediction" if i == j else "error"
            part = number / total if i == j else min(1.0, 6 * number / total)
            spot = left + side * j + 1, top + side * i + 1
            canvas.rect(*spot, side - 2, side - 2, canvas.mix("well", hue, 0.06 + 0.5 * part), 3)
            if i == j:
                canvas.rect(*spot, side - 2, side - 2, None, 3, "text2", 1)
            if number:
                small = min(size, 0.42 * side / canvas.type)
                centre = left + side * (j + 0.5), top + side * (i + 0.5)
                canvas.mid_text(*centre, str(number), NUMBER.sized(small), "text", "middle")


def draw_templates(canvas: Canvas, rect: Rect, templates: Sequence[Sequence[float]], chosen: int | None) -> None:
    """The weights of each output as a picture: blue counts for it, orange against it. `chosen`: the one that won."""
    x, y, w, h = rect
    columns = 5 if len(templates) > 4 else max(1, len(templates))
    rows = -(-len(templates) // columns)
    side = min((w - 24) / columns - 14, (h - 16) / rows - 30 * canvas.type)
    largest = max((abs(v) for one in templates for v in one), default=0.0) or 1.0
    for number, one in enumerate(templates):
        row, column = divmod(number, columns)
        left = x + 12 + column * (w - 24) / columns + ((w - 24) / columns - side) / 2
        top = y + 8 + row * (h - 16) / rows
        cells = round(len(one) ** 0.5)
        grid = Grid(left, top, side / cells, cells)
        canvas.rect(left - 3, top - 3, side + 6, side + 6, "well", 5)
        for index, weight in enumerate(one):
            draw_heat(canvas, *grid.at(index), grid.cell - 0.6, weight / largest)
        if number == chosen:
            canvas.rect(left - 5, top - 5, side + 10, side + 10, None, 7, "prediction", 2.4)
        base = top + side + 6 + 15 * canvas.type
        ink = "text" if number == chosen else "text2"
        canvas.text(left + side / 2, base, str(number), NUMBER, ink, "middle")


class WrongOnes(Widget):
    """The pictures that are read wrongly; a press takes one onto the pad, the arrows walk them."""

    def __init__(self, name: str, rect: Rect, on_choice: Callable[[int], None]) -> None:
        super().__init__(name, rect, tip=_("Look at it"))
        self.on_choice = on_choice
        self.shown: tuple[Tried, ...] = ()
        self.chosen = -1

    @property
    def columns(self) -> int:
        return max(1, int((self.rect[2] - 16) // PITCH))

    @property
    def fits(self) -> int:
        return self.columns * max(1, int((self.rect[3] - 8) // 66))

    def hears(self) -> tuple[str, ...]:
        return ("left", "right", "up", "down")

    def act(self, intent: Act) -> bool:
        ways = {"left": -1, "right": 1, "up": -self.columns, "down": self.columns}
        if intent.name in ways:
            self._choose(max(0, self.chosen) + ways[intent.name] if self.chosen >= 0 else 0)
        elif intent.name == "press":
            x, y, _w, _h = self.rect
            column, row = int((intent.x - x - 8) // PITCH), int((intent.y - y - 4) // 66)
            if 0 <= column < self.columns:
                self._choose(row * self.columns + column)
        else:
            return intent.name in ("move", "release")
        return True

    def _choose(self, number: int) -> None:
        if 0 <= number < min(len(self.shown), self.fits):
            self.chosen = number
            self.on_choice(number)

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        key = ("wrong ones", self.rect, self.shown, self.chosen)
        canvas.cached(key, x, y, w, h, self._draw)
        if state.focus:
            canvas.focus(x, y, w, h, 12)

    def _draw(self, canvas: Canvas) -> None:
        x, y, w, _h = self.rect
        if not self.shown:
            canvas.text(x + w / 2, y + 40, _("None, as far as it was read."), BODY, "text2", "middle")
        for number, one in enumerate(self.shown[: self.fits]):
            row, column = divmod(number, self.columns)
            left, top = x + 12 + column * PITCH, y + 8 + row * 66
            draw_small(canvas, left, top, one.pixels, "error")
            if number == self.chosen:
                canvas.rect(left - 4, top - 4, 40, 40, None, 7, "focus", 2.4)
            size = min(14.0, 13 / max(1.0, canvas.type * 0.8))
            base = top + 38 + size * canvas.type
            canvas.text(left + 16, base, f"{one.label}→{one.read}", CODE.sized(size), "text2", "middle")
