"""The board of a lock: the boat is where the prediction is, the choice stands under it, the run is made at once."""

from __future__ import annotations

from dataclasses import replace

import pygame
import pytest

from downslope import Knob, Learn
from downslope.boards.one_neuron.lock_board import LockBoard
from downslope.view.scenery.lock_water import Boats
from driving import Driver
from playing import board_of, click, key, opened, screen, until, wait
from support import play, shipped

pytestmark = pytest.mark.usefixtures("display")
LEVEL = "hands-off"


def seen(driver: Driver) -> Boats:
    return board_of(driver, LockBoard).water.boats()


def test_the_boat_goes_with_the_prediction_and_leaves_its_wake() -> None:
    driver = opened(LEVEL, bets=False)
    assert seen(driver).at == 0.25 and not seen(driver).past and len(seen(driver).other) == 12
    key(driver, pygame.K_SPACE)
    until(driver, "verdict")
    run = screen(driver).attempt.session.run
    path = [0.5 * run.weights_at(step)[0] for step in range(run.count + 1)]
    assert [*seen(driver).past, seen(driver).at] == path and len(path) == 13
    screen(driver).attempt.look(5)
    assert seen(driver).at == path[5] == pytest.approx(0.669482, abs=1e-6)


def test_what_bumps_stops_at_the_gate_and_rocks() -> None:
    driver = opened(LEVEL, bets=False, still=False)
    for name in ("knob alpha",) * 2:
        driver.scene.set_focus(name)
        key(driver, pygame.K_RIGHT)
    click(driver, "tile learn")
    rocked = set[float]()
    for _ in range(60):
        wait(driver, 0.05)
        bumped = seen(driver).bumped
        rocked |= {bumped[1]} if bumped is not None else set()
    assert bumped is not None and bumped[0] == 0.6 and min(rocked) < 0 < max(rocked) and bumped[1] == 0
    assert screen(driver).attempt.session.outcome is not None
    screen(driver).attempt.look(1)
    assert seen(driver).bumped is None
    key(driver, pygame.K_r)
    wait(driver, 0.5)
    assert seen(driver).bumped is None and seen(driver).at == 0.25


def test_an_engine_is_chosen_by_pointer_or_keys_and_holds_for_the_run() -> None:
    driver = opened(LEVEL, bets=False)
    click(driver, "engine 1")
    engines, session = board_of(driver, LockBoard).engines, screen(driver).attempt.session
    assert session.knobs["learner"] == "hot-and-cold" and [each.kind for each in engines.choices] == ["on", "normal"]
    assert [each.label for each in engines.choices] == ["fixed step", "delta"]
    fixed, shrinking = (each.strides for each in engines.choices)
    assert fixed == pytest.approx([0.3 * k for k in range(6)])
    assert all(b - a > c - b for a, b, c in zip(shrinking, shrinking[1:], shrinking[2:]))
    driver.scene.set_focus("engine 2")
    key(driver, pygame.K_RETURN)
    assert screen(driver).attempt.session.knobs["learner"] == "gradient-descent"
    click(driver, "tile learn")
    until(driver, "verdict")
    click(driver, "engine 1")
    assert screen(driver).attempt.session.knobs["learner"] == "gradient-descent"
    assert [toast.title for toast in driver.game.toasts.shown] == [
        "engine holds for the whole run: press Reset to choose again."
    ]


def test_a_bet_shows_two_wakes_of_its_run() -> None:
    driver = opened(LEVEL)
    key(driver, pygame.K_d)
    wait(driver, 0.5)
    run = play(LEVEL, Learn(2)).run
    assert seen(driver).foreseen == [0.5 * run.weights_at(step)[0] for step in (1, 2)]


def test_a_level_of_ones_own_has_its_gates_and_may_have_no_engine() -> None:
    level = replace(shipped().level(LEVEL), knobs=[Knob("alpha", 0.1, 4)], knobs_until="end", ghost=(), questions=())
    driver = opened(level)
    board = board_of(driver, LockBoard)
    assert driver.scene.widget("engine 1") is None and driver.scene.widget("knob alpha") is not None
    assert driver.scene.widget("tile step") is not None and not board.water.boats().other
    bare = opened(replace(level, knobs=()))
    assert board_of(bare, LockBoard).stage_tree() is board_of(bare, LockBoard).water
