"""The stencil by hand: a picture, nine cells to turn, the map of the last look beside the wanted one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _, several
from ...view.widgets.layout import Part, Split, column, row
from ..shared.panel import BESIDE, EDGE, FreePlace, PanelBoard
from ..shared.tiles import TileSpec, auto_tile, with_way_on
from .stencil_model import whole_picture
from .stencil_panels import CellsPanel, MapsPanel, PicturePanel, ProductsPanel, StencilLooks

if TYPE_CHECKING:
    from ...rules.level import Level
    from ..shared.host import Host

PICTURE, STENCIL, MAPS = 328.0, 404.0, 468.0  # widths in a window of 1280, what is more is shared
ROW, TILE, TILES_HIGH = 84.0, 124.0, 84.0
MESSAGE = 420.0  # the least width in which Pip speaks
READ = 1.0  # seconds that the maps are left to be seen after a win


class StencilBoard(PanelBoard):
    """Picture, stencil and maps side by side; below them the nine products."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.looks = StencilLooks(host.attempt)
        self.picture, self.cells = PicturePanel(host, self.looks), CellsPanel(host, self.looks)
        self.cover = self.maps = MapsPanel(host, self.looks)
        self.products, self.beside = ProductsPanel(host, self.looks), FreePlace()
        self.message_place = self.beside
        self._rest = 0.0
        self._heard = 0

    @classmethod
    def suits(cls, level: Level) -> bool:
        turned = all(level.knob("weight", i) is not None for i in range(level.network.size))
        return level.learner is None and level.probes is not None and turned and whole_picture(level)

    def tree(self) -> Split:
        spare = (self.host.width - 2 * EDGE - 2 * BESIDE - PICTURE - STENCIL - MAPS) / 3
        above = row(Part(self.picture, PICTURE + spare), Part(self.cells, STENCIL + spare), Part(self.maps), gap=BESIDE)
        wide = min(len(self.tiles()) * TILE - 12, self.host.width - 2 * EDGE - MESSAGE)
        below = row(Part(self.tiles_place, wide), Part(self.beside), gap=BESIDE)
        upper = column(Part(above), Part(self.products, ROW), gap=BESIDE)
        return column(Part(upper), Part(below, TILES_HIGH))

    def begins(self) -> str:
        return "cell 1"

    def tiles(self) -> list[TileSpec]:
        tiles = [
            TileSpec("probe", _("Look"), "eye", "step", primary=True),
            TileSpec("undo", _("Undo"), "undo", "undo"),
            TileSpec("reset", _("Reset"), "reset", "reset"),
            TileSpec("hint", _("Hint"), "hint", "hint"),
        ]
        if self.attempt.can_auto:
            tiles.append(auto_tile(self.attempt))
        return with_way_on(self.attempt, tiles)

    def words(self) -> tuple[str, str]:
        shown, count = self.attempt.shown, self.looks.differ()
        if shown.won:
            return _("That is the stencil."), _("Every place of the map agrees.")
        if not shown.probed:
            return _("A look slides the whole stencil once."), _("Turning cells is free: only looks are counted.")
        new = self.looks.changed()
        if new:
            plain = several("One cell is new. Look again.", "{count} cells are new since then. Look again.", new)
            return _("The map is of the last look."), plain.format(count=new)
        told = several("One place still differs.", "{count} places still differ.", count).format(count=count)
        return told, several("Where, and what stands around it?", "Where, and what stands around them?", count)

    def holds(self) -> bool:
        return self._rest < READ

    def on_update(self, seconds: float) -> None:
        super().on_update(seconds)
        shown = self.attempt.shown
        self._rest = self._rest + seconds if shown.won else 0.0
        if len(shown.probed) > self._heard and not shown.won:
            self.host.game.sound.pluck(float(self.looks.differ()), 0.5)
        self._heard = len(shown.probed)
