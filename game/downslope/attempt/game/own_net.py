"""The player's own trained net: kept when a training stands, taken where a level asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import paths
from ...i18n import _
from ...storage.errors import Refused
from ...storage.netfile import SavedNet, load_net, save_net, starting_with

if TYPE_CHECKING:
    from ...rules.level import Level
    from ...rules.session import Session
    from .game import Game


def keep_net(game: Game, session: Session, unseen: float) -> bool:
    """Keep what was trained, unless a better one is kept already. True: it was."""
    path = paths.net(session.base.id)
    if not game.counts:
        return False
    try:
        if paths.file_exists(path) and float(load_net(path).trained.get("unseen", 0.0)) > unseen:
            return False
    except (Refused, ValueError, TypeError):
        pass  # a file that cannot be read is no better one
    trained = {"level": session.base.id, "steps": session.count, "unseen": unseen}
    try:
        save_net(path, SavedNet(session.level.network, list(session.weights), trained))
    except Refused as why:
        game.toasts.fault(str(why))
        return False
    return True


def with_net(game: Game, level: Level) -> Level:
    """The level with the net that was trained in the level it names, where there is one."""
    if not level.weights_from:
        return level
    source = source_level(game, level)
    path = paths.net(source.id if source is not None else level.weights_from)
    if not paths.file_exists(path):
        return level
    try:
        net = load_net(path, level.network.inputs, level.network.outputs)
    except Refused as why:
        game.toasts.fault(str(why))
        return level
    return starting_with(level, net)


def has_net(level: Level) -> bool:
    """A net that was trained elsewhere lies in it, or it needs none: the weights are not drawn."""
    return not level.weights_from or level.weights is not None


def where_to_train(game: Game, level: Level) -> str:
    """The sentence that says where its net is to be trained first; "": there is one."""
    if has_net(level):
        return ""
    source = source_level(game, level)
    title = _(source.title) if source is not None else level.weights_from
    return _("This net is untrained. Train one in “{title}” first.").format(title=title)


def source_level(game: Game, level: Level) -> Level | None:
    """The level whose net it takes."""
    try:
        return game.catalog.level(level.weights_from, level.plugin)
    except LookupError:
        return None
