"""The network's picture with its wires, neurons and bends as controls, and the buttons at the right of its legend."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import _
from ...learning.architecture import layers_of
from ...view.networks.net_layout import Net, plan
from ...view.networks.net_nodes import draw_net
from ...view.networks.net_wires import Legend, draw_pulses
from ...view.networks.neuron_control import NeuronControl
from ...view.networks.wire_control import WireControl, WirePlate
from ...view.widgets.button import Button
from ...view.widgets.widget import Rect, Widget
from ..shared.panel import AttemptPanel
from .net_controls import BendMark, bend_marks
from .net_model import goal_word
from .wire_actions import WireActions

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host
    from .shown_net import ShownNet

AGAIN = 30.0  # so often a second at most the picture is another one, while a run goes faster than that
REST = 0.25  # seconds that the pointer rests on a neuron before its card is told


class NetPanel(AttemptPanel):
    """`wires`: of the last layout. `net`: what is shown now. The legend ends before what stands at its right."""

    flat = True
    bare, words = (540.0, 220.0), (0.0, 30.0)

    def __init__(self, host: Host, shown: ShownNet) -> None:
        super().__init__(host)
        self.shown = shown
        self.actions = WireActions(host)
        self.wires: WireControl | None = None
        self.bends: list[BendMark] = []
        self.neurons: NeuronControl | None = None
        self.net: Net | None = None
        self.on_choose: Callable[[], object] = lambda: None  # a neuron was chosen for good
        self._under: tuple[int, int] | None = None  # the neuron that the pointer is on, for so many seconds
        self._rested = 0.0
        self._made = -1.0  # when the net that is shown was read

    def place(self, rect: Rect) -> list[Widget]:
        at = plan(rect, self.shown.sizes, self.shown.kind)
        self.net = None
        self.wires, self.bends = self.actions.take(at), bend_marks(self.host, at)
        self.neurons = NeuronControl(at, self._choose, self.neurons.chosen if self.neurons else None)
        return [self.wires, self.neurons, *self.bends]

    def refresh(self) -> None:
        session, wires = self.attempt.shown, self.wires
        if wires is None:
            return
        focused = wires.index if self.host.focus in ("wires", "freeze") else None
        self._point(wires)
        playback, now = self.attempt.playback, self.host.time
        fast = (playback.running or playback.moving) and playback.speed > AGAIN
        if self.net is None or not fast or not 0 <= now - self._made < 1 / AGAIN:
            self.net, self._made = self.shown.net(wires.hovered if focused is None else focused), now
        index = wires.index = wires.index if wires.index is not None and wires.index < len(wires.at.wires) else None
        self.shown.wire = index
        knob = session.level.knob("weight", index or 0)
        low, high = (knob.low, knob.high) if knob is not None else (-1.0, 1.0)
        free = knob is not None and not self.actions.off
        wires.stand(self.net.weights[index] if index is not None else 0.0, low, high, free, session.frozen)
        network = layers_of(session.level.network)
        for number, mark in enumerate(self.bends):
            if network is not None:
                mark.stand(network.activations[number], _("hidden {n}").format(n=number + 1))

    @property
    def moving(self) -> bool:
        """The pointer has not rested on a neuron long enough yet."""
        here = self.neurons.hovered if self.neurons is not None else None
        return here is not None and (here != self._under or self._rested < REST)

    def is_told(self, seconds: float) -> bool:
        """A neuron has been pointed at for a moment, or has the keyboard: its card is to be seen."""
        here = self.neurons.hovered if self.neurons is not None else None
        self._rested = self._rested + seconds if here is not None and here == self._under else 0.0
        self._under = here
        held = self.host.focus == "neurons" and self.host.ring
        return held or (here is not None and self._rested >= REST)

    def _choose(self, neuron: tuple[int, int]) -> None:
        self.shown.choose_neuron(neuron)
        self.on_choose()

    def _point(self, wires: WireControl) -> None:
        """The wire, or the neuron, under the mouse; the neuron that has the keyboard."""
        controls, neurons = self.host.game.controls, self.neurons
        x, y = controls.pointer
        over = self.host.at(x, y) if controls.device == "pointer" else None
        wires.hovered = wires.near(x, y) if over is wires else None
        if self.host.focus == "wires" and self.host.ring and wires.index is None:
            wires.index = 0
        if neurons is not None:
            neurons.hovered = wires.at.hit(x, y) if over is neurons else None
            held = neurons.chosen or (1, 0) if self.host.focus == "neurons" and self.host.ring else None
            self.shown.pointed = neurons.hovered or held
            neurons.label = self.shown.sentence_of(self.shown.neuron)

    def paint(self, canvas: Canvas) -> None:
        if self.net is None or self.wires is None:
            return
        words = Legend(_("helps"), _("holds back"), _("thicker = stronger"), self._places())
        button = self.host.widget("freeze") or self.host.widget("parts")
        right = self.rect[0] + self.rect[2] if button is None else button.rect[0]
        plate = self._plate(canvas)
        draw_net(canvas, self.wires.at, self.net, words, right - 16, None if plate is None else plate.rect)
        if not self.host.game.settings.still:
            self._paint_pulses(canvas, self.wires, self.net)

    def _places(self) -> str:
        """What the cells of a picture are."""
        kind, session = self.shown.kind, self.attempt.shown
        words, count = session.level.words, len(session.run.examples)
        if kind is not None and kind.name == "rows" and len(set(kind.across)) == 2:
            above, below = (goal_word(session.level, (goal,)) for goal in sorted(set(kind.across), reverse=True))
            return _("top: {above}, bottom: {below}").format(above=above, below=below)
        return _("one picture, {count} {examples}").format(count=count, examples=_(words.get("examples", "examples")))

    def _paint_pulses(self, canvas: Canvas, wires: WireControl, net: Net) -> None:
        seen, last = self.shown.parts.progress(len(net.layers) - 1), len(wires.at.xs) - 1
        layer = int(seen.forward)
        if layer < last and seen.forward > 0:
            draw_pulses(canvas, wires.at, net, layer, seen.forward - layer)
        elif seen.back is not None and 0 < seen.back < last - 1:
            gone = int(seen.back)
            draw_pulses(canvas, wires.at, net, last - 1 - gone, seen.back - gone, back=True)

    def _plate(self, canvas: Canvas) -> WirePlate | None:
        """What is said of the wire that is pointed at."""
        net, wires = self.net, self.wires
        if net is None or wires is None or net.focused is None or net.focused >= len(net.weights):
            return None
        return wires.plate(canvas, net.focused, net.weights[net.focused], self.host.time)

    def paint_over(self, canvas: Canvas) -> None:
        """The plate of that wire."""
        plate = self._plate(canvas)
        if plate is not None and self.wires is not None:
            self.wires.draw_plate(canvas, plate)


class NetFoot(AttemptPanel):
    """At the right of the legend: steps in parts, and ice for the wires where the level has it."""

    flat = True
    bare = (330.0, 50.0)

    def __init__(self, host: Host, net: NetPanel) -> None:
        super().__init__(host)
        self.net = net

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = rect
        parts, actions = self.net.shown.parts, self.net.actions
        tip = _("Step stops after forward, error, backward and update")
        step = Button("parts", (x + w - 164, y + h - 45, 150, 38), _("In parts"), "step", self._toggle, tip=tip,
                      kind="on" if parts.on else "normal")  # fmt: skip
        if self.attempt.now.knob("freeze") is None:
            return [step]
        tip = _("Freeze or thaw the chosen wire")
        freeze = Button("freeze", (x + w - 328, y + h - 45, 154, 38), _("Freeze"), "snow", actions.freeze_focused,
                        key="freeze", tip=tip)  # fmt: skip
        return [freeze, step]

    def _toggle(self) -> None:
        self.net.shown.parts.toggle()
        self.host.relayout()
