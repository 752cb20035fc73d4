"""A plugin that has ended a process leaves a mark: it is left out, and that is said, until it changes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from downslope.engine.watchdog import dog
from downslope.registry.crash_marks import CrashMark, Marks
from downslope.registry.sources import stub_plugin
from registry.dropped import drop, load, loaded

GOOD = 'from downslope import *\nLEVELS = [Level("good", title="Good", examples=[Example(.3, .7)], weights=[.1])]\n'
DEAD = 2**22 + 1  # above every number that a process is given on Linux, and free elsewhere


def left_by(home: Path, name: str, text: str) -> Path:
    """The mark of a plugin whose process ended while it was loaded: it bears the number of a process that is gone."""
    drop(home, **{name: text})
    with Marks(home / "running").hold(name, str(home / "plugins" / f"{name}.py")):
        (file,) = (home / "running").glob("*.json")
        return copied(file)


def copied(file: Path) -> Path:
    dead = file.with_name(f"{DEAD}.json")
    dead.write_bytes(file.read_bytes())
    return dead


def test_what_has_ended_a_process_is_left_out_and_said_until_it_changes(home: Path) -> None:
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


def test_one_that_was_left_out_can_be_tried_again(home: Path) -> None:
    left_by(home, "deadly", GOOD)
    registry, plugin = loaded(home, "deadly")
    assert plugin.left_out and not stub_plugin(registry, Path(plugin.source)).faults and not load(home).faults


def test_a_mark_says_what_was_played_and_is_gone_when_it_is_no_more(home: Path) -> None:
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


def test_a_mark_of_a_process_that_runs_and_what_is_no_mark_say_nothing(home: Path) -> None:
    dead = left_by(home, "busy", GOOD)
    dead.rename(dead.with_name("1.json"))
    assert not load(home).faults
    for text in ("", "5", "[1]", "{", "[[], 5, null, {}]", "\0", "[" * 50_000):
        dead.write_text(text)
        assert not load(home).faults


def test_the_watchdogs_log_begins_empty_and_stays_where_plugins_are_loaded_anew(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dog, "log", None)
    own, gone = (home / "running" / f"{number}.log" for number in (os.getpid(), DEAD))
    own.parent.mkdir()
    for log in (own, gone):
        log.write_text("of before")
    drop(home, good=GOOD)
    load(home)
    assert dog.log is not None and own.read_text() == "" and not gone.exists()
    os.write(dog.log, b"seen")
    os.close(dog.log)
    load(home)
    assert own.read_text() == "seen"
