"""What stands where the code is: the level's own lines where they run, or the weights side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...view.cards.code_listing import HEAD, Row
from ...view.charts.weight_columns import draw_columns
from ...view.widgets.button import Segmented
from ...view.widgets.widget import Rect, Widget
from ..shared.code_panel import CodePanel
from ..shared.code_rows import Moment

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .net_board import NetBoard

SWITCH = 196.0
LONGEST = 13  # characters of a value: the lines of a net are long, its lists stand in the picture
UNTIL = ((), ("prediction", "predictions"), ("error", "delta"), ())  # what each part of a step has come to
FAST = 8.0  # steps a second from which values could not be read


class NetCode(CodePanel):
    """`columns`: the weights are shown instead of the lines."""

    def __init__(self, board: NetBoard) -> None:
        super().__init__(board.host)
        self.board = board
        self.columns = board.attempt.level.knob("spread") is not None  # where the start weights are what it is about

    def switch(self) -> list[Widget]:
        """In the head of the panel, where there are no tabs."""
        x, y, w, _h = self.board.strip()
        names = [_("Code"), _("Weights")]
        place = (x + w - SWITCH - 6, y + 3, SWITCH, 36.0)
        return [Segmented("code or weights", place, names, int(self.columns), self._choose)]

    def _choose(self, tab: int) -> None:
        self.columns = bool(tab)
        self.host.relayout()

    def rows(self, secret: bool) -> list[Row]:
        """While it runs fast, the lines alone: what cannot be read is not worked out."""
        attempt, playback = self.attempt, self.attempt.playback
        if (playback.moving or playback.running) and playback.speed > FAST:
            return self.rounds.rows(attempt.shown, None, False)
        machine = attempt.machine
        if machine is not None and machine.on_stage and not machine.times and machine.playing:
            return self.rounds.rows(attempt.shown, None, False)
        parts = self.board.parts
        if parts.active() and not parts.number:
            return self.rounds.rows(attempt.shown, None, False)
        until = UNTIL[parts.number] if parts.active() else ()
        rows = self.rounds.rows(attempt.shown, Moment(attempt.step, playback.hopping, until=until), False, secret)
        return [r if len(r.value) <= LONGEST else r._replace(value=r.value[: LONGEST - 1] + "…") for r in rows]

    def _status(self) -> tuple[str, str]:
        return ("", "") if not self.board.compact else super()._status()

    def paint_columns(self, canvas: Canvas, rect: Rect) -> None:
        """The weights as they stand at the step looked at."""
        x, y, w, h = rect
        board = self.board
        if not board.compact:
            base = y + HEAD / 2 + 5.8 * canvas.type
            canvas.within(x + 20, base, _("Weights"), w - SWITCH - 40, 16, "text", 600)
            canvas.line(x + 1, y + HEAD - 0.5, x + w - 1, y + HEAD - 0.5, "border", 1)
            y, h = y + HEAD, h - HEAD
        sizes, weights, names = board.sizes, board.weights(), board.names
        key = ("columns", (x, y, w, h), sizes, tuple(round(weight, 2) for weight in weights), tuple(names))
        canvas.cached(key, x, y, w, h, lambda sub: draw_columns(sub, (x, y, w, h), sizes, weights, names))
