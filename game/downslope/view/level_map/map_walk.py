"""Pip's way on the map: he walks along the path to the stop that is chosen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from ..draw.tween import Tween, smooth

if TYPE_CHECKING:
    from .map_layout import MapPlan

SHORT, LONG, EACH = 0.4, 0.9, 0.1  # seconds: of the shortest way, of the longest, of each stop more
LIFT, STRIDES = 5.0, 2  # how high a stride is, in design pixels; so many from one stop to the next


class Walker(NamedTuple):
    """Where he is: page, place, how high above the path, which way he looks (-1, 0, 1)."""

    page: int
    x: float
    y: float
    lift: float = 0.0
    way: int = 0


class MapWalk:
    """`at`: the index of his stop; between two of them it is a fraction."""

    def __init__(self, stop: int) -> None:
        self._way = Tween(SHORT, float(stop), smooth)
        self._goal = float(stop)

    @property
    def moving(self) -> bool:
        """He is on his way."""
        return not self._way.done

    @property
    def at(self) -> float:
        return self._way.value

    def go(self, stop: int) -> None:
        """Set out for a stop, from where he is."""
        self._goal = float(stop)
        self._way.seconds = min(LONG, SHORT + EACH * max(0.0, abs(stop - self.at) - 1))
        self._way.go(self._goal)

    def update(self, seconds: float, still: bool) -> None:
        """Time goes by. `still`: with reduced motion he is there at once."""
        self._way.update(seconds, still)

    def place(self, plan: MapPlan) -> Walker:
        """Where he is on this plan; from one page to the next there is no way between."""
        last = len(plan.spots) - 1
        first = min(last, max(0, math.floor(self.at)))
        part = self.at - first
        here, there = plan.spots[first], plan.spots[min(last, first + 1)]
        if part <= 0 or here.page != there.page:
            spot = here if part < 0.5 else there
            return Walker(spot.page, spot.x, spot.y)
        lift = LIFT * abs(math.sin(math.pi * STRIDES * part))
        onward = there.x - here.x if self._goal > self.at else here.x - there.x
        x, y = here.x + (there.x - here.x) * part, here.y + (there.y - here.y) * part
        return Walker(here.page, x, y, lift, 1 if onward > 0 else -1)
