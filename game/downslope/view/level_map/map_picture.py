"""The land under the map: ridges in the evening, each carrying a row of the path, trees, and landmarks of chapters.

Drawn once for each page into an opaque layer; what moves is drawn over it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pygame

from ...rules.campaign import CHAPTERS
from ..draw.raster import Point
from ..draw.tween import smooth
from ..scenery import chapter_marks as marks
from ..scenery.hills import Dice, across, curve, draw_stars, hill, shade, through, tree
from .landmarks import draw_landmarks
from .map_layout import MapPlan, Spot, page_path

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from .map_sign_layout import Sign

SKY = tuple(zip((0.0, 0.17, 0.39, 0.78), (f"map_sky{i}" for i in range(4))))
TREES = 26  # on each ridge of a window 1280 wide
HAZE = 0.16  # how strong it is at a ridge
FOGGY = 1  # the ridge on which fog lies at first
STEPS = 24  # parts of the path's curve between two places
BEHIND, BEFORE = -7, 38  # from the ridge down to the foot of a lamp on either side of the path


def ridge_colour(canvas: Canvas, plan: MapPlan, slot: float, name: str = "map_ridge") -> str:
    """The colour of a ridge, or of its rim ("map_rim"); they grow darker towards the player."""
    place = slot * 3 / max(1, plan.slots - 1)
    low = min(2, int(place))
    return canvas.mix(f"{name}{low}", f"{name}{low + 1}", place - low)


class MapScenery(NamedTuple):
    """What the player has made of the land. ended: keys of chapters whose end was shown; drawing: pixels of a digit."""

    ended: frozenset[str] = frozenset()
    drawing: tuple[float, ...] = ()


def paint_land(canvas: Canvas, plan: MapPlan, page: int, gold: int, scenery: MapScenery,
               draw_stops: Callable[[Canvas], None], alpha: float = 1.0) -> None:  # fmt: skip
    """The page's land and path, golden up to the stop `gold` (-1: none of it); `draw_stops` adds the stops.

    `alpha` below 1 lays it over what is there.
    """
    lamps = [foot for number in _ended(scenery) for foot in plan.lamps.get((page, number), ())]
    key = ("map", page, plan.key, gold, scenery, tuple(lamps))

    def draw(sub: Canvas) -> None:
        _sky(sub, plan)
        for slot in range(plan.slots):
            _ridge(sub, plan, slot)
            if slot == FOGGY and marks.CLEAR not in scenery.ended:
                for x in (0.16, 0.42, 0.7, 0.93):
                    marks.draw_fog(sub, plan.w * x, plan.ridge(slot, plan.w * x) + 6, 260)
        _paint_marks(sub, plan, scenery)
        draw_landmarks(sub, plan, page)
        _path(sub, plan, page, gold)
        for x, y in lamps:
            marks.draw_lamp(sub, x, y)
        _trails(sub, plan, page)
        draw_stops(sub)

    canvas.keep(key, 0, 0, canvas.w, canvas.h, draw, alpha, opaque=True)


def _ended(scenery: MapScenery) -> Iterator[int]:
    """Numbers of the chapters whose end was shown."""
    return (number for number, chapter in enumerate(CHAPTERS, 1) if chapter.key in scenery.ended)


def lamp_places(plan: MapPlan, signs: Sequence[Sign]) -> dict[tuple[int, int], tuple[Point, ...]]:
    """(page, chapter) -> feet of the lamps between its stops, in the order of the path.

    Behind the path; where a sign is in the way there, before it; where one is there too, there is no lamp.
    """
    found: dict[tuple[int, int], tuple[Point, ...]] = {}
    for a, b in pairwise(plan.spots):
        place = a.page, a.stop.chapter
        if (a.row, *place) != (b.row, b.page, b.stop.chapter):
            continue
        x = (a.x + b.x) / 2
        here = [sign for sign in signs if sign.page == a.page]
        feet = [(x, plan.ridge(a.row, x) + down) for down in (BEHIND, BEFORE)]
        free = [foot for foot in feet if not any(_stands_before(sign, foot) for sign in here)]
        found[place] = (*found.get(place, ()), *free[:1])
    return found


def _stands_before(sign: Sign, foot: Point) -> bool:
    """The sign covers a lamp that stands there."""
    x, y = foot
    return sign.x - 6 < x < sign.x + sign.w + 6 and sign.y < y and y - 30 < sign.y + sign.h


def chapter_way(plan: MapPlan, page: int, chapter: int) -> list[Point]:
    """The curve of the path from the first stop of a chapter to its last, on this page."""
    places = page_path(plan, page)
    inside = [i for i, (_point, stop) in enumerate(places) if stop >= 0 and plan.spots[stop].stop.chapter == chapter]
    if len(inside) < 2:
        return [places[i][0] for i in inside]
    return through([point for point, _stop in places], STEPS)[STEPS * inside[0] : STEPS * inside[-1] + 1]


def paint_moving(canvas: Canvas, plan: MapPlan, page: int, scenery: MapScenery, phase: int) -> None:
    """What moves among the things that ended chapters left."""
    for chapter in _ended(scenery):
        for number, (x, y) in enumerate(plan.lamps.get((page, chapter), ())):
            marks.draw_lamp_light(canvas, x, y, number + 2 * chapter, phase)
    if marks.MILL in scenery.ended:
        marks.draw_sails(canvas, *_mill_at(plan), phase)
    if marks.TOWN in scenery.ended:
        marks.draw_windows(canvas, *_town_at(plan), phase)


def _paint_marks(canvas: Canvas, plan: MapPlan, scenery: MapScenery) -> None:
    """What stands still of it, beside the lamps; on every page of the map."""
    ended, far = scenery.ended, "map_wood"
    if marks.FACE in ended:
        marks.draw_moon(canvas, plan.w * 0.52, 38, 24)
        marks.draw_face(canvas, plan.w * 0.52, 38, 24, scenery.drawing)
    if marks.TOWN in ended:
        marks.draw_town(canvas, *_town_at(plan), canvas.mix("map_far", far, 0.45))
    if marks.MILL in ended:
        marks.draw_mill(canvas, *_mill_at(plan), canvas.mix("map_far", "pole", 0.35))
    if marks.COMPANY in ended:
        marks.draw_company(canvas, plan.w * 0.66, lambda x: far_hill(plan, x) + 3)
    if marks.WATER in ended:
        x, low = plan.w * 0.33, plan.slots - 1
        marks.draw_water(canvas, x, (plan.ridge(low - 1, x) + plan.ridge(low, x)) / 2 + 26, plan.w * 0.1, 15)


def _mill_at(plan: MapPlan) -> Point:
    x = plan.w * 0.27
    return x, far_hill(plan, x) + 4


def _town_at(plan: MapPlan) -> Point:
    x = plan.w * 0.385
    return x, far_hill(plan, x) + 6


def far_hill(plan: MapPlan, x: float) -> float:
    """y of the hills behind the first ridge."""
    u = x * 1280 / plan.w
    high = 58 * math.exp(-(((u - 190) / 240) ** 2)) + 30 * math.exp(-(((u - 760) / 190) ** 2))
    return plan.base(0) - 24 - high + 20 * smooth(u / 1280) + 5 * math.sin(x / 40)


def _sky(canvas: Canvas, plan: MapPlan) -> None:
    canvas.gradient(0, 0, canvas.w, canvas.h, SKY)
    draw_stars(canvas, 64, 9, 130, 0.9)
    falloff = ((0.0, 1.0), (0.3, 0.43), (1.0, 0.0))
    canvas.glow(canvas.w * 0.44, plan.h * 0.78, 380, "map_sun", 0.75, falloff)
    hill(canvas, [(x, far_hill(plan, x)) for x in across(canvas, 5)], "map_far")


def _ridge(canvas: Canvas, plan: MapPlan, slot: int) -> None:
    colour, edge = ridge_colour(canvas, plan, slot), ridge_colour(canvas, plan, slot, "map_rim")
    xs = across(canvas, 5)
    if slot:
        _haze(canvas, plan, slot, xs)
    low = canvas.mix(colour, "map_low", 0.42)
    hill(canvas, [(x, plan.ridge(slot, x) + 16) for x in xs], low)
    shade(canvas, [(x, plan.ridge(slot, x) + 16) for x in xs], 150, colour, low)
    curve(canvas, [(x, plan.ridge(slot, x) + 16) for x in xs], 2, [canvas.mix(colour, edge, 0.7)])
    line = [(x, plan.ridge(slot, x) + 48 + 5 * math.sin(x / 60)) for x in xs]
    curve(canvas, line, 1.5, [canvas.mix(colour, edge, 0.12)])
    dice = Dice(2 + slot)
    last = slot == plan.slots - 1
    wood = canvas.mix(colour, "map_wood", 0.4)
    for _ in range(round(TREES * canvas.w / 1280)):
        x, below = dice.uniform(10, canvas.w - 10), dice.uniform(46, 66) if last else dice.uniform(52, 84)
        tree(canvas, x, plan.ridge(slot, x) + below, dice.uniform(15, 27), wood, 0.9)


def _haze(canvas: Canvas, plan: MapPlan, slot: int, xs: Sequence[float]) -> None:
    """A breath of evening light over the ridge: a vertical gradient whose strength grows towards it."""
    top = min(plan.ridge(slot, x) for x in xs) - 36
    high = 66 + max(plan.ridge(slot, x) for x in xs) - min(plan.ridge(slot, x) for x in xs)
    px, py = canvas.at(0, top)
    rows = max(1, round(high * canvas.s))
    layer = pygame.Surface((1, rows), pygame.SRCALPHA)
    red, green, blue = canvas.rgb("haze")
    for y in range(rows):
        part = HAZE * y / rows
        layer.set_at((0, y), (round(red * part), round(green * part), round(blue * part), round(255 * part)))
    wide = pygame.transform.scale(layer, (canvas.surface.get_width(), rows))
    canvas.put(wide, round(px), round(py))


# -- the path --------------------------------------------------------------------------------------------------------


def _path(canvas: Canvas, plan: MapPlan, page: int, gold: int) -> None:
    places = page_path(plan, page)
    if len(places) < 2:
        return
    points = through([point for point, _stop in places], STEPS)
    _road(canvas, points, 15, canvas.mix(ridge_colour(canvas, plan, 1.5), "map_shade", 0.35))
    _road(canvas, points, 11, "road")
    walked = _walked(places, plan, page, gold)
    if walked > 1:
        _road(canvas, points[:walked], 5, canvas.mix("road", "gold1", 0.95))
    if walked < len(points) - 1:
        ahead = points[max(0, walked - 1) :]
        canvas.polyline(ahead, "road_ahead", 3.2, 0.6, (1, 9))


def _walked(places: Sequence[tuple[Point, int]], plan: MapPlan, page: int, gold: int) -> int:
    """How many of the curve's points are golden."""
    if gold < 0 or plan.spots[gold].page < page:
        return 0
    if plan.spots[gold].page > page:
        return STEPS * (len(places) - 1) + 1
    return next((STEPS * i + 1 for i, (_point, stop) in enumerate(places) if stop == gold), 0)


def _road(canvas: Canvas, points: Sequence[Point], width: float, colour: str) -> None:
    """A thick line with round ends."""
    curve(canvas, points, width, [colour])
    for x, y in (points[0], points[-1]):
        canvas.circle(x, y, width / 2, colour)


def _trails(canvas: Canvas, plan: MapPlan, page: int) -> None:
    """The dashed ways of plugins; a short one leaves the path at the row above."""
    for row in plan.rows:
        if row.page != page or not row.trail:
            continue
        spots = plan.spots[row.first : row.first + row.size]
        start = _branch(plan, row.row, spots[0]) if row.shared else [(-14.0, spots[0].y)]
        points = through([*start, *((spot.x, spot.y) for spot in spots)], 16)
        under = ridge_colour(canvas, plan, row.row)
        _road(canvas, points, 11, canvas.mix(under, "map_shade", 0.3))
        canvas.polyline(points, "plugin", 4, 1, (10, 9))


def _branch(plan: MapPlan, slot: int, first: Spot) -> list[Point]:
    """From the path's turn on the left down to a trail's first stop."""
    if not slot:
        return [(-14.0, first.y)]
    above = [spot for spot in plan.spots if (spot.page, spot.row) == (first.page, slot - 1)]
    start = min(above, key=lambda spot: spot.x)
    middle = (start.y + first.y) / 2
    return [(start.x + 2, start.y + 8), (start.x + 22, start.y + 40), (start.x - 4, middle + 24)]
