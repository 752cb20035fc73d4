"""The window and the loop: frames, pictures, sizes, a scene that breaks, no display."""

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
from downslope.view.draw import Canvas
from downslope.view.widgets.button import Button
from lib.clocks import LookClock
from lib.driving import MemoryStore, pass_frames, post_key
from lib.support import shipped

pytestmark = pytest.mark.usefixtures("display")
NEW = count(1000)  # none that was drawn before


def breaks(*_anything: Any) -> Any:
    raise ValueError("broken on purpose")


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


def test_a_window_has_the_size_that_is_asked_for_within_bounds_and_everything_is_laid_out_for_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
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
    hit(app, pygame.K_F11, 1)
    assert not app.game.settings.full_screen  # the dummy display cannot, and the player is told
    assert "full screen" in app.game.toasts.shown[0].title
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
    for why, kind in ((Refused("It is damaged."), Plain), (ValueError("broken on purpose"), Home)):
        app = app_with()
        monkeypatch.setattr(Plain, where, Mock(side_effect=why))
        post_key(pygame.K_g, "g")
        pass_frames(app, 2)
        assert type(app.scene) is {"paint": Home, "end": Plain}.get(where, kind)
    if where != "end":
        assert [toast.hue for toast in app.game.toasts.shown] == ["error"]
        assert "broken on purpose" in (home / "downslope.log").read_text(encoding="utf-8")
    if where in ("end", "paint"):
        app = app_with(Home, frames=5)
        monkeypatch.setattr(Home, where, breaks)
        with pytest.raises(ValueError, match="on purpose"):
            app.run()
        assert app.game.store.saved == 1 and not pygame.display.get_init()  # type: ignore[union-attr]


@pytest.mark.slow
def test_a_level_that_breaks_comes_back_with_what_was_done_then_leads_to_the_map_and_the_title_and_a_bench_comes_back(
    apps: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HintDrawer, "ask", breaks)
    game = Game(MemoryStore(), catalog=shipped())
    app = App(Options(), game, play := PlayScene(game, game.catalog.level("thirteen")))
    apps.append(app)
    app.tick(1 / 60)
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
    title = hit(app, pygame.K_DOWN, 2)
    assert isinstance(title, TitleScene)
    workshop = WorkshopScene(game, title)
    apps.append(App(Options(), game, workshop))
    workshop.visit.change(replace(workshop.visit.bench, alpha=0.0123))
    monkeypatch.setattr(BenchVisit, "undo_last", breaks)
    card = hit(apps[1], pygame.K_z)
    assert isinstance(card, BrokenScene) and "bench is as you left it" in card.told
    bench = hit(apps[1], pygame.K_RETURN)
    assert isinstance(bench, WorkshopScene) and bench is not workshop
    assert (bench.visit.bench.alpha, bench.opener) == (0.0123, title)
