"""Two weights from above: the way, the height lines that come with it, old runs beside the new, with real events."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import pygame
import pytest

from clocks import CallClock
from downslope.boards.several_weights.contour_board import ContourBoard
from downslope.boards.shared.knob_panel import upcoming
from downslope.boards.shared.runs_panel import MODES, RunKeyRow, row_of, stretches_in
from downslope.learning.named import Neuron
from downslope.rules.actions import Learn, Next, Turn
from downslope.rules.knob import Knob
from downslope.rules.level import Example, Level
from downslope.rules.session import Session
from downslope.rules.target import Near
from downslope.solving.tried import level_with
from downslope.view.charts.run_chart import error_axis, style_of
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.display_list import Screen as Shown
from downslope.view.draw.tween import slices_by
from downslope.view.widgets.button import Segmented
from driving import FRAME, Driver
from playing import act, board_of, click, control, enter, gets, key, need, opened, painted, screen, wait
from support import shipped

ADAM = Level(
    "of-a-plugin", title="Adam", network=Neuron(2), examples=[Example((1, 2), 1), Example((2, 1), 0)], weights=[1, 1],
    learner="adam", alpha=0.1, knobs=[Knob("alpha", 0.01, 1, log=True), Knob("beta1", 0, 0.9, step=0.1)],
    target=Near(0.05), budget=300,
)  # fmt: skip
pytestmark = pytest.mark.usefixtures("display")


def valley(level: str | Level = "valley", **settings: Any) -> Driver:
    driver = opened(level, None, **{"bets": False, **settings})
    board_of(driver, ContourBoard)
    return driver


board = partial(board_of, kind=ContourBoard)


def ran(driver: Driver, *runs: tuple[float, int]) -> None:
    """Runs of this alpha and so many steps, a Reset after each."""
    for alpha, steps in runs:
        act(driver, Turn("alpha", alpha), Learn(steps), then=FRAME).reset()
        wait(driver, FRAME)


def test_two_weights_that_learn_and_can_be_seen() -> None:
    def level(**more: object) -> Level:
        fields: dict[str, object] = {"network": Neuron(2), "examples": [Example((1, 2), 1)], **more}
        return Level("small", title="", **fields)  # type: ignore[arg-type]

    assert gets(level(), ContourBoard) and gets(ADAM, ContourBoard)
    assert not gets(level(network=Neuron(3), examples=[Example((1, 2, 3), 1)]), ContourBoard)
    for more in ({"sight": {"bowl": "none"}}, {"learner": None}, {"sight": {"goal": "hidden"}}):
        assert not gets(level(**more), ContourBoard)


# playing it


@pytest.mark.slow
def test_flag_start_and_way_are_the_engines() -> None:
    driver = valley()
    land = board(driver).land
    assert land.bottom == pytest.approx((1, -0.5), abs=1e-9)
    assert land.window is not None and land.window.fits((-1, 1), 30) and land.window.fits((1, -0.5), 30)
    key(driver, pygame.K_SPACE, pygame.K_SPACE, pygame.K_SPACE)
    run = screen(driver).attempt.session.run
    places = [*(run.history.weights_at(k) for k in range(3)), tuple(run.weights)]
    assert land.way() == [land.window.at(place) for place in places]
    assert land.position() == tuple(run.weights)
    key(driver, pygame.K_COMMA)
    assert land.position() == places[2] and len(land.way()) == 3


@pytest.mark.slow
def test_the_map_is_there_and_lit_as_far_down_as_pip_was() -> None:
    driver = valley()
    land = board(driver).land
    wait(driver, 1.5)
    assert land.relief is not None and land.relief.whole and land.part.value == 1.0
    painted(driver)
    lit = [land.lowest]
    for _step in range(3):
        key(driver, pygame.K_SPACE, then=0.2)
        painted(driver)
        lit.append(land.lowest)
    run = screen(driver).attempt.session.run
    assert lit == pytest.approx([*run.errors, run.error()]) and lit == sorted(lit, reverse=True)
    key(driver, pygame.K_r, then=0.2)
    painted(driver)
    assert land.lowest == lit[-1], "what was seen stays"


@pytest.mark.slow
def test_the_light_comes_down_with_pip() -> None:
    driver = valley()
    wait(driver, 1.5)
    land = board(driver).land
    assert land.window is not None and land.bottom is not None
    x, y = land.window.at(land.bottom)

    def brightness(spot: tuple[float, float]) -> int:
        return sum(painted(driver).get_at((round(spot[0]), round(spot[1])))[:3])

    start = land.window.at((screen(driver).attempt.session.run.start[0], screen(driver).attempt.session.run.start[1]))
    deep, high = (x - 60, y - 40), (start[0] - 90, start[1] + 30)
    before = brightness(deep), brightness(high)
    act(driver, Turn("alpha", 0.6), Learn(40))
    wait(driver, 0.4)
    assert brightness(deep) > before[0] + 40 and brightness(high) == pytest.approx(before[1], abs=6)


@pytest.mark.slow
def test_the_bowl_from_the_side_becomes_its_map() -> None:
    driver = valley(still=False)
    stage, seen = board(driver).land, []
    for _ in range(30):
        wait(driver, 1 / 10, 1 / 30)
        seen.append(stage.part.value)
        picture = painted(driver).get_buffer().raw
        assert not 0 < seen[-1] < 0.9 or picture == painted(driver).get_buffer().raw, "a place in time has one picture"
    assert seen == sorted(seen) and any(0 < part < 0.5 for part in seen) and seen[-1] == 1.0
    relief, window = need(stage.relief), stage.window
    assert window is not None and relief.rings
    start = screen(driver).attempt.session.run.error()
    for level, ring in relief.rings:
        assert all(relief.survey.error(*spot) == pytest.approx(level, rel=1e-4) for spot in ring)
        spots = relief.tilted(ring, level, start, 90)
        assert spots == [pytest.approx(window.at(spot)) for spot in ring], "from above it is the map"
        for a, b in zip(ring, ring[1:] + ring[:1]):  # between two of its places it is the line of its error too
            middle = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
            slope = math.hypot(*(relief.survey.error(middle[0] + x, middle[1] + y) - relief.survey.error(*middle)
                                 for x, y in ((1e-6, 0), (0, 1e-6)))) / 1e-6  # fmt: skip
            far = abs(relief.survey.error(*middle) - level) / slope * window.unit
            assert far <= 1 or not window.fits(middle), (level, far)
        if level in relief.survey.levels:
            line = [window.at(spot) for spot in ring]
            assert relief.line(level) == list(zip(line, line[1:] + line[:1])), "it is the map's own line"
    low, high = (relief.tilted(ring, level, start, 8)[0] for level, ring in (relief.rings[0], relief.rings[-1]))
    assert high[1] < low[1] - 100, "from the side the error is a height"


@pytest.mark.slow
def test_no_frame_of_the_opening_or_of_thirty_steps_holds_up_the_picture() -> None:
    """After the first one, which draws what the level has in common with all others for the first time."""
    clock, shown, costs = CallClock(), Shown((1280, 720)), list[float]()
    with slices_by(clock):
        driver = valley(still=False)
        play_scene, canvas = screen(driver), Canvas(shown, screen(driver).game.look())
        for frame in range(300):
            if frame == 110:
                play_scene.attempt.turn("alpha", 0.6)
                play_scene.do("learn")
            before = clock()
            with clock.counting():
                driver.scene.update(1 / 60)
                play_scene.resize(1280, 720, 1)
                shown.begin()
                play_scene.draw(canvas)
                shown.end()
            costs.append(clock() - before)
        land = board(driver).land
        assert land.relief is not None and land.relief.whole and land.part.value == 1.0
        assert play_scene.attempt.session.count >= 30
    assert max(costs[1:]) < 0.016, [frame for frame, cost in enumerate(costs) if cost >= 0.016]


def test_pip_is_on_his_way_during_a_step() -> None:
    driver = valley(still=False)
    key(driver, pygame.K_SPACE, then=0.3)
    here, run = need(board(driver).land.position()), screen(driver).attempt.session.run
    assert run.start[0] < here[0] < run.weights[0]
    painted(driver)


def test_a_step_ends_the_opening_and_reduced_motion_has_none() -> None:
    driver = valley(still=False)
    key(driver, pygame.K_SPACE, then=0.2)
    assert board(driver).land.part.value == 1.0 == board(valley()).land.part.value


@pytest.mark.slow
def test_after_a_runaway_the_eye_rests_in_the_picture() -> None:
    driver = valley()
    screen(driver).attempt.turn("alpha", 0.8)
    key(driver, pygame.K_l, then=5.0)
    attempt, land = screen(driver).attempt, board(driver).land
    assert attempt.session.outcome is not None and attempt.session.outcome.kind == "runaway"
    assert 0 < attempt.step < attempt.session.count and land.window is not None and land.window.fits(land.position())
    weights = attempt.session.run.history.weights_at(attempt.step + 1)
    assert not land.window.fits(weights, 13)
    attempt.look(attempt.session.count)
    painted(driver)  # Pip at the edge, and ways that go far beyond it


def mode_of(driver: Driver, wanted: str, mouse: bool) -> None:
    """How much of the old runs to draw, set on the map's switch."""
    switch = control(driver, "compare", Segmented)
    if mouse:
        x, y, w, h = switch.rect
        driver.click(x + 4 + (MODES.index(wanted) + 0.5) * (w - 8) / 3, y + h / 2)
    for _ in range(3):
        if board(driver).runs.mode != wanted and not mouse:
            key(driver, pygame.K_v)
    assert board(driver).runs.mode == wanted


@pytest.mark.slow
def test_a_list_in_the_map_tells_them_apart_and_one_is_chosen() -> None:
    driver = valley()
    assert board(driver).land.list.rect is None, "there is nothing to compare"
    ran(driver, (1.0, 20), (0.3, 117))
    found = board(driver)
    assert [row.name for row in found.land.list.rows] == ["map run now", "map run 1", "map run 0"]
    assert [row.text.end for row in found.land.list.rows] == ["", "117", "away"]
    assert [run.beats for run in found.runs.runs_beside()] == [117], "the newest"
    row = control(driver, "map run 0", RunKeyRow)
    driver.move(*row.centre)
    wait(driver, 0.05)
    assert [run.key for run in found.runs.runs_beside()] == ["run 0"] and row.chosen
    screen(driver).set_focus("map run 0")
    key(driver, pygame.K_UP, then=0.05)
    assert screen(driver).focus == "map run 1" and [run.key for run in found.runs.runs_beside()] == ["run 1"]
    assert [run.key for run in found.land.full_runs()] == ["run 1"]
    key(driver, pygame.K_UP, then=0.05)
    assert found.runs.runs_beside() == found.land.full_runs() == [], "beside the present one there is none"
    painted(driver)


def test_the_chart_shows_the_present_run_and_the_chosen_one_on_their_axis(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = valley()
    ran(driver, (1.0, 20), (0.6, 58))
    seen: list[Any] = []
    monkeypatch.setattr("downslope.boards.shared.runs_panel.draw_compare", lambda *given: seen.append(given[2:4]))
    painted(driver)
    lines, (live,) = seen[-1]
    assert [len(line.errors) for line in lines] == [59] and len(live.errors) == 1
    assert error_axis([*lines, live], 0.0001).high < 2, "the one that ran away does not stretch it"


@pytest.mark.slow
def test_more_old_runs_than_rows_can_be_walked() -> None:
    driver = valley()
    ran(driver, *((0.3, steps) for steps in range(3, 12)))
    land = board(driver).land
    assert len(land.list.rows) == 5
    screen(driver).set_focus("map run now")
    ways = [(pygame.K_DOWN, beats) for beats in (11, 10, 9, 8, 7, 6)] + [(pygame.K_UP, beats) for beats in range(7, 12)]
    for code, beats in ways:
        key(driver, code, then=0.05)
        assert [run.beats for run in board(driver).runs.runs_beside()] == [beats]
        assert screen(driver).focus in {row.name for row in land.list.rows} and len(land.list.rows) == 5
    driver.wheel(*land.list.rows[2].centre, -1)
    wait(driver, 0.05)
    assert land.list.first == 1


@pytest.mark.slow
@pytest.mark.parametrize(("olds", "size", "text"), [
    (1, (1280, 720), 1.0), (9, (1280, 720), 1.0), (4, (960, 540), 1.0), (1, (1280, 720), 1.5), (9, (1280, 720), 1.5),
])  # fmt: skip
def test_the_list_is_never_over_the_run_its_start_or_the_flag(olds: int, size: tuple[int, int], text: float) -> None:
    driver = valley(text=text)
    ran(driver, *((0.2 + 0.05 * k, 30 + k) for k in range(olds)))
    act(driver, Turn("alpha", 0.6), Learn(58))
    painted(driver, size)
    wait(driver, 0.1)
    painted(driver, size)
    land = board(driver).land
    assert land.list.rect is not None and land.window is not None and land.bottom is not None
    rect, most = pygame.FRect(land.list.rect), 2 if text > 1 else 0
    assert stretches_in(land.way(), land.list.rect) <= most, "the map is narrower than large text's list needs"
    for spot in (land.way()[0], land.window.at(land.position()), land.window.at(land.bottom)):
        assert not rect.collidepoint(spot)
    for widget in (*land.list.rows, screen(driver).widget("compare")):
        assert widget is not None and rect.inflate(0.2, 0.2).contains(widget.rect)
    assert pygame.FRect(land.rect).contains(rect)


def test_no_words_stand_where_a_way_runs() -> None:
    driver = valley()
    rect = board(driver).land.rect
    canvas = Canvas(pygame.Surface((1280, 720)), driver.game.look())
    left, right = rect[0] + 60, rect[0] + rect[2] - 60
    way = [(right, rect[1]), (right, rect[1] + 200)]
    flags = [(place, rect[1] + 20, 36.0, 48.0) for place in (left, right)]
    sides = []
    for ways, taken in (([], ()), ([way], ()), ([], flags[1:]), ([way], flags[:1]), ([], flags)):
        canvas.clear_text_cache()
        board(driver).land.paint_words(canvas, ways, taken)
        sides.append([box[0] > rect[0] + rect[2] / 2 for box in canvas.words_at()[:1]])
    assert sides == [[True], [False], [False], [], []], "in the other corner, at last nowhere"


@pytest.mark.slow
def test_nothing_of_a_run_is_told_before_it_is_seen() -> None:
    driver = valley(still=False)
    ran(driver, (0.3, 117))
    screen(driver).attempt.turn("alpha", 0.6)
    key(driver, pygame.K_l, then=0.6)
    assert screen(driver).attempt.playback.running
    text = board(driver).land.list.rows[0].text
    assert text.end.startswith("at ") and not text.icon and "58" not in text.end


def test_old_runs_stay_through_reset_and_undo_with_their_own_lines() -> None:
    driver = valley()
    ran(driver, (0.6, 58), (0.3, 20))
    old = board(driver).runs.old()
    assert [run.beats for run in old] == [58, 20] and [run.alphas for run in old] == [(0.6,), (0.3,)]
    assert len({style_of(run.number) for run in (*old, board(driver).runs.now())}) == 3
    key(driver, pygame.K_z, then=0.1)
    assert [run.beats for run in board(driver).runs.old()] == [58], "the run is the present one again"
    assert board(driver).runs.now().beats == 20


def test_rows_tell_learner_knobs_and_steps() -> None:
    driver = valley()
    ran(driver, (0.6, 58), (0.8, 60), (0.3, 7))
    rows = {row.name: row.text for row in board(driver).runs.rows}
    assert list(rows) == ["run now", "run 2", "run 1", "run 0"]
    assert board(driver).runs.rows[0].on is None and not board(driver).runs.rows[0].focusable, "it is never off"
    assert {text.name for text in rows.values()} == {"gradient descent"}
    assert ["".join(run[0] for run in text.knobs) for text in rows.values()] == [
        "α .3   β  0", "α .3   β  0", "α .8   β  0", "α .6   β  0",
    ]  # fmt: skip
    assert (rows["run 0"].end, rows["run 0"].landed) == ("58", True)
    assert (rows["run 1"].end, rows["run 1"].icon) == ("", "runaway")
    assert rows["run 2"].end == "at 7" and not rows["run 2"].landed


def test_a_row_tells_momentum_once_beta_has_a_say_alphas_turned_on_the_way_and_a_plugins_learners_knobs() -> None:
    driver = valley()
    act(driver, Turn("alpha", 0.6), Learn(58), Next(), Turn("beta", 0.6), Learn(5))
    assert [row.text.name for row in board(driver).runs.rows if row.name == "run now"] == ["momentum"]
    plain = Session(level_with(shipped().level("valley"), "gradient-descent", alpha=0.6), shipped(), [Learn(58)])
    still = Session(shipped().level("valley"), shipped(), [Turn("alpha", 0.6), Learn(58)])
    assert still.weights == plain.weights, "with beta 0 it is gradient descent, to the bit"
    driver = valley()
    act(driver, Turn("alpha", 0.6), Learn(3), Turn("alpha", 0.3), Learn(3))
    assert "".join(run[0] for run in board(driver).runs.rows[0].text.knobs).startswith("α .6→.3")
    driver = valley(ADAM)
    key(driver, pygame.K_SPACE)
    text = board(driver).runs.rows[0].text
    assert text.name == "Adam" and "".join(run[0] for run in text.knobs) == "α .1   β₁  .9   β₂  .999"


@pytest.mark.parametrize("mouse", [True, False])
def test_each_old_run_can_be_switched_off(mouse: bool) -> None:
    driver = valley()
    ran(driver, (0.6, 58), (0.3, 20))
    if mouse:
        click(driver, "run 1")
    else:
        screen(driver).set_focus("run 0")
        key(driver, pygame.K_UP, pygame.K_RETURN)
    assert [run.beats for run in board(driver).runs.visible_runs()] == [58]
    mode_of(driver, "off", mouse)
    assert board(driver).runs.visible_runs() == [] and len(board(driver).runs.rows) == 3
    mode_of(driver, "ways", mouse)
    assert [run.beats for run in board(driver).runs.visible_runs()] == [58]
    mode_of(driver, "off", mouse)
    click(driver, "run 1")
    assert [run.beats for run in board(driver).runs.visible_runs()] == [20], "one alone brings the comparison back"
    assert board(driver).runs.mode == "ends"


@pytest.mark.slow
def test_the_machines_run_is_a_row_too() -> None:
    driver = valley()
    attempt = screen(driver).attempt
    attempt.ran = True
    wait(driver, 0.1)
    key(driver, pygame.K_a)
    assert attempt.machine is not None
    attempt.machine.set_speed(5)
    for _ in range(600):
        wait(driver, 1 / 30)
        if attempt.machine.done:
            break
    assert row_of(attempt, board(driver).runs.now()).name == "auto-solve", "under the race, at the show's end"
    painted(driver)
    attempt.look(5)
    click(driver, "take over", then=0.1)
    assert attempt.session.count == 5 and [run.machine for run in board(driver).runs.old()] == [True]


def test_a_knob_that_comes_later_is_seen_with_its_lock() -> None:
    driver = valley()
    knobs = board(driver).knobs
    assert knobs is not None and [knob.name for knob in knobs.waiting] == ["beta"]
    assert screen(driver).widget("knob beta") is None
    high = board(driver).land.rect[3]
    attempt = act(driver, Turn("alpha", 0.6), Learn(58), Next())
    knobs = board(driver).knobs
    assert knobs is not None and knobs.waiting == [] and upcoming(attempt.session) == []
    assert screen(driver).widget("knob beta") is not None
    assert board(driver).land.rect[3] == high, "nothing moves"


def test_a_land_without_a_lowest_place_is_drawn() -> None:
    level = Level("slope", title="", network=Neuron(2), examples=[Example((0, 0), 1)], weights=[0.2, 0.4])
    driver = valley(level)
    wait(driver, 1.0)
    key(driver, pygame.K_SPACE, pygame.K_SPACE, then=0.2)
    painted(driver)


def test_weights_that_are_free_are_turned_by_hand() -> None:
    level = Level("free", title="", network=Neuron(2), examples=ADAM.examples, weights=[-1, 1], alpha=0.1)
    driver = valley(level)
    for name in ("weight 1", "weight 2", "knob alpha"):
        assert screen(driver).widget(name) is not None
    enter(driver, "weight 2", "-0.5")
    attempt, land = screen(driver).attempt, board(driver).land
    assert attempt.session.weights == [-1, -0.5] and land.position() == (-1, -0.5)
    assert land.window is not None and land.way() == [land.window.at((-1, -0.5))]
    key(driver, pygame.K_SPACE)
    assert len(land.way()) == 2
    painted(driver, (960, 540))
