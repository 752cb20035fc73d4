"""The frame of every play screen: where the stage, the sides, the tiles and the dock stand.

At the left the stage over the tiles, at the right what is known, under it the dock. Nothing lies over anything: what is
said takes the room that it needs of the right column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...boards.shared.panel import BESIDE, EDGE, SIDE, TILE
from ...view.widgets.panel import (
    GAP,
    NOTHING,
    Box,
    Part,
    Split,
    alternatives,
    column,
    fit_content,
    least_size,
    only,
    row,
)
from ...view.widgets.widget import Rect
from .tiles import shown_tiles

if TYPE_CHECKING:
    from ...boards.shared.board import Board
    from .dock import Dock

PART, MOST = 0.4125, 640.0  # of the window's width, for the right column
WAYS = 560.0  # width of what drives a show
COLUMN = 400.0  # least width of a column for what is said, where there are no sides


def grows(side: Box | Split) -> bool:
    """Whether a side makes use of more room than it needs."""
    if isinstance(side, Box):
        return True
    shares = (part.share or (part.size is None and part.share is None and grows(part.what)) for part in side.parts)
    return any(shares)


def frame(room: Rect, board: Board, tiles: Part, dock: Dock) -> Split:
    """The fullest of the sides that has room beside what is said; where none has, what is said has the whole column.

    The knobs stand under the stage; where that would be too low, over the sides. A board without sides gives its stage
    the whole width; then the dock stands beside the tiles, as long as it can, and of a stage of several trees the
    fullest is taken that leaves what is said its room. What the level does not show has no place.
    """
    _x, _y, w, h = room
    shows = dock.play.attempt.shows
    stage = only(board.stage_tree(), shows)
    sides = [side for side in (only(side, shows) for side in board.sides()) if side != NOTHING]
    if dock.rest is not None and dock.first != "rest":  # where there is room, it stays while something is said
        rest = Part(dock.rest)
        sides = [way for side in sides for way in ([] if grows(side) else [column(fit_content(side), rest)]) + [side]]
    # Of the right column in a window so wide
    width, low = min(MOST, max(SIDE, PART * (w + 2 * EDGE))), tiles.size or 0.0
    if board.knobs is not None and board.knobs.is_shown(shows):
        knobs = Part(board.knobs, board.knobs.height)
        if least_size(stage)[1] + GAP + board.knobs.height + GAP + low <= h + 0.5:
            stage = column(Part(stage), knobs)
        else:
            sides = [column(knobs, Part(side)) for side in sides]
    if not sides:
        width = max(width, w - BESIDE - max(WAYS, TILE * len(shown_tiles(board)) - GAP))
    groups = dock.ways(width, h)
    if not sides:
        beside = w - BESIDE - least_size(stage)[0]  # what it leaves a column
        ways = groups[:-1] if beside >= COLUMN else groups
        for way in alternatives(stage):
            most = max(low, h - GAP - least_size(way)[1])
            below = next((high for high in (dock.say(group, most) for group in ways) if high <= most + 0.5), None)
            if below is not None:
                strip = row(Part(column(Part(Box()), tiles, gap=0.0)), Part(dock, width), gap=BESIDE)
                return column(Part(way), Part(strip, max(low, below)))
        width = min(width, max(COLUMN, beside))
        groups = dock.ways(width, h)
    for group in groups[:-1]:  # the last ones are for where it has the whole column
        for side in sides:
            wide, high = least_size(side)
            most = max(low, h - GAP - high) if high + GAP + low <= h + 0.5 and wide <= width + 0.5 else 0.0
            if most and (said := dock.say(group, most)) <= most + 0.5:
                rests = dock.first == "rest" and not grows(side)
                foot = Part(dock, max(low, said), 1.0 if rests else None)
                right = column(fit_content(side) if rests else Part(side), foot)
                return row(Part(column(Part(stage), tiles)), Part(right, width), gap=BESIDE)
    dock.say([way for group in groups for way in group], h)
    return row(Part(column(Part(stage), tiles)), Part(dock, width), gap=BESIDE)
