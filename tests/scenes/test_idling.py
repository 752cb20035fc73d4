"""A screen on which nothing moves costs next to nothing, and wakes with the first event."""

from __future__ import annotations

from collections.abc import Iterator

import pygame
import pytest

from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.scenes.base.navigation import screen
from downslope.storage.saves import Store
from support import shipped

FRAMES = 400  # enough for a new screen to be made, and for what is fetched ahead


@pytest.fixture
def app(display: None) -> Iterator[App]:
    store = Store()
    store.settings.still, store.settings.bets = True, False
    game = Game(store, catalog=shipped())
    made = App(Options(), game, screen("play", game, level=game.catalog.level("thirteen")))
    yield made
    made.close()


def pass_by(app: App, frames: int) -> None:
    for _ in range(frames):
        app.tick(1 / 60)


@pytest.mark.slow
def test_a_still_screen_rests_and_an_event_wakes_it(app: App) -> None:
    pass_by(app, FRAMES)
    assert app.idling.resting
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_SPACE, mod=0, unicode=" "))
    app.idling.wait(1.0)  # returns with the event, which the next frame has
    app.tick(1 / 60)
    assert not app.idling.resting
    pass_by(app, FRAMES)
    attempt = app.scene.attempt
    assert attempt.session.count == 1 and app.idling.resting


@pytest.mark.slow
def test_what_moves_is_drawn_in_every_frame(app: App) -> None:
    pass_by(app, FRAMES)
    app.game.settings.still = False
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_l, mod=0, unicode="l"))
    for _ in range(60):
        app.tick(1 / 60)
        assert not app.idling.resting


@pytest.mark.slow
def test_waiting_hands_over_each_event_once(app: App) -> None:
    pass_by(app, FRAMES)
    for key in (pygame.K_a, pygame.K_b, pygame.K_c):
        pygame.event.post(pygame.event.Event(pygame.USEREVENT, key=key))
    app.idling.wait(1.0)
    got = [event.key for event in app.idling.events() if event.type == pygame.USEREVENT]
    assert got == [pygame.K_a, pygame.K_b, pygame.K_c] and not app.idling.resting
