"""How a run ends: a kind, a row of OUTCOMES, and a cause. A beat is a step that sees all examples, else an epoch.

land       reached: the target is met · overshoot  passed: so too, but on the way it went past
orbit      cycle (proved: weights and learner come back) · hovers (moves on, gets no nearer)
stuck      still (proved: nothing moves) · settled (moves die out short of the target)
runaway    not-finite · far · rising
bump       gate: its last step was too long for a gate that it crossed
crawl      short when the budget is over: slow · searching (it drew random numbers, so nothing is proved)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from math import inf, isfinite
from random import Random
from typing import Annotated, Any, NamedTuple

from ..engine.fast_run import FastProblem
from ..engine.run import Run
from .field_bounds import FINITE, POSITIVE
from .knob import CLOSE


class Gate(NamedTuple):
    """A place that the prediction may cross with a short step only."""

    at: Annotated[float, FINITE]  # the prediction at which it stands
    most: Annotated[float, POSITIVE]  # the longest step across it, in the prediction


def bump_of(run: Run, gates: Iterable[Gate]) -> tuple[Gate, float] | None:
    """The gate that the last step of a run ran into, and how long the step was; None: none."""
    if not run.count:
        return None
    input = run.examples[0][0]
    before, after = (run.network.predict(run.weights_at(step), input)[0] for step in (run.count - 1, run.count))
    length = abs(after - before)
    crossed = (gate for gate in gates if (before < gate.at) != (after < gate.at))
    return next(((gate, length) for gate in crossed if length > gate.most + CLOSE), None)


class OutcomeKind(NamedTuple):
    """One kind of outcome. Words are in English, translated where they are shown.

    title        what a player reads; `bottom`: the same where the run ended at the bottom of its error
    does, do     what one run, what several do: "24 runs away"
    causes       how it comes about -> a few words for it that are always true
    mark     its sign in the terminal
    icon, hue    names of an icon and of a colour of the theme; it differs from the others by both, and by its `motif`
    motif        the name of its sign in a cell of a map; empty: none
    height       where its cells lie in a map, counted from the smallest alphas: the order of the map's legend
    strength     how far its cell stands out, 0 ... 1: after one step; what of that is lost, and by which step
    few, many    steps of the two examples in the map's legend
    sketch       signed misses, as it may go
    rank         in a search: smaller is better
    wins         it completes a stage, where the level says nothing else
    turns        its picture is around the step at which it turned
    gated        only a level with gates has it
    """

    title: str
    does: str
    do: str
    causes: Mapping[str, str]
    mark: str
    icon: str
    hue: str
    motif: str
    height: int
    strength: tuple[float, float, int]
    few: int
    many: int
    sketch: Sequence[float]
    rank: int
    wins: bool = False
    turns: bool = False
    gated: bool = False
    bottom: str = ""


OUTCOMES: dict[str, OutcomeKind] = {
    "crawl": OutcomeKind(
        "crawl", "crawls", "crawl",
        {"slow": "its time is over", "searching": "still searching"},
        mark="…", icon="crawl", hue="hue_crawl", motif="dot", height=0, strength=(0.42, 0.0, 30),
        few=40, many=40, sketch=(0.95, 0.88, 0.82, 0.76, 0.71), rank=1,
    ),
    "land": OutcomeKind(
        "land", "lands", "land",
        {"reached": "near enough"},
        mark="●", icon="land", hue="hue_land", motif="", height=2, strength=(1.0, 0.62, 30),
        few=2, many=16, sketch=(0.95, 0.4, 0.15, 0.05, 0.0), rank=0, wins=True,
    ),
    "overshoot": OutcomeKind(
        "cross and land", "crosses and lands", "cross and land",
        {"passed": "not the straight way"},
        mark="~", icon="overshoot", hue="hue_overshoot", motif="wave", height=3, strength=(1.0, 0.62, 80),
        few=4, many=40, sketch=(0.95, -0.42, 0.2, -0.09, 0.0), rank=0, wins=True, turns=True,
    ),
    "orbit": OutcomeKind(
        "swing for ever", "swings", "swing",
        {"cycle": "the same weights again", "hovers": "moving, but no nearer"},
        mark="∞", icon="orbit", hue="hue_orbit", motif="ring", height=4, strength=(0.62, 0.0, 30),
        few=2, many=2, sketch=(0.8, -0.8, 0.8, -0.8, 0.8), rank=2, turns=True,
    ),
    "runaway": OutcomeKind(
        "run away", "runs away", "run away",
        {"not-finite": "the numbers end", "far": "far beyond coming back", "rising": "rising"},
        mark="↗", icon="runaway", hue="hue_runaway", motif="slash", height=5, strength=(0.95, 0.55, 60),
        few=3, many=14, sketch=(0.12, -0.25, 0.45, -0.7, 1.0), rank=4, turns=True,
    ),
    "stuck": OutcomeKind(
        "stuck", "is stuck", "are stuck",
        {"still": "nothing moves", "settled": "hardly anything moves"},
        mark="∪", icon="stuck", hue="hue_stuck", motif="cup", height=1, strength=(0.6, 0.0, 30),
        few=9, many=9, sketch=(0.95, 0.6, 0.45, 0.42, 0.42), rank=3,
        bottom="at the bottom",
    ),
    "bump": OutcomeKind(
        "bump", "bumps", "bump",
        {"gate": "too long a step through the gate"},
        mark="¦", icon="bump", hue="hue_bump", motif="bar", height=6, strength=(0.85, 0.5, 30),
        few=1, many=5, sketch=(0.95, 0.62, 0.3, 0.3, 0.3), rank=5, gated=True,
    ),
}  # fmt: skip
WINS: Any = tuple(kind for kind, row in OUTCOMES.items() if row.wins)


FAR = 1e12  # times the scale: further than any run that comes back
SAME = 1e-9  # two numbers count as the same within SAME * (1 + |x|)
NOTHING = 1e-12  # errors that small are as good as none: they are no scale
FLAT = 1e-6  # a slope that is no steeper is none: the bottom
GAIN = 0.02  # a change of the error that counts
SHARE = 0.05  # of all the slopes' work: a move that went past the lowest point of its own line


class Outcome(NamedTuple):
    """How a run ended. `kind`: a row of OUTCOMES; `cause`: one of its causes."""

    kind: str
    cause: str
    step: int  # when it was known
    turn: int  # where it turned: what the screen jumps to
    values: Mapping[str, float]  # the numbers for its sentence


def outcome_title(outcome: Outcome) -> str:
    """What a player reads: at the bottom of its error, where that does not fall any more, nothing is stuck."""
    row = OUTCOMES[outcome.kind]
    return row.bottom if row.bottom and outcome.values.get("slope", inf) < FLAT else row.title


class OutcomeDetector:
    """Watches a run from where it is now; begins again when a knob is turned."""

    def __init__(self, run: Run) -> None:
        self.first = run.count
        self.each = len(run.batches)  # steps a beat
        self.epoch_errors = [run.error(judged=True)]  # after each beat; only kept where a step sees a part
        # Where alpha is turned near the goal, what is far is still measured by the way there
        errors = [*self.epoch_errors, *run.errors[:1]]
        for _input, goal in run.sample_problem.examples:
            with suppress(ArithmeticError, ValueError):
                errors.append(run.metric.total_error([0.0] * run.network.outputs, goal))
        largest = max([abs(error) for error in errors if isfinite(error)], default=0.0)
        self.scale = largest if largest > NOTHING else 1.0
        self.limit = FAR * self.scale
        # What a later beat is compared with, to prove a cycle
        self.mark_beat, self.mark_weights, self.mark_state = 0, run.weights, run.state()
        self.next_mark = 1
        self.last_telling = self.first  # the last step at which there seemed to be something to judge
        self._looked_at = self.first  # up to this step is known whether one went past
        self._passed: int | None = None  # the first that did

    def first_telling_step(self, run: Run, first: int, met: Callable[[], bool]) -> int | None:
        """The first end of a beat between `first` and now at which there may be something to judge: `met`, or beyond
        the limit, or back at the mark.
        """
        weights, each, step = run.weights, self.each, None
        try:
            for step in range(first + each - (first - self.first) % each, run.count, each):
                run.weights = list(run.history.weights_at(step))
                error = run.errors[step] if each == 1 else run.error(judged=True)
                if not abs(error) <= self.limit or _same(run.weights, self.mark_weights) or met():
                    self.last_telling = step
                    return step
                self.epoch_errors += [error] * (each > 1)
            return None
        except Exception:  # the judge of that step comes to it, too
            return step
        finally:
            run.weights = weights

    def judge(self, run: Run, reached: bool, budget: int, gates: Sequence[Gate] = ()) -> tuple[str, str] | None:
        """The run stands at the end of a beat: (kind, cause), or None: it goes on."""
        if gates and bump_of(run, gates) is not None:
            return "bump", "gate"
        beat = (run.count - self.first) // self.each
        if isinstance(run.full_problem, FastProblem) and run.full_problem.has_loop:
            self.overshoot_step(run)  # of many examples: step by step, not all at the end
        error = run.error(judged=True)
        if self.each > 1:  # of beats that were handed over together by another process it looks back
            for missed in range(len(self.epoch_errors), beat):
                weights = run.history.weights_at(self.first + missed * self.each)
                self.epoch_errors.append(run.sample_problem.error(weights))
            self.epoch_errors.append(error)
        if not abs(error) <= self.limit:
            return "runaway", "far" if isfinite(error) else "not-finite"
        if reached:
            return ("overshoot", "passed") if self.overshoot_step(run) is not None else ("land", "reached")
        if beat and run.order.fixed and run.schedule == "constant":  # else it is not the same road from the same place
            # Weights and learner as they were at the mark: it will do the same for ever (Brent 1980)
            same = self.mark_state is not None and _same(run.weights, self.mark_weights)
            if same and _same(run.state(), self.mark_state):
                return ("stuck", "still") if beat - self.mark_beat == 1 else ("orbit", "cycle")
            if beat >= self.next_mark:
                self.mark_beat, self.mark_weights, self.mark_state = beat, run.weights, run.state()
                self.next_mark = 2 * beat
        if beat < budget:
            return None
        # The budget is over: the last quarter against the one before it, by their medians
        errors = self.beat_errors(run)
        ways = [run.history.weights_at(k) for k in range(self.first, run.count, self.each)] + [tuple(run.weights)]
        strides = [max([abs(a - b) for a, b in zip(p, q)]) for p, q in pairwise(ways)]  # of the weight that moves most
        if not strides:  # a knob was turned within the last pass that is allowed: nothing is known since
            return "crawl", "slow"
        (before, after), (stride_before, stride) = _quarters(errors), _quarters(strides)
        state, generators = self.mark_state, {k: v for k, v in vars(run.learner).items() if isinstance(v, Random)}
        used = (v.getstate() != state[k] for k, v in generators.items() if k in state) if state is not None else ()
        if any(used) or (state is None and generators):
            return "crawl", "searching"
        if after < before - GAIN * abs(before):
            return "crawl", "slow"
        if after > before + GAIN * abs(before) and after > errors[0]:
            return "runaway", "rising"
        return ("orbit", "hovers") if stride > stride_before * (1.0 - GAIN) and stride > 0.0 else ("stuck", "settled")

    def beat_errors(self, run: Run) -> list[float]:
        """The error over all examples after each beat, the start first."""
        return [*run.errors[self.first :], run.error()] if self.each == 1 else self.epoch_errors

    def overshoot_step(self, run: Run) -> int | None:
        """The first step that went past the lowest point of a weight's own line; in epochs: whose error rose."""
        if self.each > 1:
            rise = first_increase(self.epoch_errors)
            return None if rise is None else self.first + rise * self.each
        while self._passed is None and self._looked_at + 1 < run.count:
            step = self._looked_at + 1
            old, new = run.history.weights_at(step - 1), run.history.weights_at(step)
            along = [(b - a) * slope for a, b, slope in zip(old, new, run.full_problem.weight_deltas(new))]
            work = 0.0
            for part in along:
                work += abs(part)
            self._passed = step if max(along) > SHARE * work else None
            self._looked_at = step
        return self._passed

    def turn(self, run: Run, kind: str) -> int:
        """The step that the screen jumps to."""
        if kind == "runaway":
            rise = first_increase(self.beat_errors(run))
            return run.count if rise is None else self.first + rise * self.each
        if kind == "overshoot":
            passed = self.overshoot_step(run)
            return run.count if passed is None else passed
        return self.first + self.mark_beat * self.each if kind == "orbit" else run.count


def first_increase(errors: Sequence[float]) -> int | None:
    """The first beat whose error is more than 2 % above the lowest before it."""
    lowest = errors[0]
    for beat, error in enumerate(errors):
        if not error <= lowest + GAIN * abs(lowest):
            return beat
        lowest = min(lowest, error)
    return None


def _quarters(values: Sequence[float]) -> tuple[float, float]:
    """The medians of the quarter before the last, and of the last."""
    n = len(values)
    if n < 4:
        return values[max(0, n - 2)], values[-1]
    before, last = sorted(values[n // 2 : n * 3 // 4]), sorted(values[n * 3 // 4 :])
    return before[len(before) // 2], last[len(last) // 2]


def _same(a: Any, b: Any) -> bool:
    """Equal, each number within SAME * (1 + |x|)."""
    if isinstance(a, float) and isinstance(b, float):
        return a == b or abs(a - b) <= SAME * (1.0 + abs(b))
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(map(_same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(a[k] == b[k] or _same(a[k], b[k]) for k in a)
    return bool(a == b)
