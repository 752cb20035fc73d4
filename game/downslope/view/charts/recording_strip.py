"""A recorded run as a strip: a bar for each step's error (log scale), a numbered scrubber, what alpha made which steps.

Own steps, made after taking over, are framed; what the recording would have gone on with is dashed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Unpack

from ..draw.canvas import Canvas
from ..draw.tokens import LABEL, NUMBER
from ..format.axis import Axis, log_axis
from ..format.numbers import number, short
from ..widgets.ink import Boxed, Line, Row, icon
from ..widgets.number_input import NumberOptions, Scrubber
from ..widgets.widget import Rect, State
from .plot import Plot

SIDE, BESIDE = 84.0, 58.0  # from the edges to the first and the last bar; for the error beside that


class RecordingStrip(Scrubber):
    """`panel` is the whole panel's rect.

    errors     the entry `i` is the error after `i` steps      rest     of the whole recording, where it went on
    recorded   steps of the recording; then come own ones      alphas   of each step
    passed     steps that were scrubbed over: their ratio may be told
    hold       words of the tag, "" none
    """

    def __init__(self, name: str, panel: Rect, k: float, moved: Callable[[int], None],
                 **options: Unpack[NumberOptions]) -> None:  # fmt: skip
        self.panel, self.k = panel, k
        self.errors: tuple[float, ...] = (0.0,)
        self.rest: tuple[float, ...] = ()
        self.alphas: tuple[float, ...] = ()
        self.passed: frozenset[int] = frozenset()
        self.recorded, self.hold = 0, ""
        x, y, w, h = panel
        self.thumb = y + h - 24 - 20 * k - 6  # y of the scrubber
        self.ground, self.tag = self.thumb - 26, 14 + 18 * k
        self.tag_foot = y + 20 + 18 * k + self.tag
        self.roof = self.tag_foot + 18 + 22 * (k - 1)  # top of the tallest bar: above it the tag has room, and a number
        track = (x + SIDE, self.thumb - 22, w - 2 * SIDE, 44.0)
        super().__init__(name, track, 0, 1, moved=moved, numbered=True, radius=14.0, dots=True, **options)

    def show_recording(self, step: int, errors: tuple[float, ...], recorded: int, rest: tuple[float, ...],
                       alphas: tuple[float, ...], passed: frozenset[int], hold: str) -> None:  # fmt: skip
        """What is on the strip now, and which step is looked at."""
        self.errors, self.recorded, self.rest, self.alphas = errors, recorded, rest, alphas
        self.passed, self.hold = passed, hold
        self.look(step, len(errors) - 1)
        self.end_at(float(max(1, self.slots - 1)))

    @property
    def slots(self) -> int:
        return max(len(self.errors), len(self.rest))

    def contains(self, x: float, y: float, least: float = 0.0) -> bool:
        """The bars can be pressed too."""
        left, top, w, h = self.panel
        return left + SIDE - 40 <= x < left + w - SIDE + 40 and self.roof - 8 <= y < top + h

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, canvas: Canvas, state: State) -> None:
        x, _y, w, _h = self.panel
        self._draw_bars(canvas)
        super().draw(canvas, state)
        if self.hold:
            # An ivory tag over the step that is held.
            spot, low = self.x_of(self.value), self.tag_foot
            canvas.line(spot, low + 10, spot, self.thumb - 14, "text", 2.5, 0.95, (2, 5))
            words = Line(self.hold, LABEL, "prim_text"), Line(str(self.step), NUMBER, "prim_text")
            tag = Boxed(Row((icon("take", 20, "prim_text"), *words), 12), (12, 0), "prim", high=self.tag)
            tag.stand(canvas, spot, low, 0.5, 1.0, (x + 12, x + w - 12))
            canvas.polygon([(spot - 8, low - 1), (spot, low + 8), (spot + 8, low - 1)], "prim")

    def plot(self) -> Plot:
        """Steps across, errors up."""
        x, _y, w, _h = self.panel
        errors = (*self.errors, *self.rest)
        axis = log_axis(errors, 1e-15, below=4.0)  # of the largest error: rounding, which stands on the ground
        place = (x + SIDE, self.roof, w - 2 * SIDE, self.ground - self.roof)
        return Plot(place, Axis(0, max(1, self.slots - 1)), axis)

    def _draw_bars(self, canvas: Canvas) -> None:
        plot, errors = self.plot(), self.errors
        grew = [i > 0 and errors[i] > errors[i - 1] for i in range(len(errors))]
        pitch = plot.rect[2] / plot.across.high
        bar = min(34.0, 0.52 * pitch)
        for i in range(self.slots):
            if i < len(errors):
                spot = plot.bar(errors[i], plot.x_of(i), bar)
                alpha = 1.0 if i == self.step else 0.8 if grew[i] else 0.62
                canvas.rect(*spot, "error", min(5.0, spot[2] / 3), alpha=alpha)
                if i > self.recorded:  # an own step
                    x, y, w, h = spot
                    canvas.rect(x - 3, y - 3, w + 6, h + 6, None, 7, "text", 2)
            else:
                place = plot.bar(self.rest[i], plot.x_of(i), bar - 2)
                canvas.rect(*place, None, 4, "text2", 1.5, dash=(4, 4))
        # The first error and the last, beside their bars
        first, last = self.errors[0], (self.rest or self.errors)[-1]
        if len(self.errors) >= self.slots:
            last = self.errors[-1]
        right, over = plot.x_of(plot.across.high) + 26, False
        for value, x, anchor in ((first, plot.rect[0] - 26, "end"), (last, right, "start")):
            text = short(value, 3) if abs(value) >= 0.001 or value == 0 else number(value)
            top = plot.bar(value, x, 0)[1]
            base, room = min(self.ground - 2, top + 15 * canvas.type), BESIDE
            if anchor == "start" and canvas.width(text, NUMBER.with_size(canvas.least(NUMBER.size))) > room:  # over it
                x, base, room, anchor = self.rect[0] + self.rect[2] - 12, top - 10, self.rect[2] / 2, "end"
                over = True
            canvas.within(x, base, text, room, NUMBER, "error", anchor)
        # What a growing step multiplies the error by, between its two bars, where the last error leaves room.
        for i in range(1, len(errors) - (over and len(errors) == self.slots)):
            if i not in self.passed or not grew[i] or errors[i - 1] <= 0:
                continue
            label = f"×{short(errors[i] / errors[i - 1], 3)}"
            if canvas.width(label, NUMBER) <= pitch - 2:
                x, y, w, _h = plot.bar(errors[i - 1], plot.x_of(i - 0.5), 0)
                canvas.text(x + w / 2, y - 9, label, NUMBER, "text", "middle")
        # Which alpha made which steps.
        alphas = self.alphas
        line = self.thumb + 12 + 14 * self.k + 4
        start, written = 0, -math.inf  # where the last number ends
        for i in range(1, len(alphas) + 1):
            if i < len(alphas) and alphas[i] == alphas[start]:
                continue
            left, right = self.x_of(float(start)) + 5, self.x_of(float(i)) - 5
            canvas.line(left, line, right, line, "alpha", 3, 0.75)
            for text in (f"alpha {short(alphas[start])}", short(alphas[start])):
                width = canvas.width(text, NUMBER) + 20
                middle = max((left + right) / 2, written + width / 2)  # of short bands one beside the other
                if width <= right - left + 8 or text == short(alphas[start]):
                    canvas.rect(middle - width / 2, line - 12 * self.k, width, 24 * self.k, "panel", 6)
                    canvas.text(middle, line + 5.6 * self.k, text, NUMBER, "alpha", "middle")
                    written = middle + width / 2
                    break
            start = i
