"""From the title to the last recap, with real events through the loop: a level by keyboard, the next one by mouse.

And once more the other way round, so that either hand alone can play each level.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pygame
import pytest

from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.rules.campaign import CHAPTERS, places
from downslope.storage.saves import Store
from players import Hand, Keyboard, Mouse
from support import shipped
from walkthrough import MOVES, UNTIL, play_all
from witness import GONE_THROUGH, watch

pytestmark = pytest.mark.slow


@pytest.fixture
def app() -> Iterator[App]:
    store = Store()
    store.settings.still = True
    store.settings.sound = store.settings.wind = store.settings.music = 0.0
    gc.collect()
    gc.freeze()  # the game looks through all that is kept after each screen: not through what other tests keep
    app = App(Options(size=(1280, 720)), Game(store, catalog=shipped()))
    app.tick(1 / 60)
    yield app
    app.close()
    pygame.display.quit()
    gc.unfreeze()


@pytest.mark.parametrize("hands", [(Keyboard, Mouse), (Mouse, Keyboard)], ids=["keyboard first", "mouse first"])
def test_the_whole_game(app: App, monkeypatch: pytest.MonkeyPatch, hands: tuple[type[Hand], ...]) -> None:
    witnesses = watch(app, monkeypatch)
    play_all(app, [hand(app) for hand in hands])
    progress = app.game.progress
    levels = [place.level for place in places(shipped()) if place.chapter <= UNTIL]
    assert len(levels) == 39 and all(progress.has_reached(level.id) for level in levels)
    assert {level: witness.faults for level, witness in witnesses.items() if witness.faults} == {}
    assert {level for level, witness in witnesses.items() if witness.came >= GONE_THROUGH} == {v.id for v in levels}
    short = {level.id: progress.stars(level.id) for level in levels if progress.stars(level.id) != [1, 2, 3]}
    assert short == {}, "played as well as it can be"
    assert all(set(progress.recap(chapter.key).values()) == {True} for chapter in CHAPTERS[:UNTIL])
    again = Store()
    assert again.faults == [] and again.progress == progress, "everything was saved"


def test_every_level_has_its_moves() -> None:
    assert list(MOVES) == [place.level.id for place in places(shipped()) if place.chapter <= UNTIL]
