"""Plugins are switched off and on, and read again, while the game runs: the last good version goes on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from downslope.level_files.writing import encode_level
from downslope.registry.sources import load_all, reload, switch
from downslope.registry.trust import PluginChoices
from registry.dropped import drop, load, loaded, record

LEVEL = """from pathlib import Path
from downslope import Example, Level, hookimpl

Path(__file__).with_suffix(".ran").touch()


@hookimpl
def levels():
    return [Level("cups", title="Cups", examples=[Example(2, 0.8)], weights=[0.5])]
"""


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


def test_a_new_version_takes_the_place_of_the_old_one(home: Path, file: Path) -> None:
    registry, plugin = loaded(home, "tea")
    row, before = registry.plugins.index(plugin), file.stat()
    file.write_text(LEVEL.replace("0.8", "0.9"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))  # of the same size, in the same second
    again = reload(registry, plugin)
    assert again.faults == [] and registry.plugins.index(again) == row
    assert registry.catalog.levels["tea/cups"].examples[0].goal_prediction == 0.9


BROKEN = {
    "syntax": "def levels(:\n", "empty": "", "exits": "import sys\nsys.exit()\n",
    "a wrong value": LEVEL.replace("[0.5]", "[float('nan')]"),
}  # fmt: skip


def test_a_broken_version_leaves_the_last_good_one_and_the_mended_one_is_taken(home: Path, file: Path) -> None:
    registry, plugin = loaded(home, "tea")
    level = registry.catalog.levels["tea/cups"]
    for text in (*BROKEN.values(), None):
        file.unlink() if text is None else file.write_text(text, encoding="utf-8")
        assert reload(registry, plugin) is plugin
        assert plugin.refused is not None and plugin.refused.faults[0].place.startswith("tea.py")
        assert registry.catalog.levels["tea/cups"] is level
    file.write_text(LEVEL, encoding="utf-8")
    again = reload(registry, plugin)
    assert (again.faults, again.refused) == ([], None)
    file.write_bytes(b"# coding: latin-1\n" + LEVEL.replace("Cups", "K\xf8pper").encode("latin-1"))
    assert reload(registry, again).faults == [] and registry.catalog.levels["tea/cups"].title == "K\xf8pper"


HOOK = """from downslope import Example, Level, hookimpl

CALLS = []


@hookimpl
def levels():
    CALLS.append(len(CALLS))
    yield Level("one", title="One", examples=[Example(1, 1)], weights=[0.5])
    LATER
"""


def test_a_hook_is_called_once_and_again_when_it_is_read_anew(home: Path) -> None:
    """With nothing of before; what came before a fault is kept."""
    drop(home, own=HOOK.replace("LATER", ""), faulty=HOOK.replace("LATER", "raise ValueError('later')"))
    registry = load(home)
    registry.collect()
    before = sys.modules["downslope_plugins.folder.own"]
    assert before.CALLS == [0]
    reload(registry, record(registry, "own"))
    now = sys.modules["downslope_plugins.folder.own"]
    assert now is not before and now.CALLS == [0]
    (fault,) = record(registry, "faulty").faults
    assert record(registry, "faulty").keys("level") == ["faulty/one"] and fault.line == 10


def test_a_hook_that_gives_its_things_slowly_has_one_limit_for_all(
    home: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("downslope.registry.sources.PATIENCE", 0.25)
    registry, plugin = loaded(home, "tea")
    slow = LEVEL.replace("    return [", "    for n in range(40):\n        time.sleep(0.05)\n        yield ")
    slow = slow.replace('"cups"', 'f"cups{n}"').replace("[0.5])]", "[0.5])")
    file.write_text(f"import time\n{slow}", encoding="utf-8")
    assert reload(registry, plugin) is plugin and plugin.refused is not None
    (fault,) = plugin.refused.faults
    assert fault.stopped and fault.sentence == "levels() did not come back within 0.25 s." and fault.line >= 8
    assert len(plugin.refused.things) < 40, "each of them comes in time"


def test_a_level_that_came_as_letters_is_not_read_again() -> None:
    registry = load_all(plugins=False)
    plugin = registry.add_code(encode_level(registry.catalog.level("thirteen")))
    registry.collect()
    assert reload(registry, plugin) is plugin and plugin.keys("level")[0] in registry.catalog.levels
