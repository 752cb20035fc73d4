"""The list of plugins with real broken files: what is copied, what is trusted, checked and opened. What a row says of a
plugin is in the lists of its pictures.
"""

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
from downslope.level_files.to_toml import encode_level, toml_of
from downslope.registry.plugin import STATES
from downslope.registry.trust import Trust
from downslope.scenes.base.scene import Scene
from downslope.scenes.code_screens import PluginSourceScene
from downslope.scenes.plugins import LOOKS, PluginsScene
from downslope.scenes.title import TitleScene
from downslope.storage.saves import Store
from downslope.view.widgets.ink import words
from lib.driving import Driver

GOOD = '''"""One level."""
from downslope import Example, Level, Near
__version__ = "0.3.2"

LEVELS = [Level(f"one-{k}", title="One", examples=[Example(1, 2)], weights=[0.5], target=Near(0.1)) for k in range(5)]
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
HALF = GOOD.replace("Example(1, 2)", "Example(k, 2)").replace("0.3.2", "0.4")  # one-0 cannot be: its input is 0

pytestmark = pytest.mark.usefixtures("display")


def at_list(at: str = "") -> Driver:
    game = Game(Store())
    game.registry  # noqa: B018 - they are loaded
    return Driver(PluginsScene(game, Scene(game), at=at))


@pytest.fixture
def folder(home: Path) -> Path:
    plugins = home / "plugins"
    plugins.mkdir()
    for name, text in (("vane", GOOD), ("robust", BROKEN), ("half", HALF)):
        (plugins / f"{name}.py").write_text(text, encoding="utf-8")
    return plugins


@pytest.fixture
def asked(folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Driver:
    """The list where one of them is new, and was not there when its player began."""
    monkeypatch.setenv("DOWNSLOPE_TRUST", "")
    trust = Trust(home)
    known = [trust.unknown(name, "folder", str(folder / f"{name}.py")) for name in ("vane", "half")]
    assert trust.agree([code for code in known if code is not None])
    return at_list("robust")


def row(driver: Driver, name: str) -> Any:
    """What the screen shows of a plugin."""
    assert isinstance(driver.scene, PluginsScene)
    return next(view for view, plugin in driver.scene.shown if plugin.name == name)


def button(driver: Driver, what: str, name: str) -> str:
    """The name of a button in a plugin's row."""
    assert isinstance(driver.scene, PluginsScene)
    return f"{what} {[plugin.name for _view, plugin in driver.scene.shown].index(name)}"


def press(driver: Driver, name: str) -> None:
    driver.scene.set_focus(name)
    driver.key(pygame.K_RETURN)


def test_each_row_says_what_a_plugin_adds_and_what_is_wrong_with_it_which_is_copied(folder: Path) -> None:
    listed = at_list()
    half, robust, own = (row(listed, name) for name in ("half", "robust", "downslope"))
    assert own.on is None and re.fullmatch(r"\d\d levels", own.chips[0][0])  # the game's own are one row
    assert half.status == "works in part" and [words for words, _icon in half.chips] == ["4 levels"]
    assert robust.status == "could not load" and set(STATES) == set(LOOKS)
    listed.tab_to(button(listed, "copy", "robust"))
    listed.key(pygame.K_RETURN)
    copied = pygame.scrap.get_text()
    assert "robust.py, line 10" in copied and ">   10     return [detla]" in copied and "NameError" in copied
    for number in range(8):
        (folder / f"wrong_{number}.py").write_text("def levels(:\n", encoding="utf-8")
    driver = at_list()
    area = driver.scene.areas["list"]
    driver.scene.set_focus("list")
    driver.key(pygame.K_END)
    driver.drag((400, 400), (400, 500))
    assert area.offset == pytest.approx(area.limit - 100)


def test_files_are_opened_elsewhere(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a desktop that has every program."""
    started: list[list[str]] = []

    def start(command: list[str], **more: Any) -> None:
        assert not more.get("shell")
        started.append(command)

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(programs, "tool", lambda name: f"/bin/{name}")
    monkeypatch.setattr(subprocess, "Popen", start)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "VISUAL"):
        monkeypatch.delenv(name, raising=False)
    listed = at_list()
    listed.click_on("folder")  # no screen to show it on
    assert listed.game.toasts.shown.pop().body == str(folder) and started == []
    monkeypatch.setenv("DISPLAY", ":0")
    listed.click_on("folder")
    assert started == [["/bin/xdg-open", str(folder)]] and listed.game.toasts.shown == []
    odd = tmp_path / "new; rm -rf $HOME" / "plugins"
    assert programs.open_folder(odd) and odd.is_dir() and started[-1] == ["/bin/xdg-open", str(odd)]
    listed.scene.set_focus(button(listed, "copy", "robust"))
    file = str(folder / "robust.py")
    for editor, command in (
        ("code --wait", ["/bin/code", "--wait", "--goto", f"{file}:10"]), ("subl", ["/bin/subl", f"{file}:10"]),
        ("vi", ["/bin/xdg-open", file]),
    ):  # fmt: skip
        monkeypatch.setenv("EDITOR", editor)
        listed.type("e")
        assert started[-1] == command
    monkeypatch.setattr(programs, "tool", lambda _name: None)
    listed.click_on(button(listed, "edit", "robust"))
    assert listed.game.toasts.shown[-1].body.endswith("robust.py:10")
    assert pygame.scrap.get_text().endswith("robust.py:10")


def test_a_plugin_is_switched_off_and_on_and_the_last_good_version_stays(folder: Path, home: Path) -> None:
    listed = at_list()
    catalog, switch = listed.game.catalog, button(listed, "on", "vane")
    listed.click_on(switch)
    assert "vane/one-0" not in catalog.levels and row(listed, "vane").status == "off"
    assert "vane" in (home / "plugins.json").read_text(encoding="utf-8")
    press(listed, switch)
    assert "vane/one-0" in catalog.levels and row(listed, "vane").status.endswith(" ms")
    listed.key(pygame.K_UP)  # arrows lead from row to row, and Space does what the row proposes
    above = listed.scene.widget(listed.scene.focus)
    assert above is not None and above.name == button(listed, "edit", "robust") and above.primary
    listed.key(pygame.K_DOWN)
    assert listed.scene.focus == switch and not above.primary
    listed.key(pygame.K_SPACE)
    assert row(listed, "vane").status == "off"
    listed.key(pygame.K_SPACE)
    (folder / "half.py").write_text(GOOD, encoding="utf-8")
    (folder / "vane.py").write_text(BROKEN, encoding="utf-8")
    (folder / "new.toml").write_text('id = "cup"\ntitle = "Cup"\nexamples = [[2, 0.8]]\nweights = [0.5]\n')
    listed.key(pygame.K_F5)
    assert {"half/one-0", "vane/one-0", "new/cup"} <= set(catalog.levels)
    vane = row(listed, "vane")
    assert re.fullmatch(r"\d\d:\d\d:\d\d plays", vane.status) and "detla" in words(vane.faults[0])[-1]
    assert (row(listed, "new").kind, row(listed, "new").status) == ("data", "runs no code")
    (folder / "vane.py").write_text(GOOD, encoding="utf-8")
    listed.click_on(button(listed, "again", "vane"))
    assert row(listed, "vane").status.endswith(" ms")


def test_code_is_read_and_trusted_and_what_has_changed_is_marked(asked: Driver, folder: Path) -> None:
    robust = row(asked, "robust")
    assert (robust.status, robust.on, robust.faults) == ("new here", None, ())
    asked.key(pygame.K_RETURN)  # the first that the row proposes
    source = asked.scene
    assert isinstance(source, PluginSourceScene) and source.texts == {"robust.py": BROKEN.splitlines()}
    asked.key(pygame.K_ESCAPE)
    assert isinstance(asked.scene, PluginsScene) and "robust" in [one.name for one in asked.game.registry.waiting]
    for code in (pygame.K_RIGHT, pygame.K_RETURN):  # Not now
        asked.key(code)
    assert row(asked, "robust").trust is None and row(asked, "robust").status == "new here"
    press(asked, button(asked, "read", "robust"))
    press(asked, "trust")
    assert words(row(asked, "robust").faults[0])[-1].startswith("NameError") and asked.game.registry.waiting == []
    (folder / "robust.py").write_text(BROKEN.replace("detla", "delta"), encoding="utf-8")
    asked.key(pygame.K_F5)
    assert row(asked, "robust").status == "changed" and "+1 −1" in words(row(asked, "robust").trust)[-1]
    asked.click_on(button(asked, "trust", "robust"))
    assert words(row(asked, "robust").faults[0])[-1].startswith("metrics() returned 1")


@pytest.mark.parametrize("way", ["link", "key", "file"])
def test_what_needs_new_code_leads_to_its_row(asked: Driver, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link to a level of it; a level that uses it, pasted as letters or dropped."""
    level = Level("ramp", title="Ramp", examples=[Example(1, 2)], weights=[0.5], learner="robust/robust")
    driver, toasts = Driver(TitleScene(asked.game)), asked.game.toasts
    if way == "file":
        take_file(driver.scene, DroppedFile("ramp.toml", toml_of(level).encode()))
    else:
        pasted = "downslope play robust/ramp" if way == "link" else encode_level(level)
        monkeypatch.setattr(clipboard, "paste", lambda: pasted)
        driver.post(pygame.KEYDOWN, key=pygame.K_v, mod=pygame.KMOD_LCTRL, unicode="")
    assert "robust" in toasts.shown[0].title
    if way == "file":
        ((left, top, *_size),) = toasts.rects()
        driver.click(left + 9, top + 9)
    elif way == "key":
        driver.type("t")
    assert isinstance(driver.scene, PluginsScene) and driver.scene.focus == button(driver, "read", "robust")
    assert [one.name for one in asked.game.registry.waiting] == ["robust"]
