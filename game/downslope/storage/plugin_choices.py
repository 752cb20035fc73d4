"""What the player has decided about plugins: `plugins.json` in the player's folder, by name.

`off`: those that are not loaded; `trusted`: whose code may run, with its fingerprint; `mine`: files and folders of
which all may, edited or not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from .. import paths
from ..i18n import _
from .save_file import Data, SaveFile, Unreadable


class TrustEntry(NamedTuple):
    """The code that the player has agreed to run. `since`: the day, 2026-11-24; `stamps`: of its files, then."""

    kind: str
    source: str
    print: str
    since: str
    stamps: str = ""


class PluginChoices:
    """It never raises.

    lost     a sentence where what was agreed to is gone with its file: nothing may run; else empty
    faults   what is wrong with its file, a sentence each
    """

    def __init__(self, home: Path | None = None) -> None:
        self.faults: list[str] = []
        self.home = home or paths.home()
        self._file = SaveFile(self.home / "plugins.json", self.faults)
        self._take(self._file.load(_checked) or {})
        self.lost = ""
        if not self._file.was_read:
            # an earlier version of the file may agree to what was forgotten since
            self._take({**self._data, "trusted": {}, "mine": []})
            sources: list[Path] = []  # kept of what was agreed to here
            with suppress(OSError):
                sources = list(paths.trusted_sources(self.home).iterdir())
            if self.faults or sources:
                self.lost = _("The list of plugins that you trust is gone: you are asked about each one again.")

    def switch(self, name: str, on: bool) -> bool:
        """Remember that it is on, or off. False: it could not be written; it holds for this game only."""
        return self._list("off", name, not on)

    def own(self, path: str, mine: bool = True) -> bool:
        """Remember that this file, or all in this folder, is the player's own, or not. False: as of `switch`."""
        return self._list("mine", path, mine)

    def _list(self, entry: str, name: str, listed: bool) -> bool:
        def changed(data: Data) -> Data:
            others = {*data.get(entry, ())} - {name}
            return {**data, entry: sorted(others | {name} if listed else others)}

        return self._change(changed)

    def trust(self, agreed: Mapping[str, TrustEntry]) -> bool:
        """Remember that this code may run. False: it could not be written."""
        added = {name: one._asdict() for name, one in agreed.items()}
        return self._change(lambda data: {**data, "trusted": {**data.get("trusted", {}), **added}})

    def forget(self, name: str) -> bool:
        """It is asked about again. False: that could not be written."""

        def without(data: Data) -> Data:
            return {**data, "trusted": {key: row for key, row in data.get("trusted", {}).items() if key != name}}

        return self._change(without)

    def _change(self, change: Callable[[Data], Data]) -> bool:
        """Here, and in what the file holds by now: another game may write it too."""
        self._take(change(self._data))
        return self._file.save(self._data, lambda theirs: change(_checked(theirs)))

    def _take(self, data: Data) -> None:
        """`data`: all that the file holds, also what this version does not know."""
        self._data = {"off": [], "trusted": {}, **data}
        rows = self._data["trusted"].items()
        self.off = frozenset(self._data["off"])
        self.mine = (*self._data.get("mine", ()), *(row["source"] for _name, row in rows if row["kind"] == "mine"))
        names = TrustEntry._fields
        self.trusted = {key: TrustEntry(**{name: row[name] for name in names if name in row}) for key, row in rows}


def _checked(data: Data) -> Data:
    """ValueError: `off` or `mine` is no list of names, or `trusted` no table of such rows."""
    for entry in ("off", "mine"):
        names = data.get(entry, [])
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            template = _("{entry} is {value}; allowed: a list of names")
            raise Unreadable(template.format(entry=entry, value=f"{names!r:.60}"))
    trusted = data.get("trusted", {})
    if not isinstance(trusted, dict) or not all(map(_is_row, trusted.values())):
        text = _("trusted is {value}; allowed: a table of kind, source, print and since")
        raise Unreadable(text.format(value=f"{trusted!r:.60}"))
    return data


def _is_row(row: object) -> bool:
    needed = {"kind", "source", "print", "since"}
    if not isinstance(row, dict) or not needed <= row.keys():
        return False
    return all(isinstance(value, str) for name, value in row.items() if name in TrustEntry._fields)
