"""A level of every board goes through the director's states, by mouse, keys and gamepad; what holds in each."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from itertools import cycle

import pygame
import pytest

from downslope.app.app import App, Options
from downslope.attempt.director import DEAF, Phase
from downslope.attempt.game.game import Game
from downslope.boards.kinds import kind_of
from downslope.scenes.play.play import PlayScene
from downslope.storage.saves import Store
from downslope.view.widgets.button import Tile
from driving import FRAME
from players import Gamepad, Hand, Keyboard, Mouse, NamelessGamepad
from playing import click, key, opened, screen, to_card, told, wait
from support import campaign, shipped
from walkthrough import play_level
from witness import GONE_THROUGH, watch

pytestmark = pytest.mark.usefixtures("display")

TRAINS = {"ten-neurons", "kernels", "read-my-hand"}  # minutes in another process: the whole game plays them
LEVELS = {kind_of(level): level.id for level in campaign() if level.id not in TRAINS}  # the last one of each board


@pytest.fixture
def app() -> Iterator[App]:
    store = Store()
    store.settings.still = True
    store.settings.sound = store.settings.wind = store.settings.music = 0.0
    gc.collect()
    app = App(Options(size=(1280, 720)), Game(store, catalog=shipped()))
    app.tick(1 / 60)
    yield app
    app.close()


# A pad with a name and one without go through half of the boards each: what they tell differs, not what it means.
# By keys and mouse the whole game is watched in the same way (test_playthrough.py).
PADS = [Gamepad, NamelessGamepad]
HANDS = [("two-recipes", Keyboard), ("dead-relu", Mouse), ("freeze-the-toes", Gamepad)]
SLOW = [(level, kind) for level, kind in zip(LEVELS.values(), cycle(PADS)) if (level, kind) not in HANDS]


@pytest.mark.parametrize(("level", "kind"), [*HANDS, *(pytest.param(*each, marks=pytest.mark.slow) for each in SLOW)])
def test_a_level_goes_through_the_states(
    app: App, level: str, kind: type[Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    app.scene = PlayScene(app.game, app.game.catalog.level(level))
    witnesses = watch(app, monkeypatch)
    play_level(kind(app), level)
    assert {level: witness.faults for level, witness in witnesses.items()} == {level: []}
    assert witnesses[level].came >= GONE_THROUGH


# -- it stands --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "knob", "value", "do"),
    [
        ("a-hundredth", "weight", 0.01, "send"), ("in-the-dark", "weight", 1.55, "probe"),
        ("thirteen", "alpha", 9.0, "learn"), ("goldilocks", "alpha", 0.6, "learn"),
    ],
)  # fmt: skip
def test_what_is_told_stands_until_a_press(level: str, knob: str, value: float, do: str) -> None:
    driver = opened(level, bets=False)
    play = screen(driver)
    play.attempt.turn(knob, value)
    play.do(do)
    told(driver)
    wait(driver, DEAF)
    shown = play.kind, [(w.name, w.rect) for w in play.widgets], play.focus
    wait(driver, 30.0)
    assert driver.scene is play and play.attempt.director.state is Phase.HOLD
    assert (play.kind, [(w.name, w.rect) for w in play.widgets], play.focus) == shown
    key(driver, pygame.K_ESCAPE)
    if shown[0]:
        assert driver.scene is play and play.kind == "" and play.attempt.director.state is Phase.HOLD
        key(driver, pygame.K_ESCAPE)
    assert type(driver.scene).__name__ == "LevelMapScene"


# -- how long, and what a press does ----------------------------------------------------------------------------------


def test_knobs_and_tiles_wait_while_a_win_is_played() -> None:
    driver = opened("a-hundredth", bets=False, still=False, panels="all")
    play = screen(driver)
    play.attempt.turn("weight", 0.01)
    play.do("send")
    wait(driver, FRAME)
    driver.patient = False
    assert all(w.waits for w in play.widgets if isinstance(w, Tile) and w.name != "tile hint")
    for code in (pygame.K_RIGHT, pygame.K_r, pygame.K_z):
        driver.key(code)
    click(driver, "tile reset")
    assert play.attempt.session.weights == [0.01] and play.attempt.session.won
    assert play.attempt.director.state is Phase.PLAY


@pytest.mark.slow
@pytest.mark.parametrize("level", ["dead-wire", "valley", "linear-layers"])
def test_enter_after_a_verdict_never_leads_to_the_map(level: str) -> None:
    driver = opened(level, bets=False)
    for _ in range(40):
        if not isinstance(driver.scene, PlayScene):
            break
        if screen(driver).attempt.director.state is Phase.TRY:
            screen(driver).do("learn")
        wait(driver, FRAME)
        key(driver, pygame.K_RETURN)
    assert type(driver.scene).__name__ in ("PlayScene", "CardScene")


def test_the_machines_run_beside_ones_own_is_worked_out_while_it_stands() -> None:
    driver = opened("thirteen", bets=False)
    screen(driver).attempt.turn("alpha", 15.0)
    screen(driver).do("learn")
    told(driver)
    wait(driver, 6.0)
    card = to_card(driver)
    assert not card.summary.looking and card.summary.ghost is not None
