"""A run at a step: its weights, its error, where it goes next."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...engine.history import Step
from ...engine.run import Fault, Run
from ...rules.actions import Impossible
from ...view.bowls.bowl_walk import MOST

if TYPE_CHECKING:
    from ...rules.session import Session


def has_one_weight(run: Run) -> bool:
    """One input, one weight, one prediction: what a bowl can be drawn for."""
    return run.network.size == run.network.inputs == run.network.outputs == 1


def weight_at(session: Session, step: int, index: int = 0) -> float:
    """The weight before step `step` moved it; at the count: as it stands."""
    return session.run.weights_at(step)[index]


def weights_to(session: Session, step: int) -> list[float]:
    """The one weight before each of the newest steps up to `step`, as many as the trail shows."""
    return [weight_at(session, k) for k in range(max(0, step - MOST), step + 1)]


def older_than(session: Session, step: int) -> list[float]:
    """Some of the weights before those."""
    end = max(0, step - MOST)
    return [weight_at(session, k) for k in range(0, end, max(1, end // MOST))]


def look_at(session: Session, step: int) -> Step | None:
    """The numbers of a step. None: they are beyond what a number can be."""
    try:
        return session.run.at(step)
    except ArithmeticError:
        return None


def error_at(session: Session, step: int) -> float:
    """The error that a step saw, or the next one will see; inf where it is beyond what a number can be."""
    run = session.run
    if 0 <= step < run.count:
        return run.errors[step]
    if len(run.batches) == 1:
        return run.error()
    look = look_at(session, step)
    return math.inf if look is None else look.error


def errors_of(session: Session) -> list[float]:
    """The error at every step, and as it is now."""
    return [*session.run.errors, session.run.error()]


def next_weight(session: Session, step: int) -> float | None:
    """Where the next step goes: the one that was made, or the one that would be."""
    if step < session.count:
        return weight_at(session, step + 1)
    trial = session.copy()
    try:
        trial.learn(1)
    except (Impossible, Fault):
        return None
    return trial.weights[0] if trial.count > step else None
