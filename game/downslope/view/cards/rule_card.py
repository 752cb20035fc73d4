"""One card of a rule's test: call, neuron, goal and delta, a small bowl with Pip, the error before and after."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

from ...i18n import N_, _
from ..bowls.error_bowl import SmallBowl
from ..draw import BODY, NUMBER, STRONG, VALUE, Canvas, Run, TextStyle, draw_edge
from ..format.equation import difference, product
from ..format.numbers import number
from ..widgets.button import LIP, Button, draw_keycap
from ..widgets.widget import Intent, Rect, State, Widget

# The parts of a rule that is built: slots, and the tiles that are put into them by click, key or drag.


GLYPHS = ("delta", "input", "prediction", "goal")


def hue(tile: str) -> str:
    """The colour of a tile's name."""
    return tile if tile in GLYPHS and tile != "delta" else "text"


def tile_width(canvas: Canvas, tile: str, size: float = 16, family: str = "ui") -> float:
    """Of its glyph and name; digits are code."""
    style = TextStyle(size, 700, "mono" if tile.isdigit() else family)
    return canvas.width(tile, style) + (24 if tile in GLYPHS else 0)


def draw_tile_name(canvas: Canvas, x: float, y: float, tile: str, size: float = 16, family: str = "ui") -> float:
    """Glyph and name from x on, around the line y; the width."""
    indent, style = 24 if tile in GLYPHS else 0, TextStyle(size, 700, "mono" if tile.isdigit() else family)
    if indent:
        canvas.glyph(tile, x + 7, y, 7, hue(tile))
    return indent + canvas.text_vcenter(x + indent, y, tile, style, hue(tile))


class Slot(Widget):
    """A place in the rule. `tile`: what is in it, "" nothing; `chosen`: the next tile goes here."""

    turned = True
    role = N_("slot")

    def __init__(self, name: str, rect: Rect, on_choose: Callable[[], None], tip: str = "") -> None:
        super().__init__(name, rect, tip=tip)
        self.on_choose = on_choose
        self.tile = ""
        self.chosen = False

    def accessible_value(self) -> str:
        return _(self.tile) or _("empty")

    def act(self, intent: Intent) -> bool:
        if intent.name == "release" and self.contains(intent.x, intent.y):
            self.feedback("turn")
            self.on_choose()
        return intent.name in ("press", "release", "move")

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        canvas.rect(x, y, w, h, "well", 12)
        edge = "focus" if self.chosen else "text2" if state.hover else "border2"
        dash = (5.0, 5.0) if self.chosen or not self.tile else None
        canvas.rect(x + 0.75, y + 0.75, w - 1.5, h - 1.5, None, 11.5, edge, 1.5, dash=dash)
        if self.chosen:
            canvas.focus(x, y, w, h, 12)
        if not self.tile:
            canvas.text_vcenter(x + w / 2, y + h / 2, "?", VALUE, "text3", "middle")
            return
        canvas.rect(x + 6, y + 6, w - 12, h - 12, "raised", 9)
        size = 20 * min(1.0, (w - 24) / max(1.0, tile_width(canvas, self.tile, 20, "mono")))
        width = tile_width(canvas, self.tile, size, "mono")
        draw_tile_name(canvas, x + (w - width) / 2, y + h / 2, self.tile, size, "mono")


class TileButton(Button):
    """A tile. A click puts it into the chosen slot, a drag into the slot where it is let go. Kind "on": it is there."""

    radius = 12.0

    def __init__(self, name: str, rect: Rect, tile: str, on_press: Callable[[], None],
                 on_drop: Callable[[float, float], None], *, key: str = "") -> None:  # fmt: skip
        super().__init__(name, rect, tile, "", on_press, key=key, group="tiles of the rule")
        self.on_drop = on_drop
        self.drag: tuple[float, float] | None = None

    def accessible_name(self) -> str:
        return _(self.label)

    def accessible_value(self) -> str:
        return _("in the slot") if self.kind == "on" else ""

    def act(self, intent: Intent) -> bool:
        if intent.name == "move":
            self.drag = None if self.contains(intent.x, intent.y) else (intent.x, intent.y)
            return True
        if intent.name == "release":
            dropped, self.drag = self.drag, None
            if dropped is not None and not self.contains(intent.x, intent.y):
                self.on_drop(intent.x, intent.y)
                return True
        return super().act(intent)

    def shows_keycap(self, canvas: Canvas, cap: str) -> bool:
        width, height = canvas.keycap_size(cap)
        beside = tile_width(canvas, self.label) + width + 30 <= self.rect[2]
        return bool(cap) and beside and height <= self.rect[3] - LIP - 4

    def draw_face(self, canvas: Canvas, colour: str, down: float, cap: str) -> None:
        x, y, w, h = self.rect
        width, height = tile_width(canvas, self.label), canvas.keycap_size(cap)[1]
        left = x + (w - (22 + height if cap else 0) - width) / 2 + (8 if cap else 0)
        draw_tile_name(canvas, left, y + (h - LIP) / 2 + down, self.label)
        if cap:
            draw_keycap(canvas, x + w - 12, y + (h - LIP - height) / 2 + down, cap, "normal", colour)


NARROW = 190.0  # in a card that is less wide the neuron is only written
PIP = 11.0
AWAY = 50.0  # px from the flag to Pip's start in a bowl 210 wide
WINDOW, UNDER, LEAST = 36.0, 8.0, 66.0  # height of a window under the bowl, the gap above it, the lowest bowl then
ARROW = 27.0  # the arrow says which way, the numbers say how far


class VisibleCard(NamedTuple):
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


class RuleHeights:
    """Heights of the rows of a card that stands there, for a factor k on text.

    top    of the bowl; foot: its foot      low    where bowl and window end
    pane   top of the window under it; the foot again: there is no room for one
    """

    def __init__(self, rect: Rect, k: float) -> None:
        _x, y, _w, h = rect
        self.head = y + 16 + 12 * k
        self.nodes = self.head + 14 * k + 36
        self.goal = self.nodes + 28 + 23 * k
        self.verdict = y + h - 10 - 2 * (k - 1)
        self.error = self.verdict - 22 * k
        self.top, self.low = self.goal + 9, self.error - 10 - 18 * k
        has_window = self.low - self.top >= LEAST + WINDOW + UNDER
        self.foot = self.low - WINDOW - UNDER if has_window else self.low
        self.pane = self.foot + UNDER if has_window else self.foot


def short_number(value: float, digits: int = 2, plus: bool = False) -> str:
    """A number with no more decimals than it needs, `digits` at most."""
    return number(value, next((d for d in range(digits) if abs(round(value, d) - value) < 1e-9), digits), plus)


@lru_cache(16)
def valley_of(rect: Rect, k: float) -> SmallBowl | None:
    """The card's bowl; its x axis is the weight, Pip's start stands 50 px from the flag. None: there is no room."""
    positions = RuleHeights(rect, k)
    x, _y, w, _h = rect
    height = positions.foot - positions.top
    if height < 44:
        return None
    width = w - 24
    far = AWAY * width / 210
    start = 0.3 * height
    return SmallBowl((x + 12, positions.top, width, height), x + w / 2, positions.foot - min(20.0, 0.17 * height),
                  lambda along: start * (along / far) ** 2, flag=min(28.0, 0.3 * height))  # fmt: skip


def draw_card(canvas: Canvas, rect: Rect, shown: VisibleCard, lit: bool) -> None:
    """Everything but the bowl's Pip. `lit`: a brighter border. A test only changes the rows at the foot."""
    x, y, w, h = rect
    before = shown._replace(after=None, moved=None, test=0)

    canvas.sheet(*rect)
    canvas.once(rect, _draw_neuron, rect, before)
    if lit:
        draw_edge(canvas, (x, y, w, h), "border2", 16, 1)
    if shown.after is not None:
        foot = RuleHeights(rect, canvas.type).low
        canvas.once((x + 2, foot, w - 4, y + h - foot - 2), _draw_verdict, rect, shown)


def _draw_neuron(canvas: Canvas, rect: Rect, shown: VisibleCard) -> None:
    """The number and the call; input - weight - prediction; then the goal and the miss."""
    x, _y, w, _h = rect
    positions = RuleHeights(rect, canvas.type)
    line, r = positions.head, 14 * (0.5 + 0.5 * max(1.0, canvas.type))
    base = canvas.baseline_of(line)
    canvas.circle(x + 16 + r, line, r, "well", "border2", 1.5)
    canvas.text(x + 16 + r, base, str(shown.number), NUMBER, "text", "middle")
    if shown.way is not None:
        left = x + 24 + 2 * r + 2
        arrow, word = direction(shown.way)
        canvas.icon(arrow, left, line - 12, 24, "text", 2.6)
        end = left + 28 + canvas.text(left + 28, base, word, STRONG, "text")
        if shown.called is not None:
            sign = ("check", 22.0, "text", 2.8) if shown.called else ("reset", 20.0, "text2", 2.2)
            canvas.icon(sign[0], x + w - 40, line - 11, *sign[1:])
        if shown.called and end + canvas.width(_("called")) + 10 < x + w - 48:
            canvas.text(x + w - 48, base, _("called"), BODY, "text2", "end")

    cy, left, middle, right = positions.nodes, x + 42, x + w / 2, x + w - 42
    hue = "weight_negative" if shown.weight < 0 else "weight"
    given, weight, prediction = (partial(short_number, each) for each in (shown.input, shown.weight, shown.prediction))
    equation = product(given, weight, prediction)
    if w < NARROW:
        terms = (equation.terms[0], "input"), ("×", "text2"), (equation.terms[1], hue), ("=", "text2")
        parts: list[Run] = [(text, colour, 700, "mono") for text, colour in (*terms, (equation.result, "prediction"))]
        canvas.rich(middle, canvas.baseline_of(cy), parts, anchor="middle", room=w - 16)
    else:
        wire = min(15.0, 3 + 5 * abs(shown.weight))
        canvas.line(left + 24, cy, middle - 26, cy, "input", 4)
        canvas.line(middle + 26 + wire / 2, cy, right - 24 - wire / 2, cy, hue, wire)
        canvas.node(left, cy, 25, "input", equation.terms[0], size=16)
        canvas.dial(middle, cy, 28, shown.weight, shown.limit, equation.terms[1], 16)
        canvas.node(right, cy, 25, "prediction", equation.result, size=16)
        for negative, spot, colour in ((shown.input < 0, (left + middle) / 2, "input"),
                                       (shown.weight < 0, (middle + right) / 2, hue)):  # fmt: skip
            if negative:
                canvas.circle(spot, cy, 8, "panel", colour, 2)
                canvas.line(spot - 4, cy, spot + 4, cy, colour, 2.2)

    base = positions.goal
    canvas.glyph("goal", x + 28, canvas.vcentre_of(base), 7.5)
    miss = difference(prediction, partial(short_number, shown.goal), partial(short_number, shown.delta, plus=True))
    width = canvas.text(x + 42, base, miss.terms[1], NUMBER, "goal", "start")
    runs: list[Run] = [(f"{_('delta')} ", "text2", 600), (miss.result, "text", 700, "mono")]
    room = w - 72 - width
    canvas.rich(x + w - 20, base, runs if canvas.fits(runs, room) else runs[1:], anchor="end", room=room)


def _draw_verdict(canvas: Canvas, rect: Rect, shown: VisibleCard) -> None:
    x, _y, w, _h = rect
    k, positions = canvas.type, RuleHeights(rect, canvas.type)
    canvas.glyph("error", x + 28, positions.error - 6 * k, 6.5)
    runs: list[Run] = [(number(shown.before, 2), "error", 700, "mono"), ("→", "text2", 600, "mono"),
            (number(shown.after or 0.0, 2), "error", 700, "mono")]  # fmt: skip
    canvas.rich(x + 42, positions.error, runs, room=w - 58)
    same = shown.after == shown.before
    icon, word = ("check", _("smaller")) if shown.better else ("up_arrow", _("bigger"))
    if same:
        icon, word = "next", _("the same")
    colour = "text" if shown.better or same else "error"
    canvas.icon(icon, x + 20, positions.verdict - 3 - 6 * k - 6, 18, colour, 3 if shown.better else 2.8)
    end = x + 44 + canvas.text(x + 44, positions.verdict, word, STRONG, colour)
    test = _("test {number}").format(number=shown.test)
    if end + canvas.width(test) + 12 < x + w - 20:
        canvas.text(x + w - 20, positions.verdict, test, BODY, "text3", "end")


def _along(valley: SmallBowl, shown: VisibleCard, moved: float) -> float:
    far = AWAY * valley.rect[2] / 210
    side = -1.0 if shown.delta * shown.input < 0 else 1.0
    bottom = shown.goal / shown.input if shown.input else shown.weight
    unit = far / abs(shown.weight - bottom) if shown.weight != bottom else far
    start = side * far if shown.weight != bottom else 0.0
    return start + moved * unit


def draw_ghost(canvas: Canvas, valley: SmallBowl, shown: VisibleCard, moved: float) -> None:
    """Where another rule has moved the weight."""
    with valley.clip(canvas):
        canvas.ghost(*valley.rest_point(_along(valley, shown, moved), PIP), PIP, (0.2, 0.05))


def draw_roll(canvas: Canvas, valley: SmallBowl, shown: VisibleCard, part: float, grown: float, mood: str) -> None:
    """Pip in the card's bowl: `part` 0 ... 1 of the way that the rule moves him, the arrow `grown` 0 ... 1."""
    along = _along(valley, shown, (shown.moved or 0.0) * part)
    way = math.copysign(1.0, shown.moved) if shown.moved else 0.0
    px, py = valley.rest_point(along, PIP)
    with valley.clip(canvas):
        canvas.pip(px, py, PIP, (0.3 * way, 0.15), mood)
        if way and grown > 0:
            colour = "text" if shown.better else "error"
            # A step of length 1 along the curve, to that side
            slope = (valley.height(along + 0.5) - valley.height(along - 0.5)) * way
            length = math.hypot(1.0, slope)
            tx, ty = way / length, slope / length
            end = 15 + ARROW * max(0.3, grown)
            canvas.arrow(px + tx * 15, py + ty * 15, px + tx * end, py + ty * end, colour, 4, 10)


def direction(way: int) -> tuple[str, str]:
    """A way, 1 up, -1 down: its arrow and its word."""
    return {1: ("up_arrow", _("up")), -1: ("down_arrow", _("down"))}.get(way, ("next", _("stays")))
