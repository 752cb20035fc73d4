"""Where everything stands on the map: rows of stops on ridges, pages of rows. Pure geometry in design pixels.

The path winds: rows run to the right and to the left in turn. A chapter is never torn apart unless it is longer
than a row. Trails of plugins follow below, or beside the end of the path where one is short enough.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from ...rules.level import Level
from ..draw.raster import Point
from ..draw.tween import smooth
from ..widgets.widget import Rect

# ---------------------------------------------------------------------------------------------------------------------
# A stop on the map: what it is, and in what state. Shared by the map's layout, its picture and the scene.


class MapStop(NamedTuple):
    """kind: level, recap, plugin. state: done, open, locked."""

    kind: str
    chapter: int  # counted from 1; 0: of a plugin
    number: int  # in its chapter or on its trail, counted from 1; 0: a recap
    trail: str = ""  # the plugin whose trail it is on
    state: str = "locked"
    marks: tuple[bool, ...] = ()  # the three stars of a level, or which answers of a recap were right
    level: Level | None = None  # None: a recap, or a level that is only announced

    @property
    def name(self) -> tuple[int, str, int]:
        """What it can be found again by."""
        return self.chapter, self.trail, self.number


IN_ROW = 14  # stops of a full row
TOP, SIDE = 64.0, 84.0  # lower edge of the top bar; from the window's edge to the first stop
EDGE, BELOW = 24.0, 16.0  # beside the panel and under it
STONE = 19.0  # radius of a stone
FIRST, LAST = TOP + 52.0, 68.0  # from the top to the first row (and a sign), from the last row to the panel
PIP_ABOVE = 41.0  # how high Pip floats over the stop that he stands on
FLAG_AFTER = 156.0  # from the last stop of the path to the flag
WAVES = ((14.0, 8.0, 112.0, 0.4), (16.0, 9.0, 98.0, 2.0), (14.0, 9.0, 118.0, 1.2), (10.0, 8.0, 104.0, 0.6))


class StagePoint(NamedTuple):
    """A stop and its place."""

    stop: MapStop
    page: int
    row: int  # of its page, from the top
    x: float
    y: float


class MapRow(NamedTuple):
    """Stops first ... first + size - 1, running to the right (1) or to the left (-1); `trail`: a plugin's."""

    page: int
    row: int
    first: int
    size: int
    way: int
    trail: bool = False
    shared: bool = False  # stands beside the end of the path, in the same row


@dataclass
class MapPlan:
    """The whole map for a window of w x h design pixels and texts `type` times as large as usual."""

    w: float
    h: float
    type: float
    slots: int = 4  # rows of a page
    pages: int = 1
    rows: list[MapRow] = field(default_factory=list)
    spots: list[StagePoint] = field(default_factory=list)
    flag: tuple[int, float, float] | None = None  # page, x, y
    key: Hashable = None  # what its picture depends on
    lamps: dict[tuple[int, int], tuple[Point, ...]] = field(default_factory=dict)  # their feet, by page and chapter
    things: dict[int, Rect] = field(default_factory=dict)  # where those of won levels stand, by the index of the stop

    @property
    def bottom(self) -> float:
        """Upper edge of the panel."""
        return self.h - BELOW - panel_height(self.type)

    def ridge(self, slot: int, x: float) -> float:
        """y of the stops of a row, which follow its ridge."""
        drift, wave, length, phase = WAVES[slot % 4]
        part = smooth(x / (self.w - 100)) if slot % 2 == 0 else smooth((self.w - 30 - x) / (self.w - 130))
        return self.base(slot) + drift * part + wave * math.sin(x / length + phase)

    def base(self, slot: int) -> float:
        first = FIRST + 34 * self.type
        last = self.bottom - LAST
        return first + (last - first) * slot / max(1, self.slots - 1)

    def on_page(self, page: int) -> list[int]:
        return [i for i, spot in enumerate(self.spots) if spot.page == page]


def panel_height(type_: float) -> float:
    """Of the panel with the chosen level: 100 at the usual text size."""
    return 22 + 78 * max(1.0, type_)


def make_plan(stops: Sequence[MapStop], w: float, h: float, type_: float) -> MapPlan:
    """Rows, pages and places for these stops in a window of w x h; `type_`: factor of the text size."""
    plan = MapPlan(w, h, max(1.0, type_))
    rows: list[MapRow] = []
    start = 0
    for (chapter, _trail), group in groupby(stops, key=lambda stop: (stop.chapter, stop.trail)):
        count = len(list(group))
        if rows and chapter and rows[-1].size + count <= IN_ROW:
            rows[-1] = rows[-1]._replace(size=rows[-1].size + count)
        else:
            rows += [MapRow(0, 0, start + first, min(IN_ROW, count - first), 1, chapter == 0)
                     for first in range(0, count, IN_ROW)]  # fmt: skip
        start += count
    rows = [row if row.trail else row._replace(way=1 if i % 2 == 0 else -1) for i, row in enumerate(rows)]
    beside = [i for i, row in enumerate(rows) if row.trail][:1]
    if beside:  # where there is room for a trail's row on the far side of the flag
        last, trail = rows[beside[0] - 1], rows[beside[0]]
        room = plan.w - 110 - (last.size - 1) * _pitch(plan) - FLAG_AFTER
        fits = last.way < 0 and not last.trail and trail.size <= 5 and room > 62 + trail.size * 68 + 60
        rows[beside[0]] = trail._replace(shared=fits)
    lines = sum(not row.shared for row in rows)
    room = plan.bottom - LAST - (FIRST + 34 * plan.type)
    fit = 1 + int(room / (78 + 34 * plan.type))
    plan.slots = max(2, min(fit, max(4, lines)))
    plan.pages = max(1, math.ceil(lines / plan.slots))
    line = -1
    for row in rows:
        line += not row.shared
        plan.rows.append(row._replace(page=line // plan.slots, row=line % plan.slots))
        _place(plan, plan.rows[-1], stops)
    path = [row for row in plan.rows if not row.trail]
    if path:
        end = plan.spots[path[-1].first + path[-1].size - 1]
        x = end.x + path[-1].way * FLAG_AFTER
        if 40 <= x <= plan.w - 70:
            plan.flag = (end.page, x, plan.ridge(end.row, x) + 6)
    states = tuple((stop.name, stop.kind, stop.state, stop.marks) for stop in stops)
    plan.key = (plan.w, plan.h, plan.type, states)
    return plan


def _pitch(plan: MapPlan) -> float:
    return min(120.0, (plan.w - 2 * SIDE - 20) / (IN_ROW - 1))


def _place(plan: MapPlan, row: MapRow, stops: Sequence[MapStop]) -> None:
    width = (IN_ROW - 1) * _pitch(plan)
    pitch = 67.5 if row.shared else width / (row.size - 1) if row.size >= IN_ROW - 2 else _pitch(plan)
    left = 62.0 if row.shared else (plan.w - width) / 2 - 10
    for i in range(row.size):
        x = left + i * pitch if row.way > 0 else left + width - i * pitch
        y = plan.ridge(row.row, x)
        if row.trail:
            y += 6 * (-1) ** i
        plan.spots.append(StagePoint(stops[row.first + i], row.page, row.row, x, y))


def page_path(plan: MapPlan, page: int) -> list[tuple[Point, int]]:
    """The way over a page: places to pass, each with the stop that stands there, or -1 between stops."""
    rows = [row for row in plan.rows if row.page == page and not row.trail]
    path: list[tuple[Point, int]] = []
    for row in rows:
        positions = list(enumerate(plan.spots))[row.first : row.first + row.size]
        if not path:
            x = -14.0 if row.way > 0 else plan.w + 14
            x = 18.0 if row.first == 0 else x
            path.append(((x, plan.ridge(row.row, x)), -1))
        else:
            path += [(point, -1) for point in _bend(plan, plan.spots[row.first - 1], plan.spots[row.first], row.way)]
        path += [((spot.x, spot.y), index) for index, spot in positions]
    if not rows:
        return path
    last = rows[-1]
    if plan.flag is not None and plan.flag[0] == page:
        _page, x, y = plan.flag
        path += [((x - last.way * 60, plan.ridge(last.row, x - last.way * 60) + 2), -1), ((x + 0.0, y), -1)]
    elif any(row.page > page and not row.trail for row in plan.rows):
        x = plan.w + 14 if last.way > 0 else -14.0
        path.append(((x, plan.ridge(last.row, x)), -1))
    return path


def _bend(plan: MapPlan, end: StagePoint, start: StagePoint, way: int) -> list[Point]:
    """The way from the end of a row down to the next one, along the window's edge; `way`: of the next row."""
    side = plan.w - 18 if way < 0 else 36.0
    turn = -1 if way < 0 else 1
    edge = max(end.x, start.x) + 52 if way < 0 else min(end.x, start.x) - 46
    side = min(side, edge + 30) if way < 0 else max(side, edge - 30)
    middle = (end.y + start.y) / 2 + 2
    return [(side + turn * 18, end.y + 38), (side, middle), (side + turn * 22, start.y - 16)]
