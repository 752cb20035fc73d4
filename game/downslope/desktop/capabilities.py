"""What the game can do where it runs: on a desktop all of it, in a browser's tab less. One table, which everybody asks.

Whoever needs a process, a folder or a terminal asks `can`; what is missed is told in one sentence, `only_on_desktop`.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

from ..i18n import N_, _


class Capability(NamedTuple):
    """Something that a desktop can do and a tab cannot. `told`: what is missed, in words; empty: nobody misses it."""

    name: str
    told: str = ""


CAPABILITIES = (
    Capability("processes", N_("more than one training at a time")),
    Capability("films", N_("films of runs")),
    Capability("checks", N_("checks of plugins while they are played")),
    Capability("terminal", N_("the terminal")),
    Capability("sweeps", N_("sweeps")),
    Capability("libraries", N_("scripts for NumPy, PyTorch and Keras that run")),
    Capability("folders", N_("a folder for plugins")),
    Capability("packages", N_("plugins as packages")),
    Capability("gamepads later", N_("gamepads plugged in later")),
    Capability("full screen"),  # the browser's own
    Capability("window sizes"),  # the page's
    Capability("steady frames"),  # as many as the page leaves time for
    Capability("early sound"),  # before the player has pressed anything
    Capability("quit"),  # there is a page to go back to
)
NAMES = frozenset(each.name for each in CAPABILITIES)


def in_tab() -> bool:
    """The game runs in a browser."""
    return sys.platform == "emscripten"


def can(name: str) -> bool:
    """Whether this platform supports the capability. A desktop may still forbid it when it is tried."""
    if name not in NAMES:
        raise KeyError(name)
    return not in_tab()


def desktop_only(*names: str) -> list[str]:
    """What is missed in a tab, in words: of these, or of all."""
    return [_(each.told) for each in CAPABILITIES if each.told and (each.name in names or not names)]


def no_clipboard(told: str = "") -> str:
    """That there is none. `told`: the same, with the command that does it where there is a terminal."""
    if not can("terminal"):
        return _("The browser gives this page no clipboard.")
    return told or _("This system has no clipboard.")


def only_on_desktop(*names: str) -> str:
    """The same in a sentence; empty on a desktop."""
    return _("Only on the desktop: {things}.").format(things=", ".join(desktop_only(*names))) if in_tab() else ""
