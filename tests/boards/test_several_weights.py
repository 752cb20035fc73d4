"""Two weights from above; neurons side by side under one alpha, and telescopes with an alpha each."""

from dataclasses import replace
from functools import partial
from typing import Any

import pygame
import pytest
from pytest import approx

from downslope.boards.several_weights.alphas_board import AlphasBoard, scopes_of
from downslope.boards.several_weights.contour_board import ContourBoard
from downslope.boards.several_weights.neurons_board import NeuronsBoard, neuron_state, runs_sentence
from downslope.boards.shared.runs_panel import MODES, RunKeyRow
from downslope.learning import Neuron, Neurons
from downslope.rules import Knob, Learn, Level, Near, Next, Reset, Turn
from downslope.rules.level import Example
from downslope.view.charts.run_chart import style_of
from downslope.view.widgets.button import Segmented
from downslope.view.widgets.number_input import Dial, point
from lib.driving import FRAME, Driver
from lib.playing import (
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
from lib.support import play, shipped

pytestmark = pytest.mark.usefixtures("display")
ADAM = Level(
    "of-a-plugin", title="Adam", network=Neuron(2), examples=[Example((1, 2), 1), Example((2, 1), 0)], weights=[1, 1],
    learner="adam", alpha=0.1, knobs=[Knob("alpha", 0.01, 1, log=True), Knob("beta1", 0, 0.9, step=0.1)],
    target=Near(0.05), budget=300,
)  # fmt: skip
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


@pytest.mark.slow
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


PLACE = "three-neurons"  # with a picture of its own
BOWLS = replace(shipped().level(PLACE), picture="", moves=())  # the same without it
bowls_board = partial(board_of, kind=NeuronsBoard)


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
    cards = bowls_board(driver).neurons.cards
    assert len({card.scale for card in cards}) == 1
    per_weight, per_error = cards[0].scale
    for card, input in zip(cards, (0.5, 1.1, 2)):
        assert card.bowl.wide.rise(40.0) == approx(per_error * (input * 40 / per_weight) ** 2, rel=1e-6)
        assert card.bowl.stage.fits(card.bowl.along(0.5)), "the start is in the picture"
    key(driver, pygame.K_SPACE, pygame.K_SPACE)
    run = screen(driver).attempt.session.run
    cards = bowls_board(driver).neurons.cards
    assert [card.weight for card in cards] == run.weights
    assert [card.input * card.weight for card in cards] == approx(run.network.predict(run.weights, (0.5, 1.1, 2)))
    assert [card.bottom for card in cards] == approx([1.6, 0.8 / 1.1, 0.4], abs=1e-6)
    key(driver, pygame.K_COMMA)
    assert [card.weight for card in cards] == list(run.history.weights_at(1))


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
    numbers = need(bowls_board(driver).place).numbers()
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
    assert need(bowls_board(driver).place).numbers()["prediction 3"] < -0.2
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
    own = replace(session.base, examples=[Example((0.5, 1.5), (2.0, 3.0))], network=Neurons(2), weights=[0.0, 0.0],
                  alpha=[1.0, 1.0], stages=(), questions=())  # fmt: skip
    assert [s.part for s in scopes_of(play(own, Learn(1)), True)] == approx([1 - 0.25, 1 - 2.25])


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
