"""Plugins are switched off and on, and read again, while the game runs; what has ended a process is left out; files of
levels that are as they were are not read again before one of their levels is asked for more."""

import json
import os
import pickle
import sys
import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from downslope.engine.watchdog import dog
from downslope.i18n import AuthorText
from downslope.registry.crash_marks import CrashMark, Marks
from downslope.registry.loading import plugin_of, reload, stub_plugin, switch
from downslope.registry.trust import PluginChoices
from downslope.rules import Level
from downslope.storage.files import Refused
from downslope.terminal.lists import show_levels
from registry.dropped import CUPS, drop, load, loaded, put

LEVEL = """from pathlib import Path
from downslope import Example, Level, hookimpl

Path(__file__).with_suffix(".ran").touch()
CALLS = []


@hookimpl
def levels():
    CALLS.append(len(CALLS))
    return [Level("cups", title="Cups", examples=[Example(2, 0.8)], weights=[0.5])]
"""
BROKEN = ("def levels(:\n", "", "import sys\nsys.exit()\n", LEVEL.replace("[0.5]", "[float('nan')]"))


@pytest.fixture
def file(home: Path) -> Path:
    drop(home, tea=LEVEL)
    return home / "plugins" / "tea.py"


def test_what_is_off_is_not_even_imported_and_comes_back(home: Path, file: Path) -> None:
    assert PluginChoices(home).switch("tea", on=False)
    registry, plugin = loaded(home, "tea")
    assert (plugin.off, plugin.things, plugin.faults) == (True, [], []) and not file.with_suffix(".ran").exists()
    again = switch(registry, plugin, on=True)
    assert "tea/cups" in registry.catalog.levels and registry.plugin("tea") is again
    newer = reload(registry, again)
    gone = switch(registry, again, on=False)  # another record has its place since
    assert newer is not again and gone.off and registry.plugin("tea") is gone
    assert "tea/cups" not in registry.catalog.levels and "level tea/cups" not in registry.catalog.owner
    file.unlink()
    registry.drop(gone)
    assert switch(registry, again, on=True) is again and registry.plugin("tea") is None
    elsewhere = put(home / "elsewhere", "tea.py", LEVEL)  # of the same name: it is named, so it comes in
    registry = load(home)
    assert registry.off == {"tea"} and plugin_of(registry, elsewhere).keys("level") == ["tea/cups"]


def test_only_a_whole_version_replaces_the_old_one(home: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    registry, plugin = loaded(home, "tea")
    registry.collect()
    module = sys.modules["downslope_plugins.folder.tea"]
    row, before = registry.plugins.index(plugin), file.stat()
    file.write_text(LEVEL.replace("0.8", "0.9"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))  # of the same size, in the same second
    plugin = reload(registry, plugin)
    now = sys.modules["downslope_plugins.folder.tea"]
    assert now is not module and now.CALLS == module.CALLS == [0], "each is called once, and has nothing of the other"
    level = registry.catalog.levels["tea/cups"]
    assert plugin.faults == [] and registry.plugins.index(plugin) == row
    assert level.examples[0].goal_prediction == 0.9
    for text in (*BROKEN, None):
        file.unlink() if text is None else file.write_text(text, encoding="utf-8")
        assert reload(registry, plugin) is plugin
        assert plugin.refused is not None and plugin.refused.faults[0].place.startswith("tea.py")
        assert registry.catalog.levels["tea/cups"] is level
    file.write_text(LEVEL, encoding="utf-8")
    again = reload(registry, plugin)
    assert (again.faults, again.refused) == ([], None)
    file.write_bytes(b"# coding: latin-1\n" + LEVEL.replace("Cups", "K\xf8pper").encode("latin-1"))
    again = reload(registry, again)
    assert again.faults == [] and registry.catalog.levels["tea/cups"].title == "K\xf8pper"
    # A hook that gives its things slowly has one limit for all
    monkeypatch.setattr("downslope.registry.loading.PATIENCE", 0.25)
    slow = LEVEL.replace("    return [", "    for n in range(40):\n        time.sleep(0.05)\n        yield ")
    slow = slow.replace('"cups"', 'f"cups{n}"').replace("[0.5])]", "[0.5])")
    file.write_text(f"import time\n{slow}", encoding="utf-8")
    assert reload(registry, again) is again and again.refused is not None
    (fault,) = again.refused.faults
    assert fault.stopped and fault.sentence == "levels() did not come back within 0.25 s." and fault.line >= 8
    assert len(again.refused.things) < 40, "each of them comes in time"


GOOD = 'from downslope import *\nLEVELS = [Level("good", title="Good", examples=[Example(.3, .7)], weights=[.1])]\n'
DEAD = 2**22 + 1  # above every number that a process is given on Linux, and free elsewhere


def copied(file: Path) -> Path:
    dead = file.with_name(f"{DEAD}.json")
    dead.write_bytes(file.read_bytes())
    return dead


def left_by(home: Path, name: str, text: str) -> Path:
    """The mark of a plugin whose process ended while it was loaded: it bears the number of a process that is gone."""
    drop(home, **{name: text})
    with Marks(home / "running").hold(name, str(home / "plugins" / f"{name}.py")):
        (file,) = (home / "running").glob("*.json")
        return copied(file)


def test_what_has_ended_a_process_is_left_out_and_said_until_it_changes_or_is_tried_again(home: Path) -> None:
    left_by(home, "deadly", "import os\n\nos._exit(3)\n")
    source = home / "plugins" / "deadly.py"
    places = f'  File "x.py", line 3 in f\n  File "{source}", line 7 in <module>\n  File "{source}", line 9 in f\n'
    (home / "running" / f"{DEAD}.log").write_text(places)  # what the watchdog has seen
    drop(home, good=GOOD)
    for _ in range(2):
        registry = load(home)
        ((plugin, fault),) = registry.faults
        assert plugin.name == "deadly" and plugin.left_out and "skipped" in fault.sentence and fault.line == 7
        assert "good/good" in registry.catalog.levels
    drop(home, deadly=GOOD.replace('"good"', '"better"'))
    registry = load(home)
    assert not registry.faults and "deadly/better" in registry.catalog.levels
    assert list((home / "running").glob(f"{DEAD}.*")) == [] == list((home / "running").glob("*.json"))
    left_by(home, "deadly", GOOD)
    registry, plugin = loaded(home, "deadly")
    assert plugin.left_out and not stub_plugin(registry, source).faults and not load(home).faults


def test_a_mark_says_what_was_played_and_other_marks_say_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = Marks(home / "running")
    marks.write(CrashMark("tea", "tea.py", "", "tea/cups"))
    (file,) = (home / "running").glob("*.json")
    dead = copied(file)
    marks.write(None)
    assert not file.exists()
    (mark,) = Marks(home / "running").died
    assert mark.sentence() == "The game ended while tea/cups ran with tea."
    assert mark._replace(line=3).sentence().endswith("with tea, line 3.") and dead.exists()
    drop(home, tea=GOOD)
    assert not load(home).faults  # it did not end while it was loaded
    dead.unlink()
    left_by(home, "busy", GOOD).rename(dead.with_name("1.json"))
    assert not load(home).faults  # that process runs
    for text in ("", "5", "[1]", "{", "[[], 5, null, {}]", "\0", "[" * 50_000):
        dead.write_text(text)
        assert not load(home).faults
    dead.unlink()
    # The watchdog's log begins empty, and stays where plugins are loaded anew
    monkeypatch.setattr(dog, "log", None)
    own, gone = (home / "running" / f"{number}.log" for number in (os.getpid(), DEAD))
    for log in (own, gone):
        log.write_text("of before")
    load(home)
    assert dog.log is not None and own.read_text() == "" and not gone.exists()
    os.write(dog.log, b"seen")
    os.close(dog.log)
    load(home)
    assert own.read_text() == "seen"


CUP = CUPS.replace("cups", "cup") + 'par = 3\nwords = { input = "tea" }\n'


def write(home: Path, name: str, text: str = CUP, age: float = 3) -> Path:
    return put(home, name, text, age)


def test_nothing_is_read_twice_that_is_as_it_was_and_asked_for_more_it_is_a_level_as_any_other(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read, loads = list[str](), tomllib.loads  # the texts that were read as TOML since it was emptied

    def note(text: str, **more: Any) -> dict[str, Any]:
        read.append(text)
        return loads(text, **more)

    monkeypatch.setattr(tomllib, "loads", note)
    files = [write(home, f"cup{n}.toml", CUP.replace("Cups", f"Cup {n}")) for n in range(3)]
    show_levels(load(home), as_json=True)
    first = capsys.readouterr().out
    read.clear()
    registry = load(home)
    show_levels(registry, as_json=True)
    assert (capsys.readouterr().out, read) == (first, []) and '"cup2/cup"' in first
    write(home, "cup1.toml", CUP.replace("Cups", "Cup of tea"))
    files[2].unlink()
    assert registry.catalog.levels["cup2/cup"].title == "Cup 2"
    again = load(home).catalog.levels
    assert again["cup1/cup"].title == "Cup of tea" and len(read) == 1 and "cup2/cup" not in again
    (home / "cache" / "levels.json").write_text('{"version": 3')
    read.clear()
    whole = load(home).catalog.levels["cup0/cup"]
    assert len(read) == 2 and whole.examples
    for ask in (
        lambda level: replace(level), lambda level: pickle.loads(pickle.dumps(level)), lambda level: level.stage(0),
        lambda level: Level(**{each.name: getattr(level, each.name) for each in fields(level)}),
    ):  # fmt: skip
        read.clear()
        level = load(home).catalog.levels["cup0/cup"]
        assert isinstance(level, Level) and (level.plugin, level.title, level.par, read) == ("cup0", "Cup 0", 3, [])
        assert ask(level) == whole and type(level) is Level and len(read) == 1
    registry = load(home)
    files[0].unlink()
    with pytest.raises(Refused, match=r"cup0: cup0\.toml cannot be read"):
        print(registry.catalog.levels["cup0/cup"].examples)
    assert registry.foreign[0].faults


def test_what_is_kept_takes_nobodys_place(home: Path) -> None:
    write(home, "cup.toml")
    load(home)
    cache = home / "cache" / "levels.json"
    whole = cache.read_text()
    for old, new in (("cup/cup", "thirteen"), ('"Cups"', "3"), ('"par": 3', '"par": true'), ('"tea"', "[]")):
        assert old in whole
        cache.write_text(whole.replace(old, new))
        levels = load(home).catalog.levels
        assert levels["thirteen"].title != "Cups" and (levels["cup/cup"].title, levels["cup/cup"].par) == ("Cups", 3)


def test_what_depends_on_more_than_its_file_is_read_at_every_start(home: Path) -> None:
    write(home, "table.toml", CUP.replace("[[2, 0.8]]", '{ csv = "a.csv", input = ["a"], goal = "b" }'))
    write(home, "a.csv", "a,b\n1,2\n")
    write(home, "words.toml")
    write(home, "words.nb.toml", '"Cups" = "Kopper"\n')
    drop(home, other="from downslope import *\nclass Own(Learner):\n    def step(self, *given): return [0.0]\n")
    write(home, "learner.toml", CUP + 'learner = "own"\n')
    write(home, "wrong.toml", CUP + "alhpa = 1\n")
    write(home, "fresh.toml", age=0)
    write(home, "stages.toml", CUP + "stages = [{ alpha = 0.3 }]\n")
    assert [plugin.name for plugin in load(home).foreign if plugin.faults] == ["wrong"]
    assert not (home / "cache" / "levels.json").exists()
    write(home, "off.toml")
    load(home)
    assert list(json.loads((home / "cache" / "levels.json").read_text())["files"]) == ["off.toml"]
    write(home, "off.nb.toml", '"Cups" = "Kopper"\n')  # it comes later
    assert isinstance(load(home).catalog.levels["off/cup"].title, AuthorText)
    PluginChoices(home).switch("off", on=False)
    assert "off/cup" not in load(home).catalog.levels
