"""The stencil by hand: a picture, nine cells to turn, the map of the last look beside the wanted one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ...learning.conv import WIDTH
from ...view.pictures.kernel_grid import Grid, GridPad, fitted
from ...view.pictures.stencil_cell import StencilCell
from ...view.scenery.backdrop import draw_sheets
from ...view.widgets.widget import Rect, Widget
from ..shared.board import Board
from ..shared.tiles import TileSpec, auto_tile, with_way_on
from .stencil_model import agreement, whole_picture, window
from .stencil_panels import draw_maps, draw_picture, draw_products, draw_stencil

if TYPE_CHECKING:
    from ...learning.network import Vector
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

PICTURE, STENCIL, GAP = 328.0, 404.0, 16.0
ROW, TILES = 84.0, 84.0
READ = 1.0  # seconds that the maps are left to be seen after a win
WAYS = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}


class StencilBoard(Board):
    """`place`: of the window, as an index of the map."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.place = 0
        self.cells: list[StencilCell] = []
        self._rest = 0.0
        self._heard = 0

    @classmethod
    def suits(cls, level: Level) -> bool:
        turned = all(level.knob("weight", i) is not None for i in range(level.network.size))
        return level.learner is None and level.probes is not None and turned and whole_picture(level)

    # -- what is seen ------------------------------------------------------------------------------------------------

    @property
    def pixels(self) -> Vector:
        return self.attempt.shown.run.examples[0][0]

    @property
    def wanted(self) -> Vector:
        return self.attempt.shown.run.examples[0][1]

    @property
    def side(self) -> int:
        return int(self.attempt.now.network.side)  # type: ignore[attr-defined]

    @property
    def map_side(self) -> int:
        return self.side - WIDTH + 1

    def looked(self) -> Vector | None:
        """The map of the last look."""
        probed = self.attempt.shown.probed
        return probed[-1].predictions[0] if probed else None

    def weights_then(self) -> Vector:
        """The stencil at the last look, or at the start."""
        shown = self.attempt.shown
        return shown.probed[-1].weights if shown.probed else shown.run.start

    # -- places ------------------------------------------------------------------------------------------------------

    def panels(self) -> tuple[Rect, Rect, Rect]:
        """Picture, stencil, maps."""
        wide, high = self.host.width - 48 - 2 * GAP, self.host.height - 72 - 24 - TILES - 12 - ROW - GAP
        spare = (wide - PICTURE - STENCIL - 468) / 3
        left, middle = PICTURE + spare, STENCIL + spare
        second = 24 + left + GAP
        third = second + middle + GAP
        return (24, 72, left, high), (second, 72, middle, high), (third, 72, self.host.width - 24 - third, high)

    def products_rect(self) -> Rect:
        return (24, self.host.height - 24 - TILES - 12 - ROW, self.host.width - 48, ROW)

    def picture_grid(self) -> Grid:
        x, y, w, h = self.panels()[0]
        return fitted((x + 20, y + 34 + 18 * self.k, w - 40, h - 34 - 18 * self.k - 58 - 10 * self.k), self.side)

    def stencil_grid(self) -> Grid:
        x, y, w, h = self.panels()[1]
        return fitted((x + 25, y + 38 + 18 * self.k, w - 50, h - 38 - 18 * self.k - 30 - 16 * self.k), WIDTH)

    def map_grids(self) -> tuple[Grid, Grid]:
        """Of the last look, and the wanted one."""
        x, y, w, h = self.panels()[2]
        cell = min((w - 44 - 20) / (2 * self.map_side), (h - 200) / self.map_side)
        top = y + 38 + 18 * self.k
        return Grid(x + 22, top, cell, self.map_side), Grid(x + w - 22 - cell * self.map_side, top, cell, self.map_side)

    def strip(self) -> Rect:
        return self.panels()[2]

    def tiles_at(self) -> Rect:
        return (24.0, self.host.height - 108.0, min(len(self.tiles()) * 124.0 - 12, self.host.width - 48 - 420), 84.0)

    def message(self) -> Rect | None:
        return self.beside_tiles()

    # -- widgets -----------------------------------------------------------------------------------------------------

    def begins(self) -> str:
        return "cell 1"

    def layout(self) -> list[Widget]:
        grid = self.stencil_grid()
        session = self.attempt.session
        self.cells = []
        for index in range(session.level.network.size):
            knob = session.level.knob("weight", index)
            values = [float(v) for v in (knob.values() if knob else None) or (-1, 0, 1)]
            x, y = grid.at(index)
            rect = (x + 5, y + 4, grid.cell - 10, grid.cell - 8)
            self.cells.append(StencilCell(f"cell {index + 1}", rect, values, partial(self._turned, index), self._shift))
        pads = [GridPad("picture", self.picture_grid(), self._on_pixel, _("Move the window"))]
        if not self.covered:
            pads += [GridPad(f"map {i}", each, self._on_place) for i, each in enumerate(self.map_grids())]
        self.refresh()
        return [*self.cells, *pads]

    # -- what the player does ----------------------------------------------------------------------------------------

    def _turned(self, index: int, value: float) -> None:
        """Turns of one cell between two looks are one."""
        self.host.says = None
        self.attempt.turn("weight", value, index, instead=True)

    def _on_pixel(self, pixel: int) -> None:
        row, column = divmod(pixel, self.side)
        middle = [min(self.map_side - 1, max(0, spot - 1)) for spot in (row, column)]
        self.place = middle[0] * self.map_side + middle[1]

    def _on_place(self, place: int) -> None:
        self.place = place

    def _shift(self, way: str) -> None:
        """Move the window by one place."""
        down, right = WAYS[way]
        row, column = divmod(self.place, self.map_side)
        row, column = (min(self.map_side - 1, max(0, spot)) for spot in (row + down, column + right))
        self.place = row * self.map_side + column

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
        shown, count = self.attempt.shown, self.differ()
        if shown.won:
            return _("That is the stencil."), _("Every place of the map agrees.")
        if not shown.probed:
            return _("A look slides the whole stencil once."), _("Turning cells is free: only looks are counted.")
        new = self.changed()
        if new:
            plain = _("{count} cells are new since then. Look again.") if new > 1 else _("One cell is new. Look again.")
            return _("The map is of the last look."), plain.format(count=new)
        return _("{count} places still differ.").format(count=count), _("Where, and what stands around them?")

    def changed(self) -> int:
        """Cells that are not what they were at the last look."""
        return sum(a != b for a, b in zip(self.attempt.shown.weights, self.weights_then()))

    def differ(self) -> int:
        return agreement(self.looked(), self.wanted).count(False)

    # -- each frame --------------------------------------------------------------------------------------------------

    def holds(self) -> bool:
        return self._rest < READ

    def on_update(self, seconds: float) -> None:
        shown = self.attempt.shown
        self._rest = self._rest + seconds if shown.won else 0.0
        if len(shown.probed) > self._heard and not shown.won:
            self.host.game.sound.pluck(float(self.differ()), 0.5)
        self._heard = len(shown.probed)

    def refresh(self) -> None:
        weights, then = self.attempt.shown.weights, self.weights_then()
        for cell, weight, before in zip(self.cells, weights, then):
            cell.value, cell.changed = weight, weight != before

    def paint_base(self, canvas: Canvas) -> None:
        panels = self.panels()
        draw_sheets(canvas, [*panels[: 2 if self.covered else 3], self.products_rect()])

    def paint(self, canvas: Canvas) -> None:
        row, column = divmod(self.place, self.map_side)
        shown = self.attempt.shown
        draw_picture(canvas, self.panels()[0], self.picture_grid(), self.pixels, (row, column), self.compact)
        draw_stencil(canvas, self.panels()[1], self.changed(), len(shown.probed), self.compact)
        if not self.covered:
            number = len(shown.probed)
            draw_maps(canvas, self.panels()[2], self.map_grids(), self.looked(), self.wanted, number, (row, column))
        seen = window(self.pixels, self.side, self.place)
        focus = next((i for i, cell in enumerate(self.cells) if cell.name == self.host.focus), None)
        draw_products(canvas, self.products_rect(), seen, tuple(shown.weights), self.wanted[self.place], focus)
