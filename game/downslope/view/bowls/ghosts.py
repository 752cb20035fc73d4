"""Several runs at once in a bowl: dashed Pips, each with a tag that says how it was set; the one that leads is Pip."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..draw.plate import draw_disc, draw_plate
from ..draw.raster import Point
from ..draw.rects import meets
from ..draw.tokens import NUMBER
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

TAG, PAD = 22.0, 7.0  # height at 100 %, room beside its words
NEAR, APART, RINGS = 30.0, 9.0, 8  # how far a tag is from its ghost: in so many rings, so far apart
TURNS = (-2, -3, -1, 4, 0, 3, 1, 2)  # eighths of a turn, from the right: above first, below last
STONE = 13.0


class GhostView(NamedTuple):
    """One of them. `label`: of its tag, ""; `spot`: where its middle is now; `leads`: it is drawn as Pip."""

    label: str
    spot: Point
    leads: bool
    faint: bool
    happy: bool = False


def tag_places(canvas: Canvas, ghosts: Sequence[GhostView], room: Rect, r: float,
               taken: Sequence[Rect] = ()) -> list[Rect | None]:  # fmt: skip
    """Where each tag stands: the first free of eight places around its ghost, inside the room, then further away.

    None: it has no label, is far outside, or there is no place that is free: no tag lies on another one or on a ghost.
    """
    height = TAG * canvas.type
    busy = [*taken, *((x - r, y - r, 2 * r, 2 * r) for (x, y) in (ghost.spot for ghost in ghosts))]
    found: list[Rect | None] = [None] * len(ghosts)
    for number in sorted(range(len(ghosts)), key=lambda n: not ghosts[n].leads):
        ghost = ghosts[number]
        if not ghost.label or _outside(ghost.spot, room) > 40.0 + r:  # a ghost so far outside has no tag
            continue
        width = canvas.width(ghost.label, NUMBER) + 2 * PAD
        around = [place for place in _around(ghost.spot, width, height) if _inside(place, room)]
        free = next((place for place in around if not any(meets(place, other, 2.0) for other in busy)), None)
        if free is not None:
            found[number] = free
            busy.append(free)
    return found


def _outside(spot: Point, room: Rect) -> float:
    x, y, w, h = room
    return max(x - spot[0], spot[0] - x - w, y - spot[1], spot[1] - y - h)


def _around(spot: Point, wide: float, high: float) -> list[Rect]:
    found: list[Rect] = []
    for ring in range(RINGS):
        far = NEAR + APART * ring
        for turn in TURNS:
            across, down = math.cos(turn * math.pi / 4), math.sin(turn * math.pi / 4)
            x = spot[0] + across * (far + max(0.0, wide / 2 - 12)) - wide / 2
            found.append((x, spot[1] + down * far - high / 2, wide, high))
    return found


def _inside(place: Rect, room: Rect) -> bool:
    x, y, w, h = place
    return room[0] + 2 <= x and x + w <= room[0] + room[2] - 2 and room[1] + 2 <= y and y + h <= room[1] + room[3] - 2


def draw_ghosts(canvas: Canvas, ghosts: Sequence[GhostView], tags: Sequence[Rect | None], r: float,
                faint: float, start: Point | None) -> None:  # fmt: skip
    """The leader over the others; then the stone at their start, and the tags with a line to each.

    Of those that stand on each other, as many do at the flag, one is drawn.
    """
    there = set[tuple[int, int]]()
    for ghost in sorted(ghosts, key=lambda each: each.leads):
        spot = round(ghost.spot[0] / r), round(ghost.spot[1] / r)
        if ghost.leads:
            canvas.pip(*ghost.spot, r, (0.0, 0.1), "happy" if ghost.happy else "calm")
        elif spot not in there:
            there.add(spot)
            _draw_ghost(canvas, *ghost.spot, r, faint if ghost.faint else 1.0)
    if start is not None:
        # The stone from which all have set out.
        draw_disc(canvas, start, STONE * max(1.0, 0.5 + 0.5 * canvas.type), "0", "text", 2, tint=0.3)
    for ghost, tag in zip(ghosts, tags):
        if tag is not None:
            _draw_tag(canvas, ghost, tag, r, faint if ghost.faint else 1.0)


def _draw_ghost(canvas: Canvas, x: float, y: float, r: float, alpha: float) -> None:
    """On whole pixels: of so many, one layer."""
    x, y = round(x * canvas.s) / canvas.s, round(y * canvas.s) / canvas.s
    reach = math.ceil(r * canvas.s + 3) / canvas.s
    box = (x - reach, y - reach, 2 * reach, 2 * reach)
    canvas.keep(("ghost", r), *box, lambda sub: sub.ghost(x, y, r, (0.2, 0.05)), alpha)


def _draw_tag(canvas: Canvas, ghost: GhostView, tag: Rect, r: float, alpha: float) -> None:
    x, y, w, h = tag
    sx, sy = ghost.spot
    ex, ey = min(max(sx, x + 4), x + w - 4), min(max(sy, y), y + h)
    length = math.hypot(ex - sx, ey - sy)
    if r + 2 < length < 120.0:  # no line is drawn further
        part = r / length
        canvas.line(sx + (ex - sx) * part, sy + (ey - sy) * part, ex, ey, "text2", 1.5, 0.8 * alpha)
    edge, label = "alpha" if ghost.leads else "border2", ghost.label

    def still(sub: Canvas) -> None:
        draw_plate(sub, tag, edge, 7)
        sub.text_vcenter(x + w / 2, y + h / 2, label, NUMBER, "alpha", "middle")

    canvas.keep(("ghost tag", label, edge, round(w, 2), round(h, 2)), x, y, w, h, still, alpha)


def start_place(canvas: Canvas, spot: Point) -> Rect:
    """What that stone covers."""
    r = STONE * max(1.0, 0.5 + 0.5 * canvas.type)
    return (spot[0] - r, spot[1] - r, 2 * r, 2 * r)
