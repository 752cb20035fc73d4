"""In the fog, played to the end with real events: what is told, what is not, when the fog lifts."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from math import sqrt
from typing import Any

import pygame
import pytest

from downslope.attempt.director import Phase
from downslope.boards.by_hand.fog_board import FogBoard, beside
from downslope.boards.by_hand.fog_model import LOWEST, axis, is_revealed, looks, refusal_reason
from downslope.boards.shared.board import PipWords
from downslope.rules.actions import Next, Probe, Turn
from downslope.rules.changes import Stage
from downslope.rules.knob import Knob
from downslope.rules.level import Example
from downslope.view.bowls.error_bowl import Bowl, WeightAxis
from downslope.view.bowls.fog_bowl import PIP, draw_pip, draw_probes
from downslope.view.cards.metric_sample import cancels
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.rects import meets
from downslope.view.draw.theme import DUSK, Look
from downslope.view.scenery.strips import UNDER_FOG
from driving import FRAME, Driver
from playing import bet_on, board_of, click, enter, key, lay_out, need, opened, painted, screen, told, wait
from support import play, shipped

pytestmark = pytest.mark.usefixtures("display")
board = partial(board_of, kind=FogBoard)


@pytest.mark.slow
def test_plus_and_minus_with_keys() -> None:
    driver = opened("plus-and-minus", bets=True)
    play = screen(driver)
    bet_on(driver, "over the left edge")
    enter(driver, "weight", "1", pygame.K_SPACE)
    assert play.attempt.session.won and play.attempt.session.error_by() == 0
    assert board(driver).words()[1] == "Misses of [error:−2.00] and [error:+2.00] cancel."
    told(driver)
    key(driver, pygame.K_RETURN)
    assert play.attempt.session.stage == 1 and not play.attempt.session.won
    key(driver, pygame.K_c)
    assert not play.attempt.session.won and "cancel" in board(driver).words()[1]
    key(driver, pygame.K_m)
    assert play.attempt.session.knobs["metric"] == "squared"
    enter(driver, "weight", "0.6", pygame.K_SPACE)
    assert board(driver).stage.seen[-1].error == pytest.approx(6.4)  # the total, not the mean
    key(driver, pygame.K_c)
    assert play.attempt.session.won and play.attempt.stars() >= {1, 2, 3}


def test_the_meter_of_a_later_part_is_off_and_nobody_smiles_at_a_total_that_hides_misses() -> None:
    driver = opened("plus-and-minus", bets=False)
    attempt = screen(driver).attempt
    attempt.turn("weight", 0.6)
    key(driver, pygame.K_m)
    assert attempt.session.knobs["metric"] == "signed-miss"
    assert [toast.title for toast in driver.game.toasts.shown] == ["This part is about this meter."]
    attempt.turn("weight", 1.0)
    attempt.probe()
    told(driver)
    assert attempt.met and PipWords(*board(driver).words()).mood == "calm"
    attempt.next_stage()
    wait(driver, 1.0)
    key(driver, pygame.K_m)
    assert attempt.session.knobs["metric"] == "squared"


def test_the_dots_are_what_the_engine_says() -> None:
    seen = looks(play("in-the-dark", Turn("weight", 0.5), Probe(), Turn("weight", 2.5), Probe()))
    assert [each.error for each in seen] == pytest.approx([9.61, 4.41, 3.61])
    assert [each.side for each in seen] == pytest.approx([3.1, 2.1, 1.9])  # the square's side is the miss
    assert all(each.side == sqrt(each.error) for each in seen)


def test_the_axis_knows_nothing_but_what_was_seen() -> None:
    """Two levels that differ everywhere but where the player looked have the same picture."""
    seen = looks(play("in-the-dark", Turn("weight", 1.0), Probe()))
    heights = axis(seen, LOWEST)
    rect = (24.0, 72.0, 760.0, 528.0)
    here, there = (Bowl(rect, 444, (-3, 3), curve, heights=heights) for curve in (lambda w: w * w, lambda w: 50 + w))
    assert [here.pixel_y(e.error) for e in seen] == [there.pixel_y(e.error) for e in seen]
    assert (here.floor, here.top, here.base) == (there.floor, there.top, there.base)
    assert here.heights() == there.heights()


@pytest.mark.parametrize("size", [(1280, 720), (960, 540)])
@pytest.mark.parametrize("text", [1.0, 1.5])
def test_the_square_of_a_look_has_room_at_every_size(size: tuple[int, int], text: float) -> None:
    driver = opened("in-the-dark", bets=False, text=text)
    screen(driver).attempt.probe()
    lay_out(driver.scene, size)
    square = board(driver).square
    assert square in board(driver).panels and square.rect[3] >= board(driver).wanted_square > 0


def test_under_the_fog_two_curves_look_the_same() -> None:
    """What is on the screen does not depend on the curve, until the fog lifts."""
    driver = opened("in-the-dark", bets=False)
    click(driver, "tile probe")
    before = pygame.image.tobytes(painted(driver), "RGB")
    bowl = need(board(driver).stage.bowl)
    heights = bowl.floor, bowl.top
    other = Bowl(bowl.rect, bowl.sky, bowl.weights, lambda w: 3 + 2 * w, marks=False, heights=heights)
    board(driver).stage.bowl = other
    assert pygame.image.tobytes(painted_again(driver), "RGB") == before
    board(driver).stage.lift.jump(1.0)
    assert pygame.image.tobytes(painted_again(driver), "RGB") != before


def painted_again(driver: Driver) -> pygame.Surface:
    """A frame without a new layout."""
    surface = pygame.Surface((1280, 720))
    driver.scene.draw(Canvas(surface, driver.scene.game.look()))
    return surface


def test_a_signed_meter_reaches_below_zero() -> None:
    driver = opened("plus-and-minus", bets=False)
    attempt = screen(driver).attempt
    rows = board(driver).stage.rows(1.0)
    assert [(given, goal) for _name, _input, given, goal in rows] == [(1, 3), (3, 1)], "each pot has a miss of its own"
    attempt.turn("weight", -2.0)
    attempt.probe()
    wait(driver, FRAME)
    bowl, seen = need(board(driver).stage.bowl), board(driver).stage.seen
    assert cancels(attempt.session.run.metric)
    assert seen[-1].error == pytest.approx(-12)
    assert bowl.floor < -12 and bowl.pixel_y(-12) > bowl.pixel_y(0) and bowl.flags == ()
    assert ("−10") in [label for _value, label in bowl.heights()]


def test_a_metric_that_is_no_square_has_no_square() -> None:
    """The rows of the log get its room at once, and lose it again."""
    knobs = [Knob("weight", -3, 3, step=0.05), Knob("metric", stops=("squared", "absolute"))]
    driver = opened(replace(shipped().level("in-the-dark"), knobs=knobs, brief="Find it."), bets=False, panels="all")
    tops = []
    for squared in (True, False, True):
        shown = board(driver).panels
        assert (board(driver).square in shown) == squared and board(driver).meter in shown
        log = need(driver.scene.widget("log"))
        tops.append(log.rect[1])
        click(driver, "tile metric")
    assert tops[0] == tops[2] == tops[1] + 140


def test_the_fog_lifts_when_all_probes_are_used() -> None:
    driver = opened("in-the-dark", bets=False)
    attempt = screen(driver).attempt
    for number in range(8):
        assert not is_revealed(attempt.session) and board(driver).stage.lift.value == 0
        attempt.turn("weight", -3 + number * 0.05)
        attempt.probe()
        wait(driver, FRAME)
    assert is_revealed(attempt.session)
    told(driver)
    wait(driver, 0.5)
    assert board(driver).stage.lift.value == 1 and not attempt.session.won
    enter(driver, "weight", "1.55", pygame.K_SPACE)
    assert attempt.session.won  # star 1 stays open


@pytest.mark.parametrize(("still", "seconds"), [(True, 0.15), (False, 0.6)])
def test_the_fog_lifts_in_its_time(still: bool, seconds: float) -> None:
    driver = opened("in-the-dark", still=still, bets=False)
    screen(driver).attempt.turn("weight", 1.55)
    screen(driver).attempt.probe()
    while screen(driver).attempt.director.state in (Phase.TRY, Phase.PLAY):  # it lifts when the look has been played
        wait(driver, FRAME)
    wait(driver, seconds - 2 * FRAME)
    assert 0 < board(driver).stage.lift.value < 1
    wait(driver, 3 * FRAME)
    assert board(driver).stage.lift.value == 1


def test_undo_takes_turns_back_but_no_probe() -> None:
    driver = opened("in-the-dark", bets=False)
    key(driver, pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_SPACE, pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_RIGHT)
    attempt = screen(driver).attempt
    assert attempt.session.weights[0] == pytest.approx(0.25)
    key(driver, pygame.K_z)
    assert attempt.session.weights[0] == pytest.approx(0.1)  # all three turns at once
    assert attempt.session.tally.probes == 1
    key(driver, pygame.K_z)
    assert attempt.session.weights[0] == pytest.approx(0.0), "the knob is given back, the look is not"
    assert attempt.session.tally.probes == 1 and len(board(driver).stage.seen) == 2
    assert [toast.title for toast in driver.game.toasts.shown].count("A look you have seen still counts.") == 1
    key(driver, pygame.K_r)
    assert attempt.session.tally.probes == 1 and len(board(driver).stage.seen) == 2, "a reset does not unsee either"
    (start,) = looks(play("plus-and-minus", Turn("weight", 1.0), Probe(), Next(), Turn("weight", 0.6),
                          Turn("metric", "squared")))  # fmt: skip
    assert (start.weight, start.error) == (1.0, 8.0), "the meter there and back tells the start's error alone"


def test_the_slider_is_that_of_the_part_that_is_played() -> None:
    """A part may have weights of its own; within a part the slider stays, whatever is laid anew."""
    stage: Stage = {"knobs": [Knob("weight", 0, 5, step=0.5)], "weights": [1], "examples": [Example(1, 4)]}
    driver = opened(replace(shipped().level("in-the-dark"), stages=[stage]), bets=False)
    first = screen(driver).widget("weight")
    screen(driver).request_layout()
    assert screen(driver).widget("weight") is first
    enter(driver, "weight", "1.55")
    key(driver, pygame.K_SPACE, pygame.K_RETURN)
    assert screen(driver).attempt.session.stage == 1
    slider = screen(driver).widget("weight")
    assert isinstance(slider, WeightAxis) and (slider.low, slider.high) == (0, 5)
    key(driver, pygame.K_RIGHT)
    assert screen(driver).attempt.session.weights == [1.5]


def test_a_wrong_call_says_why_and_gives_no_look_away() -> None:
    session = play("no-perfect-answer", Turn("weight", 1.0))
    said = refusal_reason(session, looks(session))
    assert "not probed here" in said and "3.4" not in said
    session = play("no-perfect-answer", Turn("weight", 1.0), Probe(), Turn("weight", 2.0))
    assert "1.00" in refusal_reason(session, looks(session))


def test_tags_do_not_cover_each_other() -> None:
    """Close probes: their tags find a place of their own, beside the dots."""
    canvas = Canvas(pygame.Surface((1280, 720)), Look(DUSK))
    sky, probes = (24.0, 72.0, 760.0, 444.0), [(i, (400.0 + 12 * i, 460.0), "0.50", "weight") for i in range(1, 5)]
    taken = draw_probes(canvas, sky, probes, 4, [(24.0, 490.0, 760.0, 26.0)])
    assert len(taken) == 9
    for i, tag in enumerate(taken[5:], 5):
        assert not any(meets(tag, other) for other in taken[:i])


def test_a_look_of_the_machine_is_a_ghost_beside_pip_and_stands_on_the_curve_once_the_fog_has_lifted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bowl, drawn = Bowl((24, 72, 760, 528), 444, (0, 3), lambda w: (w - 1) ** 2, heights=(0.0, 4.0)), list[Any]()
    monkeypatch.setattr(Canvas, "ghost", lambda _canvas, x, y, r, *_look: drawn.append((x, y, r)))
    for down in (0.0, 1.0):
        draw_pip(Canvas(pygame.Surface((1280, 720)), Look(DUSK)), bowl, 1.0, down, "calm", (0.5, 2.0))
    assert [x for x, _y, _r in drawn[:2]] == [bowl.pixel_x(0.5), bowl.pixel_x(2.0)]
    assert drawn[0][1] == drawn[1][1], "in the fog at one height, which tells nothing"
    assert [(x, y) for x, y, _r in drawn[2:]] == [bowl.rest_point(0.5, PIP), bowl.rest_point(2.0, PIP)]
    assert all(0 < r < PIP for _x, _y, r in drawn)


def test_the_goal_and_the_pipe_are_told_of_at_the_win_and_not_before() -> None:
    driver = opened("in-the-dark", bets=False)
    fog, attempt = board(driver).stage, screen(driver).attempt
    for weight in (1.0, 2.0):
        attempt.turn("weight", weight)
        attempt.probe()
        wait(driver, 0.5)
    state = fog.strip_state()
    assert (state.goal_weight, state.goals, state.past) == (None, (None,), (1.0, 2.0))
    assert fog.rows(1.0)[0][3] is None
    attempt.turn("weight", 1.55)
    attempt.probe()
    assert fog.rows(1.55)[0][3] is None
    wait(driver, 4.0)
    assert fog.strip_state().goal_weight == 3.1 / 2 and fog.rows(1.55)[0][3] == 3.1
    screen(driver).resize(1280, 560, 1.0)
    screen(driver).request_layout()
    assert board(driver).stage.strip is None, "in a low window there is none"


def test_a_sweep_brings_each_plant_to_its_own_mark_and_never_all_of_them() -> None:
    state, session = board(opened("no-perfect-answer", bets=False)).stage.strip_state(), play("no-perfect-answer")
    for weight, met in ((1.2, "cactus"), (1.5, "fern"), (1.6, "bean")):
        predictions = tuple(session.run.network.predict([weight], given)[0] for given, _goal in session.run.examples)
        goals = tuple(goal[0] for _given, goal in session.run.examples)
        shown = state._replace(predictions=predictions, goals=goals)
        things = UNDER_FOG["plants"].things((0.0, 0.0, 600.0, 72.0), lambda weight: weight, shown)
        assert [label for label, (_x, thing) in zip(state.labels, things) if thing["met"]] == [met]


def test_a_ticket_at_the_edge_covers_no_number_of_the_axis() -> None:
    assert beside(100, [40, 180], 27, (0, 200)) == 100
    assert beside(100, [90, 180], 27, (0, 200)) == 117
    assert beside(100, [90, 120, 180], 27, (0, 200)) == 63
    assert beside(100, [90, 120, 180], 27, (70, 150)) == 147, "it does not leave the sky"
    assert beside(190, [10, 40, 70, 100], 27, (0, 100)) == 97, "where nothing is free it stays there too"


def test_while_a_bet_sweeps_the_plants_grow_and_no_number_tells_how_far() -> None:
    driver = opened("no-perfect-answer", still=False, bets=True)
    wait(driver, 0.6)
    click(driver, "answer 1")
    fog, seen = board(driver).stage, list[float]()
    for _ in range(60):
        wait(driver, FRAME)
        state = fog.strip_state()
        if fog.sweeping is not None:
            assert not state.numbers
            seen.append(state.predictions[0] or 0.0)
    assert fog.show is not None and driver.scene.widget("weight") is not None, "its verdict stands; the weight is free"
    assert seen == sorted(seen) and seen[0] < 3.0 < seen[-1]


def test_the_peg_of_a_floor_leaves_the_bottom_free() -> None:
    """Pip stands there at the end, and what was answered is still to be read."""
    driver = opened("no-perfect-answer")
    place = board(driver).anchor(0, "to a floor above 0")
    bowl = board(driver).stage.bowl
    assert place is not None and bowl is not None
    assert place.side == "left" and place.x > bowl.pixel_x(1.5) + 0.4 * bowl.rect[2]
