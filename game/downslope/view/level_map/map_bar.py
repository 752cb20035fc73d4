"""The bar over the map: its heading, and on the right how many levels are reached and how many stars are won."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ...i18n import _
from ..draw.text import Run
from ..draw.tokens import BODY, TITLE

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

HIGH = 48.0


class Count(Protocol):
    """What is counted; the scene's `journey.Count` is it."""

    @property
    def reached(self) -> int: ...
    @property
    def levels(self) -> int: ...
    @property
    def stars(self) -> int: ...
    @property
    def most(self) -> int: ...


def draw_bar(canvas: Canvas, count: Count) -> None:
    canvas.text(88, 34 + 8.6 * canvas.type, _("Level map"), TITLE, "text")
    end = canvas.w - 24 - 48 - 16
    number = str(count.stars)
    stars: list[Run] = [(number, "text", 700, "mono"), (f" / {count.most}", "text2", 600, "mono")]
    end -= _box(canvas, end, stars, 18, star=True) + 16
    levels: list[Run] = [(str(count.reached), "text", 700, "mono"), (f" / {count.levels}", "text2", 600, "mono")]
    levels.append((" " + _("levels"), "text2", 600))
    _box(canvas, end, levels, 16)


def _box(canvas: Canvas, end: float, runs: list[Run], size: float, star: bool = False) -> float:
    """A framed note whose right edge is at `end`; its width."""
    words = canvas.rich_width(runs, BODY.sized(size))
    wide = words + (66 if star else 36)
    left = end - wide
    canvas.rect(left, 10, wide, HIGH, "panel", 14)
    canvas.rect(left + 0.5, 10.5, wide - 1, HIGH - 1, None, 13.5, "border", 1)
    if star:
        canvas.star(left + 26, 34, 11)
    canvas.rich(left + (46 if star else 18), 34 + size * 0.36 * canvas.type, runs, BODY.sized(size))
    return wide
