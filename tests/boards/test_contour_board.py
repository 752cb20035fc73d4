"""Two weights from above: the way, the height lines that come with it, old runs beside the new, with real events."""

from __future__ import annotations

from functools import partial
from typing import Any

import pygame
import pytest

from downslope.boards.several_weights.contour_board import ContourBoard
from downslope.boards.shared.knob_panel import upcoming
from downslope.boards.shared.runs_panel import MODES, RunKeyRow
from downslope.learning.named import Neuron
from downslope.rules.actions import Learn, Next, Turn
from downslope.rules.knob import Knob
from downslope.rules.level import Example, Level
from downslope.rules.target import Near
from downslope.view.charts.run_chart import style_of
from downslope.view.widgets.button import Segmented
from driving import FRAME, Driver
from playing import (
    act,
    board_of,
    click,
    control,
    enter,
    gets,
    key,
    need,
    opened,
    painted,
    screen,
    wait,
)

ADAM = Level(
    "of-a-plugin", title="Adam", network=Neuron(2), examples=[Example((1, 2), 1), Example((2, 1), 0)], weights=[1, 1],
    learner="adam", alpha=0.1, knobs=[Knob("alpha", 0.01, 1, log=True), Knob("beta1", 0, 0.9, step=0.1)],
    target=Near(0.05), budget=300,
)  # fmt: skip
pytestmark = pytest.mark.usefixtures("display")
board = partial(board_of, kind=ContourBoard)


def valley(level: str | Level = "valley", **settings: Any) -> Driver:
    return opened(level, None, **{"bets": False, **settings})


def ran(*runs: tuple[float, int]) -> Driver:
    """The valley after runs of this alpha and so many steps, a Reset after each."""
    driver = valley()
    for alpha, steps in runs:
        act(driver, Turn("alpha", alpha), Learn(steps), then=FRAME).reset()
        wait(driver, FRAME)
    return driver


def beside(driver: Driver) -> list[int]:
    """The steps of the runs that are drawn beside the present one."""
    return [run.beats for run in board(driver).runs.runs_beside()]


def test_two_weights_that_learn_and_can_be_seen() -> None:
    def level(**more: object) -> Level:
        fields: dict[str, object] = {"network": Neuron(2), "examples": [Example((1, 2), 1)], **more}
        return Level("small", title="", **fields)  # type: ignore[arg-type]

    assert gets(level(), ContourBoard) and gets(ADAM, ContourBoard)
    assert not gets(level(network=Neuron(3), examples=[Example((1, 2, 3), 1)]), ContourBoard)
    for more in ({"sight": {"bowl": "none"}}, {"learner": None}, {"sight": {"goal": "hidden"}}):
        assert not gets(level(**more), ContourBoard)


def test_flag_way_and_light_are_the_engines_and_what_was_seen_stays_lit() -> None:
    driver = valley()
    land = board(driver).land
    wait(driver, 1.5)
    assert land.bottom == pytest.approx((1, -0.5), abs=1e-9) and need(land.relief).whole
    window, lit = need(land.window), list[float]()
    for _step in range(3):
        painted(driver)
        lit.append(land.lowest)
        key(driver, pygame.K_SPACE, then=0.2)
    run = screen(driver).attempt.session.run
    places = [*(run.history.weights_at(k) for k in range(3)), tuple(run.weights)]
    assert land.way() == [window.at(place) for place in places] and land.position() == tuple(run.weights)
    key(driver, pygame.K_COMMA)
    assert land.position() == places[2] and len(land.way()) == 3
    assert lit == pytest.approx(run.errors) and lit == sorted(lit, reverse=True)
    key(driver, pygame.K_r, then=0.2)
    painted(driver)
    assert land.lowest <= lit[-1]


def test_a_step_ends_the_opening_reduced_motion_has_none_and_pip_is_on_his_way() -> None:
    driver = valley(still=False)
    key(driver, pygame.K_SPACE, then=0.3)
    here, run = need(board(driver).land.position()), screen(driver).attempt.session.run
    assert run.start[0] < here[0] < run.weights[0]
    assert board(driver).land.part.value == 1.0 == board(valley()).land.part.value


def test_a_list_in_the_map_tells_runs_apart_and_one_is_chosen() -> None:
    driver = ran((1.0, 20), (0.3, 117))
    runs, land = board(driver).runs, board(driver).land
    assert [(row.name, row.text.end) for row in land.list.rows] == [
        ("map run now", ""), ("map run 1", "117"), ("map run 0", "away")]  # fmt: skip
    assert beside(driver) == [117], "the newest"
    row = control(driver, "map run 0", RunKeyRow)
    driver.move(*row.centre)
    wait(driver, 0.05)
    assert [run.key for run in runs.runs_beside()] == ["run 0"] and row.chosen
    screen(driver).set_focus("map run 0")
    key(driver, pygame.K_UP, then=0.05)
    assert screen(driver).focus == "map run 1" and [run.key for run in runs.runs_beside()] == ["run 1"]
    key(driver, pygame.K_UP, then=0.05)
    assert runs.runs_beside() == [], "beside the present one there is none"
    driver = ran(*((0.3, steps) for steps in range(3, 12)))
    screen(driver).set_focus("map run now")
    for code, beats in [(pygame.K_DOWN, beats) for beats in (11, 10, 9, 8, 7, 6)] + [(pygame.K_UP, 7)]:
        key(driver, code, then=0.05)
        assert beside(driver) == [beats] and len(board(driver).land.list.rows) == 5, "more runs than rows"


def test_nothing_of_a_run_is_told_before_it_is_seen() -> None:
    driver = valley(still=False)
    screen(driver).attempt.turn("alpha", 0.6)
    key(driver, pygame.K_l, then=0.6)
    assert screen(driver).attempt.playback.running
    text = board(driver).runs.rows[0].text
    assert text.end.startswith("at ") and not text.icon and "58" not in text.end


def told(driver: Driver) -> list[tuple[str, str, str]]:
    """(learner, knobs, end) of each row."""
    texts = [row.text for row in board(driver).runs.rows]
    return [(text.name, "".join(run[0] for run in text.knobs), text.end or text.icon) for text in texts]


def test_rows_tell_learner_knobs_and_steps_and_old_runs_stay_through_reset_and_undo() -> None:
    driver = ran((0.6, 58), (0.8, 60), (0.3, 7))
    assert told(driver) == [
        ("gradient descent", "α .3   β  0", ""), ("gradient descent", "α .3   β  0", "at 7"),
        ("gradient descent", "α .8   β  0", "runaway"), ("gradient descent", "α .6   β  0", "58"),
    ]  # fmt: skip
    old = board(driver).runs.old()
    assert len({style_of(run.number) for run in (*old, board(driver).runs.now())}) == 4
    key(driver, pygame.K_z, then=0.1)
    assert [run.beats for run in board(driver).runs.old()] == [58, 60], "the run is the present one again"
    driver = valley()
    act(driver, Turn("alpha", 0.6), Learn(58), Next(), Turn("beta", 0.6), Learn(5))
    assert told(driver)[0][0] == "momentum"
    driver = valley()
    act(driver, Turn("alpha", 0.6), Learn(3), Turn("alpha", 0.3), Learn(3))
    assert told(driver)[0][1].startswith("α .6→.3")
    driver = valley(ADAM)
    key(driver, pygame.K_SPACE)
    assert told(driver)[0][:2] == ("Adam", "α .1   β₁  .9   β₂  .999")


def test_each_old_run_can_be_switched_off_by_keys_and_mouse() -> None:
    driver = ran((0.6, 58), (0.3, 20))

    def visible(*codes: int) -> list[int]:
        key(driver, *codes)
        return [run.beats for run in board(driver).runs.visible_runs()]

    screen(driver).set_focus("run 0")
    assert visible(pygame.K_UP, pygame.K_RETURN) == [58]
    modes = [(visible(pygame.K_v), board(driver).runs.mode) for _press in MODES]
    assert sorted(modes) == [([], "off"), ([58], "ends"), ([58], "ways")] and len(board(driver).runs.rows) == 3
    x, y, w, h = control(driver, "compare", Segmented).rect
    driver.click(x + 4 + (MODES.index("off") + 0.5) * (w - 8) / 3, y + h / 2)
    assert visible() == []
    click(driver, "run 1")
    assert visible() == [20] and board(driver).runs.mode == "ends", "one alone brings the comparison back"


def test_a_knob_that_comes_later_is_seen_with_its_lock() -> None:
    driver = valley()
    knobs = need(board(driver).knobs)
    assert [knob.name for knob in knobs.waiting] == ["beta"] and screen(driver).widget("knob beta") is None
    attempt = act(driver, Turn("alpha", 0.6), Learn(58), Next())
    assert need(board(driver).knobs).waiting == upcoming(attempt.session) == []
    assert screen(driver).widget("knob beta") is not None


def test_weights_that_are_free_are_turned_by_hand_and_a_land_may_have_no_lowest_place() -> None:
    level = Level("free", title="", network=Neuron(2), examples=ADAM.examples, weights=[-1, 1], alpha=0.1)
    driver = valley(level)
    enter(driver, "weight 2", "-0.5")
    attempt, land = screen(driver).attempt, board(driver).land
    assert attempt.session.weights == [-1, -0.5] and land.position() == (-1, -0.5)
    assert land.way() == [need(land.window).at((-1, -0.5))]
    driver = valley(Level("slope", title="", network=Neuron(2), examples=[Example((0, 0), 1)], weights=[0.2, 0.4]))
    wait(driver, 1.0)
    key(driver, pygame.K_SPACE, pygame.K_SPACE, then=0.2)
    painted(driver)
