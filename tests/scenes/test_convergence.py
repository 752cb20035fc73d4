"""The convergence map's screen: how one gets there, what is told of a cell, and what is played from it."""

from collections import deque
from dataclasses import replace
from functools import partial
from typing import Any

import pygame
import pytest

from downslope import Knob, Learner
from downslope.attempt.game.game import Game
from downslope.convergence.convergence_map import run_incremental
from downslope.rules import OUTCOMES, Action, Catalog, Learn, Level
from downslope.scenes.convergence import SLICE, ConvergenceScene, trace_of, turn_words
from downslope.scenes.play.play import PlayScene
from downslope.view.draw import slices_by
from downslope.view.widgets.ink import words
from lib.clocks import LookClock
from lib.driving import Driver, MemoryStore
from lib.playing import key, painted, screen, wait, widget
from lib.support import play as session_of, shipped

pytestmark = pytest.mark.usefixtures("display")
TITLES = {row.title for row in OUTCOMES.values()}
UP, DOWN, LEFT, RIGHT, RETURN = pygame.K_UP, pygame.K_DOWN, pygame.K_LEFT, pygame.K_RIGHT, pygame.K_RETURN


def opened(
    level: str | Level, *actions: Action, reached: tuple[str, ...] = (), catalog: Catalog | None = None
) -> tuple[Driver, ConvergenceScene]:
    """The map of a level that was played so, opened by its key."""
    game = Game(MemoryStore(), catalog=catalog or shipped())
    play = PlayScene(game, game.catalog.level(level) if isinstance(level, str) else level)
    for name in (play.level.id, *reached):
        game.progress.level(name).reached = True
    for action in actions:
        play.attempt.session.do(action)
    play.attempt.ran = True
    play.attempt.playback.jump(play.attempt.session.count)
    driver = Driver(play)
    wait(driver, 0.1)
    key(driver, pygame.K_g, then=0.1)
    return driver, chart(driver)


def chart(driver: Driver) -> ConvergenceScene:
    assert isinstance(driver.scene, ConvergenceScene), type(driver.scene)
    return driver.scene


def values(scene: ConvergenceScene) -> tuple[Any, Any]:
    column, row = scene.map.cursor
    return scene.cells.plane.across.values[column], scene.cells.plane.up.values[row]


def told(opened: tuple[Driver, ConvergenceScene]) -> list[str]:
    """What is told of the cell once its run has ended. The map and it say the same, or both nothing yet."""
    driver, scene = opened
    for _ in range(600):
        wait(driver, 1 / 30)
        cell, said = scene.cells.cell(*scene.map.here), words(scene.details[0])
        assert {said[1]} & TITLES == ({OUTCOMES[cell.kind].title} if cell is not None else set())
        if scene.read:
            return said
    raise AssertionError("the run under the cursor never ends")


def notes(driver: Driver) -> list[str]:
    return [toast.title for toast in (*driver.game.toasts.shown, *driver.game.toasts.waiting)]


@pytest.mark.slow
def test_what_is_told_is_what_the_run_does() -> None:
    """Its law once the level that asks for it is reached, before only what can be seen in the run."""
    (seen,) = told(opened("goldilocks"))[4:]
    assert "α" not in seen and "0.6" in seen
    driver, scene = opened("goldilocks", reached=("one-step",))
    key(driver, *[RIGHT] * 12, *[UP] * 12)
    assert values(scene) == (1.1, 0.4)
    _head, ending, numbers, steps, *law = told((driver, scene))
    assert ending == OUTCOMES["overshoot"].title and "15" in steps and "1.1" in numbers and "0.4" in numbers
    misses = [2 * 1.1 - 0.8]
    for _ in range(15):
        misses.append(misses[-1] * (1 - 0.4 * 4))
    run = scene.cells.session(*scene.map.here)
    deque(run_incremental(run), 0)
    assert trace_of(run)[1] and list(trace_of(run)[0]) == pytest.approx(misses)
    assert "·4)" in law[0] and "−0.6" in law[1] and turn_words(-0.6) in law[1]
    assert len({turn_words(left) for left in (0.0, 0.5, -0.5, -1.0, -1.5)}) == 5
    _head, ending, _values, steps, *law = told(opened("valley"))  # of many weights its errors
    session = session_of("valley", Learn(117))
    errors, signed = trace_of(session)
    assert not signed and errors[0] == session.run.errors[0] and errors[-1] == session.run.error()
    assert ending == OUTCOMES["overshoot"].title and "117" in steps and law == []


class Moody(Learner):
    name = "moody"

    def step(self, problem: Any, weights: Any, alpha: Any) -> Any:
        raise ValueError("too much for me")


def test_a_learner_that_raises_is_told_once_and_one_outcome_is_lit_from_the_key() -> None:
    catalog = replace(shipped(), learners={**shipped().learners, "moody": Moody})
    choice = Knob("learner", stops=("gradient-descent", "moody"))
    level = replace(shipped().level("goldilocks"), knobs=(choice, Knob("alpha", 0.1, 0.6)), stages=())
    driver, scene = opened(level, catalog=catalog)
    key(driver, pygame.K_x)
    legend = widget(driver, "key")
    key(driver, pygame.K_END, pygame.K_PAGEUP)
    assert told((driver, scene))[1] == "It cannot be run here."
    while not scene.cells.done:
        wait(driver, 1 / 30)
    assert len(notes(driver)) == 1 and "tried" not in scene.map_layers()
    driver.tab_to("key")
    for code, lit in ((DOWN, legend.kinds[0]), (UP, legend.kinds[-1]), (pygame.K_TAB, "")):
        key(driver, code)
        assert scene.map.lit == lit
    painted(driver)
    x, y, w, h = legend.rect
    driver.click(x + w / 2, y + 8 + 0.5 * (h - 56) / 5)
    assert scene.map.lit == legend.kinds[0]
    driver.tab_to("cells")
    key(driver, pygame.K_PAGEDOWN, RETURN)
    assert screen(driver).attempt.session.knobs["learner"] == "moody"


def test_a_frame_works_for_its_slice_and_no_longer() -> None:
    """By a clock that only pieces of work move on: a millisecond each, then nine."""
    _driver, scene = opened("goldilocks")
    while not scene.read:
        scene.update(1 / 60)
    for cost, most in ((0.001, SLICE + 0.0015), (0.009, 0.009)):  # one, however long, and no second one
        clock = LookClock(0.0)
        scene.works[scene.chosen] = iter(partial(clock.carries_over, cost), "")
        with slices_by(clock):
            scene.update(1 / 60)
        assert most - 0.003 <= clock.seconds <= most
