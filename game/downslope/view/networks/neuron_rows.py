"""Small neurons, one a row: what goes in, the weight, the prediction, the goal and the miss of every example.

With a single example there is one large row instead, and under it the error as a real square on a ruler of misses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..draw.theme import weight_colour
from ..draw.tokens import BODY, CODE, LABEL, LARGE_NUMBER, LEAD_NUMBER, NUMBER, STRONG, TITLE_NUMBER
from ..format.axis import ticks
from ..format.equation import Equation, difference, product, products
from ..format.numbers import neuron_number, number, with_sign
from ..widgets.answer_card import in_lines
from ..widgets.ink import Col, Ink, Mark
from ..widgets.widget import Rect
from .neuron_panel import draw_ends, draw_weight, input_text, thickness_of

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

HEAD, TALL_HEAD = 40.0, 58.0  # of the table; with names of two lines
SPOTS = (0.1, 0.295, 0.505, 0.725, 0.9)  # middles of the columns, parts of the width
ROOMS = (0.16, 0.2, 0.235, 0.205, 0.17)


class NeuronRow(NamedTuple):
    """An example with the weight as it stands. None: not to be seen."""

    label: str
    input: float | None
    prediction: float | None
    goal: float | None

    @property
    def miss(self) -> float | None:
        if self.prediction is None or self.goal is None:
            return None
        return self.prediction - self.goal


class NeuronNames(NamedTuple):
    """The level's own words."""

    input: str
    weight: str
    prediction: str
    goal: str
    miss: str


def neuron_rows_ink(pots: Sequence[NeuronRow], weight: float, limit: float, names: NeuronNames,
                    cancels: bool = False) -> Ink:  # fmt: skip
    """A row for each example under the names; of a single one a large row. `cancels`: the misses add up to nothing."""
    tall = any(" " in name for name in names)  # some name may need two lines
    if len(pots) == 1:
        return Mark(_draw_one, (pots[0], weight, limit, names, tall), 50 if tall else 24, high=136 if tall else 144)
    head = TALL_HEAD if tall else HEAD
    equations = products([(input_text(pot.input), weight, pot.prediction) for pot in pots])
    rows = [Mark(_draw_row, (pot, equation, weight, number, cancels), 24, high=50 if len(pots) < 3 else 34)
            for number, (pot, equation) in enumerate(zip(pots, equations))]  # fmt: skip
    end = Mark(_draw_tie if cancels else None, high=4)
    return Col((Mark(_draw_head, (names, weight), 0.6 * head, high=0.4 * head), Ink(high=4), *rows, end))


def _draw_head(canvas: Canvas, rect: Rect, names: NeuronNames, weight: float) -> None:
    x, y, w, h = rect
    glyphs = ("input", weight_colour(weight), "prediction", "goal", "error")
    for spot, name, glyph, part in zip(SPOTS, names, glyphs, ROOMS):
        _draw_name(canvas, x + w * spot, y + h / 2, name, glyph, w * part)
    canvas.line(x + 1, y + h - 0.5, x + w - 1, y + h - 0.5, "border", 1)


def _draw_tie(canvas: Canvas, rect: Rect) -> None:
    """The way from the misses to their total below."""
    x, y, w, h = rect
    canvas.line(x + w * SPOTS[4], y + h, x + w * SPOTS[4], y, "text", 1.5, 0.8, (4.0, 4.0))


def _draw_row(canvas: Canvas, rect: Rect, pot: NeuronRow, equation: Equation, weight: float, number: int,
              cancels: bool) -> None:  # fmt: skip
    x, y, w, h = rect
    if number:
        canvas.line(x + 20, y, x + w - 20, y, "border", 1)
    positions = [x + w * part for part in SPOTS]
    label = 18 * canvas.type + 2 if pot.label else 0.0
    r = min(23.0, (h - label - 6) / 2)
    cy = y + h - r - 5
    colour = weight_colour(weight)
    if pot.label:
        canvas.within(x + 20, y + 4 + 14 * canvas.type, pot.label, w - 120, LABEL, "text")
    canvas.line(positions[0] + r, cy, positions[1] - r, cy, "input", 3.5)
    wire = min(14.0, thickness_of(weight, 3, 4))
    canvas.line(positions[1] + r, cy, positions[2] - r - wire / 2, cy, colour, wire)
    _pill(canvas, positions[0], cy, r, "input", equation.terms[0])
    _pill(canvas, positions[1], cy, r, colour, equation.terms[1])
    _pill(canvas, positions[2], cy, r, "prediction", equation.result)
    _pill(canvas, positions[3], cy, r, "goal", neuron_number(pot.goal), dashed=True)
    text = difference(equation.result, neuron_number(pot.goal), pot.miss, write=with_sign).result
    size = min(18.0, 18 * 0.15 * w / max(1.0, canvas.width(text, LEAD_NUMBER)))
    canvas.text(positions[4], cy + 6.4 * canvas.type, text, NUMBER.with_size(size), "error", "middle")
    if cancels:  # a frame around the miss, on a dotted line that goes on to the total below
        height, half, spot = 26 + 12 * canvas.type, 0.079 * w, positions[4]
        top = y + h - 28 - height / 2
        canvas.line(spot, y + h, spot, top + height, "text", 1.5, 0.8, (4.0, 4.0))
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


def _draw_one(canvas: Canvas, rect: Rect, pot: NeuronRow, weight: float, limit: float, names: NeuronNames,
              tall: bool) -> None:  # fmt: skip
    x, y, w, h = rect
    positions = [x + w * part for part in (0.145, 0.417, 0.689, 0.895)]
    colour = weight_colour(weight)
    foot = (44 if tall else 24) * canvas.type
    cy = y + (h - foot) / 2 - 8
    equation = product(input_text(pot.input), weight, pot.prediction)
    draw_ends(canvas, positions, cy, equation, 34)
    draw_weight(canvas, positions, cy, weight, limit, equation)
    canvas.circle(positions[3], cy, 28, "well", "goal", 2.5, dash=(5, 6))
    canvas.text_vcenter(positions[3], cy, neuron_number(pot.goal), LARGE_NUMBER, "goal", "middle", 44)
    glyphs = ("input", colour, "prediction", "goal")
    for spot, name, glyph in zip(positions, names, glyphs):
        _draw_name(canvas, spot, y + h - 14 - foot / 2, name, glyph, w * 0.235)


def _draw_name(canvas: Canvas, x: float, middle: float, name: str, glyph: str, room: float) -> None:
    """A quantity's mark and its word around a point; on two lines, then smaller, then cut, where it must be."""
    room -= 26
    style = LABEL
    lines = in_lines(canvas, name, room, STRONG)
    lines = [lines[0], " ".join(lines[1:])] if len(lines) > 2 else lines
    if canvas.width(name, style) <= room:
        lines = [name]
    width, step = 0.0, 19 * canvas.type
    parts = [canvas.fit_style(line, room, style) for line in lines]
    for style, label in parts:
        width = max(width, canvas.width(label, style))
    canvas.glyph(glyph, x - width / 2 - 4, middle, 6.5)
    base = canvas.baseline_of(middle) - step * (len(parts) - 1) / 2
    for i, (style, label) in enumerate(parts):
        canvas.text(x + 9, base + i * step, label, style, "text", "middle")


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
    line = y + 16 + 16 * k
    canvas.within(tx, line, title, x + w - 12 - tx, LABEL, "text2")
    canvas.glyph("error", tx + 8, line + 21 * k, 8)
    told = number(error)
    part = min(1.0, (x + w - 20 - tx - 26) / max(1.0, canvas.width(told, TITLE_NUMBER)))
    canvas.text(tx + 24, line + 29 * k, told, TITLE_NUMBER.times(part), "error", "start")
    if line + 74 * k < y + h:
        canvas.wrap(tx, line + 56 * k, note, x + w - 12 - tx, BODY, "text2", line=20)
