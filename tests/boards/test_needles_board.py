"""Neurons with several inputs: the needles, the calls that are made on them, and what each wire was blamed for."""

from __future__ import annotations

from functools import partial

import pygame
import pytest

from checks.paper import written
from downslope.boards.one_neuron.needles_board import CallsBoard, NeedlesBoard
from downslope.learning.named import Neuron
from downslope.rules.actions import Answer, Learn, Next
from downslope.rules.level import Example, Level
from downslope.rules.question import MOVES, Question
from downslope.rules.session import Session
from downslope.rules.target import Near
from downslope.scenes.play.play import PlayScene
from downslope.view.format.markup import plain
from downslope.view.networks.weight_needles import CHOICES, CallChoice, Freezer
from driving import Driver
from playing import board_of, click, control, key, need, opened, painted, screen, told, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")
board = partial(board_of, kind=NeedlesBoard)


def test_the_needles_are_the_engines_and_turn_while_a_step_is_under_way() -> None:
    driver = opened("toes", bets=False, still=False)
    start, panel = screen(driver).attempt.session.weights[0], board(driver).needles_panel
    key(driver, pygame.K_SPACE, then=0.3)
    assert start < panel.needles().weights[0] < screen(driver).attempt.session.weights[0]
    wait(driver, 2.0)
    shown, run = panel.needles(), screen(driver).attempt.session.run
    assert shown.weights == run.weights
    assert shown.moves == pytest.approx([now - was for now, was in zip(run.weights, run.start)])
    assert shown.prediction == run.network.predict(run.weights, run.examples[0][0])[0]
    assert [blame for _delta, _input, blame in panel.blames() or ()] == pytest.approx([-1.19, -0.091, -0.168])


@pytest.mark.parametrize(("hidden", "number"), [("goal", "7.77"), ("weight", "0.35"), ("input", "1.23")])
def test_a_number_that_is_hidden_is_written_nowhere(hidden: str, number: str) -> None:
    level = Level(
        "own", title="Own", network=Neuron(2), examples=[Example([1.23, 2], 7.77)], weights=[0.35, 0.2], alpha=0.01,
        knobs=[], target=Near(0.01), sight={"bowl": "none", hidden: "hidden"},
    )  # fmt: skip
    driver = opened(level)
    texts = written(driver.scene.draw, (1280, 720), driver.game.look())
    assert texts and not [text.string for text in texts if number.lstrip("0") in text.string]


def test_a_needle_is_frozen_by_key_and_by_mouse_and_what_ice_holds_is_blamed_for_nothing() -> None:
    driver = opened("freeze-the-toes", bets=False)

    def frozen() -> frozenset[int]:
        return screen(driver).attempt.session.frozen

    key(driver, pygame.K_1)
    click(driver, "needle 3")
    assert frozen() == {0, 2} == set(board(driver).needles_panel.needles().frozen or ())
    screen(driver).set_focus("needle 1")
    key(driver, pygame.K_RETURN)
    assert frozen() == {2}
    driver.click(*control(driver, "needle 2", Freezer).badge)
    assert frozen() == {1, 2}, "its snowflake can be pressed"
    key(driver, pygame.K_SPACE)
    run, blames = screen(driver).attempt.session.run, need(board(driver).needles_panel.blames())
    assert run.weights[0] != run.start[0] and run.weights[1:] == list(run.start[1:])
    assert blames[1][2] == 0.0 != blames[0][2]


MICS = "dead-wire"
REHEARSAL, CONCERT = {"call 1": "stays", "call 2": "down"}, {"call 4": "down", "call 5": "up"}
BET = 2  # the number of the question that is asked when the plug is in
calls_board = partial(board_of, kind=CallsBoard)
choice = partial(control, kind=CallChoice)


def call(driver: Driver, name: str, said: str) -> None:
    """On a needle, with a click."""
    x, y, w, h = choice(driver, name).rect
    driver.click(x + w * (CHOICES.index(said) + 0.5) / 3, y + h / 2)
    wait(driver, 0.1)


def day(driver: Driver, calls: dict[str, str]) -> None:
    """A day's calls, played."""
    for name, said in calls.items():
        call(driver, name, said)
    click(driver, "tile rehearse", then=0.5)
    told(driver)


@pytest.mark.parametrize(("name", "said", "stars", "lines"), [
    ("call 1", "up", {1, 3}, ["left: −2 × 0 = 0,", "so it stays"]),
    ("call 2", "up", {1, 3}, ["right: −2 × (−2) = 4,", "so it goes down"]),
    ("call 4", "stays", {1, 2}, ["left: .4968 × 1 = .4968,", "so it goes down"]),
    ("call 5", "down", {1, 2}, ["right: .4968 × (−2) = −.9936,", "so it goes up"]),
])  # fmt: skip
def test_a_wrong_call_costs_its_star_and_the_reason_stands_at_its_needle(
    name: str, said: str, stars: set[int], lines: list[str]
) -> None:
    driver = opened(MICS, bets=False)
    model = calls_board(driver).stage
    for stage, calls in enumerate((REHEARSAL, CONCERT)):
        day(driver, {**calls, **({name: said} if name in calls else {})})
        if name in calls:
            (wrong,) = (each for each in model.calls(stage) if not each.question.is_right(each.said))
            assert f"call {wrong.number + 1}" == name and model.reason(wrong, model.names()[wrong.needle]) == lines
        assert calls_board(driver).counter().used == 2 * stage + 2 - (name in calls) - (stage and name in REHEARSAL)
        if not stage:
            click(driver, "tile next", then=1.0)
    assert screen(driver).attempt.stars() == stars and model.needles().miss == ("spot on", "text")


def test_nothing_plays_before_each_needle_is_called_and_a_call_may_be_changed_until_then() -> None:
    driver = opened(MICS)
    head, rule = calls_board(driver).words()
    assert (head, plain(rule)) == ("Your rule:", "weight -= alpha × delta × input")
    key(driver, pygame.K_DOWN, pygame.K_UP)  # they find the needle that is not called
    assert choice(driver, "call 1").call == "stays"
    key(driver, pygame.K_SPACE)
    assert screen(driver).attempt.session.count == 0 and not need(screen(driver).widget("tile rehearse")).enabled
    call(driver, "call 1", "up")
    call(driver, "call 2", "up")
    assert need(screen(driver).widget("tile rehearse")).primary
    assert screen(driver).attempt.session.actions == [], "a call is no call before it is played"
    day(driver, REHEARSAL)
    assert screen(driver).attempt.session.answers == {(0, 0): "stays", (0, 1): "down"}
    click(driver, "tile undo")
    call(driver, "call 1", "up")
    assert screen(driver).attempt.session.count == 0 and choice(driver, "call 1").call == "stays"


def test_the_concert_is_asked_with_the_plug_in_and_the_prediction_hidden() -> None:
    driver = opened(MICS, still=False)
    day(driver, REHEARSAL)
    click(driver, "tile next", then=0.3)
    board, attempt = calls_board(driver), screen(driver).attempt
    assert board.stage.needles().hidden and attempt.open_bets.open is None, "the plug first"
    wait(driver, 1.6)
    shown = board.stage.needles()
    assert attempt.open_bets.open == BET and shown.hidden and (list(shown.inputs), shown.weights[0]) == ([1, -2], 0.5)
    assert not shown.brought and shown.miss == ("", "")
    right, high, low = (need(board.anchor(BET, answer)) for answer in ("spot on", ".5 too high", ".5 too low"))
    assert low.x < right.x < high.x and board.anchor(0, "stays") is None
    key(driver, pygame.K_1 + attempt.open_bets.order(BET).index("spot on"), then=5.0)
    fresh = Session(attempt.level, shipped(), [Answer(0, "stays"), Answer(1, "down"), Learn(4), Next()])
    after, truth = board.stage.needles(), fresh.run.predict(fresh.weights, (1, -2))[0]
    assert not after.hidden and after.prediction == pytest.approx(truth, abs=1e-9)
    assert after.miss == ("0.50 too high", "error")


@pytest.mark.parametrize(("inputs", "text"), [((1,), 1.0), ((1, 0, -1, 2, -2, 0.5), 1.5)])
def test_a_plugins_level_with_any_number_of_needles(inputs: tuple[float, ...], text: float) -> None:
    rights = ["down" if given < 0 else "up" if given else "stays" for given in inputs]
    level = Level(
        "many", title="Many", network=Neuron(len(inputs)), examples=[Example(inputs, 1)], weights=[0.0] * len(inputs),
        alpha=0.05, knobs=[], target=Near(0.1), sight={"bowl": "none"},
        questions=[Question(f"Needle {i}?", tuple(MOVES), right, needle=i) for i, right in enumerate(rights)],
    )  # fmt: skip
    driver = opened(level, text=text)
    painted(driver)
    day(driver, {f"call {i + 1}": right for i, right in enumerate(rights)})
    assert screen(driver).attempt.stars() >= {1}


def test_the_machine_asks_for_no_calls_and_shows_where_the_rule_turns_each_needle() -> None:
    driver = opened(MICS, bets=False)
    driver.scene = PlayScene(driver.game, shipped().level(MICS), auto=True)
    wait(driver, 0.1)
    machine, model = need(screen(driver).attempt.machine), calls_board(driver).stage
    stages = set[int]()
    while not machine.ended:
        wait(driver, 0.1)
        words, stage = " ".join(calls_board(driver).words()), machine.session.stage
        assert "which way" not in words and "you" not in words
        assert all(call.said == model.truth(call) for call in model.calls(stage))
        stages.add(stage)
    assert stages == {0, 1} and calls_board(driver).counter().used == 4
