"""What slider, dial and typed field have in common: one number that is dragged, nudged, wheeled and typed.

The number stands only where `snap` lets it: on the notches, or anywhere between low and high. Typing starts with a
digit, a sign or a point, Enter commits, Esc restores, an arrow commits and moves on. What cannot be meant leaves the
number and says why; what lies between two notches goes to one of them and says to which.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from math import atan2, cos, degrees, dist, radians, sin
from typing import Unpack

from ...i18n import MINUS, N_, _, parse_number
from ..draw import CODE, DIAL_NUMBER, LABEL, NUMBER, Canvas, Run
from ..format.axis import Axis
from ..format.numbers import number, short
from .widget import Common, Intent, Rect, State, Widget, common, has_caret

TYPED = frozenset((*"0123456789+-,.", MINUS))  # a number may begin with each of them: .25, -.5, +1,5
CAP = 22.0  # height of the keycap of the number that up and down turn
ROUNDING = 1e-9  # part of a number by which a notch may differ from what was typed
LONGEST = 12  # characters of a typed number
WAYS = {"left": -1, "right": 1, "down": -1, "up": 1}


class NumberOptions(Common, total=False):
    """What all of them may be given by name."""

    values: Sequence[float] | None  # all notches, or None: any number
    snap: Callable[[float], float] | None  # the nearest number that may stand; by default the nearest notch
    nudge: Callable[[float, int, bool], float] | None  # (value, steps, fine): by default a notch, or 1/100 of the way
    refuse: Callable[[float], str] | None  # a sentence why this number may not be set now, "" if it may
    log: bool  # equal ratios are equally far apart
    even: bool  # the notches are equally far apart whatever their values
    axis: tuple[float, float] | None  # numbers at both ends of the rect, by default low and high
    label: str  # what the number is called in a sentence and on the bubble
    show: Callable[[float], str]  # the number as text
    hue: str
    on_change: Callable[[float], object] | None  # told each new number, also while it is dragged
    on_done: Callable[[float], object] | None  # told the number when a drag ends, a key moved it, or it was typed
    on_fault: Callable[[str], None] | None  # told in a sentence why what was typed cannot stand as it is


class NumberInput(Widget):
    """One number between low and high; see Options for what else may be said of it."""

    ways: tuple[str, ...] = ("left", "right")  # the arrows that move it

    turned = True
    role = N_("number")
    lasting: tuple[str, ...] = ("typed", "wrong", "_dragged", "_before_drag")
    cap_at: tuple[float, float] | None = None  # the middle of the keycap: beside it, where its name and number stand
    cap_room: tuple[float, float] | None = None  # from where to where it may reach; where it is too wide it is left out
    cap_holder: Widget | None = None  # another widget for the same number, on which the keycap stands instead
    fine_wheel = False  # the wheel turns it finely
    stepped = False  # it has notches, though `values` does not name them: `snap` and `nudge` do
    typed: str | None = None  # what is being typed
    wrong = False  # what was typed last could not be meant
    _dragged = False

    def __init__(self, name: str, rect: Rect, value: float, low: float, high: float,
                 **options: Unpack[NumberOptions]) -> None:  # fmt: skip
        super().__init__(name, rect, **common(options))
        self.value = self._before_drag = value
        self.low, self.high = low, high
        values = options.get("values")
        self.values = sorted(values) if values else None
        ends = options.get("axis") or (low, high)
        self.track = Axis(*ends, options.get("log", False) and ends[0] > 0)
        self.even = self.values if options.get("even") and len(self.values or ()) > 1 else None
        self.label, self.hue = options.get("label", ""), options.get("hue", "alpha")
        self.show = options.get("show", short)
        self._snap, self._nudge, self._refuse = options.get("snap"), options.get("nudge"), options.get("refuse")
        self._on_change, self.on_done = options.get("on_change"), options.get("on_done")
        self._on_fault = options.get("on_fault")

    def carries_over(self, before: Widget) -> bool:
        if not super().carries_over(before):
            return False
        if self._dragged and isinstance(before, NumberInput):
            self.value = before.value
        return True

    # -- the number --------------------------------------------------------------------------------------------------

    def snap(self, value: float) -> float:
        value = min(self.high, max(self.low, value))
        if self._snap:
            return self._snap(value)
        return min(self.values, key=lambda notch: abs(notch - value)) if self.values else value

    def part_of(self, value: float) -> float:
        """Where a number stands on the track, 0..1; notches may be equally far apart whatever their values."""
        if not self.even:
            return self.track.place(value)
        after = bisect_left(self.even, value)
        if after in (0, len(self.even)):
            return float(after > 0)
        below, above = self.even[after - 1], self.even[after]
        return (after - 1 + (value - below) / (above - below)) / (len(self.even) - 1)

    def value_of(self, part: float) -> float:
        if self.even:
            return self.even[round(min(1.0, max(0.0, part)) * (len(self.even) - 1))]
        return self.track.value(part)

    def end_at(self, high: float) -> None:
        """It goes on to there now, over the same length."""
        self.high, self.track = high, self.track._replace(high=high)

    def nudge(self, steps: int, fine: bool = False, big: bool = False) -> float:
        """The number some steps on. With notches, Shift means ten of them; without, a tenth of a step."""
        if self.values:
            steps, fine = steps * (10 if big else 1), False
        if self._nudge:
            return self._nudge(self.value, steps, fine)
        if self.values:
            place = self.values.index(min(self.values, key=lambda notch: abs(notch - self.value)))
            return self.values[min(len(self.values) - 1, max(0, place + steps))]
        return self.value_of(self.part_of(self.value) + steps * (0.001 if fine else 0.01))

    def set(self, value: float, done: bool = True) -> bool:
        """Try a number: it is snapped, refused or taken. True: the number has changed."""
        value = self.snap(value)
        if value == self.value:
            return False
        why = self._refuse(value) if self._refuse else ""
        if why:
            self._fault(why)
            return False
        self.wrong = False
        self.value = value
        if self.values or self.stepped:
            self.feedback("turn", self.part_of(value))
        if self._on_change:
            self._on_change(value)
        if done and self.on_done:
            self.on_done(value)
        return True

    def accessible_value(self) -> str:
        if self.typed is not None:
            return self.typed
        text = _("{value} of {low} to {high}")
        return text.format(value=self.show(self.value), low=self.show(self.low), high=self.show(self.high))

    def _fault(self, sentence: str) -> None:
        self.wrong = True
        self.feedback("refuse")
        if self._on_fault:
            self._on_fault(sentence)

    # -- intents -----------------------------------------------------------------------------------------------------

    def handled_intents(self) -> tuple[str, ...]:
        return (*self.intents, *self.ways, "home", "end")

    def act(self, intent: Intent) -> bool:
        name, steps = intent.name, WAYS.get(intent.name, 0)
        if name in ("press", "move", "release"):
            self._drag(intent)
        elif name == "wheel" or name in self.ways:
            if name == "wheel":
                steps = round(intent.value) or (1 if intent.value > 0 else -1)
            self.commit()
            self.set(self.nudge(steps, intent.fine or (name == "wheel" and self.fine_wheel), intent.big))
        elif name in ("home", "end"):
            self.commit()
            self.set(self.low if name == "home" else self.high)
        elif name == "text" and self.takes(intent.text):
            self.typed, self.wrong = ((self.typed or "") + intent.text)[:LONGEST], False
        elif name not in ("erase", "accept", "back") or self.typed is None:
            return False
        elif name == "accept":
            self.commit()
        else:
            self.typed = self.typed[:-1] if name == "erase" else None
        return True

    def draw_keycap(self, canvas: Canvas, state: State) -> None:
        if not state.cap or self.cap_at is None:
            return
        (x, y), (width, height) = self.cap_at, canvas.keycap_size(state.cap, CAP)
        if self.cap_room is not None:
            left, right = self.cap_room
            if right - left < width:
                return
            x = min(max(x, left + width / 2), right - width / 2)
        canvas.keycap(x, y - height / 2, state.cap, "middle", size=CAP)

    def value_at(self, x: float, y: float) -> float:
        """The number under the pointer, before it is snapped. Subclasses know their shape."""
        raise NotImplementedError

    def _drag(self, intent: Intent) -> None:
        if intent.name == "press":
            self.typed = None
            self._before_drag = self.value
        self._dragged = intent.name != "release"
        if self._dragged:
            self.set(self.value_at(intent.x, intent.y), done=False)
        elif self.value != self._before_drag and self.on_done:
            self.on_done(self.value)

    # -- typing ------------------------------------------------------------------------------------------------------

    def takes(self, text: str) -> bool:
        return text in TYPED

    def commit(self) -> None:
        """Take what was typed; a number that cannot be meant leaves the value and says why.

        A number that has no notch goes to the nearest, which is said too.
        """
        text, self.typed = self.typed, None
        if not text:
            return
        name = self.label or _("the value")
        try:
            value = parse_number(text)
        except ValueError:
            words = _("“{text}” is not a number; {name} stays {value}.")
            self._fault(words.format(text=text, name=name, value=self.show(self.value)))
            return
        if not self.low <= value <= self.high:
            words = _("{text} is out of range: {name} goes from {low} to {high}.")
            self._fault(words.format(text=text, name=name, low=self.show(self.low), high=self.show(self.high)))
            return
        self.wrong = False
        self.set(value)
        if not self.wrong and self._on_fault and abs(self.snap(value) - value) > ROUNDING * (1.0 + abs(value)):
            words = _("There is no notch at {text}: {name} goes to {value}, the nearest.")
            self._on_fault(words.format(text=text, name=name, value=self.show(self.value)))
        self.wrong = False

    def leave(self) -> None:
        if not any(letter.isdigit() for letter in self.typed or ""):
            self.typed = None  # a point alone was not meant as a number
        self.commit()


# A typed number in a box: digits, minus, comma or point; Enter commits, Esc restores, an arrow commits and goes on.


class NumberField(NumberInput):
    """Shows its number, or what is being typed with a caret. A number that cannot be meant leaves a dashed edge.

    owner   another widget for the same number (a dial): what is typed there is shown here
    """

    ways = ("left", "right", "down", "up")
    owner: NumberInput | None = None

    def __init__(self, name: str, rect: Rect, value: float, low: float, high: float, *, size: float = 20.0,
                 **options: Unpack[NumberOptions]) -> None:  # fmt: skip
        super().__init__(name, rect, value, low, high, **options)
        self.size = size

    def _drag(self, intent: Intent) -> None:
        """A click only brings the keyboard here."""

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, width, height = self.rect
        typed = self.typed
        focus, wrong = state.focus or typed is not None, self.wrong
        if typed is None and self.owner is not None:
            typed, focus, wrong = self.owner.typed, focus or self.owner.typed is not None, wrong or self.owner.wrong
        edge, thick = ("focus", 2.5) if focus else ("border2" if self.enabled else "border", 1.5)
        edge = "text2" if state.hover and not focus else edge
        colour, dash = self.hue if self.enabled else "text3", (5, 5) if wrong or not self.enabled else None
        canvas.rect(x, y, width, height, "well" if self.enabled else None, 11)
        canvas.rect(x + thick / 2, y + thick / 2, width - thick, height - thick, None, 10.5, edge, thick, dash=dash)
        text, middle, aside = self.show(self.value) if typed is None else typed, y + height / 2, 0.0
        if state.cap:
            top = middle - CAP / 2 * max(1.0, canvas.type)
            aside = canvas.keycap(x + width - 8, top, state.cap, "end", size=CAP) + 2
        size = self.size * min(1.0, (width - 30 - aside) / max(1.0, canvas.width(text, NUMBER.with_size(self.size))))
        base = canvas.baseline_of(middle, self.size)
        end = x + 14 + canvas.text(x + 14, base, text, NUMBER.with_size(size), colour, "start")
        if typed is not None and has_caret(canvas, state.time):
            canvas.rect(end + 3, middle - 13, 2.5, 26, "text")


class TypedField(NumberField):
    """The number of a dial or slider as a box to click on and type in; the wheel over it turns finely.

    The keyboard is with the other one for both. `on_touch`: give it to that one.
    """

    def __init__(self, name: str, rect: Rect, owner: NumberInput, on_touch: Callable[[], None], size: float = 20.0,
                 **options: Unpack[NumberOptions]) -> None:  # fmt: skip
        super().__init__(name, rect, owner.value, owner.low, owner.high, size=size, **options)
        self.owner: NumberInput = owner
        self.on_touch, self.focusable = on_touch, False
        owner.cap_holder = self

    def act(self, intent: Intent) -> bool:
        if intent.name == "press":
            self.on_touch()
        if intent.name == "wheel":
            self.owner.commit()
            self.owner.set(self.owner.nudge(1 if intent.value > 0 else -1, fine=True))
            return True
        return intent.name in ("press", "move", "release")


# Sliders: Slider (plain, log or from zero both ways), Detents (equally spaced notches), Scrubber (steps of a run).
# The rect is the track's length and a comfortable height; its middle is the track's line.


BESIDE = 60.0  # what the labels of the outermost ticks need at most
OPEN_PITCH = 8.0  # of the dots on a track on which nothing is chosen yet


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
    """

    role = N_("slider")
    open = False
    glides_to: float | None = None  # 0..1: where the thumb is seen on its way to its value

    def __init__(self, name: str, rect: Rect, value: float, low: float, high: float, *, bipolar: bool = False,
                 margin: float = 0.0, radius: float = 14.0, bubble: float | None = None, glyph: str = "",
                 ticks: Sequence[tuple[float, str]] = (), **options: Unpack[NumberOptions]) -> None:  # fmt: skip
        super().__init__(name, rect, value, low, high, **options)
        self.bipolar, self.margin, self.radius, self.bubble, self.glyph = bipolar, margin, radius, bubble, glyph
        self.ticks = list(ticks)
        self.marks: list[tuple[float, str]] = []  # value, hue

    def accessible_value(self) -> str:
        return _("not chosen yet") if self.open else super().accessible_value()

    def x_of(self, value: float) -> float:
        return self.rect[0] + self.part_of(value) * self.rect[2]

    @property
    def here(self) -> float:
        return self.x_of(self.value) if self.glides_to is None else self.rect[0] + self.glides_to * self.rect[2]

    @property
    def line(self) -> float:
        return self.rect[1] + self.rect[3] / 2

    def value_at(self, x: float, y: float) -> float:
        return self.value_of((x - self.rect[0]) / self.rect[2])

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
            self._draw_ticks(canvas, False)
            canvas.circle(self.x_of(self.value), y, radius - 3, "panel", "border", 2, dash=(4, 4))
            return
        self._draw_track(canvas)
        held = state.focus or state.hover or state.pressed or self.typed is not None
        self._draw_ticks(canvas, held or self.open)
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
            count, size = (len(self.values), 4.5) if self.even and self.values else (0, 2.4)
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

    def _draw_ticks(self, canvas: Canvas, numbered: bool) -> None:
        """Their numbers while it is in hand."""
        ticks = tuple((self.x_of(value), label, numbered) for value, label in self.ticks)
        left, _y, width, _h = self.rect
        box = (left - BESIDE, self.line + 6, width + 2 * BESIDE, label_drop(canvas) + 6)
        canvas.once(box, _draw_ticks, self.line, ticks)

    def draw_marks(self, canvas: Canvas) -> None:
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

    def _draw_ticks(self, canvas: Canvas, numbered: bool) -> None:
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
            if label and numbered:
                canvas.text(x, base, label, NUMBER if here else CODE, colour, "middle")


class Scrubber(Slider):
    """Looks back along a run: whole steps from 0 to `last`. `numbered`: the step stands in the thumb (a recording).

    Its own keys, earlier and later, work wherever the focus is, as long as there is a way to go. `moved(step)` is told
    every step that is looked at.
    """

    called = N_("step")
    picture: Rect | None = None  # what it scrubs over, where that can be pressed too

    def __init__(self, name: str, rect: Rect, step: int, last: int, *, moved: Callable[[int], object] | None = None,
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

    def look(self, step: int, last: int) -> None:
        """Stand at a step of a run that has grown to `last`, without telling anybody."""
        self.last = last
        self.end_at(float(max(1, last)))
        self.value = float(step)

    def contains(self, x: float, y: float, least: float = 0.0) -> bool:
        if self.picture is None:
            return super().contains(x, y, least)
        left, top, w, h = self.picture
        return left <= x < left + w and top <= y < top + h

    def answers(self, name: str) -> bool:
        """Not past an end: there the keys are free, as a point is with which a number begins."""
        ways = {"earlier": self.step > 0, "later": self.step < self.last}
        return ways.get(name, False) or super().answers(name)

    def act(self, intent: Intent) -> bool:
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


def _draw_ticks(canvas: Canvas, y: float, ticks: Sequence[tuple[float, str, bool]]) -> None:
    for x, label, numbered in ticks:
        canvas.line(x, y + 10, x, y + (16 if label else 13), "border2", 2 if label else 1.4)
        if label and numbered:
            canvas.text(x, y + label_drop(canvas), label, CODE, "text2", "middle")


TURN = 135.0  # degrees from 12 o'clock to either end


class Dial(NumberInput):
    """The rect is a square around the dial. Up and down turn it; left and right are for walking between dials.

    While a number is typed, that stands in its middle, too.
    """

    role = N_("dial")
    ways: tuple[str, ...] = ("down", "up")

    @property
    def radius(self) -> float:
        return min(self.rect[2], self.rect[3]) / 2

    def angle(self, value: float) -> float:
        return (2 * self.part_of(value) - 1) * TURN

    def value_at(self, x: float, y: float) -> float:
        across, along = x - self.centre[0], y - self.centre[1]
        place = (degrees(atan2(across, -along)) / TURN + 1) / 2
        return self.value_of(place)

    def _drag(self, intent: Intent) -> None:
        before, after = self.part_of(self.value), self.part_of(self.value_at(intent.x, intent.y))
        in_middle = dist((intent.x, intent.y), self.centre) < self.radius * 0.45
        # It would carry the value from one end over the gap to the other, or is too near the middle
        if intent.name == "move" and (abs(after - before) > 0.6 or in_middle):
            return
        if intent.name == "press" and in_middle:
            self._before_drag = self.value  # a click on the sign focuses and turns nothing
            return
        super()._drag(intent)

    def colour(self) -> str:
        return self.hue if self.enabled else "text3"

    def draw_ring(self, canvas: Canvas, state: State, start: float, inside: float, thick: float, knob: float) -> None:
        """The disc, `inside` it the track, filled from an angle to the value, and the knob there."""
        (x, y), radius, here, dark = self.centre, self.radius, self.angle(self.value), canvas.theme.dark
        canvas.blurred_disc(x, y + 4, radius, "shadow", canvas.theme.node_shadow, 4)
        canvas.circle(x, y, radius, "raised_hi" if state.hover or state.pressed else "raised")
        canvas.path(arc(x, y, radius - inside, -TURN, TURN), None, "well" if dark else "border", thick)
        if not self.enabled:
            canvas.circle(x, y, radius, None, "border", 1.5, dash=(5, 5))
            return
        if abs(here - start) > 0.5:
            ends = min(start, here), max(start, here)
            canvas.path(arc(x, y, radius - inside, *ends), None, self.colour(), thick)
        canvas.circle(*point(x, y, radius - inside, here), knob, "thumb", self.colour(), 1.3 + 0.22 * knob)
        if state.focus:
            canvas.circle(x, y, radius + 5.5, None, "focus", 3)

    def draw(self, canvas: Canvas, state: State) -> None:
        self.draw_ring(canvas, state, -TURN, 4.0, 7.0, 5.5)
        (text, size), (x, y) = ("α", 26.0) if self.typed is None else (self.typed, 16.0), self.centre
        canvas.text(x, y + size * 0.38 * canvas.type, text, NUMBER.with_size(size), self.colour(), "middle")


def point(x: float, y: float, radius: float, angle: float) -> tuple[float, float]:
    """The point at `angle` degrees from 12 o'clock, clockwise."""
    return x + radius * sin(radians(angle)), y - radius * cos(radians(angle))


def arc(x: float, y: float, radius: float, start: float, end: float) -> str:
    """SVG path of an arc from one angle to a larger one, in degrees from 12 o'clock."""
    x1, y1 = point(x, y, radius, start)
    x2, y2 = point(x, y, radius, end)
    large = 1 if end - start > 180 else 0
    return f"M{x1:.2f} {y1:.2f}A{radius:.2f} {radius:.2f} 0 {large} 1 {x2:.2f} {y2:.2f}"


# A weight as a large round knob: 270 degrees from its lowest to its highest notch, its number inside.


RING = 13.0


class WeightDial(Dial):
    """The rect is a square around the knob; all four arrows turn it. `digits` decimals stand in its middle.

    tried   (weight, whether it was right: 0) of each that was tried: they stand around it
    """

    ways: tuple[str, ...] = ("left", "right", "down", "up")
    tried: tuple[tuple[float, int], ...] = ()

    def __init__(
        self, name: str, rect: Rect, value: float, low: float, high: float, *, digits: int = 2,
        **options: Unpack[NumberOptions],
    ) -> None:  # fmt: skip
        super().__init__(name, rect, value, low, high, **options)
        self.digits = digits
        self.by = ""  # name of the last intent: a drag, a key, the wheel

    def act(self, intent: Intent) -> bool:
        self.by = intent.name
        return super().act(intent)

    def colour(self) -> str:
        return "weight_negative" if self.value < 0 else "weight"

    def place_of(self, value: float, beyond: float) -> tuple[float, float]:
        """The point so far outside it at which a weight stands."""
        return point(*self.centre, self.radius + beyond, self.angle(value))

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y = self.centre
        zero = self.angle(min(self.high, max(self.low, 0.0)))
        self.draw_ring(canvas, state, zero, 9.0, RING, 10.0)
        if self.low < 0 < self.high:
            canvas.line(*self.place_of(0.0, 1.0), *self.place_of(0.0, 10.0), "text2", 2.4)
        for weight, way in self.tried:
            canvas.circle(*self.place_of(weight, 14.0), 5, "error" if way else "goal")
        label = number(self.value, self.digits) if self.typed is None else self.typed
        room = 2 * (self.radius - RING - 14)
        size = DIAL_NUMBER.size * min(1.0, room / max(1.0, canvas.width(label, DIAL_NUMBER)))
        width = canvas.text_vcenter(x, y, label, DIAL_NUMBER.with_size(size), self.colour(), "middle")
        if self.typed is not None and has_caret(canvas, state.time):
            canvas.rect(x + width / 2 + 3, y - size * 0.45, 2.5, size * 0.9, "text")
        self.draw_keycap(canvas, state)
