"""A row of a convergence map by the law alone: no step is run, only logarithms are compared.

After n steps the miss is r ** n of what it was, so it is within the goal's reach from n = log(miss / reach) / -log|r|
on. That is one product of a column's number with a row's. The verdicts are those of outcome.py, in its order. Where two
numbers are so near each other that rounding could decide, the place is given as doubtful, to be run.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import inf, isfinite, log, sqrt
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from ..formulas.inline import is_gradient_descent, is_squared_error
from ..learning.ops import Dense
from ..rules.level import Level
from ..rules.outcome import FAR, GAIN, SAME
from ..rules.outcome_kinds import OUTCOMES
from ..rules.session import Session
from ..rules.target import SLACK

if TYPE_CHECKING:
    from ..engine.run import Run


# ---------------------------------------------------------------------------------------------------------------------
# The law: with squared error one step multiplies the miss by 1 - alpha * mean(input ** 2). From delta = input *
# weight - goal and weight -= alpha * delta * input, the next delta is delta * (1 - alpha * input ** 2). It holds for
# gradient descent on one neuron whose delta grows in step with the miss.
def left_after_step(alpha: float, steep: float, pull: float = 1.0) -> float:
    """The part of the miss that one step leaves, with its sign. `pull`: delta / miss of the metric (true slope: 2)."""
    return 1.0 - alpha * pull * steep


def limit(steep: float, pull: float = 1.0) -> float:
    """From here on a step leaves no less than it found: 2 / input ** 2."""
    return 2.0 / (pull * steep)


class Law(NamedTuple):
    """What of a run the law needs. Its weight is always left_after_step(alpha, steep, pull) ** steps of the way off
    the weight of the lowest error, `centre`, and its error is share * (steep * (weight - centre) ** 2 + floor)."""

    steep: float  # the mean over the examples of input ** 2
    pull: float  # delta / miss
    share: float  # error / miss ** 2
    centre: float
    floor: float  # the mean of the squared misses at the centre: 0 where one weight fits every example

    def left(self, alpha: float) -> float:
        """The part of the miss that one step leaves, with its sign."""
        return left_after_step(alpha, self.steep, self.pull)


def law_of(run: Run) -> Law | None:
    """The law of a run; None: it does not hold. Metric and learner are recognised by their formulas."""
    network, learner = run.network, run.learner
    if tuple(network.ops()) != (Dense(0, 1, 1),) or run.frozen or not isinstance(run.alpha, (int, float)):
        return None
    if (
        len(run.batches) != 1
        or run.order.shuffled
        or run.schedule != "constant"
        or run.sample_problem is not run.full_problem
    ):
        return None
    squares = is_squared_error(run.metric)
    if squares is None or learner is None or not is_gradient_descent(learner):
        return None
    # The mean over the examples of all inputs squared
    total = 0.0
    for input, _ in run.examples:
        for number in input:
            total += number * number
    steep, along = (total / len(run.examples)), 0.0
    for (value,), (goal,) in run.examples:
        along += value * goal
    centre = along / len(run.examples) / steep if steep > 0.0 else 0.0
    floor = 0.0
    for (value,), (goal,) in run.examples:
        miss = value * centre - goal
        floor += miss * miss
    law = Law(steep, squares[1], squares[0], centre, floor / len(run.examples))
    return law if steep > 0.0 and all(map(isfinite, law)) else None


KINDS = tuple(OUTCOMES)
LAND, OVERSHOOT, ORBIT = map(KINDS.index, ("land", "overshoot", "orbit"))
RUNAWAY, STUCK, CRAWL = map(KINDS.index, ("runaway", "stuck", "crawl"))
NEAR = 1e-7  # relative: nearer than this to a border is doubtful
BITS = 2e-15  # what the rounding of a step can come to, relative to the weight
TINY = 1e-6  # a step that leaves less than this part leaves nothing that could matter
SPARSE = 2  # a row with fewer numbers of steps than columns / SPARSE is filled border by border

Row = tuple[list[int], list[int]]  # codes (beats * 8 + kind), and the places that are doubtful


class Side(NamedTuple):
    """The columns on one side of the best weight, from the nearest on. `out`: log of how far is too far, reversed."""

    away: list[float]
    logs: list[float]  # log(away / reach), not below 0
    out: list[float]


class ClosedForm:
    """Judges whole rows of start weights. `reach`: the target is met so far from the best weight, and no further."""

    def __init__(self, law: Law, reach: float, weights: Sequence[float], highest: float, budget: int) -> None:
        """`highest`: the largest goal squared, for the scale of a runaway. `weights` rise."""
        self.law, self.reach, self.budget, self.highest = law, reach, budget, highest
        left = [law.centre - w for w in weights if w < law.centre]
        right = [w - law.centre for w in weights if w >= law.centre]
        self.left, self.right = self._side(left[::-1]), self._side(right)
        self.landing = [n * 8 + LAND for n in range(1, budget + 2)]  # one more than can be
        self.passing = [8 + LAND, *(n * 8 + OVERSHOOT for n in range(2, budget + 2))]
        self.leaving = [n * 8 + RUNAWAY for n in range(1, budget + 2)]
        self.widest = max(1.0, abs(law.centre) + max([*left, *right], default=0.0))

    def _side(self, away: list[float]) -> Side:
        law = self.law
        out = list[float]()
        for a in away:
            scale = law.share * max(law.steep * a * a + law.floor, self.highest) or 1.0
            edge = sqrt(max(0.0, (FAR * scale / law.share - law.floor) / law.steep))
            out.append(log(edge / a) if a > 0.0 and edge > 0.0 else inf)
        return Side(away, [max(0.0, log(a / self.reach)) if a > 0.0 else 0.0 for a in away], out[::-1])

    def row(self, alpha: float) -> Row:
        """One code for each column, and the columns that are doubtful."""
        left, doubts = self._half(self.left, alpha)
        right, more = self._half(self.right, alpha)
        count = len(left)
        left.reverse()
        return left + right, [count - 1 - k for k in doubts] + [count + k for k in more]

    def _half(self, side: Side, alpha: float) -> Row:
        count, r = len(side.away), self.law.left(alpha)
        q = abs(r)
        if not count:
            return [], []
        if q < TINY:
            landed = side.away[-1] * TINY < self.reach
            return [8 + LAND] * count, [] if landed else list(range(count))
        apart = min(abs(1.0 - r), abs(1.0 - r * r)) * min(self.reach, self.reach / q)
        if apart <= 4.0 * SAME * (1.0 + self.widest):
            return self._turning_round(side, r)
        if BITS * self.widest > NEAR * self.reach * (1.0 - q if q < 1.0 else 1.0 / q):
            return [DOUBTFUL] * count, list(range(count))
        return self._upcoming(side, r, q) if q < 1.0 else self._leaving(side, q)

    def _upcoming(self, side: Side, r: float, q: float) -> Row:
        """The miss shrinks: when it is small enough, or what the budget's end makes of it."""
        table = self.landing if r > 0.0 else self.passing
        near, doubts = _filled(side.logs, -1.0 / log(q), table)
        if len(near) < len(side.logs):
            rest, more = self._at_the_end(side.away[len(near) :], q)
            doubts += [len(near) + k for k in more]
            near += rest
        return near, doubts

    def _leaving(self, side: Side, q: float) -> Row:
        """The miss grows: only the first step can land; then it is a question of when it is too far."""
        edge, count = self.reach / q, len(side.away)
        landed = bisect_left(side.away, edge)
        doubts = _about(side.away, edge, NEAR * edge)
        out, unsure = _filled(side.out[: count - landed], 1.0 / log(q), self.leaving)
        far = count - len(out)  # those nearer than this are not too far yet when the budget is over
        rest, more = self._at_the_end(side.away[landed:far], q)
        out.reverse()
        doubts += [landed + k for k in more] + [count - 1 - k for k in unsure]
        return [8 + LAND] * landed + rest + out, doubts

    def _turning_round(self, side: Side, r: float) -> Row:
        """A step leaves all of the miss, or almost: where it comes back so exactly that it is proved, an orbit."""
        count = len(side.away)
        inside = bisect_left(side.away, self.reach * (1.0 - NEAR))
        back = abs(1.0 - r * r) * side.away[-1] * 4.0 < SAME and r < 0.0
        if not back or self.budget < 4 or self.reach <= 4.0 * SAME * (1.0 + self.widest):
            return [DOUBTFUL] * count, list(range(count))
        unsure = [k for k in range(inside, count) if side.away[k] <= self.reach * (1.0 + NEAR)]
        return [8 + LAND] * inside + [4 * 8 + ORBIT] * (count - inside), unsure  # of marks at 1, 2, 4 ...: at 4

    def _at_the_end(self, away: list[float], q: float) -> Row:
        """The budget is over: the errors and the strides of the last quarter beside those of the quarter before."""
        if not away:
            return [], []
        law, budget = self.law, self.budget
        before, after = _medians(budget + 1, q < 1.0)
        stride_before, stride = _medians(budget, q < 1.0)
        ratio = q ** (2 * (after - before))
        moved = q ** (stride - stride_before)
        last = budget * 8
        rest = ORBIT if moved > 1.0 - GAIN else STUCK
        doubtful = abs(moved - (1.0 - GAIN)) < NEAR
        # the error is a square and a floor: what is lost, or won, must be 2 % of both
        change = 1.0 - GAIN - ratio if q < 1.0 else ratio - 1.0 - GAIN
        kind = CRAWL if q < 1.0 else RUNAWAY
        edge = sqrt(GAIN * law.floor / change / law.steep) / q**before if change > 0.0 else inf
        clear = bisect_left(away, edge)
        codes = [last + rest] * clear + [last + kind] * (len(away) - clear)
        if abs(change) < NEAR or (clear and doubtful):
            return codes, list(range(len(away)))
        return codes, _about(away, edge, NEAR * edge) if edge < inf else []


DOUBTFUL = 8 + CRAWL  # stands where all is left to a run


def _filled(logs: list[float], by: float, table: list[int]) -> Row:
    """table[int(log * by)] for each of the rising `logs`, as far as the table goes but for its last."""
    border = (len(table) - 1) / by
    end, doubts = bisect_left(logs, border), _about(logs, border, NEAR)
    logs = logs[:end]
    if not logs:
        return [], doubts
    first, last = int(logs[0] * by), min(int(logs[-1] * by), len(table) - 2)
    if (last - first) * SPARSE > end:
        # The same, column by column, once from a little below and once from a little above: who differs is doubtful
        spare = by * NEAR
        near = [table[int(log * by - spare)] for log in logs]
        above = [table[int(log * by + spare)] for log in logs]
        more = [number for number, pair in enumerate(zip(near, above)) if pair[0] != pair[1]] if near != above else []
        return near, doubts + more
    codes, here = list[int](), 0
    for number in range(first, last):
        border = (number + 1) / by
        place = bisect_left(logs, border, here)
        codes += [table[number]] * (place - here)
        if logs[place] <= border + NEAR or (place and logs[place - 1] >= border - NEAR):
            doubts += _about(logs, border, NEAR)
        here = place
    return codes + [table[last]] * (end - here), doubts


def _about(values: list[float], border: float, near: float) -> list[int]:
    """The places of the rising values that are so near the border."""
    first = bisect_left(values, border - near)
    return list(range(first, bisect_right(values, border + near, first)))


def _medians(count: int, falling: bool) -> tuple[int, int]:
    """Which of `count` values are the medians of the quarter before the last and of the last, as outcome.py has it."""
    if count < 4:
        return max(0, count - 2), count - 1
    medians = []
    for first, end in ((count // 2, count * 3 // 4), (count * 3 // 4, count)):
        half = (end - first) // 2
        medians.append(end - 1 - half if falling else first + half)
    return medians[0], medians[1]


def reach_of(level: Level, law: Law) -> float | None:
    """How far from the best weight the target is met, the same on both sides; None: it is not so simple."""
    aim, count = level.aim, len(level.examples)
    if aim.tolerance is not None:
        chosen = [level.data()[k] for k in aim.only or range(count) if k < count]
        if law.floor > (NEAR / 10.0 * (aim.tolerance + SLACK)) ** 2:
            return None  # no weight fits every example: the goal's reach is not the same on both sides
        sizes = [abs(input[0]) for input, _goal in chosen]
        return (aim.tolerance + SLACK) / max(sizes) if sizes and max(sizes) > 0.0 else None
    maximum = aim.mean_square(count, law.share)
    return sqrt((maximum - law.floor) / law.steep) if maximum is not None and maximum > law.floor else None


def closed_form_of(session: Session, weights: Sequence[float]) -> ClosedForm | None:
    """The judge of runs like this session's from other weights; None: they must be run."""
    law = law_of(session.run) if not session.level.gates else None
    reach = reach_of(session.level, law) if law is not None else None
    if law is None or reach is None or reach <= 0.0 or list(weights) != sorted(weights):
        return None
    highest = 0.0
    for _input, (goal,) in session.run.examples:
        highest = max(highest, mul(goal, goal))
    return ClosedForm(law, reach, weights, highest, session.level.budget)
