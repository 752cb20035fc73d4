"""How near counts as reached: the band around a goal, which every picture of it asks for here.

A level that asks for something else, or hides its goal, has no band.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from ...view.format.numbers import decimals, short

if TYPE_CHECKING:
    from ...rules.session import Session

Band = tuple[float, float]  # lowest, highest
NEAR = 5.0  # so many times the tolerance away, a live number has one more decimal than the tolerance
PLAIN = 2  # decimals further away


def tolerance_of(session: Session) -> float | None:
    """How far a prediction may be from its goal. None: that is not what the level asks for, or the goal is hidden."""
    if session.level.visibility("goal") == "hidden":
        return None
    return session.level.aim.tolerance


def goal_band(session: Session, example: int = 0) -> Band | None:
    """The first predictions that count as reached: goal - tolerance, goal + tolerance."""
    within, aim = tolerance_of(session), session.level.aim
    if within is None or (aim.only is not None and example not in aim.only):
        return None
    goal = session.run.examples[example][1][0]
    return goal - within, goal + within


def weight_band(session: Session) -> Band | None:
    """The weights of a single neuron with which every example counts as reached. None: there are none."""
    bands: list[Band] = []
    for number, (inputs, _goals) in enumerate(session.run.examples):
        band = goal_band(session, number)
        if band is not None and inputs[0]:
            low, height = sorted(end / inputs[0] for end in band)
            bands.append((low, height))
    if not bands:
        return None
    low, height = max(low for low, _high in bands), min(height for _low, height in bands)
    return (low, height) if low <= height and isfinite(low) and isfinite(height) else None


def tolerance_note(within: float | None) -> str:
    """What stands beside the goal's number: "±.02"."""
    return "" if within is None else "±" + short(within)


def live_digits(within: float | None, prediction: float | None, goal: float) -> int:
    """Decimals of a prediction near its goal: one more than the tolerance has, but no zeros at the end."""
    if within is None or prediction is None or not within > 0 or not abs(prediction - goal) < NEAR * within:
        return PLAIN
    return max(PLAIN, decimals(prediction, decimals(within) + 1))
