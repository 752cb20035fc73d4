"""Boards of one weight beside the bowl: the recording, the sealed box, the bath, the lock; and ghosts on a line."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

import pygame
import pytest

from checks.paper import written
from downslope import Knob
from downslope.attempt.rehearsal import ShowPhase
from downslope.boards.one_neuron.feel_board import FeelBoard
from downslope.boards.one_neuron.lock_board import Boats, LockBoard
from downslope.boards.one_neuron.needles_board import NeedlesBoard
from downslope.boards.one_neuron.recording_board import RecordingBoard, is_taken_over
from downslope.boards.one_neuron.sealed_board import SealedBoard
from downslope.rules.actions import Learn, TakeOver, Turn
from downslope.scenes.play.play import PlayScene
from downslope.view.charts.run_chart import RecordingStrip
from driving import Driver
from playing import board_of, click, control, enter, key, need, opened, painted, screen, until, wait
from support import play, shipped

pytestmark = pytest.mark.usefixtures("display")
LEFT, RIGHT = pygame.K_LEFT, pygame.K_RIGHT
board = partial(board_of, kind=RecordingBoard)
strip_of = partial(control, name="recording", kind=RecordingStrip)


def words(driver: Driver) -> str:
    return " ".join(text.string for text in written(driver.scene.draw, (1280, 720), driver.game.look()))


def test_the_scrubber_has_the_keyboard_at_once_and_takes_over_where_it_stands() -> None:
    driver = opened("runaway", bets=False)
    attempt = screen(driver).attempt
    key(driver, LEFT, LEFT, pygame.K_HOME)
    assert attempt.step == 0 and driver.scene.focus == "recording"
    key(driver, pygame.K_END, *[LEFT] * 8)
    error = f"{attempt.session.run.at(8).error:.7f}"
    assert attempt.step == 8 and error == "0.0000113" in board(driver).words()[1], "with the digits that tell"
    key(driver, *[RIGHT] * 3, pygame.K_RETURN)
    assert is_taken_over(attempt.session)
    key(driver, pygame.K_SPACE, then=0.3)
    reel = strip_of(driver)
    assert (reel.recorded, len(reel.errors), len(reel.rest), reel.slots) == (11, 13, 17, 17)
    assert reel.alphas == pytest.approx((0.1,) * 8 + (1.0,) * 3 + (0.1,))
    key(driver, pygame.K_r, then=0.1)
    assert attempt.session.count == attempt.session.recorded == attempt.step == 16, "the recording is back"
    assert not is_taken_over(attempt.session) and strip_of(driver).rest == ()


@pytest.mark.parametrize("still", [True, False])
def test_it_plays_from_the_beginning_to_its_end(still: bool) -> None:
    driver = opened("runaway", bets=False, still=still)
    attempt = screen(driver).attempt
    key(driver, pygame.K_SPACE, then=1.5)
    assert 2 <= attempt.step <= 6 and board(driver).playing
    key(driver, pygame.K_SPACE)
    held = attempt.step
    wait(driver, 1.0)
    assert attempt.step == held and not board(driver).playing
    key(driver, pygame.K_SPACE, then=6.0)
    assert attempt.step == 16 and not board(driver).playing and attempt.session.actions == []


def test_undo_takes_back_a_take_over_with_the_alpha_that_it_brought() -> None:
    """Else the next step would be made with the night's alpha, which the knob cannot show."""
    driver = opened("runaway", bets=False)
    attempt = screen(driver).attempt
    key(driver, LEFT, pygame.K_RETURN)
    assert attempt.session.actions == [TakeOver(15), Turn("alpha", 0.1)]
    key(driver, pygame.K_z)
    assert attempt.session.actions == [] and not board(driver).taken
    board(driver).scrub(8)
    key(driver, pygame.K_RETURN, pygame.K_UP)
    assert attempt.session.actions == [TakeOver(8), Turn("alpha", 0.2)]
    key(driver, pygame.K_z)
    assert attempt.session.actions == [TakeOver(8)] and board(driver).alpha.value() == 0.1
    key(driver, pygame.K_l, then=6.0)
    assert attempt.session.outcome is not None and isinstance(attempt.session.actions[-1], Learn)


sealed = partial(board_of, kind=SealedBoard)


def test_nothing_of_the_box_is_shown_before_it_is_won_and_the_table_says_what_the_engine_computed() -> None:
    driver = opened("sealed-box", still=False, bets=False)
    box = sealed(driver).stage.box()
    assert (box.input, box.weight) == (None, None) and box.misses == pytest.approx([-0.88])
    key(driver, pygame.K_SPACE, then=0.1)
    assert len(sealed(driver).stage.known_misses()) == 1, "what a step left is told when Pip has arrived"
    wait(driver, 1.0)
    run = screen(driver).attempt.session.run
    misses = [run.at(k).predictions[0][0] - 1.2 for k in range(2)]
    assert sealed(driver).stage.known_misses() == pytest.approx(misses)
    assert misses[1] / misses[0] == pytest.approx(1 - 0.1 * 1.6**2)


@pytest.mark.parametrize(("alpha", "grown"), [("0.1", False), ("0.6", False), ("0.9", True)])
def test_a_miss_that_has_grown_is_not_called_a_part(alpha: str, grown: bool) -> None:
    driver = opened("sealed-box", bets=False)
    click(driver, "knob alpha typed")
    driver.type("7")
    key(driver, pygame.K_RETURN)
    assert any("goes from" in f"{toast.title} {toast.body}" for toast in driver.game.toasts.shown)
    enter(driver, "knob alpha", alpha, pygame.K_SPACE, then=1.0)
    before, after = sealed(driver).stage.misses()
    assert (abs(after) > abs(before)) == grown
    assert ("grown" in sealed(driver).words()[0]) == grown and ("a part" in sealed(driver).words()[0]) != grown


room = partial(board_of, kind=FeelBoard)


def by_hand(driver: Driver, *keys: int, then: float = 0.0) -> None:
    for code in keys:
        key(driver, code, then=0.5)
    wait(driver, then)


def tiles(driver: Driver) -> list[str]:
    return [widget.name.removeprefix("tile ") for widget in driver.scene.widgets if widget.name.startswith("tile ")]


def test_by_hand_each_press_is_one_move_that_pip_calls_better_or_worse_and_no_number_is_told() -> None:
    driver = opened("warmer", bets=False)
    attempt = screen(driver).attempt
    assert tiles(driver) == ["colder", "hotter", "hint"]
    by_hand(driver, LEFT)
    assert "Worse. Hotter, then?" in words(driver) and need(driver.scene.widget("tile hotter")).primary
    click(driver, "tile hotter", then=0.5)
    assert "Better! Hotter again?" in words(driver) and not re.findall(r"\d", words(driver).replace("3-1", ""))
    assert attempt.session.actions == [Turn("weight", 1.2), Turn("weight", 1.3)]
    assert room(driver).room.moves() == ((False, False), (True, True))
    key(driver, pygame.K_z, then=0.5)
    assert room(driver).room.moves() == ((False, False),)
    key(driver, pygame.K_r, then=0.5)
    assert room(driver).room.moves() == () and attempt.session.weights == [1.3]


@pytest.mark.parametrize("press", [pygame.K_l, pygame.K_RETURN])
def test_just_right_the_loop_is_offered_and_plays_the_same_moves(press: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lit = list[str]()
    monkeypatch.setattr("downslope.boards.one_neuron.feel_board.draw_loop", lambda *drawn: (
        lit.extend(drawn[2][number].strip() for number in drawn[3])))  # fmt: skip
    driver = opened("warmer", bets=False, still=False)
    by_hand(driver, *[RIGHT] * 3, then=2.0)
    assert "You did the same thing 3 times. Shall the loop do it for you?" in words(driver)
    assert tiles(driver) == ["next", "by hand"]
    key(driver, press)
    loop, weights = need(room(driver).room.loop), set[float]()
    assert loop.count == 3 and loop.won
    while not screen(driver).attempt.session.stage:
        weights.add(round(2 * 0.8 * room(driver).room.warmth(), 3))
        wait(driver, 0.05)
        painted(driver)
    assert {1.3, 1.4, 1.5, 1.6} <= weights and {"weight += alpha", "if hotter < colder:"} <= set(lit)
    assert screen(driver).attempt.session.weights == [0.5]


LOCK = "hands-off"


def boats(driver: Driver) -> Boats:
    return board_of(driver, LockBoard).water.boats()


def test_the_boat_goes_with_the_prediction_leaves_its_wake_and_rocks_where_it_bumps() -> None:
    driver = opened(LOCK, bets=False, still=False)
    assert boats(driver).at == 0.25 and not boats(driver).past and len(boats(driver).other) == 12
    click(driver, "tile learn")
    until(driver, "verdict")
    run = screen(driver).attempt.session.run
    path = [0.5 * run.weights_at(step)[0] for step in range(run.count + 1)]
    assert [*boats(driver).past, boats(driver).at] == path and len(path) == 13
    screen(driver).attempt.look(5)
    assert boats(driver).at == path[5] == pytest.approx(0.669482, abs=1e-6)
    key(driver, pygame.K_r)
    driver.scene.set_focus("knob alpha")
    key(driver, RIGHT, RIGHT)
    click(driver, "tile learn")
    rocked = set[float]()
    for _ in range(60):
        wait(driver, 0.05)
        bumped = boats(driver).bumped
        rocked |= {bumped[1]} if bumped is not None else set()
    assert bumped == (0.6, 0) and min(rocked) < 0 < max(rocked)
    screen(driver).attempt.look(1)
    assert boats(driver).bumped is None


def test_an_engine_is_chosen_by_pointer_or_keys_and_holds_for_the_run() -> None:
    driver = opened(LOCK, bets=False)
    click(driver, "engine 1")
    session, choices = screen(driver).attempt.session, board_of(driver, LockBoard).engines.choices
    assert session.knobs["learner"] == "hot-and-cold"
    assert [(each.kind, each.label) for each in choices] == [("on", "fixed step"), ("normal", "delta")]
    assert choices[0].strides == pytest.approx([0.3 * k for k in range(6)])
    driver.scene.set_focus("engine 2")
    key(driver, pygame.K_RETURN)
    click(driver, "tile learn")
    until(driver, "verdict")
    click(driver, "engine 1")
    assert screen(driver).attempt.session.knobs["learner"] == "gradient-descent"
    assert [toast.title for toast in driver.game.toasts.shown] == [
        "engine holds for the whole run: press Reset to choose again."
    ]


def test_a_bet_shows_two_wakes_of_its_run_and_a_level_of_ones_own_may_have_no_engine() -> None:
    driver = opened(LOCK)
    key(driver, pygame.K_d, then=0.5)
    run = play(LOCK, Learn(2)).run
    assert boats(driver).foreseen == [0.5 * run.weights_at(step)[0] for step in (1, 2)]
    level = replace(shipped().level(LOCK), knobs=[Knob("alpha", 0.1, 4)], knobs_until="end", ghost=(), questions=())
    driver = opened(level)
    assert driver.scene.widget("engine 1") is None and driver.scene.widget("knob alpha") is not None
    assert driver.scene.widget("tile step") is not None and not boats(driver).other
    bare = board_of(opened(replace(level, knobs=())), LockBoard)
    assert bare.stage_tree() is bare.water


@pytest.mark.parametrize("level", ["sealed-box", "toes", "freeze-the-toes"])
def test_each_try_is_a_ghost(level: str) -> None:
    driver = opened(level, bets=False)
    driver.scene = PlayScene(driver.game, shipped().level(level), auto=True)
    machine, board = need(screen(driver).attempt.machine), screen(driver).board
    ghosts = board.stage.ghosts if isinstance(board, SealedBoard) else board_of(
        driver, NeedlesBoard).needles_panel.ghosts  # fmt: skip
    while machine.tried is None or not machine.tried.shown:
        wait(driver, 0.1)
    assert len(need(ghosts.seen).ghosts) == len(machine.tried.lanes)
    painted(driver)
    machine.run()
    wait(driver, 0.1)
    assert machine.phase is ShowPhase.RUNS and ghosts.seen is None
