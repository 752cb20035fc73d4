"""The land under the map: ridges in the evening, each carrying a row of the path, trees, and landmarks of chapters.

Drawn once for each page into an opaque layer; what moves is drawn over it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import pygame

from ...rules.campaign import CHAPTERS
from ..draw.canvas import Canvas
from ..draw.raster import Point
from ..draw.tween import smooth
from ..scenery import chapter_marks as marks
from ..scenery.hills import RandomSequence, across, curve, draw_stars, hill, shade, through, tree
from .map_control import draw_stop
from .map_layout import PIP_ABOVE, MapPlan, page_path
from .map_sign import Sign

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


def paint_land(canvas: Canvas, plan: MapPlan, page: int, gold: int, scenery: MapScenery, alpha: float = 1.0) -> None:
    """The page's land and path, with its stops, golden up to the stop `gold` (-1: none of it).

    `alpha` below 1 lays it over what is there.
    """
    lamps = [foot for number in _ended(scenery) for foot in plan.lamps.get((page, number), ())]
    key = ("map", page, plan.key, gold, scenery, tuple(lamps))

    def draw(sub: Canvas) -> None:
        sub.gradient(0, 0, sub.w, sub.h, SKY)
        draw_stars(sub, 64, 9, 130, 0.9)
        sub.glow(sub.w * 0.44, plan.h * 0.78, 380, "map_sun", 0.75, ((0.0, 1.0), (0.3, 0.43), (1.0, 0.0)))
        hill(sub, [(x, far_hill(plan, x)) for x in across(sub, 5)], "map_far")
        for slot in range(plan.slots):
            _ridge(sub, plan, slot)
            if slot == FOGGY and marks.CLEAR not in scenery.ended:
                for x in (0.16, 0.42, 0.7, 0.93):
                    marks.draw_mark(sub, "fog", plan.w * x, plan.ridge(slot, plan.w * x) + 6)
        _paint_marks(sub, plan, scenery)
        # What some chapters are known by, beside their stops
        for number, chapter in enumerate(CHAPTERS, 1):
            positions = [spot for spot in plan.spots if spot.stop.chapter == number and spot.page == page]
            if positions and chapter.key == "many":  # lamps of a street
                for i in range(3):
                    x = positions[len(positions) // 2].x + 100 + 42 * i
                    marks.draw_mark(sub, "street", x, plan.ridge(positions[0].row, x) + 66, lit=i != 2)
            elif positions and chapter.key == "deep":
                row, x = positions[0].row, positions[0].x
                marks.draw_mark(sub, "wall", x + 16, plan.ridge(row, x + 30) + 34)
            elif chapter.key == "images":  # numbers, as it reads them
                for digit, (a, b) in zip(("seven", "five"), list(pairwise(positions))[-2:]):
                    marks.draw_mark(sub, digit, (a.x + b.x) / 2, min(a.y, b.y) - 32)
        _path(sub, plan, page, gold)
        for x, y in lamps:
            marks.draw_mark(sub, "lamp", x, y)
        _trails(sub, plan, page)
        for i in plan.on_page(page):
            draw_stop(sub, plan.spots[i])

    canvas.keep(key, 0, 0, canvas.w, canvas.h, draw, alpha, opaque=True)


def _ended(scenery: MapScenery) -> Iterator[int]:
    """Numbers of the chapters whose end was shown."""
    return (number for number, chapter in enumerate(CHAPTERS, 1) if chapter.key in scenery.ended)


def lamp_places(plan: MapPlan, signs: Sequence[Sign]) -> dict[tuple[int, int], tuple[Point, ...]]:
    """(page, chapter) -> feet of the lamps between its stops, in the order of the path.

    Behind the path; where a sign is in the way there, before it; where one is there too, or a thing, there is no lamp.
    """
    lamps: dict[tuple[int, int], tuple[Point, ...]] = {}
    for a, b in pairwise(plan.spots):
        place = a.page, a.stop.chapter
        if (a.row, *place) != (b.row, b.page, b.stop.chapter):
            continue
        x = (a.x + b.x) / 2
        here = [(sign.x, sign.y, sign.w, sign.h) for sign in signs if sign.page == a.page]
        here += [rect for index, rect in plan.things.items() if plan.spots[index].page == a.page]
        beside = [(top, top + high + 30) for left, top, wide, high in here if left - 6 < x < left + wide + 6]
        feet = [(x, plan.ridge(a.row, x) + down) for down in (BEHIND, BEFORE)]
        free = [foot for foot in feet if not any(top < foot[1] < low for top, low in beside)]
        lamps[place] = (*lamps.get(place, ()), *free[:1])
    return lamps


def paint_moving(canvas: Canvas, plan: MapPlan, page: int, scenery: MapScenery) -> None:
    """What moves among the things that ended chapters left."""
    phase = int(canvas.life.time * marks.TICKS)
    for chapter in _ended(scenery):
        for number, (x, y) in enumerate(plan.lamps.get((page, chapter), ())):
            marks.draw_mark(canvas, "light", x, y, light=marks.lamp_light(number + 2 * chapter, phase))
    if marks.MILL in scenery.ended:
        marks.draw_mark(canvas, "sails", *_mill_at(plan), turned=phase / marks.TURN % 1)
    if marks.TOWN in scenery.ended:
        marks.draw_windows(canvas, *_town_at(plan), phase)


def _paint_marks(canvas: Canvas, plan: MapPlan, scenery: MapScenery) -> None:
    """What stands still of it, beside the lamps; on every page of the map."""
    ended = scenery.ended
    if marks.FACE in ended:
        marks.draw_mark(canvas, "moon", plan.w * 0.52, 38)
        marks.draw_face(canvas, plan.w * 0.52, 38, 24, scenery.drawing)
    if marks.TOWN in ended:
        marks.draw_mark(canvas, "town", *_town_at(plan))
    if marks.MILL in ended:
        marks.draw_mark(canvas, "mill", *_mill_at(plan))
    if marks.COMPANY in ended:
        marks.draw_company(canvas, plan.w * 0.66, lambda x: far_hill(plan, x) + 3)
    if marks.WATER in ended:
        x, low = plan.w * 0.33, plan.slots - 1
        y = (plan.ridge(low - 1, x) + plan.ridge(low, x)) / 2 + 26
        marks.draw_mark(canvas, "lake", x, y, plan.w / 1280)


def _mill_at(plan: MapPlan) -> Point:
    x = plan.w * 0.27
    return x, far_hill(plan, x) + 4


def _town_at(plan: MapPlan) -> Point:
    x = plan.w * 0.385
    return x, far_hill(plan, x) + 6


def far_hill(plan: MapPlan, x: float) -> float:
    """y of the hills behind the first ridge."""
    u = x * 1280 / plan.w
    height = 58 * math.exp(-(((u - 190) / 240) ** 2)) + 30 * math.exp(-(((u - 760) / 190) ** 2))
    return plan.base(0) - 24 - height + 20 * smooth(u / 1280) + 5 * math.sin(x / 40)


def _ridge(canvas: Canvas, plan: MapPlan, slot: int) -> None:
    colour, edge = ridge_colour(canvas, plan, slot), ridge_colour(canvas, plan, slot, "map_rim")
    xs = across(canvas, 5)
    if slot:  # a breath of evening light over the ridge: a vertical gradient whose strength grows towards it
        highs = [plan.ridge(slot, x) for x in xs]
        px, py = canvas.at(0, min(highs) - 36)
        rows = max(1, round((66 + max(highs) - min(highs)) * canvas.s))
        layer = pygame.Surface((1, rows), pygame.SRCALPHA)
        red, green, blue = canvas.rgb("haze")
        for y in range(rows):
            part = HAZE * y / rows
            layer.set_at((0, y), (round(red * part), round(green * part), round(blue * part), round(255 * part)))
        width = pygame.transform.scale(layer, (canvas.surface.get_width(), rows))
        canvas.put(width, round(px), round(py))
    low = canvas.mix(colour, "map_low", 0.42)
    hill(canvas, [(x, plan.ridge(slot, x) + 16) for x in xs], low)
    shade(canvas, [(x, plan.ridge(slot, x) + 16) for x in xs], 150, colour, low)
    curve(canvas, [(x, plan.ridge(slot, x) + 16) for x in xs], 2, [canvas.mix(colour, edge, 0.7)])
    line = [(x, plan.ridge(slot, x) + 48 + 5 * math.sin(x / 60)) for x in xs]
    curve(canvas, line, 1.5, [canvas.mix(colour, edge, 0.12)])
    dice = RandomSequence(2 + slot)
    last = slot == plan.slots - 1
    wood = canvas.mix(colour, "map_wood", 0.4)
    for _ in range(round(TREES * canvas.w / 1280)):
        x, below = dice.uniform(10, canvas.w - 10), dice.uniform(46, 66) if last else dice.uniform(52, 84)
        tree(canvas, x, plan.ridge(slot, x) + below, dice.uniform(15, 27), wood, 0.9)


# -- the path --------------------------------------------------------------------------------------------------------


def _path(canvas: Canvas, plan: MapPlan, page: int, gold: int) -> None:
    places = page_path(plan, page)
    if len(places) < 2:
        return
    points = through([point for point, _stop in places], STEPS)
    _road(canvas, points, 15, canvas.mix(ridge_colour(canvas, plan, 1.5), "map_shade", 0.35))
    _road(canvas, points, 11, "road")
    walked = 0  # how many of the curve's points are golden
    if gold >= 0 and plan.spots[gold].page > page:
        walked = STEPS * (len(places) - 1) + 1
    elif gold >= 0 and plan.spots[gold].page == page:
        walked = next((STEPS * i + 1 for i, (_point, stop) in enumerate(places) if stop == gold), 0)
    if walked > 1:
        _road(canvas, points[:walked], 5, canvas.mix("road", "gold1", 0.95))
    if walked < len(points) - 1:
        ahead = points[max(0, walked - 1) :]
        canvas.polyline(ahead, "road_ahead", 3.2, 0.6, (1, 9))


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
        positions = plan.spots[row.first : row.first + row.size]
        start, first = [(-14.0, positions[0].y)], positions[0]
        if row.shared and row.row:  # from the path's turn on the left down to the first stop
            turn = min((spot for spot in plan.spots if (spot.page, spot.row) == (first.page, row.row - 1)),
                       key=lambda spot: spot.x)  # fmt: skip
            middle = (turn.y + first.y) / 2
            start = [(turn.x + 2, turn.y + 8), (turn.x + 22, turn.y + 40), (turn.x - 4, middle + 24)]
        points = through([*start, *((spot.x, spot.y) for spot in positions)], 16)
        under = ridge_colour(canvas, plan, row.row)
        _road(canvas, points, 11, canvas.mix(under, "map_shade", 0.3))
        canvas.polyline(points, "plugin", 4, 1, (10, 9))


# ---------------------------------------------------------------------------------------------------------------------
# A chapter's end on the map: gold runs along its path, a lamp is lit at each stop, the next sign turns over.


GOLD, LAMP = 0.9, 0.18  # seconds: of the gold's whole way; between two lamps
LAMPS = round(GOLD / LAMP)
TURN = 0.4  # of the sign, once the gold is there
CHANGE = 0.6  # of the land, from then on
WHOLE = 2.6  # of all of it
PIP = 16.0  # his radius on the way


def change_of_land(time: float) -> float:
    """0 ... 1: how much of the land as it is from now on is to be seen."""
    return smooth((time - GOLD) / CHANGE)


def draw_run(canvas: Canvas, plan: MapPlan, page: int, chapter: int, time: float) -> None:
    """The gold, the lamps and Pip, who runs ahead of it."""
    # The curve of the path from the first stop of the chapter to its last, on this page
    places = page_path(plan, page)
    inside = [i for i, (_point, stop) in enumerate(places) if stop >= 0 and plan.spots[stop].stop.chapter == chapter]
    if not inside:
        return
    way = [places[inside[0]][0]]
    if len(inside) > 1:
        way = through([point for point, _stop in places], STEPS)[STEPS * inside[0] : STEPS * inside[-1] + 1]
    head = round(smooth(time / GOLD) * (len(way) - 1))
    if head:
        canvas.polyline(way[: head + 1], "gold1", 5)
    x, y = way[head]
    canvas.glow(x, y, 60, "lamp_glow", 0.6)
    for spot in plan.spots:
        if spot.stop.chapter == chapter and spot.page == page:
            draw_stop(canvas, spot)
    lamps = plan.lamps.get((page, chapter), ())
    for foot in lamps[: int(time / LAMP)]:
        marks.draw_mark(canvas, "lamp", *foot)
    if time < GOLD:
        canvas.pip(x, y - PIP_ABOVE, PIP, (0.3, 0.1), "happy", glow=False)


def draw_turning(canvas: Canvas, sign: Sign, time: float, draw: Callable[[Canvas], None]) -> None:
    """The next chapter's sign: its empty back turns away, then `draw` shows its face."""
    part = (time - GOLD) / TURN
    if part >= 1:
        draw(canvas)
        return
    shown = abs(1 - 2 * max(0.0, part))  # of its height
    middle = sign.y + sign.h / 2
    with canvas.clip(sign.x - 2, middle - shown * sign.h / 2 - 1, sign.w + 4, shown * sign.h + 2):
        if part > 0.5:
            draw(canvas)
        else:
            canvas.rect(sign.x, sign.y, sign.w, sign.h, "panel", 10, "border2", 1)
