"""All plugins that there are: what is shipped, the player's own files, installed packages.

`load_all()` gives a Registry with all of them; `load_slowly` is the same in small pieces, for the game.
"""

from __future__ import annotations

import json
import linecache
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import fields
from functools import partial
from importlib.machinery import PathFinder
from pathlib import Path
from time import time_ns
from typing import Any

from .. import paths
from ..engine.watchdog import limits
from ..i18n import N_, bring
from ..level_files.needs import SiblingFolder, rename_things
from ..rules import Catalog, Level
from ..storage.files import Refused, read_file, unreadable, write_file
from ..version import __version__
from . import plugin_file
from .crash_marks import Marks
from .plugin import KINDS, Plugin
from .registry import Registry
from .trust import FolderImports, PluginChoices, Trust, players_trust

# The levels of the files in the player's folder, kept for the next start: what lists and the map show of each.
# `cache/levels.json` holds it by the file's name, its size and time. A level of a file that is as it was is read
# when it is asked for anything else. Files that depend on others, or have a fault, are read at every start.


SHOWN: dict[str, tuple[type, ...]] = {
    "id": (str,), "title": (str,), "brief": (str,), "chapter": (str,), "minutes": (int, float, type(None)),
    "par": (int, type(None)), "par_unit": (str,), "words": (dict,),
}  # fmt: skip
FIELDS = frozenset(each.name for each in fields(Level))
FRESH = 2 * 10**9  # nanoseconds: a file that was written so lately may change once more without another time
Row = dict[str, Any]  # a level's fields


class KeptLevel(Level):
    """A level of which only SHOWN is here; asked for another field it is read, and is a Level from then on."""

    def __init__(self, row: Row, read: Callable[[], Level]) -> None:
        object.__getattribute__(self, "__dict__").update(row, stages=(), _read=read)

    def __getattribute__(self, name: str) -> Any:
        values: dict[str, Any] = object.__getattribute__(self, "__dict__")  # what is here of it
        if name in values:
            return values[name]
        if name in FIELDS or name.startswith("__"):
            level = values["_read"]()
            values.clear()
            values.update(vars(level))
            object.__setattr__(self, "__class__", Level)
            return getattr(self, name)
        return object.__getattribute__(self, name)


class LevelCache:
    """`levels_in(path)` are those of a file that is as it was; `save` what is known of all of them at the end."""

    def __init__(self, registry: Registry, home: Path | None) -> None:
        self.registry, self.file = registry, paths.cache(home) / "levels.json"
        self._listing = registry.listing
        self._stamps: dict[str, list[int]] = {}
        self._rows: dict[str, list[Any]] = {}
        with suppress(OSError, ValueError, RecursionError):
            data = json.loads(read_file(self.file))
            if isinstance(data, dict) and data.get("version") == __version__ and isinstance(data.get("files"), dict):
                self._rows = data["files"]
        self._before = dict(self._rows)

    def levels_in(self, path: Path) -> list[KeptLevel] | None:
        """None: it is to be read."""
        if path.suffix != ".toml" or (self._listing is not None and path.stem in self._listing.texts):
            return None
        try:
            stat = path.stat()
        except OSError:
            return None
        stamp = self._stamps[path.name] = [stat.st_size, stat.st_mtime_ns]
        rows = self._rows.get(path.name)
        if not (isinstance(rows, list) and rows[:2] == stamp):
            return None
        for row in rows[2:]:
            if not isinstance(row, dict) or row.keys() != SHOWN.keys():
                return None
            typed = [(row[name], kinds) for name, kinds in SHOWN.items()]
            right = all(isinstance(one, kinds) and not isinstance(one, bool) for one, kinds in typed)
            if not right or row["id"].rpartition("/")[0] != path.stem or {*map(type, row["words"].values())} - {str}:
                return None
        return [KeptLevel(row, partial(self._read, path, row["id"])) for row in rows[2:]]

    def _read(self, path: Path, key: str) -> Level:
        """A level of a file as it is now. Refused: it is not there any more, or has a fault."""
        trial = Registry()
        trial.listing = self._listing
        trial.catalog.metrics.update(self.registry.catalog.metrics)
        trial.catalog.learners.update(self.registry.catalog.learners)
        plugin = trial.add_file(path)
        trial.collect()
        if key in trial.catalog.levels:
            return trial.catalog.levels[key]
        before, fault = self.registry.plugin(plugin.name), plugin.first_fault
        if before is not None:
            before.faults = plugin.faults
        raise Refused(N_("{plugin}: {why}"), plugin=plugin.name, why=fault.sentence if fault is not None else key)

    def save(self, plugins: Iterable[Plugin]) -> None:
        """Where a file has come, gone or changed. A folder that cannot be written has no such file."""
        plugins_by_file = {Path(plugin.source).name: plugin for plugin in plugins if plugin.kind == "folder"}
        now = time_ns()
        rows = {name: self._row(name, plugins_by_file[name]) for name, stamp in self._stamps.items()
                if name in plugins_by_file and stamp[1] + FRESH < now}  # fmt: skip
        files = {name: row for name, row in rows.items() if row is not None}
        if files == self._before or paths.is_helper():
            return
        with suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            write_file(self.file, json.dumps({"version": __version__, "files": files}))

    def _row(self, name: str, plugin: Plugin) -> list[Any] | None:
        """None: it depends on more than its file."""
        before = self._before.get(name)
        if before is not None and before[:2] == self._stamps[name] and plugin.from_cache:
            return before
        levels = [self.registry.catalog.levels[key] for key in plugin.keys("level")]
        beside = plugin.beside
        alone = isinstance(beside, SiblingFolder) and not beside.was_read
        alone = alone and not (plugin.first_fault or plugin.off or plugin.words or plugin.needs)
        names: set[str] = set()

        def note(_field: str, name: str) -> str:
            names.add(name)
            return name

        for level in levels:  # each has one part, and all that it names is shipped
            rename_things(vars(level), note)
        catalog = self.registry.catalog
        plain = all("/" not in name and (name in catalog.metrics or name in catalog.learners) for name in names - {""})
        if not alone or not levels or not plain or any(level.stages for level in levels):
            return None
        return [*self._stamps[name], *({field: getattr(level, field) for field in SHOWN} for level in levels)]


# A plugin read again while the game runs: beside what is there, and put in its place only where it is whole. Editors
# write in two goes, and mistakes are made: the last good version goes on until there is a better one.


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
    from ..level_files.pack import Pack, is_pack  # reads level files, which a start without any does not

    name = Pack(path).manifest.id if is_pack(path) else path.stem
    registry.off.discard(name)
    others = [plugin for plugin in registry.foreign if plugin.name == name]
    for other in others:
        registry.drop(other)
    stub = registry.add_file(path)
    if stub.left_out:  # it has ended the process before, and is tried again
        registry.plugins.remove(stub)
        died = registry.marks.loading(stub.name, stub.source) if registry.marks is not None else None
        if registry.marks is not None and died is not None:
            registry.marks.forget(died)
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
    trial.patience = PATIENCE
    mine = set(plugin.things)
    for kind in KINDS:  # names that it may refer to
        others = {key: thing for key, thing in registry.items_of(kind).items() if (kind, key) not in mine}
        trial.items_of(kind).update(others)
    linecache.checkcache()
    if plugin.kind != "package":
        again = trial.add_file(Path(plugin.source), plugin.kind)
    else:
        gone = plugin.name, plugin.version, plugin.source, lambda: None, plugin.kind
        again = trial.add(*next((package for package in plugin_file.packages() if package[0] == plugin.name), gone))
    trial.collect()
    if (again.faults or again.unknown is not None) and plugin.things:
        plugin.refused = again
        return plugin
    registry.replace(plugin, again, trial.catalog)
    return again


def load_all(
    home: Path | None = None, *, packages: bool = True, plugins: bool = True, strict: bool = False,
    trust: Trust | None = None,
) -> Registry:  # fmt: skip
    """Everything that there is. `home`: the player's folder; `plugins` False: only what is shipped.

    `trust`: whose code may run; None: that of all, as for programs that load it.
    """
    registry = _registry(home, plugins, strict, trust)
    for _plugin in _everything(registry, home, packages, plugins):
        pass
    return registry


def _registry(home: Path | None, plugins: bool, strict: bool = False, trust: Trust | None = None) -> Registry:
    """An empty one; with `plugins` it knows what the player has switched off."""
    bring((), anew=True)
    if not plugins:
        return Registry(strict)
    choices = PluginChoices(home) if trust is None else trust.choices
    # What is imported from now on in this process; without `trust` all may run
    finders: list[object] = [finder for finder in sys.meta_path if not isinstance(finder, FolderImports)]
    if trust is not None:
        place = finders.index(PathFinder) if PathFinder in finders else len(finders)
        finders.insert(place, FolderImports(trust))
    sys.meta_path[:] = finders  # type: ignore[assignment]
    return Registry(strict, Marks(paths.running(home)), choices.off, trust)


def load_slowly(plugins: bool = True) -> Generator[None, None, Registry]:
    """For the game, in small pieces: ask on until it returns the registry.

    Code that nobody has agreed to is not run.
    """
    registry = _registry(None, plugins, trust=players_trust() if plugins else None)
    for _plugin in _everything(registry, None, True, plugins):
        yield
    return registry


def _everything(registry: Registry, home: Path | None, packages: bool, plugins: bool) -> Iterator[Plugin]:
    """Each plugin when it has come in, and when it was asked for what it gives."""
    for path in paths.shipped_plugins():
        yield registry.add_file(path, "shipped")
    cache = None
    if plugins:
        folder = paths.plugins(home)
        registry.listing = paths.FolderListing(folder.absolute())
        error = registry.listing.error
        if error is not None and not isinstance(error, FileNotFoundError):
            refused = unreadable(folder.name, error)

            def refuse() -> None:
                raise refused

            yield registry.add(folder.name, "", str(folder), refuse)
        cache, names = LevelCache(registry, home), {plugin.name for plugin in registry.plugins} | registry.off
        for path in registry.listing.plugins():
            levels = cache.levels_in(path) if path.stem not in names else None
            plugin = registry.add_file(path) if levels is None else registry.add_from_cache(path, levels)
            names.add(plugin.name)
            yield plugin
        registry.listing = None  # what comes later looks for itself
    if plugins and packages:
        for package in plugin_file.packages():
            yield registry.add(*package)
    yield from registry.collecting()
    if cache is not None:
        cache.save(registry.plugins)


def load(plugins: bool = True) -> Catalog:
    """The catalogue of everything that is registered, for scripts and notebooks."""
    return load_all(plugins=plugins).catalog
