"""Names of files, or of what else lies in one place, side by side in a panel's head; the chosen one on a plate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..draw.tokens import CODE, LABEL, TextStyle
from .button import Segmented
from .widget import Act, Rect, State

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

PAD = 12.0  # beside a name
ARROW = 26.0  # width of an arrow's place


class FileTab(NamedTuple):
    """`is_file`: written as code is."""

    name: str
    is_file: bool = True

    @property
    def style(self) -> TextStyle:
        return CODE if self.is_file else LABEL


class FileTabs(Segmented):
    """As wide as its names are; where they have no room, the chosen one alone between two arrows."""

    def __init__(self, name: str, rect: Rect, tabs: Sequence[FileTab], chosen: int,
                 on_change: Callable[[int], None] | None, canvas: Canvas) -> None:  # fmt: skip
        super().__init__(name, rect, [tab.name for tab in tabs], chosen, on_change, label=_("Page"))
        self.tabs = tuple(tabs)
        self.widths = [canvas.width(tab.name, tab.style) + 2 * PAD for tab in tabs]
        self.is_narrow = len(tabs) > 1 and sum(self.widths) > rect[2]
        if self.is_narrow:
            self.widths = [ARROW, min(self.widths[chosen], rect[2] - 2 * ARROW), ARROW]
        x, y, w, h = rect
        self.rect = (x, y, min(w, sum(self.widths)), h)

    def act(self, intent: Act) -> bool:
        if intent.name != "release":
            return super().act(intent)
        left = self.rect[0]
        for index, width in enumerate(self.widths):
            if left <= intent.x < left + width and self.contains(intent.x, intent.y, 44):
                self.choose((self.chosen + (index or -1)) % len(self.tabs) if self.is_narrow else index)
                return True
            left += width
        return True

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        key = "file tabs", self.tabs, self.chosen, state.hover
        canvas.keep(key, x, y, w, h, self._draw_chosen if self.is_narrow else self._draw_names)
        if state.focus:
            canvas.focus(x, y, w, h, 8)

    def _draw_names(self, canvas: Canvas) -> None:
        x = self.rect[0]
        for index, (tab, width) in enumerate(zip(self.tabs, self.widths)):
            self._draw_name(canvas, x, width, tab, index == self.chosen)
            x += width

    def _draw_chosen(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        middle, tab = y + h / 2, self.tabs[self.chosen]
        self._draw_name(canvas, x + ARROW, w - 2 * ARROW, tab, True)
        for left, turn in ((x + 6, -1.0), (x + w - ARROW + 6, 1.0)):
            spot = left + (ARROW - 12) / 2
            points = [(spot - 3 * turn, middle - 6), (spot + 3 * turn, middle), (spot - 3 * turn, middle + 6)]
            canvas.polyline(points, "text2", 2.2)

    def _draw_name(self, canvas: Canvas, x: float, wide: float, tab: FileTab, here: bool) -> None:
        _x, y, _w, h = self.rect
        if here and len(self.tabs) > 1:
            canvas.rect(x, y, wide, h, "raised", 8)
        style, shown = canvas.fit_style(tab.name, wide - PAD, tab.style)
        base = canvas.baseline_of(y + h / 2, style.size)
        canvas.text(x + wide / 2, base, shown, style, "text" if here else "text2", "middle")
