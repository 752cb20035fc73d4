"""The compiled loop of conv nets against the readable path: weights, errors and memory, to the last bit."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from random import Random
from struct import pack
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiled_loops import FORMULAS, METRICS, bits, both, catalog, level, loop_of, same, turned_alike
from downslope import Accuracy, ConvNet, Digits, Freeze, Knob, Learn, Level, Network, Problem, Session, Turn
from downslope.engine.loops import MODERATE, irregular_examples, loop_for
from support import shipped

SHAPES = [ConvNet(4, 1, 1), ConvNet(5, 2, 3), ConvNet(6, 3, 2), ConvNet(8, 2, 10), ConvNet(7, 4, 4)]


@pytest.mark.parametrize("learner", FORMULAS)
@pytest.mark.parametrize("network", SHAPES, ids=str)
def test_each_learner_in_each_shape(network: Network, learner: str) -> None:
    once, single = both(level(network, learner, alpha=0.003), 47)
    assert once.run.loop is not None, "the compiled loop was not used"
    assert single.run.loop is None
    assert same(once, single) and once.count == 47
    assert bits(once.weights) != bits(once.run.start)


@pytest.mark.parametrize("metric", METRICS)
def test_each_metric(metric: str) -> None:
    once, single = both(level(ConvNet(6, 3, 4), metric=metric), 61)
    assert once.run.loop is not None and same(once, single)


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6), spread=st.sampled_from([0.0, 0.3, 2.0]), blank=st.sampled_from([0.0, 0.5, 1.0]))
def test_blank_pictures_and_dead_kernels(seed: int, spread: float, blank: float) -> None:
    random = Random(seed)
    net = ConvNet(6, 3, 3)
    weights = [spread * (2 * random.random() - 1) - (spread if i < 9 else 0) + 0.0 for i in range(net.size)]
    problem = Problem(net, pictures(random, net, 6, blank), shipped().metric("squared"))
    learner = shipped().learner("gradient-descent")()
    learner.start(net.size)
    loop, seen = loop_of(net, problem.metric, learner), list[float]()
    found, _ = loop.run(weights, [], [(*example, 0.1) for example in problem.examples], None, seen.append)
    for example, error in zip(problem.examples, seen, strict=True):
        one = Problem(net, [example], problem.metric)
        assert one.error(weights) == error
        weights = learner.step(one, weights, 0.1)
    assert bits(found) == bits(weights)


def pictures(random: Random, net: Network, count: int, blank: float) -> list[Any]:
    def pixels() -> Sequence[float]:
        return tuple(0.0 if random.random() < blank else random.random() for _ in range(net.inputs))

    return [(pixels(), tuple(float(j == k % net.outputs) for j in range(net.outputs))) for k in range(count)]


@pytest.mark.parametrize("learner", ["gradient-descent", "momentum"])
@pytest.mark.parametrize("metric", ["squared", "cubed"])
def test_a_runaway_ends_at_the_same_step(metric: str, learner: str) -> None:
    once, single = both(level(ConvNet(5, 2, 3), learner, metric, alpha=9.0, budget=10_000), 5000)
    assert once.outcome is not None and once.outcome.kind == "runaway" and same(once, single)
    assert once.run.diverged and once.run.loop is not None


def test_huge_numbers_run_the_readable_path() -> None:
    once, single = both(level(ConvNet(4, 1, 1), weights=[2 * MODERATE, -2 * MODERATE] * 5), 20)
    assert same(once, single)
    start = level(ConvNet(4, 1, 1))
    assert irregular_examples([example.pair for example in start.examples]) == ""
    far = [(tuple(2 * MODERATE * p for p in example.pair[0]), example.pair[1]) for example in start.examples]
    assert "huge numbers" in irregular_examples(far)


@settings(deadline=None, max_examples=40)
@given(parts=st.lists(st.integers(1, 40), min_size=1, max_size=5), shuffle=st.booleans(), augment=st.booleans(),
       schedule=st.sampled_from(["constant", "linear"]))
def test_how_it_is_cut_into_actions_changes_nothing(
    parts: list[int], shuffle: bool, augment: bool, schedule: str
) -> None:  # fmt: skip
    more: dict[str, Any] = {"shuffle": shuffle, "schedule": schedule, "augment": "shift" if augment else None}
    start = level(ConvNet(5, 2, 3), "adam", **more)
    whole, cut = Session(start, catalog(), [Learn(sum(parts))]), Session(start, catalog(), map(Learn, parts))
    assert same(whole, cut)


def test_knobs_turned_in_the_middle() -> None:
    knobs = [Knob("alpha", 0.001, 1), Knob("weight", -9, 9), Knob("freeze"), Knob("kernels", stops=(1, 2, 3))]
    turns: list[Any] = [Turn("alpha", 0.01), Turn("weight", 2, 3), Turn("kernels", 3), Freeze(2), Freeze(2, False)]
    start = level(ConvNet(5, 2, 3), "momentum", knobs=knobs)
    once = turned_alike(start, turns)
    assert once.run.loop is not None and once.level.network == ConvNet(5, 3, 3)


def test_a_frozen_weight_and_several_pictures_a_step_have_a_loop_too() -> None:
    net = ConvNet(5, 2, 3)
    for start in (level(net, frozen=frozenset({1})), level(net, batch=2)):
        once, single = both(start, 20)
        assert once.run.loop is not None and same(once, single)


def test_predictions_and_errors_are_the_networks_own() -> None:
    for network in SHAPES:
        session = Session(level(network), catalog(), [Learn(40)])
        assert session.run.predict != network.predict
        for input, _ in session.run.examples:
            assert bits(session.run.predict(session.weights, input)) == bits(network.predict(session.weights, input))
        plain = Problem(network, session.run.examples, session.run.metric)
        assert session.run.error() == plain.error(session.weights)


def test_half_an_epoch_of_real_digits() -> None:
    start = Level(
        "digits", title="", network=ConvNet(8, 8, 10), examples=Digits(), metric="softmax-cross-entropy", spread=0.3,
        alpha=0.05, batch=1, shuffle=True, augment="shift", target=Accuracy(1.0),
    )  # fmt: skip
    once, single = Session(start, shipped(), [Learn(700)]), Session(start, shipped(), [Learn(1)] * 700)
    assert once.run.loop is not None and single.run.loop is None
    assert same(once, single)


def test_code_is_made_once() -> None:
    learner = shipped().learner("gradient-descent")()
    problem = Problem(ConvNet(8, 8, 10), pictures(Random(1), ConvNet(8), 2, 0.5), shipped().metric("squared"))
    assert loop_for(problem, learner, False) is loop_for(problem, learner, False)
    few, many = (loop_of(ConvNet(8, kernels, 10), problem.metric, learner).text for kernels in (8, 32))
    assert few.count("\n") == many.count("\n")  # a loop over the kernels


DIGEST = "e8978ff383c75914"


def test_every_python_trains_the_same_net() -> None:
    """Real digits, shuffled and shifted; squared error, so that only +, -, * of doubles are asked of the machine."""
    start = Level(
        "digits", title="", network=ConvNet(8, 8, 10), examples=Digits(), spread=0.2, alpha=0.02, batch=1, shuffle=True,
        augment="shift", target=Accuracy(1.0), schedule="linear", budget=1,
    )  # fmt: skip
    weights = Session(start, shipped(), [Learn(1437)]).weights
    assert sha256(pack(f"<{len(weights)}d", *weights)).hexdigest()[:16] == DIGEST
