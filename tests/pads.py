"""What gamepads tell when their parts are moved, as pygame's events: one that SDL knows by name, one without."""

from __future__ import annotations

from typing import Any

import pygame

from downslope.desktop.controls import AXES_WITH_TRIGGERS, WITH_TRIGGERS

NAMED, RAW = 0, 7  # the numbers of the two
AXES = ("left x", "left y", "right x", "right y", "lefttrigger", "righttrigger")
HAT = {"dpad_left": (-1, 0), "dpad_right": (1, 0), "dpad_up": (0, 1), "dpad_down": (0, -1)}
KINDS = (
    pygame.CONTROLLERBUTTONDOWN, pygame.CONTROLLERAXISMOTION,
    pygame.JOYBUTTONDOWN, pygame.JOYHATMOTION, pygame.JOYAXISMOTION,
)  # fmt: skip  # of what it tells when something is pressed or moved


def _event(kind: int, named: bool, **values: Any) -> pygame.event.Event:
    return pygame.event.Event(kind, instance_id=NAMED if named else RAW, **values)


def axis(name: str, value: float, named: bool) -> pygame.event.Event:
    """A stick or a trigger stands there, −1 to 1."""
    if named:
        return _event(pygame.CONTROLLERAXISMOTION, named, axis=AXES.index(name), value=round(32767 * value))
    return _event(pygame.JOYAXISMOTION, named, axis=AXES_WITH_TRIGGERS.index(name), value=value)


def button(name: str, down: bool, named: bool) -> pygame.event.Event:
    """A button, a trigger or a direction of the cross is pressed, or let go."""
    if name.endswith("trigger"):
        return axis(name, 1.0 if down else 0.0 if named else -1.0, named)
    if named:
        kind = pygame.CONTROLLERBUTTONDOWN if down else pygame.CONTROLLERBUTTONUP
        return _event(kind, named, button=getattr(pygame, f"CONTROLLER_BUTTON_{name.upper()}"))
    if name in HAT:
        return _event(pygame.JOYHATMOTION, named, hat=0, value=HAT[name] if down else (0, 0))
    return _event(pygame.JOYBUTTONDOWN if down else pygame.JOYBUTTONUP, named, button=WITH_TRIGGERS.index(name))
