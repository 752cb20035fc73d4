"""Where things are: in a checkout, in a wheel, and in the player's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from downslope import paths


def test_in_a_checkout_shipped_files_are_folders_of_its_root() -> None:
    assert (paths.shipped_folder() / "pyproject.toml").is_file()
    assert (paths.fonts() / "Inter-Medium.ttf").is_file()
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
