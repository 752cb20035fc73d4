"""Things of the story on boards without a bowl of their own: windows, telescopes, the lid of a box, a loudspeaker."""

from __future__ import annotations

import math

import pygame
import pytest

from downslope.boards.by_hand.rule_board import draw_window
from downslope.boards.one_neuron.sealed_board import SealedBoard, paint_box
from downslope.boards.several_weights.alphas_board import draw_telescope
from downslope.view.cards.rule_card import rule_heights, valley_of, window_of
from downslope.view.draw.canvas import Canvas
from downslope.view.scenery.strips import MOST, arcs_of, draw_loudspeaker, draw_waves, waves_of
from playing import board_of, opened, screen, wait
from support import play

pytestmark = pytest.mark.usefixtures("display")
PANE = (100.0, 100.0, 200.0, 36.0)


def canvas() -> Canvas:
    return Canvas(pygame.Surface((1280, 720)), opened("thirteen", bets=False).game.look())


def same(one: Canvas, other: Canvas) -> bool:
    return pygame.image.tobytes(one.picture, "RGB") == pygame.image.tobytes(other.picture, "RGB")


def brightness(board: Canvas, rect: tuple[float, float, float, float]) -> float:
    return sum(pygame.transform.average_color(board.picture.subsurface([round(v) for v in rect]))[:3])


# -- 4-1: a window over every thermostat -----------------------------------------------------------------------------


def test_a_pane_has_more_frost_or_steam_the_larger_the_miss() -> None:
    left = (102.0, 102.0, 93.0, 32.0)
    for side in (-1, 1):
        pictures = []
        for miss in (0.0, 0.4, 1.0, 1.5, 3.0):
            board = canvas()
            draw_window(board, PANE, side * miss, None)
            pictures.append(board)
        assert not any(same(one, other) for one, other in zip(pictures, pictures[1:]))
        frost = [brightness(board, left) for board in pictures[1:]]
        assert frost == sorted(frost) or side > 0
    cold, warm = canvas(), canvas()
    draw_window(cold, PANE, -1, None)
    draw_window(warm, PANE, 1, None)
    assert not same(cold, warm)


def test_the_second_pane_is_dark_until_the_test_has_been_made() -> None:
    before, after = canvas(), canvas()
    draw_window(before, PANE, 1, None)
    draw_window(after, PANE, 1, 0.6)
    assert not same(before, after)
    half = [round(v) for v in (PANE[0], PANE[1], PANE[2] / 2 - 4, PANE[3])]
    assert (pygame.image.tobytes(before.picture.subsurface(half), "RGB")
            == pygame.image.tobytes(after.picture.subsurface(half), "RGB"))  # fmt: skip


def test_the_rule_makes_every_miss_of_the_thermostats_smaller() -> None:
    session = play("which-way")
    run = session.run
    (inputs, goals), start = run.examples[0], list(run.weights)
    misses = [i * w - g for i, w, g in zip(inputs, start, goals)]
    assert misses == [1, -1, -3, 1.5, -1.5]
    after = [i * (w - 0.1 * m * i) - g for i, w, g, m in zip(inputs, start, goals, misses)]
    assert all(abs(now) < abs(then) for now, then in zip(after, misses))


def test_the_window_stands_under_the_bowl_where_there_is_room() -> None:
    roomy, low = (24.0, 72.0, 232.0, 318.0), (24.0, 72.0, 232.0, 240.0)
    window, valley = window_of(roomy, 1.0), valley_of(roomy, 1.0)
    assert window is not None and valley is not None
    assert valley.rect[1] + valley.rect[3] < window[1] and window[1] + window[3] <= rule_heights(roomy, 1.0).low
    assert (window[0] + window[2] / 2) == roomy[0] + roomy[2] / 2
    assert window_of(low, 1.0) is None


# -- 5-7: telescopes -------------------------------------------------------------------------------------------------


def test_a_telescope_turns_with_the_prediction_and_its_star_lights_up() -> None:
    pictures = []
    for prediction in (-1.0, 0.0, 0.5, 1.0, 2.0, 10.0):
        board = canvas()
        draw_telescope(board, 600, 400, prediction, 1.0, landed=False)
        pictures.append(board)
    assert not any(same(one, other) for i, one in enumerate(pictures) for other in pictures[:i])
    lit = canvas()
    draw_telescope(lit, 600, 400, 1.0, 1.0, landed=True)
    assert not same(lit, pictures[3])
    for wild in (math.inf, -math.inf, 1e300):
        draw_telescope(canvas(), 600, 400, wild, 1.0, landed=False)


# -- 5-8: the lid of the box -----------------------------------------------------------------------------------------


def test_the_lid_rises_as_the_miss_gets_smaller() -> None:
    driver = opened("sealed-box", bets=False)
    stage, lifts = board_of(driver, SealedBoard).stage, []
    assert stage.box().part_left == 1
    for alpha in (0.1, 0.1, 0.2):
        screen(driver).attempt.turn("alpha", alpha)
        screen(driver).attempt.step_once()
        wait(driver, 1)
        lifts.append(1 - stage.box().part_left)
        paint_box(canvas(), (24, 72, 640, 500), stage.box())
    assert lifts[0] == pytest.approx(1 - 0.744)
    assert lifts == sorted(lifts) and lifts[-1] < 1


# -- 5-4: the howl ---------------------------------------------------------------------------------------------------


def test_the_loudspeaker_has_an_arc_for_every_factor_of_nine() -> None:
    assert [arcs_of(0.04 * 9**k) for k in range(12)] == [*range(1, MOST + 1), MOST, MOST]
    assert arcs_of(0.0) == 0 and arcs_of(math.inf) == MOST and arcs_of(1e-3) == 1 and arcs_of(math.nan) == 0
    session = play("runaway")
    errors = [*session.run.errors, session.run.error()]
    counts = [arcs_of(error) for error in errors]
    assert counts[9:] == sorted(counts[9:]) and counts[-1] - counts[12] == len(counts) - 1 - 12  # one more a step
    draw_loudspeaker(canvas(), 40, 300, errors[-1])


# -- 4-2: the speaker ------------------------------------------------------------------------------------------------


def test_a_speaker_sends_a_wave_for_every_quarter() -> None:
    assert [waves_of(p) for p in (0, 0.25, 0.5, 1, 1.5, -1, -0.25, math.inf)] == [0, 1, 2, 4, 4, 4, 1, 4]
    pictures = []
    for prediction in (0.0, 0.25, 1.0, -1.0):
        board = canvas()
        draw_waves(board, 600, 300, 54, prediction)
        pictures.append(board)
    assert not any(same(one, other) for i, one in enumerate(pictures) for other in pictures[:i])
