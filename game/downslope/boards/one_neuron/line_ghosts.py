"""The machine's tries where Pip walks along a line: ghosts from one start, the leader as Pip himself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...view.bowls.ghosts import GhostLook, draw_ghosts, start_place
from ...view.draw.raster import Point
from ...view.widgets.widget import Rect
from ..shared.ghost_stage import GhostStage, gliding
from ..shared.try_ghosts import FAINT, TryGhost

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas

GHOST = 11.0
HEAD = 84.0  # of the line's neighbourhood, above it: there the tags stand

Place = Callable[[Sequence[float]], Point | None]  # of weights: where Pip's middle is; None: out of the picture


class LineGhosts(GhostStage):
    """They glide along it; of a level with several weights the line is of all of them."""

    def paint(self, canvas: Canvas, rect: Rect, place: Place, taken: Sequence[Rect] = ()) -> None:
        """All that are in the picture; no tag stands on what is `taken`."""
        seen = self.seen
        start = place(self.start)
        if seen is None or start is None:
            return
        told = set(seen.told)
        shown = [n for n, ghost in enumerate(seen.ghosts) if place(ghost.weights) and place(ghost.coming)]
        room = (rect[0], start[1] - HEAD * canvas.type, rect[2], HEAD * canvas.type)

        def looks(part: float) -> list[GhostLook]:
            return [_look(place, seen.ghosts[n], part, n in told) for n in shown]

        near = round(seen.part)
        tags = self.tags(canvas, (seen.key, near), lambda: looks(near), room, GHOST,
                         [*taken, start_place(canvas, start)])  # fmt: skip
        with canvas.clip(*rect):
            draw_ghosts(canvas, looks(seen.part), tags, GHOST, FAINT, start if seen.beat else None)


def _look(place: Place, ghost: TryGhost, part: float, tag: bool) -> GhostLook:
    here, to = place(ghost.weights) or (0.0, 0.0), place(ghost.coming) or (0.0, 0.0)
    return gliding(ghost, here, to, part, tag)
