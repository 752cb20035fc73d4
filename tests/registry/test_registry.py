"""The plugin door: good plugins come in, twelve broken ones are noted with reason, file and line, and nothing stops."""

from __future__ import annotations

import errno
import inspect
import os
import socket
import sys
import textwrap
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from downslope import API, Learn, Session
from downslope.engine.run import Fault
from downslope.registry import hookspecs
from downslope.registry.plugin import HOOKS
from downslope.registry.registry import PluginError, Registry
from downslope.registry.sources import load_all, reload
from downslope.registry.trust import Trust
from registry.dropped import drop, load, record

GOOD = """\
from downslope import Example, Level, Near, hookimpl


@hookimpl
def levels():
    return [Level("good", title="Good", examples=[Example(0.3, 0.7)], weights=[0.1], alpha=1.0, target=Near(0.01))]
"""

LEVEL = 'Level("{id}", title="T", examples=[Example({input}, {goal})], weights=[0.5]{more})'
HEAD = "from downslope import Example, Learner, Level, Metric, Near, hookimpl\n\n\n"


def one_level(id: str, input: str = "1.0", goal: str = "0.5", more: str = "") -> str:
    return f"{HEAD}@hookimpl\ndef levels():\n    return [{LEVEL.format(id=id, input=input, goal=goal, more=more)}]\n"


# name: (file, line of the fault, words of the sentence)
BROKEN = {
    "a_syntax_error": ("from downslope import hookimpl\n\ndef levels(:\n", 3, "SyntaxError"),
    "b_missing_import": ("import math\nimport no_such_module\n", 2, "No module named 'no_such_module'"),
    "c_raises_at_import": ("import math\n\nratio = 1 / 0\n", 3, "ZeroDivisionError: division by zero"),
    "d_misspelt_hook": (
        HEAD + "@hookimpl\ndef level():\n    return []\n", 4, "no hook level(); did you mean levels()?",
    ),
    "e_no_hookimpl": (HEAD + "def metrics():\n    return []\n", 4, "is @hookimpl missing above metrics()?"),
    "f_wrong_type": (
        HEAD + "class Half(Metric):\n    name = 'half'\n\n\n@hookimpl\ndef metrics():\n    return ['half']\n", 8,
        "metrics() returned 'half', not a Metric",
    ),
    "g_second_item": (
        f"{HEAD}@hookimpl\ndef levels():\n    yield {LEVEL.format(id='first', input=1, goal=2, more='')}\n"
        "    raise OSError('the disk is gone')\n", 7, "OSError: the disk is gone",
    ),
    "h_duplicate": (
        f"{HEAD}@hookimpl\ndef levels():\n    return [\n        {LEVEL.format(id='twin', input=1, goal=2, more='')},\n"
        f"        {LEVEL.format(id='twin', input=1, goal=3, more='')},\n    ]\n", 8,
        "There is already a level named twin",
    ),
    "i_tomorrow": (
        f"from downslope import hookimpl\n\ndownslope_api = ({API[0]}, {API[1] + 1})\n\n\n@hookimpl\ndef wonders():\n"
        "    return []\n", 3, f"It needs Downslope API {API[0]}.{API[1] + 1}, this is {API[0]}.{API[1]}.",
    ),
    "j_nan_goal": (one_level("nan", goal="float('nan')"), 6, "Level nan: examples[0] is Example("),
    "k_input_zero": (one_level("zero", input="0"), 6, "an input other than 0"),
    "l_third_step": (
        f"""{HEAD}class Tired(Learner):
    name = "tired"

    def start(self, size):
        super().start(size)
        self.steps = 0

    def step(self, problem, weights, alpha):
        self.steps += 1
        if self.steps == 3:
            raise ValueError("no more")
        return [weights[0] * 0.9]


@hookimpl
def learners():
    return [Tired]


@hookimpl
def levels():
    return [{LEVEL.format(id="tiring", input=1, goal=5, more=", learner='tired'")}]
""", 14, "tired: ValueError: no more",
    ),
}  # fmt: skip


@pytest.fixture
def broken(home: Path) -> Registry:
    drop(home, good=GOOD, **{name: text for name, (text, _, _) in BROKEN.items()})
    return load(home)


def test_the_good_one_plays_beside_twelve_broken_ones(broken: Registry) -> None:
    assert len(BROKEN) == 12
    assert record(broken, "good").faults == []
    session = Session(broken.catalog.level("good/good"), broken.catalog)
    session.do(Learn(100))
    assert session.outcome is not None and session.outcome.kind == "land"


def test_each_broken_one_is_listed_with_reason_file_and_line(broken: Registry, home: Path) -> None:
    for name, (_text, line, words) in list(BROKEN.items())[:-1]:
        (fault,) = record(broken, name).faults
        assert words in fault.sentence and "\n" not in fault.sentence
        assert fault.file == str(home / "plugins" / f"{name}.py")
        assert (fault.line, fault.place) == (line, f"{name}.py, line {line}")
        assert line in dict(fault.source)


def test_a_learner_that_raises_while_it_is_played_is_noted_then(broken: Registry) -> None:
    plugin = record(broken, "l_third_step")
    assert plugin.faults == []
    session = Session(broken.catalog.level("l_third_step/tiring"), broken.catalog)
    for _ in range(2):
        session.do(Learn(1))
    for _ in range(2):  # twice, and noted once
        with pytest.raises(Fault) as raised:
            Session(session.base, broken.catalog).do(Learn(3))
        assert broken.record_fault(raised.value) is plugin
    (fault,) = plugin.faults
    _, line, words = BROKEN["l_third_step"]
    assert (fault.sentence, fault.line) == (words, line)


def test_nothing_broken_is_shipped(broken: Registry) -> None:
    shipped = [plugin for plugin in broken.plugins if plugin.kind == "shipped"]
    assert shipped and all(not plugin.faults and plugin.things for plugin in shipped)
    assert {"squared", "absolute", "signed-miss", "squared-true-slope"} <= set(broken.catalog.metrics)
    assert {"gradient-descent", "hot-and-cold", "rule-of-tiles"} <= set(broken.catalog.learners)


def test_what_came_before_a_fault_stays(broken: Registry) -> None:
    assert record(broken, "g_second_item").keys("level") == ["g_second_item/first"]
    twin = broken.catalog.level("h_duplicate/twin")
    assert twin.examples[0].goal_prediction == 2


def test_one_bad_level_costs_no_other(home: Path) -> None:
    good, bad = (LEVEL.format(id=id, input=1, goal=goal, more="") for id, goal in (("fine", "2"), ("bad", "1e999")))
    drop(home, pack=f"{HEAD}@hookimpl\ndef levels():\n    return [{bad}, {good}]\n")
    registry = load(home)
    assert record(registry, "pack").keys("level") == ["pack/fine"]
    (fault,) = record(registry, "pack").faults
    assert fault.sentence.startswith("Level bad: examples[0] is Example(input=1, goal_prediction=inf")
    assert fault.sentence.endswith("allowed: finite numbers.")


def test_whatever_a_plugin_raises_is_a_fault(home: Path) -> None:
    raised = ("SystemExit", "GeneratorExit", "RecursionError", "MemoryError")
    for name in raised:
        later = f"{HEAD}@hookimpl\ndef levels():\n    raise {name}\n"
        drop(home, **{f"quits-{name}": f"raise {name}\n", f"later-{name}": later})
    drop(home, zzz=GOOD)
    registry = load(home)
    assert "zzz/good" in registry.catalog.levels
    for name in raised:
        for when, line in (("quits", 1), ("later", 6)):
            (fault,) = record(registry, f"{when}-{name}").faults
            assert name in fault.sentence and fault.line == line


def test_a_script_that_loads_one_of_its_own_name_says_what_is_wrong_with_it(home: Path, tmp_path: Path) -> None:
    drop(home, script="from downslope import load\nload()\nimport not_there\n")
    other = tmp_path / "script.py"
    other.write_text((home / "plugins" / "script.py").read_text(encoding="utf-8"), encoding="utf-8")
    (fault,) = Registry().add_file(other).faults
    assert (fault.line, fault.sentence) == (3, "ModuleNotFoundError: No module named 'not_there'")


def test_ctrl_c_still_ends_the_program(home: Path) -> None:
    drop(home, interrupts="import signal\n\nsignal.raise_signal(signal.SIGINT)\n")
    with pytest.raises(KeyboardInterrupt):
        load(home)


OTHERS = [
    *((f"@hookimpl\ndef levels(): {body}", words) for body, words in (
        ("return None", "levels() returned nothing"), ("return 'abc'", "levels() returned a str, not a list"),
        ("return Near(1)", "levels() returned a Near"), ("return 5", "levels() returned a int, not a list"),
        ("return [Level]", "levels() returned a type, not a Level"),
        ("import itertools; return itertools.repeat(Level)", "more than 1000 things"),
    )),
    ("class M(Metric):\n    name = 'm'\n@hookimpl\ndef metrics(): return [M()]", "has no error(prediction"),
    ("@hookimpl\ndef metrics(): return [Metric]", "returned the class Metric"),
    ("@hookimpl\ndef learners(): return [Learner()]", "returned an object"),
    ("class L(Learner):\n    name = 'l'\n@hookimpl\ndef learners(): return [L]", "neither an update nor a step"),
    ("class L(Learner):\n    name = 'L 1'\n    def update(self, w, d, a): return w\n@hookimpl\n"
     "def learners(): return [L]", "L.name is 'L 1'; allowed: small letters"),
    ("@hookimpl\ndef learners(x): return []", "learners() takes arguments"),
    ("@hookimpl\ndef learners(*, x): return []", "learners() takes arguments"),
    ("@hookimpl(wrapper=True)\ndef learners(): yield", "is a wrapper"),
    ("downslope_api = '1'\n@hookimpl\ndef learners(): return []", "allowed: (major, minor)"),
    ("downslope_api = (2, 0)\nfrom downslope import Wonder", "needs Downslope API 2.0"),
    ("", "no learner, metric or level stands in it"),
]  # fmt: skip


def test_other_mistakes_are_told(home: Path) -> None:
    drop(home, **{f"odd{number}": HEAD + code + "\n" for number, (code, _words) in enumerate(OTHERS)})
    registry = load(home)
    for number, (code, words) in enumerate(OTHERS):
        fault = record(registry, f"odd{number}").faults[-1]
        assert words in fault.sentence
        assert not code.startswith("class") or fault.line == 4 + ("L.name" in words), "of the class, or of what it has"


def test_two_packs_may_have_one_name_and_each_finds_its_own(home: Path) -> None:
    metric = f"""{HEAD}class Own(Metric):
    name = "own"

    def error(self, prediction, goal_prediction):
        return abs(prediction - goal_prediction) * {{factor}}

    def delta(self, prediction, goal_prediction):
        return prediction - goal_prediction


@hookimpl
def metrics():
    return [Own()]
"""
    warmer = LEVEL.format(id="warmer", input=1, goal=2, more=", metric='own'")
    level = f"\n\n@hookimpl\ndef levels():\n    return [{warmer}]\n"
    stranger = one_level("stranger", more=", metric='own'")
    drop(home, one=metric.format(factor=1) + level, two=metric.format(factor=2) + level, three=stranger)
    registry = load(home)
    catalog = registry.catalog
    errors = [Session(catalog.level(f"{name}/warmer"), catalog).run.error() for name in ("one", "two")]
    assert errors == [1.5, 3.0]
    assert registry.catalog.owner["level one/warmer"] == "one"
    (fault,) = record(registry, "three").faults
    assert "the full name, one of one/own, two/own" in fault.sentence


def test_a_plugins_name_is_taken_once(home: Path) -> None:
    drop(home, good=GOOD)
    registry = load(home)
    again = registry.add("good", "2", "elsewhere", lambda: pytest.fail("loaded"), "package")
    assert "There is already a plugin named good" in again.faults[0].sentence
    assert not record(registry, "good").faults
    assert registry.collect().level("good/good")


def test_a_copy_of_a_shipped_plugin_is_one_of_its_own(home: Path) -> None:
    shipped = Path(hookspecs.__file__).parents[3] / "plugins" / "metrics" / "squared.py"
    drop(home, squared=shipped.read_text(encoding="utf-8"))
    registry = load(home)
    assert not record(registry, "squared").faults
    assert {"squared", "squared/squared"} <= set(registry.catalog.metrics)


def test_strict_raises_and_no_plugins_leaves_them_alone(home: Path) -> None:
    drop(home, bad="1 / 0\n")
    with pytest.raises(PluginError, match=r"bad \(bad\.py, line 1\): ZeroDivisionError"):
        load_all(home, packages=False, strict=True)
    assert all(plugin.kind == "shipped" for plugin in load_all(home, plugins=False).plugins)


def test_a_package_comes_in_by_its_entry_point(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "snow_pack.py").write_text(GOOD, encoding="utf-8")
    (tmp_path / "storm.py").write_text("raise SystemExit\n", encoding="utf-8")
    info = tmp_path / "snow-2.5.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: snow\nVersion: 2.5\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[downslope]\nsnow = snow_pack\nstorm = storm\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("snow_pack", "storm"):  # another test may have had one of this name
        monkeypatch.delitem(sys.modules, name, raising=False)
    registry = load_all(home)
    snow, storm = record(registry, "snow"), record(registry, "storm")
    assert (snow.version, snow.source, snow.kind, snow.faults) == ("2.5", "snow_pack", "package", [])
    assert snow.keys("level") == ["snow/good"]
    assert "SystemExit" in storm.faults[0].sentence and storm.faults[0].line == 1


@pytest.mark.parametrize("hook", HOOKS)
def test_the_example_in_each_hooks_docstring_works_as_it_stands(home: Path, hook: str) -> None:
    text = inspect.getdoc(getattr(hookspecs, hook)) or ""
    code = text.split("```python\n")[1].split("```")[0]
    drop(home, example=textwrap.dedent(code))
    plugin = record(load(home), "example")
    assert plugin.faults == []
    assert plugin.hooks == [hook] and len(plugin.things) == 1


WHAT = dict.fromkeys(("pipe", "device", "socket"), "it is not an ordinary file") | {"folder": os.strerror(errno.EISDIR)}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "socket"])
def test_what_is_no_ordinary_file_is_refused_and_never_opened(home: Path, kind: str) -> None:
    """It has the name of a plugin. Whoever opened a pipe would wait for ever."""
    drop(home, good=GOOD)
    place = home / "plugins" / "odd.py"
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "folder":
        place.mkdir()
    elif kind == "device":
        place.symlink_to("/dev/zero")
    else:
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(os.path.relpath(place))  # its name may be only so long
        listening.close()
    registry = load(home)
    assert record(registry, "odd").faults[0].sentence == f"odd.py cannot be read: {WHAT[kind]}."
    assert "good/good" in registry.catalog.levels


@pytest.mark.parametrize("ending", ["toml", "py"])
def test_the_folder_is_listed_once_however_many_plugins_lie_there(
    home: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    texts = {"toml": 'id = "a"\ntitle = "A"\nexamples = [[2, 1]]\nweights = [0.5]\n', "py": one_level("a")}
    folder = home / "plugins"
    (folder / "_help").mkdir(parents=True)
    (folder / "_help" / "six.py").write_text("SIX = 6\n", encoding="utf-8")
    listed: list[Path] = []
    counts: list[list[int]] = []

    def count(inside: Any, path: Any = ".") -> Any:
        listed.append(Path(path))
        return inside(path)

    for name in ("listdir", "scandir"):
        monkeypatch.setattr(os, name, partial(count, getattr(os, name)))
    for many in (2, 9):
        for number in range(many):
            (folder / f"p{number}.{ending}").write_text(texts[ending], encoding="utf-8")
            (folder / f"p{number}.nb.toml").write_text(f'"A" = "Å{number}"\n', encoding="utf-8")
        listed.clear()
        registry = load_all(home, packages=False, trust=Trust(home, ask=lambda _unknown: True))
        assert len(registry.foreign) == many and not registry.faults
        assert [plugin.words["A"]["nb"] for plugin in registry.foreign] == [f"Å{number}" for number in range(many)]
        counts.append([sum(path == each for path in listed) for each in (folder, folder / "_help")])
    assert counts[0] == counts[1] and counts[1][0] == 1
    (folder / "p0.se.toml").write_text('"A" = "B"\n', encoding="utf-8")
    assert set(reload(registry, registry.foreign[0]).words["A"]) == {"nb", "se"}  # read again, it looks again
