"""A call on a needle: up, stays or down, chosen under its dial; and, once it was seen, which way it went and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.plate import draw_plate
from ..draw.tokens import LABEL
from ..widgets.button import Segmented
from ..widgets.widget import Act, Rect, State

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

CHOICES = ("up", "stays", "down")
ICONS = {"up": "up_arrow", "down": "down_arrow"}
WIDE, HIGH = 150.0, 40.0
UNDER = 10.0  # from the dial down to its choice
TURN = 34.0  # length of the arrow that tells which way a needle went


def draw_call(canvas: Canvas, x: float, y: float, call: str, colour: str, size: float = 20.0) -> None:
    """The sign of a call, around a point: an arrow, or a bar for a needle that stays."""
    if call in ICONS:
        canvas.icon(ICONS[call], x - size / 2, y - size / 2, size, colour, 2.4)
    else:
        canvas.line(x - 0.4 * size, y, x + 0.4 * size, y, colour, max(2.0, 0.15 * size))


def _item(call: str) -> Callable[[Canvas, Rect, bool, str], None]:
    def draw(canvas: Canvas, rect: Rect, here: bool, colour: str) -> None:
        x, y, w, h = rect
        draw_call(canvas, x + w / 2, y + h / 2, call, colour, min(20.0, h - 10))

    return draw


class CallChoice(Segmented):
    """Which way a needle will be turned. Up and Down turn the choice; `on_choose` is told the call.

    open   it may be changed
    """

    def __init__(self, name: str, rect: Rect, label: str, on_choose: Callable[[str], None]) -> None:
        tip = _("Which way will the rule turn the {name} weight?").format(name=label)
        super().__init__(name, rect, [_item(call) for call in CHOICES], -1, lambda i: on_choose(CHOICES[i]), tip=tip)
        self.group = "calls"
        self.open = True

    @property
    def call(self) -> str:
        """up, stays, down, or "": nothing yet."""
        return CHOICES[self.chosen] if self.chosen >= 0 else ""

    def show(self, call: str, is_open: bool) -> None:
        self.chosen = CHOICES.index(call) if call else -1
        self.open = self.enabled = self.focusable = is_open

    def choose(self, index: int) -> None:
        if self.open:
            super().choose(index)

    def hears(self) -> tuple[str, ...]:
        return ("up", "down", *super().hears())

    def act(self, intent: Act) -> bool:
        if intent.name in ("up", "down"):
            first = 0 if intent.name == "up" else len(CHOICES) - 1
            way = -1 if intent.name == "up" else 1
            self.choose(self.chosen + way if self.call else first)
            return True
        return super().act(intent)

    def draw(self, canvas: Canvas, state: State) -> None:
        """What was called stays to be read where it cannot be changed any more."""
        x, y, w, h = self.rect
        key = ("call choice", self.rect, self.chosen, self.open, state.hover)
        canvas.keep(key, x - 2, y - 2, w + 4, h + 4, lambda sub: self._face(sub, state.hover))
        if state.focus:
            canvas.focus(x, y, w, h, 12)

    def _face(self, canvas: Canvas, lit: bool) -> None:
        x, y, w, h = self.rect
        edge = "text2" if lit and self.open else "border2" if self.open else "border"
        draw_plate(canvas, self.rect, edge, 12, 1.2, fill="well")
        each = (w - 8) / len(CHOICES)
        for i, call in enumerate(CHOICES):
            left, here = x + 4 + i * each, i == self.chosen
            if here:
                canvas.rect(left, y + 4, each, h - 8, "prim" if self.open else "raised_hi", 9)
            colour = ("prim_text" if self.open else "text") if here else "text2" if self.open else "text3"
            _item(call)(canvas, (left, y + 4, each, h - 8), here, colour)


def draw_caption(canvas: Canvas, x: float, top: float, words: str, strong: bool) -> None:
    """What is to be done with a choice, under it."""
    half = canvas.width(words, LABEL) / 2 + 8
    draw_plate(canvas, (x - half, top, 2 * half, 4 + 18 * canvas.type), radius=8, alpha=0.6)
    canvas.mid_text(x, top + 2 + 9 * canvas.type, words, LABEL, "text" if strong else "text2", "middle")


def draw_turn(canvas: Canvas, x: float, y: float, move: str, grown: float) -> None:
    """Which way a needle went: a solid arrow beside it that grows to its length, `grown` 0 ... 1."""
    if grown <= 0:
        return
    if move == "stays":
        canvas.line(x - 0.4 * TURN * grown, y, x + 0.4 * TURN * grown, y, "text", 5)
        return
    way = -1 if move == "up" else 1
    foot = y - way * TURN / 2
    tip = foot + way * TURN * max(0.35, grown)
    canvas.arrow(x, foot, x, tip, "text", 5, 13)


def draw_result(canvas: Canvas, x: float, y: float, right: bool) -> None:
    """A tick for a call that was right, a bulb for one that taught something."""
    canvas.circle(x, y, 12, "panel", "text" if right else "alpha", 1.6)
    canvas.icon("check" if right else "hint", x - 8, y - 8, 16, "text" if right else "alpha", 2.6)


def draw_reason(canvas: Canvas, left: float, middle: float, top: float, lines: Sequence[str]) -> Rect:
    """Why it turned so, on a plate under its dial around `middle`, but not left of `left`. Where it stands."""
    wide = max(canvas.width(line, LABEL) for line in lines) + 52
    step = 20 * canvas.type
    high = 10 + step * len(lines)
    x = max(left, middle - wide / 2)
    draw_plate(canvas, (x, top, wide, high), "alpha", 10, alpha=0.96)
    canvas.icon("hint", x + 10, top + high / 2 - 11, 22, "alpha", 2.4)
    for i, line in enumerate(lines):
        canvas.mid_text(x + 40, top + 5 + step * (i + 0.5), line, LABEL)
    return (x, top, wide, high)
