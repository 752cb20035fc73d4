"""The compiled loop of dense nets against the readable path: weights, errors and memory, to the last bit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiled_loops import FORMULAS, METRICS, bits, both, catalog, level, same, turned_alike
from downslope import Freeze, Knob, Layers, Learn, Level, Network, Neuron, Session, Turn
from downslope.engine import history
from downslope.engine.loops import loop_for
from downslope.learning.activations import ACTIVATIONS
from downslope.learning.problem import Problem
from downslope.lines.form import StepForm

SHAPES: list[Network] = [
    Layers(2, 4, 1), Layers(3, 4, 3), Layers(3, 2, 2, 2), Neuron(3), Neuron(2, 3), Layers(2, 2), Layers(1, 1, 1),
    Layers(9, 8, 6), Layers(6, 7, 7, 3), Neuron(30, 5),
]  # fmt: skip


@pytest.mark.parametrize("learner", FORMULAS)
@pytest.mark.parametrize("network", SHAPES, ids=str)
def test_each_learner_in_each_shape(network: Network, learner: str) -> None:
    once, single = both(level(network, learner), 83)
    assert once.run.loop is not None, "the compiled loop was not used"
    assert single.run.loop is None
    assert same(once, single) and once.count == 83


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("sizes", [(3, 4, 3), (9, 8, 6)])
def test_each_metric_with_each_activation(sizes: tuple[int, ...], metric: str, activation: str) -> None:
    once, single = both(level(Layers(*sizes, activation=activation), metric=metric), 61)
    assert once.run.loop is not None and same(once, single)


def test_a_bend_for_each_neuron() -> None:
    once, single = both(level(Layers(3, 4, 1, activation=["relu", "tanh", "linear", "sigmoid"])), 61)
    assert once.run.loop is not None and same(once, single)
    many = level(Layers(9, 8, 6, activation=["relu"] * 7 + ["linear"]))
    once, single = both(many, 61)  # in rows a layer has one activation; this one is written out whole
    assert once.run.loop is not None and same(once, single)


@pytest.mark.parametrize("learner", ["gradient-descent", "momentum"])
@pytest.mark.parametrize("metric", ["squared", "cubed"])
@pytest.mark.parametrize("sizes", [(3, 4, 1), (9, 8, 6)])
def test_a_runaway_ends_at_the_same_step(sizes: tuple[int, ...], metric: str, learner: str) -> None:
    start = level(Layers(*sizes, activation="linear"), learner, metric, alpha=9.0, budget=10_000)
    once, single = both(start, 5000)
    assert once.outcome is not None and once.outcome.kind == "runaway" and same(once, single)
    assert once.run.diverged and once.run.loop is not None


@pytest.mark.slow
@given(parts=st.lists(st.integers(1, 60), min_size=1, max_size=7), shuffle=st.booleans(),
       schedule=st.sampled_from(["constant", "cosine"]), network=st.sampled_from([Layers(3, 4, 1), Layers(9, 8, 6)]))
def test_how_it_is_cut_into_actions_changes_nothing(
    parts: list[int], shuffle: bool, schedule: str, network: Network
) -> None:  # fmt: skip
    start = level(network, "adam", shuffle=shuffle, schedule=schedule)
    whole, cut = Session(start, catalog(), [Learn(sum(parts))]), Session(start, catalog(), map(Learn, parts))
    assert same(whole, cut)


def test_knobs_turned_in_the_middle() -> None:
    knobs = [Knob("alpha", 0.001, 1), Knob("weight", -9, 9), Knob("beta", 0, 0.99), Knob("freeze"),
             Knob("metric", stops=METRICS)]  # fmt: skip
    turns: list[Any] = [Turn("alpha", 0.01), Turn("weight", 2, 3), Turn("beta", 0.5), Freeze(2), Freeze(2, False),
             Turn("metric", "huber")]  # fmt: skip
    start = level(Layers(3, 4, 2), "momentum", knobs=knobs)
    once = turned_alike(start, turns)
    assert once.run.loop is not None


def test_a_long_run_is_kept_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    start = level(Layers(9, 8, 6), "adam", shuffle=True)
    whole = Session(start, catalog(), [Learn(1)] * 100)
    monkeypatch.setattr(history, "LIMIT", 3000)
    part = Session(start, catalog(), [Learn(100)])
    assert len(part.run.history.replay_points) > 10 and len(part.run.history.weights) < 120 * 30
    assert part.weights == whole.weights and all(part.run.at(k) == whole.run.at(k) for k in range(0, 100, 7))


def test_a_learner_with_a_step_of_its_own_runs_the_readable_path() -> None:
    once, single = both(level(Layers(3, 4, 1), "random-search"), 40)
    assert once.run.loop is None and once.run.why and same(once, single)


@pytest.mark.parametrize("batch", [1, 2])
def test_a_learner_that_branches_has_a_loop(batch: int) -> None:
    once, single = both(level(Layers(3, 4, 1), "forked", batch=batch), 40)
    assert once.run.loop is not None and same(once, single)


def test_a_weight_of_minus_0_runs_the_readable_path() -> None:
    once, single = both(level(Layers(3, 4, 1), weights=[-0.0] * 16), 40)
    assert same(once, single) and once.weights == [0.0] * 16


def test_predictions_and_errors_are_the_networks_own() -> None:
    for network in SHAPES:
        start = level(network)
        session = Session(start, catalog(), [Learn(40)])
        assert session.run.predict != network.predict
        for input, _ in session.run.examples:
            assert bits(session.run.predict(session.weights, input)) == bits(network.predict(session.weights, input))
        plain = Problem(network, session.run.examples, session.run.metric)
        assert session.run.error() == plain.error(session.weights)


def test_code_is_made_once_for_a_shape_a_metric_and_a_learner() -> None:
    def loop(of: Level) -> object:
        run = Session(of, catalog()).run
        assert run.learner is not None
        return loop_for(run.full_problem, run.learner, False)

    start = level(Layers(3, 4, 1), "adam")
    assert loop(start) is loop(replace(start, alpha=0.3, examples=start.examples[:3], seed=9))
    assert loop(start) is not loop(replace(start, settings={"beta1": 0.5}))
    assert loop(start) is not loop(replace(start, network=Layers(3, 4, 1, activation="tanh")))


def test_only_what_leaves_a_weight_alone_may_be_skipped() -> None:
    kinds = catalog().learners
    skips = {}
    for name in FORMULAS:
        learner = kinds[name]()
        for knob in learner.knobs:
            setattr(learner, knob.name, knob.start)
        skips[name] = StepForm(Neuron(), catalog().metric("squared"), learner).noop
    assert skips == {name: name == "gradient-descent" for name in FORMULAS}
