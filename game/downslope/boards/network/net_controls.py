"""Knobs that belong to a network's picture: bends at the hidden neurons, a choice among named things, and locks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _, sentence_case
from ...learning.architecture import layers_of
from ...rules.knob import Knob, Value
from ...view.draw.tokens import BODY, LABEL
from ...view.networks.net_layout import NetPlan
from ...view.widgets.button import Button
from ...view.widgets.widget import Press, Rect, State, Widget
from ..shared.knobs import knob_title, lock_note
from ..shared.panel import Panel

if TYPE_CHECKING:
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

TALL, GAP, TITLE = 40.0, 8.0, 28.0
BEND = (34.0, 26.0)
LEVEL = 8.0  # how far a bend keeps off the middle of a picture, where its wire begins
CURVES = {
    "linear": ((0.0, 1.0), (1.0, 0.0)),
    "relu": ((0.0, 0.85), (0.5, 0.85), (1.0, 0.0)),
    "tanh": ((0.0, 1.0), (0.3, 0.92), (0.5, 0.5), (0.7, 0.08), (1.0, 0.0)),
    "sigmoid": ((0.0, 1.0), (0.25, 0.92), (0.5, 0.5), (0.75, 0.08), (1.0, 0.0)),
}


def choices_of(level: Level) -> list[Knob]:
    """Choices among names that are not the network's own."""
    own = level.network.knobs
    return [k for k in level.knobs if any(isinstance(v, str) for v in k.stops) and k.name not in own]


def numbers_of(level: Level) -> list[Knob]:
    """Knobs with numbers, alpha first; a weight's are its wires."""
    aside = {k.name for k in choices_of(level)} | set(level.network.knobs) | {"weight", "freeze"}
    found = [k for k in level.knobs if k.name not in aside and k.index in (None, 0)]
    return sorted(found, key=lambda k: k.name != "alpha")


class Choices(Panel):
    """A button for each name, two in a row, under the title, which says when they open."""

    flat = True

    def __init__(self, host: Host) -> None:
        self.host = host
        self.titles: list[tuple[float, Knob]] = []
        self.widgets: list[Button] = []

    @property
    def height(self) -> float:
        """What it needs now; 0 without choices."""
        rows = [-(-len(knob.stops) // 2) for knob in choices_of(self.host.attempt.now)]
        return TITLE * len(rows) + (TALL + GAP) * sum(rows) + 10 if rows else 0.0

    def smallest(self) -> tuple[float, float]:
        return (0.0, self.height)

    def place(self, rect: Rect) -> list[Widget]:
        self.titles, self.widgets = [], []
        x, y, w, _h = rect
        wide = (w - GAP) / 2
        for knob in choices_of(self.host.attempt.now):
            self.titles.append((y, knob))
            y += TITLE
            for number, stop in enumerate(knob.stops):
                place = (x + (number % 2) * (wide + GAP), y + (number // 2) * (TALL + GAP), wide, TALL)
                press = partial(self._choose, knob.name, stop)
                name = f"{knob.name} {number + 1}"
                self.widgets.append(Button(name, place, _(str(stop)), "", press, group=knob.name))
            y += -(-len(knob.stops) // 2) * (TALL + GAP)
        return list(self.widgets)

    def _choose(self, name: str, stop: Value) -> None:
        self.host.attempt.turn(name, stop)

    def refresh(self) -> None:
        session, place = self.host.attempt.shown, 0
        for _y, knob in self.titles:
            shut = bool(lock_note(session, knob))
            for stop in knob.stops:
                widget = self.widgets[place]
                widget.enabled = not shut
                widget.kind = "on" if session.knobs.get(knob.name) == stop else "normal"
                place += 1

    def paint(self, canvas: Canvas) -> None:
        session = self.host.attempt.shown
        x, _y, w, _h = self.rect
        for y, knob in self.titles:
            base = y + 14 + 5.8 * min(1.2, canvas.type)
            title = knob_title(knob)
            end = x + canvas.text(x, base, sentence_case(title), LABEL, "text")
            told = lock_note(session, knob)
            if not told:
                continue
            canvas.icon("lock", end + 12, base - 15, 18, "text2")
            canvas.within(end + 36, base, told, x + w - end - 40, BODY, "text2")


class BendMark(Press):
    """At a hidden neuron: straight, or the bend it has. Pressed, the next one of the knob's."""

    def __init__(self, at: NetPlan, layer: int, number: int, index: int, press: Callable[[], None]) -> None:
        x, y = at.node(layer, number)
        half, high = at.halves[layer]
        up = -high - 3 if not at.is_picture(layer) else LEVEL if y <= at.ys[-1][0] + 1 else -LEVEL - BEND[1]
        place = (x + half + 4, y + up, *BEND)
        super().__init__(f"bend {index + 1}", place, group="bends")
        self.kind = "linear"
        self.on_press = press

    def stand(self, kind: str, name: str) -> None:
        self.kind = kind
        words = {"linear": _("{name} is straight"), "relu": _("{name} has a bend")}
        self.tip = words.get(kind, "{name}: " + kind).format(name=name)

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        bent = self.kind != "linear"
        edge = "text" if bent or state.hover else "border2"
        canvas.rect(x, y, w, h, canvas.mix("raised", "text", 0.18 if bent else 0.0), 8, edge, 2 if bent else 1.2)
        left, top, wide, high = x + 8, y + 7, w - 16, h - 14
        points = [(left + px * wide, top + py * high) for px, py in CURVES.get(self.kind, CURVES["tanh"])]
        canvas.polyline(points, "text", 2.4)
        if state.focus:
            canvas.focus(x, y, w, h, 8)


def bend_marks(host: Host, at: NetPlan) -> list[BendMark]:
    """One for each hidden neuron, where they can be switched."""
    level = host.attempt.now
    if layers_of(level.network) is None or level.knob("activation") is None:
        return []
    found, index = [], 0
    for layer in range(1, len(at.xs) - 1):
        for number in range(len(at.ys[layer])):
            found.append(BendMark(at, layer, number, index, partial(switch, host, index)))
            index += 1
    return found


def switch(host: Host, index: int) -> None:
    """The next activation of this hidden neuron."""
    attempt = host.attempt
    knob = attempt.session.level.knob("activation", index)
    network = layers_of(attempt.session.level.network)
    if knob is None or network is None:
        return
    stops, here = list(knob.stops), network.activations[index]
    attempt.turn("activation", stops[(stops.index(here) + 1) % len(stops)] if here in stops else stops[0], index)
