"""The camera of a bowl: it goes further away as a run climbs out of the picture, and comes back.

A parabola seen k times wider and k ** 2 times higher is the same parabola, so the land stands; see BowlShape.zoom_out.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...view.bowls.error_bowl import Bowl
from ...view.draw.tween import smooth
from ..shared.neuron_model import weight_at

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...rules.session import Session

EDGE = 0.58  # of half the picture: no seat is further from the bottom
FOLLOWED = 20  # steps of one alpha that it goes along with
PULL, BACK = 0.3, 0.6  # seconds to where a run has gone; back to where the bowl was made for
NEARLY = 1e-9


def first_of_alpha(session: Session, step: int) -> int:
    """The step from which on the knobs stood as they stand in that one."""
    return max((setting.first for setting in session.run.history.settings if setting.first < max(1, step)), default=0)


def resting_step(session: Session) -> int:
    """Where the eye rests once a run has climbed out of sight."""
    return min(session.count, first_of_alpha(session, session.count) + FOLLOWED)


def zoom_for(bowl: Bowl, weight: float, start: float) -> float:
    """How many times further away that weight is to be seen; 1 where the run is no further off than at its start."""
    away = abs(weight - bowl.middle)
    if bowl.degree is None or not away > abs(start - bowl.middle) * (1 + NEARLY):
        return 1.0
    x, _, w, _ = bowl.rect
    middle = bowl.X(bowl.middle)
    half = EDGE * min(middle - x, x + w - middle) / w * (bowl.weights[1] - bowl.weights[0])
    return max(1.0, away / half) if half > 0 and math.isfinite(away) else 1.0


class BowlCamera:
    """Reads the attempt. `follows`: whether the board lets it; `zoom`: how many times further away it is now."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.follows = False
        self.zoom = 1.0
        self._was: tuple[int, float] | None = None  # the run and the place in it when last looked at
        self._off, self._left, self._time = 0.0, 0.0, PULL  # logarithm of how far it still is from there
        self._seen: tuple[Bowl, float, Bowl] | None = None

    @property
    def moving(self) -> bool:
        """It is on its way."""
        return self._left > 0

    def see(self, bowl: Bowl) -> Bowl:
        """The bowl as it is seen from there."""
        if self.zoom == 1.0:
            return bowl
        if self._seen is None or self._seen[:2] != (bowl, self.zoom):
            self._seen = (bowl, self.zoom, bowl.zoom_out(self.zoom))
        return self._seen[2]

    def zoom_at(self, bowl: Bowl, step: int) -> float:
        """Where it stands for a step of the shown run."""
        session = self.attempt.shown
        first = first_of_alpha(session, step)
        for seen in range(min(step, first + FOLLOWED), first, -1):
            weight = weight_at(session, seen)
            if math.isfinite(weight):
                return zoom_for(bowl, weight, weight_at(session, first))
        return 1.0

    def left_behind(self, bowl: Bowl) -> bool:
        """The player's Learn goes on, and the eye stands where it is followed no further."""
        step, own = self.attempt.step, self.attempt.shown is self.attempt.session
        gone = own and self.attempt.playback.running and step - first_of_alpha(self.attempt.shown, step) >= FOLLOWED
        return gone and self.follows and self.zoom_at(bowl, step) > 1

    def update(self, bowl: Bowl | None, seconds: float, still: bool) -> None:
        """Time goes by. `still`: with reduced motion it does not move."""
        if bowl is None or still or not self.follows:
            self.zoom, self._left, self._was = 1.0, 0.0, None
            return
        playback, session = self.attempt.playback, self.attempt.shown
        goal = self._goal(bowl)
        was, self._was = self._was, (session.run.serial, playback.at)
        jumped = was is not None and (was[0] != self._was[0] or not 0 <= playback.at - was[1] <= 1)
        if jumped and not playback.running and goal != self.zoom:
            self._time = self._left = BACK if goal == 1.0 else PULL
            self._off = math.log(self.zoom / goal)
        self._left = max(0.0, self._left - seconds)
        self.zoom = goal * math.exp(self._off * (1 - smooth(1 - self._left / self._time))) if self._left else goal

    def _goal(self, bowl: Bowl) -> float:
        """Between two steps it is on the way between their views, and there before Pip lands."""
        playback, step = self.attempt.playback, self.attempt.step
        here = self.zoom_at(bowl, step)
        if playback.hopping == 0 or step >= self.attempt.shown.count:
            return here
        part = smooth(playback.hopping * max(1.0, 1 / (PULL * playback.speed)))
        return here * math.exp(part * math.log(self.zoom_at(bowl, step + 1) / here))
