"""From pygame's events to what the player wants, by the table of bindings.py.

`Controls` keeps the state of the keys itself (posted events do not change pygame's own) and repeats the arrows while
they are held. A typed character comes with the action of its key as `Intent.text`: the scene decides whether the
focused widget wants the character or everybody wants the action.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import pygame

from ..i18n import _
from .bindings import BY_INTENT, CHORD_CAPS, CHORDS, HELD, PAD_CAPS, STICKS, TABLE, cap, key_code, key_name
from .capabilities import can

DEAD = 0.35  # of a stick's way: nearer to its middle it rests
PULLED = 0.5  # of a trigger's way: from there on it counts as a button
BUTTONS = (
    "a", "b", "x", "y", "back", "start", "leftstick", "rightstick", "leftshoulder", "rightshoulder",
    "dpad_up", "dpad_down", "dpad_left", "dpad_right",
)  # fmt: skip
NAMED_BUTTONS = {int(getattr(pygame, f"CONTROLLER_BUTTON_{name.upper()}")): name for name in BUTTONS}
# Pads without a name: buttons and axes in the order of drivers that tell triggers as axes, and of those that do not.
WITH_TRIGGERS = ("a", "b", "x", "y", "leftshoulder", "rightshoulder", "back", "start", "", "leftstick", "rightstick")
WITHOUT = (
    "a", "b", "x", "y", "leftshoulder", "rightshoulder", "lefttrigger", "righttrigger", "back", "start",
    "leftstick", "rightstick",
)  # fmt: skip
AXES_WITH_TRIGGERS = ("left x", "left y", "lefttrigger", "right x", "right y", "righttrigger")
AXES_WITHOUT = ("left x", "left y", "right x", "right y")
FEW = 5  # axes: a pad with fewer has no triggers among them


class PadMove(NamedTuple):
    """What a pad's part did. part: a button's name, or "left" or "right" of a stick; down: a button's; x, y: a stick's,
    −1 to 1, right and up positive."""

    part: str
    down: bool = False
    x: float = 0.0
    y: float = 0.0


@dataclass(eq=False)
class Gamepad:
    """The gamepads that are listened to, as one layout: those that SDL knows by name, and others by the numbers that
    most of them give their parts. None is needed.

    It keeps where sticks and triggers stand, so that an event can be told as what has changed.
    """

    _open: dict[int, object] = field(default_factory=dict)  # by their number: one is told of twice
    _named: set[int] = field(default_factory=set)  # pads that SDL knows as controllers: their raw events come twice
    _axes: dict[int, int] = field(default_factory=dict)  # pad -> how many axes it has, where that is known
    _sticks: dict[str, list[float]] = field(default_factory=lambda: {"left": [0.0, 0.0], "right": [0.0, 0.0]})
    _down: set[str] = field(default_factory=set)  # triggers, and directions of a hat or of a stick that is a cross

    def start(self) -> None:
        """Listen to all that are there, and to be told of those that come."""
        try:
            from pygame._sdl2 import controller

            controller.init()
            pygame.joystick.init()
            for index in range(pygame.joystick.get_count()):
                self.open(index)
        except (ImportError, pygame.error):
            return

    def open(self, index: int) -> None:
        """Listen to one more."""
        try:
            from pygame._sdl2 import controller

            pad, named = pygame.joystick.Joystick(index), bool(controller.is_controller(index))
            if pad.get_instance_id() not in self._open:
                self._open[pad.get_instance_id()] = controller.Controller(index) if named else pad
                self.meet(pad.get_instance_id(), named=named, axes=pad.get_numaxes())
        except (ImportError, pygame.error):
            return

    def meet(self, pad: int, *, named: bool, axes: int = 6) -> None:
        """A pad is listened to from now on."""
        self._axes[pad] = axes
        if named:
            self._named.add(pad)

    def moves(self, event: pygame.event.Event) -> list[PadMove]:
        """What one event says; nothing for events that are no pad's."""
        pad = int(getattr(event, "instance_id", -1))
        if event.type in (pygame.CONTROLLERBUTTONDOWN, pygame.CONTROLLERBUTTONUP):
            self._named.add(pad)
            name = NAMED_BUTTONS.get(event.button, "")
            return [PadMove(name, event.type == pygame.CONTROLLERBUTTONDOWN)] if name else []
        if event.type == pygame.CONTROLLERAXISMOTION:
            self._named.add(pad)
            names = ("left x", "left y", "right x", "right y", "lefttrigger", "righttrigger")
            return self._axis(names[event.axis] if event.axis < len(names) else "", event.value / 32768, trigger=0.0)
        if pad in self._named and pad >= 0:
            return []
        axes = self._axes.get(pad, 6)  # of a pad that has no name
        with_triggers = axes >= FEW
        if event.type in (pygame.JOYBUTTONDOWN, pygame.JOYBUTTONUP):
            parts = WITH_TRIGGERS if with_triggers else WITHOUT
            name = parts[event.button] if event.button < len(parts) else ""
            return [PadMove(name, event.type == pygame.JOYBUTTONDOWN)] if name else []
        if event.type == pygame.JOYHATMOTION:
            across, up = event.value
            return self._cross(across, up)
        if event.type == pygame.JOYAXISMOTION:
            order = AXES_WITH_TRIGGERS if with_triggers else AXES_WITHOUT
            name = order[event.axis] if event.axis < len(order) else ""
            if axes <= 2 and name:  # its cross comes as axes
                stick = self._sticks["left"]
                stick[name.endswith("y")] = event.value
                across, up = (value if abs(value) >= PULLED else 0.0 for value in (stick[0], -stick[1]))
                return self._cross(across, up)
            return self._axis(name, event.value, trigger=-1.0)
        return []

    def _axis(self, name: str, value: float, trigger: float) -> list[PadMove]:
        """A stick's or a trigger's; `trigger`: where one rests."""
        if name.endswith("trigger"):
            return self._press(name, (value - trigger) / (1 - trigger) > PULLED)
        side, _space, axis = name.partition(" ")
        if side not in self._sticks:
            return []
        stick = self._sticks[side]
        stick[axis == "y"] = value
        x, y = (value if abs(value) >= DEAD else 0.0 for value in (stick[0], -stick[1]))
        return [PadMove(side, x=x, y=y)]

    def _cross(self, across: float, up: float) -> list[PadMove]:
        wanted = {"dpad_left": across < 0, "dpad_right": across > 0, "dpad_up": up > 0, "dpad_down": up < 0}
        return [move for name, down in wanted.items() for move in self._press(name, down)]

    def _press(self, name: str, down: bool) -> list[PadMove]:
        """Told only where it is news."""
        if down == (name in self._down):
            return []
        self._down ^= {name}
        return [PadMove(name, down)]


class Intent(NamedTuple):
    """What the player wants.

    Pointer: press, release, move, wheel (`value` = notches, up is positive), with x, y in design pixels; context: the
    right button.
    Moving: left right up down page_up page_down home end, next, previous, earlier, later. Shift sets both `fine` and
    `big`; the widget knows which of the two is meant. Typing: text, erase. The rest are actions by name.
    """

    name: str
    x: float = 0.0
    y: float = 0.0
    value: float = 0.0
    text: str = ""
    fine: bool = False
    big: bool = False


PAD_INTENTS = {binding.pad: binding.intent for binding in TABLE if binding.pad}
REPEATED = frozenset(
    ["left", "right", "up", "down", "earlier", "later", "next", "previous", "erase", "page_up", "page_down"]
)
SHIFTS = frozenset({pygame.K_LSHIFT, pygame.K_RSHIFT})
LONG_TOUCH = 0.5  # seconds after which a finger that holds still asks what is there
TREMBLE = 8.0  # design pixels that it may move meanwhile
WAIT, AGAIN = 0.35, 0.05  # seconds until a held key repeats, and between repeats
SLOW = 0.25  # the same of a stick that is moved a little: each of its steps is a fine one
FULL = 0.7  # of a stick's way: from there on it is moved fully
LONG = 0.5  # seconds after which a button of the gamepad counts as held
HELP = "?"  # this character asks for the list of keys, on whatever key a keyboard has it


class Controls:
    """Events in, intents out.

    keys    the player's own bindings, intent -> key name; only what differs from the table. Rebinding writes into it.
    scale   physical pixels in a design pixel; the window sets it
    """

    def __init__(self, keys: dict[str, str] | None = None) -> None:
        self.keys: dict[str, str] = {} if keys is None else keys
        self.scale = 1.0
        self.pointer = (-1.0, -1.0)
        self.device = "keys"  # what the player touched last: keys, pointer or pad
        self.touch = False  # the pointer is a finger
        self._finger: tuple[float, float, float] | None = None  # where one holds still, and seconds until it is long
        self.listener: Callable[[int], None] | None = None  # gets every key instead of what it means: for rebinding
        self._held: dict[str, float] = {}  # intent -> seconds until it repeats
        self._down: set[int] = set()
        self._typed = ""  # the character that the last key brought along
        self._codes: dict[int, str] = {}
        self.pad = Gamepad()
        self._long: dict[str, float] = {}  # intent of a button that may be held -> seconds until it is
        self._sticks: dict[str, Intent] = {}  # what each stick that is moved asks for, again and again
        self._again: dict[str, float] = {}  # seconds until it does so
        self._spent: set[str] = set()  # sticks that do nothing until they have been at rest
        self.refresh()

    def refresh(self) -> None:
        """Work out again which key does what; after the player's bindings were changed from outside.

        What the player has chosen comes first: a later version of the table may use the key for something new.
        """
        self._codes = {}
        for binding in sorted(TABLE, key=lambda binding: binding.intent not in self.keys):
            for name in self.key_names(binding.intent):
                self._codes.setdefault(key_code(name), binding.intent)
        self._codes.pop(0, None)

    def key_names(self, intent: str) -> tuple[str, ...]:
        """The keys of an intent, the one shown first."""
        binding = BY_INTENT.get(intent)
        if binding is None or not can(binding.needs):
            return ()
        own = self.keys.get(intent, "")
        if binding.fixed or not key_code(own):
            return binding.keys
        return (own,)

    def label(self, intent: str, *, full: bool = False) -> str:
        """What stands on the keycap of an intent, "" without one. With a gamepad in hand, its button.

        Then a key that is called as a button is has no keycap: who reads A is to find it at the gamepad.
        """
        binding = BY_INTENT.get(intent)
        if binding and self.device == "pad" and binding.pad:
            return PAD_CAPS[binding.pad]
        if intent in CHORD_CAPS:
            return CHORD_CAPS[intent]
        names = self.key_names(intent)
        cap_label = cap(names[0], full=full) if names else ""
        return "" if self.device == "pad" and not full and cap_label in PAD_CAPS.values() else cap_label

    def rebind(self, intent: str, code: int) -> str:
        """Give an intent another key. Two actions swap their keys. Returns "" or one sentence why it cannot be."""
        name = key_name(code)
        binding = BY_INTENT[intent]
        if binding.fixed or not name:
            return _("This key cannot be used.")
        other = self._codes.get(code, "")
        if other == intent:
            return ""
        if other and BY_INTENT[other].fixed:
            return _("{key} is needed to move around; choose another key.").format(key=cap(name, full=True))
        if other:
            self.keys[other] = self.key_names(intent)[0] if self.key_names(intent) else ""
        self.keys[intent] = name
        self.refresh()
        return ""

    def intents(self, event: pygame.event.Event) -> list[Intent]:
        """What one event asks for: none or one intent."""
        if event.type in (pygame.KEYDOWN, pygame.KEYUP):
            (self._down.add if event.type == pygame.KEYDOWN else self._down.discard)(event.key)
            modifiers = getattr(event, "mod", None)
            if modifiers is not None and event.key not in SHIFTS:  # also who missed it hears whether Shift is held
                self._down -= SHIFTS
                self._down |= {pygame.K_LSHIFT} if modifiers & pygame.KMOD_SHIFT else set()
        if event.type == pygame.KEYDOWN:
            self.device = "keys"
            text = getattr(event, "unicode", "")
            self._typed = text if text.isprintable() else ""
            if self.listener is not None:
                self.listener(event.key)
                return []
            name = self._codes.get(event.key, "")
            if self._typed == HELP:
                name = "help"
            if name == "next" and self.shift:
                name = "previous"
            if getattr(event, "mod", 0) & (pygame.KMOD_CTRL | pygame.KMOD_META):
                name, self._typed = CHORDS.get(event.key, name), ""
            if name in REPEATED:
                self._held = {name: WAIT}
            return [self._moved(name or "text", self._typed)] if name or self._typed else []
        if event.type == pygame.KEYUP:
            self._typed = ""
            name = self._codes.get(event.key, "")
            self._held.pop(name, None)
            if name == "next":
                self._held.pop("previous", None)
            return []
        if event.type == pygame.TEXTINPUT:
            typed, self._typed = self._typed, ""
            if event.text == typed:
                return []
            return [self._moved("help" if character == HELP else "text", character) for character in event.text]
        if event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEMOTION, pygame.MOUSEWHEEL):
            if event.type == pygame.MOUSEWHEEL:
                x, y = self.pointer
                return [Intent("wheel", x, y, float(event.y), fine=self.shift, big=self.shift)] if event.y else []
            x, y = self.pointer = (event.pos[0] / self.scale, event.pos[1] / self.scale)
            self.touch = bool(getattr(event, "touch", False))
            if self._finger is not None and max(abs(x - self._finger[0]), abs(y - self._finger[1])) > TREMBLE:
                self._finger = None
            if event.type == pygame.MOUSEMOTION:
                return [Intent("move", x, y, fine=self.shift, big=self.shift)]
            if event.button == 3 and event.type == pygame.MOUSEBUTTONDOWN:
                return [Intent("context", x, y)]
            if event.button != 1:
                return []
            self.device = "pointer"
            down = event.type == pygame.MOUSEBUTTONDOWN
            self._finger = (x, y, LONG_TOUCH) if self.touch and down else None
            intents = [Intent("press" if down else "release", x, y, fine=self.shift, big=self.shift)]
            return [*intents, Intent("lift", x, y)] if self.touch and not down else intents
        moves = self.pad.moves(event)
        if moves:
            return [intent for move in moves for intent in self._pad(move)]
        if event.type == pygame.WINDOWFOCUSLOST:
            self.release_all()
        if event.type == pygame.QUIT:
            return [Intent("quit")]
        return []

    def repeats(self, seconds: float) -> list[Intent]:
        """The intents of the keys that are held down, once a frame."""
        intents = []
        for name in self._held:
            self._held[name] -= seconds
            if self._held[name] <= 0:
                self._held[name] = max(0.0, self._held[name] + AGAIN)  # once a frame at most
                intents.append(self._moved(name))
        for name in list(self._long):
            self._long[name] -= seconds
            if self._long[name] <= 0:
                del self._long[name]
                intents.append(Intent(HELD[name]))
        if self._finger is not None:  # one that holds still for long is what a pointer is that rests
            x, y, left = self._finger
            self._finger = (x, y, left - seconds) if left > seconds else None
            intents += [] if self._finger is not None else [Intent("hover", x, y)]
        for side, intent in self._sticks.items():
            self._again[side] -= seconds
            if self._again[side] <= 0:
                self._again[side] = SLOW if intent.fine else AGAIN
                intents.append(intent)
        return intents

    def stop_repeats(self) -> None:
        """Nothing that is held acts any more until it is let go: something else lies before the player."""
        self._held.clear()
        self._long.clear()
        self._spent |= set(self._sticks)
        self._sticks.clear()

    def release_all(self) -> None:
        """Forget every held key: the window lost the keyboard and will not hear them go up."""
        self._held.clear()
        self._down.clear()
        self._long.clear()
        self._sticks.clear()
        self._spent.clear()

    @property
    def shift(self) -> bool:
        return bool(SHIFTS & self._down)

    def _moved(self, name: str, text: str = "") -> Intent:
        return Intent(name, text=text, fine=self.shift, big=self.shift)

    def _pad(self, move: PadMove) -> list[Intent]:
        if move.part in STICKS:
            # A stick turns its knob for as long as it is moved: right or up is more; a little is finely
            far = move.x if abs(move.x) >= abs(move.y) else move.y
            before = self._sticks.pop(move.part, None)
            if not far:
                self._spent.discard(move.part)
            if not far or move.part in self._spent:
                return []
            self.device = "pad"
            intent = Intent(STICKS[move.part], x=move.x, y=move.y, value=1.0 if far > 0 else -1.0, fine=abs(far) < FULL)
            self._sticks[move.part] = intent
            if before is not None and before.value == intent.value:
                return []
            self._again[move.part] = WAIT
            return [intent]
        name = PAD_INTENTS.get(move.part, "")
        if not name:
            return []
        if not move.down:
            self._held.pop(name, None)
            return [Intent(name)] if self._long.pop(name, None) else []
        self.device = "pad"
        if name in HELD:  # what it means is known when it is let go, or has been held
            self._long = {name: LONG}
            return []
        if name in REPEATED:
            self._held = {name: WAIT}
        return [Intent(name)]
