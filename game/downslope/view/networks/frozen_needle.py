"""A needle that can be held still: ice on its dial, the snowflake that is pressed, and the word for it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.tokens import LABEL, NUMBER, STRONG
from ..widgets.widget import Press, Rect, State

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

BADGE = 18.0
CORNER = math.radians(-48)  # where the snowflake sits on the rim, from twelve o'clock


def draw_ice(canvas: Canvas, x: float, y: float, r: float) -> None:
    """A crust over a dial of radius r, with cracks and icicles; the number in the middle stays legible."""

    def draw(sub: Canvas) -> None:
        sub.circle(x, y, r + 4, None, "ice", 7, 0.55)
        sub.circle(x, y, r + 7.5, None, "ice", 1.8)
        for turn in (20, 75, 105, 165, 196, 250, 285, 330):
            a = math.radians(turn)
            inner, outer = r * 0.72, r + 7
            bend = a + 0.16
            sub.polyline(
                [(x + outer * math.sin(a), y - outer * math.cos(a)),
                 (x + r * 0.9 * math.sin(bend), y - r * 0.9 * math.cos(bend)),
                 (x + inner * math.sin(a + 0.02), y - inner * math.cos(a + 0.02))],
                "ice", 1.6, 0.9,
            )  # fmt: skip
        for part, long in ((-0.78, 8.0), (-0.6, 11.0), (0.6, 10.0), (0.8, 8.0)):  # beside the word below
            px = x + part * r
            py = y + math.sqrt(max(0.0, (r + 6) ** 2 - (part * r) ** 2))
            sub.polygon([(px - 4, py - 2), (px + 4, py - 2), (px, py + long)], "ice", 0.85)

    canvas.keep(("ice", r), x - r - 24, y - r - 24, 2 * r + 48, 2 * r + 48, draw)


class Freezer(Press):
    """The snowflake at a dial's rim; the dial itself can be pressed too. Enter, its digit or a click turns it."""

    def __init__(self, name: str, dial: tuple[float, float, float], label: str, on_press: Callable[[], None], *,
                 key: str, quiet: Callable[[], bool]) -> None:  # fmt: skip
        x, y, r = dial
        super().__init__(name, (x - r, y - r, 2 * r, 2 * r), key=key, group="needles")
        self.label, self.on_press, self.quiet = label, on_press, quiet
        self.frozen = False
        self.tip = ""

    def show(self, frozen: bool) -> None:
        self.frozen = frozen
        self.tip = (_("Thaw {name}") if frozen else _("Freeze {name}")).format(name=self.label)

    def answers(self, name: str) -> bool:
        """Its digit answers a bet while one is asked."""
        return super().answers(name) and not self.quiet()

    @property
    def badge(self) -> tuple[float, float]:
        x, y = self.centre
        r = self.rect[2] / 2
        return x + (r + 4) * math.sin(CORNER), y - (r + 4) * math.cos(CORNER)

    def contains(self, x: float, y: float, least: float = 0.0) -> bool:
        cx, cy = self.centre
        bx, by = self.badge
        reach = max(BADGE + 3, least / 2)
        return math.hypot(x - cx, y - cy) <= self.rect[2] / 2 + 4 or math.hypot(x - bx, y - by) <= reach

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y = self.centre
        r = self.rect[2] / 2
        if self.frozen:
            draw_ice(canvas, x, y, r)
        bx, by = self.badge
        fill = canvas.mix("raised", "ice", 0.55 if self.frozen else 0.25 if state.hover else 0.0)
        size = BADGE - (1.5 if state.pressed else 0)
        canvas.circle(bx, by, size, fill)
        canvas.circle(bx, by, size, None, "ice" if self.frozen or state.hover else "border2", 2)
        canvas.icon("snow", bx - 11, by - 11, 22, "text")
        if state.focus:
            canvas.circle(x, y, r + 14, None, "focus", 3)


def draw_held(canvas: Canvas, x: float, y: float, frozen: bool, cap: str) -> Rect:
    """Under a dial, its top at y: that the needle is frozen, or which key freezes it."""
    label = _("frozen") if frozen else _("free")
    wide = canvas.width(label, STRONG) + 44
    high = 8 + 18 * canvas.type
    canvas.rect(x - wide / 2, y, wide, high, "raised", 9)
    base = canvas.base_of(y + high / 2)
    if frozen:
        canvas.icon("snow", x - wide / 2 + 9, y + high / 2 - 9, 18)
    else:
        canvas.text(x - wide / 2 + 18, base, cap, NUMBER, "text2", "middle")
    canvas.text(x - wide / 2 + 34, base, label, STRONG if frozen else LABEL, "text")
    return (x - wide / 2, y, wide, high)
