"""The panel at the foot of the map: the chosen level in a few words and numbers, left of the Play button."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import pygame

from ...i18n import _
from ...learning import layers_of
from ...rules import Level, is_own_picture
from ..draw import BODY, LABEL, LARGE, LARGE_NUMBER, VALUE, Canvas, Point, blank
from ..scenery.diorama import DIORAMAS, Land, LandValues, diorama_of
from ..scenery.landscape import paint_scenery
from ..scenery.moving_picture import draw_thing
from ..scenery.strips import HIGH as STRIP_HIGH, STRIPS, UNDER_FOG, StripState
from ..widgets.ink import Boxed, Col, Either, Ink, Line, Mark, Para, Row, draw_star
from ..widgets.panel import Panel
from ..widgets.widget import Rect, Widget

# A level's own thumbnail: its land, or the strip under its bowl, as they are when it is reached; else a bowl.


CORNER = 10.0
LAND, RIGHT, WHOLE = (776.0, 436.0), 372.0, 480.0  # size of a land; so much of it is seen from the right; a small one
PIP, SMALL_PIP = 18.0, 14.0
SIDE, BOOKS = 210.0, 130.0  # width of a strip that is seen, and more where it has books
AHEAD = 1.4  # times the goal's weight: the strip's right end
BEFORE = 0.12  # part of a strip's width that lies before weight 0, where Pip may be there
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
    weight: float | None = None  # what answers stands at it, and all of the land is seen; None: all goals are met
    cheer: float = 0.0  # of a landing there
    crossed_out: frozenset[int] = frozenset()  # cards that do not count


def story_of(level: Level) -> LevelStory:
    """Of a level: its picture and its first numbers; without a picture its network, where it has several weights."""
    if not level.picture or level.moves:
        network = level.network
        if network.size == 1:
            return LevelStory()
        layers = layers_of(network)
        sizes = layers.sizes if layers is not None else (network.inputs, network.outputs)
        return LevelStory(layers=sizes, apart=network.size == network.inputs == sizes[-1])
    # a land is seen without numbers: it may show a goal that the level hides
    pairs, hidden = level.data(), level.visibility("goal") == "hidden" and level.picture not in DIORAMAS
    goals = tuple(None if hidden else goal[0] for _given, goal in pairs)
    alpha = level.alpha if isinstance(level.alpha, (int, float)) else 0.0
    inputs = tuple(given[0] for given, _goal in pairs)
    return LevelStory(level.picture, inputs, goals, alpha, bool(level.beside))


def draw_thumbnail(canvas: Canvas, rect: Rect, story: LevelStory) -> None:
    """In a box with round corners."""
    _x, _y, w, h = rect
    given = tuple(goal for goal in story.goals if goal is not None)
    land = story.picture in DIORAMAS or is_own_picture(story.picture)
    if land and given == story.goals:
        width = RIGHT if story.weight is None else WHOLE
        height = width * h / w
    elif story.picture in STRIPS or story.picture in UNDER_FOG:
        width = SIDE + (BOOKS if story.compared else 0)
        height = width * h / w
    else:
        canvas.once(rect, _draw_net, rect, story)
        return
    canvas.once(rect, _draw_small, rect, _draw_land if land else _draw_strip, story, (width, height))


def _draw_small(canvas: Canvas, rect: Rect, draw: Callable[[Canvas, LevelStory, tuple[float, float]], None],
                story: LevelStory, size: tuple[float, float]) -> None:  # fmt: skip
    large = blank(*(round(each * canvas.s) for each in size))
    draw(Canvas(large, canvas.look), story, size)
    box = canvas.box(*rect)
    small = pygame.transform.smoothscale(large, box.size)
    small.fill((0, 0, 0, 255), special_flags=pygame.BLEND_RGBA_ADD)  # nothing is seen through it
    with canvas.clip(*rect, CORNER):
        canvas.put(small, box.x, box.y)


def _draw_land(canvas: Canvas, story: LevelStory, size: tuple[float, float]) -> None:
    """The half that answers, with Pip where the goal is met; at a weight all of it, with Pip where he answers."""
    width, height = size
    goals, weight = tuple(goal for goal in story.goals if goal is not None), story.weight
    scene = diorama_of(story.picture, goals)
    across, up = (LAND[0], LAND[1]) if weight is None else (width, max(LAND[1], height + 24))
    land = Land((width - across, height + 24 - up, across, up), words=False)
    paint_scenery(canvas, land.sky, scene.draw_land, land, r=0)
    predictions = goals if weight is None else tuple(weight * given for given in story.inputs)
    values = LandValues(story.inputs, story.goals, predictions, story.crossed_out, cheer=story.cheer)
    scene.draw(canvas, land, values)
    if weight is None or not scene.looks_on:
        x = scene.pip_x(land, values)
        mood = "happy" if weight is None or story.cheer else "calm"
        canvas.pip(x, land.ground(x) - PIP - scene.lift(land, values), PIP, (0.3, 0.05), mood)


def _draw_strip(canvas: Canvas, story: LevelStory, size: tuple[float, float]) -> None:
    """The strip under a bowl, at whose bottom Pip sits."""
    width, height = size
    top = height - STRIP_HIGH
    pairs = [(given, goal) for given, goal in zip(story.inputs, story.goals) if goal is not None]
    square = sum(given * given for given, _goal in pairs)
    best = sum(given * goal for given, goal in pairs) / square if square else 0.5
    weight, end = best if story.weight is None else story.weight, AHEAD * best or 1.0

    def place(at: float) -> float:
        return width * (at / end if story.weight is None else BEFORE + (1 - BEFORE) * at / end)

    def bowl(x: float) -> float:
        return top - FLOOR - ((x - place(best)) / STEEP * 2.6) ** 2

    canvas.gradient(0, 0, width, top + 1, [(0, "sky0"), (1, "sky2")])
    curve = [(6.0 * k, bowl(6.0 * k)) for k in range(int(width / 6) + 2)]
    canvas.polygon([*curve, (width + 12, top + 1), (0, top + 1)], "ter1")
    canvas.polyline(curve, "error", 4)
    rect, at = (0.0, top, width, STRIP_HIGH), place(weight)
    foggy = story.picture in UNDER_FOG
    values = tuple(weight * given for given in story.inputs) if foggy and story.weight is not None else story.goals
    state = StripState(weight, values, story.goals, None if foggy else weight, alpha=story.alpha,
                       compared=story.compared, words=False)  # fmt: skip
    (STRIPS | UNDER_FOG)[story.picture].paint(canvas, rect, place, state)
    canvas.pip(at, bowl(at) - SMALL_PIP, SMALL_PIP, (0.1, 0.3), "happy" if weight == best or story.cheer else "calm")


def _draw_net(canvas: Canvas, rect: Rect, story: LevelStory) -> None:
    """Columns of neurons with their wires; many inputs are the pixels of a picture. Of one weight Pip in a bowl, on
    his way to the flag."""
    x, y, w, h = rect
    canvas.gradient(x, y, w, h, [(0, "sky0"), (1, "sky2")], CORNER)
    if not story.layers:
        with canvas.clip(x, y, w, h, CORNER):
            draw_thing(canvas, "bowl", x + w / 2, y + h - 12, w / BOWL)
        return
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
            # A picture of so many cells: a bright upright and a bright bar
            side, high, corner = round(math.sqrt(story.layers[number])), h - 20, nodes[0][0] - (h - 20) / 2
            canvas.rect(corner - 2, y + 8, high + 4, high + 4, "well", 4)
            for cell in range(side * side):
                row, column = divmod(cell, side)
                shade = canvas.mix("well", "text", 0.85 if column == side // 2 or row == side - 2 else 0.18)
                unit = high / side
                canvas.rect(corner + column * unit, y + 10 + row * unit, unit - 0.8, unit - 0.8, shade)
            continue
        colour = "input" if not number else "prediction" if last else "text2"
        r = min(6.0, (h - 12) / len(nodes) / 2 - 0.5)
        for spot in nodes:
            canvas.circle(*spot, r, canvas.mix("panel", colour, 0.35), colour, 1.6)


# The bar over the map: its heading, and on the right how many levels are reached and how many stars are won.


def reached_note(levels: tuple[int, int], stars: tuple[int, int]) -> Ink:
    """How many levels are reached, how many stars are won, of how many: each in a frame."""
    reached, won = (((str(count), "text", 700, "mono"), (f" / {most}", "text2", 600, "mono"))
                    for count, most in (levels, stars))  # fmt: skip
    star = Mark(draw_star, (11.0,), wide=22, high=22)
    notes = (Line((*reached, (" " + _("levels"), "text2", 600)), BODY),), (star, Line(won, BODY.with_size(18)))
    return Row(tuple(Boxed(Row(items, 9), (16, 0), edge="border", fill="panel", radius=14, line=1) for items in notes),
               16, "fill")  # fmt: skip


PLAY, PLAY_HIGH = 236.0, 58.0  # of the button
BOWL = 116.0  # width of the thumbnail
SEPARATOR = 64.0  # height of the line before the facts


class StopText(NamedTuple):
    """What the panel says. The facts: what matters most comes first; stars: (what it asks for, is it earned), of each.
    """

    code: str
    title: str
    sentence: str
    facts: tuple[tuple[str, str, bool], ...] = ()  # name, value, and whether that is a number
    stars: tuple[tuple[str, bool], ...] = ()
    story: LevelStory = LevelStory()  # what the thumbnail shows


@dataclass(eq=False)
class StopPanel(Panel):
    """`text` may be another at any time; the button stays where it is. `show`: `wide`, beside it where visible."""

    text: StopText
    play: Widget
    show: Widget
    flat = True
    wide = 0.0

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        x, y, w, h = rect
        height = min(h - 24, PLAY_HIGH)
        self.play.rect = (x + w - 16 - PLAY, y + (h - height) / 2 + 2, PLAY, height)
        self.show.rect = (self.play.rect[0] - 12 - self.wide, self.play.rect[1], self.wide, height)
        return [self.show, self.play]

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        more = self.wide + 12 if self.show.visible else 0.0
        room = (x, y, w - 40 - PLAY - more, h)
        canvas.sheet(*self.rect)
        canvas.once(room, draw_text, room, self.text)


def draw_text(canvas: Canvas, rect: Rect, text: StopText) -> None:
    """With a thumbnail, stars and all facts where there is room; then facts go, the last first, then the thumbnail.

    The sentence is never cut: what stands beside it gives way first.
    """
    beside = list[Ink]()
    if text.stars:
        asked = ((Mark(draw_star, (9.0, earned), wide=18, high=18), Line(asks, LABEL, "text" if earned else "text2"))
                 for asks, earned in text.stars)  # fmt: skip
        beside.append(Col(tuple(map(Row, asked)), 4))
    for name, value, is_number in text.facts:
        told = Line(value, VALUE, "text") if is_number else Line(value, LABEL, "text2")
        beside.append(Col((Line(name, LABEL, "text2"), told), 6))
    separator = Boxed(Ink(), fill="border", radius=0, wide=1.5, high=SEPARATOR)
    thumbnail = Mark(draw_thumbnail, (text.story,), wide=BOWL, high=rect[3] - 24)
    code = (Line(text.code, LARGE_NUMBER, "text2"),) if text.code else ()
    title = Row((*code, Line(text.title, LARGE, yields=True)), 24)
    words = Col((title, Para(text.sentence, BODY, "text2", spacing=1.4)), 2, grow=1.0)

    def ink(pictured: bool, shown: int) -> Ink:
        rest = (separator, *beside[:shown]) if shown else ()
        return Boxed(Row(((thumbnail,) if pictured else ()) + (words, *rest), 22), (16, 8))

    least = len(text.stars) > 0
    choices = [ink(pictured, shown) for pictured in (True, False) for shown in range(len(beside), least - 1, -1)]
    Either((*choices, ink(False, 0))).draw(canvas, rect)
