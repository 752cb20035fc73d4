"""A neuron as a panel, as rows, and large over the land. The panel: input, weight as a dial, prediction; the formula
with its numbers; the error on the goal's ruler.

`NeuronView` holds the engine's numbers; None is what the player may not see and is shown as a question mark.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from ...i18n import _
from ..charts.plot import Plot
from ..draw import (
    BODY,
    CODE,
    LABEL,
    LARGE_NUMBER,
    LEAD_BODY,
    LEAD_NUMBER,
    NUMBER,
    STRONG,
    TITLE_NUMBER,
    Canvas,
    Run,
    band_ends,
    weight_colour,
)
from ..format.axis import Axis, ticks
from ..format.equation import MOST, Equation, difference, holds, product, products
from ..format.numbers import HIDDEN, LARGE, neuron_number, number, with_sign
from ..widgets.ink import SPRING, Boxed, Col, Either, Ink, Line, Mark, Para, Row, glyph_mark
from ..widgets.widget import Rect

# What every picture of a neuron is made of: wires, signs, dials, names under nodes, the tag of the goal.


TURNS = 68  # places of a dial's needle on either side: each is a picture that is kept
CAP = 22.0  # no wire is wider
DOTS = (2.0, 6.0)


def thickness_of(weight: float, thin: float = 4.0, thick: float = 7.0, scale: float = 1.0) -> float:
    """Design pixels, in halves: thin + thick * |weight|, at most CAP, all times `scale`."""
    width = min(CAP, thin + thick * abs(weight)) if math.isfinite(weight) else CAP
    return round(2 * width * scale) / 2


def dial_turn(weight: float, limit: float) -> float:
    """How far a needle is turned, -1 ... 1 at ±limit, in steps of 1 / TURNS; 0 keeps the weight's sign."""
    turn = max(-1.0, min(1.0, weight / limit)) if limit and math.isfinite(weight) else 1.0
    return round(turn * TURNS) / TURNS or math.copysign(0.0, weight)


def draw_sign(canvas: Canvas, x: float, y: float, sign: str, colour: str, radius: float = 12.0,
              size: float = 16.0) -> None:  # fmt: skip
    """× or = on its wire, in a circle that grows with it."""
    grown = max(1.0, canvas.type)
    canvas.circle(x, y, radius * grown, "panel", colour, radius / 6)
    canvas.text_vcenter(x, y, sign, STRONG.with_size(size * grown / canvas.type), "text", "middle")


def draw_minus(canvas: Canvas, x: float, y: float, radius: float, colour: str, width: float = 2.0) -> None:
    """The bead that tells a negative weight on its wire."""
    canvas.circle(x, y, radius, "panel", colour, width)
    canvas.line(x - 0.47 * radius, y, x + 0.47 * radius, y, colour, width)


def draw_ends(canvas: Canvas, positions: Sequence[float], y: float, equation: Equation, radius: float) -> None:
    """The input's node at the first spot, its wire and sign on the way to the second, the prediction at the third."""
    left, middle = positions[0], positions[1]
    canvas.line(left + radius - 2, y, middle - 38, y, "input", 5)
    draw_sign(canvas, (left + middle) / 2, y, "×", "input")
    canvas.node(left, y, radius, "input", equation.terms[0])
    canvas.node(positions[2], y, radius, "prediction", equation.result, size=18)


def draw_weight(canvas: Canvas, positions: Sequence[float], y: float, weight: float, limit: float,
                equation: Equation) -> None:  # fmt: skip
    """The dial at the second spot, the weight's wire and sign on the way to the third."""
    middle, right, colour, wire = positions[1], positions[2], weight_colour(weight), thickness_of(weight)
    canvas.line(middle + 36 + wire / 2, y, right - 36 - wire / 2, y, colour, wire)
    draw_sign(canvas, (middle + right) / 2, y, equation.relation, colour)
    canvas.dial(middle, y, 40, dial_turn(weight, limit), 1.0, equation.terms[1], 18)


def name_ink(glyph: str, label: str, word: str = "") -> Ink:
    """A plate with the name of a part, and the level's own word for it in a second line."""
    mark = glyph_mark(glyph, 7.5 if glyph.startswith("weight") else 6.5)
    below = (Boxed(Line(word, BODY, "text2", "middle"), (8, 0)),) if word else ()
    return Boxed(Col((Row((SPRING, mark, Line(label, LABEL), SPRING)), *below)), (4, 4), "panel", radius=9)


def goal_tag(goals: Sequence[str], label: str = "", crossed_out: frozenset[int] = frozenset(),
             most: float = math.inf) -> Boxed:  # fmt: skip
    """The goal's tag: its value for each example, its name below, no wider than `most`. `crossed_out`: crossed out."""
    rows = [Row((glyph_mark("goal", 8), Line(text, LEAD_NUMBER, "text3" if k in crossed_out else "goal",
                                             struck=k in crossed_out))) for k, text in enumerate(goals)]  # fmt: skip
    name = (Line(label, LABEL, anchor="middle"),) if label else ()
    return Boxed(Col((*rows, *name)), (12, 5), "panel", "goal", radius=12, wide=86, most=most)


ASIDE = 8.0  # free at both sides of the formula


class NeuronView(NamedTuple):
    """What the panel shows. `at`: the weight that dial and wire show, between two weights during a hop."""

    input: float | None
    weight: float | None
    prediction: float | None
    goal: float | None
    error: float | None
    delta: float | None
    at: float
    limit: float  # the dial's end
    ruler: tuple[float, float]  # predictions at the ruler's ends
    names: tuple[tuple[str, str], ...] = ()  # (name, the level's own word)
    which: str = ""  # which example it is, where there are several
    within: float | None = None  # how far from the goal counts as reached
    note: str = ""  # the same, as it stands beside the goal's number
    digits: int = 2  # decimals of the prediction: more where it is near

    @property
    def decimals(self) -> int:
        """Of the prediction: so many that the error is the square of its miss also as these are written."""
        if self.prediction is None or self.goal is None or not is_square(self) or (self.error or 0.0) >= LARGE:
            return self.digits
        for digits in range(self.digits, MOST + 1):
            miss = neuron_number(self.prediction - self.goal, digits)
            if holds((miss, miss), "×", neuron_number(self.error)):
                return digits
        return self.digits

    @property
    def equation(self) -> Equation:
        """input × weight = prediction."""
        return product(input_text(self.input), self.weight, self.prediction, self.decimals)


def input_text(value: float | None) -> str:
    """The input as it was given: no more decimals than it has, at least one."""
    if value is None:
        return HIDDEN
    digits = next((d for d in range(1, 4) if abs(round(value, d) - value) < 1e-9), 3)
    return number(value, digits)


def prediction_text(seen: NeuronView) -> str:
    """The prediction as it is written everywhere at once."""
    return neuron_number(seen.prediction, seen.decimals)


def goal_runs(seen: NeuronView) -> list[Run]:
    """The goal, and how near to it counts as reached."""
    runs: list[Run] = [(neuron_number(seen.goal), "goal", 700, "mono")]
    return [*runs, (f" {seen.note}", "goal", 500, "mono")] if seen.note and seen.goal is not None else runs


def is_square(seen: NeuronView) -> bool:
    """Whether the error is the area of the square over the miss; other metrics are only shown as a distance."""
    if seen.error is None or seen.prediction is None or seen.goal is None:
        return False
    miss = seen.prediction - seen.goal
    return abs(seen.error - miss * miss) <= 1e-9 * (1 + abs(seen.error))


def draw_neuron(canvas: Canvas, rect: Rect, seen: NeuronView) -> None:
    """The panel's content; the sheet itself is drawn by whoever lays it out."""
    x, y, w, h = rect
    part = w / 608
    middle = x + 192 * part - 2
    apart = min(150.0, 192 * part - 43)  # from the dial to each node
    left, right = middle - apart, middle + apart
    positions, cy = (left, middle, right), y + 66 + max(0.0, h - 192) * 0.3 + (14 if seen.which else 0)
    equation, style = seen.equation, NUMBER.with_size(canvas.least(18))
    texts = [text.removeprefix("0") for text in (equation.terms[1], equation.result)]
    if any(canvas.width(text, style) > 62.0 for text in texts):  # fewer digits, else dial and node would round them
        equation = product(input_text(seen.input), seen.weight, seen.prediction)

    canvas.once(rect, _draw_at_rest, rect, seen._replace(at=0.0), positions, cy, equation)
    # The dial and the wire behind it turn while Pip hops
    if seen.weight is not None:
        draw_weight(canvas, positions, cy, seen.at, seen.limit, equation)
        return
    canvas.line(middle + 38, cy, right - 38, cy, "weight", 5)
    draw_sign(canvas, (middle + right) / 2, cy, "=", "weight")
    canvas.node(middle, cy, 38, "weight", HIDDEN, 0.1)


def _draw_at_rest(canvas: Canvas, rect: Rect, seen: NeuronView, positions: tuple[float, ...], cy: float,
                  equation: Equation) -> None:  # fmt: skip
    """Input and prediction, what the three are called, the formula with their numbers, the ruler."""
    (x, y, w, h), part, names = rect, rect[2] / 608, dict(seen.names)
    _left, middle, right = positions
    if seen.which:
        canvas.within(x + 18, y + 9 + 14 * canvas.type, seen.which, 350 * part, BODY, "text2")
    draw_ends(canvas, positions, cy, equation, 36)
    hue, foot = weight_colour(seen.weight), y + h
    line = foot - 31 - 24 * canvas.type
    tall = h > 180 and line - 9 * canvas.type >= cy + 36  # else the names have the formula's room, off the nodes
    line = line if tall else foot - 20
    for name, spot, glyph in zip(("input", "weight", "prediction"), positions, ("input", hue, "prediction")):
        _draw_name(canvas, spot, canvas.vcentre_of(line), names.get(name) or _(name), glyph, right - middle - 6, 1)
    if tall:
        runs = seen.equation.runs("input", weight_colour(seen.weight), "prediction")
        canvas.rich(middle, foot - 20, runs, LEAD_BODY, anchor="middle", room=2 * (middle - x) - 2 * ASIDE)
    canvas.line(x + 384 * part, y + 20, x + 384 * part, y + h - 20, "border", 1.5)
    draw_ruler(canvas, (x + 384 * part, y, w - 384 * part, h), seen)


def draw_ruler(canvas: Canvas, rect: Rect, seen: NeuronView) -> None:
    """The goal and the prediction on one ruler; the error is the square over the way between them.

    Its numbers stand beside it: the error in its square or, if that is small, beside it. Where a large square would
    leave them no room the ruler is shorter.
    """
    (x, y, w, h), gx, k = rect, rect[0] + 24, canvas.type
    goal_text, text = goal_runs(seen), prediction_text(seen)
    widest = 22 + max(canvas.width(each, NUMBER) for each in (goal_text[0][0], text))
    high, square = h - 36, is_square(seen)
    if square and seen.goal is not None and seen.prediction is not None:
        part = min(1.0, abs(seen.goal - seen.prediction) / (seen.ruler[1] - seen.ruler[0]))
        high *= min(1.0, (w - 42 - widest) / max(1.0, high * part))
    plot = Plot((gx, y + (h - high) / 2, 0.0, high), Axis(0, 1), Axis(*seen.ruler))
    place = plot.y_of
    canvas.line(gx, plot.rect[1], gx, plot.rect[1] + high, "border2", 3)
    for value, _label in plot.up.ticks(5):
        canvas.line(gx - 5, place(value), gx + 5, place(value), "border2", 2)
    if seen.goal is not None and seen.within is not None:
        upper, lower = band_ends(place(seen.goal + seen.within), place(seen.goal - seen.within))
        canvas.rect(gx - 17, upper, 34, lower - upper, "goal", 3, alpha=0.28)  # of the band of tolerance
    known: list[Run] = [(text, "prediction", 700, "mono")]
    if seen.goal is None or seen.prediction is None:
        # One of the two is hidden: only the other one stands on the ruler
        for only, glyph, disc, runs in ((seen.goal, "goal", "gold1", goal_text),
                                        (seen.prediction, "prediction", "prediction", known)):  # fmt: skip
            if only is not None:
                canvas.circle(gx, place(only), 8, disc, "panel", 3)
                canvas.glyph(glyph, gx + 42, place(only), 8)
                canvas.rich(gx + 58, place(only) + 6, runs)
        return
    goal, here = place(seen.goal), place(seen.prediction)
    side = abs(goal - here) if square else 0.0
    if side > 1:
        with canvas.clip(x, y, w, h):
            canvas.rect(gx, min(goal, here), side, side, "error", 3, alpha=0.13)
            canvas.rect(gx, min(goal, here), side, side, None, 3, "error", 2.2)
    if abs(goal - here) > 0.5:
        canvas.line(gx, goal, gx, here, "error", 5)
    canvas.circle(gx, goal, 8, "gold1", "panel", 3)
    canvas.circle(gx, here, 8, "prediction", "panel", 3)
    error, middle, gap, left = neuron_number(seen.error), (goal + here) / 2, 24 * k, gx + max(side, 16.0) + 12
    width = max(canvas.width(_("error"), LABEL), canvas.width(error, LEAD_NUMBER))
    row: list[Run] = [(f"{_('error')} ", "text2", 600), (error, "error", 700, "mono")]
    if side > 46.0 * k and side > width + 16:  # a square that is smaller has its number beside it
        canvas.text(gx + side / 2 + 2, middle - 3 * k, _("error"), LABEL, "text", "middle")
        canvas.text(gx + side / 2 + 2, middle + 19 * k, error, LEAD_NUMBER, "error", "middle")
        delta, miss = neuron_number(seen.delta), seen.prediction - seen.goal
        if seen.delta is not None and not abs(seen.delta - miss) > 1e-9 * (1 + abs(miss)):  # also as they are written
            delta = difference(text, goal_text[0][0], seen.delta, seen.decimals).result
        row = [(f"{_('delta')} ", "text2", 600), (delta, "text", 700, "mono")]
    lines = [goal, middle, here]
    if abs(goal - here) < 2 * gap:
        way = 1 if here >= goal else -1
        lines = [middle - gap * way, middle, middle + gap * way]
        shift = max(0.0, y + 12 + 6 * k - min(lines)) - max(0.0, max(lines) - (y + h - 12 - 6 * k))
        lines = [line + shift for line in lines]
    room = x + w - left - 6
    canvas.glyph("goal", left + 6, lines[0], 8)
    canvas.rich(left + 22, canvas.baseline_of(lines[0]), goal_text, room=room - 22, shorter=[goal_text[:1]])
    canvas.rich(left, canvas.baseline_of(lines[1]), row, room=room, shorter=[row[1:]])
    canvas.glyph("prediction", left + 6, lines[2], 7)
    canvas.rich(left + 22, canvas.baseline_of(lines[2]), known, room=room - 22)


# Small neurons, one a row: what goes in, the weight, the prediction, the goal and the miss of every example. With a
# single example there is one large row instead, and under it the error as a real square on a ruler of misses.


HEAD, TALL_HEAD = 40.0, 58.0  # of the table; with names of two lines
SPOTS = (0.1, 0.295, 0.505, 0.7125, 0.9)  # middles of the columns, parts of the width
ROOMS = (0.16, 0.2, 0.225, 0.19, 0.17)


# An example with the weight as it stands: its label, input, prediction, goal. None: not to be seen
NeuronRow = tuple[str, float | None, float | None, float | None]


def neuron_rows_ink(pots: Sequence[NeuronRow], weight: float, limit: float, names: tuple[str, ...],
                    cancels: bool = False) -> Ink:  # fmt: skip
    """A row for each example under the names of input, weight, prediction, goal and miss; of a single one a large row.

    `cancels`: the misses add up to nothing; a dotted line goes on to their total below.
    """
    tall = any(" " in name for name in names)  # some name may need two lines
    if len(pots) == 1:
        return Mark(_draw_one, (pots[0], weight, limit, names, tall), 50 if tall else 24, high=136 if tall else 144)
    head = TALL_HEAD if tall else HEAD
    equations = products([(input_text(given), weight, prediction) for _label, given, prediction, _goal in pots])
    rows = [Mark(_draw_row, (pot, equation, weight, number, cancels), 24, high=50 if len(pots) < 3 else 34)
            for number, (pot, equation) in enumerate(zip(pots, equations))]  # fmt: skip
    return Col((Mark(_draw_head, (names, weight), 0.6 * head, high=0.4 * head), Ink(high=4), *rows, Ink(high=4)))


def _draw_head(canvas: Canvas, rect: Rect, names: tuple[str, ...], weight: float) -> None:
    x, y, w, h = rect
    glyphs = ("input", weight_colour(weight), "prediction", "goal", "error")
    for spot, name, glyph, part in zip(SPOTS, names, glyphs, ROOMS):
        _draw_name(canvas, x + w * spot, y + h / 2, name, glyph, w * part)
    canvas.line(x + 1, y + h - 0.5, x + w - 1, y + h - 0.5, "border", 1)


def _draw_row(canvas: Canvas, rect: Rect, pot: NeuronRow, equation: Equation, weight: float, number: int,
              cancels: bool) -> None:  # fmt: skip
    x, y, w, h = rect
    if number:
        canvas.line(x + 20, y, x + w - 20, y, "border", 1)
    positions, (name, _input, prediction, goal) = [x + w * part for part in SPOTS], pot
    label = 18 * canvas.type + 2 if name else 0.0
    r = min(23.0, (h - label - 6) / 2)
    cy = y + h - r - 5
    colour = weight_colour(weight)
    if name:
        canvas.within(x + 20, y + 4 + 14 * canvas.type, name, w - 120, LABEL, "text")
    canvas.line(positions[0] + r, cy, positions[1] - r, cy, "input", 3.5)
    wire = min(14.0, thickness_of(weight, 3, 4))
    canvas.line(positions[1] + r, cy, positions[2] - r - wire / 2, cy, colour, wire)
    _pill(canvas, positions[0], cy, r, "input", equation.terms[0])
    _pill(canvas, positions[1], cy, r, colour, equation.terms[1])
    _pill(canvas, positions[2], cy, r, "prediction", equation.result)
    _pill(canvas, positions[3], cy, r, "goal", neuron_number(goal), dashed=True)
    miss = None if prediction is None or goal is None else prediction - goal
    text = difference(equation.result, neuron_number(goal), miss, write=with_sign).result
    size = min(18.0, 18 * 0.15 * w / max(1.0, canvas.width(text, LEAD_NUMBER)))
    canvas.text(positions[4], cy + 6.4 * canvas.type, text, NUMBER.with_size(size), "error", "middle")
    if cancels:  # a frame around the miss, on a dotted line that goes on to the total below
        height, half, spot = 26 + 12 * canvas.type, 0.079 * w, positions[4]
        top = y + h - 28 - height / 2
        canvas.line(spot, y + h + 4, spot, top + height, "text", 1.5, 0.8, (4.0, 4.0))
        canvas.rect(spot - half + 0.75, top + 0.75, 2 * half - 1.5, height - 1.5, None, 9.5, "text", 1.5)
        if number:
            canvas.line(spot, top, spot, y, "text", 1.5, 0.8, (4.0, 4.0))


def _pill(canvas: Canvas, x: float, y: float, r: float, hue: str, text: str, dashed: bool = False) -> None:
    """A node, as wide as its number needs."""
    half = min(40.0, max(r, canvas.width(text, NUMBER) / 2 + 9))
    fill = "well" if dashed else canvas.mix("panel", hue, 0.18)
    canvas.rect(x - half, y - r, 2 * half, 2 * r, fill, r)
    dash = (5.0, 5.0) if dashed else None
    canvas.rect(x - half + 1, y - r + 1, 2 * half - 2, 2 * r - 2, None, r - 1, hue, 2.2, dash=dash)
    colour = canvas.readable("text" if hue in ("input", "prediction") else hue, fill)
    canvas.text_vcenter(x, y, text, NUMBER, colour, "middle", 2 * half - 12)


def _draw_one(canvas: Canvas, rect: Rect, pot: NeuronRow, weight: float, limit: float, names: tuple[str, ...],
              tall: bool) -> None:  # fmt: skip
    (x, y, w, h), (_name, given, prediction, goal) = rect, pot
    positions = [x + w * part for part in (0.145, 0.417, 0.689, 0.895)]
    colour = weight_colour(weight)
    foot = (44 if tall else 24) * canvas.type
    cy = y + (h - foot) / 2 - 8
    equation = product(input_text(given), weight, prediction)
    draw_ends(canvas, positions, cy, equation, 34)
    draw_weight(canvas, positions, cy, weight, limit, equation)
    canvas.circle(positions[3], cy, 28, "well", "goal", 2.5, dash=(5, 6))
    canvas.text_vcenter(positions[3], cy, neuron_number(goal), LARGE_NUMBER, "goal", "middle", 44)
    glyphs = ("input", colour, "prediction", "goal")
    for spot, name, glyph in zip(positions, names, glyphs):
        _draw_name(canvas, spot, y + h - 14 - foot / 2, name, glyph, w * 0.235)


def _draw_name(canvas: Canvas, x: float, middle: float, name: str, glyph: str, room: float, most: int = 2) -> None:
    """A quantity's mark and its word around a point; on two lines, then smaller, then cut, where it must be."""
    lines = canvas.lines(name, room - 22, LABEL, whole=True)
    lines = [*lines[: most - 1], " ".join(lines[most - 1 :])] if len(lines) > most else lines
    words = Col(tuple(Line(line, LABEL, anchor="middle", spacing=1.19) for line in lines))
    ink = Row((glyph_mark(glyph, 6.5), words), 5)
    width, height = ink.size(canvas)
    ink.draw(canvas, (x - min(width, room) / 2, middle - height / 2, min(width, room), height))


# -- the square --------------------------------------------------------------------------------------------------------


def draw_square(canvas: Canvas, rect: Rect, title: str, error: float, side: float, note: str) -> None:
    """The error as a square that stands on a ruler of misses: how far, but not to which side."""
    x, y, w, h = rect
    k = canvas.type
    foot = y + h - 18 - 16 * k
    room = foot - y - 14
    left, reach, side = x + 26, w * 0.52, min(side, 1e12)  # of a square: a longer side is drawn as this one
    unit = min(44.0, room / side if side > 0 else 44.0)
    maximum = reach / unit
    size = side * unit
    if side > 0:
        canvas.rect(left, foot - size, size, size, "error", 2, alpha=0.14)
        canvas.rect(left, foot - size, size, size, None, 2, "error", 2.4)
    canvas.line(left, foot, left + reach, foot, "border2", 2.4)
    for value, label in ticks(0.0, maximum, max(2, int(reach / (34 * k)))):
        canvas.line(left + value * unit, foot, left + value * unit, foot + 6, "border2", 2)
        canvas.text(left + value * unit, foot + 9 + 13 * k, label, CODE, "text2", "middle")
    tx = max(left + size, left + reach) + 22
    head = Line(title, LABEL, "text2"), Row((glyph_mark("error", 8), Line(number(error), TITLE_NUMBER, "error")))
    ways = Col((*head, Para(note, BODY, "text2", spacing=1.25)), 2), Col(head, 2)
    Either(ways).draw(canvas, (tx, y + 12, x + w - 12 - tx, h - 12))


# One neuron, large, over the land: input, wire, the place of the weight's dial, wire, prediction, the goal beside
# it. Several examples stand under each other in the nodes. The wire to the prediction is dark until something was
# sent.


R, DIAL = 58.0, 80.0  # radii of the nodes and of the dial
LOW = 516.0  # a sky that is lower has it nearer to its upper edge


class StagePoints(NamedTuple):
    """Where the parts stand: x of input, weight and prediction, y of all three, left edge of the goal's tag."""

    input: float
    weight: float
    prediction: float
    y: float
    goal: float


def spots(sky: Rect, tag: float = 86.0, type: float = 1.0) -> StagePoints:
    """In a sky of any size, as far apart as it allows. `tag`: width of the goal's tag, 0: there is none; `type`: factor
    on texts."""
    x, y, w, h = sky
    if not tag:
        far, across = min(280.0, w / 2 - 2 * R), y + 24 + DIAL + max(0.0, 0.15 * h - 0.35 * max(0.0, LOW - h))
        return StagePoints(x + w / 2 - far, x + w / 2, x + w / 2 + far, across, x + w / 2 + far + R)
    far = max(DIAL + R + 24, min(340.0, 240.0 * w / 792, (w - 3 * R - tag - 40) / 2))
    width = 2 * far + 2 * R + 16 + tag
    first = x + max(12.0, (w - width) * 0.72) + R
    across = y + 172 + max(0.0, h - 436) * 0.38 + min(22.0, 32 * (max(1.0, type) - 1))
    return StagePoints(first, first + far, first + 2 * far, across, first + 2 * far + R + 16)


NodeTexts = tuple[Sequence[str], frozenset[int]]  # in a node: a text for each example, and which are crossed out


def draw_way(canvas: Canvas, at: StagePoints, lit: float, pulse: float | None, negative: bool, relation: str,
             given: NodeTexts) -> None:  # fmt: skip
    """Wires with their signs, and the input's node. `lit`: 0 dark, 1 shining; `pulse`: 0..1, where the light that was
    sent is."""
    y = at.y
    hue = "weight_negative" if negative else "weight"
    canvas.glow(at.weight, y, 190, hue, 0.2, ((0.0, 1.0), (0.6, 0.3), (1.0, 0.0)))
    canvas.line(at.input + R - 2, y, at.weight - DIAL + 2, y, "ink", 16, 0.45 if canvas.theme.dark else 0.12)
    canvas.line(at.input + R - 2, y, at.weight - DIAL + 2, y, "input", 9)
    left, right = at.weight + DIAL + 2, at.prediction - R
    dark = canvas.theme.dark
    canvas.line(left, y, right, y, "bg0" if dark else "border2", 20, 0.9 if dark else 0.5)
    canvas.line(left, y, right, y, "raised", 12)
    canvas.line(left, y, right, y, "well", 7)
    if lit <= 0 and pulse is None:
        canvas.line(left + 6, y, right - 4, y, "border2", 2, 0.9, (1, 9))
    if lit > 0:
        canvas.line(left, y, right, y, hue, 11, lit)
    if pulse is not None:
        # A light that runs from the input through the dial to the prediction.
        start, end = at.input + R, at.prediction - R
        x = start + pulse * (end - start)
        if x < at.weight - DIAL or x > at.weight + DIAL:
            canvas.glow(x, at.y, 34, "input" if x < at.weight else hue, 0.9)
            canvas.circle(x, at.y, 6, "star")
        else:
            canvas.circle(at.weight, at.y, DIAL + 3, None, hue, 5, 0.9)
        if x > at.weight + DIAL:
            canvas.line(at.weight + DIAL + 2, at.y, x, at.y, hue, 11)
    signs = (((at.input + at.weight) / 2 - 10, "×", "input"), ((at.weight + at.prediction) / 2 + 12, relation, hue))
    for x, sign, colour in signs:
        ring = colour if sign == "×" or lit > 0 or pulse is not None else "border2"
        draw_sign(canvas, x, y, sign, ring, 17, 22)
    if negative:
        draw_minus(canvas, at.prediction - R - 17, y, 8.5, hue, 2.5)
    canvas.node(at.input, y, R, "input", "")
    _draw_cells(canvas, at.input, y, given, "text", 32)


def draw_prediction(canvas: Canvas, at: StagePoints, cells: NodeTexts, known: bool, burst: float | None,
                    goals: NodeTexts, label: str) -> None:  # fmt: skip
    """Dashed with a question mark until it is known; beside it the goal's tag, if there are `goals`.

    `burst`: 0..1 of a ring that spreads when it is right.
    """
    x, y = at.prediction, at.y
    if burst is not None and burst < 1:
        canvas.circle(x, y, R + 6 + 34 * burst, None, "goal", 5 * (1 - burst) + 1, 1 - burst)
    if known:
        canvas.node(x, y, R, "prediction", "", glow=0.28)
    else:
        canvas.blurred_disc(x, y + 5, R, "shadow", canvas.theme.node_shadow, 6)
        canvas.circle(x, y, R, canvas.mix("well", "prediction", 0.05))
        canvas.circle(x, y, R - 2, None, "prediction", 3.4, dash=(9, 9))
    _draw_cells(canvas, x, y, cells, "text" if known else "prediction", 30 if known else 38)
    if goals[0]:
        canvas.line(x + R + 2, y, at.goal, y, "goal", 2, 0.8, DOTS)
        goal_tag(goals[0], label, goals[1]).stand(canvas, at.goal, y, 0.0, 0.5)


def _draw_cells(canvas: Canvas, x: float, y: float, cells: NodeTexts, colour: str, size: float) -> None:
    """Numbers under each other, as large as the node allows."""
    texts, struck = cells
    room = 2 * (R - 10) if len(texts) == 1 else 2 * (R - 18)
    size = size if len(texts) == 1 else 24.0
    size = min(size, 2 * (R - 12) / (len(texts) * 1.15 * canvas.type)) if len(texts) > 1 else size
    for text in texts:
        size = min(size, size * room / max(1.0, canvas.width(text, NUMBER.with_size(size))))
    lines = [Line(text, NUMBER.with_size(size), "text3" if k in struck else colour, "middle", spacing=1.18,
                  struck=k in struck) for k, text in enumerate(texts)]  # fmt: skip
    Col(tuple(lines)).stand(canvas, x, y, 0.5, 0.5)
