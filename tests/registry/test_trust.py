"""Code that is new here, or another than before, is not even imported until the player agrees: it marks its import.

What commands ask and tell, what asks again, and what is one's own: terminal/trust.txt.
"""

import os
import sys
from collections.abc import Collection
from importlib import import_module
from pathlib import Path

import pytest

from downslope.attempt.game.game import Game
from downslope.background.commands import FileCheck, LevelCheck
from downslope.cli import run
from downslope.registry.loading import load_all, reload
from downslope.registry.registry import Registry
from downslope.registry.trust import PluginChoices, PluginCode, code_of, players_trust, size_words
from downslope.storage.saves import Store
from downslope.sweep.job import run_chunk
from lib.waiting import until
from registry.dropped import package_in, put, record
from terminal.typed import changes

RAN = 'from pathlib import Path\nPath(__file__).with_suffix(".ran").touch()\n'
MARKS = RAN + """from downslope import *
LEVELS = [Level("cups", title="Cups", examples=[Example(2, 0.8)], weights=[0.5])]
"""


@pytest.fixture(autouse=True)
def file(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plugin in the player's folder, where nobody has set the variable."""
    monkeypatch.delenv("DOWNSLOPE_TRUST")
    return put(home, "tea.py", MARKS)


def ran(file: Path) -> bool:
    """Whether it was imported since this was asked last."""
    mark = file.with_suffix(".ran")
    found = mark.exists()
    mark.unlink(missing_ok=True)
    return found


def loaded(home: Path, packages: bool = False, known: Collection[str] = ()) -> Registry:
    return load_all(home, packages=packages, trust=players_trust(home, known=known))


def agree(registry: Registry, name: str) -> None:
    """The player does, to what lies there."""
    waiting = record(registry, name).waits
    assert registry.trust is not None and waiting is not None and registry.trust.agree([waiting])


def waits(registry: Registry, name: str = "tea") -> str:
    """Whether it is new or changed; empty: it is loaded."""
    waiting = record(registry, name).waits
    return "" if waiting is None else "changed" if waiting.since else "new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are other files")
def test_what_commands_ask_and_tell_and_what_they_run(home: Path, file: Path) -> None:
    file.unlink()
    assert PluginChoices(home).lost == ""  # a first game has agreed to nothing
    assert changes("trust", home) == []


def test_nothing_is_imported_until_the_player_agrees_to_what_was_looked_at(home: Path, file: Path) -> None:
    registry = loaded(home)
    assert waits(registry) == "new" and "tea/cups" not in registry.catalog.levels and not ran(file)
    file.write_text(MARKS + "# more\n", encoding="utf-8")  # while it is read
    agree(registry, "tea")
    assert reload(registry, record(registry, "tea")).waits is not None and not ran(file)
    assert run_chunk([], {}, frozenset(), 1.0, False)[0] == [] and not ran(file), "nor in another process"
    agree(loaded(home), "tea")
    registry = loaded(home)
    known = registry.runnable
    assert waits(registry) == "" and ran(file) and isinstance(known, frozenset)
    file.write_text(MARKS.replace("0.8", "0.9"), encoding="utf-8")
    plugin = record(registry, "tea")
    assert reload(registry, plugin) is plugin and plugin.waits is not None and not ran(file)
    assert registry.catalog.level("tea/cups").examples[0].goal_prediction == 0.8, "the version that was agreed to"
    agree(registry, "tea")
    reload(registry, plugin)
    assert registry.catalog.level("tea/cups").examples[0].goal_prediction == 0.9 and ran(file)
    PluginChoices(home).forget("tea")
    file.write_text(MARKS + "# more\n", encoding="utf-8")
    assert waits(loaded(home)) == "new" and waits(loaded(home, known=known)) == "" and ran(file)


def test_only_helpers_and_what_is_trusted_are_imported(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    files = {}
    for name in ("cook", "milk", "bread", "bread.oven", "_spoon", "sched"):
        monkeypatch.delitem(sys.modules, name, raising=False)
        module = {"bread": "bread/__init__", "bread.oven": "bread/oven"}.get(name, name)
        files[name] = put(home, f"{module}.py", MARKS if name in ("milk", "sched") else RAN)

    def cook(imports: str) -> str:
        """What is wrong with a plugin that is trusted and has this line; empty: nothing."""
        put(home, "cook.py", f"import os, sys\nsys.path.insert(0, os.path.dirname(__file__))\n{imports}\n{MARKS}")
        agree(loaded(home), "cook")
        return " ".join(fault.sentence for fault in record(loaded(home), "cook").faults)

    for name in ("milk", "bread", "bread.oven"):
        told = cook(f"import {name}")
        assert told.startswith("ImportError: You have not agreed to run ") and str(files[name[:5]]) in told
        assert cook(f"try:\n    import {name}\nexcept ImportError:\n    pass") == ""
        assert not ran(files[name]) and not ran(files[name[:5]])
    assert cook("import sched") == "" and not ran(files["sched"]), "it takes no other module's place"
    assert cook("import _spoon") == "" and ran(files["_spoon"])
    agree(loaded(home), "milk")
    assert cook("import milk") == cook("import _spoon") == "" and ran(files["milk"])
    del sys.modules["_spoon"]
    files["_spoon"].write_text(RAN + "# more\n")  # while the game runs
    code_of("package", "json:x")  # to look where a package is changes nothing
    with pytest.raises(ImportError, match="_spoon"):
        import_module("_spoon")


def test_a_package_is_asked_about_as_a_whole(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = package_in(tmp_path, monkeypatch, **{"snow_pack/__init__": MARKS, "snow_pack/_flakes": "SIX = 6\n"})
    (home / "plugins" / "tea.py").rename(home / "plugins" / "mug.py")
    registry = loaded(home, packages=True)
    waiting = record(registry, "snow").waits
    assert waiting is not None and "snow_pack" not in sys.modules and not ran(package)
    assert waiting.code.names() == ["snow_pack/__init__.py", "snow_pack/_flakes.py"]
    assert (waiting.version, waiting.lines) == ("2.5", len(MARKS.splitlines()) + 1)
    beside = record(registry, "mug").waits
    days = [size_words(code, dated=True)[-1] for code in (waiting, beside) if code]
    assert [day.partition(" ")[0] for day in days] == ["installed", "written"]
    (home / "plugins" / "mug.py").unlink()
    agree(registry, "snow")
    with monkeypatch.context() as patch:
        patch.setattr(PluginCode, "fingerprint", lambda code: pytest.fail(f"{code.names()} are read"))
        assert record(loaded(home, packages=True), "snow").waits is None and ran(package)
    package.with_name("_flakes.py").write_text("SIX = 7\n", encoding="utf-8")
    assert waits(loaded(home, packages=True), "snow") == "changed"
    (tmp_path / "snow-2.5.dist-info" / "entry_points.txt").write_text("[downslope]\nsnow = flake\n", encoding="utf-8")
    (tmp_path / "flake.py").write_text(MARKS, encoding="utf-8")  # a module, and no package
    waiting = record(loaded(home, packages=True), "snow").waits
    assert waiting is not None and waiting.code.names() == ["flake.py"]


def test_the_game_says_that_the_list_is_gone_and_no_home_is_a_folder_of_plugins(home: Path) -> None:
    agree(loaded(home), "tea")
    (home / "plugins.json").unlink()
    game = Game(Store(home))
    game.registry.collect()
    game.tell_faults()
    said = "The list of plugins that you trust is gone: you are asked about each one again."
    assert game.toasts.shown[0].title == said
    assert run(["plugins", "--mine", str(Path.home())]) == 2, "more than plugins lies there"


@pytest.mark.slow
@pytest.mark.usefixtures("display")
def test_checks_beside_the_game_and_dev_run_only_the_file_that_is_named(home: Path, file: Path) -> None:
    level = LevelCheck("tea/cups")
    until(lambda: level.findings() is not None, "the check of the level")
    assert not ran(file)
    written = FileCheck(file)
    until(lambda: written.findings() is not None, "the check of the file")
    assert ran(file)
    assert run(["dev", str(file), "--frames", "2"]) == 0 and ran(file)
    del os.environ["DOWNSLOPE_TRUST"]  # in this process only is the file named
    file.write_text(MARKS + "# more\n", encoding="utf-8")
    assert waits(loaded(home)) == "" and ran(file), "what is developed is the player's own"
