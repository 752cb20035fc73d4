"""The plugin door: what comes in, and what is broken, which is a fault with file, line and a way out."""

import inspect
import linecache
import os
import sys
import textwrap
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import pytest

from downslope import API, Learn, Session
from downslope.engine.run import Fault
from downslope.registry import hookspecs
from downslope.registry.loading import load_all
from downslope.registry.plugin import HOOKS, Plugin, line_of
from downslope.registry.plugin_file import read_lines
from downslope.registry.registry import PluginError
from downslope.rules import KNOBS, Example, Knob, Level, Stage
from downslope.rules.level_words import PICTURES
from downslope.schema.level_rules import faults
from downslope.view.scenery.diorama import DIORAMAS
from downslope.view.scenery.strips import STRIPS, UNDER_FOG
from lib.support import shipped
from registry.dropped import drop, load, loaded, package_in, put, record

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


LEVELS = "@hookimpl\ndef levels(): "
METRICS, LEARNERS = LEVELS.replace("levels", "metrics"), LEVELS.replace("levels", "learners")
ONE = "Level('{}', title='T', examples=[Example({}, {})], weights=[0.5])"
ODD = "LEVELS = [Level('odd', title='Odd', examples=[Example(1, 0.5)], weights=[0.1], alpha=0.2,\n    {})]\n"
UPDATE = "\n    def update(self, weight, weight_delta, alpha):\n        return weight\n"
# What comes after TOP -> the line of the fault, and words of its sentence. Of fields: schema/answers.txt.
BROKEN = [
    ("\ndef levels(:", 3, "SyntaxError"),
    ("import math\nimport no_such_module", 3, "No module named 'no_such_module'"),
    ("raise SystemExit", 2, "Loading it raised SystemExit."), ("raise ValueError", 2, "It raised ValueError."),
    (f"{LEVELS}\n    raise GeneratorExit", 4, "levels() raised GeneratorExit."),
    ("@hookimpl\ndef level(): return []", 2, "There is no hook level(); did you mean levels()?"),
    ("def metrics(): return []", 2, "No hook found: is @hookimpl missing above metrics()?"),
    ("", 0, "No hook found, and no learner, metric or level stands in it."),
    ("Momentum = load(plugins=False).learner('momentum')\n_mine = 3", 0, "no learner, metric or level stands in it."),
    ("@hookimpl\ndef learners(*, x): return []", 2, "learners() takes arguments"),
    ("@hookimpl(wrapper=True)\ndef learners(): yield", 2, "is a wrapper"),
    (f"{LEVELS}return None", 2, "levels() returned nothing"),
    (f"{LEVELS}return 'abc'", 2, "levels() returned a str, not a list"),
    (f"{LEVELS}return [Near(1)]", 2, "levels() returned a Near, not a Level"),
    ("LEVELS = [3]", 0, "levels() returned 3, not"),
    (f"{METRICS}return [Metric]", 2, "returned the class Metric; return an object"),
    ("class M(Metric):\n    name = 'm'", 2, "has no error(prediction"),
    (f"{LEARNERS}return [Learner()]", 2, "learners() returned an object; return the class"),
    ("class Odd(Learner):\n    pass", 2, "The learner Odd has neither an update nor a step."),
    (f"class L(Learner):\n    name = 'L 1'{UPDATE}", 3, "L.name is 'L 1'; allowed: small letters"),
    (f"class Größe(Learner):{UPDATE}", 2, "Größe.name is 'größe'; allowed:"),
    (f"class L(Learner):\n    patience = -1{UPDATE}", 2, "L.patience is -1; allowed: 0 ... "),
    (f"class L(Learner):\n    knobs = 3{UPDATE}", 2, "L.knobs has 3; allowed: Knob(name, low, high, start=...)"),
    (f"class L(Learner):\n    beta = Knob(0, 1, start=2){UPDATE}", 2, "beta starts at 2; allowed: 0 ... 1."),
    (f"class L(Learner):\n    step = Knob(0, 1, start=1){UPDATE}", 2, "choose another."),
    (f"class A(Learner):{UPDATE}\nclass a(A):\n    pass", 6, "There is already a learner named a;"),
    ("class Asks(Metric):\n    def __init__(self, scale): pass\n    def error(self, p, g): return (p - g) ** 2", 0,
     "missing 1 required positional argument: 'scale'"),
    ("from math import atan\nclass Turned(Metric):\n    def error(self, p, g): return atan(p - g) ** 2", 3,
     "Write delta too: there is no rule for atan."),
    (f"downslope_api = {API[0], API[1] + 1}\nfrom downslope import Wonder", 2,
     f"It needs Downslope API {API[0]}.{API[1] + 1}, this is"),
    ("downslope_api = '1'", 2, "allowed: (major, minor)"),
    (f"{LEVELS}\n    yield {ONE.format('first', 1, 2)}\n    raise OSError('the disk is gone')", 5, "the disk is gone"),
    (f"LEVELS = [\n    {ONE.format('twin', 1, 2)},\n    {ONE.format('twin', 1, 3)},\n]", 4,
     "There is already a level named twin"),
    (f"LEVELS = [\n    {ONE.format('bad', 1, '1e999')},\n    {ONE.format('fine', 1, 2)},\n]", 3, "finite numbers"),
    (f"LEVELS = [{ONE.format('zero', 0, 2)}]", 2, "an input other than 0"),
    (ODD.format("hint=['x'],"), 3, "Level has no field hint; did you mean hints?"),
    (ODD.format("knobs=Knob('alpha'),"), 3, "allowed: a list: [Knob(...)]"),
    (ODD.format("knobs=[Knob()],"), 3, "Knob needs 'name'."),
    (ODD.format("knobs=[Knob('alpha', 0.1, 1, stpes=3)],"), 3, "Knob has no field stpes; did you mean stops?"),
    (ODD.format("stages=[{'exampels': []}],"), 3, "did you mean 'examples'?"),
    (ODD.format("metric='sqared',"), 3, "did you mean 'squared'?"),
]  # fmt: skip


def test_each_is_one_sentence_with_its_line_and_the_others_play(home: Path) -> None:
    drop(home, good=GOOD, **{f"odd{number}": TOP + text for number, (text, _line, _words) in enumerate(BROKEN)})
    (home / "plugins" / "folder.py").mkdir()
    put(home, "letters.py", "").write_bytes(b"LEVELS = []\n# K\xf8pper")
    put(home, "endless.py", f"{TOP}{LEVELS}import itertools; return itertools.repeat(3)")
    if hasattr(os, "mkfifo"):
        os.mkfifo(home / "plugins" / "pipe.py")  # whoever opened it would wait for ever
    registry = load(home)
    for number, (_text, line, words) in enumerate(BROKEN):
        file = home / "plugins" / f"odd{number}.py"
        (fault,) = record(registry, file.stem).faults
        assert words in fault.sentence and "\n" not in fault.sentence, fault
        assert (fault.file, fault.line) == (str(file), line), (words, fault)
        assert fault.place == (f"{file.name}, line {line}" if line else file.name)
        assert (line in dict(fault.source)) is (line > 0)
    assert "downslope_plugins.folder.odd2" not in sys.modules, "what could not be run is no module"
    (fault,) = record(registry, "letters").faults
    assert (fault.line, fault.sentence) == (2, "letters.py is not UTF-8: byte 0xf8.")
    assert record(registry, "endless").faults[-1].sentence == "levels() returned more than 1000 things."
    for odd in ["folder", *["pipe"] * hasattr(os, "mkfifo")]:
        assert record(registry, odd).faults[0].sentence.startswith(f"{odd}.py cannot be read: ")
    assert Session(registry.catalog.level("good/good"), registry.catalog, [Learn(500)]).won
    assert all(not plugin.faults and plugin.things for plugin in registry.plugins if plugin.kind == "shipped")
    brought = {key.partition("/")[2] for key, level in registry.catalog.levels.items() if level.plugin}
    assert brought == {"good", "first", "twin", "fine"}, "what is whole beside a fault stays"
    drop(home, interrupts="import signal\n\nsignal.raise_signal(signal.SIGINT)\n")
    with pytest.raises(KeyboardInterrupt):
        load(home)


def test_all_that_is_wrong_is_told_at_once_and_of_very_much_the_first_forty(home: Path) -> None:
    lines = ["budget=2.5,", "hints='x',", "knobs=[", "    Knob('alpha', 0.1, 1),", "    Knob('speed', 0, 1),", "],",
             "stages=[{'exampels': 3}],", "metric='sqared',"]  # fmt: skip
    _registry, plugin = loaded(home, "odd", TOP + ODD.format("\n".join(lines)))
    assert {fault.sentence.split(" is ")[0]: fault.line - 3 for fault in plugin.faults} == {
        "Level odd: budget": 0, "Level odd: hints": 1, "Level odd: knobs[1].name": 4,
        "Level odd: stages[0].exampels": 6, "Level odd: metric": 7,
    }  # fmt: skip
    assert repr(plugin.faults[0]) == f"{home}/plugins/odd.py:4: Level odd: hints is 'x'; allowed: a list of texts."
    for count, last in ((20, "Level odd: stages[19].budget is 0"), (22, "Level odd: and 2 more.")):
        text = ODD.format(f"hints={[3] * 20}, stages=[{{'budget': 0}}] * {count},")
        _registry, plugin = loaded(home, f"more{count}", TOP + text)
        assert len(plugin.faults) in (40, 41) and plugin.faults[-1].sentence.startswith(last)
    shared = ODD.format("knobs=SHARED,").replace("LEVELS", "SHARED = [Knob('alhpa', 0.1, 1)]\nLEVELS")
    _registry, plugin = loaded(home, "shared", TOP + shared)
    assert [fault.line for fault in plugin.faults] == [2]  # what is assigned once at the top is followed


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


def test_lines_are_counted_as_python_counts_them(tmp_path: Path) -> None:
    source = "class A:\n\tx = 1\n\x0c\nclass B:\r\n\tname = 'b\u2028c'\n\n    rule = 'here'"
    file = tmp_path / "paged.py"
    file.write_bytes(source.encode())
    numbers = {line.strip(): number for number, line in enumerate(linecache.getlines(str(file)), 1)}
    assert read_lines(file)[1] == "    x = 1" and read_lines("a\0b") == []
    assert line_of(str(file), "here") == numbers["rule = 'here'"]
    plugin = Plugin("paged", "", str(file), "folder")
    shown = plugin.fault("It is off.", {}, 4).source
    assert plugin.fault("It is off.", {}, 4, file="none.py", text=source).source == shown
    assert dict(shown)[4] == "class B:"


def test_every_knob_every_field_and_every_picture_of_the_game_is_known() -> None:
    for name in KNOBS:
        level = Level("known", title="", examples=[Example(1, 0.5)], knobs=[Knob(name, stops=(1,))])
        assert [field for field, *_ in faults(level, shipped()) if field == "knobs[0].name"] == []
    assert sorted(PICTURES) == sorted([*DIORAMAS, *STRIPS, *UNDER_FOG])
    whole, stage = (get_type_hints(kind, include_extras=True) for kind in (Level, Stage))
    own = {field.name for field in fields(Level)} - {"id", "stages"}
    assert stage.keys() == own | {"star"} and [name for name in own if stage[name] != whole[name]] == []
