"""A metric that can be chosen: a radio button, its own curve, its name, and how it counts a miss."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.catalog import thing_title
from ..draw.tokens import BODY, LEAD
from ..widgets.label import Label
from ..widgets.widget import Act, Press, Rect, State
from .metric_sample import draw_profile, metric_title, telling

if TYPE_CHECKING:
    from ...learning.metric import Metric
    from ..draw.canvas import Canvas

ASIDE = 148.0  # of a choice: beside its words


class MetricChoice(Press):
    """`source`: the plugin it came from, "" for one that is shipped. `back`: told on Shift with the metric key."""

    def __init__(self, name: str, rect: Rect, metric: Metric, source: str, on_press: Callable[[], object],
                 back: Callable[[], None] | None = None) -> None:  # fmt: skip
        super().__init__(name, rect, group="metrics", tip=_("Count a miss this way"))
        self.metric = metric
        self.source = source
        self.chosen = False
        self._on_press, self._back = on_press, back

    def accessible_name(self) -> str:
        return thing_title(self.metric)

    def accessible_value(self) -> str:
        return _("chosen") if self.chosen else ""

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

    @property
    def title(self) -> str:
        """Its name, and from where it is."""
        return metric_title(self.metric) + (f"  ·  {self.source}" if self.source else "")

    def shows_cap(self, canvas: Canvas, cap: str) -> bool:
        """Beside the name, of another than the chosen one."""
        taken = canvas.keycap_size(cap)[0] + 8
        return bool(cap) and not self.chosen and canvas.width(self.title, LEAD) <= self.rect[2] - ASIDE - taken

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        lit = state.hover or state.pressed
        cap = state.cap if self.shows_cap(canvas, state.cap) else ""
        key = ("metric choice", self.rect, self.metric.name, self.source, self.chosen, lit, cap)
        canvas.keep(key, x - 4, y - 4, w + 8, h + 8, lambda sub: self._face(sub, lit, cap))
        if state.focus:
            canvas.focus(x, y, w, h, 14)

    def _face(self, canvas: Canvas, lit: bool, cap: str) -> None:
        x, y, w, h = self.rect
        k, middle, chosen = canvas.type, y + h / 2, self.chosen
        canvas.rect(x, y, w, h, "raised_hi" if lit else "raised" if chosen else "well", 14)
        canvas.rect(x + 1, y + 1, w - 2, h - 2, None, 13.5, "focus" if chosen else "border2", 2 if chosen else 1.4)
        canvas.circle(x + 28, middle, 10, None, "text", 2)
        if chosen:
            canvas.circle(x + 28, middle, 5, "text")
        high = min(46.0, h - 36)
        draw_profile(canvas, (x + 56, middle - high / 2, 52, high), self.metric, "error" if chosen else "text2", 3)
        left, room = x + 132, w - ASIDE
        taken = 0.0
        if cap:
            taken = canvas.keycap(x + w - 16, y + 14, cap, "end") + 8
        told = Label(canvas, telling(self.metric), BODY, "text2", width=room, height=h - 12 - 24 * k, spacing=1.25)
        top = middle - (24 * k + told.high) / 2
        canvas.within(left, top + 12 * k + 6.4 * k, self.title, room - taken, LEAD, "text")
        told.draw(canvas, left, top + 24 * k)


def choice_height(canvas: Canvas, metric: Metric, wide: float) -> float:
    """What a choice so wide needs for its words."""
    told = Label(canvas, telling(metric), BODY, width=wide - ASIDE, spacing=1.25)
    return 16 + 24 * canvas.type + told.high
