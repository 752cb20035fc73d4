"""The machine's tries in the bowl: ghosts that hop side by side from one start, the leader as Pip himself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...view.bowls import bowl_walk
from ...view.bowls.ghosts import GhostLook, draw_ghosts, start_place
from ...view.draw.raster import Point
from ...view.widgets.widget import Rect
from ..shared.ghost_stage import GhostStage
from ..shared.try_ghosts import FAINT, TryGhost, TryGhosts

if TYPE_CHECKING:
    from ...view.bowls.error_bowl import Bowl
    from ...view.draw.canvas import Canvas

GHOST = 11.0
HEAD = 62.0  # height at 100 % of the words in the sky


class BowlGhosts(GhostStage):
    """They hop; where they came from is dotted."""

    weights = 1

    def paint(self, canvas: Canvas, bowl: Bowl, seen: TryGhosts) -> None:
        """All of them, and the stone at their start."""
        flags = [(bowl.X(flag) - 6, bowl.height(flag) - 50, 44.0, 50.0) for flag in bowl.flags]
        start = bowl.seat(self.start[0], bowl_walk.STONE)
        flags.append(start_place(canvas, start))
        looks = [self._look(bowl, ghost, seen.part) for ghost in seen.ghosts]
        tags = self._placed(canvas, bowl, seen, flags, seen.part >= 0.5)
        with canvas.clip(*bowl.rect[:3], bowl.sky):
            self._paint_hops(canvas, bowl, seen)
            draw_ghosts(canvas, looks, tags, GHOST, FAINT, start if seen.beat else None)

    def _paint_hops(self, canvas: Canvas, bowl: Bowl, seen: TryGhosts) -> None:
        """The hops that led here, as dots; drawn once a beat."""
        hops = [
            (bowl_walk.points_of(bowl_walk.hop(bowl, ghost.before[0], ghost.weights[0], GHOST)), ghost.leads)
            for ghost in seen.ghosts
            if seen.beat and not ghost.faint and ghost.before != ghost.weights
        ]
        if hops:
            x, y, w, _h = bowl.rect
            top = max(y, min(spot[1] for points, _leads in hops for spot in points) - 4)
            key = ("hops", seen.key, bowl.rect, bowl.sky, bowl.zoom)
            canvas.keep(key, x, top, w, y + bowl.sky - top, lambda sub: _draw_hops(sub, hops))

    def _look(self, bowl: Bowl, ghost: TryGhost, part: float) -> GhostLook:
        spot: Point = bowl.seat(ghost.weights[0], GHOST)
        if part and ghost.coming != ghost.weights:
            spot = bowl_walk.along(bowl_walk.hop(bowl, ghost.weights[0], ghost.coming[0], GHOST), part)
        return GhostLook(ghost.label, spot, ghost.leads, ghost.faint, ghost.won)

    def _placed(self, canvas: Canvas, bowl: Bowl, seen: TryGhosts, flags: list[Rect],
                coming: bool) -> list[Rect | None]:  # fmt: skip
        """Where the tags find room at this beat; `coming`: at the next one."""
        x, y, w, _h = bowl.rect
        head, told = HEAD * canvas.type, set(seen.told)

        def looks() -> list[GhostLook]:
            return [
                GhostLook(ghost.label if number in told else "",
                          bowl.seat((ghost.coming if coming else ghost.weights)[0], GHOST), ghost.leads, ghost.faint)
                for number, ghost in enumerate(seen.ghosts)
            ]  # fmt: skip

        return self.tags(canvas, (seen.key, coming), looks, (x, y + head, w, bowl.sky - head), GHOST, flags)


def _draw_hops(canvas: Canvas, hops: list[tuple[list[Point], bool]]) -> None:
    for points, leads in hops:
        canvas.polyline(points, "text2", 3, 0.8 if leads else 0.4, (1, 11))
