"""Where the level of a plugin came from, as another process would find it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ... import paths

if TYPE_CHECKING:
    from ...rules.level import Level
    from .game import Game


def has_no_file(game: Game, level: Level) -> bool:
    """It came as a code or as bytes."""
    plugin = game.plugins.plugin_of(level)
    return plugin is not None and plugin.kind == "code"


def file_elsewhere(game: Game, level: Level) -> Path | None:
    """The file or pack that it was opened from, outside the player's folder; None: it is found without."""
    plugin = game.plugins.plugin_of(level)
    if plugin is None or plugin.kind != "folder" or not plugin.source:
        return None
    file = Path(plugin.source)
    return file if paths.is_there(file) and file.resolve().parent != paths.plugins().resolve() else None
