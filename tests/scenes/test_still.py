"""A screen on which nothing moves is drawn now and then, and its window shows what a whole drawing would show."""

from __future__ import annotations

from typing import Any

import numpy as np
import pygame
import pytest
from pygame import surfarray

from downslope.app.app import FRESH, QUIET, App, IdleAnimation, Options
from downslope.attempt.game.game import Game
from downslope.boards.kinds import kind_of
from downslope.desktop.controls import Intent
from downslope.rules.level import Level
from downslope.scenes.base.scene import Scene, screen
from downslope.scenes.play.play import PlayScene
from downslope.storage.saves import Store
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.tween import STILL_LIFE, DecorMotion
from driving import Twin, pass_frames, post_key
from monkey import starts
from pictures.plans import PLANS
from support import campaign, shipped

SCREENS = [f"picture {plan.name}" for plan in PLANS if not plan.ends.endswith("Board")]
BOARDS = list({kind_of(level): level for level in campaign()}.values())  # the last level of each
TRAINS = {"ten-neurons", "kernels", "read-my-hand"}  # another process would, in its own time
FRAME = 1 / 60
SLOW = 1 / 5  # seconds of a frame in which nothing was drawn
PLAYED = (pygame.K_SPACE, pygame.K_RIGHT, pygame.K_l, pygame.K_h, pygame.K_z)
WALKED = (pygame.K_TAB, pygame.K_DOWN, pygame.K_RIGHT)
LATE = 8  # frames that the window may show what was: a tenth of a second, or what a screen takes to be made
LONG = 4000  # frames until all that is worked out little by little, or in another process, is there
MOST_PLACES, MOST_PART = 8, 0.03  # of what is drawn anew in a frame while nothing happens


def opened(apps: list[App], scene: Scene) -> App:
    apps.append(App(Options(), scene.game, scene))
    return apps[-1]


def game_of(still: bool = True, text: float = 1.0) -> Game:
    store = Store()
    store.settings.still, store.settings.bets, store.settings.text = still, False, text
    store.settings.sound = store.settings.wind = store.settings.music = 0.0
    return Game(store, catalog=shipped())


def played(apps: list[App], level: str | Level = "thirteen", still: bool = True, text: float = 1.0) -> App:
    game = game_of(still, text)
    return opened(apps, screen("play", game, level=game.catalog.level(level) if isinstance(level, str) else level))


def settle(app: App) -> None:
    """Until the window has stood so long that it is looked at only now and then."""
    for _ in range(LONG):
        app.tick(SLOW if app.resting else FRAME)
        if app.stood > FRESH + 1 and app.resting:
            return
    raise AssertionError("it never rests")


def latest(app: App, keys: tuple[int, ...], frames: int) -> int:
    """So many frames after each press: for how many in a row the window showed what was.

    Where all was drawn anew it is looked at in every fourth frame.
    """
    twin, run, most = Twin(app), 0, 0
    for key in keys:
        post_key(key)
        for frame in range(frames):
            app.tick(FRAME)
            if app.pacer.ready and not app.picture.waits and (app.resting or run or frame % 4 == 0):
                run = 0 if twin.same() else run + 1
                most = max(most, run)
    return most


def rests(app: App) -> None:
    settle(app)
    drawn = 0
    for _ in range(60):
        app.tick(FRAME)
        drawn += not app.resting
    assert drawn <= 2
    twin, late = Twin(app), 0
    while not twin.same():
        app.tick(FRAME)
        late += 1
        assert late <= LATE


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(BOARDS)), ids=[level.id for level in BOARDS])
def test_a_level_of_every_board_rests_and_its_window_is_right(number: int, apps: list[App]) -> None:
    level = BOARDS[number]
    app = played(apps, level, still=number % 2 == 0)
    pass_frames(app, 30)
    assert latest(app, WALKED if level.id in TRAINS else PLAYED, LATE + 2) <= LATE
    rests(app)


@pytest.mark.slow
@pytest.mark.parametrize("start", SCREENS)
def test_every_screen_rests_and_its_window_is_right(start: str, apps: list[App]) -> None:
    app = opened(apps, starts()[start](game_of()))
    pass_frames(app, 30)
    assert latest(app, WALKED, LATE + 2) <= LATE
    if start == "picture reel":  # a show that goes on
        return
    rests(app)
    canvas = Canvas(pygame.Surface(app.picture.window.get_size()), app.game.look())
    app.scene.draw(canvas)
    words = list(canvas.words_at())
    app.scene.draw(canvas)
    assert canvas.words_at() == words, "where words stand is known anew with each picture"


@pytest.mark.slow
def test_what_becomes_of_the_window_while_it_rests_is_seen_at_once(apps: list[App]) -> None:
    app = played(apps, still=False)
    for what in ("theme", "size", "exposed", "focus"):
        settle(app)
        if what == "theme":
            app.game.settings.theme = "light"
        elif what == "size":
            app.resize(960, 540)
        elif what == "exposed":
            app.picture.window.fill((1, 2, 3))
            pygame.event.post(pygame.event.Event(pygame.WINDOWEXPOSED))
        else:
            pygame.event.post(pygame.event.Event(pygame.WINDOWFOCUSLOST))
            app.tick(FRAME)
            pygame.event.post(pygame.event.Event(pygame.WINDOWFOCUSGAINED))
        app.tick(FRAME)
        while app.pacer.late:  # its pictures are made over several frames
            app.tick(FRAME)
        assert Twin(app).same(), what


@pytest.mark.slow
def test_a_still_screen_waits_and_an_event_wakes_it(apps: list[App], monkeypatch: pytest.MonkeyPatch) -> None:
    app = played(apps)
    settle(app)
    app.game.toasts.add("Something was found.", seconds=0.5)
    app.tick(FRAME)
    assert not app.resting and Twin(app).same()
    assert latest(app, (pygame.K_F15,), 60) == 0 and app.game.toasts.shown == []
    settle(app)
    assert app.still >= QUIET
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_SPACE, mod=0, unicode=" "))
    app.wait(1.0)  # returns with the event, which the next frame has
    app.tick(FRAME)
    assert app.still < QUIET
    settle(app)
    assert isinstance(app.scene, PlayScene) and app.scene.attempt.session.count == 1 and app.still >= QUIET
    for key in range(3):
        pygame.event.post(pygame.event.Event(pygame.USEREVENT, key=key))
    app.wait(1.0)
    keys: list[int] = []

    def hear(event: pygame.event.Event) -> list[Intent]:
        keys.extend([event.key] if event.type == pygame.USEREVENT else [])
        return []

    monkeypatch.setattr(app.game.controls, "intents", hear)
    app.tick(FRAME)
    assert keys == [0, 1, 2], "each is handed over once"


# ---------------------------------------------------------------------------------------------------------------------
# What lives while nothing happens: it costs little, and it stops where nobody would see it.


def drawn_of(app: App, frames: int, monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[pygame.Rect], bool]]:
    """Of each frame that was drawn: what it has drawn anew, and whether eyes are closed in it."""
    found: list[tuple[list[pygame.Rect], bool]] = []
    draw = app.draw

    def listen(*what: Any) -> list[pygame.Rect] | None:
        places = draw(*what)
        found.append((places or [], app.idle.life.blink))
        return places

    with monkeypatch.context() as patch:
        patch.setattr(app, "draw", listen)
        pass_frames(app, frames)
    return found


@pytest.mark.slow
def test_what_lives_at_rest_stays_within_its_budget_and_stops_without_the_focus(
    apps: list[App], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = played(apps, still=False)
    pass_frames(app, 290)
    assert app.still >= QUIET and app.idle.due <= 0.2, "it does not keep the loop awake"
    frames = drawn_of(app, 20 * 60, monkeypatch)
    drawn = [places for places, _closed in frames]
    blinks = [at for at, (_places, closed) in enumerate(frames) if closed and not frames[at - 1][1]]
    assert len(blinks) >= 2 and all(drawn[at] for at in blinks), "each is seen"
    area = app.picture.window.get_width() * app.picture.window.get_height()
    assert max(map(len, drawn)) <= MOST_PLACES
    assert max(sum(place.w * place.h for place in places) / area for places in drawn) <= MOST_PART
    assert 30 < len([places for places in drawn if places]) < 20 * 20, "a few pictures a second"
    for event, moves in ((pygame.WINDOWFOCUSLOST, False), (pygame.WINDOWFOCUSGAINED, True)):
        pygame.event.post(pygame.event.Event(event))
        pass_frames(app, 5)
        assert any(places for places, _closed in drawn_of(app, 300, monkeypatch)) is moves
    post_key(pygame.K_l)
    for _ in range(60):
        app.tick(FRAME)
        assert not app.resting and app.still < QUIET, "what moves is drawn in every frame"


@pytest.mark.slow
def test_with_reduced_motion_nothing_is_drawn_at_rest(apps: list[App], monkeypatch: pytest.MonkeyPatch) -> None:
    app = played(apps)
    pass_frames(app, 90)
    assert [places for places, _closed in drawn_of(app, 600, monkeypatch) if places] == []


@pytest.mark.slow
@pytest.mark.parametrize(("level", "text"), [("double-it", 1.0), ("in-the-dark", 1.5), ("dead-relu", 1.5)])
def test_the_wind_blows_over_a_little_of_the_picture_and_over_no_word(
    level: str, text: float, apps: list[App]
) -> None:
    app = played(apps, level, still=False, text=text)
    settle(app)
    post_key(pygame.K_F15)  # somebody is there
    pass_frames(app, 20, 0.5)
    pictures = surfarray.array2d(app.picture.window) & 0xFFFFFF  # column, row
    ever = np.zeros_like(pictures, bool)
    for _beat in range(100):
        app.tick(0.1)
        before, pictures = pictures, surfarray.array2d(app.picture.window) & 0xFFFFFF
        assert np.mean(pictures != before) <= 0.015
        ever |= pictures != before
    assert 0.015 < np.mean(ever) < 0.04 and Twin(app).same()
    canvas = Canvas(pygame.Surface(app.picture.window.get_size()), app.game.look())
    app.scene.draw(canvas)
    boxes = [pygame.Rect(box).clip(app.picture.window.get_rect()) for box in canvas.written]
    assert [box for box in boxes if ever[box.left : box.right, box.top : box.bottom].any()] == []


def lives(life: IdleAnimation, seconds: float, touched: bool = False, gust: bool = False) -> list[DecorMotion]:
    found = []
    for _ in range(round(60 * seconds)):
        life.update(FRAME, touched, False, gust)
        found.append(life.life)
    return found


def test_after_two_minutes_without_the_player_only_eyes_blink_and_a_gust_blows_the_flag_about() -> None:
    life = IdleAnimation()
    lives(life, 121.0)
    late = lives(life, 60.0)
    assert {each.blink for each in late} == {True, False}
    assert len({each._replace(blink=False) for each in late}) == 1
    assert len(set(lives(life, 5.0, touched=True))) > 10
    calm, gust = lives(IdleAnimation(), 2.0), lives(IdleAnimation(), 2.0, gust=True)
    slow, fast = (sum(a.pennant != b.pennant for a, b in zip(each, each[1:])) for each in (calm, gust))
    assert fast > 2 * slow and all(each.gusty for each in gust)


def test_eyes_follow_the_pointer_where_it_is_near_or_holds_something() -> None:
    ahead = (0.28, 0.22)
    assert STILL_LIFE.gaze(100, 100, ahead) == ahead
    assert DecorMotion(pointer=(500, 100)).gaze(100, 100, ahead) == ahead
    assert DecorMotion(pointer=(200, 100)).gaze(100, 100, ahead) == (0.3, 0.0)
    assert DecorMotion(pointer=(100, 20)).gaze(100, 100, ahead) == (0.0, -0.3)
    assert DecorMotion(pointer=(-500, 100), held=True).gaze(100, 100, ahead) == (-0.3, 0.0)
