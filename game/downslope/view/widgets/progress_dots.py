"""A dot for each line that ran, the one that is looked at larger: pulled, or walked with the arrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from ...i18n import N_, _
from ..draw import LABEL, STRONG, Canvas
from .button import LIP, Button, draw_keycap
from .number_input import Scrubber
from .widget import Intent, Rect, State, Widget

# A row of bars, one for each part of something that goes on, each with its name: ←→ or a press leads to a part.


GAP, HIGH, KNOB = 10.0, 8.0, 8.0  # between bars, of a bar, radius of the knob
MIDDLE = 30.0  # from the upper edge to the bars, at the ordinary text size
RING = 6.0


class PhaseBars(Widget):
    """`at`: the number of the part that goes on; `done`: how much of it, 0 ... 1. `jump` is told a part's number."""

    intents = ("left", "right")

    def __init__(self, name: str, rect: Rect, parts: Sequence[str], jump: Callable[[int], None], tip: str) -> None:
        super().__init__(name, rect, tip=tip)
        self.parts, self.jump, self.label = parts, jump, tip
        self.at, self.done = 0, 0.0

    role = N_("choice")

    def accessible_value(self) -> str:
        place = _("{n} of {all}").format(n=self.at + 1, all=len(self.parts))
        return f"{self.parts[self.at]}, {place}" if self.at < len(self.parts) else ""

    def act(self, intent: Intent) -> bool:
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
BIG, INNER = 5.0, 3.5  # radii: of a line of the first function, of one that it has called
LEAPS = {"page_up": -10, "page_down": 10}


class BeatDots(Scrubber):
    """`depths`: how deep each line stands. The keys of a run's steps are the buttons' beside it."""

    depths: Sequence[int] = ()
    answers = Widget.answers
    intents = tuple(LEAPS)
    called = N_("line of the step")

    def accessible_value(self) -> str:
        return _("{n} of {all}").format(n=self.step + 1, all=len(self.depths))

    def act(self, intent: Intent) -> bool:
        if intent.name in LEAPS:
            return self.set(self.value + LEAPS[intent.name]) or True
        return super().act(intent)

    def _draw_track(self, canvas: Canvas) -> None:
        x, _y, w, _h = self.rect
        canvas.line(x, self.line, x + w, self.line, "border2", 2)
        canvas.line(x, self.line, self.here, self.line, "text2", 2)
        if self.last and w / self.last >= NEAR:
            for number, depth in enumerate(self.depths):
                radius, colour = INNER if depth else BIG, "text2" if number <= self.step else "border2"
                canvas.circle(self.x_of(number), self.line, radius, colour)


class BeatButton(Button):
    """Back or forth by a line, wherever the keyboard is; `on_walk` is told whether to the same line's next time."""

    radius = 10.0

    def __init__(self, name: str, rect: Rect, icon: str, key: str, tip: str, on_walk: Callable[[bool], object]) -> None:
        super().__init__(name, rect, "", icon, key=key, tip=tip)
        self.on_walk = on_walk

    def act(self, intent: Intent) -> bool:
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
