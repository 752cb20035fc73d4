"""An answer card: outcome icons, a small picture in a well, the answer in words, its keycap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Unpack

from ..draw import NUMBER, STRONG, Canvas, TextStyle
from .button import LIP, Button, ButtonOptions, base, draw_keycap, halves
from .ink import SPRING, Boxed, Col, Either, Ink, Mark, Row, Size, icon
from .widget import Rect, State

LARGEST = 24.0  # letters of an answer that stands alone
WELL = 56.0  # height of the picture
PAD, LOW = 12.0, 41.0  # at both ends of a row; of a card, where the label begins under icons


@dataclass(frozen=True, slots=True)
class Fitted(Ink):
    """Words in the largest of the sizes in which nothing of them is lost, on as few lines as may be."""

    told: str = ""
    style: TextStyle = STRONG
    sizes: tuple[float, ...] = (16.0,)
    colour: str = "text"
    anchor: str = "middle"
    spacing: float = 1.25
    wraps = True

    def size(self, canvas: Canvas, room: float = inf) -> Size:
        lines = in_lines(canvas, self.told, room, self.style)
        widest = max(canvas.width(line, self.style) for line in lines)
        return widest, len(lines) * self.style.size * self.spacing * canvas.type

    def draw(self, canvas: Canvas, rect: Rect) -> None:
        x, y, w, h = rect
        for size in (*self.sizes, 16 / max(1.0, canvas.look.text)):
            style = self.style.with_size(size)
            step, lines = size * self.spacing * canvas.type, in_lines(canvas, self.told, w, style)
            if len(lines) * step <= h and all(canvas.width(line, style) <= w for line in lines):
                break
        x += w / 2 if self.anchor == "middle" else 0.0
        first = canvas.baseline_of(y + h / 2, size) - step * (len(lines) - 1) / 2
        for number, line in enumerate(lines):
            canvas.within(x, first + number * step, line, w, style, self.colour, self.anchor)


class AnswerCard(Button):
    """One of a question's answers.

    icons    outcome icons ("land", "overshoot" ...), one or two; none: the answer stands large in the middle
    picture  draws into the well, given canvas and rect
    mono     the answer is a number
    verdict  "" not answered, "chosen" the player's bet, "right" the right answer: said by icon as well as by colour
    lying    for narrow places: icons at the left, the words beside them
    numbered a hand is at the answers: their keycaps are drawn
    """

    radius = 12.0
    lying = False
    numbered = True

    def __init__(self, name: str, rect: Rect, label: str, on_press: Callable[[], None] | None = None, *,
                 icons: Sequence[str] = (), picture: Callable[[Canvas, Rect], None] | None = None, mono: bool = False,
                 **options: Unpack[ButtonOptions]) -> None:  # fmt: skip
        super().__init__(name, rect, label, "", on_press, **options)
        self.icons, self.picture, self.verdict = tuple(icons), picture, ""
        self.style = NUMBER if mono else STRONG

    def words(self, colour: str = "text") -> Fitted:
        if self.lying:
            return Fitted(self.label, self.style, (18, 16), colour, "start", 1.2, grow=1)
        return Fitted(self.label, self.style, (16,) if self.icons else (LARGEST, 20, 18, 16), colour, grow=1)

    def ink(self, colour: str = "text", low: float = LOW) -> Ink:
        """All but the keycap. `low`: where words under icons begin."""
        words, marks = self.words(colour), [icon(name, 26 if self.lying else 30, colour) for name in self.icons]
        if self.lying or not marks:
            return Row((*marks, words), 10, "fill")
        head = (Ink(high=11), Boxed(Row(tuple(marks), 10), (4, 0)))
        well = Mark(self.picture, high=WELL, wide=1) if self.picture else SPRING
        whole = Col((*head, Ink(high=9), Boxed(well, (2, 0), "well", radius=8), words))
        under = Col((*head, Ink(high=low - LOW), words))
        return Either((whole, under)) if self.picture else under

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, width, height = self.rect
        cap = state.cap if self.numbered and self.shows_keycap(canvas, state.cap) else ""
        chosen = self.verdict in ("chosen", "right")
        look = "pressed" if state.pressed else "hover" if state.hover else "rest"
        if not self.enabled and not chosen:
            look = "disabled"
        colour, down = base(canvas, self.rect, "on" if chosen else "normal", look, self.radius)
        wide, high = canvas.keycap_size(cap) if cap else (0.0, 0.0)
        middle = (height - LIP - high) / 2
        if self.verdict == "right":
            canvas.icon("check", x + width - 38, y + 12 + down, 24, colour, 2.8)
        elif cap:
            draw_keycap(canvas, x + width - PAD, y + down + (middle if self.lying else 12), cap, "normal", colour)
        if self.lying:
            place = x + PAD, y + 2 + down, width - 2 * PAD - (wide + 10 if cap else 0), height - LIP - 4
        else:
            place = x + 10, y + down, width - 20 - self._beside(canvas, cap), height - LIP
        self.ink(colour, max(LOW, 12 + high)).draw(canvas, place)
        if state.focus and self.enabled:
            canvas.focus(x, y, width, height, self.radius)

    def shows_keycap(self, canvas: Canvas, cap: str) -> bool:
        """In the right top corner, of a row at its end, where the answer loses nothing by it."""
        if not cap:
            return False
        _x, _y, width, height = self.rect
        wide, high = canvas.keycap_size(cap)
        if self.lying:
            room, free = width - 2 * PAD - 36 * len(self.icons) - wide - 10, height - LIP - 4
            apart = high <= free
        elif self.icons:
            room, free = width - 20, height - LIP - max(LOW, 12 + high)
            apart = 14 + 40 * len(self.icons) + wide + 12 <= width
        else:
            room, free = width - 20 - self._beside(canvas, cap), height - LIP
            apart = high + 12 <= free
        needed = self.words().size(canvas, room)
        return apart and needed[0] <= room and needed[1] <= free

    def _beside(self, canvas: Canvas, cap: str) -> float:
        """What a keycap takes of the width, of a card in which the label may be as high as that."""
        if not cap or self.icons:
            return 0.0
        width, height = canvas.keycap_size(cap)
        lines = in_lines(canvas, self.label, self.rect[2] - 20, STRONG.with_size(LARGEST))
        free = (self.rect[3] - LIP - len(lines) * LARGEST * 1.25 * canvas.type) / 2
        return width + 12 if self.rect[3] < 110 or free < 12 + height else 0.0

    def least(self, canvas: Canvas, wide: float) -> Size:
        """The width in which no word of it is broken and its icons have room; the height in which all of it is read,
        so `wide`, in letters as large as the player wants them."""
        words = [self.label] if self.style is NUMBER else self.label.split(" ")
        widest, count = max(canvas.width(word, self.style) for word in words), len(self.icons)
        width = 2 * PAD + 36 * count + widest if self.lying else max(14 + 40.0 * count, 20 + widest)
        room = wide - 2 * PAD - 36 * count if self.lying else wide - 20
        top = 4.0 if self.lying else LOW if self.icons else 0.0
        return width, self.words().size(canvas, room)[1] + top + LIP


def in_lines(canvas: Canvas, label: str, room: float, style: TextStyle) -> list[str]:
    """The label on one line if it fits, on two about equally long ones if they do, else on as many as it takes."""
    if canvas.width(label, style) <= room or " " not in label:
        return [label]
    two = halves(canvas, label, style)
    if all(canvas.width(line, style) <= room for line in two):
        return two
    return canvas.lines(label, room, style, whole=True)


class AnswerRow(AnswerCard):
    """The same answer, lying down."""

    lying = True
