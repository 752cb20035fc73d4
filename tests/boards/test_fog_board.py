"""In the fog, played to the end with real events: what is told, what is not, when the fog lifts."""

from __future__ import annotations

from functools import partial

import pygame
import pytest

from downslope.attempt.director import Phase
from downslope.boards.by_hand.fog_board import FogBoard
from downslope.boards.by_hand.fog_model import LOWEST, axis, is_revealed, looks, refusal_reason
from downslope.boards.shared.board import PipWords
from downslope.rules.actions import Next, Probe, Turn
from downslope.view.bowls.error_bowl import Bowl
from downslope.view.cards.metric_sample import cancels
from downslope.view.draw.canvas import Canvas
from driving import FRAME, Driver
from playing import bet_on, board_of, click, enter, key, need, opened, painted, screen, told, wait
from support import play

pytestmark = pytest.mark.usefixtures("display")
board = partial(board_of, kind=FogBoard)


def notes(driver: Driver) -> list[str]:
    return [toast.title for toast in driver.game.toasts.shown]


@pytest.mark.slow
def test_plus_and_minus_with_keys() -> None:
    driver = opened("plus-and-minus", bets=True)
    attempt = screen(driver).attempt
    bet_on(driver, "over the left edge")
    key(driver, pygame.K_m)
    assert attempt.session.knobs["metric"] == "signed-miss", "the meter of a later part is off"
    enter(driver, "weight", "1", pygame.K_SPACE)
    assert attempt.session.won and attempt.session.error_by() == 0
    assert board(driver).words()[1] == "Misses of [error:−2.00] and [error:+2.00] cancel."
    told(driver)
    assert PipWords(*board(driver).words()).mood == "calm", "nobody smiles at a total that hides misses"
    key(driver, pygame.K_RETURN)
    assert attempt.session.stage == 1 and not attempt.session.won
    key(driver, pygame.K_c)
    assert not attempt.session.won and "cancel" in board(driver).words()[1]
    key(driver, pygame.K_m)
    assert attempt.session.knobs["metric"] == "squared"
    enter(driver, "weight", "0.6", pygame.K_SPACE)
    assert board(driver).stage.seen[-1].error == pytest.approx(6.4)  # the total, not the mean
    key(driver, pygame.K_c)
    assert attempt.session.won and attempt.stars() >= {1, 2, 3}


def test_the_dots_are_what_the_engine_says_and_the_axis_knows_nothing_else() -> None:
    """Two curves that differ everywhere but where the player looked have the same picture."""
    seen = looks(play("in-the-dark", Turn("weight", 0.5), Probe(), Turn("weight", 2.5), Probe()))
    assert [each.error for each in seen] == pytest.approx([9.61, 4.41, 3.61])
    assert [each.side for each in seen] == pytest.approx([3.1, 2.1, 1.9])  # the square's side is the miss
    rect, heights = (24.0, 72.0, 760.0, 528.0), axis(seen, LOWEST)
    here, other = (Bowl(rect, 444, (-3, 3), curve, heights=heights) for curve in (lambda w: w * w, lambda w: 50 + w))
    assert [here.pixel_y(e.error) for e in seen] == [other.pixel_y(e.error) for e in seen]
    assert here.heights() == other.heights()
    (start,) = looks(play("plus-and-minus", Turn("weight", 1.0), Probe(), Next(), Turn("weight", 0.6),
                          Turn("metric", "squared")))  # fmt: skip
    assert (start.weight, start.error) == (1.0, 8.0), "the meter there and back tells the start's error alone"


def drawn(driver: Driver) -> bytes:
    """A frame without a new layout."""
    canvas = Canvas(pygame.Surface((1280, 720)), driver.scene.game.look())
    driver.scene.draw(canvas)
    return canvas.picture.get_buffer().raw


def test_under_the_fog_two_curves_look_the_same() -> None:
    driver = opened("in-the-dark", bets=False)
    click(driver, "tile probe")
    before, bowl = painted(driver).get_buffer().raw, need(board(driver).stage.bowl)
    board(driver).stage.bowl = Bowl(
        bowl.rect, bowl.sky, bowl.weights, lambda w: 3 + 2 * w, marks=False, heights=(bowl.floor, bowl.top)
    )
    assert drawn(driver) == before
    board(driver).stage.lift.jump(1.0)
    assert drawn(driver) != before


def test_a_signed_meter_reaches_below_zero() -> None:
    driver = opened("plus-and-minus", bets=False)
    attempt = screen(driver).attempt
    rows = board(driver).stage.rows(1.0)
    assert [(given, goal) for _name, _input, given, goal in rows] == [(1, 3), (3, 1)], "each pot has a miss of its own"
    attempt.turn("weight", -2.0)
    attempt.probe()
    wait(driver, FRAME)
    bowl = need(board(driver).stage.bowl)
    assert cancels(attempt.session.run.metric) and board(driver).stage.seen[-1].error == pytest.approx(-12)
    assert bowl.floor < -12 and bowl.pixel_y(-12) > bowl.pixel_y(0) and bowl.flags == ()


@pytest.mark.parametrize("still", [True, False])
def test_the_fog_lifts_in_its_time_once_all_probes_are_used_and_goal_and_pipe_are_told_then(still: bool) -> None:
    driver = opened("in-the-dark", bets=False, still=still)
    attempt, fog = screen(driver).attempt, board(driver).stage
    for number in range(8):
        assert not is_revealed(attempt.session) and fog.lift.value == 0
        attempt.turn("weight", -3 + number * 0.05)
        attempt.probe()
        wait(driver, FRAME)
    assert is_revealed(attempt.session)
    while attempt.director.state in (Phase.TRY, Phase.PLAY):  # it lifts when the look has been played
        wait(driver, FRAME)
    wait(driver, (0.15 if still else 0.6) - 2 * FRAME)
    assert 0 < fog.lift.value < 1 and fog.strip_state().goal_weight is None
    wait(driver, 4.0)
    assert fog.lift.value == 1 and not attempt.session.won
    enter(driver, "weight", "1.55", pygame.K_SPACE, then=4.0)
    assert attempt.session.won  # star 1 stays open
    assert fog.strip_state().goal_weight == 3.1 / 2 and fog.rows(1.55)[0][3] == 3.1


def test_undo_takes_turns_back_but_no_probe() -> None:
    driver = opened("in-the-dark", bets=False)
    key(driver, pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_SPACE, pygame.K_RIGHT, pygame.K_RIGHT)
    attempt = screen(driver).attempt
    assert attempt.session.weights[0] == pytest.approx(0.2)
    key(driver, pygame.K_z)
    assert attempt.session.weights[0] == pytest.approx(0.1), "all turns since the look at once"
    key(driver, pygame.K_z)
    assert attempt.session.weights[0] == pytest.approx(0.0), "the knob is given back, the look is not"
    assert notes(driver).count("A look you have seen still counts.") == 1
    key(driver, pygame.K_r)
    assert attempt.session.tally.probes == 1 and len(board(driver).stage.seen) == 2, "a reset does not unsee either"


def test_a_wrong_call_says_why_and_gives_no_look_away() -> None:
    session = play("no-perfect-answer", Turn("weight", 1.0))
    said = refusal_reason(session, looks(session))
    assert "not probed here" in said and "3.4" not in said
    session = play("no-perfect-answer", Turn("weight", 1.0), Probe(), Turn("weight", 2.0))
    assert "1.00" in refusal_reason(session, looks(session))


