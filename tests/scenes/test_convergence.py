"""The convergence map's screen: how one gets there, what is told of a cell, and what is played from it."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pygame
import pytest

from downslope import Knob, Learner
from downslope.attempt.game.game import Game
from downslope.convergence.convergence_map import run_incremental
from downslope.rules import OUTCOMES, Learn, Level, Turn
from downslope.scenes import convergence as chart_module
from downslope.scenes.convergence import ConvergenceScene, trace_of, turn_words
from downslope.scenes.play.card import CardScene, card_of
from downslope.scenes.play.play import PlayScene
from downslope.scenes.play.play_screen import map_is_open
from downslope.storage.saves import Store
from downslope.view.charts.outcome_map import OutcomeLegend
from downslope.view.draw import slices_by
from downslope.view.widgets.ink import words
from lib.clocks import LookClock
from lib.driving import Driver
from lib.playing import click, control, key, painted, screen, wait
from lib.support import play as session_of, shipped

pytestmark = pytest.mark.usefixtures("display")


def opened(level: str, *actions: Any, reached: tuple[str, ...] = ()) -> Driver:
    """The map of a level that was played so, opened by its key."""
    store = Store()
    store.settings.still = True
    game = Game(store, catalog=shipped())
    for name in (level, *reached):
        game.progress.level(name).reached = True
    play = PlayScene(game, shipped().level(level))
    for action in actions:
        play.attempt.session.do(action)
    play.attempt.ran = True
    play.attempt.playback.jump(play.attempt.session.count)
    driver = Driver(play)
    wait(driver, 0.1)
    key(driver, pygame.K_g, then=0.1)
    return driver


def chart(driver: Driver) -> ConvergenceScene:
    assert isinstance(driver.scene, ConvergenceScene), type(driver.scene)
    return driver.scene


def values(driver: Driver) -> tuple[Any, Any]:
    scene = chart(driver)
    column, row = scene.map.cursor
    return scene.cells.plane.across.values[column], scene.cells.plane.up.values[row]


def told(driver: Driver) -> list[str]:
    """What is told of the cell once its run has ended."""
    for _ in range(600):
        wait(driver, 1 / 30)
        if chart(driver).read:
            return words(chart(driver).details[0])
    raise AssertionError("the run under the cursor never ends")


def notes(game: Game) -> list[str]:
    return [toast.title for toast in (*game.toasts.shown, *game.toasts.waiting)]


@pytest.mark.slow
def test_a_map_is_there_once_its_level_is_reached_and_the_card_leads_to_it() -> None:
    game = Game(Store(), catalog=shipped())
    play = PlayScene(game, shipped().level("goldilocks"))
    assert not map_is_open(play)
    for name in ("goldilocks", "double-it"):
        game.progress.level(name).reached = True
    assert map_is_open(play)
    assert not map_is_open(PlayScene(game, shipped().level("double-it")))  # by hand: there is nothing to map
    play.attempt.session.do(Turn("alpha", 0.2))
    play.attempt.session.do(Learn(4))
    for by_mouse in (False, True):
        driver = Driver(card_of(play))
        wait(driver, 0.1)
        click(driver, "chart") if by_mouse else key(driver, pygame.K_g)
        assert chart(driver).play is None
        key(driver, pygame.K_ESCAPE)
        assert isinstance(driver.scene, CardScene)
    key(driver, pygame.K_g, pygame.K_RETURN)  # it is played anew, as a card's replay is
    assert screen(driver) is not play and screen(driver).attempt.session.knobs["alpha"] == 0.2


@pytest.mark.slow
def test_the_cursor_begins_where_the_player_stands_and_goes_by_keys_and_mouse() -> None:
    driver = opened("goldilocks", Turn("alpha", 0.1))
    scene = chart(driver)
    assert values(driver) == (0.5, 0.1) and scene.map.you == tuple(scene.map.cursor)
    key(driver, pygame.K_RIGHT, pygame.K_UP, pygame.K_UP)
    assert values(driver) == (0.55, 0.15)
    key(driver, pygame.K_LEFT, pygame.K_DOWN, shift=True)
    assert values(driver) == (0.3, 0.025)
    key(driver, pygame.K_END, pygame.K_PAGEUP, pygame.K_RIGHT, pygame.K_UP)
    assert values(driver) == (1.4, 0.6)
    key(driver, pygame.K_HOME, pygame.K_PAGEDOWN)
    assert values(driver) == (-0.6, 0.025)
    place = scene.cells.plane.across.nearest(1.1), scene.cells.plane.up.nearest(0.4)
    driver.move(*scene.map.middle_of(*place))  # resting on a cell only tells
    assert scene.map.here == place != scene.map.cursor and told(driver)[1] == OUTCOMES["overshoot"].title
    driver.click(*scene.map.middle_of(*place))
    driver.move(10, 10)
    assert scene.map.here == scene.map.cursor == place
    driver.drag(scene.map.middle_of(3, 3), scene.map.middle_of(7, 9))
    assert scene.map.cursor == (7, 9)


@pytest.mark.slow
def test_the_cell_under_the_cursor_is_the_run_that_is_told_beside_it() -> None:
    """From the first frame, while the rest of the map still fills: both say the same, or both say nothing yet."""
    driver, titles = opened("stuck-steps"), {row.title for row in OUTCOMES.values()}
    scene = chart(driver)
    for frame in range(36):
        here, (_head, ending, *_rest) = scene.cells.cell(*scene.map.here), words(scene.details[0])
        assert {ending} & titles == ({OUTCOMES[here.kind].title} if here is not None else set()), frame
        if frame % 3 == 2:
            driver.key(pygame.K_RIGHT if frame % 2 else pygame.K_UP)
        wait(driver, 1 / 30)


@pytest.mark.slow
def test_what_is_told_is_what_the_run_does() -> None:
    """Its law once the level that asks for it is reached, before only what can be seen in the run."""
    (seen,) = told(opened("goldilocks"))[4:]
    assert "α" not in seen and "0.6" in seen
    driver = opened("goldilocks", reached=("one-step",))
    key(driver, *[pygame.K_RIGHT] * 12, *[pygame.K_UP] * 12)
    assert values(driver) == (1.1, 0.4)
    _head, ending, numbers, steps, *law = told(driver)
    assert ending == OUTCOMES["overshoot"].title and "15" in steps and "1.1" in numbers and "0.4" in numbers
    misses = [2 * 1.1 - 0.8]
    for _ in range(15):
        misses.append(misses[-1] * (1 - 0.4 * 4))
    run = chart(driver).cells.session(*chart(driver).map.here)
    deque(run_incremental(run), 0)
    assert trace_of(run)[1] and list(trace_of(run)[0]) == pytest.approx(misses)
    assert "·4)" in law[0] and "−0.6" in law[1] and turn_words(-0.6) in law[1]
    assert len({turn_words(left) for left in (0.0, 0.5, -0.5, -1.0, -1.5)}) == 5
    _head, ending, _values, steps, *law = told(opened("valley"))  # of many weights its errors
    session = session_of("valley", Learn(117))
    errors, signed = trace_of(session)
    assert not signed and errors[0] == session.run.errors[0] and errors[-1] == session.run.error()
    assert ending == OUTCOMES["overshoot"].title and "117" in steps and law == []


@pytest.mark.slow
def test_other_axes_by_key_and_by_mouse() -> None:
    driver = opened("valley")
    assert [plane.across.name for plane in chart(driver).planes] == ["learner", "beta"]
    key(driver, pygame.K_x, pygame.K_RIGHT)
    assert chart(driver).cells.plane.across.name == "beta"
    kept = values(driver)
    click(driver, "axes")
    assert chart(driver).cells.plane.across.name == "learner"
    key(driver, pygame.K_x)
    assert values(driver) == kept


# -- played from it ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_play_from_here_sets_what_can_be_set_and_says_the_rest() -> None:
    for by_mouse in (False, True):
        driver = opened("goldilocks", Turn("alpha", 0.2), Learn(2))
        play = chart(driver).parent
        key(driver, *[pygame.K_RIGHT] * 4, *[pygame.K_UP] * 7)
        assert values(driver) == (0.7, 0.375)
        click(driver, "play") if by_mouse else key(driver, pygame.K_RETURN)
        session = screen(driver).attempt.session
        assert driver.scene is play and session.count == 0 and session.weights == [0.5]
        assert session.knobs["alpha"] == 0.4  # the nearest of its clicks
        assert any("0.5" in note for note in notes(driver.game)) and any("0.4" in note for note in notes(driver.game))
    driver = opened("hidden-four")
    assert driver.scene.widget("axes") is None  # there is one map
    legend, cells = control(driver, "key", OutcomeLegend), chart(driver).cells
    assert sum(legend.counts.values()) + legend.left == len(cells.codes) == 140 and legend.left == cells.left > 0
    assert f"{140 - cells.left} of 140" in chart(driver).map_layers()
    key(driver, pygame.K_END, pygame.K_PAGEUP, pygame.K_RETURN)
    knobs = screen(driver).attempt.session.knobs
    assert (knobs["learner"], knobs["alpha"]) == ("gradient-descent", 1.0)
    assert notes(driver.game) == ["In this level the learner stays gradient descent."]


def mapped(game: Game, level: Level) -> tuple[Driver, ConvergenceScene]:
    play = PlayScene(game, level)
    scene = ConvergenceScene(game, play, play.attempt.session, play)
    driver = Driver(scene)
    wait(driver, 0.1)
    return driver, scene


def test_a_weight_that_can_be_turned_is_set_too() -> None:
    """A level with the usual knobs of a plugin's."""
    knobs = (Knob("weight", -4, 4), Knob("alpha", 0.5, 30))
    level = replace(shipped().level("thirteen"), knobs=knobs, questions=(), ghost=())
    driver, scene = mapped(Game(Store(), catalog=shipped()), level)
    key(driver, pygame.K_HOME, pygame.K_PAGEUP, pygame.K_RETURN)
    session = screen(driver).attempt.session
    assert session.weights == [-4.0] and session.knobs["alpha"] == scene.planes[0].up.values[-1]
    assert notes(driver.game) == []


class Moody(Learner):
    name = "moody"

    def step(self, problem: Any, weights: Any, alpha: Any) -> Any:
        if alpha > 0.3:
            raise ValueError("too much for me")
        return [w - alpha * d for w, d in zip(weights, problem.weight_deltas(weights))]


def test_a_learner_that_raises_spoils_only_its_own_cells_and_one_outcome_is_lit_from_the_key() -> None:
    catalog = replace(shipped(), learners={**shipped().learners, "moody": Moody})
    choice = Knob("learner", stops=("gradient-descent", "moody"))
    level = replace(shipped().level("goldilocks"), knobs=(choice, Knob("alpha", 0.1, 0.6)), stages=())
    driver, scene = mapped(Game(Store(), catalog=catalog), level)
    key(driver, pygame.K_x)
    legend, cells = control(driver, "key", OutcomeLegend), scene.cells
    for _ in range(1800):
        if not cells.done:
            wait(driver, 1 / 30)
    assert all(cells.cell(0, row) for row in range(cells.rows))
    assert [cells.faulty(1, row) for row in range(cells.rows)] == [float(a) > 0.3 for a in cells.plane.up.values]
    assert len(notes(driver.game)) == 1 and "tried" not in scene.map_layers()
    key(driver, pygame.K_END, pygame.K_PAGEUP)
    assert told(driver)[1] == "It cannot be run here."
    driver.tab_to("key")
    key(driver, pygame.K_DOWN)
    assert scene.map.lit == legend.kinds[0]
    key(driver, pygame.K_UP)
    assert scene.map.lit == legend.kinds[-1]
    key(driver, pygame.K_TAB)
    assert scene.map.lit == ""
    painted(driver)
    x, y, w, h = legend.rect
    driver.click(x + w / 2, y + 8 + 0.5 * (h - 56) / 5)
    assert scene.map.lit == legend.kinds[0]
    driver.tab_to("cells")
    key(driver, pygame.K_PAGEDOWN, pygame.K_RETURN)
    assert screen(driver).attempt.session.knobs["learner"] == "moody"


def test_a_frame_works_for_its_slice_and_no_longer() -> None:
    """By a clock that only pieces of work move on: a millisecond each, then nine."""
    scene = chart(opened("goldilocks"))
    while not scene.read:
        scene.update(1 / 60)
    clock, cost, made = LookClock(0.0), 0.001, 0

    def pieces() -> Iterator[None]:
        nonlocal made
        while True:
            made += 1
            clock.carries_over(cost)
            yield

    scene.works[scene.chosen] = pieces()
    with slices_by(clock):
        scene.update(1 / 60)
        assert made == pytest.approx(1000 * chart_module.SLICE, abs=1.5)
        cost, made = 0.009, 0
        scene.update(1 / 60)
        assert made == 1  # one, however long; no second one that would take the frame over its time
