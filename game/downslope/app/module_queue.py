"""Modules that are imported in spare time: a few a frame, although importing one imports all that it needs.

While the queue works, a finder stands before Python's own. Once the time is used up it gives up the import where the
next module is wanted; that one comes first the next time. Modules that are whole stay, those in between are begun anew.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Sequence
from importlib import import_module
from types import ModuleType

from ..view.draw.time_slice import TimeSlice

OWN = __name__.partition(".")[0] + "."  # what is imported from elsewhere is never given up


class ImportTimeUp(BaseException):
    """The next module, for which there was no time. Not an Exception: no module may take it for a fault."""


class ModuleQueue:
    """`names`: whole names, the first one first."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(names)[::-1]
        self._first = ""  # the module that is imported in any case
        self._piece = TimeSlice(0.0)

    def __bool__(self) -> bool:
        """Some are still to be imported."""
        while self._names and self._names[-1] in sys.modules:
            self._names.pop()
        return bool(self._names)

    def work(self, seconds: float) -> None:
        """Import what there is time for; it comes further in any case."""
        self._piece = TimeSlice(seconds)
        sys.meta_path.insert(0, self)
        try:
            while self:
                self._first = self._names[-1]
                import_module(self._first)
                if self._piece.left <= 0:
                    return
        except ImportTimeUp as wanted:
            self._names.append(str(wanted))
        finally:
            sys.meta_path.remove(self)

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        """As a finder: it finds nothing, and gives up where there is no time."""
        ours = name.startswith(OWN) and threading.current_thread() is threading.main_thread()
        if ours and name != self._first and self._piece.left <= 0:
            raise ImportTimeUp(name)
