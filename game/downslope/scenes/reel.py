"""The reel: shows of the machine one after another, each behind a card with its title. Any key takes over.

Each card and each show is a scene of its own, so that the window fades from one to the next as it does between screens.
Nothing of it is counted: a show is played in a game of its own (attempt/spectator.py).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..attempt.round_plan import ShowPhase
from ..attempt.spectator import follow, spectator
from ..i18n import _
from ..rules.campaign import code
from ..view.draw.tokens import LABEL, LEAD_NUMBER, STRONG
from ..view.format.markup import hued_lines, hued_runs
from ..view.scenery.backdrop import draw_backdrop
from .base.scene import Scene
from .play.play import PlayScene

if TYPE_CHECKING:
    from ..attempt.game import Game
    from ..desktop.controls import Intent
    from ..rules.actions import Action
    from ..rules.level import Level
    from ..view.draw.canvas import Canvas

CARD = 1.2  # seconds for which a title stands
DEAF = 0.4  # seconds after the beginning in which no key takes over: it may have been pressed to begin
HINTED, FADES = 4.0, 0.6  # seconds for which it is told that keys take over, and in which that goes
BRIEF, WIDE = 20.0, 760.0  # size and width of what the level is about
EDGE = 24.0
NOTHING = frozenset({"release", "wheel"})  # what is no press


class Reel(NamedTuple):
    """What is shown, and how.

    levels    one after another; `run`: what is played in the first instead of the machine's own show
    again     after the last comes the first; else `parent`, or the end of the game where there is none
    attract   the title shows it by itself: any key gives the title back
    speed     times
    tries     all of a show; else from the choice on
    filmed    nobody is there who could press a key
    """

    levels: Sequence[Level]
    again: bool = True
    attract: bool = False
    speed: float = 1.0
    run: Sequence[Action] | None = None
    tries: bool = True
    filmed: bool = False


class ReelScene(Scene):
    """`place`: of the level that is shown. `started`: its title was shown, and its show begins."""

    def __init__(self, game: Game, reel: Reel, parent: Scene | None = None, place: int = 0, started: bool = False,
                 since: float = 0.0) -> None:  # fmt: skip
        super().__init__(game)
        self.parent = parent
        self.reel, self.place = reel, place
        self.level = reel.levels[place]
        self.code = code(self.level, game.catalog)
        self.since = since  # seconds since the reel began
        self._hinted = 0.0  # seconds since it was told that keys take over
        self._inside = spectator(game)
        self.show: PlayScene | None = None
        if started:
            follow(self._inside, game)
            self.show = PlayScene(self._inside, self.level, auto=True, replay=reel.run if not place else None)
            self.show.ring = False
            machine = self.show.attempt.machine
            if not reel.tries and machine is not None:
                machine.jump(ShowPhase.CHOOSES)

    @property
    def foreign(self) -> str:
        return self.level.plugin

    @property
    def over(self) -> bool:
        """All of this part has been seen."""
        if self.show is None:
            return self.time >= CARD / self.reel.speed
        machine = self.show.attempt.machine
        return machine is None or machine.told

    @property
    def caption(self) -> str:
        """What the show says now."""
        machine = self.show.attempt.machine if self.show is not None else None
        return machine.caption if machine is not None else ""

    # -- time --------------------------------------------------------------------------------------------------------

    @property
    def moving(self) -> bool:
        return True

    def shows(self) -> tuple[Hashable, ...]:
        return (*super().shows(), self.place)

    def resize(self, width: float, height: float, scale: float = 1.0) -> None:
        super().resize(width, height, scale)
        if self.show is not None:
            follow(self._inside, self.game)
            self.show.resize(width, height, scale)

    def on_update(self, seconds: float) -> None:
        self.since += seconds
        self._hinted += seconds
        if self.show is not None:
            self.show.update(seconds * self.reel.speed)
        if self.over:
            self._go_on()

    def _go_on(self) -> None:
        """From the title to the show, from the show to the next title."""
        if self.show is None:
            self._part(self.place, started=True)
        elif self.place + 1 < len(self.reel.levels):
            self._part(self.place + 1)
        elif self.reel.again:
            self._part(0)
        elif self.parent is not None:
            self.go(self.parent)
        else:
            self.game.quit = True

    def _part(self, place: int, started: bool = False) -> None:
        self.go(ReelScene(self.game, self.reel, self.parent, place, started, self.since))

    def end(self) -> None:
        if self.show is not None:
            self.show.end()

    # -- what the player does ----------------------------------------------------------------------------------------

    def handle(self, intent: Intent) -> Scene:
        """Esc leads back, any other key or click takes over; a pointer that moves is told so."""
        if intent.name == "move":
            self._hinted = 0.0
        elif intent.name in NOTHING or self.since < DEAF:
            return self
        elif self.reel.attract or intent.name == "back":
            self.back()
        else:
            self.take_over()
        return self._following()

    def back(self) -> None:
        if self.parent is not None:
            self.go(self.parent)
        else:
            self.open("title")

    def take_over(self) -> None:
        """The level opens where the show stands, and is the player's."""
        play = PlayScene(self.game, self.level)
        if self.show is not None:
            inside = self.show.attempt
            inside.take_over()
            play.attempt.begin_from(inside.session)
        self.go(play)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, canvas: Canvas) -> None:
        if self.show is None:
            self._paint_title(canvas)
        else:
            self.show.draw(canvas)
        left = 1.0 if self._hinted < HINTED else max(0.0, 1 - (self._hinted - HINTED) / FADES)
        if left > 0 and self.show is not None and not self.reel.filmed:
            draw_hint(canvas, 1.0 if canvas.look.still else left)

    def _paint_title(self, canvas: Canvas) -> None:
        draw_backdrop(canvas)
        brief = _(self.level.stage(0).brief)
        lines = hued_lines(canvas, brief, min(WIDE, canvas.w - 2 * EDGE), BRIEF)
        step, middle = 1.45 * BRIEF * canvas.type, canvas.w / 2
        top = (canvas.h - (130 * canvas.type + step * len(lines))) / 2
        wide = canvas.width(self.code, LEAD_NUMBER) + 24
        high = 30 * canvas.type
        canvas.rect(middle - wide / 2, top, wide, high, "raised", 9)
        canvas.text(middle, top + high / 2 + 6.4 * canvas.type, self.code, LEAD_NUMBER, "text", "middle")
        style, title = canvas.fitted(_(self.level.title), canvas.w - 2 * EDGE, STRONG.sized(40))
        canvas.text(middle, top + 84 * canvas.type, title, style, "text", "middle")
        for number, line in enumerate(lines):
            base = top + 128 * canvas.type + step * number
            runs = hued_runs(line, "text2", 500)
            canvas.rich(middle - canvas.rich_width(runs, LABEL.sized(BRIEF)) / 2, base, runs, LABEL.sized(BRIEF))


def draw_hint(canvas: Canvas, alpha: float) -> None:
    """At the bottom right: that any key takes over."""
    words = _("any key: take over")
    wide, high = canvas.width(words, LABEL) + 32, 34 * canvas.type
    x, y = canvas.w - EDGE - wide, canvas.h - 12 - high

    def draw(sub: Canvas) -> None:
        sub.rect(x, y, wide, high, "well", high / 2, alpha=0.88)
        sub.text(x + wide / 2, y + high / 2 + 5.8 * sub.type, words, LABEL, "text", "middle")

    canvas.cached(("take over", words, wide), x, y, wide, high, draw, alpha=alpha)
