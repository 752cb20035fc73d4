"""A command in which a plugin's code runs: it comes back, or the plugin is named and the command goes on without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ..engine.watchdog import Stopped, dog, limits
from ..i18n import _, translate
from ..registry.registry import Registry

Given = TypeVar("Given")


def watch(registry: Registry, plugin: str, call: Callable[[], Given]) -> Given:
    """What `call` gives. Stopped: a plugin's code did not come back. Where there are no plugins, nothing is watched."""
    if not registry.foreign:
        return call()
    return dog.run(limits.command, plugin or _("A plugin"), call, registry.owns)


def stopped_sentence(registry: Registry, stopped: Stopped) -> str:
    """Which plugin that was, where, and why."""
    plugin = registry.to_blame(stopped)
    if plugin is None or not plugin.faults:
        return str(stopped)
    fault = plugin.faults[-1]
    return f"{plugin.name}: {fault.place}: {translate(fault)}"
