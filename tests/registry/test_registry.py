"""The plugin door: files with hooks and without, packages, what two plugins call the same."""

from __future__ import annotations

import inspect
import sys
import textwrap
from pathlib import Path

import pytest

from downslope import Learn, Session
from downslope.registry import hookspecs
from downslope.registry.plugin import HOOKS
from downslope.registry.registry import PluginError, Registry
from downslope.registry.sources import load_all
from registry.dropped import drop, load, loaded, record

HEAD = "from downslope import *\n\n"
GOOD = HEAD + 'LEVELS = [Level("good", title="Good", examples=[Example(0.3, 0.7)], weights=[0.1])]\n'
OWN = HEAD + '''
class LazyOne(Learner):
    effort = Knob(0.0, 1.0, start=0.5)

    def update(self, weight, weight_delta, alpha):
        return weight - weight_delta * alpha * self.effort


class _Base(Metric):
    scale = Knob(0.5, 4.0, start=1.0)

    def error(self, prediction, goal_prediction):
        return (prediction - goal_prediction) ** 4 * self.scale


class Quartic(_Base):
    pass

'''
LEVEL = """Level("spring", title="A spring", examples=[Example(2.0, 0.8)], weights=[0.5], alpha=1.0,
    learner="lazy-one", metric="quartic", target=Near(0.05), knobs=[Knob("alpha", 0.01, 1.0), Knob("effort", 0.0, 1.0)])
"""


def test_the_classes_and_levels_of_a_file_without_hooks_come_in(home: Path) -> None:
    for number, listed in enumerate(("LEVELS = [{}]", "spring = {}", "LEVELS = {}")):
        registry, plugin = loaded(home, f"own{number}", OWN + listed.format(LEVEL))
        assert (plugin.faults, [key.partition("/")[2] for _kind, key in plugin.things]) == (
            [], ["quartic", "lazy-one", "spring"]
        )  # fmt: skip
        assert Session(registry.catalog.level(f"own{number}/spring"), registry.catalog, [Learn(500)]).won
    hooks = '@hookimpl\ndef learners():\n    return [LazyOne]\n\n\nLEVELS = ["none of these"]\n'
    _registry, plugin = loaded(home, "hooks", OWN + hooks)
    assert (plugin.faults, plugin.things) == ([], [("learner", "hooks/lazy-one")]), "of a file with hooks they count"


@pytest.mark.parametrize("hook", HOOKS)
def test_the_example_in_each_hooks_docstring_works_as_it_stands(home: Path, hook: str) -> None:
    code = (inspect.getdoc(getattr(hookspecs, hook)) or "").split("```python\n")[1].split("```")[0]
    _registry, plugin = loaded(home, "example", textwrap.dedent(code))
    assert plugin.faults == [] and plugin.hooks == [hook] and len(plugin.things) == 1


def test_two_packs_may_have_one_name_and_each_finds_its_own(home: Path) -> None:
    warmer = 'LEVELS = [Level("warmer", title="T", examples=[Example(1, 2)], weights=[0.5], metric="quartic")]\n'
    drop(home, one=OWN + warmer, two=OWN.replace("start=1.0", "start=2.0") + warmer, three=HEAD + warmer)
    registry = load(home)
    catalog = registry.catalog
    errors = [Session(catalog.level(f"{name}/warmer"), catalog).run.error() for name in ("one", "two")]
    assert errors == [1.5**4, 2 * 1.5**4] and catalog.owner["level one/warmer"] == "one"
    (fault,) = record(registry, "three").faults
    assert "the full name, one of one/quartic, two/quartic" in fault.sentence


def test_a_plugins_name_is_taken_once_and_a_shipped_ones_is_another(home: Path) -> None:
    squared = Path(hookspecs.__file__).parents[3] / "plugins" / "metrics" / "squared.py"
    drop(home, good=GOOD, squared=squared.read_text(encoding="utf-8"))
    registry = load(home)
    again = registry.add("good", "2", "elsewhere", lambda: pytest.fail("loaded"), "package")
    assert "There is already a plugin named good" in again.faults[0].sentence and not record(registry, "good").faults
    assert {"squared", "squared/squared"} <= set(registry.catalog.metrics) and "good/good" in registry.catalog.levels


def test_strict_raises_and_without_plugins_they_are_left_alone(home: Path, tmp_path: Path) -> None:
    drop(home, script="from downslope import load\nload()\nimport not_there\n")
    with pytest.raises(PluginError, match=r"script \(script\.py, line 3\): ModuleNotFoundError: No module named 'not_"):
        load_all(home, packages=False, strict=True)
    assert all(plugin.kind == "shipped" for plugin in load_all(home, plugins=False).plugins)
    other = tmp_path / "script.py"  # it loads one of its own name
    other.write_text((home / "plugins" / "script.py").read_text(encoding="utf-8"), encoding="utf-8")
    (fault,) = Registry().add_file(other).faults
    assert (fault.line, fault.sentence) == (3, "ModuleNotFoundError: No module named 'not_there'")


def test_a_package_comes_in_by_its_entry_point(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "snow_pack.py").write_text(GOOD, encoding="utf-8")
    (tmp_path / "storm.py").write_text("raise SystemExit\n", encoding="utf-8")
    info = tmp_path / "snow-2.5.dist-info"
    info.mkdir()
    page = "Project-URL: Home, https://snow.example/pack"
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: snow\nVersion: 2.5\n{page}\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[downslope]\nsnow = snow_pack\nstorm = storm\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("snow_pack", "storm"):  # another test may have had one of this name
        monkeypatch.delitem(sys.modules, name, raising=False)
    registry = load_all(home)
    snow, storm = record(registry, "snow"), record(registry, "storm")
    assert (snow.version, snow.source, snow.kind, snow.faults) == ("2.5", "snow_pack", "package", [])
    assert (snow.keys("level"), snow.page) == (["snow/good"], "https://snow.example/pack")
    assert "SystemExit" in storm.faults[0].sentence and storm.faults[0].line == 1
