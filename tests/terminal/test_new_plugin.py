"""`downslope new`: each kind loads, passes the check and is played as it stands. What cannot be: test_refusals.py."""

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
from registry.dropped import record
from support import shipped

TEMPLATES = Path(__file__).parents[2] / "assets" / "templates"


def test_every_template_is_of_a_kind() -> None:
    assert {file.stem for file in TEMPLATES.iterdir()} == {*KINDS, "package"}


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
    plugin, catalog = record(registry, name), registry.catalog
    assert plugin.faults == [] and plugin.things and check_levels(registry, file) == 0
    assert "note" not in capsys.readouterr().out
    if kind in ("learner", "metric"):
        given: dict[str, Any] = {kind: "three_days/three-days"}
        level = replace(catalog.level("thirteen"), **given)
    else:
        level = catalog.level(plugin.keys("level")[0])
        assert level.title.startswith("Three days")
    session = Session(level, catalog)
    before = session.run.error()
    session.do(Learn(40))
    assert session.run.error() < before / 2 and session.run.network.size < 3
    with pytest.raises(Refused, match="already exists"):  # nothing is written over
        write_plugin(catalog, kind, "three-days")


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in SUFFIXES])
def test_a_package_names_its_hooks_and_its_test_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    templates = tmp_path / "shipped" / "templates"
    shutil.copytree(TEMPLATES, templates)
    test = templates / "package" / "tests" / "test_promises.py"  # what pip has compiled beside it is not copied
    assert py_compile.compile(str(test), str(test.parent / "__pycache__" / "test_promises.pyc"), quiet=2)
    monkeypatch.setattr(paths, "assets", lambda: templates.parent)
    file = write_plugin(shipped(), kind, "three-days", tmp_path, package=True)
    root = tmp_path / "downslope-three-days"
    made = {path.name: path for path in root.rglob("*") if path.is_file()}
    assert file == root / "src" / "downslope_three_days" / "__init__.py"
    assert sorted(made) == ["README.md", "__init__.py", "pyproject.toml", "test_promises.py"]
    texts = {name: path.read_text(encoding="utf-8") for name, path in made.items()}
    assert not [name for name, text in texts.items() if "MODULE" in text]
    project = tomllib.loads(texts["pyproject.toml"])["project"]
    assert project["entry-points"]["downslope"] == {"three-days": "downslope_three_days"}
    monkeypatch.syspath_prepend(str(root / "src"))
    space: dict[str, Any] = {}
    exec(texts["test_promises.py"], space)
    space["test_everything_in_it_keeps_its_promises"]()
    sys.modules.pop("downslope_three_days")


@pytest.mark.slow
def test_what_lies_in_the_plugins_folder_is_checked_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", "level", "jam-day"]) == 0
    monkeypatch.chdir(tmp_path)
    for name in ("jam-day", "jam_day.py"):
        assert run(["check", name]) == 0 and "1 level" in capsys.readouterr().out, name
    assert run(["check", "nowhere/jam-day"]) == 2
