"""A row of the list of runs: shown or not, line and mark, learner and knobs, what it took to come to the flag."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..charts.run_styles import Style, draw_sample
from ..draw.text import Run as Words
from ..draw.tokens import LABEL, LEAD_NUMBER
from ..widgets.widget import Press, Rect, State

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

SWITCH = 46.0  # width of the switch
SAMPLE = 38.0


class RunText(NamedTuple):
    """What a row says. `icon`: an outcome's, "" for none; `end`: beats to the flag, or as far as it came."""

    style: Style
    name: str
    knobs: tuple[Words, ...]
    end: str
    icon: str
    landed: bool
    tip: str


class RunRow(Press):
    """`on`: the run is shown; None: it is the present one, which always is."""

    def __init__(self, name: str, rect: Rect, text: RunText, on: bool | None, on_change: Callable[[], None]) -> None:
        super().__init__(name, rect, group="runs")
        self.text, self.on, self.on_change = text, on, on_change
        self.focusable = on is not None
        self.tip = text.tip

    def press(self) -> None:
        if self.on is not None:
            self.on_change()

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        key = ("run row", self.rect, self.text, self.on, state.hover, state.pressed)
        canvas.keep(key, x, y, w, h, lambda sub: self._draw_row(sub, state))
        if state.focus:
            canvas.focus(x + 5, y + 5, w - 10, h - 10, 7)

    def _draw_row(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        middle, base = y + h / 2, canvas.base_of(y + h / 2)
        if self.on is None or state.hover:
            canvas.rect(x + 2, y + 1, w - 4, h - 2, "rowhi", 9)
        if self.on is None:
            canvas.rect(x + 2, y + 5, 4, h - 10, "text", 2)
            canvas.within(x + 10, base, _("now"), SWITCH + 6, LABEL, "text")
        else:
            _switch(canvas, x + 10, middle, self.on, state.hover)
        left = x + 10 + SWITCH + 10
        draw_sample(canvas, self.text.style, left, middle, SAMPLE)
        right = x + w - 12
        icon = 26.0 if self.text.icon else 0.0
        end = canvas.width(self.text.end, LEAD_NUMBER) if self.text.end else 0.0
        if self.text.end:
            hue = "text" if self.text.landed else "text2"
            canvas.text(right, base, self.text.end, LEAD_NUMBER, hue, "end")
        if self.text.icon:
            canvas.icon(self.text.icon, right - end - 4 - 20, middle - 10, 20, "text2")
        self._words(canvas, left + SAMPLE + 10, right - max(end + icon, 44.0) - 12, base)

    def _words(self, canvas: Canvas, left: float, right: float, base: float) -> None:
        """Name at the left, knobs at the right of what room there is; the name gives way first."""
        knobs = canvas.rich_width(self.text.knobs, LABEL)
        size = 16 * min(1.0, (right - left) / max(1.0, knobs))
        canvas.rich(right, base, self.text.knobs, LABEL.of_size(size), anchor="end")
        room = right - left - knobs - 12
        if room < 40:
            return
        style, label = canvas.shrink(self.text.name, room, LABEL)
        canvas.text(left, base, label, style, "text" if self.on is not False else "text2")


def _switch(canvas: Canvas, x: float, y: float, on: bool, hover: bool) -> None:
    """A toggle in small: a tick when on."""
    high = 24.0
    if on:
        canvas.rect(x, y - high / 2, SWITCH - 4, high, "prim_hi" if hover else "prim", high / 2)
        canvas.circle(x + SWITCH - 16, y, 9, "prim_text")
        canvas.path(f"M{x + SWITCH - 20} {y + 0.5}l3 3l5.4 -6", None, "prim", 2.2)
        return
    canvas.rect(x + 1, y - high / 2 + 1, SWITCH - 6, high - 2, "well", high / 2, "text2" if hover else "border2", 2)
    canvas.circle(x + 12, y, 6.5, "text2")
