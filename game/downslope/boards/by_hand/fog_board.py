"""Levels by hand in the fog: a weight is probed and only its error is told; the curve shows when the fog lifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...attempt.units import unit_title
from ...i18n import _
from ...rules.actions import Stop
from ...view.widgets.layout import Part, Split, column, row
from ..shared.panel import BESIDE, FreePlace, Panel, PanelBoard, Tabs
from ..shared.tiles import TileSpec, auto_tile, usual_counter, with_way_on
from . import fog_words
from .fog_model import Fog
from .fog_panels import LogPanel, MeterPanel, NeuronsPanel, SquarePanel
from .fog_stage import FogStage
from .probes_model import lifted

if TYPE_CHECKING:
    from ...rules.level import Level
    from ..shared.host import Host

SIDE, TILES = 456.0, 84.0
PIP = 410.0  # what he needs beside the tiles
LEAST = 170.0  # what the neurons leave for the log


class FogBoard(PanelBoard):
    """`fog`: what was seen, and how far it has lifted."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.fog = fog = Fog(host)
        self.stage, self.neurons, self.square = FogStage(host, fog), NeuronsPanel(host, fog), SquarePanel(host, fog)
        self.meter, self.log = MeterPanel(host, fog), LogPanel(host, fog)
        self.cover = self.tabs = Tabs(host, self._items, 1)
        self.tabs.under = 12.0
        self.message_place = self.beside = FreePlace()
        self._square = 0.0  # its height when the panels were laid

    @classmethod
    def suits(cls, level: Level) -> bool:
        by_hand = level.learner is None and level.knob("weight") is not None and level.network.size == 1
        return by_hand and level.visibility("bowl") == "fog" and level.visibility("error") != "none"

    def _items(self) -> list[tuple[str, Panel | Split]]:
        square, meter = Part(self.square, self.square.wanted), Part(self.meter, self.meter.wanted)
        if not self.compact:
            return [("", column(square, meter, Part(self.log)))]
        neurons = column(Part(self.neurons, self.neurons.wanted), square)
        return [(_("Neuron"), neurons), (_("Probes"), column(meter, Part(self.log)))]

    def tree(self) -> Split:
        self._square = self.square.wanted
        room = self.host.height - 192.0
        neurons = 0.0 if self.compact else min(self.neurons.wanted, room - LEAST)  # of many examples those with room
        side = column(Part(self.neurons, neurons), Part(self.tabs))
        tiles = min(len(self.tiles()) * 124.0 - 12, self.host.width - 48 - BESIDE - PIP)
        return column(
            Part(row(Part(self.stage), Part(side, SIDE), gap=BESIDE)),
            Part(row(Part(self.tiles_place, tiles), Part(self.beside), gap=BESIDE), TILES),
        )

    def begins(self) -> str:
        return "weight"

    # -- what the player does ----------------------------------------------------------------------------------------

    def press(self, name: str) -> bool:
        if name == "probe":
            self.host.says = None
            self.attempt.drag = None
        if name != "stop":
            return False
        self._call()
        return True

    def _call(self) -> None:
        """Call the bottom; where it is not, Pip says why."""
        attempt = self.attempt
        attempt.drag = None
        if attempt.asking.open_before(self._call):
            return
        if attempt.act(Stop()) and not attempt.session.won:
            self.host.says = (_("Not here."), fog_words.why_not(attempt.session, self.fog.seen))
            self.host.game.sound.play("thud")

    def tiles(self) -> list[TileSpec]:
        attempt = self.attempt
        level = attempt.session.level
        tiles = [TileSpec("probe", _("Probe"), "probe", "step", primary=True)] if level.probes is not None else []
        if level.stop:
            tiles.append(TileSpec("stop", _("Call"), "stop", "code", enabled=not attempt.asking.holds))
        if level.knob("metric") is not None:
            tiles.append(TileSpec("metric", self.fog.word("metric").capitalize(), "cup", "metric"))
        tiles += [
            TileSpec("undo", _("Undo"), "undo", "undo"),
            TileSpec("reset", _("Reset"), "reset", "reset"),
            TileSpec("hint", _("Hint"), "hint", "hint"),
        ]
        if attempt.can_auto:
            tiles.append(auto_tile(self.attempt))
        return with_way_on(self.attempt, tiles)

    def words(self) -> tuple[str, str]:
        return fog_words.words(self.attempt.shown, self.fog.seen, lifted(self.attempt.shown))

    def counter(self) -> tuple[str, int, int | None]:
        level, session = self.attempt.shown.level, self.attempt.shown
        if level.par is None:
            return (unit_title(level, "probes"), session.tally.probes, None)
        return usual_counter(self.attempt)

    # -- each frame --------------------------------------------------------------------------------------------------

    def holds(self) -> bool:
        return self.fog.holds()

    def on_update(self, seconds: float) -> None:
        self.fog.update(seconds)
        super().on_update(seconds)
        if self.square.wanted != self._square:  # by another metric the error is a square, or is none any more
            self.host.relayout()
