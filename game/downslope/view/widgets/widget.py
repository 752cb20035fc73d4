"""What every control on a screen has: a name, a place, what it does with an intent, how it looks.

A widget knows nothing of scenes, levels or keys. A scene gives it intents and a `State` and is told through the
widget's own callbacks (`on_press`, `on_change` ...). All coordinates are design pixels on the 1280x720 grid.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypedDict, cast

from ...desktop.controls import Intent as Intent  # what a widget is asked to do
from ...i18n import N_, _
from ..draw import Canvas

Rect = tuple[float, float, float, float]  # x, y, width, height in design pixels
UNPLACED: Rect = (0.0, 0.0, 0.0, 0.0)  # of what the layout is still to place


class State(NamedTuple):
    """The state of a widget as its scene sees it (focused, pressed, enabled); only its appearance depends on it."""

    focus: bool = False  # the keyboard is here and its ring is to be seen
    hover: bool = False
    pressed: bool = False
    time: float = 0.0  # seconds since the scene was opened, for a caret that blinks
    cap: str = ""  # label of the key that presses this widget, "" for none


def has_caret(canvas: Canvas, time: float) -> bool:
    """Is the caret of what is typed to be seen at this time? It blinks once a second."""
    part = time % 1.0
    canvas.again((0.6 if part < 0.6 else 1.0) - part)
    return part < 0.6


# What is heard and seen of a touch: press, turn or refuse; and where what is turned stands, 0 ... 1
Feedback = Callable[..., object]


def silent(what: str, part: float = 0.5) -> None:
    """The feedback of a widget without a scene."""


class Common(TypedDict, total=False):
    """What every widget may be given by name."""

    key: str
    group: str
    tip: str
    enabled: bool


def common(options: Mapping[str, Any]) -> Common:
    """Of the things given by name, those that every widget takes."""
    return cast(Common, {name: options[name] for name in Common.__annotations__ if name in options})


class Widget:
    """Base of all controls.

    name       unique in its scene; focus is kept by it
    rect       x, y, width, height in design pixels
    key        name of the intent that presses it from anywhere ("learn", "one"), "" for none
    group      widgets of one group are walked with the arrow keys
    tip        one sentence, shown when the pointer rests here
    why_not    it cannot be used now, and this says why: shown like a tip, also with the focus; a press is still heard
    turned     a number or a choice stands here that is turned: notes keep off it
    role       what kind of control it is, as a screen reader says it
    """

    turned = False
    role = N_("control")
    called = ""  # its name, read aloud where it has no label; else its tip is
    names_key = False  # what it says may be a digit, as its key is: then its keycap reads "key 1"
    background = False  # others stand on it: they are hit first, also a little beside them
    about = ""  # of several that are called the same: what this one is for, to be read aloud
    walks: tuple[str, ...] = ("left", "right", "up", "down")  # the arrows that lead to others of its group
    lasting: tuple[str, ...] = ()  # attributes that say what a hand has begun: they outlast a layout
    intents: tuple[str, ...] = ()  # what does something here while it has the keyboard

    def __init__(
        self, name: str, rect: Rect, *, key: str = "", group: str = "", tip: str = "", enabled: bool = True
    ) -> None:
        self.name = name
        self.rect = rect
        self.key = key
        self.group = group
        self.tip = tip
        self.enabled = enabled
        self.refusal_reason = ""
        self.visible = True
        self.focusable = True
        self.feedback: Feedback = silent  # the scene lends its own before each intent

    def draw(self, canvas: Canvas, state: State) -> None:
        """Draw it; changes nothing."""

    def shows_keycap(self, canvas: Canvas, cap: str) -> bool:
        """Its keycap has room on it, beside all that it says. Where not, the tip names the key."""
        return False

    def act(self, intent: Intent) -> bool:
        """Do what the intent asks; False: not mine, somebody else may have it."""
        return False

    def handled_intents(self) -> tuple[str, ...]:
        """The names of the intents that do something here while it has the keyboard."""
        return self.intents

    def answers(self, name: str) -> bool:
        """Is this the name of an intent that reaches the widget wherever the focus is?"""
        return bool(self.key) and name == self.key

    def takes(self, text: str) -> bool:
        """Does the focused widget want this typed character more than the action on the same key?"""
        return False

    def accessible_name(self) -> str:
        called = _(self.called) if self.called else self.tip
        return " ".join(str(getattr(self, "label", "") or called).split())

    def accessible_value(self) -> str:
        """Where it stands, as it is read aloud; "": it has no value."""
        return ""

    def description(self) -> str:
        """Name, value and role in one line: "alpha, .3 of .1 to .6, slider"; and why it cannot be used."""
        texts = (self.accessible_name(), self.about, self.accessible_value(), _(self.role), self.refusal_reason)
        return ", ".join(text.rstrip(".") for text in texts if text)

    def leave(self) -> None:
        """The focus goes elsewhere: whatever is half typed is settled."""

    def contains(self, x: float, y: float, least: float = 0.0) -> bool:
        """Is the point on it? A side shorter than `least` counts as that long (small things are easy to hit too)."""
        left, top, width, height = self.rect
        spare_x, spare_y = max(0.0, least - width) / 2, max(0.0, least - height) / 2
        return left - spare_x <= x < left + width + spare_x and top - spare_y <= y < top + height + spare_y

    def scroll_by(self, up: float) -> None:
        """It stands in what was scrolled, and goes with it."""
        x, y, width, height = self.rect
        self.rect = (x, y - up, width, height)

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        left, top, width, height = self.rect
        return min(max(x, left), left + max(0.0, width - 1)), min(max(y, top), top + max(0.0, height - 1))

    @property
    def centre(self) -> tuple[float, float]:
        x, y, width, height = self.rect
        return x + width / 2, y + height / 2

    @property
    def primary(self) -> bool:
        """Is it what the screen proposes to do next?"""
        return False

    def carries_over(self, before: Widget) -> bool:
        """Made by a new layout in the place of `before`: what a hand had begun there goes on. False: it is another."""
        if type(before) is not type(self) or before.meaning != self.meaning:
            return False
        for name in self.lasting:
            setattr(self, name, getattr(before, name))
        return True

    @property
    def meaning(self) -> object:
        """Where this is another one, a press means something else."""
        return self.name

    @property
    def live(self) -> bool:
        return self.visible and (self.enabled or bool(self.refusal_reason))


class Press(Widget):
    """A widget that can be pressed: by releasing the pointer inside it, by Enter, or by its own key."""

    intents = ("accept",)
    role = N_("button")
    on_press: Callable[[], object] | None = None
    waits = False  # it looks as if it could not be pressed, and is not, but keeps the keyboard
    answers_bet = False  # it has the keyboard only when the player takes it up

    def act(self, intent: Intent) -> bool:
        accepts = intent.name == "accept" or self.answers(intent.name)
        if accepts or (intent.name == "release" and self.contains(intent.x, intent.y)):
            self.feedback("press")
            if self.on_press and not self.waits:
                self.on_press()
        return accepts or intent.name in ("press", "release")
