"""The levels of the files in the player's folder, kept for the next start: what lists and the map show of each.

`cache/levels.json` holds it by the file's name, its size and time. A level of a file that is as it was is read when it
is asked for anything else. Files that depend on others, or have a fault, are read at every start.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from time import time_ns
from typing import Any

from .. import paths
from ..i18n import N_
from ..level_files.needs import SiblingFolder, rename_things
from ..rules.level import Level
from ..storage.errors import Refused
from ..storage.files import read_file, write_file
from ..version import __version__
from .plugin import Plugin
from .registry import Registry

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
        vars_of(self).update(row, stages=(), _read=read)

    def __getattribute__(self, name: str) -> Any:
        values = vars_of(self)
        if name in values:
            return values[name]
        if name in FIELDS or name.startswith("__"):
            level = values["_read"]()
            values.clear()
            values.update(vars(level))
            object.__setattr__(self, "__class__", Level)
            return getattr(self, name)
        return object.__getattribute__(self, name)


def vars_of(level: Level) -> dict[str, Any]:
    """What is here of it."""
    values: dict[str, Any] = object.__getattribute__(level, "__dict__")
    return values


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
        if not (isinstance(rows, list) and rows[:2] == stamp and all(_is_row(row, path.stem) for row in rows[2:])):
            return None
        return [KeptLevel(row, self._reader(path, row["id"])) for row in rows[2:]]

    def _reader(self, path: Path, key: str) -> Callable[[], Level]:
        return lambda: self._read(path, key)

    def _read(self, path: Path, key: str) -> Level:
        """A level of a file as it is now. Refused: it is not there any more, or has a fault."""
        from .registry import Registry as Trial

        trial = Trial()
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
        if not alone or not levels or not all(map(self._is_plain, levels)):
            return None
        return [*self._stamps[name], *({field: getattr(level, field) for field in SHOWN} for level in levels)]

    def _is_plain(self, level: Level) -> bool:
        """It has one part, and all that it names is shipped."""
        names: set[str] = set()

        def note(_field: str, name: str) -> str:
            if name:
                names.add(name)
            return name

        rename_things(vars(level), note)
        catalog = self.registry.catalog
        shipped = all("/" not in name and (name in catalog.metrics or name in catalog.learners) for name in names)
        return shipped and not level.stages


def _is_row(row: object, plugin: str) -> bool:
    """It is one of a level of this plugin."""
    if not isinstance(row, dict) or row.keys() != SHOWN.keys():
        return False
    right = all(isinstance(row[name], kinds) and not isinstance(row[name], bool) for name, kinds in SHOWN.items())
    return right and row["id"].rpartition("/")[0] == plugin and all(type(word) is str for word in row["words"].values())
