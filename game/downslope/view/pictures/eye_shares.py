"""What each kernel adds to a vote: its map, a bar and a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import N_, _
from ..draw.theme import weight_hue
from ..draw.tokens import BODY, LABEL, NUMBER
from ..format.numbers import number
from ..widgets.cell_list import CellList
from ..widgets.widget import Rect, State
from .kernel_grid import Grid
from .kernel_maps import KernelMap, brightest_of
from .mosaic import draw_map

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from ..draw.text import Run

LINE = 22.0  # of a number
ROW, SMALLEST = 8, 18.0  # maps beside each other; the side of a map, if it is drawn at all


class EyeShares(CellList):
    """What each kernel adds: its map, a bar and a number. Left and right, or a press, choose one."""

    role = N_("list")

    def __init__(self, name: str, rect: Rect, on_choice: Callable[[int], None]) -> None:
        super().__init__(name, rect, tip=_("Choose a kernel"))
        self.on_choice = on_choice
        self.eyes: tuple[KernelMap, ...] = ()
        self.shares: tuple[float, ...] = ()
        self.pair: tuple[int, int] | None = None  # None: there is nothing to add to
        self.head = 28.0  # height of what is written above
        self.large = 1.0  # how much larger the text is

    def accessible_value(self) -> str:
        share = number(self.shares[self.chosen], plus=True) if self.chosen < len(self.shares) else ""
        return _("kernel {n}: {value}").format(n=self.chosen + 1, value=share)

    @property
    def columns(self) -> int:
        return max(1, min(ROW, len(self.eyes)))

    @property
    def rows(self) -> int:
        room = int((self.rect[3] - self.head) // (LINE * self.large))
        return max(1, min(2, room, -(-len(self.eyes) // self.columns)))

    @property
    def first(self) -> int:
        row = self.chosen // self.columns
        return self.columns * max(0, row - self.rows + 1)

    def cell(self, number: int) -> Rect:
        """Where a kernel's map, bar and number are."""
        x, y, w, h = self.rect
        row, column = divmod(number - self.first, self.columns)
        wide, high = w / self.columns, (h - self.head) / self.rows
        return (x + column * wide, y + self.head + row * high, wide, high)

    def in_view(self) -> range:
        return range(self.first, min(len(self.eyes), self.first + self.columns * self.rows))

    def hears(self) -> tuple[str, ...]:
        return super().hears() if self.rows > 1 else ("left", "right")

    def choose(self, number: int) -> None:
        if 0 <= number < len(self.eyes) and number != self.chosen:
            self.on_choice(number)

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        key = ("eye shares", self.rect, self.eyes, self.shares, self.pair, self.chosen)
        canvas.keep(key, x - 6, y - 4, w + 12, h + 8, self._draw)
        if state.focus and self.eyes:
            left, top, wide, high = self.cell(self.chosen)
            canvas.focus(left + 1, top, wide - 2, high, 10)

    def _draw(self, canvas: Canvas) -> None:
        x, y, w, _h = self.rect
        base = y + 14 + 5 * canvas.type
        brightest = brightest_of(self.eyes)
        most = max((abs(share) for share in self.shares), default=0.0)
        for eye in self.in_view():
            self._item(canvas, eye, brightest, most)
        if self.pair is None:
            canvas.within(x + 4, base, _("What each eye adds"), w - 8, LABEL, "text2")
            return
        total = 0.0
        for share in self.shares:
            total += share
        told: list[Run] = [(_("together") + " ", "text2", 500),
                           (number(total, 1, plus=True), weight_hue(total), 700, "mono")]  # fmt: skip
        right = x + w - canvas.rich(x + w - 4, base, told, BODY, anchor="end") - 16
        first, second = self.pair
        title: list[Run] = [
            (_("What each eye adds to") + " ", "text", 700), (str(first), "prediction", 700, "mono"),
            (" " + _("rather than") + " ", "text2", 500), (str(second), "text", 700, "mono"),
        ]  # fmt: skip
        if not canvas.fits(title, right - x, LABEL):
            title = [(_("Adds to") + " ", "text", 700), *title[1:]]
        canvas.rich(x + 4, base, title, LABEL, room=right - x)

    def _item(self, canvas: Canvas, eye: int, brightest: float, most: float) -> None:
        x, y, w, h = self.cell(eye)
        values, share = self.eyes[eye].map or (), self.shares[eye]
        side = round(len(values) ** 0.5) or 1
        hue, told = weight_hue(share), number(round(share, 1), 1, plus=True)
        hue = hue if round(share, 1) else "text2"  # no sign tells what it is
        line = 20 * canvas.type
        beside = self.rows > 1
        if beside:
            wide = min(h - 18, w - 16 - canvas.width("+0.0", NUMBER))
        else:
            wide = min(w - 12, h - line - 18, 66.0)
        left, top = (x + 6, y + (h - wide - 6) / 2) if beside else (x + (w - wide) / 2, y + 6)
        grid = Grid(left, top, wide / side, side)
        if wide >= SMALLEST and values:
            draw_map(canvas, grid, values, brightest)
        else:
            wide = 0.0
        if eye == self.chosen:
            edge = 5
            frame = (grid.x - edge, grid.y - edge, wide + 2 * edge, wide + 2 * edge)
            canvas.rect(*(frame if wide else (x + 1, y + 2, w - 2, h - 4)), None, 7, "text", 2)
        if self.pair is None:
            return
        long = abs(share) / most if most else 0.0
        if beside:
            left = grid.x + (wide + 8 if wide else 0.0)
            room, barred = x + w - 2 - left, h > line + 20
            canvas.mid_text(left, y + h / 2 - (6 if barred else 0), told, NUMBER, hue, room=room)
            if barred:
                canvas.rect(left, y + h / 2 + 8, max(3.0, long * room), 6, hue, 3)
            return
        room, top = min(w - 12, 66.0), grid.y + wide + 8 if wide else y + 6
        if top + 9 + line <= y + h:
            canvas.rect(x + (w - room) / 2, top, max(4.0, long * room), 7, hue, 3.5)
            top += 9
        canvas.mid_text(x + w / 2, top + line / 2, told, NUMBER, hue, "middle", room=w - 6)
