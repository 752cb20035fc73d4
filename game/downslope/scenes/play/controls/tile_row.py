"""The row of tiles under a board."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ....boards.shared.tiles import TileSpec
from ....view.draw.tokens import LABEL
from ....view.format.measure import measure
from ....view.widgets.button import Tile, set_alike
from ....view.widgets.widget import Rect, Widget

if TYPE_CHECKING:
    from ..shared.play_screen import PlayScreen

WIDE, GAP = 112.0, 12.0


def make_tiles(play: PlayScreen, specs: list[TileSpec], at: Rect) -> list[Widget]:
    """From left to right, each 112 wide, narrower where they would not fit."""
    x, y, width, height = at
    each = min(WIDE, (width - GAP * (len(specs) - 1)) / max(1, len(specs)))
    canvas = measure(play.game, play.width, play.height)
    tiles: list[Tile] = []
    for number, spec in enumerate(specs):
        kind = "primary" if spec.primary else "on" if spec.on else "normal"
        short = spec.brief and canvas.width(spec.label, LABEL) > each - 24
        label = spec.brief if short else spec.label
        place = (x + number * (each + GAP), y, each, height)
        tile = Tile(
            f"tile {spec.name}", place, label, spec.icon, partial(play.do, spec.name), kind=kind,
            key=spec.key, group="tiles", enabled=spec.enabled, waits=spec.waits, tip=spec.tip,
        )  # fmt: skip
        tile.why_not = spec.why_not
        tiles.append(tile)
    set_alike(canvas, tiles)
    return [*tiles]
