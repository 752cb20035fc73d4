"""What a machine tries before it chooses: a lane for each setting, its errors by beat and how it ends.

The heats are those of autosolve.py; after the choice all others run on, so that in the end every lane is known.
It is worked on in slices by whoever holds it, and tells at every beat what was known then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from math import inf
from typing import Any, NamedTuple

from ..engine.fault import Fault
from ..rules import UNITS, Action, Freeze, Level, Reset, Session, Show, TakeOver, Turn, Value, largest
from .autosolve import (
    FIRST,
    Choice,
    Trial,
    best_of,
    choice_of,
    halving_rounds,
    rank,
    run_incrementally,
    runs_as_set,
    session_with,
    settings,
)

NO_LEARNER = "gradient-descent"  # who learns where a level is played by hand


def level_with(level: Level, learner: str | None = None, **fields: Any) -> Level:
    """The level's first stage with these fields of Level put in: a run of it ends where its target is met.

    Another learner begins with its own settings, not with those meant for the level's.
    """
    chosen = learner or level.learner or NO_LEARNER
    settings = dict(level.settings)
    if chosen != level.learner:
        settings = {name: value for name, value in settings.items() if name in level.variants}
    free: dict[str, Any] = {"knobs": (), "stages": (), "recording": (), "questions": (), "stop": False, "probes": None}
    return replace(level, **{**free, "learner": chosen, "settings": settings, **fields})


# Where pictures are to be drawn no search finds them: one of each kind, of those that nobody learned from.


def drawings(session: Session) -> Iterator[Show]:
    """In the order of their kinds; none where nothing is to be drawn, or something was done."""
    if not session.level.aim.drawn or session.actions:
        return
    drawings: dict[int, Show] = {}
    for input, goal in session.level.data(unseen=True) or session.level.data():
        drawings.setdefault(largest(list(goal)), Show(tuple(input), tuple(goal)))
    for kind in sorted(drawings):
        yield drawings[kind]


OVER = object()
SERIALS = count()  # unlike an address it never comes again
LATEST = 8  # beats of which is kept who led
MOST_SEEN = 60  # lanes of one axis that are seen: between more nobody tells one from the next
LONGEST = 5.0  # seconds that one lane may take after the choice; then it stays open

Way = Value | tuple[Value, ...]  # what a knob is set to; of several places, or frozen weights, all of them
Clock = Callable[[], float]


class TrialAxis(NamedTuple):
    """What varies from try to try: a knob, and what it is set to, in order."""

    name: str
    ways: tuple[Way, ...]

    @property
    def numbers(self) -> bool:
        """It is set to numbers, not chosen by name."""
        return all(isinstance(way, (int, float)) for way in self.ways)


@dataclass
class Lane:
    """One try.

    actions   what is set before it        ways    what that is on each axis        session   its run, once it began
    beats     how many the heats gave it   fault   a plugin raised in it            open      it took too long to end
    """

    actions: tuple[Action, ...]
    ways: tuple[Way, ...]
    session: Session | None = None
    beats: int = 0
    fault: Fault | None = None
    open: bool = False
    _errors: tuple[object, Sequence[float]] = (None, ())

    @property
    def errors(self) -> Sequence[float]:
        """The mean error over all examples by beat, the start first: of a step that sees all, else of a pass."""
        session = self.session
        if session is None:
            return ()
        key = session.serial, session.count, session.outcome
        if self._errors[0] != key:
            # What decides how the run ends has measured it after each pass already
            run, first, detector = session.run, session.recorded, session.detector
            if len(run.batches) == 1:
                errors = [*run.errors[first:], run.error()]
            elif detector is not None and detector.first == first:
                errors = list(detector.beat_errors(run))
            else:
                errors = [run.error()]
            self._errors = key, errors
        return self._errors[1]

    @property
    def made(self) -> int:
        """Beats that were made."""
        session = self.session
        return (session.run.count - session.recorded) // len(session.run.batches) if session is not None else 0

    @property
    def outcome(self) -> str | None:
        """The kind of its end; None: it is not known, or a plugin raised."""
        outcome = self.session.outcome if self.session is not None and self.fault is None else None
        return outcome.kind if outcome is not None else None

    @property
    def won(self) -> bool:
        return self.session is not None and self.session.won and self.fault is None

    @property
    def ended(self) -> bool:
        """Nothing more comes."""
        return self.outcome is not None or self.fault is not None

    @property
    def steps(self) -> int:
        """What it took so far: in the level's unit where that is steps or passes, else in beats."""
        if self.session is None:
            return 0
        unit = self.session.level.par_unit
        return UNITS[unit].count(self.session) if unit in ("steps", "passes") else self.made

    def last_shown_beat(self, beat: int | None) -> int:
        """The last of its beats that is shown at this one; None: at the end of all."""
        return self.made if beat is None else min(beat, self.beats, self.made)

    def outcome_at(self, beat: int | None) -> str | None:
        """The kind of its end, if it has come there by this beat."""
        return self.outcome if self.last_shown_beat(beat) >= self.made else None

    def climbs(self, beat: int | None) -> bool:
        """Its error is above its start, and has risen for two beats."""
        errors, last = self.errors, self.last_shown_beat(beat)
        if last < 2 or last >= len(errors):
            return False
        older, old, now = (abs(error) for error in errors[last - 2 : last + 1])
        return now > old > older and now > abs(errors[0])


class Tried:
    """All tries of one part of a level, from a session as it stands, which stays as it is.

    lanes    numbers from the lowest up, names in the order of the knob
    axes     what varies: none is one try, one is a race, two are a grid
    beat     the one that is shown, with its fraction on the way to the next; the screen sets it, up to `known`;
             None: the ends of all
    known    up to this beat all lanes of the heats have come        length   the last beat of the heats
    choice   what is played; None: not known yet        chosen   the number of its lane; None: not known, or no lane
    done     all lanes have come to their ends, or stay open
    """

    def __init__(self, session: Session, clock: Clock | None = None) -> None:
        self.serial = next(SERIALS)
        self.lanes: list[Lane] = []
        self.axes: list[TrialAxis] = []
        self.beat: float | None = 0.0
        self.known = 0
        self.choice: Choice | None = None
        self.done = False
        self._length: int | None = None
        self.session = session
        self._clock = clock or (lambda: 0.0)
        self._by_actions: dict[tuple[Action, ...], Lane] = {}
        self._pieces = 0  # of work
        self._seen: tuple[object, Sequence[int]] = (None, ())
        self._leaders: dict[object, int | None] = {}  # of the beats that were asked for last
        self._work = self._run()
        self._led: dict[int | None, tuple[Session, int] | None] = {}  # who is ahead at which beat, at present
        # The lanes, and what varies among them. Of more than two knobs all but the first go up together.
        field = settings(session) if has_tries(session) else []
        turned = [_turned(actions) for actions in field]
        names = list(dict.fromkeys(name for each in turned for name in each))
        varying = [name for name in names if len({each.get(name) for each in turned}) > 1] or names[:1]
        groups = [group for group in (varying[:1], varying[1:]) if group]
        ways = [tuple(_way([each.get(name, ()) for name in group]) for group in groups) for each in turned]
        for number, group in enumerate(groups):
            axis = TrialAxis(" ".join(group), tuple(dict.fromkeys(each[number] for each in ways)))
            numbers = [way for way in axis.ways if isinstance(way, (int, float))]  # from the lowest up
            self.axes.append(axis._replace(ways=tuple(sorted(numbers))) if axis.numbers else axis)
        self.lanes = [Lane(actions, each) for actions, each in zip(field, ways)]
        self._by_actions = {lane.actions: lane for lane in self.lanes}
        if len(self.axes) == 1:
            self.lanes.sort(key=lambda lane: self.axes[0].ways.index(lane.ways[0]))

    # -- working -----------------------------------------------------------------------------------------------------

    def work(self, has_time: Callable[[], bool]) -> None:
        """Piece after piece of a millisecond or two, as long as that is true."""
        while not self.done and has_time():
            self.step()

    def step(self) -> None:
        """One piece."""
        self._led.clear()
        if not self.done:
            self._pieces += 1
            self.done = next(self._work, OVER) is OVER

    def finish(self) -> None:
        """Everything at once."""
        while not self.done:
            self.step()

    # -- what it tells -----------------------------------------------------------------------------------------------

    @property
    def grid(self) -> tuple[TrialAxis, TrialAxis] | None:
        """The axis across and the axis up, where two knobs vary."""
        return (self.axes[0], self.axes[1]) if len(self.axes) == 2 else None

    @property
    def shown(self) -> int | None:
        """The whole beat that is shown now."""
        return self.visible_at(self.beat)

    def visible_at(self, beat: float | None) -> int | None:
        """The whole beat that is shown, of later ones only some: eight from any to twice as many. None: the ends."""
        return None if beat is None else _whole(beat, self.length)

    def first_shown(self, beat: int) -> int:
        """The first whole beat at which that is to be seen which comes with this one."""
        here = _whole(beat, self.length)
        return here if here == beat else min(self.length, here + _stride(here))

    def after(self, shown: int | None) -> int:
        """The beat that is shown after that one."""
        here = shown or 0
        return min(here + _stride(here), max(here, self.length))

    def part_at(self, beat: float | None) -> float:
        """How far it is on its way to the next one, 0..1."""
        here = self.visible_at(beat)
        if here is None or beat is None:
            return 0.0
        upcoming = self.after(here)
        return min(1.0, max(0.0, (beat - here) / (upcoming - here))) if upcoming > here else 0.0

    def key_at(self, beat: float | None) -> object:
        """All that decides what is to be seen at the whole beat."""
        shown, ended = self.visible_at(beat), len([lane for lane in self.lanes if lane.ended]) if beat is None else 0
        return shown, self.known > (shown or 0), self.choice is not None, ended

    @property
    def length(self) -> int:
        if self._length is not None:
            return self._length
        longest = max((lane.beats for lane in self.lanes), default=0)
        self._length = longest if self.choice is not None else None  # the heats are over: asked for very often
        return longest

    def border(self, beat: int | None) -> int | None:
        """The first lane of those that climb, for two beats and above their start; None: they are not all at one end.
        """
        climbs = [lane.climbs(beat) for lane in self.lanes]
        first = climbs.index(True) if True in climbs else 0
        return first if first and len(climbs) - first > 1 and all(climbs[first:]) else None

    @property
    def seen(self) -> Sequence[int]:
        """The numbers of the lanes that are shown: of very many on one axis some, with the first to land and the chosen
        one."""
        key = len(self.lanes), self.choice
        if self._seen[0] != key:
            self._seen = key, range(len(self.lanes))
            count, lanes = len(self.lanes), enumerate(self.lanes)
            if count > MOST_SEEN and len(self.axes) == 1:
                wins = [(lane.made, number) for number, lane in lanes if lane.won and lane.made <= lane.beats]
                numbers = {*range(0, count, -(-count // MOST_SEEN)), count - 1} | ({min(wins)[1]} if wins else set())
                self._seen = key, sorted(numbers if self.chosen is None else numbers | {self.chosen})
        return self._seen[1]

    @property
    def chosen(self) -> int | None:
        if self.choice is None or self.choice.kind != "try":
            return None
        lane = self._by_actions.get(self.choice.actions)
        return self.lanes.index(lane) if lane is not None else None

    def leader(self, beat: int | None) -> int | None:
        """The lane that is ahead at this beat, of those that are seen: of those that have won the first one, else the
        lowest error."""
        key = beat, self.known, self.choice, len(self.lanes), self._pieces if beat is None or beat > self.known else 0
        if key not in self._leaders:
            if len(self._leaders) >= LATEST:
                self._leaders.clear()
            ahead = [(self._place(self.lanes[n], beat), n) for n in self.seen if self.lanes[n].errors]
            self._leaders[key] = min(ahead)[1] if ahead else None
        return self._leaders[key]

    def ahead_at(self, beat: float | None) -> tuple[Session, int] | None:
        """The run of the lane that leads at this beat, and its step then; None: all are at their ends."""
        shown = self.visible_at(beat)
        if shown not in self._led:
            if len(self._led) >= LATEST:
                self._led.clear()
            number = None if shown is None else self.leader(shown)
            self._led[shown] = None if number is None else self._at(number, shown)
        return self._led[shown]

    @property
    def picked(self) -> tuple[Session, int] | None:
        """The run that is chosen, and its step as the heats end; where none of them is, the one that leads."""
        number = self.chosen
        return self.ahead_at(self.length) if number is None else self._at(number, self.length)

    def _at(self, number: int, beat: int | None) -> tuple[Session, int] | None:
        session = self.lanes[number].session
        if session is None:
            return None
        return session, session.recorded + self.lanes[number].last_shown_beat(beat) * len(session.run.batches)

    def _place(self, lane: Lane, beat: int | None) -> tuple[int, int, float]:
        """Smaller is ahead."""
        if lane.fault is not None:
            return 2, 0, inf
        if lane.won and lane.outcome_at(beat) is not None and lane.session is not None:
            return rank(lane.session)
        return 1, 0, abs(lane.errors[min(lane.last_shown_beat(beat), len(lane.errors) - 1)])

    # -- inside ------------------------------------------------------------------------------------------------------

    def _run(self) -> Iterator[None]:
        """All of it, in pieces."""
        fresh = self.session
        if fresh.run.count > fresh.recorded:
            fresh = yield from session_with(fresh, (Reset(),))
        if self.lanes:
            heat = FIRST
            with suppress(Fault):  # it raised in every lane
                for trial in halving_rounds(fresh, list(self._by_actions)):
                    if trial is not None:
                        if trial.heat > heat:
                            self.known, heat = heat, trial.heat
                        lane = self._by_actions[trial.actions]
                        lane.session, lane.fault = trial.session, trial.fault
                        lane.beats = lane.made
                    yield
            self.lanes = [lane for lane in self.lanes if lane.session is not None]  # the others may not be set so
            self.known = self.length
            field = self._by_actions.values()
            ran = [Trial(lane.actions, lane.session, fault=lane.fault) for lane in field if lane.session is not None]
            choice = Choice("nothing")
            with suppress(Fault):
                best = yield from best_of(fresh, ran)
                choice = yield from choice_of(fresh, best)
                if choice.kind == "try" and best is not None and choice.actions not in self._by_actions:
                    # A lane for what lies between two lanes: alpha has no notches here
                    (name,) = [axis.name for axis in self.axes]
                    lane = Lane(best.actions, (_way([_turned(best.actions)[name]]),))
                    lane.session = best.session
                    lane.beats = lane.made
                    self._by_actions[lane.actions] = lane
                    self.lanes = sorted([*self.lanes, lane], key=lambda each: each.ways)
                    self.axes = [TrialAxis(name, tuple(each.ways[0] for each in self.lanes))]
            self.choice = choice
        for lane in [lane for lane in self.lanes if not lane.ended]:
            begun, used = self._clock(), 0.0
            try:
                for _piece in run_incrementally(lane.session) if lane.session is not None else ():
                    used += self._clock() - begun
                    lane.open = used > LONGEST and not lane.ended
                    if lane.open:
                        break
                    yield
                    begun = self._clock()
            except Fault as raised:
                lane.fault = raised


def _stride(beat: int) -> int:
    return 1 if beat < 2 * FIRST else 1 << (beat.bit_length() - 4)


def _whole(beat: float, last: int) -> int:
    whole = min(int(beat), last) if last else int(beat)
    return whole if whole == last else whole - whole % _stride(whole)


def has_tries(session: Session) -> bool:
    """A learner with one alpha, and no way that the level gives or that is found by looking, nor a run as it is set."""
    level = session.level
    looks = level.knob("pass") is not None and level.stop  # there it looks at a recording instead
    learns = level.learner is not None and isinstance(session.run.alpha, (int, float))
    return learns and not looks and not level.solution and not runs_as_set(session)


def _turned(actions: Sequence[Action]) -> dict[str, Way]:
    """Knob -> what it is set to; of several places, and of frozen weights, a tuple."""
    ways: dict[str, list[Value]] = {}
    for action in actions:
        if isinstance(action, Turn):
            ways.setdefault(action.knob, []).append(action.value)
        elif isinstance(action, Freeze):
            ways.setdefault("freeze", []).append(action.index)
        elif isinstance(action, TakeOver):
            ways.setdefault("step", []).append(action.step)
    return {name: tuple(set_to) if name == "freeze" else _way(set_to) for name, set_to in ways.items()}


def _way(parts: Sequence[Any]) -> Any:
    return parts[0] if len(parts) == 1 else tuple(parts)
