"""The machine's show on the screen: it tries, it chooses, it runs, it ends; and who watches can hold, step, take over.

It plays the same actions as `solve`. It is driven by the seconds it is given alone: where what comes next is not known
yet its clock stands, so that the same seconds give the same pictures however busy the machine is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import chain
from math import ceil, inf

from ..engine.checkpoint import Snapshot
from ..engine.run import Fault
from ..rules import Action, Impossible, Learn, Reset, Session, Turn, merge_learns
from ..solving.autosolve import Choice
from ..solving.tried import Tried, has_tries
from ..view.draw import TimeSlice, now
from .playback import Playback
from .rehearsal import ENDING, PHASES, ReadingRun, Rehearsal, Round, RoundPlan, ShowPhase

TICK = 1 / 60  # seconds of a frame
EVERY = 3  # frames from one beat that is drawn to the next, at least
NEARLY = 1e-6  # beats before the next one


def delayed_beat(plan: RoundPlan, tried: Tried | None, clock: float, times: float, frames: int) -> float:
    """The beat that is seen so many frames later, at `times` the speed. The clock alone decides."""
    tick = TICK * times
    here = max(0.0, clock - frames * tick)
    beat = plan.beat(here)
    if tried is None or not tick:
        return beat
    turn = here - (round(clock / tick) - frames) % EVERY * tick
    upcoming = tried.after(tried.visible_at(plan.beat(max(0.0, turn))))
    return min(beat, upcoming - NEARLY) if upcoming < tried.length else beat


SLICE = 400  # actions a frame at most, as fast as it goes
FRAME = 0.008  # seconds of a frame at most, as fast as it goes: what drawing leaves of it, with some to spare
SHARE, WAITS = 0.002, 0.005  # seconds of a frame for looking ahead; the same while the clock stands for it
REDRAWN = 0.001  # the same in a frame that draws something again: a piece or two
DRAWN_OVER = 3  # frames over which a new beat of the tries is drawn: by the board, by the race, by the charts
AT_ONCE = 60  # steps on the way to a later phase that are made in one frame at least
BETWEEN_LOOKS = 10  # of them between two looks at the clock
ENDS_SHARE = 0.002  # the same for running the other tries to their ends
SPEEDS = (0.5, 1.0, 2.0, 4.0, 16.0, 0.0)  # times; 0.0: as fast as it goes
TURNING = 0.6  # seconds of the choice until the first knob is turned
REPLAYED = 500  # steps that are made again at once


class MachineShow:
    """The machine plays its own run, `session`, shown on the screen. It goes on in `update`.

    `on_stage`: the screen shows it.

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
        self.done = False
        self.is_shared = actions is not None  # what is shown is a run that somebody has made
        self._actions, self._yours = actions, yours
        self._rehearsal = Rehearsal(session, actions, self._chosen)
        self._run_began = 0  # the step at which it did
        self._wanted: ShowPhase | None = None  # to be jumped to as soon as that is known and made
        self._field: list[tuple[Action, ...]] = []  # what was tried last
        self._left = deque[tuple[Action, ...]]()  # what is still to be done in this phase, beat by beat
        self._start: Session | None = None  # where this round begins: what came before its part is not made again
        self._done: dict[ShowPhase, list[Action]] = {}  # before each phase of it
        self._rehearsed = False  # this round, to its end: a long run may be shown before
        self._heard = 0  # how much of such a run has been heard of
        self._told = 0  # and how many looks at it
        self._frames = 0  # since another picture of it is seen
        self._begin_round(None)

    @property
    def times(self) -> float:
        return SPEEDS[self.speed]

    @property
    def playing(self) -> bool:
        """Something moves, or will: the machine, or the eye on its way to where the machine is."""
        return not self.paused and (not self.ended or self.playback.moving)

    @property
    def looks_ahead(self) -> bool:
        """What comes is not known yet, or where it is to begin again, or how the other tries end."""
        if not self._rehearsed or self._wanted is not None:
            return True
        return self.tried is not None and not self.tried.done

    @property
    def ended(self) -> bool:
        """The end of all has its caption, and stands."""
        return self.done and self.phase is ShowPhase.ENDS

    @property
    def over(self) -> bool:
        return self.ended and self.clock >= ENDING

    @property
    def ahead(self) -> tuple[Session, int] | None:
        """Until something is chosen: the run that leads, and the step of it that is to be seen."""
        if self.tried is None or self.has_chosen or not self.tried.known:
            return None
        return self.tried.ahead_at(self.tried.beat) if self.phase is ShowPhase.TRIES else self.tried.picked

    def seen_beat(self, frames: int) -> float | None:
        """The beat that is seen so many frames behind the board; held, nothing is behind. None: the ends of all.

        The board draws a new beat first, a frame later the race, then the charts: no frame draws all of it again.
        """
        if self.tried is None or self.tried.beat is None:
            return None
        if self.phase is not ShowPhase.TRIES or self.paused:
            return self.tried.beat
        return min(self.tried.beat, delayed_beat(self.plan, self.tried, self.clock, self.times, frames))

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
    def _must_wait(self) -> bool:
        """The run is shown, and is not yet rehearsed to its end."""
        return self.phase is ShowPhase.RUNS and not self._rehearsed

    @property
    def _known_for(self) -> float:
        """Seconds of the run after which more has to be rehearsed."""
        reading = self._rehearsal.reading
        return self.plan.run.seconds_at(reading.known) if reading is not None and self.plan.run is not None else 0.0

    # -- what is done with it ----------------------------------------------------------------------------------------

    def restart(self) -> None:
        """From its beginning."""
        self.session = Session(self.session.base, self.session.catalog)
        self._rehearsal = Rehearsal(self.session, self._actions, self._chosen)
        self.done = self.paused = False
        self._wanted = None
        self._begin_round(None)

    # -- what it hears ----------------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Hold; or play on from the step looked at, from the run's start where all has been played."""
        if self.playing:
            self.pause()
            return
        self.paused = False
        here = self.playback.looked_at
        if here < self.session.count:
            # Play on from a step that has been made
            if self.phase is ShowPhase.ENDS:
                self.phase, self._left, self.done = ShowPhase.RUNS, deque(), False
            if self.plan.run is not None:
                self.clock = self.plan.run.seconds_at(here)
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
        elif self.phase is ShowPhase.TRIES:
            beat, clock = int(self.plan.beat(self.clock)) + 1, -1.0
            while self.phase is ShowPhase.TRIES and self.plan.beat(self.clock) < beat and self.clock > clock:
                clock = self.clock
                self._pass_on(TICK)
        elif not self._left:
            if not self.ended and not self._must_wait:
                self._finish_phase()
        else:
            self._next_beat()
            if self.phase is ShowPhase.RUNS and self.plan.run is not None:
                self.clock = self.plan.run.seconds_at(self._stands_at)
                self.playback.jump(here)
                self.playback.hop(min(here + 1, self.session.count))

    @property
    def _stands_at(self) -> int:
        """Where in the run it is: at which step, by hand after how many actions."""
        return len(self.session.actions) if self.plan.by_hand else self.session.count

    def set_speed(self, speed: int) -> None:
        """An index into SPEEDS; what lies beyond its ends counts as the end."""
        self.speed = min(len(SPEEDS) - 1, max(0, speed))

    def jump(self, phase: ShowPhase) -> None:
        """To the beginning of a phase of this round, as soon as the round is known and what leads there was made."""
        self._wanted = None
        self._work_ahead(TimeSlice(FRAME))
        if self.round is None:
            self._wanted = phase
            return
        if phase is ShowPhase.ENDS and self.phase is phase:
            self._enter(phase)
            return
        if PHASES.index(phase) <= PHASES.index(self.phase):
            done = self._done[phase]
            again = self._start.fork() if self._start is not None else None
            if again is None:
                again = Session(self.session.base, self.session.catalog, merge_learns(done))
            else:
                with suppress(Impossible, Fault):  # a plugin that raises now and did not before: its run stands there
                    for action in merge_learns(done[len(self._done[ShowPhase.TRIES]) :]):
                        again.do(action)
            self.session, self.done = again, False
            self._enter(phase)
        self._go_forward(phase)

    def _go_forward(self, phase: ShowPhase) -> None:
        """To a later phase: all that leads there, as much of it as a frame has time for, the rest in the next ones."""
        self._wanted = None
        piece, before = TimeSlice(FRAME), self.session.count
        while PHASES.index(self.phase) < PHASES.index(phase):
            steps = sum(action.steps for action in chain(*self._left) if isinstance(action, Learn))
            if self.phase is ShowPhase.RUNS and self._rehearsal.last and steps > REPLAYED:
                self.session = self._rehearsal.session  # it was made there already
                self._left.clear()
            while self._left:
                if self.session.count - before >= AT_ONCE and piece.left <= 0:
                    self._wanted = phase
                    self.playback.rush(self.session.count)
                    return
                self._do_until(self._stands_at + BETWEEN_LOOKS)
            if self._must_wait:
                self._wanted = phase
                return
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
        before = self._drawn_from
        self._carry_on(seconds, still)
        self._frames = 0 if self._drawn_from != before else self._frames + 1
        # Seconds of the frame for looking ahead
        if not self.times:
            share = FRAME
        elif self._frames < (DRAWN_OVER if self.phase is ShowPhase.TRIES else 1):
            share = REDRAWN
        elif (self._wanted is not None and self.round is not None) or (  # the clock stands until more is known
            self.clock >= self._known_for if self._must_wait
            else not self.plan.known and self.clock >= self.plan.lasts[self.phase]
        ):  # fmt: skip
            share = WAITS
        else:
            share = SHARE
        self._work_ahead(TimeSlice(share))

    def _carry_on(self, seconds: float, still: bool) -> None:
        if self._wanted is not None and self.round is not None:
            if PHASES.index(self._wanted) > PHASES.index(self.phase):
                self._go_forward(self._wanted)
            return  # it stands until it can go there
        if self.paused:
            self.playback.update(seconds, self.session.count, still)
            return
        if not self.times:
            # As much as there is time for in a frame beside its drawing
            piece = TimeSlice(FRAME)
            for _ in range(SLICE):
                if self.round is None or self.ended or piece.left <= 0:
                    break
                if self._left:
                    self._do(self._left.popleft())
                elif self._must_wait:
                    break
                else:
                    self._finish_phase()
                    self._work_ahead(piece)
            self.playback.rush(self.session.count)
            return
        left = seconds * self.times
        while left > 0:
            left = self._pass_on(left, still)

    # -- time --------------------------------------------------------------------------------------------------------

    @property
    def _drawn_from(self) -> object:
        """What decides which of its pictures is seen."""
        beat = self.tried.shown if self.tried is not None else None
        return self.phase, beat, self.session.count, len(self.session.actions)

    def _pass_on(self, seconds: float, still: bool = False) -> float:
        """So many seconds of this phase, as it has so many; what is left of them."""
        room = inf if self.ended else self.plan.lasts[self.phase] - self.clock
        if self._must_wait:
            room = self._known_for - self.clock
        passed = max(0.0, min(seconds, room))
        self.clock += passed
        # All that belongs to this moment of the phase
        if self.phase is ShowPhase.TRIES:
            beat = self.plan.beat(self.clock)
            if self.tried is not None:
                seen = beat if self.paused else delayed_beat(self.plan, self.tried, self.clock, self.times, 0)
                self.tried.beat = min(seen, float(self.tried.known))
            while self._left and len(self.session.actions) < int(beat):
                self._next_beat()
        elif self.phase is ShowPhase.CHOOSES:
            begun = len(self._done[self.phase])
            each = (self.plan.lasts[self.phase] - TURNING) / max(1, len(self._left) + len(self.session.actions) - begun)
            while self._left and self.clock >= TURNING + each * (len(self.session.actions) - begun):
                self._next_beat()
        elif self.phase is ShowPhase.RUNS and self.plan.run is not None:
            position = self.plan.run.position(self.clock)
            self._do_until(int(position) if self.plan.by_hand else ceil(position))
            if self.plan.by_hand:
                self.playback.jump(self.session.count)
            else:
                stretch = self.plan.run.at(self.clock)
                speed = stretch.moves / stretch.seconds if stretch.seconds else inf
                self.playback.follow(min(position, float(self.session.count)), speed, still)
        if passed < room or not self.plan.known or self._must_wait:
            return 0.0
        self._finish_phase()
        return seconds - passed

    # -- phases ------------------------------------------------------------------------------------------------------

    def _work_ahead(self, piece: TimeSlice) -> None:
        """The tries, the round that comes of them, the ends of the other tries: a little of it each frame."""
        tried = self.tried
        while tried is not None and tried.choice is None and not tried.done and piece.left > 0:
            tried.step()
        decided = tried is None or tried.choice is not None or tried.done
        if decided and tried is not None and self.plan.tries is None:
            self.plan.know_tries(tried)
        if decided and not self._rehearsed and piece.left > 0:
            next_round = self._rehearsal.work(lambda: piece.left > 0)
            if next_round is not None:
                # What the round is: how long each phase will take, and what is done in this one
                reading = self._rehearsal.reading
                self._rehearsed = True
                if reading is not None and self.round is not None:
                    self._hear(reading)
                else:
                    self.round, reading = next_round, None
                self.plan.know_round(next_round, self._rehearsal.session, self._rehearsal.told, self._rehearsal.last,
                                     self._yours, self.tried if self.failed else None)  # fmt: skip
                if reading is None:
                    self._left = self._what_is_left()
                if self._wanted is not None:
                    self.jump(self._wanted)
                self._skip_empty()
            elif self._rehearsal.reading is not None:
                self._hear(self._rehearsal.reading)
        elif self.round is not None and tried is not None and not tried.done:
            ends = TimeSlice(min(ENDS_SHARE, piece.left))
            tried.work(lambda: ends.left > 0)

    def _hear(self, reading: ReadingRun) -> None:
        """A long run has begun in the rehearsal, or has come further: the show may follow it."""
        if not reading.readings:
            return  # nothing is known of it
        if self.round is None:
            self.round = Round((), reading.choice, reading.run)
            self._heard = self._told = 0
            self._left = self._what_is_left()
        if self.phase is ShowPhase.RUNS:
            self._left.extend((action,) for action in reading.run[self._heard :])
        self._heard = len(reading.run)
        if self._told < len(reading.readings):
            self._told = len(reading.readings)
            self.plan.know_way_ahead(reading, self.session)

    def _skip_empty(self) -> None:
        """A phase in which there is nothing to be seen is not there."""
        while self.phase is not ShowPhase.ENDS and not self.plan.lasts[self.phase]:
            self._finish_phase()

    def _begin_round(self, opening: Action | None) -> None:
        if opening is not None:
            self._do((opening,))
        self.round, self._rehearsed = None, False
        self.tried = Tried(self.session, now) if not self.is_shared and has_tries(self.session) else None
        if self.tried is not None and len(self.tried.lanes) < 2:
            self.tried = None  # there is nothing to choose
        field = [lane.actions for lane in self.tried.lanes] if self.tried is not None else []
        again = isinstance(opening, Reset) and field == self._field
        if again:
            self.tried = None  # it has all been seen
        self._field = field
        self.plan = RoundPlan(self.session, self.tried, again, self.is_shared, opening is not None)
        self._start = self.session.fork()
        self._enter(ShowPhase.TRIES)
        if not self.plan.lasts[ShowPhase.TRIES]:
            self._work_ahead(TimeSlice(FRAME))

    def _enter(self, phase: ShowPhase) -> None:
        self.phase, self.clock = phase, 0.0
        self._done[phase] = list(self.session.actions)
        self._left = self._what_is_left()
        if self.tried is not None:
            self.tried.beat = {ShowPhase.TRIES: 0.0, ShowPhase.CHOOSES: float(self.tried.length)}.get(phase)
        if phase is ShowPhase.RUNS:
            self._run_began = self.session.count
        self.playback.jump(self.session.count)

    def _what_is_left(self) -> deque[tuple[Action, ...]]:
        """Beat by beat, what is seen as one: a step with what is set before it; else each thing that is done."""
        part, left, before = self.round, deque[tuple[Action, ...]](), list[Action]()
        if part is None:
            return left
        of_phase = {ShowPhase.TRIES: part.looks, ShowPhase.CHOOSES: part.choice, ShowPhase.RUNS: part.run}
        for action in of_phase.get(self.phase, ()):
            before.append(action)
            if isinstance(action, Learn) or self.phase is not ShowPhase.RUNS or self.plan.by_hand:
                left.append(tuple(before))
                before = []
        if before:
            left.append(tuple(before))
        return left

    def _finish_phase(self) -> None:
        while self._left:
            self._do(self._left.popleft())
        if self.phase is ShowPhase.RUNS:
            self._enter(ShowPhase.ENDS)
            self.done = self._rehearsal.last
        elif self.phase is not ShowPhase.ENDS:
            self._enter(PHASES[PHASES.index(self.phase) + 1])
            self._skip_empty()
        elif not self._rehearsal.last:
            opening = self._rehearsal.opening
            self._rehearsal.carry_on()
            self._begin_round(opening)

    # -- doing -------------------------------------------------------------------------------------------------------

    def _next_beat(self) -> None:
        self._do(self._left.popleft())
        self.playback.jump(self.session.count)

    def _do_until(self, reached: int) -> None:
        """What leads there, or a piece beyond; steps that are due together are made at once."""
        due, here = list[Action](), self._stands_at
        while self._left and here < reached:
            beat = self._left.popleft()
            due += beat
            here += len(beat) if self.plan.by_hand else sum(each.steps for each in beat if isinstance(each, Learn))
        self._do(due if self.plan.by_hand else merge_learns(due))

    def _do(self, actions: Iterable[Action]) -> None:
        try:
            for action in actions:
                self.session.do(action)
        except (Impossible, Fault):
            self._left.clear()

    def session_for_player(self, step: int, own: Session) -> Session:
        """A session for the player that stands at this step of the machine's run; what they saw stays counted.

        Before the run has begun: at the start, with the knobs of the try that leads, or with those that were chosen.
        """
        if self.prepares:
            done, tried = self._done[ShowPhase.TRIES], self.tried
            leader = tried.leader(tried.shown) if tried is not None else None
            knobs: Sequence[Action] = self.session.actions[len(done) :]
            if self.phase is ShowPhase.CHOOSES and self.round is not None:
                knobs = [*self.round.looks, *self.round.choice]
            elif tried is not None and leader is not None and tried.lanes[leader].fault is None:
                knobs = tried.lanes[leader].actions
            done = [*done, *knobs]
            taken = Session(self.session.base, self.session.catalog, merge_learns(done))
        else:
            # The machine's run, as it stood at this step
            taken = self.session.rewind(step) if step < self.session.count else self.session.copy()
        taken.carry(own.tally.probes, own.tally.runs)
        return taken
