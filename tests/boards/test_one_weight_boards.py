"""Boards of one weight beside the bowl: the recording, the sealed box, the bath, the lock; and ghosts on a line."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

import pygame
import pytest
from pygame import Rect, Surface

from checks.paper import Page, Paper, written
from downslope import Knob
from downslope.attempt.rehearsal import ShowPhase
from downslope.boards.one_neuron.feel_board import FeelBoard
from downslope.boards.one_neuron.lock_board import Boats, LockBoard
from downslope.boards.one_neuron.needles_board import NeedlesBoard
from downslope.boards.one_neuron.recording_board import RecordingBoard, is_taken_over
from downslope.boards.one_neuron.sealed_board import SealedBoard
from downslope.boards.shared.board import stage_rect
from downslope.boards.shared.try_ghosts import GhostStage
from downslope.rules.actions import Learn, TakeOver, Turn
from downslope.scenes.play.play import PlayScene
from downslope.view.charts.run_chart import RecordingStrip
from downslope.view.draw.rects import meets
from downslope.view.format.numbers import number, telling
from downslope.view.widgets.number_input import Detents
from driving import Driver
from playing import bet_on, board_of, click, control, enter, key, need, opened, painted, screen, until, wait
from support import play, shipped

pytestmark = pytest.mark.usefixtures("display")
LEFT, RIGHT = pygame.K_LEFT, pygame.K_RIGHT
board = partial(board_of, kind=RecordingBoard)
strip_of = partial(control, name="recording", kind=RecordingStrip)


def scrub_to(driver: Driver, step: int) -> None:
    """Back from where it is, with the keys; there the player takes over."""
    while screen(driver).attempt.step > step:
        key(driver, LEFT)
    key(driver, pygame.K_RETURN)


def test_the_scrubber_has_the_keyboard_at_once() -> None:
    driver = opened("runaway", bets=False)
    assert driver.scene.focus == "recording"
    key(driver, LEFT, LEFT, pygame.K_HOME)
    assert screen(driver).attempt.step == 0
    key(driver, pygame.K_END, LEFT)
    assert screen(driver).attempt.step == 15 and driver.scene.focus == "recording"
    key(driver, pygame.K_RETURN)  # takes over, wherever the keyboard is
    assert is_taken_over(screen(driver).attempt.session)


def test_the_error_is_told_with_the_digits_that_tell() -> None:
    driver = opened("runaway", bets=False)
    screen(driver).attempt.look(8)
    wait(driver, 0.1)
    error = screen(driver).attempt.session.run.at(8).error
    assert f"{error:.7f}" == "0.0000113" and "0.0000113" in board(driver).words()[1]
    assert [telling(v) for v in (0.04, 0.0123, 0.5, 485.76, 0.0, 2e-8)] == [
        "0.04", "0.0123", "0.50", "485.76", "0.00", number(2e-8),
    ]  # fmt: skip


@pytest.mark.parametrize("text", [1.0, 1.5])
def test_the_verdict_leaves_alpha_and_the_recording_free(text: float) -> None:
    driver = opened("runaway", bets=False, text=text)
    attempt = screen(driver).attempt
    attempt.look(12)
    key(driver, pygame.K_RETURN)
    attempt.turn("alpha", 0.5)
    key(driver, pygame.K_l)
    until(driver, "verdict")
    for name in ("knob alpha", "recording", "tile reset"):
        widget = driver.scene.widget(name)
        assert widget is not None and widget.live and not meets(widget.rect, screen(driver).dock.rect), name
    alpha = control(driver, "knob alpha", Detents)
    painted(driver)
    driver.drag((alpha.x_of(0.5), alpha.line), (alpha.x_of(0.2), alpha.line))
    wait(driver, 0.1)
    assert attempt.session.knobs["alpha"] == 0.2 and screen(driver).kind == ""


def test_the_ratio_is_told_after_the_bet_and_only_where_it_was_scrubbed() -> None:
    driver = opened("runaway")
    key(driver, LEFT, LEFT)
    assert strip_of(driver).passed == frozenset()
    bet_on(driver, "9")
    key(driver, pygame.K_ESCAPE)
    assert screen(driver).attempt.step == 14, "where the player was"
    key(driver, LEFT, LEFT)
    reel = strip_of(driver)
    assert reel.passed == {13, 14}
    assert [round(reel.errors[i] / reel.errors[i - 1], 6) for i in sorted(reel.passed)] == [9, 9]


@pytest.mark.parametrize("still", [True, False])
def test_it_plays_from_the_beginning_to_its_end(still: bool) -> None:
    driver = opened("runaway", bets=False, still=still)
    attempt = screen(driver).attempt
    key(driver, pygame.K_SPACE)
    assert board(driver).playing
    wait(driver, 1.5)
    assert 2 <= attempt.step <= 6
    key(driver, pygame.K_SPACE)
    held = attempt.step
    wait(driver, 1.0)
    assert attempt.step == held and not board(driver).playing
    key(driver, pygame.K_SPACE, then=6.0)
    assert attempt.step == 16 and not board(driver).playing
    assert attempt.session.count == 16 and attempt.session.actions == []


def test_own_steps_are_another_kind_and_reset_brings_the_recording_back() -> None:
    driver = opened("runaway", bets=False)
    attempt = screen(driver).attempt
    scrub_to(driver, 11)
    key(driver, pygame.K_SPACE, then=0.3)
    reel = strip_of(driver)
    assert (reel.recorded, len(reel.errors), len(reel.rest), reel.slots) == (11, 13, 17, 17)
    assert reel.alphas == pytest.approx((0.1,) * 8 + (1.0,) * 3 + (0.1,))
    assert not reel.hold
    passed = set(board(driver).passed)
    key(driver, pygame.K_r, then=0.1)
    assert attempt.session.count == attempt.session.recorded == attempt.step == 16
    assert not is_taken_over(attempt.session) and strip_of(driver).rest == ()
    assert board(driver).passed == passed | {12}  # a jump is no scrubbing; the own step was seen


def test_undo_takes_back_a_take_over_with_the_alpha_that_it_brought() -> None:
    """Else the next step would be made with the night's alpha, which the knob cannot show."""
    driver = opened("runaway", bets=False)
    attempt = screen(driver).attempt
    scrub_to(driver, 15)
    assert attempt.session.actions == [TakeOver(15), Turn("alpha", 0.1)]
    key(driver, pygame.K_z)
    assert attempt.session.actions == [] and not board(driver).taken
    board(driver).scrub(8)
    key(driver, pygame.K_RETURN)
    key(driver, pygame.K_UP)
    assert board(driver).alpha.value() == 0.2
    assert attempt.session.actions == [TakeOver(8), Turn("alpha", 0.2)]
    key(driver, pygame.K_z)
    assert attempt.session.actions == [TakeOver(8)] and attempt.session.knobs["alpha"] == 0.1
    assert board(driver).alpha.value() == 0.1
    key(driver, pygame.K_l, then=6.0)
    assert attempt.session.outcome is not None and isinstance(attempt.session.actions[-1], Learn)


def test_the_lens_enlarges_so_much_and_the_arrows_walk_the_answers_while_the_bet_is_open() -> None:
    driver = opened("runaway")
    painted(driver)
    foot = board(driver).bowl
    assert foot is not None and foot.lens is not None
    assert round(foot.factor) == 25
    assert foot.in_lens(0.5) and not foot.in_lens(11.42)
    key(driver, pygame.K_d, then=0.5)
    key(driver, pygame.K_RIGHT)
    before = driver.scene.focus
    assert before.startswith("answer")
    key(driver, pygame.K_RIGHT)
    assert driver.scene.focus.startswith("answer") and driver.scene.focus != before
    click(driver, "answer 1")
    until(driver, "run")
    assert all(word in words(driver) for word in ("weight", "loudness", "from here on")), "the neuron stands there"
    assert not need(driver.scene.widget("knob alpha")).enabled, "the run is the bet's"


sealed = partial(board_of, kind=SealedBoard)


def test_nothing_of_the_box_is_shown_before_it_is_won_and_the_table_says_what_the_engine_computed() -> None:
    driver = opened("sealed-box")
    box = sealed(driver).stage.box()
    assert (box.input, box.weight) == (None, None)
    assert box.misses == pytest.approx([-0.88])
    x, y, width, _height = sealed(driver).stage.rect
    place = sealed(driver).anchor(0, 1.6)  # what is thought to be in it
    assert place is not None and (place.side, place.value) == ("left", None)
    assert x < place.x < x + width / 3 and y < place.y < y + 250, "beside it, not on the line of the misses"
    key(driver, pygame.K_SPACE, then=0.3)
    run = screen(driver).attempt.session.run
    misses = [run.at(k).predictions[0][0] - 1.2 for k in range(2)]
    assert sealed(driver).stage.misses() == pytest.approx(misses)
    assert misses[1] / misses[0] == pytest.approx(1 - 0.1 * 1.6**2)


@pytest.mark.parametrize(("alpha", "grown"), [("0.1", False), ("0.6", False), ("0.9", True)])
def test_a_miss_that_has_grown_is_not_called_a_part(alpha: str, grown: bool) -> None:
    driver = opened("sealed-box", bets=False)
    enter(driver, "knob alpha", alpha, pygame.K_SPACE, then=1.0)
    before, after = sealed(driver).stage.misses()
    assert (abs(after) > abs(before)) == grown
    assert ("grown" in sealed(driver).words()[0]) == grown and ("a part" in sealed(driver).words()[0]) != grown


def test_the_number_is_a_box_to_click_on_and_type_in() -> None:
    driver = opened("sealed-box", bets=False)
    click(driver, "knob alpha typed")
    assert driver.scene.focus == "knob alpha"
    driver.type("0.5")
    key(driver, pygame.K_RETURN)
    assert screen(driver).attempt.session.knobs["alpha"] == 0.5
    click(driver, "knob alpha typed")
    driver.type("7")
    key(driver, pygame.K_RETURN)
    assert screen(driver).attempt.session.knobs["alpha"] == 0.5
    assert any("goes from" in toast.body or "goes from" in toast.title for toast in driver.game.toasts.shown)


def test_what_a_step_left_is_told_when_pip_has_arrived() -> None:
    driver = opened("sealed-box", bets=False, still=False)
    key(driver, pygame.K_SPACE, then=0.1)
    assert screen(driver).attempt.playback.moving and len(sealed(driver).stage.known_misses()) == 1
    wait(driver, 1.0)
    assert len(sealed(driver).stage.known_misses()) == 2


def words(driver: Driver) -> str:
    return " ".join(text.string for text in written(driver.scene.draw, (1280, 720), driver.game.look()))


room = partial(board_of, kind=FeelBoard)


def by_hand(driver: Driver, *keys: int, then: float = 0.0) -> None:
    for code in keys:
        key(driver, code, then=0.5)
    wait(driver, then)


def test_by_hand_there_are_two_buttons_and_no_number() -> None:
    driver = opened("warmer", bets=False)
    for keys in ((), (pygame.K_LEFT,), (pygame.K_RIGHT, pygame.K_RIGHT)):
        by_hand(driver, *keys)
        text = words(driver).replace("3-1", "")
        assert not re.findall(r"\d", text), text
        names = [widget.name for widget in driver.scene.widgets if widget.name.startswith("tile ")]
        assert names == ["tile colder", "tile hotter", "tile hint"]


def test_each_press_is_one_move_that_pip_calls_better_or_worse() -> None:
    driver = opened("warmer", bets=False)
    by_hand(driver, pygame.K_LEFT)
    assert "worse" in words(driver) and "Worse. Hotter, then?" in words(driver)
    hotter = driver.scene.widget("tile hotter")
    assert hotter is not None and hotter.primary
    click(driver, "tile hotter", then=0.5)
    assert "Better! Hotter again?" in words(driver)
    assert screen(driver).attempt.session.actions == [Turn("weight", 1.2), Turn("weight", 1.3)]
    assert room(driver).room.moves() == ((False, False), (True, True))
    key(driver, pygame.K_z, then=0.5)
    assert room(driver).room.moves() == ((False, False),)
    key(driver, pygame.K_r, then=0.5)
    assert room(driver).room.moves() == () and screen(driver).attempt.session.weights == [1.3]


@pytest.mark.parametrize("press", [pygame.K_l, pygame.K_RETURN])
def test_just_right_the_loop_is_offered_and_plays_the_same_moves(press: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lit, line = list[str](), "weight += alpha"
    monkeypatch.setattr("downslope.boards.one_neuron.feel_board.draw_loop", lambda *drawn: (
        lit.extend(drawn[2][number].strip() for number in drawn[3])))  # fmt: skip
    driver = opened("warmer", bets=False, still=False)
    by_hand(driver, *[pygame.K_RIGHT] * 3, then=2.0)
    assert "You did the same thing 3 times. Shall the loop do it for you?" in words(driver)
    assert [widget.name for widget in driver.scene.widgets if widget.name.startswith("tile ")] == [
        "tile next", "tile by hand",
    ]  # fmt: skip
    key(driver, press)
    loop, weights = need(room(driver).room.loop), set[float]()
    assert loop.count == 3 and loop.won
    for _ in range(round(3.0 / 0.05)):
        if screen(driver).attempt.session.stage:
            break
        weights.add(round(2 * 0.8 * room(driver).room.warmth(), 3))
        wait(driver, 0.05)
        painted(driver)
    assert {1.3, 1.4, 1.5, 1.6} <= weights and line in lit and "if hotter < colder:" in lit
    assert screen(driver).attempt.session.stage == 1 and screen(driver).attempt.session.weights == [0.5]


def test_by_hand_again_and_without_motion_the_loop_is_not_waited_for() -> None:
    driver = opened("warmer", bets=False)
    by_hand(driver, *[pygame.K_RIGHT] * 3, then=2.0)
    click(driver, "tile by hand", then=0.5)
    assert screen(driver).attempt.session.weights == [1.3] and "Which way is better?" in words(driver)
    by_hand(driver, *[pygame.K_RIGHT] * 3, then=2.0)
    key(driver, pygame.K_l)
    assert screen(driver).attempt.session.stage == 1
    wait(driver, 0.5)  # then it learns with the step that is chosen
    assert "Three looks for one move." in words(driver) and "Error bowl" not in words(driver)
    screen(driver).attempt.turn("alpha", 0.1)
    key(driver, pygame.K_SPACE, then=1.0)
    assert "Hotter was better." in words(driver)
    key(driver, pygame.K_l, then=8.0)
    session = screen(driver).attempt.session
    assert session.won and session.count == 11 == shipped().level("warmer").stage(1).par


LEVEL = "hands-off"


def boats(driver: Driver) -> Boats:
    return board_of(driver, LockBoard).water.boats()


def test_the_boat_goes_with_the_prediction_and_leaves_its_wake() -> None:
    driver = opened(LEVEL, bets=False)
    assert boats(driver).at == 0.25 and not boats(driver).past and len(boats(driver).other) == 12
    key(driver, pygame.K_SPACE)
    until(driver, "verdict")
    run = screen(driver).attempt.session.run
    path = [0.5 * run.weights_at(step)[0] for step in range(run.count + 1)]
    assert [*boats(driver).past, boats(driver).at] == path and len(path) == 13
    screen(driver).attempt.look(5)
    assert boats(driver).at == path[5] == pytest.approx(0.669482, abs=1e-6)


def test_what_bumps_stops_at_the_gate_and_rocks() -> None:
    driver = opened(LEVEL, bets=False, still=False)
    driver.scene.set_focus("knob alpha")
    key(driver, pygame.K_RIGHT, pygame.K_RIGHT)
    click(driver, "tile learn")
    rocked = set[float]()
    for _ in range(60):
        wait(driver, 0.05)
        bumped = boats(driver).bumped
        rocked |= {bumped[1]} if bumped is not None else set()
    assert bumped is not None and bumped[0] == 0.6 and min(rocked) < 0 < max(rocked) and bumped[1] == 0
    assert screen(driver).attempt.session.outcome is not None
    screen(driver).attempt.look(1)
    assert boats(driver).bumped is None
    key(driver, pygame.K_r, then=0.5)
    assert boats(driver).bumped is None and boats(driver).at == 0.25


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
    key(driver, pygame.K_d, then=0.5)
    run = play(LEVEL, Learn(2)).run
    assert boats(driver).foreseen == [0.5 * run.weights_at(step)[0] for step in (1, 2)]


def test_a_level_of_ones_own_has_its_gates_and_may_have_no_engine() -> None:
    level = replace(shipped().level(LEVEL), knobs=[Knob("alpha", 0.1, 4)], knobs_until="end", ghost=(), questions=())
    driver = opened(level)
    board = board_of(driver, LockBoard)
    assert driver.scene.widget("engine 1") is None and driver.scene.widget("knob alpha") is not None
    assert driver.scene.widget("tile step") is not None and not board.water.boats().other
    bare = opened(replace(level, knobs=()))
    assert board_of(bare, LockBoard).stage_tree() is board_of(bare, LockBoard).water


class Counting(Paper):
    """Remembers where it drew Pip."""

    spots: list[tuple[float, float]]

    def pip(self, x: float, y: float, *args: object, **more: object) -> None:
        type(self).spots.append((x, y))


def drawn(driver: Driver) -> tuple[list[tuple[float, float]], list[str]]:
    """Pips, and what is written on the stage."""
    Counting.spots, page = [], Page(size=(1280, 720))
    Page.current = page
    driver.scene.resize(1280, 720)
    driver.scene.draw(Counting(Surface((1280, 720)), driver.scene.game.look(), page=page))
    x, y, w, h = stage_rect(screen(driver).board)
    return Counting.spots, [text.string for text in page.texts if Rect(x, y, w, h).contains(text.ink)]


def ghosts(driver: Driver) -> GhostStage:
    board = screen(driver).board
    return board.stage.ghosts if isinstance(board, SealedBoard) else board_of(driver, NeedlesBoard).needles_panel.ghosts


@pytest.mark.parametrize("level", ["sealed-box", "toes", "freeze-the-toes"])
def test_each_try_is_a_ghost_and_the_leader_pip(level: str) -> None:
    driver = opened(level, bets=False)
    driver.scene = PlayScene(driver.game, shipped().level(level), auto=True)
    machine = need(screen(driver).attempt.machine)
    while machine.tried is None or not machine.tried.shown:
        wait(driver, 0.1)
    seen, (spots, written) = ghosts(driver).seen, drawn(driver)
    assert seen is not None and len(seen.ghosts) == len(machine.tried.lanes)
    x, y, w, h = stage_rect(screen(driver).board)
    assert len([spot for spot in spots if x < spot[0] < x + w and y < spot[1] < y + h]) == 1
    assert not any("(" in text for text in written), "a tag names what was set, or there is none"
    machine.run()
    wait(driver, 0.1)
    assert machine.phase is ShowPhase.RUNS and ghosts(driver).seen is None
