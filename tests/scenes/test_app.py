"""The window and the loop: frames, pictures, sizes, a scene that breaks, no display; what is wrong with the player's
files is said, what is dropped is taken.
"""

import gc
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, repeat
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pygame
import pytest

from downslope.app.app import App, DisplayMissing, Options
from downslope.app.dropped_file import DROP_KINDS
from downslope.attempt.game.game import Game
from downslope.rules import Learn
from downslope.scenes.base.scene import Scene
from downslope.scenes.keys_and_words import BrokenScene
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.dock import HintDrawer
from downslope.scenes.play.play import PlayScene
from downslope.scenes.title import TitleScene
from downslope.scenes.workshop.bench_screen import BenchVisit
from downslope.scenes.workshop.workshop import WorkshopScene
from downslope.storage.files import Refused
from downslope.storage.saves import Store
from downslope.view.draw import Canvas
from downslope.view.widgets.button import Button
from downslope.view.widgets.toast import LINES
from lib.clocks import LookClock
from lib.driving import MemoryStore, pass_frames, post_key
from lib.players import FRAME
from lib.support import RAMP, shipped

pytestmark = pytest.mark.usefixtures("display")
NEW = count(1000)  # none that was drawn before
BREAKS = Mock(side_effect=ValueError("broken on purpose"))


class Plain(Scene):
    """A button; of a number ten parts, each of which takes long to make, and is another one with each number."""

    numbers: Iterator[int] = repeat(-1)
    clock = LookClock()

    def layout(self) -> None:
        self.widgets = [Button("go", (24, 24, 124, 52), "Go", on_press=lambda: self.go(Scene(self.game)), key="learn")]

    def paint(self, canvas: Canvas) -> None:
        canvas.rect(0, 0, canvas.w, canvas.h, "bg0")
        number = next(self.numbers)

        def draw(sub: Canvas) -> None:
            self.clock.carries_over(0.003)
            sub.rect(0, 0, sub.w, sub.h, "goal" if number % 2 else "error")

        for part in range(10 if number >= 0 else 0):
            canvas.keep(("slow", number, part), 100 * part, 200, 100, 100, draw)


class Home(Scene):
    """It takes the title's place."""


def app_with(kind: type[Scene] = Plain, still: bool = True, **options: Any) -> App:
    game = Game(MemoryStore(still=still))
    return App(Options(**options), game, kind(game))


def hit(app: App, code: int, frames: int = 60) -> Scene:
    post_key(code)
    pass_frames(app, frames)
    return app.scene


def test_a_window_has_the_size_that_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "shot.png"
    app = app_with(frames=5, screenshot=str(picture), size=(960, 540), profile=True)
    assert app.run() == 0 and app.frame == 5
    assert pygame.image.load(str(picture)).get_size() == (960, 540)
    assert app.game.store.saved == 1  # type: ignore[union-attr]
    assert "frames: 4, median" in capsys.readouterr().out
    for asked, given in (((100, 100), (800, 360)), ((9000, 800), (2560, 800))):
        app = app_with(size=asked)
        assert app.picture.window.get_size() == given
        assert app.game.scale == app.game.controls.scale == min(given[0] / 1280, given[1] / 720)
    app.tick(1 / 60)
    pygame.display.set_mode((1920, 1200), pygame.RESIZABLE)
    pygame.event.post(pygame.event.Event(pygame.WINDOWSIZECHANGED, x=1920, y=1200))
    app.tick(1 / 60)
    assert (app.scene.width, app.scene.height, app.scene.scale) == (1280, 800, 1.5)
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        pygame.event.post(pygame.event.Event(kind, pos=(60, 60), button=1))
    app.tick(1 / 60)
    assert type(app.scene) is Scene
    hit(app, pygame.K_F11, 1)
    assert not app.game.settings.full_screen  # the dummy display cannot, and the player is told
    assert "full screen" in app.game.toasts.shown[0].title


def test_no_display_or_one_that_nobody_could_see_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SDL_VIDEODRIVER")
    monkeypatch.setattr(pygame.display, "get_driver", lambda: "offscreen")
    with pytest.raises(DisplayMissing, match="downslope solve"):
        app_with()
    monkeypatch.setenv("SDL_VIDEODRIVER", "no such driver")
    pygame.display.quit()
    with pytest.raises(DisplayMissing, match="downslope solve"):
        app_with()


def test_scenes_follow_each_other_with_a_fade_or_without_until_the_player_quits() -> None:
    for still in (True, False):
        app = app_with(still=still)
        app.tick(1 / 60)
        assert type(hit(app, pygame.K_l, 1)) is Scene and app.picture.fading != still
        pass_frames(app, 15)
        assert not app.picture.fading
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    assert app.run() == 0


@pytest.mark.parametrize(("platform", "seconds", "frame"), [("linux", 1.0, 1 / 60), ("emscripten", 0.35, 0.1)])
def test_a_picture_that_changes_a_lot_is_made_in_several_frames_and_is_never_late_for_long(
    platform: str, seconds: float, frame: float, clock: LookClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new screen is shown after a while, however long a frame is. Garbage is looked for while the old picture stands;
    a window that the system gives then is not left black.
    """
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Plain, "clock", clock)
    monkeypatch.setattr(Plain, "numbers", repeat(next(NEW)))
    app, sweeps, waited, late = app_with(), list[bool](), 0.0, 0

    def seen() -> set[tuple[int, ...]]:
        app.tick(frame)
        return {tuple(app.picture.window.get_at((100 * part + 50, 250))) for part in range(10)}

    first = seen()  # the very first picture is shown at once: there is no other to be seen
    assert not app.pacer.late and len(first) == 1
    monkeypatch.setattr(Plain, "numbers", repeat(next(NEW)))
    shown = [seen()]
    assert shown[0] == first  # the old picture, whole
    while app.pacer.late:
        shown.append(seen())
    assert len(shown) > (3 if frame < 0.1 else 1) and len(shown[-1]) == 1 and shown[-1] != first
    monkeypatch.setattr(Plain, "numbers", NEW)
    for _frame in range(60):  # another picture whenever it is drawn: it can never be made in time
        app.tick(1 / 60)
        late = late + 1 if app.pacer.late else 0
        assert late <= 8
    monkeypatch.setattr(gc, "collect", lambda: sweeps.append(app.pacer.ready))
    app.scene.go(Plain(app.game))
    while not app.pacer.ready or waited == 0:
        app.tick(frame)
        if waited == 0:
            pygame.display.set_mode(app.picture.window.get_size(), pygame.RESIZABLE).fill("black")
            pygame.event.post(pygame.event.Event(pygame.WINDOWSIZECHANGED, x=1280, y=720))
        waited += frame
    assert seconds <= waited <= seconds + 3 * frame
    pass_frames(app, 20)
    assert pygame.transform.average_color(app.picture.window)[:3] != (0, 0, 0)
    assert sweeps == [False]


@pytest.mark.parametrize("where", ["paint", "after_update", "on_intent", "end"])
def test_a_scene_that_breaks_is_told_and_left_and_the_title_ends_the_game_which_costs_nothing(
    where: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that cannot be used is only told, and the scene stays."""
    monkeypatch.setattr("downslope.scenes.title.TitleScene", Home)
    for how, kind in ((Mock(side_effect=Refused("It is damaged.")), Plain), (BREAKS, Home)):
        app = app_with()
        monkeypatch.setattr(Plain, where, how)
        hit(app, pygame.K_g, 2)
        assert type(app.scene) is {"paint": Home, "end": Plain}.get(where, kind)
    if where != "end":
        assert [toast.hue for toast in app.game.toasts.shown] == ["error"]
        assert "broken on purpose" in (home / "downslope.log").read_text(encoding="utf-8")
    if where in ("end", "paint"):
        app = app_with(Home, frames=5)
        monkeypatch.setattr(Home, where, BREAKS)
        with pytest.raises(ValueError, match="on purpose"):
            app.run()
        assert app.game.store.saved == 1 and not pygame.display.get_init()  # type: ignore[union-attr]


@pytest.mark.slow
def test_a_level_that_breaks_comes_back_with_what_was_done_then_leads_to_the_map_and_the_title_and_a_bench_comes_back(
    apps: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HintDrawer, "ask", BREAKS)
    game = Game(MemoryStore(), catalog=shipped())
    app = App(Options(), game, play := PlayScene(game, game.catalog.level("thirteen")))
    apps.append(app)
    app.tick(1 / 60)
    play.attempt.turn("alpha", 9)
    play.attempt.session.do(Learn(2))
    for _time in range(2):  # after a while it is given back again
        with monkeypatch.context() as broken:
            broken.setattr(PlayScene, "end", BREAKS)  # it breaks as it ends too
            card = hit(app, pygame.K_h)
        assert isinstance(card, BrokenScene) and "as you left it" in card.told
        again = hit(app, pygame.K_RETURN, 400)
        assert isinstance(again, PlayScene) and again is not play
        assert again.attempt.session.actions == play.attempt.session.actions
        assert again.attempt.session.weights == play.attempt.session.weights
    assert isinstance(hit(app, pygame.K_h), BrokenScene)
    monkeypatch.setattr(PlayScene, "paint", BREAKS)
    assert isinstance(hit(app, pygame.K_RETURN), LevelMapScene)
    assert "Something broke in PlayScene" in app.game.toasts.shown[0].title
    monkeypatch.setattr(LevelMapScene, "after_update", BREAKS)
    title = hit(app, pygame.K_DOWN, 2)
    assert isinstance(title, TitleScene)
    workshop = WorkshopScene(game, title)
    apps.append(App(Options(), game, workshop))
    workshop.visit.change(replace(workshop.visit.bench, alpha=0.0123))
    monkeypatch.setattr(BenchVisit, "undo_last", BREAKS)
    card = hit(apps[1], pygame.K_z)
    assert isinstance(card, BrokenScene) and "bench is as you left it" in card.told
    bench = hit(apps[1], pygame.K_RETURN)
    assert isinstance(bench, WorkshopScene) and bench is not workshop
    assert (bench.visit.bench.alpha, bench.opener) == (0.0123, title)


@pytest.fixture
def app(apps: list[Any], monkeypatch: pytest.MonkeyPatch) -> App:
    monkeypatch.delenv("DOWNSLOPE_TRUST", raising=False)
    app = App(Options(level="seven"), Game(Store()))
    apps.append(app)
    app.tick(FRAME)
    return app


@pytest.mark.slow
def test_all_that_is_wrong_is_said_in_turn_and_not_cut(apps: list[Any], home: Path) -> None:
    (home / "saves").mkdir()
    Store(home).play()
    (home / "saves" / "settings.json").write_text("{")
    (home / "saves" / "progress.json").write_text('{"version": 1, "levels": {"in-the-dark": {"actions": 5}}}')
    store = Store(home)  # a second game
    store.play()
    app = App(Options(), Game(store, catalog=shipped()))
    apps.append(app)
    told = dict[str, None]()
    for _ in range(4):
        pass_frames(app, 20, FRAME)
        for toast in app.game.toasts.shown:
            assert 0 < len(toast.lines) <= LINES and "…" not in repr(toast.lines), toast.lines
            told[toast.title.split(" ")[0]] = None
        hit(app, pygame.K_t, 2)  # what is long to read stays until it is put away
    assert list(told) == ["settings.json", "progress.json:", "Downslope"]


def test_a_file_that_is_dropped_is_read_or_it_is_told_why_not(app: App, tmp_path: Path, home: Path) -> None:
    """What comes of each kind: walks/drops.txt."""
    scene = app.scene
    for name, content in (("ramp.toml", RAMP), ("large.toml", " " * 1_000_001)):
        (tmp_path / name).write_text(content)
    cases = {"gone.toml": "gone.toml cannot be read", "large.toml": "large.toml is larger than", "ramp.toml": "A ramp"}
    for name, told in cases.items():
        assert app.scene is scene
        app.game.toasts.shown, app.game.toasts.waiting = [], []
        pygame.event.post(pygame.event.Event(pygame.DROPFILE, file=str(tmp_path / name)))
        pass_frames(app, 3, FRAME)
        assert app.game.toasts.shown[0].title.startswith(told)
    assert isinstance(app.scene, PlayScene) and app.scene.level.title == "A ramp"
    for name in ("\udcff.toml", "\udcff.py", "a\x1b[31m\n.doc"):  # on Linux a name is any bytes
        said = app.drop(name, b"x")
        assert said.isprintable() and "\udcff" not in said
        pass_frames(app, 3, FRAME)
    assert not (home / "downslope.log").exists()
    for ending, (_take, words, most) in DROP_KINDS.items():
        assert ending == ending.lower() and ending.startswith(".") and words and 0 < most <= 2_000_000
