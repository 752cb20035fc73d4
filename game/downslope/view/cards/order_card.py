"""A card of a level by hand: what goes in, what should come out, what the last send made of it. It may be struck."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.plate import draw_edge
from ..draw.tokens import LEAD_NUMBER, SMALL
from ..format.numbers import number, short
from ..widgets.widget import Press, Rect, State
from .sends_table import draw_miss, draw_pair

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


TEETH, TOOTH = 6, 5.0  # of the edge where a card is torn
APART, DOWN = 18.0, 10.0  # how far its halves go


class OrderCard(Press):
    """Pressing it strikes the card, or takes the strike back; without `on_press` it is only looked at.

    sent   (prediction, miss) of the last send
    """

    walks = ("up", "down")  # they stand in a column: left and right are the level's own knob

    def __init__(
        self, name: str, rect: Rect, pair: tuple[float, float], on_press: Callable[[], None] | None, **options: str
    ) -> None:
        super().__init__(name, rect, group="cards", **options)  # type: ignore[arg-type]
        self.pair = pair
        self.on_press = on_press
        self.focusable = on_press is not None
        self.sent = (0.0, 0.0)
        self.struck = False
        self.torn = 1.0  # 0..1: it is being torn, which is over at 1
        self.unit = 1.0
        self.digits = 2
        self.prediction_at = 0.0  # x

    def accessible_name(self) -> str:
        told = _("input {input}, goal {goal}")
        return told.format(input=short(self.pair[0]), goal=short(self.pair[1]))

    def accessible_value(self) -> str:
        return _("struck") if self.struck else _("counts")

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        hover = state.hover and self.on_press is not None
        fill = "raised_hi" if hover else "raised"
        if self.struck:
            canvas.rect(x + 0.75, y + 0.75, w - 1.5, h - 1.5, None, 10, "border2", 1.5, dash=(5, 5))
        else:
            canvas.rect(x, y, w, h, fill, 10)
            draw_edge(canvas, (x, y, w, h), "border2" if hover else "border", 10, 1)
        if state.focus:
            canvas.rect(x - 3, y - 3, w + 6, h + 6, None, 13, "focus", 3)
        if self.on_press is not None:
            self._draw_box(canvas)
        self._draw_numbers(canvas)
        if self.struck and self.torn < 1:
            self._draw_tear(canvas)

    def _draw_tear(self, canvas: Canvas) -> None:
        """The halves of what it was come apart, and fade."""
        x, y, w, h = self.rect
        part = round(8 * self.torn) / 8
        teeth = [(x + w / 2 + (TOOTH if k % 2 else -TOOTH), y + h * k / TEETH) for k in range(TEETH + 1)]
        for way, corners in ((-1, [(x, y + h), (x, y)]), (1, [(x + w, y + h), (x + w, y)])):
            half = [(px + way * APART * part, py + DOWN * part) for px, py in (*teeth, *corners)]
            canvas.polygon(half, "raised_hi", 0.9 * (1 - part))

    def _draw_box(self, canvas: Canvas) -> None:
        x, y, _w, h = self.rect
        canvas.rect(x + 16, y + h / 2 - 13, 26, 26, "well", 7, "border2", 1.8)
        if self.struck:
            canvas.icon("close", x + 19, y + h / 2 - 10, 20, "text", 3)

    def _draw_numbers(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        faint, base, left = "text3" if self.struck else "", y + h / 2 + 6, x + (56 if self.on_press else 20)
        wide = draw_pair(canvas, left, base, *self.pair, self.prediction_at - 12 - left, faint)
        prediction, miss = self.sent
        label, at = number(prediction, self.digits), self.prediction_at
        end = at + canvas.text(at, base, label, LEAD_NUMBER, faint or "prediction", "start")
        draw_miss(canvas, x + w - 12, y + h / 2, miss, self.unit, self.digits, end + 10, self.struck)
        if self.struck:
            canvas.line(left - 4, y + h / 2, left + wide + 4, y + h / 2, "text", 2.6)
            canvas.line(at - 4, y + h / 2, end + 4, y + h / 2, "text3", 2)
            low = base + 4 + 16 * canvas.type
            if low < y + h - 2:
                canvas.text(left, low, _("struck"), SMALL, "text3")
