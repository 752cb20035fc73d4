"""A network's picture: wires, which are also a control; inputs lit or dark, what the neurons answer, what they say."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Unpack

from ...i18n import _
from ..draw import BODY, LABEL, LEAD_NUMBER, NUMBER, Canvas, Run, draw_plate, first_free_place, meets, weight_colour
from ..format.equation import product
from ..format.numbers import number, short, with_sign
from ..widgets.ink import SPRING, Boxed, Either, Line, Mark, Row
from ..widgets.number_input import NumberInput, NumberOptions
from ..widgets.widget import Intent, Rect, State, has_caret
from .answers import CORNER, AnswerKind, draw_answer, draw_key, draw_number
from .net_layout import Net, NetPlan, Point, width_of
from .neuron_panel import draw_minus

# The wires of a network as a control: one is focused and, where the level lets them, turned by hand. Left and right
# go from wire to wire, Page up and Page down from neuron to neuron. Up, down, the wheel, a drag upwards and typing
# turn the weight on its notches. The picture under it is drawn by the board.


NEAR = 12.0  # px: so far from a wire the pointer still means it
DISC = 11.0  # radius of the number at a picture's corner
ALONG = {"left": -1, "right": 1}
NEURONS = {"page_up": -1, "page_down": 1}


# What is said of a wire: its number, its weight, the plate, the place on the wire that it is beside, its name, the text
WirePlate = tuple[int, float, Rect, Point, str, str]


class WireControl(NumberInput):
    """`index`: the wire that is focused. `hovered`: the one under the pointer. `free`: its weight can be turned.

    on_freeze(index)    the key for it was pressed        on_refused(index)    it was to be turned, and cannot be
    """

    ways, intents = ("down", "up"), (*ALONG, *NEURONS)
    turned = False  # it is the whole picture
    stepped = True
    lasting = (*NumberInput.lasting, "index", "_grab", "_refused")

    def __init__(self, at: NetPlan, name_of: Callable[[int], str], weight_of: Callable[[int], float],
                 on_freeze: Callable[[int], object], on_refused: Callable[[int], object],
                 **options: Unpack[NumberOptions]) -> None:  # fmt: skip
        super().__init__("wires", at.rect, 0.0, -1.0, 1.0, **options)
        self.at, self.name_of, self.weight_of = at, name_of, weight_of
        self.on_freeze, self.on_refused = on_freeze, on_refused
        self.index: int | None = None
        self.hovered: int | None = None
        self.free = False
        self.frozen: frozenset[int] = frozenset()
        self._grab: tuple[float, float] | None = None  # y and number where a drag began
        self._refused = False

    def near(self, x: float, y: float) -> int | None:
        """The wire that is meant by a place."""
        nearest = self.at.nearest(x, y) if y < self.at.foot else None
        return nearest[0] if nearest is not None and nearest[1] <= NEAR else None

    # -- intents -----------------------------------------------------------------------------------------------------

    def answers(self, name: str) -> bool:
        return name == "freeze" and self.index is not None

    def takes(self, text: str) -> bool:
        return self.free and self.index is not None and super().takes(text)

    def act(self, intent: Intent) -> bool:
        name = intent.name
        if name in ("press", "move", "release"):
            self._drag(intent)
            return True
        if self.index is None:
            self.index = 0
        if name in ALONG or name in NEURONS:
            self.commit()
            self._walk(ALONG.get(name, 0) or NEURONS.get(name, 0), name in NEURONS or intent.big)
            return True
        if name == "freeze":
            self.on_freeze(self.index)
            return True
        if name in ("home", "end") and self.typed is None:
            self.index = 0 if name == "home" else len(self.at.wires) - 1
            return True
        if not self.free:
            if name in self.ways:
                self._walk(-1 if name == "up" else 1, True)
                return True
            return False
        return super().act(intent)

    def _walk(self, way: int, neurons: bool) -> None:
        """To the next wire; by neurons: to the same place of the next one."""
        count, index = len(self.at.wires), self.index or 0
        each = 1
        if neurons:
            layer = self.at.wires[index].layer
            each = len(self.at.ys[layer])
        self.index = min(count - 1, max(0, index + way * each))

    def _drag(self, intent: Intent) -> None:
        if intent.name == "press":
            self.commit()
            self.index = self.near(intent.x, intent.y)
            self.value = self.weight_of(self.index) if self.index is not None else 0.0  # before it is shown
            self._grab, self._refused = (intent.y, self.value), False
            return
        if self._grab is None or self.index is None:
            return
        y, start = self._grab
        steps = round((y - intent.y) / 12.0)  # px of a drag for one notch
        if intent.name == "release":
            self._grab = None
            if self.free and self.value != start and steps and self.on_done:
                self.on_done(self.value)
        elif steps and not self.free:
            if not self._refused:
                self.on_refused(self.index)
            self._refused = True
        elif self.free:
            self.value, before = start, self.value
            wanted = self.nudge(steps)
            self.value = before
            self.set(wanted, done=False)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        if state.focus:
            canvas.focus(x + 3, y + 3, w - 6, h - 6, 13)

    def plate(self, canvas: Canvas, index: int, weight: float, time: float) -> WirePlate:
        """Name and weight of a wire, beside it: under it in the lower half, else above."""
        typed = self.typed is not None and index == self.index
        said = number(weight) if not typed else (self.typed or "") + ("|" if has_caret(canvas, time) else " ")
        name = self.name_of(index) + "  "
        height = max(34.0, 10 + 20 * canvas.type)
        width = canvas.width(name, LABEL) + canvas.width(said, NUMBER) + 46
        width += 26 if index in self.frozen else 22 if self.free else 0
        # A place on the wire, and above or below it the plate, where it covers no node, or least of them
        (x, y, w, _h), half = self.at.rect, width_of(weight, self.at.scale) / 2
        places: list[tuple[float, Point, Rect]] = []
        for number_, part in enumerate((0.4, 0.5, 0.3, 0.6, 0.2, 0.7)):
            px, py = self.at.along(index, part)
            for away in (14.0, 26.0, 40.0, 54.0, 70.0):
                for left in (px - width / 2, px - 0.2 * width, px - 0.8 * width):
                    left = min(max(x + 10, left), x + w - 10 - width)
                    for top in (py + half + away, py - half - away - height):
                        if y + 42.0 <= top <= self.at.foot - height - 4:  # what the names of the columns need above
                            far = number_ + away + abs(left + width / 2 - px) / 9
                            places.append((far, (px, py), (left, top, width, height)))
        nodes = [self.at.box(layer, k) for layer, ys in enumerate(self.at.ys) for k in range(len(ys))]
        discs = [(left - DISC, top - DISC, 2 * DISC, 2 * DISC) for left, top, _w, _h in nodes]
        places = sorted(places) or [(0.0, (x + w / 2, y + 8), (x + 10, y + 8, width, height))]
        free = first_free_place([place for _far, _spot, place in places], [*nodes, *discs])
        return index, weight, places[free][2], places[free][1], name, said

    def draw_plate(self, canvas: Canvas, plate: WirePlate) -> None:
        """With a line to its wire."""
        index, weight, (left, top, width, height), (px, py), name, said = plate
        colour = weight_colour(weight)
        edge = width_of(weight, self.at.scale) / 2 + 4
        canvas.line(px, py + (edge if top > py else -edge), px, top if top > py else top + height, "focus", 2)
        draw_plate(canvas, plate[2], "focus", 10, 2, fill="raised")
        canvas.glyph(colour, left + 19, top + height / 2, 7.5)
        base = canvas.baseline_of(top + height / 2)
        canvas.rich(left + 34, base, [(name, "text", 600), (said, colour, 700, "mono")])
        if index in self.frozen:
            canvas.icon("snow", left + width - 30, top + height / 2 - 9, 18)
        elif self.free:  # it can be turned up and down
            canvas.icon("up_arrow", left + width - 25, top + height / 2 - 15, 14, "text2")
            canvas.icon("down_arrow", left + width - 25, top + height / 2 + 1, 14, "text2")


# The wires of a network: width and hue by the weight, a bead where it is negative, pulses that run along them.


QUIET = 0.34  # part of the hue of a wire along which nothing runs
BEAD = 7.5
SMALL = 20.0  # radius below which a node's wires have no room for beads
BRIGHT = ((0.0, 1.0), (1.0, 0.0))
WireLook = tuple[float, int, bool]  # width, sign, whether something runs along it
BEHIND = 0.16  # of its way, how far a second pulse is behind the first
SHARE, DOOR = 0.4, 0.2  # of a delta, whose light is largest; of its way, on which it goes out
CORE, THICKER = 1.0, 3.0  # px of the blame that runs back in a wire: CORE + THICKER * its share


Legend = tuple[str, str, str, str]  # under the network: of wires that help, that hold back, thick ones; of cells


def _draw_bundle(canvas: Canvas, at: NetPlan, wires: Sequence[tuple[int, WireLook, float, float]],
                 change: str) -> None:  # fmt: skip
    """Some wires, the thin ones first. Of each its number, its look, the width of the light line around it, with a dark
    one of half of that within, 0: it has none; the blame that it takes on, in the colour `change`."""
    k = canvas.s
    paths = {index: [canvas.at(*spot) for spot in at.curves[index]] for index, *_look in wires}
    for index, (wide, sign, runs), edge, _share in sorted(wires, key=lambda each: each[1][0]):
        if edge:
            canvas.band(paths[index], (wide + 2.4 * edge) * k, canvas.rgb("focus"))
            canvas.band(paths[index], (wide + edge) * k, canvas.rgb("panel"))
        canvas.band(paths[index], max(1.0, wide * k), canvas.rgb(_hue(canvas, sign, runs)))
    for index, (wide, _sign, _runs), _edge, share in wires:
        if share:  # within its hue, which stays to be seen on both sides
            thick = min(CORE + THICKER * min(1.0, abs(share)), max(1.0, wide - 2))
            canvas.band(paths[index], max(1.0, thick * k), canvas.rgb(change))


def _hue(canvas: Canvas, sign: int, runs: bool, quiet: float = QUIET) -> str:
    colour = ("weight_negative", "text3", "weight")[sign + 1]
    return colour if runs else canvas.mix("panel", colour, quiet)


def draw_pulses(canvas: Canvas, at: NetPlan, net: Net, layer: int, part: float, back: bool = False) -> None:
    """Light on its way through the wires behind `layer`, `part` 0 ... 1.

    back: blame on its way from the deltas, as large as the share of it; at the door of what is dark it goes out.
    """
    values, deltas = net.layers[layer] or (), net.deltas[layer] if back and layer < len(net.deltas) else None
    dark, colour = canvas.theme.dark, "error" if back else "star"
    for index, wire in enumerate(at.wires):
        if wire.layer != layer or wire.source >= len(values):
            continue
        lit, size = bool(values[wire.source]), 1.0
        if back:
            share = deltas[wire.target] * (net.weights[index] if layer else values[wire.source]) if deltas else 0.0
            size = math.ceil(4 + 6 * min(1.0, abs(share) / SHARE)) / 4 if share else 0.0
            size *= 1.0 if lit else min(1.0, (1.0 - part) / DOOR)
        for behind in (0.0, BEHIND) if not back else (0.0,):
            spot = part - behind
            if 0.0 <= spot <= 1.0 and size > 0.1 and (lit or back):
                x, y = at.along(index, 1.0 - spot if back else spot)
                canvas.glow(x, y, 9 * size, colour, 0.7 if dark else 0.9, BRIGHT)
                canvas.circle(x, y, 3.6 * size, colour, None if dark else "text", 1.5)


def draw_legend(canvas: Canvas, rect: Rect, kind: AnswerKind | None, legend: Legend) -> None:
    """What the places of a cell, and hue, bead and width of a wire mean: as much as there is room for."""
    helps, holds, thicker, places = legend
    wires = [Row((Mark(_draw_sample, (hue, 6.0), wide=34), Line(word, LABEL, "text2")), 12)
             for hue, word in (("weight", helps), ("weight_negative", holds))]  # fmt: skip
    thick = tuple(Mark(_draw_sample, ("text2", wide), wide=16) for wide in (2.0, 5.0, 9.0))
    keys = (Mark(draw_key, wide=64, high=32),) if kind is not None and kind.name == "corners" else ()
    note = (Line(places, colour="text2"),) if places and kind is not None else ()
    ways = [(*keys, *note, SPRING, *wires), (*keys, SPRING, *wires)] if keys or note else []
    ways += [(*wires, Row((*thick, Line(thicker, LABEL, "text2")), 10)), tuple(wires), tuple(wires[:1])]
    Either(tuple(Row(way, 28) for way in ways)).draw(canvas, rect)


def _draw_sample(canvas: Canvas, rect: Rect, hue: str, wide: float) -> None:
    x, y, w, h = rect
    canvas.line(x, y + h / 2, x + w, y + h / 2, hue, wide)
    canvas.signs.append((x, y + h / 2 - 7, w, 14))
    if hue == "weight_negative":
        draw_minus(canvas, x + w / 2, y + h / 2, 7, hue)


IN = 5.0  # from the sheet's edges: its round corners stay free
LEAST = 15.0  # radius below which a node has no number
RING = ((0.0, 1.0), (0.3, 1.0), (1.0, 0.0))
ROOM = 21.0  # under a node for what it says
CHIP, BESIDE = 24.0, 11.0  # height of a delta beside a picture, and how far it keeps off its wire


def draw_net(canvas: Canvas, at: NetPlan, net: Net, legend: Legend | None, right: float,
             over: Rect | None = None) -> None:  # fmt: skip
    """On its sheet; `legend`: what hues and places mean, up to `right`. Each neuron's picture is a layer of its own.

    Without a legend it is drawn into a place, which has inputs, frames and names of its own.
    over    what will lie over it
    """
    x, y, w, h = at.rect
    box = (x + IN, y + IN, w - 2 * IN, at.foot - y - IN - 1)
    last = len(at.xs) - 1
    if legend is not None:
        arrived, names = net.layers[last] is not None, (tuple(net.names), tuple(net.heads))
        canvas.once(box, _draw_ground, at, tuple(net.layers[0] or ()), arrived, net.lamps, *names, opaque=True)
    # The quiet wires first, the focused one last; in layers that are drawn again only where one of theirs is another.
    marked = net.marked if net.focused is None else frozenset((net.focused,))
    looks = list[WireLook]()  # how each wire looks: all that its picture depends on, with the place
    for wire, weight in zip(at.wires, net.weights):
        values = net.layers[wire.layer]
        runs = values is not None and values[wire.source] != 0
        looks.append((width_of(weight, at.scale), (weight > 0) - (weight < 0), runs))
    for runs, focused in ((False, False), (True, False), (False, True), (True, True)):
        for rect, wires in at.bundles:
            shown = tuple(
                (k, looks[k], (3.0 if focused else 1.6) if k in marked else 0.0, net.shares[k] if net.shares else 0.0)
                for k in wires if looks[k][2] == runs and (k == net.focused) == focused
            )  # fmt: skip
            if shown:
                canvas.once(rect, _draw_bundle, at, shown, net.change)
    order = sorted(range(len(looks)), key=lambda k: (looks[k][2], looks[k][0]))
    signs = tuple((index, *looks[index][1:]) for index in order)
    canvas.once((x, y, w, at.foot - y), _draw_signs, at, signs, net.frozen)
    if any(not at.is_picture(layer) for layer in range(1, last + 1)):
        # All that is written on and beside neurons that are no pictures.
        rows = tuple(None if at.is_picture(k) or row is None else tuple(row) for k, row in enumerate(net.layers))
        deltas = tuple(None if row is None else tuple(row) for row in net.deltas)
        dead = tuple(row is not None for row in net.dead)
        canvas.once(box, draw_discs, at, rows, deltas, dead, net.error, tuple(net.goals))
    # What each neuron answers, and what is wanted.
    kind = at.kind
    if kind is not None:
        for layer, row in enumerate(net.answers, 1):
            if not at.is_picture(layer):
                continue
            hidden = layer < len(at.xs) - 1
            for number_, answer in enumerate(row):
                name = str(number_ + 1) if hidden else ""
                box = at.windows[number_] if at.windows and layer == 1 else at.box(layer, number_)
                if over is not None and meets(box, over):
                    answer = answer._replace(under=over)
                if legend is None and hidden:
                    answer = answer._replace(hue="gold1")
                    x, y, _w, _h = house = at.box(layer, number_)
                    canvas.once((x - 24, y - 24, 50, 50), draw_number, house, name)
                draw_answer(canvas, box, kind, answer, name if legend is not None else "", legend is not None)
                if hidden:
                    _draw_delta(canvas, at, net, layer, number_)
        if at.goal is not None and net.goal is not None:
            draw_answer(canvas, at.goal, kind, net.goal, framed=legend is not None)
            _draw_told(canvas, at, net if legend is not None else net._replace(error=None))
    if legend is None:
        return
    canvas.line(x + 1, at.foot, x + w - 1, at.foot, "border", 1)
    foot = (x + 24, at.foot, right - x - 24, h - (at.foot - y))
    canvas.once(foot, draw_legend, foot, kind, legend)


def _draw_signs(canvas: Canvas, at: NetPlan, signs: Sequence[tuple[int, int, bool]],
                frozen: frozenset[int]) -> None:  # fmt: skip
    """A minus on each wire below 0, a snowflake on one that is held still."""
    for index, sign, runs in signs:
        if sign < 0:
            wire = at.wires[index]
            r = BEAD if min(at.radii[wire.layer], at.radii[wire.layer + 1]) >= SMALL else BEAD * 0.6
            x, y = at.bead(index)
            canvas.circle(x, y, r, "panel", _hue(canvas, -1, runs, 0.6), 2)
            canvas.line(x - 0.4 * r, y, x + 0.4 * r, y, _hue(canvas, -1, runs, 0.75), 2)
        if index in frozen:
            x, y = at.along(index, 0.3)
            canvas.circle(x, y, 11, "panel", "ice", 2)
            canvas.icon("snow", x - 8, y - 8, 16, "ice")


def _draw_ground(canvas: Canvas, at: NetPlan, inputs: Sequence[float], arrived: bool, lamps: bool,
                 names: Sequence[str], heads: Sequence[str]) -> None:  # fmt: skip
    """What lies under the wires: names, inputs, and the light behind prediction, where it has arrived, and goal."""
    canvas.rect(*at.rect, "panel")
    # The names of the columns: those at both ends first, the hidden ones have what room is left between them
    x, _y, w, _h = at.rect
    xs = [*at.xs, *([at.goal[0] + at.goal[2] / 2] if at.goal is not None else [])]
    room = xs[-1] - xs[-2] - 6 if at.goal is not None else 200.0
    taken = [(x, x + 16), (x + w - 16, x + w), _draw_header(canvas, at, xs[0], heads[0], 200.0)]
    for layer in range(len(at.xs) - 1, len(xs)):
        taken.append(_draw_header(canvas, at, xs[layer], heads[layer], room))
    for layer in range(1, len(at.xs) - 1):
        left = max(end for _start, end in taken if end <= xs[layer])
        right = min(start for start, _end in taken if start >= xs[layer])
        inner = min(xs[layer] - xs[layer - 1], xs[layer + 1] - xs[layer]) if len(at.xs) > 3 else w
        room = min(inner, 2 * min(xs[layer] - left, right - xs[layer])) - 12
        _draw_header(canvas, at, xs[layer], heads[layer], room)
    for number_ in range(len(at.ys[0])):
        (x, y), r = at.node(0, number_), at.radii[0]
        value = inputs[number_] if inputs else 0.0
        lit = abs(value) > 0
        dark = canvas.theme.dark
        if lit and r > LEAST:
            canvas.glow(x, y, r + 32, "input", 0.42 if dark else 0.3, RING)
        label = short(value) if r >= LEAST else ""
        canvas.node(x, y, r, "input", label, 0.38 if lit else 0.04, 20)
        name = names[number_] if number_ < len(names) else ""
        pitch = at.ys[0][1] - at.ys[0][0] if len(at.ys[0]) > 1 else 100.0
        colour, both = "input" if lit else "text2", pitch >= 30 + 24 * canvas.type
        room = x - r - at.rect[0] - 14
        if lamps and r >= LEAST and (both or not name):
            canvas.icon(
                "lamp", at.rect[0] + 8 + room / 2 - 14, y - 27 if name else y - 15, 28, "input" if lit else "text3"
            )
        if name and pitch >= 20 * canvas.type:
            low = y + 20 * canvas.type if lamps and both else canvas.baseline_of(y)
            widest = max(canvas.width(each, LABEL) for each in names)  # all in letters of one size
            style = LABEL.times(min(1.0, max(room / max(1.0, widest), canvas.cap(LABEL).size / LABEL.size)))
            lines, down = canvas.lines(name, room, style, whole=True)[:2], 1.15 * style.size * canvas.type
            first = low if lamps and both else low - down / 2 * (len(lines) - 1)
            for number, line in enumerate(lines):
                base = first + down * number
                canvas.within(at.rect[0] + 8 + room / 2, base, line, room + 8, style, colour, "middle")
    if at.goal is None:
        return
    dark, last = canvas.theme.dark, len(at.xs) - 1
    for box, colour, lit in ((at.box(last, 0), "prediction", arrived), (at.goal, "goal", True)):
        if lit:
            canvas.glow(box[0] + box[2] / 2, box[1] + box[3] / 2, 0.85 * box[2], colour, 0.32 if dark else 0.22)
    canvas.flag(at.goal[0] + at.goal[2] / 2, at.goal[1] - 3, 40.0)


def _draw_header(canvas: Canvas, at: NetPlan, middle: float, head: str, room: float) -> tuple[float, float]:
    """Where it begins and ends."""
    x, y, w, _h = at.rect
    word = Boxed(Line(head, LABEL, "text2"), most=room)
    left, _top, wide, _high = word.stand(canvas, middle, canvas.vcentre_of(y + 34), 0.5, 0.5, (x + 16, x + w - 16))
    return left, left + wide


def draw_discs(canvas: Canvas, at: NetPlan, layers: Sequence[Sequence[float] | None],
               deltas: Sequence[Sequence[float] | None], dead: Sequence[bool], error: float | None,
               goals: Sequence[float]) -> None:  # fmt: skip
    """The neurons that are no pictures, layer by layer."""
    for layer in range(1, len(at.xs) - 1):
        column, r, values = at.ys[layer], at.radii[layer], layers[layer]
        first = sum(map(len, at.ys[1:layer]))
        pitch = column[1] - column[0] if len(column) > 1 else 100.0
        equation = deltas[layer - 1] if deltas and pitch - 2 * r >= ROOM else None
        for number_ in range(0 if at.is_picture(layer) else len(column)):
            x, y = at.node(layer, number_)
            value = values[number_] if values is not None else None
            gone = first + number_ < len(dead) and dead[first + number_]
            part = round(8 * min(1.0, abs(value or 0.0) / 1.3)) / 8  # value of a hidden neuron that is lit fully
            if gone:
                canvas.circle(x, y, r, canvas.mix("panel", "bg0", 0.7))
                canvas.circle(x, y, r - 1.5, None, "text3", 2, dash=(4, 5))
            else:
                if part > 0 and r > LEAST:
                    canvas.glow(x, y, r + 24, "text", 0.28 * part, ((0.0, 1.0), (0.45, 1.0), (1.0, 0.0)))
                body = canvas.mix("panel", "text" if canvas.theme.dark else "text2", 0.05 + 0.30 * part)
                canvas.blurred_disc(x, y + 4, r, "shadow", canvas.theme.node_shadow, 4)
                canvas.circle(x, y, r, body)
                canvas.circle(x, y, r - 1.5, None, "text2", 3)
            if r >= LEAST:
                label = "–" if value is None else number(value)
                canvas.text_vcenter(x, y, label, LEAD_NUMBER, "text3" if gone else "text", "middle", 2 * (r - 6))
            if equation is not None:  # its delta while deltas flow back: a small label on the wires
                runs = ((number(equation[number_], 2, True) if equation[number_] else "0", "error", 700, "mono"),)
                delta = Line(runs, BODY.times(1 / max(1.0, canvas.type)), anchor="middle")
                Boxed(delta, (7, 0), "panel", "border2", radius=7, line=1, high=ROOM).stand(canvas, x, y + r + 2)
    if at.goal is not None:
        return
    last, values, right = len(at.xs) - 1, layers[-1], at.rect[0] + at.rect[2]
    r, single, goal_x, within = at.radii[last], len(at.ys[last]) == 1, right - 64, (at.rect[0], right - 12)
    for number_ in range(len(at.ys[last])):
        x, y = at.node(last, number_)
        value = values[number_] if values is not None else None
        label = "–" if value is None else number(value)
        glow, fill = 0.35 if single and value is not None else 0.0, 0.24 if value is not None else 0.04
        canvas.node(x, y, r, "prediction", label if r >= LEAST else "", fill, 20, glow)
        height = min(54.0, 1.5 * r)
        canvas.line(x + r + 6, y, goal_x - 24, y, "error", 3, 1, (3, 7))
        canvas.flag(goal_x, y + 0.48 * height, height, glow=single)
        if not single:
            canvas.text_vcenter(goal_x + 16, y, short(goals[number_]), NUMBER, "goal")
            continue
        goal = Line(((_("goal") + " ", "text2", 600), (short(goals[0]), "goal", 700, "mono")))
        goal.stand(canvas, goal_x, canvas.vcentre_of(y + 43 + 14 * canvas.type), 0.5, 0.5, within)
        if value is not None and error is not None:
            back = deltas[-1] if deltas else None
            said = _told(_("error"), number(error)) if back is None else _told(_("delta"), number(back[0], 2, True))
            said.stand(canvas, (x + goal_x) / 2 + 12, canvas.vcentre_of(y - 64), 0.5, 0.5, within)


def _draw_delta(canvas: Canvas, at: NetPlan, net: Net, layer: int, i: int) -> None:
    """At the right of a picture, on the side to which its wire does not lead: only where the neuron is to blame."""
    deltas = net.deltas[layer - 1] if layer - 1 < len(net.deltas) else None
    x, y, w, h = at.box(layer, i)
    if deltas is None or not deltas[i]:
        return
    canvas.rect(x - 4, y - 4, w + 8, h + 8, None, CORNER + 4, "error", 3)
    if h < 2 * (BESIDE + CHIP):
        return
    style, limit = canvas.cap(NUMBER), at.rect[0] + at.rect[2] - 10
    middle = y + h / 2
    top = middle - BESIDE - CHIP if middle <= at.ys[-1][0] + 1 else middle + BESIDE
    last = at.box(len(at.xs) - 1, 0)
    if last[1] - 2 * CHIP < top + CHIP and top < last[1] + last[3] + 2 * CHIP:
        limit = last[0] - 6
    # delta × weight = the delta of a hidden neuron, where it has one wire on, to what answers, and no slope.
    share = deltas[i]
    ends = net.deltas[-1]
    wires = [index for index, wire in enumerate(at.wires) if wire.layer == layer and wire.source == i]
    if layer + 2 != len(at.xs) or len(wires) != 1 or ends is None:
        equation = None
    else:
        weight = net.weights[wires[0]]
        is_product = abs(ends[0] * weight - share) <= 1e-9 * abs(share)
        equation = product(partial(with_sign, ends[0]), weight, partial(with_sign, share)) if is_product else None
    runs: list[Run] = equation.runs("error", "text", "error") if equation is not None else []
    if not runs or x + w + 17 + canvas.rich_width(runs, style) > limit:
        runs = [(with_sign(deltas[i]), "error", 700, "mono")]
    chip = Boxed(Line(tuple(runs), style), (7, 0), "panel", "error", radius=8, high=CHIP)
    chip.stand(canvas, x + w + 3, top, 0.0)


def _draw_told(canvas: Canvas, at: NetPlan, net: Net) -> None:
    """Under prediction and goal the delta and the error; where both are too long, the delta, if it is told."""
    goal = at.goal
    if goal is None:
        return
    x, y, w, h = at.box(len(at.xs) - 1, 0)
    deltas = net.deltas[-1] if net.deltas else None
    delta = None if deltas is None or net.error is None else number(deltas[0], 2, True)
    error = None if net.error is None else number(net.error)

    base, right = y + h + 10 + 14 * canvas.type, at.rect[0] + at.rect[2] - 10
    positions = [(x + w / 2, _("delta"), delta), (goal[0] + goal[2] / 2, _("error"), error)]
    items = [(spot, _told(word, value)) for spot, word, value in positions if value is not None]
    far = goal[0] + goal[2] / 2 - x - w / 2 - 6
    if len(items) > 1 and any(line.size(canvas)[0] > far for _spot, line in items):
        items = [(goal[0] + goal[2] / 2, items[0][1])]
    for spot, line in items:
        line.stand(canvas, spot, canvas.vcentre_of(base), 0.5, 0.5, (at.rect[0], right))


def _told(word: str, value: str) -> Line:
    return Line(((word + " ", "text2", 600), (value, "error", 700, "mono")))
