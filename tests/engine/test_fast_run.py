"""Many steps at once against the readable path, played: weights, errors, memory and outcome, to the last bit; and a
problem of many examples, whose error and slopes come out of one loop."""

from __future__ import annotations

import sys
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
    Catalog,
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
from downslope.engine.fast_run import FEW, WRITTEN_OUT, FastProblem, FastRun
from downslope.engine.run import Run
from downslope.learning.network import Vector
from downslope.learning.problem import Pair

SMALL, LARGE, KERNELS = Layers(3, 4, 2), Layers(9, 8, 6), ConvNet(5, 2, 3)
KNOBS = [Knob("alpha", 0.001, 1), Knob("weight", -9, 9), Knob("beta", 0, 0.99), Knob("freeze"),
         Knob("metric", stops=METRICS), Knob("kernels", stops=(1, 2, 3))]  # fmt: skip


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


def watched(learner: str = "gradient-descent", metric: str = "squared", alpha: float = 1.0, weight: float = 0.1,
            **more: Any) -> Level:  # fmt: skip
    """Of one weight and one example, which is judged at each step."""
    fields: dict[str, Any] = {"target": Near(1e-4), "budget": 400}
    return Level("x", title="", examples=[Example(0.3, 0.7)], weights=[weight], alpha=alpha, learner=learner,
                 metric=metric, **{**fields, **more})  # fmt: skip


def same(one: Session, other: Session) -> bool:
    assert one.run.learner is not None and other.run.learner is not None
    return (
        bits(one.weights) == bits(other.weights)
        and bits(one.run.history.weights) == bits(other.run.history.weights)
        and bits(one.run.errors) == bits(other.run.errors)
        and [bits(m) for m in one.run.learner.memories] == [bits(m) for m in other.run.learner.memories]
        and one.outcome == other.outcome
    )


def both(start: Level, steps: int, *turns: Any) -> tuple[Session, Session]:
    """Many steps at once, a knob turned after each such stretch, and as many steps one by one."""
    once, single = Session(start, catalog()), Session(start, catalog())
    for turned in (*turns, None):
        once.do(Learn(steps))
        for _ in range(steps):
            if not single.run.diverged:
                single.do(Learn(1))
        assert same(once, single), start
        if turned is None or once.run.diverged:
            break
        for session in (once, single):
            session.do(turned)
        if once.run.diverged:  # the turn was more steps
            break
    return once, single


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
       learner=st.sampled_from(FORMULAS), metric=st.sampled_from(METRICS),
       turns=st.lists(st.sampled_from([Turn("alpha", 0.5), Turn("weight", -1.0), Learn(7)]), max_size=4))  # fmt: skip
def test_however_one_weight_is_cut_into_actions(
    learner: str, metric: str, alpha: float, weight: float, steps: int, turns: list[Any]
) -> None:
    both(watched(learner, metric, alpha, weight, knobs=KNOBS[:2]), steps, *turns)


@pytest.mark.parametrize("metric", ["squared", "absolute", "squared-true-slope", "signed-miss", "cubed"])
def test_one_weight_is_judged_where_it_would_be_step_by_step(metric: str) -> None:
    """At a target, an orbit, a standstill, a runaway: where it did one by one."""
    for learner in ("gradient-descent", "momentum", "clipped", "forked"):
        for alpha in (0.02, 3.0, 22.3, 40.0):
            once, _single = both(watched(learner, metric, alpha), 420)
            assert once.run.loop is not None


def test_a_frozen_weight_whose_formula_runs_away() -> None:
    """The readable path asks for finite weights before it puts the frozen ones back; so does the loop."""
    for network in (SMALL, Neurons(2)):
        weights = [0.1, 1.7e308, *[0.1] * (network.size - 2)]
        start = level(network, "decay", weights=weights, frozen=frozenset({1}), alpha=-300.0)
        blind = [Example((x[0], 0.0, *x[2:]), goals) for x, goals in (e.pair for e in start.examples)]  # no harm yet
        once, _ = both(replace(start, examples=blind), 30)
        assert once.run.diverged and once.count == 0


def test_every_python_trains_the_same_net() -> None:
    """Real digits, shuffled and shifted; squared error, so that only +, -, * of doubles are asked of the machine."""
    start = Level(
        "digits", title="", network=ConvNet(8, 8, 10), examples=Digits(), spread=0.2, alpha=0.02, batch=1, shuffle=True,
        augment="shift", target=Accuracy(1.0), schedule="linear", budget=1,
    )  # fmt: skip
    weights = Session(start, catalog(), [Learn(1437)]).weights
    assert sha256(pack(f"<{len(weights)}d", *weights)).hexdigest()[:16] == "e8978ff383c75914"


# one weight that is watched


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
        for steps in [0, 1, 2, 3]:
            own = replace(catalog(), learners={kind.name: kind})
            session = Session(watched(kind.name, weight=0.0), own, [Learn(steps)] if steps else [])
            with pytest.raises(Fault, match=f"{kind.name}: ZeroDivisionError") as fault:
                session.do(Learn(50))
            assert fault.value.file == sys.modules[__name__].__file__ and fault.value.line > 0 and session.count == 3


class Signed(Metric):
    """An error that falls for ever."""

    name = "signed"

    def error(self, prediction: float, goal_prediction: float) -> float:
        return (prediction - goal_prediction) * 2.0

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return 1.0


def test_an_error_beyond_the_limit_stops_it_on_either_side() -> None:
    """Only where an error can never be negative is it not asked whether it fell too far."""
    for metric in [catalog().metric("squared"), catalog().metric("absolute"), Signed()]:
        for start in [5e7, -5e7]:
            own = Catalog(metrics={metric.name: metric}, learners=catalog().learners)
            far = watched(metric=metric.name, alpha=-1.0, weight=start, budget=4000)
            one_by_one, at_once = Session(far, own), Session(far, own, [Learn(4000)])
            while one_by_one.outcome is None and one_by_one.count < 4000:
                one_by_one.do(Learn(1))
            assert at_once.run.errors[: one_by_one.count] == one_by_one.run.errors[:]
            assert at_once.outcome == one_by_one.outcome


def test_its_code_is_made_once() -> None:
    one, other = (Session(watched(alpha=alpha, weight=3.0), catalog(), [Learn(5)]) for alpha in (1.0, 2.0))
    assert one.run.loop is other.run.loop is not None


@pytest.mark.parametrize("seed", "abc")
def test_examples_that_are_moved_are_seen_as_they_are_then(seed: str) -> None:
    """A picture of one pixel, moved by one, is blank."""
    found = []
    for made in (lambda run: run.advance(5), Run.step):
        learner = catalog().learner("gradient-descent")()
        learner.start(1)
        run = FastRun(Neuron(1), [((0.5,), (0.8,))], catalog().metric("squared"), learner, [0.1], 0.2, shift=seed)
        while run.count < 30:
            made(run)
        found.append((run.weights, list(run.errors)))
    assert found[0] == found[1]


# a problem of many examples

MANY = 120


def pairs(inputs: int, count: int = MANY) -> list[Pair]:
    random = Random(7)
    return [([random.uniform(-3.0, 3.0) for _ in range(inputs)], [random.uniform(-3.0, 3.0)]) for _ in range(count)]


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


class Grumpy(Signed):
    """Of large predictions it will not hear."""

    def error(self, prediction: float, goal_prediction: float) -> float:
        if prediction > 1e6:
            raise ValueError("too large")
        return abs(prediction - goal_prediction)


def test_what_raises_raises_as_it_did() -> None:
    problem = FastProblem(Neuron(1), pairs(1), Grumpy())
    problem.error([0.5])
    with pytest.raises(ValueError, match="too large"):
        problem.error([1e9])


def test_a_look_costs_no_readable_step_and_without_a_loop_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a large net each look takes as long as some twenty frames."""
    seen, forward = [], Network.forward

    def count(self: Network, weights: Vector, input: Vector) -> list[Vector]:
        seen.append(input)
        return forward(self, weights, input)

    network, large = Layers(2, 3, 1), Layers(2, WRITTEN_OUT, 1)
    problem, whole = FastProblem(network, pairs(2), catalog().metric("squared")), FastProblem(large, pairs(2), Grumpy())
    problem.error(network.start_weights(Random(1)))  # the first is made both ways
    monkeypatch.setattr(Network, "forward", count)
    for seed in range(5):
        problem.error(network.start_weights(Random(seed)))
        problem.weight_deltas(network.start_weights(Random(seed)))
    assert not seen
    weights = large.start_weights(Random(1))
    errors = {whole.error(list(weights)) for _frame in range(3)}
    assert not whole.has_loop and len(seen) == MANY and len(errors) == 1
    weights[-1] += 1.0
    assert whole.error(weights) not in errors


def test_only_a_run_of_many_examples_has_one() -> None:
    for kind, count, problem in ((FastRun, FEW, Problem), (FastRun, FEW + 1, FastProblem), (Run, MANY, Problem)):
        learner, metric = catalog().learner("gradient-descent")(), catalog().metric("squared")
        run = kind(Neuron(1), pairs(1, count), metric, learner, [0.2], 0.01)
        assert type(run.full_problem) is problem
        assert type(run.problem(0)) is (problem if kind is Run else Problem)  # what a learner sees
    fast = FastRun(Neuron(1), pairs(1), metric, learner, [0.2], 0.01)
    for _step in range(3):
        fast.step()
    fast.change(metric=catalog().metric("huber"))
    fast.step()
    looks = [fast.at(step).weight_deltas for step in range(5)]
    assert [tuple(fast.weight_deltas_at(step)) for step in range(5)] == looks
