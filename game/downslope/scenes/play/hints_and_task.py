"""The hints of a level and its task in the dock.

Hints that were read stay, the next is closed behind a row with the same key. The task stands there where the top bar
has no room for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from ...i18n import _
from ...view.draw.canvas import Canvas
from ...view.draw.tokens import BODY, HEADING, LABEL, LIT_PANEL, NUMBER
from ...view.widgets.button import IconButton
from ...view.widgets.ink import Boxed, Card, Either, InkBox, InkPress, Key, Label, Line, Mark, Para, Row, icon, rule
from ...view.widgets.panel import Box, Laid, Part, WidgetPanel, column, row, with_padding
from ...view.widgets.widget import UNPLACED, Press, Rect, State, Widget
from .play_screen import PlayScreen, TaskBand, film_words, has_film, known_words, save_film, task_of

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


class ReadLabel(Label):
    """A paragraph in which the known words can be pressed; their names begin with `name`."""

    def __init__(self, play: PlayScreen, canvas: Canvas, name: str, text: str, width: float,
                 even: bool = False) -> None:  # fmt: skip
        super().__init__(canvas, text, BODY, width=width, spacing=1.35, even=even)
        self.play, self.canvas, self.name = play, canvas, name

    def place(self, rect: Rect) -> list[Widget]:
        at = rect[0], self.base(rect[1] + max(0.0, rect[3] - self.high) / 2), self.step
        return [*super().place(rect), *known_words(self.play, self.canvas, self.name, self.lines, at)]


def hint_sheet(drawer: HintDrawer, canvas: Canvas, width: float) -> Card:
    """What was read, the row of the next one, and what closes it."""
    play, k, count = drawer.play, canvas.type, len(drawer.hints)
    count_words = _("{read} of {count} read").format(read=drawer.read, count=count)
    title = Row((icon("hint", 24), Line(_("Hints"), HEADING),
                 Line(count_words, LABEL, "text2", "end", grow=1, yields=True)), 12)  # fmt: skip
    close = IconButton("close hints", UNPLACED, "", "close", drawer.close, tip=_("Close the hints"))
    film = IconButton("film", UNPLACED, "", "save", partial(save_film, play), key="film", tip=film_words())
    films = has_film(play) and play.attempt.machine is None  # the end of a show has its button
    buttons = [Part(WidgetPanel(each), CLOSE) for each in ([film, close] if films else [close])]
    head = row(Part(InkBox(canvas, title, 0)), *buttons, gap=8)
    rows = [Part(with_padding(head, 18, 8, 8, 8), HEAD - 1), Part(InkBox(canvas, rule(1)), 1), Part(Box(), AROUND)]
    for number, hint in enumerate(drawer.hints[: drawer.read], 1):
        label = ReadLabel(play, canvas, f"hint {number}", _(hint), width - WORDS - RIGHT)
        disc = InkBox(canvas, Mark(_draw_disc, (number, True), wide=40))
        line = with_padding(row(Part(disc, 40), Part(label), gap=WORDS - 54), 14, 0, RIGHT)
        rows.append(Part(line, max(PITCH + 22 * (k - 1), label.high + 18)))
    rows.append(Part(Box()))
    if drawer.read < count:
        cap = play.game.controls.label("hint")
        press = next_hint(drawer.read + 1, drawer.read + 1 == count, cap, drawer.ask)
        rows.append(Part(with_padding(WidgetPanel(press), 16, AROUND, 16), AROUND + NEXT + 24 * (k - 1)))
    return Card(column(*rows, Part(Box(), AROUND), gap=0), LIT_PANEL, 0)


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


class TaskPanel(WidgetPanel):
    """The task as a button that folds it, and the words of it that are known."""

    def __init__(self, band: TaskBand, canvas: Canvas, width: float) -> None:
        play = band.play
        self.label = ReadLabel(play, canvas, "band", task_of(play), width - LEFT - AFTER, even=True)
        button = BandButton(self.label, play.game.controls.label("task"), band.turn)
        super().__init__(button, 0.0, max(56.0, 2 * ABOVE + self.label.high))

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = rect
        return [*super().place(rect), *self.label.place((x + LEFT, y, w - LEFT - AFTER, h))]


class BandButton(Press):
    """Pressed, it folds."""

    def __init__(self, label: Label, cap: str, fold: Callable[[], None]) -> None:
        super().__init__("task", UNPLACED, key="task", tip=_("Fold the task"))
        self.label, self.cap, self.on_press = label, cap, fold

    def accessible_name(self) -> str:
        return self.tip

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        canvas.sheet(x, y, w, h, LIT_PANEL)
        self.label.paint(canvas)
        canvas.keycap(x + w - 14, y + 12, self.cap, "end")
        if h >= 76:
            canvas.icon("up_arrow", x + w - 38, y + h - 34, 22, "text2")
        if state.focus:
            canvas.focus(*self.rect, 16)
