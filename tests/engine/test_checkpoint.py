"""Where a run stands, as plain numbers: taken there, it goes on as if it had made the steps itself."""

import json
from random import Random

import pytest

from downslope import Learner, Neuron, Run
from downslope.engine.checkpoint import Checkpoint, checkpoint_of, resume_from, state_of
from lib.support import shipped


def run_of(steps: int = 0, batch: int | None = None, learner: str = "momentum") -> Run:
    own = shipped().learner(learner)()
    own.random = Random(1)
    own.start(1)
    run = Run(Neuron(), [((1.0,), (1.0,)), ((2.0,), (1.0,))], shipped().metric("squared"), own, [0.0], 0.05, batch)
    for _step in range(steps):
        run.step()
    return run


@pytest.mark.parametrize("learner", ["momentum", "random-search"])
def test_another_run_goes_on_from_there(learner: str) -> None:
    """It can be run again from the ends of passes, and from where a knob was turned."""
    first, second = run_of(6, 1, learner), run_of(2, 1, learner)
    there = Checkpoint(*json.loads(json.dumps(checkpoint_of(first, 2, {"judged": 0.5}))))
    assert there.step == 6 and list(there.errors) == list(first.errors[2:])
    resume_from(second, there)
    assert second.measurement("judged") == second.error(judged=True) == 0.5
    for run in (first, second):
        for alpha in (0.05, 0.01):
            run.change(alpha=alpha)
            for _step in range(5):
                run.step()
    assert second.count == 16 and list(second.errors) == list(first.errors) and second.state() == first.state() != {}
    assert [point.step for point in second.history.replay_points] == [2, 6, 8, 10, 11, 12, 14]
    assert [second.weights_at(step) for step in range(17)] == [first.weights_at(step) for step in range(17)]
    assert second.learner is not None
    for _twice in range(2):  # a step begins, and is not taken
        second.history.begin(second.weights, second.learner)
    assert [point.step for point in second.history.replay_points[6:]] == [14, 16]


def test_what_belongs_to_another_run_or_is_more_than_numbers_is_refused() -> None:
    first, run, again = run_of(5), run_of(2), run_of(4)
    for step, weights in [(1, [0.5]), (6, [0.5, 0.5])]:
        with pytest.raises(ValueError, match="another run"):
            resume_from(run, Checkpoint(step, weights, {}))
    assert run.count == 2
    for _twice in range(2):
        resume_from(again, checkpoint_of(first, 0, {}))  # more errors are told than are missing
        assert again.count == 5 and list(again.errors) == list(first.errors)
    resume_from(run, checkpoint_of(first, 4, {}))
    assert list(run.errors) == [*first.errors[:2], 0.0, 0.0, first.errors[4]], "what nobody tells is 0"
    learner = Learner()
    vars(learner)["kept"] = object()
    with pytest.raises(TypeError):
        state_of(learner)
