"""One step: neurons side by side, each with an alpha of its own. One press moves all of them once, unannounced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ...learning.network import Neurons
from ...view.cards.alpha_card import Scope
from ...view.widgets.layout import Part, Split, column, row
from ...view.widgets.widget import Act, Rect
from ..shared.panel import BESIDE, EDGE, FreePlace, PanelBoard
from ..shared.tiles import TileSpec, auto_tile, with_way_on
from ..shared.undo_counted import undo_turn
from .alpha_cards import AlphaCards, FirstAlphas

if TYPE_CHECKING:
    from ...rules.level import Level
    from ..shared.host import Host

MOST = 6
TILES, TILES_HIGH = 608.0, 84.0
BET, BET_HIGH = 864.0, 284.0  # the bet lies over the feet of the cards
ALONE = 440.0  # width of a card that is the only one


class AlphasBoard(PanelBoard):
    """Cards with bowls on one ruler, a dial and a typed field for each alpha."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.cards, self.table, self.beside = AlphaCards(host), FirstAlphas(host.attempt), FreePlace()
        self.cover, self.message_place = FreePlace(), self.beside

    @classmethod
    def suits(cls, level: Level) -> bool:
        network = level.network
        several = isinstance(network, Neurons) and 1 < network.count <= MOST
        return several and isinstance(level.alpha, Sequence) and level.knob("alpha") is not None

    @property
    def count(self) -> int:
        """Cards of the part that is played."""
        return self.attempt.now.network.outputs

    def tree(self) -> Split:
        alone = self.count == 1
        cards = row(Part(self.table, None if alone else 0.0), Part(self.cards, ALONE if alone else None), gap=BESIDE)
        below = row(Part(self.tiles_place, TILES), Part(self.beside), gap=BESIDE)
        return column(Part(cards), Part(below, TILES_HIGH), gap=BESIDE)

    def overlay_rect(self) -> Rect:
        x, y, _w, _h = self.tiles_place.rect
        return (x, y - 12 - BET_HIGH, min(BET, self.host.width - 2 * EDGE), BET_HIGH)

    # -- what can be done --------------------------------------------------------------------------------------------

    def press_all(self) -> None:
        """One step for all, each with its own alpha, from the start."""
        self.cards.settle()
        attempt = self.attempt
        if attempt.session.count > attempt.session.recorded:
            attempt.reset()
        self.host.says = None
        attempt.step_once()
        attempt.verdict = attempt.fault is not None  # the cards say what came of it

    def press(self, name: str) -> bool:
        if name == "step":
            self.press_all()
        elif name == "undo":
            self.cards.settle(keep=False)
            undo_turn(self.attempt)
        else:
            return False
        return True

    def on_intent(self, intent: Act) -> bool:
        if intent.name not in ("undo", "step"):
            return False
        return self.press(intent.name)

    def tiles(self) -> list[TileSpec]:
        label = _("Press all") if self.count > 1 else _("Press")
        tiles = [
            TileSpec("step", label, "step", "step", primary=True),
            TileSpec("reset", _("Reset"), "reset", "reset"),
            TileSpec("undo", _("Undo"), "undo", "undo"),
            auto_tile(self.attempt),
            TileSpec("hint", _("Hint"), "hint", "hint"),
        ]
        return with_way_on(self.attempt, tiles) if self.attempt.session.won else tiles

    # -- what Pip says -----------------------------------------------------------------------------------------------

    @property
    def arrived(self) -> bool:
        return self.cards.arrived

    def scopes(self) -> list[Scope]:
        return self.cards.scopes()

    def mood(self) -> str:
        return "happy" if self.attempt.shown.won and self.arrived else "calm"

    def words(self) -> tuple[str, str]:
        if self.count == 1:
            return self._words_alone()
        if not self.arrived:
            first = _("All the bowls share one ruler: the same weight, the same width.")
            return first, _("Bigger [input:input], narrower bowl. Give each its own [alpha:α].")
        landed = sum(scope.landed for scope in self.scopes())
        bold = _("{landed} of {count} landed.").format(landed=landed, count=self.count)
        if landed == self.count:
            return bold, _("One step for each of them.")
        return bold, _("Left is what one step leaves of the miss. Below 0: it went past.")

    def _words_alone(self) -> tuple[str, str]:
        if not self.arrived:
            bold = _("One more telescope. Its first press counts.")
            return bold, _("Which [alpha:α] fits its [input:input]?")
        landed = self.scopes()[0].landed
        return (_("It landed."), "") if landed else (_("Not yet."), _("How much of the miss is left?"))
