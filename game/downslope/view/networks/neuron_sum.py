"""How one neuron comes to its answer: inputs times weights, their total, its bend, its picture; and what it is to blame
for. `NeuronSum` holds the numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _, several
from ...learning.activations import ACTIVATIONS
from ..charts.plot import Plot
from ..draw.theme import weight_hue
from ..draw.tokens import CODE, LABEL, NUMBER, STRONG
from ..format.axis import Axis
from ..format.markup import hued_lines, hued_runs
from ..format.numbers import number, short
from ..widgets.widget import Rect
from .answer_pictures import draw_answer
from .answers import RING, SIZES, AnswerKind, Answers

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from ..draw.text import Run

FEW = 4  # products that are written out; of more the largest ones
EDGE, FOOT, LEAST = 20.0, 18.0, 17.0  # from the sides, of what is said below, and the least height of a row
BEND = 80.0  # side of the picture of the bend
REACH = 1.5  # totals that it goes to, on both sides


class Product(NamedTuple):
    """An input times its weight. `value` None: it has not come there yet."""

    name: str
    value: float | None
    weight: float


class NeuronSum(NamedTuple):
    """A neuron at one example.

    where   the example in words           most   the one that it answers most to, "": none
    rest    (how many products more, their sum)   bend   name of its activation, "": it has none
    told    the line below, with light markup
    """

    title: str
    where: str
    most: str
    terms: tuple[Product, ...]
    rest: tuple[int, float] | None
    total: float | None
    bend: str
    value: float | None
    told: str
    hue: str = "text"


def draw_neuron_sum(canvas: Canvas, rect: Rect, seen: NeuronSum, kind: AnswerKind | None,
                    answers: Answers | None) -> None:  # fmt: skip
    """In its place; the picture at the right, if there is one."""
    key = ("neuron sum", rect, seen, kind, answers)
    canvas.keep(key, *rect, lambda sub: _draw(sub, rect, seen, kind, answers))


def _draw(canvas: Canvas, rect: Rect, seen: NeuronSum, kind: AnswerKind | None, answers: Answers | None) -> None:
    x, y, w, h = rect
    k = canvas.type
    _draw_title(canvas, rect, seen)
    lines = hued_lines(canvas, seen.told, w - 2 * EDGE) if seen.told else []
    line = 22 * k
    low = y + h - FOOT - line * min(3, len(lines))
    if lines:
        canvas.line(x + 1, low, x + w - 1, low, "border", 1)
    base = low + (y + h - low - line * min(3, len(lines))) / 2 + 15.5 * k
    for place, runs in enumerate(lines[:3]):
        canvas.rich(x + EDGE, base + place * line, hued_runs(runs, "text2", 500))
    top = y + 14 + 22 * k
    rows = len(seen.terms) + (seen.rest is not None) + 1
    pitch = max(LEAST, min(25 * k, (low - top - 4) / rows))
    end, base = _draw_terms(canvas, (x + EDGE, top, w - 2 * EDGE, low - top), seen, pitch)
    room = x + w - EDGE - end - 10
    below = canvas.rich_width(_value(seen)) > room and base + 5 <= low
    if below:  # a row of its own, where it has no room at the right
        size = _row_size(canvas, pitch)
        canvas.within(x + EDGE, base, _value(seen)[0][0], end - x - EDGE - 60, LABEL.of_size(size), "text2")
        canvas.text(end, base, _known(seen.value), NUMBER.of_size(size), seen.hue, "end")
    _draw_answer(canvas, (end + 10, top, room, low - top), seen, kind, answers, not below)


def _value(seen: NeuronSum) -> list[Run]:
    """What it answers."""
    return [(_("value") + " ", "text2", 600, "ui"), (_known(seen.value), seen.hue, 700, "mono")]


def _row_size(canvas: Canvas, pitch: float) -> float:
    """How large a row of the sum is written."""
    return min(16.0, 0.72 * pitch / canvas.type)


def _draw_title(canvas: Canvas, rect: Rect, seen: NeuronSum) -> None:
    x, y, w, _h = rect
    base, right = y + 6 + 16 * canvas.type, x + w - EDGE
    left = x + EDGE + canvas.within(x + EDGE, base, seen.title, w / 2, STRONG, "text") + 12
    about = f"{seen.where}: " + _("answers most to") + " " if seen.most else seen.where
    wide = canvas.width(about) + canvas.width(seen.most, STRONG)
    if left + wide <= right:
        left += canvas.text(left, base, about, colour="text2")
        canvas.text(left, base, seen.most, STRONG, "text")
    else:
        canvas.within(left, base, seen.where, right - left, colour="text2")


def _draw_terms(canvas: Canvas, rect: Rect, seen: NeuronSum, pitch: float) -> tuple[float, float]:
    """The products below each other and their total; where their column ends, and the base of a row below them."""
    x, y, w, _h = rect
    size = _row_size(canvas, pitch)
    label, code, bold = LABEL.of_size(size), CODE.of_size(size), NUMBER.of_size(size)
    space = canvas.width("0", bold)
    names = [*(term.name for term in seen.terms), _("total")]
    wide = min(0.3 * w, max(canvas.width(name, label) for name in names)) + 10
    values = [short(round(term.value, 2)) if term.value is not None else "…" for term in seen.terms]
    at_value = x + wide + max((canvas.width(value, bold) for value in values), default=0.0)
    at_weight = at_value + 3 * space + max((canvas.width(number(t.weight), bold) for t in seen.terms), default=0.0)
    products = [_product(term) for term in seen.terms]
    sums = [*products, number(seen.rest[1]) if seen.rest is not None else "", _known(seen.total)]
    right = at_weight + 3 * space + max(canvas.width(text, bold) for text in sums)
    base = canvas.base_of(y + pitch / 2, size)
    for term, value, product in zip(seen.terms, values, products):
        lit = bool(term.value)
        canvas.within(x, base, term.name, wide - 6, label, "input" if lit else "text2")
        canvas.text(at_value, base, value, bold, "input" if lit else "text2", "end")
        canvas.text(at_value + 1.5 * space, base, "×", code, "text2", "middle")
        canvas.text(at_weight, base, number(term.weight), bold, weight_hue(term.weight) if lit else "text2", "end")
        canvas.text(at_weight + 1.5 * space, base, "=", code, "text2", "middle")
        canvas.text(right, base, product, bold, "text" if lit else "text2", "end")
        base += pitch
    if seen.rest is not None:
        words = several("and one more", "and {n} more", seen.rest[0]).format(n=seen.rest[0])
        canvas.within(x, base, words, at_weight - x, label, "text2")
        canvas.text(right, base, number(seen.rest[1]), bold, "text", "end")
        base += pitch
    rule = base - pitch + 0.3 * pitch
    canvas.line(right - 5.4 * space, rule, right, rule, "border2", 2)
    canvas.text(x, base, _("total"), label, "text2")
    canvas.text(right, base, _known(seen.total), bold, "text", "end")
    return right, base + pitch


def _product(term: Product) -> str:
    product = None if term.value is None else term.value * term.weight
    return "0" if product == 0 else _known(product)


def _known(value: float | None) -> str:
    return "…" if value is None else number(value)


def _draw_answer(canvas: Canvas, rect: Rect, seen: NeuronSum, kind: AnswerKind | None, answers: Answers | None,
                 tells: bool) -> None:  # fmt: skip
    """The bend with the total on it, then the picture; the bend only where there is room for both.

    `tells`: the value too, under it.
    """
    x, y, w, h = rect
    line = 20 * canvas.type
    wide, high = SIZES[kind.name] if kind is not None else (84.0, 62.0)
    wide, high = wide + 2 * RING, min(high + 2 * RING, h - line - 10)
    right = x + w - wide
    middle = y + (h - line) / 2
    runs = _value(seen)
    runs = runs if canvas.rich_width(runs) <= w else runs[1:]
    told = canvas.rich_width(runs)
    spot = min(right + wide / 2, x + w - told / 2) if w >= wide else x + w - told / 2
    if kind is not None and answers is not None and high > 24 and w >= wide:
        draw_answer(canvas, (right, middle - high / 2, wide, high), kind, answers)
    side = min(BEND, h - line - 8)
    base = min(y + h - 6 * canvas.type, middle + max(high, side) / 2 + 6 + 14 * canvas.type)
    if tells and told <= w:
        canvas.rich(spot, base, runs, anchor="middle")
    room = right - x - 2 * 26
    label = _("bend: {name}").format(name=_(seen.bend)) if seen.bend else ""
    need = max(side, canvas.width(label, LABEL))
    if not seen.bend or room < side + 2 or spot - told / 2 - x < need + 8 or side < 40:
        if right - x > 40:
            canvas.arrow(x + (right - x) / 2 - 9, middle, x + (right - x) / 2 + 9, middle, "text2", 3, 8)
        return
    left = x + 26 + (room - side) / 2
    _draw_bend(canvas, (left, middle - side / 2, side, side), seen)
    canvas.text(left + side / 2, base, label, LABEL, "text2", "middle")
    for start, end in ((x + 2, left - 5), (left + side + 5, right - 5)):
        canvas.arrow((start + end) / 2 - 8, middle, (start + end) / 2 + 8, middle, "text2", 3, 8)


def _draw_bend(canvas: Canvas, rect: Rect, seen: NeuronSum) -> None:
    """The activation over totals around 0, and where this total is on it."""
    x, y, w, h = rect
    bend = ACTIVATIONS[seen.bend]
    reach = max(REACH, 1.25 * abs(seen.total or 0.0))
    canvas.rect(x, y, w, h, "well", 8)
    plot = Plot((x + 6, y + 0.08 * h, w - 12, 1.08 * h), Axis(-reach, reach), Axis(-reach, reach))
    ground = plot.y_of(0.0)
    canvas.line(x + 4, ground, x + w - 4, ground, "border2", 1)
    canvas.line(x + w / 2, y + 4, x + w / 2, y + h - 4, "border2", 1)
    with canvas.clip(x, y, w, h):
        totals = [reach * (k - 20) / 20 for k in range(41)]
        plot.curve(canvas, [(total, bend.value(total)) for total in totals], "text", 3)
        if seen.total is not None:
            px, py = plot.x_of(seen.total), plot.y_of(bend.value(seen.total))
            if py < ground - 6:
                canvas.line(px, py, px, ground, "text2", 1.5, dash=(3, 4))
            canvas.circle(px, py, 6, "text", "panel", 2)
