"""What is to be said first of a plugin: one word, the same in the list of plugins, in a terminal and in JSON."""

from __future__ import annotations

from collections.abc import Callable

from .plugin import Plugin


def _is_changed(plugin: Plugin) -> bool:
    return plugin.waits is not None and plugin.waits.since != ""


def _is_stopped(plugin: Plugin) -> bool:
    return any(fault.stopped for fault in plugin.faults)


# In this order: the first that is so is the state.
STATES: dict[str, Callable[[Plugin], bool]] = {
    "off": lambda plugin: plugin.off,
    "changed": _is_changed,
    "new": lambda plugin: plugin.waits is not None,
    "last-good": lambda plugin: plugin.refused is not None,
    "stopped": _is_stopped,
    "fault": lambda plugin: bool(plugin.faults),
    "needs": lambda plugin: bool(plugin.missing_needs),
    "findings": lambda plugin: bool(plugin.findings),
    "data": lambda plugin: plugin.runs_no_code,
    "fine": lambda plugin: True,
}


def plugin_state(plugin: Plugin) -> str:
    """One of STATES."""
    return next(state for state, holds in STATES.items() if holds(plugin))
