"""`downslope new`: each kind loads, passes the check and is played as it stands; nothing is written over."""

from __future__ import annotations

import py_compile
import shutil
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from downslope import Learn, Session, paths
from downslope.registry.sources import load_all
from downslope.storage.files import Refused
from downslope.terminal.check import check_levels
from downslope.terminal.commands import run
from downslope.terminal.plugins import KINDS, SUFFIXES, write_plugin
from support import shipped

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_new_loads_passes_the_check_and_learns(
    home: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", kind, "three-days"]) == 0
    name = "three-days" if kind == "pack" else "three_days"
    file = home / "plugins" / f"{name}{SUFFIXES.get(kind, '.py')}"
    path, dev, check = capsys.readouterr().out.splitlines()
    assert (path, dev, check) == (str(file), f"downslope dev {file}", f"downslope check {file}")
    text = (file / "pack.toml" if kind == "pack" else file).read_text(encoding="utf-8")
    assert not any(mark in text for mark in ("NAME", "CLASS", "TITLE")) and "three-days" in text
    registry = load_all(home, packages=False)
    plugin = registry.plugin(name)
    assert plugin is not None and plugin.faults == [] and plugin.things
    assert check_levels(registry, file) == 0
    assert "note" not in capsys.readouterr().out
    catalog = registry.catalog
    if kind in ("level", "data", "network", "pack"):
        level = catalog.level(plugin.keys("level")[0])
        assert level.title.startswith("Three days")
    else:
        thirteen, key = catalog.level("thirteen"), "three_days/three-days"
        level = replace(thirteen, learner=key) if kind == "learner" else replace(thirteen, metric=key)
    session = Session(level, catalog)
    before = session.run.error()
    session.do(Learn(40))
    assert session.run.error() < before / 2 and session.run.network.size < 3


def test_every_template_is_of_a_kind() -> None:
    assert {file.stem for file in (ROOT / "assets" / "templates").iterdir()} == {*KINDS, "package"}


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in SUFFIXES])
def test_a_package_names_its_hooks_and_its_test_passes(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    file = write_plugin(shipped(), kind, "three-days", tmp_path, package=True)
    root = tmp_path / "downslope-three-days"
    assert file == root / "src" / "downslope_three_days" / "__init__.py"
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["downslope"] == {"three-days": "downslope_three_days"}
    monkeypatch.syspath_prepend(str(root / "src"))
    test: dict[str, Any] = {}
    exec((root / "tests" / "test_promises.py").read_text(encoding="utf-8"), test)
    test["test_everything_in_it_keeps_its_promises"]()
    sys.modules.pop("downslope_three_days")
    with pytest.raises(Refused, match="already exists"):
        write_plugin(shipped(), kind, "three-days", tmp_path, package=True)
    assert not [path for path in root.rglob("*") if path.is_file() and "MODULE" in path.read_text(encoding="utf-8")]


def test_what_pip_has_compiled_beside_a_template_is_not_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = tmp_path / "shipped" / "assets" / "templates"
    shutil.copytree(ROOT / "assets" / "templates", templates)
    test = templates / "package" / "tests" / "test_promises.py"
    assert py_compile.compile(str(test), str(test.parent / "__pycache__" / "test_promises.pyc"), quiet=2)
    monkeypatch.setattr(paths, "assets", lambda: templates.parent)
    write_plugin(shipped(), "learner", "three-days", tmp_path, package=True)
    made = [path.name for path in (tmp_path / "downslope-three-days").rglob("*") if path.is_file()]
    assert sorted(made) == ["README.md", "__init__.py", "pyproject.toml", "test_promises.py"]


def test_data_needs_no_package(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="needs no package"):
        write_plugin(shipped(), "data", "three-days", tmp_path, package=True)


def test_nothing_is_written_over(home: Path, tmp_path: Path) -> None:
    file = write_plugin(shipped(), "level", "mine", tmp_path)
    file.write_text("kept", encoding="utf-8")
    with pytest.raises(Refused, match="already exists"):
        write_plugin(shipped(), "level", "mine", tmp_path)
    assert file.read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize(
    "kind, name, said",
    [
        ("levels", "mine", "KIND is levels; allowed: level, data, pack, learner, metric, network"),
        ("level", "My level", "NAME is My level; allowed: small letters"),
        ("level", "x" * 41, "at most 40"),
        ("level", "../x", "NAME is ../x"),
        ("level", "3-days", "NAME is 3-days"),
        ("learner", "momentum", "There is already a learner named momentum."),
        ("level", "thirteen", "There is already a level named thirteen."),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    home: Path, capsys: pytest.CaptureFixture[str], kind: str, name: str, said: str
) -> None:
    assert run(["new", kind, name]) == 2
    out, err = capsys.readouterr()
    assert out == "" and said in err and err.count("\n") == 1
    assert not (home / "plugins").exists()


def test_a_folder_that_cannot_be_is_told(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run(["new", "level", "mine", "--into", str(tmp_path / "file")]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.slow
def test_what_lies_in_the_plugins_folder_is_checked_by_its_name(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", "level", "jam-day"]) == 0
    monkeypatch.chdir(tmp_path)
    for name in ("jam-day", "jam_day", "jam_day.py", "jam_day/jam-day"):
        assert run(["check", name]) == 0 and "1 level" in capsys.readouterr().out, name
    for name in ("jim-day", "nowhere/jam-day", "nowhere/jam_day.py"):
        assert run(["check", name]) == 2, name
