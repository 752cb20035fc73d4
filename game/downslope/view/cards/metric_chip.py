"""A metric that can be chosen: a radio button, its own curve, its name, what it means, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.tokens import BODY, LABEL, STRONG
from ..widgets.widget import Act, Press, Rect, State
from .metric_sample import draw_profile, meaning, name_of

if TYPE_CHECKING:
    from ...learning.metric import Metric
    from ..draw.canvas import Canvas


class MetricChip(Press):
    """`source`: the plugin it came from, "" for one that is shipped. `back`: told on Shift with the metric key."""

    def __init__(self, name: str, rect: Rect, metric: Metric, source: str, on_press: Callable[[], None],
                 back: Callable[[], None] | None = None) -> None:  # fmt: skip
        super().__init__(name, rect, group="metrics", tip=_("Count a miss this way"))
        self.metric = metric
        self.source = source
        self.chosen = False
        self._on_press, self._back = on_press, back

    def press(self) -> None:
        self._on_press()

    def answers(self, name: str) -> bool:
        return name == "metric" and self._back is not None

    def act(self, intent: Act) -> bool:
        if intent.name != "metric":
            return super().act(intent)
        if not intent.big or self._back is None:
            return False
        self._back()
        return True

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        look = "hover" if state.hover or state.pressed else ""
        key = ("metric chip", self.rect, self.metric.name, self.source, self.chosen, look)
        canvas.cached(key, x - 4, y - 4, w + 8, h + 8, lambda sub: self._face(sub, bool(look)))
        if state.focus:
            canvas.focus(x, y, w, h, 12)

    def _face(self, canvas: Canvas, lit: bool) -> None:
        x, y, w, h = self.rect
        k, middle, chosen = canvas.type, y + h / 2, self.chosen
        canvas.rect(x, y, w, h, "raised_hi" if lit else "raised" if chosen else "well", 12)
        edge = "text" if chosen else "border2" if lit else "border"
        canvas.rect(x + 0.75, y + 0.75, w - 1.5, h - 1.5, None, 11.5, edge, 2 if chosen else 1)
        canvas.circle(x + 26, middle, 9, "prim" if chosen else None, None if chosen else "border2", 2)
        if chosen:
            canvas.circle(x + 26, middle, 4, "prim_text")
        draw_profile(canvas, (x + 49, middle - 13, 32, 26), self.metric, "error" if chosen else "text2")
        end = self._draw_source(canvas)
        style, label = canvas.fitted(name_of(self.metric), end - x - 108, STRONG)
        canvas.text(x + 98, middle - 4 * k, label, style, "text")
        style, label = canvas.fitted(meaning(self.metric), end - x - 108, BODY)
        canvas.text(x + 98, middle + 17 * k, label, style, "text2")

    def _draw_source(self, canvas: Canvas) -> float:
        """Box: shipped with the game; puzzle: a plugin's. The x of its left edge."""
        x, y, w, h = self.rect
        hue = "plugin" if self.source else "text2"
        style, label = canvas.fitted(self.source or "downslope", w * 0.34, LABEL.sized(16 / max(1.0, canvas.look.text)))
        wide, high = canvas.width(label, style) + 44, max(28.0, 12 + style.size * canvas.type)
        left, top = x + w - 12 - wide, y + (h - high) / 2
        canvas.rect(left, top, wide, high, "panel", 9)
        canvas.rect(left + 0.5, top + 0.5, wide - 1, high - 1, None, 8.5, "plugin" if self.source else "border2",
                    1.5 if self.source else 1)  # fmt: skip
        canvas.icon("puzzle" if self.source else "box", left + 9, top + high / 2 - 9, 18, hue)
        canvas.text(left + 33, top + high / 2 + 0.36 * style.size * canvas.type, label, style, hue)
        return left - 10
