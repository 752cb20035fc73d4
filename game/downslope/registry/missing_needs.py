"""What a plugin needs and is not there: said in its row, and no fault of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .record import Plugin, PluginFault

if TYPE_CHECKING:
    from ..level_files.needs import Need


def missing_needs(plugin: Plugin, others: Iterable[Plugin]) -> Iterator[PluginFault]:
    """A sentence for each plugin that it needs and that is not there, is off, or is too old."""
    there = {other.name: other for other in others if other is not plugin}
    for need in plugin.needs:
        template = _why_missing(need, there.get(need.plugin))
        if template:
            found = there.get(need.plugin)
            values: dict[str, object] = {"plugin": need.plugin, "least": need.least}
            yield PluginFault(template, values | {"version": found.version if found else ""}, plugin.source)


def _why_missing(need: Need, found: Plugin | None) -> str:
    from ..level_files.needs import is_least  # reads TOML: most plugins need nothing

    if found is None:
        return "It needs {plugin}; it is not installed." if not need.least else \
            "It needs {plugin} {least} or later; it is not installed."
    if found.off:
        return "It needs {plugin}; it is off."
    if found.waits is not None:
        return "It needs {plugin}; it is new here, and waits to be trusted." if not found.waits.since else \
            "It needs {plugin}; it has changed, and waits to be trusted."
    if not found.hooks:
        return "It needs {plugin}; it could not load."
    if need.least and not found.version:
        return "It needs {plugin} {least} or later; that one does not say its version."
    if need.least and not is_least(found.version, need.least):
        return "It needs {plugin} {least} or later; that one is {version}."
    return ""
