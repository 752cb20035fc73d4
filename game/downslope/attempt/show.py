"""The machine's show on the screen: it tries, it chooses, it runs, it ends; and who watches can hold, step, take over.

It plays the same actions as `solve`. It is driven by the seconds it is given alone: where what comes next is not known
yet its clock stands, so that the same seconds give the same pictures however busy the machine is.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from math import ceil, inf

from ..engine.run import Fault
from ..rules.actions import Action, Impossible, Learn, Probe
from ..rules.session import Session
from ..rules.truncate import merge_learns
from ..solving.halving_search import settings
from ..view.draw.time_slice import TimeSlice
from .playback import Playback
from .rehearsal import Rehearsal, Round

SPEEDS = (0.5, 1.0, 2.0, 4.0, 16.0, 0.0)  # times; 0.0: as fast as it goes
PACE = 2.0  # actions a second at speed 1, where nothing else says how long one is shown
TRYING, KNOWN_WAY, LOOKING = 6.0, 3.0, 1.2  # seconds: of the tries, of a level's own way, of each look that is a try
CHOOSING, TURNING = 2.0, 0.6  # seconds of the choice; in it, until the first knob is turned
BETWEEN, ENDING = 1.8, 5.0  # seconds in which an end stands: before the next round, before the next level of a reel
SLICE = 400  # actions a frame at most, as fast as it goes
FRAME = 0.008  # seconds of a frame at most, as fast as it goes: what drawing leaves of it, with some to spare
SHARE = 0.003  # seconds of a frame for looking ahead


class ShowPhase(StrEnum):
    """At what a show is."""

    TRIES = "tries"
    CHOOSES = "chooses"
    RUNS = "runs"
    ENDS = "ends"


PHASES = tuple(ShowPhase)


class EvenPlan:
    """So many seconds for the steps of a run, all alike."""

    def __init__(self, first: int, last: int, length: float = 6.0) -> None:
        self.first, self.last, self.length = first, last, length

    def position(self, seconds: float) -> float:
        """The step that is seen then; 3.4 is between the steps 3 and 4."""
        return self.first + (self.last - self.first) * min(1.0, seconds / self.length)

    def begin_of(self, step: int) -> float:
        """When that step is seen first."""
        return self.length * (step - self.first) / max(1, self.last - self.first)


class MachineShow:
    """`session`: the machine's own run. `on_stage`: the screen shows it.

    phase     at what it is, for `clock` seconds          lasts     seconds of each phase, as far as they are known
    caption   what it says now, with light markup         round     what is done from this start on; None: not known yet
    done      all has been played                         told      the end has stood as long as a reel lets it stand
    """

    def __init__(self, session: Session, playback: Playback, actions: Sequence[Action] | None = None) -> None:
        """`actions`: a run that somebody has made, to be shown as it was; by default it finds its own."""
        self.session = session
        self.playback = playback
        self.on_stage = True
        self.paused = False
        self.speed = 1  # index into SPEEDS
        self.phase = ShowPhase.TRIES
        self.clock = 0.0
        self.caption = ""
        self.round: Round | None = None
        self.plan: EvenPlan | None = None  # of the steps of a run; None: it is played by hand
        self.done = False
        self.lasts = dict.fromkeys(PHASES, 0.0)
        self._rehearsal = Rehearsal(session, actions)
        self._searches = actions is None
        self._begins: dict[ShowPhase, list[Action]] = {}  # what was done before each phase of this round
        self._run_began = 0  # the step at which it did
        self._wanted: ShowPhase | None = None  # to be jumped to as soon as the round is known
        self._made = 0  # beats of this phase that were done
        self._left: list[tuple[Action, ...]] = []  # what is still to be done in this phase, beat by beat
        self._begin_round(None)

    # -- what it is asked --------------------------------------------------------------------------------------------

    @property
    def times(self) -> float:
        return SPEEDS[self.speed]

    @property
    def playing(self) -> bool:
        """Something moves, or will: the machine, or the eye on its way to where the machine is."""
        return not self.paused and (not self.ended or self.playback.moving)

    @property
    def looks_ahead(self) -> bool:
        """What comes is not known yet."""
        return self.round is None

    @property
    def last_round(self) -> bool:
        """Nothing comes after this round."""
        return self._rehearsal.last

    @property
    def ended(self) -> bool:
        """The end of all is told, and stands."""
        return self.done and self.phase is ShowPhase.ENDS

    @property
    def told(self) -> bool:
        return self.ended and self.clock >= ENDING

    @property
    def prepares(self) -> bool:
        """It tries and chooses: nothing of the run has been made."""
        return self.phase in (ShowPhase.TRIES, ShowPhase.CHOOSES)

    @property
    def seconds(self) -> float:
        """Since the round began."""
        return sum(self.lasts[each] for each in PHASES[: PHASES.index(self.phase)]) + self.clock

    @property
    def length(self) -> float | None:
        """Seconds of the whole round; None: not known yet."""
        return None if self.round is None else sum(self.lasts.values())

    # -- what it is told ---------------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Hold; or play on from the step looked at, from the run's start where all has been played."""
        if self.playing:
            self.pause()
            return
        self.paused = False
        here = self.playback.looked_at
        if here < self.session.count:
            self._go_on_from(here)
        elif self.ended:
            self.jump(ShowPhase.RUNS)

    def pause(self) -> None:
        self.paused = True
        self.playback.jump(self.playback.looked_at)

    def single(self) -> None:
        """One step on, or what comes next where there are no steps, and hold."""
        self.paused = True
        here = self.playback.looked_at
        if here < self.session.count:
            self.playback.jump(here)
            self.playback.hop(here + 1)
        elif self.phase is not ShowPhase.RUNS:
            if not self.ended:
                self._pass_on(max(1 / 60, self._due() - self.clock) if self._left else 1.0)
        elif self._left:
            self._next_beat()
            if self.plan is not None:
                self.clock = self.plan.begin_of(self.session.count)
                self.playback.hop(self.session.count)
        else:
            self._end_run()

    def set_speed(self, speed: int) -> None:
        """An index into SPEEDS; what lies beyond its ends counts as the end."""
        self.speed = min(len(SPEEDS) - 1, max(0, speed))

    def jump(self, phase: ShowPhase) -> None:
        """To the beginning of a phase of this round, as soon as the round is known."""
        self._look_ahead(TimeSlice(FRAME))
        if self.round is None:
            self._wanted = phase
            return
        if PHASES.index(phase) <= PHASES.index(self.phase):
            self.session = Session(self.session.base, self.session.catalog, merge_learns(self._begins[phase]))
            self.done = False
            self._enter(phase)
        while PHASES.index(self.phase) < PHASES.index(phase):
            self._finish_phase()

    def to_start(self) -> None:
        """To where the run began; before it, to where the show did."""
        if self.prepares:
            self.jump(ShowPhase.TRIES)
        else:
            self.paused = True
            self.playback.jump(self._run_began)

    def run(self) -> None:
        """No more tries: the run begins."""
        self.paused = False
        self.jump(ShowPhase.RUNS)

    def update(self, seconds: float, still: bool = False) -> None:
        """Time goes by. `still`: reduced motion."""
        self._look_ahead(TimeSlice(SHARE if self.times else FRAME))
        if self.paused:
            self.playback.update(seconds, self.session.count, still)
            return
        if not self.times:
            self._many()
            return
        left = seconds * self.times
        while left > 0:
            left = self._pass_on(left, still)

    # -- time --------------------------------------------------------------------------------------------------------

    def _pass_on(self, seconds: float, still: bool = False) -> float:
        """So many seconds of this phase, as it has so many; what is left of them."""
        known = self.round is not None
        room = inf if self.ended else self.lasts[self.phase] - self.clock
        passed = max(0.0, min(seconds, room))
        self.clock += passed
        if self.phase is ShowPhase.RUNS and self.plan is not None:
            self._run_on(still)
        while self._left and self._waits_for_clock and self.clock >= self._due():
            self._next_beat()
        if passed < room or not known:
            return 0.0  # what comes next is not known: the clock stands
        self._finish_phase()
        return seconds - passed

    @property
    def _waits_for_clock(self) -> bool:
        """What is left is done at its moments; else as the plan leads."""
        return self.phase is not ShowPhase.RUNS or self.plan is None

    def _due(self) -> float:
        """When of this phase the next of what is left is done."""
        if self.phase is ShowPhase.CHOOSES:
            return TURNING + (CHOOSING - TURNING) * self._made / (self._made + len(self._left))
        each = LOOKING if self.phase is ShowPhase.TRIES else 1 / PACE
        return each * (self._made + 1)

    def _run_on(self, still: bool) -> None:
        """A run of steps, where the plan has it now."""
        assert self.plan is not None
        position = self.plan.position(self.clock)
        while self._left and self.session.count < ceil(position):
            self._do(self._left.pop(0))
        speed = self.plan.position(self.clock + 1 / 60) - position
        self.playback.follow(min(position, float(self.session.count)), 60 * speed, still)

    def _many(self) -> None:
        """As much as there is time for in a frame beside its drawing."""
        piece = TimeSlice(FRAME)
        for _ in range(SLICE):
            if self.round is None or self.ended or piece.left <= 0:
                break
            if self._left:
                self._do(self._left.pop(0))
            else:
                self._finish_phase()
                self._look_ahead(piece)
        self.playback.rush(self.session.count)

    def _go_on_from(self, step: int) -> None:
        """Play on from a step that has been made."""
        if self.phase is ShowPhase.ENDS:
            self.phase, self._left, self.done = ShowPhase.RUNS, [], False
        if self.plan is not None:
            self.clock = self.plan.begin_of(step)

    # -- phases ------------------------------------------------------------------------------------------------------

    def _look_ahead(self, piece: TimeSlice) -> None:
        """The round that comes, a little of it each frame."""
        if self.round is None:
            found = self._rehearsal.work(lambda: piece.left > 0)
            if found is not None:
                self._know(found)

    def _know(self, found: Round) -> None:
        """What the round is: how long each phase will take, and what is done in this one."""
        self.round = found
        steps = sum(action.steps for action in found.run if isinstance(action, Learn))
        first = self._rehearsal.session.run.count - steps
        self.plan = EvenPlan(first, first + steps) if steps else None
        looks = sum(isinstance(action, (Probe, Learn)) for action in found.looks)
        if looks:
            self.lasts[ShowPhase.TRIES] = LOOKING * (looks + 1)
        self.lasts[ShowPhase.CHOOSES] = CHOOSING if found.choice else 0.0
        by_hand = (len(found.run) + 1) / PACE if found.run else 0.0
        self.lasts[ShowPhase.RUNS] = self.plan.length if self.plan is not None else by_hand
        self.lasts[ShowPhase.ENDS] = ENDING if self._rehearsal.last else BETWEEN
        self._left = self._beats()
        if self._wanted is not None:
            self.jump(self._wanted)
            self._wanted = None

    def _begin_round(self, opening: Action | None) -> None:
        self.round = self.plan = None
        if opening is not None:
            self._do((opening,))
        self._begins.clear()
        self.lasts = dict.fromkeys(PHASES, 0.0)
        self.lasts[ShowPhase.TRIES] = _seconds_of_tries(self.session) if self._searches else 0.0
        self._enter(ShowPhase.TRIES)

    def _enter(self, phase: ShowPhase) -> None:
        self.phase, self.clock, self._made = phase, 0.0, 0
        self._begins[phase] = list(self.session.actions)
        self._left = self._beats()
        if phase is ShowPhase.RUNS:
            self._run_began = self.session.count
        self.playback.jump(self.session.count)

    def _beats(self) -> list[tuple[Action, ...]]:
        """What is done in this phase, and what of it at once."""
        found = self.round
        if found is None:
            return []
        of_phase = {ShowPhase.TRIES: found.looks, ShowPhase.CHOOSES: found.choice, ShowPhase.RUNS: found.run}
        return _beats(of_phase.get(self.phase, ()), self.phase is ShowPhase.RUNS and self.plan is not None)

    def _finish_phase(self) -> None:
        """All that is left of it at once, and on to the next."""
        while self._left:
            self._do(self._left.pop(0))
        if self.phase is ShowPhase.RUNS:
            self._end_run()
        elif self.phase is not ShowPhase.ENDS:
            self._enter(PHASES[PHASES.index(self.phase) + 1])
        elif not self.last_round:
            opening = self._rehearsal.opening
            self._rehearsal.go_on()
            self._begin_round(opening)

    def _end_run(self) -> None:
        self._enter(ShowPhase.ENDS)
        self.done = self.last_round

    # -- doing -------------------------------------------------------------------------------------------------------

    def _next_beat(self) -> None:
        self._do(self._left.pop(0))
        self._made += 1
        self.playback.jump(self.session.count)

    def _do(self, actions: tuple[Action, ...]) -> None:
        try:
            for action in actions:
                self.session.do(action)
        except (Impossible, Fault):
            self._left = []

    def taken_over(self, step: int, own: Session) -> Session:
        """A session for the player that stands at this step of the machine's run; what they saw stays counted."""
        taken = self.session.rewind(step) if step < self.session.count else self.session.copy()
        taken.carry(own.tally.probes, own.tally.runs)
        return taken


def _beats(actions: tuple[Action, ...], steps: bool) -> list[tuple[Action, ...]]:
    """What is seen as one: a step with what is set before it; else each thing that is done."""
    if not steps:
        return [(action,) for action in actions]
    found, before = list[tuple[Action, ...]](), list[Action]()
    for action in actions:
        before.append(action)
        if isinstance(action, Learn):
            found.append(tuple(before))
            before = []
    return [*found, tuple(before)] if before else found


def _seconds_of_tries(session: Session) -> float:
    """How long it tries, before more is known of it."""
    level = session.level
    if level.solution:
        return KNOWN_WAY
    if level.learner is None or not isinstance(session.run.alpha, (int, float)):
        return 0.0
    if level.knob("pass") is not None and level.stop:
        return 0.0
    return TRYING if len(settings(session)) > 1 else 0.0
