"""The hints of a level and its task in the dock.

Hints that were read stay, the next is closed behind a row with the same key. The task stands there where the top bar
has no room for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.draw.tokens import BODY, HEADING, LABEL, LIT_PANEL, NUMBER
from ...view.widgets.button import IconButton
from ...view.widgets.ink import Boxed, Either, InkPress, Key, Mark, Para, Row
from ...view.widgets.label import Label
from ...view.widgets.panel import Laid, Panel, WidgetPanel
from ...view.widgets.widget import Press, Rect, State, Widget
from .play_screen import TaskBand, film_words, has_film, known_words, save_film, task_of

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .play_screen import PlayScreen


HEAD, CLOSE = 56.0, 40.0  # height of the head; of the button in it
WORDS, RIGHT, PITCH = 62.0, 28.0, 44.0  # to a hint's words; from their end; from one hint of one line to the next
AROUND, NEXT = 12.0, 56.0  # above and below the hints; height of the row behind which the next one is
DISC = 14.0


class HintDrawer:
    """`shown`: it is open. It stays so while knobs are turned; a bet or a verdict that comes takes its place."""

    shown = Laid(False)

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self._hints: Sequence[str] = ()
        self._under = ""  # what lay there when it was opened, or last
        self.pauses = False  # it was opened while something was played: that waits for it

    @property
    def hints(self) -> Sequence[str]:
        """Those of the part that is played."""
        return () if self.play.game.hides("hints") else self.play.attempt.session.level.hints

    @property
    def read(self) -> int:
        """How many of them were read."""
        return min(self.play.attempt.hints, len(self.hints))

    def ask(self) -> None:
        """Open it; where it is open, read one more, and after the last close it. The first is read as it opens."""
        if not self.hints:
            self.play.game.toasts.add(_("This level has no hints."))
            return
        if self.shown and self.read == len(self.hints):
            self.close()
            return
        if self.shown or not self.read:
            self.play.attempt.hint()
            self.play.game.player_feedback.feedback("hint")
        self.pauses = self.pauses or (not self.shown and self.play.attempt.director.pending)
        self.shown, self._under = True, self.play.dock.kind
        self.play.dock.task.fold()

    def close(self) -> None:
        """Close it; what was read stays read."""
        self.shown = self.pauses = False

    def update(self) -> None:
        """Once a frame: another part has other hints, and what is asked or told has the place."""
        if self._hints is not self.hints:
            if self._hints and self._hints != self.hints:
                self.play.attempt.hints, self.shown = 0, False
            self._hints = self.hints
        under = self.play.dock.kind
        if self.shown and under != self._under and under in ("strip", "bet", "verdict"):
            self.close()
        self._under = under


class HintSheet(Panel):
    """What was read, the row of the next one, and what closes it."""

    flat = True

    def __init__(self, drawer: HintDrawer, canvas: Canvas, width: float) -> None:
        self.drawer, self.canvas = drawer, canvas
        self.count, self.hints = len(drawer.hints), tuple(drawer.hints[: drawer.read])
        # Each hint, and how high its row is
        labels = [Label(canvas, _(hint), BODY, width=width - WORDS - RIGHT, spacing=1.35) for hint in self.hints]
        self.labels = [(label, max(PITCH + 22 * (canvas.type - 1), label.high + 18)) for label in labels]
        self.next = NEXT + 24 * (canvas.type - 1) if drawer.read < self.count else 0.0
        self.films = has_film(drawer.play) and drawer.play.attempt.machine is None  # the end of a show has its button
        self.taken = (CLOSE + 8) * (1 + self.films)  # of the head, by buttons

    def least_size(self) -> tuple[float, float]:
        high = HEAD + 2 * AROUND + (self.next + AROUND if self.next else 0.0)
        return 0.0, high + sum(height for _label, height in self.labels)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect, drawer, play, widgets = rect, self.drawer, self.drawer.play, list[Widget]()
        x, y, w, h = rect
        for number, (label, left, top) in enumerate(self.rows(), 1):
            at = left, label.base(top), label.step
            widgets += known_words(play, self.canvas, f"hint {number}", label.lines, at)
        close = (x + w - 8 - CLOSE, y + (HEAD - CLOSE) / 2, CLOSE, CLOSE)
        widgets.append(IconButton("close hints", close, "", "close", drawer.close, tip=_("Close the hints")))
        if self.films:
            film = (close[0] - CLOSE - 8, close[1], CLOSE, CLOSE)
            save = partial(save_film, play)
            widgets.append(IconButton("film", film, "", "save", save, key="film", tip=film_words()))
        if self.next:
            cap = play.game.controls.label("hint")
            widgets.append(next_hint(drawer.read + 1, drawer.read + 1 == self.count, cap, drawer.ask))
            widgets[-1].rect = (x + 16, y + h - self.next - AROUND, w - 32, self.next)
        return widgets

    def paint(self, canvas: Canvas) -> None:
        canvas.sheet(*self.rect, LIT_PANEL)
        canvas.once(self.rect, self._write)

    def _write(self, canvas: Canvas) -> None:
        x, y, w, _h = self.rect
        middle = y + HEAD / 2
        canvas.icon("hint", x + 18, middle - 12, 24, "text")
        left = 52 + canvas.text(x + 52, middle + 7.2 * canvas.type, _("Hints"), HEADING, "text") + 16
        text = _("{read} of {count} read").format(read=len(self.hints), count=self.count)
        end = x + w - self.taken - 16
        canvas.within(end, canvas.baseline_of(middle), text, end - x - left, LABEL, "text2", "end")
        canvas.line(x + 1, y + HEAD + 0.5, x + w - 1, y + HEAD + 0.5, "border", 1)
        for number, (label, left, top) in enumerate(self.rows(), 1):
            _draw_disc(canvas, (x + 20, top, 28, label.high), number, True)
            label.draw(canvas, left, top)

    def rows(self) -> list[tuple[Label, float, float]]:
        """Each hint, with its left and its top."""
        x, y, _w, _h = self.rect
        top, rows = y + HEAD + AROUND, list[tuple[Label, float, float]]()
        for label, height in self.labels:
            rows.append((label, x + WORDS, top + (height - label.high) / 2))
            top += height
        return rows


def next_hint(number: int, last: bool, cap: str, ask: Callable[[], None]) -> InkPress:
    """The row behind which the next hint is; the last one says that it gives the answer."""
    label = _("Show the last hint: it gives the answer") if last else _("Show the next hint")
    words = (Mark(_draw_disc, (number, False), wide=28), Para(label, LABEL, spacing=1.2, grow=1))
    row = Either((Row((*words, Key(cap)), 14), Row(words, 14))) if cap else Row(words, 14)
    ink = Boxed(row, (12, 4), "raised", "border2", 14, 1.5, (6, 5))
    press = InkPress(f"next hint {number}", ink, ask, told=label)
    press.key, press.lit, press.ring = "hint", replace(ink, fill="raised_hi"), (0.0, 14.0)
    return press


def _draw_disc(canvas: Canvas, rect: Rect, number: int, read: bool) -> None:
    """The number of a hint; dashed where it is still closed."""
    x, middle = rect[0] + rect[2] / 2, rect[1] + rect[3] / 2
    radius = DISC * max(1.0, min(1.3, canvas.type))
    canvas.circle(x, middle, radius, "raised" if read else None, "text2", 1.6, dash=None if read else (4, 4))
    canvas.text_vcenter(x, middle, str(number), NUMBER, "text" if read else "text2", "middle")


# ---------------------------------------------------------------------------------------------------------------------
# The task as a button that folds it, and the words of it that are known.


LEFT, AFTER, ABOVE = 20.0, 60.0, 11.0  # from the band's edges to its words
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
        return Label(canvas, self.story, BODY, width=self.rect[2] - LEFT - AFTER, spacing=SPACING, even=True)

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
