"""Many steps at once against the readable path, played: weights, errors, memory and outcome, to the last bit; and a
problem of many examples, whose error and slopes come out of one loop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from random import Random
from struct import pack
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiled_loops import FORMULAS, METRICS, bits, catalog
from downslope import (
    Accuracy,
    ConvNet,
    Digits,
    Exam,
    Example,
    Fault,
    Freeze,
    Knob,
    Layers,
    Learn,
    Learner,
    Level,
    Metric,
    Near,
    Network,
    Neuron,
    Neurons,
    Problem,
    Session,
    Turn,
)
from downslope.engine.fast_run import WRITTEN_OUT, FastProblem

SMALL, LARGE, KERNELS = Layers(3, 4, 2), Layers(9, 8, 6), ConvNet(5, 2, 3)
KNOBS = [Knob("alpha", 0.001, 1), Knob("weight", -9, 9), Knob("beta", 0, 0.99), Knob("freeze"),
         Knob("metric", stops=METRICS), Knob("kernels", stops=(1, 2, 3))]  # fmt: skip


class Signed(Metric):
    """An error that falls for ever."""

    name = "signed"

    def error(self, prediction: float, goal_prediction: float) -> float:
        return (prediction - goal_prediction) * 2.0

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return 1.0


OWN = replace(catalog(), metrics={**catalog().metrics, "signed": Signed()})


def level(network: Network, learner: str = "gradient-descent", metric: str = "squared", **more: Any) -> Level:
    random = Random(f"{network} {learner} {metric}")

    def numbers(count: int) -> list[float]:
        return [0.0 if random.random() < 0.2 else random.uniform(-1, 1) for _ in range(count)]

    right = random.randrange(network.outputs)
    examples = [Example(numbers(network.inputs), [float(k == right) for k in range(network.outputs)]) for _ in range(5)]
    fields: dict[str, Any] = {"alpha": 0.02, "batch": 1, "target": Exam(1e-9), "budget": 40, "seed": 3}
    return Level(
        "x", title="", network=network, examples=examples, learner=learner, metric=metric, **{**fields, **more}
    )


def watched(learner: str = "gradient-descent", metric: str = "squared", **more: Any) -> Level:
    """Of one weight and one example, which is judged at each step."""
    fields: dict[str, Any] = {"target": Near(1e-4), "budget": 400, "weights": [0.1], "alpha": 1.0}
    fields |= {"examples": [Example(0.3, 0.7)], **more}
    return Level("x", title="", learner=learner, metric=metric, **fields)


def both(start: Level, steps: int, *turns: Any) -> Session:
    """Many steps at once, a knob turned after each such stretch, and as many steps one by one."""
    once, single = Session(start, OWN), Session(start, OWN)
    for turned in (*turns, None):
        once.do(Learn(steps))
        for _ in range(steps):
            if not single.run.diverged:
                single.do(Learn(1))
        one, other = once.run, single.run
        assert one.learner is not None and other.learner is not None
        assert bits(one.weights) == bits(other.weights) and bits(one.errors) == bits(other.errors), start
        assert bits(one.history.weights) == bits(other.history.weights) and once.outcome == single.outcome, start
        assert list(map(bits, one.learner.memories)) == list(map(bits, other.learner.memories))
        if turned is None or one.diverged:
            break
        for session in (once, single):
            session.do(turned)
        if one.diverged:  # the turn was more steps
            break
    return once


TURNS = [Turn("alpha", 0.01), Turn("weight", 2, 3), Turn("beta", 0.5), Turn("metric", "huber"), Freeze(2),
         Freeze(2, False)]  # fmt: skip


@settings(max_examples=30)
@given(steps=st.integers(1, 40), shuffle=st.booleans(), schedule=st.sampled_from(["constant", "cosine", "linear"]),
       network=st.sampled_from([SMALL, LARGE, KERNELS, Neurons(4)]), batch=st.sampled_from([1, 2, 4, None]),
       frozen=st.frozensets(st.integers(0, 2)), learner=st.sampled_from(["momentum", "adam"]),
       augment=st.booleans(), turns=st.lists(st.sampled_from(TURNS), max_size=3))  # fmt: skip
def test_however_it_is_cut_into_actions(
    network: Network, turns: list[Any], augment: bool, steps: int, learner: str, **fields: Any
) -> None:
    start = level(network, learner, knobs=KNOBS, augment="shift" if augment and network == KERNELS else None, **fields)
    kept = [turn for turn in turns if learner == "momentum" or turn != Turn("beta", 0.5)]
    if network == KERNELS and learner == "momentum":
        kept.append(Turn("kernels", 3))
    both(start, steps, *kept)


@settings(max_examples=30)
@given(alpha=st.floats(0.001, 60), weight=st.floats(-5, 5), steps=st.integers(1, 90),
       learner=st.sampled_from(FORMULAS), metric=st.sampled_from([*METRICS, "signed"]),
       turns=st.lists(st.sampled_from([Turn("alpha", 0.5), Turn("weight", -1.0), Learn(7)]), max_size=4))  # fmt: skip
def test_however_one_weight_is_cut_into_actions(
    learner: str, metric: str, alpha: float, weight: float, steps: int, turns: list[Any]
) -> None:
    both(watched(learner, metric, alpha=alpha, weights=[weight], knobs=KNOBS[:2]), steps, *turns)


def test_one_weight_is_judged_where_it_would_be_step_by_step() -> None:
    """At a target, an orbit, a standstill, a runaway on either side."""
    kinds = set()
    for metric, learner in (("squared", "gradient-descent"), ("absolute", "momentum"), ("signed", "forked")):
        for alpha in (-1e7, 0.02, 3.0, 22.3, 40.0):
            once = both(watched(learner, metric, alpha=alpha), 420)
            kinds.add(once.outcome and once.outcome.kind)
            assert once.run.loop is not None
    assert kinds >= {"land", "runaway", "orbit"}


def test_every_python_trains_the_same_net() -> None:
    """Real digits, shuffled and shifted; squared error, so that only +, -, * of doubles are asked of the machine."""
    start = Level(
        "digits", title="", network=ConvNet(8, 8, 10), examples=Digits(), spread=0.2, alpha=0.02, batch=1, shuffle=True,
        augment="shift", target=Accuracy(1.0), schedule="linear", budget=1,
    )  # fmt: skip
    weights = Session(start, OWN, [Learn(1437)]).weights
    assert sha256(pack(f"<{len(weights)}d", *weights)).hexdigest()[:16] == "e8978ff383c75914"


class RaisesLater(Learner):
    name = "raises-later"

    def step(self, problem: Problem, weights: Sequence[float], alpha: float | Sequence[float]) -> list[float]:
        return [w + 0.25 + 0.0 / (0.75 - w) for w in weights]


class DividesLater(Learner):
    name = "divides-later"

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        there = weight + 0.25
        return there + 0.0 / (1.0 - there)


def test_what_raises_is_named_with_its_line() -> None:
    for kind in [RaisesLater, DividesLater]:
        for steps in range(4):
            own = replace(catalog(), learners={kind.name: kind})
            session = Session(watched(kind.name, weights=[0.0]), own, [Learn(steps)] if steps else [])
            with pytest.raises(Fault, match=f"{kind.name}: ZeroDivisionError") as fault:
                session.do(Learn(50))
            assert fault.value.file == __file__ and fault.value.line > 0 and session.count == 3


# a problem of many examples

MANY = 120


def pairs(inputs: int) -> list[Any]:
    random = Random(7)
    return [([random.uniform(-3.0, 3.0) for _ in range(inputs)], [random.uniform(-3.0, 3.0)]) for _ in range(MANY)]


class Grumpy(Signed):
    """Of large predictions it will not hear."""

    def error(self, prediction: float, goal_prediction: float) -> float:
        if prediction > 1e6:
            raise ValueError("too large")
        return abs(prediction - goal_prediction)


def test_a_compiled_look_is_the_readable_one() -> None:
    for metric in catalog().metrics.values():
        for network in (Neuron(1), Layers(2, 3, 1, activation="tanh")):
            examples = pairs(network.inputs)
            fast, plain = FastProblem(network, examples, metric), Problem(network, examples, metric)
            assert fast.has_loop
            for seed in range(3):
                weights = network.start_weights(Random(seed))
                assert bits([fast.error(weights)]) == bits([plain.error(weights)]), metric
                assert bits(fast.weight_deltas(weights)) == bits(plain.weight_deltas(weights)), metric
            assert FastProblem(network, examples, metric, frozenset({0})).weight_deltas(weights)[0] == 0.0
    problem = FastProblem(Neuron(1), pairs(1), Grumpy())
    problem.error([0.5])
    with pytest.raises(ValueError, match="too large"):
        problem.error([1e9])
    large = Layers(2, WRITTEN_OUT, 1)  # whose error is kept until its weights are others
    whole, weights = FastProblem(large, pairs(2), Grumpy()), large.start_weights(Random(1))
    errors = {whole.error(list(weights)) for _frame in range(3)}
    weights[-1] += 1.0
    assert not whole.has_loop and len(errors) == 1 and whole.error(weights) not in errors


def test_of_many_examples_200_decide() -> None:
    many = [Example((k / 500 - 1,), (k / 500 - 1) * (0.5 + k % 5 / 100)) for k in range(1000)]
    run = Session(watched(examples=many, weights=[0.0]), OWN).run
    judged = run.sample_problem.examples
    assert len(judged) == 200 and judged[0] == many[0].pair and judged[1] == many[5].pair
    assert run.error(judged=True) == run.sample_problem.error([0.0]) != run.error()
    few = Session(watched(), OWN).run
    assert few.sample_problem is few.full_problem
