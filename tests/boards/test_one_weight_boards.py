"""Boards of one neuron beside the bowl: needles and calls, the recording, the sealed box, the bath, the lock."""

import re

import pygame
import pytest

from checks.paper import written
from downslope import Example, Level, Neuron
from downslope.boards.one_neuron.recording_board import is_taken_over
from downslope.rules import MOVES, Learn, Near, Question, Reset, TakeOver, Turn
from downslope.view.networks.weight_needles import CHOICES
from lib.driving import FRAME, Driver
from lib.playing import act, board, click, key, need, opened, painted, passes, screen, told, until, wait, widget
from lib.support import play

pytestmark = pytest.mark.usefixtures("display")
LEFT, RIGHT = pygame.K_LEFT, pygame.K_RIGHT


def words(driver: Driver) -> str:
    return " ".join(text.string for text in written(driver.scene.draw, (1280, 720), driver.game.look()))


def test_needles_and_gauges_are_the_engines_turn_with_a_step_and_pull_as_their_inputs() -> None:
    driver = opened("toes", bets=False, still=False)
    attempt, place, tugs = screen(driver).attempt, board(driver).needles_panel, list[list[float]]()
    attempt.turn("alpha", 0.004)
    start = attempt.session.weights[0]
    key(driver, pygame.K_SPACE, then=0.3)
    assert start < place.needles().weights[0] < attempt.session.weights[0]
    while attempt.playback.moving:
        wait(driver, FRAME)
        tugs.append([place.numbers()[f"tug {k}"] for k in (1, 2, 3)])
    most = max(tugs)
    assert [round(40 * each / most[0]) for each in most] == [40, 3, 6]
    wait(driver, 2.0)
    shown, run = place.needles(), attempt.session.run
    assert shown.weights == run.weights and shown.prediction == run.predict(run.weights, run.examples[0][0])[0]
    assert shown.moves == pytest.approx([now - was for now, was in zip(run.weights, run.start)])
    assert [blame for _delta, _input, blame in place.blames() or ()] == pytest.approx([-1.19, -0.091, -0.168])


def test_a_needle_is_frozen_by_key_and_mouse_and_what_ice_holds_is_slack_and_blamed_for_nothing() -> None:
    driver = opened("freeze-the-toes", bets=False)
    key(driver, pygame.K_1)
    click(driver, "needle 3")
    assert screen(driver).attempt.session.frozen == {0, 2}
    screen(driver).set_focus("needle 1")
    key(driver, pygame.K_RETURN)
    driver.click(*widget(driver, "needle 2").badge)
    assert screen(driver).attempt.session.frozen == {1, 2} == set(board(driver).needles_panel.needles().frozen or ())
    assert [board(driver).needles_panel.numbers()[f"held {k}"] for k in (1, 2, 3)] == [0, 1, 1]
    key(driver, pygame.K_SPACE)
    run, blames = screen(driver).attempt.session.run, need(board(driver).needles_panel.blames())
    assert run.weights[0] != run.start[0] and run.weights[1:] == list(run.start[1:])
    assert blames[1][2] == 0.0 != blames[0][2]


@pytest.mark.parametrize(("hidden", "number"), [("goal", "7.77"), ("weight", "0.35"), ("input", "1.23")])
def test_a_number_that_is_hidden_is_written_nowhere(hidden: str, number: str) -> None:
    level = Level(
        "own", title="Own", network=Neuron(2), examples=[Example([1.23, 2], 7.77)], weights=[0.35, 0.2], alpha=0.01,
        knobs=[], target=Near(0.01), sight={"bowl": "none", hidden: "hidden"},
    )  # fmt: skip
    said = words(opened(level))
    assert said and number.lstrip("0") not in said


def call(driver: Driver, calls: dict[str, str]) -> None:
    """On its needle, each with a click."""
    for name, said in calls.items():
        x, y, w, h = widget(driver, name).rect
        driver.click(x + w * (CHOICES.index(said) + 0.5) / 3, y + h / 2)
        wait(driver, 0.1)


def test_each_needle_is_called_before_it_plays_and_a_wrong_call_costs_its_star_and_says_why() -> None:
    driver = opened("dead-wire")
    key(driver, pygame.K_DOWN, pygame.K_UP)  # they find the needle that is not called
    assert widget(driver, "call 1").call == "stays"
    key(driver, pygame.K_SPACE)
    call(driver, {"call 1": "up"})
    assert screen(driver).attempt.session.count == 0 and not widget(driver, "tile rehearse").enabled
    model, reasons, stars = board(driver).stage, list[list[str]](), list[set[int]]()
    for stage, calls in enumerate(({"call 2": "down"}, {"call 4": "down", "call 5": "down"})):
        call(driver, calls)
        assert widget(driver, "tile rehearse").primary
        assert len(screen(driver).attempt.session.answers) == 2 * stage, "a call is no call before it is played"
        click(driver, "tile rehearse", then=0.5)
        told(driver)
        missed = [each for each in model.calls(stage) if not each.question.is_right(each.said)]
        reasons += [model.reason(each, model.names()[each.needle]) for each in missed]
        assert board(driver).counter().used == stage + 1
        stars.append(set(screen(driver).attempt.stars()))
        click(driver, "tile next" if not stage else "tile reset", then=1.0)
    assert stars == [set(), {1}]
    assert reasons == [["left: −2 × 0 = 0,", "so it stays"], ["right: .4968 × (−2) = −.9936,", "so it goes up"]]


def test_a_plugins_level_with_more_needles_is_won_by_its_calls() -> None:
    inputs = (1, 0, -1, 2, -2, 0.5)
    rights = ["down" if given < 0 else "up" if given else "stays" for given in inputs]
    level = Level(
        "many", title="Many", network=Neuron(len(inputs)), examples=[Example(inputs, 1)], weights=[0.0] * len(inputs),
        alpha=0.05, knobs=[], target=Near(0.1), sight={"bowl": "none"},
        questions=[Question(f"Needle {i}?", tuple(MOVES), right, needle=i) for i, right in enumerate(rights)],
    )  # fmt: skip
    driver = opened(level, text=1.5)
    painted(driver)
    call(driver, {f"call {i + 1}": right for i, right in enumerate(rights)})
    click(driver, "tile rehearse", then=0.5)
    told(driver)
    assert 1 in screen(driver).attempt.stars()


def test_a_recording_is_scrubbed_taken_over_where_it_stands_and_given_back() -> None:
    driver = opened("runaway", bets=False)
    attempt = screen(driver).attempt
    key(driver, LEFT, LEFT, pygame.K_HOME)
    assert attempt.step == 0 and driver.scene.focus == "recording"
    key(driver, pygame.K_END, *[LEFT] * 8)
    assert attempt.step == 8 and f"{attempt.session.run.at(8).error:.7f}" in board(driver).words()[1], "all that tell"
    key(driver, *[RIGHT] * 3, pygame.K_RETURN)
    key(driver, pygame.K_SPACE, then=0.3)
    reel = widget(driver, "recording")
    assert (reel.recorded, len(reel.errors), len(reel.rest), reel.slots) == (11, 13, 17, 17)
    assert reel.alphas == pytest.approx((0.1,) * 8 + (1.0,) * 3 + (0.1,)) and is_taken_over(attempt.session)
    key(driver, pygame.K_r, then=0.1)
    assert attempt.session.count == attempt.session.recorded == attempt.step == 16, "the recording is back"
    assert not is_taken_over(attempt.session) and widget(driver, "recording").rest == ()
    driver = opened("runaway", bets=False)  # what is taken over brings its alpha, and undo takes back both
    attempt = screen(driver).attempt
    key(driver, LEFT, pygame.K_RETURN)
    assert attempt.session.actions == [TakeOver(15), Turn("alpha", 0.1)]
    key(driver, pygame.K_z)
    assert attempt.session.actions == [] and not board(driver).taken
    board(driver).scrub(8)
    key(driver, pygame.K_RETURN, pygame.K_UP, pygame.K_z)
    assert attempt.session.actions == [TakeOver(8)] and board(driver).alpha.value() == 0.1
    key(driver, pygame.K_l, then=6.0)
    assert attempt.session.outcome is not None and isinstance(attempt.session.actions[-1], Learn)


def test_nothing_of_the_box_is_shown_before_it_is_won_and_the_table_says_what_the_engine_computed() -> None:
    driver = opened("sealed-box", still=False, bets=False)
    stage = board(driver).stage
    assert (stage.box().input, stage.box().weight) == (None, None) and stage.box().misses == pytest.approx([-0.88])
    key(driver, pygame.K_SPACE, then=0.1)
    assert len(stage.known_misses()) == 1, "what a step left is told when Pip has arrived"
    wait(driver, 1.0)
    run = screen(driver).attempt.session.run
    misses = [run.at(k).predictions[0][0] - 1.2 for k in range(2)]
    assert stage.known_misses() == pytest.approx(misses) and misses[1] / misses[0] == pytest.approx(1 - 0.1 * 1.6**2)


def test_by_hand_each_press_is_one_move_that_is_called_better_or_worse_then_the_loop_does_the_same() -> None:
    driver = opened("warmer", bets=False)
    attempt, room = screen(driver).attempt, board(driver).room
    key(driver, LEFT, then=0.5)
    assert "Worse. Hotter, then?" in words(driver) and widget(driver, "tile hotter").primary
    click(driver, "tile hotter", then=0.5)
    assert "Better! Hotter again?" in words(driver)
    assert not re.findall(r"\d", words(driver).replace("3-1", "")), "no number is told"
    assert attempt.session.actions == [Turn("weight", 1.2), Turn("weight", 1.3)]
    assert room.moves() == ((False, False), (True, True))
    key(driver, pygame.K_z, then=0.5)
    assert room.moves() == ((False, False),)
    key(driver, pygame.K_r, then=0.5)
    assert room.moves() == () and attempt.session.weights == [1.3]
    for _press in range(3):
        key(driver, RIGHT, then=0.5)
    wait(driver, 2.0)
    assert [tile.name for tile in board(driver).tiles()] == ["next", "by hand"]
    key(driver, pygame.K_l)
    assert need(room.loop).count == 3 and need(room.loop).won
    passes(driver, lambda: screen(driver).attempt.session.stage, "the loop does not end", 30.0)
    assert screen(driver).attempt.session.weights == [0.5]


def test_a_boat_goes_with_the_prediction_stops_where_it_bumps_and_foresees_a_bets_run() -> None:
    driver = opened("hands-off")
    key(driver, pygame.K_d, then=0.5)
    run = play("hands-off", Learn(2)).run
    assert board(driver).water.boats().foreseen == [0.5 * run.weights_at(step)[0] for step in (1, 2)]
    driver = opened("hands-off", bets=False)
    begun = board(driver).water.boats()
    assert begun.at == 0.25 and not begun.past and len(begun.other) == 12
    act(driver, Learn(12))
    run, boats = screen(driver).attempt.session.run, board(driver).water.boats()
    path = [0.5 * run.weights_at(step)[0] for step in range(run.count + 1)]
    assert [*boats.past, boats.at] == path and len(path) == 13
    act(driver, Reset(), Turn("alpha", 2.0), Learn(20), then=3.0)
    assert board(driver).water.boats().bumped == (0.6, 0)
    screen(driver).attempt.look(1)
    assert board(driver).water.boats().bumped is None


def test_an_engine_is_chosen_by_pointer_or_keys_and_holds_for_the_run() -> None:
    driver = opened("hands-off", bets=False)
    click(driver, "engine 1")
    session, choices = screen(driver).attempt.session, board(driver).engines.choices
    assert session.knobs["learner"] == "hot-and-cold"
    assert [(each.kind, each.label) for each in choices] == [("on", "fixed step"), ("normal", "delta")]
    assert choices[0].strides == pytest.approx([0.3 * k for k in range(6)])
    driver.scene.set_focus("engine 2")
    key(driver, pygame.K_RETURN)
    click(driver, "tile learn")
    until(driver, "verdict")
    click(driver, "engine 1")
    assert screen(driver).attempt.session.knobs["learner"] == "gradient-descent"
    assert ["whole run" in toast.title for toast in driver.game.toasts.shown] == [True]
