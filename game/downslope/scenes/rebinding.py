"""Giving actions other keys: which can be, waiting for the key, and one sentence about what came of it."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from ..desktop.bindings import BY_INTENT, TABLE
from ..desktop.controls import Controls
from ..desktop.keys import cap
from ..i18n import _

ALONE_NOTHING = frozenset(
    [
        pygame.K_LSHIFT, pygame.K_RSHIFT, pygame.K_LCTRL, pygame.K_RCTRL, pygame.K_LALT, pygame.K_RALT,
        pygame.K_LGUI, pygame.K_RGUI, pygame.K_CAPSLOCK, pygame.K_NUMLOCKCLEAR,
    ]
)  # fmt: skip


class Rebinding:
    """One at a time. `waiting`: the action that gets the next key; `note`: what the player is told."""

    def __init__(self, controls: Controls, changed: Callable[[], None]) -> None:
        self.controls = controls
        self.changed = changed
        self.waiting = ""
        self.note = ""

    def rows(self) -> list[tuple[str, str]]:
        """(action, words) of every action that can be given another key."""
        return [(row.intent, _(row.words)) for row in TABLE if row.there and not row.fixed and row.intent != "quit"]

    def cap(self, intent: str) -> str | None:
        """What stands on the key of an action; None: it waits for one."""
        return None if intent == self.waiting else self.controls.label(intent, full=True)

    def ask(self, intent: str) -> None:
        """The next key is for this action."""
        self.waiting = intent
        self.note = _("{key} keeps the old one").format(key=cap("escape"))
        self.controls.release_all()
        self.controls.listener = self.take

    def stop(self) -> None:
        """Wait no longer."""
        if self.waiting:
            self.waiting = self.note = ""
        self.controls.listener = None

    def take(self, code: int) -> None:
        """A key was pressed."""
        if code in ALONE_NOTHING:
            return
        intent = self.waiting
        self.stop()
        if code == pygame.K_ESCAPE:
            return
        before = {row.intent: self.controls.label(row.intent, full=True) for row in TABLE}
        self.note = self.controls.rebind(intent, code) or self._told(intent, before)
        self.changed()

    def _told(self, intent: str, before: dict[str, str]) -> str:
        other = next((row for row in TABLE if row.intent != intent and self._moved(row.intent, before)), None)
        if other is None:
            return ""
        told = _("Swapped: {action} is on {key} now")
        return told.format(action=_(other.words), key=self.controls.label(other.intent, full=True))

    def _moved(self, intent: str, before: dict[str, str]) -> bool:
        return before[intent] != self.controls.label(intent, full=True)


def fixed_rows(controls: Controls) -> list[tuple[str, tuple[str, ...]]]:
    """(words, keycaps) of the keys that stay as they are."""

    def caps(*intents: str) -> tuple[str, ...]:
        return tuple(controls.label(intent) for intent in intents)

    return [
        (_("Turn a knob, choose"), caps("left", "right", "up", "down")),
        (_("Fine, or ten at once"), ("Shift",)),
        (_(BY_INTENT["accept"].words), caps("accept")),
        (_(BY_INTENT["back"].words), caps("back")),
        (_("Next, previous"), caps("next", "previous")),
        (_("Answers"), ("1 – 6",)),
    ]
