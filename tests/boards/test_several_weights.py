"""Two weights from above; neurons side by side under one alpha, and telescopes with an alpha each."""

from dataclasses import replace
from typing import Any

import pygame
import pytest
from pytest import approx

from downslope import Example, Knob, Level, Neuron, Neurons
from downslope.boards.several_weights.alphas_board import scopes_of
from downslope.boards.several_weights.neurons_board import neuron_state, runs_sentence
from downslope.boards.shared.runs_panel import MODES
from downslope.rules import Learn, Next, Reset, Turn
from downslope.scenes.base.speech import speech_of
from downslope.view.charts.run_chart import style_of
from downslope.view.format.numbers import number, short
from downslope.view.widgets.number_input import point
from lib.driving import Driver
from lib.playing import act, board, click, enter, key, need, opened, painted, screen, told, wait, widget
from lib.support import play, shipped

pytestmark = pytest.mark.usefixtures("display")
UP, DOWN, SPACE = pygame.K_UP, pygame.K_DOWN, pygame.K_SPACE


def valley(level: str | Level = "valley", **settings: Any) -> Driver:
    return opened(level, None, **{"bets": False, **settings})


def ran(*runs: tuple[float, int]) -> Driver:
    """The valley after runs of this alpha and so many steps, a Reset after each."""
    driver = valley()
    for alpha, steps in runs:
        act(driver, Turn("alpha", alpha), Learn(steps)).reset()
        wait(driver, 0.1)
    return driver


def test_flag_way_and_light_are_the_engines_and_what_was_seen_stays_lit() -> None:
    driver = valley(still=False)
    land, window, lit = board(driver).land, need(board(driver).land.window), list[float]()
    key(driver, SPACE, then=0.3)
    run = screen(driver).attempt.session.run
    assert run.start[0] < need(land.position())[0] < run.weights[0], "Pip is on his way"
    assert land.part.value == 1.0 == board(valley()).land.part.value, "a step ends the opening; standing still has none"
    wait(driver, 1.5)
    assert land.bottom == approx((1, -0.5), abs=1e-9) and need(land.relief).whole
    for _step in range(3):
        painted(driver)
        lit.append(land.lowest)
        key(driver, SPACE, then=1.5)
    run = screen(driver).attempt.session.run
    places = [*(run.history.weights_at(k) for k in range(4)), tuple(run.weights)]
    assert land.way() == [window.at(place) for place in places] and land.position() == tuple(run.weights)
    assert lit == approx(run.errors[1:]) and lit == sorted(lit, reverse=True)
    key(driver, pygame.K_r, then=0.2)
    painted(driver)
    assert land.lowest <= lit[-1]
    screen(driver).attempt.turn("alpha", 0.6)
    key(driver, pygame.K_l, then=0.6)
    text = board(driver).runs.rows[0].text
    assert text.end.startswith("at ") and not text.icon and "58" not in text.end, "nothing is told before it is seen"


ADAM = Level(
    "of-a-plugin", title="Adam", network=Neuron(2), examples=[Example((1, 2), 1), Example((2, 1), 0)], weights=[1, 1],
    learner="adam", alpha=0.1, knobs=[Knob("alpha", 0.01, 1, log=True), Knob("beta1", 0, 0.9, step=0.1)],
)  # fmt: skip


def rows(driver: Driver) -> list[tuple[str, str, str]]:
    """(learner, knobs, end) of each run."""
    texts = [row.text for row in board(driver).runs.rows]
    return [(text.name, "".join(run[0] for run in text.knobs), text.end or text.icon) for text in texts]


def test_rows_tell_learner_knobs_and_steps_and_old_runs_are_chosen_and_stay_through_reset_and_undo() -> None:
    driver = ran((0.6, 58), (0.8, 60), (0.3, 7))
    runs = board(driver).runs

    def beside(*codes: int, focus: str = "") -> list[int]:
        """The steps of the runs that are drawn beside the present one, after these keys."""
        if focus:
            screen(driver).set_focus(focus)
        key(driver, *codes, then=0.05)
        return [run.beats for run in board(driver).runs.runs_beside()]

    assert rows(driver) == [
        ("gradient descent", "α .3   β  0", ""), ("gradient descent", "α .3   β  0", "at 7"),
        ("gradient descent", "α .8   β  0", "runaway"), ("gradient descent", "α .6   β  0", "58"),
    ]  # fmt: skip
    assert len({style_of(run.number) for run in (*runs.old(), runs.now())}) == 4 and beside() == [7], "the newest"
    assert [row.text.end for row in board(driver).land.list.rows] == ["", "at 7", "away", "58"]
    driver.move(*widget(driver, "map run 0").centre)
    assert beside() == [58]
    assert beside(UP, focus="map run 0") == [60] and beside(UP, UP) == []
    assert beside(UP, pygame.K_RETURN, focus="run 0") and [run.beats for run in runs.visible_runs()] == [58, 7]
    modes = []
    for _press in MODES:
        key(driver, pygame.K_v)
        modes.append(([run.beats for run in runs.visible_runs()], runs.mode))
    assert sorted(modes) == [([], "off"), ([58, 7], "ends"), ([58, 7], "ways")] and len(runs.rows) == 4
    x, y, w, h = widget(driver, "compare").rect
    driver.click(x + 4 + (MODES.index("off") + 0.5) * (w - 8) / 3, y + h / 2)
    assert not runs.visible_runs()
    click(driver, "run 1")
    assert [run.beats for run in runs.visible_runs()] == [60] and runs.mode == "ends", "one alone brings them back"
    key(driver, pygame.K_z, then=0.1)
    assert [run.beats for run in runs.old()] == [58, 60], "the run is the present one again"
    driver = ran(*((0.3, steps) for steps in range(3, 12)))
    assert [*beside(DOWN, focus="map run now"), *beside(*[DOWN] * 5), *beside(UP)] == [11, 6, 7]
    assert len(board(driver).land.list.rows) == 5, "more runs than rows"


def test_learners_knobs_that_were_turned_and_free_weights_are_told_and_a_land_may_have_no_lowest_place() -> None:
    driver = valley()
    act(driver, Turn("alpha", 0.6), Learn(3), Turn("alpha", 0.3), Learn(55))
    assert rows(driver)[0][1].startswith("α .6→.3")
    act(driver, Reset(), Turn("alpha", 0.6), Learn(58), Next(), Turn("beta", 0.6), Learn(5))
    assert rows(driver)[0][0] == "momentum"
    driver = valley(ADAM)
    key(driver, SPACE)
    assert rows(driver)[0][:2] == ("Adam", "α .1   β₁  .9   β₂  .999")
    driver = valley(Level("free", title="", network=Neuron(2), examples=ADAM.examples, weights=[-1, 1], alpha=0.1))
    enter(driver, "weight 2", "-0.5")
    attempt, land = screen(driver).attempt, board(driver).land
    assert attempt.session.weights == [-1, -0.5] and land.position() == (-1, -0.5)
    assert land.way() == [need(land.window).at((-1, -0.5))]
    driver = valley(Level("slope", title="", network=Neuron(2), examples=[Example((0, 0), 1)], weights=[0.2, 0.4]))
    wait(driver, 1.0)
    key(driver, SPACE, SPACE, then=0.2)
    painted(driver)


PLACE = "three-neurons"  # with a picture of its own


def test_bowls_beside_each_other_have_the_engines_numbers_and_share_their_rulers() -> None:
    driver = opened(replace(shipped().level(PLACE), picture="", moves=()), bets=False)
    cards = board(driver).neurons.cards
    per_weight, per_error = cards[0].scale
    for card, input in zip(cards, (0.5, 1.1, 2)):
        assert card.scale == cards[0].scale and card.bowl.stage.fits(card.bowl.along(0.5)), "the start is seen"
        assert card.bowl.wide.rise(40.0) == approx(per_error * (input * 40 / per_weight) ** 2, rel=1e-6)
    key(driver, SPACE, SPACE)
    run, cards = screen(driver).attempt.session.run, board(driver).neurons.cards
    assert [card.weight for card in cards] == run.weights
    assert [card.input * card.weight for card in cards] == approx(run.network.predict(run.weights, (0.5, 1.1, 2)))
    assert [card.bottom for card in cards] == approx([1.6, 0.8 / 1.1, 0.4], abs=1e-6)
    key(driver, pygame.K_COMMA)
    assert [card.weight for card in board(driver).neurons.cards] == list(run.history.weights_at(1))


def test_each_says_what_its_last_step_did_aloud_too_and_runs_are_counted_in_words() -> None:
    for alpha, steps, said in ((0.6, 0, ["waits"] * 3), (0.6, 1, ["nearer", "nearer", "grows"]),
                               (0.4, 1, ["nearer", "nearer", "past"]), (0.4, 60, ["landed"] * 3)):  # fmt: skip
        session = play(PLACE, Turn("alpha", alpha), *([Learn(steps)] if steps else []))
        assert [neuron_state(session, i, steps) for i in range(3)] == said
    driver = opened(PLACE, bets=False)
    act(driver, Turn("alpha", 0.6), Learn(1))
    told(driver)
    heard = speech_of(driver.scene).line.removesuffix(".").split(". ")
    for input, weight, end, runs in zip((0.5, 1.1, 2), screen(driver).attempt.session.weights, heard,
                                        ("nearer", "nearer", "runs away"), strict=True):  # fmt: skip
        assert end.startswith(f"Input {short(input)}: {number(input * weight)}, ") and end.endswith(f", {runs}")
    session, sentences = play(PLACE), list[str]()
    for _run in range(5):
        session.do(Learn(1))
        sentences.append(runs_sentence(session))
        session.do(Reset())
    assert [text.split(" for ")[0] for text in sentences[:4]] == [f"run {k} of 4" for k in (1, 2, 3, 4)]
    assert sentences[4].startswith("run 5: more than the 4") and runs_sentence(play("one-step")) == ""


def test_nothing_is_previewed_and_what_is_left_of_the_miss_keeps_the_alpha_that_left_it() -> None:
    driver = opened("one-step")
    cards = board(driver).cards
    before, dial = [scope._replace() for scope in cards.scopes()], widget(driver, "alpha 2")
    start, end = (
        point(dial.centre[0], dial.centre[1], dial.radius - 4, dial.angle(alpha)) for alpha in (dial.value, 4.0)
    )
    driver.drag(start, end)
    assert screen(driver).attempt.session.knobs["alpha"][1] == approx(4, abs=0.5)
    assert cards.scopes() == before and all(scope.part is None for scope in before)
    key(driver, SPACE, then=0.3)
    screen(driver).attempt.turn("alpha", 0.5, 2)
    third = cards.scopes()[2]
    assert (third.used, third.verdict) == (1, "past") and (third.weight, third.part) == approx((1.1, 1 - 1.21))
    alphas = (11.1, 1.0, 1.0, 1.0, 0.02)
    session = play("one-step", *(Turn("alpha", a, i) for i, a in enumerate(alphas) if a != 1), Learn(1))
    assert [s.verdict for s in scopes_of(session, True)] == ["land", "short", "past", "runaway", "runaway"]
    assert [s.verdict for s in scopes_of(session, False)] == [""] * 5
    own = replace(session.base, examples=[Example((0.5, 1.5), (2.0, 3.0))], network=Neurons(2), weights=[0.0, 0.0],
                  alpha=[1.0, 1.0], stages=(), questions=())  # fmt: skip
    assert [s.part for s in scopes_of(play(own, Learn(1)), True)] == approx([1 - 0.25, 1 - 2.25])


def test_a_press_resets_by_itself_and_counts_and_alphas_are_typed_and_refused() -> None:
    driver = opened("one-step")
    for presses in (1, 2):
        key(driver, SPACE, then=0.2)
        session = screen(driver).attempt.session
        assert (session.count, session.tally.runs) == (1, presses) and not screen(driver).attempt.verdict
    actions = list(session.actions)
    key(driver, pygame.K_z)
    assert screen(driver).attempt.session.actions == actions, "what was seen stays counted"
    driver.tab_to("alpha 1")
    driver.type("0.3")
    key(driver, pygame.K_RIGHT)
    assert driver.scene.focus == "alpha 2", "the arrow takes the number and goes on"
    click(driver, "alpha field 4")
    for text in ("0.25", "99"):  # the second is beyond the knob
        driver.type(text)
        key(driver, pygame.K_RETURN)
    assert screen(driver).attempt.session.knobs["alpha"][:4] == [0.3, 1, 1, 0.25]
