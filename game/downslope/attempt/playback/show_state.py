"""What the machine's show is at any moment, and what can be asked of it; show.py is what can be done with it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...engine.checkpoint import Snapshot
from ...engine.run import Fault
from ...rules.action_history import merge_learns
from ...rules.actions import Action, Impossible, Learn, Turn
from ...rules.session import Session
from ...solving.halving_search import Choice
from ...solving.tried import Tried
from .playback import Playback
from .rehearsal import Rehearsal, Round
from .round_plan import ENDING, PHASES, RoundPlan, ShowPhase

if TYPE_CHECKING:
    from collections.abc import Iterable


# ---------------------------------------------------------------------------------------------------------------------
# Where a part of a level begins after others that were learned: made again beside the show, a little each frame.


AT_ONCE = 8  # steps between two looks at the time


class PreparedStart:
    """`ready`: there is a session that stands there, to be taken."""

    def __init__(self, session: Session) -> None:
        self._session, self._actions = session, merge_learns(session.actions)
        self._begin()

    def _begin(self) -> None:
        self._made = Session(self._session.base, self._session.catalog)
        # The last one first
        found = list[Action]()
        for action in self._actions:
            if isinstance(action, Learn):
                whole, rest = divmod(action.steps, AT_ONCE)
                found += [Learn(AT_ONCE)] * whole + [Learn(rest)] * bool(rest)
            else:
                found.append(action)
        self._left = found[::-1]

    @property
    def ready(self) -> bool:
        return not self._left

    def work(self, carries_over: Callable[[], bool]) -> None:
        """Some more of what led there, as long as that is true."""
        try:
            while self._left and carries_over():
                self._made.do(self._left.pop())
        except (Impossible, Fault):
            self._left = []  # a plugin that raises now and did not before

    def take(self) -> Session:
        """It; another one is made for the next time."""
        taken = self._made
        self._begin()
        return taken


# ---------------------------------------------------------------------------------------------------------------------
# Where each phase of a round of the machine's show began, so that the show can go back there.


REPLAYED = 500  # steps that are made again at once


def is_long(actions: Iterable[Action]) -> bool:
    """These are more steps than are made again at once."""
    return sum(action.steps for action in actions if isinstance(action, Learn)) > REPLAYED


class PhaseStarts:
    """`session`: as it stands where the round begins. A long way there is made again ahead, a little each frame."""

    def __init__(self, session: Session) -> None:
        self._base, self._catalog = session.base, session.catalog
        self._done: dict[ShowPhase, list[Action]] = {}  # before each phase
        self._kept = PreparedStart(session) if is_long(session.actions) else None

    def note(self, phase: ShowPhase, session: Session) -> None:
        """The phase begins where the session stands."""
        self._done[phase] = list(session.actions)

    def before(self, phase: ShowPhase) -> list[Action]:
        """What was done before it."""
        return self._done[phase]

    @property
    def ready(self) -> bool:
        """`session_at` takes no time."""
        return self._kept is None or self._kept.ready

    def work(self, has_time: Callable[[], bool]) -> None:
        """Go on while there is time."""
        if self._kept is not None:
            self._kept.work(has_time)

    def session_at(self, phase: ShowPhase) -> Session:
        """Another session that stands where the phase began."""
        if self._kept is None:
            return Session(self._base, self._catalog, merge_learns(self._done[phase]))
        session = self._kept.take()
        try:
            for action in merge_learns(self._done[phase][len(self._done[ShowPhase.TRIES]) :]):
                session.do(action)
        except (Impossible, Fault):
            pass  # a plugin that raises now and did not before: its run stands there
        return session


SPEEDS = (0.5, 1.0, 2.0, 4.0, 16.0, 0.0)  # times; 0.0: as fast as it goes
TURNING = 0.6  # seconds of the choice until the first knob is turned


class ShowState:
    """`session`: the machine's own run. `on_stage`: the screen shows it.

    phase   at what it is, for `clock` seconds           round   what is done from this start on; None: not known yet
    tried   all that is tried; None: nothing is          plan    how long all that takes, and what is said
    done    all has been played                          over    the end has stood as long as a reel lets it stand
    """

    def __init__(self, session: Session, playback: Playback, actions: Sequence[Action] | None = None,
                 yours: int | None = None) -> None:  # fmt: skip
        """`actions`: a run that somebody has made, to be shown as it was; by default it finds its own.

        `yours`: what the player's own best run took, in the unit of the par.
        """
        self.session = session
        self.playback = playback
        self.on_stage = True
        self.paused = False
        self.speed = 1  # index into SPEEDS
        self.phase = ShowPhase.TRIES
        self.clock = 0.0
        self.round: Round | None = None
        self.tried: Tried | None = None
        self.plan = RoundPlan(False, False)
        self.done = False
        self.is_shared = actions is not None  # what is shown is a run that somebody has made
        self._actions, self._yours = actions, yours
        self._rehearsal = Rehearsal(session, actions, self._chosen)
        self._run_began = 0  # the step at which it did
        self._wanted: ShowPhase | None = None  # to be jumped to as soon as that is known and made
        self._field: list[tuple[Action, ...]] = []  # what was tried last
        self._left = deque[tuple[Action, ...]]()  # what is still to be done in this phase, beat by beat
        self._starts = PhaseStarts(session)  # of this round
        self._rehearsed = False  # this round, to its end: a long run may be shown before
        self._heard = 0  # how much of such a run has been heard of
        self._told = 0  # and how many looks at it
        self._frames = 0  # since another picture of it is seen

    @property
    def times(self) -> float:
        return SPEEDS[self.speed]

    @property
    def playing(self) -> bool:
        """Something moves, or will: the machine, or the eye on its way to where the machine is."""
        return not self.paused and (not self.ended or self.playback.moving)

    @property
    def looks_ahead(self) -> bool:
        """What comes is not known yet, or where it is to begin anew, or how the other tries end."""
        if not self._rehearsed or self._wanted is not None:
            return True
        return self.tried is not None and not self.tried.done

    @property
    def last_round(self) -> bool:
        """Nothing comes after this round."""
        return self._rehearsal.last

    @property
    def ended(self) -> bool:
        """The end of all is told, and stands."""
        return self.done and self.phase is ShowPhase.ENDS

    @property
    def over(self) -> bool:
        return self.ended and self.clock >= ENDING

    @property
    def ahead(self) -> tuple[Session, int] | None:
        """Until something is chosen: the run that leads, and the step of it that is to be seen."""
        if self.tried is None or self.has_chosen or not self.tried.known:
            return None
        return self.tried.ahead if self.phase is ShowPhase.TRIES else self.tried.picked

    @property
    def prepares(self) -> bool:
        """It tries and chooses: nothing of the run has been made."""
        return self.phase in (ShowPhase.TRIES, ShowPhase.CHOOSES)

    @property
    def failed(self) -> bool:
        """A plugin raised in every try: there is nothing to run."""
        return self.tried is not None and all(lane.fault is not None for lane in self.tried.lanes)

    @property
    def has_chosen(self) -> bool:
        """What the run is made with is set; where it tries, its knobs say nothing before that."""
        if self.phase is ShowPhase.TRIES:
            return self.tried is None
        return self.phase is not ShowPhase.CHOOSES or self.tried is None or self.clock >= TURNING

    @property
    def seconds(self) -> float:
        """Since the round began."""
        return sum(self.plan.lasts[each] for each in PHASES[: PHASES.index(self.phase)]) + self.clock

    @property
    def caption(self) -> str:
        """What it says now, with light markup."""
        return self.plan.caption(self.phase, self.clock)

    @property
    def turning(self) -> tuple[Turn, float] | None:
        """Between two looks: what it turns next, and which part of the way there is done."""
        action = self._left[0][0] if self._left and self.tried is None and self.phase is ShowPhase.TRIES else None
        if not isinstance(action, Turn):
            return None
        return action, min(1.0, max(0.0, self.plan.beat(self.clock) - len(self.session.actions)))

    @property
    def length(self) -> float | None:
        """Seconds of the whole round; None: not known yet."""
        return self.plan.length if self.round is not None else None

    @property
    def read(self) -> list[Snapshot]:
        """Where it learns to read pictures: its weights at the looks up to where it is, with what they read."""
        return [look for look in self._rehearsal.read if self.round is not None and look.step <= self.session.count]

    def _chosen(self) -> Choice | None:
        """What the tries of this round have come to; None: nothing is tried, or nothing could be."""
        return self.tried.choice if self.tried is not None and not self.failed else None

    @property
    def _is_waiting(self) -> bool:
        """The clock stands until more is known."""
        if self._wanted is not None and self.round is not None:
            return True
        if self._must_wait:
            return self.clock >= self._known_for
        return not self.plan.known and self.clock >= self.plan.lasts[self.phase]

    @property
    def _must_wait(self) -> bool:
        """The run is shown, and is not yet rehearsed to its end."""
        return self.phase is ShowPhase.RUNS and not self._rehearsed

    @property
    def _known_for(self) -> float:
        """Seconds of the run after which more has to be rehearsed."""
        reading = self._rehearsal.reading
        return self.plan.run.start_index_of(reading.known) if reading is not None and self.plan.run is not None else 0.0
