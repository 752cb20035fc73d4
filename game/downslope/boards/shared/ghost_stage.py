"""The machine's tries on one picture: what all such pictures have, wherever their ghosts walk."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING

from ...view.bowls.ghosts import GhostLook, tag_places
from ...view.draw.raster import Point
from ...view.widgets.widget import Rect
from .try_ghosts import TriesSeen, TryGhost, TryGhosts

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...view.draw.canvas import Canvas


class GhostStage:
    """Reads the show. `weights`: of how many weights the picture is; None: of any number."""

    weights: int | None = None

    def __init__(self, attempt: Attempt) -> None:
        self.tries = TriesSeen(attempt)
        self._tags: tuple[Hashable, list[Rect | None]] = (None, [])

    @property
    def seen(self) -> TryGhosts | None:
        """What is tried now."""
        found = self.tries.now()
        fits = found is not None and self.weights in (None, len(found.ghosts[0].weights))
        return found if fits else None

    @property
    def start(self) -> tuple[float, ...]:
        """The weights from which all of them set out."""
        return tuple(self.tries.attempt.shown.run.start)

    def tags(self, canvas: Canvas, key: Hashable, looks: Callable[[], Sequence[GhostLook]], room: Rect, r: float,
             taken: Sequence[Rect]) -> list[Rect | None]:  # fmt: skip
        """Where the tags found room: worked out once for a key, so that they do not move on their way to a beat."""
        key = (key, room, canvas.type, tuple(taken))
        if self._tags[0] != key:
            self._tags = key, tag_places(canvas, looks(), room, r, taken)
        return self._tags[1]


def gliding(ghost: TryGhost, here: Point, to: Point, part: float, tag: bool) -> GhostLook:
    """A ghost so far on its straight way to the next beat."""
    spot = (here[0] + (to[0] - here[0]) * part, here[1] + (to[1] - here[1]) * part)
    return GhostLook(ghost.label if tag else "", spot, ghost.leads, ghost.faint, ghost.won)
