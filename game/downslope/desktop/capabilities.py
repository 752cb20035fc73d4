"""What the game can do where it runs: on a desktop all of it, in a browser's tab less. One table, which everybody asks.

Whoever needs a process, a folder or a terminal asks `can`; what is missed is told in one sentence, `only_on_desktop`.
"""

from __future__ import annotations

import sys

from ..i18n import N_, _

# What a desktop can do and a tab cannot -> what is missed, in words; empty: nobody misses it.
CAPABILITIES = {
    "processes": N_("more than one training at a time"),
    "films": N_("films of runs"),
    "checks": N_("checks of plugins while they are played"),
    "terminal": N_("the terminal"),
    "sweeps": N_("sweeps"),
    "libraries": N_("scripts for NumPy, PyTorch and Keras that run"),
    "folders": N_("a folder for plugins"),
    "packages": N_("plugins as packages"),
    "gamepads later": N_("gamepads plugged in later"),
    "full screen": "",  # the browser's own
    "window sizes": "",  # the page's
    "steady frames": "",  # as many as the page leaves time for
    "early sound": "",  # before the player has pressed anything
    "quit": "",  # there is a page to go back to
}


def in_tab() -> bool:
    """The game runs in a browser."""
    return sys.platform == "emscripten"


def can(name: str) -> bool:
    """Whether this platform supports the capability; "": none is needed. A desktop may still forbid it when it is
    tried."""
    if name and name not in CAPABILITIES:
        raise KeyError(name)
    return not (name and in_tab())


def desktop_only(*names: str) -> list[str]:
    """What is missed in a tab, in words: of these, or of all."""
    return [_(sentence) for name, sentence in CAPABILITIES.items() if sentence and (name in names or not names)]


def no_clipboard(sentence: str = "") -> str:
    """That there is none. `told`: the same, with the command that does it where there is a terminal."""
    if not can("terminal"):
        return _("The browser gives this page no clipboard.")
    return sentence or _("This system has no clipboard.")


def only_on_desktop(*names: str) -> str:
    """The same in a sentence; empty on a desktop."""
    return _("Only on the desktop: {things}.").format(things=", ".join(desktop_only(*names))) if in_tab() else ""
