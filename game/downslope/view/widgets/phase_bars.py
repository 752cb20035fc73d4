"""A row of bars, one for each part of something that goes on, each with its name: ←→ or a press leads to a part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...i18n import N_, _
from ..draw.tokens import LABEL, STRONG
from .widget import Act, Rect, State, Widget

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

GAP, HIGH, KNOB = 10.0, 8.0, 8.0  # between bars, of a bar, radius of the knob
MIDDLE = 30.0  # from the upper edge to the bars, at the ordinary text size
RING = 6.0


class PhaseBars(Widget):
    """`at`: the number of the part that goes on; `done`: how much of it, 0 ... 1. `jump` is told a part's number."""

    def __init__(self, name: str, rect: Rect, parts: Sequence[str], jump: Callable[[int], None], tip: str) -> None:
        super().__init__(name, rect, tip=tip)
        self.parts, self.jump = parts, jump
        self.at, self.done = 0, 0.0

    role = N_("choice")

    def accessible_value(self) -> str:
        place = _("{n} of {all}").format(n=self.at + 1, all=len(self.parts))
        return f"{self.parts[self.at]}, {place}" if self.at < len(self.parts) else ""

    @property
    def label(self) -> str:
        """What it is called where keys are listed."""
        return self.tip

    def hears(self) -> tuple[str, ...]:
        return ("left", "right")

    def act(self, intent: Act) -> bool:
        if intent.name in ("left", "right"):
            self.jump(min(len(self.parts) - 1, max(0, self.at + (1 if intent.name == "right" else -1))))
            return True
        if intent.name == "press":
            wide = self.rect[2] / len(self.parts)
            self.jump(min(len(self.parts) - 1, max(0, int((intent.x - self.rect[0]) / wide))))
            return True
        return intent.name == "release"

    def bars(self) -> list[tuple[float, float]]:
        """(left, width) of each."""
        x, _y, w, _h = self.rect
        wide = (w - GAP * (len(self.parts) - 1)) / len(self.parts)
        return [(x + k * (wide + GAP), wide) for k in range(len(self.parts))]

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        line = y + min(MIDDLE, h / 2 - 12)
        for number, (left, wide) in enumerate(self.bars()):
            full = 1.0 if number < self.at else self.done if number == self.at else 0.0
            canvas.rect(left, line - HIGH / 2, wide, HIGH, "well", HIGH / 2)
            if full:
                canvas.rect(left, line - HIGH / 2, max(HIGH, wide * full), HIGH, "text", HIGH / 2)
            style = STRONG if number == self.at else LABEL
            style, words = canvas.shrink(self.parts[number], wide + GAP - 4, style)
            base = line + 16 + 14 * canvas.type
            canvas.text(left + wide / 2, base, words, style, "text" if number == self.at else "text2", "middle")
            if number == self.at:
                canvas.circle(left + wide * full, line, KNOB, "text", "panel", 2)
        if state.focus:
            canvas.focus(x - RING, y + 6, w + 2 * RING, h - 12, 10)
