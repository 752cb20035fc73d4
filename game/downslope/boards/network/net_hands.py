"""What hands do with the wires of a network: turn one on the level's notches, freeze one, or be told why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _, several
from ...rules.actions import Freeze, Learn, Turn
from ...view.networks.wire_control import WireControl
from .net_model import neuron_name

if TYPE_CHECKING:
    from ...rules.knob import Knob
    from ...view.networks.net_layout import NetPlan
    from .net_board import NetBoard

PACE, LONGEST = 4.0, 1.6  # steps a second at which a pass is seen, and the seconds that it takes at most


class Hands:
    """Between the board's wires and its attempt."""

    def __init__(self, board: NetBoard) -> None:
        self.board = board
        self.attempt = board.attempt

    def make(self, at: NetPlan, before: WireControl | None) -> WireControl:
        """The control for this layout; the wire that was focused stays so."""
        made = WireControl(
            at, self.name_of, self._freeze, self._refused, label=_("weight"), snap=self._snap, nudge=self._nudge,
            on_change=self._turning, on_done=self._turn, on_fault=self.board.host.game.toasts.add,
        )  # fmt: skip
        if before is not None and before.index is not None and before.index < len(at.wires):
            made.index = before.index
        return made

    @property
    def _index(self) -> int:
        wires = self.board.wires
        return wires.index or 0 if wires is not None else 0

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
        wire, level = self.board.plan().wires[index], self.attempt.now
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
        attempt, index = self.attempt, self._index
        last = attempt.session.actions[-1] if attempt.session.actions else None
        if isinstance(last, Turn) and (last.knob, last.index) == ("weight", index):
            attempt.drag = None
            attempt.undo()
            if attempt.session.weights[index] == weight:
                return
        attempt.turn("weight", weight, index)

    def _refused(self, index: int) -> None:
        """A wire that cannot be turned here: the rules say why."""
        if not self.board.machine:
            self.attempt.turn("weight", self.board.weights()[index], index)

    def one_pass(self) -> None:
        """Learn to the end of the pass: then every example was seen once more."""
        attempt = self.attempt
        if attempt.asking.open_before(self.one_pass) or attempt.over:
            return
        each, before = len(attempt.session.run.batches), attempt.session.count
        if attempt.act(Learn(each - before % each)):
            attempt.playback.jump(before)
            attempt.playback.target = attempt.session.count
            attempt.playback.speed = max(PACE, each / LONGEST)

    def freeze_focused(self) -> None:
        """The wire that was chosen last."""
        wires = self.board.wires
        if wires is None or wires.index is None:
            self.board.host.game.toasts.add(_("Choose a wire first."))
        else:
            self._freeze(wires.index)

    def _freeze(self, index: int) -> None:
        """Freeze a wire's weight, or thaw it; the rules say where that is not free."""
        attempt = self.attempt
        if self.board.machine or attempt.asking.open is not None:
            return
        if attempt.act(Freeze(index, index not in attempt.session.frozen)):
            attempt.playback.jump(attempt.session.count)
            attempt.verdict = False
