"""The window and the loop: frames, pictures, sizes, a scene that breaks, no display."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pygame
import pytest

from clocks import LookClock
from downslope.app.app import App, DisplayMissing, Options
from downslope.attempt.game.game import Game
from downslope.desktop.controls import Intent
from downslope.rules.actions import Learn
from downslope.scenes.base.panel_screen import Modal
from downslope.scenes.base.scene import Scene
from downslope.scenes.keys_and_words import BrokenScene
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.dock import HintDrawer
from downslope.scenes.play.play import PlayScene
from downslope.scenes.title import TitleScene
from downslope.scenes.workshop.workshop import WorkshopScene
from downslope.storage.saves import Progress
from downslope.view.draw.canvas import Canvas
from downslope.view.widgets.button import Button, Tile
from downslope.view.widgets.number_input import Slider
from driving import MemoryStore, pass_frames, post_key
from processes import last_line
from support import shipped


class Plain(Scene):
    """A scene that can be told to break."""

    broken = ""

    def layout(self) -> None:
        self.widgets = [
            Button("go", (24, 24, 124, 52), "Go", on_press=self.open_card, kind="primary", key="learn"),
            Slider("weight", (300, 300, 400, 44), 0.0, -1.0, 1.0, bipolar=True, label="weight", bubble=250.0),
            Tile("hint", (24, 612, 112, 84), "Hint", "hint", key="hint"),
        ]

    def open_card(self) -> None:
        self.go(Over(self.game, self))

    def paint(self, canvas: Canvas) -> None:
        canvas.rect(0, 0, canvas.w, canvas.h, "bg0")
        if self.broken == "draw":
            raise ValueError("broken on purpose")

    def after_update(self, seconds: float) -> None:
        if self.broken == "update":
            raise ValueError("broken on purpose")

    def on_intent(self, intent: Intent) -> bool:
        if self.broken == "handle":
            raise ValueError("broken on purpose")
        return False


class Over(Modal):
    def layout(self) -> None:
        """There is nothing on it."""


class Home(Plain):
    pass


@pytest.fixture(autouse=True)
def no_screen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    monkeypatch.setenv("DOWNSLOPE_HOME", str(tmp_path))
    yield
    pygame.display.quit()


@pytest.fixture
def own_title(monkeypatch: pytest.MonkeyPatch) -> None:
    """The screen named "title" is a Home."""
    monkeypatch.setattr("downslope.scenes.title.TitleScene", Home)


def app_with(broken: str = "", still: bool = True, **options: object) -> App:
    game = Game(MemoryStore(still=still))
    scene = Plain(game)
    scene.broken = broken
    return App(Options(**options), game, scene)  # type: ignore[arg-type]


@pytest.mark.slow
def test_frames_and_a_picture(tmp_path: Path) -> None:
    picture = tmp_path / "shot.png"
    app = app_with(frames=3, screenshot=str(picture), size=(960, 540))
    assert app.run() == 0
    assert app.frame == 3
    assert pygame.image.load(str(picture)).get_size() == (960, 540)
    assert isinstance(app.game.store, MemoryStore)
    assert app.game.store.saved == 1


@pytest.mark.parametrize(("asked", "given"), [((100, 100), (800, 360)), ((9000, 800), (2560, 800))])
def test_the_window_keeps_within_its_sizes(asked: tuple[int, int], given: tuple[int, int]) -> None:
    app = app_with(size=asked)
    assert app.picture.window.get_size() == given
    assert app.game.scale == app.game.controls.scale == min(given[0] / 1280, given[1] / 720)


def test_another_size_is_laid_out_anew() -> None:
    app = app_with()
    app.tick(1 / 60)
    pygame.display.set_mode((1920, 1200), pygame.RESIZABLE)
    pygame.event.post(pygame.event.Event(pygame.WINDOWSIZECHANGED, x=1920, y=1200))
    app.tick(1 / 60)
    assert (app.scene.width, app.scene.height, app.scene.scale) == (1280, 800, 1.5)
    pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(60, 60), button=1))
    pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=(60, 60), button=1))
    app.tick(1 / 60)
    assert isinstance(app.scene, Over)


def test_the_profile_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    app_with(frames=5, profile=True).run()
    assert "frames: 4, median" in capsys.readouterr().out


def test_a_screen_that_breaks_while_it_ends_costs_nothing_that_was_done() -> None:
    class Ends(Plain):
        def end(self) -> None:
            raise ValueError("broken on purpose")

    game = Game(MemoryStore())
    app = App(Options(frames=1), game, Ends(game))
    with pytest.raises(ValueError, match="on purpose"):
        app.run()
    assert isinstance(game.store, MemoryStore) and game.store.saved == 1 and not pygame.display.get_init()


@pytest.mark.parametrize("where", ["draw", "update", "handle"])
def test_a_scene_that_breaks_is_told_and_left(where: str, tmp_path: Path, own_title: None) -> None:
    app = app_with(where)
    post_key(pygame.K_g, "g")
    app.tick(1 / 60)
    app.tick(1 / 60)
    assert isinstance(app.scene, Home)
    assert [toast.hue for toast in app.game.toasts.shown] == ["error"]
    assert "broken on purpose" in (tmp_path / "downslope.log").read_text(encoding="utf-8")


def test_a_home_that_cannot_be_shown_at_all_is_no_endless_loop(own_title: None) -> None:
    game = Game(MemoryStore())
    home = Home(game)
    home.broken = "draw"
    app = App(Options(frames=5), game, home)
    with pytest.raises(ValueError, match="on purpose"):
        app.run()


def test_scenes_follow_each_other_with_a_fade_or_without() -> None:
    for still in (True, False):
        app = app_with(still=still)
        app.tick(1 / 60)
        post_key(pygame.K_l, "l")
        app.tick(1 / 60)
        assert isinstance(app.scene, Over)
        assert app.picture.fading != still
        pass_frames(app, 15)
        assert not app.picture.fading


class Slow(Plain):
    """Its picture has ten parts, each of which takes long to make; all are others after a change."""

    number = 0

    def __init__(self, game: Game, clock: LookClock) -> None:
        super().__init__(game)
        self.clock = clock

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)

        def draw(sub: Canvas) -> None:
            self.clock.carries_over(0.003)
            sub.rect(0, 0, sub.w, sub.h, "goal" if self.number % 2 else "error")

        for part in range(10):
            canvas.keep(("slow", self.number, part), 100 * part, 200, 100, 100, draw)


def test_a_picture_that_changes_a_lot_is_made_in_several_frames(clock: LookClock) -> None:
    game = Game(MemoryStore())
    scene = Slow(game, clock)
    app = App(Options(), game, scene)
    first, frames = seen_at(app, 450, 250), 0
    app.tick(1 / 60)  # the very first picture is shown at once: there is no other to be seen
    assert not app.pacer.late
    shown = [seen_at(app, 100 * part + 50, 250) for part in range(10)]
    assert len(set(shown)) == 1 and shown[0] != first
    scene.number = 1
    app.tick(1 / 60)
    assert [seen_at(app, 100 * part + 50, 250) for part in range(10)] == shown  # the old picture, whole
    while app.pacer.late:
        app.tick(1 / 60)
        frames += 1
    assert frames > 2 and seen_at(app, 450, 250) != shown[0]


def test_a_picture_is_never_late_for_long(clock: LookClock) -> None:
    game = Game(MemoryStore())
    scene = Slow(game, clock)
    app = App(Options(), game, scene)
    late = 0
    for number in range(60):  # another picture in each frame: it can never be made in time
        scene.number = number
        app.tick(1 / 60)
        late = late + 1 if app.pacer.late else 0
        assert late <= 8


class Endless(Slow):
    """Its pictures are others whenever they are drawn: they are never all there."""

    numbers = count(1000)

    def paint(self, canvas: Canvas) -> None:
        self.number = next(self.numbers)
        super().paint(canvas)


@pytest.mark.parametrize(("platform", "seconds"), [("linux", 1.0), ("emscripten", 0.35)])
@pytest.mark.parametrize("frame", [1 / 60, 0.1])
def test_a_new_screen_is_shown_after_a_while_however_long_a_frame_is(
    platform: str, seconds: float, frame: float, clock: LookClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    game = Game(MemoryStore())
    first = Slow(game, clock)
    app = App(Options(), game, first)
    app.tick(frame)
    first.go(Endless(game, clock))
    waited = 0.0
    while not app.pacer.ready or waited == 0:
        app.tick(frame)
        waited += frame
    assert seconds <= waited <= seconds + 3 * frame


@pytest.mark.slow
def test_all_garbage_is_looked_for_while_the_old_picture_stands_and_where_nothing_moves() -> None:
    sweeps: list[str] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start" and info["generation"] == 2:
            sweeps.append("moves" if app.pacer.ready and not app.resting else "stands")

    store = MemoryStore()
    store.progress = Progress()
    game = Game(store, catalog=shipped())
    app = App(Options(), game, TitleScene(game))
    pass_frames(app, 3)
    gc.callbacks.append(note)
    try:
        app.scene.go(PlayScene(game, shipped().level("thirteen"), auto=True))
        app.tick(1 / 60)
        while not app.pacer.ready:
            app.tick(1 / 60)
        assert sweeps == ["stands"]
        pass_frames(app, 90)
    finally:
        gc.callbacks.remove(note)
    assert sweeps == ["stands"]
    app.close()


def seen_at(app: App, x: int, y: int) -> tuple[int, int, int]:
    red, green, blue, _alpha = app.picture.window.get_at((x, y))
    return red, green, blue


def test_quit_and_full_screen() -> None:
    app = app_with()
    post_key(pygame.K_F11)
    app.tick(1 / 60)
    assert not app.game.settings.full_screen  # the dummy display cannot, and the player is told
    assert "full screen" in app.game.toasts.shown[0].title
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    assert app.run() == 0


def test_no_display_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "no such driver")
    with pytest.raises(DisplayMissing, match="downslope solve"):
        App(Options(), Game(MemoryStore()))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen, or none that SDL knows of")
def test_a_window_that_nobody_could_see_is_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    pygame.display.quit()
    try:
        app = App(Options(), Game(MemoryStore()))
    except DisplayMissing as missing:
        assert "downslope solve" in str(missing)
    else:  # a machine with a screen of its own and no window system on it
        assert pygame.display.get_driver() not in ("offscreen", "dummy")
        app.close()


def crashing(monkeypatch: pytest.MonkeyPatch, level: str) -> tuple[App, PlayScene]:
    """A level on the real screen, whose hint breaks."""
    store = MemoryStore()
    store.progress = Progress()
    game = Game(store, catalog=shipped())
    play = PlayScene(game, game.catalog.level(level))
    app = App(Options(), game, play)
    app.tick(1 / 60)

    def broken(_drawer: HintDrawer) -> None:
        raise ValueError("broken on purpose")

    monkeypatch.setattr(HintDrawer, "ask", broken)
    return app, play


def hit(app: App, code: int, frames: int = 60) -> None:
    post_key(code)
    pass_frames(app, frames)


@pytest.mark.slow
def test_a_level_that_breaks_comes_back_with_what_was_done(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    app, play = crashing(monkeypatch, "thirteen")
    play.attempt.turn("alpha", 9)
    play.attempt.session.do(Learn(2))
    actions, weights = list(play.attempt.session.actions), list(play.attempt.session.weights)
    hit(app, pygame.K_h)
    card = app.scene
    assert isinstance(card, BrokenScene) and "as you left it" in card.told
    assert "broken on purpose" in (tmp_path / "downslope.log").read_text(encoding="utf-8")
    hit(app, pygame.K_RETURN)
    again = app.scene
    assert isinstance(again, PlayScene) and again is not play
    assert (again.attempt.session.actions, list(again.attempt.session.weights)) == (actions, weights)


def test_a_level_that_breaks_as_it_ends_too_comes_back_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    app, _play = crashing(monkeypatch, "thirteen")

    def ends(scene: PlayScene) -> None:
        raise ValueError("broken as it ended")

    with monkeypatch.context() as broken:
        broken.setattr(PlayScene, "end", ends)
        hit(app, pygame.K_h)
        assert isinstance(app.scene, BrokenScene)
    app.close()


@pytest.mark.slow
def test_a_workshop_that_breaks_comes_back_with_its_bench(monkeypatch: pytest.MonkeyPatch) -> None:
    game = Game(MemoryStore(), catalog=shipped())
    title = TitleScene(game)
    workshop = WorkshopScene(game, title)
    app = App(Options(), game, workshop)
    workshop.visit.change(replace(workshop.visit.bench, alpha=0.0123))

    def broken(_scene: WorkshopScene) -> None:
        raise ValueError("broken on purpose")

    monkeypatch.setattr(WorkshopScene, "undo_last", broken)
    hit(app, pygame.K_z)
    card = app.scene
    assert isinstance(card, BrokenScene) and "bench is as you left it" in card.told
    hit(app, pygame.K_RETURN)
    again = app.scene
    assert isinstance(again, WorkshopScene) and again is not workshop
    assert (again.visit.bench.alpha, again.opener) == (0.0123, title)
    app.close()


@pytest.mark.slow
def test_what_breaks_again_at_once_leads_to_the_map_and_then_to_the_title(monkeypatch: pytest.MonkeyPatch) -> None:
    app, _play = crashing(monkeypatch, "thirteen")
    hit(app, pygame.K_h)
    hit(app, pygame.K_RETURN)
    assert isinstance(app.scene, PlayScene)
    hit(app, pygame.K_h)
    assert isinstance(app.scene, LevelMapScene)

    def broken(_scene: LevelMapScene, _seconds: float) -> None:
        raise ValueError("broken too")

    monkeypatch.setattr(LevelMapScene, "after_update", broken)
    hit(app, pygame.K_DOWN, 2)
    assert isinstance(app.scene, TitleScene)


def test_a_level_whose_picture_breaks_each_time_leads_to_the_map(monkeypatch: pytest.MonkeyPatch) -> None:
    app, _play = crashing(monkeypatch, "thirteen")

    def broken(_scene: PlayScene, _canvas: Canvas) -> None:
        raise ValueError("broken on purpose")

    monkeypatch.setattr(PlayScene, "paint", broken)
    hit(app, pygame.K_DOWN, 30)
    assert isinstance(app.scene, LevelMapScene)


@pytest.mark.slow
def test_after_a_while_the_level_is_given_back_again(monkeypatch: pytest.MonkeyPatch) -> None:
    app, _play = crashing(monkeypatch, "thirteen")
    for _ in range(2):
        hit(app, pygame.K_h)
        hit(app, pygame.K_RETURN, 400)
        assert isinstance(app.scene, PlayScene)


@pytest.mark.slow
def test_a_window_that_was_cleared_before_a_new_screen_was_drawn_is_not_left_black() -> None:
    """The system gives another window while a new screen is made: nothing of the old one is there to fade from."""
    store = MemoryStore()
    store.progress.level("double-it").reached = True  # who is new is asked to draw first
    app = App(Options(), Game(store, catalog=shipped()))
    pass_frames(app, 120)  # all that the first frames do is done
    post_key(pygame.K_g, "g")
    app.tick(1 / 60)
    assert isinstance(app.scene, LevelMapScene) and not app.pacer.ready
    pygame.display.set_mode(app.picture.window.get_size(), pygame.RESIZABLE).fill("black")
    pygame.event.post(pygame.event.Event(pygame.WINDOWSIZECHANGED, x=1280, y=720))
    while not app.pacer.ready:
        app.tick(1 / 60)
    app.tick(1 / 60)
    assert pygame.transform.average_color(app.picture.window)[:3] != (0, 0, 0)
    app.close()


@pytest.mark.slow
def test_what_the_next_screens_need_is_imported_a_little_at_a_time() -> None:
    """In a process of its own: modules a frame; by the end there is what a board, the map and a card need."""
    script = (
        "import sys\nfrom downslope.app.app import App, Options\napp, counts = App(Options()), []\n"
        "app.game.sound.make = lambda more: False\n"
        "for _ in range(1200):\n    before = len(sys.modules)\n    app.tick(1 / 60)\n"
        "    counts.append(len(sys.modules) - before)\n"
        "wanted = ('scenes.play.play', 'scenes.level_map', 'boards.pictures.digits_board', 'scenes.chapter_end')\n"
        "print(max(counts[30:]), [name for name in wanted if 'downslope.' + name not in sys.modules])"
    )
    most, missing = last_line(script).split(" ", 1)
    assert 0 < int(most) <= 20 and missing == "[]"


@pytest.mark.slow
def test_a_level_that_is_opened_directly_imports_no_board_but_its_own() -> None:
    """In a process of its own: by the time that the first frame is shown."""
    script = (
        "import sys\nfrom downslope.app.app import App, Options\napp = App(Options('double-it'))\napp.tick(0.016)\n"
        "print([name for name in sys.modules if name.startswith('downslope.boards.') and name.endswith('_board')])"
    )
    assert last_line(script) == "['downslope.boards.by_hand.sending_board']"
