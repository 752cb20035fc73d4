"""Where things are: in a checkout, in a wheel, and in the player's folder."""

import os
from errno import EACCES
from pathlib import Path
from typing import Any

import pytest

from downslope import paths
from downslope.registry.loading import load_all
from downslope.storage.saves import Store


def test_what_is_shipped_lies_in_a_checkout_or_a_wheel_and_the_players_folder_where_it_is_wanted(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (paths.shipped_folder() / "pyproject.toml").is_file()
    assert (paths.assets() / "fonts" / "Inter-Medium.ttf").is_file()
    (tmp_path / "shipped" / "levels").mkdir(parents=True)
    for name in ("b.py", "a.py", "_helper.py", "note.txt"):
        (tmp_path / "shipped" / "levels" / name).touch()
    monkeypatch.setattr(paths, "PACKAGE", tmp_path)
    assert paths.shipped_folder() == tmp_path / "shipped"
    assert [path.name for path in paths.shipped_plugins()] == ["a.py", "b.py"]
    assert (paths.home(), paths.plugins(), paths.saves()) == (home, home / "plugins", home / "saves")
    monkeypatch.setenv("DOWNSLOPE_HOME", "~/hills")
    assert paths.home() == Path.home() / "hills"
    monkeypatch.delenv("DOWNSLOPE_HOME")
    assert paths.home().name == "downslope" and paths.home().is_absolute()


def test_folders_that_may_not_be_looked_at_stop_no_game_and_are_told(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [str(folder) for folder in (paths.plugins(), paths.saves(), paths.running())]
    for folder in folders:
        Path(folder).mkdir(parents=True, exist_ok=True)
    for name in ("stat", "open", "scandir", "listdir", "mkdir", "replace", "rename", "unlink"):
        real = getattr(os, name)

        def guard(path: Any = ".", *words: Any, name: str = name, real: Any = real, **more: Any) -> Any:
            """Whoever runs the tests, also who may do everything, is refused."""
            text = str(path)
            if any(text.startswith(place + os.sep) or (name != "stat" and text == place) for place in folders):
                raise PermissionError(EACCES, os.strerror(EACCES), text)
            return real(path, *words, **more)

        monkeypatch.setattr(os, name, guard)
    registry = load_all(home)
    ((plugin, fault),) = registry.faults
    assert plugin.name == "plugins" and "plugins cannot be read: Permission denied" in fault.sentence
    assert "thirteen" in registry.catalog.levels
    store = Store()
    told = [fault.partition(".json could not be read")[0] for fault in store.faults]
    assert told == ["settings", "progress", "progress-plugins"]
    store.settings.still = True
    assert not store.save()
