"""A run as plain numbers at one of its steps: to hand over to another process, and to go on from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from copy import deepcopy
from random import Random
from typing import Any, NamedTuple

from ..learning import Learner
from .run import Run

FIRST = (0, 10, 20, 50, 100, 200, 400, 700, 1000)  # steps at which one is kept, before half passes do


class Snapshot(NamedTuple):
    """`measured`: how well these weights do, as a checkpoint has it; empty: nobody has measured."""

    step: int
    weights: Sequence[float]
    measured: Mapping[str, float] = {}


def next_snapshot(step: int, each: int) -> int:
    """The first step after this one at which a snapshot is kept; `each`: steps of a pass."""
    halves = 2 * step // each
    half = next(place for place in (k * each // 2 for k in (halves, halves + 1, halves + 2)) if place > step)
    early = bisect_right(FIRST, step)
    return min(half, FIRST[early]) if early < len(FIRST) else half


class Checkpoint(NamedTuple):
    """`errors`: what the last steps saw, as many as are given; `measured`: what was found out about these weights.

    `measured` may have: judged (the error over the examples that decide), seen, unseen (accuracies, 0 ... 1).
    """

    step: int
    weights: Sequence[float]
    learner: Mapping[str, Any]
    errors: Sequence[float] = ()
    measured: Mapping[str, float] = {}


def checkpoint_of(run: Run, since: int, metrics: Mapping[str, float]) -> Checkpoint:
    """Where the run stands, with the errors from step `since` on. TypeError: its learner is more than plain numbers."""
    assert run.learner is not None
    return Checkpoint(run.count, list(run.weights), state_of(run.learner), list(run.errors[since:]), dict(metrics))


def resume_from(run: Run, checkpoint: Checkpoint) -> None:
    """The run stands at that step, as if it had made the steps itself; steps without an error have error 0.

    Looking back at any of them runs them again. ValueError: it is an earlier step, or of another shape.
    """
    history, learner = run.history, run.learner
    missing = checkpoint.step - run.count
    if learner is None or missing < 0 or len(checkpoint.weights) != len(run.weights):
        raise ValueError("the checkpoint belongs to another run, or to an earlier step")
    if missing:
        history.add_replay_point(run.weights, learner)
        errors = checkpoint.errors[-missing:]
        history.errors.extend([*[0.0] * (missing - len(errors)), *errors])
    run.weights = list(checkpoint.weights)
    # What `state_of` gave
    for name, value in checkpoint.learner.items():
        if isinstance(value, list) and value[:1] == ["random"]:
            version, numbers, gauss = value[1:]
            random = Random()
            random.setstate((version, tuple(numbers), gauss))
            value = random
        setattr(learner, name, deepcopy(value) if isinstance(value, list) else value)  # it goes on in its own
    run.measured, run.measured_at = dict(checkpoint.measured), checkpoint.step


def state_of(learner: Learner) -> dict[str, Any]:
    """All that it keeps, as numbers, texts and lists of them. TypeError: there is more."""
    state: dict[str, Any] = {}
    for name, value in vars(learner).items():
        state[name] = ["random", *_plain(value.getstate())] if type(value) is Random else _plain(value)
    return state


def _plain(value: object) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(f"{type(value).__name__} is no plain number")
