"""Where everything stands on the map: rows of stops on ridges, pages of rows, signs, the village. In design pixels.

The path winds: rows run to the right and to the left in turn. A chapter is never torn apart unless it is longer
than a row. Trails of plugins follow below, or beside the end of the path where one is short enough.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from ...i18n import N_
from ...rules import Level
from ..draw import BODY, LEAD, NUMBER, STRONG, Canvas, Point, first_free_place, meets, smooth
from ..widgets.ink import Boxed, Ink, Line, Mark, Row, icon
from ..widgets.widget import Rect

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
        """Of the rows; the panel with the chosen level below them is 100 high at the usual text size."""
        return self.h - BELOW - (22 + 78 * max(1.0, self.type))

    def ridge(self, slot: int, x: float) -> float:
        """y of the stops of a row, which follow its ridge."""
        drift, wave, length, phase = WAVES[slot % 4]
        part = smooth(x / (self.w - 100)) if slot % 2 == 0 else smooth((self.w - 30 - x) / (self.w - 130))
        return self.base(slot) + drift * part + wave * math.sin(x / length + phase)

    def base(self, slot: int) -> float:
        first = FIRST + 34 * self.type
        last = self.bottom - LAST
        return first + (last - first) * slot / max(1, self.slots - 1)


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
    line, width = -1, (IN_ROW - 1) * _pitch(plan)
    for row in rows:
        line += not row.shared
        page, slot = divmod(line, plan.slots)
        plan.rows.append(row._replace(page=page, row=slot))
        pitch = 67.5 if row.shared else width / (row.size - 1) if row.size >= IN_ROW - 2 else _pitch(plan)
        left = 62.0 if row.shared else (plan.w - width) / 2 - 10
        for i in range(row.size):
            x = left + i * pitch if row.way > 0 else left + width - i * pitch
            y = plan.ridge(slot, x) + (6 * (-1) ** i if row.trail else 0)
            plan.spots.append(StagePoint(stops[row.first + i], page, slot, x, y))
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
            # From the end of a row down to the next one, along the window's edge
            end, start, turn = plan.spots[row.first - 1], plan.spots[row.first], -1 if row.way < 0 else 1
            side = min(plan.w - 18, max(end.x, start.x) + 82) if turn < 0 else max(36.0, min(end.x, start.x) - 76)
            bend = (side + turn * 18, end.y + 38), (side, (end.y + start.y) / 2 + 2), (side + turn * 22, start.y - 16)
            path += [(point, -1) for point in bend]
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


# Where the signs of chapters and trails stand: over their first stops, or a little further along the way, but never
# over stops, Pip or each other.


PIP, AIR = 17.0, 0.5  # half of him; between his feet and what he stands on
ABOVE = 26.0  # from the middle of a stop up to the lower edge of a sign
STARS_BELOW = 38.0  # from the middle of a stop to the lower end of its stars
APART = 10.0  # between two signs
SHIFT, STEPS = 12.0, 36  # signs are moved along their row in steps of so much; so many to either side


class Sign(NamedTuple):
    """The sign of the chapter or trail whose stops begin at `first`; its left upper corner and its size."""

    first: int
    page: int
    x: float
    y: float
    w: float
    h: float
    brief: bool = False  # it says less

    @property
    def rect(self) -> Rect:
        return self.x, self.y, self.w, self.h


def place_signs(canvas: Canvas, plan: MapPlan, texts: Mapping[int, SignText], pip: int) -> list[Sign]:
    """Places for signs over these stops, in the path's order. `pip`: the stop that he stands on, -1 for none.

    Where a sign of a row would cover something, all of them say less.
    """
    signs = list[Sign]()
    for row in plan.rows:
        stops = [spot for spot in plan.spots if spot.page == row.page]
        kept = [stop_box(spot) for spot in stops] + [pip_box(plan.spots[pip])] * (pip >= 0 and plan.spots[pip] in stops)
        kept += [_wider(sign) for sign in signs if sign.page == row.page]
        for brief in (False, True):
            placed, taken, free = list[Sign](), list(kept), True
            for first in range(row.first, row.first + row.size):
                if first not in texts:
                    continue
                # The nearest to its stop first; a little higher where it stands over Pip
                spot, (wide, high) = plan.spots[first], texts[first].ink(brief).size(canvas)
                start = spot.x - 20 if row.way > 0 else spot.x + 22 - wide
                start += 88 if row.shared else 0  # beside the way that comes down to its first stop
                starts = sorted((SHIFT * k for k in range(-STEPS, STEPS)), key=abs)
                places = list[Rect]()
                for x in dict.fromkeys(min(max(24.0, start + by), plan.w - 24 - wide) for by in starts):
                    top = min(plan.ridge(spot.row, at) for at in (x, x + wide / 2, x + wide)) - ABOVE - high
                    places += [(x, y, wide, high) for y in (top, top - PIP_ABOVE + 9) if y > TOP or y == top]
                if placed:
                    places = [rect for rect in places if (rect[0] - placed[-1].x) * row.way > 0] or places[:1]
                rect = places[first_free_place(places, taken, margin=0.0)]
                free = free and not any(meets(rect, other) for other in taken)
                placed.append(Sign(first, row.page, *rect, brief))
                taken.append(_wider(placed[-1]))
            if free:
                break
        signs += placed
    return signs


def stop_box(spot: StagePoint) -> Rect:
    """What a stop covers, with its stars."""
    half = 24.0 if spot.stop.kind == "recap" else 21.0
    stars = spot.stop.state == "done" and spot.stop.kind != "recap"
    return spot.x - half, spot.y - 21, 2 * half, 21 + (STARS_BELOW if stars else 24)


def pip_box(spot: StagePoint) -> Rect:
    """What Pip covers when he floats over a stop."""
    return spot.x - PIP, spot.y - PIP_ABOVE - PIP, 2 * PIP, PIP_ABOVE + PIP


def lift_over(signs: Sequence[Sign], spot: StagePoint) -> float:
    """How much higher Pip is over a stop, so that he stands on a sign there and not before its words."""
    left, top, wide, _high = pip_box(spot)
    under = [sign.y for sign in signs if sign.page == spot.page and meets(sign.rect, (left, top, wide, wide))]
    return top + wide - min(under) + AIR if under else 0.0


def _wider(sign: Sign) -> Rect:
    return sign.x - APART, sign.y, sign.w + 2 * APART, sign.h


class SignText(NamedTuple):
    """What a sign says. number "": a trail of a plugin. locked: `right` is what opens it, or how long it is.

    `brief` stands in for it where there is too little room.
    """

    number: str
    name: str
    right: str = ""
    locked: bool = False
    brief: str = ""

    def ink(self, brief: bool = False) -> Ink:
        if not self.number:
            return Boxed(Row((icon("puzzle", 20, "plugin"), Line(self.name, STRONG))), (10, 5), "panel", "plugin")
        right = self.brief if brief and self.brief else self.right
        fill, colour, bright = ("raised", "text2", "text2") if self.locked else ("prim", "prim_text", "text")
        chip = Boxed(Line(self.number, NUMBER, colour, "middle"), (7, 1), fill, radius=7)
        end = Line(right, BODY, "text2") if self.locked else Line(right, NUMBER)
        marked = Row((Mark(_draw_mark, (self.locked,), 16, wide=18), end), 6)
        items = (chip, Line(self.name, LEAD, bright), Ink(), marked, Ink())
        return Boxed(Row(items, 10), (5, 4.5), "panel", "border2", line=1.0)


def _draw_mark(canvas: Canvas, rect: Rect, locked: bool) -> None:
    x, y, w, h = rect
    if locked:
        canvas.icon("lock", x + (w - h) / 2, y, h, "text2")
    else:
        canvas.star(x + w / 2, y + h / 2, 0.47 * h)


def draw_sign(canvas: Canvas, sign: Sign, text: SignText) -> None:
    """A sign where it was placed, as one layer."""
    canvas.shadow(*sign.rect, 10, 4, 5, 0.8)
    text.ink(sign.brief).put(canvas, sign.rect)


WIDE, HIGH, FOOT = 56.0, 30.0, 69.0  # room of a thing; from the middle of a stop down to its foot
ASIDE, ROOM = 42.0, 70.0  # so far it stands beside its stop where a sign is in the way; the end of all that
SMALL, LEAST, THING_AIR = 22.0, 16.0, 2.0  # height of a thing between the stars of two stops; of any; from it to a sign
SECONDS, GROWTH_STEPS = 0.4, 8  # in which it grows; so many pictures of that


# What a level adds, in assets/pictures/village.svg: its own height in px, and what it is
THINGS: dict[str, tuple[float, str]] = {
    "double-it": (112, N_("a light in the house")),
    "a-hundredth": (102, N_("an open door and its step")),
    "seven": (112, N_("three full barrels at the well")),
    "below-zero": (92, N_("a flag on the ice stall")),
    "one-knob-two-days": (86, N_("a taxi")),
    "in-the-dark": (50, N_("a fountain")),
    "plus-and-minus": (82, N_("a steaming pot")),
    "the-grump": (50, N_("five cups on a table")),
    "no-perfect-answer": (46, N_("three plants")),
    "warmer": (104, N_("steam over the bath house")),
    "stuck-steps": (74, N_("the sign of the gear")),
    "which-way": (66, N_("five warm windows")),
    "dead-wire": (70, N_("two microphones on the bandstand")),
    "hands-off": (54, N_("the boat at the quay")),
}


def thing_places(plan: MapPlan, signs: Sequence[Sign]) -> dict[int, Rect]:
    """Index of a won level's stop -> where its thing stands.

    Under the stop; where a sign is in the way, beside it, or over the sign: between two stops, smaller.
    """
    places: dict[int, Rect] = {}
    taken = [(spot.page, stop_box(spot)) for spot in plan.spots]
    taken += [(sign.page, (sign.x, sign.y - THING_AIR, sign.w, sign.h + THING_AIR)) for sign in signs]
    for index, (stop, page, _row, x, y) in enumerate(plan.spots):
        if stop.level is None or stop.level.id not in THINGS or stop.state != "done":
            continue
        low = y + FOOT
        near = [sign for sign in signs if sign.page == page and x - ROOM < sign.x + sign.w and sign.x < x + ROOM]
        over = min([low, *(sign.y - THING_AIR for sign in near if sign.y > y)])
        room = max(LEAST, over - y - STARS_BELOW)
        ways = ((0, low, HIGH), (ASIDE, low, HIGH), (-ASIDE, low, HIGH), (0, over, room), (ASIDE, over, SMALL),
                (-ASIDE, over, SMALL), (0, over, LEAST))  # fmt: skip
        rects = [(x + across - WIDE * high / HIGH / 2, foot - high, WIDE * high / HIGH, high)
                 for across, foot, high in ways]  # fmt: skip
        kept = [rect for each, rect in taken if each == page]
        places[index] = rects[first_free_place(rects, kept, margin=0.0)]
        taken.append((page, places[index]))
    return places
