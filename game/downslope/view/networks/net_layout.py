"""Where a dense network stands in its panel: nodes in columns, a curved wire for each weight.

`Net` holds the numbers that are shown, `NetPlan` the places; net_nodes.py draws them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from ..draw import holds
from ..widgets.widget import Rect
from .answers import HIGHER, LOW, RING, SIZES, SMALL, TOLD, WIDER, AnswerKind, Answers
from .neuron_panel import CAP, thickness_of

HEAD, FOOT = 52.0, 50.0  # kept free for the names of the columns and the legend
NODE, OUT = 30.0, 38.0  # radii
INPUTS, APART = 90.0, 88.0  # the same beside pictures: of the inputs, and of the pictures
NAMES, EDGE = 0.2, 14.0  # of the width, what the inputs' names take at most; beside them
FIRST, GOAL, ABREAST = 98.0, 21.0, 14.0  # from the sheet's edges to inputs and goal's picture; from that to the next
ABOVE, UNDER = 54.0, 14.0  # what pictures keep free under the names of the columns and above the legend
BETWEEN = 6.0  # px between two pictures, at least
STAGGER = 21.0  # px by which small ones stand aside, every other one
STEPS = 20  # pieces of a wire
BUNDLES = 12  # neurons up to which the wires into each are a layer of their own
THIN, THICK = 1.6, 9.5  # px of a wire: THIN + THICK * |weight|
BEADS = (0.58, 0.70, 0.6)  # where a minus stands on its wire: two places that alternate, and that of the last layer
NEARER = 0.7  # part of that way where pictures stand in each other's
BEND, LEVEL = (34.0, 26.0), 8.0  # a bend's size, and how far it keeps off the middle of a picture

Point = tuple[float, float]
NOWHERE: Rect = (0.0, 0.0, 0.0, 0.0)


class Strand(NamedTuple):
    """From node `source` of layer `layer` to node `target` of the one after it; its weight's index is its own."""

    layer: int
    source: int
    target: int


class NetPlan(NamedTuple):
    """xs: of the columns; ys: of each column's nodes; radii: of each column's; wires and curves as the weights go.

    halves    half the width and height of a column's nodes: of those that are pictures, with their ring
    kind      which picture the neurons behind the inputs are; None: they are discs
    aside     by how much every other node of a column stands to the left, and the others to the right
    bundles   wires that are drawn as one: their place, which they are
    windows   of hidden neurons, where in their pictures their answers are; `wanted`: where a place shows the goal
    """

    rect: Rect
    xs: tuple[float, ...]
    ys: tuple[tuple[float, ...], ...]
    radii: tuple[float, ...]
    wires: tuple[Strand, ...]
    curves: tuple[tuple[Point, ...], ...] = ()  # of the wires
    halves: tuple[tuple[float, float], ...] = ()
    kind: AnswerKind | None = None
    aside: tuple[float, ...] = ()
    bundles: tuple[tuple[Rect, tuple[int, ...]], ...] = ()
    windows: tuple[Rect, ...] = ()
    wanted: Rect | None = None

    def is_picture(self, layer: int) -> bool:
        """Its neurons are pictures."""
        return self.kind is not None and layer > 0 and (layer < len(self.xs) - 1 or len(self.ys[-1]) == 1)

    def box(self, layer: int, number: int) -> Rect:
        """The place of a node."""
        (x, y), (half, height) = self.node(layer, number), self.halves[layer]
        return (x - half, y - height, 2 * half, 2 * height)

    def beside(self, layer: int, number: int) -> Rect:
        """The place of a neuron's bend: off the middle of a picture, where its wire begins."""
        (x, y), (half, height) = self.node(layer, number), self.halves[layer]
        up = -height - 3 if not self.is_picture(layer) else LEVEL if y <= self.ys[-1][0] + 1 else -LEVEL - BEND[1]
        return (x + half + 4, y + up, *BEND)

    @property
    def goal(self) -> Rect | None:
        """The place of what is wanted, where it is a picture."""
        last = len(self.xs) - 1
        if self.wanted is not None or not self.is_picture(last):
            return self.wanted
        _x, y, w, h = self.box(last, 0)
        return (self.rect[0] + self.rect[2] - GOAL - w, y, w, h)

    def hit(self, x: float, y: float) -> tuple[int, int] | None:
        """The neuron at a place: layer, number."""
        for layer in range(1, len(self.xs)):
            for number in range(len(self.ys[layer])):
                if holds(self.box(layer, number), (x, y)):
                    return layer, number
        return None

    @property
    def foot(self) -> float:
        """Top of the legend; a place has none."""
        return self.rect[1] + self.rect[3] - (FOOT if self.wanted is None else 0.0)

    @property
    def scale(self) -> float:
        """Of the wires: small neurons have thin ones."""
        return min(1.0, min(self.radii) / 20.0)  # radius from which wires have their full width

    def node(self, layer: int, number: int) -> Point:
        aside = self.aside[layer] if layer < len(self.aside) else 0.0
        return self.xs[layer] + (aside if number % 2 else -aside), self.ys[layer][number]

    def ends(self, index: int) -> tuple[float, float, float, float]:
        """x, y of both ends of a wire."""
        wire = self.wires[index]
        x1, y1 = self.node(wire.layer, wire.source)
        x2, y2 = self.node(wire.layer + 1, wire.target)
        return x1 + self.halves[wire.layer][0], y1, x2 - self.halves[wire.layer + 1][0], y2

    def along(self, index: int, part: float) -> Point:
        """A place on a wire, 0 ... 1 of the way."""
        x1, y1, x2, y2 = self.ends(index)
        bend, rest = (x2 - x1) * 0.45, 1.0 - part  # part of the way at which a wire's handles are
        a, b, c, d = rest * rest * rest, 3 * rest * rest * part, 3 * rest * part * part, part * part * part
        return a * x1 + b * (x1 + bend) + c * (x2 - bend) + d * x2, (a + b) * y1 + (c + d) * y2

    def __hash__(self) -> int:  # of what tells it from other plans: its curves are many numbers
        return hash((self.rect, self.kind, self.wires))

    def bead(self, index: int) -> Point:
        """Where the minus of a wire stands."""
        wire = self.wires[index]
        last = wire.layer == len(self.xs) - 2 and wire.layer > 0
        part = BEADS[2] if last else BEADS[(wire.source + wire.target) % 2]
        stands_aside = wire.layer + 1 < len(self.aside) and self.aside[wire.layer + 1] > 0
        return self.along(index, part * NEARER if stands_aside else part)

    def nearest(self, x: float, y: float) -> tuple[int, float] | None:
        """The wire that passes nearest, and how far away, by 16 places of each. None: there is none."""
        closest: tuple[int, float] | None = None
        for index in range(len(self.wires)):
            x1, _y1, x2, _y2 = self.ends(index)
            if not x1 - 8 <= x <= x2 + 8:
                continue
            for k in range(16):
                (ax, ay), (cx, cy) = self.along(index, k / 16), self.along(index, (k + 1) / 16)
                bx, by = cx - ax, cy - ay
                long = bx * bx + by * by
                part = min(1.0, max(0.0, ((x - ax) * bx + (y - ay) * by) / long)) if long else 0.0
                away = math.hypot(x - ax - part * bx, y - ay - part * by)
                if closest is None or away < closest[1]:
                    closest = index, away
        return closest


class Net(NamedTuple):
    """What is shown.

    layers    the values of every layer for the example shown: None where they have not arrived yet
    weights   as they are drawn, between two steps while they move
    deltas    of every layer from the first hidden one on: None where they are not told (now)
    names     of the inputs; heads: of the columns
    """

    layers: Sequence[Sequence[float] | None]
    weights: Sequence[float]
    goals: Sequence[float]
    error: float | None
    deltas: Sequence[Sequence[float] | None]
    names: Sequence[str]
    heads: Sequence[str]
    lamps: bool = False  # the inputs are on or off
    dead: Sequence[Sequence[float] | None] = ()  # of each hidden neuron: what it gets for every example, if never lit
    focused: int | None = None
    frozen: frozenset[int] = frozenset()
    answers: Sequence[Sequence[Answers]] = ()  # of each layer from the first hidden one on: each neuron's picture
    goal: Answers | None = None  # the same of what is wanted
    marked: frozenset[int] = frozenset()  # wires of the neuron whose card is seen
    shares: Sequence[float] = ()  # of each wire, while blame runs back through it: part of the largest one; 0: none
    change: str = "error"  # the colour of that: alpha's once the wires take it on


@lru_cache(32)
def plan(rect: Rect, sizes: tuple[int, ...], kind: AnswerKind | None = None, words: float = 0.0,
         wires: tuple[Strand, ...] | None = None) -> NetPlan:  # fmt: skip
    """Columns from left to right; spare width goes between them. `kind`: of the neurons' pictures; `words`: how wide
    the longest word of the inputs' names is; `wires`: these and no others."""
    x, y, w, h = rect
    top, low = y + HEAD, y + h - FOOT - 26.0  # between the lowest node and the legend
    pictures = kind is not None and sizes[-1] == 1
    first, last = x + 104, x + w - 156
    if pictures and kind is not None:
        first, last = x + FIRST, x + w - GOAL - ABREAST - 3 * _picture(kind, 1, len(sizes), rect)[0][0]
    count = len(sizes)
    ys, radii, halves, aside = [], [], [], []
    for k, size in enumerate(sizes):
        drawn = kind is not None and k > 0 and (pictures or k < count - 1)
        if drawn and kind is not None:
            half, pitch = _picture(kind, size, count if k == count - 1 else 0, rect)
            radius = min(half)
        else:
            pitch = min(INPUTS if kind is not None else 100.0, (low - top + 24) / size)  # of nodes, at most
            part = 0.36 if pitch > 50 else 0.43  # what a neuron says stands under it
            radius = min(OUT if k == count - 1 else NODE, part * pitch)
            half = (radius, radius)
        # The height at which all columns are centred, where there are pictures
        middle = (y + ABOVE + y + h - FOOT - UNDER) / 2 if kind is not None else (top + low) / 2
        ys.append(tuple(middle + (i - (size - 1) / 2) * pitch for i in range(size)))
        radii.append(radius)
        halves.append(half)
        aside.append(STAGGER if drawn and size > 1 and 2 * half[1] + 1 > pitch else 0.0)
    first = max(first, x + min(words, NAMES * w) + EDGE + radii[0])
    parts = [k / max(1, count - 1) for k in range(count)]
    if count == 3:  # a single hidden layer a little right of the middle, as it fans in
        parts[1] = 0.5 if kind is not None else 0.5487
    xs = tuple(first + (last - first) * part for part in parts)
    if wires is None:
        wires = tuple(Strand(layer, source, target) for layer, (inputs, neurons) in enumerate(zip(sizes, sizes[1:]))
                      for target in range(neurons) for source in range(inputs))  # fmt: skip
    return _with_curves(NetPlan(rect, xs, tuple(ys), tuple(radii), wires, (), tuple(halves), kind, tuple(aside)))


def _with_curves(at: NetPlan) -> NetPlan:
    """The same with the curves of its wires, and those that are drawn as one."""
    wires = at.wires
    curves = tuple(tuple(at.along(k, i / STEPS) for i in range(STEPS + 1)) for k in range(len(wires)))
    # The wires into each neuron; where there are many neurons, all wires between two layers.
    each = sum(map(len, at.ys[1:])) <= BUNDLES
    bundles: dict[tuple[int, int], list[int]] = {}
    for index, wire in enumerate(wires):
        bundles.setdefault((wire.layer, wire.target if each else 0), []).append(index)
    boxes = []
    for bundle in bundles.values():
        positions = [spot for index in bundle for spot in curves[index]]
        left, top = min(px for px, _py in positions), min(py for _px, py in positions)
        right, low = max(px for px, _py in positions), max(py for _px, py in positions)
        reach = CAP / 2 + 6  # of the widest wire, with the edge of one that is focused
        boxes.append(((left, top - reach, right - left, low - top + 2 * reach), tuple(bundle)))
    return at._replace(curves=curves, bundles=tuple(boxes))


def plan_of_town(rect: Rect, kind: AnswerKind | None, layers: Sequence[Sequence[Rect]], windows: tuple[Rect, ...],
                 wanted: Rect) -> NetPlan:  # fmt: skip
    """Nodes and the goal are parts of a picture. `layers`: where the nodes of each layer are; see NetPlan."""
    middles = [[(x + w / 2, y + h / 2) for x, y, w, h in boxes] for boxes in layers]
    halves = tuple((boxes[0][2] / 2, boxes[0][3] / 2) for boxes in layers)
    xs, ys = tuple(column[0][0] for column in middles), tuple(tuple(y for _x, y in column) for column in middles)
    wires = plan(rect, tuple(map(len, layers))).wires
    return _with_curves(NetPlan(rect, xs, ys, tuple(map(min, halves)), wires, (), halves, kind, windows=windows,
                                wanted=wanted))  # fmt: skip


class PlacePlan(NetPlan):
    """Wires and neurons are parts of a picture, "weight 3" and "hidden 2"; `boxes`: where these are in the window."""

    boxes: Mapping[str, Rect] = MappingProxyType({})

    @property
    def foot(self) -> float:
        return self.rect[1] + self.rect[3]

    def is_picture(self, layer: int) -> bool:
        return layer == 1

    def box(self, layer: int, number: int) -> Rect:
        return self.boxes.get(f"hidden {number + 1}", NOWHERE) if layer == 1 else NOWHERE

    def node(self, layer: int, number: int) -> Point:
        x, y, w, h = self.box(layer, number)
        return x + w / 2, y + h / 2

    def beside(self, layer: int, number: int) -> Rect:
        return self.boxes.get(f"bend {number + 1}", NOWHERE)

    def along(self, index: int, part: float) -> Point:
        x, y, w, h = self.boxes.get(f"weight {index + 1}", NOWHERE)
        return x + w / 2, y + h * part

    def nearest(self, x: float, y: float) -> tuple[int, float] | None:
        inside = (k for k in range(len(self.wires)) if holds(self.boxes.get(f"weight {k + 1}", NOWHERE), (x, y)))
        return next(((index, 0.0) for index in inside), None)


def _picture(kind: AnswerKind, size: int, of: int, rect: Rect) -> tuple[tuple[float, float], float]:
    """(half the width and height of a picture with its ring, from one to the next): large, lower, or a small one.

    `of`: of how many columns it is the last; 0: it is a hidden one. The last has room for the numbers of all its cells.
    """
    width, height = SIZES[kind.name]
    room = rect[3] - FOOT - UNDER - ABOVE
    if of:
        width, height = width + WIDER, height + HIGHER
        width = min(width + (44 if of > 2 else 120), max(width, kind.columns * (TOLD + 4)))
    outer = height + 2 * RING
    pitch = min(APART, (room - outer) / (size - 1)) if size > 1 else APART
    if pitch < outer + BETWEEN and size > 1:  # lower ones; they begin and end where there is room
        outer = (room - BETWEEN * (size - 1)) / size
        pitch = outer + BETWEEN
    if outer >= LOW + 2 * RING or size == 1:
        return ((width + 2 * RING) / 2, outer / 2), pitch
    outer = SMALL[1] + 6
    pitch = (room - outer) / (size - 1)
    outer = outer if pitch > outer else min(outer, 2 * pitch - 3)  # two columns: it is the next but one that is near
    return (SMALL[0] / 2 + 3, outer / 2), pitch


def width_of(weight: float, scale: float = 1.0) -> float:
    """px of a wire, in halves; `scale`: thinner where neurons are small."""
    return thickness_of(weight, THIN, THICK, scale)
