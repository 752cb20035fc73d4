"""Schedules: alpha over the budget of a run. The run applies it, so that every learner may have any of them.

Each tells, for the part of the budget that is over (0 ... 1), by how much alpha is multiplied.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi

from .learner import Alpha

CYCLES = 4


def constant(part: float) -> float:
    """Alpha stays as it is."""
    return 1.0


def linear(part: float) -> float:
    """Down to 0 at the end."""
    return 1.0 - part


def step(part: float) -> float:
    """A tenth after half of the budget, a hundredth after three quarters (He et al. 2016)."""
    return 1.0 if part < 0.5 else 0.1 if part < 0.75 else 0.01


def cosine(part: float) -> float:
    """Down to 0 along half a wave, slowly at first and at last (Loshchilov & Hutter 2017)."""
    return 0.5 + 0.5 * cos(pi * part)


def cycle(part: float) -> float:
    """The cosine, begun again four times: warm restarts (Loshchilov & Hutter 2017)."""
    return cosine(CYCLES * part % 1.0)


SCHEDULES: dict[str, Callable[[float], float]] = {
    found.__name__: found for found in (constant, linear, step, cosine, cycle)
}


def scheduled_alpha(schedule: str, alpha: Alpha, step: int, steps: int) -> Alpha:
    """Alpha at step `step` of a budget of `steps`; after it, as at its last step."""
    if schedule == "constant" or steps < 1:
        return alpha
    factor = SCHEDULES[schedule](min(step, steps - 1) / steps)
    return alpha * factor if isinstance(alpha, (int, float)) else [a * factor for a in alpha]
