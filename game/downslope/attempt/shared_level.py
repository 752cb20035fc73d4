"""A level as a code: opened here, kept as a file where the player wants it again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .. import paths
from ..i18n import _
from ..level_files.level_code import is_level_code
from ..level_files.writing import NotData, toml_of
from ..storage.errors import Refused
from ..storage.files import reason_of, write_file

if TYPE_CHECKING:
    from ..registry.registry import Registry
    from ..rules.level import Level
    from .game import Game

__all__ = ["is_level_code", "keep_level", "level_in", "level_of", "offer_to_keep"]


def level_of(code: str, registry: Registry) -> Level:
    """The level of a code, which is in the catalogue from now on. Refused: why there is none, in a sentence."""
    plugin = registry.add_code(code)
    registry.collect()
    if not plugin.keys("level"):
        fault = plugin.faults[0]
        registry.drop(plugin)
        raise Refused(_(fault.template).format(**fault.values))
    return registry.catalog.level(plugin.keys("level")[0])


def level_in(file: Path, registry: Registry) -> Level:
    """The first level of a file, wherever it lies. Refused: there is none, and why."""
    if not file.is_file():
        raise Refused(_("{path} is not a plugin file").format(path=file))
    same = (one for one in registry.foreign if one.source and Path(one.source).is_file())
    plugin = next((one for one in same if Path(one.source).samefile(file)), None) or registry.add_file(file)
    registry.collect()
    if plugin.waits is not None:
        told = _("{file} is new here and runs code: read it and trust it in the list of plugins")
        raise Refused(told.format(file=file.name))
    if not plugin.keys("level"):
        fault = plugin.faults[0] if plugin.faults else None
        told = _(fault.template).format(**fault.values) if fault is not None else _("there is no level in it")
        raise Refused(f"{fault.place if fault is not None else file.name}: {told}")
    return registry.catalog.level(plugin.keys("level")[0])


def offer_to_keep(game: Game, level: Level) -> None:
    """It is gone when the game ends, unless it is kept."""
    told = _("It came as a code, runs no code of its own, and is gone when the game ends.")
    game.toasts.add(_(level.title), told, icon="share", action=(_("Keep it"), lambda: keep_level(game, level)))


def keep_level(game: Game, level: Level) -> None:
    """As a file in the plugins folder; nothing is written over."""
    name = level.id.rpartition("/")[2]
    folder = paths.plugins()
    free = (path for n in range(1, 100) if not (path := folder / f"{name}{f'-{n}' if n > 1 else ''}.toml").exists())
    file = next(free)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_file(file, toml_of(level).replace(f'"{level.id}"', f'"{name}"', 1))
    except (OSError, NotData) as error:
        game.toasts.fault(_("{file} cannot be written: {reason}").format(file=file.name, reason=reason_of(error)))
        return
    game.toasts.add(_("Kept"), str(file), icon="check")
