"""One card of a rule's test: call, neuron, goal and delta, a small bowl with Pip, the error before and after."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..bowls.small_bowl import SmallBowl
from ..draw.plate import draw_edge
from ..draw.text import Run
from ..draw.tokens import BODY, NUMBER, STRONG
from ..format.numbers import number
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

PIP = 11.0
AWAY = 50.0  # px from the flag to Pip's start in a bowl 210 wide
WINDOW, UNDER, LEAST = 36.0, 8.0, 66.0  # height of a window under the bowl, the gap above it, the lowest bowl then
ARROW = 27.0  # the arrow says which way, the numbers say how far


class ShownCard(NamedTuple):
    """What a card shows. `way`, `called`: the call's answer (1 up, -1 down) and whether the player had it right."""

    number: int
    input: float
    weight: float
    prediction: float
    goal: float
    delta: float
    before: float
    after: float | None
    moved: float | None
    limit: float  # of the dial
    way: int | None = None
    called: bool | None = None
    test: int = 0  # which test run the error after belongs to

    @property
    def better(self) -> bool:
        return self.after is not None and self.after < self.before


class RuleHeights(NamedTuple):
    """Heights of a card's rows for a size of text."""

    head: float
    nodes: float
    goal: float
    top: float  # of the bowl
    foot: float
    pane: float  # top of the window under it; the foot again: there is no room for one
    low: float  # where bowl and window end
    error: float
    verdict: float


def rule_heights(rect: Rect, k: float) -> RuleHeights:
    """Of a card that stands there, for a factor k on text."""
    _x, y, _w, h = rect
    head = y + 16 + 12 * k
    nodes = head + 14 * k + 36
    goal = nodes + 28 + 23 * k
    verdict = y + h - 10 - 2 * (k - 1)
    error = verdict - 22 * k
    top, low = goal + 9, error - 10 - 18 * k
    foot = low - WINDOW - UNDER if low - top >= LEAST + WINDOW + UNDER else low
    return RuleHeights(head, nodes, goal, top, foot, foot + UNDER if foot < low else foot, low, error, verdict)


def window_of(rect: Rect, k: float) -> Rect | None:
    """The place of the window under the bowl; None: there is no room."""
    spots = rule_heights(rect, k)
    return (rect[0] + 12, spots.pane, rect[2] - 24, WINDOW) if spots.pane < spots.low else None


def tidy(value: float, plus: bool = False) -> str:
    """A number with no more decimals than it needs, two at most."""
    digits = next((d for d in (0, 1) if abs(round(value, d) - value) < 1e-9), 2)
    return number(value, digits, plus)


@lru_cache(16)
def valley_of(rect: Rect, k: float) -> SmallBowl | None:
    """The card's bowl; its x axis is the weight, Pip's start stands 50 px from the flag. None: there is no room."""
    spots = rule_heights(rect, k)
    x, _y, w, _h = rect
    high = spots.foot - spots.top
    if high < 44:
        return None
    wide = w - 24
    far = AWAY * wide / 210
    start = 0.3 * high

    def rise(along: float) -> float:
        return start * (along / far) ** 2

    return SmallBowl((x + 12, spots.top, wide, high), x + w / 2, spots.foot - min(20.0, 0.17 * high), rise,
                  flag=min(28.0, 0.3 * high))  # fmt: skip


def draw_card(canvas: Canvas, rect: Rect, shown: ShownCard, lit: bool) -> None:
    """Everything but the bowl's Pip. `lit`: a brighter border. A test only changes the rows at the foot."""
    x, y, w, h = rect
    before = shown._replace(after=None, moved=None, test=0)

    def still(sub: Canvas) -> None:
        _head(sub, rect, before)
        _neuron(sub, rect, before)

    canvas.on_sheet(rect, ("rule card", before), still)
    if lit:
        draw_edge(canvas, (x, y, w, h), "border2", 16, 1)
    if shown.after is not None:
        foot = rule_heights(rect, canvas.type).low
        key = ("rule card's foot", rect, shown)
        canvas.keep(key, x + 2, foot, w - 4, y + h - foot - 2, lambda sub: _verdict(sub, rect, shown))


def _head(canvas: Canvas, rect: Rect, shown: ShownCard) -> None:
    x, _y, w, _h = rect
    k, line = canvas.type, rule_heights(rect, canvas.type).head
    base, r = canvas.base_of(line), 14 * (0.5 + 0.5 * max(1.0, k))
    canvas.circle(x + 16 + r, line, r, "well", "border2", 1.5)
    canvas.text(x + 16 + r, base, str(shown.number), NUMBER, "text", "middle")
    if shown.way is None:
        return
    left = x + 24 + 2 * r + 2
    canvas.icon(way_icon(shown.way), left, line - 12, 24, "text", 2.6)
    end = left + 28 + canvas.text(left + 28, base, way_name(shown.way), STRONG, "text")
    if shown.called is None:
        return
    canvas.icon("check" if shown.called else "reset", x + w - 40, line - 11, 22 if shown.called else 20,
                "text" if shown.called else "text2", 2.8 if shown.called else 2.2)  # fmt: skip
    if shown.called and end + canvas.width(_("called")) + 10 < x + w - 48:
        canvas.text(x + w - 48, base, _("called"), BODY, "text2", "end")


def _neuron(canvas: Canvas, rect: Rect, shown: ShownCard) -> None:
    """input - weight - prediction, then the goal and the miss."""
    x, _y, w, _h = rect
    spots = rule_heights(rect, canvas.type)
    cy, left, middle, right = spots.nodes, x + 42, x + w / 2, x + w - 42
    hue = "weight_negative" if shown.weight < 0 else "weight"
    wire = min(15.0, 3 + 5 * abs(shown.weight))
    canvas.line(left + 24, cy, middle - 26, cy, "input", 4)
    canvas.line(middle + 26 + wire / 2, cy, right - 24 - wire / 2, cy, hue, wire)
    canvas.node(left, cy, 25, "input", tidy(shown.input), size=16)
    canvas.dial(middle, cy, 28, shown.weight, shown.limit, tidy(shown.weight), 16)
    canvas.node(right, cy, 25, "prediction", tidy(shown.prediction), size=16)
    for negative, spot, colour in ((shown.input < 0, (left + middle) / 2, "input"),
                                   (shown.weight < 0, (middle + right) / 2, hue)):  # fmt: skip
        if negative:
            canvas.circle(spot, cy, 8, "panel", colour, 2)
            canvas.line(spot - 4, cy, spot + 4, cy, colour, 2.2)
    base = spots.goal
    canvas.glyph("goal", x + 28, canvas.middle_of(base), 7.5)
    wide = canvas.text(x + 42, base, tidy(shown.goal), NUMBER, "goal", "start")
    runs: list[Run] = [(f"{_('delta')} ", "text2", 600), (tidy(shown.delta, True), "text", 700, "mono")]
    canvas.rich(x + w - 20, base, runs, anchor="end", room=w - 72 - wide)


def _verdict(canvas: Canvas, rect: Rect, shown: ShownCard) -> None:
    x, _y, w, _h = rect
    k, spots = canvas.type, rule_heights(rect, canvas.type)
    canvas.glyph("error", x + 28, spots.error - 6 * k, 6.5)
    runs: list[Run] = [(number(shown.before, 2), "error", 700, "mono"), ("→", "text2", 600, "mono"),
            (number(shown.after or 0.0, 2), "error", 700, "mono")]  # fmt: skip
    canvas.rich(x + 42, spots.error, runs, room=w - 58)
    same = shown.after == shown.before
    icon, word = ("check", _("smaller")) if shown.better else ("up_arrow", _("bigger"))
    if same:
        icon, word = "next", _("the same")
    canvas.icon(icon, x + 20, spots.verdict - 3 - 6 * k - 6, 18, "text", 3 if shown.better else 2.8)
    end = x + 44 + canvas.text(x + 44, spots.verdict, word, STRONG, "text")
    test = _("test {number}").format(number=shown.test)
    if end + canvas.width(test) + 12 < x + w - 20:
        canvas.text(x + w - 20, spots.verdict, test, BODY, "text3", "end")


def _along(valley: SmallBowl, shown: ShownCard, moved: float) -> float:
    """px from the flag, when the weight has moved so far."""
    far = AWAY * valley.rect[2] / 210
    side = -1.0 if shown.delta * shown.input < 0 else 1.0
    bottom = shown.goal / shown.input if shown.input else shown.weight
    unit = far / abs(shown.weight - bottom) if shown.weight != bottom else far
    start = side * far if shown.weight != bottom else 0.0
    return start + moved * unit


def draw_ghost(canvas: Canvas, valley: SmallBowl, shown: ShownCard, moved: float) -> None:
    """Where another rule has moved the weight."""
    with valley.clip(canvas):
        canvas.ghost(*valley.seat(_along(valley, shown, moved), PIP), PIP, (0.2, 0.05))


def draw_roll(canvas: Canvas, valley: SmallBowl, shown: ShownCard, part: float, grown: float, mood: str) -> None:
    """Pip in the card's bowl: `part` 0 ... 1 of the way that the rule moves him, the arrow `grown` 0 ... 1."""
    along = _along(valley, shown, (shown.moved or 0.0) * part)
    way = math.copysign(1.0, shown.moved) if shown.moved else 0.0
    px, py = valley.seat(along, PIP)
    with valley.clip(canvas):
        canvas.pip(px, py, PIP, (0.3 * way, 0.15), mood)
        if way and grown > 0:
            colour = "text" if shown.better else "error"
            tx, ty = _tangent(valley, along, way)
            end = 15 + ARROW * max(0.3, grown)
            canvas.arrow(px + tx * 15, py + ty * 15, px + tx * end, py + ty * end, colour, 4, 10)


def _tangent(valley: SmallBowl, along: float, way: float) -> tuple[float, float]:
    """A step of length 1 along the curve, to that side."""
    slope = (valley.height(along + 0.5) - valley.height(along - 0.5)) * way
    length = math.hypot(1.0, slope)
    return way / length, slope / length


def way_icon(way: int) -> str:
    """The arrow of a way: 1 up, -1 down."""
    return {1: "up_arrow", -1: "down_arrow"}.get(way, "next")


def way_name(way: int) -> str:
    """A way in a word."""
    return {1: _("up"), -1: _("down")}.get(way, _("stays"))
