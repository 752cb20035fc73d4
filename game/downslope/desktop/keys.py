"""The names of keys: as pygame numbers them, as the settings write them, as they stand on a keycap."""

from __future__ import annotations

from functools import cache

import pygame

from ..i18n import N_, _

# What stands on a keycap: short, and where that is only a sign, in full for lists.
CAPS = {
    "space": "␣", "return": "↵", "escape": "Esc", "tab": "Tab", "left": "←", "right": "→", "up": "↑", "down": "↓",
    "comma": ",", "period": ".", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End", "backspace": "⌫",
    "delete": "Del", "minus": "-", "plus": "+", "slash": "/", "semicolon": ";", "quote": "'",
}  # fmt: skip
IN_FULL = {"space": N_("Space"), "return": N_("Enter"), "backspace": N_("Backspace")}
PAD_CAPS = {
    "a": "A", "b": "B", "x": "X", "y": "Y", "leftshoulder": "LB", "rightshoulder": "RB", "start": "Start",
    "back": "Select", "leftstick": "L3", "rightstick": "R3", "lefttrigger": "LT", "righttrigger": "RT",
    "dpad_left": "←", "dpad_right": "→", "dpad_up": "↑", "dpad_down": "↓",
}  # fmt: skip


def key_code(name: str) -> int:
    """pygame's number of a key; 0 for a name it does not know. Needs no window."""
    constant = name if len(name) == 1 else name.upper()
    return int(getattr(pygame, f"K_{constant}", 0))


@cache
def _names() -> dict[int, str]:
    found: dict[int, str] = {}
    for name, code in vars(pygame).items():
        if name.startswith("K_") and code:
            found.setdefault(code, name[2:].lower())
    return found


def key_name(code: int) -> str:
    """The name of a key as the table and the saved settings write it; "" for a key without one."""
    return _names().get(code, "")


def cap(name: str, *, full: bool = False) -> str:
    """What stands on the key of that name."""
    if full and name in IN_FULL:
        return _(IN_FULL[name])
    return CAPS.get(name, name.upper() if len(name) < 4 else name.capitalize())
