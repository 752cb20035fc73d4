"""A strip of the story's world under the fog: what the weight does, as far as the level lets it be seen.

    strip.paint(canvas, rect, bowl.X, state)

What is probed stands at its weight on the axis of the picture above; other things have places of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..draw.tokens import LABEL, NUMBER
from ..format.numbers import number
from .scene_strip import Place, Rect, draw_ground

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

PLATE = 22.0  # height of a number's plate


class ProbeState(NamedTuple):
    """Of each example its name, prediction and goal, None where that is not to be seen.

    weight    where the knob stands                probed      weights that were looked at
    found     weight of the goal, once it is seen  uncovered   0..1 of what was hidden
    words     it has words: not in a thumbnail     numbers    and predictions may be read
    """

    weight: float
    labels: tuple[str, ...]
    predictions: tuple[float | None, ...]
    goals: tuple[float | None, ...]
    probed: tuple[float, ...] = ()
    found: float | None = None
    uncovered: float = 0.0
    words: bool = True
    numbers: bool = True


class ProbeStrip:
    """Bare earth; `draw_moving` draws what stands on it."""

    def draw_still(self, canvas: Canvas, rect: Rect) -> None:
        """What is always the same."""
        draw_ground(canvas, rect)

    def draw_moving(self, canvas: Canvas, rect: Rect, place: Place, state: ProbeState) -> None:
        """What follows the weight and the looks."""
        raise NotImplementedError

    def paint(self, canvas: Canvas, rect: Rect, place: Place, state: ProbeState) -> None:
        """All of it."""
        canvas.keep((type(self).__name__, rect), *rect, lambda sub: self.draw_still(sub, rect))
        with canvas.clip(*rect):
            self.draw_moving(canvas, rect, place, state)


def places_across(rect: Rect, count: int) -> list[float]:
    """Middles of so many things that share the strip."""
    x, _y, w, _h = rect
    return [x + w * (i + 0.5) / count for i in range(count)]


def draw_value(canvas: Canvas, x: float, y: float, value: float) -> None:
    """A prediction on a small plate that begins at x, its middle at y."""
    text = number(value)
    high = PLATE * max(1.0, canvas.type)
    canvas.rect(x, y - high / 2, canvas.width(text, NUMBER) + 12, high, "panel", 7, alpha=0.92)
    canvas.mid_text(x + 6, y, text, NUMBER, "prediction")


def draw_label(canvas: Canvas, x: float, y: float, text: str, room: float) -> None:
    """The name of a thing, its right end at x, smaller where `room` asks for it, else left out."""
    style, told = canvas.shrink(text, room, LABEL)
    if told == text:
        canvas.mid_text(x, y, text, style, "ground_text", "end")
