"""What can be done about a plugin whose code was stopped in play: opened in an editor, loaded again, switched off."""

from __future__ import annotations

from pathlib import Path

from ... import paths
from ...desktop.clipboard import copy
from ...engine.run import Fault
from ...i18n import _, translate
from ...registry.plugin import Plugin
from ...rules.level import Level
from .game import Game

# ---------------------------------------------------------------------------------------------------------------------
# Where the level of a plugin came from, as another process would find it.


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
    return file if paths.file_exists(file) and file.resolve().parent != paths.plugins().resolve() else None


def plugin_of(game: Game, fault: Fault) -> Plugin | None:
    """The plugin whose file that is; None: it is not a player's."""
    registry = game.loaded
    foreign = registry.foreign if registry is not None else []
    return next((plugin for plugin in foreign if fault.file and fault.file in plugin.files), None)


def edit(game: Game, file: Path, line: int) -> None:
    """At that line. Where nothing can show it, a note shows its path, which is copied."""
    from ...desktop.file_manager import open_in_editor

    if open_in_editor(file, line):
        return
    place = f"{file}:{max(1, line)}"
    sentence = _("No editor could be opened")
    sentence = _("No editor could be opened; the path is in the clipboard") if copy(place) else sentence
    game.toasts.add(sentence, place, icon="open")


def load_anew(game: Game, plugin: Plugin) -> bool:
    """Read it again. False: what it is now cannot take its place, which is said."""
    from ...registry.sources import reload

    again = reload(game.registry, plugin)
    bad = again.refused or again
    if bad.unknown is not None:
        game.toasts.fault(_("{plugin} has changed: trust it in the list of plugins").format(plugin=plugin.name))
    elif bad.faults:
        fault = bad.faults[0]
        game.toasts.fault(f"{fault.place}: {translate(fault)}")
    else:
        return True
    return False


def switch_off(game: Game, plugin: Plugin) -> None:
    """What it brought is gone, and its code is not run at the next start either."""
    from ...registry.sources import switch
    from ...registry.trust import PluginChoices

    if not PluginChoices().switch(plugin.name, on=False):
        game.toasts.fault(_("This could not be saved; it lasts until the game ends."))
    switch(game.registry, plugin, on=False)
    game.toasts.add(_("{plugin} is off.").format(plugin=plugin.name), icon="check")
