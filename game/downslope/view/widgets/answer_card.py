"""An answer card: outcome icons, a small picture in a well, the answer in words, its keycap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Unpack

from ..draw.tokens import NUMBER, STRONG, TextStyle
from .button import LIP, Button, ButtonOptions, base, draw_keycap, halves
from .widget import Rect, State

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


WELL_Y, WELL_HEIGHT, UNDER_WELL = 50.0, 56.0, 104.0
LARGEST = 24.0  # letters of an answer that stands alone


class AnswerCard(Button):
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
        **options: Unpack[ButtonOptions],
    ) -> None:
        super().__init__(name, rect, label, "", on_press, **options)
        self.icons = tuple(icons)
        self.picture = picture
        self.mono = mono
        self.verdict = ""

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, width, height = self.rect
        cap = state.cap if self.shows_keycap(canvas, state.cap) else ""
        chosen = self.verdict in ("chosen", "right")
        look = "pressed" if state.pressed else "hover" if state.hover else "rest"
        if not self.enabled and not chosen:
            look = "disabled"
        colour, down = base(canvas, self.rect, "on" if chosen else "normal", look, self.radius)
        for i, icon in enumerate(self.icons):
            canvas.icon(icon, x + 14 + i * 40, y + 11 + down, 30, colour)
        if self.verdict == "right":
            canvas.icon("check", x + width - 38, y + 12 + down, 24, colour, 2.8)
        elif cap:
            draw_keycap(canvas, x + width - 12, y + 12 + down, cap, "normal", colour)
        low = y + height - LIP + down
        if self.icons and self.picture and low - 2 - (y + UNDER_WELL + down) >= self._high(canvas, width - 20, 1.25):
            self._draw_well(canvas, down)
            self._draw_label(canvas, y + UNDER_WELL + down, low - 2, (16,), colour)
        elif self.icons:
            top = self._under_icons(canvas, cap)
            self._draw_label(canvas, y + top + down, low, (16,), colour)
        else:
            beside = self._beside(canvas, cap)
            self._draw_label(canvas, y + down, low, (LARGEST, 20, 18, 16), colour, beside)
        if state.focus and self.enabled:
            canvas.focus(x, y, width, height, self.radius)

    def shows_keycap(self, canvas: Canvas, cap: str) -> bool:
        """In the right top corner, where the label loses nothing by it."""
        if not cap:
            return False
        _x, _y, width, height = self.rect
        wide, high = canvas.keycap_size(cap)
        if self.icons:
            below = height - LIP - self._under_icons(canvas, cap)
            return 14 + 40 * len(self.icons) + wide + 12 <= width and self.fits(canvas, (width - 20, below), 1.25)
        beside = width - 20 - self._beside(canvas, cap)
        return high + 12 <= height - LIP and self.fits(canvas, (beside, height - LIP), 1.25)

    def _under_icons(self, canvas: Canvas, cap: str) -> float:
        """Where the label begins that has no picture above it."""
        return max(41.0, 12 + canvas.keycap_size(cap)[1]) if cap else 41.0

    def _beside(self, canvas: Canvas, cap: str) -> float:
        """What a keycap takes of the width, of a card in which the label may be as high as that."""
        width, height = canvas.keycap_size(cap)
        lines = in_lines(canvas, self.label, self.rect[2] - 20, STRONG.with_size(LARGEST))
        free = (self.rect[3] - LIP - len(lines) * LARGEST * 1.25 * canvas.type) / 2
        return width + 12 if cap and (self.rect[3] < 110 or free < 12 + height) else 0.0

    def _draw_well(self, canvas: Canvas, down: float) -> None:
        x, y, width, _height = self.rect
        well = (x + 12, y + WELL_Y + down, width - 24, WELL_HEIGHT)
        canvas.rect(*well, "well", 8)
        if self.picture:
            self.picture(canvas, well)

    def _draw_label(self, canvas: Canvas, top: float, low: float, sizes: Sequence[float], colour: str,
                    beside: float = 0.0) -> None:  # fmt: skip
        """Between two heights, in the largest size in which nothing of it is lost."""
        x, _y, width, _height = self.rect
        self.write(canvas, x + (width - beside) / 2, (top + low) / 2, (width - beside - 20, low - top), sizes, colour,
                   "middle", 1.25)  # fmt: skip

    def least_wide(self, canvas: Canvas) -> float:
        """In which no word of it is broken and its icons have room."""
        return max(14 + 40.0 * len(self.icons), 20 + self._widest_word(canvas))

    def least_high(self, canvas: Canvas, wide: float) -> float:
        """In which all of it is read, so wide, in letters as large as the player wants them."""
        top = 41.0 if self.icons else 0.0
        return top + self._high(canvas, wide - 20, 1.25) + LIP

    @property
    def _letters(self) -> TextStyle:
        return NUMBER if self.mono else STRONG

    def _widest_word(self, canvas: Canvas) -> float:
        words = [self.label] if self.mono else self.label.split(" ")
        return max(canvas.width(word, self._letters) for word in words)

    def _high(self, canvas: Canvas, room: float, spacing: float) -> float:
        return len(in_lines(canvas, self.label, room, self._letters)) * self._letters.size * spacing * canvas.type

    def fits(self, canvas: Canvas, room: tuple[float, float], spacing: float) -> bool:
        """Whether all of the answer is to be read in so much room, in letters as large as the player wants them."""
        lines = in_lines(canvas, self.label, room[0], self._letters)
        width = max(canvas.width(line, self._letters) for line in lines)
        return width <= room[0] and self._high(canvas, room[0], spacing) <= room[1]

    def write(self, canvas: Canvas, x: float, middle: float, room: tuple[float, float], sizes: Sequence[float],
              colour: str, anchor: str, spacing: float) -> None:  # fmt: skip
        """The answer around a height, in the largest of the sizes in which it has room (width, height)."""
        width, height = room
        for size in (*sizes, 16 / max(1.0, canvas.look.text)):
            style = self._letters.with_size(size)
            step, lines = size * spacing * canvas.type, in_lines(canvas, self.label, width, style)
            if len(lines) * step <= height and all(canvas.width(line, style) <= width for line in lines):
                break
        first = canvas.baseline_of(middle, size) - step * (len(lines) - 1) / 2
        for i, line in enumerate(lines):
            canvas.within(x, first + i * step, line, width, style, colour, anchor)


def in_lines(canvas: Canvas, label: str, room: float, style: TextStyle) -> list[str]:
    """The label on one line if it fits, on two about equally long ones if they do, else on as many as it takes."""
    if canvas.width(label, style) <= room or " " not in label:
        return [label]
    two = halves(canvas, label, style)
    if all(canvas.width(line, style) <= room for line in two):
        return two
    return canvas.lines(label, room, style, whole=True)


# ---------------------------------------------------------------------------------------------------------------------
# An answer as a row, for narrow places: icons at the left, the words beside them, the keycap at the right.


ICON, PAD = 26.0, 12.0


class AnswerRow(AnswerCard):
    """The same answer as Choice, lying down."""

    def shows_keycap(self, canvas: Canvas, cap: str) -> bool:
        wide, high = canvas.keycap_size(cap)
        _x, _y, width, height = self.rect
        room = width - 2 * PAD - len(self.icons) * (ICON + 10) - wide - 10
        return bool(cap) and high <= height - LIP - 4 and self.fits(canvas, (room, height - LIP - 4), 1.2)

    def least_wide(self, canvas: Canvas) -> float:
        return 2 * PAD + len(self.icons) * (ICON + 10) + self._widest_word(canvas)

    def least_high(self, canvas: Canvas, wide: float) -> float:
        room = wide - 2 * PAD - len(self.icons) * (ICON + 10)
        return self._high(canvas, room, 1.2) + LIP + 4

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, width, height = self.rect
        look = "pressed" if state.pressed else "hover" if state.hover else "rest"
        colour, down = base(canvas, self.rect, "normal", look, self.radius)
        middle = y + (height - LIP) / 2 + down
        left, right = x + PAD, x + width - PAD
        for icon in self.icons:
            canvas.icon(icon, left, middle - ICON / 2, ICON, colour)
            left += ICON + 10
        if self.shows_keycap(canvas, state.cap):
            wide, high = canvas.keycap_size(state.cap)
            draw_keycap(canvas, right, middle - high / 2, state.cap, "normal", colour)
            right -= wide + 10
        self.write(canvas, left, middle, (right - left, height - LIP - 4), (18, 16), colour, "start", 1.2)
        if state.focus:
            canvas.focus(x, y, width, height, self.radius)
