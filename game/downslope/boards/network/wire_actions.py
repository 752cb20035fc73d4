"""What a player does to the wires of a network: turns their weights, freezes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _, several
from ...rules.actions import Freeze
from ...view.networks.wire_control import WireControl
from .net_model import neuron_name

if TYPE_CHECKING:
    from ...rules.knob import Knob
    from ...view.networks.net_layout import NetPlan
    from ..shared.host import Host


class WireActions:
    """`wires`: of the last layout."""

    def __init__(self, host: Host) -> None:
        self.host, self.attempt = host, host.attempt
        self.wires: WireControl | None = None

    @property
    def off(self) -> bool:
        """The machine plays."""
        return self.host.overlay_kind == "machine"

    def take(self, at: NetPlan) -> WireControl:
        """The control for this layout; the wire that was focused stays so."""
        before = self.wires.index if self.wires is not None else None
        self.wires = WireControl(
            at, self.name_of, self._freeze, self._refused, label=_("weight"), snap=self._snap, nudge=self._nudge,
            on_change=self._turning, on_done=self._turn, on_fault=self.host.game.toasts.add,
        )  # fmt: skip
        self.wires.index = before if before is not None and before < len(at.wires) else None
        return self.wires

    @property
    def _index(self) -> int:
        return (self.wires.index or 0) if self.wires is not None else 0

    def knob(self) -> Knob | None:
        """The one of the focused wire, where it is free."""
        return self.attempt.session.level.knob("weight", self._index)

    def note(self) -> str:
        """How wires are turned, where they can be."""
        knob = self.attempt.session.level.knob("weight")
        if knob is None:
            return ""
        if knob.most is not None:
            return several(
                "One wire may be turned: arrows, wheel, drag, or type.",
                "{n} wires may be turned: arrows, wheel, drag, or type.",
                knob.most,
            ).format(n=knob.most)
        return _("Wires can be turned: arrows, wheel, drag, or type.")

    def name_of(self, index: int) -> str:
        """Where a wire comes from and where it leads to."""
        assert self.wires is not None  # it is the wires that ask
        level, wire = self.attempt.now, self.wires.at.wires[index]
        ends = (neuron_name(level, wire.layer, wire.source), neuron_name(level, wire.layer + 1, wire.target))
        return f"{ends[0]} → {ends[1]}"

    def _snap(self, value: float) -> float:
        knob = self.knob()
        return knob.snap(value) if knob is not None else value

    def _nudge(self, value: float, steps: int, fine: bool = False) -> float:
        """On the notches; from between two of them, the first step goes to the next one that way."""
        knob = self.knob()
        if knob is None:
            return value
        near = knob.snap(value)
        between = abs(near - value) > 1e-9 * (1 + abs(value))
        if between and steps and (near > value) == (steps > 0):
            steps -= 1 if steps > 0 else -1
        return knob.nudge(near, steps, fine)

    def _turning(self, weight: float) -> None:
        self.attempt.dragging("weight", weight, self._index)

    def _turn(self, weight: float) -> None:
        """Notch after notch of one wire is one turn; back where it was, none."""
        self.attempt.turn("weight", weight, self._index, instead=True)

    def _refused(self, index: int) -> None:
        """A wire that cannot be turned here: the rules say why."""
        if not self.off:
            self.attempt.turn("weight", self.attempt.shown.run.weights_at(self.attempt.step)[index], index)

    def freeze_focused(self) -> None:
        """The wire that was chosen last."""
        if self.wires is None or self.wires.index is None:
            self.host.game.toasts.add(_("Choose a wire first."))
        else:
            self._freeze(self.wires.index)

    def _freeze(self, index: int) -> None:
        """Freeze a wire's weight, or thaw it; the rules say where that is not free."""
        attempt = self.attempt
        if self.off or attempt.asking.open is not None:
            return
        if attempt.act(Freeze(index, index not in attempt.session.frozen)):
            attempt.playback.jump(attempt.session.count)
            attempt.verdict = False
