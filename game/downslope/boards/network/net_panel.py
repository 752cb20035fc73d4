"""The network's picture with its wires, neurons and bends as controls: on a sheet, in a place, in a yard with walls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from math import ceil, copysign, exp, inf, log, sqrt
from typing import NamedTuple

import pygame
from pygame import Surface

from ...i18n import N_, _, sentence_case
from ...learning import layers_of
from ...rules import Freeze, Knob, Level
from ...view.draw import BODY, LABEL, RGB, Canvas, Point, around, band, measure, rgb_of
from ...view.networks.answers import CORNER, LOW, RING, draw_number
from ...view.networks.net_layout import Net, NetPlan, PlacePlan, plan, plan_of_town
from ...view.networks.net_nodes import Legend, WireControl, WirePlate, draw_net, draw_pulses
from ...view.widgets.button import Button
from ...view.widgets.panel import Laid
from ...view.widgets.widget import Intent, Press, Rect, State, Widget
from ..shared.knob_panel import knob_title, lock_note
from ..shared.neuron_model import input_names
from ..shared.panel import AttemptPanel, Host, ModelPanel
from ..shared.place_panel import PlacePanel
from .shown_net import VisibleNet, goal_word, neuron_name

# Knobs that belong to a network's picture: bends at the hidden neurons, a choice among named things, and locks.


TALL, GAP, TITLE = 40.0, 8.0, 28.0
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


class Choices(AttemptPanel):
    """A button for each name, two in a row, under the title, which says when they open."""

    flat = True
    _count = Laid(0)  # of the buttons
    titles: Sequence[tuple[float, Knob]] = ()
    widgets: Sequence[Button] = ()

    def _open(self, knob: Knob) -> bool:
        return not lock_note(self.attempt.shown, knob)

    @property
    def height(self) -> float:
        """What it needs now, where it is shut a line; 0 without choices."""
        knobs = choices_of(self.attempt.now)
        rows = sum(-(-len(knob.stops) // 2) for knob in knobs if self._open(knob))
        return TITLE * len(knobs) + (TALL + GAP) * rows + 10 if knobs else 0.0

    def least_size(self) -> tuple[float, float]:
        return (0.0, self.height)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect, titles, widgets = rect, list[tuple[float, Knob]](), list[Button]()
        x, y, w, _h = rect
        width = (w - GAP) / 2
        for knob in choices_of(self.attempt.now):
            titles.append((y, knob))
            y += TITLE
            for number, stop in enumerate(knob.stops if self._open(knob) else ()):
                place = (x + (number % 2) * (width + GAP), y + (number // 2) * (TALL + GAP), width, TALL)
                press = partial(self.attempt.turn, knob.name, stop)
                name = f"{knob.name} {number + 1}"
                widgets.append(Button(name, place, _(str(stop)), "", press, group=knob.name))
            y += -(-len(widgets) // 2) * (TALL + GAP)
        self.titles, self.widgets, self._count = titles, widgets, len(widgets)
        return [*widgets]

    def update(self, seconds: float) -> None:
        chosen = [self.attempt.shown.knobs.get(knob.name) == stop
                  for _y, knob in self.titles if self._open(knob) for stop in knob.stops]  # fmt: skip
        self._count = len(chosen)  # one was opened or shut
        for widget, on in zip(self.widgets, chosen):
            widget.kind = "on" if on else "normal"

    def paint(self, canvas: Canvas) -> None:
        session = self.attempt.shown
        x, _y, w, _h = self.rect
        for y, knob in self.titles:
            base = y + 14 + 5.8 * min(1.2, canvas.type)
            title = knob_title(knob)
            end = x + canvas.text(x, base, sentence_case(title), LABEL, "text")
            note = lock_note(session, knob)
            if not note:
                continue
            canvas.icon("lock", end + 12, base - 15, 18, "text2")
            canvas.within(end + 36, base, note, x + w - end - 40, BODY, "text2")


class BendMark(Press):
    """At a hidden neuron: straight, or the bend it has. Pressed, the next one of the knob's."""

    def __init__(self, place: Rect, index: int, press: Callable[[], None]) -> None:
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
        left, top, width, height = x + 8, y + 7, w - 16, h - 14
        points = [(left + px * width, top + py * height) for px, py in CURVES.get(self.kind, CURVES["tanh"])]
        canvas.polyline(points, "text", 2.4)
        if state.focus:
            canvas.focus(x, y, w, h, 8)


# The neurons of a network as a control: one is pointed at, focused or chosen, and its card tells how it comes about.
# Up and down go within a layer, left and right from layer to layer. A click, or Enter, chooses one for good.


Neuron = tuple[int, int]  # layer, number in it
STEPS = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


class NeuronControl(Widget):
    """`chosen`: where the keyboard is. `hovered`: under the pointer. on_choose(neuron): for good, None: no longer."""

    intents = (*STEPS, "home", "end", "accept")
    lasting = ("chosen", "_pressed")
    role = N_("neuron")

    def __init__(self, at: NetPlan, on_choose: Callable[[Neuron], object]) -> None:
        places = [at.box(layer, k) for layer in range(1, len(at.xs)) for k in range(len(at.ys[layer]))]
        left, top = min(p[0] for p in places), min(p[1] for p in places)
        right, low = max(p[0] + p[2] for p in places), max(p[1] + p[3] for p in places)
        super().__init__("neurons", (left, top, right - left, low - top))
        self.at, self.on_choose = at, on_choose
        self.chosen: Neuron | None = None
        self.hovered: Neuron | None = None
        self.label = ""  # the picture of the one that is told, as a sentence
        self._pressed: Neuron | None = None

    def contains(self, x: float, y: float, least: float = 0.0) -> bool:
        """Only on a neuron: between them are the wires."""
        return self.at.hit(x, y) is not None

    def act(self, intent: Intent) -> bool:
        name = intent.name
        if name == "press":
            self._pressed = self.at.hit(intent.x, intent.y)
            return True
        if name == "release":
            if self._pressed is not None and self.at.hit(intent.x, intent.y) == self._pressed:
                self._choose(self._pressed)
            return True
        if name not in self.handled_intents():
            return False
        here = self.chosen or (1, 0)
        if name == "accept":
            self._choose(here)
        elif name in ("home", "end"):
            last = len(self.at.ys) - 1
            self.chosen = (1, 0) if name == "home" else (last, len(self.at.ys[last]) - 1)
        else:  # the next one of the layer, or the one of the next layer that stands nearest
            (layer, number), (layers, numbers) = here, STEPS[name]
            if len(self.at.ys) == 2:  # they stand in a row
                layers, numbers = 0, numbers or layers
            beside = min(len(self.at.ys) - 1, max(1, layer + layers))
            column, height = self.at.ys[beside], self.at.ys[layer][number]
            number = min(len(column) - 1, max(0, number + numbers))
            if beside != layer:
                number = min(range(len(column)), key=lambda k: abs(column[k] - height))
            self.chosen = beside, number
        return True

    def _choose(self, neuron: Neuron) -> None:
        self.feedback("press")
        self.chosen = neuron
        self.on_choose(neuron)

    def draw(self, canvas: Canvas, state: State) -> None:
        for neuron, seen in ((self.hovered, state.hover), (self.chosen or (1, 0), state.focus)):
            if seen and neuron is not None:
                width = 2.0 if not state.focus else 3.0
                x, y, w, h = self.at.box(*neuron)
                radius = CORNER if self.at.is_picture(neuron[0]) else w / 2
                away = 3 + width / 2
                canvas.rect(x - away, y - away, w + 2 * away, h + 2 * away, None, radius + away, "focus", width)
                if self.at.is_picture(neuron[0]) and h >= LOW and neuron[0] < len(self.at.xs) - 1:
                    draw_number(canvas, (x, y, w, h), str(neuron[1] + 1))


AGAIN = 30.0  # so often a second at most the picture is another one, while a run goes faster than that
REST = 0.25  # seconds that the pointer rests on a neuron before its card is told


def longest_word(host: Host, names: Sequence[str]) -> float:
    """Of the longest word of the inputs' names."""
    canvas = measure(host.game.look(), host.width, host.height)
    return max((canvas.width(word, LABEL) for name in names for word in name.split()), default=0.0)


class NetPanel(ModelPanel[VisibleNet]):
    """`wires`: of the last layout. `net`: what is shown now. The legend ends before what stands at its right.

    `on_choose`: a neuron was chosen for good.
    """

    flat = True
    bare, words = (540.0, 220.0), (0.0, 30.0)
    wires: WireControl | None = None
    bends: Sequence[BendMark] = ()
    neurons: NeuronControl | None = None
    net: Net | None = None
    on_choose: Callable[[], object] | None = None
    _under: tuple[int, int] | None = None  # the neuron that the pointer is on, for so many seconds
    _rested = 0.0
    _made = -1.0  # when the net that is shown was read

    def place(self, rect: Rect) -> list[Widget]:
        self.rect, at = rect, self.plan(rect)
        self.net = None

        def snap(value: float) -> float:
            knob = self._knob()
            return value if knob is None else knob.snap(value)

        before = self.wires
        self.wires = WireControl(
            at, self.name_of, lambda index: self.model.weights()[index], self.freeze, self._refused,
            label=_("weight"), snap=snap, nudge=self._nudge,
            on_change=lambda weight: self.attempt.dragging("weight", weight, self._index),
            on_done=lambda weight: self.attempt.turn("weight", weight, self._index, instead=True),
            on_fault=self.host.game.toasts.add,
        )  # fmt: skip
        self.wires.index = before.index if before is not None else None  # it is asked before the layout carries it over
        layers = layers_of(self.attempt.now.network) if self.attempt.now.knob("activation") is not None else None
        sizes = layers.sizes[1:-1] if layers is not None else ()
        hidden = [(layer, number) for layer, size in enumerate(sizes, 1) for number in range(size)]
        self.bends = [BendMark(at.beside(*neuron), index, partial(self._switch, index))
                      for index, neuron in enumerate(hidden)]  # fmt: skip
        self.neurons = NeuronControl(at, self._choose)
        widgets: list[Widget] = [self.wires, self.neurons, *self.bends]
        if self.off:
            return widgets
        # At the right of the legend: ice for the wires where the level has it, and steps in parts
        right, low = rect[0] + rect[2], rect[1] + rect[3] - 45
        if self.attempt.now.knob("freeze") is not None:
            tip = _("Freeze or thaw the chosen wire")
            widgets.append(Button("freeze", (right - 328, low, 154, 38), _("Freeze"), "snow", self.freeze, key="freeze",
                                  tip=tip))  # fmt: skip
        tip, kind = _("Step stops after forward, error, backward and update"), "on" if self.model.in_parts else "normal"
        place = (right - 164, low, 150, 38)
        return [*widgets, Button("parts", place, _("In parts"), "step", self.model.toggle, tip=tip, kind=kind)]

    @property
    def off(self) -> bool:
        """The machine plays."""
        return self.attempt.show is not None

    @property
    def _index(self) -> int:
        return (self.wires.index or 0) if self.wires is not None else 0

    def _knob(self) -> Knob | None:
        """The one of the focused wire, where it is free."""
        return self.attempt.session.level.knob("weight", self._index)

    def name_of(self, index: int) -> str:
        """Where a wire comes from and where it leads to."""
        assert self.wires is not None  # it is the wires that ask
        level, wire = self.attempt.now, self.wires.at.wires[index]
        ends = (neuron_name(level, wire.layer, wire.source), neuron_name(level, wire.layer + 1, wire.target))
        return f"{ends[0]} → {ends[1]}"

    def _nudge(self, value: float, steps: int, fine: bool = False) -> float:
        """On the notches; from between two of them, the first step goes to the next one that way."""
        knob = self._knob()
        if knob is None:
            return value
        near = knob.snap(value)
        between = abs(near - value) > 1e-9 * (1 + abs(value))
        if between and steps and (near > value) == (steps > 0):
            steps -= 1 if steps > 0 else -1
        return knob.nudge(near, steps, fine)

    def _refused(self, index: int) -> None:
        """A wire that cannot be turned here: the rules say why."""
        if not self.off:
            self.attempt.turn("weight", self.model.weights()[index], index)

    def freeze(self, index: int | None = None) -> None:
        """Freeze a wire's weight, the chosen one's, or thaw it; the rules say where that is not free."""
        attempt, chosen = self.attempt, self.wires.index if self.wires is not None else None
        index = chosen if index is None else index
        if index is None:
            self.host.game.toasts.add(_("Choose a wire first."))
            return
        if self.off or attempt.open_bets.open is not None:
            return
        if attempt.act(Freeze(index, index not in attempt.session.frozen)):
            attempt.playback.jump(attempt.session.count)
            attempt.verdict = False

    def _switch(self, index: int) -> None:
        knob = self.attempt.session.level.knob("activation", index)
        network = layers_of(self.attempt.session.level.network)
        if knob is None or network is None:
            return
        stops, here = list(knob.stops), network.activations[index]
        next_one = stops[(stops.index(here) + 1) % len(stops)] if here in stops else stops[0]
        self.attempt.turn("activation", next_one, index)

    def plan(self, rect: Rect) -> NetPlan:
        return plan(rect, self.model.sizes, self.model.kind, longest_word(self.host, input_names(self.attempt.now)))

    def update(self, seconds: float) -> None:
        session, wires = self.attempt.shown, self.wires
        self.model.update(seconds)
        if wires is None:
            return
        focused = wires.index if self.host.focus in ("wires", "freeze") else None
        # The wire, or the neuron, under the mouse; the neuron that has the keyboard
        controls, neurons = self.host.game.controls, self.neurons
        x, y = controls.pointer
        over = self.host.at(x, y) if controls.device == "pointer" else None
        wires.hovered = wires.near(x, y) if over is wires else None
        if self.host.focus == "wires" and self.host.ring and wires.index is None:
            wires.index = 0
        if neurons is not None:
            neurons.hovered = wires.at.hit(x, y) if over is neurons else None
            held = neurons.chosen or (1, 0) if self.host.focus == "neurons" and self.host.ring else None
            self.model.pointed = neurons.hovered or held
            neurons.label = self.model.sentence()
        playback, now = self.attempt.playback, self.host.time
        fast = (playback.running or playback.moving) and playback.speed > AGAIN
        if self.net is None or not fast or not 0 <= now - self._made < 1 / AGAIN:
            self.net, self._made = self.model.net(wires.hovered if focused is None else focused), now
        index = wires.index = wires.index if wires.index is not None and wires.index < len(wires.at.wires) else None
        self.model.wire = index
        knob = session.level.knob("weight", index or 0)
        if wires.typed is None:
            wires.value = self.net.weights[index] if index is not None else 0.0
        wires.low, wires.high = (knob.low, knob.high) if knob is not None else (-1.0, 1.0)
        wires.free, wires.frozen = knob is not None and not self.off, session.frozen
        wires.track = wires.track._replace(low=wires.low, high=wires.high)
        network = layers_of(session.level.network)
        for number, mark in enumerate(self.bends):
            if network is not None:
                mark.stand(network.activations[number], _("hidden {n}").format(n=number + 1))

    def is_disclosed(self, seconds: float) -> bool:
        """A neuron has been pointed at for a moment, or has the keyboard: its card is to be seen."""
        here = self.neurons.hovered if self.neurons is not None else None
        self._rested = self._rested + seconds if here is not None and here == self._under else 0.0
        self._under = here
        held = self.host.focus == "neurons" and self.host.ring
        return held or (here is not None and self._rested >= REST)

    def _choose(self, neuron: tuple[int, int]) -> None:
        self.model.pinned = neuron  # its card stays
        if self.on_choose is not None:
            self.on_choose()

    def paint(self, canvas: Canvas) -> None:
        if self.net is None or self.wires is None:
            return
        kind, session = self.model.kind, self.attempt.shown
        if kind is not None and kind.name == "rows" and len(set(kind.across)) == 2:  # what the cells of a picture are
            above, below = (goal_word(session.level, (goal,)) for goal in sorted(set(kind.across), reverse=True))
            places = _("top: {above}, bottom: {below}").format(above=above, below=below)
        else:
            examples = _(session.level.words.get("examples", "examples"))
            places = _("one picture, {count} {examples}").format(count=len(session.run.examples), examples=examples)
        self._draw(canvas, (_("helps"), _("holds back"), _("thicker = stronger"), places))

    def _draw(self, canvas: Canvas, legend: Legend | None) -> None:
        if self.net is None or self.wires is None:
            return
        button = self.host.widget("freeze") or self.host.widget("parts")
        right = self.rect[0] + self.rect[2] if button is None else button.rect[0]
        plate = self._plate(canvas)
        draw_net(canvas, self.wires.at, self.net, legend, right - 16, None if plate is None else plate[2])
        if not self.host.game.settings.still:
            seen, last = self.model.progress(), len(self.wires.at.xs) - 1
            layer = int(seen.forward)
            if layer < last and seen.forward > 0:
                draw_pulses(canvas, self.wires.at, self.net, layer, seen.forward - layer)
            elif seen.back is not None and 0 < seen.back < last:
                gone = int(seen.back)
                draw_pulses(canvas, self.wires.at, self.net, last - 1 - gone, seen.back - gone, back=True)

    def _plate(self, canvas: Canvas) -> WirePlate | None:
        """What is said of the wire that is pointed at."""
        net, wires = self.net, self.wires
        if net is None or wires is None or net.focused is None or net.focused >= len(net.weights):
            return None
        return wires.plate(canvas, net.focused, net.weights[net.focused], self.host.time)

    def paint_over(self, canvas: Canvas) -> None:
        plate = self._plate(canvas)
        if plate is not None and self.wires is not None:
            self.wires.draw_plate(canvas, plate)


class NetPlace(PlacePanel, NetPanel):
    """A network as a picture of the level's own: its parts "weight 1", "hidden 1" and "bend 1" are what is pressed."""

    def __init__(self, host: Host, shown: VisibleNet) -> None:
        PlacePanel.__init__(self, host, shown.example)
        self.model = shown

    def plan(self, rect: Rect) -> NetPlan:
        sizes = self.model.sizes
        columns = tuple((0.0,) * size for size in sizes[:2])
        at = PlacePlan(rect, (0.0, 0.0), columns, (20.0, 20.0), plan(rect, sizes).wires)
        at.boxes = self.boxes("weight", "hidden", "bend")
        return at

    def place(self, rect: Rect) -> list[Widget]:
        widgets = super().place(rect)
        parts = self.boxes("weight", "hidden", "bend")
        first = {"wires": "weight 1", "neurons": "hidden 1"}  # the part without which there is no such control
        return [each for each in widgets if first.get(each.name, each.name) in parts]

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        if self.net is not None and self.net.focused is not None and isinstance(self.wires, WireControl):
            x, y, w, h = self.box(f"weight {self.net.focused + 1}")
            canvas.rect(x - 3, y - 3, w + 6, h + 6, None, 8, "focus", 2)


class Town(NetPlace):
    """Wires run between its parts: from "lamp 1" to "hidden 1", its "windows 1", to the "tower"; "sign": the goal."""

    least, words = (200.0, 130.0), (250.0, 155.0)  # the names under tower and sign stand side by side

    def plan(self, rect: Rect) -> NetPlan:
        def cells(name: str) -> Rect:  # with what a picture of answers has around them
            x, y, w, h = self.box(name)
            return x - RING, y - RING, w + 2 * RING, h + 2 * RING

        inputs, hidden, _outputs = ([str(k + 1) for k in range(size)] for size in self.model.sizes)
        layers = [[self.box(f"lamp {k}") for k in inputs], [self.box(f"hidden {k}") for k in hidden], [cells("tower")]]
        windows = tuple(cells(f"windows {k}") for k in hidden)
        return plan_of_town(rect, self.model.kind, layers, windows, cells("sign"))

    def place(self, rect: Rect) -> list[Widget]:
        return NetPanel.place(self, rect)

    def texts(self) -> dict[str, str]:
        return super().texts() | {"word prediction": _("prediction"), "word goal": _("goal")}

    def numbers(self) -> dict[str, float]:
        values = super().numbers()
        return values | {name: 0.0 for name in values if name.startswith("dead") and self.model.asked}

    def paint(self, canvas: Canvas) -> None:
        PlacePanel.paint(self, canvas)
        self._draw(canvas, None)


# A courtyard from above, its corners the four crossings of two lights: the wall stands where the prediction is .5.


YARD_LOW, YARD_HIGH = -0.3, 1.3  # of both lights: as far as the yard goes
BORDER = 0.5  # the prediction where the wall stands
SIDE, TONES = 8, 12  # stones along a side of the yard; tones of its ground
EDGES = [YARD_LOW + (YARD_HIGH - YARD_LOW) * k / SIDE for k in range(SIDE + 1)]
STONES = [(low + high) / 2 for low, high in pairwise(EDGES)]  # their middles
PIECES, STEP = 24, 0.1  # of a wall: so many at least, and how long one of a bent wall is at most
LEVEL = 1e-9  # of the largest difference: what is less bent is straight
WALL, RIM = 30.0, 4.0  # px of the picture
BANDS = {"room far wall": (-inf, 1.0), "room wall": (1.0, 2.0), "room near wall": (2.0, inf)}  # first light + second
MIDDLE, TOP, ACROSS, DOWN = 350.0, 130.0, 170.0, 100.0  # px of the picture: (0, 0), and what 1 of a light is


class Corners(NamedTuple):
    """The predictions with neither light, the first, the second, both."""

    neither: float = 0.0
    first: float = 0.0
    second: float = 0.0
    both: float = 0.0

    @property
    def plane(self) -> tuple[float, float, float, float]:
        """What 1 of the first light adds, of the second, and of their product; and the prediction without them."""
        first, second = self.first - self.neither, self.second - self.neither
        return first, second, self.both - self.neither - first - second, self.neither

    @property
    def is_bent(self) -> bool:
        first, second, product, _neither = self.plane
        return abs(product) > LEVEL * max(abs(first), abs(second))

    def walls(self) -> list[list[Point]]:
        """Lines of places at which the prediction is BORDER: one that is straight, or two that are bent."""
        first, second, product, neither = self.plane
        missing = neither - BORDER
        if not self.is_bent:
            ends = list[Point]()
            for end in (YARD_LOW, YARD_HIGH):
                if second and YARD_LOW <= (v := -(missing + first * end) / second) <= YARD_HIGH:
                    ends.append((end, v))
                if first and YARD_LOW <= (u := -(missing + second * end) / first) <= YARD_HIGH:
                    ends.append((u, end))
            (u0, v0), (u1, v1) = (min(ends), max(ends)) if ends else ((0.0, 0.0), (0.0, 0.0))
            parts = [k / PIECES for k in range(PIECES + 1)]
            straight = [(u0 + (u1 - u0) * part, v0 + (v1 - v0) * part) for part in parts]
            return [straight] if (u0, v0) != (u1, v1) else []
        # product (u - across) (v - down) = product * area: two branches of a hyperbola around (across, down)
        across, down = -second / product, -first / product
        area = across * down - missing / product
        root, sign = sqrt(max(abs(area), 1e-12)), copysign(1.0, area)
        lines = list[list[Point]]()
        for side in (1.0, -1.0):
            us = sorted((side * (YARD_LOW - across), side * (YARD_HIGH - across)))
            vs = sorted((sign * side * (YARD_LOW - down), sign * side * (YARD_HIGH - down)))
            if us[1] <= 0 or vs[1] <= 0:
                continue
            start = max(log(max(us[0], 1e-9) / root), -log(vs[1] / root))
            end = min(log(us[1] / root), -log(max(vs[0], 1e-9) / root))
            if start < end:
                count = max(PIECES, ceil((end - start) / STEP))
                along = [exp(start + (end - start) * k / count) * root for k in range(count + 1)]
                lines.append([(across + side * x, down + sign * side * root * root / x) for x in along])
        return lines


class Yard(NetPlace):
    """Houses stand at the corners; nearer ones lie over the wall, which lies over those behind it."""

    _stones: tuple[object, list[list[Point]], list[RGB]] = (None, [], [])  # where they meet, physical; their hues

    def corners(self) -> Corners:
        numbers, names = self.numbers(), {(0, 0): "neither", (1, 0): "first", (0, 1): "second", (1, 1): "both"}
        places = {names.get(tuple(input[:2])): f"example {k} prediction"  # type: ignore[arg-type]
                  for k, (input, _goal) in enumerate(self.attempt.shown.run.examples, 1)}  # fmt: skip
        return Corners(**{name: numbers[number] for name, number in places.items() if name})

    def paint(self, canvas: Canvas) -> None:
        corners = self.corners()
        left, top, unit = self.picture.place(self.rect, whole=True)
        walls = [[(u + v, canvas.at(left + (MIDDLE + ACROSS * (v - u)) * unit, top + (TOP + DOWN * (u + v)) * unit))
                  for u, v in wall] for wall in corners.walls()]  # fmt: skip
        tall = WALL * unit * canvas.s
        self.rooms = {name: partial(_draw_wall, canvas, walls, tall, *band) for name, band in BANDS.items()}
        self.rooms["room ground"] = partial(self._draw_ground, canvas, corners)
        super().paint(canvas)

    def _draw_ground(self, canvas: Canvas, corners: Corners) -> None:
        """Stones, as bright as the prediction is high; drawn again where one has another tone."""
        first, second, product, neither = corners.plane
        tones = tuple(tuple(round(TONES * min(1.0, max(0.0, neither + first * u + (second + product * u) * v)))
                            for v in STONES) for u in STONES)  # fmt: skip
        key = self.rect, canvas.look
        if self._stones[0] != key:
            hues = [rgb_of(canvas.mix("ter2", "prediction", 0.62 * tone / TONES)) for tone in range(TONES + 1)]
            places = [[self.spot(MIDDLE + ACROSS * (v - u), TOP + DOWN * (u + v)) for v in EDGES] for u in EDGES]
            self._stones = key, [[canvas.at(*place) for place in row] for row in places], hues
        _key, spots, hues = self._stones
        joints = [*((row[0], row[-1]) for row in spots), *zip(spots[0], spots[-1])]
        joint = canvas.rgb("ter1")

        all_tones = [tone for row in tones for tone in row]
        most = max(set(all_tones), key=all_tones.count)

        def draw(surface: Surface) -> None:
            pygame.draw.polygon(surface, hues[most], (spots[0][0], spots[0][-1], spots[-1][-1], spots[-1][0]))
            for k, row in enumerate(tones):
                changes = [k for k in range(1, SIDE) if row[k] != row[k - 1]]
                for first, last in pairwise([0, *changes, SIDE]):  # what is alike and stands side by side
                    if row[first] != most:
                        ends = spots[k][first], spots[k][last], spots[k + 1][last], spots[k + 1][first]
                        pygame.draw.polygon(surface, hues[row[first]], ends)
            for start, end in joints:
                pygame.draw.aaline(surface, joint, start, end)

        (left, middle), (x, top), (right, _y), (_x, low) = spots[-1][0], spots[0][0], spots[0][-1], spots[-1][-1]
        canvas.direct(("yard", tones, spots[0][0]), around([(left, middle), (x, top), (right, low)]), draw)


def _draw_wall(canvas: Canvas, walls: list[list[tuple[float, Point]]], tall: float, low: float, high: float) -> None:
    """Of the walls what stands so far from the back of the yard; all physical."""
    for wall in walls:
        run = list[Point]()
        for place, (depth, spot) in enumerate(wall):
            inside = low <= depth < high
            if inside or run:
                run.append(spot)
            if len(run) > 1 and (not inside or place == len(wall) - 1):
                top = [(x, y - tall) for x, y in run]
                draw = partial(_draw_piece, canvas, run, top)
                canvas.direct(("wall", tuple(run)), around([*run, *top], RIM), draw)
                run = []


def _draw_piece(canvas: Canvas, run: Sequence[Point], top: Sequence[Point], surface: Surface) -> None:
    """From its foot to its top, physical."""
    stone, shape = canvas.rgb("masonry"), [*run, *reversed(top)]
    pygame.draw.polygon(surface, stone, shape)
    pygame.draw.aalines(surface, stone, True, shape)
    band(surface, top, RIM * canvas.s, canvas.rgb("mortar"))
