"""A strip at the foot of every screen: which file is being written, and what came of its last version."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..draw.tokens import LABEL, NUMBER

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

HIGH, EDGE, ICON = 22.0, 24.0, 16.0
HUES = {"check": "text2", "warn": "error", "eye": "goal"}


class StatusLine(NamedTuple):
    """`icon`: check, eye (findings) or warn. `told` stands beside the file's name, `keys` at the right end."""

    icon: str
    file: str
    told: str
    keys: str


class StatusStrip:
    """`state` is what it says. It lies over the margin under the board; larger text needs more than that."""

    def __init__(self, state: StatusLine) -> None:
        self.state = state

    @staticmethod
    def beyond(canvas: Canvas) -> float:
        """How much more than the margin it needs: the screens end so far above the window's foot."""
        return HIGH * (canvas.type - 1.0)

    def draw(self, canvas: Canvas) -> None:
        high = HIGH * canvas.type
        top, state = canvas.h - high, self.state
        base = top + high / 2 + 5.6 * canvas.type
        canvas.rect(0, top, canvas.w, high, "well")
        hue = HUES.get(state.icon, "text2")
        canvas.icon(state.icon, EDGE, top + high / 2 - ICON / 2, ICON, hue)
        right = canvas.w - EDGE - canvas.width(state.keys, LABEL)
        canvas.text(right, base, state.keys, LABEL, "text2")
        left = EDGE + ICON + 8
        left += canvas.text(left, base, state.file, NUMBER, "text") + 12
        canvas.within(left, base, state.told, right - left - 16, LABEL, "error" if state.icon == "warn" else "text2")
