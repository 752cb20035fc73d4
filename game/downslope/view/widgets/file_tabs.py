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
        key = "file tabs", self.tabs, self.chosen, state.hover
        canvas.keep(key, *self.rect, self._draw_names)
        if state.focus:
            canvas.focus(*self.rect, 8)

    def _draw_names(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        names, left = list(zip(self.tabs, self.widths)), x
        if self.is_narrow:
            names, left = [(self.tabs[self.chosen], w - 2 * ARROW)], x + ARROW
        for tab, wide in names:
            here = tab is self.tabs[self.chosen]
            if here and len(self.tabs) > 1:
                canvas.rect(left, y, wide, h, "raised", 8)
            style, name = canvas.fit_style(tab.name, wide - PAD, tab.style)
            base = canvas.baseline_of(y + h / 2, style.size)
            canvas.text(left + wide / 2, base, name, style, "text" if here else "text2", "middle")
            left += wide
        for spot, turn in ((x + ARROW / 2, -1.0), (x + w - ARROW / 2, 1.0)) if self.is_narrow else ():
            points = [(spot - 3 * turn, y + h / 2 - 6), (spot + 3 * turn, y + h / 2), (spot - 3 * turn, y + h / 2 + 6)]
            canvas.polyline(points, "text2", 2.2)
