"""The game as a browser's tab has it: the platform is one without processes, threads, mixer and folders."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any
from unittest.mock import Mock

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
from lib.driving import MemoryStore, pass_frames, post_key
from lib.support import RAMP, RAMP_KNOBS, shipped


@pytest.fixture(autouse=True)
def browser(monkeypatch: pytest.MonkeyPatch, display: None) -> None:
    """All that a tab has not."""
    monkeypatch.setattr(sys, "platform", "emscripten")
    for place, fault in (("subprocess.Popen", OSError(138)), ("pygame.window.Window", OSError(138)),
                         ("threading.Thread.start", RuntimeError("can't start new thread"))):  # fmt: skip
        monkeypatch.setattr(place, Mock(side_effect=fault))
    for place in ("pygame.mixer", "pygame.scrap"):
        monkeypatch.setattr(place, None)
    monkeypatch.setitem(sys.modules, "pygame._sdl2", None)


class FakePage:
    """A page that writes down what it is asked, and then does what a test wants."""

    query, address = "", "https://play.example/play/"

    def __init__(self, stores: bool = True, other: bool = False, **more: Any) -> None:
        self.stores, self.other, self.asked, self.said = stores, other, list[str](), ""
        for name in ("keep", "leave", "choose", "download"):
            setattr(self, name, lambda *_given, name=name: self.asked.append(name))
        self.size, self.alarm = lambda: [1280, 720, 1.0], lambda first, every: None
        vars(self).update(more)

    def fetch(self, address: str, answer: Any) -> None:
        self.asked.append(address)
        answer(memoryview((RAMP + RAMP_KNOBS).encode()), "")

    def shown(self) -> None:
        asyncio.get_running_loop().call_later(0.2, self.see)

    def see(self) -> None:
        """The player does something, exports it, loses it, drops it, and leaves."""
        game = tab.playing().game
        self.said = " ".join(toast.title for toast in (*game.toasts.shown, *game.toasts.waiting))
        assert set(json.loads(tab.speech())) == {"line", "verdict", "toast", "control"}
        tab.resize(2560, 1440, 2.0)
        assert game.density == 2.0
        tab.resize(1, 1)
        if isinstance(tab.playing().scene, PlayScene):
            self.asked.append(f"alpha {tab.playing().scene.attempt.session.knobs['alpha']}")  # type: ignore[attr-defined]
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
        tab.note_unkept()
        assert any("could not keep" in toast.title for toast in (*game.toasts.shown, *game.toasts.waiting))
        game.progress.level("seven").reached = True
        game.leave()
        self.asked.append("waits" if not game.quit and Store().progress.level("seven").reached else "is gone")
        game.quit = True


@pytest.mark.parametrize(("page", "said", "first"), [
    (FakePage(), "", []), (FakePage(stores=False), "saves nothing here", []),
    (FakePage(stores=False, other=True), "open in another tab", []),
    (FakePage(query="level=ramp&alpha=.2&pack=week/3.toml"), "",
     ["https://play.example/play/week/3.toml", "alpha 0.2"]),
])  # fmt: skip
def test_a_page_plays_the_game_and_progress_goes_through_a_file_and_into_its_storage(
    page: FakePage, said: str, first: list[str]
) -> None:
    asyncio.run(tab.play(page))  # type: ignore[arg-type]
    asked = [what for what in page.asked if what != "keep"]
    assert asked == [*first, "download", "choose", "leave", "waits"] != page.asked and said in page.said


def test_what_belongs_to_the_desktop_is_neither_there_nor_done_and_that_is_told(
    apps: list[App], monkeypatch: pytest.MonkeyPatch
) -> None:
    game = Game(MemoryStore(bets=False, sound=0.5), catalog=shipped(), plugins=False)
    app = App(Options(), game, screen("title", game))
    apps.append(app)
    pass_frames(app, 3)

    def faults() -> set[str]:
        return {toast.title for toast in game.toasts.shown if toast.hue == "error"}

    left, sound = list[bool](), game.sound
    assert sound.waits and not sound.missing
    post_key(pygame.K_F11)  # sound starts with the first press, and is silently absent
    pass_frames(app, 2)
    assert not sound.waits and sound.missing and not sound.on and not game.settings.full_screen
    sound.play("click")
    game.page = lambda: left.append(True)
    button: Any = app.scene.widget("quit")
    button.on_press()
    assert button.label == "To the page" and left == [True] and not game.quit
    hidden = [binding.intent for binding in TABLE if not capabilities.can(binding.needs)]
    assert hidden == ["film", "reload", "editor", "check", "full_screen"]
    assert not any(map(game.controls.label, hidden))
    game.settings.full_screen = True  # it has come with progress from a desktop
    pass_frames(app, 3)
    for name, gone in (("settings", {"full_screen"}), ("plugins", {"folder", "reload"})):
        app.scene.go(screen(name, game, parent=app.scene))
        pass_frames(app, 3)
        while not app.pacer.ready or app.scene.guard.unseen:
            app.tick(1 / 60)
        assert not gone & {widget.name for widget in app.scene.widgets}
    assert not faults() and not game.films.make("thirteen", ["thirteen"])
    assert faults() == {"Only on the desktop: films of runs."}
    assert LevelCheck("thirteen").findings() == []
    assert FileCheck(Path("mine.py")).findings() == ["It could not be checked: no process can be started here."]
    game.toasts.shown.clear()
    monkeypatch.setattr(clipboard, "reader", lambda: "level=thirteen")
    assert clipboard.paste() == "level=thirteen"
    monkeypatch.setattr(clipboard, "reader", None)
    play = PlayScene(game, game.catalog.level("thirteen"))
    assert clipboard.paste() is None and not clipboard.copy("letters")
    assert pasted_run(game, play.open_plugin) is None and not copy_run(game, play.attempt.session)
    assert {toast.title for toast in game.toasts.shown} == {"The browser gives this page no clipboard."}
    assert not any(map(capabilities.can, capabilities.CAPABILITIES))
    assert all(each in capabilities.only_on_desktop() for each in capabilities.desktop_only())
    monkeypatch.setattr(sys, "platform", "linux")
    assert all(map(capabilities.can, capabilities.CAPABILITIES)) and not capabilities.only_on_desktop()
