"""The task of the level in the dock, where the top bar has no room for it: how it looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.draw.tokens import BODY, LIT_PANEL
from ...view.widgets.label import Label
from ...view.widgets.panel import WidgetPanel
from ...view.widgets.widget import Press, Rect, State, Widget
from .play_screen import TaskBand, known_words, task_of

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas


LEFT, RIGHT, ABOVE = 20.0, 60.0, 11.0  # from the band's edges to its words
SPACING = 1.35


class TaskPanel(WidgetPanel):
    """The task as a button that folds it, and the words of it that are known."""

    def __init__(self, band: TaskBand, canvas: Canvas, width: float) -> None:
        self.play, self.canvas = band.play, canvas
        cap = self.play.game.controls.label("task")
        button = BandButton((0.0, 0.0, width, 0.0), task_of(self.play), cap, band.turn)
        self.label = button.words(canvas)
        super().__init__(button, 0.0, max(56.0, 2 * ABOVE + self.label.high))

    def place(self, rect: Rect) -> list[Widget]:
        widgets, label = super().place(rect), self.label
        at = rect[0] + LEFT, label.base(rect[1] + (rect[3] - label.high) / 2), label.step
        return [*widgets, *known_words(self.play, self.canvas, "band", label.lines, at)]


class BandButton(Press):
    """Pressed, it folds."""

    def __init__(self, rect: Rect, story: str, cap: str, fold: Callable[[], None]) -> None:
        super().__init__("task", rect, key="task", tip=_("Fold the task"))
        self.story, self.cap = story, cap
        self.on_press = fold

    def words(self, canvas: Canvas) -> Label:
        """The task, broken into lines."""
        return Label(canvas, self.story, BODY, width=self.rect[2] - LEFT - RIGHT, spacing=SPACING, even=True)

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        canvas.sheet(x, y, w, h, LIT_PANEL)
        canvas.once(self.rect, self._write, self.rect)
        if state.focus:
            canvas.focus(*self.rect, 16)

    def _write(self, canvas: Canvas, rect: Rect) -> None:
        (x, y, w, h), label = rect, self.words(canvas)
        label.draw(canvas, x + LEFT, y + (h - label.high) / 2)
        canvas.keycap(x + w - 14, y + 12, self.cap, "end")
        if h >= 76:
            canvas.icon("up_arrow", x + w - 38, y + h - 34, 22, "text2")
