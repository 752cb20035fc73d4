"""The machine's tries where Pip walks along a line: ghosts from one start, the leader as Pip himself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...view.bowls.ghosts import GhostLook, draw_ghosts, start_place
from ...view.draw.raster import Point
from ...view.widgets.widget import Rect
from ..shared.ghost_stage import GhostStage, gliding
from ..shared.try_ghosts import FAINT, TryGhosts

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas

GHOST = 11.0
HEAD = 84.0  # of the line's neighbourhood, above it: there the tags stand

Place = Callable[[Sequence[float]], Point | None]  # of weights: where Pip's middle is; None: out of the picture


class LineGhosts(GhostStage):
    """They glide along it; of a level with several weights the line is of all of them."""

    _ways: tuple[object, list[tuple[int, Point, Point]]] | None = None

    def paint(self, canvas: Canvas, rect: Rect, place: Place, taken: Sequence[Rect] = ()) -> None:
        """All that are in the picture; no tag stands on what is `taken`."""
        seen = self.seen
        start = place(self.start)
        if seen is None or start is None:
            return
        told, ways = set(seen.told), self._ways_of(seen, rect, place)
        room = (rect[0], start[1] - HEAD * canvas.type, rect[2], HEAD * canvas.type)

        def looks(part: float) -> list[GhostLook]:
            return [gliding(seen.ghosts[n], here, to, part, n in told) for n, here, to in ways]

        near = round(seen.part)
        tags = self.tags(canvas, (seen.key, near), lambda: looks(near), room, GHOST,
                         [*taken, start_place(canvas, start)])  # fmt: skip
        with canvas.clip(*rect):
            draw_ghosts(canvas, looks(seen.part), tags, GHOST, FAINT, start if seen.beat else None)

    def _ways_of(self, seen: TryGhosts, rect: Rect, place: Place) -> list[tuple[int, Point, Point]]:
        """Of those that are in the picture: the number, where it is and where it goes. Worked out once for a beat."""
        key = seen.ghosts, rect
        if self._ways is None or self._ways[0] != key:
            ways = [(n, place(ghost.weights), place(ghost.coming)) for n, ghost in enumerate(seen.ghosts)]
            self._ways = key, [(n, here, to) for n, here, to in ways if here is not None and to is not None]
        return self._ways[1]
