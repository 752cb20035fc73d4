"""Sliders: Slider (plain, log or from zero both ways), Detents (equally spaced notches), Scrubber (steps of a run).

The rect is the track's length and a comfortable height; its middle is the track's line. Numbers map onto its width.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Unpack

from ...i18n import N_, _
from ..draw.text import Run
from ..draw.tokens import CODE, LABEL, NUMBER
from .number_input import CAP, NumberInput, NumberOptions
from .widget import Act, Rect, State, has_caret

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


BESIDE = 60.0  # what the labels of the outermost ticks need at most
HIT = 44.0  # height of a slider's rect
OPEN_PITCH = 8.0  # of the dots on a track on which nothing is chosen yet
Tick = tuple[float, str]  # value and label; without a label it is a short tick


def label_drop(canvas: Canvas) -> float:
    """From the track down to the baseline of the labels under its ticks."""
    return 23 + 12 * canvas.type


class Slider(NumberInput):
    """A track with a thumb.

    bipolar  filled from 0 to the thumb, orange below and blue above (a weight)
    margin   how far the track reaches beyond both ends of the numbers, negative: how much shorter it is
    ticks    (value, label) under the track;  marks: values that were tried, as rings
    bubble   y of a speech bubble with label and number above the thumb (its top edge), None for none
    open     nobody has chosen yet: it stands nowhere
    steady   its ticks stand still from frame to frame
    """

    role = N_("slider")
    open, steady = False, True
    glides_to: float | None = None  # 0..1: where the thumb is seen on its way to its value

    def __init__(self, name: str, rect: Rect, value: float, low: float, high: float, *, bipolar: bool = False,
                 margin: float = 0.0, radius: float = 14.0, ticks: Sequence[Tick] = (), bubble: float | None = None,
                 glyph: str = "", **options: Unpack[NumberOptions]) -> None:  # fmt: skip
        super().__init__(name, rect, value, low, high, **options)
        self.bipolar, self.margin, self.radius, self.bubble, self.glyph = bipolar, margin, radius, bubble, glyph
        self.ticks = list(ticks)
        self.marks: list[tuple[float, str]] = []  # value, hue

    def accessible_value(self) -> str:
        return _("not chosen yet") if self.open else super().accessible_value()

    def x_of(self, value: float) -> float:
        """Where a number stands, in design pixels."""
        return self.rect[0] + self.scale.place(value) * self.rect[2]

    @property
    def here(self) -> float:
        """x of the thumb."""
        return self.x_of(self.value) if self.glides_to is None else self.rect[0] + self.glides_to * self.rect[2]

    @property
    def line(self) -> float:
        """y of the track."""
        return self.rect[1] + self.rect[3] / 2

    def value_at(self, x: float, y: float) -> float:
        return self.scale.value((x - self.rect[0]) / self.rect[2])

    def contains(self, x: float, y: float, least: float = 0.0) -> bool:
        left, top, width, height = self.rect
        reach = max(self.radius + 2, self.margin)
        spare = max(0.0, least - height) / 2
        return left - reach <= x < left + width + reach and top - spare <= y < top + height + spare

    def colour(self) -> str:
        """The hue of the fill: a weight's sign decides."""
        if not self.bipolar:
            return self.hue
        return "weight_negative" if self.value < 0 else "weight"

    def draw(self, canvas: Canvas, state: State) -> None:
        (x, _y, width, height), y, radius = self.rect, self.line, self.radius
        if not self.enabled:
            canvas.rect(x - self.margin, y - 5, width + 2 * self.margin, 10, r=5, stroke="border", width=1.5)
            self._draw_ticks(canvas)
            canvas.circle(self.x_of(self.value), y, radius - 3, "panel", "border", 2, dash=(4, 4))
            return
        self._draw_track(canvas)
        self._draw_ticks(canvas)
        self.draw_marks(canvas)
        if self.open:
            if state.focus:
                canvas.focus(x - self.margin, self.rect[1], width + 2 * self.margin, height, 12)
            return

        # the round thumb: bigger under the pointer, smaller when held, a ring with the keyboard's focus
        here, hue = self.here, self.colour()
        size = radius - 2 if state.pressed else radius + 2 if state.hover else radius
        canvas.blurred_disc(here, y + 3, size - 1, "shadow", 0.35, 3)
        canvas.circle(here, y, size, "thumb", None if canvas.look.theme.dark else "text", 2)
        if radius > 11 and hue != "text2":
            canvas.circle(here, y, radius * 0.46, hue)
        if state.focus:
            canvas.circle(here, y, radius + 5.5, None, "focus", 3)

        self.draw_keycap(canvas, state)
        if self.bubble is not None:
            self.draw_bubble(canvas, self.x_of(self.value), self.bubble, state)
        elif self.typed is not None:
            self.draw_bubble(canvas, self.x_of(self.value), y - 32 - max(32.0, 14 + 18 * canvas.type), state)

    def _draw_track(self, canvas: Canvas) -> None:
        x, y, width = self.rect[0] - self.margin, self.line, self.rect[2] + 2 * self.margin
        here = self.here
        canvas.rect(x, y - 5, width, 10, "well", 5)
        if self.open:  # all that it may stand at, alike
            count, size = (len(self.values), 4.5) if self.scale.even and self.values else (0, 2.4)
            count = count or max(2, int(self.rect[2] / OPEN_PITCH) + 1)
            for k in range(count):
                canvas.circle(self.rect[0] + self.rect[2] * k / max(1, count - 1), y, size, self.hue)
            return
        if not self.bipolar:
            canvas.rect(x + 1, y - 4, max(0.0, here - x - 1), 8, self.colour(), 4)
            return
        zero = min(x + width, max(x, self.x_of(0.0)))
        if zero > x + 2:
            canvas.rect(x + 1, y - 4, zero - x - 1, 8, "weight_negative", 4, alpha=0.28)
        if zero < x + width - 2:
            canvas.rect(zero, y - 4, x + width - zero - 1, 8, "weight", 4, alpha=0.28)
        canvas.rect(min(zero, here), y - 4, abs(here - zero), 8, self.colour(), 4)
        if x + 2 < zero < x + width - 2:
            canvas.line(zero, y - 9, zero, y + 9, "text2", 2)

    def _draw_ticks(self, canvas: Canvas) -> None:
        y, left, width = self.line, self.rect[0], self.rect[2]
        positions = [(self.x_of(value) - left, label) for value, label in self.ticks]

        def draw(sub: Canvas) -> None:
            for x, label in positions:
                sub.line(left + x, y + 10, left + x, y + (16 if label else 13), "border2", 2 if label else 1.4)
                if label:
                    sub.text(left + x, y + label_drop(sub), label, CODE, "text2", "middle")

        if positions and self.steady:
            key = ("ticks", left % 1.0, tuple(positions))
            canvas.keep(key, left - BESIDE, y + 6, width + 2 * BESIDE, label_drop(canvas) + 6, draw)
        else:
            draw(canvas)

    def draw_marks(self, canvas: Canvas) -> None:
        """Rings at the values that were tried."""
        for value, colour in self.marks:
            canvas.circle(self.x_of(value), self.line, 5.5, "well", colour, 2.2)

    def draw_bubble(self, canvas: Canvas, x: float, top: float, state: State) -> None:
        """Label and number in a bubble whose point is over the thumb; while typing, what is typed and a caret."""
        colour, label = self.colour(), f"{self.label} " if self.label else ""
        number = self.show(self.value) if self.typed is None else self.typed
        indent = 32 if self.glyph else 14
        cap = max(CAP, canvas.width(state.cap, CODE) + 12) + 10 if state.cap else 0.0
        width = canvas.width(label, LABEL) + canvas.width(number, NUMBER) + indent + 16 + cap
        left, right = self.rect[0] - self.margin, self.rect[0] + self.rect[2] + self.margin
        x0 = max(min(left, x), min(max(right, x) - width, x - width / 2))
        edge = "focus" if self.typed is not None else colour
        low = top + max(32.0, 14 + 18 * canvas.type)
        middle = (top + low) / 2

        canvas.rect(x0, top, width, low - top, "panel", 10, alpha=0.97)
        canvas.rect(x0 + 0.5, top + 0.5, width - 1, low - top - 1, r=9.5, stroke=edge, width=1.5)
        canvas.polygon([(x - 8, low - 1), (x, low + 7), (x + 8, low - 1)], "panel")
        canvas.polyline([(x - 8, low - 0.5), (x, low + 7), (x + 8, low - 0.5)], edge, 1.5)
        canvas.rect(x - 7, low - 2.4, 14, 2.2, "panel")
        if self.glyph:
            negative = self.bipolar and self.value < 0
            canvas.glyph("weight_negative" if negative else self.glyph, x0 + 17, middle, 8)
        runs: list[Run] = [(label, "text", 600), (number, colour, 700, "mono")]
        end = x0 + indent + canvas.rich(x0 + indent, canvas.baseline_of(middle), runs)
        if cap:
            canvas.keycap(x0 + width - 8, middle - CAP / 2 * max(1.0, canvas.type), state.cap, "end", size=CAP)
        if self.typed is not None and has_caret(canvas, state.time):
            canvas.rect(end + 2, top + 7, 2, low - top - 13, "text")


class Detents(Slider):
    """A slider whose notches are equally far apart whatever their values; each has a dot and a label.

    notches  in any order;  labels: their texts from the lowest up, by default as `show` writes them
    blocked  indices of notches that cannot be reached now (drawn faint)
    """

    def __init__(self, name: str, rect: Rect, value: float, notches: Sequence[float], *,
                 labels: Sequence[str] | None = None, blocked: Sequence[int] = (), glyph: str = "",
                 bubble: float | None = None, **options: Unpack[NumberOptions]) -> None:  # fmt: skip
        options["values"], options["even"] = notches, True
        low, high = min(notches), max(notches)
        super().__init__(name, rect, value, low, high, margin=10, glyph=glyph, bubble=bubble, **options)
        self.labels = list(labels) if labels is not None else [self.show(notch) for notch in sorted(notches)]
        self.blocked = set(blocked)

    def _draw_ticks(self, canvas: Canvas) -> None:
        y, base, notches = self.line, self.line + label_drop(canvas), self.values or []
        for i, (notch, label) in enumerate(zip(notches, self.labels)):
            x = self.rect[0] + self.rect[2] * i / max(1, len(notches) - 1)
            if self.open:
                canvas.text(x, base, label, NUMBER, "text", "middle")
                continue
            canvas.circle(x, y, 3, "panel" if self.enabled and notch <= self.value else "border2")
            if label:
                here = abs(notch - self.value) < 1e-9 * (1 + abs(notch))
                colour = "text3" if i in self.blocked or not self.enabled else "text" if here else "text2"
                canvas.line(x, y + 10, x, y + 15, "border2", 2)
                canvas.text(x, base, label, NUMBER if here else CODE, colour, "middle")


class Scrubber(Slider):
    """Looks back along a run: whole steps from 0 to `last`. `numbered`: the step stands in the thumb (a recording).

    Its own keys, earlier and later, work wherever the focus is, as long as there is a way to go. `moved(step)` is told
    every step that is looked at.
    """

    def __init__(self, name: str, rect: Rect, step: int, last: int, *, moved: Callable[[int], None] | None = None,
                 numbered: bool = False, radius: float = 9.0, dots: bool = False,
                 **options: Unpack[NumberOptions]) -> None:  # fmt: skip
        options["snap"], options["nudge"], options["hue"] = self._whole, self._along, "text2"
        if moved:
            options["on_change"] = lambda value: moved(round(value))
        super().__init__(name, rect, step, 0, max(1, last), radius=radius, margin=10 if numbered else 4, **options)
        self.last, self.numbered, self.dots = last, numbered, dots

    @property
    def step(self) -> int:
        return round(self.value)

    def accessible_name(self) -> str:
        return super().accessible_name() or _("step")

    def look(self, step: int, last: int) -> None:
        """Stand at a step of a run that has grown to `last`, without telling anybody."""
        self.last = last
        self.end_at(float(max(1, last)))
        self.value = float(step)

    def answers(self, name: str) -> bool:
        """Not past an end: there the keys are free, as a point is with which a number begins."""
        ways = {"earlier": self.step > 0, "later": self.step < self.last}
        return ways.get(name, False) or super().answers(name)

    def act(self, intent: Act) -> bool:
        if intent.name in ("earlier", "later"):
            self.set(self._along(self.value, (-1 if intent.name == "earlier" else 1) * (10 if intent.big else 1)))
            return True
        return super().act(intent)

    def draw(self, canvas: Canvas, state: State) -> None:
        super().draw(canvas, state)
        if self.enabled and self.numbered and self.typed is None:
            size = 16 / max(1.0, canvas.type)  # the thumb does not grow with the text
            colour = "prim_text" if canvas.look.theme.dark else "text"
            x, y = self.x_of(self.value), self.line + 5.8
            canvas.text(x, y, str(self.step), NUMBER.with_size(size), colour, "middle")

    def _whole(self, value: float) -> float:
        return float(min(self.last, max(0, round(value))))

    def _along(self, value: float, steps: int, fine: bool = False) -> float:
        return self._whole(value + steps)

    def _draw_track(self, canvas: Canvas) -> None:
        x, y, width = self.rect[0] - self.margin, self.line, self.rect[2] + 2 * self.margin
        canvas.rect(x, y - 4, width, 8, "well", 4)
        canvas.rect(x + 1, y - 3, max(0.0, self.x_of(self.value) - x - 1), 6, "text2", 3)
        for i in range(self.last + 1) if self.dots else ():
            canvas.circle(self.x_of(i), y, 2.2, "panel" if i < self.value else "border2")
