"""What sliders are drawn with: the thumb, the bubble above it, where labels under the track stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from ..draw.tokens import CODE, LABEL, NUMBER
from .number_input import CAP
from .widget import Rect, State, has_caret

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


class Bubbled(Protocol):
    """What a bubble says of a slider, and how far it may move aside."""

    rect: Rect
    value: float
    label: str
    typed: str | None
    bipolar: bool
    margin: float
    glyph: str

    @property
    def show(self) -> Callable[[float], str]:
        """How its number is written."""

    def colour(self) -> str:
        """The hue of its number."""


def label_drop(canvas: Canvas) -> float:
    """From the track down to the baseline of the labels under its ticks."""
    return 23 + 12 * canvas.type


def draw_thumb(canvas: Canvas, x: float, y: float, radius: float, hue: str, state: State) -> None:
    """The round thumb: bigger under the pointer, smaller when held, a ring with the keyboard's focus."""
    size = radius - 2 if state.pressed else radius + 2 if state.hover else radius
    dark = canvas.look.theme.dark
    canvas.soft_disc(x, y + 3, size - 1, "shadow", 0.35, 3)
    canvas.circle(x, y, size, "thumb", None if dark else "text", 2)
    if radius > 11 and hue != "text2":
        canvas.circle(x, y, radius * 0.46, hue)
    if state.focus:
        canvas.circle(x, y, radius + 5.5, None, "focus", 3)


def draw_bubble(canvas: Canvas, slider: Bubbled, x: float, top: float, state: State) -> None:
    """Label and number in a bubble whose point is over the thumb; while typing, what is typed and a caret."""
    hue = slider.colour()
    label = f"{slider.label} " if slider.label else ""
    number = slider.show(slider.value) if slider.typed is None else slider.typed
    indent = 32 if slider.glyph else 14
    cap = max(CAP, canvas.width(state.cap, CODE) + 12) + 10 if state.cap else 0.0
    wide = canvas.width(label, LABEL) + canvas.width(number, NUMBER) + indent + 16 + cap
    left, right = slider.rect[0] - slider.margin, slider.rect[0] + slider.rect[2] + slider.margin
    x0 = max(min(left, x), min(max(right, x) - wide, x - wide / 2))
    edge = "focus" if slider.typed is not None else hue
    low = top + 32
    top = low - max(32.0, 14 + 18 * canvas.type)
    base_line = canvas.base_of((top + low) / 2)
    canvas.rect(x0, top, wide, low - top, "panel", 10, alpha=0.97)
    canvas.rect(x0 + 0.5, top + 0.5, wide - 1, low - top - 1, r=9.5, stroke=edge, width=1.5)
    canvas.polygon([(x - 8, low - 1), (x, low + 7), (x + 8, low - 1)], "panel")
    canvas.polyline([(x - 8, low - 0.5), (x, low + 7), (x + 8, low - 0.5)], edge, 1.5)
    canvas.rect(x - 7, low - 2.4, 14, 2.2, "panel")
    if slider.glyph:
        negative = slider.bipolar and slider.value < 0
        canvas.glyph("weight_negative" if negative else slider.glyph, x0 + 17, (top + low) / 2, 8)
    end = x0 + indent + canvas.rich(x0 + indent, base_line, [(label, "text", 600), (number, hue, 700, "mono")])
    if cap:
        canvas.keycap(x0 + wide - 8, (top + low) / 2 - CAP / 2 * max(1.0, canvas.type), state.cap, "end", size=CAP)
    if slider.typed is not None and has_caret(state.time):
        canvas.rect(end + 2, top + 7, 2, low - top - 13, "text")
