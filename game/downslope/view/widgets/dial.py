"""A dial for one number: alpha on a round knob, from -135 to +135 degrees, usually logarithmic."""

from __future__ import annotations

from math import atan2, cos, degrees, radians, sin
from typing import TYPE_CHECKING, Unpack

from ...i18n import N_
from ..draw.tokens import NUMBER
from .number_input import NumberInput, NumberOptions
from .widget import Act, Rect, State

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

TURN = 135.0  # degrees from 12 o'clock to either end


class Dial(NumberInput):
    """The rect is a square around the dial. Up and down turn it; left and right are for walking between dials.

    sign   what stands in its middle;  while a number is typed, that is shown instead (a Field beside it shows it too)
    """

    role = N_("dial")
    ways: tuple[str, ...] = ("down", "up")

    def __init__(
        self,
        name: str,
        rect: Rect,
        value: float,
        low: float,
        high: float,
        *,
        sign: str = "α",
        **options: Unpack[NumberOptions],
    ) -> None:
        super().__init__(name, rect, value, low, high, **options)
        self.sign = sign
        self._from = 0.0  # place under the pointer a moment ago: the dial does not jump across the gap below

    @property
    def radius(self) -> float:
        return min(self.rect[2], self.rect[3]) / 2

    def angle(self, value: float) -> float:
        """Degrees from 12 o'clock, clockwise positive."""
        return (2 * self.scale.place(value) - 1) * TURN

    def value_at(self, x: float, y: float) -> float:
        across, along = x - self.centre[0], y - self.centre[1]
        place = (degrees(atan2(across, -along)) / TURN + 1) / 2
        return self.scale.value(place)

    def _drag(self, intent: Act) -> None:
        if intent.name == "move" and self._jumps(intent.x, intent.y):
            return
        if intent.name == "press" and self._near_middle(intent.x, intent.y):
            self._before_drag = self.value  # a click on the sign focuses and turns nothing
            return
        super()._drag(intent)

    def _near_middle(self, x: float, y: float) -> bool:
        across, along = x - self.centre[0], y - self.centre[1]
        return across * across + along * along < (self.radius * 0.45) ** 2

    def _jumps(self, x: float, y: float) -> bool:
        """Would the pointer carry the value from one end over the gap to the other, or is it too near the middle?"""
        before, after = self.scale.place(self.value), self.scale.place(self.value_at(x, y))
        return abs(after - before) > 0.6 or self._near_middle(x, y)

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y = self.centre
        radius = self.radius
        ring = radius - 4
        canvas.soft_disc(x, y + 4, radius, "shadow", canvas.look.theme.node_shadow, 4)
        canvas.circle(x, y, radius, "raised_hi" if state.hover or state.pressed else "raised")
        dark = canvas.look.theme.dark
        canvas.path(arc(x, y, ring, -TURN, TURN), None, "well" if dark else "border", 7)
        if not self.enabled:
            canvas.circle(x, y, radius, None, "border", 1.5, dash=(5, 5))
            self._draw_sign(canvas, "text3")
            return
        angle = self.angle(self.value)
        if angle > -TURN + 0.5:
            canvas.path(arc(x, y, ring, -TURN, angle), None, self.hue, 7)
        knob_x, knob_y = point(x, y, ring, angle)
        canvas.circle(knob_x, knob_y, 5.5, "thumb", self.hue, 2.5)
        self._draw_sign(canvas, self.hue)
        if state.focus:
            canvas.circle(x, y, radius + 5.5, None, "focus", 3)

    def _draw_sign(self, canvas: Canvas, colour: str) -> None:
        text, size = (self.sign, 26.0) if self.typed is None else (self.typed, 16.0)
        x, y = self.centre
        canvas.text(x, y + size * 0.38 * canvas.type, text, NUMBER.of_size(size), colour, "middle")


def point(x: float, y: float, radius: float, angle: float) -> tuple[float, float]:
    """The point at `angle` degrees from 12 o'clock, clockwise."""
    return x + radius * sin(radians(angle)), y - radius * cos(radians(angle))


def arc(x: float, y: float, radius: float, start: float, end: float) -> str:
    """SVG path of an arc from one angle to a larger one, in degrees from 12 o'clock."""
    x1, y1 = point(x, y, radius, start)
    x2, y2 = point(x, y, radius, end)
    large = 1 if end - start > 180 else 0
    return f"M{x1:.2f} {y1:.2f}A{radius:.2f} {radius:.2f} 0 {large} 1 {x2:.2f} {y2:.2f}"
