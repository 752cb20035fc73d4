"""The task of the level in the dock, where the top bar has no room for it: open until something is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.actions import Next
from ...view.draw.tokens import BODY, LIT_PANEL
from ...view.widgets.label import Label
from ...view.widgets.panel import Laid, WidgetPanel
from ...view.widgets.widget import Press, Rect, State, Widget
from .play_screen import known_words, task_of

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .play_screen import PlayScreen


LEFT, RIGHT, ABOVE = 20.0, 60.0, 11.0  # from the band's edges to its words
SPACING = 1.35


class TaskBand:
    """`shown`: it is open. Key B opens and folds it; what the player does and a bet that is asked then fold it."""

    shown = Laid(False)

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self._told: tuple[int, str] | None = None  # the part and its task that was opened by itself last
        self._done = 0  # actions when it was opened
        self._asked = False  # a bet was asked when it was opened
        self._by_itself = False  # it was not the player who opened it

    def meet(self, whole: bool) -> None:
        """Before a layout: the task of each part opens by itself, once, and folds where there is room for it again.

        `whole`: all of it is in the top bar.
        """
        play = self.play
        now = play.attempt.session.stage, task_of(play)
        if whole and self.shown and self._by_itself:
            self.shown, self._told = False, None
        if now == self._told or whole:
            return
        self._told = now
        done = play.attempt.session.actions  # an answer to a bet is one too: its verdict is to be read
        begins = not done or isinstance(done[-1], Next)
        self.shown = self._by_itself = bool(task_of(play)) and begins and play.attempt.machine is None
        self._done, self._asked = len(done), self._asks

    @property
    def asked(self) -> bool:
        """The player has opened it: it comes before all else."""
        return self.shown and not self._by_itself

    def turn(self) -> None:
        """Open or fold it."""
        seen = self.shown and (self.asked or not self.play.dock.kind)  # a bet may stand in its place
        self.shown, self._by_itself = bool(task_of(self.play)) and not seen, False
        self._done, self._asked = len(self.play.attempt.session.actions), self._asks

    def update(self) -> None:
        """Once a frame: something was done, and another thing is to be read in its place."""
        attempt = self.play.attempt
        news = len(attempt.session.actions) != self._done or (self._asks and not self._asked)
        if news or attempt.drag is not None:
            self.shown = False

    @property
    def _asks(self) -> bool:
        """A bet waits for its answer, and needs the room."""
        return self.play.attempt.open_bets.open is not None


class TaskPanel(WidgetPanel):
    """The task as a button that folds it, and the words of it that are known."""

    def __init__(self, band: TaskBand, canvas: Canvas, width: float) -> None:
        self.play, self.canvas = band.play, canvas
        cap = self.play.game.controls.label("task")
        button = BandButton((0.0, 0.0, width, 0.0), task_of(self.play), cap, band.turn)
        self.label = button.words(canvas)
        super().__init__(button, 0.0, max(56.0, 2 * ABOVE + self.label.high))

    def place(self, rect: Rect) -> list[Widget]:
        found, label = super().place(rect), self.label
        at = rect[0] + LEFT, label.base(rect[1] + (rect[3] - label.high) / 2), label.step
        return [*found, *known_words(self.play, self.canvas, "band", label.lines, at)]


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
