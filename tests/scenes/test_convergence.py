"""The convergence map's screen: what is told of a cell is true; what is pressed on it: walks/outcomes.txt."""

from collections import deque
from functools import partial

import pygame
import pytest

from downslope.convergence.convergence_map import run_incremental
from downslope.rules import OUTCOMES, Learn
from downslope.scenes.convergence import SLICE, ConvergenceScene, trace_of, turn_words
from downslope.scenes.play.play import PlayScene
from downslope.view.draw import slices_by
from downslope.view.widgets.ink import words
from lib.clocks import LookClock
from lib.driving import Driver
from lib.playing import key, wait
from lib.support import play as session_of
from scenes.visits import outcomes

pytestmark = pytest.mark.usefixtures("display")
TITLES = {row.title for row in OUTCOMES.values()}


def opened(level: PlayScene, *codes: int) -> tuple[Driver, ConvergenceScene]:
    """The map of a level, opened by its key; then other keys."""
    driver = Driver(level)
    wait(driver, 0.1)
    key(driver, pygame.K_g, *codes)
    assert isinstance(driver.scene, ConvergenceScene), type(driver.scene)
    return driver, driver.scene


def told(driver: Driver, scene: ConvergenceScene) -> list[str]:
    """What is told of the cell once its run has ended. The map and it say the same, or both nothing yet."""
    for _ in range(600):
        wait(driver, 1 / 30)
        cell, said = scene.cells.cell(*scene.map.here), words(scene.details[0])
        assert {said[1]} & TITLES == ({OUTCOMES[cell.kind].title} if cell is not None else set())
        if scene.read:
            return said
    raise AssertionError("the run under the cursor never ends")


@pytest.mark.slow
def test_what_is_told_is_what_the_run_does() -> None:
    """Of one weight its misses with their signs, of many weights its errors."""
    driver, scene = opened(outcomes("goldilocks", reached=("one-step",)), *[pygame.K_RIGHT] * 12, *[pygame.K_UP] * 12)
    _head, ending, numbers, steps, *law = told(driver, scene)
    assert (ending, steps) == (OUTCOMES["overshoot"].title, "15 steps") and "1.1" in numbers and "0.4" in numbers
    run = scene.cells.session(*scene.map.here)
    deque(run_incremental(run), 0)
    misses, signed = trace_of(run)
    assert signed and list(misses) == pytest.approx([(2 * 1.1 - 0.8) * (1 - 0.4 * 4) ** step for step in range(16)])
    assert "·4)" in law[0] and "−0.6" in law[1] and turn_words(-0.6) in law[1]
    assert len({turn_words(left) for left in (0.0, 0.5, -0.5, -1.0, -1.5)}) == 5
    _head, ending, _values, steps, *law = told(*opened(outcomes("valley")))
    session = session_of("valley", Learn(117))
    errors, signed = trace_of(session)
    assert not signed and errors[0] == session.run.errors[0] and errors[-1] == session.run.error()
    assert (ending, steps, law) == (OUTCOMES["overshoot"].title, "117 steps", [])


def test_a_frame_works_for_its_slice_and_no_longer() -> None:
    """By a clock that only pieces of work move on: a millisecond each, then nine."""
    _driver, scene = opened(outcomes("goldilocks"))
    while not scene.read:
        scene.update(1 / 60)
    for cost, most in ((0.001, SLICE + 0.0015), (0.009, 0.009)):  # one, however long, and no second one
        clock = LookClock(0.0)
        scene.works[scene.chosen] = iter(partial(clock.carries_over, cost), "")
        with slices_by(clock):
            scene.update(1 / 60)
        assert most - 0.003 <= clock.seconds <= most
