"""A frame in which nothing was done and nothing moves is not drawn; the picture on the window is right all the same."""

from __future__ import annotations

import pygame
import pytest

from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.boards.kinds import KINDS, kind_of
from downslope.scenes.base.navigation import screen
from downslope.storage.saves import Store
from downslope.view.draw.canvas import Canvas
from monkey import starts
from pictured_network import STALLS
from pictures.plans import PLANS
from support import campaign, shipped

SCREENS = [f"picture {plan.name}" for plan in PLANS if not plan.ends.endswith("Board")]
FRAME = 1 / 60
KEYS = (pygame.K_SPACE, pygame.K_TAB, pygame.K_RIGHT, pygame.K_l, pygame.K_r, pygame.K_z)


def game_of(still: bool = True, bets: bool = False) -> Game:
    store = Store()
    store.settings.still, store.settings.bets = still, bets
    return Game(store, catalog=shipped())


def watch(app: App, frames: int) -> tuple[int, list[str]]:
    """How many frames rested, and those of them whose picture was not right."""
    rested, wrong = 0, []
    for _ in range(frames):
        app.tick(FRAME)
        if app.resting:
            rested += 1
            places = app.draw()
            if places:
                wrong.append(f"{type(app.scene).__name__} frame {app.frame}: {places[:3]}")
    return rested, wrong


def press(key: int) -> None:
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=""))
    pygame.event.post(pygame.event.Event(pygame.KEYUP, key=key, mod=0))


@pytest.mark.slow
@pytest.mark.parametrize(("number", "kind"), list(enumerate(KINDS)), ids=list(KINDS))
def test_every_board_rests_and_its_picture_is_right(number: int, kind: str, apps: list[App]) -> None:
    """Every second one with reduced motion."""
    level = next(level for level in (*campaign(), STALLS) if kind_of(level) == kind)
    game = game_of(still=number % 2 == 0)
    app = App(Options(), game, screen("play", game, level=level))
    apps.append(app)
    rested, wrong = watch(app, 40)
    for key in KEYS:
        press(key)
        more, also = watch(app, 15)
        rested, wrong = rested + more, wrong + also
    for _more in range(40):  # until all that is worked out little by little, or in another process, is there
        if rested > 10:
            break
        more, also = watch(app, 20)
        rested, wrong = rested + more, wrong + also
    assert wrong == []
    assert rested > 10, "it never rests"


@pytest.mark.slow
@pytest.mark.parametrize("start", SCREENS)
def test_every_screen_rests_and_its_picture_is_right(start: str, apps: list[App]) -> None:
    game = game_of()
    app = App(Options(), game, starts()[start](game))
    apps.append(app)
    rested, wrong = watch(app, 40)
    for key in (pygame.K_TAB, pygame.K_DOWN, pygame.K_RIGHT, pygame.K_TAB):
        press(key)
        more, also = watch(app, 10)
        rested, wrong = rested + more, wrong + also
    for _more in range(40):  # until all that is worked out little by little is there
        if rested:
            break
        rested, also = watch(app, 20)
        wrong += also
    assert wrong == []
    assert rested > 0, "it never rests"
    canvas = Canvas(pygame.Surface(app.window.get_size()), game.look())
    app.scene.draw(canvas)
    words = list(canvas.words_at())
    app.scene.draw(canvas)
    assert canvas.words_at() == words, "where words stand is known anew with each picture"


@pytest.mark.slow
def test_a_still_frame_draws_nothing_and_calls_little(apps: list[App], monkeypatch: pytest.MonkeyPatch) -> None:
    game = game_of()
    app = App(Options(), game, screen("play", game, level=game.catalog.level("thirteen")))
    apps.append(app)
    watch(app, 120)
    drawn = []
    monkeypatch.setattr(app, "draw", lambda seconds=0.0: drawn.append(app.frame))
    for _ in range(30):
        app.tick(FRAME)
    assert app.resting and drawn == []
    press(pygame.K_TAB)
    app.tick(FRAME)
    assert drawn == [app.frame - 1] and not app.resting


@pytest.mark.slow
def test_a_picture_is_drawn_again_after_a_while_all_the_same(apps: list[App], monkeypatch: pytest.MonkeyPatch) -> None:
    game = game_of()
    app = App(Options(), game, screen("play", game, level=game.catalog.level("thirteen")))
    apps.append(app)
    watch(app, 120)
    rested = []
    for _ in range(180):
        app.tick(FRAME)
        rested.append(app.resting)
    assert 1 <= rested.count(False) <= 4


@pytest.mark.slow
def test_what_a_plugin_or_the_clock_says_is_seen_at_once(apps: list[App]) -> None:
    game = game_of()
    app = App(Options(), game, screen("play", game, level=game.catalog.level("thirteen")))
    apps.append(app)
    watch(app, 120)
    game.toasts.add("Something was found.", seconds=0.5)
    app.tick(FRAME)
    assert not app.resting
    rested, wrong = watch(app, 60)
    assert wrong == [] and rested > 40 and game.toasts.shown == []
