"""A plugin's code is watched while its level is shown; the next start says what ended the game."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from ..i18n import _, translate

if TYPE_CHECKING:
    from pathlib import Path

    from ..engine.run import Fault
    from .registry import Registry

Given = TypeVar("Given")


def guard(registry: Registry | None, plugin: str, call: Callable[[], Given]) -> Given:
    """What `call` gives. Stopped: the plugin's code did not come back. Empty: only the game's own code runs."""
    if not plugin:
        return call()
    from ..engine.watchdog import dog, limits

    return dog.run(limits.step, plugin, call, registry.owns if registry is not None else None)


def was_stopped(error: BaseException | None) -> bool:
    """Whether a plugin's code did not come back, or wanted to end the game."""
    from ..engine.watchdog import StopPoint

    return isinstance(error, StopPoint)


def fall_sentence(scene: str, error: BaseException | None, log: Path, registry: Registry | None) -> str:
    """What the player reads when a screen broke. Where it was a plugin, that is named, and its record has the fault."""
    from ..engine.watchdog import StopPoint

    plugin = registry.blamed_plugin(error) if registry is not None and error is not None else None
    if isinstance(error, StopPoint):
        text = translate(error)
        return _("{what} The details are in {file}.").format(what=text, file=log)
    if plugin is not None:
        return _("{plugin} has a fault. The details are in {file}.").format(plugin=plugin.name, file=log)
    return _("Something broke in {scene}. The details are in {file}.").format(scene=scene, file=log)


def fault_sentence(fault: Fault) -> str:
    """Whose learner, metric or network it was, and what it did, in the player's language."""
    return f"{fault.plugin}: {translate(fault)}"
