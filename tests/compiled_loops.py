"""Learners, metrics and levels on which compiled loops are compared with the readable path, to the last bit."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from math import sqrt
from random import Random
from typing import Any

from downslope import Exam, Example, Knob, Learn, Learner, Level, Metric, Network, Session
from downslope.engine.loops import Loop, loop_for
from downslope.learning.problem import Problem
from support import shipped

FORMULAS = ["gradient-descent", "momentum", "nesterov", "rmsprop", "adam", "decay", "clipped", "swapping"]
CUT = 0.25


class Decay(Learner):
    """A weight shrinks even where nothing is missed, so nothing may be skipped."""

    name = "decay"

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        return weight - (weight_delta + weight * 0.01) * alpha


class Clipped(Learner):
    """Names of its module, two lines, the weight_delta assigned to."""

    name = "clipped"
    knobs = (Knob("edge", 0.1, 2, start=0.5),)
    memory = ("seen",)
    edge: float

    def update(self, weight: float, weight_delta: float, alpha: float, seen: float) -> tuple[float, float]:
        weight_delta = min(self.edge, max(-self.edge, weight_delta))
        seen = seen + sqrt(abs(weight_delta)) * CUT
        return weight - alpha * weight_delta / (1.0 + seen), seen


class Swapping(Learner):
    """Its results need each other's old values."""

    name = "swapping"
    memory = ("last", "before")

    def update(
        self, weight: float, weight_delta: float, alpha: float, last: float, before: float
    ) -> tuple[float, float, float]:
        return weight - (weight_delta + last - before) * alpha, weight_delta - weight * 0.01, last


class Forked(Learner):
    """Not plain lines."""

    name = "forked"

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        if weight_delta > 1:
            weight_delta = 1.0
        return weight - weight_delta * alpha


class Steep(Metric):
    """Not plain lines: its methods are called."""

    name = "steep"

    def error(self, prediction: float, goal_prediction: float) -> float:
        if prediction > goal_prediction:
            return 2.0 * (prediction - goal_prediction)
        return goal_prediction - prediction

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return 2.0 if prediction > goal_prediction else -1.0


class Cubed(Metric):
    """`**` raises OverflowError where `*` gives inf."""

    name = "cubed"

    def error(self, prediction: float, goal_prediction: float) -> float:
        return abs(prediction - goal_prediction) ** 3

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return (prediction - goal_prediction) * abs(prediction - goal_prediction)


def catalog() -> Any:
    found = shipped()
    own = {kind.name: kind for kind in (Decay, Clipped, Swapping, Forked)}
    return replace(
        found, learners={**found.learners, **own}, metrics={**found.metrics, "steep": Steep(), "cubed": Cubed()}
    )


METRICS = list(catalog().metrics)


def level(network: Network, learner: str = "gradient-descent", metric: str = "squared", **more: Any) -> Level:
    random = Random(f"{network} {learner} {metric}")

    def numbers(count: int) -> list[float]:
        return [0.0 if random.random() < 0.2 else random.uniform(-1, 1) for _ in range(count)]

    examples = [Example(numbers(network.inputs), one_of(network.outputs, random)) for _ in range(5)]
    fields: dict[str, Any] = {"alpha": 0.02, "batch": 1, "target": Exam(1e-9), "budget": 40, "seed": 3}
    return Level(
        "x", title="", network=network, examples=examples, learner=learner, metric=metric, **{**fields, **more}
    )


def one_of(count: int, random: Random) -> list[float]:
    right = random.randrange(count)
    return [float(i == right) for i in range(count)]


def bits(numbers: Any) -> bytes:
    """With the sign of a zero."""
    return array("d", numbers).tobytes()


def same(one: Session, other: Session) -> bool:
    assert one.run.learner is not None and other.run.learner is not None
    return (
        bits(one.weights) == bits(other.weights)
        and bits(one.run.history.weights) == bits(other.run.history.weights)
        and bits(one.run.errors) == bits(other.run.errors)
        and [bits(m) for m in one.run.learner.memories] == [bits(m) for m in other.run.learner.memories]
        and one.outcome == other.outcome
    )


def both(start: Level, steps: int) -> tuple[Session, Session]:
    """Many steps at once, and as many one by one."""
    once, single = Session(start, catalog(), [Learn(steps)]), Session(start, catalog())
    for _ in range(once.count + once.run.diverged):
        single.do(Learn(1))
    return once, single


def turned_alike(start: Level, turns: Sequence[Any]) -> Session:
    """Played at once and step by step, a knob turned now and then: the same after each turn. The one made at once."""
    once, single = Session(start, catalog(), [Learn(13)]), Session(start, catalog(), [Learn(1)] * 13)
    for turned in turns:
        for session, parts in ((once, [Learn(17)]), (single, [Learn(1)] * 17)):
            session.do(turned)
            for part in parts:
                session.do(part)
        assert same(once, single)
    return once


def loop_of(
    network: Network, metric: Metric, learner: Learner, frozen: frozenset[int] = frozenset(), batched: bool = False,
    zeros: bool = False,
) -> Loop:  # fmt: skip
    """The loop of such steps; `zeros`: most inputs are 0."""
    pair = [float(not zeros)] * network.inputs, [0.0] * network.outputs
    return loop_for(Problem(network, [pair], metric, frozen), learner, batched)
