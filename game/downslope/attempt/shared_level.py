"""A level from outside: a code or link, a file wherever it lies, bytes that were dropped. Opened here, and kept as a
file where the player wants it again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from .. import paths
from ..desktop import clipboard
from ..desktop.capabilities import no_clipboard
from ..engine.run import SAMPLE
from ..i18n import _, translate
from ..level_files.pack import is_pack
from ..level_files.to_toml import CODE_NAME, CODE_VERSION, NotData, code_in, is_level_code, toml_of
from ..registry.loading import plugin_of
from ..registry.plugin_file import load_bytes, load_code
from ..storage.files import Refused, unwritable, write_file
from ..storage.level_digest import digest
from ..storage.share_code import NAME, VERSION, SharedRun as SharedRun, decode, encode, replay

if TYPE_CHECKING:
    from pygame import Surface

    from ..registry.plugin import Plugin
    from ..registry.registry import Registry
    from ..rules import Catalog, Level, Session
    from .game.game import Game
    from .shown import VisibleAttempt


__all__ = [
    "is_file", "is_level_code", "keep_level", "level_in", "level_in_bytes", "level_of", "offer_to_keep", "show_refusal",
]  # fmt: skip


READ = 10.0  # seconds in which it can be read why there is no level, and what is to be done


def level_of(code: str, registry: Registry) -> Level:
    """The level of a code or link, which is in the catalogue from now on. Refused: why there is none, in a sentence."""
    # The same code is the same plugin: it is named by what is in it
    name = f"code-{crc32(code_in(code).encode()):08x}"
    plugin = registry.plugin(name) or registry.add(name, "", "", lambda: load_code(code, name), "code", True)
    return _first_level(plugin, registry)


def level_in_bytes(name: str, content: bytes, registry: Registry) -> Level:
    """The first level of a file of that name, levels as TOML or a zipped pack, of which only the bytes are there.

    Refused: why there is none, in a sentence. Nothing of it is run, and nothing is written.
    """
    if not name.lower().endswith((".toml", ".zip")):
        raise Refused(_("{file}: a level is a TOML file, or a zip of several.").format(file=Path(name).name))
    name, key = Path(name).name, f"code-{crc32(content):08x}"
    plugin = registry.plugin(key)
    if plugin is None:
        plugin = registry.add(key, "", "", lambda: load_bytes(name, content, key), "code", True)
        plugin.content = name, content
    return _first_level(plugin, registry)


def _first_level(plugin: Plugin, registry: Registry) -> Level:
    """Of what came from outside. Refused: there is none; it is forgotten then."""
    registry.collect()
    if plugin.keys("level"):
        return registry.catalog.level(plugin.keys("level")[0])
    reason = _no_level_reason(plugin)
    registry.drop(plugin)
    keeper = next((str(need.values["plugin"]) for need in plugin.missing_needs), "")
    if registry.plugin(keeper) is None:
        raise Refused(reason)
    raise Refused("{reason}", reason=reason, keeper=keeper)  # there is no level as long as that plugin is as it is


def _no_level_reason(plugin: Plugin) -> str:
    fault = plugin.first_fault
    if fault is None and plugin.things:
        text = _("it has no level to play; to see its {kind} in a level: downslope dev {file}")
        return text.format(file=Path(plugin.source).name, kind=_(plugin.things[0][0]))
    if fault is None:
        return _("there is no level in it")
    text = translate(fault)
    return f"{fault.place}: {text}" if fault.file else text


def is_file(name: str) -> bool:
    """Whether a player who says this means a file or a pack, rather than a level's id."""
    return name.endswith((".toml", ".py", ".zip")) or is_pack(Path(name))


def level_in(file: Path, registry: Registry) -> Level:
    """The first level of a file or pack, wherever it lies. Refused: there is none, and why.

    A plugin of the same name stays out meanwhile: who names a file means that one.
    """
    if not (paths.is_file(file) or is_pack(file)):
        raise Refused(_("{path} is not a plugin file").format(path=file))
    plugin = plugin_of(registry, file)
    registry.collect()
    if not plugin.keys("level"):
        reason = _no_level_reason(plugin)
        raise Refused(reason if plugin.faults or plugin.missing_needs else f"{file.name}: {reason}")
    return registry.catalog.level(plugin.keys("level")[0])


def show_refusal(game: Game, why: Refused, look: Callable[[str], None]) -> None:
    """Why there is no level. `look`: opens the list of plugins at one, where something can be done about it."""
    action, keeper = None, why.values.get("keeper")
    if keeper is not None and not game.hides("plugins"):
        action = _("Look at it"), partial(look, str(keeper))
    game.toasts.fault(str(why), READ, action)


def offer_to_keep(game: Game, level: Level) -> None:
    """It is gone when the game ends, unless it is kept."""
    text = _("It came from outside, runs no code, and is gone when the game ends.")
    game.toasts.add(_(level.title), text, icon="share", action=(_("Keep it"), lambda: keep_level(game, level)))


def keep_level(game: Game, level: Level) -> None:
    """As a file in the plugins folder, a pack as it came; nothing is written over."""
    plugin = game.registry.plugin(level.plugin)
    content: str | bytes
    try:
        if plugin is not None and plugin.content is not None:
            came, content = Path(plugin.content[0]), plugin.content[1]
            name = f"{came.stem.lstrip('._') or 'level'}{came.suffix.lower() or '.toml'}"  # by which it is found there
        else:
            name, content = f"{level.id.rpartition('/')[2]}.toml", toml_of(level, catalog=game.catalog)
        file, number = paths.plugins() / name, 1
        while paths.file_exists(file):
            number += 1
            file = (paths.plugins() / name).with_stem(f"{Path(name).stem}-{number}")
        file.parent.mkdir(parents=True, exist_ok=True)
        write_file(file, content)
    except (OSError, NotData) as error:
        game.toasts.fault(unwritable(level.id, error))
        return
    game.toasts.add(_("Kept"), str(file), icon="check")


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

    Whether all of it can be done is tried where that takes no time; a training of pictures is tried as it plays.
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
        starts = {"run": f"{NAME}{VERSION}-", "level": f"{CODE_NAME}{CODE_VERSION}-"}
        game.toasts.add(text.format(**starts), icon="share")
        return None
    try:
        return level_of(code, game.registry) if is_level_code(code) else read_run(code, game.catalog)
    except Refused as why:
        show_refusal(game, why, look)
        return None
