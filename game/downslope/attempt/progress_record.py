"""What the player's progress keeps of an attempt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..rules import stars
from ..rules.actions import Answer, Next, Reset, to_json
from ..rules.costs import UNITS
from ..storage.level_digest import digest

if TYPE_CHECKING:
    from ..rules.session import Session
    from .game.game import Game
    from .shown import ShownAttempt


def keep(game: Game, attempt: ShownAttempt) -> None:
    """Keep stars, bets and the best run of this attempt."""
    session, level = attempt.session, attempt.level
    if attempt.replayed and not session.actions:  # somebody else's run was looked at, and no more
        return
    record = game.progress.level(level.id)
    record.stars = sorted({*record.stars, *attempt.stars()})
    for number, right in attempt.asking.answered.items():
        record.bets.setdefault(str(number), right)
    record.hints = max(record.hints, attempt.hints)
    record.ghost = record.ghost or attempt.machine is not None
    count = session.tally.cost_at_win.get(stars.counted_part(session))
    if session.complete:
        record.reached = True
        if count is not None and not attempt.watched and _was_played(session, count):
            record.keep(count, [to_json(a) for a in session.actions], digest(level))
    game.save()


def _was_played(session: Session, count: int) -> bool:
    """Something was done for it: a part that was won as it began, or after a Reset, is no record."""
    done = any(not isinstance(action, (Next, Answer, Reset)) for action in session.actions)
    return done and count >= UNITS[session.base.stage(stars.counted_part(session)).par_unit].least
