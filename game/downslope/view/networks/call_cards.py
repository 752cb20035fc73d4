"""Beside needles whose moves are called: what each wire brings now, the rule with numbers, and a card for each part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..draw.plate import draw_edge
from ..draw.text import Run
from ..draw.theme import weight_hue
from ..draw.tokens import BODY, LABEL, LEAD, LEAD_BODY, LEAD_LABEL, LEAD_NUMBER
from ..widgets.label import Label, draw_heading
from ..widgets.widget import Rect
from .needle_call import draw_call

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

PAD = 20.0


class WireRow(NamedTuple):
    """One wire's numbers, as they are read; `sign` -1 or 1: which hue its weight has."""

    name: str
    input: str
    weight: str
    product: str
    sign: float = 1.0


class Day(NamedTuple):
    """A part of the level. calls: (name, up, stays, down or "", right, wrong None: not seen yet)."""

    title: str
    told: str
    calls: Sequence[tuple[str, str, bool | None]]
    ahead: int  # below 0: it is over; 0: now; above: still to come


def wires_height(count: int, k: float) -> float:
    """What `draw_wires` needs."""
    return 50 + 24 * k + 32 * k * count + 36 * k


def draw_wires(canvas: Canvas, rect: Rect, wires: Sequence[WireRow], total: Sequence[Run]) -> None:
    """input × weight for each wire; under a line, what all of them make."""
    x, y, w, h = rect
    k = canvas.type
    top = draw_heading(canvas, rect, _("Now"), _("input × weight"), style=LABEL) + 6
    low = y + h - 20 - 42 * k
    pitch = min(32 * k, (low - top) / max(1, len(wires)))
    foot = min(low, top + pitch * len(wires) + 4)
    columns = _columns(canvas, wires)
    size = min(1.0, (w - 2 * PAD - 100) / max(1.0, sum(columns)))
    style = LEAD_NUMBER.times(size)
    for i, wire in enumerate(wires):
        middle = top + pitch * (i + 0.5)
        canvas.within(x + PAD, canvas.base_of(middle), wire.name, w - 2 * PAD - sum(columns) * size, LABEL, "text2")
        right = x + w - PAD
        parts = ((wire.product, "prediction"), (" = ", "text2"), (wire.weight, weight_hue(wire.sign)), (" × ", "text2"),
                 (wire.input, "input"))  # fmt: skip
        for (words, hue), wide in zip(parts, columns):
            canvas.text(right, middle + 6.4 * k * size, words, style, hue, "end")
            right -= wide * size
    canvas.line(x + PAD, foot, x + w - PAD, foot, "border", 1)
    canvas.rich(x + PAD, foot + 34 * k, total, LEAD_LABEL, room=w - 2 * PAD)


def _columns(canvas: Canvas, wires: Sequence[WireRow]) -> list[float]:
    """Widths from the right: product, =, weight, ×, input."""
    sign = canvas.width(" = ", LEAD_NUMBER)
    found = [max((canvas.width(words, LEAD_NUMBER) for words in each), default=0.0)
             for each in zip(*((wire.product, wire.weight, wire.input) for wire in wires))]  # fmt: skip
    product, weight, given = found
    return [product + sign / 4, sign, weight + sign / 4, sign, given]


def rule_height(canvas: Canvas, wide: float, alpha: str, delta: str) -> float:
    """What `draw_rule` needs in a place so wide."""
    k = canvas.type
    return 56 + 96 * k + (0.0 if _is_one_line(canvas, wide, *_rules(alpha, delta)) else 36 * k)


def _rules(alpha: str, delta: str) -> tuple[list[Run], list[Run]]:
    """The rule, and the same with the numbers of alpha and delta."""
    times: Run = (" × ", "text2", 500, "mono")
    given: list[Run] = [times, ("input", "input", 700, "mono")]
    rule: list[Run] = [
        ("weight", "weight", 700, "mono"), (" -= ", "text2", 500, "mono"), ("alpha", "alpha", 700, "mono"), times,
        ("delta", "text", 700, "mono"), *given,
    ]  # fmt: skip
    return rule, [(alpha, "alpha", 700, "mono"), times, (delta, "text", 700, "mono"), *given]


def _is_one_line(canvas: Canvas, wide: float, rule: list[Run], numbers: list[Run]) -> bool:
    """Both have room side by side."""
    return canvas.rich_width(rule, LEAD_BODY) + canvas.rich_width(numbers, LEAD_BODY) + 32 <= wide - 48


def draw_rule(canvas: Canvas, rect: Rect, title: str, alpha: str, delta: str, asked: str) -> None:
    """weight -= alpha × delta × input; behind it the same with the numbers of alpha and delta."""
    x, _y, w, _h = rect
    k = canvas.type
    top = draw_heading(canvas, rect, title) + 8
    rule, numbers = _rules(alpha, delta)
    style, one = LEAD_BODY, _is_one_line(canvas, w, rule, numbers)
    high = (44 if one else 72) * max(1.0, 0.8 * k)
    canvas.rect(x + 12, top, w - 24, high, "rowhi", 8)
    first, second = (0.5, 0.5) if one else (0.28, 0.72)
    canvas.rich(x + 24, top + high * first + 6.4 * k, rule, style, room=w - 48)
    canvas.rich(x + w - 24, top + high * second + 6.4 * k, numbers, style, anchor="end", room=w - 48)
    label = Label(canvas, asked, BODY, "text2", width=w - 2 * PAD, spacing=1.3)
    label.draw(canvas, x + PAD, top + high + 18)


def days_height(k: float) -> float:
    """What `draw_day_cards` needs."""
    return 48 + 8 * k + 88 * k


def draw_day_cards(canvas: Canvas, rect: Rect, title: str, days: Sequence[Day]) -> None:
    """A card for each part, side by side: what is so there, and its calls."""
    x, y, w, h = rect
    top = draw_heading(canvas, rect, title) + 6
    each = (w - 32 - 8 * (len(days) - 1)) / max(1, len(days))
    for i, day in enumerate(days):
        _draw_day(canvas, (x + 16 + i * (each + 8), top, each, y + h - 18 - top), day)


def _draw_day(canvas: Canvas, rect: Rect, day: Day) -> None:
    x, y, w, h = rect
    k, now = canvas.type, day.ahead == 0
    if now:
        canvas.rect(x, y, w, h, "raised", 12)
    edge, dash = ("focus", None) if now else ("border2", (6.0, 5.0) if day.ahead > 0 else None)
    draw_edge(canvas, rect, edge, 12, 2 if now else 1.4, dash=dash)
    step = (h - 12) / 3
    canvas.within(x + 18, y + 6 + step / 2 + 6.4 * k, day.title, w - 36, LEAD, "text" if now else "text2")
    canvas.within(x + 18, canvas.base_of(y + 6 + 1.5 * step), day.told, w - 36, BODY, "text2")
    room = (w - 24) / max(1, len(day.calls))
    middle = y + 6 + 2.5 * step
    for j, (name, call, right) in enumerate(day.calls):
        cx = x + 28 + j * room
        canvas.circle(cx, middle, 10, None, "text" if call else "text2", 1.8, dash=None if call else (4, 4))
        if call:
            draw_call(canvas, cx, middle, call, "text", 14)
        end = canvas.within(cx + 17, canvas.base_of(middle), name, room - 56, LABEL, "text2")
        if right is not None:
            canvas.icon("check" if right else "hint", cx + 23 + end, middle - 9, 18, "text" if right else "alpha", 2.6)


def miss_runs(names: tuple[str, str], prediction: str, goal: str, told: str, missed: bool) -> list[Run]:
    """What comes out, what is wanted, and how far off it is."""
    runs: list[Run] = [
        (names[0] + " ", "text2", 600, "ui"), (prediction, "prediction", 700, "mono"),
        ("   " + names[1] + " ", "text2", 600, "ui"), (goal, "goal", 700, "mono"),
    ]  # fmt: skip
    if told:
        runs += [("   " + _("so it is") + " ", "text2", 600, "ui"), (told, "error" if missed else "text", 700, "ui")]
    return runs

