"""The game as a browser's tab has it: the platform is one without processes, threads, mixer and folders."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest

from downslope import tab
from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.attempt.game.progress_transfer import ask_for_progress, give_progress
from downslope.attempt.shared_level import copy_run, pasted_run
from downslope.background.commands import FileCheck, LevelCheck
from downslope.boards.kinds import KINDS
from downslope.boards.pictures.digits_board import DigitsBoard
from downslope.desktop import capabilities, clipboard
from downslope.desktop.bindings import TABLE
from downslope.engine import watchdog
from downslope.rules.level import Level
from downslope.scenes.base.scene import screen
from downslope.scenes.base.speech import speech_of
from downslope.scenes.code_screens import ScriptScene
from downslope.scenes.keys_and_words import rows_of
from downslope.scenes.play.play import PlayScene
from downslope.scripts.forms import Written
from downslope.storage.saves import Progress, Settings
from downslope.view.widgets.button import MenuButton
from driving import MemoryStore
from support import RAMP, RAMP_KNOBS, shipped

FRAME = 1 / 60
PACK = (RAMP + RAMP_KNOBS).encode()


class NoModule:
    """What pygame has in place of a module that was not built: to ask it for anything is an error."""

    def __bool__(self) -> bool:
        return False

    def __getattr__(self, name: str) -> Any:
        warnings.warn(f"use {name}", RuntimeWarning, stacklevel=2)
        raise NotImplementedError("module not available")


class NoWindow:
    """To ask for the window as an object ends the whole runtime there."""

    @staticmethod
    def from_display_module() -> Any:
        raise SystemExit("the runtime has ended")


def nowhere(*_given: Any, **_more: Any) -> Any:
    raise OSError(138, "Not supported")


def no_thread(_self: threading.Thread) -> None:
    raise RuntimeError("can't start new thread")


@pytest.fixture(autouse=True)
def browser(monkeypatch: pytest.MonkeyPatch, display: None) -> None:
    """All that a tab has not."""
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(subprocess, "Popen", nowhere)
    monkeypatch.setattr(threading.Thread, "start", no_thread)
    monkeypatch.setattr(pygame, "mixer", NoModule())
    monkeypatch.setattr(pygame, "scrap", NoModule())
    monkeypatch.setattr("pygame.window.Window", NoWindow)
    monkeypatch.setitem(sys.modules, "pygame._sdl2", None)


@pytest.fixture
def game() -> Game:
    store = MemoryStore()
    store.settings, store.progress = Settings(still=True, bets=False), Progress()
    return Game(store, catalog=shipped(), plugins=False)


@pytest.fixture
def app(game: Game, apps: list[App]) -> App:
    apps.append(App(Options(), game, screen("title", game)))
    return apps[0]


def show(app: App, scene: Any) -> None:
    app.scene.go(scene)
    frames(app, 3)
    while not app.pacer.ready or app.scene.guard.unseen:
        app.tick(FRAME)


def frames(app: App, count: int) -> None:
    for _ in range(count):
        app.tick(FRAME)


def press(app: App, key: int) -> None:
    for kind in (pygame.KEYDOWN, pygame.KEYUP):
        pygame.event.post(pygame.event.Event(kind, key=key, mod=0, unicode=""))
        app.tick(FRAME)


def faults(app: App) -> list[str]:
    return [toast.title for toast in app.game.toasts.shown if toast.hue == "error"]


class FakePage:
    """A page that writes down what it is asked; it leaves as soon as it has seen a picture."""

    query, stores, other = "", True, False

    def __init__(self) -> None:
        self.asked: list[str] = []

    def size(self) -> Any:
        return [1280, 720, 1.0]

    def alarm(self, first: float, every: float) -> None:
        assert first >= 0 and every >= 0

    def keep(self) -> None:
        self.asked.append("keep")

    def shown(self) -> None:
        self.asked.append("shown")
        assert set(json.loads(tab.speech())) == {"line", "verdict", "toast", "control"}
        tab.resize(1000, 600)
        tab.resize(2560, 1440, 2.0)
        assert tab.playing().game.density == 2.0
        tab.resize(1, 1)
        tab.playing().game.leave()
        assert not tab.playing().game.quit  # it waits as it is
        tab.playing().game.quit = True

    def leave(self) -> None:
        self.asked.append("leave")

    def download(self, name: str, text: str) -> None:
        self.asked.append(name)

    def choose(self) -> None:
        self.asked.append("choose")

    def fetch(self, address: str, answer: Any) -> None:
        self.asked.append(address)
        answer(memoryview(PACK), "")


def test_a_page_plays_the_game_until_the_player_goes() -> None:
    page = FakePage()
    asyncio.run(tab.play(page))
    assert page.asked == ["shown", "keep", "leave"]


class Linked(FakePage):
    """Opened by a link with a pack that lies beside the page."""

    query, address = "level=ramp&alpha=.2&pack=week/3.toml", "https://play.example/play/"

    def shown(self) -> None:
        asyncio.get_running_loop().call_later(0.2, self.see)

    def see(self) -> None:
        app = tab.playing()
        if isinstance(app.scene, PlayScene):
            self.asked.append(f"alpha {app.scene.attempt.session.knobs['alpha']}")
        app.game.quit = True


def test_a_pack_that_lies_beside_the_page_is_fetched() -> None:
    page = Linked()
    asyncio.run(tab.play(page))
    assert page.asked[:2] == ["https://play.example/play/week/3.toml", "alpha 0.2"]


def test_what_only_a_desktop_can_is_told_in_a_tab(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any(capabilities.can(name) for name in capabilities.CAPABILITIES)
    told = capabilities.only_on_desktop()
    assert all(each in told for each in capabilities.desktop_only())
    assert capabilities.only_on_desktop("films") == "Only on the desktop: films of runs."
    monkeypatch.setattr(sys, "platform", "linux")
    assert all(capabilities.can(name) for name in capabilities.CAPABILITIES) and not capabilities.only_on_desktop()
    with pytest.raises(KeyError):
        capabilities.can("nothing of that name")


class Visit(FakePage):
    """The player does something, progress is exported, lost, and dropped onto the page. Nothing is kept here."""

    stores, sentence = False, "saves nothing here"

    def shown(self) -> None:
        game = tab.playing().game
        game.progress.level("thirteen").stars = [1, 2]
        game.settings.text = 1.25
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
        game = tab.playing().game
        tab.note_unkept()
        told = " ".join(toast.title for toast in (*game.toasts.shown, *game.toasts.waiting))
        assert self.sentence in told and "could not keep your progress" in told, told
        game.progress.level("seven").reached = True
        game.save()
        game.quit = True


class SecondTab(Visit):
    """The same while another tab has the game."""

    other, sentence = True, "open in another tab"


def test_a_second_tab_says_that_nothing_of_it_is_kept() -> None:
    asyncio.run(tab.play(SecondTab()))


def test_progress_goes_through_a_file_and_into_the_browsers_storage() -> None:
    page = Visit()
    asyncio.run(tab.play(page))
    assert page.asked == ["downslope-progress.json", "choose", "keep"]
    assert tab.import_progress("")  # it is answered at any time


# -- playing ---------------------------------------------------------------------------------------------------------


def level_of_each_board() -> Iterator[Level]:
    left = {level.id: level for level in shipped().levels.values()}
    for suits in KINDS.values():
        suited = [level for level in left.values() if suits(level)]
        for level in suited:
            del left[level.id]
        if suited:
            yield suited[0]


@pytest.mark.slow
def test_a_level_of_each_board_opens_and_steps(app: App) -> None:
    levels = list(level_of_each_board())
    assert len(levels) > 15
    for level in levels:
        show(app, PlayScene(app.game, level))
        press(app, pygame.K_SPACE)
        frames(app, 3)
        if isinstance(app.scene, PlayScene) and not app.scene.proposal():  # nothing is proposed before the first step
            press(app, pygame.K_TAB)
            frames(app, 1)
        there = "kernels" if level.id == "read-my-hand" else level.id  # who has no net is led to its training
        assert isinstance(app.scene, PlayScene) and app.scene.level.id == there, level.id
        assert not faults(app), (level.id, faults(app))
        assert speech_of(app.scene).control, level.id


@pytest.mark.slow
def test_digits_are_trained_within_the_window(app: App) -> None:
    play = PlayScene(app.game, shipped().level("kernels"))
    show(app, play)
    board = play.board
    assert isinstance(board, DigitsBoard) and board.training.in_window
    press(app, pygame.K_l)
    while board.training.step < 200:
        app.tick(FRAME)
        assert not faults(app)
    assert board.training.running
    press(app, pygame.K_l)
    while board.training.running:
        app.tick(FRAME)
    assert play.attempt.session.count >= 200 and len(board.training.own) > 5


def test_a_number_is_typed_on_the_keyboard_of_a_phone(app: App) -> None:
    play = PlayScene(app.game, shipped().level("double-it"))
    show(app, play)
    play.focus = "weight"
    app.type_text("9\b2\r")
    frames(app, 3)
    assert play.attempt.session.weights == [2.0]


def test_the_page_gives_what_its_clipboard_has() -> None:
    clipboard.reader = lambda: "level=thirteen"
    try:
        assert clipboard.paste() == "level=thirteen"
    finally:
        clipboard.reader = None


# -- what is hidden, and what is said --------------------------------------------------------------------------------


def test_the_title_leads_to_the_page(app: App) -> None:
    left: list[bool] = []
    app.game.page = lambda: left.append(True)
    frames(app, 3)
    button = app.scene.widget("quit")
    assert isinstance(button, MenuButton) and button.label == "To the page" and button.on_press
    button.on_press()
    assert left == [True] and not app.game.quit


def test_keys_that_belong_to_the_browser_do_nothing(app: App) -> None:
    controls = app.game.controls
    hidden = [binding.intent for binding in TABLE if not capabilities.can(binding.needs)]
    assert hidden == ["film", "reload", "editor", "check", "full_screen"]
    assert not any(controls.label(intent) for intent in hidden)
    rows = [row for group in rows_of(app.scene).values() for row in group]
    assert rows and all(all(caps) for _words, caps, _intents in rows)
    press(app, pygame.K_F11)
    assert not app.game.settings.full_screen and not faults(app)
    app.game.settings.full_screen = True  # it has come with progress from a desktop
    frames(app, 3)
    assert app.game.settings.full_screen and not faults(app)


def test_settings_and_plugins_say_what_there_is(app: App) -> None:
    show(app, screen("settings", app.game, parent=app.scene))
    names = {widget.name for widget in app.scene.widgets}
    assert "full_screen" not in names and "sound" in names
    show(app, screen("plugins", app.game, parent=app.scene))
    names = {widget.name for widget in app.scene.widgets}
    assert "folder" not in names and "reload" not in names
    assert not app.game.films.make("thirteen", ["thirteen"])
    assert faults(app) == ["Only on the desktop: films of runs."]
    assert LevelCheck("thirteen").findings() == []
    assert FileCheck(Path("mine.py")).findings() == ["It could not be checked: no process can be started here."]


def test_plugins_run_where_nobody_can_watch_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def no_watch(*_given: Any, **_more: Any) -> None:
        raise RuntimeError("unable to start watchdog thread")

    monkeypatch.setattr(watchdog, "system_timer", lambda: None)
    monkeypatch.setattr("faulthandler.dump_traceback_later", no_watch)
    dog = watchdog.Watchdog()
    with (tmp_path / "log").open("w") as log, pytest.MonkeyPatch.context() as patch:
        patch.setattr(signal, "signal", lambda *_given: None)
        dog.log = log.fileno()
        assert dog.run(1.0, "It", lambda: 5) + dog.run(1.0, "It", lambda: 6) == 11


def test_a_loop_of_a_plugin_is_ended_by_the_alarm_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "system_timer", lambda: None)
    dog = watchdog.Watchdog()
    rung: list[tuple[float, float]] = []

    def alarm(first: float, every: float) -> None:
        rung.append((first, every))
        signal.setitimer(signal.ITIMER_REAL, first, every)

    def loop() -> None:
        while True:
            pass

    before = signal.getsignal(signal.SIGALRM)
    dog.use_timer(alarm)
    try:
        with pytest.raises(watchdog.StopPoint, match=r"It did not come back within 0\.05 s"):
            dog.run(0.05, "It", loop)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert rung[-1] == (0.0, 0.0)  # nothing rings while only the game's own code runs


def test_without_a_clipboard_that_is_said(app: App) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the module that is missing tells of itself
        assert clipboard.paste() is None and not clipboard.copy("letters")


def test_sound_starts_with_the_first_press_and_is_silently_absent(app: App) -> None:
    sound = app.game.sound
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frames(app, 5)
        assert sound.waits and not sound.missing
        press(app, pygame.K_RIGHT)
        assert not sound.waits and sound.missing and not sound.on
        sound.play("click")
        frames(app, 5)
    assert not faults(app)


def test_without_a_clipboard_no_command_of_a_terminal_is_named(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pygame, "scrap", None)
    play = PlayScene(app.game, app.game.catalog.level("thirteen"))
    assert pasted_run(app.game, play.open_plugin) is None and not copy_run(app.game, play.attempt.session)
    show(app, ScriptScene(app.game, play, "Thirteen", {"python": Written("print(1)")}))
    press(app, pygame.K_RETURN)
    told = {toast.title for toast in app.game.toasts.shown}
    assert told == {"The browser gives this page no clipboard."}
