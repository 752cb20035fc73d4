"""The pictures that are read wrongly, as cards in rows; one of them is taken up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import N_, _, several
from ..draw.plate import draw_plate
from ..draw.tokens import BODY
from ..widgets.cell_list import CellList
from ..widgets.widget import Rect, State
from .kernel_grid import Grid
from .mosaic import draw_picture
from .read_picture import ReadPicture

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from ..draw.text import Run

WIDE, GAP = 92.0, 6.0
PICTURE, SMALLER = 76.0, 62.0  # side of a picture, and where rows would be lost
LINE = 22.0  # of what is written under it
BAR = 6.0


class WrongOnes(CellList):
    """A press takes one up, the arrows walk them; the wheel moves the rows where there are more than are seen."""

    lasting = ("row",)
    role = N_("pictures")

    def __init__(self, name: str, rect: Rect, on_choice: Callable[[int], None]) -> None:
        super().__init__(name, rect, tip=_("Look at it"))
        self.on_choice = on_choice
        self.shown: tuple[ReadPicture, ...] = ()
        self.chosen = -1
        self.row = 0  # the first that is seen
        self.large = 1.0  # how much larger the text is

    def accessible_value(self) -> str:
        if not 0 <= self.chosen < len(self.shown):
            return several("{n} picture", "{n} pictures", len(self.shown)).format(n=len(self.shown))
        told, one = _("{n} of {all}: {label} read as {read}"), self.shown[self.chosen]
        return told.format(n=self.chosen + 1, all=len(self.shown), label=one.label, read=one.read)

    @property
    def words(self) -> float:
        """What a card has besides its picture."""
        return 20 + 2 * LINE * self.large

    @property
    def high(self) -> float:
        return min(PICTURE + self.words, (self.rect[3] + GAP) / self.rows - GAP)

    @property
    def columns(self) -> int:
        return max(1, int((self.rect[2] + GAP - 2 * BAR) // (WIDE + GAP)))

    @property
    def rows(self) -> int:
        """That are seen."""
        return max(1, int((self.rect[3] + GAP) // (SMALLER + self.words + GAP)))

    @property
    def most(self) -> int:
        """The last row that can be the first one seen."""
        return max(0, -(-len(self.shown) // self.columns) - self.rows)

    def cell(self, number: int) -> Rect:
        row, column = divmod(number, self.columns)
        x, y = self.rect[:2]
        top = y + (row - min(self.row, self.most)) * (self.high + GAP)
        return (x + column * (WIDE + GAP), top, WIDE, self.high)

    def in_view(self) -> range:
        first = min(self.row, self.most) * self.columns
        return range(first, min(len(self.shown), first + self.rows * self.columns))

    def scroll(self, up: float) -> None:
        self.row = max(0, min(self.most, min(self.row, self.most) - round(up)))

    def choose(self, number: int) -> None:
        if 0 <= number < len(self.shown):
            self.chosen = number
            row = number // self.columns
            self.row = max(row - self.rows + 1, min(self.row, self.most, row))
            self.on_choice(number)

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        seen = self.in_view()
        key = ("wrong ones", self.rect, self.shown[seen.start : seen.stop], seen.start, self.chosen, len(self.shown))
        canvas.keep(key, x - 4, y - 4, w + 8, h + 8, self._draw)
        if state.focus:
            at = self.cell(self.chosen) if self.chosen in seen else self.cell(seen.start) if seen else self.rect
            canvas.focus(*at, 12)

    def _draw(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        if not self.shown:
            canvas.wrap(x + 8, y + 40, _("None of those read so far."), w - 16)
        for number in self.in_view():
            self._card(canvas, number)
        if self.most:
            rows = self.most + self.rows
            long = h * self.rows / rows
            top = y + h * min(self.row, self.most) / rows
            canvas.rect(x + w - BAR, y, BAR, h, "well", BAR / 2)
            canvas.rect(x + w - BAR, top, BAR, max(16.0, long), "border2", BAR / 2)

    def _card(self, canvas: Canvas, number: int) -> None:
        x, y, w, h = self.cell(number)
        one, on = self.shown[number], number == self.chosen
        ground = "rowhi" if on else canvas.mix("panel", "well", 0.45)
        draw_plate(canvas, (x, y, w, h), "text" if on else "", 12, 2, fill=ground)
        side = round(len(one.pixels) ** 0.5)
        wide = max(24.0, h - self.words)
        draw_picture(canvas, Grid(x + (w - wide) / 2, y + 8, wide / side, side), one.pixels)
        base = canvas.base_of(y + wide + 12) + LINE * canvas.type / 2
        lines: tuple[tuple[str, int, str], ...] = ((_("a"), one.label, "text"), (_("read"), one.read, "error"))
        for line, (word, digit, hue) in enumerate(lines):
            runs: list[Run] = [(word + " ", "text2", 500), (str(digit), hue, 700, "mono")]
            canvas.rich(x + w / 2, base + line * LINE * canvas.type, runs, BODY, "middle", room=w - 6)
