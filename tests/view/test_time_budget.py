"""Pictures that are made ahead: in each frame for a while, which begins with the first that is not there yet."""

from __future__ import annotations

import pytest
from pygame import Surface

from downslope.view.draw.surface_cache import FrameBudgetSpent, SurfaceCache, time_budget
from downslope.view.draw.tween import slices_by

STROKES, SPRITE, PATIENCE = 0.010, 0.0005, 0.004  # seconds: what is kept nowhere; one sprite; of a frame


class Work:
    """Its own clock: what is drawn takes time, looking at the clock takes none."""

    def __init__(self) -> None:
        self.time = 0.0
        self.kept = SurfaceCache[Surface](1 << 20)

    def picture(self, strokes: float, sprites: int) -> Surface:
        """A layer of strokes and of sprites."""
        self.time += strokes
        for number in range(sprites):
            self.kept.get(("sprite", number), self.sprite)
        return Surface((1, 1))

    def sprite(self) -> Surface:
        self.time += SPRITE
        return Surface((1, 1))

    def frames(self, strokes: float, sprites: int) -> int:
        """How many it takes until the layer is there."""
        with slices_by(lambda: self.time):
            for frame in range(1, 100):
                try:
                    with time_budget(PATIENCE):
                        self.kept.get("layer", lambda: self.picture(strokes, sprites))
                    return frame
                except FrameBudgetSpent:
                    pass
        raise AssertionError("it is never whole")


@pytest.mark.parametrize("strokes", [0.0, STROKES])
def test_what_is_kept_nowhere_takes_no_time_from_what_is_kept(strokes: float) -> None:
    assert Work().frames(strokes, 40) == 5  # nine sprites in each, the last in the slice's very end


def test_one_is_made_in_each_frame_however_long_it_takes() -> None:
    work = Work()
    with slices_by(lambda: work.time), time_budget(0.0):
        work.kept.get("first", work.sprite)
        with pytest.raises(FrameBudgetSpent):
            work.kept.get("second", work.sprite)
    assert work.kept.made == 1
