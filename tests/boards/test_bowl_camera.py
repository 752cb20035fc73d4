"""A runaway is followed: the picture of its bowl is seen from further and further away, and comes back."""

from __future__ import annotations

import math

import pygame
import pytest

from downslope.boards.kinds import board_class, kind_of
from downslope.boards.one_neuron.bowl_board import BowlBoard
from downslope.boards.shared.neuron_model import weight_at
from downslope.rules.actions import Learn, Reset, Turn
from downslope.rules.level import Level
from downslope.view.bowls.error_bowl import Bowl
from driving import FRAME, Driver
from playing import board_of, opened, painted, screen, wait
from support import campaign, part

pytestmark = pytest.mark.usefixtures("display")
EDGE, FOLLOWED = 0.58, 20  # of half the picture: no seat is further from the flag, for so many steps
BOWLS = [level for level in (part("warmer", 1), *campaign())
         if level.learner is not None and issubclass(board_class(kind_of(level)), BowlBoard)]  # fmt: skip
RUNAWAYS = [("goldilocks", 0.6), ("thirteen", 24.0), ("overshoot", 1.7), ("overshoot", 1.8)]


def runaway(name: str, alpha: float, still: bool = False) -> Driver:
    driver = opened(name, bets=False, still=still)
    screen(driver).attempt.turn("alpha", alpha)
    return driver


def seen(driver: Driver) -> Bowl:
    found = board_of(driver, BowlBoard).bowl_panel.seen
    assert found is not None
    return found


def step(driver: Driver) -> None:
    """One step, until Pip has landed."""
    screen(driver).attempt.step_once()
    wait(driver, FRAME)
    while screen(driver).attempt.playback.moving:
        wait(driver, FRAME)
    wait(driver, FRAME)


def away(driver: Driver, at: int) -> float:
    """How far the seat of a step is from the flag, in halves of the picture."""
    bowl, session = seen(driver), screen(driver).attempt.session
    return abs(bowl.pixel_x(weight_at(session, at)) - bowl.pixel_x(bowl.middle)) / (bowl.rect[2] / 2)


@pytest.mark.parametrize(("name", "alpha"), RUNAWAYS)
def test_pip_stays_inside_the_picture_for_twenty_steps(name: str, alpha: float) -> None:
    driver = runaway(name, alpha)
    start, zooms = away(driver, 0), [1.0]
    for number in range(1, FOLLOWED + 1):
        step(driver)
        bowl = seen(driver)
        zooms.append(bowl.zoom)
        assert away(driver, number) <= max(EDGE, start if bowl.zoom == 1 else 0.0) + 2 / (bowl.rect[2] / 2)
        if bowl.zoom > 1:
            assert away(driver, number) == pytest.approx(EDGE, abs=2 / (bowl.rect[2] / 2))
    assert zooms == sorted(zooms) and zooms[-1] > 1.05
    assert screen(driver).attempt.session.count == FOLLOWED


@pytest.mark.parametrize("name", BOWLS, ids=lambda level: level.id)
def test_every_step_of_every_alpha_of_every_bowl_is_seen_from_where_it_is_inside(name: Level) -> None:
    """Where the camera rests: its way there is that of the runaways above."""
    driver = opened(name, bets=False, still=False)
    panel, session = board_of(driver, BowlBoard).bowl_panel, screen(driver).attempt.session
    near, knob = seen(driver), session.level.knob("alpha")
    assert knob is not None and near.degree is not None and panel.pip.camera.follows
    for alpha in knob.values() or ():
        for action in (Reset(), Turn("alpha", alpha), Learn(FOLLOWED)):
            session.do(action)
        assert session.count, alpha
        start, half = abs(near.pixel_x(weight_at(session, 0)) - near.pixel_x(near.middle)), near.rect[2] / 2
        for number in range(1, session.count + 1):
            far = near.zoom_out(panel.pip.camera.zoom_at(near, number))
            gone = abs(far.pixel_x(weight_at(session, number)) - far.pixel_x(far.middle))
            assert gone <= max(EDGE * half, start if far.zoom == 1 else 0.0) + 2, (alpha, number)


def test_a_curve_seen_k_times_wider_and_k_squared_times_higher_is_the_same() -> None:
    for name, degree in (("goldilocks", 2), ("orbit", 1)):
        bowl = seen(opened(name, bets=False))
        assert bowl.degree == degree
        far = bowl.zoom_out(5.0)
        for weight in (bowl.weights[0], 0.9 * bowl.middle, 1.3 * bowl.middle):
            there = bowl.middle + 5 * (weight - bowl.middle)
            assert far.pixel_x(there) == pytest.approx(bowl.pixel_x(weight))
            assert far.height(there) == pytest.approx(bowl.height(weight), abs=0.05)
            assert far.weight_at(far.pixel_x(there)) == pytest.approx(there)
        assert far.heights() != bowl.heights() and far.ticks() != bowl.ticks()
        assert all(bowl.rect[1] < far.pixel_y(error) < far.base for error, _label in far.heights())


def test_a_curve_that_is_not_alike_is_not_followed() -> None:
    def flat_outside(weight: float) -> float:
        return math.sqrt(1 + weight * weight) - 1

    assert Bowl((0, 0, 600, 500), 400, (-3, 3), flat_outside).degree is None
    assert Bowl((0, 0, 600, 500), 400, (-3, 3), lambda w: (w * w - 1) ** 2).degree is None
    assert Bowl((0, 0, 600, 500), 400, (-3, 3), lambda w: 2 + w * w).degree == 2  # several examples: above a floor


def test_looking_back_gives_the_same_pictures() -> None:
    driver = runaway("goldilocks", 0.6)
    zooms = [1.0]
    for _ in range(12):
        step(driver)
        zooms.append(seen(driver).zoom)
    wait(driver, 1)
    picture = pygame.image.tobytes(painted(driver), "RGB")
    attempt = screen(driver).attempt
    for number in (3, 9, 0, 12):
        attempt.look(number)
        wait(driver, 1)
        assert seen(driver).zoom == pytest.approx(zooms[number])
    assert pygame.image.tobytes(painted(driver), "RGB") == picture


def test_reset_brings_it_back_in_its_time() -> None:
    driver = runaway("goldilocks", 0.6)
    for _ in range(8):
        step(driver)
    far = seen(driver).zoom
    screen(driver).attempt.reset()
    wait(driver, FRAME)
    assert 1 < seen(driver).zoom <= far
    wait(driver, 0.3)
    assert 1 < seen(driver).zoom < far
    wait(driver, 0.4)
    assert seen(driver).zoom == 1


def test_with_reduced_motion_it_stands_and_a_chip_tells() -> None:
    driver = runaway("goldilocks", 0.6, still=True)
    for _ in range(8):
        step(driver)
        assert seen(driver).zoom == 1
    bowl = seen(driver)
    assert not bowl.fits(screen(driver).attempt.session.weights[0])
    painted(driver)


def test_a_learn_ends_where_it_is_followed_no_further() -> None:
    driver = runaway("goldilocks", 0.6)
    driver.key(pygame.K_l)
    last = 0
    for _ in range(3000):
        wait(driver, FRAME)
        attempt = screen(driver).attempt
        last = max(last, attempt.step if attempt.session.outcome is None else 0)
        if attempt.session.outcome is not None and not attempt.playback.running:
            break
    wait(driver, 0.5)
    attempt = screen(driver).attempt
    assert attempt.session.outcome is not None and attempt.session.outcome.kind == "runaway"
    assert attempt.session.count > FOLLOWED >= last
    assert attempt.step == FOLLOWED
    assert away(driver, FOLLOWED) == pytest.approx(EDGE, abs=0.01)


def test_who_comes_nearer_is_not_followed() -> None:
    driver = runaway("goldilocks", 0.4)
    for _ in range(6):
        step(driver)
        assert seen(driver).zoom == 1


@pytest.mark.parametrize("still", [False, True])
def test_the_picture_leans_as_pip_crosses_the_goal_unless_motion_is_reduced(still: bool) -> None:
    driver = runaway("goldilocks", 0.6, still)
    panel = board_of(driver, BowlBoard).bowl_panel
    painted(driver)
    screen(driver).attempt.step_once()
    tilts = list[float]()
    for _ in range(90):
        driver.scene = driver.scene.update(1 / 60)
        tilts.append(panel.pip.tilt)
    if still:
        assert not any(tilts)
        return
    way = weight_at(screen(driver).attempt.session, 1) - weight_at(screen(driver).attempt.session, 0)
    assert 3.5 < max(map(abs, tilts)) <= 4 and tilts[-1] == 0
    assert all(tilt * way <= 0 for tilt in tilts)
    assert 9 <= sum(tilt != 0 for tilt in tilts) <= 12, "180 milliseconds"
