"""Write the rule: neurons side by side, first called up or down, then moved by one rule that is built of tiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...learning.network import Neurons
from ...view.widgets.layout import Part, Split, column, row
from ..shared.panel import BESIDE, FreePlace, PanelBoard
from ..shared.tiles import TileSpec, auto_tile, with_way_on
from . import rule_words as words
from .rule_builder import Calls, RuleBuilder
from .rule_cards import CardsPanel, RuleLog
from .rule_model import filled, rules_tested, slots_of
from .rule_panel import RulePanel

if TYPE_CHECKING:
    from ...desktop.controls import Intent
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

MOST = 6  # cards side by side
PANEL, LOG, TILES = 196.0, 352.0, 84.0
FIVE = 608.0  # width of five tiles


class RuleBoard(PanelBoard):
    """Cards above, the rule and the list of its tests below."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.calls = Calls(host)
        self.builder = RuleBuilder(host, self.calls)
        self.cards, self.tests = CardsPanel(host, self.builder), RuleLog(host, self.builder)
        self.cover = self.rule = RulePanel(host, self.builder)
        self.message_place = self.beside = FreePlace()

    @classmethod
    def suits(cls, level: Level) -> bool:
        network = level.network
        return isinstance(network, Neurons) and 1 < network.count <= MOST and bool(slots_of(level))

    def tree(self) -> Split:
        below = row(Part(self.rule), Part(self.tests, LOG), gap=BESIDE)
        tiles = row(Part(self.tiles_place, FIVE), Part(self.beside), gap=BESIDE)
        return column(Part(column(Part(self.cards), Part(below, PANEL), gap=BESIDE)), Part(tiles, TILES))

    # -- what the player does ----------------------------------------------------------------------------------------

    def press(self, name: str) -> bool:
        done = {"step": self.builder.test, "undo": self.builder.undo, "calls": self.builder.review}.get(name)
        if done is not None:
            done()
        return done is not None

    def on_intent(self, intent: Intent) -> bool:
        builder = self.builder
        if intent.name in ("left", "right") and self.calls.asked is None:
            builder.choose(builder.slot + (1 if intent.name == "right" else -1))
        elif intent.name == "undo":
            builder.undo()
        elif intent.name == "step":
            builder.test()
        elif intent.name == "code" and self.attempt.asking.last is None and not self.attempt.verdict:
            builder.review()
        else:
            return False
        return True

    def tiles(self) -> list[TileSpec]:
        calling, builder = self.calls.asked is not None, self.builder
        called = any(self.calls.right(card) is not None for card in range(self.calls.count))
        tiles = [
            TileSpec("step", _("Test rule"), "play", "step", primary=True, enabled=builder.ready),
            TileSpec("undo", _("Undo"), "undo", "undo", enabled=not calling),
            TileSpec("calls", _("Calls"), "back", "code", enabled=called and not calling, on=builder.reviewing),
            auto_tile(self.attempt),
            TileSpec("hint", _("Hint"), "hint", "hint"),
        ]
        return with_way_on(self.attempt, tiles) if self.attempt.session.won else tiles

    def begins(self) -> str:
        asked = self.calls.asked
        if asked is None:
            return f"slot {self.builder.slot + 1}"
        return f"call {asked + 1} {self.calls.answers(asked)[0][0]}"

    def asks(self) -> bool:
        return self.calls.asked is not None

    # -- what is told ------------------------------------------------------------------------------------------------

    def mood(self) -> str:
        """A rule that goes uphill makes nobody dizzy: it is one step."""
        return "happy" if self.attempt.shown.won and self.builder.tested else "calm"

    def words(self) -> tuple[str, str]:
        asked = self.calls.asked
        if asked is not None:
            return words.while_calling(self.calls.text(asked), asked + 1, self.calls.count)
        if self.builder.reviewing:
            calls_made = self.attempt.asking.calls
            return words.while_reviewing(sum(calls_made), len(calls_made))
        if self.builder.tested:
            return words.after_test(self.cards.shown(True))
        slots = slots_of(self.attempt.level)
        return words.before_test(len(slots) - len(filled(self.attempt.shown)), len(rules_tested(self.attempt.shown)))

    def paint_over(self, canvas: Canvas) -> None:
        for tile in self.rule.tiles:
            tile.draw_dragged(canvas)
