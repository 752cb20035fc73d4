"""The plugin door: what comes in, and what is broken, which is a fault with file, line and a way out."""

import inspect
import os
import re
import sys
import textwrap
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from downslope import API, Learn, Session
from downslope.engine.run import Fault
from downslope.level_files.needs import PluginNeed
from downslope.registry import hookspecs
from downslope.registry.loading import load_all
from downslope.registry.plugin import HOOKS
from downslope.registry.plugin_file import load_bytes
from downslope.registry.registry import PluginError
from downslope.registry.trust import PluginCode, UnknownCode
from downslope.rules import KNOBS, Example, Knob, Level, Marker, Stage
from downslope.rules.level_words import PICTURES
from downslope.schema.level_rules import faults
from downslope.view.scenery.diorama import DIORAMAS
from downslope.view.scenery.strips import STRIPS, UNDER_FOG
from lib import walks
from lib.blocks import differences
from lib.support import shipped
from registry.dropped import CUPS, drop, load, loaded, package_in, put, record

TOP = "from downslope import *\n"
GOOD = TOP + "LEVELS = [Level('good', title='Good', examples=[Example(0.3, 0.7)], weights=[0.1], alpha=1.0)]\n"
OWN = TOP + '''
class LazyOne(Learner):
    effort = Knob(0.0, 1.0, start=0.5)
    def update(self, weight, weight_delta, alpha): return weight - weight_delta * alpha * self.effort
class _Base(Metric):
    scale = Knob(0.5, 4.0, start=1.0)
    def error(self, prediction, goal_prediction): return (prediction - goal_prediction) ** 4 * self.scale
class Quartic(_Base): pass
'''
SPRING = """Level("spring", title="A spring", examples=[Example(2.0, 0.8)], weights=[0.5], alpha=1.0,
    learner="lazy-one", metric="quartic", target=Near(0.05), knobs=[Knob("alpha", 0.01, 1.0), Knob("effort", 0.0, 1.0)])
"""


def test_the_classes_and_levels_of_a_file_without_hooks_come_in(home: Path) -> None:
    for number, listed in enumerate(("LEVELS = [{}]", "spring = {}", "LEVELS = {}")):
        registry, plugin = loaded(home, f"own{number}", OWN + listed.format(SPRING))
        assert (plugin.faults, [key.partition("/")[2] for _kind, key in plugin.things]) == (
            [], ["quartic", "lazy-one", "spring"]
        )  # fmt: skip
        assert Session(registry.catalog.level(f"own{number}/spring"), registry.catalog, [Learn(500)]).won
    hooks = '@hookimpl\ndef learners():\n    return [LazyOne]\n\n\nLEVELS = ["none of these"]\n'
    _registry, plugin = loaded(home, "hooks", OWN + hooks)
    assert (plugin.faults, plugin.things) == ([], [("learner", "hooks/lazy-one")]), "of a file with hooks they count"
    for hook in HOOKS:
        code = (inspect.getdoc(getattr(hookspecs, hook)) or "").split("```python\n")[1].split("```")[0]
        _registry, plugin = loaded(home, f"example_{hook}", textwrap.dedent(code))
        assert plugin.faults == [] and plugin.hooks == [hook] and len(plugin.things) == 1


def test_two_plugins_may_have_one_name_for_a_thing_but_none_for_themselves(home: Path) -> None:
    warmer = 'LEVELS = [Level("warmer", title="T", examples=[Example(1, 2)], weights=[0.5], metric="quartic")]\n'
    drop(home, one=OWN + warmer, two=OWN.replace("start=1.0", "start=2.0") + warmer, three=TOP + warmer)
    squared = Path(hookspecs.__file__).parents[3] / "plugins" / "metrics" / "squared.py"
    drop(home, good=GOOD, squared=squared.read_text(encoding="utf-8"))
    registry = load(home)
    catalog = registry.catalog
    errors = [Session(catalog.level(f"{name}/warmer"), catalog).run.error() for name in ("one", "two")]
    assert errors == [1.5**4, 2 * 1.5**4] and catalog.owner["level one/warmer"] == "one"
    (fault,) = record(registry, "three").faults
    assert "the full name, one of one/quartic, two/quartic" in fault.sentence
    again = registry.add("good", "2", "elsewhere", lambda: pytest.fail("loaded"), "package")
    assert "There is already a plugin named good" in again.faults[0].sentence and not record(registry, "good").faults
    assert {"squared", "squared/squared"} <= set(registry.catalog.metrics) and "good/good" in registry.catalog.levels


def test_a_package_comes_in_and_strict_raises(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package_in(tmp_path, monkeypatch, snow_pack=GOOD, storm="raise SystemExit\n")
    registry = load_all(home)
    snow, storm = record(registry, "snow"), record(registry, "storm")
    assert (snow.version, snow.source, snow.kind, snow.faults) == ("2.5", "snow_pack", "package", [])
    assert (snow.keys("level"), snow.page) == (["snow/good"], "https://snow.example/pack")
    assert "SystemExit" in storm.faults[0].sentence and storm.faults[0].line == 1
    drop(home, script="from downslope import load\nload()\nimport not_there\n")  # it loads itself
    with pytest.raises(PluginError, match=r"script \(script\.py, line 3\): ModuleNotFoundError: No module named 'not_"):
        load_all(home, packages=False, strict=True)
    assert all(plugin.kind == "shipped" for plugin in load_all(home, plugins=False).plugins)


FAULTS = Path(__file__).with_name("faults.txt")


def faults_of(home: Path, plugins: list[str]) -> list[list[str]]:
    """What is said of each of these in one folder, and what of it comes in."""
    wanted = f"{API[0]}.{API[1] + 1}"
    drop(home, **{f"odd{n}": TOP + code.replace("NEXT", wanted.replace(".", ", ")) for n, code in enumerate(plugins)})
    registry, said = load(home), list[list[str]]()
    for number in range(len(plugins)):
        plugin = record(registry, f"odd{number}")
        for fault in plugin.faults:
            file = f"{plugin.name}.py"
            assert "\n" not in fault.sentence and fault.file == str(home / "plugins" / file)
            assert fault.place == (f"{file}, line {fault.line}" if fault.line else file)
            assert (fault.line in dict(fault.source)) is (fault.line > 0)
        rows = [f"line {fault.line - 1}: {fault.sentence}" if fault.line else fault.sentence for fault in plugin.faults]
        rows = [re.sub("this is .*", "this is …", row.replace(wanted, "NEXT")) for row in rows]
        brought = ", ".join(f"{kind} {key.partition('/')[2]}" for kind, key in plugin.things)
        said.append([*rows, *[f"in: {brought}"] * bool(brought)])
    return said


def test_levels_have_a_limit_of_time_and_code_has_one_a_call(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if each look at the clock came a second after the one before."""
    monkeypatch.setattr("downslope.registry.registry.seconds_since", lambda began: 1.0)
    put(home, "data.toml", "\n".join(f"[[levels]]\n{CUPS}".replace("cups", f"cups-{k}") for k in range(9)))
    drop(home, code=f"{TOP}LEVELS = [Level(f'tea-{{k}}', title='Tea', examples=[Example(2, 0.8)]) for k in range(9)]\n")
    plugins = {plugin.name: plugin for plugin in load(home).plugins}
    assert [len(plugins[name].keys("level")) for name in ("code", "data")] == [9, 1] and not plugins["code"].faults
    assert ["levels took more than 5 s" in fault.sentence for fault in plugins["data"].faults] == [True]
    sent: Any = load_bytes("cups.toml", f"[[levels]]\n{CUPS}".encode(), "sent")
    assert [level.origin.file for level in sent.levels()] == ["cups.toml"]


def test_each_is_one_sentence_with_its_line(home: Path) -> None:
    assert differences(FAULTS, partial(faults_of, home)) == []
    assert "downslope_plugins.folder.odd1" not in sys.modules, "what could not be run is no module"


def test_the_others_play_and_of_very_much_the_first_forty_are_told(home: Path) -> None:
    drop(home, good=GOOD)
    (home / "plugins" / "folder.py").mkdir()
    put(home, "letters.py", "").write_bytes(b"LEVELS = []\n# K\xf8pper")
    if hasattr(os, "mkfifo"):
        os.mkfifo(home / "plugins" / "pipe.py")  # whoever opened it would wait for ever
    registry = load(home)
    (fault,) = record(registry, "letters").faults
    assert (fault.line, fault.sentence) == (2, "letters.py is not UTF-8: byte 0xf8.")
    for odd in ["folder", *["pipe"] * hasattr(os, "mkfifo")]:
        assert record(registry, odd).faults[0].sentence.startswith(f"{odd}.py cannot be read: ")
    assert Session(registry.catalog.level("good/good"), registry.catalog, [Learn(500)]).won
    assert all(not plugin.faults and plugin.things for plugin in registry.plugins if plugin.kind == "shipped")
    for count, last in ((20, "Level odd: stages[19].budget is 0"), (22, "Level odd: and 2 more.")):
        rest = f", hints={[3] * 20}, stages=[{{'budget': 0}}] * {count})]"
        _registry, plugin = loaded(home, f"more{count}", GOOD.replace("'good'", "'odd'").replace(")]\n", rest))
        assert len(plugin.faults) in (40, 41) and plugin.faults[-1].sentence.startswith(last)
    drop(home, interrupts="import signal\n\nsignal.raise_signal(signal.SIGINT)\n")
    with pytest.raises(KeyboardInterrupt):
        load(home)


TIRED = f"""{TOP}class Tired(Learner):
    count = 0

    def step(self, problem, weights, alpha):
        self.count += 1
        if self.count == 3:
            raise ValueError("no more")
        return [weights[0] * 0.9]


LEVELS = [Level("tiring", title="T", examples=[Example(1, 5)], weights=[0.5], learner="tired")]
"""


def test_a_learner_that_raises_while_it_is_played_is_noted_once(home: Path) -> None:
    registry, plugin = loaded(home, "slow", TIRED)
    assert plugin.faults == []
    for _ in range(2):
        with pytest.raises(Fault) as raised:
            Session(registry.catalog.level("slow/tiring"), registry.catalog).do(Learn(3))
        assert registry.record_fault(raised.value) is plugin
    (fault,) = plugin.faults
    assert (fault.sentence, fault.line) == ("tired: ValueError: no more", 8)


def test_every_knob_every_field_and_every_picture_of_the_game_is_known() -> None:
    for name in KNOBS:
        level = Level("known", title="", examples=[Example(1, 0.5)], knobs=[Knob(name, stops=(1,))])
        assert [field for field, *_ in faults(level, shipped()) if field == "knobs[0].name"] == []
    assert sorted(PICTURES) == sorted([*DIORAMAS, *STRIPS, *UNDER_FOG])
    whole, stage = (get_type_hints(kind, include_extras=True) for kind in (Level, Stage))
    own = {field.name for field in fields(Level)} - {"id", "stages"}
    assert stage.keys() == own | {"star"} and [name for name in own if stage[name] != whole[name]] == []


NEW = UnknownCode("soft", "", "folder", "/soft.py", PluginCode(Path("/"), ()), "")
ASKED = walks.questions(*(f"registry.{room}" for room in (
    "crash_marks", "loading", "own_words", "plugin", "plugin_file", "plugin_guard", "registry", "trust", "validation",
)), names=globals() | {"Need": PluginNeed, "CHANGED": NEW._replace(since="2026-11-24"), "Marker": Marker})  # fmt: skip


def test_what_the_registry_answers(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOWNSLOPE_TRUST", "all")  # one question takes it away for a while
    assert walks.differences(Path(__file__).with_name("answers.txt"), ASKED | {"home": home}, walks.answers) == []
