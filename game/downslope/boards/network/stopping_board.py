"""When to stop: a recorded training whose seen error only falls, and few peeks at what it does on unseen examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.actions import Stop
from ...view.widgets.layout import GAP, Part, Split, column, either, row
from ...view.widgets.ticket import AnswerPlace
from ..shared.answer_places import meaning_of
from ..shared.board import Board
from ..shared.panel import BESIDE, Panel, Tabs
from ..shared.tiles import TileSpec, common_tiles, with_way_on
from .stopping_chart import StoppingChart
from .stopping_model import is_between, is_stopped, peeks_of
from .stopping_panels import FewExamples, PeekLog
from .stopping_words import words

if TYPE_CHECKING:
    from ...desktop.controls import Intent
    from ..shared.host import Host

SIDE = 424.0
EXAMPLES = 0.525  # of the column's height


class StoppingBoard(Board):
    """`sure`: Stop was pressed once and asks again."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.sure = False
        self.chart = StoppingChart(host, self._unsure)
        self.examples, self.log = FewExamples(host, self.chart), PeekLog(host, self.chart)
        self.tabs = Tabs(host, self._items)
        self.tabs.under = GAP

    def _items(self) -> list[tuple[str, Panel]]:
        return [(self.log.title(), self.log), (_("Examples"), self.examples)]

    def mark(self, number: int, answer: str | float) -> AnswerPlace | None:
        """So many times what is wanted, at the last pass: how low the best one is, the fog does not tell."""
        question, means = meaning_of(self.attempt, number, answer)
        chart = self.chart.chart
        if question is None or question.asks != "times best" or chart is None:
            return super().mark(number, answer)
        times = sum(means) / len(means) if isinstance(means, range) else float(means)
        return AnswerPlace(chart.plot.x_of(chart.last), chart.plot.y_of(times * chart.wanted), "left")

    def tree(self) -> Split:
        above = row(Part(self.chart), Part(self._side(), SIDE), gap=BESIDE)
        return column(Part(above), self.tiles_row())

    def _side(self) -> Split:
        """Examples over peeks, or one of them where there is no room for both."""
        log = Part(self.with_cover(self.log), share=1 - EXAMPLES)
        return either(column(Part(self.examples, share=EXAMPLES), log), self.with_cover(self.tabs))

    def begins(self) -> str:
        return "pass"

    # -- what the player does ----------------------------------------------------------------------------------------

    def _unsure(self) -> None:
        self.sure = False

    def press(self, name: str) -> bool:
        if name == "stop":
            self._stop()
        elif name == "probe" and is_stopped(self.attempt.session):
            self.host.game.toasts.add(_("You have stopped. Reset to try again."))
        else:
            self.sure = False
            return False
        return True

    def _stop(self) -> None:
        """It asks once more before it is done: it cannot be taken back."""
        attempt = self.attempt
        self.host.says = None
        if attempt.asking.open_before(self._stop):
            return
        if not self.sure:
            self.sure = True
            self.host.game.feel.press()
            return
        self.sure = False
        if attempt.act(Stop()) and not attempt.session.won:
            self.host.game.feel.wrong()
        self.host.relayout()

    def on_intent(self, intent: Intent) -> bool:
        if intent.name == "undo" and is_stopped(self.attempt.session):
            self.host.game.toasts.add(_("Stopping is final: reset to try again."))
            return True
        return False

    def tiles(self) -> list[TileSpec]:
        attempt = self.attempt
        over = is_stopped(attempt.session)
        held = attempt.asking.on_screen  # Enter belongs to the bet
        label = _("Yes, stop") if self.sure else _("Stop here")
        knows = self.sure or is_between(peeks_of(attempt.session))
        tiles = [
            TileSpec("stop", label, "stop", "" if held else "accept", primary=not over and knows, enabled=not over),
            TileSpec("probe", _("Peek"), "eye", "step", primary=not over and not knows, enabled=not over),
            TileSpec("reset", _("Reset"), "reset", "reset", primary=over and not attempt.director.seen.won),
            *common_tiles(attempt, "hint", "auto", idle_auto=False),
        ]
        return with_way_on(self.attempt, tiles) if attempt.director.seen.won else tiles

    def words(self) -> tuple[str, str]:
        shown = self.attempt.shown
        return words(shown, peeks_of(shown), self.chart.pass_now, self.sure)

    def over(self) -> bool:
        return not self.attempt.shown.won or self.chart.ready
