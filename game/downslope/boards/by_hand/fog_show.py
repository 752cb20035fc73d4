"""A bet about a curve in the fog, played out: Pip rolls on it as he likes, or the weight sweeps over all of it.

Which of both is said by what the question asks for: "bottom", where he comes to rest; "floor", how low it can be.
"""

from __future__ import annotations

from ...view.draw.timeline import Timeline
from ...view.draw.tween import smooth
from .fog_curve import Curve

ROLL, AWAY, CLIMB = 1.4, 0.6, 0.7  # seconds: down the curve, out of sight, back again
SWEEP, LINE = 2.4, 0.5  # seconds: over all weights; a line is drawn at the lowest
OFF = 0.09  # of the weights that can be set: so far beyond the last one Pip is out of the picture
SPEED_UP = 1.8  # exponent: he starts slowly


def heights_of(curve: Curve) -> tuple[float, float]:
    """Errors from a picture's lower to its upper edge, in which the whole way down is seen."""
    errors = [curve.error(w) for w in (curve.start, curve.bottom)]
    far = 1.17 * max(abs(error) for error in errors) or 1.0
    return (-far, far) if min(errors) < 0 else (-0.08 * far, 1.3 * far)


class FogShow:
    """`roll`: Pip rolls; else the weight sweeps. `curve`: what he rolls on."""

    def __init__(self, number: int, curve: Curve, roll: bool) -> None:
        self.number, self.curve, self.roll = number, curve, roll
        back = (("away", AWAY), ("climb", CLIMB)) if curve.beyond else ()
        self.time = Timeline(("roll", ROLL), *back) if roll else Timeline(("sweep", SWEEP), ("line", LINE))

    @property
    def over(self) -> bool:
        """All of it was shown."""
        return self.time.over

    @property
    def end(self) -> float:
        """The weight at which the rolling ends: the bottom, or out of the picture."""
        curve = self.curve
        return curve.bottom + curve.beyond * OFF * (curve.high - curve.low)

    @property
    def furthest(self) -> float:
        """The weight up to which Pip has been."""
        curve = self.curve
        return curve.start + (self.end - curve.start) * float(self.time.part("roll") ** SPEED_UP)

    @property
    def weight(self) -> float:
        """The weight at which Pip is, or that is swept over."""
        curve = self.curve
        if not self.roll:
            return curve.start + (curve.high - curve.start) * self.time.part("sweep")
        if curve.beyond and self.time.part("away") >= 1:
            return self.end + (curve.start - self.end) * smooth(self.time.part("climb"))
        return self.furthest

    @property
    def way(self) -> int:
        """Where he rolls: -1 left, 1 right."""
        return 1 if self.end > self.curve.start else -1

    @property
    def dusty(self) -> bool:
        """He has been out there."""
        return self.roll and bool(self.curve.beyond) and self.time.part("away") > 0

    @property
    def heights(self) -> tuple[float, float] | None:
        """Errors from the picture's lower to its upper edge, so that the way down is in it; None: as they are."""
        return heights_of(self.curve) if self.roll else None

    def line(self) -> float:
        """0..1 of the line at the lowest error."""
        return 0.0 if self.roll else self.time.part("line")
