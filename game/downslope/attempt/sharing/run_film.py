"""A film of the run that was just seen: of the machine's show, or of exactly what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...storage.errors import Refused
from ...storage.share_code import encode

if TYPE_CHECKING:
    from pygame import Surface

    from ..game.game import Game
    from ..shown import ShownAttempt


def film_of(game: Game, attempt: ShownAttempt, picture: Surface) -> bool:
    """With a picture beside it. False: it cannot be made, which is said."""
    if attempt.show is not None and not attempt.replayed:
        return game.films.make(attempt.level.id, [attempt.level.id], picture)
    try:
        code = encode(attempt.shown)
    except Refused as why:
        game.toasts.fault(str(why))
        return False
    return game.films.make(attempt.level.id, ["--code", code], picture)
