"""One of several neurons that share an alpha: its bowl on the rulers that all share, Pip in it, its numbers below.

The same weight is as wide in every card, and the same error as high: the steepest bowl looks steepest.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..bowls.small_bowl import Rise
from ..charts.run_styles import Style, draw_mark
from ..draw.raster import Point
from ..draw.text import Run as Words
from ..draw.tokens import BODY, LABEL, LIT_PANEL, NUMBER, PANEL, STRONG
from ..format.numbers import number, short
from ..widgets.widget import Rect
from .ruled_bowl import PIP, RuledBowl

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

STONE = 4.2
STONES = 60  # of the trail, the newest ones
ARCS = 6  # hops of it that are drawn
PAD = 12.0
HEAD = 44.0


class CardScale(NamedTuple):
    """The rulers: design pixels for 1 of the weight, and for 1 of the error."""

    weight: float
    error: float


class ShownNeuron(NamedTuple):
    """A neuron at a step. `error`: weight -> its own error; `bottom`: where that is lowest."""

    name: str
    style: Style
    input: float
    goal: float
    start: float
    weight: float
    prediction: float
    bottom: float
    state: str  # landed, past, grows, nearer, waits
    error: Callable[[float], float]
    within: float = 0.0  # how far the prediction may be from the goal


class NeuronCard:
    """Places of one card, made once; `shown` changes from step to step."""

    def __init__(self, rect: Rect, k: float, shown: ShownNeuron, scale: CardScale) -> None:
        self.rect, self.k, self.scale, self.shown = rect, k, scale, shown
        x, y, w, h = rect
        self.foot = y + h - 12 - 22 * k * (1 if self._one_line(w, k) else 2)
        top = y + 8 + HEAD * max(1.0, 0.6 + 0.4 * k)
        self.window: Rect = (x + PAD, top, w - 2 * PAD, max(50.0, self.foot - 8 - top))
        floor, error = shown.error(shown.bottom), shown.error

        def rise(unit: float, _high: float) -> Rise:
            high = scale.error * unit / scale.weight  # a lens enlarges both ways
            return lambda along: high * (error(shown.bottom + along / unit) - floor)

        self.bowl = RuledBowl(self.window, shown.start, shown.bottom, scale.weight, rise,
                              shown.within / abs(shown.input or 1.0))  # fmt: skip

    @staticmethod
    def _one_line(width: float, k: float) -> bool:
        return width >= 245 * k + 70

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas, lit: bool) -> None:
        """Sheet, bowl, numbers; a cached layer for each state."""
        x, y, w, h = self.rect
        sheet = LIT_PANEL if lit else PANEL
        canvas.on_sheet(self.rect, "neuron card", kind=sheet)
        self.bowl.paint(canvas)
        key = ("neuron card", self.rect, self.shown[:9])
        canvas.keep(key, x, y, w, h, self._draw_words)

    def _draw_words(self, canvas: Canvas) -> None:
        x, y, w, _h = self.rect
        shown, k = self.shown, canvas.type
        middle = y + 8 + (self.window[1] - y - 8) / 2
        base = canvas.base_of(middle)
        draw_mark(canvas, shown.style, x + 24, middle, 7)
        given = short(shown.input)
        r = max(17.0, canvas.width(given, NUMBER) / 2 + 7)
        canvas.node(x + 44 + r, middle, min(r, 21.0 + 4 * (k - 1)), "input", given, size=16)
        left = x + 54 + 2 * r
        right = self._draw_state(canvas, x + w - 18, base, middle)
        style, name = canvas.shrink(shown.name, max(20.0, right - left - 10), LABEL)
        canvas.text(left, base, name, style, "text")
        self._draw_numbers(canvas)

    def _draw_state(self, canvas: Canvas, right: float, base: float, middle: float) -> float:
        """What the last step has come to, as icon and word; the left end."""
        icons = {"landed": "check", "past": "overshoot", "grows": "runaway", "nearer": "next"}
        words = {"landed": _("landed"), "past": _("past"), "grows": _("further"), "nearer": _("nearer")}
        state = self.shown.state
        if state not in words:
            return right
        wide = canvas.width(words[state], STRONG)
        if self.rect[2] / canvas.type >= 230:
            right -= canvas.text(right, base, words[state], STRONG, "text", "end") and wide
        canvas.icon(icons[state], right - 28, middle - 11, 22)
        return right - 34

    def _draw_numbers(self, canvas: Canvas) -> None:
        x, _y, w, _h = self.rect
        shown, k = self.shown, canvas.type
        hue = "weight_negative" if shown.weight < 0 else "weight"
        digits = 3 if abs(shown.weight) < 100 else 1
        first: list[Words] = [(_("weight") + " ", "text2", 500), (number(shown.weight, digits), hue, 700, "mono")]
        second: list[Words] = [
            (number(shown.prediction, digits), "prediction", 700, "mono"), (" → ", "text2", 500),
            (number(shown.goal, 2), "goal", 700, "mono"),
        ]  # fmt: skip
        if self._one_line(w, k):
            base = self.foot + 16 * k
            canvas.rich(x + 18, base, first)
            wide = canvas.rich(x + w - 40, base, second, anchor="end")
            label = _("prediction") + " "
            if w - 58 - wide - 150 * k > canvas.width(label):
                canvas.text(x + w - 40 - wide - 6, base, label, BODY, "text2", "end")
        else:
            size = 16 * min(1.0, (w - 60) / (150 * k))
            base = self.foot + 16 * k
            canvas.rich(x + 18, base, first, BODY.of_size(size))
            base += 22 * k
            canvas.rich(x + w - 40, base, second, BODY.of_size(size), anchor="end")
        canvas.glyph("goal", x + w - 24, canvas.middle_of(base), 8)

    def paint_pip(self, canvas: Canvas, weights: Sequence[float], coming: float | None, hop: float, mood: str) -> None:
        """Pip at the last of `weights`, or `hop` 0 ... 1 of the way to `coming`; his trail behind him."""
        stage, along = self.bowl.stage, self.bowl.along
        spots = tuple(round(along(weight) * 4) / 4 if math.isfinite(weight) else math.inf for weight in weights)
        key = ("neuron trail", stage.key, spots[-STONES - 1 :])
        canvas.keep(key, *stage.rect, lambda sub: self._draw_trail(sub, spots))
        here = along(weights[-1])
        with stage.clip(canvas):
            if coming is not None and hop > 0:
                spot: Point = stage.hop(here, along(coming), hop, PIP)
            else:
                spot = stage.seat(here, PIP)
            out = not stage.fits(here, PIP) and (coming is None or hop <= 0)
            side = 0.0 if abs(here) < 1 else -0.2 if here > 0 else 0.2
            canvas.pip(*spot, PIP, (side, 0.2), "dizzy" if out else mood)

    def _draw_trail(self, canvas: Canvas, spots: Sequence[float]) -> None:
        stage = self.bowl.stage
        kept = spots[-STONES - 1 :]
        with stage.clip(canvas):
            for start, end in list(zip(kept, kept[1:]))[-ARCS:]:
                if math.isfinite(start) and math.isfinite(end) and abs(end - start) > 3 and stage.fits(start, PIP):
                    canvas.polyline(stage.arc(start, end, PIP, 26.0), "text", 2, 0.55, (1, 6))
            if len(kept) > 1 and stage.fits(spots[0], 9) and spots[0] == kept[0]:
                canvas.ghost(*stage.seat(kept[0], 9), 9, eyes=False)
            for number_, spot in enumerate(kept[1:-1], 1):
                if stage.fits(spot, STONE):
                    canvas.circle(*stage.seat(spot, STONE + 2), STONE, "text2", alpha=0.3 + 0.6 * number_ / len(kept))
