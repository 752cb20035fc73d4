"""Neurons side by side: bowls on shared rulers under one alpha, and telescopes with an alpha each."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pygame
import pytest
from pytest import approx

from downslope.boards.several_weights.alphas_board import AlphasBoard, scopes_of
from downslope.boards.several_weights.neurons_board import NeuronsBoard, neuron_state, runs_sentence
from downslope.learning.named import Neurons
from downslope.rules.actions import Learn, Reset, Turn
from downslope.rules.level import Example, Level
from downslope.rules.target import Near
from downslope.view.widgets.number_input import Dial, point
from driving import Driver
from playing import board_of, click, control, gets, key, need, opened, screen
from support import play, shipped

pytestmark = pytest.mark.usefixtures("display")
PLACE = "three-neurons"  # with a picture of its own
BOWLS = replace(shipped().level(PLACE), picture="", moves=())  # the same without it
board = partial(board_of, kind=NeuronsBoard)


def small(count: int, **more: Any) -> Level:
    fields: dict[str, Any] = {
        "network": Neurons(count), "examples": [Example([0.5 + i for i in range(count)], [1] * count)],
        "weights": [0.1] * count, "alpha": 0.02, "target": Near(0.01), **more,
    }  # fmt: skip
    return Level("small", title="Small", **fields)


def test_neurons_of_their_own_under_one_alpha() -> None:
    assert gets(shipped().level(PLACE), NeuronsBoard) and gets(small(2), NeuronsBoard)
    others = (small(7), small(2, alpha=[0.1, 0.2]), small(2, learner=None), small(2, sight={"bowl": "none"}))
    assert not any(gets(level, NeuronsBoard) for level in (*others, shipped().level("one-step")))


def test_numbers_are_the_engines_and_all_bowls_share_their_rulers() -> None:
    driver = opened(BOWLS, bets=False)
    cards = board(driver).neurons.cards
    assert len({card.scale for card in cards}) == 1
    per_weight, per_error = cards[0].scale
    for card, input in zip(cards, (0.5, 1.1, 2)):
        assert card.bowl.wide.rise(40.0) == approx(per_error * (input * 40 / per_weight) ** 2, rel=1e-6)
        assert card.bowl.stage.fits(card.bowl.along(0.5)), "the start is in the picture"
    key(driver, pygame.K_SPACE, pygame.K_SPACE)
    run = screen(driver).attempt.session.run
    cards = board(driver).neurons.cards
    assert [card.weight for card in cards] == run.weights
    assert [card.input * card.weight for card in cards] == approx(run.network.predict(run.weights, (0.5, 1.1, 2)))
    assert [card.bottom for card in cards] == approx([1.6, 0.8 / 1.1, 0.4], abs=1e-6)
    key(driver, pygame.K_COMMA)
    assert [card.weight for card in cards] == list(run.history.weights_at(1))


def test_misses_are_lines_with_marks_of_their_own() -> None:
    driver = opened(BOWLS, bets=False)
    attempt, chart = screen(driver).attempt, board(driver).miss_chart
    attempt.act(Learn(5))
    lines, run = chart.lines(attempt.session), attempt.session.run
    for i, (line, input) in enumerate(zip(lines, (0.5, 1.1, 2))):
        weights = [*(run.history.weights_at(k)[i] for k in range(5)), run.weights[i]]
        assert line.errors == approx([abs(input * w - 0.8) for w in weights])
    assert len({line.style.mark for line in lines}) == 3
    assert [line.style for line in lines] == [card.style for card in board(driver).neurons.cards]
    attempt.reset()
    assert [len(line.errors) for line in chart.lines(attempt.session)] == [1, 1, 1]


def test_each_says_what_its_last_step_did_and_runs_are_counted_in_words() -> None:
    for alpha, steps, said in ((0.6, 0, ["waits"] * 3), (0.6, 1, ["nearer", "nearer", "grows"]),
                               (0.4, 1, ["nearer", "nearer", "past"]), (0.4, 60, ["landed"] * 3)):  # fmt: skip
        session = play(PLACE, Turn("alpha", alpha), *([Learn(steps)] if steps else []))
        assert [neuron_state(session, i, steps) for i in range(3)] == said
    session, sentences = play(PLACE), list[str]()
    for _ in range(5):
        session.do(Learn(1))
        sentences.append(runs_sentence(session))
        session.do(Reset())
    assert [text.split(" for ")[0] for text in sentences[:4]] == [f"run {k} of 4" for k in (1, 2, 3, 4)]
    assert sentences[4].startswith("run 5: more than the 4") and runs_sentence(play(small(2))) == ""


def parts(driver: Driver) -> dict[tuple[str, str], float]:
    """What each part of the picture does now: (part, what) -> value."""
    numbers = need(board(driver).place).numbers()
    return {(move.part, move.what): move.value(numbers[move.by]) for move in screen(driver).attempt.level.moves}


def test_a_dog_and_its_paw_are_where_they_belong_and_one_that_ran_away_is_told_at_the_edge() -> None:
    """500 px for each 1 of a prediction; the paw stands where the next step leads."""
    driver = opened(PLACE, bets=False)
    attempt = screen(driver).attempt
    attempt.turn("alpha", 0.6)
    for _step in range(5):
        before = parts(driver)
        key(driver, pygame.K_SPACE, then=1.5)
        run = attempt.session.run
        for k, (weight, after, input) in enumerate(zip(run.weights, run.weights_after(run.count), (0.5, 1.1, 2)), 1):
            places = [150 + 500 * max(-0.2, min(1.75, input * each)) for each in (weight, after)]
            assert [parts(driver)[f"{name} {k}", "x"] for name in ("dog", "paw")] == approx(places, abs=0.5)
        assert parts(driver)["print 1 1", "x"] == approx(before["dog 1", "x"]), "a print where he stood"
    assert need(board(driver).place).numbers()["prediction 3"] < -0.2
    seen = {part: value for (part, what), value in parts(driver).items() if what == "alpha"}
    assert (seen["dog 3"], seen["far 3"], seen["behind 3"], seen["beyond 3"]) == (0, 1, 1, 0)
    assert (seen["dog 1"], seen["far 1"]) == (1, 0)


alphas_board = partial(board_of, kind=AlphasBoard)


def test_nothing_is_previewed_and_what_is_left_of_the_miss_keeps_the_alpha_that_left_it() -> None:
    driver = opened("one-step")
    cards = alphas_board(driver).cards
    before, dial = [scope._replace() for scope in cards.scopes()], control(driver, "alpha 2", Dial)
    start, end = (point(*dial.centre, dial.radius - 4, dial.angle(alpha)) for alpha in (dial.value, 4.0))
    driver.drag(start, end)
    assert screen(driver).attempt.session.knobs["alpha"][1] == approx(4, abs=0.5)
    assert cards.scopes() == before and all(scope.part is None for scope in before)
    key(driver, pygame.K_SPACE, then=0.3)
    screen(driver).attempt.turn("alpha", 0.5, 2)
    third = cards.scopes()[2]
    assert (third.used, third.verdict) == (1, "past") and (third.weight, third.part) == approx((1.1, 1 - 1.21))
    alphas = (11.1, 1.0, 1.0, 1.0, 0.02)
    session = play("one-step", *(Turn("alpha", a, i) for i, a in enumerate(alphas) if a != 1), Learn(1))
    assert [s.verdict for s in scopes_of(session, True)] == ["land", "short", "past", "runaway", "runaway"]
    assert [s.verdict for s in scopes_of(session, False)] == [""] * 5


def test_a_press_resets_by_itself_and_counts() -> None:
    driver = opened("one-step")
    for presses in (1, 2, 3):
        key(driver, pygame.K_SPACE, then=0.2)
        session = screen(driver).attempt.session
        assert (session.count, session.tally.runs) == (1, presses) and not screen(driver).attempt.verdict
    actions = len(session.actions)
    key(driver, pygame.K_z)  # what was seen stays counted
    assert len(screen(driver).attempt.session.actions) == actions


def test_alphas_are_turned_by_arrows_finely_with_shift_and_typed() -> None:
    driver = opened("one-step")

    def alphas() -> list[float]:
        return list(screen(driver).attempt.session.knobs["alpha"])

    driver.tab_to("alpha 1")
    key(driver, pygame.K_UP)
    assert alphas()[0] == 1.05
    key(driver, pygame.K_DOWN, shift=True)
    assert alphas()[0] == 1.04
    driver.type("0.3")
    key(driver, pygame.K_RIGHT)  # the arrow commits and goes on
    assert alphas()[0] == 0.3 and driver.scene.focus == "alpha 2"
    click(driver, "alpha field 4")
    driver.type("abc0.25")
    key(driver, pygame.K_RETURN)
    assert alphas()[3] == 0.25
    driver.type("99")
    key(driver, pygame.K_RETURN)
    assert alphas()[3] == 0.25 and driver.game.toasts.shown, "beyond the knob: refused, and said"
