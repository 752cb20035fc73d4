"""The player's own trained nets, one for each part of a level: kept when a training stands, taken where asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ... import paths
from ...i18n import _
from ...rules import Level, Session
from ...storage.files import Refused
from ...storage.netfile import SavedNet, load_net, save_net
from .game import Game


def _file(level: str, part: int) -> Path:
    """Of the net of one part. Parts have different exams, so that their nets cannot be compared."""
    return paths.net(f"{level}.{part + 1}" if part else level)


def keep_net(game: Game, session: Session, unseen: float) -> bool:
    """Keep what was trained, unless a better one is kept already; of a later part what reads as much as that asks."""
    path = _file(session.base.id, session.stage)
    if not game.counts or (session.stage and unseen < (session.level.aim.share or 0.0)):
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
    """The level with the net that was trained in the level it names, in its last part that has one.

    Where that net has learned from what the level asks it, the exam of its own part is taken instead.
    """
    if not level.weights_from:
        return level
    source = source_level(game, level)
    for part in range(len(source.stages) if source is not None else 0, -1, -1):
        path = _file(level.weights_from if source is None else source.id, part)
        if not paths.file_exists(path):
            continue
        try:
            net = load_net(path, level.network.inputs, level.network.outputs)
        except Refused as why:
            game.toasts.fault(str(why))
            continue
        learned = level if source is None else source.stage(part)
        if not {pixels for pixels, _goal in learned.data()}.isdisjoint(p for p, _goal in level.data(unseen=True)):
            level = replace(level, examples=learned.examples, unseen=learned.unseen)
        return replace(level, network=net.network, weights=tuple(net.weights), spread=1.0)
    return level


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
