"""Many steps at once against the readable path, played: weights, errors, memory and outcome, to the last bit."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from random import Random
from struct import pack
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiled_loops import FORMULAS, METRICS, bits, both, catalog, level, loop_of, same, turned_alike
from downslope import (
    Accuracy,
    ConvNet,
    Digits,
    Example,
    Freeze,
    Knob,
    Layers,
    Learn,
    Level,
    Network,
    Neuron,
    Neurons,
    Session,
    Turn,
)
from downslope.engine import history
from downslope.engine.loops import MODERATE, irregular_examples, loop_for
from downslope.learning.activations import ACTIVATIONS
from downslope.learning.problem import Problem
from downslope.lines.form import StepForm
from support import shipped

SMALL, LARGE, KERNELS = Layers(3, 4, 2), Layers(9, 8, 6), ConvNet(5, 2, 3)
MIXED = [Layers(3, 4, 1, activation=["relu", "tanh", "linear", "sigmoid"]),
         Layers(9, 8, 6, activation=["relu"] * 7 + ["linear"])]  # fmt: skip
FEW: list[Network] = [SMALL, LARGE, KERNELS, Neurons(3), Neuron(3), *MIXED]
SHAPES: list[Network] = [
    *FEW, Neurons(1), Neuron(1), Neuron(2, 3), Layers(3, 2, 2, 2), Layers(2, 2), Layers(1, 1, 1), Layers(6, 7, 7, 3),
    Neuron(30, 5), ConvNet(4, 1, 1), ConvNet(6, 3, 2), ConvNet(8, 2, 10), ConvNet(7, 4, 4),
]  # fmt: skip
BATCHES = [1, 2, 3, None]  # of five examples: the last batch is a smaller one


def is_alike(start: Level, steps: int) -> tuple[Session, Session]:
    once, single = both(start, steps)
    assert once.run.loop is not None and single.run.loop is None, once.run.why
    assert same(once, single)
    return once, single


@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize("learner", FORMULAS)
@pytest.mark.parametrize("network", SHAPES, ids=str)
def test_each_learner_in_each_shape_with_each_batch(network: Network, learner: str, batch: int | None) -> None:
    once, _ = is_alike(level(network, learner, batch=batch, alpha=0.003), 47)
    assert once.count == 47 and (network.size == 2 or bits(once.weights) != bits(once.run.start))


@pytest.mark.parametrize("batch", [1, 2, None])
@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("network", FEW, ids=str)
def test_each_metric(network: Network, metric: str, batch: int | None) -> None:
    is_alike(level(network, metric=metric, batch=batch), 41)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("sizes", [(3, 4, 3), (9, 8, 6)])
def test_each_activation(sizes: tuple[int, ...], activation: str) -> None:
    is_alike(level(Layers(*sizes, activation=activation)), 61)


@pytest.mark.parametrize("batch", [1, 2, None])
@pytest.mark.parametrize("learner", FORMULAS)
@pytest.mark.parametrize("network", FEW, ids=str)
def test_frozen_weights_stay_and_their_memory_goes_on(network: Network, learner: str, batch: int | None) -> None:
    frozen = frozenset({0, 2, network.size - 1})
    once, _ = is_alike(level(network, learner, batch=batch, frozen=frozen, alpha=0.003), 37)
    assert [once.weights[k] for k in frozen] == [once.run.start[k] for k in frozen]
    assert network.size == len(frozen) or once.weights != once.run.start


def test_all_weights_frozen() -> None:
    for network in FEW:
        once, single = both(level(network, batch=2, frozen=frozenset(range(network.size))), 20)
        assert same(once, single) and once.weights == once.run.start


@pytest.mark.parametrize("network", [SMALL, Neurons(2)], ids=str)
def test_a_frozen_weight_whose_formula_runs_away(network: Network) -> None:
    """The readable path asks for finite weights before it puts the frozen ones back; so does the loop."""
    weights = [0.1] * network.size
    weights[1] = 1.7e308
    start = level(network, "decay", weights=weights, frozen=frozenset({1}), alpha=-300.0)
    blind = [Example((x[0], 0.0, *x[2:]), goals) for x, goals in (e.pair for e in start.examples)]  # no harm done yet
    once, single = both(replace(start, examples=blind), 30)
    assert once.run.diverged and once.count == 0 and same(once, single)


@pytest.mark.parametrize("batch", [1, 2, None])
@pytest.mark.parametrize("learner", ["gradient-descent", "momentum"])
@pytest.mark.parametrize("metric", ["squared", "cubed"])
@pytest.mark.parametrize("network", [Layers(3, 4, 1, activation="linear"), LARGE, Neurons(3), KERNELS], ids=str)
def test_a_runaway_ends_at_the_same_step(network: Network, metric: str, learner: str, batch: int | None) -> None:
    alpha = 9.0 if batch == 1 else 90.0
    once, _ = is_alike(level(network, learner, metric, alpha=alpha, budget=10_000, batch=batch), 5000)
    assert once.run.diverged and once.outcome is not None and once.outcome.kind == "runaway"


@settings(deadline=None, max_examples=60)  # code is made for each set of frozen weights
@given(parts=st.lists(st.integers(1, 40), min_size=1, max_size=6), shuffle=st.booleans(), augment=st.booleans(),
       schedule=st.sampled_from(["constant", "cosine", "linear"]), network=st.sampled_from(FEW),
       batch=st.sampled_from([1, 2, 4, None]), frozen=st.frozensets(st.integers(0, 2)),
       learner=st.sampled_from(["gradient-descent", "adam"]))
def test_how_it_is_cut_into_actions_changes_nothing(
    parts: list[int], augment: bool, network: Network, **fields: Any
) -> None:  # fmt: skip
    start = level(network, augment="shift" if augment and network == KERNELS else None, **fields)
    whole, cut = Session(start, catalog(), [Learn(sum(parts))]), Session(start, catalog(), map(Learn, parts))
    assert same(whole, cut)


@pytest.mark.parametrize(("network", "knob", "turn"), [
    (SMALL, Knob("metric", stops=METRICS), Turn("metric", "huber")),
    (KERNELS, Knob("kernels", stops=(1, 2, 3)), Turn("kernels", 3)),
], ids=str)  # fmt: skip
def test_knobs_turned_in_the_middle(network: Network, knob: Knob, turn: Turn) -> None:
    knobs = [Knob("alpha", 0.001, 1), Knob("weight", -9, 9), Knob("beta", 0, 0.99), Knob("freeze"), knob]
    turns = [Turn("alpha", 0.01), Turn("weight", 2, 3), Turn("beta", 0.5), turn, Freeze(2), Freeze(2, False)]
    once = turned_alike(level(network, "momentum", knobs=knobs), turns)
    assert once.run.loop is not None


def test_a_long_run_is_kept_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    start = level(LARGE, "adam", shuffle=True)
    whole = Session(start, catalog(), [Learn(1)] * 100)
    monkeypatch.setattr(history, "LIMIT", 3000)
    part = Session(start, catalog(), [Learn(100)])
    assert len(part.run.history.replay_points) > 10 and len(part.run.history.weights) < 120 * 30
    assert part.weights == whole.weights and all(part.run.at(k) == whole.run.at(k) for k in range(0, 100, 7))


def test_a_learner_with_a_step_of_its_own_runs_the_readable_path() -> None:
    once, single = both(level(SMALL, "random-search"), 40)
    assert once.run.loop is None and once.run.why and same(once, single)


@pytest.mark.parametrize("batch", [1, 2])
def test_a_learner_that_branches_has_a_loop(batch: int) -> None:
    is_alike(level(SMALL, "forked", batch=batch), 40)


def test_a_weight_of_minus_0_runs_the_readable_path() -> None:
    once, single = both(level(Layers(3, 4, 1), weights=[-0.0] * 16), 40)
    assert same(once, single) and once.weights == [0.0] * 16


def test_huge_numbers_run_the_readable_path() -> None:
    once, single = both(level(ConvNet(4, 1, 1), weights=[2 * MODERATE, -2 * MODERATE] * 5), 20)
    assert same(once, single)
    start = level(ConvNet(4, 1, 1))
    assert irregular_examples([example.pair for example in start.examples]) == ""
    far = [(tuple(2 * MODERATE * p for p in example.pair[0]), example.pair[1]) for example in start.examples]
    assert "huge numbers" in irregular_examples(far)


@pytest.mark.parametrize("network", SHAPES, ids=str)
def test_predictions_and_errors_are_the_networks_own(network: Network) -> None:
    session = Session(level(network), catalog(), [Learn(40)])
    assert session.run.predict != network.predict
    for input, _ in session.run.examples:
        assert bits(session.run.predict(session.weights, input)) == bits(network.predict(session.weights, input))
    plain = Problem(network, session.run.examples, session.run.metric)
    assert session.run.error() == plain.error(session.weights)


def test_code_is_made_once_for_a_shape_a_metric_a_learner_and_what_is_frozen() -> None:
    def loop(of: Level, batched: bool = False) -> object:
        run = Session(of, catalog()).run
        assert run.learner is not None
        return loop_for(run.full_problem, run.learner, batched)

    start = level(Layers(3, 4, 1), "adam")
    assert loop(start) is loop(replace(start, alpha=0.3, examples=start.examples[:3], seed=9))
    others = [replace(start, settings={"beta1": 0.5}), replace(start, network=Layers(3, 4, 1, activation="tanh")),
              replace(start, frozen=frozenset({1})), replace(start, frozen=frozenset({1, 2}))]  # fmt: skip
    assert len({loop(start), loop(start, True), *map(loop, others)}) == 6
    learner, metric = catalog().learner("gradient-descent")(), catalog().metric("squared")
    few, many = (loop_of(ConvNet(8, kernels, 10), metric, learner).text for kernels in (8, 32))
    assert few.count("\n") == many.count("\n")  # a loop over the kernels


def test_only_what_leaves_a_weight_alone_may_be_skipped() -> None:
    skips = {}
    for name in FORMULAS:
        learner = catalog().learners[name]()
        for knob in learner.knobs:
            setattr(learner, knob.name, knob.start)
        skips[name] = StepForm(Neuron(), catalog().metric("squared"), learner).noop
    assert skips == {name: name == "gradient-descent" for name in FORMULAS}


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6), spread=st.sampled_from([0.0, 0.3, 2.0]), blank=st.sampled_from([0.0, 0.5, 1.0]))
def test_blank_pictures_and_dead_kernels(seed: int, spread: float, blank: float) -> None:
    random, net = Random(seed), ConvNet(6, 3, 3)
    weights = [spread * (2 * random.random() - 1) - (spread if i < 9 else 0) + 0.0 for i in range(net.size)]
    pixels = [[0.0 if random.random() < blank else random.random() for _ in range(36)] for _picture in range(6)]
    pairs = [(picture, [float(j == k % 3) for j in range(3)]) for k, picture in enumerate(pixels)]
    metric, learner, seen = shipped().metric("squared"), shipped().learner("gradient-descent")(), list[float]()
    learner.start(net.size)
    found, _ = loop_of(net, metric, learner).run(weights, [], [(*pair, 0.1) for pair in pairs], None, seen.append)
    for pair, error in zip(pairs, seen, strict=True):
        one = Problem(net, [pair], metric)
        assert one.error(weights) == error
        weights = learner.step(one, weights, 0.1)
    assert bits(found) == bits(weights)


def test_half_an_epoch_of_real_digits() -> None:
    start = Level(
        "digits", title="", network=ConvNet(8, 8, 10), examples=Digits(), metric="softmax-cross-entropy", spread=0.3,
        alpha=0.05, batch=1, shuffle=True, augment="shift", target=Accuracy(1.0),
    )  # fmt: skip
    once, single = Session(start, shipped(), [Learn(700)]), Session(start, shipped(), [Learn(1)] * 700)
    assert once.run.loop is not None and single.run.loop is None
    assert same(once, single)


DIGEST = "e8978ff383c75914"


def test_every_python_trains_the_same_net() -> None:
    """Real digits, shuffled and shifted; squared error, so that only +, -, * of doubles are asked of the machine."""
    start = Level(
        "digits", title="", network=ConvNet(8, 8, 10), examples=Digits(), spread=0.2, alpha=0.02, batch=1, shuffle=True,
        augment="shift", target=Accuracy(1.0), schedule="linear", budget=1,
    )  # fmt: skip
    weights = Session(start, shipped(), [Learn(1437)]).weights
    assert sha256(pack(f"<{len(weights)}d", *weights)).hexdigest()[:16] == DIGEST
