"""Gamepads as one layout: those that SDL knows by name, and others by the numbers that most of them give their parts.

An event becomes moves: a button that went down or up, by SDL's name for it, or a stick that stands elsewhere.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pygame

DEAD = 0.35  # of a stick's way: nearer to its middle it rests
PULLED = 0.5  # of a trigger's way: from there on it counts as a button
BUTTONS = (
    "a", "b", "x", "y", "back", "start", "leftstick", "rightstick", "leftshoulder", "rightshoulder",
    "dpad_up", "dpad_down", "dpad_left", "dpad_right",
)  # fmt: skip
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


class Gamepad:
    """Keeps where sticks and triggers stand, so that an event can be told as what has changed."""

    def __init__(self) -> None:
        self._named: set[int] = set()  # pads that SDL tells as controllers: their raw events are told twice
        self._axes: dict[int, int] = {}  # pad -> how many axes it has, where that is known
        self._sticks: dict[str, list[float]] = {"left": [0.0, 0.0], "right": [0.0, 0.0]}
        self._down: set[str] = set()  # triggers, and directions of a hat or of a stick that is a cross

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
            name = _named_buttons().get(event.button, "")
            return [PadMove(name, event.type == pygame.CONTROLLERBUTTONDOWN)] if name else []
        if event.type == pygame.CONTROLLERAXISMOTION:
            self._named.add(pad)
            names = ("left x", "left y", "right x", "right y", "lefttrigger", "righttrigger")
            return self._axis(names[event.axis] if event.axis < len(names) else "", event.value / 32768, trigger=0.0)
        if pad in self._named and pad >= 0:
            return []
        return self._raw(event, self._axes.get(pad, 6))

    def _raw(self, event: pygame.event.Event, axes: int) -> list[PadMove]:
        """Of a pad that has no name."""
        with_triggers = axes >= FEW
        if event.type in (pygame.JOYBUTTONDOWN, pygame.JOYBUTTONUP):
            names = WITH_TRIGGERS if with_triggers else WITHOUT
            name = names[event.button] if event.button < len(names) else ""
            return [PadMove(name, event.type == pygame.JOYBUTTONDOWN)] if name else []
        if event.type == pygame.JOYHATMOTION:
            across, up = event.value
            return self._cross(across, up)
        if event.type == pygame.JOYAXISMOTION:
            order = AXES_WITH_TRIGGERS if with_triggers else AXES_WITHOUT
            name = order[event.axis] if event.axis < len(order) else ""
            if axes <= 2 and name:  # its cross is told as axes
                stick = self._sticks["left"]
                stick[name.endswith("y")] = event.value
                return self._cross(_sign(stick[0]), -_sign(stick[1]))
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
        return [PadMove(side, x=_alive(stick[0]), y=_alive(-stick[1]))]

    def _cross(self, across: float, up: float) -> list[PadMove]:
        wanted = {"dpad_left": across < 0, "dpad_right": across > 0, "dpad_up": up > 0, "dpad_down": up < 0}
        return [move for name, down in wanted.items() for move in self._press(name, down)]

    def _press(self, name: str, down: bool) -> list[PadMove]:
        """Told only where it is news."""
        if down == (name in self._down):
            return []
        self._down ^= {name}
        return [PadMove(name, down)]


def _alive(value: float) -> float:
    return value if abs(value) >= DEAD else 0.0


def _sign(value: float) -> float:
    return 0.0 if abs(value) < PULLED else 1.0 if value > 0 else -1.0


@cache
def _named_buttons() -> dict[int, str]:
    """SDL's number of a button -> its name."""
    names = {"leftstick": "LEFTSTICK", "rightstick": "RIGHTSTICK"}
    return {int(getattr(pygame, f"CONTROLLER_BUTTON_{names.get(name, name.upper())}")): name for name in BUTTONS}
