"""The neurons of a network as a control: one is pointed at, focused or chosen, and its card tells how it comes about.

Up and down go within a layer, left and right from layer to layer. A click, or Enter, chooses one for good.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import N_
from ..widgets.widget import Act, State, Widget
from .answer_pictures import draw_number
from .answers import CORNER, LOW

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from .net_layout import NetPlan

Neuron = tuple[int, int]  # layer, number in it
STEPS = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


class NeuronControl(Widget):
    """`chosen`: where the keyboard is. `hovered`: under the pointer. on_choose(neuron): for good, None: no longer."""

    lasting = ("chosen", "_pressed")
    role = N_("neuron")

    def __init__(self, at: NetPlan, on_choose: Callable[[Neuron], object], chosen: Neuron | None = None) -> None:
        places = [at.box(layer, k) for layer in range(1, len(at.xs)) for k in range(len(at.ys[layer]))]
        left, top = min(p[0] for p in places), min(p[1] for p in places)
        right, low = max(p[0] + p[2] for p in places), max(p[1] + p[3] for p in places)
        super().__init__("neurons", (left, top, right - left, low - top))
        self.at, self.on_choose = at, on_choose
        self.chosen = chosen if chosen is not None and self._there(chosen) else None
        self.hovered: Neuron | None = None
        self.label = ""  # the picture of the one that is told, as a sentence
        self._pressed: Neuron | None = None

    def _there(self, neuron: Neuron) -> bool:
        layer, number = neuron
        return 0 < layer < len(self.at.ys) and 0 <= number < len(self.at.ys[layer])

    def contains(self, x: float, y: float, least: float = 0.0) -> bool:
        """Only on a neuron: between them are the wires."""
        return self.at.hit(x, y) is not None

    def hears(self) -> tuple[str, ...]:
        return (*STEPS, "home", "end", "accept")

    def act(self, intent: Act) -> bool:
        name = intent.name
        if name == "press":
            self._pressed = self.at.hit(intent.x, intent.y)
            return True
        if name == "release":
            if self._pressed is not None and self.at.hit(intent.x, intent.y) == self._pressed:
                self._choose(self._pressed)
            return True
        if name not in self.hears():
            return False
        here = self.chosen or (1, 0)
        if name == "accept":
            self._choose(here)
        elif name in ("home", "end"):
            last = len(self.at.ys) - 1
            self.chosen = (1, 0) if name == "home" else (last, len(self.at.ys[last]) - 1)
        else:
            self.chosen = self._beside(here, *STEPS[name])
        return True

    def _choose(self, neuron: Neuron) -> None:
        self.feedback("press")
        self.chosen = neuron
        self.on_choose(neuron)

    def _beside(self, here: Neuron, layers: int, numbers: int) -> Neuron:
        """The next one of the layer, or the one of the next layer that stands nearest."""
        layer, number = here
        if numbers:
            return layer, min(len(self.at.ys[layer]) - 1, max(0, number + numbers))
        beside = min(len(self.at.ys) - 1, max(1, layer + layers))
        if beside == layer:
            return here
        height, column = self.at.ys[layer][number], self.at.ys[beside]
        return beside, min(range(len(column)), key=lambda k: abs(column[k] - height))

    def draw(self, canvas: Canvas, state: State) -> None:
        for neuron, seen in ((self.hovered, state.hover), (self.chosen or (1, 0), state.focus)):
            if seen and neuron is not None:
                self._ring(canvas, neuron, 2.0 if not state.focus else 3.0)

    def _ring(self, canvas: Canvas, neuron: Neuron, width: float) -> None:
        x, y, w, h = self.at.box(*neuron)
        radius = CORNER if self.at.is_picture(neuron[0]) else w / 2
        away = 3 + width / 2
        canvas.rect(x - away, y - away, w + 2 * away, h + 2 * away, None, radius + away, "focus", width)
        if self.at.is_picture(neuron[0]) and h >= LOW and neuron[0] < len(self.at.xs) - 1:
            draw_number(canvas, (x, y, w, h), str(neuron[1] + 1))
