"""A plugin that has ended a process leaves a mark: it is left out, and that is said, until it changes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from downslope.registry.crash_marks import Marks
from downslope.registry.sources import stub_plugin
from registry.dropped import drop, load

GOOD = """from downslope import Example, Level, Near, hookimpl


@hookimpl
def levels():
    return [Level("good", title="Good", examples=[Example(.3, .7)], weights=[.1], target=Near(.01))]
"""
DEAD = 2**22 + 1  # above every number that a process is given on Linux, and free elsewhere


def left_by(home: Path, name: str, text: str) -> None:
    """A plugin whose process ended while it was loaded: its mark bears the number of a process that is gone."""
    drop(home, **{name: text})
    marks = Marks(home / "running")
    with marks.hold(name, str(home / "plugins" / f"{name}.py")):
        (file,) = (home / "running").glob("*.json")
        text = file.read_text()
    (home / "running" / f"{DEAD}.json").write_text(text)


def test_nothing_is_left_of_a_load_that_went_well(home: Path) -> None:
    drop(home, good=GOOD)
    load(home)
    assert list((home / "running").glob("*.json")) == []


def test_what_has_ended_a_process_is_left_out_and_said_until_it_changes(home: Path) -> None:
    left_by(home, "deadly", "import os\n\nos._exit(3)\n")
    drop(home, good=GOOD)
    for _ in range(2):
        registry = load(home)
        ((plugin, fault),) = registry.faults
        assert plugin.name == "deadly" and plugin.left_out and "skipped" in fault.sentence
        assert "good/good" in registry.catalog.levels
    drop(home, deadly=GOOD.replace('"good"', '"better"'))
    registry = load(home)
    assert not registry.faults and "deadly/better" in registry.catalog.levels
    assert list((home / "running").glob("*.json")) == []


def test_one_that_was_left_out_can_be_tried_again(home: Path) -> None:
    left_by(home, "deadly", GOOD)
    registry = load(home)
    plugin = registry.plugin("deadly")
    assert plugin is not None and plugin.left_out
    assert not stub_plugin(registry, Path(plugin.source)).faults
    assert not load(home).faults


def test_a_mark_of_a_process_that_runs_says_nothing(home: Path) -> None:
    left_by(home, "busy", GOOD)
    (file,) = (home / "running").glob("*.json")
    file.rename(file.with_name("1.json"))
    assert not load(home).faults


@pytest.mark.parametrize("text", ["", "5", "[1]", "{", "[[], 5, null, {}]", "\0", "[" * 50_000])
def test_a_mark_that_is_none_is_passed_over(home: Path, text: str) -> None:
    (home / "running").mkdir()
    (home / "running" / f"{DEAD}.json").write_text(text)
    assert not load(home).faults


def test_where_it_was_ended_is_read_from_what_the_watchdog_wrote(home: Path) -> None:
    left_by(home, "deadly", GOOD)
    source = home / "plugins" / "deadly.py"
    places = f'  File "x.py", line 3 in f\n  File "{source}", line 7 in <module>\n'
    (home / "running" / f"{DEAD}.log").write_text(places)
    ((_, fault),) = load(home).faults
    assert fault.line == 7


def test_plugins_that_are_loaded_anew_leave_the_watchdogs_log_where_it_is(home: Path) -> None:
    own, gone = (home / "running" / f"{number}.log" for number in (os.getpid(), DEAD))
    own.parent.mkdir()
    for log in (own, gone):
        log.touch()
    load(home)
    assert own.exists() and not gone.exists()
