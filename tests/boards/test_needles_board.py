"""Neurons with several inputs: the needles, the calls that are made on them, and what each wire was blamed for."""

from __future__ import annotations

from functools import partial
from typing import Any

import pygame
import pytest

from checks.paper import written
from downslope.attempt.director import Phase
from downslope.boards.one_neuron.needles_board import CallsBoard, NeedlesBoard
from downslope.learning.named import Neuron
from downslope.rules.actions import Answer, Learn, Next, Turn
from downslope.rules.level import Example, Level
from downslope.rules.question import MOVES, Question
from downslope.rules.session import Session
from downslope.rules.target import Near
from downslope.scenes.play.play import PlayScene
from downslope.scenes.play.star_conditions import star_rows
from downslope.view.draw.canvas import Canvas
from downslope.view.format.markup import plain
from downslope.view.networks.weight_needles import CHOICES, DIAL, PIP, CallChoice, Freezer, plan
from downslope.view.widgets.number_input import Detents, Slider
from driving import Driver
from playing import act, board_of, click, control, key, need, opened, painted, screen, told, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")
board = partial(board_of, kind=NeedlesBoard)


def test_the_needles_are_the_engines_and_turn_while_a_step_is_under_way() -> None:
    driver = opened("toes", bets=False, still=False)
    start = screen(driver).attempt.session.weights[0]
    key(driver, pygame.K_SPACE, then=0.3)
    assert start < board(driver).needles_panel.needles().weights[0] < screen(driver).attempt.session.weights[0]
    wait(driver, 2.0)
    shown, run = board(driver).needles_panel.needles(), screen(driver).attempt.session.run
    assert shown.weights == run.weights
    assert shown.moves == pytest.approx([now - was for now, was in zip(run.weights, run.start)])
    assert shown.prediction == run.network.predict(run.weights, run.examples[0][0])[0]
    panel = board(driver).needles_panel
    assert list(panel.names()) == ["toes", "wins", "fans"]
    blames = [blame for _delta, _input, blame in panel.blames() or ()]
    assert blames == pytest.approx([-1.19, -0.091, -0.168]), "the loudest clue has the largest weight delta"


def test_ten_inputs_have_room() -> None:
    level = Level(
        "ten", title="Ten", network=Neuron(10), examples=[Example([i - 4.5 for i in range(10)], 1)], weights=[0.1] * 10,
        alpha=0.005, knobs=[], target=Near(0.01), sight={"bowl": "none"},
    )  # fmt: skip
    driver = opened(level)
    painted(driver)
    at = plan((24, 72, 608, 528), 10)
    assert all(72 < y < 600 for y in at.ys)


@pytest.mark.parametrize(("hidden", "number"), [("goal", "7.77"), ("weight", "0.35"), ("input", "1.23")])
def test_a_number_that_is_hidden_is_written_nowhere(hidden: str, number: str) -> None:
    level = Level(
        "own", title="Own", network=Neuron(2), examples=[Example([1.23, 2], 7.77)], weights=[0.35, 0.2], alpha=0.01,
        knobs=[], target=Near(0.01), sight={"bowl": "none", hidden: "hidden"},
    )  # fmt: skip
    driver = opened(level)
    texts = written(driver.scene.draw, (1280, 720), driver.game.look())
    assert texts and not [text.string for text in texts if number.lstrip("0") in text.string]


def test_the_fine_knob_comes_with_the_second_part() -> None:
    driver = opened("toes", bets=False)
    knob = screen(driver).widget("knob alpha")
    assert isinstance(knob, Detents) and knob.values is not None and len(knob.values) == 15
    act(driver, Turn("alpha", 0.014), Learn(2), Next())
    knob = screen(driver).widget("knob alpha")
    assert isinstance(knob, Slider) and not isinstance(knob, Detents)
    assert knob.low == 0.002 and knob.high == 0.03


def frozen(driver: Driver) -> frozenset[int]:
    return screen(driver).attempt.session.frozen


def test_a_needle_is_frozen_by_key_and_by_mouse() -> None:
    driver = opened("freeze-the-toes", bets=False)
    assert "freeze" in board(driver).knobs.shown[0].note, "alpha is not turned: what can be done is said"
    key(driver, pygame.K_1)
    assert frozen(driver) == {0}
    click(driver, "needle 3")
    assert frozen(driver) == {0, 2}
    screen(driver).set_focus("needle 1")
    key(driver, pygame.K_RETURN)
    assert frozen(driver) == {2}
    key(driver, pygame.K_RIGHT, pygame.K_DOWN)
    assert screen(driver).focus in ("needle 1", "needle 2")
    needles = board(driver).needles_panel.needles()
    assert needles.frozen == frozenset({2}) and "fans" in needles.state
    needle = control(driver, "needle 2", Freezer)
    driver.click(*needle.badge)
    assert frozen(driver) == {1, 2}, "its snowflake can be pressed"


def test_ice_holds_and_what_it_holds_is_blamed_for_nothing_and_a_digit_answers_the_bet_first() -> None:
    driver = opened("freeze-the-toes", bets=False)
    key(driver, pygame.K_1, pygame.K_SPACE)
    run = screen(driver).attempt.session.run
    assert run.weights[0] == 0.1 and run.weights[1] != 0.2
    blamed = board(driver).needles_panel.blames()
    assert blamed is not None and blamed[0][2] == 0.0 != blamed[1][2]
    driver = opened("freeze-the-toes")
    key(driver, pygame.K_1)
    attempt = screen(driver).attempt
    while not attempt.open_bets.offered and attempt.session.count < 20:
        key(driver, pygame.K_SPACE, then=0.5)
    key(driver, pygame.K_d, then=0.5)
    key(driver, pygame.K_2)
    assert frozen(driver) == {0} and attempt.open_bets.given


MICS = "dead-wire"
REHEARSAL, CONCERT = {"call 1": "stays", "call 2": "down"}, {"call 4": "down", "call 5": "up"}
BET = 2  # the number of the question that is asked when the plug is in
calls_board = partial(board_of, kind=CallsBoard)


def choice(driver: Driver, name: str) -> CallChoice:
    found = control(driver, name, CallChoice)
    return found


def call(driver: Driver, name: str, said: str) -> None:
    """On a needle, with a click."""
    x, y, w, h = choice(driver, name).rect
    driver.click(x + w * (CHOICES.index(said) + 0.5) / 3, y + h / 2)
    wait(driver, 0.1)


def day(driver: Driver, calls: dict[str, str], **other: str) -> None:
    """A day's calls, played; `other`: those that differ from what the rule does."""
    for name, said in calls.items():
        call(driver, name, other.get(name.replace(" ", "_"), said))
    click(driver, "tile rehearse", then=0.5)
    told(driver)


def rehearsed(**other: str) -> Driver:
    """The rehearsal has been called and played; the concert begins."""
    driver = opened(MICS, bets=False)
    day(driver, REHEARSAL, **other)
    click(driver, "tile next", then=1.0)
    return driver


@pytest.mark.parametrize(("name", "said", "stars", "lines"), [
    ("call_1", "up", {1, 3}, ["left: −2 × 0 = 0,", "so it stays"]),
    ("call_2", "up", {1, 3}, ["right: −2 × (−2) = 4,", "so it goes down"]),
    ("call_4", "stays", {1, 2}, ["left: .4968 × 1 = .4968,", "so it goes down"]),
    ("call_5", "down", {1, 2}, ["right: .4968 × (−2) = −.9936,", "so it goes up"]),
])  # fmt: skip
def test_a_wrong_call_costs_its_star_and_the_reason_stands_at_its_needle(
        name: str, said: str, stars: set[int], lines: list[str]) -> None:  # fmt: skip
    driver = rehearsed(**{name: said}) if name in ("call_4", "call_5") else opened(MICS, bets=False)
    model, stage = calls_board(driver).stage, screen(driver).attempt.session.stage
    day(driver, CONCERT if stage else REHEARSAL, **{name: said})
    wrong = next(each for each in model.calls(stage) if not each.question.is_right(each.said))
    assert f"call_{wrong.number + 1}" == name
    assert model.reason(wrong, calls_board(driver).stage.names()[wrong.needle]) == lines
    assert not choice(driver, name.replace("_", " ")).visible, "the reason stands in its place"
    if not stage:
        click(driver, "tile next", then=1.0)
        day(driver, CONCERT)
    assert screen(driver).attempt.stars() == stars


def test_nothing_plays_before_each_needle_is_called() -> None:
    driver = opened(MICS)
    tile = screen(driver).widget("tile rehearse")
    assert tile is not None and not tile.enabled
    key(driver, pygame.K_SPACE)
    assert screen(driver).attempt.session.count == 0
    call(driver, "call 1", "up")
    assert not screen(driver).widget("tile rehearse").enabled  # type: ignore[union-attr]
    call(driver, "call 2", "up")
    tile = screen(driver).widget("tile rehearse")
    assert tile is not None and tile.enabled and tile.primary
    assert screen(driver).attempt.session.actions == [], "a call is no call before it is played"


def test_a_call_may_be_changed_until_it_is_played_and_undo_does_not_give_it_back() -> None:
    driver = opened(MICS)
    assert screen(driver).focus == "call 1"
    key(driver, pygame.K_DOWN, pygame.K_UP)  # they find the needle that is not called
    assert choice(driver, "call 1").call == "stays"
    call(driver, "call 1", "up")
    day(driver, REHEARSAL)
    assert screen(driver).attempt.session.answers == {(0, 0): "stays", (0, 1): "down"}
    click(driver, "tile undo")
    assert screen(driver).attempt.session.count == 0
    call(driver, "call 1", "up")
    assert choice(driver, "call 1").call == "stays"


def test_before_the_calls_pip_says_the_rule_and_each_wire_what_it_brings() -> None:
    driver = opened(MICS)
    head, rule = calls_board(driver).words()
    assert (head, plain(rule)) == ("Your rule:", "weight -= alpha × delta × input")
    shown = calls_board(driver).stage.needles()
    assert (list(shown.brought), shown.miss) == (["0", "−1.00"], ("2.00 too low", "error"))
    assert shown.parts == (["rehearsal", "concert"], 0) and calls_board(driver).counter()[1] == 0
    assert calls_board(driver).sides() == [] and calls_board(driver).counter() == ("Calls right", 0, None, 4)
    rows = star_rows(screen(driver).attempt.level)
    assert [row.condition for row in rows] == ["two days played", "both rehearsal calls", "both concert calls"]


def test_the_concert_is_asked_with_the_plug_in_and_the_prediction_hidden() -> None:
    driver = opened(MICS, still=False)
    day(driver, REHEARSAL)
    click(driver, "tile next", then=0.3)
    shown = calls_board(driver).stage.needles()
    assert shown.hidden and shown.plugged is not None and 0 < shown.plugged[0] < 1
    assert screen(driver).attempt.open_bets.open is None, "the plug first"
    wait(driver, 1.0)
    attempt = screen(driver).attempt
    shown = calls_board(driver).stage.needles()
    assert attempt.open_bets.open == BET and shown.hidden
    assert (list(shown.inputs), shown.weights[0]) == ([1, -2], 0.5)
    assert not shown.brought and shown.miss == ("", "")
    wait(driver, 0.6)
    key(driver, pygame.K_1 + attempt.open_bets.order(BET).index("spot on"), then=5.0)
    fresh = Session(attempt.level, shipped(), [Answer(0, "stays"), Answer(1, "down"), Learn(4), Next()])
    after, truth = calls_board(driver).stage.needles(), fresh.run.predict(fresh.weights, (1, -2))[0]
    assert not after.hidden and after.prediction == pytest.approx(truth, abs=1e-9)
    assert after.miss == ("0.50 too high", "error")


def test_answers_stand_on_pips_way() -> None:
    driver = rehearsed()
    found = calls_board(driver)
    places = {answer: found.anchor(BET, answer) for answer in ("spot on", ".5 too high", ".5 too low")}
    right, high, low = (places[answer] for answer in ("spot on", ".5 too high", ".5 too low"))
    assert right is not None and high is not None and low is not None
    assert low.x < right.x < high.x and (right.arrow, high.arrow) == ("", "right")
    assert found.anchor(0, "stays") is None and found.stage.needles().miss == ("0.50 too high", "error")
    day(driver, CONCERT)
    assert found.stage.needles().miss == ("spot on", "text") and found.stage.needles().parts[1] == 1, "near enough"
    assert found.anchor(BET, ".5 too low") == low, "it stays where it was"


def test_while_the_world_answers_arrows_are_seen_and_nothing_is_read() -> None:
    driver = opened(MICS, bets=False, still=False)
    call(driver, "call 1", "stays")
    call(driver, "call 2", "up")
    click(driver, "tile rehearse")
    director, model = screen(driver).attempt.director, calls_board(driver).stage
    phases = set()
    for _ in range(300):
        wait(driver, 1 / 60)
        phases.add(director.state)
        if director.state in (Phase.PLAY, Phase.REACT):
            assert calls_board(driver).words() == ("", "") and not calls_board(driver).counter().used
            assert model.is_seen(0) == (director.state is Phase.REACT)
    assert phases >= {Phase.PLAY, Phase.REACT, Phase.VERDICT, Phase.HOLD}
    assert [call.question.is_right(call.said) for call in model.calls(0)] == [True, False]
    assert calls_board(driver).counter()[:2] == ("Calls right", 1)


def asked(needle: int, right: str, **more: Any) -> Question:
    return Question(f"Needle {needle}?", tuple(MOVES), right, needle=needle, **more)


def level(inputs: tuple[float, ...]) -> Level:
    questions = [asked(i, "down" if given < 0 else "up" if given else "stays") for i, given in enumerate(inputs)]
    return Level(
        "many", title="Many", network=Neuron(len(inputs)), examples=[Example(inputs, 1)], weights=[0.0] * len(inputs),
        alpha=0.05, knobs=[], target=Near(0.1), questions=questions, sight={"bowl": "none"},
    )  # fmt: skip


@pytest.mark.parametrize(("inputs", "text"), [((1,), 1.0), ((1, 0, -1), 1.5), ((1, 0, -1, 2, -2, 0.5), 1.5)])
def test_a_plugins_level_with_any_number_of_needles(inputs: tuple[float, ...], text: float) -> None:
    driver = opened(level(inputs), text=text)
    painted(driver)
    asked = screen(driver).attempt.level.questions
    day(driver, {f"call {i + 1}": str(question.right) for i, question in enumerate(asked)})
    assert screen(driver).attempt.stars() >= {1}


@pytest.mark.parametrize("size", [(960, 540), (1280, 720)])
@pytest.mark.parametrize("text", [1.0, 1.5])
def test_nothing_is_written_on_pip_or_on_a_dial(size: tuple[int, int], text: float) -> None:
    driver = opened(MICS, text=text, bets=False)
    painted(driver, size)
    stage, surface = calls_board(driver).stage, pygame.Surface(size)
    canvas = Canvas(surface, driver.game.look())
    screen(driver).draw(canvas)
    at, start = stage.plan(), stage.place_of(-1)
    r = DIAL * at.scale
    round_things = [(start.x, start.y - PIP, PIP - 2), *((at.dial, y, r - 2) for y in at.ys)]
    for x, y, w, h in canvas.words_at():
        for middle, height, radius in round_things:
            near = max(x, min(middle, x + w)) - middle, max(y, min(height, y + h)) - height
            within = x >= middle - radius and x + w <= middle + radius  # the dial's own number
            assert within or near[0] ** 2 + near[1] ** 2 >= radius**2, (x, y, w, h)


def test_the_machine_asks_for_no_calls_and_shows_where_the_rule_turns_each_needle() -> None:
    driver = opened(MICS, bets=False)
    driver.scene = PlayScene(driver.game, shipped().level(MICS), auto=True)
    wait(driver, 0.1)
    machine, model = need(screen(driver).attempt.machine), calls_board(driver).stage
    said = set[int]()
    while not machine.ended:
        wait(driver, 0.1)
        words, stage = " ".join(calls_board(driver).words()), machine.session.stage
        assert "which way" not in words and "you" not in words
        assert all(call.said == model.truth(call) for call in model.calls(stage))
        said.add(stage)
    assert said == {0, 1} and calls_board(driver).counter().used == 4
