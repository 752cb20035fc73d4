"""A network of one input over its examples: the curve that it predicts, exact at its bends, and how far it misses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..draw.plate import draw_edge, draw_plate
from ..draw.tokens import BODY, LABEL, LEAD, NUMBER
from ..format.axis import Axis
from ..format.numbers import number, short
from ..widgets.widget import Rect
from .plot import Plot
from .seen_unseen_chart import ErrorPeek

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

Points = tuple[tuple[float, float], ...]
GAP = 6.0  # between two slots


class Fit(NamedTuple):
    """What is shown. `title`: of the panel; `here`: the pass, in words; `best`: the same of the best peek, "": none.

    points   the examples: input, goal     curve, best_curve    ends and bends: input, prediction
    others   examples that were unseen, once they may be told
    """

    title: str
    here: str
    points: Points
    curve: Points
    names: tuple[str, str]
    best: str = ""
    best_curve: Points = ()
    others: Points = ()


class PeekCell(NamedTuple):
    """A peek with the curve of its pass. `best`: the lowest so far; `now`: the newest."""

    peek: ErrorPeek
    curve: Points
    best: bool = False
    now: bool = False


def plot_of(rect: Rect, points: Points) -> Plot:
    """The axes come from the examples alone."""
    across, upwards = [a for a, _b in points] or [0.0], [b for _a, b in points] or [0.0]
    low, height = min(0.0, *upwards), max(0.0, *upwards)
    room = 0.12 * ((height - low) or 1.0)  # of the examples' height, above and below them
    first, last = min(across), max(across)
    if first == last:
        first, last = first - 1, last + 1
    return Plot(rect, Axis(first, last), Axis(low - room, height + room))


def value_at(curve: Points, across: float) -> float:
    """What a curve of straight pieces says there."""
    for (a, b), (c, d) in zip(curve, curve[1:]):
        if a <= across <= c:
            return b if c == a else b + (d - b) * (across - a) / (c - a)
    return curve[-1][1] if curve else 0.0


def draw_fit(canvas: Canvas, rect: Rect, fit: Fit) -> None:
    """The examples as goal dots, the curve as it is, what is missed as red stems, the best peek's curve dashed."""
    x, y, w, h = rect
    canvas.sheet(*rect)
    line = 14 + 18 * canvas.type
    width = canvas.width(fit.here) + 16
    canvas.within(x + 20, y + line, fit.title, w - 40 - width, LEAD, "text")
    canvas.text(x + w - 20, y + line, fit.here, BODY, "text2", "end")
    well = (x + 16, y + line + 10, w - 32, h - 2 * line - 16)
    canvas.rect(*well, "well", 12)
    plot = plot_of((well[0] + 24, well[1] + 10, well[2] - 48, well[3] - 20), fit.points)
    x, y, w, h = well
    zero = plot.y_of(0.0)
    canvas.line(x + 8, zero, x + w - 8, zero, "border2", 1.2, 0.9)
    if plot.across.low < 0 < plot.across.high:
        canvas.line(plot.x_of(0.0), y + 5, plot.x_of(0.0), y + h - 5, "border2", 1.2, 0.9)
    with canvas.clip(*well):
        for spot in plot.spots(fit.others):
            canvas.circle(*spot, 2.4, "goal", alpha=0.75)
        if fit.best_curve:
            canvas.polyline(plot.spots(fit.best_curve, beyond=True), "text2", 2, dash=(8, 6))
        for across, up in fit.points:
            px = plot.x_of(across)
            canvas.line(px, plot.y_of(up), px, plot.y_of(value_at(fit.curve, across)), "error", 2.4)
        canvas.polyline(plot.spots(fit.curve, beyond=True), "prediction", 3.4)
        for spot in plot.spots(fit.points):
            canvas.circle(*spot, 6.5, "goal", "well", 2)
    if fit.best:
        # Which curve is which, in the lower corner where less is in its way.
        x, y, w, h = well
        now = _("now")
        width = 2 * 34 + 3 * 8 + canvas.width(now, LABEL) + canvas.width(fit.best, LABEL) + 22
        height = 10 + 18 * canvas.type
        if not (width > w - 16 or h < 2.6 * height):
            top = y + h - height - 6
            below = [a for a, b in (*fit.points, *fit.curve) if plot.y_of(b) > top - 8]
            left = sum(plot.x_of(a) < x + w / 2 for a in below)
            start = x + w - width - 8 if left >= len(below) - left else x + 8
            canvas.rect(start, top, width, height, "panel", 8, "border", 1, alpha=0.94)
            middle, at = top + height / 2, start + 10
            canvas.line(at, middle, at + 32, middle, "prediction", 3)
            at += 38 + canvas.text_vcenter(at + 38, middle, now, LABEL)
            canvas.line(at + 8, middle, at + 40, middle, "text2", 2, dash=(8, 5))
            canvas.text_vcenter(at + 46, middle, fit.best, LABEL, "text2")
    _draw_names(canvas, rect, fit)


def _draw_names(canvas: Canvas, rect: Rect, fit: Fit) -> None:
    """Input and goal as the level calls them; between them what a red stem is, where there is room."""
    x, y, w, h = rect
    base = y + h - 14
    middle = canvas.vcentre_of(base)
    canvas.glyph("input", x + 24, middle, 6.5)
    end = x + 40 + canvas.text(x + 40, base, fit.names[0], LABEL, "text2")
    width = canvas.text(x + w - 20, base, fit.names[1], LABEL, "text2", "end")
    canvas.glyph("goal", x + w - 34 - width, middle, 7)
    start, missed = x + w - 46 - width, _("what is missed")
    need = canvas.width(missed, LABEL) + 12
    if end + need + 24 <= start:
        left = end + (start - end - need) / 2
        canvas.line(left, middle - 6, left, middle + 6, "error", 2.6)
        canvas.text(left + 12, base, missed, LABEL, "text2")


def slots_size(type: float, count: int) -> tuple[int, float, float]:
    """(columns, least width of a slot, least height) for a factor on texts."""
    if type <= 1.2:  # factor on texts up to which four stand in a row
        return min(4, max(1, count)), 88.0, 92.0
    return min(2, max(1, count)), 130.0, 12 + 44 * type


def draw_slots(canvas: Canvas, rect: Rect, head: tuple[str, str], slots: Sequence[PeekCell], count: int,
               upcoming: Sequence[str], points: Points) -> None:  # fmt: skip
    """A slot for each peek, those that are left dashed. `head`: title, what the numbers are; `upcoming`: of the next,
    the longest form first."""
    x, y, w, h = rect
    k = canvas.type
    base = y + 10 + 16 * k
    left = x + 20 + canvas.text(x + 20, base, head[0], LEAD, "text") + 16
    if left + canvas.width(head[1]) <= x + w - 20:
        canvas.text(x + w - 20, base, head[1], BODY, "text2", "end")
    columns = slots_size(k, count)[0]
    rows = -(-count // columns)
    top = y + 18 + 18 * k
    width = (w - 28 - GAP * (columns - 1)) / columns
    height = (y + h - 10 - top - GAP * (rows - 1)) / max(1, rows)
    for place in range(count):
        row, column = divmod(place, columns)
        box = (x + 14 + column * (width + GAP), top + row * (height + GAP), width, height)
        if place < len(slots):
            _draw_slot(canvas, box, slots[place], points)
            continue
        draw_edge(canvas, box, "border2", 10, 1.2, dash=(4, 4))
        if place == len(slots) and upcoming:
            middle = box[0] + width / 2, box[1] + height / 2
            canvas.text_vcenter(*middle, upcoming[0], LABEL, "text2", "middle", width - 12, upcoming[1:])


def _draw_slot(canvas: Canvas, box: Rect, slot: PeekCell, points: Points) -> None:
    x, y, w, h = box
    draw_plate(canvas, box, "text" if slot.now else "", 10, 2, fill="rowhi")
    beside = w >= 150.0  # width of a slot from which its picture stands beside its numbers
    line = 20 * canvas.type
    tall = h - 12 if beside else min(46.0, h - 12 - 2 * line)  # height of a slot's picture
    well = (x + 6, y + 6, 0.36 * w if beside else w - 12, max(0.0, tall))
    if tall > 16:
        canvas.rect(*well, "well", 6)
        plot = plot_of((well[0] + 5, well[1] + 4, well[2] - 10, well[3] - 8), points)
        with canvas.clip(*well):
            canvas.line(well[0] + 3, plot.y_of(0.0), well[0] + well[2] - 3, plot.y_of(0.0), "border2", 1)
            canvas.polyline(plot.spots(slot.curve, beyond=True), "prediction", 2)
            for spot in plot.spots(points):
                canvas.circle(*spot, 2.4, "goal")
    left = well[0] + well[2] + 8 if beside else x + 8
    low = y + h - 8 - 2 * line if not beside else y + h / 2 - line
    runs = [(str(slot.peek.number) + " ", "error", 700, "ui"), (f"{_('pass')} ", "text2", 600, "ui"),
            (short(slot.peek.at), "text", 700, "ui")]  # fmt: skip
    room = x + w - left - 6
    canvas.rich(left, low + 0.75 * line, runs, room=room, shorter=[runs[::2]])
    end = left + canvas.within(left, low + 1.75 * line, number(slot.peek.unseen, 4), room, NUMBER, "error")
    if slot.best:
        place = (end + 4, low + 1.75 * line - 14)
        if end + 20 > x + w - 4:  # then at the corner, on a ground of its own
            place = (x + w - 19, y + 3)
            canvas.circle(place[0] + 8, place[1] + 8, 11, "panel", "border2", 1.2)
        canvas.icon("check", *place, 16, "text")
