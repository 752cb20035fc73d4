"""The compiled loop against the readable path: the same weights, errors, memory and outcome, to the last bit."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downslope import Catalog, Example, Fault, Knob, Learn, Learner, Level, Metric, Near, Neuron, Problem, Session
from downslope.engine.fast_run import NEVER, FastRun
from downslope.engine.run import Run
from downslope.formulas.inline import NotInlinable, inline
from support import shipped

DRAG = 0.5


class Heavy(Learner):
    """A heavy ball: memory, a knob, a helper line."""

    name = "heavy"
    knobs = (Knob("beta", 0.0, 0.99, start=0.6),)
    memory = ("velocity",)
    beta: float

    def update(self, weight: float, weight_delta: float, alpha: float, velocity: float) -> tuple[float, float]:
        velocity = velocity * self.beta + weight_delta
        return weight - velocity * alpha, velocity


class Scaled(Learner):
    """Two memories and a function from a module."""

    name = "scaled"
    memory = ("mean", "square")

    def update(
        self, weight: float, weight_delta: float, alpha: float, mean: float, square: float
    ) -> tuple[float, float, float]:
        mean = 0.9 * mean + 0.1 * weight_delta
        square = 0.99 * square + 0.01 * weight_delta * weight_delta
        return weight - alpha * DRAG * mean / (sqrt(square) + 1e-8), mean, square


class Swapping(Learner):
    """Its results need each other's old values."""

    name = "swapping"
    memory = ("last",)

    def update(self, weight: float, weight_delta: float, alpha: float, last: float) -> tuple[float, float]:
        return weight - (weight_delta + last) * alpha, weight_delta - weight * 0.01


class Powered(Metric):
    """`** 2` raises OverflowError where `*` gives inf."""

    name = "powered"

    def error(self, prediction: float, goal_prediction: float) -> float:
        return (prediction - goal_prediction) ** 2

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return prediction - goal_prediction


def catalog() -> Catalog:
    found = shipped()
    learners = {learner.name: learner for learner in (Heavy, Scaled, Swapping)}
    return Catalog({**found.metrics, "powered": Powered()}, {**found.learners, **learners}, {}, {})


def level(learner: str, metric: str, alpha: float, weight: float = 0.1) -> Level:
    return Level(
        "x", title="", examples=[Example(0.3, 0.7)], weights=[weight], alpha=alpha, learner=learner, metric=metric,
        target=Near(1e-4), budget=400,
    )  # fmt: skip


def same(a: Session, b: Session) -> bool:
    return (
        a.weights == b.weights
        and a.run.history.weights == b.run.history.weights
        and a.run.history.errors == b.run.history.errors
        and a.run.learner is not None
        and b.run.learner is not None
        and a.run.learner.memories == b.run.learner.memories
        and a.outcome == b.outcome
    )


@pytest.mark.parametrize("learner", ["gradient-descent", "heavy", "scaled", "swapping"])
@pytest.mark.parametrize("metric", ["squared", "absolute", "squared-true-slope", "signed-miss", "powered"])
@pytest.mark.parametrize("alpha", [0.02, 3.0, 22.3, 40.0])
def test_many_steps_at_once_are_the_steps_one_by_one(learner: str, metric: str, alpha: float) -> None:
    once, single = (Session(level(learner, metric, alpha), catalog()) for _ in range(2))
    once.do(Learn(900))
    assert once.run.watched_loop is not None, "the compiled loop was not used"
    for _ in range(once.count + (1 if once.run.diverged else 0)):
        single.do(Learn(1))
    assert same(once, single)
    assert [once.run.at(k) for k in range(0, once.count, 37)] == once.run.steps()[::37]


@given(
    alpha=st.floats(0.001, 60),
    weight=st.floats(-5, 5),
    parts=st.lists(st.integers(1, 90), min_size=1, max_size=8),
    learner=st.sampled_from(["gradient-descent", "heavy", "scaled"]),
)
def test_how_it_is_cut_into_actions_changes_nothing(
    alpha: float, weight: float, parts: list[int], learner: str
) -> None:
    start = level(learner, "squared", alpha, weight)
    whole, cut = Session(start, catalog()), Session(start, catalog())
    whole.do(Learn(sum(parts)))
    for part in parts:
        if not cut.run.diverged:
            cut.do(Learn(part))
    assert same(whole, cut)


def test_an_overflow_ends_the_run_as_a_runaway_with_all_that_was_before() -> None:
    session = Session(level("heavy", "powered", 300.0), catalog())
    session.do(Learn(100_000))
    assert session.run.diverged and session.outcome is not None and session.outcome.kind == "runaway"
    assert all(abs(e) < float("inf") for e in session.run.history.errors)
    single = Session(level("heavy", "powered", 300.0), catalog())
    while not single.run.diverged:
        single.do(Learn(1))
    assert same(session, single)


class Forks(Learner):
    name = "forks"

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        if weight_delta > 1:
            weight_delta = 1.0
        return weight - weight_delta * alpha


def test_a_learner_that_branches_has_a_loop() -> None:
    found = catalog()
    found.learners["forks"] = Forks
    session, single = (Session(level("forks", "squared", 3.0), found) for _ in range(2))
    session.do(Learn(50))
    for _ in range(50):
        single.do(Learn(1))
    assert session.run.watched_loop is not None and same(session, single)
    with pytest.raises(NotInlinable):
        inline(Forks().update, "w", "d", "a")


class Sneaky(Metric):
    name = "sneaky"

    def error(self, prediction: float, goal_prediction: float) -> float:
        weight = prediction - goal_prediction  # would overwrite the loop's own weight
        return weight * weight

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return prediction - goal_prediction


def test_a_metric_cannot_overwrite_the_weight() -> None:
    error, result = inline(Sneaky().error, "prediction", "goal_prediction")
    assert error == ("weight_ = prediction - goal_prediction",) and result == ("weight_ * weight_",)


class RaisesLater(Learner):
    name = "raises-later"

    def step(self, problem: Problem, weights: Sequence[float], alpha: float | Sequence[float]) -> list[float]:
        if weights[0] > 0.4:
            raise RuntimeError("third step")
        return [w + 0.2 for w in weights]


def test_a_learner_that_raises_is_named_with_its_line() -> None:
    found = catalog()
    found.learners["raises-later"] = RaisesLater
    session = Session(level("raises-later", "squared", 1.0), found, [Learn(2)])
    with pytest.raises(Fault, match="raises-later: RuntimeError: third step") as fault:
        session.do(Learn(1))
    assert fault.value.file == sys.modules[__name__].__file__ and fault.value.line > 0


class DividesLater(Learner):
    name = "divides-later"

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        there = weight + 0.25
        return there + 0.0 / (1.0 - there)


@pytest.mark.parametrize("steps", [1, 2, 3, 50])
def test_a_formula_that_raises_is_named_too(steps: int) -> None:
    found = catalog()
    found.learners["divides-later"] = DividesLater
    session = Session(level("divides-later", "squared", 1.0, weight=0.0), found)
    if steps < 4:
        session.do(Learn(steps))
    with pytest.raises(Fault, match="divides-later: ZeroDivisionError") as fault:
        session.do(Learn(50))
    assert fault.value.file == sys.modules[__name__].__file__ and session.count == 3


class Signed(Metric):
    """An error that falls for ever."""

    name = "signed"

    def error(self, prediction: float, goal_prediction: float) -> float:
        return (prediction - goal_prediction) * 2.0

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return 1.0


@pytest.mark.parametrize("metric", [shipped().metric("squared"), shipped().metric("absolute"), Signed()])
@pytest.mark.parametrize("start", [5e7, -5e7])
def test_an_error_beyond_the_limit_stops_it_on_either_side(metric: Metric, start: float) -> None:
    """Only where an error can never be negative is it not asked whether it fell too far."""
    catalog = Catalog(metrics={metric.name: metric}, learners=shipped().learners)
    level = Level("far", title="", examples=[Example(1.0, 0.0)], weights=[start], alpha=-1.0, target=Near(0.001),
                  metric=metric.name, budget=4000)  # fmt: skip
    one_by_one, at_once = Session(level, catalog), Session(level, catalog, [Learn(4000)])
    while one_by_one.outcome is None and one_by_one.count < 4000:
        one_by_one.do(Learn(1))
    assert at_once.run.errors[: one_by_one.count] == one_by_one.run.errors[:]
    assert at_once.outcome == one_by_one.outcome


def test_code_is_made_once() -> None:
    found = catalog()
    one = Session(level("gradient-descent", "squared", 1.0), found, [Learn(5)])
    other = Session(level("gradient-descent", "squared", 2.0, weight=3.0), found, [Learn(5)])
    assert one.run.watched_loop is other.run.watched_loop is not None


@pytest.mark.parametrize("seed", "abcdef")
def test_examples_that_are_moved_are_seen_as_they_are_then(seed: str) -> None:
    """A picture of one pixel, moved by one, is blank: the loop of one weight knows but the picture as it is."""
    found = []
    for made in (lambda run: run.advance_within(5, NEVER)[0] or run.step(), Run.step):
        learner = shipped().learner("gradient-descent")()
        learner.start(1)
        run = FastRun(Neuron(1), [((0.5,), (0.8,))], shipped().metric("squared"), learner, [0.1], 0.2, shift=seed)
        while run.count < 30:
            made(run)
        found.append((run.weights, list(run.errors)))
    assert found[0] == found[1]
