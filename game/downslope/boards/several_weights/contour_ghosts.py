"""The machine's tries on the map of two weights: ghosts from one start, the leader as Pip himself."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from ...view.bowls.ghosts import GhostLook, draw_ghosts, start_place
from ...view.draw.raster import Point
from ...view.widgets.widget import Rect
from ..shared.ghost_stage import GhostStage, gliding
from ..shared.try_ghosts import FAINT, TryGhost, TryGhosts

if TYPE_CHECKING:
    from ...view.bowls.contours import Window
    from ...view.draw.canvas import Canvas

GHOST, CROWDED = 10.0, 8.0  # radius; where they are many
MANY = 40
FAR = 3000.0  # design pixels: what of the leader's way lies beyond is not drawn


class ContourGhosts(GhostStage):
    """They glide over the map; the leader's way is dotted."""

    weights = 2

    def paint(self, canvas: Canvas, window: Window, seen: TryGhosts, room: Rect, taken: list[Rect]) -> None:
        """All that are in the picture; `room`: where a tag may stand, `taken`: but not there."""
        r = CROWDED if len(seen.ghosts) > MANY else GHOST
        told = set(seen.told)

        def looks(part: float) -> list[GhostLook]:
            return [_look(window, ghost, part, number in told) for number, ghost in enumerate(seen.ghosts)]

        stone, now = _spot(window, self.start), looks(seen.part)
        tags = self.tags(canvas, (seen.key, window), lambda: looks(0.0), room, r, [*taken, start_place(canvas, stone)])
        shown = [n for n, ghost in enumerate(seen.ghosts) if window.fits(ghost.weights, r)]
        with canvas.clip(*window.rect):
            self._paint_way(canvas, window, seen)
            draw_ghosts(canvas, [now[n] for n in shown], [tags[n] for n in shown], r, FAINT,
                        stone if seen.beat else None)  # fmt: skip

    def _paint_way(self, canvas: Canvas, window: Window, seen: TryGhosts) -> None:
        """The way of the one that leads, as dots."""
        lead = next((ghost for ghost in seen.ghosts if ghost.leads), None)
        spots = [_spot(window, weights) for weights in lead.way] if lead is not None else []
        near = list(takewhile(lambda spot: max(abs(spot[0]), abs(spot[1])) < FAR, spots))
        if len(near) > 1:
            canvas.polyline(near, "text", 3, 0.7, (1, 8))


def _look(window: Window, ghost: TryGhost, part: float, tag: bool) -> GhostLook:
    return gliding(ghost, _spot(window, ghost.weights), _spot(window, ghost.coming), part, tag)


def _spot(window: Window, weights: tuple[float, ...]) -> Point:
    return window.at((weights[0], weights[1]))
