"""The reel: shows of the machine one after another, each behind a card with its title. Any key takes over.

Each card and each show is a scene of its own, so that the window fades from one to the next as it does between screens.
Nothing of it is counted: a show is played in a game of its own (`spectator` in attempt/game/game.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..attempt.game.game import Game, spectator
from ..attempt.playback.rehearsal import ShowPhase
from ..desktop.controls import Intent
from ..i18n import _
from ..rules.actions import Action
from ..rules.campaign import INSTEAD, TRAINED, code
from ..rules.level import Level
from ..view.draw.canvas import Canvas
from ..view.draw.tokens import DISPLAY, LABEL, LEAD_NUMBER
from ..view.format.markup import coloured_lines, coloured_runs
from ..view.scenery.landscape import draw_backdrop
from ..view.widgets.toast import Toasts
from .base.scene import Scene
from .play.play import PlayScene
from .play.trained_show import TrainedShow

# ---------------------------------------------------------------------------------------------------------------------
# The machine's show of a level with nothing to press: a reel has it, and who takes it over is at the level.


class BareShow(PlayScene):
    """`over` tells when it has ended; `take_over` makes it a visit to the level. Nothing is counted before that."""

    bare = True

    def __init__(self, game: Game, level: Level, replay: Sequence[Action] | None = None) -> None:
        super().__init__(game, level, True, replay)

    @property
    def over(self) -> bool:
        """The show has ended, and its end has stood for a while."""
        machine = self.attempt.machine
        return machine is None or machine.over

    def take_over(self) -> None:
        """It becomes the player's visit, from the step that is looked at."""
        self.bare = False
        self.game.progress.last_level = self.level.id
        self.do("take")


CARD = 1.2  # seconds for which a title stands
DEAF = 0.4  # seconds after the beginning in which no key takes over: it may have been pressed to begin
BRIEF, WIDE = 20.0, 760.0  # size and width of what the level is about
EDGE = 24.0
NOTHING = frozenset({"move", "release", "wheel"})  # what is no press


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


class ReelState:
    """What the parts of a reel share: the game in which nothing is counted, and what is trained meanwhile.

    since   seconds since it began        note   why a level is not the one that belongs there
    muted   whether all sound was off before: while it is on, nothing is heard
    """

    def __init__(self, game: Game) -> None:
        self.inside = spectator(game)
        self.trainee: TrainedShow | None = None
        self.trains = True
        self.since = 0.0
        self.note = ""
        self.muted = game.mute(True)


class ReelScene(Scene):
    """`place`: of the level that is shown. `started`: its title was shown, and its show begins."""

    def __init__(self, game: Game, reel: Reel, parent: Scene | None = None, place: int = 0, started: bool = False,
                 shared: ReelState | None = None) -> None:  # fmt: skip
        super().__init__(game)
        self.parent = parent
        self.reel, self.place = reel, place
        self.shared = shared or ReelState(game)
        self._goes_on = False
        self.show: BareShow | TrainedShow | None = None
        if started:
            reel, inside = self.reel, self.shared.inside
            inside.scale, inside.theme = self.game.scale, self.game.theme
            if self._is_trained:
                self._train()
            if self.shared.trainee is not None and self._is_trained:
                self.show, self.shared.trainee = self.shared.trainee, None
            else:
                self.show = BareShow(inside, self.level, reel.run if not self.place else None)
                machine = self.show.attempt.machine
                if not reel.tries and machine is not None:
                    machine.jump(ShowPhase.CHOOSES)
            self.show.ring = False

    @property
    def level(self) -> Level:
        return self.reel.levels[self.place]

    @property
    def foreign(self) -> str:
        return self.level.plugin

    @property
    def _is_trained(self) -> bool:
        """In a process of its own."""
        return self.level.id == TRAINED and self.reel.run is None

    @property
    def over(self) -> bool:
        """All of this part has been seen."""
        return self.show.over if self.show is not None else self.time >= CARD / self.reel.speed

    @property
    def caption(self) -> str:
        """What the show says now."""
        return self.show.topbar.title.caption() or "" if self.show is not None else ""

    def spoken_line(self) -> str:
        return self.caption or _(self.level.title)

    @property
    def trains(self) -> bool:
        """A training that is shown here, or later, is under way."""
        show = self.show if isinstance(self.show, TrainedShow) else self.shared.trainee
        if show is None:
            return False
        show.work()
        return not show.trained

    def _train(self) -> None:
        """Begin the training that comes later, if there is one; where none can be, another level takes its place."""
        shared, ids = self.shared, [level.id for level in self.reel.levels]
        if shared.trainee is not None or not shared.trains or TRAINED not in ids or self.reel.run is not None:
            return
        shared.inside.scale, shared.inside.theme = self.game.scale, self.game.theme
        trainee = TrainedShow(shared.inside, self.reel.levels[ids.index(TRAINED)])
        trainee.resize(self.width, self.height, self.game.scale)
        trainee.start()
        if not trainee.lost:
            shared.trainee = trainee
            return
        trainee.end()
        shared.trains, shared.inside.toasts = False, Toasts()  # it is told on the card of the level that comes instead
        instead = self.game.catalog.levels.get(INSTEAD)
        if instead is not None and len(ids) > 1:
            left_out = code(self.reel.levels[ids.index(TRAINED)], self.game.catalog)
            text = _("{code} is skipped: no process can start here to train it.")
            shared.note = text.format(code=left_out)
            levels = [instead if level.id == TRAINED else level for level in self.reel.levels]
            self.reel = self.reel._replace(levels=levels)

    # -- time --------------------------------------------------------------------------------------------------------

    @property
    def playing(self) -> bool:
        return self.show is not None and self.show.playing

    def resize(self, width: float, height: float, scale: float = 1.0) -> None:
        super().resize(width, height, scale)
        self.shared.inside.scale, self.shared.inside.theme = self.game.scale, self.game.theme
        if self.show is not None:
            self.show.resize(width, height, scale)

    def after_update(self, seconds: float) -> None:
        self.shared.since += seconds
        if self.show is None:
            self._train()
        if self.shared.trainee is not None:
            self.shared.trainee.work()
        if self.show is not None:
            self.show.update(seconds * self.reel.speed)
        if self.over:
            # From the title to the show, from the show to the next title
            if self.show is None:
                self._part(self.place, started=True)
            elif self.place + 1 < len(self.reel.levels):
                self._part(self.place + 1)
            elif self.reel.again:
                self._part(0)
            elif self.parent is not None:
                self.back()
            else:
                self.game.quit = True

    def _part(self, place: int, started: bool = False) -> None:
        self._goes_on = True
        self.go(ReelScene(self.game, self.reel, self.parent, place, started, self.shared))

    def end(self) -> None:
        if self.show is not None:
            self.show.end()
        if self._goes_on:
            return
        self.game.mute(self.shared.muted)
        if self.shared.trainee is not None:
            self.shared.trainee.end()

    # -- what the player does ----------------------------------------------------------------------------------------

    def handle(self, intent: Intent) -> Scene:
        """Esc leads back, any other key or click takes over."""
        if intent.name in NOTHING or self.shared.since < DEAF:
            return self
        elif self.reel.attract or intent.name == "back":
            self.back()
        else:
            self.take_over()
        return self._following()

    def back(self) -> None:
        super().back() if self.parent is not None else self.open("title")

    def take_over(self) -> None:
        """The level opens where the show stands, and is the player's."""
        play = PlayScene(self.game, self.level)
        if isinstance(self.show, TrainedShow):
            play.attempt.begin_from(self.show.session_for_player())
        elif self.show is not None:
            inside = self.show.attempt
            inside.take_over()
            play.attempt.begin_from(inside.session)
        self.go(play)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, canvas: Canvas) -> None:
        if self.show is None:
            canvas.clear_text_cache()
            draw_backdrop(canvas)
            brief = _(self.level.stage(0).brief)
            lines = coloured_lines(canvas, brief, min(WIDE, canvas.w - 2 * EDGE), BRIEF)
            step, middle = 1.45 * BRIEF * canvas.type, canvas.w / 2
            top = (canvas.h - (130 * canvas.type + step * len(lines))) / 2
            number = code(self.level, self.game.catalog)
            width = canvas.width(number, LEAD_NUMBER) + 24
            height = 30 * canvas.type
            canvas.rect(middle - width / 2, top, width, height, "raised", 9)
            canvas.text(middle, top + height / 2 + 6.4 * canvas.type, number, LEAD_NUMBER, "text", "middle")
            style, title = canvas.fit_style(_(self.level.title), canvas.w - 2 * EDGE, DISPLAY)
            canvas.text(middle, top + 84 * canvas.type, title, style, "text", "middle")
            for below, line in enumerate(lines):
                base = top + 128 * canvas.type + step * below
                runs = coloured_runs(line, "text2", 500)
                style = LABEL.with_size(BRIEF)
                canvas.rich(middle - canvas.rich_width(runs, style) / 2, base, runs, style)
            if self.level.id == INSTEAD and self.shared.note:
                canvas.text(middle, canvas.h - 48, self.shared.note, LABEL, "text2", "middle")
            self.draw_notes(canvas)
        else:
            self.show.draw(canvas)
            if not self.reel.filmed:
                words = _("any key: back") if self.reel.attract else _("any key: take over")
                x, y, w, h = self.show.tiles_place.rect  # where the keys of a show would stand that is not only watched
                canvas.text_vcenter(x + w / 2, y + h / 2, words, LABEL, "text2", "middle", w - 16)
