"""How a run of the game is asked for, and the game that is played in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..attempt.game.game import Game

if TYPE_CHECKING:
    from ..rules.actions import Action
    from .dev_loop import DevLoop


@dataclass
class Options:
    """Sizes in physical pixels; `frames` 0: until the player quits."""

    level: str = ""
    frames: int = 0
    screenshot: str = ""
    size: tuple[int, int] = (1280, 720)
    theme: str = ""
    plugins: bool = True
    profile: bool = False
    software: bool = False
    dev: DevLoop | None = None  # a plugin that is being written
    link: str = ""  # what a deep link asks for; its level counts instead of `level`
    address: str = ""  # of the page that the game is a part of
    replay: Sequence[Action] | None = None  # in the level: the run that is shown first
    interrupts: int | None = None  # how often Ctrl-C had been typed when the game was asked for; None: as often as now


def own_game(options: Options) -> Game:
    """The player's own."""
    from ..storage.saves import players_store

    game = Game(players_store(), theme=options.theme, plugins=options.plugins)
    game.address = options.address
    return game
