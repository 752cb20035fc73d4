"""Code of a plugin that runs: for so long at most, and noted, so that the next start knows what ended the process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from math import inf
from typing import TYPE_CHECKING, TypeVar

from ..engine.watchdog import dog

if TYPE_CHECKING:
    from .marks import Marks
    from .record import Plugin

Given = TypeVar("Given")


class ForeignCode:
    """`marks`: where it is noted that a plugin's code is running; None: nowhere.

    `patience`: seconds that it may take at once, where that is less than it may otherwise.
    """

    def __init__(self, marks: Marks | None) -> None:
        self.marks = marks
        self.patience = inf

    def mark(self, plugin: Plugin) -> AbstractContextManager[None]:
        """It is noted that its code runs."""
        if self.marks is None or plugin.kind == "shipped":
            return nullcontext()
        return self.marks.hold(plugin.name, plugin.source)

    def run(self, plugin: Plugin, limit: float, what: str, call: Callable[[], Given]) -> Given:
        """Run its code. It comes back, raises, or is stopped."""
        if plugin.kind == "shipped":
            return call()
        depth = sys.getrecursionlimit()
        try:
            return dog.run(min(limit, self.patience), what, call)
        finally:
            sys.setrecursionlimit(depth)
