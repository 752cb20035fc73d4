"""A dial for one number: alpha on a round knob, from -135 to +135 degrees, usually logarithmic."""

from __future__ import annotations

from math import atan2, cos, degrees, dist, radians, sin
from typing import Unpack

from ...i18n import N_
from ..draw.canvas import Canvas
from ..draw.tokens import DIAL_NUMBER, NUMBER
from ..format.numbers import number
from .number_input import NumberInput, NumberOptions
from .widget import Act, Rect, State, has_caret

TURN = 135.0  # degrees from 12 o'clock to either end


class Dial(NumberInput):
    """The rect is a square around the dial. Up and down turn it; left and right are for walking between dials.

    While a number is typed, that stands in its middle, too.
    """

    role = N_("dial")
    ways: tuple[str, ...] = ("down", "up")

    @property
    def radius(self) -> float:
        return min(self.rect[2], self.rect[3]) / 2

    def angle(self, value: float) -> float:
        """Degrees from 12 o'clock, clockwise positive."""
        return (2 * self.part_of(value) - 1) * TURN

    def value_at(self, x: float, y: float) -> float:
        across, along = x - self.centre[0], y - self.centre[1]
        place = (degrees(atan2(across, -along)) / TURN + 1) / 2
        return self.value_of(place)

    def _drag(self, intent: Act) -> None:
        before, after = self.part_of(self.value), self.part_of(self.value_at(intent.x, intent.y))
        in_middle = dist((intent.x, intent.y), self.centre) < self.radius * 0.45
        # It would carry the value from one end over the gap to the other, or is too near the middle
        if intent.name == "move" and (abs(after - before) > 0.6 or in_middle):
            return
        if intent.name == "press" and in_middle:
            self._before_drag = self.value  # a click on the sign focuses and turns nothing
            return
        super()._drag(intent)

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y = self.centre
        radius = self.radius
        ring = radius - 4
        canvas.blurred_disc(x, y + 4, radius, "shadow", canvas.look.theme.node_shadow, 4)
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
        text, size = ("α", 26.0) if self.typed is None else (self.typed, 16.0)
        x, y = self.centre
        canvas.text(x, y + size * 0.38 * canvas.type, text, NUMBER.with_size(size), colour, "middle")


def point(x: float, y: float, radius: float, angle: float) -> tuple[float, float]:
    """The point at `angle` degrees from 12 o'clock, clockwise."""
    return x + radius * sin(radians(angle)), y - radius * cos(radians(angle))


def arc(x: float, y: float, radius: float, start: float, end: float) -> str:
    """SVG path of an arc from one angle to a larger one, in degrees from 12 o'clock."""
    x1, y1 = point(x, y, radius, start)
    x2, y2 = point(x, y, radius, end)
    large = 1 if end - start > 180 else 0
    return f"M{x1:.2f} {y1:.2f}A{radius:.2f} {radius:.2f} 0 {large} 1 {x2:.2f} {y2:.2f}"


# ---------------------------------------------------------------------------------------------------------------------
# A weight as a large round knob: 270 degrees from its lowest to its highest notch, its number inside.


RING = 13.0


class WeightDial(Dial):
    """The rect is a square around the knob; all four arrows turn it. `digits` decimals stand in its middle.

    tried   (weight, whether it was right: 0) of each that was tried: they stand around it
    """

    ways: tuple[str, ...] = ("left", "right", "down", "up")
    tried: tuple[tuple[float, int], ...] = ()

    def __init__(
        self, name: str, rect: Rect, value: float, low: float, high: float, *, digits: int = 2,
        **options: Unpack[NumberOptions],
    ) -> None:  # fmt: skip
        super().__init__(name, rect, value, low, high, **options)
        self.digits = digits
        self.by = ""  # name of the last intent: a drag, a key, the wheel

    def act(self, intent: Act) -> bool:
        self.by = intent.name
        return super().act(intent)

    def colour(self) -> str:
        return "weight_negative" if self.value < 0 else "weight"

    def place_of(self, value: float, beyond: float) -> tuple[float, float]:
        """The point so far outside it at which a weight stands."""
        return point(*self.centre, self.radius + beyond, self.angle(value))

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y = self.centre
        radius, ring = self.radius, self.radius - 9
        canvas.blurred_disc(x, y + 6, radius, "shadow", 0.45 if canvas.theme.dark else 0.2, 8)
        canvas.circle(x, y, radius, "raised_hi" if state.hover or state.pressed else "raised")
        canvas.path(arc(x, y, ring, -TURN, TURN), None, "well" if canvas.theme.dark else "border", RING)
        here, zero = self.angle(self.value), self.angle(min(self.high, max(self.low, 0.0)))
        if abs(here - zero) > 0.4:
            canvas.path(arc(x, y, ring, min(zero, here), max(zero, here)), None, self.colour(), RING)
        if self.low < 0 < self.high:
            canvas.line(*self.place_of(0.0, 1.0), *self.place_of(0.0, 10.0), "text2", 2.4)
        for weight, way in self.tried:
            canvas.circle(*self.place_of(weight, 14.0), 5, "error" if way else "goal")
        canvas.circle(*point(x, y, ring, here), 10, "thumb", self.colour(), 3.5)
        label = number(self.value, self.digits) if self.typed is None else self.typed
        room = 2 * (radius - RING - 14)
        size = DIAL_NUMBER.size * min(1.0, room / max(1.0, canvas.width(label, DIAL_NUMBER)))
        width = canvas.text_vcenter(x, y, label, DIAL_NUMBER.with_size(size), self.colour(), "middle")
        if self.typed is not None and has_caret(canvas, state.time):
            canvas.rect(x + width / 2 + 3, y - size * 0.45, 2.5, size * 0.9, "text")
        if state.focus:
            canvas.circle(x, y, radius + 3.5, None, "focus", 3)
        self.draw_keycap(canvas, state)
