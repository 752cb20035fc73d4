"""A screen on which nothing moves is drawn now and then, and its window shows what a whole drawing would show."""

from __future__ import annotations

import pygame
import pytest

from downslope.app.app import FRESH, App, Options
from downslope.attempt.game.game import Game
from downslope.scenes.base.navigation import screen
from downslope.scenes.base.scene import Scene
from downslope.storage.saves import Store
from downslope.view.draw.canvas import Canvas
from driving import Twin
from monkey import starts
from pictured_network import STALLS
from pictures.plans import PLANS
from support import campaign, shipped

SCREENS = [f"picture {plan.name}" for plan in PLANS if not plan.ends.endswith("Board")]
FRAME = 1 / 60
PLAYED = (pygame.K_SPACE, pygame.K_TAB, pygame.K_RIGHT, pygame.K_l, pygame.K_r, pygame.K_h, pygame.K_z)
WALKED = (pygame.K_TAB, pygame.K_DOWN, pygame.K_RIGHT, pygame.K_TAB)
LATE = 8  # frames that the window may show what was: a tenth of a second, or what a screen takes to be made
LONG = 4000  # frames until all that is worked out little by little, or in another process, is there


def game_of(still: bool = True) -> Game:
    store = Store()
    store.settings.still, store.settings.bets = still, False
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
        pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=""))
        pygame.event.post(pygame.event.Event(pygame.KEYUP, key=key, mod=0))


def settle(app: App) -> None:
    """Until the window has stood so long that it is looked at only now and then."""
    for _ in range(LONG):
        app.tick(FRAME)
        if app.stood >= FRESH and app.resting:
            return
    raise AssertionError("it never rests")


def latest(app: App, keys: tuple[int, ...], frames: int) -> int:
    """So many frames after each press: for how many in a row the window showed what was."""
    twin, run, most = Twin(app), 0, 0
    for key in keys:
        press(key)
        for _ in range(frames):
            app.tick(FRAME)
            if twin.app.shown and not app.picture.waits:
                run = 0 if twin.same() else run + 1
                most = max(most, run)
    return most


def rests(app: App) -> None:
    settle(app)
    drawn = list[bool]()
    for _ in range(60):
        app.tick(FRAME)
        drawn.append(not app.resting)
    assert sum(drawn) <= 2 and Twin(app).same()


@pytest.mark.slow
@pytest.mark.parametrize("level", [level.id for level in (*campaign(), STALLS)])
def test_every_level_rests_and_its_window_is_right(level: str, apps: list[App]) -> None:
    """Every second one with reduced motion."""
    levels = (*campaign(), STALLS)
    number = [each.id for each in levels].index(level)
    game = game_of(still=number % 2 == 0)
    app = opened(apps, screen("play", game, level=levels[number]))
    rests(app)
    assert latest(app, PLAYED, 20) <= LATE
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
    assert latest(app, WALKED, 12) <= LATE
    rests(app)
    canvas = Canvas(pygame.Surface(app.window.get_size()), game.look())
    app.scene.draw(canvas)
    words = list(canvas.words_at())
    app.scene.draw(canvas)
    assert canvas.words_at() == words, "where words stand is known anew with each picture"


def test_what_is_said_while_it_rests_is_seen_at_once_and_goes_in_time(apps: list[App]) -> None:
    app = played(apps)
    settle(app)
    app.game.toasts.add("Something was found.", seconds=0.5)
    app.tick(FRAME)
    assert not app.resting and Twin(app).same()
    assert latest(app, (pygame.K_F15,), 60) == 0 and app.game.toasts.shown == []


@pytest.mark.parametrize("what", ["theme", "size", "exposed", "focus"])
def test_what_becomes_of_the_window_while_it_rests_is_seen_at_once(apps: list[App], what: str) -> None:
    app = played(apps, still=False)
    settle(app)
    if what == "theme":
        app.game.settings.theme = "light"
    elif what == "size":
        app.resize(960, 540)
    elif what == "exposed":
        app.window.fill((1, 2, 3))
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
def test_a_still_screen_waits_and_an_event_wakes_it(apps: list[App]) -> None:
    app = played(apps)
    settle(app)
    assert app.idling.resting
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_SPACE, mod=0, unicode=" "))
    app.idling.wait(1.0)  # returns with the event, which the next frame has
    app.tick(FRAME)
    assert not app.idling.resting
    settle(app)
    assert app.scene.attempt.session.count == 1 and app.idling.resting
    for key in (pygame.K_a, pygame.K_b, pygame.K_c):
        pygame.event.post(pygame.event.Event(pygame.USEREVENT, key=key))
    app.idling.wait(1.0)
    events = [event.key for event in app.idling.events() if event.type == pygame.USEREVENT]
    assert events == [pygame.K_a, pygame.K_b, pygame.K_c], "each is handed over once"


@pytest.mark.slow
def test_what_moves_is_drawn_in_every_frame(apps: list[App]) -> None:
    app = played(apps, still=False)
    settle(app)
    press(pygame.K_l)
    for _ in range(60):
        app.tick(FRAME)
        assert not app.resting and not app.idling.resting
