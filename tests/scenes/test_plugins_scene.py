"""The list of plugins with real broken files: what it says, what is copied, which folder is opened, how it scrolls."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pygame
import pytest

from downslope import Example, Level
from downslope.app.dropped_file import DroppedFile, take_file
from downslope.attempt.game.game import Game
from downslope.desktop import clipboard, programs
from downslope.level_files.writing import encode_level, toml_of
from downslope.registry.plugin import STATES, plugin_state
from downslope.registry.registry import Registry
from downslope.registry.sources import load_all
from downslope.registry.trust import Trust
from downslope.scenes import plugins as screen
from downslope.scenes.base.scene import Scene
from downslope.scenes.code_screens import PluginSourceScene
from downslope.scenes.plugins import LOOKS, PluginsScene, plugin_list, report
from downslope.scenes.title import TitleScene
from downslope.storage.saves import Store
from downslope.view.widgets.ink import words
from driving import Driver
from waiting import until

GOOD = '''"""One level."""
from downslope import Example, Level, Near, hookimpl
__version__ = "0.3.2"

@hookimpl
def levels():
    return [Level(f"one-{k}", title="One", examples=[Example(1, 2)], weights=[0.5], target=Near(0.1)) for k in range(5)]
'''
BROKEN = '''"""A metric that cannot be made."""
from downslope import hookimpl

@hookimpl
def metrics():
    return made()

def made():
    delta = 1
    return [detla]
'''
HALF = '''from downslope import Example, Level, Near, hookimpl

@hookimpl
def levels():
    good = Level("kept", title="Kept", examples=[Example(1, 2)], weights=[0.5], target=Near(0.1))
    return [good, Level("zero", title="Zero", examples=[Example(0, 2)], weights=[0.5], target=Near(0.1))]
'''
PACKED = """downslope = 1
id = "{name}"
title = "One day"
examples = [[-2, 0.8]]
weights = [0.5]
alpha = 0.1
target = {{ kind = "near", tolerance = 0.01 }}

[[questions]]
text = "With this alpha the run would ..."
answers = ["land", "orbit", "run away"]
right = "{right}"
why = "Each step leaves 1 - 0.1 times 4 of the miss."
asks = "outcome"
means = ["land", "orbit", "runaway"]
"""

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture
def folder(home: Path) -> Path:
    found = home / "plugins"
    found.mkdir()
    (found / "vane.py").write_text(GOOD, encoding="utf-8")
    (found / "robust.py").write_text(BROKEN, encoding="utf-8")
    (found / "half.py").write_text(HALF, encoding="utf-8")
    for number in range(6):
        (found / f"wrong_{number}.py").write_text("def levels(:\n", encoding="utf-8")
    return found


@pytest.fixture
def registry(folder: Path, home: Path) -> Registry:
    return load_all(home, packages=False)


@pytest.fixture
def driver(registry: Registry) -> Driver:
    game = Game(Store())
    return Driver(PluginsScene(game, Scene(game), registry.plugins))


def row(registry: Registry, name: str) -> Any:
    return next(view for view, plugin in plugin_list(registry.plugins) if plugin.name == name)


def number_of(driver: Driver, name: str) -> int:
    scene: Any = driver.scene
    return [plugin.name for _view, plugin in scene.shown].index(name)


def test_the_games_own_are_one_row(registry: Registry) -> None:
    shown = plugin_list(registry.plugins)
    assert [plugin.name for _view, plugin in shown].count("downslope") == 1
    own = row(registry, "downslope")
    levels = [plugin.keys("level") for plugin in registry.plugins if plugin.kind == "shipped"]
    assert own.chips[0][0] == f"{len([key for keys in levels for key in keys])} levels" and own.on is None


def test_a_good_plugin_says_what_it_adds(registry: Registry) -> None:
    vane = row(registry, "vane")
    assert (vane.version, vane.kind, vane.faults) == ("0.3.2", "folder", ())
    assert re.fullmatch(r"\d+ ms", vane.status) and vane.hue == ""
    assert [words for words, _icon in vane.chips] == ["5 levels"]


def test_a_fault_has_file_line_function_source_and_a_sentence(registry: Registry) -> None:
    robust = row(registry, "robust")
    assert robust.status == "could not load"
    where, *code, sentence = words(robust.faults[0])
    assert where == "robust.py  line 10  in made" and code == ["9     delta = 1", "10     return [detla]"]
    assert sentence.startswith("NameError ") and "detla" in sentence


def test_what_came_before_a_fault_is_kept_and_said(registry: Registry) -> None:
    half = row(registry, "half")
    assert half.status == "works in part"
    assert [words for words, _icon in half.chips] == ["level kept"]


def test_a_report_is_copied_by_keyboard(driver: Driver, registry: Registry) -> None:
    wanted = f"copy {number_of(driver, 'robust')}"
    driver.tab_to(wanted)
    driver.key(pygame.K_RETURN)
    plugin = registry.plugin("robust")
    assert plugin is not None
    copied = pygame.scrap.get_text()
    assert copied == report(plugin)
    assert "robust.py, line 10" in copied and ">   10     return [detla]" in copied and "NameError" in copied
    assert driver.game.toasts.shown[-1].title == "Report copied"


def test_the_folder_is_opened(driver: Driver, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []

    def note(path: Path) -> bool:
        opened.append(path)
        return True

    monkeypatch.setattr(screen, "open_folder", note)
    driver.click_on("folder")
    assert opened == [folder]
    assert driver.game.toasts.shown == []


def test_where_nothing_can_open_it_the_path_is_shown(
    driver: Driver, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "tool", lambda _name: None)
    monkeypatch.setattr(sys, "platform", "linux")
    driver.click_on("folder")
    assert driver.game.toasts.shown[-1].body == str(folder)


def test_the_opener_gets_the_path_as_it_is_and_no_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[Any, dict[str, Any]]] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(programs, "tool", lambda name: f"/bin/{name}")
    monkeypatch.setattr(subprocess, "Popen", lambda command, **more: calls.append((command, more)))
    monkeypatch.setenv("DISPLAY", ":0")
    folder = tmp_path / "new; rm -rf $HOME" / "plugins"
    assert programs.open_folder(folder)
    assert folder.is_dir()
    command, more = calls[0]
    assert command == ["/bin/xdg-open", str(folder)]
    assert not more.get("shell")
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not programs.open_folder(folder)  # no screen to show it on


def test_it_scrolls_by_wheel_keys_and_dragging(driver: Driver) -> None:
    scene: Any = driver.scene
    area = scene.areas["list"]
    assert area.limit > 0
    driver.wheel(400, 300, -1)
    assert 0 < area.offset < area.limit
    driver.key(pygame.K_PAGEUP)
    assert area.offset == 0
    driver.key(pygame.K_PAGEDOWN)
    paged = area.offset
    assert paged > 0
    driver.drag((400, 400), (400, 500))
    assert area.offset == pytest.approx(paged - 100)
    scene.set_focus("list")
    driver.key(pygame.K_END)
    assert area.offset == area.limit
    driver.key(pygame.K_UP)
    assert area.offset < area.limit
    x, y, width, height = area.rect
    driver.key(pygame.K_HOME)
    driver.drag((x + width - 4, y + 20), (x + width - 4, y + height))  # the bar
    assert area.offset == pytest.approx(area.limit, abs=area.limit * 0.1)


@pytest.fixture
def live(folder: Path, home: Path) -> Driver:
    """The screen over the game's own plugins."""
    game = Game(Store())
    assert game.registry.plugin("vane") is not None
    return Driver(PluginsScene(game, Scene(game)))


def test_a_plugin_is_switched_off_and_on_by_mouse_and_by_keys(live: Driver, home: Path) -> None:
    catalog = live.game.catalog
    assert "vane/one-0" in catalog.levels
    live.click_on(f"on {number_of(live, 'vane')}")
    assert "vane/one-0" not in catalog.levels
    assert row(live.game.registry, "vane").status == "off"
    assert "vane" in (home / "plugins.json").read_text(encoding="utf-8")
    live.scene.set_focus(f"on {number_of(live, 'vane')}")
    live.key(pygame.K_RETURN)
    assert "vane/one-0" in catalog.levels
    assert row(live.game.registry, "vane").status.endswith(" ms")


def test_a_mended_plugin_comes_in_and_a_broken_one_leaves_the_last_good_version(live: Driver, folder: Path) -> None:
    catalog = live.game.catalog
    (folder / "half.py").write_text(GOOD, encoding="utf-8")
    (folder / "vane.py").write_text(BROKEN, encoding="utf-8")
    (folder / "new.toml").write_text('id = "cup"\ntitle = "Cup"\nexamples = [[2, 0.8]]\nweights = [0.5]\n')
    live.key(pygame.K_F5)
    assert {"half/one-0", "vane/one-0", "new/cup"} <= set(catalog.levels)
    vane = row(live.game.registry, "vane")
    assert re.fullmatch(r"\d\d:\d\d:\d\d plays", vane.status) and vane.hue == "goal"
    assert "detla" in words(vane.faults[0])[-1] and "detla" in report(live.game.registry.plugin("vane"))  # type: ignore[arg-type]
    assert (row(live.game.registry, "new").kind, row(live.game.registry, "new").status) == ("data", "runs no code")
    (folder / "vane.py").write_text(GOOD, encoding="utf-8")
    live.click_on(f"again {number_of(live, 'vane')}")
    assert row(live.game.registry, "vane").status.endswith(" ms")


# Whether code may run; checks; editors; all of it by keys, by mouse and by gamepad.


@pytest.fixture
def asked(folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Driver:
    """The screen over plugins of which one is new here, and was not there when its player began."""
    monkeypatch.setenv("DOWNSLOPE_TRUST", "")
    for file in folder.glob("wrong_*.py"):
        file.unlink()
    trust = Trust(home)
    there = [trust.unknown(name, "folder", str(folder / f"{name}.py")) for name in ("vane", "half")]
    assert trust.agree([code for code in there if code is not None])
    game = Game(Store())
    assert game.registry.plugin("robust") is not None
    return Driver(PluginsScene(game, Scene(game), at="robust"))


def see(driver: Driver) -> dict[str, Any]:
    """Each plugin's row, as it is shown."""
    scene: Any = driver.scene
    return {plugin.name: view for view, plugin in scene.shown}


def test_code_is_read_and_trusted_by_keys(asked: Driver, folder: Path) -> None:
    robust = see(asked)["robust"]
    assert (robust.status, robust.on, robust.faults) == ("new here", None, ())
    assert words(robust.trust)[0] == "Run code from this file?" and "10 lines" in words(robust.trust)[-1]
    asked.key(pygame.K_RETURN)  # the first that the row proposes
    source = asked.scene
    assert isinstance(source, PluginSourceScene) and source.texts == {"robust.py": BROKEN.splitlines()}
    asked.key(pygame.K_ESCAPE)
    assert isinstance(asked.scene, PluginsScene) and "robust" in [one.name for one in asked.game.registry.waiting]
    asked.key(pygame.K_RIGHT)
    asked.key(pygame.K_RETURN)  # Not now
    assert see(asked)["robust"].trust is None and see(asked)["robust"].status == "new here"
    asked.scene.set_focus(f"read {number_of(asked, 'robust')}")
    asked.key(pygame.K_RETURN)
    asked.scene.set_focus("trust")
    asked.key(pygame.K_RETURN)
    assert see(asked)["robust"].faults and words(see(asked)["robust"].faults[0])[-1].startswith("NameError")
    assert asked.game.registry.waiting == []


def test_a_link_to_a_level_of_new_code_leads_to_its_row(asked: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pasted in the game: nothing is run, and who is asked is the player, at the row that proposes to read it."""
    driver = Driver(TitleScene(asked.game))
    monkeypatch.setattr(clipboard, "paste", lambda: "downslope play robust/ramp")
    driver.post(pygame.KEYDOWN, key=pygame.K_v, mod=pygame.KMOD_LCTRL, unicode="")
    assert isinstance(driver.scene, PluginsScene) and driver.scene.focus == f"read {number_of(driver, 'robust')}"
    told = asked.game.toasts.shown[0].title
    assert told == "robust/ramp comes from robust, which is new here: read it, then trust it if you like."
    assert [one.name for one in asked.game.registry.waiting] == ["robust"]


@pytest.mark.parametrize("way", ["key", "mouse", "file"])
def test_a_level_that_waits_for_new_code_leads_to_its_row(
    asked: Driver, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    level = Level("ramp", title="Ramp", examples=[Example(1, 2)], weights=[0.5], learner="robust/robust")
    driver = Driver(TitleScene(asked.game))
    if way == "file":
        take_file(driver.scene, DroppedFile("ramp.toml", toml_of(level).encode()))
    else:
        monkeypatch.setattr(clipboard, "paste", lambda: encode_level(level))
        driver.post(pygame.KEYDOWN, key=pygame.K_v, mod=pygame.KMOD_LCTRL, unicode="")
    toasts = asked.game.toasts
    assert "It needs robust; it is new here, and waits to be trusted." in toasts.shown[0].title
    if way == "mouse":
        ((left, top, *_size),) = toasts.rects()
        driver.click(left + 9, top + 9)
    else:
        driver.type("t")
    assert isinstance(driver.scene, PluginsScene) and driver.scene.focus == f"read {number_of(driver, 'robust')}"


def test_code_is_trusted_by_mouse_and_what_has_changed_is_marked(asked: Driver, folder: Path) -> None:
    asked.click_on(f"trust {number_of(asked, 'robust')}")
    assert see(asked)["robust"].status == "could not load"
    (folder / "robust.py").write_text(BROKEN.replace("detla", "delta"), encoding="utf-8")
    asked.click_on(f"again {number_of(asked, 'robust')}")
    robust = see(asked)["robust"]
    assert robust.status == "changed" and "lines +1 −1" in words(robust.trust)[-1]
    asked.click_on(f"read {number_of(asked, 'robust')}")
    assert isinstance(asked.scene, PluginSourceScene)
    asked.click_on("trust")
    assert words(see(asked)["robust"].faults[0])[-1].startswith("metrics() returned 1")


def test_arrows_lead_from_row_to_row_and_space_switches(live: Driver) -> None:
    vane = number_of(live, "vane")
    live.scene.set_focus(f"on {vane}")
    live.key(pygame.K_SPACE)
    assert see(live)["vane"].status == "off"
    live.key(pygame.K_SPACE)
    assert see(live)["vane"].status.endswith(" ms")
    live.key(pygame.K_DOWN)
    assert live.scene.focus == f"edit {vane + 1}"
    button = live.scene.widget(live.scene.focus)
    assert button is not None and button.primary
    live.key(pygame.K_UP)
    assert live.scene.focus == f"on {vane}" and not button.primary


@pytest.mark.slow
def test_a_check_runs_beside_the_screen_and_its_answer_stands_until_the_next_load(live: Driver, folder: Path) -> None:
    (folder / "vane.py").write_text(GOOD.replace("range(5)", "range(1)"), encoding="utf-8")
    vane = number_of(live, "vane")
    live.scene.set_focus(f"on {vane}")
    live.type("r")
    live.type("k")
    assert [words(note) for note in see(live)["vane"].notes] == [["Checking …"]]

    def ended() -> bool:
        live.scene.update(0.0)
        return ["Checking …"] not in [words(note) for note in see(live)["vane"].notes]

    until(ended, "the end of the check")
    (note,) = see(live)["vane"].notes
    assert words(note) == ["one-0: everything checked is right."]
    plugin = live.game.registry.plugin("vane")
    assert plugin is not None and plugin_state(plugin) == "fine"
    live.scene.set_focus(f"fold {vane}")
    live.key(pygame.K_RETURN)  # all that can be done, for the mouse
    assert str(folder / "vane.py") in words(see(live)["vane"].notes[-1])[0]
    live.click_on(f"check {vane}")
    live.scene.end()
    live.click_on(f"again {vane}")
    assert [str(folder / "vane.py") in words(note)[0] for note in see(live)["vane"].notes] == [True]


@pytest.mark.slow
def test_findings_in_a_pack_name_its_file_and_the_editor_opens_that(
    folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = folder / "rounds"
    (pack / "levels").mkdir(parents=True)
    (pack / "pack.toml").write_text('downslope = 1\nid = "rounds"\ntitle = "Rounds"\nversion = "0.1"\n')
    for name, right in (("one", "orbit"), ("two", "land")):
        (pack / "levels" / f"{name}.toml").write_text(PACKED.format(name=name, right=right), encoding="utf-8")
    game = Game(Store())
    plugin = game.registry.plugin("rounds")
    assert plugin is not None
    packed = Driver(PluginsScene(game, Scene(game), at="rounds"))
    packed.type("k")

    def ended() -> bool:
        packed.scene.update(0.0)
        return ["Checking …"] not in [words(note) for note in see(packed)["rounds"].notes]

    until(ended, "the end of the check")
    whole, *wrong = (words(note)[0] for note in see(packed)["rounds"].notes)
    assert whole == "two: everything checked is right."
    places = [re.fullmatch(r"one: .*one\.toml, line (\d+)", note) for note in wrong]
    opened: list[tuple[Path, int]] = []
    monkeypatch.setattr(screen, "edit", lambda _game, file, line: opened.append((file, line)))
    packed.type("e")
    assert places and None not in places
    assert opened == [(pack / "levels" / "one.toml", int(places[0][1]))] and int(places[0][1]) > 1  # type: ignore[index]
    assert str(pack / "levels" / "one.toml") in report(plugin)


EDITORS = [
    ("code --wait", ["/bin/code", "--wait", "--goto", "{file}:10"]),
    ("subl", ["/bin/subl", "{file}:10"]),
    ("vi", ["/bin/xdg-open", "{file}"]),
    ("'", ["/bin/xdg-open", "{file}"]),
]


@pytest.mark.parametrize(("editor", "wanted"), EDITORS)
def test_an_editor_opens_the_file_at_its_line(
    live: Driver, folder: Path, monkeypatch: pytest.MonkeyPatch, editor: str, wanted: list[str]
) -> None:
    calls: list[list[str]] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(programs, "tool", lambda name: f"/bin/{name}")
    monkeypatch.setattr(subprocess, "Popen", lambda command, **more: calls.append(command))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor)
    live.scene.set_focus(f"copy {number_of(live, 'robust')}")
    live.type("e")
    assert calls == [[part.format(file=folder / "robust.py") for part in wanted]]


def test_where_there_is_no_editor_the_path_is_told_and_copied(live: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "tool", lambda _name: None)
    monkeypatch.setattr(sys, "platform", "linux")
    live.click_on(f"edit {number_of(live, 'robust')}")
    assert live.game.toasts.shown[-1].body.endswith("robust.py:10") and pygame.scrap.get_text().endswith("robust.py:10")


def test_every_state_has_its_look(registry: Registry) -> None:
    assert set(STATES) == set(LOOKS)
    assert {view.status for view, _plugin in plugin_list(registry.plugins) if view.name.startswith("wrong")} == {
        "could not load"
    }
