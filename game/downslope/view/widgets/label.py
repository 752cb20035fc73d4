"""Text that measures itself: on one line, wrapped to a width, or smaller where a height asks for it."""

from __future__ import annotations

from math import inf

from ..draw.canvas import Canvas
from ..draw.text import ELLIPSIS, MIDDLE
from ..draw.tokens import BODY, LEAD, TextStyle
from ..format.markup import Line, coloured_lines, coloured_runs, even_lines
from .panel import Panel
from .widget import Rect

TIGHT = 1.4  # sizes of the text: lines come no closer to fit than that
FINER = 0.5  # by so much a text gets smaller
SMALL = 16.0  # no text is made smaller to fit than this at the ordinary text size


class Label(Panel):
    """A paragraph with light markup, broken into `lines` for a canvas; a newline begins a new one.

    width     design pixels that a line may take; None: no line is broken
    height    design pixels that all may take: closer, then smaller where need be, though never below the text of 100 %
    most      lines that are shown; where there are more, the last ends with dots
    spacing   distance of the baselines, in sizes of the text
    even      its lines are about as long as each other
    """

    flat = True

    def __init__(self, canvas: Canvas, text: str, style: TextStyle = BODY, colour: str = "text", *,
                 width: float | None = None, height: float = inf, most: int = 0, spacing: float = 1.5,
                 anchor: str = "start", even: bool = False) -> None:  # fmt: skip
        self.text, self.colour, self.anchor, self.spacing = text, colour, anchor, spacing
        room = inf if width is None else width
        self._type, self._room = canvas.type, room
        minimum = min(style.size, SMALL / max(1.0, canvas.look.text))
        breaks, self.style = even_lines if even else coloured_lines, style
        while True:
            self.lines = [line for part in (text.split("\n") if text else ())
                          for line in breaks(canvas, part, room, self.style.size, style.weight)]  # fmt: skip
            if self.high * min(1.0, TIGHT / spacing) <= height or self.style.size <= minimum:
                break
            self.style = style.with_size(max(minimum, self.style.size - FINER))
        if self.high > height:
            self.spacing = max(min(TIGHT, spacing), spacing * height / self.high)
        if 0 < most < len(self.lines):
            last = "".join(text for text, _hue in self.lines[most - 1]) + ELLIPSIS  # others should follow
            self.lines = [*self.lines[: most - 1], [(canvas.fit(last, room, self.style), "")]]
        self.wide = max((canvas.rich_width(self._runs(line), self.style) for line in self.lines), default=0.0)

    @property
    def step(self) -> float:
        """Design pixels from one baseline to the next."""
        return self.spacing * self.style.size * self._type

    @property
    def high(self) -> float:
        """Design pixels that all lines take; 0 without a text."""
        return len(self.lines) * self.step

    def least_size(self) -> tuple[float, float]:
        return self.wide, self.high

    def base(self, top: float) -> float:
        """The baseline of its first line where it is written from `top` downwards."""
        return top + self.step / 2 + MIDDLE * self.style.size * self._type

    def words(self) -> list[str]:
        """Its lines without their hues."""
        return ["".join(text for text, _hue in line) for line in self.lines]

    def draw(self, canvas: Canvas, x: float, top: float) -> float:
        """Write it from `top` downwards, with its anchor at x; the y below it."""
        base = self.base(top)
        for number, line in enumerate(self.lines):
            canvas.rich(x, base + number * self.step, self._runs(line), self.style, self.anchor, self._room)
        return top + self.high

    def paint(self, canvas: Canvas) -> None:
        """Write it into the place where the layout has put it, in the middle of its height."""
        x, y, w, h = self.rect
        x += {"start": 0.0, "middle": w / 2, "end": w}[self.anchor]
        self.draw(canvas, x, y + max(0.0, h - self.high) / 2)

    def _runs(self, line: Line) -> list[tuple[str, str, int, str]]:
        return coloured_runs(line, self.colour, self.style.weight)


def draw_heading(canvas: Canvas, rect: Rect, title: str, aside: str = "", glyph: str = "",
                 style: TextStyle = BODY) -> float:  # fmt: skip
    """The title of a panel, after the glyph of a quantity, and at the right what more is said, where both have room.

    A title that is too long for the panel is smaller.

    `style`: of what is said more. The y below them.
    """
    x, y, w, _h = rect
    base, left = (y + 17 + 18 * canvas.type, 44.0) if glyph else (y + 14 + 16 * canvas.type, 20.0)
    if glyph:
        canvas.glyph(glyph, x + 28, canvas.vcentre_of(base), 7)
    end = x + left + canvas.within(x + left, base, title, w - left - 12, LEAD, "text")
    if aside and end + 16 + canvas.width(aside, style) < x + w - 20:
        canvas.text(x + w - 20, base, aside, style, "text2", "end")
    return base + 8
