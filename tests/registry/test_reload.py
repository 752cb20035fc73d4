"""Plugins are switched off and on, and read again, while the game runs; what has ended a process is left out."""

import os
import sys
from pathlib import Path

import pytest

from downslope.engine.watchdog import dog
from downslope.registry.crash_marks import CrashMark, Marks
from downslope.registry.loading import reload, stub_plugin, switch
from downslope.registry.trust import PluginChoices
from registry.dropped import drop, load, loaded

LEVEL = """from pathlib import Path
from downslope import Example, Level, hookimpl

Path(__file__).with_suffix(".ran").touch()


@hookimpl
def levels():
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


def test_only_a_whole_version_replaces_the_old_one(home: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    registry, plugin = loaded(home, "tea")
    row, before = registry.plugins.index(plugin), file.stat()
    file.write_text(LEVEL.replace("0.8", "0.9"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))  # of the same size, in the same second
    plugin = reload(registry, plugin)
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
HOOK = """from downslope import Example, Level, hookimpl
CALLS = []
@hookimpl
def levels():
    CALLS.append(len(CALLS))
    return [Level("one", title="One", examples=[Example(1, 1)], weights=[0.5])]
"""


def test_a_hook_is_called_once_and_again_with_nothing_of_before_when_it_is_read_anew(home: Path) -> None:
    registry, plugin = loaded(home, "own", HOOK)
    registry.collect()
    before = sys.modules["downslope_plugins.folder.own"]
    assert before.CALLS == [0]
    reload(registry, plugin)
    now = sys.modules["downslope_plugins.folder.own"]
    assert now is not before and now.CALLS == [0]


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
