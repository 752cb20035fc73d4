"""The frame of every play screen: where the stage, the sides, the tiles and the dock stand.

At the left the stage over the tiles, at the right what is known, under it the dock. Nothing lies over anything: what is
said takes the room that it needs of the right column.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ...attempt.attempt import Attempt
from ...boards.shared.board import Board, TileSpec
from ...boards.shared.panel import BESIDE, EDGE, SIDE, TILE
from ...i18n import _
from ...rules import ALL, TOOLS, Next, Reset, brings, is_fresh
from ...view.draw import Canvas, Tween
from ...view.widgets.panel import (
    GAP,
    NOTHING,
    Box,
    Group,
    Panel,
    Part,
    Split,
    boxes,
    column,
    fit_content,
    least_size,
    only,
    row,
)
from ...view.widgets.widget import Rect
from .dock import Dock, PlaySpeech

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
    # What rests in the dock stays while something is said where there is room, once something was done
    if dock.rest is not None and dock.first != "rest" and not is_fresh(dock.play.attempt.shown):
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
        for way in [stage] if isinstance(stage, Box) or stage.direction != "either" else [p.what for p in stage.parts]:
            most = max(low, h - GAP - least_size(way)[1])
            below = next((high for high in (dock.say(group, most) for group in ways) if high <= most + 0.5), None)
            if below is not None:
                strip = row(Part(column(Part(Box()), tiles, gap=0.0)), Part(dock, width), gap=BESIDE)
                return column(Part(way), Part(strip, max(low, below)))
        width = min(width, max(COLUMN, beside))
        groups = dock.ways(width, h)
    sizes = [least_size(side) for side in sides]
    for group in groups[:-1]:  # the last ones are for where it has the whole column
        for side, (wide, high) in zip(sides, sizes):
            most = max(low, h - GAP - high) if high + GAP + low <= h + 0.5 and wide <= width + 0.5 else 0.0
            if most and (said := dock.say(group, most)) <= most + 0.5:
                rests = dock.first == "rest" and not grows(side)
                foot = Part(dock, max(low, said), 1.0 if rests else None)
                right = column(fit_content(side) if rests else Part(side), foot)
                return row(Part(column(Part(stage), tiles)), Part(right, width), gap=BESIDE)
    dock.say([way for group in groups for way in group], h)
    return row(Part(column(Part(stage), tiles)), Part(dock, width), gap=BESIDE)


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


SECONDS, AROUND, LINE, CORNER, DASH = 0.3, 3.0, 3.0, 19.0, (10.0, 6.0)  # a ring that is not dashed is the focus


@dataclass(eq=False)
class NewThing:
    """What a part of a level brings: a frame comes to it from the dock, where Pip speaks, and stays until it is used.

    `part`: the one whose thing is framed. `used`: the parts in which it was used, by an action or by its press.
    """

    play: PlaySpeech
    way: Tween = field(default_factory=lambda: Tween(SECONDS))
    part: int = -1
    used: set[int] = field(default_factory=set)

    def places(self) -> list[Rect]:
        """Where what is new stands; nothing where the level was won before, or shows all from the start."""
        play, attempt = self.play, self.play.attempt
        session, shows = attempt.session, attempt.shows
        if session.stage in self.used or shows == ALL or play.bare or play.game.progress.stars(attempt.level.id):
            return []
        new = {name for name in session.level.introduces if name in shows and name not in TOOLS}
        panels: list[Panel] = [*play.board.panels]
        for panel in panels:
            panels += panel.shown if isinstance(panel, Group) else ()
        tiles = {f"tile {tile.name}" for tile in play.board.tiles() if tile.thing in new}
        return [*(panel.rect for panel in panels if panel.thing in new),
                *(widget.rect for widget in play.widgets if widget.name in tiles)]  # fmt: skip

    def update(self, seconds: float) -> None:
        session = self.play.attempt.session
        if session.stage != self.part:
            self.part = session.stage
            self.way.jump(0.0)
            self.way.go(1.0)
        elif session.actions and not isinstance(session.actions[-1], (Next, Reset)):
            self.used.add(self.part)
        self.way.update(seconds, self.play.game.settings.still)

    def paint(self, canvas: Canvas) -> None:
        part, start, hue = self.way.value, self.play.dock.rect, canvas.readable("glow", "bg1")
        for place in self.places():
            x, y, w, h = (a + (b - a) * part for a, b in zip(start, place))
            canvas.rect(x - AROUND, y - AROUND, w + 2 * AROUND, h + 2 * AROUND, None, CORNER, hue, LINE, part, DASH)
