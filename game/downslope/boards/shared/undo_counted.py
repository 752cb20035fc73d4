"""Undo where runs are counted: a knob may be turned back, but a run that was seen stays counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.actions import Learn, Turn
from ...rules.costs import STAYS

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt


def undo_turn(attempt: Attempt) -> bool:
    """Take back the last action if it turned a knob; else say why not. True: it was taken back."""
    actions = attempt.session.actions
    if actions and isinstance(actions[-1], Turn):
        attempt.undo()
        return True
    ran = any(isinstance(action, Learn) for action in actions[-1:])
    attempt.game.toasts.add(_(STAYS["runs"]) if ran else _("There is nothing to undo."))
    return False
