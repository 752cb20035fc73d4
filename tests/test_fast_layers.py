"""The compiled loop of dense nets against the readable path: weights, errors and memory, to the last bit."""

from __future__ import annotations

from array import array
from dataclasses import replace
from math import sqrt
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downslope import Exam, Example, Freeze, Knob, Layers, Learn, Learner, Level, Metric, Network, Neuron, Session, Turn
from downslope.learning import history
from downslope.learning.activations import ACTIVATIONS
from downslope.learning.fast_layers import Code, dense_loop
from downslope.learning.lines import NotPlain
from downslope.learning.problem import Problem
from support import shipped

SHAPES: list[Network] = [
    Layers(2, 4, 1), Layers(3, 4, 3), Layers(3, 2, 2, 2), Neuron(3), Neuron(2, 3), Layers(2, 2), Layers(1, 1, 1),
    Layers(9, 8, 6), Layers(6, 7, 7, 3), Neuron(30, 5),
]  # fmt: skip
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
    for _ in range(once.count + once.run.over):
        single.do(Learn(1))
    return once, single


@pytest.mark.parametrize("learner", FORMULAS)
@pytest.mark.parametrize("network", SHAPES, ids=str)
def test_each_learner_in_each_shape(network: Network, learner: str) -> None:
    once, single = both(level(network, learner), 83)
    assert once.run.epoch.loop is not None, "the compiled loop was not used"
    assert single.run.epoch.loop is None
    assert same(once, single) and once.count == 83


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("sizes", [(3, 4, 3), (9, 8, 6)])
def test_each_metric_with_each_activation(sizes: tuple[int, ...], metric: str, activation: str) -> None:
    once, single = both(level(Layers(*sizes, activation=activation), metric=metric), 61)
    assert once.run.epoch.loop is not None and same(once, single)


def test_a_bend_for_each_neuron() -> None:
    once, single = both(level(Layers(3, 4, 1, activation=["relu", "tanh", "linear", "sigmoid"])), 61)
    assert once.run.epoch.loop is not None and same(once, single)
    many = level(Layers(9, 8, 6, activation=["relu"] * 7 + ["linear"]))
    once, single = both(many, 61)  # a large net has one activation a layer, or the readable path
    assert once.run.epoch.loop is None and same(once, single)


@pytest.mark.parametrize("learner", ["gradient-descent", "momentum"])
@pytest.mark.parametrize("metric", ["squared", "cubed"])
@pytest.mark.parametrize("sizes", [(3, 4, 1), (9, 8, 6)])
def test_a_runaway_ends_at_the_same_step(sizes: tuple[int, ...], metric: str, learner: str) -> None:
    start = level(Layers(*sizes, activation="linear"), learner, metric, alpha=9.0, budget=10_000)
    once, single = both(start, 5000)
    assert once.outcome is not None and once.outcome.kind == "runaway" and same(once, single)
    assert once.run.over and once.run.epoch.loop is not None


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
    once, single = Session(start, catalog(), [Learn(13)]), Session(start, catalog(), [Learn(1)] * 13)
    for turned in turns:
        for session, parts in ((once, [Learn(17)]), (single, [Learn(1)] * 17)):
            session.do(turned)
            for part in parts:
                session.do(part)
        assert same(once, single)
    assert once.run.epoch.loop is not None


def test_a_long_run_is_kept_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    start = level(Layers(9, 8, 6), "adam", shuffle=True)
    whole = Session(start, catalog(), [Learn(1)] * 100)
    monkeypatch.setattr(history, "LIMIT", 3000)
    part = Session(start, catalog(), [Learn(100)])
    assert len(part.run.history.kept) > 10 and len(part.run.history.weights) < 120 * 30
    assert part.weights == whole.weights and all(part.run.at(k) == whole.run.at(k) for k in range(0, 100, 7))


def test_frozen_weights_and_unplain_learners_run_the_readable_path() -> None:
    for start in (level(Layers(3, 4, 1), frozen=frozenset({1})), level(Layers(3, 4, 1), "forked"),
                  level(Layers(3, 4, 1), batch=2), level(Layers(3, 4, 1), "random-search")):  # fmt: skip
        once, single = both(start, 40)
        assert once.run.epoch.loop is None and same(once, single)


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
        return dense_loop(run.whole, run.learner)

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
        skips[name] = Code(Layers(2, 2), shipped().metric("squared"), learner).skips
    assert skips == {name: name == "gradient-descent" for name in FORMULAS}


def test_two_things_of_one_name_run_the_readable_path() -> None:
    class Other(Metric):
        def error(self, prediction: float, goal_prediction: float) -> float:
            return abs(prediction - goal_prediction) * CUT

        def delta(self, prediction: float, goal_prediction: float) -> float:
            return (prediction - goal_prediction) * CUT

    with pytest.raises(NotPlain):
        code = Code(Layers(2, 2), Other(), Clipped())
        code.scope["CUT"] = "another"
        code.compiled()
