"""A run as a code on the clipboard: copied here, opened there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...desktop import clipboard
from ...desktop.capabilities import no_clipboard
from ...engine.run import SAMPLE
from ...i18n import _
from ...level_files import level_code
from ...storage.errors import Refused
from ...storage.level_digest import digest
from ...storage.share_code import NAME, VERSION, decode, encode, replay
from ...storage.share_code import SharedRun as SharedRun
from .shared_level import is_level_code, level_of, show_refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from pygame import Surface

    from ...rules.catalog import Catalog
    from ...rules.level import Level
    from ...rules.session import Session
    from ..game.game import Game
    from ..shown import VisibleAttempt


# ---------------------------------------------------------------------------------------------------------------------
# A film of the run that was just seen: of the machine's show, or of exactly what was done.


def film_of(game: Game, attempt: VisibleAttempt, picture: Surface) -> bool:
    """With a picture beside it. False: it cannot be made, which is said."""
    if attempt.show is not None and not attempt.replayed:
        return game.films.make(attempt.level.id, [attempt.level.id], picture)
    try:
        code = encode(attempt.shown)
    except Refused as why:
        game.toasts.fault(str(why))
        return False
    return game.films.make(attempt.level.id, ["--code", code], picture)


def read_run(code: str, catalog: Catalog) -> SharedRun:
    """The run of a code. Refused: why there is none, in a sentence.

    Whether all of it can be done is tried where that takes no time; a training of pictures is told as it is played.
    """
    run = decode(code, catalog)
    if len(run.level.data()) <= SAMPLE:
        replay(run, catalog)
    return run


def is_run_code(text: str) -> bool:
    """It says that it is one, of whichever version."""
    return re.match(rf"\s*{NAME}\d+-", text) is not None


def copy_run(game: Game, session: Session) -> bool:
    """Put the code of all that was done in this session on the clipboard, and say so. False: it cannot be."""
    if digest(session.base) != digest(game.catalog.level(session.base.id)):  # its net is the player's own
        game.toasts.fault(_("A run with your own net has no code: a code cannot hold the net."))
        return False
    try:
        code = encode(session)
    except Refused as why:
        game.toasts.fault(str(why))
        return False
    if not clipboard.copy(f"{game.address}?run={code}" if game.address else code):
        game.toasts.fault(no_clipboard())
        return False
    text = _("Anyone who pastes it on the title or the map sees exactly this run.")
    game.toasts.add(_("Run code copied"), text, icon="check")
    return True


def pasted_run(game: Game, look: Callable[[str], None]) -> SharedRun | Level | None:
    """The run, or the level, whose code lies on the clipboard; else it is said why there is none.

    `look`: opens the list of plugins at one.
    """
    code = clipboard.paste()
    if code is None:
        text = _("This system has no clipboard; `downslope play --code CODE` opens a code.")
        game.toasts.fault(no_clipboard(text))
        return None
    if not code.strip():
        text = _("Copy the code of a run or a level first: it begins with {run} or {level}.")
        starts = {"run": f"{NAME}{VERSION}-", "level": f"{level_code.NAME}{level_code.VERSION}-"}
        game.toasts.add(text.format(**starts), icon="share")
        return None
    try:
        return level_of(code, game.registry) if is_level_code(code) else read_run(code, game.catalog)
    except Refused as why:
        show_refusal(game, why, look)
        return None
