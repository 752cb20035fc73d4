"""The task of the level over a column's head, where the top bar has no room for it: open until something is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.actions import Next
from ...view.cards.terms import term_words
from ...view.draw.rects import overlap
from ...view.draw.tokens import BODY, LIT_PANEL, SPACE_5
from ...view.format.measure import measure
from ...view.widgets.label import Label
from ...view.widgets.widget import Press, Rect, State, Widget

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .play_screen import PlayScreen


LEFT, RIGHT, ABOVE = 20.0, 60.0, 11.0  # from the band's edges to its words
LEAST = 400.0  # a column narrower than this has no room for it
WIDTHS = [608.0 - 8 * k for k in range(26)]  # those that it has where no column has room
SPACING = 1.35
HEAD = 60.0  # of a panel


class TaskBand:
    """`shown`: it is open. Key B opens and folds it; what the player does, a bet that is asked then, and what lies in
    its place, folds it.

    So does the focus when it comes to something that lies under it: what has the focus is seen.
    """

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.shown = False
        self.button: BandButton | None = None
        self._told: tuple[int, str] | None = None  # the part and its task that was opened by itself last
        self._done = 0  # actions when it was opened
        self._asked = False  # a bet was asked when it was opened
        self._by_itself = False  # it was not the player who opened it
        self._focus = ""  # what had the focus when it opened

    def meet(self, whole: bool) -> None:
        """Before a layout: the task of each part opens by itself, once, and folds where there is room for it again.

        `whole`: all of it is in the top bar.
        """
        play = self.play
        now = play.attempt.session.stage, play.story
        if whole and self.shown and self._by_itself:
            self.shown, self._told = False, None
        if now == self._told or whole:
            return
        self._told = now
        done = play.attempt.session.actions  # an answer to a bet is one too: its verdict is to be read
        begins = not done or isinstance(done[-1], Next)
        self.shown = self._by_itself = bool(play.story) and begins and play.attempt.machine is None
        self._done, self._asked = len(done), self._asks

    def turn(self) -> None:
        """Open or fold it."""
        self.shown, self._by_itself = bool(self.play.story) and not self.shown, False
        self._done, self._asked = len(self.play.attempt.session.actions), self._asks
        self.play.request_layout()

    def fold(self) -> None:
        """Something else is to be read in its place."""
        if self.shown:
            self.shown = False
            self.play.request_layout()

    def update(self) -> None:
        """Once a frame: something was done."""
        attempt = self.play.attempt
        news = len(attempt.session.actions) != self._done or (self._asks and not self._asked)
        if news or attempt.drag is not None or self._covers_focus():
            self.fold()

    @property
    def _asks(self) -> bool:
        """A bet waits for its answer, and needs the room."""
        return self.play.attempt.open_bets.open is not None

    def _covers_focus(self) -> bool:
        """The focus has come to something under it."""
        focused = self.play.widget(self.play.focus)
        if self.button is None or focused is None or focused is self.button or focused.name == self._focus:
            return False
        return overlap(self.button.rect, focused.rect) > 0

    def widgets(self) -> list[Widget]:
        """The band, when the board has been laid out."""
        opens, self.button = self.button is None, None
        if not self.shown:
            return []
        canvas = measure(self.play.game, self.play.width, self.play.height)
        places = self._places(canvas)
        kept = [widget.rect for widget in self.play.widgets if _is_kept(widget)]
        read = [rect for panel in self.play.board.panels for rect in panel.read_first()]
        place = min(places, key=lambda place: [sum(overlap(place, rect) for rect in rects) for rects in (kept, read)])
        if opens:
            self._focus = self.play.focus
        self.button = BandButton(place, self.play.story, self.play.game.controls.label("task"), self.turn)
        x, y, _w, h = self.button.rect
        label = self.button.words(canvas)
        at = x + LEFT, label.base(y + (h - label.high) / 2), label.step
        play = self.play
        return [self.button, *term_words(canvas, "band", label.lines, at, play.known_terms, play.open_words)]

    def _places(self, canvas: Canvas) -> list[Rect]:
        """Where it may lie, the best first: at a panel's foot where that is empty, over the head of the right column or
        of another, beyond that column, over all of a low panel, at last at a panel's foot, its own head still seen."""
        play = self.play

        def foot(rect: Rect) -> Rect:
            x, y, w, h = rect
            height = self._high(canvas, w)
            return (x, y + h - height, w, height)

        width = [panel for panel in play.board.panels if panel.rect[2] >= LEAST]
        rects = [panel.rect for panel in width]
        rects.sort(key=lambda rect: -rect[0])
        hung = [(x, play.top, w, self._high(canvas, w)) for x, y, w, _h in rects if abs(y - play.top) < 2]
        narrowest = {self._high(canvas, width): width for width in WIDTHS}
        own = [(play.width - SPACE_5 - width, play.top, width, height) for height, width in narrowest.items()]
        feet = [foot(rect) for rect in rects if self._high(canvas, rect[2]) + HEAD <= rect[3]]
        low = [rect for rect in rects if self._high(canvas, rect[2]) + HEAD * canvas.type > rect[3]]
        whole = [rect for rect in low if self._high(canvas, rect[2]) <= rect[3]]  # its head would be seen in part
        empty = [foot(panel.rect) for panel in width if panel.free_footer >= self._high(canvas, panel.rect[2])]
        return [*empty, *hung, *own, *whole, *feet]

    def _high(self, canvas: Canvas, wide: float) -> float:
        """What its lines need in so much width."""
        label = Label(canvas, self.play.story, BODY, width=wide - LEFT - RIGHT, spacing=SPACING)
        return max(56.0, 2 * ABOVE + label.high)


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

        def still(sub: Canvas) -> None:
            sub.sheet(x, y, w, h, LIT_PANEL)
            label = self.words(sub)
            label.draw(sub, x + LEFT, y + (h - label.high) / 2)
            sub.keycap(x + w - 14, y + 12, self.cap, "end")
            if h >= 76:
                sub.icon("up_arrow", x + w - 38, y + h - 34, 22, "text2")

        canvas.keep(("task band", self.rect, self.story, self.cap), x - 24, y - 8, w + 48, h + 48, still)
        if state.focus:
            canvas.focus(*self.rect, 16)


def _is_kept(widget: Widget) -> bool:
    """It is turned or pressed, and so is to be seen. What only tells may wait."""
    used = widget.live and (widget.turned or (isinstance(widget, Press) and widget.focusable))
    return widget.name == "hints" or (used and not widget.may_be_covered)
