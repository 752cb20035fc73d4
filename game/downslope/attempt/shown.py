"""What of an attempt is on the screen: whose run, at which step, what may be done now. Boards and panels read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..engine.run import Fault
from ..i18n import N_, _, plural_form, sentence_case
from ..rules import UNITS, Level, Session, stars, words_for
from ..scripts.forms import write

if TYPE_CHECKING:  # the terminal takes words from here, and nothing that draws
    from .bets import Bets
    from .director import Director
    from .game.game import Game
    from .playback import Playback
    from .show import MachineShow


def weight_name(level: Level, index: int) -> str:
    """By the level's own word, by its network, or by its number."""
    words, names, number = level.words, level.network.weight_names, index + 1
    own = words.get(f"weight {number}") or (names[index] if index < len(names) else "")
    every = _(words.get("weight", "weight"))
    return _(own) if own else every if level.network.size == 1 else f"{every} {number}"


def unit_title(level: Level, unit: str = "") -> str:
    """What stands above a counter. `unit`: the level's own where nothing is said."""
    unit = unit or level.par_unit
    own = _(level.words.get(unit, ""))
    return sentence_case(own) or _(UNITS[unit].title)


def unit_name(level: Level, count: int, unit: str = "") -> str:
    """What stands after a number, in the form that goes with it."""
    return plural_form(*words_for(level.words, unit or level.par_unit), count)


def par_phrase(level: Level, count: int, unit: str = "") -> str:
    """What a star for so few of them asks for."""
    words = UNITS[unit or level.par_unit]
    return plural_form(words.phrase_one, words.phrase, count).format(n=count, unit=unit_name(level, count, unit))


RACE, CHARTS = 1, 2  # frames behind the board
AUTO_LATER = N_("Auto-solve opens after one run of your own.")
RESET_FIRST = N_("A fault stopped this run. Press Reset for a new one.")


class VisibleAttempt:
    """The questions that a screen asks of an attempt; `Attempt` fills the fields."""

    game: Game
    level: Level
    session: Session
    open_bets: Bets
    director: Director
    machine: MachineShow | None
    drag: Session | None
    playback: Playback
    fault: Fault | None
    watched: bool
    replayed: bool
    ran: bool
    hints: int
    stars_before: frozenset[int]
    ghost: Session | None  # another's run: the level's own, or the machine's
    _ghost_then: tuple[object, Session | None] = (None, None)

    @property
    def show(self) -> MachineShow | None:
        """The machine's, while it is on the stage."""
        return self.machine if self.machine is not None and self.machine.on_stage else None

    @property
    def shown(self) -> Session:
        if self.open_bets.demo is not None:
            return self.open_bets.demo
        if self.show is not None:
            return self.ahead[0] if self.ahead is not None else self.show.session
        return self.drag or self.session

    @property
    def ahead(self) -> tuple[Session, int] | None:
        """While the machine tries: the run that leads, and the step of it that is to be seen."""
        return self.show.ahead if self.show is not None and self.open_bets.demo is None else None

    @property
    def counted(self) -> Session:
        """Whose costs are shown: what is only tried costs nothing."""
        if self.open_bets.demo is not None:
            return self.session
        return self.machine.session if self.ahead is not None and self.machine is not None else self.shown

    @property
    def ghost_at_place(self) -> Session | None:
        """The ghost as it ended the part of the level that is shown; None: there is none, or it is itself shown."""
        ghost, stage = self.ghost, self.shown.stage
        if ghost is None or ghost is self.shown:
            return None
        key = (ghost, ghost.count, stage)
        if self._ghost_then[0] != key:
            self._ghost_then = (key, ghost.at_stage(stage))
        return self._ghost_then[1]

    @property
    def now(self) -> Level:
        """The level as the stage and the knobs of the shown session have it."""
        return self.shown.level

    @property
    def step(self) -> int:
        """The step that is looked at; the session's count when it is live."""
        return self.ahead[1] if self.ahead is not None else min(self.playback.looked_at, self.shown.count)

    @property
    def charted(self) -> tuple[Session, int]:
        """The run and the step that a chart has: while the machine tries a little behind what is shown."""
        machine = self.machine
        if self.ahead is None or machine is None or machine.tried is None:
            return self.shown, self.step
        return machine.tried.ahead_at(machine.seen_beat(CHARTS)) or self.ahead

    @property
    def busy(self) -> bool:
        """The player's Learn runs, or a bet is asked, shown or told."""
        return self.playback.running or self.open_bets.on_screen

    @property
    def met(self) -> bool:
        """What is shown is won, and that has been told."""
        if self.ahead is not None:
            return False  # it is only tried
        return self.director.seen.won if self.shown is self.session else self.shown.won

    @property
    def can_auto(self) -> bool:
        """After one run of one's own (rule 7), or once the level has been reached."""
        if self.game.hides("auto"):
            return False
        return self.ran or self.session.complete or bool(self.stars_before)

    @property
    def over(self) -> bool:
        """The present run has its outcome, or a fault; more steps would only go past it."""
        session = self.session if self.open_bets.demo is not None else self.shown
        return session.outcome is not None or self.fault is not None

    def script(self) -> str:
        """The present run as plain Python; empty where plain lines cannot say it."""
        return write(self.session).text

    def stars(self) -> frozenset[int]:
        return stars.earned_stars(self.session, self.watched)
