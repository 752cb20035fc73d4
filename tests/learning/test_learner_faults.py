"""What a learner may not do is a fault with its name: write into the run's weights, raise when it is made."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, nan
from typing import Any

import pytest

from downslope import Catalog, Example, Fault, Knob, Layers, Learn, Learner, Level, Problem, Session, Turn
from downslope.rules.actions import Impossible
from support import shipped


class Careless(Learner):
    name = "careless"

    def step(self, problem: Problem, weights: Any, alpha: float | Sequence[float]) -> list[float]:
        weights[0] -= 0.1
        return list(weights)


class Reads(Learner):
    """All that a list can do for who only reads."""

    name = "reads"

    def step(self, problem: Problem, weights: Any, alpha: float | Sequence[float]) -> list[float]:
        assert isinstance(weights, list) and weights.index(weights[0]) == 0 and weights.count(weights[0]) == 1
        parts: list[float] = weights[:1].__add__([weights[-1] + 0.1])
        return parts + weights.copy()[2:]


class Broken(Learner):
    name = "broken"

    def start(self, size: int) -> None:
        raise RuntimeError("no start")


def session(learner: type[Learner], **fields: Any) -> Session:
    found = shipped()
    catalog = Catalog(found.metrics, {**found.learners, learner.name: learner}, {}, {})
    level = Level("x", title="", network=Layers(2, 1), examples=[Example((1, 2), 3)], weights=[0.5, 0.25],
                  learner=learner.name, **fields)  # fmt: skip
    return Session(level, catalog)


def test_a_learner_that_changes_the_list_it_was_given_is_a_fault_not_stuck() -> None:
    careless = session(Careless)
    with pytest.raises(Fault, match="careless: step changed the weights it was given") as fault:
        careless.do(Learn(3))
    assert fault.value.file == __file__ and fault.value.line > 0
    assert careless.weights == [0.5, 0.25]


def test_a_learner_may_read_the_weights_as_a_list() -> None:
    reads = session(Reads)
    reads.do(Learn(3))
    assert reads.weights == [0.5, 0.25 + 0.1 + 0.1 + 0.1]


def test_a_learner_that_raises_when_it_is_made_is_a_fault() -> None:
    with pytest.raises(Fault, match="broken: RuntimeError: no start") as fault:
        session(Broken)
    assert fault.value.file == __file__


def test_the_game_refuses_a_learner_that_does_not_fit() -> None:
    attempt = session(Reads, knobs=[Knob("learner", stops=("reads", "rule-of-tiles"))])
    with pytest.raises(Impossible, match="rule-of-tiles is not made for the network of x"):
        attempt.do(Turn("learner", "rule-of-tiles"))
    assert attempt.knobs["learner"] == "reads" and not attempt.actions


@pytest.mark.parametrize(
    ("gives", "told"),
    [
        (None, "step returned None; expected a list of 2 numbers"),
        ([1.0], "step returned [1.0]; expected a list of 2 numbers"),
        ("ab", "step returned 'ab'; expected a list of 2 numbers"),
        (["a", "b"], "step returned ['a', 'b']; expected numbers"),
        ([inf, "b"], "step returned [inf, 'b']; expected numbers"),
        ([0.5, nan], "step gave nan for weight 2, though the error and its slopes are finite"),
    ],
)
def test_what_a_step_gives_is_told_with_the_line_where_it_begins(gives: Any, told: str) -> None:
    class Odd(Learner):
        name = "odd"

        def step(self, problem: Problem, weights: Any, alpha: float | Sequence[float]) -> Any:
            return gives

    odd = session(Odd)
    with pytest.raises(Fault) as fault:
        odd.do(Learn(1))
    assert (fault.value.sentence, fault.value.file) == (told, __file__)
    assert fault.value.line == Odd.step.__code__.co_firstlineno and odd.weights == [0.5, 0.25]


class Lost(Learner):
    """Its fourth step comes to no number; or to one that is too large first."""

    name = "lost"
    steps, reach = 0, 0.1

    def step(self, problem: Problem, weights: Any, alpha: float | Sequence[float]) -> list[float]:
        self.steps += 1
        slopes = problem.weight_deltas(weights)
        lost = inf - inf if self.steps == 4 else 0.0
        return [weight - self.reach * slope + lost for weight, slope in zip(weights, slopes)]


def test_a_step_that_comes_to_no_number_in_a_long_run_leaves_the_run_before_it() -> None:
    lost = session(Lost)
    lost.do(Learn(3))
    before = list(lost.weights)
    with pytest.raises(Fault, match="lost: step gave nan for weight 1") as fault:
        lost.do(Learn(100))
    assert fault.value.line == Lost.step.__code__.co_firstlineno
    assert lost.weights == before and lost.count == 3


def test_a_run_that_overflows_runs_away_and_is_no_fault() -> None:
    class Far(Lost):
        name, reach = "far", 1e200

    far = session(Far)
    far.do(Learn(100))
    assert far.outcome is not None and far.outcome.kind == "runaway"
