"""The misses of a run with one example and one output, with their sign; and what each is of the one before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .session import Session

STEADY = 1e-9  # relative: ratios that differ by less are one ratio
SMALL = 1e-4  # of the first miss: smaller ones tell of rounding


def signed_misses(session: Session, first: int, last: int) -> list[float] | None:
    """prediction - goal_prediction with the weights of the steps first ... last; None: there is no single miss."""
    run = session.run
    if len(run.examples) != 1 or run.network.outputs != 1:
        return None
    input, (goal,) = run.examples[0]
    looks = (run.weights_at(k) for k in range(first, last + 1))
    return [run.network.predict(weights, input)[0] - goal for weights in looks]


def common_ratio(ratios: Sequence[float], steady: float = STEADY) -> float | None:
    """The first, where no other differs from it by more than `steady` (relative); else None."""
    same = bool(ratios) and all(abs(ratio - ratios[0]) <= steady * abs(ratios[0]) for ratio in ratios)
    return ratios[0] if same else None


def steady_ratio(session: Session) -> float | None:
    """What each miss is of the one before, where that is the same for every step of the present alpha; else None."""
    run = session.run
    misses = signed_misses(session, steady_from(session), run.count) or []
    misses = [miss for miss in misses if abs(miss) > SMALL * abs(misses[0])]
    ratios = [after / before for before, after in zip(misses, misses[1:])]
    return common_ratio(ratios) if len(ratios) > 1 else None


def steady_from(session: Session) -> int:
    """The first step of the present alpha."""
    settings = session.run.history.settings
    return settings[-1].first if settings else 0
