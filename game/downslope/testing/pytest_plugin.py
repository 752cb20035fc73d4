"""Fixtures for an author's tests: `downslope_home`, `downslope_registry`, `downslope_catalog`, `downslope_play`.

A file of tests that asks for one begins with `pytest_plugins = ["downslope.testing.pytest_plugin"]`, or the topmost
`conftest.py` does. Nothing of the game is imported before one is asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest

from ..registry.registry import Registry
from ..rules import Action, Catalog, Level, Session


class Play(Protocol):
    """Plain driving: the session after these actions, in the fixture's own catalogue."""

    def __call__(self, level: Level | str, *actions: Action) -> Session: ...


@pytest.fixture
def downslope_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the game uses as the player's folder."""
    home = tmp_path / "downslope-home"
    home.mkdir()
    monkeypatch.setenv("DOWNSLOPE_HOME", str(home))
    return home


@pytest.fixture
def downslope_registry(downslope_home: Path) -> Registry:
    """Everything shipped, and nothing else. Add what you test with `.add_file` or `.add_module`, then ask `.collect()`:
    the plugin's `faults` are complete from then on."""
    from ..registry.loading import load_all

    return load_all(downslope_home, packages=False)


@pytest.fixture
def downslope_catalog(downslope_registry: Registry) -> Catalog:
    """The catalogue of `downslope_registry`, with what you have added so far."""
    return downslope_registry.collect()


@pytest.fixture
def downslope_play(downslope_registry: Registry) -> Play:
    """A function: play("tea", Turn("alpha", 0.01), Learn(1)) plays in the registry's catalogue."""
    from .plugin_check import play

    def playing(level: Level | str, *actions: Action) -> Session:
        catalog = downslope_registry.collect()
        try:
            return play(level, *actions, catalog=catalog)
        except KeyError as missing:  # what has a fault brings no level: pytest shows notes
            for _plugin, fault in downslope_registry.faults:
                missing.add_note(repr(fault))
            raise

    return playing
