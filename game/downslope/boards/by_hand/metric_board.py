"""Levels in which the metric is chosen and Pip rolls to its bottom: both bowls on one axis, and who pulls how hard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...view.widgets.layout import Part, Split, column, fits, row
from ..shared.panel import BESIDE, FreePlace, Panel, PanelBoard, Tabs
from ..shared.tiles import TileSpec, auto_tile, with_way_on
from . import metric_words
from .metric_panels import ChipsPanel, ComparePanel, OrdersPanel
from .metric_stage import MetricStage

if TYPE_CHECKING:
    from ...rules.level import Level
    from ..shared.host import Host

SIDE, TILES, GAP = 472.0, 84.0, 12.0


class MetricBoard(PanelBoard):
    """The bowls at the left; metrics, orders and the comparison at the right."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.stage, self.chips = MetricStage(host), ChipsPanel(host)
        self.orders, self.compare = OrdersPanel(host), ComparePanel(host)
        self.cover = self.tabs = Tabs(host, self._items)
        self.tabs.high, self.tabs.under = 44.0, GAP
        self.message_place = self.beside = FreePlace()

    @classmethod
    def suits(cls, level: Level) -> bool:
        knob, network = level.knob("metric"), level.network
        one = network.size == network.inputs == network.outputs == 1
        return level.learner is not None and knob is not None and len(knob.stops) > 1 and one and (
            level.visibility("bowl") == "full" and level.visibility("error") != "none"
            and level.visibility("goal") != "hidden"
        )  # fmt: skip

    def _both(self) -> Split | None:
        """The orders over the comparison, where they have room."""
        both = column(Part(self.orders, self.orders.high), Part(self.compare))
        under = self.host.height - 192.0 - self.chips.high - GAP
        return both if fits(both, (0.0, 0.0, SIDE, under)) else None

    def _stays(self) -> bool:
        """What was ordered can be read while a verdict is told: the orders are no page then."""
        return self.host.overlay_kind == "verdict" and self._both() is not None

    def _items(self) -> list[tuple[str, Panel | Split]]:
        both = self.compare if self._stays() else self._both()
        return [("", both)] if both else [(_("Orders"), self.orders), (_("Compare"), self.compare)]

    def tree(self) -> Split:
        orders = Part(self.orders, self.orders.high if self._stays() else 0.0)
        side = column(Part(self.chips, self.chips.high), orders, Part(self.tabs))
        return column(
            Part(row(Part(self.stage), Part(side, SIDE), gap=BESIDE)),
            Part(row(Part(self.tiles_place), Part(self.beside, SIDE), gap=BESIDE), TILES),
        )

    def press(self, name: str) -> bool:
        if name in ("metric", "reset", "next"):
            self.host.says = None
        return False

    def tiles(self) -> list[TileSpec]:
        attempt = self.attempt
        word = attempt.now.words.get("metric")
        tiles = [
            TileSpec("step", _("Step"), "step", "step", primary=True, enabled=not attempt.over),
            TileSpec("learn", _("Learn"), "learn", "learn", enabled=not attempt.over, on=attempt.playback.running),
            TileSpec("metric", _(word).capitalize() if word else _("Metric"), "cup", "metric"),
            TileSpec("reset", _("Reset"), "reset", "reset"),
            TileSpec("hint", _("Hint"), "hint", "hint"),
            auto_tile(self.attempt),
        ]
        return with_way_on(self.attempt, tiles)

    def words(self) -> tuple[str, str]:
        return metric_words.words(self.attempt, self.stage.solid)
