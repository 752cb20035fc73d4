"""One neuron of several with alphas of their own: its input, a bowl on the ruler that all share, what one step left.

A bowl that is too narrow to be seen has a lens over its foot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..draw.plate import draw_edge
from ..draw.text import Run
from ..draw.tokens import LABEL, NUMBER
from ..format.numbers import number, short
from ..widgets.widget import Rect
from .rule_card import tidy
from .ruled_bowl import PIP, RuledBowl

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

ROOM = 110 / 210  # part of the window's width for the longest way from start to goal
DIAL = 38.0


class Scope(NamedTuple):
    """A neuron before and after its one step. `part`: what is left of the miss, with sign; None: not pressed yet."""

    input: float
    goal: float
    start: float  # weight
    weight: float
    used: float | None  # the alpha of that step
    part: float | None
    landed: bool

    @property
    def bottom(self) -> float:
        return self.goal / self.input if self.input else self.start

    @property
    def verdict(self) -> str:
        """short, land, past, runaway, or "": not pressed yet."""
        if self.part is None:
            return ""
        if self.landed:
            return "land"
        if abs(self.part) >= 1:
            return "runaway"
        return "short" if self.part > 0 else "past"


class AlphaHeights(NamedTuple):
    """Heights of a card's parts for a size of text."""

    node: float
    top: float  # of the bowl
    foot: float
    dial: float
    line: float
    word: float
    left: float


def alpha_heights(rect: Rect, k: float) -> AlphaHeights:
    """Of a card that stands there, for a factor k on text."""
    _x, y, _w, h = rect
    left = y + h - 16
    word = left - 27 * k
    line = word - 13 - 20 * k
    dial = line - 70
    return AlphaHeights(y + 46, y + 88, dial - DIAL - 24, dial, line, word, left)


class Scenery:
    """The bowl of one card, and Pip in it. `unit`: px for 1 weight, the same on all cards.

    `within`: how far a prediction may be from its goal.
    """

    def __init__(self, rect: Rect, k: float, scope: Scope, unit: float, within: float = 0.0) -> None:
        spots = alpha_heights(rect, k)
        x, _y, w, _h = rect
        self.scope, miss = scope, scope.start - scope.bottom or 1.0
        self.bowl = RuledBowl(
            (x + 12, spots.top, w - 24, max(60.0, spots.foot - spots.top)), scope.start, scope.bottom, unit,
            lambda unit, high: lambda along: high * (along / unit / miss) ** 2, within / abs(scope.input or 1.0),
        )  # fmt: skip

    def paint(self, canvas: Canvas) -> None:
        self.bowl.paint(canvas)

    def paint_pip(self, canvas: Canvas, hop: float, arrived: bool) -> None:
        """Pip at his start, on his way (`hop` 0 ... 1), or where the step brought him, with the way he came."""
        if hop > 0 and not arrived:
            self._draw_pip(canvas, hop, arrived)
            return
        key = ("telescope's pip", self.bowl.stage.key, self.scope, arrived)
        canvas.keep(key, *self.bowl.stage.rect, lambda sub: self._draw_pip(sub, hop, arrived))

    def paint_ghost(self, canvas: Canvas, weight: float) -> None:
        """Where another run's step led."""
        x, y = self.bowl.stage.seat(self.bowl.along(weight), PIP)
        key = ("telescope's ghost", self.bowl.stage.key, x, y)
        with self.bowl.stage.clip(canvas):
            canvas.keep(key, x - 20, y - 20, 40, 40, lambda sub: sub.ghost(x, y, PIP, (0.2, 0.05)))

    def _draw_pip(self, canvas: Canvas, hop: float, arrived: bool) -> None:
        scope, stage = self.scope, self.bowl.stage
        start, end = self.bowl.along(scope.start), self.bowl.along(scope.weight)
        out = not stage.fits(end, PIP)
        with stage.clip(canvas):
            if hop <= 0 and not arrived:
                side = 0.2 if start < 0 else -0.2
                canvas.pip(*stage.seat(start, PIP), PIP, (side, 0.2))
                return
            ghost = stage.seat(start, PIP)
            if arrived:
                path = stage.arc(start, end, PIP)
                canvas.polyline(path, "error" if out else "text", 2.2, 0.9, (1, 6))
            canvas.ghost(*ghost, 9, eyes=False)
            moods = {"land": "happy", "runaway": "dizzy"}
            mood = moods.get(scope.verdict, "calm") if arrived else "calm"
            spot = stage.seat(end, PIP) if arrived else stage.hop(start, end, hop, PIP)
            canvas.pip(*spot, PIP, (0.0, 0.05) if arrived else (0.25, 0.2), mood)


def draw_card(canvas: Canvas, rect: Rect, scope: Scope, lit: bool) -> None:
    """Input and result, on a sheet that is there; one cached layer each. `lit`: the sheet's edge."""
    x, y, w, h = rect
    if lit:
        draw_edge(canvas, (x, y, w, h), "border2", 16, 1)
    spots = alpha_heights(rect, canvas.type)

    def above(sub: Canvas) -> None:
        sub.node(x + 44, spots.node, 28, "input", tidy(scope.input), size=18)
        sub.glyph("input", x + 90, spots.node, 6.5)
        sub.within(x + 103, sub.base_of(spots.node), _("input"), w - 112, LABEL, "text")

    def below(sub: Canvas) -> None:
        sub.line(x + 20, spots.line, x + w - 20, spots.line, "border", 1.2)
        _result(sub, rect, spots, scope)

    canvas.keep(("telescope's input", rect, scope.input), x, y, w, 2 * (spots.node - y), above)
    shown = (scope.verdict, scope.part, scope.used, scope.landed)
    canvas.keep(("telescope", rect, *shown), x, spots.line - 2, w, y + h - spots.line + 2, below)


def _result(canvas: Canvas, rect: Rect, spots: AlphaHeights, scope: Scope) -> None:
    x, _y, w, _h = rect
    names = {"": _("not pressed yet"), "short": _("short"), "land": _("land"), "past": _("past"),
             "runaway": _("run away")}  # fmt: skip
    icons = {"short": "next", "land": "land", "past": "overshoot", "runaway": "runaway"}
    left, k = x + 20, canvas.type
    if scope.verdict:
        canvas.icon(icons[scope.verdict], x + 20, spots.word - 13 - 6 * k, 26)
        left = x + 56
    end = left + canvas.rich(left, spots.word, [(names[scope.verdict], "text", 700)], room=x + w - 20 - left)
    if scope.part is None or scope.used is None:
        return
    if scope.landed:
        canvas.icon("check", x + w - 46, spots.word - 12 - 6 * k, 24, "text", 2.8)
    else:
        _used(canvas, x + w - 20, spots.word, short(scope.used, 3), x + w - 32 - end)
    exact = abs(round(scope.part, 2) - scope.part) < 1e-9
    value = number(scope.part, 1 if abs(scope.part) >= 100 else 2 if exact else 3)
    most: list[Run] = [(_("left:") + " ", "text2"), (value, "text", 700, "mono")]
    whole: list[Run] = [*most, (" " + _("of the miss"), "text2")]
    wide = canvas.width(f"{_('left:')}  {_('of the miss')}") + canvas.width(value, NUMBER)
    canvas.rich(x + 20, spots.left, whole if wide <= w - 34 else most, room=w - 36)


def _used(canvas: Canvas, right: float, base: float, value: str, room: float) -> None:
    """The alpha that was used, with its sign where there is room for it."""
    for text in (f"α {value}", value):
        if canvas.width(text, NUMBER) <= room:
            canvas.text(right, base, text, NUMBER, "alpha", "end")
            return
