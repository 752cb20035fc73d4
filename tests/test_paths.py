"""Where things are: in a checkout, in a wheel, and in the player's folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from errno import EACCES
from pathlib import Path
from typing import Any

import pytest

from downslope import paths
from downslope.registry.sources import load_all
from downslope.storage.saves import Store

SAVED = ("settings", "progress", "progress-plugins")


def test_in_a_checkout_shipped_files_are_folders_of_its_root() -> None:
    assert (paths.shipped_folder() / "pyproject.toml").is_file()
    assert (paths.assets() / "fonts" / "Inter-Medium.ttf").is_file()
    names = [path.name for path in paths.shipped_plugins()]
    assert "squared.py" in names and "gradient_descent.py" in names


def test_in_a_wheel_they_are_in_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_without_it_the_platforms_own_place_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOWNSLOPE_HOME")
    assert paths.home().name == "downslope" and paths.home().is_absolute()


@pytest.fixture
def shut(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Makes a folder one in which nothing may be looked at, for whoever runs the tests."""
    places: list[str] = []

    def guarded(name: str) -> None:
        real = getattr(os, name)

        def guard(path: Any = ".", *words: Any, **more: Any) -> Any:
            text = os.fspath(path) if isinstance(path, (str, os.PathLike)) else ""
            inside = any(text.startswith(place + os.sep) or (name != "stat" and text == place) for place in places)
            if inside:
                raise PermissionError(EACCES, os.strerror(EACCES), text)
            return real(path, *words, **more)

        monkeypatch.setattr(os, name, guard)

    for name in ("stat", "open", "scandir", "listdir", "mkdir", "replace", "rename", "unlink"):
        guarded(name)
    return lambda folder: places.append(str(folder))


def test_folders_that_may_not_be_looked_at_stop_no_game_and_are_told(
    home: Path, shut: Callable[[Path], None]
) -> None:
    for folder in (paths.plugins(), paths.saves(), paths.running(), paths.plugins() / "shut"):
        folder.mkdir(parents=True, exist_ok=True)
    shut(paths.plugins() / "shut")
    assert load_all(home).faults == []
    for folder in (paths.plugins(), paths.saves(), paths.running()):
        shut(folder)
    registry = load_all(home)
    ((plugin, fault),) = registry.faults
    assert plugin.name == "plugins" and "plugins cannot be read: Permission denied" in fault.sentence
    assert "thirteen" in registry.catalog.levels
    store = Store()
    assert [fault.split(" (")[0] for fault in store.faults] == [f"{name}.json could not be read" for name in SAVED]
    store.settings.still = True
    assert not store.save()


def test_a_file_in_the_place_of_the_plugins_is_told(home: Path) -> None:
    paths.plugins().touch()
    ((_plugin, fault),) = load_all(home).faults
    assert "plugins cannot be read: Not a directory" in fault.sentence
