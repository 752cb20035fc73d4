"""A screen on which nothing moves is drawn now and then, and its window shows what a whole drawing would show."""

from __future__ import annotations

from typing import Any

import numpy as np
import pygame
import pytest
from pygame import surfarray

from downslope.app.app import FRESH, QUIET, App, IdleAnimation, Options
from downslope.attempt.game.game import Game
from downslope.desktop.controls import Intent
from downslope.scenes.base.scene import Scene, screen
from downslope.scenes.play.play import PlayScene
from downslope.storage.saves import Store
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.tween import STILL_LIFE, DecorMotion
from downslope.view.widgets.number_input import Slider
from driving import Twin, pass_frames, post_key
from monkey import starts
from pictured_network import STALLS
from pictures.plans import PLANS
from support import campaign, shipped

SCREENS = [f"picture {plan.name}" for plan in PLANS if not plan.ends.endswith("Board")]
FRAME = 1 / 60
SLOW = 1 / 5  # seconds of a frame in which nothing was drawn
PLAYED = (pygame.K_SPACE, pygame.K_RIGHT, pygame.K_l, pygame.K_h, pygame.K_z)
WALKED = (pygame.K_TAB, pygame.K_DOWN, pygame.K_RIGHT)
LATE = 8  # frames that the window may show what was: a tenth of a second, or what a screen takes to be made
LONG = 4000  # frames until all that is worked out little by little, or in another process, is there


def game_of(still: bool = True) -> Game:
    store = Store()
    store.settings.still, store.settings.bets = still, False
    store.settings.sound = store.settings.wind = store.settings.music = 0.0
    return Game(store, catalog=shipped())


def opened(apps: list[App], scene: Scene) -> App:
    app = App(Options(), scene.game, scene)
    apps.append(app)
    return app


def played(apps: list[App], level: str = "thirteen", still: bool = True) -> App:
    game = game_of(still)
    return opened(apps, screen("play", game, level=game.catalog.level(level)))


def press(*keys: int) -> None:
    for key in keys:
        post_key(key)


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
        press(key)
        for frame in range(frames):
            app.tick(FRAME)
            if twin.app.pacer.ready and not app.picture.waits and (app.resting or run or frame % 4 == 0):
                run = 0 if twin.same() else run + 1
                most = max(most, run)
    return most


def rests(app: App) -> None:
    settle(app)
    drawn = list[bool]()
    for _ in range(60):
        app.tick(FRAME)
        drawn.append(not app.resting)
    assert sum(drawn) <= 2
    twin = Twin(app)
    while not twin.same() and len(drawn) <= 60 + LATE:
        app.tick(FRAME)
        drawn.append(True)
    assert len(drawn) <= 60 + LATE


@pytest.mark.slow
@pytest.mark.parametrize("level", [level.id for level in (*campaign(), STALLS)])
def test_every_level_rests_and_its_window_is_right(
    level: str, apps: list[App], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every second one with reduced motion; the wind blows through some of the others."""
    levels = (*campaign(), STALLS)
    number = [each.id for each in levels].index(level)
    game = game_of(still=number % 2 == 0 and level not in WINDY)
    game.settings.text = WINDY.get(level, 1.0)
    app = opened(apps, screen("play", game, level=levels[number]))
    rests(app)
    if level in WINDY:
        feel_gust(app, monkeypatch)
    assert latest(app, PLAYED, LATE + 2) <= LATE
    rests(app)


@pytest.mark.slow
@pytest.mark.parametrize("start", SCREENS)
def test_every_screen_rests_and_its_window_is_right(start: str, apps: list[App]) -> None:
    game = game_of()
    app = opened(apps, starts()[start](game))
    if start == "picture reel":  # a show that goes on
        assert latest(app, (pygame.K_F15,), 300) <= LATE
        return
    rests(app)
    assert latest(app, WALKED, LATE + 2) <= LATE
    rests(app)
    canvas = Canvas(pygame.Surface(app.picture.window.get_size()), game.look())
    app.scene.draw(canvas)
    words = list(canvas.words_at())
    app.scene.draw(canvas)
    assert canvas.words_at() == words, "where words stand is known anew with each picture"


@pytest.mark.slow
def test_what_is_said_while_it_rests_is_seen_at_once_and_goes_in_time(apps: list[App]) -> None:
    app = played(apps)
    settle(app)
    app.game.toasts.add("Something was found.", seconds=0.5)
    app.tick(FRAME)
    assert not app.resting and Twin(app).same()
    assert latest(app, (pygame.K_F15,), 60) == 0 and app.game.toasts.shown == []


@pytest.mark.slow
@pytest.mark.parametrize("what", ["theme", "size", "exposed", "focus"])
def test_what_becomes_of_the_window_while_it_rests_is_seen_at_once(apps: list[App], what: str) -> None:
    app = played(apps, still=False)
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
    assert Twin(app).same()


@pytest.mark.slow
def test_a_still_screen_waits_and_an_event_wakes_it(apps: list[App], monkeypatch: pytest.MonkeyPatch) -> None:
    app = played(apps)
    settle(app)
    assert app.still >= QUIET
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_SPACE, mod=0, unicode=" "))
    app.wait(1.0)  # returns with the event, which the next frame has
    app.tick(FRAME)
    assert app.still < QUIET
    settle(app)
    assert isinstance(app.scene, PlayScene) and app.scene.attempt.session.count == 1 and app.still >= QUIET
    for key in (pygame.K_a, pygame.K_b, pygame.K_c):
        pygame.event.post(pygame.event.Event(pygame.USEREVENT, key=key))
    app.wait(1.0)
    events: list[pygame.event.Event] = []

    def hear(event: pygame.event.Event) -> list[Intent]:
        events.append(event)
        return []

    monkeypatch.setattr(app.game.controls, "intents", hear)
    app.tick(FRAME)
    keys = [event.key for event in events if event.type == pygame.USEREVENT]
    assert keys == [pygame.K_a, pygame.K_b, pygame.K_c], "each is handed over once"


@pytest.mark.slow
def test_what_moves_is_drawn_in_every_frame(apps: list[App]) -> None:
    app = played(apps, still=False)
    settle(app)
    press(pygame.K_l)
    for _ in range(60):
        app.tick(FRAME)
        assert not app.resting and app.still < QUIET


# ---------------------------------------------------------------------------------------------------------------------
# What lives while nothing happens: it costs little, and it stops where nobody would see it.


MOST_PLACES, MOST_PART = 8, 0.03  # of what is drawn anew in a frame


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


def places_of(app: App, frames: int, monkeypatch: pytest.MonkeyPatch) -> list[list[pygame.Rect]]:
    """What each frame that was drawn has drawn anew."""
    return [places for places, _closed in drawn_of(app, frames, monkeypatch)]


@pytest.mark.slow
def test_a_minute_at_rest_stays_within_its_budget(apps: list[App], monkeypatch: pytest.MonkeyPatch) -> None:
    app = played(apps, still=False)
    pass_frames(app, 90)
    frames = drawn_of(app, 60 * 60, monkeypatch)
    drawn = [places for places, _closed in frames]
    blinks = [at for at, (_places, closed) in enumerate(frames) if closed and not frames[at - 1][1]]
    assert len(blinks) >= 8 and all(drawn[at] for at in blinks), "each is seen"
    area = app.picture.window.get_width() * app.picture.window.get_height()
    assert max(map(len, drawn)) <= MOST_PLACES
    assert max(sum(place.w * place.h for place in places) / area for places in drawn) <= MOST_PART
    assert 100 < len([places for places in drawn if places]) < 60 * 20, "a few pictures a second"


WINDY = {  # the size of its words
    "double-it": 1.0, "in-the-dark": 1.5, "warmer": 1.0, "dead-wire": 1.5, "thirteen": 1.5, "three-neurons": 1.0,
    "valley": 1.0, "noisy-lights": 1.5, "the-wall": 1.5, "hidden-four": 1.0, "dead-relu": 1.5, "edge-by-hand": 1.5,
    "kernels": 1.0,
}  # fmt: skip


def feel_gust(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """At each beat it is little, nothing of the screen is noted for it, and no word or thumb is reached by it.

    After many beats the window is what a whole drawing is, in both themes.
    """
    notes, most, touched = [0], 0, list[pygame.Rect]()
    screen_, draw = app.picture.screen, app.draw
    begin = type(screen_).begin

    def note(self: Any) -> None:
        notes[0] += self is screen_
        begin(self)

    def drawn(seconds: float, *what: Any) -> list[pygame.Rect] | None:
        nonlocal most
        before, places = notes[0], draw(seconds, *what)
        touched.extend(places or [])
        if what:  # only what lives
            most = max(most, len(places or []))
            assert notes[0] == before
        return places

    press(pygame.K_F15)  # somebody is there
    pass_frames(app, 20, 0.5)
    with monkeypatch.context() as patch:
        patch.setattr(type(screen_), "begin", note)
        patch.setattr(app, "draw", drawn)
        before = surfarray.array2d(app.picture.window)  # column, row
        ever, changes = np.zeros_like(before, bool), list[float]()
        for _beat in range(150):
            touched.clear()
            app.tick(0.1)
            now, changes = surfarray.pixels2d(app.picture.window), [*changes, 0.0]
            for place in touched:
                at = np.s_[place.left : place.right, place.top : place.bottom]
                changed = (now[at] ^ before[at]) & 0xFFFFFF != 0  # the fourth byte is nobody's
                ever[at] |= changed
                changes[-1] += np.count_nonzero(changed) / before.size
                before[at] = now[at]
            del now  # while it is there nothing can be drawn
        assert Twin(app).same()
        assert 0.02 < np.mean(ever) < 0.04 and max(changes) <= 0.015 and most <= MOST_PLACES
        canvas = Canvas(pygame.Surface(app.picture.window.get_size()), app.game.look())
        app.scene.draw(canvas)
        free = [pygame.Rect(box) for box in canvas.written]
        for thumb in (widget for widget in app.scene.widgets if isinstance(widget, Slider) and "knob" in widget.name):
            reach = thumb.radius + 24
            free.append(pygame.Rect(thumb.here - reach, thumb.line - reach, 2 * reach, 2 * reach))
        free = [box.clip(app.picture.window.get_rect()) for box in free]
        assert [box for box in free if ever[box.left : box.right, box.top : box.bottom].any()] == []
        app.game.settings.theme = "light"
        pass_frames(app, 20, 0.5)
        assert Twin(app).same()


@pytest.mark.slow
@pytest.mark.parametrize("why", ["reduced motion", "without the focus"])
def test_nothing_is_drawn_where_nothing_may_move(
    apps: list[App], monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    app = played(apps, still=why == "reduced motion")
    pass_frames(app, 90)
    if why == "without the focus":
        pygame.event.post(pygame.event.Event(pygame.WINDOWFOCUSLOST))
        pass_frames(app, 5)
    assert [places for places in places_of(app, 600, monkeypatch) if places] == []
    pygame.event.post(pygame.event.Event(pygame.WINDOWFOCUSGAINED))
    found = places_of(app, 300, monkeypatch)
    assert any(found) == (why == "without the focus")


@pytest.mark.slow
def test_what_only_lives_does_not_keep_the_loop_awake(apps: list[App]) -> None:
    app = played(apps, still=False)
    pass_frames(app, 290)
    assert app.still >= QUIET
    assert app.idle.due <= 0.2


def run(life: IdleAnimation, seconds: float, **given: bool) -> list[DecorMotion]:
    found = []
    for _ in range(round(60 * seconds)):
        life.update(FRAME, given.get("touched", False), given.get("still", False), given.get("gust", False))
        found.append(life.life)
    return found


def test_after_two_minutes_without_the_player_only_eyes_blink() -> None:
    life = IdleAnimation()
    run(life, 121.0)
    late = run(life, 60.0)
    assert {each.blink for each in late} == {True, False}
    assert len({each._replace(blink=False) for each in late}) == 1
    assert len(set(run(life, 5.0, touched=True))) > 10


def test_a_flag_is_blown_about_while_something_is_felt() -> None:
    calm, gust = run(IdleAnimation(), 2.0), run(IdleAnimation(), 2.0, gust=True)

    def changes(lives: list[DecorMotion]) -> int:
        return sum(a.pennant != b.pennant for a, b in zip(lives, lives[1:]))

    assert changes(gust) > 2 * changes(calm) and all(each.gusty for each in gust)


def test_eyes_follow_the_pointer_where_it_is_near_or_holds_something() -> None:
    ahead = (0.28, 0.22)
    assert STILL_LIFE.gaze(100, 100, ahead) == ahead
    assert DecorMotion(pointer=(500, 100)).gaze(100, 100, ahead) == ahead
    assert DecorMotion(pointer=(200, 100)).gaze(100, 100, ahead) == (0.3, 0.0)
    assert DecorMotion(pointer=(100, 20)).gaze(100, 100, ahead) == (0.0, -0.3)
    assert DecorMotion(pointer=(-500, 100), held=True).gaze(100, 100, ahead) == (-0.3, 0.0)
