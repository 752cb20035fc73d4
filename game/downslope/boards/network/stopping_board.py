"""When to stop: a recorded training whose seen error only falls, and few peeks at what it does on unseen examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.actions import Stop
from ...view.widgets.layout import Part, Split, column, row, stack
from ..shared.panel import BESIDE, EDGE, TABS, FreePlace, Pages, Panel, PanelBoard, TabBar
from ..shared.tiles import TileSpec, auto_tile, with_way_on
from .stopping_model import peeks_of, stopped, words
from .stopping_panels import FewExamples, PeekLog, StoppingChart

if TYPE_CHECKING:
    from ...rules.level import Level
    from ..shared.host import Host

SIDE, TILE, TILES_HIGH = 424.0, 124.0, 84.0
EXAMPLES = 0.395  # of the column's height
MESSAGE = 400.0  # the least width in which Pip speaks
READ = 1.4  # seconds that the curve is left to be seen after a win


class StoppingBoard(PanelBoard):
    """`sure`: Stop was pressed once and asks again."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.sure = False
        self.chart = StoppingChart(host, self._unsure)
        self.examples, self.log = FewExamples(host.attempt), PeekLog(host, self.chart)
        self.pages = Pages(host, self._items)
        self.bar, self.side, self.beside = TabBar(self.pages), FreePlace(), FreePlace()
        self.message_place = self.beside

    @classmethod
    def suits(cls, level: Level) -> bool:
        numbers = level.knob("pass") is not None and level.probes is not None
        return numbers and bool(level.unseen) and bool(level.recording) and level.stop

    def _items(self) -> list[tuple[str, Panel]]:
        return [(self.log.title(), self.log), (_("Examples"), self.examples)]

    def tree(self) -> Split:
        wide = min(len(self.tiles()) * TILE - 12, self.host.width - 2 * EDGE - BESIDE - MESSAGE)
        below = row(Part(self.tiles_place, wide), Part(self.beside), gap=BESIDE)
        above = row(Part(self.chart), Part(self._side(), SIDE), gap=BESIDE)
        return column(Part(above), Part(below, TILES_HIGH))

    def _side(self) -> Split:
        """Examples over peeks; large text has room for one of them, or for what is asked about them."""
        if not self.compact:
            self.cover = self.log
            return column(Part(self.examples, share=EXAMPLES), Part(self.log, share=1 - EXAMPLES))
        self.cover = self.side
        pages = column(Part(self.bar, TABS), Part(self.pages))
        return stack(Part(self.side)) if self.has_overlay else stack(Part(pages), Part(self.side))

    def begins(self) -> str:
        return "pass"

    # -- what the player does ----------------------------------------------------------------------------------------

    def _unsure(self) -> None:
        self.sure = False

    def press(self, name: str) -> bool:
        if name == "stop":
            self._stop()
        elif name == "probe" and stopped(self.attempt.session):
            self.host.game.toasts.add(_("It was stopped: reset to try again."))
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
            self.host.game.sound.play("tick")
            return
        self.sure = False
        if attempt.act(Stop()) and not attempt.session.won:
            self.host.game.sound.play("thud")
        self.host.relayout()

    def on_intent(self, intent: object) -> bool:
        name = getattr(intent, "name", "")
        if name == "undo" and stopped(self.attempt.session):
            self.host.game.toasts.add(_("Stopping is final: reset to try again."))
            return True
        return False

    def tiles(self) -> list[TileSpec]:
        attempt = self.attempt
        over = stopped(attempt.session)
        held = attempt.asking.holds  # Enter belongs to the bet
        label = _("Yes, stop") if self.sure else _("Stop here")
        tiles = [
            TileSpec("stop", label, "stop", "" if held else "accept", primary=not over, enabled=not over),
            TileSpec("probe", _("Peek"), "eye", "step", enabled=not over),
            TileSpec("reset", _("Reset"), "reset", "reset", primary=over and not attempt.session.won),
            TileSpec("hint", _("Hint"), "hint", "hint"),
        ]
        if attempt.can_auto:
            tiles.append(auto_tile(self.attempt))
        return with_way_on(self.attempt, tiles) if attempt.session.won else tiles

    def words(self) -> tuple[str, str]:
        shown = self.attempt.shown
        return words(shown, peeks_of(shown), self.chart.pass_now, self.sure)

    def holds(self) -> bool:
        return self.chart.clear_for < READ
