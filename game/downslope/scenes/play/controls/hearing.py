"""What a press does while something is played: most is not heard, but makes it faster, or takes it to its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ....attempt.director import Phase
from ....i18n import _
from ...base.scene import AWAY

if TYPE_CHECKING:
    from ....attempt.director import Director
    from ....view.widgets.widget import Widget

HEARD = frozenset(
    [
        "move", "release", "hover", "lift", "next", "previous", "hint", "settings", "pause", "learn", "full_screen",
        "note", "quit", "help", "words", "task", "stars", "sound",
    ]
)


def waits(director: Director, intent: str, widget: Widget | None) -> bool:
    """It is not for the screen. `widget`: the one that the press is on, or that has the keyboard."""
    if intent in HEARD or not (director.deaf or _is_again(director, intent, widget)):
        return False
    leads_away = widget is not None and (widget.name in AWAY or widget.key in ("pause", "learn"))
    return not (intent == "press" and leads_away)


def _is_again(director: Director, intent: str, widget: Widget | None) -> bool:
    """The primary, pressed once more before what it did has arrived."""
    if director.state is not Phase.PLAY:
        return False
    if intent in ("accept", "press"):
        return widget is not None and widget.primary
    return intent == "step"


def hurry(director: Director, intent: str) -> None:
    """What a press does instead."""
    if intent in ("accept", "step", "press"):
        director.faster()
    elif intent == "back":
        director.finish()


def acts_meanwhile(acts: Mapping[str, str]) -> dict[str, str]:
    """Of what keys do, what they do now, and what they are called."""
    found = {name: words for name, words in acts.items() if name in HEARD}
    return found | {"step": _("Faster"), "accept": _("Faster"), "back": _("To its end")}
