"""Captions: what would be heard of a run, in a few words on the stage, where effects are not heard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....i18n import N_, _
from ....view.draw.plate import draw_tag, tag_size
from ....view.draw.tokens import LABEL
from ....view.widgets.free_place import free_place, places_within
from ....view.widgets.widget import Rect

if TYPE_CHECKING:
    from ....attempt.game.feel import Feel
    from ....view.draw.canvas import Canvas

# What is felt -> what is said of it, and the mark before it.
CAPTIONS = {("tag", "past the goal"): (N_("past the goal"), "goal"), ("error", "up"): (N_("the error grew"), "error")}
ASIDE, EDGE = 16.0, 8.0  # from the sides of the stage, from those of a room of its own
ROWS = 24  # where one may stand


class Captions:
    """Each stays where it was first, for as long as it is to be read."""

    def __init__(self) -> None:
        self._stood: dict[tuple[str, str], tuple[object, Rect]] = {}  # for what room, and where

    def paint(self, canvas: Canvas, feel: Feel, top: float, stage: Rect, room: Rect, plates: Sequence[Rect] = (),
              told: str = "") -> None:  # fmt: skip
        """Those of this moment, one below the other, from `top` on, where they cover no words. `told`: is said already.

        `room`: where the stage has a place for them, that comes first; `plates`: what stands on it.
        """
        taken = list(plates)
        for (to, what), (words, hue) in CAPTIONS.items():
            if feel.part(to, what) is None or _(words) in told:
                self._stood.pop((to, what), None)
                continue
            wide, high = tag_size(canvas, _(words), LABEL)
            before, place = self._stood.get((to, what), (None, stage))
            now = stage, room, wide, high
            if before != now:
                places = places_for(top, stage, room, wide, high)
                place = places[free_place(places, [*canvas.words_at(), *taken])]
                self._stood[to, what] = now, place
            taken.append(place)
            draw_tag(canvas, place, _(words), hue, LABEL)


def places_for(top: float, stage: Rect, room: Rect, wide: float, high: float) -> list[Rect]:
    """Where a caption of this size may stand, the best place first."""
    lowest = stage[1] + stage[3] - high
    rows = [down for n in range(ROWS) if (down := top + n * high / 2) <= lowest or not n]
    left, right = stage[0] + ASIDE, stage[0] + stage[2] - ASIDE - wide
    places = [(x, down, wide, high) for x in (left, right) for down in rows]
    return places if room == stage else [*places_within(room, wide, high, EDGE), *places]
