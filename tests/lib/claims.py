"""What the sentences of a verdict claim, checked by a run's own numbers: weights in, predictions and errors out.

Nothing here asks what the game asks before it says a sentence; each claim is worked out again from the steps.
claims.txt has the claims, and under each what says so: first in short, then in full. What is imported `as` it is called
is for them.
"""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from math import inf, isfinite as isfinite
from pathlib import Path
from typing import Any

from downslope.rules import Exam, RunFacts, Session, accuracy as accuracy, share_correct as share_correct
from downslope.view.cards.outcome_sentences import choose, numbers_of, sentences, short_words
from downslope.view.format.markup import plain
from downslope.view.format.numbers import number, short

HAIR = 1e-9
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
Vector = Sequence[float]


class Claimed:
    """What claims are about: they are Python with its names, and those of its module."""

    def __getitem__(self, name: str) -> Any:
        try:
            return getattr(self, name)
        except AttributeError:
            raise KeyError(name) from None

    def holds(self, claim: str) -> bool:
        return bool(eval(claim, vars(sys.modules[type(self).__module__]), self))  # type: ignore[arg-type]


class Told(Claimed):
    """A run as far as step `last`, read from its weights; and what is said of it, by names."""

    def __init__(self, session: Session, last: int, said: Mapping[str, Any]) -> None:
        self.session, self.run, self.said = session, session.run, dict(said)
        self.first, self.last, self.each = session.recorded, last, len(session.run.batches)
        self.network, self.examples, self.level = session.run.network, session.run.examples, session.level

    @cached_property
    def way(self) -> list[Vector]:
        return [self.run.weights_at(step) for step in range(self.first, self.last + 1)]

    @property
    def passes(self) -> list[Vector]:
        return self.way[:: self.each]

    @property
    def goal(self) -> float:
        return self.examples[0][1][0]

    @cached_property
    def predictions(self) -> list[float]:
        """Of the first example."""
        return [self.network.predict(weights, self.examples[0][0])[0] for weights in self.way]

    @property
    def misses(self) -> list[float]:
        assert len(self.examples) == self.network.outputs == 1
        return [prediction - self.goal for prediction in self.predictions]

    def error(self, weights: Vector) -> float:
        """Over the examples that decide, as an exam where one is told."""
        target, sample = self.level.target, self.run.sample_problem
        exam = isinstance(target, Exam) and not target.unseen and sample is self.run.full_problem
        try:
            return sample.error(weights) * (len(self.examples) if exam and self.each > 1 else 1)
        except OverflowError:
            return inf

    @cached_property
    def beats(self) -> list[float]:
        return [self.error(weights) for weights in self.passes]

    @property
    def later(self) -> int:
        """The beat at which a knob was turned last: how it moves and where it tends is told of what came after."""
        watch = self.session.detector
        return (watch.first - self.first) // self.each if watch is not None else 0

    @property
    def turn(self) -> int:
        """The step that the outcome is about, from the first on."""
        assert self.session.outcome is not None
        return self.session.outcome.turn - self.first

    @property
    def beat(self) -> int:
        return self.turn // self.each

    @property
    def tolerance(self) -> float:
        near = self.level.aim.tolerance
        assert near is not None
        return near

    def amount(self, steps: int) -> str:
        one, many = ("step", "steps") if self.each == 1 else ("pass", "passes")
        beats, words = -(-steps // self.each), self.level.words
        return f"{beats} {words.get(one, one) if beats == 1 else words.get(many, many)}"

    def exactly(self) -> str:
        """The prediction, with one decimal more than the tolerance has, which could else hide the miss."""
        decimals = len(format(Decimal(repr(self.tolerance)).normalize(), "f").partition(".")[2])
        return number(self.predictions[-1], max(2, decimals + 1))

    def one_side(self) -> bool:
        return all(miss >= 0 for miss in self.misses) or all(miss <= 0 for miss in self.misses)

    def leaves(self, low: float, high: float, start: int = 0) -> bool:
        """Every step from `start` on leaves what is said of the miss, to the digits that are said, within bounds."""
        misses, said = self.misses[start:], self.said["ratio"].replace("−", "-")
        ratios = [b / a for a, b in pairwise(misses) if abs(b) > 1e-3 * abs(self.misses[0])]
        most = 0.5 * 10 ** -len(said.partition(".")[2]) + HAIR
        return bool(ratios) and all(low < ratio < high and abs(ratio - float(said)) <= most for ratio in ratios)

    def grows(self, low: float, high: float) -> bool:
        setting = self.run.history.settings[-1]
        return self.said["alpha"] == short(self.run.alpha) and self.leaves(low, high, setting.first - self.first)  # type: ignore[arg-type]

    def along(self, step: int) -> float:
        """Above 0: the move of this step went past the lowest place of a weight's own line."""
        old, new = self.way[step - 1 : step + 1]
        return max((b - a) * slope for a, b, slope in zip(old, new, self.run.full_problem.weight_deltas(new)))

    def one_crosses(self) -> bool:
        """The neuron with that input changes sides at every step, while there is a miss to speak of; no other does."""
        inputs, goals = self.examples[0]
        sides = {}
        for i, (x, goal) in enumerate(zip(inputs, goals)):
            misses = [self.network.predict(weights, inputs)[i] - goal for weights in self.way]
            big = [miss for miss in misses if abs(miss) > 1e-3 * abs(misses[0])]
            sides[f"Input {short(x)}"] = [a * b < 0 for a, b in pairwise(big)]
        return all(sides.pop(self.said["Name"])) and not any(map(any, sides.values()))

    def swings(self) -> bool:
        """The places of the orbit, twice round, in the order in which they come."""
        places, said = self.predictions[self.turn : -1], self.said["swings"].split(", ")
        return len(said) == 2 * len(places) and all(map(says, said, 2 * places))

    def between(self, values: list[float], plus: bool) -> bool:
        return [self.said["low"], self.said["high"]] == [number(end, plus=plus) for end in (min(values), max(values))]

    def no_nearer(self) -> bool:
        """The typical error of the last quarter is not clearly below that of the quarter before, and it still moves."""
        beats, passes = self.beats[self.later :], self.passes
        moved = any(list(a) != list(b) for a, b in pairwise(passes[-max(2, len(passes) // 4) :]))
        return moved and (len(beats) < 4 or ends(beats)[1] > 0.97 * ends(beats)[0])

    @property
    def last_quarter(self) -> list[float]:
        return self.beats[len(self.beats) * 3 // 4 :]

    def downhill(self) -> bool:
        step = self.run.at(self.last - 1)
        assert isinstance(step.alpha, (int, float))
        return all(abs(a - step.alpha * slope - b) <= 1e-6 * (abs(a) + abs(b))
                   for a, slope, b in zip(step.weights, step.weight_deltas, self.way[-1]))  # fmt: skip

    def far(self) -> bool:
        blank = max(self.run.metric.total_error([0.0] * len(goal), goal) for _input, goal in self.examples)
        return self.beats[-1] > 1e11 * min(1.0, max(self.beats[0], blank) or 1.0)

    def hardly_moved(self) -> bool:
        return all(alike(a, b) for a, b in pairwise(self.way[-self.each - 1 :]))

    def undone(self) -> bool:
        """The steps of the last pass moved the weights, and they are where they were."""
        last = self.way[-self.each - 1 :]
        return self.each > 1 and alike(last[0], last[-1]) and any(list(a) != list(b) for a, b in pairwise(last))

    def lowest(self) -> bool:
        """Of all weights around, this one has the least error; and the goal is not met."""
        (weight,) = self.way[-1]
        around = [weight + side * 10**-k * (1 + abs(weight)) for k in range(4) for side in (-1, 1)]
        return all(self.error([w]) >= self.beats[-1] * (1 - HAIR) for w in around) and not self.session.reached

    def bottom_of_meter(self) -> bool:
        order = f"Order {'ABC'[self.session.stage]}" if self.session.base.stages else "The goal"
        meter = self.run.metric.title or self.run.metric.name
        return [self.said[name] for name in ("meter", "order", "weight")] == [meter, order, number(self.way[-1][0])]

    def over_time(self) -> bool:
        return (self.last - self.first) / self.each >= min(self.level.budget, self.level.limit or self.level.budget)

    def stopped_at_a_gate(self) -> bool:
        """The last step, and none before it, was too long for a gate."""
        long = [(number(abs(b - a)), short(gate.most)) for a, b in pairwise(self.predictions)
                for gate in self.level.gates
                if min(a, b) < gate.at <= max(a, b) and abs(b - a) > gate.most + HAIR]  # fmt: skip
        said = [self.said[name] for name in ("end", "length", "most")]
        return [(str(self.last), *each) for each in long] == [tuple(said)]

    def dies_out(self) -> bool:
        """The typical move of the last quarter is below that of the quarter before."""
        walk = self.passes[self.later :]
        moves = [max(abs(x - y) for x, y in zip(a, b)) for a, b in pairwise(walk)]
        return len(moves) < 4 or ends(moves)[1] <= ends(moves)[0]


# What a number is, whichever sentence says it.
NUMBERS: dict[str, Callable[[Told], str]] = {
    "steps": lambda told: told.amount(told.last - told.first), "next": lambda told: str(told.last + 1),
    "error_first": lambda told: number(told.beats[0]), "error_last": lambda told: number(told.beats[-1]),
    "prediction": lambda told: number(told.predictions[-1]), "goal": lambda told: number(told.goal),
    "exactly": Told.exactly, "tolerance": lambda told: short(told.tolerance), "gain": lambda told: "2 %",
    "at": lambda told: f"pass {told.beat}" if told.each > 1 else f"step {told.turn + told.first}",
}  # fmt: skip


def falls(values: Sequence[float]) -> bool:
    return all(b <= a for a, b in pairwise(values))


def alike(one: Vector, other: Vector) -> bool:
    return all(abs(a - b) <= HAIR * (1 + abs(a)) for a, b in zip(one, other))


def says(text: str, value: float) -> bool:
    """A short number, plain to six decimals, or to two digits with a power of ten."""
    factor, power, exponent = text.replace("−", "-").partition("·10")
    scale = 10.0 ** int(exponent.translate(RAISED)) if power else 1.0
    return abs(float(factor) * scale - value) <= (max(1e-6, 0.05 * scale + HAIR) if power else 1e-6)


def ends(values: Sequence[float]) -> tuple[float, float]:
    """What is typical of the third quarter and of the last; of few values the first and the last."""
    size = len(values)
    parts = (values[size // 2 : size * 3 // 4], values[size * 3 // 4 :]) if size > 3 else (values[:1], values[-1:])
    third, last = (sorted(part)[len(part) // 2] for part in parts)
    return third, last


def claims(file: str) -> dict[str, str]:
    """What is said, and its claim: the line above that is not indented, of names that a run has."""
    found, claim = dict[str, str](), ""
    for line in Path(__file__).with_name(file).read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            found.update({said.strip(): claim for said in line.split(" | ")})
        else:
            claim = line
    return found


CLAIMS = claims("claims.txt")


def untrue(session: Session) -> list[str]:
    """The sentences about this run that are not true: its own claim, or one of its numbers."""
    outcome = session.outcome
    assert outcome is not None
    run, cause = RunFacts(session, outcome), (outcome.kind, outcome.cause)
    told = Told(session, outcome.step, numbers_of(run))
    texts = choose([short_words()[cause], *sentences()[cause]], run)
    assert texts
    return [plain(text.format(**told.said)) for text in texts if not holds(plain(text), told)]


def holds(text: str, told: Told) -> bool:
    said = {name for name in re.findall(r"{(\w+)}", text) if name in NUMBERS}
    return all(told.said[name] == NUMBERS[name](told) for name in said) and told.holds(CLAIMS[text])
