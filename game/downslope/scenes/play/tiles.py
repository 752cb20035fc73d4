"""The row of tiles under a board: which of them are seen, where each stands, and the dare among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ...boards.shared.tiles import TileSpec
from ...i18n import _
from ...rules.shown import brings
from ...view.draw.tokens import LABEL
from ...view.widgets.button import Tile, set_alike
from ...view.widgets.panel import boxes
from ...view.widgets.widget import Rect, Widget

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...boards.shared.board import Board
    from .play_screen import PlayScreen

WIDE, GAP = 112.0, 12.0
WAYS_ON = ("next", "card", "again")  # they take the place of what they replace


def shown_tiles(board: Board) -> list[TileSpec]:
    """The tiles that the level shows; where it has more to show than its own later parts bring, one for everything."""
    shows, every = board.attempt.shows, board.tiles()
    later = shows | brings(board.attempt.level)
    tiles = [tile for tile in every if not tile.thing or tile.thing in shows or tile.primary]
    panels = (box for tree in (board.stage_tree(), *board.sides()) for box in boxes(tree))
    hidden = [tile for tile in every if tile not in tiles and tile.thing not in later]
    if hidden or not all(panel.is_shown(later) for panel in panels):
        tip = _("Every panel that this level has")
        tiles.append(TileSpec("everything", _("Show all"), "plus", "everything", tip=tip))
    return tiles


def make_tiles(play: PlayScreen, specs: Sequence[TileSpec], columns: Mapping[str, int], at: Rect) -> list[Widget]:
    """From left to right, each 112 wide; where they would not fit, narrower, and no place is left free."""
    x, y, width, height = at
    specs = sorted(specs, key=lambda spec: columns[spec.name])
    numbers = [columns[spec.name] for spec in specs]
    count = 1 + max(numbers, default=0)
    if (WIDE + GAP) * count - GAP > width:
        numbers, count = list(range(len(specs))), max(1, len(specs))
    each = min(WIDE, (width - GAP * (count - 1)) / count)
    canvas = play.measure()
    tiles: list[Tile] = []
    for spec, number in zip(specs, numbers):
        kind = "primary" if spec.primary else "on" if spec.on else "normal"
        short = spec.brief and canvas.width(spec.label, LABEL) > each - 24
        label = spec.brief if short else spec.label
        place = (x + number * (each + GAP), y, each, height)
        tile = Tile(
            f"tile {spec.name}", place, label, spec.icon, partial(play.do, spec.name), kind=kind,
            key=spec.key, group="tiles", enabled=spec.enabled, waits=spec.waits, tip=spec.tip,
        )  # fmt: skip
        tile.refusal_reason = spec.refusal_reason
        tiles.append(tile)
    set_alike(canvas, tiles)
    return [*tiles]


def dare_of(attempt: Attempt) -> list[TileSpec]:
    """A bet that waits, lit until it was looked at; or that it was missed."""
    open_bets = attempt.open_bets
    if open_bets.offered and (open_bets.open is None or open_bets.dared):
        new = open_bets.offered[0] not in open_bets.looked
        return [TileSpec("dare", _("Dare"), "flask", "dare", on=new, tip=_("A bet on what a run will do"))]
    if open_bets.open is None and open_bets.missed:
        why = _("Your run has shown the answer. Reset brings the bet back.")
        return [TileSpec("dare", _("Missed"), "flask", "dare", enabled=False, refusal_reason=why)]
    return []
