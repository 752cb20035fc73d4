"""Where a dense network stands in its panel: nodes in columns, a curved wire for each weight.

`Net` holds the numbers that are shown, `NetPlan` the places; net_wires.py and net_nodes.py draw them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ..widgets.widget import Rect
from .neuron_parts import wire_width

HEAD, FOOT = 52.0, 50.0  # kept free for the names of the columns and the legend
BAND = 26.0  # between the lowest node and the legend
NODE, OUT = 30.0, 38.0  # radii
PITCH = 100.0  # of nodes, at most
BEND = 0.45  # part of the way at which a wire's handles are
STEPS = 20  # pieces of a wire
FULL = 20.0  # radius from which wires have their full width
THIN, THICK = 1.6, 9.5  # px of a wire: THIN + THICK * |weight|
BEADS = (0.58, 0.70, 0.5)  # where a minus stands on its wire: two places that alternate, and that of the last layer

Point = tuple[float, float]


class Wire(NamedTuple):
    """From node `source` of layer `layer` to node `target` of the one after it; its weight's index is its own."""

    layer: int
    source: int
    target: int


class NetPlan(NamedTuple):
    """xs: of the columns; ys: of each column's nodes; radii: of each column's; wires and curves as the weights go."""

    rect: Rect
    xs: tuple[float, ...]
    ys: tuple[tuple[float, ...], ...]
    radii: tuple[float, ...]
    wires: tuple[Wire, ...]
    curves: tuple[tuple[Point, ...], ...] = ()  # of the wires

    @property
    def foot(self) -> float:
        """Top of the legend."""
        return self.rect[1] + self.rect[3] - FOOT

    @property
    def scale(self) -> float:
        """Of the wires: small neurons have thin ones."""
        return min(1.0, min(self.radii) / FULL)

    def node(self, layer: int, number: int) -> Point:
        return self.xs[layer], self.ys[layer][number]

    def ends(self, index: int) -> tuple[float, float, float, float]:
        """x, y of both ends of a wire."""
        wire = self.wires[index]
        x1, y1 = self.node(wire.layer, wire.source)
        x2, y2 = self.node(wire.layer + 1, wire.target)
        return x1 + self.radii[wire.layer], y1, x2 - self.radii[wire.layer + 1], y2

    def along(self, index: int, part: float) -> Point:
        """A place on a wire, 0 ... 1 of the way."""
        x1, y1, x2, y2 = self.ends(index)
        bend, rest = (x2 - x1) * BEND, 1.0 - part
        a, b, c, d = rest * rest * rest, 3 * rest * rest * part, 3 * rest * part * part, part * part * part
        return a * x1 + b * (x1 + bend) + c * (x2 - bend) + d * x2, (a + b) * y1 + (c + d) * y2

    @property
    def key(self) -> object:
        """What tells it from other plans."""
        return self.rect, tuple(len(column) for column in self.ys)

    def bead(self, index: int) -> Point:
        """Where the minus of a wire stands."""
        wire = self.wires[index]
        last = wire.layer == len(self.xs) - 2 and wire.layer > 0
        return self.along(index, BEADS[2] if last else BEADS[(wire.source + wire.target) % 2])

    def nearest(self, x: float, y: float) -> tuple[int, float] | None:
        """The wire that passes nearest, and how far away, by 16 places of each. None: there is none."""
        found: tuple[int, float] | None = None
        for index in range(len(self.wires)):
            x1, _y1, x2, _y2 = self.ends(index)
            if not x1 - 8 <= x <= x2 + 8:
                continue
            away = min(_apart(self.along(index, k / 16), self.along(index, (k + 1) / 16), (x, y)) for k in range(16))
            if found is None or away < found[1]:
                found = index, away
        return found


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


def plan(rect: Rect, sizes: tuple[int, ...]) -> NetPlan:
    """Columns from left to right; spare width goes between them."""
    return _plan(rect, tuple(sizes))


@lru_cache(32)
def _plan(rect: Rect, sizes: tuple[int, ...]) -> NetPlan:
    x, y, w, h = rect
    top, low = y + HEAD, y + h - FOOT - BAND
    middle = (top + low) / 2
    first, last = x + 104, x + w - 156
    count = len(sizes)
    xs = tuple(first + (last - first) * _share(k, count) for k in range(count))
    ys, radii = [], []
    for k, size in enumerate(sizes):
        pitch = min(PITCH, (low - top + 24) / size)
        ys.append(tuple(middle + (i - (size - 1) / 2) * pitch for i in range(size)))
        part = 0.36 if pitch > 50 else 0.43  # what a neuron says stands under it
        radii.append(min(OUT if k == count - 1 else NODE, part * pitch))
    found = NetPlan(rect, xs, tuple(ys), tuple(radii), tuple(_wires(sizes)))
    curves = [tuple(found.along(k, i / STEPS) for i in range(STEPS + 1)) for k in range(len(found.wires))]
    return found._replace(curves=tuple(curves))


def _share(column: int, count: int) -> float:
    """Of the width at which a column stands; a single hidden layer a little right of the middle, as it fans in."""
    if count == 3 and column == 1:
        return 0.5487
    return column / max(1, count - 1)


def _wires(sizes: Sequence[int]) -> list[Wire]:
    found = []
    for layer, (inputs, neurons) in enumerate(zip(sizes, sizes[1:])):
        found += [Wire(layer, source, target) for target in range(neurons) for source in range(inputs)]
    return found


def width_of(weight: float, scale: float = 1.0) -> float:
    """px of a wire, in halves; `scale`: thinner where neurons are small."""
    return wire_width(weight, THIN, THICK, scale)


def _apart(a: Point, b: Point, spot: Point) -> float:
    """From a straight piece to a spot."""
    ax, ay, bx, by = a[0], a[1], b[0] - a[0], b[1] - a[1]
    long = bx * bx + by * by
    part = min(1.0, max(0.0, ((spot[0] - ax) * bx + (spot[1] - ay) * by) / long)) if long else 0.0
    dx, dy = spot[0] - ax - part * bx, spot[1] - ay - part * by
    return float((dx * dx + dy * dy) ** 0.5)
