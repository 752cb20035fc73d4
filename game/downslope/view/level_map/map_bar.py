"""The bar over the map: its heading, and on the right how many levels are reached and how many stars are won."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.plate import draw_plate
from ..draw.text import Run
from ..draw.tokens import BODY
from ..widgets.title_bar import GAP, HIGH, TOP, TitleBar
from ..widgets.widget import Widget

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


class MapBar(TitleBar):
    """`levels`, `stars`: how many are reached and won, of how many; `after`: controls beside the heading."""

    def __init__(self, canvas: Canvas, levels: tuple[int, int], stars: tuple[int, int], back: Callable[[], None],
                 after: Sequence[Widget], controls: Sequence[Widget]) -> None:  # fmt: skip
        super().__init__(canvas, _("Level map"), back, after=after, controls=controls)
        self.levels, self.stars = levels, stars

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        end = self.end + GAP - 16
        end -= _draw_box(canvas, end, _share(*self.stars), 18, star=True) + 16
        _draw_box(canvas, end, [*_share(*self.levels), (" " + _("levels"), "text2", 600)], 16)


def _share(there: int, most: int) -> list[Run]:
    return [(str(there), "text", 700, "mono"), (f" / {most}", "text2", 600, "mono")]


def _draw_box(canvas: Canvas, end: float, runs: list[Run], size: float, star: bool = False) -> float:
    """A framed note whose right edge is at `end`; its width."""
    words = canvas.rich_width(runs, BODY.of_size(size))
    wide = words + (66 if star else 36)
    left, middle = end - wide, TOP + HIGH / 2
    draw_plate(canvas, (left, TOP, wide, HIGH), "border", 14, 1)
    if star:
        canvas.star(left + 26, middle, 11)
    canvas.rich(left + (46 if star else 18), canvas.base_of(middle, size), runs, BODY.of_size(size))
    return wide
