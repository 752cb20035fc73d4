"""An answer card: outcome icons, a small picture in a well, the answer in words, its keycap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Unpack

from .button import Button, Options, base, draw_cap
from .widget import Rect, State

if TYPE_CHECKING:
    from .canvas import Canvas

WELL_Y, WELL_HEIGHT = 50.0, 56.0


class Choice(Button):
    """One of a question's answers.

    icons    outcome icons ("land", "overshoot" ...), one or two; none: the answer stands large in the middle
    picture  draws into the well, given canvas and rect
    mono     the answer is a number
    verdict  "" not answered, "chosen" the player's bet, "right" the right answer: said by icon as well as by colour
    """

    radius = 12.0

    def __init__(
        self,
        name: str,
        rect: Rect,
        label: str,
        on_press: Callable[[], None] | None = None,
        *,
        icons: Sequence[str] = (),
        picture: Callable[[Canvas, Rect], None] | None = None,
        mono: bool = False,
        **options: Unpack[Options],
    ) -> None:
        super().__init__(name, rect, label, "", on_press, **options)
        self.icons = tuple(icons)
        self.picture = picture
        self.mono = mono
        self.verdict = ""

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, width, height = self.rect
        chosen = self.verdict in ("chosen", "right")
        look = "pressed" if state.pressed else "hover" if state.hover else "rest"
        if not self.enabled and not chosen:
            look = "disabled"
        colour, down = base(canvas, self.rect, "on" if chosen else "normal", look, self.radius)
        for i, icon in enumerate(self.icons):
            canvas.icon(icon, x + 14 + i * 40, y + 11 + down, 30, colour)
        if self.verdict == "right":
            canvas.icon("check", x + width - 38, y + 12 + down, 24, colour, 2.8)
        elif state.cap and self.caps:
            draw_cap(canvas, x + width - 12, y + 12 + down, state.cap, "normal", colour)
        if self.icons and self.picture and height >= 130:
            self._draw_well(canvas, down)
            self._draw_label(canvas, y + 122 + down, 16, colour)
        elif self.icons:
            self._draw_label(canvas, y + 66 + down, 16, colour)
        else:
            self._draw_label(canvas, y + height / 2 + 8 + down, 24, colour)
        if state.focus and self.enabled:
            canvas.focus(x, y, width, height, self.radius)

    def _draw_well(self, canvas: Canvas, down: float) -> None:
        x, y, width, _height = self.rect
        well = (x + 12, y + WELL_Y + down, width - 24, WELL_HEIGHT)
        canvas.rect(*well, "well", 8)
        if self.picture:
            self.picture(canvas, well)

    def _draw_label(self, canvas: Canvas, y: float, size: float, colour: str) -> None:
        x, _y, width, _height = self.rect
        family = "mono" if self.mono else "ui"
        lines = two_lines(canvas, self.label, width - 20, size, family)
        step = size * 1.25
        first = y + (step / 2 if len(lines) == 1 and size == 16 else -step / 2 if len(lines) == 2 and size > 16 else 0)
        for i, line in enumerate(lines):
            canvas.text(x + width / 2, first + i * step, line, size, colour, 700, "middle", family)


def two_lines(canvas: Canvas, label: str, room: float, size: float, family: str = "ui") -> list[str]:
    """The label on one line if it fits, else on two about equally long ones, each shortened if need be."""
    if canvas.width(label, size, 700, family) <= room or " " not in label:
        return [canvas.fit(label, room, size, 700, family)]
    words = label.split(" ")
    cuts = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    best = min(cuts, key=lambda cut: max(canvas.width(line, size, 700, family) for line in cut))
    return [canvas.fit(line, room, size, 700, family) for line in best]
