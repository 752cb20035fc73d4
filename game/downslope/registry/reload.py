"""A plugin read again while the game runs: beside what is there, and put in its place only where it is whole.

Editors write in two goes, and mistakes are made: the last good version goes on until there is a better one.
"""

from __future__ import annotations

import linecache
from pathlib import Path

from .. import paths
from ..engine.watchdog import limits
from ..level_files.pack import plugin_name
from . import loading
from .plugin import KINDS, Plugin
from .registry import Registry

PATIENCE = limits.step  # seconds: a game that runs stands still meanwhile


def switch(registry: Registry, plugin: Plugin, on: bool) -> Plugin:
    """Off: what it brought is gone. On: it is loaded. Its row stays where it was; the new record of it is given."""
    registry.off = registry.off - {plugin.name} if on else registry.off | {plugin.name}
    again = reload(registry, plugin)
    for other in [other for other in registry.plugins if any(need.plugin == again.name for need in other.needs)]:
        reload(registry, other)
    return again


def plugin_of(registry: Registry, file: Path) -> Plugin:
    """The plugin of a file that the player has named, wherever it lies: one that is off or was left out comes in."""
    same = (one for one in registry.plugins if one.source and paths.file_exists(Path(one.source)))
    plugin = next((one for one in same if Path(one.source).samefile(file)), None)
    if plugin is None or plugin.left_out:
        return stub_plugin(registry, file)
    if plugin.from_cache:
        return reload(registry, plugin)
    return switch(registry, plugin, on=True) if plugin.off else plugin


def stub_plugin(registry: Registry, path: Path) -> Plugin:
    """The plugin of a file under its own name, wherever that lies; the plugin that has the name stays out meanwhile."""
    name = plugin_name(path)
    registry.off.discard(name)
    others = [plugin for plugin in registry.foreign if plugin.name == name]
    for other in others:
        registry.drop(other)
    stub = registry.add_file(path)
    if stub.left_out:  # it has ended the process before, and is tried again
        registry.try_again(stub)
        stub = registry.add_file(path)
    for other in others:
        if not (Path(other.source).exists() and Path(other.source).samefile(path)):
            out = Plugin(other.name, other.version, other.source, other.kind, off=True, instead=str(path))
            registry.plugins.append(out)
    registry.collect()
    return stub


def reload(registry: Registry, plugin: Plugin) -> Plugin:
    """Read it again in place; the record of what is there from now on.

    A version with a fault does not take the place of one that worked: it stands in `refused` of that one.
    """
    if all(other is not plugin for other in registry.plugins):  # another record has its place since, or none
        now = registry.plugin(plugin.name)
        return reload(registry, now) if now is not None else plugin
    if plugin.kind == "code":  # it does not change
        return plugin
    trial = Registry(marks=registry.marks, off=registry.off, trust=registry.trust)
    trial.others = [other for other in registry.plugins if other is not plugin]
    trial.code.patience = PATIENCE
    mine = set(plugin.things)
    for kind in KINDS:  # names that it may refer to
        others = {key: thing for key, thing in registry.items_of(kind).items() if (kind, key) not in mine}
        trial.items_of(kind).update(others)
    again = _added(trial, plugin)
    trial.collect()
    if (again.faults or again.unknown is not None) and plugin.things:
        plugin.refused = again
        return plugin
    registry.replace(plugin, again, trial.catalog)
    return again


def _added(trial: Registry, plugin: Plugin) -> Plugin:
    """It as it is now, in another registry."""
    linecache.checkcache()
    if plugin.kind != "package":
        return trial.add_file(Path(plugin.source), plugin.kind)
    package_now = next((package for package in loading.packages() if package.name == plugin.name), None)
    if package_now is None:
        return trial.add(plugin.name, plugin.version, plugin.source, lambda: None, plugin.kind)
    return trial.add(*package_now[:4], kind="package", page=package_now.page)


def reload_with_missing_needs(registry: Registry) -> None:
    """Those that lacked another are read again: it may be there now."""
    for plugin in [plugin for plugin in registry.plugins if plugin.missing_needs]:
        reload(registry, plugin)
