"""One table: key and gamepad button -> intent. It also feeds the help line, the keycaps and the rebinding screen."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pygame

from ..i18n import N_, _

# What stands on a keycap: short, and where that is only a sign, in full for lists.
CAPS = {
    "return": "↵", "escape": "Esc", "tab": "Tab", "left": "←", "right": "→", "up": "↑", "down": "↓",
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
def key_name(code: int) -> str:
    """The name of a key as the table and the saved settings write it; "" for a key without one."""
    names = (name[2:].lower() for name, value in vars(pygame).items() if name.startswith("K_") and value == code)
    return next(names, "") if code else ""


def cap(name: str, *, full: bool = False) -> str:
    """What stands on the key of that name."""
    if (full or name not in CAPS) and name in IN_FULL:
        return _(IN_FULL[name])
    return CAPS.get(name, name.upper() if len(name) < 4 else name.capitalize())


class Binding(NamedTuple):
    """A row of the table. `keys`: pygame's names without `K_`; the first is the one that is shown.

    group   where the list of keys has it: play, turn, see, every; "": nowhere
    needs   what the platform must be able to do for it (capabilities.py); "": nothing
    """

    intent: str
    keys: tuple[str, ...]
    words: str = ""  # what the help line and the settings call it
    pad: str = ""  # gamepad button
    fixed: bool = False  # cannot be given another key: without it nobody could get about
    group: str = ""
    needs: str = ""


GROUPS = ("play", "turn", "see", "every")
TABLE: tuple[Binding, ...] = (
    Binding("step", ("space",), N_("Step"), "x", group="play"),
    Binding("learn", ("l",), N_("Learn"), "righttrigger", group="play"),
    Binding("auto", ("a",), N_("Auto-solve"), group="play"),
    Binding("pause", ("p",), N_("Pause"), group="play"),
    Binding("undo", ("z",), N_("Undo"), "lefttrigger", group="play"),
    Binding("reset", ("r",), N_("Reset"), group="play"),
    Binding("hint", ("h",), N_("Hints"), "y", group="play"),
    Binding("dare", ("d",), N_("Dare"), group="play"),
    Binding("metric", ("m",), N_("Next metric"), group="turn"),
    Binding("freeze", ("f",), N_("Freeze a weight"), group="turn"),
    Binding("code", ("c",), N_("Show code"), group="see"),
    Binding("compare", ("v",), N_("Compare runs"), group="see"),
    Binding("jump", ("j",), N_("Jump to the turning step"), group="see"),
    Binding("map", ("g",), N_("Map"), group="see"),
    Binding("axes", ("x",), N_("Other axes of the map"), group="see"),
    Binding("everything", ("u",), N_("Show everything"), group="see"),
    Binding("task", ("b",), N_("Task of the level"), "leftstick", group="see"),
    Binding("stars", ("i",), N_("What the stars ask for"), group="see"),
    Binding("open", ("o",), N_("Open"), group="see"),
    Binding("words", ("w",), N_("Words"), "rightstick", group="see"),
    Binding("note", ("t",), N_("Accept a note's offer"), group="see"),
    Binding("earlier", ("comma",), N_("Back in time"), group="turn"),
    Binding("later", ("period",), N_("Forward in time"), group="turn"),
    Binding("copy", (), N_("Copy the run as a code"), fixed=True, group="every"),  # Ctrl + C
    Binding("link", (), N_("Copy a link to this level"), fixed=True, group="every"),  # Ctrl + L
    Binding("paste", (), N_("Open the code of a run"), fixed=True, group="every"),  # Ctrl + V
    Binding("film", ("f12",), N_("Save a film of the run"), group="every", needs="films"),
    Binding("sound", ("s",), N_("Sound off or on"), group="every"),
    Binding("reload", ("f5",), N_("Reload plugins"), group="every", needs="folders"),
    Binding("findings", ("f8",), N_("Findings in the plugin")),
    Binding("editor", ("e",), N_("Open in an editor"), needs="folders"),
    Binding("check", ("k",), N_("Check the plugin"), needs="folders"),
    Binding("full_screen", ("f11",), N_("Full screen"), group="every", needs="full screen"),
    Binding("left", ("left",), N_("Left"), "dpad_left", True, "turn"),
    Binding("right", ("right",), N_("Right"), "dpad_right", True, "turn"),
    Binding("up", ("up",), N_("Up"), "dpad_up", True, "turn"),
    Binding("down", ("down",), N_("Down"), "dpad_down", True, "turn"),
    Binding("accept", ("return", "kp_enter"), N_("Accept"), "a", True, "play"),
    Binding("back", ("escape",), N_("Back"), "b", True, "every"),
    Binding("next", ("tab",), N_("Next"), "rightshoulder", True, "every"),
    Binding("previous", (), N_("Previous"), "leftshoulder", True, "every"),  # Shift + Tab
    Binding("page_up", ("pageup",), N_("Page up"), fixed=True, group="turn"),
    Binding("page_down", ("pagedown",), N_("Page down"), fixed=True, group="turn"),
    Binding("home", ("home",), N_("First"), fixed=True, group="turn"),
    Binding("end", ("end",), N_("Last"), fixed=True, group="turn"),
    Binding("erase", ("backspace", "delete"), N_("Erase"), fixed=True, group="play"),
    Binding("one", ("1", "kp1"), N_("First answer"), fixed=True, group="play"),
    Binding("two", ("2", "kp2"), N_("Second answer"), fixed=True, group="play"),
    Binding("three", ("3", "kp3"), N_("Third answer"), fixed=True, group="play"),
    Binding("four", ("4", "kp4"), N_("Fourth answer"), fixed=True, group="play"),
    Binding("five", ("5", "kp5"), N_("Fifth answer"), fixed=True, group="play"),
    Binding("six", ("6", "kp6"), N_("Sixth answer"), fixed=True, group="play"),
    Binding("settings", ("f10",), N_("Settings"), "start", group="every"),
    Binding("help", ("f1",), N_("Keys on this screen"), "back", True, "every"),
    Binding("quit", (), N_("Quit")),
)
BY_INTENT = {binding.intent: binding for binding in TABLE}
CHORDS = {pygame.K_c: "copy", pygame.K_l: "link", pygame.K_v: "paste"}  # with Ctrl, or with a Mac's command key
CHORD_CAPS = {"previous": "Shift Tab", "copy": "Ctrl C", "link": "Ctrl L", "paste": "Ctrl V"}
HELD = {"hint": "stars", "undo": "reset", "settings": "map", "help": "compare"}  # of a button -> what it means held
STICKS = {"left": "turn_weight", "right": "turn_alpha"}  # of a gamepad -> what moving it asks for
