"""The level's code and title in the top bar; under them its task, or what the machine's show says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....i18n import _
from ....rules import campaign
from ....view.cards.term_words import TermWord, term_words
from ....view.draw.tokens import BODY, LARGE, LEAD_NUMBER
from ....view.format.markup import Line, even_lines, hued_lines, hued_runs
from ....view.format.measure import measure
from ....view.widgets.panel import Panel
from ..show.show_caption import FADES, draw_show_title

if TYPE_CHECKING:
    from ....view.draw.canvas import Canvas
    from ..shared.play_screen import PlayScreen

TOP, HIGH = 10.0, 48.0  # of the bar
CAPTION, OF_BAR = 600.0, 0.55  # what is said in a show is not broken for less, unless that is more of the bar
FOLLOWED = 1.0  # times as fast: up to it nothing is said of what has not arrived on the stage
LINE = 20.0  # from one line of the task to the next
TITLE = 17.0  # from the bar's upper edge to the middle of the title, where the task is under it


def task_base(canvas: Canvas, line: int = 1) -> float:
    """Base line of a line of the task, the first of which is 1: below the title, however large that is."""
    first = max(TOP + HIGH, TOP + TITLE + 25 * canvas.type)
    return first + LINE * canvas.type * (line - 1)


class LevelTitle(Panel):
    """The level's code and title; under it the task where it has room, or what the machine's show says.

    most    lines of the task that have room        caption     what a show says now; None: none is on
    """

    flat = True

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.caption = self._machine_caption
        self._said: str | None = None
        self._since = FADES  # seconds since that
        self.code = campaign.code(play.level, play.game.catalog)
        self.most = 1
        self._broken: tuple[object, list[Line]] = (None, [])  # the task's lines, and for what

    def smallest(self) -> tuple[float, float]:
        canvas = measure(self.play.game, self.play.width, self.play.height)
        if self.caption() is not None:
            return min(CAPTION * canvas.type, OF_BAR * self.play.width), HIGH
        code = canvas.width(self.code, LEAD_NUMBER) + 32 if self.code else 0.0
        return code + canvas.width(_(self.play.level.title), LARGE.of_size(canvas.least(LARGE.size))), HIGH

    def _machine_caption(self) -> str | None:
        show = self.play.attempt.show
        if show is None:
            return None
        waits = 0 < show.times <= FOLLOWED and not self.play.board.shows_result
        return self._said if waits and self._said is not None else show.caption

    def update(self, seconds: float) -> None:
        """Once a frame: it is seen when what is said changes."""
        said = self.caption()
        self._since = min(FADES, self._since + seconds)
        if said != self._said:
            self._said, self._since = said, 0.0

    @property
    def opacity(self) -> float:
        """How much is there of a caption: with reduced motion it fades in."""
        if self._said is None or not self.play.game.settings.still:
            return 1.0
        return self._since / FADES

    @property
    def moving(self) -> bool:
        """A caption fades in."""
        return self.opacity < 1

    def lines(self, canvas: Canvas) -> int:
        """Of the longest task of its parts, so that nothing moves from one to the next."""
        level = self.play.level
        tasks = {self.play.story, *(_(level.stage(part).brief) for part in range(len(level.stages) + 1))}
        return max(len(hued_lines(canvas, task, self.rect[2], 16)) for task in tasks)

    def _task(self, canvas: Canvas, room: float) -> list[Line]:
        """The lines of the task, worked out once for each window."""
        key = self.play.story, room, canvas.s, canvas.type
        if self._broken[0] != key:
            self._broken = key, even_lines(canvas, self.play.story, room)
        return self._broken[1]

    def term_words(self, canvas: Canvas) -> list[TermWord]:
        """The words of its task that are known."""
        if not self.most:
            return []
        x, _y, room, _h = self.rect
        lines = self._task(canvas, room)
        at = x, task_base(canvas), LINE * canvas.type
        return term_words(canvas, "task", lines, at, self.play.known_terms, self.play.open_words)

    def paint(self, canvas: Canvas) -> None:
        caption = self.caption()
        if caption is not None:
            draw_show_title(canvas, self.rect, self.code, _(self.play.level.title), caption, self.opacity)
            return
        x, y, room, h = self.rect
        alone = not self.most
        middle = y + h / 2 if alone else y + TITLE
        wide = canvas.width(self.code, LEAD_NUMBER) + 20 if self.code else -12.0
        if self.code:
            high = 26 * max(1.0, canvas.type)
            canvas.rect(x, middle - high / 2, wide, high, "raised", 8)
            canvas.text(x + wide / 2, middle + 6.3 * canvas.type, self.code, LEAD_NUMBER, "text", "middle")
        title, base = _(self.play.level.title), middle + 7.5 * canvas.type
        canvas.within(x + wide + 12, base, title, room - wide - 12, LARGE, "text")
        if alone:
            return
        for number, line in enumerate(self._task(canvas, room)):
            canvas.rich(x, task_base(canvas, number + 1), hued_runs(line, "text2", BODY.weight))
