"""Two recipes side by side: the level's own code, where it runs, beside that of another metric from the same weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...view.cards.code_diff import compared
from ...view.widgets.widget import Rect, Widget
from ..shared.code_panel import CodePanel
from ..shared.knob_panel import height_of
from .bowl_board import EDGE, GAP, NEURON, TOP, BowlBoard

if TYPE_CHECKING:
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

OTHER = 2  # its tab in compact mode
USUAL, SPARE = 528.0, 0.7  # height of the column at 1280x720; part of what is more that goes to its top


class TwoCodesBoard(BowlBoard):
    """The bowl is lower, the other code stands under it, line beside line. In compact mode it has a tab of its own."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.other = CodePanel(host, "other code", host.attempt.level.beside)

    @classmethod
    def suits(cls, level: Level) -> bool:
        return bool(level.beside) and level.learner is not None

    # -- places ------------------------------------------------------------------------------------------------------

    @property
    def _neuron_high(self) -> float:
        """Most of what a tall window has to spare is the bowl's and the neuron's."""
        return NEURON + SPARE * max(0.0, self._side()[3] - USUAL)

    def _neuron_rect(self) -> Rect:
        x, y, w, _h = self._side()
        return super()._neuron_rect() if self.compact else (x, y, w, self._neuron_high)

    def _knob_rect(self) -> Rect:
        x, y, w, _h = self._side()
        if self.compact:
            return super()._knob_rect()
        return (x, y + self._neuron_high + GAP, w, height_of(self.attempt.now))

    def strip(self) -> Rect:
        if self.compact:
            return super().strip()
        x, y, w, h = self._side()
        knobs = self._knob_rect()[3]
        top = y + self._neuron_high + GAP + (knobs + GAP if knobs else 0.0)
        return (x, top, w, y + h - top)

    def _stage_rect(self) -> Rect:
        x, y, w, h = super()._stage_rect()
        return (x, y, w, h) if self.compact else (x, y, w, self.strip()[1] - GAP - TOP)

    def _other_rect(self) -> Rect:
        if self.compact:
            return self.strip()
        _x, _y, w, h = super()._stage_rect()
        top = self.strip()[1]
        return (EDGE, top, w, TOP + h - top)

    # -- widgets -----------------------------------------------------------------------------------------------------

    def _tabs(self) -> list[str]:
        return [*super()._tabs(), _("Other code")]

    def _other_shown(self) -> bool:
        return not self.compact or (self.tab == OTHER and not self.covered)

    def _code_widgets(self) -> list[Widget]:
        area = self.other.place(self._other_rect(), not self.compact)
        return [*super()._code_widgets(), *([area] if self._other_shown() else [])]

    def _refresh_code(self) -> None:
        """Both are compared; in the other no line is lit, for it is not the one that runs."""
        secret = self._secret()
        own, other = compared(self.code.rows(secret), self.other.rows(secret))
        self.code.show(own)
        self.other.show([row._replace(running=False) for row in other])

    def _make_bowl(self) -> None:
        super()._make_bowl()
        if self.axis is not None and not self.compact:
            self.axis.bubble, self.axis.quiet = None, True  # no room; the neuron tells it

    # -- drawing -----------------------------------------------------------------------------------------------------

    def _paint_code(self, canvas: Canvas) -> None:
        self.code.paint(canvas, self.attempt.shown.run.metric.name)

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        if self._other_shown():
            self.other.paint(canvas, self.other.metric)

    def _sheets(self) -> list[Rect]:
        return super()._sheets() if self.compact else [*super()._sheets(), self._other_rect()]
