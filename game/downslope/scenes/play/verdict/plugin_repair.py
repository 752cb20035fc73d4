"""The buttons of a verdict on a plugin that was stopped: open it in an editor, load it anew, turn it off."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ....attempt.game.plugin_repair import edit, load_anew, switch_off
from ....i18n import _

if TYPE_CHECKING:
    from ....engine.run import Fault
    from ....registry.record import Plugin
    from ..shared.play_screen import PlayScreen

class ButtonSpec(NamedTuple):
    """A button before it is laid out."""

    name: str
    label: str
    icon: str
    key: str
    press: Callable[[], None]
    kind: str = "normal"


def repairs(play: PlayScreen, plugin: Plugin, fault: Fault) -> list[ButtonSpec]:
    """The last of them puts the verdict away."""
    editing = partial(edit, play.game, Path(fault.file), fault.line)
    return [
        ButtonSpec("edit", _("Open in editor"), "open", "editor", editing),
        ButtonSpec("again", _("Reload"), "reset", "reload", partial(reload_level, play, plugin)),
        ButtonSpec("off", _("Turn it off"), "quit", "open", partial(leave_plugin, play, plugin)),
        ButtonSpec("away", _("Close"), "close", "code", play.show_code),
    ]


def reload_level(play: PlayScreen, plugin: Plugin) -> None:
    """The plugin is read again; the level goes on with it. While it is written, whoever watches its file does that."""
    if play.game.strip is not None:
        play.game.reload_asked = True
    elif load_anew(play.game, plugin):
        level = play.game.catalog.levels.get(play.level.id)
        if level is None:
            told = _("{level} is no longer in the file; its last version is played on.")
            play.game.toasts.add(told.format(level=play.level.id.rpartition("/")[2]), icon="warn")
        play.open("again", before=play, level=level or play.level)


def leave_plugin(play: PlayScreen, plugin: Plugin) -> None:
    """To the map; then it is switched off."""
    play.to_map()
    switch_off(play.game, plugin)
