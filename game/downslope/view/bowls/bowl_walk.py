"""What moves in an error bowl: Pip, his hops and numbered stones, the tangent, the ghost of another run.

Weights are places on the bowl's axis; `bowl.rest_point` says where a ball lies there. All lengths are design pixels.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import pygame

from ...i18n import _
from ..draw import LABEL, NUMBER, ROUND as ROUND, Canvas, Point, around, draw_disc, meets, smooth, weight_colour
from ..format.numbers import number
from ..widgets.ink import SPRING, Boxed, Col, Line, Row
from ..widgets.widget import Rect
from .error_bowl import Bowl, SmallBowl

# Several runs at once in a bowl: dashed Pips, each with a tag that says how it was set; the one that leads is Pip.


TAG, PAD = 22.0, 7.0  # height at 100 %, room beside its words
GHOSTS_NEAR, GHOSTS_APART, RINGS = 30.0, 9.0, 8  # how far a tag is from its ghost: in so many rings, so far apart
TURNS = (-2, -3, -1, 4, 0, 3, 1, 2)  # eighths of a turn, from the right: above first, below last
GHOSTS_STONE = 13.0


# One of them: the label of its tag, ""; where its middle is; it leads, and is drawn as Pip; it is faint; it is happy
GhostView = tuple[str, Point, bool, bool, bool]


def tag_places(canvas: Canvas, ghosts: Sequence[GhostView], room: Rect, r: float,
               taken: Sequence[Rect] = ()) -> list[Rect | None]:  # fmt: skip
    """Where each tag stands: the first free of eight places around its ghost, inside the room, then further away.

    None: it has no label, is far outside, or there is no place that is free: no tag lies on another one or on a ghost.
    """
    height = TAG * canvas.type
    busy = [*taken, *((x - r, y - r, 2 * r, 2 * r) for _label, (x, y), *_looks in ghosts)]
    tags: list[Rect | None] = [None] * len(ghosts)
    for index in sorted(range(len(ghosts)), key=lambda n: not ghosts[n][2]):
        (label, (x, y), *_looks), (left, top, w, h) = ghosts[index], room
        far_outside = max(left - x, x - left - w, top - y, y - top - h) > 40.0 + r
        if not label or far_outside:  # it has no tag
            continue
        width, around = canvas.width(label, NUMBER) + 2 * PAD, list[Rect]()
        for ring in range(RINGS):
            far = GHOSTS_NEAR + GHOSTS_APART * ring
            for turn in TURNS:
                across, down = math.cos(turn * math.pi / 4), math.sin(turn * math.pi / 4)
                middle = x + across * (far + max(0.0, width / 2 - 12))
                around.append((middle - width / 2, y + down * far - height / 2, width, height))
        free = next((place for place in around if left + 2 <= place[0] and place[0] + width <= left + w - 2
                     and top + 2 <= place[1] and place[1] + height <= top + h - 2
                     and not any(meets(place, other, 2.0) for other in busy)), None)  # fmt: skip
        if free is not None:
            tags[index] = free
            busy.append(free)
    return tags


def draw_ghosts(canvas: Canvas, ghosts: Sequence[GhostView], tags: Sequence[Rect | None], r: float,
                faint: float, start: Point | None) -> None:  # fmt: skip
    """The leader over the others; then the stone at their start, and the tags with a line to each.

    Of those that stand on each other, as many do at the flag, one is drawn.
    """
    spots = set[tuple[int, int]]()
    for _label, (x, y), leads, is_faint, happy in sorted(ghosts, key=lambda ghost: ghost[2]):
        spot = round(x / r), round(y / r)
        if leads:
            canvas.pip(x, y, r, (0.0, 0.1), "happy" if happy else "calm")
        elif spot not in spots:
            spots.add(spot)
            # On whole pixels: of so many, one layer
            x, y = round(x * canvas.s) / canvas.s, round(y * canvas.s) / canvas.s
            reach = math.ceil(r * canvas.s + 3) / canvas.s
            box, alpha = (x - reach, y - reach, 2 * reach, 2 * reach), faint if is_faint else 1.0
            canvas.once(box, type(canvas).ghost, x, y, r, (0.2, 0.05), alpha=alpha)
    if start is not None:
        # The stone from which all have set out.
        draw_disc(canvas, start, GHOSTS_STONE * max(1.0, 0.5 + 0.5 * canvas.type), "0", "text", 2, tint=0.3)
    for (label, (sx, sy), leads, is_faint, _happy), tag in zip(ghosts, tags):
        if tag is None:
            continue
        (left, top, w, h), alpha = tag, faint if is_faint else 1.0
        ex, ey = min(max(sx, left + 4), left + w - 4), min(max(sy, top), top + h)
        length = math.hypot(ex - sx, ey - sy)
        if r + 2 < length < 120.0:  # no line is drawn further
            part = r / length
            canvas.line(sx + (ex - sx) * part, sy + (ey - sy) * part, ex, ey, "text2", 1.5, 0.8 * alpha)
        edge = "alpha" if leads else "border2"
        Boxed(Line(label, NUMBER, "alpha", "middle"), (0, 0), "panel", edge, radius=7).put(canvas, tag, alpha)


# Pip's body in a hop: how it is squashed and stretched, and the dust that it raises. Lengths are design pixels. A
# step has three parts: the arrow grows, he crouches, he flies. Then he lands, which takes a moment more.


Stretch = tuple[float, float]  # times as wide, times as high; the foot stays where it is
CROUCH: Stretch = (1.16, 0.78)
LANDED: Stretch = (1.20, 0.76)
ARROW, OFF = 0.24, 0.36  # part of a step's time when the arrow has grown; when he takes off
# While he flies: part of the way -> his shape.
FLIGHT: Sequence[tuple[float, Stretch]] = (
    (0.0, CROUCH), (0.14, (0.90, 1.16)), (0.3, (0.92, 1.10)), (0.5, ROUND), (0.82, (0.92, 1.12)), (1.0, (0.92, 1.12)),
)  # fmt: skip
LANDING, DUST = 0.09, 0.2  # seconds: until he is round again; until the dust has settled


def glide(hop_progress: float) -> float:
    """How far what slides is on its way at so much of a hop: 0 while the arrow grows, slow at both ends."""
    return smooth((hop_progress - ARROW) / (1 - ARROW))


def flight(hop_progress: float) -> float:
    """How much of his way he has flown, at 0 ... 1 of a step: as a ball that was thrown, always as fast sideways."""
    return min(1.0, max(0.0, (hop_progress - OFF) / (1 - OFF)))


def stretch_at(hop_progress: float, landed: float = LANDING) -> Stretch:
    """His shape at 0 ... 1 of a step, or so many seconds after he has landed."""
    if landed < LANDING:
        before, after, part = LANDED, ROUND, landed / LANDING
    elif hop_progress < OFF:
        before, after, part = ROUND, CROUCH, max(0.0, (hop_progress - ARROW) / (OFF - ARROW))
    else:
        way = flight(hop_progress)
        number = next(k for k, (end, _shape) in enumerate(FLIGHT) if k and way <= end)
        (first, before), (end, after) = FLIGHT[number - 1 : number + 1]
        part = (way - first) / (end - first)
    return before[0] + (after[0] - before[0]) * part, before[1] + (after[1] - before[1]) * part


def draw_dust(canvas: Canvas, x: float, ground: float, part: float, landed: bool) -> None:
    """Three puffs where he left the ground; where he has landed, a ring around him and puffs to both sides.

    `part`: 0 ... 1 of their time.
    """
    fade = 1 - part
    if landed:
        canvas.ellipse(x, ground, 38 + 8 * part, 7, "text", _step(0.16 * fade))
        canvas.circle(x, ground - 6, 24 + 14 * part, None, "text", 2, _step(0.35 * fade))
        puffs = [(side * (24 + 9 * k + 8 * part), -4.0 - 4 * k, 4 - k, 0.5 - 0.12 * k)
                 for side in (-1, 1) for k in range(3)]  # fmt: skip
    else:
        puffs = [(aside * (1 + 0.5 * part), up - 4 * part, r, 0.38)
                 for aside, up, r in ((-12, -4, 5), (0, -1, 4), (10, -2, 3))]  # fmt: skip
    for across, up, r, alpha in puffs:
        canvas.circle(x + across, ground + up, r, "star" if canvas.theme.dark else "stone_edge",
                      alpha=_step(alpha * fade))  # fmt: skip


def _step(alpha: float) -> float:
    """So few that their pictures are soon kept."""
    return round(20 * alpha) / 20


Arc = tuple[Point, Point, Point]  # its ends, between them its control point (a quadratic Bézier curve)
PIP = 18.0
STONE = 13.0
APART = 24.0  # stones that are nearer than this are only dots
MOST = 60  # stones, the newest ones
HOPS, DOTTED = 5, 9.0  # seen from further away: so many hops; how far their dots are apart
NEAR, DOT = 46.0, 4.5  # no stones so near the bottom then, but dots


def hop(bowl: Bowl | SmallBowl, start: float, end: float, r: float = PIP, lift: float | None = None) -> Arc:
    """The arc from one weight to another; `lift`: of its control point above the higher end."""
    first, last = bowl.rest_point(start, r), bowl.rest_point(end, r)
    up = 36 + abs(last[0] - first[0]) * 0.18 if lift is None else lift
    return first, ((first[0] + last[0]) / 2, min(first[1], last[1]) - up), last


def points_of(arc: Arc) -> list[Point]:
    """Points along an arc, from end to end."""
    return [along(arc, k / 24) for k in range(25)]


def along(arc: Arc, t: float) -> Point:
    """The point at 0 ... 1 of an arc."""
    (x1, y1), (mx, my), (x2, y2) = arc
    a, b, c = (1 - t) * (1 - t), 2 * t * (1 - t), t * t
    return a * x1 + b * mx + c * x2, a * y1 + b * my + c * y2


def draw_trail(canvas: Canvas, bowl: Bowl, weights: Sequence[float], first: int = 0, failed: bool = False,
               fast: bool = False, older: Sequence[float] = (), words: Rect = (0.0, 0.0, 0.0, 0.0),
               moving: bool = False) -> None:  # fmt: skip
    """Stones for all weights but the last, where Pip is; `first` is the number of the first stone.

    At most MOST stones have hops and numbers; `older` weights, not all of them, are only dots. Seen from further away
    only the newest hops are drawn, and stones near the bottom are dots. `moving`: the view still is.

    `failed`: the hops are in the error's hue. `fast`: a run that rushes by has no hops and no numbers.
    `words`: where some stand; no dot of a hop stands on them.
    """
    first += max(0, len(weights) - 1 - MOST)
    kept, older, far = tuple(weights[-MOST - 1 :]), tuple(older), bowl.zoom > 1
    if len(kept) < 2:
        return
    if far and moving:
        _draw_far(canvas, bowl, kept, first)
    elif far:
        canvas.once(_reach(canvas, bowl, kept, ()), _draw_far, bowl, kept, first)
    elif fast:
        _draw_dots(canvas, bowl, older + kept)
    else:
        canvas.once(_reach(canvas, bowl, kept, older), _draw_hops, bowl, kept, older, first, failed, words)


def _draw_hops(canvas: Canvas, bowl: Bowl, kept: Sequence[float], older: Sequence[float], first: int, failed: bool,
               words: Rect) -> None:  # fmt: skip
    _draw_dots(canvas, bowl, older)
    (x, y, w, h), count = words, len(kept) - 1
    with canvas.clip(*bowl.rect[:3], bowl.sky):
        for i in range(count):
            if bowl.fits(kept[i]) or bowl.fits(kept[i + 1]):
                points, alpha = points_of(hop(bowl, kept[i], kept[i + 1])), 0.35 + 0.5 * (i + 1) / (count + 1)
                for on_words, part in itertools.groupby(
                    points, lambda p: x <= p[0] <= x + w and y <= p[1] <= y + h
                ):
                    if not on_words:
                        canvas.polyline(list(part), "error" if failed else "text", 2.4, alpha, (1, 8))
        for i, dot in enumerate(_crowded(bowl, kept, APART * max(1.0, canvas.type))):
            if bowl.fits(kept[i]):
                _draw_stone(canvas, *bowl.rest_point(kept[i], STONE), f"{first + i}", i / (count + 1), dot)


def _draw_far(canvas: Canvas, bowl: Bowl, kept: Sequence[float], first: int) -> None:
    colour = canvas.mix("stone_edge", "text", 0.65 if canvas.theme.dark else 0.6)
    with canvas.clip(*bowl.rect[:3], bowl.sky):
        # Arcs as dots, the last ones strongest: a single stroke, for all of them move at once.
        arcs = [hop(bowl, *pair) for pair in itertools.pairwise(kept[-HOPS - 1 :])]
        dots: list[tuple[Point, tuple[int, int, int]]] = []
        for i, arc in enumerate(arcs):
            rgb = canvas.rgb(canvas.mix("sky1", "error", 0.45 + 0.1 * (i + HOPS - len(arcs))))
            (x1, y1), (mx, my), (x2, y2) = arc
            count = max(2, round((math.hypot(mx - x1, my - y1) + math.hypot(x2 - mx, y2 - my)) / DOTTED))
            dots += [(canvas.at(*along(arc, k / count)), rgb) for k in range(count + 1)]
        if dots:
            radius = max(1.0, 1.2 * canvas.s)

            def paint(surface: pygame.Surface) -> None:
                for spot, rgb in dots:
                    pygame.draw.aacircle(surface, rgb, spot, radius)

            canvas.direct(("dotted", tuple(dots)), around([spot for spot, _rgb in dots], 2 * radius), paint)
    middle, outside = bowl.pixel_x(bowl.middle), [len(kept) - 1]
    for i, weight in enumerate(kept[:-1]):
        x = bowl.pixel_x(weight)
        if abs(x - middle) < NEAR:
            canvas.circle(x, bowl.height(weight) - DOT, DOT, colour)
        else:
            outside.insert(-1, i)
    for i, crowded in zip(outside, _crowded(bowl, [kept[i] for i in outside], APART * max(1.0, canvas.type))):
        _draw_stone(canvas, *bowl.rest_point(kept[i], STONE), f"{first + i}", 0.3, crowded)


def _reach(canvas: Canvas, bowl: Bowl, weights: Sequence[float], older: Sequence[float]) -> Rect:
    """The part of the picture in which all stones and hops are."""
    x, y, w, _h = bowl.rect
    arcs = [hop(bowl, a, b) for a, b in itertools.pairwise(weights)]
    spots = [along(arc, k / 8) for arc in arcs for k in range(9)] + [bowl.rest_point(weight, STONE) for weight in older]
    far = 2 * STONE * max(1.0, canvas.type)
    left, right = max(x, min(p[0] for p in spots) - far), min(x + w, max(p[0] for p in spots) + far)
    top, low = max(y, min(p[1] for p in spots) - far), min(y + bowl.sky, max(p[1] for p in spots) + far)
    return left, top, max(1.0, right - left), max(1.0, low - top)


def _crowded(bowl: Bowl, weights: Sequence[float], apart: float) -> list[bool]:
    """Which stones are only dots: those beside an older one, or under Pip."""
    placed: list[Point] = [bowl.rest_point(weights[-1], PIP)]
    crowded = []
    for weight in weights[:-1]:
        x, y = bowl.rest_point(weight, STONE)
        near = any(math.hypot(x - px, y - py) < apart for px, py in placed)
        crowded.append(near)
        if not near:
            placed.append((x, y))
    return crowded


def _draw_stone(canvas: Canvas, x: float, y: float, label: str, age: float, dot: bool) -> None:
    dark = canvas.look.theme.dark
    edge = canvas.mix("stone_edge", "text", (0.55 if dark else 0.5) + 0.3 * age)
    if dot:
        canvas.circle(x, y, 4.5, edge)
        return
    tint = 0.16 + 0.16 * age if dark else 0.25 + 0.3 * age
    r, size = STONE * max(1.0, 0.5 + 0.5 * canvas.type), 16 if len(label) < 3 else 12
    draw_disc(canvas, (x, y), r, label, edge, 1.8, tint=tint, size=size)


def _draw_dots(canvas: Canvas, bowl: Bowl, weights: Sequence[float]) -> None:
    for i, weight in enumerate(weights[:-1]):
        if bowl.fits(weight):
            x, y = bowl.rest_point(weight, STONE)
            canvas.circle(x, y, 4.5, "text2", alpha=round(8 * (0.25 + 0.6 * i / len(weights))) / 8)


def draw_way(canvas: Canvas, bowl: Bowl, weights: Sequence[float], step: int, end: float, part: float,
             failed: bool = False) -> None:  # fmt: skip
    """The hop under way, from the last of the weights: its stone, and its dotted way as far as he has come."""
    start = weights[-1]
    arc = hop(bowl, start, end)
    points = [along(arc, k / 40) for k in range(int(40 * part) + 1)]
    crowded = _crowded(bowl, [*weights[-MOST:], end], APART * max(1.0, canvas.type))[-1]
    with canvas.clip(*bowl.rect[:3], bowl.sky):
        if len(points) > 1:
            canvas.polyline(points, "error" if failed else "text", 2.4, 0.85, (1, 8))
        if bowl.fits(start):
            _draw_stone(canvas, *bowl.rest_point(start, STONE), f"{step}", 0.9, crowded)


def draw_tangent(canvas: Canvas, bowl: Bowl, weight: float) -> None:
    """How steep the bowl is under Pip."""
    weight = bowl.inside(weight)
    slope = bowl.slope(weight)
    if not math.isfinite(slope):
        return
    part = 92.0 / math.hypot(1.0, slope)
    x, y = bowl.pixel_x(weight), bowl.height(weight)
    ends = [canvas.at(x - part, y - slope * part), canvas.at(x + part, y + slope * part)]
    with canvas.clip(*bowl.rect[:3], bowl.sky):
        canvas.band(ends, max(1.5, 2.6 * canvas.s), canvas.rgb("text"))


def draw_drop(canvas: Canvas, bowl: Bowl, weight: float) -> None:
    """The dotted line from Pip down to his weight."""
    x = bowl.pixel_x(bowl.inside(weight))
    y = bowl.height(bowl.inside(weight)) + 8
    low = bowl.rect[1] + bowl.sky - 44
    if y < low:
        canvas.line(x, y, x, low, weight_colour(weight), 2.2, 0.9, (2, 7))


def draw_ghost(canvas: Canvas, bowl: Bowl, weight: float, label: str, side: int = -1) -> None:
    """Another run's Pip where it ended, with its name on a dashed card to the left (side -1) or right (1) of him."""
    r = PIP - 3
    x, y = bowl.rest_point(weight, r)
    canvas.ghost(x, y, r, (0.2, 0.05))
    if not label:
        return
    ends = bowl.rect[0] + 10, bowl.rect[0] + bowl.rect[2] - 10
    at = x - 20 if side < 0 else x + 44, max(bowl.rect[1] + 70, y - 94 - 18 * canvas.type)
    draw_ghost_card(canvas, at, (x + 7 * side, y - r - 2), label, side, ends)


def draw_ghost_card(canvas: Canvas, at: Point, tip: Point, label: str, side: int,
                    within: tuple[float, float] = (-math.inf, math.inf)) -> None:  # fmt: skip
    """The name of another run, with a dashed line to it from the right (side -1) or the left (1) end of the card, whose
    top is `at` a place."""
    card = Boxed(Line(label, LABEL), (12, 5), "panel", "text2", dash=(5, 4))
    lx, ly, width, height = card.stand(canvas, *at, float(side < 0), within=within)
    foot = lx + width - 12 if side < 0 else lx + 12
    canvas.line(foot, ly + height + 2, *tip, "text2", 1.5, 0.9, (3, 4))


# The next step in an error bowl: an arrow that only says which way, or how far it goes, and where Pip will lie.


DIRECTION = 27.0  # length of the arrow that only tells which way


def draw_reach(canvas: Canvas, bowl: Bowl, start: float, end: float, grown: float) -> None:
    """The arrow of a step that begins: from Pip to above where he will land, `grown` 0 ... 1."""
    x, y = bowl.rest_point(start, PIP)
    goal = bowl.pixel_x(bowl.inside(end))
    side = 1 if goal > x else -1
    tip = x + (goal - x) * grown
    if abs(tip - x) > PIP + 14:
        canvas.arrow(x + side * (PIP + 5), y, tip, y, "alpha", 5, 13)


def draw_next(canvas: Canvas, bowl: Bowl, start: float, end: float, formula: bool) -> None:
    """The whole next step: arrow, drop, ghost, and how far in a card. `formula`: it is alpha times weight_delta."""
    draw_reach(canvas, bowl, start, end, 1.0)
    _x, y = bowl.rest_point(start, PIP)
    x = bowl.pixel_x(bowl.inside(end))
    ghost_x, ghost_y = bowl.rest_point(end, PIP - 1)
    if ghost_y - PIP - 4 > y:
        canvas.line(x, y, x, ghost_y - PIP - 4, "alpha", 2, 0.75, (2, 6))
    canvas.ghost(ghost_x, ghost_y, PIP - 1, fill=0.2, eyes=False)
    value = Line(number(end - start, 2, plus=True), NUMBER, "alpha")
    product = Line((("α", "alpha", 700, "mono"), (" × ", "text2", 500, "mono"), ("weight_delta", "text", 500, "mono")))
    rows = (Row((Line(_("next step"), LABEL), SPRING, value), 10), *((product,) if formula else ()))
    card = Boxed(Col(rows, 2), (14, 9), "panel", "alpha", radius=12)
    width, height = card.size(canvas)
    left, right = bowl.rect[0] + 8, bowl.rect[0] + bowl.rect[2] - 8
    lx = min(max(x + 14, left), right - width)
    ly = max(bowl.rect[1] + 8, y - 28 - height)
    low = ly + height
    tip = (min(max(x + 7, lx + 4), lx + width - 4), max(low + 8, y - 9))
    card.draw(canvas, (lx, ly, width, height))
    canvas.polygon([(lx + 8, low - 1.2), tip, (lx + 28, low - 1.2)], "panel")
    canvas.polyline([(lx + 8, low - 0.5), tip, (lx + 28, low - 0.5)], "alpha", 1.5)
