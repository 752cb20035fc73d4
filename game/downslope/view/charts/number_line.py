"""Numbered stones in a well: on a line of numbers with the goal's flag, a marker to place and the truth afterwards; and
as the misses of a run around the goal's line.
"""

from __future__ import annotations

from collections.abc import Callable
from math import floor, log10
from typing import NamedTuple

from ...i18n import N_
from ...rules import OUTCOMES, Session, signed_misses
from ..draw import CODE, NUMBER, SMALL_NUMBER, Canvas, band_ends, draw_tag, tag_size
from ..format.axis import Axis, linear_axis, ticks
from ..format.numbers import number
from ..widgets.number_input import NumberInput
from ..widgets.widget import Intent, Rect, State, has_caret
from .plot import Plot

SIDE = 28.0  # from the well's edge to the first number
LINE = 0.57  # part of the well's height above the line
LABELS = 11
LOWEST = 56.0  # a well is never lower
NEAR = 24.0  # stones nearer than that have no room for their numbers


class AnswerLine(NamedTuple):
    """What is on the line before anybody answers. `stones`: (value, label); `within`: half width of the band."""

    low: float
    high: float
    within: float
    hue: str
    stones: tuple[tuple[float, str], ...] = ()
    goal: float | None = None
    reached: tuple[float, float] | None = None  # from where to where counts as the goal


class NumberLine(NumberInput):
    """The marker: dragged, moved by the arrows (a hundredth, with Shift a tenth), or typed. Enter drops it."""

    intents, called = ("accept",), N_("Your bet")

    def __init__(self, name: str, rect: Rect, line: AnswerLine, value: float, on_drop: Callable[[], None],
                 on_fault: Callable[[str], None] | None = None) -> None:  # fmt: skip
        unit = 10.0 ** floor(log10(line.high - line.low))  # the power of ten below the length
        digits = max(0, -floor(log10(unit / 100) + 1e-9))
        super().__init__(name, rect, value, line.low, line.high, show=lambda v: number(v, digits), hue=line.hue,
                         on_fault=on_fault)  # fmt: skip
        self.line, self.unit = line, unit
        self.on_drop = on_drop

    def snap(self, value: float) -> float:
        small = self.unit / 100
        return min(self.high, max(self.low, round(round(value / small) * small, 10)))

    def nudge(self, steps: int, fine: bool = False, big: bool = False) -> float:
        return self.snap(self.value + steps * self.unit / (10 if big else 100))

    def value_at(self, x: float, y: float) -> float:
        left, _top, width, _height = self.rect
        return self.value_of((x - left - SIDE) / (width - 2 * SIDE))

    def act(self, intent: Intent) -> bool:
        if intent.name != "accept":
            return super().act(intent)
        self.feedback("press")
        self.on_drop()
        return True

    def draw(self, canvas: Canvas, state: State) -> None:
        typed = self.typed is not None and self.typed + ("_" if has_caret(canvas, state.time) else "")
        shown = typed or self.show(self.value)
        draw_line(canvas, self.rect, self.line)
        # The band of what counts as right, the mark of the quantity, its number in a bubble
        x, y, width, height = self.rect
        level, at = y + height * LINE, x_of(self.rect, self.line, self.value)
        half = self.line.within / (self.line.high - self.line.low) * (width - 2 * SIDE)
        canvas.rect(at - half, level - 9, 2 * half, 18, self.line.hue, 4, alpha=0.26)
        for edge in (at - half, at + half):
            canvas.line(edge, level - 9, edge, level + 9, self.line.hue, 2)
        canvas.circle(at, level, 16.5, None, "bg0", 3)
        canvas.circle(at, level, 17, None, "focus", 3)
        canvas.glyph(self.line.hue, at, level, 11)
        wide, high = tag_size(canvas, shown)
        left = min(max(x + 2, at - wide / 2), x + width - 2 - wide)
        top = max(y - 4.0, level - 25 - high)
        draw_tag(canvas, (left, top, wide, high), shown, self.line.hue)
        if top + high < level - 19:
            canvas.line(at, top + high, at, level - 19, self.line.hue, 2)


def x_of(rect: Rect, line: AnswerLine, value: float) -> float:
    """Where a number stands; what is beyond the line, at its end."""
    return rect[0] + SIDE + Axis(line.low, line.high).place(value) * (rect[2] - 2 * SIDE)


def draw_line(canvas: Canvas, rect: Rect, line: AnswerLine) -> None:
    """The well, the line with its numbers, what was seen."""
    x, y, width, height = rect
    level = y + height * LINE
    canvas.rect(x, y, width, height, "well", 12)
    canvas.line(x + SIDE - 10, level, x + width - SIDE + 10, level, "border2", 4)
    low = level + 17 + 18 * canvas.type
    for most in range(LABELS, 0, -1):  # round numbers, as many as there is room for
        marks = ticks(line.low, line.high, most)
        widest = max((canvas.width(label, CODE) for _value, label in marks), default=0.0)
        if len(marks) <= LABELS and (widest + 8) * len(marks) <= width:
            break
    else:
        marks = []
    for value, label in marks:
        at = x_of(rect, line, value)
        canvas.line(at, level - 6, at, level + 6, "border2", 2)
        canvas.text(at, min(low, y + height - 5), label, CODE, "text2", "middle")
    if line.reached is not None:
        left, right = band_ends(*(x_of(rect, line, end) for end in line.reached))
        canvas.rect(left, level - 15, right - left, 30, "goal", 3, alpha=0.24)
    if line.goal is not None and line.low <= line.goal <= line.high:
        canvas.flag(x_of(rect, line, line.goal), level - 1, 30, glow=False)
    last = -NEAR
    for value, label in line.stones:
        at = x_of(rect, line, value)
        canvas.circle(at, level, 3, "text")
        if abs(at - last) >= NEAR and line.low <= value <= line.high:
            last = at
            canvas.line(at, level - 11, at, level - 4, "text2", 1.6)
            draw_stone(canvas, at, level - 24, 11.5, label)


def draw_stone(canvas: Canvas, x: float, y: float, r: float, label: str, ring: bool = False) -> None:
    """A numbered stone, as in the trail, longer where its number is; `ring`: the one that is spoken of."""
    room = 2 * r - 5
    style = NUMBER.times(min(1.0, room / max(1.0, canvas.width(label, NUMBER), 16 * canvas.type * 0.85)))
    half = max(r, (canvas.width(label, style) + 5) / 2)
    place = (x - half, y - r, 2 * half, 2 * r)
    canvas.rect(*place, canvas.mix("raised", "ball2", 0.12) if canvas.look.theme.dark else "raised", r)
    canvas.rect(*place, None, r, "focus" if ring else "text2", 2.6 if ring else 1.6)
    canvas.text_vcenter(x, y, label, style, "text", "middle")


# The misses of a run, with their sign, and their chart: numbered stones around the goal's dotted line.


STONES = 6  # steps after the first that are numbered side by side


class Trail(NamedTuple):
    """What a chart shows. `values`: misses, or errors where there is no single miss; `first`: the step of the first.

    Where a step sees some of the examples: errors over all of them, after each pass of `each` steps from step `start`;
    of examples that are too many for that the mean of what each pass saw, or in the first one what its steps saw.

    twin    the same of a run that took as many steps with another alpha, and `twin_name`
    """

    values: tuple[float, ...]
    first: int
    signed: bool
    each: int = 1
    start: int = 0
    twin: tuple[float, ...] = ()
    twin_name: str = ""


def trail(session: Session, kind: str, turn: int) -> Trail:
    """The part of the run that tells what happened: around the turning step where there is one, else all of it."""
    first, last = session.recorded, session.count
    each = len(session.run.batches)
    if each > 1:
        run, start = session.run, session.recorded
        earliest, final = 0, -(-(run.count - start) // each)
        if final > STONES and kind and OUTCOMES[kind].turns:
            earliest = max(0, min((turn - start) // each - (kind != "orbit"), final - STONES))
            final = min(final, earliest + STONES)
        if len(run.examples) > len(run.sample_problem.examples):  # too many to be asked again: what the steps saw
            if run.count < start + 2 * each:  # one pass would be one point: its first steps
                return Trail(tuple(run.errors[start:][: STONES + 1]), 0, False, 1, start)
            parts = [run.errors[start + number * each :][:each] for number in range(earliest, final)]
            return Trail(tuple(sum(part) / len(part) for part in parts if len(part)), earliest + 1, False, each, start)
        ends = (min(run.count, start + number * each) for number in range(earliest, final + 1))
        looks = (run.weights_at(end) for end in ends)
        return Trail(tuple(run.sample_problem.error(weights) for weights in looks), earliest, False, each, start)
    if last - first > STONES and kind and OUTCOMES[kind].turns:
        first = max(first, min(turn - (kind != "orbit"), last - STONES))
        last = min(last, first + STONES)
    misses = signed_misses(session, first, last)
    if misses is not None:
        return Trail(tuple(misses), first, True)
    errors = [*session.run.errors, session.run.error()]
    return Trail(tuple(errors[first : last + 1]), first, False)


def draw_misses(canvas: Canvas, rect: Rect, shown: Trail, turn: int) -> None:
    """The chart. The turning step's stone is ringed; where there are many steps, the rest are dots."""
    x, y, width, height = rect
    turn = (turn - shown.start) // shown.each
    canvas.rect(x, y, width, height, "well", 10)
    edge, steps = min(16.0, height / 4), max(1, len(shown.values) - 1)
    misses = linear_axis((*shown.values, *shown.twin))
    plot = Plot((x + 22, y + edge, width - 44, height - 2 * edge), Axis(0, steps), misses)
    plot.level(canvas, 0.0, "goal", 2, 0.95, dash=(2, 6), before=14, after=14)
    points = plot.spots(enumerate(shown.values))
    if len(shown.twin) > 1:
        twin = plot.spots(enumerate(shown.twin))
        canvas.polyline(twin, "alpha", 2.6, dash=(7, 5))
        (px, py), below = twin[1], shown.twin[1] < shown.values[1]
        canvas.text_vcenter(px + 8, py + (14 if below else -14), shown.twin_name, SMALL_NUMBER, "alpha")
    each = max(1, len(points) // int(2 * width))  # at most two points for each design pixel
    if len(points) > 1:
        canvas.polyline([*points[::each], points[-1]], "text", 2.2, 0.6)
    step = plot.rect[2] / steps
    many = step < 24
    named = {shown.first, shown.first + len(points) - 1, turn}
    for i, (px, py) in enumerate(points):
        number = shown.first + i
        if not many:
            draw_stone(canvas, px, py, 11 if number == turn else 9.5, str(number), number == turn)
        elif step > 7 and number not in named:
            canvas.circle(px, py, 2.6, "text2")
    if many:
        for number in sorted(named - {turn}) + [turn] * (turn in named):
            if 0 <= number - shown.first < len(points):
                px, py = points[number - shown.first]
                px = min(px, rect[0] + rect[2] - canvas.width(str(number), NUMBER) / 2 - 8)
                draw_stone(canvas, px, max(py, rect[1] + 10 * canvas.type), 11.5, str(number), number == turn)


def draw_sketch(canvas: Canvas, rect: Rect, kind: str) -> None:
    """How an outcome goes, in a well: the signed miss by step around the goal's dotted line. It shows no run."""
    x, y, width, height = rect
    values = OUTCOMES[kind].sketch
    plot = Plot((x + 14, y + 0.11 * height, width - 28, 0.78 * height), Axis(0, len(values) - 1), Axis(-1, 1))
    plot.level(canvas, 0.0, "goal", 1.8, 0.9, before=8, after=8)
    for spot in plot.curve(canvas, enumerate(values), "text", 1.8, 0.65):
        canvas.circle(*spot, 3, "text")
