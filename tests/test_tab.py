"""The game as a browser's tab has it: the platform is one without processes, threads, mixer and folders."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from downslope import tab
from downslope.app.app import App, Options
from downslope.attempt.game.game import Game, ask_for_progress, give_progress
from downslope.desktop import clipboard
from downslope.desktop.bindings import key_code
from downslope.scenes.base.scene import screen
from downslope.scenes.play.play import PlayScene
from downslope.storage.saves import Store
from lib.driving import MemoryStore, pass_frames, post_key
from lib.support import RAMP, RAMP_KNOBS, shipped
from lib.walks import answers, differences, questions

TAB = Path(__file__).with_name("tab.txt")


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


def title() -> App:
    game = Game(MemoryStore(bets=False, sound=0.5), catalog=shipped(), plugins=False)
    app = App(Options(), game, screen("title", game))
    pass_frames(app, 3)
    return app


def does(press: str, names: dict[str, Any]) -> None:
    """What Python says of the game as it is, and of what is done there."""
    app: Any = names["it"]
    game = app.game

    def press_key(name: str) -> None:
        post_key(key_code(name))
        pass_frames(app, 2)

    def names_of(name: str) -> set[str]:
        app.scene.go(screen(name, game, parent=app.scene))
        pass_frames(app, 3)
        while not app.pacer.ready or app.scene.guard.unseen:
            app.tick(1 / 60)
        return {widget.name for widget in app.scene.widgets}

    answers(press, names | {
        "game": game, "settings": game.settings, "sound": game.sound, "press": press_key, "names_of": names_of,
        "quit": app.scene.widget("quit"), "play": PlayScene(game, game.catalog.level("thirteen")),
        "faults": [toast.title for toast in game.toasts.shown if toast.hue == "error"],
    })  # fmt: skip


def test_what_belongs_to_the_desktop_is_not_there_and_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    own = {"title": title, "left": [], "monkeypatch": monkeypatch, "clipboard": clipboard, "sys": sys, "Path": Path}
    rooms = "desktop.capabilities", "desktop.bindings", "background.commands", "attempt.shared_level"
    assert differences(TAB, questions(*rooms, names=own), does) == []
