"""A cell of a stencil: its number, and under it the few values it can have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...i18n import N_, _
from ..draw.plate import draw_edge
from ..draw.theme import weight_hue
from ..draw.tokens import NUMBER
from ..format.numbers import MINUS, short
from ..widgets.widget import Act, Rect, State, Widget
from .kernel_grid import cell_text

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

HALF = 0.5  # part of a cell's height that its number may be
PITCH = 26.0  # between the values under the number
KEYS = {"-": -1.0, MINUS: -1.0, "0": 0.0, "+": 1.0, "1": 1.0}


class StencilCell(Widget):
    """`changed`: it is not what it was at the last look. Pressing takes the next value, or the one that is hit.

    Shift and an arrow: `on_shift` is told the direction.
    """

    turned = True
    role = N_("cell")
    label = ""  # its row and column

    def __init__(self, name: str, rect: Rect, values: Sequence[float], on_value: Callable[[float], None],
                 on_shift: Callable[[str], None]) -> None:  # fmt: skip
        super().__init__(name, rect, group="stencil")
        self.values, self.on_value, self.on_shift = sorted(values), on_value, on_shift
        self.value = 0.0
        self.changed = False

    def accessible_value(self) -> str:
        told = short(self.value)
        return _("{value}, new since the last look").format(value=told) if self.changed else told

    @property
    def row(self) -> float:
        """y of the values."""
        return self.rect[1] + 0.79 * self.rect[3]

    def spot(self, index: int) -> float:
        """x of a value."""
        return self.centre[0] + (index - (len(self.values) - 1) / 2) * PITCH

    def takes(self, text: str) -> bool:
        return KEYS.get(text) in self.values

    def hears(self) -> tuple[str, ...]:
        return ("accept",)

    def act(self, intent: Act) -> bool:
        if intent.name == "text" and self.takes(intent.text):
            self._take(KEYS[intent.text])
        elif intent.name in ("left", "right", "up", "down") and intent.big:
            self.on_shift(intent.name)
        elif intent.name == "accept":
            self._next()
        elif intent.name == "wheel":
            here = self.values.index(self.value) + (1 if intent.value > 0 else -1)
            self._take(self.values[min(len(self.values) - 1, max(0, here))])
        elif intent.name == "press":
            self._pressed(intent.x, intent.y)
        else:
            return intent.name in ("move", "release")
        return True

    def _pressed(self, x: float, y: float) -> None:
        nearest = min(range(len(self.values)), key=lambda i: abs(self.spot(i) - x))
        if abs(y - self.row) < 16 and abs(self.spot(nearest) - x) < PITCH / 2 + 4:
            self._take(self.values[nearest])
        else:
            self._next()

    def _next(self) -> None:
        self._take(self.values[(self.values.index(self.value) + 1) % len(self.values)])

    def _take(self, value: float) -> None:
        if value != self.value:
            self.value = value
            self.feedback("turn", self.values.index(value) / max(1, len(self.values) - 1))
            self.on_value(value)

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        key = ("stencil cell", w, h, self.value, self.changed, state.hover, tuple(self.values), x % 1, y % 1)
        canvas.keep(key, x, y, w, h, self._draw)
        if state.focus:
            canvas.focus(x, y, w, h, 12)

    def _draw(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        hue = weight_hue(self.value)
        ink = hue if self.value else "text2"
        fill = canvas.mix("well", hue, 0.06 + 0.12 * min(1.0, abs(self.value)))
        canvas.rect(x, y, w, h, fill, 12)
        edge, wide = (ink, 1.5) if self.value else ("border", 1)
        draw_edge(canvas, self.rect, edge, 12, wide, alpha=0.6 if self.value else 1)
        size = min(34.0, 0.33 * h, HALF * h / canvas.type)
        middle = self.centre[0]
        on_fill = canvas.readable(ink, fill)
        canvas.text(middle, y + 0.52 * h, cell_text(self.value), NUMBER.of_size(size), on_fill, "middle")
        for i, value in enumerate(self.values):
            spot = self.spot(i)
            if i + 1 < len(self.values):
                canvas.line(spot + 9, self.row, spot + PITCH - 9, self.row, "border2", 1.6)
            if value == self.value:
                canvas.circle(spot, self.row, 7, "prim")
                canvas.circle(spot, self.row, 3.4, hue if value else "text3")
            else:
                canvas.circle(spot, self.row, 3, "border2")
        if self.changed:
            canvas.circle(x + w - 13, y + 13, 4.5, "text")
