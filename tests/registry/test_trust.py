"""Code that is new here, or another than before, is not even imported until the player agrees: it marks its import."""

from __future__ import annotations

import io
import json
import os
import py_compile
import subprocess
import sys
from collections.abc import Callable, Collection
from importlib import import_module
from pathlib import Path

import pytest

from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.background.commands import FileCheck, LevelCheck
from downslope.cli import run
from downslope.registry.registry import Registry
from downslope.registry.sources import load_all, reload
from downslope.registry.trust import PluginChoices, PluginCode, players_trust
from downslope.storage.saves import Store
from downslope.sweep.job import run_chunk
from downslope.terminal.plugins import write_plugin
from processes import python_path
from registry.dropped import drop
from support import shipped
from waiting import PATIENCE, until

MARKS = """from pathlib import Path
from downslope import Example, Level, hookimpl
Path(__file__).with_suffix(".ran").touch()

@hookimpl
def levels():
    return [Level("cups", title="Cups", examples=[Example(2, 0.8)], weights=[0.5])]
"""
DATA = 'id = "pots"\ntitle = "Pots"\nexamples = [[2, 0.8]]\nweights = [0.5]\n'


@pytest.fixture(autouse=True)
def ordinary(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is where nobody has set the variable."""
    monkeypatch.delenv("DOWNSLOPE_TRUST")


@pytest.fixture
def file(home: Path) -> Path:
    """A plugin in the player's folder."""
    drop(home, tea=MARKS)
    return home / "plugins" / "tea.py"


@pytest.fixture
def package(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module of an installed package, in which a helper is."""
    top = tmp_path / "snow_pack"
    top.mkdir()
    (top / "__init__.py").write_text(MARKS, encoding="utf-8")
    (top / "_flakes.py").write_text("SIX = 6\n", encoding="utf-8")
    info = tmp_path / "snow-2.5.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: snow\nVersion: 2.5\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[downslope]\nsnow = snow_pack\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "snow_pack", raising=False)
    return top / "__init__.py"


class Typed(io.StringIO):
    """A terminal in which somebody types."""

    def isatty(self) -> bool:
        return True


Told = Callable[..., tuple[int, str, str]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """(exit code, standard output, standard error) of a command; `typed`: in a terminal."""

    def command(*words: str, typed: str | None = None) -> tuple[int, str, str]:
        errors = Typed()
        with monkeypatch.context() as patch:
            if typed is not None:
                patch.setattr(sys, "stdin", Typed(typed))
                patch.setattr(sys, "stderr", errors)
            code = run(list(words))
        out, err = capsys.readouterr()
        return code, out, err + errors.getvalue()

    return command


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
    plugin = registry.plugin(name)
    assert registry.trust is not None and plugin is not None and plugin.waits is not None
    assert registry.trust.agree([plugin.waits])


def waits(registry: Registry, name: str) -> str:
    """Whether it is new or changed; empty: it is loaded."""
    plugin = registry.plugin(name)
    assert plugin is not None
    return "" if plugin.waits is None else "changed" if plugin.waits.since else "new"


def played_before(home: Path) -> None:
    """With a version that asked nobody."""
    (home / "saves").mkdir()
    (home / "saves" / "progress.json").write_text('{"version": 1, "levels": {}}', encoding="utf-8")


def test_what_is_new_is_not_imported_until_the_player_agrees(home: Path, file: Path) -> None:
    registry = loaded(home)
    assert waits(registry, "tea") == "new" and not ran(file)
    assert "tea/cups" not in registry.catalog.levels
    agree(registry, "tea")
    plugin = registry.plugin("tea")
    assert plugin is not None
    reload(registry, plugin)
    assert "tea/cups" in registry.catalog.levels and ran(file)
    again = loaded(home)
    assert waits(again, "tea") == "" and ran(file) and again.catalog.level("tea/cups")


@pytest.mark.parametrize("change", ["a byte", "a helper", "a helper's byte"])
def test_another_byte_of_it_or_of_its_helpers_asks_again(home: Path, file: Path, change: str) -> None:
    helper = file.with_name("_cupboard.py")
    if change == "a helper's byte":
        helper.write_text("SHELVES = 3\n", encoding="utf-8")
    agree(loaded(home), "tea")
    assert waits(loaded(home), "tea") == ""
    ran(file)
    if change == "a byte":
        file.write_text(MARKS.replace("0.8", "0.9"), encoding="utf-8")
    else:
        helper.write_text("SHELVES = 4\n", encoding="utf-8")
    registry = loaded(home)
    assert waits(registry, "tea") == "changed" and not ran(file)
    plugin = registry.plugin("tea")
    assert plugin is not None and plugin.waits is not None
    assert plugin.waits.changes() == {"a byte": (1, 1), "a helper": (1, 0), "a helper's byte": (1, 1)}[change]


IMPORTS = """import os
import sys
sys.path.insert(0, os.path.dirname(__file__))
"""


@pytest.fixture
def kitchen(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plugins folder with a plugin that imports from it. Each module marks that it ran."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    for name in ("cook", "milk", "bread", "bread.oven", "_shelf", "_shelf.upper", "_spoon", "sched"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    folder = home / "plugins"
    for name in ("cook", "milk", "sched", "_spoon", "_shelf/__init__", "_shelf/upper", "bread/__init__", "bread/oven"):
        file = folder / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(MARKS if "/" not in name and name[0] != "_" else MARKS.splitlines()[0] + "\n" + RAN)
    return folder


RAN = 'Path(__file__).with_suffix(".ran").touch()\n'


def cook(kitchen: Path, imports: str) -> str:
    """What is wrong with a plugin that is trusted and has this line; empty: nothing."""
    home, file = kitchen.parent, kitchen / "cook.py"
    file.write_text(IMPORTS + imports + "\n" + MARKS)
    agree(loaded(home), "cook")
    plugin = loaded(home).plugin("cook")
    assert plugin is not None
    return " ".join(fault.sentence for fault in plugin.faults)


def test_folders_of_helpers_are_in_the_fingerprint(kitchen: Path) -> None:
    assert cook(kitchen, "import _shelf.upper, _spoon") == "" and ran(kitchen / "_shelf" / "upper.py")
    for name in ("_shelf/upper", "_shelf/__init__", "_spoon"):
        assert waits(loaded(kitchen.parent), "cook") == ""
        file = kitchen / f"{name}.py"
        file.write_text(file.read_text() + "# more\n")
        assert waits(loaded(kitchen.parent), "cook") == "changed"
        agree(loaded(kitchen.parent), "cook")
    for name in ("_shelf/lower.pyw", "_shelf/more/deep.py", "_fork.so"):  # .pyw is imported on Windows
        (kitchen / name).parent.mkdir(exist_ok=True)
        (kitchen / name).write_text("")
        assert waits(loaded(kitchen.parent), "cook") == "changed"
        agree(loaded(kitchen.parent), "cook")
    (kitchen / "_shelf" / "__pycache__").mkdir(exist_ok=True)
    (kitchen / "_shelf" / "__pycache__" / "upper.cpython-399.pyc").write_bytes(b"made of what lies beside it")
    (kitchen / "_old things").mkdir()
    (kitchen / "_old things" / "a.py").write_text("")  # nothing can import that
    assert waits(loaded(kitchen.parent), "cook") == ""


@pytest.mark.parametrize("name", ["milk", "bread", "bread.oven"])
def test_nothing_else_of_the_folder_is_imported_before_it_is_trusted(kitchen: Path, name: str) -> None:
    file = kitchen / f"{name.partition('.')[0]}.py"
    file = file if file.exists() else kitchen / "bread" / "__init__.py"
    told = cook(kitchen, f"import {name}")
    assert told == f"ImportError: You have not agreed to run {file}: trust it, or begin the name of a helper with _."
    assert not ran(file) and not ran(kitchen / "bread" / "oven.py")
    assert cook(kitchen, f"try:\n    import {name}\nexcept ImportError:\n    pass") == "" and not ran(file)


def test_what_is_trusted_is_imported_by_others(kitchen: Path) -> None:
    agree(loaded(kitchen.parent), "milk")
    assert cook(kitchen, "import milk") == "" and ran(kitchen / "milk.py")


def test_a_file_of_the_folder_takes_no_other_modules_place(kitchen: Path) -> None:
    """Whoever puts the folder first on the path would get it in place of Python's own."""
    assert cook(kitchen, "import sched") == "" and not ran(kitchen / "sched.py")


def test_a_helper_that_changes_while_the_game_runs_is_not_imported(kitchen: Path) -> None:
    (kitchen / "cook.py").write_text(IMPORTS + MARKS)
    agree(loaded(kitchen.parent), "cook")
    assert waits(loaded(kitchen.parent), "cook") == ""
    compiled = Path(py_compile.compile(str(kitchen / "_spoon.py"), doraise=True) or "")
    import_module("_spoon")
    assert ran(kitchen / "_spoon.py")
    del sys.modules["_spoon"]
    other = kitchen.parent / "other.py"
    other.write_text("raise SystemExit\n")
    py_compile.compile(str(other), cfile=str(compiled), invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    import_module("_spoon")  # not what was compiled of something else
    del sys.modules["_spoon"]
    (kitchen / "_spoon.py").write_text(RAN + "# more\n")
    with pytest.raises(ImportError, match="_spoon"):
        import_module("_spoon")


def test_a_package_that_lies_in_the_folder_imports_itself(
    kitchen: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its author has put it there, and installed it from there."""
    there = kitchen / "snow"
    there.mkdir()
    package.parent.rename(there / "snow_pack")
    monkeypatch.syspath_prepend(str(there))
    file = there / "snow_pack" / "__init__.py"
    file.write_text("from . import _flakes\n" + MARKS)
    assert waits(loaded(kitchen.parent, packages=True), "snow") == "new" and not ran(file)
    agree(loaded(kitchen.parent, packages=True), "snow")
    registry = loaded(kitchen.parent, packages=True)
    assert waits(registry, "snow") == "" and ran(file) and "snow/cups" in registry.catalog.levels


@pytest.mark.parametrize(("one", "other"), [(("a", "bc"), ("ab", "c")), (("a", "b.pyc"), ("a.pyb", ".pyc"))])
def test_other_files_have_another_fingerprint(tmp_path: Path, one: tuple[str, str], other: tuple[str, str]) -> None:
    """Names and bytes put together read the same; where one ends and the other begins does not."""
    prints = []
    for name, content in (one, other):
        (tmp_path / name).write_text(content)
        prints.append(PluginCode(tmp_path, (tmp_path / name,)).fingerprint())
    assert prints[0] != prints[1]


def test_a_changed_one_leaves_the_version_that_was_agreed_to(home: Path, file: Path) -> None:
    agree(loaded(home), "tea")
    registry = loaded(home)
    plugin = registry.plugin("tea")
    assert plugin is not None
    ran(file)
    file.write_text(MARKS.replace("0.8", "0.9"), encoding="utf-8")
    assert reload(registry, plugin) is plugin and plugin.waits is not None and not ran(file)
    assert registry.catalog.level("tea/cups").examples[0].goal_prediction == 0.8
    agree(registry, "tea")
    reload(registry, plugin)
    assert registry.catalog.level("tea/cups").examples[0].goal_prediction == 0.9


def test_what_is_agreed_to_is_what_was_looked_at(home: Path, file: Path) -> None:
    registry = loaded(home)
    plugin = registry.plugin("tea")
    file.write_text(MARKS + "# more\n", encoding="utf-8")  # while it is read
    agree(registry, "tea")
    assert plugin is not None and reload(registry, plugin).waits is not None and not ran(file)


def test_a_package_is_asked_about_whole_and_not_read_at_each_start(
    home: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = loaded(home, packages=True)
    assert waits(registry, "snow") == "new" and "snow_pack" not in sys.modules and not ran(package)
    plugin = registry.plugin("snow")
    assert plugin is not None and plugin.waits is not None
    assert plugin.waits.code.names() == ["snow_pack/__init__.py", "snow_pack/_flakes.py"]
    assert (plugin.waits.version, plugin.waits.lines) == ("2.5", len(MARKS.splitlines()) + 1)
    agree(registry, "snow")
    with monkeypatch.context() as patch:
        patch.setattr(PluginCode, "fingerprint", lambda code: pytest.fail(f"{code.names()} are read"))
        assert waits(loaded(home, packages=True), "snow") == "" and ran(package)
    package.with_name("_flakes.py").write_text("SIX = 7\n", encoding="utf-8")
    assert waits(loaded(home, packages=True), "snow") == "changed"


def test_no_missing_file_makes_anything_run(home: Path, told: Told, display: None) -> None:
    """Whoever has agreed to code and loses the list, or takes it away to be asked again, is asked about each."""
    drop(home, tea=MARKS)
    played_before(home)
    assert waits(loaded(home), "tea") == "new"  # also where somebody has played before there was such a list
    app = App(Options())
    app.game.progress.level("thirteen").reached = True
    app.close()
    agree(loaded(home), "tea")
    drop(home, milk=MARKS)
    agree(loaded(home), "milk")
    assert told("plugins", "--forget", "milk")[0] == 0 and waits(loaded(home), "milk") == "new"
    assert told("plugins", "--disable", "tea")[0] == 0
    lists = list(home.glob("plugins.json*"))
    assert len(lists) == 4  # one for each of these, the newest three before
    for file in sorted(lists):
        file.unlink()
        ran(home / "plugins" / "tea.py")
        code, out, err = told("plugins", "--json")
        rows = {row["name"]: row["trusted"] for row in json.loads(out)}
        assert (code, rows["tea"], rows["milk"]) == (0, False, False) and not ran(home / "plugins" / "tea.py")
        assert err == "The list of plugins that you trust is gone: you are asked about each one again.\n"
        game = Game(Store(home))
        game.registry.collect()
        game.tell_faults()
        assert game.toasts.shown[0].title + "\n" == err and not ran(home / "plugins" / "milk.py")
    agree(loaded(home), "tea")
    assert (waits(loaded(home), "tea"), waits(loaded(home), "milk")) == ("", "new")
    assert told("plugins", "--json")[2] == ""


def test_no_other_process_runs_what_is_new(home: Path, file: Path) -> None:
    assert run_chunk([], {}, frozenset(), 1.0, False)[0] == [] and not ran(file)
    agree(loaded(home), "tea")
    known = loaded(home).runnable
    assert isinstance(known, frozenset) and ran(file)
    PluginChoices(home).forget("tea")
    assert waits(loaded(home), "tea") == "new"
    assert waits(loaded(home, known=known), "tea") == "" and ran(file)


@pytest.mark.slow
def test_checks_beside_the_game_ask_nobody(home: Path, file: Path) -> None:
    check = LevelCheck("tea/cups")
    until(lambda: check.findings() is not None, "the check of the level")
    assert not ran(file)
    written = FileCheck(file)
    until(lambda: written.findings() is not None, "the check of the file")
    assert ran(file)


@pytest.mark.parametrize("how", ["new", "dev"])
@pytest.mark.usefixtures("display")
def test_what_the_player_writes_is_not_asked_about_again(home: Path, file: Path, how: str) -> None:
    if how == "new":
        file = write_plugin(shipped(), "level", "cold-tea", None)
    else:
        assert run(["dev", str(file), "--frames", "2"]) == 0
        del os.environ["DOWNSLOPE_TRUST"]  # in this process only is the file named
    for edit in ("# one\n", "# two\n"):
        file.write_text(MARKS + edit, encoding="utf-8")
        registry = loaded(home)
        plugin = registry.plugin(file.stem)
        assert waits(registry, file.stem) == "" and ran(file) and plugin is not None
        file.write_text(MARKS + edit * 2, encoding="utf-8")
        assert reload(registry, plugin).waits is None and ran(file)
    known = loaded(home).runnable
    assert isinstance(known, frozenset)
    assert waits(loaded(home, known=known), file.stem) == "" and ran(file)  # another process runs the edited one
    trust = players_trust(home)
    assert trust is not None and trust.forget(file.stem) and waits(loaded(home), file.stem) == "new" and not ran(file)
    row = {"kind": "mine", "source": str(file), "print": "", "since": "2026-11-24"}  # as it was written before
    (home / "plugins.json").write_text(json.dumps({"version": 1, "trusted": {file.stem: row}}), encoding="utf-8")
    assert waits(loaded(home), file.stem) == "" and ran(file)


def test_a_folder_of_ones_own_is_not_asked_about_until_it_is_forgotten(
    home: Path, file: Path, told: Told, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "milk.py").write_text(MARKS, encoding="utf-8")
    (home / "plugins" / "milk.py").symlink_to(own / "milk.py")
    assert told("plugins", "--mine", str(own))[0] == 0 and not ran(own / "milk.py")
    for edit in ("", "# one\n", "# two\n"):
        (own / "milk.py").write_text(MARKS + edit, encoding="utf-8")
        registry = loaded(home)
        assert (waits(registry, "milk"), waits(registry, "tea")) == ("", "new")
        assert "milk/cups" in registry.catalog.levels and not ran(file)
    known = loaded(home).runnable
    assert isinstance(known, frozenset) and waits(loaded(home, known=known), "milk") == ""
    assert told("plugins", "--forget", str(own))[0] == 0 and waits(loaded(home), "milk") == "new"
    assert told("plugins", "--mine", str(home / "plugins"))[0] == 0 and waits(loaded(home), "tea") == ""
    assert waits(loaded(home), "milk") == "new"  # what only a link leads to lies elsewhere
    for wrong in (own / "milk.py", tmp_path / "none", Path("/"), Path.home()):
        assert told("plugins", "--mine", str(wrong))[0] == 2
    (home / "plugins.json").unlink()
    assert waits(loaded(home), "tea") == "new"


def test_a_folder_of_ones_own_is_imported_from(kitchen: Path) -> None:
    PluginChoices(kitchen.parent).own(str(kitchen.resolve()))
    (kitchen / "cook.py").write_text(IMPORTS + "import milk\n" + MARKS)
    plugin = loaded(kitchen.parent).plugin("cook")
    assert plugin is not None and plugin.faults == [] and ran(kitchen / "milk.py")


def test_what_the_player_writes_is_one_file_and_not_its_name(home: Path, file: Path, tmp_path: Path) -> None:
    made = write_plugin(shipped(), "level", "cold-tea", None)
    other = tmp_path / made.name
    other.write_text(MARKS, encoding="utf-8")
    made.unlink()
    registry = Registry(trust=players_trust(home))
    registry.add_file(other)
    assert waits(registry, made.stem) == "new" and not ran(other)
    (home / "plugins" / "more").mkdir()
    write_plugin(shipped(), "level", "ice-tea", home / "plugins" / "more")
    assert not [path for path in PluginChoices(home).mine if "ice_tea" in path]


# In a terminal.


@pytest.mark.slow
def test_without_a_terminal_it_is_left_out_and_told_in_a_line(file: Path, told: Told) -> None:
    code, out, err = told("levels", "--json")
    assert code == 0 and json.loads(out) and not ran(file)
    assert err == "tea is new here and was skipped: downslope plugins --trust tea\n"
    assert told("check", str(file))[2] == ""
    for name in ("milk", "mate", "maté"):
        drop(file.parents[1], **{name: MARKS})
    _code, _out, err = told("levels", "--json")
    assert err == (
        "4 plugins are new or have changed, and were skipped. "
        "downslope plugins lists them, downslope plugins --trust all lets them run.\n"
    )
    assert "milk" not in told("check", str(file))[2] + told("check", str(file), typed="y\n")[2]


@pytest.mark.slow
def test_of_a_level_that_is_kept_out_the_reason_is_told(file: Path, told: Told) -> None:
    _code, _out, err = told("solve", "tea/tea", "--json")
    assert err.splitlines()[1:] == ["There is no level tea/tea: tea is new here."]
    (file.with_name("cold.toml")).write_text('id = "cold"\n', encoding="utf-8")
    _code, _out, err = told("solve", "cold/cold", "--json")
    assert err.splitlines()[-1].startswith("There is no level cold/cold: cold.toml, line 1: Level cold: ")
    assert told("plugins", "--disable", "tea")[0] == 0
    _code, _out, err = told("solve", "tea/tea", "--json")
    assert err == "There is no level tea/tea: tea is off. On again: downslope plugins --enable tea\n"


@pytest.mark.parametrize(("typed", "runs"), [("y\n", True), ("\n", False), ("", False), ("r\ny\n", True)])
def test_a_terminal_is_asked_once(file: Path, told: Told, typed: str, runs: bool) -> None:
    _code, _out, err = told("levels", typed=typed)
    assert ran(file) is runs
    assert err.count(f"Run code from tea (file in your folder, 1 file, {len(MARKS.splitlines())} lines)? [y/N/r]") == (
        2 if "r" in typed else 1
    )
    assert ("    3  Path(__file__)" in err) is ("r" in typed)
    if runs:
        assert "Run code" not in told("levels", typed="")[2] and ran(file)


def test_json_asks_nobody_in_a_terminal_either(file: Path, told: Told) -> None:
    assert "[y/N/r]" not in told("levels", "--json", typed="y\n")[2] and not ran(file)


def test_plugins_are_trusted_and_forgotten_by_name(file: Path, told: Told) -> None:
    code, out, _err = told("plugins", "--trust", "tea")
    assert code == 0 and out.startswith("tea may run as it is now: 1 file, ") and not ran(file)
    assert told("levels")[2] == "" and ran(file)
    assert list((file.parents[1] / "trusted").iterdir())
    assert told("plugins", "--forget", "tea")[0] == 0
    assert not list((file.parents[1] / "trusted").iterdir())  # its source was kept to tell what changes
    assert "new here" in told("levels")[2] and not ran(file)
    assert told("plugins", "--trust", "teas")[0] == told("plugins", "--forget", "teas")[0] == 2


@pytest.mark.slow
@pytest.mark.parametrize("what", ["all", "the folder"])
def test_many_are_trusted_at_once_by_typing_how_many(home: Path, file: Path, told: Told, what: str) -> None:
    drop(home, milk=MARKS)
    (file.parent / "kitchen.toml").write_text(DATA, encoding="utf-8")
    word = what if what == "all" else str(file.parent)
    for typed in ("", "y\n", "3\n"):
        code, out, err = told("plugins", "--trust", word, typed=typed)
        assert (code, out) == (2, "") and "No plugin was trusted. In a script, write --yes" in err
    assert [line.partition(":")[0] for line in err.splitlines()[:2]] == ["milk", "tea"] and "fingerprint" in err
    assert (waits(loaded(home), "tea"), waits(loaded(home), "milk")) == ("new", "new")
    code, out, _err = told("plugins", "--trust", word, typed="2\n")
    assert code == 0 and [line.split()[0] for line in out.splitlines()] == ["milk", "tea"]
    assert (waits(loaded(home), "tea"), waits(loaded(home), "milk")) == ("", "")
    drop(home, later=MARKS)
    assert waits(loaded(home), "later") == "new"
    code, out, err = told("plugins", "--trust", word, "--yes")
    assert (code, err) == (0, "") and out.startswith("later may run") and waits(loaded(home), "later") == ""
    assert "may run already" in told("plugins", "--trust", word)[1]


def test_the_list_tells_states_and_runs_nothing_that_is_new(file: Path, told: Told) -> None:
    (file.parent / "kitchen.toml").write_text(DATA, encoding="utf-8")
    code, out, err = told("plugins", "--json")
    rows = {row["name"]: row for row in json.loads(out)}
    assert code == 0 and err == "" and not ran(file)
    assert (rows["tea"]["state"], rows["tea"]["trusted"], rows["tea"]["findings"]) == ("new", False, None)
    assert (rows["kitchen"]["state"], rows["kitchen"]["trusted"]) == ("data", True)
    assert rows["kitchen"]["seconds"] > 0
    assert "new here" in told("plugins")[1]


def test_options_and_the_variable_ask_nobody(file: Path, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOWNSLOPE_TRUST", "all")
    assert told("levels")[2] == "" and ran(file)
    monkeypatch.setenv("DOWNSLOPE_TRUST", "")
    assert told("--trust-plugins", "levels")[2] == "" and ran(file)


@pytest.mark.slow
def test_a_file_that_is_named_is_run(file: Path, told: Told, tmp_path: Path) -> None:
    assert told("check", str(file))[0] == 0 and ran(file)
    other = tmp_path / "tea.py"  # of the same name elsewhere: it comes in, the other stays out
    other.write_text(MARKS, encoding="utf-8")
    code, out, _err = told("check", str(other))
    assert code == 0 and "1 level checked" in out and ran(other) and not ran(file)


@pytest.mark.slow
@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("place", ["elsewhere", "plugins", "off"])
def test_a_file_that_is_named_is_played(home: Path, file: Path, told: Told, tmp_path: Path, place: str) -> None:
    if place == "elsewhere":
        file = tmp_path / "tea_two.py"
        file.write_text(MARKS, encoding="utf-8")
    if place == "off":
        PluginChoices(home).switch("tea", on=False)
    assert told("play", str(file), "--frames", "2")[::2] == (0, "") and ran(file)
    for words in (("solve", str(file), "--json"), ("script", str(file)), ("level", str(file))):
        code, out, err = told(*words)
        assert (code, err) == (0, "") and out and ran(file), words


@pytest.mark.slow
def test_an_authors_own_tests_are_not_asked(file: Path, tmp_path: Path) -> None:
    test = tmp_path / "test_tea.py"
    test.write_text(
        "from downslope.registry import load\n"
        "from downslope.testing import check_plugin\n"
        "from pathlib import Path\n\n\n"
        f"def test_it(downslope_registry):\n    assert downslope_registry.add_file(Path({str(file)!r})).things == []\n"
        "    assert 'tea/cups' in downslope_registry.collect().levels\n"
        f"    assert check_plugin({str(file)!r}) == []\n\n\n"
        "def test_none(downslope_registry, downslope_play):\n    downslope_registry.add_file(Path('odd.toml'))\n"
        "    downslope_play('thirteeen')\n\n\n"
        "def test_all():\n    assert 'tea/cups' in load().levels\n",
        encoding="utf-8",
    )
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["downslope.testing.pytest_plugin"]\n', encoding="utf-8")
    (tmp_path / "odd.toml").write_text('id = "odd"\n', encoding="utf-8")
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(test)]
    done = subprocess.run(
        words, capture_output=True, text=True, timeout=PATIENCE, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": python_path()},
    )  # fmt: skip
    assert "NoSuchName: 'thirteeen'; did you mean 'thirteen'?" in done.stdout
    assert f"{tmp_path / 'odd.toml'}:1: Level odd: " in done.stdout, "what has a fault brings no level"
    assert "1 failed, 2 passed" in done.stdout, done.stdout
