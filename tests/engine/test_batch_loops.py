"""Compiled loops for mini-batches, for all examples at once, for frozen weights and for neurons side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiled_loops import FORMULAS, METRICS, bits, both, catalog, level, same
from downslope import Example, Layers, Learn, Network, Neuron, Neurons, Session
from downslope.engine.loops import loop_for

SHAPES: list[Network] = [
    Neurons(1), Neurons(4), Neuron(1), Neuron(3), Neuron(2, 3), Layers(3, 4, 2), Layers(3, 2, 2, 2), Layers(9, 8, 6),
    Layers(6, 7, 7, 3), Neuron(30, 5),
]  # fmt: skip
SMALL, LARGE = Layers(3, 4, 2), Layers(9, 8, 6)


@pytest.mark.slow
@pytest.mark.parametrize("batch", [1, 2, 3, None])  # of five examples: the last batch is a smaller one
@pytest.mark.parametrize("learner", FORMULAS)
@pytest.mark.parametrize("network", SHAPES, ids=str)
def test_each_learner_in_each_shape_with_each_batch(network: Network, learner: str, batch: int | None) -> None:
    once, single = both(level(network, learner, batch=batch), 47)
    assert once.run.loop is not None, "the compiled loop was not used"
    assert single.run.loop is None
    assert same(once, single) and once.count == 47


@pytest.mark.parametrize("batch", [2, None])
@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("network", [SMALL, LARGE, Neurons(3)], ids=str)
def test_each_metric(network: Network, metric: str, batch: int | None) -> None:
    once, single = both(level(network, metric=metric, batch=batch), 41)
    assert once.run.loop is not None and same(once, single)


@pytest.mark.parametrize("batch", [1, 2, None])
@pytest.mark.parametrize("learner", FORMULAS)
@pytest.mark.parametrize("network", [SMALL, Neurons(4), Neuron(3)], ids=str)
def test_frozen_weights_stay_and_their_memory_goes_on(network: Network, learner: str, batch: int | None) -> None:
    start = level(network, learner, batch=batch, frozen=frozenset({0, 2}))
    once, single = both(start, 47)
    assert once.run.loop is not None and same(once, single)
    assert [once.weights[k] for k in (0, 2)] == [once.run.start[k] for k in (0, 2)] != [0.0, 0.0]
    assert once.weights != once.run.start


@pytest.mark.parametrize("batch", [1, 2, None])
def test_frozen_weights_of_a_larger_net(batch: int | None) -> None:
    frozen = frozenset({0, 17, 71, 72, 119})
    once, single = both(level(LARGE, batch=batch, frozen=frozen), 40)
    assert once.run.loop is not None and same(once, single)
    once, single = both(level(LARGE, "momentum", batch=batch, frozen=frozen), 40)  # written out whole
    assert once.run.loop is not None and same(once, single)


def test_all_weights_frozen() -> None:
    for network in (SMALL, LARGE, Neurons(2)):
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


@pytest.mark.parametrize("learner", ["gradient-descent", "momentum"])
@pytest.mark.parametrize("metric", ["squared", "cubed"])
@pytest.mark.parametrize("network", [Layers(3, 4, 1, activation="linear"), LARGE, Neurons(3)], ids=str)
@pytest.mark.parametrize("batch", [2, None])
def test_a_runaway_ends_at_the_same_step(network: Network, metric: str, learner: str, batch: int | None) -> None:
    once, single = both(level(network, learner, metric, alpha=90.0, budget=10_000, batch=batch), 3000)
    assert once.outcome is not None and once.outcome.kind == "runaway" and same(once, single)
    assert once.run.diverged and once.run.loop is not None


@settings(deadline=None, max_examples=60)  # code is made for each set of frozen weights
@given(parts=st.lists(st.integers(1, 40), min_size=1, max_size=6), shuffle=st.booleans(),
       schedule=st.sampled_from(["constant", "cosine"]), network=st.sampled_from([SMALL, LARGE, Neurons(3)]),
       batch=st.sampled_from([2, 4, None]), frozen=st.frozensets(st.integers(0, 2)))
def test_how_it_is_cut_into_actions_changes_nothing(parts: list[int], **fields: Any) -> None:  # fmt: skip
    start = level(fields.pop("network"), **fields)
    whole, cut = Session(start, catalog(), [Learn(sum(parts))]), Session(start, catalog(), map(Learn, parts))
    assert same(whole, cut)


@pytest.mark.parametrize("network", [Neurons(1), Neurons(4), Neuron(1)], ids=str)
def test_predictions_side_by_side_are_the_networks_own(network: Network) -> None:
    session = Session(level(network, batch=2), catalog(), [Learn(20)])
    assert session.run.predict != network.predict
    for input, _ in session.run.examples:
        assert bits(session.run.predict(session.weights, input)) == bits(network.predict(session.weights, input))


def test_code_is_made_for_each_set_of_frozen_weights() -> None:
    def loop(batched: bool, *frozen: int) -> object:
        run = Session(level(SMALL, frozen=frozenset(frozen)), catalog()).run
        assert run.learner is not None
        return loop_for(run.full_problem, run.learner, batched)

    assert loop(True, 1) is loop(True, 1)
    assert len({loop(False), loop(False, 1), loop(False, 1, 2), loop(True), loop(True, 1)}) == 5
