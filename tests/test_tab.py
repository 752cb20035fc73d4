"""The game as a browser's tab has it: the platform is one without processes, threads, mixer and folders."""

import asyncio
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pygame
import pytest

from downslope import tab
from downslope.app.app import App, Options
from downslope.attempt.game.game import Game, ask_for_progress, give_progress
from downslope.attempt.shared_level import copy_run, pasted_run
from downslope.background.commands import FileCheck, LevelCheck
from downslope.desktop import capabilities, clipboard
from downslope.desktop.bindings import TABLE
from downslope.scenes.base.scene import screen
from downslope.scenes.play.play import PlayScene
from downslope.storage.saves import Store
from downslope.view.widgets.button import MenuButton
from lib.driving import MemoryStore, pass_frames, post_key
from lib.support import RAMP, RAMP_KNOBS, shipped


def nothing(*_given: Any, **_more: Any) -> Any:
    """What stands there in place of processes and windows."""
    raise OSError(138, "Not supported")


def no_thread(_self: threading.Thread) -> None:
    raise RuntimeError("can't start new thread")


@pytest.fixture(autouse=True)
def browser(monkeypatch: pytest.MonkeyPatch, display: None) -> None:
    """All that a tab has not."""
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(subprocess, "Popen", nothing)
    monkeypatch.setattr(threading.Thread, "start", no_thread)
    for name in ("mixer", "scrap"):
        monkeypatch.setattr(pygame, name, None)
    monkeypatch.setattr("pygame.window.Window", nothing)
    monkeypatch.setitem(sys.modules, "pygame._sdl2", None)


@pytest.fixture
def app(apps: list[App]) -> App:
    game = Game(MemoryStore(bets=False, sound=0.5), catalog=shipped(), plugins=False)
    apps.append(App(Options(), game, screen("title", game)))
    pass_frames(apps[0], 3)
    return apps[0]


def show(app: App, scene: Any) -> None:
    app.scene.go(scene)
    pass_frames(app, 3)
    while not app.pacer.ready or app.scene.guard.unseen:
        app.tick(1 / 60)


def press(app: App, key: int) -> None:
    post_key(key)
    pass_frames(app, 2)


def faults(app: App) -> list[str]:
    return [toast.title for toast in app.game.toasts.shown if toast.hue == "error"]


class FakePage:
    """A page that writes down what it is asked. The player does something, exports it, loses it and drops it."""

    query = ""

    def __init__(self, stores: bool = True, other: bool = False, address: str = "") -> None:
        self.stores, self.other, self.address = stores, other, address
        self.asked: list[str] = []
        self.said, self.waits = "", False

    def size(self) -> Any:
        return [1280, 720, 1.0]

    def alarm(self, first: float, every: float) -> None:
        assert first >= 0 and every >= 0

    def shown(self) -> None:
        game = tab.playing().game
        assert set(json.loads(tab.speech())) == {"line", "verdict", "toast", "control"}
        tab.resize(2560, 1440, 2.0)
        assert game.density == 2.0
        tab.resize(1, 1)
        game.progress.level("thirteen").stars, game.settings.text = [1, 2], 1.25
        game.save()
        text = tab.export_progress()
        game.progress.levels.clear()
        game.settings.text = 1.0
        told = tab.drop("downslope-progress.json", text.encode())
        assert told == "Imported: 1 level, 2 stars, 1 setting. All else stays as it was."
        assert game.progress.stars("thirteen") == [1, 2] and game.settings.text == 1.25
        assert tab.import_progress("{}").startswith("downslope-progress.json cannot be imported")
        assert tab.drop("song.mp3", b"")
        give_progress(game)
        ask_for_progress(game)
        asyncio.get_running_loop().call_later(0.05, self.see)

    def see(self) -> None:
        app = tab.playing()
        tab.note_unkept()
        self.said = " ".join(toast.title for toast in (*app.game.toasts.shown, *app.game.toasts.waiting))
        if isinstance(app.scene, PlayScene):
            self.asked.append(f"alpha {app.scene.attempt.session.knobs['alpha']}")
        app.game.progress.level("seven").reached = True
        app.game.leave()
        self.waits = not app.game.quit and Store().progress.level("seven").reached  # as it is, and is kept
        app.game.quit = True

    def keep(self) -> None:
        self.asked.append("keep")

    def leave(self) -> None:
        self.asked.append("leave")

    def download(self, name: str, text: str) -> None:
        self.asked.append(name)

    def choose(self) -> None:
        self.asked.append("choose")

    def fetch(self, address: str, answer: Any) -> None:
        self.asked.append(address)
        answer(memoryview((RAMP + RAMP_KNOBS).encode()), "")


@pytest.mark.parametrize(("stores", "other", "said"), [
    (True, False, ""), (False, False, "saves nothing here"), (False, True, "open in another tab"),
])  # fmt: skip
def test_a_page_plays_the_game_and_progress_goes_through_a_file_and_into_its_storage(
    stores: bool, other: bool, said: str
) -> None:
    page = FakePage(stores, other)
    asyncio.run(tab.play(page))
    assert page.waits and page.asked == ["downslope-progress.json", "choose", "keep", "leave"]
    assert said in page.said and "could not keep your progress" in page.said


def test_a_pack_that_lies_beside_the_page_is_fetched() -> None:
    page = FakePage(address="https://play.example/play/")
    page.query = "level=ramp&alpha=.2&pack=week/3.toml"
    page.shown = lambda: asyncio.get_running_loop().call_later(0.2, page.see)  # type: ignore[assignment, method-assign]
    asyncio.run(tab.play(page))
    assert page.asked[:2] == ["https://play.example/play/week/3.toml", "alpha 0.2"]


def test_what_only_a_desktop_can_is_told_in_a_tab(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any(capabilities.can(name) for name in capabilities.CAPABILITIES)
    assert all(each in capabilities.only_on_desktop() for each in capabilities.desktop_only())
    assert capabilities.only_on_desktop("films") == "Only on the desktop: films of runs."
    monkeypatch.setattr(sys, "platform", "linux")
    assert all(capabilities.can(name) for name in capabilities.CAPABILITIES) and not capabilities.only_on_desktop()


def test_what_belongs_to_the_browser_is_neither_there_nor_done(app: App) -> None:
    left: list[bool] = []
    app.game.page = lambda: left.append(True)
    button = app.scene.widget("quit")
    assert isinstance(button, MenuButton) and button.label == "To the page" and button.on_press
    button.on_press()
    assert left == [True] and not app.game.quit
    hidden = [binding.intent for binding in TABLE if not capabilities.can(binding.needs)]
    assert hidden == ["film", "reload", "editor", "check", "full_screen"]
    assert not any(app.game.controls.label(intent) for intent in hidden)
    press(app, pygame.K_F11)
    assert not app.game.settings.full_screen
    app.game.settings.full_screen = True  # it has come with progress from a desktop
    pass_frames(app, 3)
    for name, gone in (("settings", {"full_screen"}), ("plugins", {"folder", "reload"})):
        show(app, screen(name, app.game, parent=app.scene))
        assert not gone & {widget.name for widget in app.scene.widgets}
    assert not faults(app) and not app.game.films.make("thirteen", ["thirteen"])
    assert faults(app) == ["Only on the desktop: films of runs."]
    assert LevelCheck("thirteen").findings() == []
    assert FileCheck(Path("mine.py")).findings() == ["It could not be checked: no process can be started here."]


def test_without_a_clipboard_that_is_said_and_no_command_of_a_terminal_is_named(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "reader", lambda: "level=thirteen")
    assert clipboard.paste() == "level=thirteen"
    monkeypatch.setattr(clipboard, "reader", None)
    play = PlayScene(app.game, app.game.catalog.level("thirteen"))
    assert clipboard.paste() is None and not clipboard.copy("letters")
    assert pasted_run(app.game, play.open_plugin) is None and not copy_run(app.game, play.attempt.session)
    assert {toast.title for toast in app.game.toasts.shown} == {"The browser gives this page no clipboard."}


def test_sound_starts_with_the_first_press_and_is_silently_absent(app: App) -> None:
    sound = app.game.sound
    assert sound.waits and not sound.missing
    press(app, pygame.K_RIGHT)
    assert not sound.waits and sound.missing and not sound.on
    sound.play("click")
    pass_frames(app, 5)
    assert not faults(app)
