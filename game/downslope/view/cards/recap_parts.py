"""The parts of a recap: the marker with its dots, answered, active and waiting rows, answer cards, small neurons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Unpack

from ...i18n import _
from ..draw.tokens import LABEL, LEAD, NUMBER, TextStyle
from ..format.numbers import short
from ..widgets.button import Button, ButtonOptions
from ..widgets.button_face import base as face_base
from ..widgets.button_face import draw_cap
from ..widgets.widget import Rect, State

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

MARKER = (132.0, 64.0)
PICTURE = 68.0  # height of a row of small neurons
TEXT = 68.0  # where words begin in a row
LINES = 2  # of an answer


class Small(NamedTuple):
    """One example of a small neuron: what goes in, the weight, what comes out, what should."""

    input: float
    weight: float
    prediction: float
    goal: float


class RecapAnswer(Button):
    """One answer: its words, perhaps a caption below, the digit that chooses it."""

    radius = 12.0

    def __init__(
        self, name: str, rect: Rect, label: str, note: str, on_press: Callable[[], None],
        **options: Unpack[ButtonOptions],
    ) -> None:  # fmt: skip
        super().__init__(name, rect, label, "", on_press, **options)
        self.note = note

    def shows_cap(self, canvas: Canvas, cap: str) -> bool:
        """In the right top corner, where the words need no other line for it."""
        high = canvas.keycap_size(cap)[1]
        return bool(cap) and high <= self.rect[3] - 16 and len(self._lines(canvas, cap)) <= LINES

    def _lines(self, canvas: Canvas, cap: str) -> list[str]:
        beside = 6 + canvas.keycap_size(cap)[0] if cap else 0.0
        return canvas.lines(self.label, self.rect[2] - 36 - beside, LEAD)

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, width, height = self.rect
        look = "pressed" if state.pressed else "hover" if state.hover else "rest"
        colour, down = face_base(canvas, self.rect, "normal", look, self.radius)
        cap = state.cap if self.shows_cap(canvas, state.cap) else ""
        if cap:
            draw_cap(canvas, x + width - 12, y + 12 + down, cap, "normal", colour)
        lines = self._lines(canvas, cap)[:LINES]
        step = 24 * canvas.type
        low = [(line, 18, "text", 700) for line in lines]
        if self.note and len(lines) == 1:
            low.append((canvas.fit(self.note, width - 36), 16, "text2", 500))
        first = canvas.base_of(y + (height - 4) / 2 + down - (len(low) - 1) * step / 2)
        for i, (words, size, hue, weight) in enumerate(low):
            canvas.within(x + 18, first + i * step, words, width - 30, TextStyle(size, weight), hue)
        if state.focus:
            canvas.focus(x, y, width, height, self.radius)


def draw_marker(canvas: Canvas, middle: float, top: float, marks: Sequence[bool | None]) -> None:
    """The recap's stone: a dot for each question; a tick: right, a ring: now, or answered otherwise."""
    wide, high = MARKER
    left = middle - wide / 2
    canvas.ellipse(middle, top + high + 4, 58, 8, "shadow", 0.5)
    canvas.rect(left, top + 5, wide, high, "prim_lip", 18)
    canvas.rect(left, top, wide, high, "prim", 18)
    canvas.rect(left + 2, top + 2, wide - 4, high - 4, None, 16.5, "gold1", 3.5)
    now = next((i for i, mark in enumerate(marks) if mark is None), -1)
    for i, mark in enumerate(marks):
        x = middle + (i - (len(marks) - 1) / 2) * 34
        if mark:
            canvas.circle(x, top + high / 2, 10, "prim_text")
            canvas.icon("check", x - 7, top + high / 2 - 7, 14, "prim", 4)
        elif mark is None:
            faint = canvas.mix("prim", "prim_text", 0.5)
            canvas.circle(x, top + high / 2, 8.5, None, "prim_text" if i == now else faint, 3.4 if i == now else 2.6)
        else:
            canvas.circle(x, top + high / 2, 8.5, None, "prim_text", 2.6)
            canvas.circle(x, top + high / 2, 3, "prim_text")


def draw_answered(canvas: Canvas, rect: Rect, right: bool, star: bool) -> None:
    """Under question, answer and reason. Wrong: a lamp, for there is something new to know; no cross."""
    x, y, width, height = rect
    canvas.rect(x, y, width, height, "raised", 14)
    canvas.rect(x + 10, y + 12, 5, height - 24, "text", 2.5)
    middle = y + height / 2
    if right:
        canvas.circle(x + 40, middle, 14, "prim")
        canvas.icon("check", x + 32, middle - 8, 16, "prim_text", 3.6)
    else:
        canvas.circle(x + 40, middle, 14, None, "text", 2.2)
        canvas.icon("hint", x + 31, middle - 9, 18)
    if star:
        canvas.star(x + width - 34, middle, 15, True, True)


def draw_active(canvas: Canvas, rect: Rect, number: int) -> None:
    """Under the question that is asked now."""
    x, y, width, height = rect
    canvas.rect(x, y, width, height, "well", 16)
    canvas.rect(x + 0.75, y + 0.75, width - 1.5, height - 1.5, None, 15.5, "border2", 1.5)
    middle = y + 14 + 20 * canvas.type
    canvas.circle(x + 40, middle, 14, None, "text", 2.2)
    canvas.mid_text(x + 40, middle, str(number), canvas.cap(NUMBER), "text", "middle")


def draw_smalls(canvas: Canvas, rect: Rect, smalls: Sequence[Small]) -> None:
    """Small neurons side by side, over a line."""
    x, y, width, _height = rect
    pitch = min(300.0, (width - TEXT - 20) / len(smalls))
    for i, small in enumerate(smalls):
        draw_small(canvas, x + TEXT + i * pitch, y + PICTURE / 2, small)
    canvas.line(x + 20, y + PICTURE + 2, x + width - 20, y + PICTURE + 2, "border", 1)


def draw_small(canvas: Canvas, x: float, y: float, small: Small) -> None:
    """Input, weight and prediction in a row, then the goal and the miss."""
    hue = "weight_negative" if small.weight < 0 else "weight"
    canvas.line(x + 46, y, x + 78, y, hue, 9)
    canvas.node(x + 22, y, 22, "input", short(small.input), size=16)
    canvas.circle(x + 62, y, 11, "panel", hue, 2)
    canvas.mid_text(x + 62, y, short(small.weight), NUMBER, hue, "middle", 17)
    canvas.node(x + 102, y, 22, "prediction", short(small.prediction), size=16)
    canvas.glyph("goal", x + 144, y - 13, 7.5)
    canvas.mid_text(x + 160, y - 13, short(small.goal), NUMBER, "goal")
    miss = small.prediction - small.goal
    signed = ("+" if miss > 0 else "") + short(miss)
    runs: list[tuple[str, str, int, str]] = [(_("miss") + " ", "text2", 600, "ui"), (signed, "text", 700, "mono")]
    canvas.rich(x + 138, canvas.base_of(y + 13), runs)


def draw_waiting(canvas: Canvas, rect: Rect, number: int, words: str) -> None:
    """A question that is still to come."""
    x, y, width, height = rect
    canvas.rect(x + 0.75, y, width - 1.5, height - 1.5, None, 14, "border", 1.5, dash=(5, 5))
    base = canvas.base_of(y + height / 2)
    canvas.circle(x + 40, y + height / 2, 14, None, "border2", 1.8, dash=(3, 5))
    canvas.mid_text(x + 40, y + height / 2, str(number), canvas.cap(NUMBER), "text3", "middle")
    right = canvas.text(x + width - 20, base, _("waiting"), LABEL, "text3", "end")
    canvas.within(x + TEXT, base, words, width - TEXT - right - 40, LABEL, "text2")


def draw_chapter_stars(canvas: Canvas, x: float, y: float, pitch: float, stars: Sequence[tuple[bool, bool]]) -> None:
    """The bet stars of the chapter: (there, won back just now); a dashed ring around those that came back."""
    radius = min(15.0, pitch * 0.36)
    for i, (there, back) in enumerate(stars):
        canvas.star(x + i * pitch, y, radius, there)
        if back:
            canvas.circle(x + i * pitch, y, radius * 1.45, None, "text", 2, dash=(4, 5))

