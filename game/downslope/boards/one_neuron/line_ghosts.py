"""The machine's tries where Pip walks along a line: ghosts from one start, the leader as Pip himself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...view.bowls.ghosts import GhostLook, draw_ghosts, start_place, tag_places
from ...view.draw.raster import Point
from ...view.widgets.widget import Rect
from ..shared.try_ghosts import FAINT, TriesSeen, TryGhost, TryGhosts

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...view.draw.canvas import Canvas

GHOST = 11.0
HEAD = 84.0  # of the line's neighbourhood, above it: there the tags stand

Place = Callable[[Sequence[float]], Point | None]  # of weights: where Pip's middle is; None: out of the picture


class LineGhosts:
    """Reads the show; where the tags stand is kept for each beat."""

    def __init__(self, attempt: Attempt) -> None:
        self.tries = TriesSeen(attempt)
        self._tags: tuple[object, list[Rect | None]] = (None, [])

    @property
    def seen(self) -> TryGhosts | None:
        """What is tried now."""
        return self.tries.now()

    def paint(self, canvas: Canvas, rect: Rect, place: Place, taken: Sequence[Rect] = ()) -> None:
        """All that are in the picture; no tag stands on what is `taken`."""
        seen = self.seen
        start = place(self.tries.attempt.shown.run.start)
        if seen is None or start is None:
            return
        told = set(seen.told)
        shown = [n for n, ghost in enumerate(seen.ghosts) if place(ghost.weights) and place(ghost.coming)]
        room = (rect[0], start[1] - HEAD * canvas.type, rect[2], HEAD * canvas.type)
        key = seen.key, seen.part >= 0.5, rect, canvas.type
        if self._tags[0] != key:
            still = [_look(place, seen.ghosts[n], round(seen.part), n in told) for n in shown]
            self._tags = key, tag_places(canvas, still, room, GHOST, [*taken, start_place(canvas, start)])
        looks = [_look(place, seen.ghosts[n], seen.part, n in told) for n in shown]
        with canvas.clip(*rect):
            draw_ghosts(canvas, looks, self._tags[1], GHOST, FAINT, start if seen.beat else None)


def _look(place: Place, ghost: TryGhost, part: float, tag: bool) -> GhostLook:
    here, to = place(ghost.weights) or (0.0, 0.0), place(ghost.coming) or (0.0, 0.0)
    spot = (here[0] + (to[0] - here[0]) * part, here[1] + (to[1] - here[1]) * part)
    return GhostLook(ghost.label if tag else "", spot, ghost.leads, ghost.faint, ghost.won)
