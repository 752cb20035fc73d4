"""Checks of what a plugin must do: for authors' tests and for `check`.

    from downslope.testing import assert_ok, check_plugin

    def test_mine():
        assert_ok(check_plugin("my_plugin.py"))

`downslope check` asks the same. `RULES` has every rule with what it means.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .findings import RULES, Finding, Rule, assert_ok
    from .learner_check import check_learner, check_metric, check_network
    from .plugin_check import check_level, check_levels, check_plugin, play

HOMES = {
    "RULES": "findings", "Finding": "findings", "Rule": "findings", "assert_ok": "findings", "play": "plugin_check",
    "check_learner": "learner_check", "check_level": "plugin_check", "check_levels": "plugin_check",
    "check_metric": "learner_check", "check_network": "learner_check", "check_plugin": "plugin_check",
}  # fmt: skip

__all__ = [
    "RULES", "Finding", "Rule", "assert_ok", "check_learner", "check_level", "check_levels", "check_metric",
    "check_network", "check_plugin", "play",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """A name of the list above, from the module where it lives: pytest starts with this package, and waits for none."""
    from importlib import import_module

    if name not in HOMES:
        raise AttributeError(f"module 'downslope.testing' has no attribute {name!r}")
    thing = getattr(import_module(f".{HOMES[name]}", __name__), name)
    globals()[name] = thing
    return thing


def __dir__() -> list[str]:
    return sorted(__all__)
