"""The convergence map's screen: how one gets there, what is told of a cell, and what is played from it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pygame
import pytest

from clocks import LookClock, stands
from downslope import Knob, Learner
from downslope.attempt.game.game import Game
from downslope.convergence.convergence_map import run_incremental
from downslope.rules.actions import Learn, Turn
from downslope.rules.outcome import OUTCOMES
from downslope.scenes import convergence as chart_module
from downslope.scenes.convergence import ConvergenceScene, trace_of, turn_words
from downslope.scenes.play.card import CardScene, card_of
from downslope.scenes.play.play import PlayScene
from downslope.scenes.play.play_screen import map_is_open
from downslope.storage.saves import Store
from downslope.view.charts.outcome_map import OutcomeLegend
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.tween import slices_by
from downslope.view.widgets.ink import words
from driving import Driver
from playing import click, key, painted, wait
from support import play as session_of
from support import shipped

pytestmark = pytest.mark.usefixtures("display")


def opened(level: str, *actions: Any, reached: tuple[str, ...] = (), text: float = 1.0) -> Driver:
    """The map of a level that was played so, opened by its key."""
    store = Store()
    store.settings.still, store.settings.text = True, text
    store.settings.sound = store.settings.wind = store.settings.music = 0.0
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
    driver.key(pygame.K_g)
    wait(driver, 0.1)
    assert isinstance(driver.scene, ConvergenceScene), type(driver.scene)
    return driver


def chart(driver: Driver) -> ConvergenceScene:
    assert isinstance(driver.scene, ConvergenceScene), type(driver.scene)
    return driver.scene


def finished(driver: Driver, most: float = 60.0) -> None:
    for _ in range(int(most * 30)):
        if chart(driver).cells.done:
            return
        wait(driver, 1 / 30)
    raise AssertionError("the map never ends")


def values(driver: Driver) -> tuple[Any, Any]:
    scene = chart(driver)
    column, row = scene.map.cursor
    plane = scene.planes[scene.chosen]
    return plane.across.values[column], plane.up.values[row]


def told(driver: Driver) -> list[str]:
    """What is told of the cell once its run has ended."""
    for _ in range(600):
        wait(driver, 1 / 30)
        if chart(driver).read:
            return words(chart(driver).details[0])
    raise AssertionError("the run under the cursor never ends")


def test_it_opens_where_the_player_stands() -> None:
    driver = opened("goldilocks", Turn("alpha", 0.4))
    assert values(driver) == (0.5, 0.4)
    assert chart(driver).map.you == tuple(chart(driver).map.cursor)


@pytest.mark.slow
@pytest.mark.parametrize("level", ["goldilocks", "orbit", "hidden-four", "valley", "stuck-steps"])
def test_the_cell_under_the_cursor_is_the_run_that_is_told_beside_it(level: str) -> None:
    """From the first frame, while the rest of the map still fills: both say the same, or both say nothing yet."""
    driver = opened(level)
    for frame in range(36):
        scene = chart(driver)
        here, (_head, ending, *_rest) = scene.cells.cell(*scene.map.here), words(scene.details[0])
        titles = {row.title for row in OUTCOMES.values()}
        assert {ending} & titles == ({OUTCOMES[here.kind].title} if here is not None else set()), frame
        if frame % 3 == 2:
            driver.key(pygame.K_RIGHT if frame % 2 else pygame.K_UP)
        wait(driver, 1 / 30)


def test_there_is_no_map_before_a_level_is_reached() -> None:
    game = Game(Store(), catalog=shipped())
    play = PlayScene(game, shipped().level("goldilocks"))
    assert not map_is_open(play)
    game.progress.level("goldilocks").reached = True
    assert map_is_open(play)
    game.progress.level("double-it").reached = True
    assert not map_is_open(PlayScene(game, shipped().level("double-it")))  # by hand: there is nothing to map


@pytest.mark.slow
def test_the_card_of_a_reached_level_leads_to_it() -> None:
    for by_mouse in (False, True):
        driver = opened("goldilocks", Turn("alpha", 0.2), Learn(4))
        play = chart(driver).parent
        assert isinstance(play, PlayScene)
        driver = Driver(card_of(play))
        wait(driver, 0.1)
        click(driver, "chart") if by_mouse else key(driver, pygame.K_g)
        assert chart(driver).play is None
        key(driver, pygame.K_ESCAPE)
        assert isinstance(driver.scene, CardScene)
        key(driver, pygame.K_g, pygame.K_RETURN)  # it is played anew, as a card's replay is
        assert isinstance(driver.scene, PlayScene) and driver.scene is not play
        assert driver.scene.attempt.session.knobs["alpha"] == 0.2


@pytest.mark.slow
def test_the_cursor_goes_by_keys() -> None:
    driver = opened("goldilocks", Turn("alpha", 0.1))
    key(driver, pygame.K_RIGHT, pygame.K_UP, pygame.K_UP)
    assert values(driver) == (0.55, 0.15)
    key(driver, pygame.K_LEFT, pygame.K_DOWN, shift=True)
    assert values(driver) == (0.3, 0.025)
    key(driver, pygame.K_END, pygame.K_PAGEUP)
    assert values(driver) == (1.4, 0.6)
    key(driver, pygame.K_RIGHT, pygame.K_UP)
    assert values(driver) == (1.4, 0.6)
    key(driver, pygame.K_HOME, pygame.K_PAGEDOWN)
    assert values(driver) == (-0.6, 0.025)


@pytest.mark.slow
def test_the_cursor_goes_by_mouse_and_resting_on_a_cell_only_tells() -> None:
    driver = opened("goldilocks")
    scene = chart(driver)
    column, row = scene.planes[0].across.nearest(1.1), scene.planes[0].up.nearest(0.4)
    driver.move(*scene.map.middle_of(column, row))
    assert scene.map.here == (column, row) != scene.map.cursor
    assert told(driver)[1] == OUTCOMES["overshoot"].title
    driver.click(*scene.map.middle_of(column, row))
    driver.move(10, 10)
    assert scene.map.here == scene.map.cursor == (column, row)
    start, end = scene.map.middle_of(3, 3), scene.map.middle_of(7, 9)
    driver.drag(start, end)
    assert scene.map.cursor == (7, 9)


@pytest.mark.slow
def test_what_is_told_is_what_the_run_does() -> None:
    driver = opened("goldilocks", reached=("one-step",))
    key(driver, *[pygame.K_RIGHT] * 12, *[pygame.K_UP] * 12)
    assert values(driver) == (1.1, 0.4)
    _head, ending, numbers, steps, *law = told(driver)
    assert ending == OUTCOMES["overshoot"].title and "15" in steps
    misses = [2 * 1.1 - 0.8]
    for _ in range(15):
        misses.append(misses[-1] * (1 - 0.4 * 4))
    run = chart(driver).cells.session(*chart(driver).map.here)
    deque(run_incremental(run), 0)
    assert trace_of(run)[1] and list(trace_of(run)[0]) == pytest.approx(misses)
    assert "1.1" in numbers and "0.4" in numbers
    assert "·4)" in law[0] and "−0.6" in law[1] and turn_words(-0.6) in law[1]


@pytest.mark.slow
def test_the_law_is_said_once_the_level_that_asks_for_it_is_reached() -> None:
    """Before, only what can be seen in the run."""
    before = opened("goldilocks")
    assert not chart(before).lawful
    seen = told(before)[4:]
    assert len(seen) == 1 and "α" not in seen[0] and "0.6" in seen[0]
    after = opened("goldilocks", reached=("one-step",))
    assert chart(after).lawful and len(told(after)[4:]) == 2
    assert turn_words(0.0) != turn_words(0.5) != turn_words(-0.5) != turn_words(-1.0) != turn_words(-1.5)


@pytest.mark.slow
def test_a_level_of_many_weights_tells_its_errors() -> None:
    driver = opened("valley")
    finished(driver)
    _head, ending, _values, steps, *law = told(driver)
    session = session_of("valley", Learn(117))
    errors, signed = trace_of(session)
    assert not signed and errors[0] == session.run.errors[0] and errors[-1] == session.run.error()
    assert ending == OUTCOMES["overshoot"].title and "117" in steps and law == []


@pytest.mark.slow
def test_other_axes_by_key_and_by_mouse() -> None:
    driver = opened("valley")
    shown = [plane.across.name for plane in chart(driver).planes]
    assert shown == ["learner", "beta"]
    key(driver, pygame.K_x)
    assert chart(driver).cells.plane.across.name == "beta"
    key(driver, pygame.K_RIGHT)
    kept = values(driver)
    click(driver, "axes")
    assert chart(driver).cells.plane.across.name == "learner"
    key(driver, pygame.K_x)
    assert values(driver) == kept
    assert opened("hidden-four").scene.widget("axes") is None  # there is one map


@pytest.mark.slow
def test_play_from_here_sets_what_can_be_set_and_says_the_rest() -> None:
    for by_mouse in (False, True):
        driver = opened("goldilocks", Turn("alpha", 0.2), Learn(2))
        play = chart(driver).parent
        key(driver, *[pygame.K_RIGHT] * 4, *[pygame.K_UP] * 7)
        assert values(driver) == (0.7, 0.375)
        click(driver, "play") if by_mouse else key(driver, pygame.K_RETURN)
        assert driver.scene is play and isinstance(play, PlayScene)
        session = play.attempt.session
        assert session.count == 0 and session.weights == [0.5]
        assert session.knobs["alpha"] == 0.4  # the nearest of its clicks
        toasts = driver.game.toasts
        notes = [toast.title for toast in (*toasts.shown, *toasts.waiting)]  # one after the other
        assert any("0.5" in note for note in notes) and any("0.4" in note for note in notes)


@pytest.mark.slow
def test_a_learner_that_cannot_be_chosen_is_said_by_its_title() -> None:
    driver = opened("hidden-four")
    key(driver, pygame.K_END, pygame.K_PAGEUP, pygame.K_RETURN)
    assert isinstance(driver.scene, PlayScene)
    assert driver.scene.attempt.session.knobs["learner"] == "gradient-descent"
    assert driver.scene.attempt.session.knobs["alpha"] == 1.0
    assert [toast.title for toast in driver.game.toasts.shown] == ["In this level the learner stays gradient descent."]


def test_a_weight_that_can_be_turned_is_set_too() -> None:
    """A level with the usual knobs of a plugin's."""
    free = replace(
        session_of("thirteen").base, knobs=(Knob("weight", -4, 4), Knob("alpha", 0.5, 30)), questions=(), ghost=()
    )
    game = Game(Store(), catalog=shipped())
    play = PlayScene(game, free)
    scene = ConvergenceScene(game, play, play.attempt.session, play)
    driver = Driver(scene)
    wait(driver, 0.1)
    key(driver, pygame.K_HOME, pygame.K_PAGEUP, pygame.K_RETURN)
    assert isinstance(driver.scene, PlayScene)
    assert driver.scene.attempt.session.weights == [-4.0]
    assert driver.scene.attempt.session.knobs["alpha"] == scene.planes[0].up.values[-1]
    assert not driver.game.toasts.shown


@pytest.mark.slow
def test_one_outcome_is_lit_from_the_key() -> None:
    driver = opened("goldilocks")
    scene = chart(driver)
    finished(driver)
    widget = scene.widget("key")
    assert isinstance(widget, OutcomeLegend)
    assert sum(widget.counts.values()) == 41 * 24 and widget.left == 0
    assert "tried" not in scene.map_layers()
    key(driver, pygame.K_TAB)
    assert scene.focus == "key"
    key(driver, pygame.K_DOWN)
    assert scene.map.lit == widget.kinds[0] == "runaway"
    key(driver, pygame.K_UP)
    assert scene.map.lit == widget.kinds[-1]
    key(driver, pygame.K_TAB)
    assert scene.map.lit == ""
    painted(driver)
    x, y, w, h = widget.rect
    driver.click(x + w / 2, y + 8 + 0.5 * (h - 56) / 5)
    assert scene.map.lit == "runaway"


@pytest.mark.slow
def test_what_nobody_has_run_is_hatched_and_counted() -> None:
    driver = opened("hidden-four")
    scene = chart(driver)
    while len(scene.cells.codes) - scene.cells.left < 30:
        with slices_by(LookClock(0.004)):
            wait(driver, 1 / 60)
    key_of, cells = scene.widget("key"), scene.cells
    assert isinstance(key_of, OutcomeLegend)
    assert sum(key_of.counts.values()) + key_of.left == len(cells.codes) == 140 and key_of.left == cells.left > 0
    tried = 140 - cells.left
    assert f"{tried} of 140" in scene.map_layers() and "%" not in scene.map_layers()
    with slices_by(stands):
        picture = painted(driver)
    whole = Canvas(pygame.Surface((1280, 720)), driver.game.look())
    ground = whole.theme.rgb(whole.mix("well", "panel", 0.35))
    for column in range(cells.columns):
        for row in range(cells.rows):
            if (column, row) in (scene.map.cursor, scene.map.you, scene.map.running):
                continue
            x, y = (round(v) for v in scene.map.middle_of(column, row))
            seen = {picture.get_at((x + dx, y))[:3] for dx in range(8, 30)}
            assert (ground in seen) == (cells.cell(column, row) is None), (column, row, seen)


def test_a_frame_works_for_its_slice_and_no_longer() -> None:
    """By a clock that only pieces of work move on: a millisecond each, then nine."""
    driver = opened("valley")
    scene = chart(driver)
    while not scene.read:
        wait(driver, 1 / 60)
    clock, cost, made = LookClock(0.0), 0.001, 0

    def pieces() -> Iterator[None]:
        nonlocal made
        while True:
            made += 1
            clock.carries_over(cost)
            yield

    def in_a_frame() -> int:
        before = made
        scene.update(1 / 60)
        return made - before

    scene.works[scene.chosen] = pieces()
    with slices_by(clock):
        assert in_a_frame() == pytest.approx(1000 * chart_module.SLICE, abs=1.5)
        cost = 0.009
        assert in_a_frame() == 1  # one, however long; no second one that would take the frame over its time
        assert in_a_frame() == 1


def test_the_first_places_stand_in_the_first_frame() -> None:
    """On a machine where a piece of work takes half a millisecond, two looks at the clock; see benchmarks/cmap.py."""
    driver = opened("orbit")
    with slices_by(LookClock(0.00025)):
        scene = ConvergenceScene(driver.game, driver.scene, session_of("orbit"))
        scene.resize(1280, 720)
        scene.update(1 / 60)
    columns = [k % scene.cells.columns for k, code in enumerate(scene.cells.codes) if code >= 0]
    assert len(columns) >= 4 and not scene.cells.done
    assert {column * 2 // scene.cells.columns for column in columns} == {0, 1}


class Moody(Learner):
    name = "moody"

    def step(self, problem: Any, weights: Any, alpha: Any) -> Any:
        if alpha > 0.3:
            raise ValueError("too much for me")
        return [w - alpha * d for w, d in zip(weights, problem.weight_deltas(weights))]


def test_a_learner_that_raises_spoils_only_its_own_cells() -> None:
    catalog = replace(shipped(), learners={**shipped().learners, "moody": Moody})
    choice = Knob("learner", stops=("gradient-descent", "moody"))
    level = replace(shipped().level("goldilocks"), knobs=(choice, Knob("alpha", 0.1, 0.6)), stages=())
    game = Game(Store(), catalog=catalog)
    play = PlayScene(game, level)
    driver = Driver(ConvergenceScene(game, play, play.attempt.session, play))
    key(driver, pygame.K_x)
    finished(driver)
    cells = chart(driver).cells
    assert cells.plane.across.values == ("gradient-descent", "moody")
    assert all(cells.cell(0, row) for row in range(cells.rows))
    assert [cells.faulty(1, row) for row in range(cells.rows)] == [float(a) > 0.3 for a in cells.plane.up.values]
    assert len(game.toasts.shown) == 1
    key(driver, pygame.K_END, pygame.K_PAGEUP)
    assert told(driver)[1] == "It cannot be run here."
    painted(driver)
    key(driver, pygame.K_PAGEDOWN, pygame.K_RETURN)
    assert play.attempt.session.knobs["learner"] == "moody"
