"""The director: at what a visit to a level is, what of it may be told yet, and how long each part of that takes.

One for all boards. Somebody presses; it is played on the stage; only when it has come to rest is told what it came to;
and that stands until the next press. Boards keep no timers for this: they answer the five questions of a
`ActionPerformer`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from ..engine.run import Fault
from ..rules import Action, Freeze, Learn, Level, Next, Probe, Session, Stop, Turn
from ..view.draw import STILL
from ..view.widgets.bet_marker import AnswerAnchor
from .game.game import Game
from .playback import Playback
from .show import MachineShow

PLACING, REACTING, MISSED, TELLING = 0.24, 0.9, 0.3, 0.24  # seconds: of PLACE, REACT, REACT after a miss, VERDICT
PLACING_STILL, REACTING_STILL = 0.15, 0.5  # the same with reduced motion; REACT of a bet
DEAF = 0.4  # seconds of REACT in which no press ends it
MOST = 6.0  # seconds that a stage may take for a show
FASTER, AT_ONCE = 4.0, 120.0  # times: after a press while something is played; to its end


class Phase(StrEnum):
    """At what a visit is.

    try      the stage is the player's        place    the answer to a bet goes to its place on the stage
    play     what was pressed is played, without a word
    react    it has come to rest: the world and Pip answer        verdict  the screen says what it came to
    hold     that stands, until a press        card     the level's card lies over it
    """

    TRY = "try"
    PLACE = "place"
    PLAY = "play"
    REACT = "react"
    VERDICT = "verdict"
    HOLD = "hold"
    CARD = "card"


PLAYS = (Learn, Probe, Stop)  # what is seen on the stage, also where it does not win


class PlayRequest(NamedTuple):
    """What is to be played.

    kind    "bet": the answer given to the question of this number; "try": what the player did
    """

    kind: str
    number: int = -1
    answer: str | float = ""


class SeenState(NamedTuple):
    """What the player has been told of the session: while something is played, as it was before the press.

    stage    the part of the level        won    its target is met        complete    all that star 1 asks for is won
    over     no more steps: an outcome or a fault        outcome    its kind, ""        stars    of this visit
    """

    stage: int
    won: bool
    complete: bool
    over: bool
    outcome: str
    stars: frozenset[int]


class OpenBets(Protocol):
    """What it needs of the bets."""

    open: int | None
    last: int | None
    answered: dict[int, bool]

    @property
    def playing(self) -> bool: ...
    @property
    def on_screen(self) -> bool: ...
    def begin(self) -> None: ...
    def stop_demo(self) -> None: ...
    def tell(self) -> None: ...


class Visit(Protocol):
    """What a director and the bets need of the visit to a level that they belong to; `Attempt` is it."""

    game: Game
    level: Level
    session: Session
    playback: Playback
    director: Director
    fault: Fault | None
    watched: bool

    @property
    def show(self) -> MachineShow | None: ...
    @property
    def open_bets(self) -> OpenBets: ...
    def stars(self) -> frozenset[int]: ...


class ActionPerformer(Protocol):
    """What a director asks of the board."""

    def anchor(self, number: int, answer: str | float) -> AnswerAnchor | None:
        """Where this answer to the question of that number stands; None: the board shows no place for it."""

    def begin(self, show: PlayRequest) -> float | None:
        """Play it now. What the session itself shows (its steps, a bet's run) plays without being asked."""

    def at_rest(self) -> bool:
        """All that was begun has come to rest."""

    def react(self, kind: str) -> None:
        """The world answers. kind: "land", won; "miss", not, or the kind of its outcome; "right" or "other", a bet."""


@dataclass(eq=False)
class Director:
    """`state`: at what the visit is. `clock`: for how many seconds. `show`: what is played, or was last.

    pace    how fast time goes on the stage: more than 1 after a press while something is played
    turned    a knob was turned since the end was shown, or since what is played was pressed
    """

    attempt: Visit
    board: ActionPerformer | None = None
    show: PlayRequest | None = None
    clock: float = 0.0
    pace: float = 1.0
    card: bool = False  # the level's card lies over the screen
    _passing: Phase | None = None  # one of those that pass by themselves
    _before: SeenState | None = None  # what was seen before the press, as long as it is pending
    _least: float = 0.0  # seconds that what is played takes at least
    _told: SeenState | None = None  # what was seen when last nothing went on
    turned: bool = False
    _known: tuple[object, SeenState] | None = None

    # -- what it is asked --------------------------------------------------------------------------------------------

    @property
    def state(self) -> Phase:
        """Worked out each time, so that what the player undoes needs no telling."""
        attempt = self.attempt
        if self._passing is not None:
            return self._passing
        if self.card:
            return Phase.CARD
        if attempt.show is not None:
            return Phase.TRY
        session = attempt.session
        news = session.won or session.outcome is not None or attempt.fault is not None
        return Phase.HOLD if news and not self.turned else Phase.TRY

    @property
    def pending(self) -> bool:
        """What came of the press is not told yet."""
        return self._before is not None

    @property
    def seen(self) -> SeenState:
        """What the player has been told."""
        return self._before or self._now()

    @property
    def input_blocked(self) -> bool:
        """What goes on is more than a try that did not win: knobs and tiles wait for the verdict."""
        return self._passing is Phase.VERDICT or (self._passing is not None and self._decides())

    @property
    def moving(self) -> bool:
        """It goes on by itself."""
        return self._passing is not None

    # -- what it hears ----------------------------------------------------------------------------------------------

    def place(self, number: int, answer: str | float, before: SeenState) -> None:
        """A bet was answered: the answer goes to its place, then it is played out. `before`: seen before the answer."""
        self._before = before
        self._enter(Phase.PLACE, PlayRequest("bet", number, answer))

    def hide(self, before: SeenState) -> None:
        """News of now comes with what is played next. `before`: what was seen before it."""
        self._before = before

    def play(self, before: SeenState) -> None:
        """Something was pressed that is to be seen. `before`: what was seen before the press."""
        self._before, self.turned = before, False
        self._enter(Phase.PLAY, PlayRequest("try"))
        if self.board is not None and self.show is not None:
            self._least = self.board.begin(self.show) or 0.0

    def after(self, action: Action, before: SeenState) -> None:
        """Something was done to the session. `before`: what was seen before it."""
        attempt, now = self.attempt, self._now()
        self.turned = self.turned or isinstance(action, (Turn, Freeze))
        if isinstance(action, Next):  # a part that is won as it begins has still to be seen
            before = SeenState(now.stage, False, before.complete, False, "", before.stars)
            self.turned = False
        if attempt.fault is not None:
            self.rest()
        elif self._passing is not None and self.show is not None and self.show.kind == "bet":
            return  # the board goes on with what the bet shows
        elif attempt.open_bets.open is not None:
            self._before = before if _is_new_event(before, now) else None
        elif (isinstance(action, PLAYS) and not attempt.playback.running) or _is_new_event(before, now):
            self.play(before)

    def rest(self) -> None:
        """What was played is over, or was taken back: the stage is the player's, with nothing held back."""
        self._passing, self._before, self.pace = None, None, 1.0
        self._told, self.turned = self._now(), False

    def faster(self) -> None:
        """A press while something is played: it goes faster from here on, and is never cut."""
        if self._passing is Phase.PLAY:
            self.pace = max(self.pace, FASTER)
        elif self._passing is Phase.REACT and self.clock >= DEAF:
            self._announce()

    def finish(self) -> None:
        """To the end of what is played; what answers it is seen all the same."""
        if self._passing is Phase.PLAY:
            self.pace = AT_ONCE
            self.attempt.open_bets.stop_demo()
        else:
            self.faster()

    def update(self, seconds: float) -> None:
        """Time goes by."""
        still = self.attempt.game.settings.still
        self.clock += seconds * (self.pace if self._passing is Phase.PLAY else 1.0)
        if self._passing is None:
            self.check_for_news()
        elif self._passing is Phase.PLACE and self.clock >= (PLACING_STILL if still else PLACING):
            self._enter(Phase.PLAY)
            self.attempt.open_bets.begin()
            if self.board is not None and self.show is not None:
                self._least = self.board.begin(self.show) or 0.0
        elif self._passing is Phase.PLAY:
            bets, playback, board = self.attempt.open_bets, self.attempt.playback, self.board
            if bets.playing or playback.running or playback.moving:
                return
            if board is not None and self.clock < MOST and self.pace < AT_ONCE:
                least = max(self._least, STILL if still else 0.0)  # with no way to see, its end stands
                if not board.at_rest() or self.clock < least:
                    return
            self._enter(Phase.REACT)
            outcome, show = self.attempt.session.outcome, self.show
            kind = "land" if self.attempt.session.won else outcome.kind if outcome is not None else "miss"
            if show is not None and show.kind == "bet":
                kind = "right" if bets.answered.get(show.number) else "other"
            if board is not None:
                board.react(kind)
        elif self._passing is Phase.REACT:
            bet = self.show is not None and self.show.kind == "bet"
            reacting = REACTING_STILL if still or bet else REACTING
            if self.clock >= (reacting if self._decides() else MISSED):
                self._announce()
        elif self._passing is Phase.VERDICT and self.clock >= TELLING:
            self.rest()

    def check_for_news(self) -> None:
        """What ended by other ways than a press is seen to its end too; and what waited for a bet."""
        if self._passing is not None or self.attempt.open_bets.on_screen or self.card:
            return
        now = self._now()
        if self._before is not None:
            self.play(self._before)
        elif self._told is not None and _is_new_event(self._told, now):
            self.play(self._told)
        else:
            self._told = now

    # -- the rest ----------------------------------------------------------------------------------------------------

    def _now(self) -> SeenState:
        """The session as it is; worked out where something was done."""
        attempt, session = self.attempt, self.attempt.session
        outcome = session.outcome
        key = (session.serial, len(session.actions), session.count, session.stage, session.won, outcome, attempt.fault,
               attempt.watched)  # fmt: skip
        if self._known is None or self._known[0] != key:
            over = outcome is not None or attempt.fault is not None
            kind = outcome.kind if outcome is not None else ""
            self._known = key, SeenState(session.stage, session.won, session.complete, over, kind, attempt.stars())
        return self._known[1]

    def _enter(self, phase: Phase, show: PlayRequest | None = None) -> None:
        self._passing, self.clock, self.pace = phase, 0.0, 1.0
        self.show = show or self.show

    def _decides(self) -> bool:
        """What is played has more to tell than a try that did not win."""
        bet = self.show is not None and self.show.kind == "bet"
        return bet or self.attempt.playback.running or self._before is None or _is_new_event(self._before, self._now())

    def _announce(self) -> None:
        """The verdict, if it came to anything."""
        if not self._decides():
            self.rest()
            return
        if self.show is not None and self.show.kind == "bet":
            self.attempt.open_bets.tell()
        self._enter(Phase.VERDICT)
        self._before = None


def _is_new_event(before: SeenState, now: SeenState) -> bool:
    """Something has come to its end that was not told yet; that a run is left whose end was told is none."""
    ended = now if now.over else now._replace(over=before.over, outcome=before.outcome)
    return (now.won or now.over) and before[:5] != ended[:5]
