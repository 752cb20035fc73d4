"""What a neuron answers to every example, as numbers: which picture they ask for, and how large it is.

`AnswerKind` says which picture the examples ask for, `Answers` holds a neuron's numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ..charts.plot import Plot
from ..draw import INKS, LABEL, NUMBER, STARK, Canvas, TextStyle, Theme, contrast, legible, meets, mix_colours, readable
from ..format.axis import Axis
from ..format.numbers import MINUS, brief
from ..widgets.widget import Rect
from .neuron_panel import draw_minus

SHADES = 100  # tones of a cell that are told apart
TOLD = 38.0  # width of a cell from which its number is written in it
LETTERS = 4  # of a number in a cell, at most
RING = 5.0  # from the cells to the middle of the ring around them
CORNER = 12.0  # of that ring
SIZES = {"corners": (84.0, 62.0), "rows": (84.0, 62.0), "curve": (84.0, 62.0), "field": (62.0, 62.0),
         "means": (84.0, 62.0)}  # fmt: skip
WIDER, HIGHER = 8.0, 14.0  # of the prediction's picture, and of the goal's
SMALL = (30.0, 22.0)  # where there is no room for more
FAINT = 0.03  # a window that is less bright is dark
LOW = 44.0  # height below which a picture is a small one


class AnswerKind(NamedTuple):
    """Which picture it is. `cells`: (row, column) of each example; `across`: the input of each, or its goal's class;
    `down`: the second input of each.

    corners   two inputs vary, both on or off: across the first, down the second
    rows      one row for each class of goals, in the table's order
    curve     the value over the one input that varies, dots at the examples
    field     the value over the two inputs that vary
    means     a bar for each class of goals: the mean of its examples' values
    """

    name: str
    rows: int = 0
    columns: int = 0
    cells: tuple[tuple[int, int], ...] = ()
    across: tuple[float, ...] = ()
    down: tuple[float, ...] = ()


class Answers(NamedTuple):
    """A neuron's. `values`: for each example, None where it is not told; `line`: along the curve, or over the field.

    hue    of the values above 0            dead    it is 0 for every example, and stays so
    lit    the example that is looked at    is_goal what is wanted, not what is answered
    under  what lies over the picture for a while: cells that it meets have no number, so that none is seen by half
    dark   its cells are windows: of a goal, and of what is nearly 0, nothing is written
    """

    values: tuple[float | None, ...]
    line: tuple[float, ...] = ()
    hue: str = "text"
    dead: bool = False
    lit: int = -1
    is_goal: bool = False
    under: Rect | None = None
    dark: bool = False


@lru_cache(64)  # asked in each frame, of what is seldom another
def two_decimals(answer: Answers) -> Answers:
    """As exact as it is drawn: what is the same so, looks the same."""
    values = tuple(None if v is None else _round(v) for v in answer.values)
    return answer._replace(values=values, line=tuple(map(_round, answer.line)))


def _round(value: float) -> float:
    return round(value, 2) + 0.0 if abs(value) < 1e6 else value


def part_of(value: float) -> int:
    """How much of its hue a value's cell has, of SHADES."""
    return round(SHADES * min(1.0, abs(value))) if math.isfinite(value) else SHADES


def cell_text(value: float, letters: int = LETTERS) -> str:
    """A value in a cell: no 0 before the point, as many decimals as there is room for, at most two."""
    if not math.isfinite(value) or abs(value) >= 10 ** (letters - 1):
        return (MINUS if value < 0 else "") + "∞" if math.isinf(value) else "…"
    for digits in (2, 1, 0):
        text = brief(value, digits)
        if len(text) <= letters:
            break
    return text


def means_of(kind: AnswerKind, values: Sequence[float | None]) -> list[tuple[float, float]]:
    """(class of goals, mean of its examples' values), the smallest class first."""
    classes: dict[float, list[float]] = {}
    for goal, value in zip(kind.across, values):
        if value is not None:
            classes.setdefault(goal, []).append(value)
    return [(goal, sum(row) / len(row)) for goal, row in sorted(classes.items())]


# What a neuron answers to every example, as a small picture: cells, a curve, a field, or bars.


LEAST, MOST = 0.05, 0.85  # part of the hue in a cell for 0, and for 1 or more
READ = 4.7  # contrast of a number with its cell; 4.5 are asked for, and colours are rounded
HIGH = 0.83  # part of a cell's height that its number may be high
LEAST_PART = 0.85  # of that size: a number that would be smaller has a letter less


@lru_cache(2048)
def tone(theme: Theme, hue: str, part: int) -> tuple[str, str]:
    """(colour of a cell, ink on it) for a value of part / SHADES."""
    share = legible(theme, hue, LEAST + (MOST - LEAST) * part / SHADES)
    fill = mix_colours(theme.colour("well"), theme.colour(hue), share)
    ink = max((theme.colour("text"), *INKS), key=lambda ink: contrast(ink, fill))
    return fill, readable(ink, fill, STARK if theme.contrast else READ)


def draw_answer(canvas: Canvas, rect: Rect, kind: AnswerKind, answer: Answers, number: str = "",
                framed: bool = True) -> None:  # fmt: skip
    """The picture in its ring; `rect` is the ring's. `number`: of the neuron, in a disc at the left top corner.

    Without a frame its cells are windows of a place.
    """
    x, y, w, h = rect
    shown = two_decimals(answer)._replace(dark=not framed)
    canvas.once((x - 16, y - 16, w + 32, h + 32), _draw, rect, kind, shown, number)


def _draw(canvas: Canvas, rect: Rect, kind: AnswerKind, answer: Answers, number: str) -> None:
    x, y, w, h = rect
    small = h < LOW
    ring, corner = (2.0, 6.0) if small else (3.0, CORNER)
    edge = 3.0 if small else RING
    if not answer.dark:
        colour = answer.hue if answer.hue != "text" else "text2"
        if not answer.dead and not answer.is_goal:
            canvas.shadow(x, y, w, h, corner, 3, 4, canvas.theme.node_shadow)
        canvas.rect(x, y, w, h, canvas.mix("panel", "bg0", 0.7) if answer.dead else "panel", corner)
        half, dash = ring / 2, (4.0, 5.0) if answer.dead or answer.is_goal else None
        width = 2.0 if dash is not None else ring
        canvas.rect(x + half, y + half, w - ring, h - ring, None, corner - half, colour if not answer.dead else "text3",
                    width, dash=dash)  # fmt: skip
    inner = (x + edge, y + edge, w - 2 * edge, h - 2 * edge)
    if min(inner[2:]) > 0:
        PICTURES[kind.name](canvas, inner, kind, answer, small)
    if number and not small:
        draw_number(canvas, rect, number, answer.dead)


def draw_number(canvas: Canvas, rect: Rect, number: str, dead: bool = False) -> None:
    """Which neuron it is, in a disc at the left top corner of its picture."""
    x, y, _w, _h = rect
    style = canvas.cap(LABEL, 1.5)  # times the design's size that a neuron's own number may have
    radius = 11 * style.size * canvas.type / LABEL.size
    canvas.circle(x + 1, y + 1, radius, "panel", "text2" if not dead else "text3", 1.8)
    canvas.text_vcenter(x + 1, y + 1, number, style, "text", "middle")


def _draw_cells(canvas: Canvas, rect: Rect, kind: AnswerKind, answer: Answers, small: bool) -> None:
    x, y, w, h = rect
    gap = 1.0 if small else 4.0  # between two cells
    width, high = (w + gap) / max(1, kind.columns), (h + gap) / max(1, kind.rows)
    room = not small and width >= TOLD and high >= 24
    fitted: tuple[TextStyle, int] | None = None  # of the numbers: one size for all, and how many letters each may have
    if room:  # they have one less rather than that they are much smaller
        wide, style = width - gap - 3, NUMBER.with_size(min(NUMBER.size, HIGH * (high - gap) / canvas.type))
        letters = LETTERS if LEAST_PART * canvas.width("0" * LETTERS, style) <= wide else LETTERS - 1
        shown = [cell_text(value, letters) for value in answer.values if value is not None]
        widest = max((canvas.width(each, style) for each in shown), default=0.0)
        fitted = style.times(min(1.0, wide / widest)) if widest else style, letters
    for row, column in {(r, c) for r in range(kind.rows) for c in range(kind.columns)} - set(kind.cells):
        middle = (x + (column + 0.5) * width - gap / 2, y + (row + 0.5) * high - gap / 2)
        canvas.circle(*middle, 1.5, "border2")  # no example is there
    for example, (row, column) in enumerate(kind.cells):
        cell = (x + column * width, y + row * high, width - gap, high - gap)
        free = answer.under is None or not meets(cell, answer.under)
        words = fitted if free else None
        px, top, w, h = cell
        value = answer.values[example] if example < len(answer.values) else None
        colour = "weight_negative" if value is not None and value < 0 else answer.hue
        fill, ink = tone(canvas.theme, colour, part_of(value or 0.0))
        canvas.rect(px, top, w, h, fill, 2 if small else 6)
        if value is None:
            continue
        text = cell_text(value, words[1] if words is not None else LETTERS)
        if answer.dark and (answer.is_goal or abs(value) < FAINT):
            continue
        if words is not None:
            faint = "text2" if text == "0" and canvas.readable("text2", fill) == canvas.theme.colour("text2") else ink
            canvas.text_vcenter(px + w / 2, top + h / 2, text, words[0], faint, "middle")
        elif value < 0 and text != "0" and w > 5:
            canvas.line(
                px + w / 2 - min(6.0, 0.3 * w), top + h / 2, px + w / 2 + min(6.0, 0.3 * w), top + h / 2, ink, 2
            )
    if 0 <= answer.lit < len(kind.cells):
        row, column = kind.cells[answer.lit]
        line = 1.5 if small else 2.4
        canvas.rect(x + column * width, y + row * high, width - gap, high - gap, None, 2 if small else 7, "focus", line)


def _draw_curve(canvas: Canvas, rect: Rect, kind: AnswerKind, answer: Answers, small: bool) -> None:
    x, y, w, h = rect
    canvas.rect(x, y, w, h, "well", 2 if small else 6)
    known = [v for v in (*answer.line, *(v or 0.0 for v in answer.values)) if math.isfinite(v)]
    low, height = min(0.0, *known, -1e-9) if known else 0.0, max(known or [0.0])
    inputs = Axis(min(kind.across), max(kind.across))
    plot = Plot((x + 3, y + 3, w - 6, h - 6), inputs, Axis(low, low + max(1.0, height - low)))
    canvas.line(x + 2, plot.y_of(0.0), x + w - 2, plot.y_of(0.0), "border2", 1)
    count = max(1, len(answer.line) - 1)
    plot.curve(canvas, [(inputs.value(k / count), v) for k, v in enumerate(answer.line)], answer.hue,
               1.5 if small else 2.2)  # fmt: skip
    if small:
        return
    for example, (across, value) in enumerate(zip(kind.across, answer.values)):
        if value is not None and math.isfinite(value):
            lit = example == answer.lit
            spot = plot.x_of(across), plot.y_of(value)
            canvas.circle(*spot, 3.4 if lit else 2.2, "focus" if lit else answer.hue)


def _draw_field(canvas: Canvas, rect: Rect, kind: AnswerKind, answer: Answers, small: bool) -> None:
    """A surface of one pixel a place, stretched: never cell by cell. Where there is no field, the examples as dots."""
    import pygame

    x, y, w, h = rect
    if not answer.line:
        # Each example where its two inputs are, as bright as its value.
        canvas.rect(x, y, w, h, "well", 2 if small else 6)
        r = 2.0 if small else 4.0
        inputs = [Axis(min(values), max(values)) for values in (kind.across, kind.down)]
        plot = Plot((x + 2 * r, y + 2 * r, w - 4 * r, h - 4 * r), *inputs)
        for example, (spot, value) in enumerate(zip(plot.spots(zip(kind.across, kind.down)), answer.values)):
            colour = "weight_negative" if value is not None and value < 0 else answer.hue
            edge = "focus" if example == answer.lit else colour
            canvas.circle(*spot, r, tone(canvas.theme, colour, part_of(value or 0.0))[0], edge, 1.5)
        return
    side = round(math.sqrt(len(answer.line))) or 1
    field = pygame.Surface((side, side), 0, 32)
    for place, value in enumerate(answer.line):
        colour = "weight_negative" if value < 0 else answer.hue
        field.set_at((place % side, place // side), canvas.rgb(tone(canvas.theme, colour, part_of(value))[0]))
    box = canvas.box(x, y, w, h)
    canvas.put(pygame.transform.scale(field, box.size).convert_alpha(), box.x, box.y)
    below = [(k % side, k // side) for k, value in enumerate(answer.line) if value < -0.05]
    if below and not small:  # where it is negative is told by a bead, not by its hue alone
        across, down = (sum(each) / len(below) + 0.5 for each in zip(*below))
        draw_minus(canvas, x + across * w / side, y + down * h / side, 6, "weight_negative")


def _draw_means(canvas: Canvas, rect: Rect, kind: AnswerKind, answer: Answers, small: bool) -> None:
    x, y, w, h = rect
    canvas.rect(x, y, w, h, "well", 2 if small else 6)
    means = means_of(kind, answer.values)
    if not means:
        return
    maximum = max(1.0, *(abs(mean) for _class, mean in means))
    low = y + h - 3 - (0.3 * (h - 6) if any(mean < 0 for _class, mean in means) else 0.0)
    each = (w - 6) / len(means)
    canvas.line(x + 3, low, x + w - 3, low, "border2", 1)
    for place, (_class, mean) in enumerate(means):
        room = (low - y - 3) if mean >= 0 else (y + h - 3 - low)
        height = max(1.5, room * min(1.0, abs(mean) / maximum))
        left, width = x + 3 + place * each + 0.15 * each, 0.7 * each
        colour = "weight_negative" if mean < 0 else answer.hue
        canvas.rect(left, low - height if mean >= 0 else low, width, height, colour, 1)


PICTURES = {"corners": _draw_cells, "rows": _draw_cells, "curve": _draw_curve, "field": _draw_field,
            "means": _draw_means}  # fmt: skip


def draw_key(canvas: Canvas, rect: Rect) -> None:
    """What the places of the cells of four corners stand for: lamps that are on or off in each."""
    x, y, _w, _h = rect
    canvas.rect(x - 2, y - 2, 66, 36, "well", 6)
    canvas.signs.append((x - 2, y - 2, 66, 36))
    for row in range(2):
        for column in range(2):
            left, top = x + column * 32, y + row * 16
            canvas.rect(left, top, 30, 14.5, canvas.mix("well", "input", 0.1), 4)
            for lamp, on in enumerate((column, row)):
                spot = (left + 8 + 14 * lamp, top + 7.2)
                canvas.circle(*spot, 4.4, "input" if on else "well", "input" if on else "border2", 1.4)
