"""Undo where runs are counted: a knob may be turned back, but a run that was seen stays counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.action_history import last_action
from ...rules.actions import Learn, Turn
from ...rules.costs import UNITS

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt


def undo_turn(attempt: Attempt) -> bool:
    """Take back the last action if it turned a knob; else say why not. True: it was taken back."""
    last = last_action(attempt.session)
    if isinstance(last, Turn):
        attempt.undo()
        return True
    ran = isinstance(last, Learn)
    attempt.game.toasts.add(_(UNITS["runs"].stays) if ran else _("There is nothing to undo."))
    attempt.game.player_feedback.refuse()
    return False
