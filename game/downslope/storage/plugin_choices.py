"""Which plugins the player has switched off: `plugins.json` in the player's folder, by name."""

from __future__ import annotations

from pathlib import Path

from .. import paths
from .atomic_json import SaveFile
from .checked_json import Data, Unreadable


class PluginChoices:
    """`off`: names of plugins that are not loaded. It never raises.

    `faults`: what is wrong with its file, a sentence each."""

    def __init__(self, home: Path | None = None) -> None:
        self.faults: list[str] = []
        self._file = SaveFile(home or paths.home(), "plugins", faults=self.faults)
        self.off: frozenset[str] = self._file.load(_off_in) or frozenset()

    def switch(self, name: str, on: bool) -> bool:
        """Remember that it is on, or off. False: it could not be written; it holds for this game only."""
        self.off = self.off - {name} if on else self.off | {name}
        return self._file.save({"off": sorted(self.off)})


def _off_in(data: Data) -> frozenset[str]:
    """ValueError: it is no list of names."""
    off = data.get("off", [])
    if not isinstance(off, list) or not all(isinstance(name, str) for name in off):
        raise Unreadable(f"off is {off!r:.60}; allowed: a list of names")
    return frozenset(off)
