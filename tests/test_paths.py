"""Where things are: in a checkout, in a wheel, and in the player's folder."""

import os
from errno import EACCES
from pathlib import Path
from typing import Any

import pytest

from downslope import paths
from downslope.registry.loading import load_all
from downslope.storage.saves import Store

SAVED = ("settings", "progress", "progress-plugins")


def test_what_is_shipped_lies_in_a_checkouts_folders_and_in_a_wheels_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (paths.shipped_folder() / "pyproject.toml").is_file()
    assert (paths.assets() / "fonts" / "Inter-Medium.ttf").is_file()
    (tmp_path / "shipped" / "levels").mkdir(parents=True)
    for name in ("b.py", "a.py", "_helper.py", "note.txt"):
        (tmp_path / "shipped" / "levels" / name).touch()
    monkeypatch.setattr(paths, "PACKAGE", tmp_path)
    assert paths.shipped_folder() == tmp_path / "shipped"
    assert [path.name for path in paths.shipped_plugins()] == ["a.py", "b.py"]


def test_downslope_home_moves_the_players_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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

    def guarded(name: str) -> None:  # for whoever runs the tests: who may do everything is refused here too
        real = getattr(os, name)

        def guard(path: Any = ".", *words: Any, **more: Any) -> Any:
            text = os.fspath(path) if isinstance(path, (str, os.PathLike)) else ""
            if any(text.startswith(place + os.sep) or (name != "stat" and text == place) for place in folders):
                raise PermissionError(EACCES, os.strerror(EACCES), text)
            return real(path, *words, **more)

        monkeypatch.setattr(os, name, guard)

    for name in ("stat", "open", "scandir", "listdir", "mkdir", "replace", "rename", "unlink"):
        guarded(name)
    registry = load_all(home)
    ((plugin, fault),) = registry.faults
    assert plugin.name == "plugins" and "plugins cannot be read: Permission denied" in fault.sentence
    assert "thirteen" in registry.catalog.levels
    store = Store()
    assert [fault.split(" (")[0] for fault in store.faults] == [f"{name}.json could not be read" for name in SAVED]
    store.settings.still = True
    assert not store.save()
