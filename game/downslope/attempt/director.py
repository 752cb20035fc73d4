"""The director: at what a visit to a level is, what of it may be told yet, and how long each part of that takes.

One for all boards. Somebody presses; it is played on the stage; only when it has come to rest is told what it came to;
and that stands until the next press. Boards keep no timers for this: they answer the five questions of a `Performer`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from ..engine.run import Fault
    from ..rules.actions import Action
    from ..rules.session import Session
    from ..view.widgets.ticket import AnswerPlace
    from .auto_player import AutoPlayer
    from .game import Game
    from .playback import Playback

PLACING, REACTING, MISSED, TELLING = 0.24, 0.9, 0.3, 0.24  # seconds: of PLACE, REACT, REACT after a miss, VERDICT
PLACING_STILL, REACTING_STILL = 0.15, 0.5  # the same with reduced motion
DEAF = 0.4  # seconds of REACT in which no press ends it
MOST = 6.0  # seconds that a stage may take for a show
FASTER, AT_ONCE = 4.0, 120.0  # times: after a press while something is played; to its end


class Phase(StrEnum):
    """At what a visit is.

    try      the stage is the player's        ask      a bet waits for an answer
    place    the answer goes to its place on the stage        play     what was pressed is played, without a word
    react    it has come to rest: the world and Pip answer        verdict  what it came to is told
    hold     that stands, until a press        card     the level's card lies over it
    """

    TRY = "try"
    ASK = "ask"
    PLACE = "place"
    PLAY = "play"
    REACT = "react"
    VERDICT = "verdict"
    HOLD = "hold"
    CARD = "card"


FROZEN = frozenset({Phase.PLACE, Phase.PLAY, Phase.REACT})  # in these nothing is told yet


class Show(NamedTuple):
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


class Asking(Protocol):
    """What it needs of the bets."""

    open: int | None
    last: int | None
    answered: dict[int, bool]

    @property
    def playing(self) -> bool: ...
    def begin(self) -> None: ...
    def end_demo(self) -> None: ...
    def tell(self) -> None: ...


class Visited(Protocol):
    """What it needs of the visit that it directs; `Attempt` is it."""

    @property
    def game(self) -> Game: ...
    @property
    def session(self) -> Session: ...
    @property
    def machine(self) -> AutoPlayer | None: ...
    @property
    def asking(self) -> Asking: ...
    @property
    def playback(self) -> Playback: ...
    @property
    def fault(self) -> Fault | None: ...
    def stars(self) -> frozenset[int]: ...


class Performer(Protocol):
    """What a director asks of the board."""

    def mark(self, number: int, answer: str | float) -> AnswerPlace | None:
        """Where this answer to the question of that number stands; None: the board shows no place for it."""

    def begin(self, show: Show) -> None:
        """Play it now. What the session itself shows (its steps, a bet's run) plays without being asked."""

    def over(self) -> bool:
        """All that was begun has come to rest."""

    def react(self, kind: str) -> None:
        """The world answers. kind: "land", won; "miss", not, or the kind of its outcome; "right" or "other", a bet."""

    def least(self) -> float:
        """Seconds that the stage needs for a show at least."""


class Director:
    """`state`: at what the visit is. `clock`: for how many seconds. `show`: what is played, or was last.

    pace    how fast time goes on the stage: more than 1 after a press while something is played
    """

    def __init__(self, attempt: Visited) -> None:
        self.attempt = attempt
        self.board: Performer | None = None
        self.show: Show | None = None
        self.clock = 0.0
        self.pace = 1.0
        self.card = False  # the level's card lies over the screen
        self._passing: Phase | None = None  # one of those that pass by themselves
        self._seen: SeenState | None = None  # while frozen

    # -- what it is asked --------------------------------------------------------------------------------------------

    @property
    def state(self) -> Phase:
        """Asked for anew each time, so that what the player undoes needs no telling."""
        attempt = self.attempt
        if self._passing is not None:
            return self._passing
        if self.card:
            return Phase.CARD
        if attempt.asking.open is not None:
            return Phase.ASK
        if attempt.machine is not None and attempt.machine.on_stage:
            return Phase.TRY
        session = attempt.session
        told = session.won or session.outcome is not None or attempt.fault is not None
        return Phase.HOLD if told or attempt.asking.last is not None else Phase.TRY

    @property
    def frozen(self) -> bool:
        """Nothing is told yet of what is played."""
        return self._passing in FROZEN

    @property
    def seen(self) -> SeenState:
        """What the player has been told."""
        return self._seen if self._seen is not None and self.frozen else self._now()

    @property
    def holds(self) -> bool:
        """What goes on by itself belongs to the player's eyes alone: it tells a bet's end, or the run's."""
        return self._passing is Phase.VERDICT or (self.frozen and self._decides())

    def _decides(self) -> bool:
        """What is played has more to tell than a try that did not win."""
        before = self._seen
        bet = self.show is not None and self.show.kind == "bet"
        now = self._now()
        return bet or self.attempt.playback.running or before is None or before[:-1] != now[:-1]

    @property
    def moving(self) -> bool:
        """It goes on by itself."""
        return self._passing is not None

    def _now(self) -> SeenState:
        attempt = self.attempt
        session, outcome = attempt.session, attempt.session.outcome
        over = outcome is not None or attempt.fault is not None
        kind = outcome.kind if outcome is not None else ""
        return SeenState(session.stage, session.won, session.complete, over, kind, attempt.stars())

    # -- what it is told ---------------------------------------------------------------------------------------------

    def place(self, number: int, answer: str | float, before: SeenState) -> None:
        """A bet was answered: the answer goes to its place, then it is played out. `before`: seen before the answer."""
        self._freeze(before)
        self._enter(Phase.PLACE, Show("bet", number, answer))

    def play(self, show: Show, before: SeenState) -> None:
        """Something was pressed that is to be seen. `before`: what was seen before the press."""
        self._freeze(before)
        self._enter(Phase.PLAY, show)
        if self.board is not None:
            self.board.begin(show)

    def after(self, action: Action, before: SeenState) -> None:
        """Something was done to the session. `before`: what was seen before it."""

    def rest(self) -> None:
        """What was played is taken back: the stage is the player's."""
        self._passing, self._seen, self.pace = None, None, 1.0

    def faster(self) -> None:
        """A press while something is played: it goes faster from here on, and is never cut."""
        if self._passing is Phase.PLAY:
            self.pace = max(self.pace, FASTER)
        elif self._passing is Phase.REACT and self.clock >= DEAF:
            self._told()

    def finish(self) -> None:
        """To the end of what is played; what answers it is seen all the same."""
        if self._passing is Phase.PLAY:
            self.pace = AT_ONCE
            self.attempt.asking.end_demo()

    def update(self, seconds: float) -> None:
        """Time goes by."""
        self.clock += seconds * (self.pace if self._passing is Phase.PLAY else 1.0)
        still = self.attempt.game.settings.still
        if self._passing is Phase.PLACE and self.clock >= (PLACING_STILL if still else PLACING):
            self._enter(Phase.PLAY)
            self.attempt.asking.begin()
            if self.board is not None and self.show is not None:
                self.board.begin(self.show)
        elif self._passing is Phase.PLAY and self._is_played():
            self._enter(Phase.REACT)
            if self.board is not None:
                self.board.react(self.reaction())
        elif self._passing is Phase.REACT and self.clock >= (REACTING_STILL if still else REACTING):
            self._told()
        elif self._passing is Phase.VERDICT and self.clock >= TELLING:
            self.rest()

    def reaction(self) -> str:
        """How the world takes it: see Performer.react."""
        attempt, show = self.attempt, self.show
        if show is not None and show.kind == "bet":
            return "right" if attempt.asking.answered.get(show.number) else "other"
        outcome = attempt.session.outcome
        if attempt.session.won:
            return "land"
        return outcome.kind if outcome is not None else "miss"

    # -- the rest ----------------------------------------------------------------------------------------------------

    def _freeze(self, before: SeenState) -> None:
        self._seen = before

    def _enter(self, phase: Phase, show: Show | None = None) -> None:
        self._passing, self.clock, self.pace = phase, 0.0, 1.0
        self.show = show or self.show

    def _is_played(self) -> bool:
        attempt, board = self.attempt, self.board
        playback = attempt.playback
        if attempt.asking.playing or playback.running or playback.moving:
            return False
        if board is None or self.clock >= MOST or self.pace >= AT_ONCE:
            return True
        return board.over() and self.clock >= board.least()

    def _told(self) -> None:
        """What it came to is told."""
        if self.show is not None and self.show.kind == "bet":
            self.attempt.asking.tell()
        self._enter(Phase.VERDICT)
        self._seen = None
