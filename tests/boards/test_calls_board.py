"""Calls that are made on the needles: chosen, played, and told at the needle, with real events."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pygame
import pytest

from downslope.attempt.director import Phase
from downslope.boards.one_neuron.calls_board import CallsBoard
from downslope.learning.named import Neuron
from downslope.rules.actions import Answer, Learn, Next
from downslope.rules.level import Example, Level
from downslope.rules.question import MOVES, Question
from downslope.rules.session import Session
from downslope.rules.target import Near
from downslope.scenes.play.play import PlayScene
from downslope.scenes.play.star_conditions import star_rows
from downslope.view.draw.canvas import Canvas
from downslope.view.format.markup import plain
from downslope.view.networks.weight_needles import CHOICES, DIAL, PIP, CallChoice
from driving import Driver
from playing import bet_on, board_of, card_by_mouse, click, gets, key, opened, painted, screen, wait
from support import shipped

MICS = "dead-wire"
REHEARSAL, CONCERT = {"call 1": "stays", "call 2": "down"}, {"call 4": "down", "call 5": "up"}
BET = 2  # the number of the question that is asked when the plug is in

pytestmark = pytest.mark.usefixtures("display")


board = partial(board_of, kind=CallsBoard)


def choice(driver: Driver, name: str) -> CallChoice:
    found = screen(driver).widget(name)
    assert isinstance(found, CallChoice)
    return found


def call(driver: Driver, name: str, said: str, mouse: bool) -> None:
    """On a needle, with a click or with the arrow keys."""
    if mouse:
        x, y, w, h = choice(driver, name).rect
        driver.click(x + w * (CHOICES.index(said) + 0.5) / 3, y + h / 2)
        wait(driver, 0.1)
        return
    driver.tab_to(name)
    for press in {"up": [pygame.K_UP], "stays": [pygame.K_UP, pygame.K_DOWN], "down": [pygame.K_DOWN]}[said]:
        key(driver, press)
    assert choice(driver, name).call == said


def play(driver: Driver, mouse: bool) -> None:
    """Let the rule turn the needles, until it is told."""
    click(driver, "tile rehearse") if mouse else key(driver, pygame.K_SPACE)
    wait(driver, 6.0)


def answer(driver: Driver, said: str, mouse: bool) -> None:
    """The bet, played out and told."""
    wait(driver, 2.0)
    assert screen(driver).attempt.open_bets.open == BET
    bet_on(driver, said, mouse)


def carry_on(driver: Driver, mouse: bool) -> None:
    """What is primary now."""
    way = next(widget.name for widget in screen(driver).widgets if widget.primary)
    if mouse:
        click(driver, way)
    else:
        driver.tab_to(way)
        key(driver, pygame.K_RETURN)
    wait(driver, 1.0)


def play_all(driver: Driver, mouse: bool, **other: str) -> None:
    """Both days; `other`: calls that differ from what the rule does."""
    changed = {name.replace("_", " "): said for name, said in other.items()}
    for name, said in REHEARSAL.items():
        call(driver, name, changed.get(name, said), mouse)
    play(driver, mouse)
    carry_on(driver, mouse)
    if screen(driver).attempt.game.settings.bets:
        answer(driver, ".5 too high", mouse)
    for name, said in CONCERT.items():
        call(driver, name, changed.get(name, said), mouse)
    play(driver, mouse)


def rehearsed() -> Driver:
    """The rehearsal has been called rightly and played; the concert begins."""
    driver = opened(MICS, bets=False)
    for name, said in REHEARSAL.items():
        call(driver, name, said, True)
    play(driver, True)
    carry_on(driver, True)
    return driver


def test_the_microphones_get_this_board_and_no_other_shipped_level() -> None:
    assert [name for name, level in shipped().levels.items() if gets(level, CallsBoard)] == [MICS]


# -- played to the end -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mouse", [True, False])
def test_all_calls_right_are_three_stars(mouse: bool) -> None:
    driver = opened(MICS)
    play_all(driver, mouse)
    assert card_by_mouse(driver).summary.stars == {1, 2, 3}


@pytest.mark.parametrize(("name", "said", "stars", "lines"), [
    ("call_1", "up", {1, 3}, ["left: −2 × 0 = 0,", "so it stays"]),
    ("call_2", "up", {1, 3}, ["right: −2 × (−2) = 4,", "so it goes down"]),
    ("call_4", "stays", {1, 2}, ["left: .4968 × 1 = .4968,", "so it goes down"]),
    ("call_5", "down", {1, 2}, ["right: .4968 × (−2) = −.9936,", "so it goes up"]),
])  # fmt: skip
def test_a_wrong_call_costs_its_star_and_the_reason_stands_at_its_needle(
        name: str, said: str, stars: set[int], lines: list[str]) -> None:  # fmt: skip
    driver = opened(MICS, bets=False)
    found = board(driver)
    if name in ("call_1", "call_2"):
        for each, right in REHEARSAL.items():
            call(driver, each, said if each == name.replace("_", " ") else right, True)
        play(driver, True)
        wrong = next(c for c in found.model.calls(0) if not c.question.is_right(c.said))
        assert f"call {wrong.number + 1}" == name.replace("_", " ")
        assert found.model.reason(wrong, found.stage.names()[wrong.needle]) == lines
        assert not choice(driver, name.replace("_", " ")).visible, "the reason stands in its place"
        carry_on(driver, True)
        for each, right in CONCERT.items():
            call(driver, each, right, True)
        play(driver, True)
    else:
        play_all(driver, True, **{name: said})
        wrong = next(c for c in found.model.calls(1) if not c.question.is_right(c.said))
        assert wrong.question.needle == int(name == "call_5")
    assert card_by_mouse(driver).summary.stars == stars


def test_nothing_plays_before_each_needle_is_called() -> None:
    driver = opened(MICS)
    tile = screen(driver).widget("tile rehearse")
    assert tile is not None and not tile.enabled
    key(driver, pygame.K_SPACE)
    assert screen(driver).attempt.session.count == 0
    call(driver, "call 1", "up", True)
    assert not screen(driver).widget("tile rehearse").enabled  # type: ignore[union-attr]
    call(driver, "call 2", "up", True)
    tile = screen(driver).widget("tile rehearse")
    assert tile is not None and tile.enabled and tile.primary
    assert screen(driver).attempt.session.actions == [], "a call is no call before it is played"


def test_a_call_may_be_changed_until_it_is_played_and_undo_does_not_give_it_back() -> None:
    driver = opened(MICS)
    call(driver, "call 1", "up", True)
    call(driver, "call 1", "stays", True)
    call(driver, "call 2", "down", True)
    play(driver, True)
    assert screen(driver).attempt.session.answers == {(0, 0): "stays", (0, 1): "down"}
    click(driver, "tile undo")
    assert screen(driver).attempt.session.count == 0
    call(driver, "call 1", "up", True)
    assert choice(driver, "call 1").call == "stays"


def test_up_and_down_find_the_needle_that_is_not_called() -> None:
    driver = opened(MICS)
    assert screen(driver).focus == "call 1"
    key(driver, pygame.K_DOWN, pygame.K_UP)
    assert choice(driver, "call 1").call == "stays"


# -- what is told, and when --------------------------------------------------------------------------------------------


def test_before_the_calls_pip_says_the_rule_and_each_wire_what_it_brings() -> None:
    driver = opened(MICS)
    head, rule = board(driver).words()
    assert (head, plain(rule)) == ("Your rule:", "weight -= alpha × delta × input")
    shown = board(driver).stage.needles()
    assert (list(shown.brought), shown.miss) == (["0", "−1.00"], ("2.00 too low", "error"))
    assert shown.parts == (["rehearsal", "concert"], 0) and board(driver).counter()[1] == 0
    assert board(driver).sides() == []


def test_what_is_near_enough_is_spot_on() -> None:
    driver = rehearsed()
    assert board(driver).stage.needles().miss == ("0.50 too high", "error")
    for name, said in CONCERT.items():
        call(driver, name, said, True)
    play(driver, True)
    assert board(driver).stage.needles().miss == ("spot on", "text") and board(driver).stage.needles().parts[1] == 1


def test_the_concert_is_asked_with_the_plug_in_and_the_prediction_hidden() -> None:
    driver = opened(MICS, still=False)
    for name, said in REHEARSAL.items():
        call(driver, name, said, True)
    play(driver, True)
    click(driver, "tile next")
    wait(driver, 0.3)
    shown = board(driver).stage.needles()
    assert shown.hidden and shown.plugged is not None and 0 < shown.plugged[0] < 1
    assert screen(driver).attempt.open_bets.open is None, "the plug first"
    wait(driver, 1.0)
    attempt = screen(driver).attempt
    shown = board(driver).stage.needles()
    assert attempt.open_bets.open == BET and shown.hidden
    assert (list(shown.inputs), shown.weights[0]) == ([1, -2], 0.5)
    assert not shown.brought and shown.miss == ("", "")
    wait(driver, 0.6)
    key(driver, pygame.K_1 + attempt.open_bets.order(BET).index("spot on"))
    wait(driver, 5.0)
    fresh = Session(attempt.level, shipped(), [Answer(0, "stays"), Answer(1, "down"), Learn(4), Next()])
    after, truth = board(driver).stage.needles(), fresh.run.predict(fresh.weights, (1, -2))[0]
    assert not after.hidden and after.prediction == pytest.approx(truth, abs=1e-9)
    assert after.miss == ("0.50 too high", "error")


def test_answers_stand_on_pips_way() -> None:
    driver = rehearsed()
    found = board(driver)
    places = {answer: found.anchor(BET, answer) for answer in ("spot on", ".5 too high", ".5 too low")}
    right, high, low = (places[answer] for answer in ("spot on", ".5 too high", ".5 too low"))
    assert right is not None and high is not None and low is not None
    assert low.x < right.x < high.x and (right.arrow, high.arrow) == ("", "right")
    assert found.anchor(0, "stays") is None


def test_an_answer_keeps_its_place_when_the_concert_has_been_played() -> None:
    driver = rehearsed()
    before = board(driver).anchor(BET, ".5 too low")
    for name, said in CONCERT.items():
        call(driver, name, said, True)
    play(driver, True)
    assert board(driver).anchor(BET, ".5 too low") == before


def test_while_the_world_answers_arrows_are_seen_and_nothing_is_read() -> None:
    driver = opened(MICS, bets=False, still=False)
    call(driver, "call 1", "stays", True)
    call(driver, "call 2", "up", True)
    click(driver, "tile rehearse")
    director, model = screen(driver).attempt.director, board(driver).model
    phases = set()
    for _ in range(300):
        wait(driver, 1 / 60)
        phases.add(director.state)
        if director.state in (Phase.PLAY, Phase.REACT):
            assert board(driver).words() == ("", "") and model.right() == []
            assert model.is_seen(0) == (director.state is Phase.REACT)
    assert phases >= {Phase.PLAY, Phase.REACT, Phase.VERDICT, Phase.HOLD} and model.right() == [True, False]


def test_calls_count_when_they_were_seen() -> None:
    driver = opened(MICS, bets=False, still=False)
    call(driver, "call 1", "stays", True)
    call(driver, "call 2", "up", True)
    click(driver, "tile rehearse")
    wait(driver, 0.2)
    assert board(driver).model.right() == [] and not board(driver).model.is_seen(0)
    wait(driver, 6.0)
    assert board(driver).model.right() == [True, False] and board(driver).counter()[:2] == ("Calls right", 1)


def test_the_counter_has_a_dot_for_each_call_and_the_stars_say_what_they_ask_for() -> None:
    driver = opened(MICS)
    assert board(driver).counter() == ("Calls right", 0, None, 4)
    rows = star_rows(screen(driver).attempt.level)
    assert [row.condition for row in rows] == ["two days played", "both rehearsal calls", "both concert calls"]


def test_the_card_compares_with_nobody() -> None:
    driver = opened(MICS, bets=False)
    play_all(driver, True)
    found = card_by_mouse(driver)
    wait(driver, 3.0)
    assert (found.summary.count, found.summary.par, found.summary.ghost) == (4, None, None)


# -- other levels ------------------------------------------------------------------------------------------------------


def asked(needle: int, right: str, **more: Any) -> Question:
    return Question(f"Needle {needle}?", tuple(MOVES), right, needle=needle, **more)


def level(inputs: tuple[float, ...]) -> Level:
    questions = [asked(i, "down" if given < 0 else "up" if given else "stays") for i, given in enumerate(inputs)]
    return Level(
        "many", title="Many", network=Neuron(len(inputs)), examples=[Example(inputs, 1)], weights=[0.0] * len(inputs),
        alpha=0.05, knobs=[], target=Near(0.1), questions=questions, sight={"bowl": "none"},
    )  # fmt: skip


@pytest.mark.parametrize("inputs", [(1,), (1, 0, -1), (1, 0, -1, 2), (1, 0, -1, 2, -2, 0.5)])
@pytest.mark.parametrize("text", [1.0, 1.5])
def test_a_plugins_level_with_any_number_of_needles(inputs: tuple[float, ...], text: float) -> None:
    driver = opened(level(inputs), text=text)
    painted(driver)
    for i in range(len(inputs)):
        right = screen(driver).attempt.level.questions[i].right
        call(driver, f"call {i + 1}", str(right), True)
    play(driver, True)
    assert card_by_mouse(driver).summary.stars >= {1}


def test_what_is_wrong_with_a_call_is_told() -> None:
    from downslope.schema.level_rules import faults

    def told(question: Question) -> list[str]:
        return [allowed for _field, _value, allowed in faults(replace(level((1, -1)), questions=[question]))]

    assert told(asked(2, "up")) == ["the index of a weight, 0 ... 1"]
    assert told(Question("Which?", ("up", "left"), "up", needle=0)) == ["answers: up, stays, down"]
    assert told(asked(1, "down")) == []


# -- every size --------------------------------------------------------------------------------------------------------


LOOKS = [((960, 540), 1.0), ((960, 540), 1.5), ((1280, 720), 1.25), ((1280, 720), 1.5), ((2560, 1440), 1.0)]


@pytest.mark.parametrize(("size", "text"), [LOOKS[0], LOOKS[1], LOOKS[3], ((1280, 720), 1.0)])
def test_nothing_is_written_on_pip_or_on_a_dial(size: tuple[int, int], text: float) -> None:
    driver = opened(MICS, text=text, bets=False)
    painted(driver, size)
    stage, surface = board(driver).stage, pygame.Surface(size)
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
    machine, model = screen(driver).attempt.machine, board(driver).model
    assert machine is not None
    said = set[int]()
    while not machine.ended:
        wait(driver, 0.1)
        words, stage = " ".join(board(driver).words()), machine.session.stage
        assert "which way" not in words and "you" not in words
        assert all(call.said == model.truth(call) for call in model.calls(stage))
        said.add(stage)
    assert said == {0, 1} and model.right() == [True] * 4
