"""A strip at the foot of every screen: which file is being written, and what came of its last version."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..draw.tokens import LABEL, NUMBER, STRONG

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

HIGH, EDGE, ICON, CAP = 22.0, 24.0, 16.0, 20.0
HUES = {"check": "text2", "warn": "error", "eye": "goal"}


class StatusLine(NamedTuple):
    """`icon`: check, eye (findings) or warn. `told` stands beside the file's name; `state` and the keys at the right.

    keys   (keycap, what it does)
    """

    icon: str
    file: str
    told: str
    state: str
    keys: tuple[tuple[str, str], ...]


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
        base = canvas.base_of(top + high / 2)
        canvas.rect(0, top, canvas.w, high, "well")
        hue = HUES.get(state.icon, "text2")
        canvas.icon(state.icon, EDGE, top + high / 2 - ICON / 2, ICON, hue)
        right = canvas.w - EDGE
        for cap, words in reversed(state.keys):
            right -= canvas.width(words, LABEL)
            canvas.text(right, base, words, LABEL, "text2")
            right -= canvas.keycap(right - 8, top + high / 2 - CAP * canvas.type / 2, cap, "end", size=CAP) + 8 + 14
        left = EDGE + ICON + 8
        left += canvas.text(left, base, state.file, NUMBER, "text") + 12
        wide = min(canvas.width(state.state, STRONG), (right - left) * (0.4 if state.told else 1.0))
        canvas.within(right - 6, base, state.state, wide, STRONG, hue if state.icon != "check" else "text2", "end")
        tint = "error" if state.icon == "warn" and not state.state else "text2"
        canvas.within(left, base, state.told, right - left - 6 - wide - 16, LABEL, tint)
