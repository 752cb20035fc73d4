"""What was written for 1.0, as its documents had it, comes in, keeps its promises and plays through all of 1.x."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import downslope
from downslope import Catalog, Example, Learn, Level, Session
from downslope.registry.registry import Registry
from downslope.registry.sources import load_all
from downslope.solving.autosolve import solve
from downslope.testing import check_plugin

HERE = Path(__file__).parents[1] / "plugins_1_0"
FILES = sorted(file for file in HERE.glob("*.py") if "@hookimpl" in file.read_text(encoding="utf-8"))
TRY = Level("try", title="Try", examples=[Example(0.9, 0.7)], weights=[0.1], alpha=0.1)
BETTER = {"learner-alphas"}  # what is asked for since then, and was not yet


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_all(plugins=False)


def test_there_is_one_of_each_kind() -> None:
    text = " ".join(file.read_text(encoding="utf-8") for file in FILES)
    assert len(FILES) == 5 and all(f"def {hook}()" in text for hook in ("levels", "metrics", "learners"))
    assert downslope.API[0] == 1, "they may go with 2.0"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.stem))
def test_it_comes_in_is_sound_and_plays(registry: Registry, file: Path) -> None:
    found = check_plugin(file, registry)
    plugin = registry.plugin(file.stem)
    assert plugin is not None and plugin.faults == [] and plugin.things
    assert [str(one) for one in found if one.severity != "note" and one.rule not in BETTER] == []
    catalog = registry.catalog
    for kind, key in plugin.things:
        if kind == "level":
            assert is_won(key, catalog), key
            continue
        level = replace(TRY, metric=key) if kind == "metric" else replace(TRY, learner=key)
        session = Session(level, catalog)
        before = session.run.error()
        session.do(Learn(50))
        assert session.run.error() < before / 2, key


def is_won(key: str, catalog: Catalog) -> bool:
    session = Session(catalog.level(key), catalog)
    for action in solve(session):
        session.do(action)
    return session.complete


def test_the_script_runs(capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile((HERE / "notebook.py").read_text(encoding="utf-8"), "notebook.py", "exec"), {})
    assert "Outcome(kind='land'" in capsys.readouterr().out
