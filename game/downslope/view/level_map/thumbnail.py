"""A level's own thumbnail: its land, or the strip under its bowl, as they are when it is reached; else a bowl."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import pygame

from ...rules.land_picture import is_own_picture
from ..dioramas.diorama import Land, LandValues
from ..dioramas.dioramas import DIORAMAS, diorama_of
from ..draw.canvas import Canvas
from ..draw.raster import Point, blank
from ..scenery.scenery import draw_scenery
from ..strips.probe_strip import ProbeState
from ..strips.scene_strip import HIGH as STRIP_HIGH
from ..strips.scene_strip import StripState
from ..strips.strips import PROBE_STRIPS, STRIPS
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ...rules.level import Level

CORNER = 10.0
LAND, RIGHT, LOW = (776.0, 436.0), 372.0, 206.0  # size of a whole land; of it, from the right and from below, is seen
PIP, SMALL_PIP = 18.0, 14.0
SIDE, BOOKS = 210.0, 130.0  # width of a strip that is seen, and more where it has books
AHEAD = 1.4  # times the goal's weight: the strip's right end
MOST_NODES, PIXELS, VOTES = 6, 8, 10  # of a column; more inputs are a picture, and more outputs
FLOOR, STEEP = 5.0, 36.0  # of the bowl over a strip: height of its bottom; px beside it after which it is 7 px higher


class LevelStory(NamedTuple):
    """What it is drawn from. Of each card what goes in and what is wanted, None where that is hidden."""

    picture: str = ""
    inputs: tuple[float, ...] = ()
    goals: tuple[float | None, ...] = ()
    alpha: float = 0.0
    compared: bool = False  # another metric stands beside the level's own
    layers: tuple[int, ...] = ()  # how many neurons stand in each column, the inputs first
    apart: bool = False  # each neuron has an input of its own


def story_of(level: Level) -> LevelStory:
    """Of a level: its picture and its first numbers; without a picture its network, where it has several weights."""
    if not level.picture:
        network = level.network
        if network.size == 1:
            return LevelStory()
        layers = tuple(getattr(network, "sizes", (network.inputs, network.outputs)))
        return LevelStory(layers=layers, apart=network.size == network.inputs == layers[-1])
    pairs, hidden = level.data(), level.visibility("goal") == "hidden"
    goals = tuple(None if hidden else goal[0] for _given, goal in pairs)
    alpha = level.alpha if isinstance(level.alpha, (int, float)) else 0.0
    inputs = tuple(given[0] for given, _goal in pairs)
    return LevelStory(level.picture, inputs, goals, alpha, bool(level.compared_metric))


def draw_thumbnail(canvas: Canvas, rect: Rect, story: LevelStory) -> None:
    """In a box with round corners."""
    x, y, w, h = rect
    given = tuple(goal for goal in story.goals if goal is not None)
    land = story.picture in DIORAMAS or is_own_picture(story.picture)
    if land and given == story.goals:
        wide, high = RIGHT, RIGHT * h / w
    elif story.picture in STRIPS or story.picture in PROBE_STRIPS:
        wide = SIDE + (BOOKS if story.compared else 0)
        high = wide * h / w
    else:
        plain = partial(_draw_net, story=story) if story.layers else draw_bowl
        canvas.keep(("thumbnail", story, rect), *rect, lambda sub: plain(sub, rect))
        return

    def draw(sub: Canvas) -> None:
        large = blank(round(wide * sub.s), round(high * sub.s))
        picture = Canvas(large, sub.look)
        if land:
            _draw_land(picture, story, (wide, high))
        else:
            _draw_strip(picture, story, (wide, high))
        box = sub.box(x, y, w, h)
        small = pygame.transform.smoothscale(large, box.size)
        small.fill((0, 0, 0, 255), special_flags=pygame.BLEND_RGBA_ADD)  # nothing is seen through it
        with sub.clip(x, y, w, h, CORNER):
            sub.put(small, box.x, box.y)

    canvas.keep(("thumbnail", story, rect), *rect, draw)


def _draw_land(canvas: Canvas, story: LevelStory, size: tuple[float, float]) -> None:
    """The half that answers, with Pip where the goal is met."""
    wide, high = size
    goals = tuple(goal for goal in story.goals if goal is not None)
    scene = diorama_of(story.picture, goals)
    land = Land((wide - LAND[0], high + 24 - LAND[1], *LAND), words=False)

    def still(sub: Canvas) -> None:
        scene.still(sub, land)
        scene.frame(sub, land)

    draw_scenery(canvas, land.sky, f"thumbnail {story.picture}", still, r=0)
    values = LandValues(story.inputs, story.goals, goals)
    scene.moving(canvas, land, values)
    x = scene.pip_x(land, values)
    canvas.pip(x, land.ground(x) - PIP, PIP, (0.3, 0.05), "happy")


def _draw_strip(canvas: Canvas, story: LevelStory, size: tuple[float, float]) -> None:
    """The strip under a bowl, at whose bottom Pip sits."""
    wide, high = size
    top = high - STRIP_HIGH
    given, goal = story.inputs[0], story.goals[0]
    weight = goal / given if goal is not None and given else 0.5
    end = AHEAD * weight or 1.0

    def place(at: float) -> float:
        return wide * at / end

    canvas.gradient(0, 0, wide, top + 1, [(0, "sky0"), (1, "sky2")])
    at, curve = place(weight), list[tuple[float, float]]()
    for k in range(int(wide / 6) + 2):
        curve.append((6.0 * k, top - FLOOR - ((6 * k - at) / STEEP * 2.6) ** 2))
    canvas.polygon([*curve, (wide + 12, top + 1), (0, top + 1)], "ter1")
    canvas.polyline(curve, "error", 4)
    rect = (0.0, top, wide, STRIP_HIGH)
    if story.picture in STRIPS:
        state = StripState(weight, goal or 0.0, goal or 0.0, weight, alpha=story.alpha, compared=story.compared,
                           words=False)  # fmt: skip
        STRIPS[story.picture].paint(canvas, rect, place, state)
    else:
        names = ("",) * len(story.goals)
        PROBE_STRIPS[story.picture].paint(canvas, rect, place, ProbeState(weight, names, story.goals, story.goals,
                                                                          words=False))  # fmt: skip
    canvas.pip(at, top - FLOOR - SMALL_PIP, SMALL_PIP, (0.1, 0.3), "happy")


def _draw_net(canvas: Canvas, rect: Rect, story: LevelStory) -> None:
    """Columns of neurons with their wires; many inputs are the pixels of a picture."""
    x, y, w, h = rect
    canvas.gradient(x, y, w, h, [(0, "sky0"), (1, "sky2")], CORNER)
    columns = list[list[Point]]()
    for number, count in enumerate(story.layers):
        across = x + w * (0.25 + 0.5 * number / (len(story.layers) - 1))
        many = min(count, MOST_NODES)
        pitch = (h - 12) / many
        columns.append([(across, y + 6 + pitch * (i + 0.5)) for i in range(many)])
    for left, right in zip(columns, columns[1:]):
        for i, start in enumerate(left):
            for j, end in enumerate(right):
                if not story.apart or i == j:
                    canvas.line(*start, *end, "weight", 1.4, 0.6)
    for number, nodes in enumerate(columns):
        last = number == len(columns) - 1
        if story.layers[number] > (VOTES if last else PIXELS) and (last or not number):
            _draw_pixels(canvas, nodes[0][0], y + h / 2, round(math.sqrt(story.layers[number])), h - 20)
            continue
        hue = "input" if not number else "prediction" if last else "text2"
        r = min(6.0, (h - 12) / len(nodes) / 2 - 0.5)
        for spot in nodes:
            canvas.circle(*spot, r, canvas.mix("panel", hue, 0.35), hue, 1.6)


def _draw_pixels(canvas: Canvas, x: float, y: float, side: int, high: float) -> None:
    """A picture of so many cells around (x, y): a bright upright and a bright bar."""
    cell = high / side
    canvas.rect(x - high / 2 - 2, y - high / 2 - 2, high + 4, high + 4, "well", 4)
    for row in range(side):
        for column in range(side):
            lit = column == side // 2 or row == side - 2
            shade = canvas.mix("well", "text", 0.85 if lit else 0.18)
            canvas.rect(x - high / 2 + column * cell, y - high / 2 + row * cell, cell - 0.8, cell - 0.8, shade)


def draw_bowl(canvas: Canvas, rect: Rect) -> None:
    """A bowl with Pip on its way to the flag, for a level without a picture of its own."""
    x, y, w, h = rect
    canvas.gradient(x, y, w, h, [(0, "sky0"), (1, "sky2")], CORNER)
    low = y + h - 12
    points = []
    for i in range(45):
        u = i / 20 - 1.1
        points.append((x + w / 2 + u * w * 0.46, low - u * u * (h - 10)))
    with canvas.clip(x, y, w, h, CORNER):
        canvas.polygon([*points, (x + w + 9, y + h + 9), (x - 9, y + h + 9)], "ter1")
        canvas.polyline(points, "error", 3)
        canvas.flag(x + w / 2, low, 24, glow=False)
        canvas.pip(x + 22, y + 14, 7, (0.2, 0.2))
