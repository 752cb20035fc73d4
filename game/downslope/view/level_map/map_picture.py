"""The map: the land under it, drawn once for each page, the stops on it, and the control that walks from stop to stop.

Ridges in the evening each carry a row of the path, trees, and landmarks of chapters; what moves is drawn over them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import pygame

from ...i18n import N_
from ...rules import CHAPTERS
from ..draw import Canvas, Point, TextStyle, Tween, smooth
from ..scenery import landscape as marks
from ..scenery.landscape import RandomSequence, across, curve, draw_stars, hill, shade, through, tree
from ..widgets.widget import Intent, Rect, State, Widget
from .map_layout import PIP_ABOVE, STONE, MapPlan, Sign, StagePoint, lift_over, page_path

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


# What the player has made of the land: keys of chapters whose end was shown, pixels of a digit
MapScenery = tuple[frozenset[str], tuple[float, ...]]


def paint_land(canvas: Canvas, plan: MapPlan, page: int, gold: int, scenery: MapScenery, alpha: float = 1.0) -> None:
    """The page's land and path, with its stops, golden up to the stop `gold` (-1: none of it).

    `alpha` below 1 lays it over what is there.
    """
    lamps = [foot for number, chapter in enumerate(CHAPTERS, 1) if chapter.key in scenery[0]
             for foot in plan.lamps.get((page, number), ())]  # fmt: skip
    key, ended = ("map", page, plan.key, gold, scenery, tuple(lamps)), scenery[0]

    def draw(sub: Canvas) -> None:
        sub.gradient(0, 0, sub.w, sub.h, SKY)
        draw_stars(sub, 64, 9, 130, 0.9)
        sub.glow(sub.w * 0.44, plan.h * 0.78, 380, "map_sun", 0.75, ((0.0, 1.0), (0.3, 0.43), (1.0, 0.0)))
        hill(sub, [(x, far_hill(plan, x)) for x in across(sub, 5)], "map_far")
        for slot in range(plan.slots):
            _ridge(sub, plan, slot)
            if slot == FOGGY and marks.CLEAR not in ended:
                for x in (0.16, 0.42, 0.7, 0.93):
                    marks.draw_mark(sub, "fog", plan.w * x, plan.ridge(slot, plan.w * x) + 6)
        # What stands still of what ended chapters left, beside the lamps; on every page of the map
        if marks.FACE in ended:
            marks.draw_mark(sub, "moon", plan.w * 0.52, 38)
            marks.draw_face(sub, plan.w * 0.52, 38, 24, scenery[1])
        if marks.TOWN in ended:
            marks.draw_mark(sub, "town", *_far_off(plan, 0.385, 6))
        if marks.MILL in ended:
            marks.draw_mark(sub, "mill", *_far_off(plan))
        if marks.COMPANY in ended:
            marks.draw_company(sub, plan.w * 0.66, lambda x: far_hill(plan, x) + 3)
        if marks.WATER in ended:
            x, low = plan.w * 0.33, plan.slots - 1
            y = (plan.ridge(low - 1, x) + plan.ridge(low, x)) / 2 + 26
            marks.draw_mark(sub, "lake", x, y, plan.w / 1280)
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
        for spot in plan.spots:
            if spot.page == page:
                draw_stop(sub, spot)

    canvas.keep(key, 0, 0, canvas.w, canvas.h, draw, alpha, opaque=True)


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
    for place, chapter in enumerate(CHAPTERS, 1):
        for number, (x, y) in enumerate(plan.lamps.get((page, place), ()) if chapter.key in scenery[0] else ()):
            marks.draw_mark(canvas, "light", x, y, light=marks.lamp_light(number + 2 * place, phase))
    if marks.MILL in scenery[0]:
        marks.draw_mark(canvas, "sails", *_far_off(plan), turned=phase / marks.TURN % 1)
    if marks.TOWN in scenery[0]:
        marks.draw_windows(canvas, *_far_off(plan, 0.385, 6), phase)


def _far_off(plan: MapPlan, part: float = 0.27, down: float = 4.0) -> Point:
    return plan.w * part, far_hill(plan, plan.w * part) + down


def far_hill(plan: MapPlan, x: float) -> float:
    """y of the hills behind the first ridge."""
    u = x * 1280 / plan.w
    height = 58 * math.exp(-(((u - 190) / 240) ** 2)) + 30 * math.exp(-(((u - 760) / 190) ** 2))
    return plan.base(0) - 24 - height + 20 * smooth(u / 1280) + 5 * math.sin(x / 40)


def _ridge(canvas: Canvas, plan: MapPlan, slot: int) -> None:
    colour, edge = ridge_colour(canvas, plan, slot), ridge_colour(canvas, plan, slot, "map_rim")
    xs = across(canvas, 5)
    highs = [plan.ridge(slot, x) for x in xs]
    if slot:  # a breath of evening light over the ridge: a vertical gradient whose strength grows towards it
        px, py = canvas.at(0, min(highs) - 36)
        rows = max(1, round((66 + max(highs) - min(highs)) * canvas.s))
        layer = pygame.Surface((1, rows), pygame.SRCALPHA)
        red, green, blue = canvas.rgb("haze")
        for y in range(rows):
            part = HAZE * y / rows
            layer.set_at((0, y), (round(red * part), round(green * part), round(blue * part), round(255 * part)))
        width = pygame.transform.scale(layer, (canvas.surface.get_size()[0], rows))
        canvas.put(width, round(px), round(py))
    low = canvas.mix(colour, "map_low", 0.42)
    line = [(x, high + 16) for x, high in zip(xs, highs)]
    hill(canvas, line, low)
    shade(canvas, line, 150, colour, low)
    curve(canvas, line, 2, [canvas.mix(colour, edge, 0.7)])
    line = [(x, high + 48 + 5 * math.sin(x / 60)) for x, high in zip(xs, highs)]
    curve(canvas, line, 1.5, [canvas.mix(colour, edge, 0.12)])
    dice = RandomSequence(2 + slot)
    wood = canvas.mix(colour, "map_wood", 0.4)
    for _ in range(round(TREES * canvas.w / 1280)):
        x, below = dice.uniform(10, canvas.w - 10), dice.uniform(*((46, 66) if slot == plan.slots - 1 else (52, 84)))
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


# A chapter's end on the map: gold runs along its path, a lamp is lit at each stop, the next sign turns over.


GOLD, LAMP = 0.9, 0.18  # seconds: of the gold's whole way; between two lamps
LAMPS = round(GOLD / LAMP)
TURN = 0.4  # of the sign, once the gold is there
CHANGE = 0.6  # of the land, from then on
WHOLE = 2.6  # of all of it
PIP = 16.0  # his radius on the way


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


# Pip's way on the map: he walks along the path to the stop that is chosen.


SHORT, LONG, EACH = 0.4, 0.9, 0.1  # seconds: of the shortest way, of the longest, of each stop more
LIFT, STRIDES = 5.0, 2  # how high a stride is, in design pixels; so many from one stop to the next


class MapWalk(Tween):
    """`value`: the index of his stop; between two of them it is a fraction."""

    def __init__(self, stop: int) -> None:
        super().__init__(SHORT, float(stop), smooth)

    def go(self, end: float) -> None:
        self.seconds = min(LONG, SHORT + EACH * max(0.0, abs(end - self.value) - 1))
        super().go(end)

    def place(self, plan: MapPlan) -> tuple[int, float, float, int]:
        """Page and place on the path, and which way he looks: -1, 0, 1. From page to page there is no way between."""
        last = len(plan.spots) - 1
        first = min(last, max(0, math.floor(self.value)))
        part = self.value - first
        here, after = plan.spots[first], plan.spots[min(last, first + 1)]
        if part <= 0 or here.page != after.page:
            spot = here if part < 0.5 else after
            return spot.page, spot.x, spot.y, 0
        lift = LIFT * abs(math.sin(math.pi * STRIDES * part))
        onward = after.x - here.x if self.end > self.value else here.x - after.x
        x, y = here.x + (after.x - here.x) * part, here.y + (after.y - here.y) * part - lift
        return here.page, x, y, 1 if onward > 0 else -1


# The stops on the map: round stones for levels, cards for recaps, hexagons for levels of plugins, stars under them.
# Done, open and locked differ by rim and size, not only by colour: a locked stone is smaller and has no lip.


HEX = 20.0
CARD_W, CARD_H = 44.0, 30.0
LABEL = 1.12  # numbers grow with the text size, but not out of their stone


# How a stop is drawn: its ground, its rim and how wide that is, what is written on it, and the lip under it
LOOKS = {
    "done": ("stop_done", "gold1", 3, "stop_done_ink", "stop_done_lip"),
    "open": ("stop_open", "stop_open_rim", 2.5, "text", "lip"),
    "locked": ("stop_locked", "stop_locked_rim", 2, "text2", ""),
}


def draw_stop(canvas: Canvas, spot: StagePoint, hover: bool = False) -> None:
    """The stop and, where it is reached, its stars; of a recap a dot for each question, filled: answered right."""
    x, y, (kind, state), marks = spot.x, spot.y, (spot.stop.kind, spot.stop.state), spot.stop.marks
    (fill, rim, width, ink, lip), weight = LOOKS[state], 700
    width += 1 if hover else 0
    if kind == "recap":
        left, top = x - CARD_W / 2, y - CARD_H / 2
        canvas.ellipse(x, top + CARD_H + 2, CARD_W * 0.44, 5, "map_shade", 0.4)
        if lip:
            canvas.rect(left, top + 2.5, CARD_W, CARD_H, lip, 9)
        canvas.rect(left, top, CARD_W, CARD_H, fill, 9)
        canvas.rect(left + 1, top + 1, CARD_W - 2, CARD_H - 2, None, 8, rim, width)
        for i, right in enumerate(marks):
            dot = x + 11 * (i - (len(marks) - 1) / 2)
            if right:
                canvas.circle(dot, y, 3.6, ink)
            else:
                canvas.circle(dot, y, 3.1, None, ink, 1.7)
        return
    if kind == "plugin":
        canvas.ellipse(x, y + HEX - 1, 18, 5, "map_shade", 0.35)
        canvas.polygon(_corners(x, y, HEX), "stop_open_hi" if hover else "stop_open")
        canvas.polyline(_corners(x, y, HEX), "plugin", 4 if hover else 3, closed=True)
        ink = "text"
    else:
        canvas.ellipse(x, y + STONE * 0.92, STONE * 0.95, 6, "map_shade", 0.4)
        if lip:
            canvas.circle(x, y + 2.5, STONE, lip)
        radius, weight = (STONE - 2.5, 600) if state == "locked" else (STONE, 700)
        canvas.circle(x, y, radius, "stop_open_hi" if hover and state == "open" else fill)
        canvas.circle(x, y, radius - 1, None, rim, width)
    number = str(spot.stop.number)
    style = canvas.cap(TextStyle(weight=weight, family="mono"), LABEL if len(number) > 1 else 1.5)
    canvas.text_vcenter(x, y, number, style, ink, "middle")
    for i, won in enumerate(marks if state == "done" else ()):
        canvas.star(x - 13 + 13 * i, y + STONE + (13.5 if i == 1 else 11), 5.6 if won else 5.2, won)


def _corners(x: float, y: float, r: float) -> list[tuple[float, float]]:
    turns = [math.pi / 6 + k * math.pi / 3 for k in range(6)]
    return [(x + r * math.cos(a), y + r * math.sin(a)) for a in turns]


WALKS = frozenset({"left", "right", "up", "down", "page_up", "page_down", "home", "end"})


class MapControl(Widget):
    """`chosen`, `pip`: indexes of stops (pip -1: he is nowhere). The page shown is that of the chosen stop."""

    intents = tuple(WALKS)
    role = N_("stop on the map")
    label = ""  # of the chosen stop

    def __init__(self, rect: Rect, plan: MapPlan, chosen: int, pip: int, on_choose: Callable[[int], None],
                 on_play: Callable[[], None]) -> None:  # fmt: skip
        super().__init__("trail", rect)
        self.plan = plan
        self.chosen = chosen
        self.pip = pip
        self.on_choose = on_choose
        self.on_play = on_play
        self.hover = -1  # the stop under the pointer
        self.signs: Sequence[Sign] = ()  # on which he stands where they are in his way
        self.scarf = False  # Pip wears one
        self.way = MapWalk(max(0, pip))  # his way to the chosen stop
        self.away = False  # he has a way of his own, and no ring is to be seen: a chapter's end is shown
        self._pressed = -1

    @property
    def page(self) -> int:
        return self.plan.spots[self.chosen].page

    # -- pointer -----------------------------------------------------------------------------------------------------

    def hit(self, x: float, y: float, least: float = 0.0) -> int:
        reach = max(STONE + 3, least / 2)
        near = (i for i, spot in enumerate(self.plan.spots)
                if spot.page == self.page and (spot.x - x) ** 2 + (spot.y - y) ** 2 <= reach * reach)  # fmt: skip
        return next(near, -1)

    def contains(self, x: float, y: float, least: float = 0.0) -> bool:
        return self.hit(x, y, least) >= 0

    def act(self, intent: Intent) -> bool:
        if intent.name == "press":
            self._pressed = self.hit(intent.x, intent.y, 44)
            return True
        if intent.name == "release":
            pressed, self._pressed = self._pressed, -1
            over = self.hit(intent.x, intent.y, 44)
            if over >= 0 and over == pressed == self.chosen:
                self.feedback("press")
                self.on_play()
            elif over >= 0 and over == pressed:
                self.choose(over)
            return True
        if intent.name in WALKS:
            self.choose(self.walk(intent.name))
            return True
        return False

    def answers(self, name: str) -> bool:
        """The arrows are the map's wherever the focus is."""
        return name in WALKS

    def choose(self, index: int) -> None:
        if index != self.chosen:
            self.feedback("turn")
        self.chosen = index
        self.on_choose(index)

    # -- keys --------------------------------------------------------------------------------------------------------

    def walk(self, name: str) -> int:
        positions, way = self.plan.spots, 1 if name in ("right", "down", "page_down") else -1
        here = positions[self.chosen]
        if name in ("home", "end"):
            return 0 if name == "home" else len(positions) - 1
        if name in ("left", "right"):
            # The next stop on that side; at a row's end on to the row that follows on the path
            line = sorted((i for i, s in enumerate(positions) if (s.page, s.row) == (here.page, here.row)),
                          key=lambda i: positions[i].x)  # fmt: skip
            place = line.index(self.chosen) + way
            if 0 <= place < len(line):
                return line[place]
            row = next(row for row in self.plan.rows if row.first <= self.chosen < row.first + row.size)
            if self.chosen == row.first + row.size - 1 and way == row.way:
                return min(self.chosen + 1, len(positions) - 1)
            return self.chosen
        if name in ("up", "down"):
            # The nearest stop of the row above or below
            lines = sorted({(s.page, s.row) for s in positions})
            place = lines.index((here.page, here.row)) + way
            inside = [i for i, s in enumerate(positions) if (s.page, s.row) in lines[place : place + 1] and place >= 0]
            return min(inside, key=lambda i: abs(positions[i].x - here.x), default=self.chosen)
        # Into the chapter (or trail) before or after: to its first stop that is open, else to its first
        groups = list(dict.fromkeys(spot.stop.name[:2] for spot in positions))
        place = groups.index(here.stop.name[:2]) + way
        if not 0 <= place < len(groups):
            return self.chosen
        inside = [i for i, spot in enumerate(positions) if spot.stop.name[:2] == groups[place]]
        return next((i for i in inside if positions[i].stop.state == "open"), inside[0])

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, canvas: Canvas, state: State) -> None:
        """What changes: the light around Pip, the stop under the pointer, the chosen one, and Pip himself."""
        if self.away:
            return
        plan = self.plan
        page, x, y, _way = self.way.place(plan)
        visible = self.pip >= 0 and page == self.page
        if visible:  # the light that he sheds on the stop
            canvas.glow(x, y - 12, 52, "glow", 0.7, ((0.0, 1.0), (1.0, 0.0)))
        for i in {round(self.way.value) if visible else -1, self.hover} - {-1}:
            draw_stop(canvas, plan.spots[i], hover=i == self.hover)
        # The ring around the chosen stop: strong while the keyboard is on the map
        spot = plan.spots[self.chosen]
        width, alpha = (3.0, 1.0) if state.focus else (2.0, 0.8)
        if spot.stop.kind == "recap":
            w, h = CARD_W + 12, CARD_H + 12
            canvas.rect(spot.x - w / 2, spot.y - h / 2, w, h, None, 14, "focus", width, alpha)
        elif spot.stop.kind == "plugin":
            canvas.polyline(_corners(spot.x, spot.y, HEX + 7), "focus", width, closed=True)
        else:
            canvas.circle(spot.x, spot.y, 25.5, None, "focus", width, alpha)
        if visible:
            self.draw_pip(canvas)

    def draw_pip(self, canvas: Canvas) -> None:
        """Pip, where he is on this page."""
        page, x, y, way = self.way.place(self.plan)
        if page == self.page:
            # Higher for the signs in his way: between two stops on the way from the one's height to the other's
            at = self.way.value
            before, after = (lift_over(self.signs, self.plan.spots[stop]) for stop in (math.floor(at), math.ceil(at)))
            y -= PIP_ABOVE + before + (after - before) * smooth(at % 1)
            canvas.pip(x, y, 16, (0.22 if way >= 0 else -0.22, 0.15), glow=False)
            if self.scarf:
                marks.draw_mark(canvas, "scarf", x, y)
