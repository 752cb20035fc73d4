"""The machine plays a level from beginning to end, in slices: its runs become parts that can be watched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from math import inf

from ...captions.look_moments import reading_moments, reads_pictures
from ...captions.moments import moments_incremental
from ...captions.sentences import HOLDS, Moment, RunPlan, RunTable, Stretch, plan
from ...engine.checkpoint import Snapshot, next_snapshot
from ...i18n import N_, _
from ...learning import Pair, Vector, kernels_of
from ...rules import (
    Action,
    Learn,
    Probe,
    Session,
    Turn,
    accuracy,
    accuracy_examples,
    largest,
    merge_learns,
    share_correct,
    target_info_of,
)
from ...solving.autosolve import solve_incremental, steps_per_slice
from ...solving.tried import Tried

Clock = Callable[[], float]


@dataclass(eq=False)
class Machine:
    """`parts`: what it played, as far as it has come. `session`: at the end of all."""

    session: Session
    rounds: int | None
    explores: bool
    parts: list[RunPart] = field(default_factory=list)
    done: bool = False
    _hand: list[Snapshot] = field(default_factory=list)
    _pictures: list[Snapshot] = field(default_factory=list)
    _due: int = 0
    _began: int = 0  # the step of the next look; how many actions came before this part

    def work(self) -> Iterator[None]:
        """All of it, in pieces of some milliseconds. Fault: a plugin raised."""
        session = self.session
        self._begin()
        if self.rounds is not None and not self._reads_pictures:
            session.do(Learn(self.rounds))
        elif self.explores:
            # Until the outcome, or so many rounds where pictures are read
            begun = False
            end = session.recorded + (self.rounds or session.level.budget * len(session.run.batches))
            while session.run.count < end and not session.run.diverged:
                if session.outcome is not None and self.rounds is None:
                    break
                maximum = min(steps_per_slice(session), end - session.run.count, self._steps_to_look())
                if self.rounds is None:
                    session.learn_until_outcome(maximum, grow=begun)
                else:
                    session.do(Learn(maximum))
                begun = True
                self._look()
                yield
        else:
            for action in solve_incremental(session):
                if action is not None:
                    # An action; a long one in pieces, so that pictures are looked at in between
                    left = action.steps if isinstance(action, Learn) else 0
                    before, by_hand = copy(self.session), self._by_hand
                    if not left:
                        before.actions = list(before.actions)
                    while left > self._steps_to_look():
                        some = self._steps_to_look()
                        self.session.do(Learn(some))
                        left -= some
                        self._look()
                        yield
                    self.session.do(Learn(left) if left else action)
                    if self.session.stage != before.stage or (self.session.run is not before.run and not by_hand):
                        self._end(before)
                        self._begin()
                    elif by_hand and isinstance(action, Turn if self.session.level.probes is None else Probe):
                        self._note()
                    else:
                        self._look()
                if session.complete:
                    break
                yield
        self._end(session)
        for part in self.parts:
            part.attempt = session
            yield from part.find_moments()
        self.done = True

    @property
    def present(self) -> RunPart:
        """The run that is being made."""
        if self._pictures:
            return PicturePart(self.session, self._pictures)
        return ByHandPart(self.session, self._hand) if self._hand else RunPart(self.session)

    def tries(self, clock: Clock) -> Tried | None:
        """What it tried before its last part, to be worked on; None: the command said what to run."""
        if self.explores:
            return None
        session = self.session
        return Tried(Session(session.base, session.catalog, self.parts[-1].before), clock)

    def finish(self) -> Machine:
        """All at once."""
        for _piece in self.work():
            pass
        return self

    # -- inside ------------------------------------------------------------------------------------------------------

    @property
    def _by_hand(self) -> bool:
        """Nothing is learned here: what is done is turned and looked at."""
        return (self.session.level.learner is None or self.session.level.stop) and not self._reads_pictures

    @property
    def _reads_pictures(self) -> bool:
        level = self.session.level
        aim, draws = target_info_of(level.target), kernels_of(level.network) is not None
        return (aim.share is not None and level.network.outputs > 1) or (aim.drawn and draws)

    def _steps_to_look(self) -> int:
        """Steps to the next look at what is read."""
        return self._due - self.session.run.count if self._reads_pictures else 10**9

    def _begin(self) -> None:
        self._hand, self._pictures = [], []
        self._due, self._began = self.session.run.count, len(self.session.actions)
        self._look()
        self._note()

    def _look(self) -> None:
        """Measure what is read by now, where that is what counts and a look is due."""
        session = self.session
        if self._reads_pictures and session.run.count >= self._due:
            self._pictures.append(picture_view(session))
            first = session.recorded
            self._due = first + next_snapshot(session.run.count - first, len(session.run.batches))

    def _note(self) -> None:
        """What is seen of a part that is played by hand."""
        session = self.session
        if not self._by_hand:
            return
        rows = session.probed
        if session.level.stop and rows and rows[-1].unseen is not None:
            error = rows[-1].unseen
        else:
            error = session.run.error()
        self._hand.append(Snapshot(len(session.actions), tuple(session.weights), {"error": error}))

    def _end(self, session: Session) -> None:
        """A run is over, and was more than the setting of knobs: it becomes a part."""
        learned = session.run.count > session.recorded and not self._hand
        part, worth = RunPart(session), learned
        if self._pictures:
            if self._pictures[-1].step < session.run.count:  # it ended between two looks
                self._pictures.append(picture_view(session))
            part = PicturePart(session, self._pictures)
        elif not learned and self._hand:
            part, worth = ByHandPart(session, self._hand), len(self._hand) > 1
        if worth or (session is self.session and not self.parts):
            part.before = merge_learns(session.actions[: self._began])
            self.parts.append(part)


def picture_view(session: Session) -> Snapshot:
    """How well it reads as it stands: the shares of the unseen and of the seen that it reads correctly."""
    measured = {"unseen": accuracy(session), "seen": share_correct(session.run, accuracy_examples(session.run))}
    return Snapshot(session.run.count, tuple(session.weights), measured)


# One run in a part of a level, place by place: weights, what is measured, what is said.
# A place is a step where something learns, a number of actions where nothing does.


Point = tuple[float, float]
LOOK = 1.2  # seconds in which a look at a net that reads pictures is seen
SHOWN = 3  # the kind of the unseen picture that is on show first


class RunPart:
    """`session`: as it stood at the end of the run; `attempt`: at the end of all. `first`, `last`: places."""

    shares = False  # what is measured is a share of 1, and grows

    def __init__(self, session: Session) -> None:
        self.session = self.attempt = session
        self.before: list[Action] = []  # what was done until it began
        self.moments: list[Moment] = []
        self.first, self.last = session.recorded, session.run.count
        self.run, self.level, self.examples = session.run, session.level, session.run.examples
        self.title = _("exam") if target_info_of(self.level.target).summed else _("error")
        self.each = len(self.run.batches)  # places between two that are measured
        self.unit = N_("passes") if self.each > 1 else N_("steps")  # what is counted along the chart, for several
        self.length = max(1, self.beat(self.last))  # the end of the chart: beats
        self._measured: list[float] = []

    def find_moments(self) -> Iterator[None]:
        """What will be told of it, in pieces."""
        for moments in moments_incremental(self.session):
            if moments is None:
                yield
            else:
                self.moments = moments

    @cached_property
    def plan(self) -> RunPlan:
        return plan(self.first, self.last, self.moments, parts=0)

    def weights(self, place: int) -> Sequence[float]:
        return self.run.weights_at(place)

    def predictions(self, place: int) -> list[Vector]:
        weights, predict = self.weights(place), self.run.network.predict
        return [predict(weights, inputs) for inputs, _goal in self.examples]

    def alpha(self, place: int) -> object:
        """None: nothing learns."""
        if self.level.learner is None or not self.run.history.settings:
            return None
        return self.run.alpha_at(max(self.first, min(place, self.last) - 1) if place > self.first else place)

    # -- the chart ---------------------------------------------------------------------------------------------------

    def beat(self, place: int) -> int:
        return (place - self.first) // self.each

    def measure(self, beat: int) -> float:
        """What is measured after so many beats; infinite where a number overflows."""
        while len(self._measured) <= beat:
            weights, total = self.weights(self.first + len(self._measured) * self.each), 0.0
            try:
                if target_info_of(self.level.target).summed:
                    for inputs, goals in self.examples:
                        for prediction, goal in zip(self.run.network.predict(weights, inputs), goals):
                            total += (prediction - goal) * (prediction - goal)
                else:
                    total = abs(self.run.full_problem.error(list(weights)))
            except OverflowError:
                total = inf
            self._measured.append(total)
        return self._measured[beat]

    def now(self, place: int) -> float:
        return self.measure(self.beat(place))

    def curve(self, place: int) -> list[Point]:
        return [(beat, self.measure(beat)) for beat in range(self.beat(place) + 1)]

    @cached_property
    def aim(self) -> float | None:
        """What is measured must come down to this; None: that is not how it is judged."""
        aim = target_info_of(self.level.target)
        if aim.summed:
            return aim.limit
        return aim.mean_error(self.run, str(self.session.knobs["metric"]), None)

    # -- the steps ---------------------------------------------------------------------------------------------------

    def neighbour(self, place: int, by: int) -> int | None:
        """The place after or before; None: beyond the ends."""
        return place + by if self.first <= place + by <= self.last else None


class LookedAtPart(RunPart):
    """A part of which is known what was seen at its looks: places, weights, what was measured there."""

    def __init__(self, session: Session, looks: Sequence[Snapshot]) -> None:
        self.looks = list(looks)
        super().__init__(session)
        self.first, self.last = looks[0].step, looks[-1].step

    def look_number(self, place: int) -> int:
        """Of the last look by then."""
        return max(0, next((k for k, look in enumerate(self.looks) if look.step > place), len(self.looks)) - 1)

    def look(self, place: int) -> Snapshot:
        return self.looks[self.look_number(place)]

    def weights(self, place: int) -> Sequence[float]:
        return self.look(place).weights

    def neighbour(self, place: int, by: int) -> int | None:
        number = self.look_number(place) + by
        return self.looks[number].step if 0 <= number < len(self.looks) else None


class ByHandPart(LookedAtPart):
    """A part that was played by hand: its places are actions. The error at a place is that of the last look."""

    def __init__(self, session: Session, looks: Sequence[Snapshot]) -> None:
        super().__init__(session, looks)
        self.each, self.unit, self.length = 1, N_("looks"), max(1, len(looks) - 1)
        if self.level.stop and self.level.knob("pass") is not None:
            self.title = _("unseen error")

    def beat(self, place: int) -> int:
        return self.look_number(place)

    def measure(self, beat: int) -> float:
        return abs(self.looks[beat].measured["error"])


class EvaluationTable(RunTable):
    """Of a run that is known at its looks: nothing between them is run again."""

    def __init__(self, session: Session, looks: Sequence[Snapshot]) -> None:
        super().__init__(session)
        self._known = {look.step: look.weights for look in looks}

    def weights_at(self, step: int) -> Sequence[float]:
        return self._known[step]


class PicturePart(LookedAtPart):
    """A part in which pictures are learned to be read: it is looked at now and then, and what is measured grows."""

    shares = True

    def __init__(self, session: Session, looks: Sequence[Snapshot]) -> None:
        super().__init__(session, looks)
        self.first = session.recorded
        self.title = _("unseen")
        self.length = max(1, self.level.budget if self.level.learner is not None else 1)

    def find_moments(self) -> Iterator[None]:
        table = EvaluationTable(self.session, self.looks)
        for moments in reading_moments(table) if reads_pictures(table) else ():
            if moments is None:
                yield
            else:
                self.moments = moments

    def now(self, place: int) -> float:
        return self.look(place).measured["unseen"]

    def curve(self, place: int) -> list[Point]:
        looks = self.looks[: self.look_number(place) + 1]
        return [((look.step - self.first) / self.each, look.measured["unseen"]) for look in looks]

    @cached_property
    def aim(self) -> float | None:
        return target_info_of(self.level.target).share

    @cached_property
    def plan(self) -> RunPlan:
        """Each look is held for a while, longer for each moment; nothing is known between two of them."""
        stretches, clock = list[Stretch](), 0.0
        for look in self.looks:
            moments: list[Moment | None] = [each for each in self.moments if each.step == look.step]
            for moment in moments or [None]:
                stretches.append(Stretch(clock, HOLDS[0] if moment else LOOK, look.step, moment=moment))
                clock += stretches[-1].seconds
        return RunPlan(stretches)

    def unseen_example(self, number: int) -> Pair:
        """An unseen example: the one on show first, then the others."""
        pairs = self.level.data(unseen=True)
        first = next((k for k, (_inputs, goals) in enumerate(pairs) if largest(goals) == SHOWN), 0)
        return pairs[(first + number) % len(pairs)]
