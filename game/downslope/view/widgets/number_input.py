"""What slider, dial and typed field have in common: one number that is dragged, nudged, wheeled and typed.

The number stands only where `snap` lets it: on the notches, or anywhere between low and high. Typing starts with a
digit, a sign or a point, Enter commits, Esc restores, an arrow commits and moves on. What cannot be meant leaves the
number and says why; what lies between two notches goes to one of them and says to which.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Unpack

from ...i18n import N_, _
from ...typed_number import MINUS, parse
from ..draw.tokens import NUMBER
from ..format.axis import Axis
from ..format.numbers import short
from .widget import Act, Common, Rect, State, Widget, common, has_caret

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


TYPED = frozenset((*"0123456789+-,.", MINUS))  # a number may begin with each of them: .25, -.5, +1,5
CAP = 22.0  # height of the keycap of the number that up and down turn
ROUNDING = 1e-9  # part of a number by which a notch may differ from what was typed
LONGEST = 12  # characters of a typed number
WAYS = {"left": -1, "right": 1, "down": -1, "up": 1}


class NumberScale:
    """Where a number stands on its track, 0..1, and back. `even`: notches, equally far apart whatever their values."""

    def __init__(self, low: float, high: float, *, log: bool = False, even: Sequence[float] | None = None) -> None:
        self.axis = Axis(low, high, log and low > 0)
        self.even = list(even) if even and len(even) > 1 else None

    def place(self, value: float) -> float:
        """0..1, clamped."""
        if not self.even:
            return self.axis.place(value)
        after = bisect_left(self.even, value)
        if after in (0, len(self.even)):
            return float(after > 0)
        below, above = self.even[after - 1], self.even[after]
        return (after - 1 + (value - below) / (above - below)) / (len(self.even) - 1)

    def value(self, place: float) -> float:
        """The number at a place; places outside 0..1 count as the ends."""
        if self.even:
            return self.even[round(min(1.0, max(0.0, place)) * (len(self.even) - 1))]
        return self.axis.value(place)


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
    on_change: Callable[[float], None] | None  # told each new number, also while it is dragged
    on_done: Callable[[float], None] | None  # told the number when a drag ends, a key moved it, or it was typed
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
        even = self.values if options.get("even") else None
        self.scale = NumberScale(ends[0], ends[1], log=options.get("log", False), even=even)
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
        """The nearest number that may stand."""
        value = min(self.high, max(self.low, value))
        if self._snap:
            return self._snap(value)
        return min(self.values, key=lambda notch: abs(notch - value)) if self.values else value

    def end_at(self, high: float) -> None:
        """It goes on to there now, over the same length."""
        self.high, self.scale.axis = high, self.scale.axis._replace(high=high)

    def nudge(self, steps: int, fine: bool = False, big: bool = False) -> float:
        """The number some steps on. With notches, Shift means ten of them; without, a tenth of a step."""
        if self.values:
            steps, fine = steps * (10 if big else 1), False
        if self._nudge:
            return self._nudge(self.value, steps, fine)
        if self.values:
            place = self.values.index(min(self.values, key=lambda notch: abs(notch - self.value)))
            return self.values[min(len(self.values) - 1, max(0, place + steps))]
        return self.scale.value(self.scale.place(self.value) + steps * (0.001 if fine else 0.01))

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
        if self.values:
            self.feedback("turn", self.scale.place(value))
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
        return (*self.ways, "home", "end")

    def act(self, intent: Act) -> bool:
        name, steps = intent.name, WAYS.get(intent.name, 0)
        if name in ("press", "move", "release"):
            self._drag(intent)
        elif name == "wheel" or name in self.ways:
            if name == "wheel":
                steps = round(intent.value) or (1 if intent.value > 0 else -1)
            self.commit()
            self.set(self.nudge(steps, intent.fine, intent.big))
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
        """The keys that turn it from anywhere."""
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

    def _drag(self, intent: Act) -> None:
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
            value = parse(text)
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


# ---------------------------------------------------------------------------------------------------------------------
# A typed number in a box: digits, minus, comma or point; Enter commits, Esc restores, an arrow commits and goes on.


class NumberField(NumberInput):
    """Shows its number, or what is being typed with a caret. A number that cannot be meant leaves a dashed edge.

    shared   another widget for the same number (a dial): what is typed there is shown here
    """

    ways = ("left", "right", "down", "up")

    def __init__(self, name: str, rect: Rect, value: float, low: float, high: float, *,
                 shared: NumberInput | None = None, size: float = 20.0,
                 **options: Unpack[NumberOptions]) -> None:  # fmt: skip
        super().__init__(name, rect, value, low, high, **options)
        self.shared, self.size = shared, size

    def _drag(self, intent: Act) -> None:
        """A click only brings the keyboard here."""

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, width, height = self.rect
        typed = self.typed
        focus, wrong = state.focus or typed is not None, self.wrong
        if typed is None and self.shared is not None:
            typed, focus, wrong = self.shared.typed, focus or self.shared.typed is not None, wrong or self.shared.wrong
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
        super().__init__(name, rect, owner.value, owner.low, owner.high, shared=owner, size=size, **options)
        self.owner, self.on_touch, self.focusable = owner, on_touch, False
        owner.cap_holder = self

    def act(self, intent: Act) -> bool:
        if intent.name == "press":
            self.on_touch()
        if intent.name == "wheel":
            self.owner.commit()
            self.owner.set(self.owner.nudge(1 if intent.value > 0 else -1, fine=True))
            return True
        return intent.name in ("press", "move", "release")
