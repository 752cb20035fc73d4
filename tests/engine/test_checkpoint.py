"""Where a run stands, as plain numbers: taken there, it goes on as if it had made the steps itself; and at which
steps of a training it is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from downslope import Example, Learner, Neuron, Run
from downslope.engine.checkpoint import Checkpoint, checkpoint_of, next_snapshot, resume_from, state_of
from support import shipped


def run_of(learner: Any = "momentum", steps: int = 0, batch: int | None = None) -> Run:
    own = shipped().learner(learner)() if isinstance(learner, str) else learner
    own.start(1)
    examples = [Example(1, 1).pair, Example(2, 1).pair]
    run = Run(Neuron(), examples, shipped().metric("squared"), own, [0.0], 0.05, batch)
    for _step in range(steps):
        run.step()
    return run


def test_another_run_goes_on_from_there() -> None:
    first, second = run_of(steps=6), run_of(steps=2)
    there = Checkpoint(*json.loads(json.dumps(checkpoint_of(first, 2, {"judged": 0.5}))))
    assert there.step == 6 and list(there.errors) == list(first.errors[2:])
    resume_from(second, there)
    assert (second.count, list(second.weights), second.measurement("judged")) == (6, list(first.weights), 0.5)
    assert list(second.errors) == list(first.errors)
    first.step()
    second.step()
    assert list(second.weights) == list(first.weights)
    assert [second.weights_at(step) for step in range(7)] == [first.weights_at(step) for step in range(7)]


def test_it_can_be_run_again_from_the_ends_of_passes_and_where_a_knob_was_turned() -> None:
    first, second = run_of(steps=6, batch=1), run_of(steps=2, batch=1)
    resume_from(second, checkpoint_of(first, 2, {}))
    for run in (first, second):
        for alpha in (0.05, 0.01):
            run.change(alpha=alpha)
            for _step in range(5):
                run.step()
    assert [point.step for point in second.history.replay_points] == [2, 6, 8, 10, 11, 12, 14]
    assert [second.weights_at(step) for step in range(17)] == [first.weights_at(step) for step in range(17)]


def test_steps_whose_error_nobody_tells_have_none() -> None:
    first, second = run_of(steps=5), run_of()
    resume_from(second, checkpoint_of(first, 3, {}))
    assert list(second.errors) == [0.0, 0.0, 0.0, *first.errors[3:]]
    again = run_of(steps=4)
    resume_from(again, checkpoint_of(first, 0, {}))  # more are told than are missing
    assert list(again.errors) == list(first.errors)
    resume_from(first, checkpoint_of(first, 0, {}))
    assert first.count == 5


def test_what_belongs_to_another_run_is_refused() -> None:
    for step, weights in [(1, [0.5]), (6, [0.5, 0.5])]:
        run = run_of(steps=2)
        with pytest.raises(ValueError, match="another run"):
            resume_from(run, Checkpoint(step, weights, {}))
        assert run.count == 2


class Keeps(Learner):
    def __init__(self) -> None:
        self.kept: object = object()


def test_a_learner_that_keeps_more_than_numbers_has_no_state() -> None:
    with pytest.raises(TypeError):
        state_of(Keeps())


def test_snapshots_are_dense_at_first_and_then_two_a_pass() -> None:
    for each, steps in (
        (1437, [0, 10, 20, 50, 100, 200, 400, 700, 718, 1000, 1437, 2155, 2874, 3592, 4311]),
        (60, [0, 10, 20, 30, 50, 60, 90, 100, 120]), (1, [0, 1, 2, 3, 4]), (7, [0, 3, 7, 10, 14]),
    ):  # fmt: skip
        assert [next_snapshot(step, each) for step in steps[:-1]] == steps[1:]
