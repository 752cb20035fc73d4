"""Levels by hand, with the wire in the dark or lit: a weight is turned and sent, and the misses are on the table.

Where the prediction is live there is nothing to send: orders come in one after the other, and the weight stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...learning.network import Neuron
from ...view.scenery.backdrop import draw_base
from ...view.widgets.layout import Part, Split, column, row, stack
from ..shared.panel import BESIDE, FreePlace, PanelBoard
from ..shared.tiles import TileSpec, auto_tile, with_way_on
from . import sending_words
from .sending import Sending
from .sending_panels import CardsPanel, LinePanel, OrdersTable, SendsTable, SlimTable, TablePanel
from .sending_stage import SendingStage

if TYPE_CHECKING:
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

SIDE, TILES = 440.0, 84.0
ABOVE = 158.0  # what a bet leaves of the column


class SendingBoard(PanelBoard):
    """`hand` is what goes on, and what of it may be seen."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.hand = hand = Sending(host)
        self.stage, self.cards, self.line = SendingStage(host, hand), CardsPanel(host, hand), LinePanel(host, hand)
        self.orders, self.slim, self.sends = OrdersTable(host, hand), SlimTable(host, hand), SendsTable(host, hand)
        self.cover, self.beside = FreePlace(), FreePlace()
        self.message_place = self.beside

    @classmethod
    def suits(cls, level: Level) -> bool:
        network = level.network
        by_hand = level.learner is None and level.visibility("bowl") == "none" and level.knob("weight") is not None
        return by_hand and isinstance(network, Neuron) and network.size == 1

    @property
    def table(self) -> TablePanel:
        """The one that is wanted now."""
        return self.orders if self.hand.live else self.slim if self.hand.many else self.sends

    def tree(self) -> Split:
        side = column(Part(self.cards, self.cards.high), Part(self.table), Part(self.line, self.line.high))
        cover = column(Part(FreePlace(), ABOVE), Part(self.cover), gap=0.0)
        tiles = len(self.tiles()) * 124.0 - 12
        return column(
            Part(row(Part(self.stage), Part(stack(Part(side), Part(cover)), SIDE), gap=BESIDE)),
            Part(row(Part(self.tiles_place, tiles), Part(self.beside), gap=BESIDE), TILES),
        )

    def begins(self) -> str:
        return "weight"

    def tiles(self) -> list[TileSpec]:
        tiles = [
            TileSpec("reset", _("Reset"), "reset", "reset"),
            TileSpec("undo", _("Undo"), "undo", "undo"),
            TileSpec("hint", _("Hint"), "hint", "hint"),
        ]
        if self.attempt.can_auto:
            tiles.insert(0, auto_tile(self.attempt))
        send = TileSpec("send", _("Send"), "send", "step", primary=True)
        tiles = with_way_on(self.attempt, [send, *tiles])
        return [tile for tile in tiles if tile.name != "send" or not self.hand.live]

    def words(self) -> tuple[str, str]:
        hand = self.hand
        return sending_words.words(self.host.game, self.attempt.shown, hand.seen, hand.live, hand.pulse >= 1)

    def holds(self) -> bool:
        """What comes after a win waits until it was seen."""
        return not self.hand.rests()

    def on_update(self, seconds: float) -> None:
        self.hand.update(seconds)
        super().on_update(seconds)

    def paint_base(self, canvas: Canvas) -> None:
        """The backdrop, the land and the empty sheets beside it, as one layer."""
        sheets = tuple(rect for panel in self.panels for rect in panel.sheets())

        def still(sub: Canvas) -> None:
            self.stage.paint_land(sub)
            for sheet in sheets:
                sub.panel(*sheet)

        draw_base(canvas, ("by hand", self.stage.land(), sheets), still)
