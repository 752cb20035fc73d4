"""What the player's progress keeps of an attempt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..rules import stars
from ..rules.actions import to_json
from ..storage.level_digest import digest

if TYPE_CHECKING:
    from .game import Game
    from .shown import ShownAttempt


def keep(game: Game, attempt: ShownAttempt) -> None:
    """Keep stars, bets and the best run of this attempt."""
    session, level = attempt.session, attempt.level
    record = game.progress.level(level.id)
    record.stars = sorted({*record.stars, *attempt.stars()})
    for number, right in attempt.asking.answered.items():
        record.bets.setdefault(str(number), right)
    record.hints = max(record.hints, attempt.hints)
    record.ghost = record.ghost or attempt.machine is not None
    count = session.tally.cost_at_win.get(stars.counted_part(session))
    if session.complete:
        record.reached = True
        if count is not None and not attempt.watched:
            record.keep(count, [to_json(a) for a in session.actions], digest(level))
    game.save()
