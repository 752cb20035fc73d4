"""A row of the key of ways on a picture: line and mark, alpha and the learner's own knobs, how the run ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..charts.run_styles import draw_sample
from ..draw.tokens import LABEL, NUMBER
from ..widgets.widget import Act, Press, Rect, State
from .run_table_row import RunText

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

SAMPLE, PAD, ICON = 30.0, 10.0, 19.0
BETWEEN = 14.0  # knobs, icon, end
GROUP = "runs on the picture"


class RunKeyRow(Press):
    """`chosen`: its run is picked out; a press, the pointer or the keyboard on it does so."""

    def __init__(self, name: str, rect: Rect, text: RunText, chosen: bool, on_press: Callable[[], None],
                 on_wheel: Callable[[int], None]) -> None:  # fmt: skip
        super().__init__(name, rect, group=GROUP)
        self.text, self.chosen, self.on_press, self.on_wheel = text, chosen, on_press, on_wheel
        self.tip = ": ".join(filter(None, (text.name, text.tip)))

    def act(self, intent: Act) -> bool:
        if intent.name == "wheel":
            self.on_wheel(-round(intent.value))
            return True
        return super().act(intent)

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        key = ("run key", self.rect, self.text, self.chosen, state.hover)
        canvas.keep(key, x - 1, y - 1, w + 2, h + 2, lambda sub: self._draw_row(sub, state))
        if state.focus:
            canvas.focus(x + 2, y + 2, w - 4, h - 4, 6)

    def _draw_row(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        if self.chosen:
            canvas.rect(x, y, w, h, "rowhi", 6, "text", 1.5)
        elif state.hover:
            canvas.rect(x, y, w, h, "rowhi", 6)
        middle, base = y + h / 2, canvas.base_of(y + h / 2)
        draw_sample(canvas, self.text.style, x + PAD, middle, SAMPLE)
        right = x + w - PAD
        end = canvas.text(right, base, self.text.end, NUMBER if self.text.end[:1].isdigit() else LABEL, "text", "end")
        if self.text.icon:
            right -= max(end, canvas.width("0000", NUMBER)) + BETWEEN + ICON
            canvas.icon(self.text.icon, right, middle - ICON / 2, ICON, "text")
        left = x + PAD + SAMPLE + BETWEEN
        canvas.rich(left, base, self.text.knobs, NUMBER, room=right - BETWEEN - left)


def key_width(canvas: Canvas, texts: list[RunText]) -> float:
    """How wide rows must be so that nothing in them is made smaller."""
    knobs = max((canvas.rich_width(text.knobs, NUMBER) for text in texts), default=0.0)
    ends = [canvas.width(text.end, NUMBER if text.end[:1].isdigit() else LABEL) for text in texts]
    return PAD + SAMPLE + BETWEEN + knobs + BETWEEN + ICON + BETWEEN + max(*ends, canvas.width("0000", NUMBER)) + PAD
