"""What a knob says that waits for runs to end (`Knob.after`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import several
from ...rules.knob_turns import is_locked

if TYPE_CHECKING:
    from ...rules.knob import Knob
    from ...rules.session import Session


def lock_note(session: Session, knob: Knob) -> str:
    """When it opens; "": it may be turned."""
    if not is_locked(session, knob):
        return ""
    ended = min(knob.after, session.tally.runs - (session.outcome is None and session.tally.runs > 0))
    return several(
        "opens when a run has ended", "opens when {count} runs have ended: {ended} so far", knob.after
    ).format(count=knob.after, ended=ended)
