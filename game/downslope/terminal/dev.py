"""`downslope dev FILE`: the game on a plugin that is being written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..i18n import _
from ..level_files.pack import is_pack
from ..registry.stdout_guard import redirect_prints, say
from ..storage.errors import Refused
from .output import print_error
from .suggest import whole

if TYPE_CHECKING:
    from ..attempt.game.game import Game
    from ..storage.saves import Store


def game_of(store: Store) -> Game:
    """A game with the player's settings. What is tried while a plugin is written is no progress: it is not kept."""
    from ..attempt.game.game import Game
    from ..attempt.game.spectator import SpectatorStore

    game = Game(SpectatorStore(store.settings))
    game.counts = False
    return game


def develop(file: Path, level: str, frames: str) -> int:
    """Play until the player quits. The exit code: 2 for a file or level that is not there, or no display."""
    if not (file.is_file() or is_pack(file)):
        return print_error(_("{path} is not a plugin file").format(path=file))
    try:
        count = whole("--frames", frames, 0)
    except Refused as fault:
        return print_error(str(fault))
    from ..app.app import App, DisplayMissing, Options
    from ..app.dev_loop import DevLoop
    from ..registry.trust import name_file, own_file
    from ..storage.saves import players_store

    redirect_prints()
    name_file(file)
    game = game_of(players_store())
    own_file(file)
    try:
        loop = DevLoop(game, file, level)
    except LookupError:
        return print_error(_("{file} has no level {level}").format(file=file.name, level=level))
    say(_("Playing {file}; what is found in it is shown here too.").format(file=file.name))
    try:
        return App(Options(frames=count, dev=loop), game).run()
    except DisplayMissing as missing:
        return print_error(str(missing))
    finally:
        loop.end()
