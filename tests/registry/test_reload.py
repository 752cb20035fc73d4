"""Plugins are switched off and on, and read again, while the game runs: the last good version goes on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from downslope import Learn, Session
from downslope.level_files.writing import encode_level
from downslope.registry.sources import load_all, reload, switch
from downslope.registry.trust import PluginChoices
from downslope.terminal.commands import run
from registry.dropped import drop, load, loaded, record

LEVEL = """from pathlib import Path
from downslope import Example, Level, hookimpl

Path(__file__).with_suffix(".ran").touch()


@hookimpl
def levels():
    return [Level("cups", title="Cups", examples=[Example(2, 0.8)], weights=[0.5])]
"""
ALSO = 'Level("more", title="More", examples=[Example(2, 0.8)], weights=[0.5])'


@pytest.fixture
def file(home: Path) -> Path:
    drop(home, tea=LEVEL)
    return home / "plugins" / "tea.py"


def test_what_is_off_is_not_even_imported_and_comes_back(home: Path, file: Path) -> None:
    choices = PluginChoices(home)
    assert choices.switch("tea", on=False)
    registry, plugin = loaded(home, "tea")
    assert (plugin.off, plugin.things, plugin.faults) == (True, [], [])
    assert not file.with_suffix(".ran").exists()
    again = switch(registry, plugin, on=True)
    assert "tea/cups" in registry.catalog.levels and file.with_suffix(".ran").exists()
    assert registry.plugin("tea") is again
    gone = switch(registry, again, on=False)
    assert "tea/cups" not in registry.catalog.levels and gone.off
    assert "level tea/cups" not in registry.catalog.owner


def test_of_a_record_that_another_has_replaced_the_newer_one_is_switched(home: Path, file: Path) -> None:
    registry, old = loaded(home, "tea")
    newer = reload(registry, old)
    assert newer is not old and registry.plugin("tea") is newer
    gone = switch(registry, old, on=False)
    assert gone.off and registry.plugin("tea") is gone and "tea/cups" not in registry.catalog.levels
    file.unlink()
    registry.drop(gone)
    assert switch(registry, old, on=True) is old and registry.plugin("tea") is None


def test_a_new_version_takes_the_place_of_the_old_one(home: Path, file: Path) -> None:
    registry, plugin = loaded(home, "tea")
    row = registry.plugins.index(plugin)
    file.write_text(LEVEL.replace("    return [", f"    return [{ALSO}, ").replace("0.8)]", "0.9)]"), encoding="utf-8")
    again = reload(registry, plugin)
    assert again.faults == [] and registry.plugins.index(again) == row
    assert set(again.keys("level")) == {"tea/cups", "tea/more"}
    level = registry.catalog.levels["tea/cups"]
    assert level.examples[0].goal_prediction == 0.9
    assert Session(level, registry.catalog, [Learn(60)]).won


def test_a_version_of_the_same_size_in_the_same_second_is_read(home: Path, file: Path) -> None:
    registry, plugin = loaded(home, "tea")
    before = file.stat()
    file.write_text(LEVEL.replace("0.8", "0.9"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    reload(registry, plugin)
    assert registry.catalog.levels["tea/cups"].examples[0].goal_prediction == 0.9


BROKEN = {
    "syntax": "def levels(:\n",
    "empty": "",
    "renamed hook": LEVEL.replace("def levels", "def level"),
    "exits": "import sys\nsys.exit()\n",
    "a wrong value": LEVEL.replace("[0.5]", "[float('nan')]"),
    "latin-1": LEVEL.replace("Cups", "K\xf8pper"),
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_broken_version_leaves_the_last_good_one_and_the_mended_one_is_taken(
    home: Path, file: Path, text: str
) -> None:
    registry, plugin = loaded(home, "tea")
    level = registry.catalog.levels["tea/cups"]
    file.write_bytes(text.encode("latin-1" if "\xf8" in text else "utf-8"))
    assert reload(registry, plugin) is plugin
    assert plugin.refused is not None and plugin.refused.faults
    assert registry.catalog.levels["tea/cups"] is level
    file.write_text(LEVEL, encoding="utf-8")
    again = reload(registry, plugin)
    assert (again.faults, again.refused) == ([], None)


@pytest.mark.parametrize("line", [b"# K\xf8pper", b'CUPS = "K\xf8pper"'])
def test_a_file_of_another_coding_is_told_as_data_is(home: Path, file: Path, line: bytes) -> None:
    lines = LEVEL.encode().splitlines()
    file.write_bytes(b"\n".join([*lines[:2], line, *lines[2:]]))
    _registry, plugin = loaded(home, "tea")
    (fault,) = plugin.faults
    assert (fault.place, fault.sentence) == ("tea.py, line 3", "tea.py is not UTF-8: byte 0xf8.")
    assert not file.with_suffix(".ran").exists()
    file.write_bytes(b"# coding: latin-1\n" + file.read_bytes())
    assert loaded(home, "tea")[1].faults == [], "it says how it is written"


def test_a_file_that_is_gone_leaves_the_last_good_version(home: Path, file: Path) -> None:
    registry, plugin = loaded(home, "tea")
    file.unlink()
    assert reload(registry, plugin) is plugin
    assert plugin.refused is not None and "tea.py" in plugin.refused.faults[0].sentence


@pytest.mark.slow
def test_the_command_switches_without_running_code(
    home: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["plugins", "--disable", "tea"]) == 0
    assert "tea is off." in capsys.readouterr().out
    assert run(["plugins"]) == 0
    assert " off" in next(line for line in capsys.readouterr().out.splitlines() if line.split()[:1] == ["tea"])
    assert not file.with_suffix(".ran").exists()
    assert run(["check", str(file)]) == 0, "who names a file wants it asked"
    assert run(["plugins", "--enable", "tea"]) == 0
    assert PluginChoices(home).off == frozenset()
    assert run(["plugins", "--disable", "tee"]) == 2
    assert "tea" in capsys.readouterr().err


HOOK = """from downslope import Example, Level, hookimpl

CALLS = []


@hookimpl
def levels():
    CALLS.append(len(CALLS))
    yield Level("one", title="One", examples=[Example(1, 1)], weights=[0.5])
    LATER
"""


def test_what_the_hooks_say_of_themselves_is_so(home: Path) -> None:
    """Once in a process, and again when it is read anew, with nothing of before; what came before a fault is kept."""
    drop(home, own=HOOK.replace("LATER", ""), faulty=HOOK.replace("LATER", "raise ValueError('later')"))
    registry = load(home)
    registry.collect()
    own, faulty = record(registry, "own"), record(registry, "faulty")
    assert calls() == [0]
    before = sys.modules["downslope_plugins.folder.own"]
    reload(registry, own)
    assert calls() == [0] and sys.modules["downslope_plugins.folder.own"] is not before
    assert faulty.keys("level") == ["faulty/one"]
    ((line, sentence),) = [(fault.line, fault.sentence) for fault in faulty.faults]
    assert (line, sentence) == (10, "ValueError: later")


def test_a_hook_that_gives_its_things_slowly_has_one_limit_for_all(
    home: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("downslope.registry.sources.PATIENCE", 0.25)
    registry, plugin = loaded(home, "tea")
    slow = LEVEL.replace("    return [", "    for n in range(40):\n        time.sleep(0.05)\n        yield ")
    slow = slow.replace('"cups"', 'f"cups{n}"').replace("[0.5])]", "[0.5])")
    file.write_text(f"import time\n{slow}", encoding="utf-8")
    assert reload(registry, plugin) is plugin and plugin.refused is not None
    assert len(plugin.refused.things) < 40, "each of them comes in time"
    (fault,) = plugin.refused.faults
    assert fault.stopped and fault.sentence == "levels() did not come back within 0.25 s." and fault.line >= 8


def calls() -> list[int]:
    found: list[int] = sys.modules["downslope_plugins.folder.own"].CALLS
    return found


def test_a_level_that_came_as_letters_is_not_read_again() -> None:
    """There is no file: it stays as it is when all plugins are loaded anew."""
    registry = load_all(plugins=False)
    plugin = registry.add_code(encode_level(registry.catalog.level("thirteen")))
    registry.collect()
    assert reload(registry, plugin) is plugin and plugin.keys("level")[0] in registry.catalog.levels
