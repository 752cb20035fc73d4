"""How the fog goes that lies over a picture until its level is won."""

from __future__ import annotations

from ...view.draw.tween import Tween

LIFT, LIFT_STILL = 0.6, 0.15  # seconds that it takes; it only fades, so it takes some with reduced motion too


def fog_reveal(gone: float = 0.0) -> Tween:
    """`gone`: 0 while it lies there, 1 without it."""
    return Tween(LIFT, gone, still=LIFT_STILL)
