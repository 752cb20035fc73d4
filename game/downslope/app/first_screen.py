"""The first screen: the title, or the level that was asked for by its name or by a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..scenes.base.navigation import screen

if TYPE_CHECKING:
    from ..attempt.game.game import Game
    from ..scenes.base.scene import Scene
    from .options import Options


def first_screen(game: Game, options: Options) -> Scene:
    """What the game begins with. While frames are measured, with the title: the level is opened from there."""
    if options.dev is not None:
        return options.dev.scene()
    found: Scene
    if options.profile or not (options.link or options.level):
        found = screen("title", game)
    elif options.link:
        found = linked_screen(game, options.link)
    else:
        found = screen("play", game, level=game.catalog.level(options.level), replay=options.replay)
    return found


def linked_screen(game: Game, link: str) -> Scene:
    """What a deep link asks for."""
    from ..attempt.sharing.link_opening import open_link

    opening = open_link(game, link)
    found: Scene
    if opening.level is not None:
        found = screen("play", game, level=opening.level, start=opening.start)
    elif opening.plugin:
        found = screen("plugins", game, parent=screen("title", game), at=opening.plugin)
    else:
        found = screen("title", game)
    return found
