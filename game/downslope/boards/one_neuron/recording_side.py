"""Beside a recording: the neuron at the step that is held, and the alpha that holds from the take-over on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...view.format.numbers import short
from ...view.networks.neuron_panel import draw_neuron
from ...view.widgets.button_face import fitted
from ...view.widgets.slider import Detents
from ...view.widgets.widget import Rect, Widget
from ..shared.neuron_model import seen_of, weight_at
from .recording_model import taken_over

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .recording_board import RecordingBoard

ALPHA, GAP = 96.0, 12.0


class RecordingSide:
    """`pending`: the alpha from here on. It waits for the take-over; after that it is turned at once."""

    def __init__(self, board: RecordingBoard) -> None:
        self.board, self.host, self.attempt = board, board.host, board.attempt
        self.pending = self._allowed(self.attempt.level.alpha)
        self.alpha: Detents | None = None

    # -- places ------------------------------------------------------------------------------------------------------

    def alpha_rect(self) -> Rect:
        x, y, w, h = self.board.strip()
        return (x, y + h - ALPHA, w, ALPHA)

    def neuron_rect(self) -> Rect:
        x, y, w, h = self.board.strip()
        return (x, y, w, h - ALPHA - GAP)

    # -- alpha -------------------------------------------------------------------------------------------------------

    def widgets(self) -> list[Widget]:
        """The machine turns its own; the bet lies over all of it."""
        kind, knob = self.host.covering, self.attempt.session.level.knob("alpha")
        self.alpha = None
        if kind not in ("", "verdict", "machine") or knob is None:
            return []
        x, y, w, _h = self.alpha_rect()
        values = knob.values()
        notches = sorted(float(v) for v in values if isinstance(v, (int, float))) if values else [self.pending]
        rect = (x + 192, y + 38 - 22 - 5, w - 192 - 32, 44.0)
        self.alpha = Detents("knob alpha", rect, self.pending, notches, label=_("alpha"), on_done=self._choose,
                             on_fault=self.host.game.toasts.add, enabled=kind != "machine")  # fmt: skip
        return [self.alpha]

    def _allowed(self, alpha: object) -> float:
        knob = self.attempt.level.knob("alpha")
        value = float(alpha) if isinstance(alpha, (int, float)) else 0.1
        return knob.snap(value) if knob is not None else value

    def _choose(self, alpha: float) -> None:
        self.pending = alpha
        if self.board.taken:
            self.attempt.turn("alpha", alpha)

    def keep(self) -> None:
        """After a take-over: the alpha that was chosen holds."""
        if taken_over(self.attempt.session) and self.attempt.session.knobs["alpha"] != self.pending:
            self.attempt.turn("alpha", self.pending)

    def adopt(self) -> None:
        """The alpha of a run that was taken over from the machine stays."""
        self.pending = self._allowed(self.attempt.session.knobs["alpha"])

    def refresh(self) -> None:
        if self.alpha is None:
            return
        machine = self.attempt.machine
        if machine is not None and machine.on_stage:
            self.alpha.value = self._allowed(machine.session.knobs["alpha"])
        elif self.host.focus != self.alpha.name:
            self.alpha.value = self.pending

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        if self.alpha is None:
            return
        if self.host.covering != "verdict" or self.board.verdict_at() != self.neuron_rect():
            self._paint_neuron(canvas)
        x, y, w, h = self.alpha_rect()
        canvas.panel(x, y, w, h)
        line, k = y + 33, canvas.type
        canvas.text(x + 28, line + 10, "α", 28 / k, "alpha", 700, "middle", "mono")
        size, label = fitted(canvas, _("from here on"), 16, 600, 124)
        canvas.text(x + 50, line + 1 - 3 * (k - 1), label, size, "text", 600)
        text = short(self.alpha.value)
        canvas.text(x + 50, line + 6 + 20 * k, text, 20 if k < 1.2 else 18, "alpha", 700, "start", "mono")

    def _paint_neuron(self, canvas: Canvas) -> None:
        rect = self.neuron_rect()
        limit = max(1.0, abs(self.board.whole.run.start[0]) * 2)
        weight = weight_at(self.attempt.shown, self.attempt.step)
        seen = seen_of(self.attempt, weight, limit, self.board.ruler)
        canvas.panel(*rect)
        canvas.cached(("recorded neuron", rect, repr(seen)), *rect, lambda sub: draw_neuron(sub, rect, seen))
