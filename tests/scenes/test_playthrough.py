"""Walkthroughs by real events through the loop: the whole game, a level by mouse, the next two by keyboard and gamepad;
and by gamepad a level of each other board. Whatever is played, the director's rules hold in each of its frames.
"""

import gc
from collections.abc import Iterator

import pygame
import pytest

from downslope.app.app import App, Options
from downslope.attempt.director import Phase
from downslope.attempt.game.game import Game
from downslope.boards.kinds import kind_of
from downslope.rules import CHAPTERS, places
from downslope.scenes.play.play import PlayScene
from downslope.storage.saves import Store
from lib.players import Gamepad, Hand, Keyboard, Mouse
from lib.support import campaign, shipped
from lib.walkthrough import UNTIL, play_all, play_level, watch

LONG = {"ten-neurons", "kernels", "read-my-hand", "stop-in-time"}  # they take a minute: the whole game plays them
LEVELS = [place.level for place in places(shipped()) if place.chapter <= UNTIL]
BY_PAD = {kind_of(level) for level in LEVELS[1::3]}  # in the whole game, where the hands take turns
BOARDS = {kind_of(level): level.id for level in campaign() if level.id not in LONG}  # the last one of each board
HANDS = [("two-recipes", Keyboard), ("dead-relu", Mouse), ("freeze-the-toes", Gamepad)]  # these in the quick round
PADS = [(level, Gamepad) for kind, level in BOARDS.items() if kind not in BY_PAD]
SLOW = [pytest.param(*each, marks=pytest.mark.slow) for each in PADS if each not in HANDS]


@pytest.fixture
def app() -> Iterator[App]:
    store = Store()
    store.settings.still = True
    store.settings.sound = store.settings.wind = store.settings.music = 0.0
    gc.freeze()  # the game looks through what it keeps after each screen: not through what other tests keep
    app = App(Options(size=(1280, 720)), Game(store, catalog=shipped()))
    app.tick(1 / 60)
    yield app
    app.close()
    pygame.display.quit()
    gc.unfreeze()


@pytest.mark.slow
def test_the_whole_game(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    witnesses = watch(app, monkeypatch)
    play_all(app, [Mouse(app), Keyboard(app), Gamepad(app)])
    progress = app.game.progress
    assert len(LEVELS) == 39 and all(progress.has_reached(level.id) for level in LEVELS)
    assert {level: witness.faults for level, witness in witnesses.items() if witness.faults} == {}
    assert {level for level, witness in witnesses.items() if witness.before is Phase.CARD} == {v.id for v in LEVELS}
    assert {level.id for level in LEVELS if progress.stars(level.id) != [1, 2, 3]} == set(), "played as well as can be"
    assert all(set(progress.recap(chapter.key).values()) == {True} for chapter in CHAPTERS[:UNTIL])
    again = Store()
    assert again.faults == [] and again.progress == progress, "everything was saved"


@pytest.mark.parametrize(("level", "kind"), [*HANDS, *SLOW])
def test_a_level_of_every_board(app: App, level: str, kind: type[Hand], monkeypatch: pytest.MonkeyPatch) -> None:
    app.scene = PlayScene(app.game, app.game.catalog.level(level))
    witnesses = watch(app, monkeypatch)
    play_level(kind(app), level)
    assert [(witness.faults, witness.before) for witness in witnesses.values()] == [([], Phase.CARD)]
