"""The machine's tries on the map of two weights: ghosts from one start, the leader as Pip himself."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from ...view.bowls.ghosts import GhostLook, draw_ghosts, start_place, tag_places
from ...view.draw.raster import Point
from ...view.widgets.widget import Rect
from ..shared.try_ghosts import FAINT, TriesSeen, TryGhost, TryGhosts

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...view.bowls.contours import Window
    from ...view.draw.canvas import Canvas

GHOST, CROWDED = 10.0, 8.0  # radius; where they are many
MANY = 40
FAR = 3000.0  # design pixels: what of the leader's way lies beyond is not drawn


class ContourGhosts:
    """Reads the show; where the tags stand is kept for each beat."""

    def __init__(self, attempt: Attempt) -> None:
        self.tries = TriesSeen(attempt)
        self._tags: tuple[object, list[Rect | None]] = (None, [])

    @property
    def seen(self) -> TryGhosts | None:
        """What is tried now, by two weights."""
        found = self.tries.now()
        return found if found is not None and len(found.ghosts[0].weights) == 2 else None

    def paint(self, canvas: Canvas, window: Window, seen: TryGhosts, room: Rect, taken: list[Rect]) -> None:
        """All that are in the picture; `room`: where a tag may stand, `taken`: but not there."""
        r = CROWDED if len(seen.ghosts) > MANY else GHOST
        told = set(seen.told)
        looks = [self._look(window, ghost, seen.part, number in told) for number, ghost in enumerate(seen.ghosts)]
        start = self.tries.attempt.shown.run.start
        stone = window.at((start[0], start[1]))
        taken = [*taken, start_place(canvas, stone)]
        key = seen.key, window, room, canvas.type, tuple(taken)
        if self._tags[0] != key:
            still = [self._look(window, ghost, 0.0, number in told) for number, ghost in enumerate(seen.ghosts)]
            self._tags = key, tag_places(canvas, still, room, r, taken)
        shown = [n for n, ghost in enumerate(seen.ghosts) if window.fits(ghost.weights, r)]
        with canvas.clip(*window.rect):
            self._paint_way(canvas, window, seen)
            tags = self._tags[1]
            draw_ghosts(canvas, [looks[n] for n in shown], [tags[n] for n in shown], r, FAINT,
                        stone if seen.beat else None)  # fmt: skip

    def _paint_way(self, canvas: Canvas, window: Window, seen: TryGhosts) -> None:
        """The way of the one that leads, as dots."""
        lead = next((ghost for ghost in seen.ghosts if ghost.leads), None)
        spots = [_spot(window, weights) for weights in lead.way] if lead is not None else []
        near = list(takewhile(lambda spot: max(abs(spot[0]), abs(spot[1])) < FAR, spots))
        if len(near) > 1:
            canvas.polyline(near, "text", 3, 0.7, (1, 8))

    @staticmethod
    def _look(window: Window, ghost: TryGhost, part: float, tag: bool) -> GhostLook:
        here, to = _spot(window, ghost.weights), _spot(window, ghost.coming)
        spot = (here[0] + (to[0] - here[0]) * part, here[1] + (to[1] - here[1]) * part)
        return GhostLook(ghost.label if tag else "", spot, ghost.leads, ghost.faint, ghost.won)


def _spot(window: Window, weights: tuple[float, ...]) -> Point:
    return window.at((weights[0], weights[1]))
