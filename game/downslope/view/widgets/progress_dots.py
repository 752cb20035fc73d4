"""A dot for each line that ran, the one that is looked at larger: pulled, or walked with the arrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ...i18n import N_, _
from ..draw.tokens import LABEL, STRONG
from .button import LIP, Button, draw_keycap
from .widget import Act, Rect, State, Widget

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


# ---------------------------------------------------------------------------------------------------------------------
# A row of bars, one for each part of something that goes on, each with its name: ←→ or a press leads to a part.


GAP, HIGH, KNOB = 10.0, 8.0, 8.0  # between bars, of a bar, radius of the knob
MIDDLE = 30.0  # from the upper edge to the bars, at the ordinary text size
RING = 6.0


class PhaseBars(Widget):
    """`at`: the number of the part that goes on; `done`: how much of it, 0 ... 1. `jump` is told a part's number."""

    intents = ("left", "right")

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

    def act(self, intent: Act) -> bool:
        if intent.name in ("left", "right"):
            part = self.at + (1 if intent.name == "right" else -1)
        elif intent.name == "press":
            part = int((intent.x - self.rect[0]) * len(self.parts) / self.rect[2])
        else:
            return intent.name == "release"
        self.jump(min(len(self.parts) - 1, max(0, part)))
        return True

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        line, width = y + min(MIDDLE, h / 2 - 12), (w - GAP * (len(self.parts) - 1)) / len(self.parts)
        for number, part in enumerate(self.parts):
            left = x + number * (width + GAP)
            full = 1.0 if number < self.at else self.done if number == self.at else 0.0
            canvas.rect(left, line - HIGH / 2, width, HIGH, "well", HIGH / 2)
            if full:
                canvas.rect(left, line - HIGH / 2, max(HIGH, width * full), HIGH, "text", HIGH / 2)
            style = STRONG if number == self.at else LABEL
            style, words = canvas.fit_style(part, width + GAP - 4, style)
            base = line + 16 + 14 * canvas.type
            canvas.text(left + width / 2, base, words, style, "text" if number == self.at else "text2", "middle")
            if number == self.at:
                canvas.circle(left + width * full, line, KNOB, "text", "panel", 2)
        if state.focus:
            canvas.focus(x - RING, y + 6, w + 2 * RING, h - 12, 10)


NEAR = 9.0  # px from dot to dot; where they would be nearer, there is a line and no dots
BIG, INNER, HERE = 5.0, 3.5, 9.0  # radii: of a line of the first function, of one that it has called, of the one shown
LEAPS = {"home": -1_000_000, "end": 1_000_000, "page_up": -10, "page_down": 10, "left": -1, "right": 1}


class BeatDots(Widget):
    """`depths`: how deep each stands. `on_move` is told the number of the one that is wanted."""

    intents = ("left", "right", "home", "end", "page_up", "page_down")
    turned = False
    lasting = ("_grip",)
    role = N_("slider")

    def __init__(self, name: str, rect: Rect, on_move: Callable[[int], None]) -> None:
        super().__init__(name, rect)
        self.depths: Sequence[int] = ()
        self.at = 0
        self.on_move = on_move
        self._grip = False

    def accessible_name(self) -> str:
        return _("line of the step")

    def accessible_value(self) -> str:
        return _("{n} of {all}").format(n=self.at + 1, all=len(self.depths))

    def act(self, intent: Act) -> bool:
        number = self.at + LEAPS.get(intent.name, 1 if intent.value < 0 else -1)
        if intent.name in ("press", "move", "release"):
            self._grip = intent.name == "press" or (self._grip and intent.name == "move")
            if not self._grip and intent.name == "move":
                return True
            x, _y, w, _h = self.rect
            part = (intent.x - x - HERE) / max(1.0, w - 2 * HERE)
            number = round(part * (len(self.depths) - 1))
        elif intent.name != "wheel" and intent.name not in LEAPS:
            return False
        self.on_move(min(len(self.depths) - 1, max(0, number)))
        return True

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        middle, many, long = y + h / 2, len(self.depths), w - 2 * HERE
        positions = [x + HERE + long * number / max(1, many - 1) for number in range(many)]
        canvas.line(x + HERE, middle, x + HERE + long, middle, "border2", 2)
        canvas.line(x + HERE, middle, positions[self.at], middle, "text2", 2)
        if many > 1 and long / (many - 1) >= NEAR:
            for number, (spot, depth) in enumerate(zip(positions, self.depths)):
                canvas.circle(spot, middle, INNER if depth else BIG, "text2" if number <= self.at else "border2")
        canvas.circle(positions[self.at], middle, HERE, "text")
        if state.focus:
            canvas.focus(x - 4, y + h / 2 - 16, w + 8, 32, 12)


class BeatButton(Button):
    """Back or forth by a line, wherever the keyboard is; `on_walk` is told whether to the same line's next time."""

    radius = 10.0

    def __init__(self, name: str, rect: Rect, icon: str, key: str, tip: str, on_walk: Callable[[bool], object]) -> None:
        super().__init__(name, rect, "", icon, key=key, tip=tip)
        self.on_walk = on_walk

    def act(self, intent: Act) -> bool:
        self.on_press = partial(self.on_walk, intent.big)
        return super().act(intent)

    def shows_keycap(self, canvas: Canvas, cap: str) -> bool:
        width, height = canvas.keycap_size(cap)
        return bool(cap) and width + 44 <= self.rect[2] and height <= self.rect[3] - LIP

    def draw_face(self, canvas: Canvas, colour: str, down: float, cap: str) -> None:
        x, y, width, height = self.rect
        middle = y + (height - LIP) / 2 + down
        canvas.icon(self.icon, x + (12 if cap else width / 2 - 9), middle - 9, 18, colour)
        if cap:
            draw_keycap(canvas, x + width - 10, middle - canvas.keycap_size(cap)[1] / 2, cap, self.kind, colour)
