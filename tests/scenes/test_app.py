"""The window and the loop: frames, pictures, sizes, a scene that breaks, no display."""

import gc
import sys
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pygame
import pytest

from downslope.app.app import App, DisplayMissing, Options
from downslope.attempt.game.game import Game
from downslope.desktop.controls import Intent
from downslope.rules import Learn
from downslope.scenes.base.panel_screen import Modal
from downslope.scenes.base.scene import Scene
from downslope.scenes.keys_and_words import BrokenScene
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.dock import HintDrawer
from downslope.scenes.play.play import PlayScene
from downslope.scenes.title import TitleScene
from downslope.scenes.workshop.bench_screen import BenchVisit
from downslope.scenes.workshop.workshop import WorkshopScene
from downslope.view.draw import Canvas
from downslope.view.widgets.button import Button
from lib.clocks import LookClock
from lib.driving import MemoryStore, pass_frames, post_key
from lib.support import shipped

pytestmark = pytest.mark.usefixtures("display")


def breaks(*_anything: Any) -> Any:
    raise ValueError("broken on purpose")


class Plain(Scene):
    """A scene that can be told to break."""

    broken = ""

    def layout(self) -> None:
        self.widgets = [
            Button("go", (24, 24, 124, 52), "Go", on_press=lambda: self.go(Over(self.game, self)), key="learn")
        ]

    def paint(self, canvas: Canvas) -> None:
        canvas.rect(0, 0, canvas.w, canvas.h, "bg0")
        if self.broken == "draw":
            breaks()

    def after_update(self, seconds: float) -> None:
        if self.broken == "update":
            breaks()

    def on_intent(self, intent: Intent) -> bool:
        return bool(self.broken == "handle" and breaks())

    def end(self) -> None:
        if self.broken == "end":
            breaks()


class Over(Modal):
    def layout(self) -> None:
        """There is nothing on it."""


class Home(Plain):
    pass


def app_with(broken: str = "", still: bool = True, kind: type[Plain] = Plain, **options: Any) -> App:
    game = Game(MemoryStore(still=still))
    scene = kind(game)
    scene.broken = broken
    return App(Options(**options), game, scene)


def saved(app: App) -> int:
    """How often what the player did was kept."""
    assert isinstance(app.game.store, MemoryStore)
    return app.game.store.saved


def hit(app: App, code: int, frames: int = 60) -> Scene:
    post_key(code)
    pass_frames(app, frames)
    return app.scene


def test_frames_a_picture_and_a_profile(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "shot.png"
    app = app_with(frames=5, screenshot=str(picture), size=(960, 540), profile=True)
    assert app.run() == 0 and app.frame == 5
    assert pygame.image.load(str(picture)).get_size() == (960, 540)
    assert saved(app) == 1
    assert "frames: 4, median" in capsys.readouterr().out


def test_the_window_keeps_within_its_sizes_and_another_one_is_laid_out_anew() -> None:
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
    assert isinstance(app.scene, Over)


@pytest.mark.parametrize("driver", ["no such driver", ""])
def test_no_display_or_one_that_nobody_could_see_is_one_sentence(driver: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    if driver:
        monkeypatch.setenv("SDL_VIDEODRIVER", driver)
    pygame.display.quit()
    try:
        App(Options(), Game(MemoryStore()))
    except DisplayMissing as missing:
        assert "downslope solve" in str(missing)
    else:  # a machine with a screen that needs no window system
        assert not driver and pygame.display.get_driver() not in ("offscreen", "dummy")


# -- one screen after the other ----------------------------------------------------------------------------------------


def test_scenes_follow_each_other_with_a_fade_or_without_until_the_player_quits() -> None:
    for still in (True, False):
        app = app_with(still=still)
        app.tick(1 / 60)
        assert isinstance(hit(app, pygame.K_l, 1), Over) and app.picture.fading != still
        pass_frames(app, 15)
        assert not app.picture.fading
    hit(app, pygame.K_F11, 1)
    assert not app.game.settings.full_screen  # the dummy display cannot, and the player is told
    assert "full screen" in app.game.toasts.shown[0].title
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    assert app.run() == 0


class Slow(Plain):
    """Its picture has ten parts, each of which takes long to make; all are others after a change."""

    number = 0
    clock: LookClock

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)

        def draw(sub: Canvas) -> None:
            self.clock.carries_over(0.003)
            sub.rect(0, 0, sub.w, sub.h, "goal" if self.number % 2 else "error")

        for part in range(10):
            canvas.keep(("slow", self.number, part), 100 * part, 200, 100, 100, draw)


class Endless(Slow):
    """Its pictures are others whenever they are drawn: they are never all there."""

    numbers = count(1000)  # none that was drawn before

    def paint(self, canvas: Canvas) -> None:
        self.number = next(self.numbers)
        super().paint(canvas)


def test_a_picture_that_changes_a_lot_is_made_in_several_frames_and_is_never_late_for_long(
    clock: LookClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Slow, "clock", clock, raising=False)
    app = app_with(kind=Slow)
    scene: Any = app.scene

    def seen() -> set[tuple[int, ...]]:
        app.tick(1 / 60)
        return {tuple(app.picture.window.get_at((100 * part + 50, 250))) for part in range(10)}

    first = seen()  # the very first picture is shown at once: there is no other to be seen
    assert not app.pacer.late and len(first) == 1
    scene.number = 1
    shown = [seen()]
    assert shown[0] == first  # the old picture, whole
    while app.pacer.late:
        shown.append(seen())
    assert len(shown) > 3 and len(shown[-1]) == 1 and shown[-1] != first
    late = 0
    for scene.number in range(2, 60):  # another picture in each frame: it can never be made in time
        app.tick(1 / 60)
        late = late + 1 if app.pacer.late else 0
        assert late <= 8


@pytest.mark.parametrize(("platform", "seconds", "frame"), [("linux", 1.0, 1 / 60), ("emscripten", 0.35, 0.1)])
def test_a_new_screen_is_shown_after_a_while_however_long_a_frame_is(
    platform: str, seconds: float, frame: float, clock: LookClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Garbage is looked for while the old picture stands; a window that the system gives then is not left black."""
    sweeps: list[bool] = []
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Slow, "clock", clock, raising=False)
    app: App = app_with(kind=Slow)
    monkeypatch.setattr(gc, "collect", lambda: sweeps.append(app.pacer.ready))
    app.tick(frame)
    app.scene.go(Endless(app.game))
    waited = 0.0
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


# -- what breaks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["draw", "update", "handle"])
def test_a_scene_that_breaks_is_told_and_left(where: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("downslope.scenes.title.TitleScene", Home)
    app = app_with(where)
    post_key(pygame.K_g, "g")
    pass_frames(app, 2)
    assert isinstance(app.scene, Home)
    assert [toast.hue for toast in app.game.toasts.shown] == ["error"]
    assert "broken on purpose" in (home / "downslope.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("where", ["end", "draw"])
def test_what_breaks_at_the_end_or_in_the_title_ends_the_game_and_costs_nothing(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("downslope.scenes.title.TitleScene", Home)
    app = app_with(where, kind=Home, frames=5)
    with pytest.raises(ValueError, match="on purpose"):
        app.run()
    assert saved(app) == 1 and not pygame.display.get_init()


@pytest.fixture
def crashing(monkeypatch: pytest.MonkeyPatch, apps: list[Any]) -> App:
    """A level on the real screen, whose hint breaks."""
    monkeypatch.setattr(HintDrawer, "ask", breaks)
    game = Game(MemoryStore(), catalog=shipped())
    apps.append(App(Options(), game, PlayScene(game, game.catalog.level("thirteen"))))
    apps[0].tick(1 / 60)
    app: App = apps[0]
    return app


@pytest.mark.slow
def test_a_level_that_breaks_comes_back_with_what_was_done_and_then_leads_to_the_map_and_the_title(
    crashing: App, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    app, play = crashing, crashing.scene
    assert isinstance(play, PlayScene)
    play.attempt.turn("alpha", 9)
    play.attempt.session.do(Learn(2))
    for _time in range(2):  # after a while it is given back again
        with monkeypatch.context() as broken:
            broken.setattr(PlayScene, "end", breaks)  # it breaks as it ends too
            card = hit(app, pygame.K_h)
        assert isinstance(card, BrokenScene) and "as you left it" in card.told
        again = hit(app, pygame.K_RETURN, 400)
        assert isinstance(again, PlayScene) and again is not play
        assert again.attempt.session.actions == play.attempt.session.actions
        assert again.attempt.session.weights == play.attempt.session.weights
    assert isinstance(hit(app, pygame.K_h), BrokenScene)
    monkeypatch.setattr(PlayScene, "paint", breaks)
    assert isinstance(hit(app, pygame.K_RETURN), LevelMapScene)
    assert "Something broke in PlayScene" in app.game.toasts.shown[0].title
    monkeypatch.setattr(LevelMapScene, "after_update", breaks)
    assert isinstance(hit(app, pygame.K_DOWN, 2), TitleScene)


@pytest.mark.slow
def test_a_workshop_that_breaks_comes_back_with_its_bench(apps: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    game = Game(MemoryStore(), catalog=shipped())
    title = TitleScene(game)
    workshop = WorkshopScene(game, title)
    apps.append(App(Options(), game, workshop))
    workshop.visit.change(replace(workshop.visit.bench, alpha=0.0123))
    monkeypatch.setattr(BenchVisit, "undo_last", breaks)
    card = hit(apps[0], pygame.K_z)
    assert isinstance(card, BrokenScene) and "bench is as you left it" in card.told
    again = hit(apps[0], pygame.K_RETURN)
    assert isinstance(again, WorkshopScene) and again is not workshop
    assert (again.visit.bench.alpha, again.opener) == (0.0123, title)
