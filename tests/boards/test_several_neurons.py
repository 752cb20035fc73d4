"""Neurons side by side: bowls on shared rulers under one alpha, and telescopes with an alpha each."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import Any

import pygame
import pytest
from pytest import approx

from checks.paper import written
from downslope.boards.several_weights.alphas_board import AlphasBoard, scopes_of
from downslope.boards.several_weights.neurons_board import NeuronsBoard, neuron_state, runs_sentence
from downslope.learning.named import Neurons
from downslope.rules.actions import Learn, Reset, Turn
from downslope.rules.level import Example, Level
from downslope.rules.target import Near
from downslope.view.draw.canvas import Canvas
from downslope.view.widgets.number_input import Dial, point
from driving import Driver
from playing import act, board_of, click, control, gets, key, lay_out, need, opened, painted, screen, told, until, wait
from support import play, shipped

pytestmark = pytest.mark.usefixtures("display")
PLACE = "three-neurons"  # with a picture of its own


def leash(level: str | Level | None = None, **settings: Any) -> Driver:
    """The bowls of 6-1, without its place."""
    bowls = replace(shipped().level(PLACE), picture="", moves=())
    driver = opened(bowls if level is None else level, None, **{"bets": False, **settings})
    board_of(driver, NeuronsBoard)
    return driver


board = partial(board_of, kind=NeuronsBoard)


def small(count: int, **more: Any) -> Level:
    fields: dict[str, Any] = {
        "network": Neurons(count), "examples": [Example([0.5 + i for i in range(count)], [1] * count)],
        "weights": [0.1] * count, "alpha": 0.02, "target": Near(0.01), **more,
    }  # fmt: skip
    return Level("small", title="Small", **fields)


def test_neurons_of_their_own_under_one_alpha() -> None:
    assert gets(shipped().level("three-neurons"), NeuronsBoard) and gets(small(2), NeuronsBoard)
    assert not gets(small(7), NeuronsBoard) and not gets(small(2, alpha=[0.1, 0.2]), NeuronsBoard)
    assert not gets(small(2, learner=None), NeuronsBoard) and not gets(small(2, sight={"bowl": "none"}), NeuronsBoard)
    assert not gets(shipped().level("one-step"), NeuronsBoard)


def test_numbers_are_the_engines() -> None:
    driver = leash()
    key(driver, pygame.K_SPACE, pygame.K_SPACE)
    run = screen(driver).attempt.session.run
    cards = board(driver).neurons.cards
    assert [card.weight for card in cards] == run.weights
    assert [card.input * card.weight for card in cards] == approx(run.network.predict(run.weights, (0.5, 1.1, 2)))
    assert [card.bottom for card in cards] == approx([1.6, 0.8 / 1.1, 0.4], abs=1e-6)
    key(driver, pygame.K_COMMA)
    assert [card.weight for card in cards] == list(run.history.weights_at(1))


def test_all_bowls_share_their_rulers() -> None:
    """The same weight is as wide and the same error as high, so the slopes are as steep as they are."""
    cards = board(leash()).neurons.cards
    assert len({card.scale for card in cards}) == 1
    per_weight, per_error = cards[0].scale
    for card, input in zip(cards, (0.5, 1.1, 2)):
        assert card.bowl.wide.rise(40.0) == approx(per_error * (input * 40 / per_weight) ** 2, rel=1e-6)
        assert card.bowl.stage.fits(card.bowl.along(0.5)), "the start is in the picture"


def test_misses_are_lines_with_marks_of_their_own() -> None:
    driver = leash()
    attempt = screen(driver).attempt
    attempt.act(Learn(5))
    lines = board(driver).miss_chart.lines(attempt.session)
    run = attempt.session.run
    for i, (line, input) in enumerate(zip(lines, (0.5, 1.1, 2))):
        weights = [*(run.history.weights_at(k)[i] for k in range(5)), run.weights[i]]
        assert line.errors == approx([abs(input * w - 0.8) for w in weights])
    assert len({line.style.mark for line in lines}) == 3
    assert [line.style for line in lines] == [card.style for card in board(driver).neurons.cards]
    attempt.session.do(Learn(2))
    assert [len(line.errors) for line in board(driver).miss_chart.lines(attempt.session)] == [8, 8, 8]
    attempt.reset()
    assert [len(line.errors) for line in board(driver).miss_chart.lines(attempt.session)] == [1, 1, 1]


def test_each_says_what_its_last_step_did() -> None:
    for alpha, steps, said in ((0.6, 0, ["waits"] * 3), (0.6, 1, ["nearer", "nearer", "grows"]),
                               (0.4, 1, ["nearer", "nearer", "past"]), (0.4, 60, ["landed"] * 3)):  # fmt: skip
        session = play(PLACE, Turn("alpha", alpha), *([Learn(steps)] if steps else []))
        assert [neuron_state(session, i, steps) for i in range(3)] == said


def test_runs_are_counted_in_words() -> None:
    session = play(PLACE)
    sentences = [runs_sentence(session)]
    for _ in range(5):
        session.do(Learn(1))
        sentences.append(runs_sentence(session))
        session.do(Reset())
    assert [text.split(" for ")[0] for text in sentences[:5]] == [f"run {k} of 4" for k in (1, 1, 2, 3, 4)]
    assert sentences[5].startswith("run 5: more than the 4") and runs_sentence(play(small(2))) == ""


def test_what_runs_away_stays_in_its_picture() -> None:
    driver = leash()
    session = act(driver, Turn("alpha", 0.6), Learn(60)).session
    assert need(session.outcome).kind == "runaway"
    painted(driver)
    card = board(driver).neurons.cards[2]
    x, y = card.bowl.stage.rest_point(card.bowl.along(session.weights[2]), 11)
    left, top, w, h = card.window
    assert left <= x <= left + w and top - 12 <= y <= top + h


def test_a_bowl_that_is_too_narrow_has_a_lens() -> None:
    driver = leash(small(2, examples=[Example([0.1, 12], [1, 1])], alpha=0.001))
    first, second = board(driver).neurons.cards
    assert first.bowl.lens is None and second.bowl.lens is not None and second.bowl.factor > 2
    key(driver, pygame.K_SPACE)
    painted(driver)


def at_step(driver: Driver) -> dict[str, float]:
    """x in the picture of each part that stands along the lanes now."""
    place = need(board(driver).place)
    found = place.numbers()
    moves = {(move.part, move.what): move for move in screen(driver).attempt.level.moves}
    return {part: move.value(found[move.by]) for (part, what), move in moves.items() if what == "x"}


@pytest.mark.slow
@pytest.mark.parametrize("alpha", [0.1, 0.47, 0.6])
def test_a_dog_its_cord_and_its_paw_are_where_they_belong_in_every_frame(
    alpha: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """500 px for each 1 of a prediction; the cord is input² · miss long, its first alpha the leash, up to the paw."""
    driver, cords = leash(PLACE, still=False), list[tuple[str, float, float]]()
    attempt, place = screen(driver).attempt, need(board(driver).place)
    attempt.turn("alpha", alpha)
    polyline, inputs = Canvas.polyline, (0.5, 1.1, 2)

    def note(self: Canvas, points: Any, colour: str, *more: Any, **named: Any) -> None:
        if colour in ("border2", "alpha") and len(points) == 2:
            cords.append((colour, points[0][0], points[1][0]))
        polyline(self, points, colour, *more, **named)

    monkeypatch.setattr(Canvas, "polyline", note)
    canvas, (left, _y), frames = Canvas(pygame.Surface((1280, 720)), driver.game.look()), place.spot(150, 0), 0
    unit = 500 * place.picture.place(place.rect, whole=True)[2]
    bodies = [middle * unit / 500 for middle, _moves in place.picture.going.values()]  # beside where it stands
    for _step in range(4):
        before = at_step(driver)
        key(driver, pygame.K_SPACE)
        while attempt.playback.moving or not frames:
            wait(driver, 1 / 60, 1 / 60)
            cords.clear()
            place.paint(canvas)
            run, (part, step) = attempt.session.run, math.modf(attempt.playback.at)
            part *= part * (3 - 2 * part)
            now, far = int(step), math.ceil(attempt.playback.at)
            weights = run.weights_at(now), run.weights_at(far), run.weights_after(now), run.weights_after(far)
            start, end, soon, later = (run.network.predict(each, inputs) for each in weights)
            shown = [a + part * (b - a) for a, b in zip(start, end)]
            after, here = [a + part * (b - a) for a, b in zip(soon, later)], at_step(driver)
            seen = [k for k in range(3) if -0.2 <= shown[k] <= 1.75]
            assert [canvas.movers[k] - bodies[k] for k in seen] == approx([left + unit * shown[k] for k in seen])
            pulls, leashes = ([row for row in cords if row[0] == colour] for colour in ("border2", "alpha"))
            for k, pull, short in zip(seen, pulls, leashes, strict=True):
                assert pull[1] == short[1] == approx(left + unit * shown[k], abs=0.5)
                assert pull[2] - pull[1] == approx(-inputs[k] ** 2 * (shown[k] - 0.8) * unit, abs=1e-6)
                assert short[2] - short[1] == approx(unit * (after[k] - shown[k]), abs=1e-6)
                assert here[f"paw {k + 1}"] == approx(150 + 500 * max(-0.2, min(1.75, after[k])), abs=0.5)
            assert (place.numbers()["hop"] > 0) is (0 < attempt.playback.hop_progress < 1)
            frames += 1
        assert at_step(driver)["print 1 1"] == approx(before["dog 1"]), "a print where he stood"
    assert frames > 40


def test_a_dog_that_ran_away_is_told_at_the_edge_and_looks_at_the_flag() -> None:
    driver = leash(PLACE)
    attempt = screen(driver).attempt
    attempt.turn("alpha", 0.6)
    for _step in range(5):
        key(driver, pygame.K_SPACE, then=1.5)
    place, moves = need(board(driver).place), attempt.level.moves
    found = place.numbers()
    assert found["prediction 3"] < -0.2
    seen = {move.part: move.value(found[move.by]) for move in moves if move.what == "alpha"}
    assert (seen["dog 3"], seen["far 3"], seen["behind 3"], seen["beyond 3"]) == (0, 1, 1, 0)
    assert (seen["dog 1"], seen["far 1"]) == (1, 0)
    wide = {move.part: move.value(found[move.by]) for move in moves if move.what == "wide"}
    assert wide["dog 1"] == 1 and wide["dog 3"] == 1


@pytest.mark.parametrize("text", [1.0, 1.5])
def test_runs_give_way_to_a_verdict_in_large_text_and_misses_stay(text: float) -> None:
    driver = leash(PLACE, text=text)
    play, board = screen(driver), board_of(driver, NeuronsBoard)
    play.attempt.learn()
    until(driver, "verdict", 60.0)
    assert "said" not in {widget.name for widget in play.widgets}  # it is seen whole
    assert {board.place, board.alphas, board.bars} <= set(board.panels)
    assert (board.tabs in board.panels) is (text == 1.0)
    click(driver, "to code")
    assert board.tabs in board.panels


FOUND = (1 / 0.09, 4, 1 / 1.21, 0.25, 1 / 110.25)
alphas_board = partial(board_of, kind=AlphasBoard)


def test_the_table_beside_the_sixth_has_the_product_of_the_law() -> None:
    driver = opened("one-step", bets=False)
    attempt = screen(driver).attempt
    for number, alpha in enumerate(FOUND):
        attempt.turn("alpha", float(f"{alpha:.3g}"), number)
    alphas_board(driver).press("step")
    told(driver)
    attempt.next_stage()
    wait(driver, 1.0)
    lay_out(driver.scene, (1280, 720))
    words = [text.string for text in written(driver.scene.draw, (1280, 720), driver.game.look())]
    assert "α × input²" in words and words.count(".999") == 2, "11.1 × .3², and .826 × 1.1²"


def test_nothing_is_previewed_and_what_is_left_of_the_miss_keeps_the_alpha_that_left_it() -> None:
    driver = opened("one-step")
    before = [scope._replace() for scope in alphas_board(driver).cards.scopes()]
    dial = control(driver, "alpha 2", Dial)
    start, end = (point(*dial.centre, dial.radius - 4, dial.angle(alpha)) for alpha in (dial.value, 4.0))
    driver.drag(start, end)
    assert screen(driver).attempt.session.knobs["alpha"][1] == pytest.approx(4, abs=0.5)
    assert alphas_board(driver).cards.scopes() == before and all(scope.part is None for scope in before)
    key(driver, pygame.K_SPACE, then=0.3)
    screen(driver).attempt.turn("alpha", 0.5, 2)
    third = alphas_board(driver).cards.scopes()[2]
    assert third.used == 1 and third.part == pytest.approx(1 - 1.21)
    assert third.verdict == "past" and third.weight == pytest.approx(1.1)


def test_words_for_what_one_step_did() -> None:
    alphas = (11.1, 1.0, 1.0, 1.0, 0.02)
    session = play("one-step", *(Turn("alpha", a, i) for i, a in enumerate(alphas) if a != 1), Learn(1))
    assert [s.verdict for s in scopes_of(session, True)] == ["land", "short", "past", "runaway", "runaway"]
    assert [s.verdict for s in scopes_of(session, False)] == [""] * 5


def test_a_press_resets_by_itself_and_counts() -> None:
    driver = opened("one-step")
    for presses in (1, 2, 3):
        key(driver, pygame.K_SPACE, then=0.2)
        assert screen(driver).attempt.session.count == 1
        assert screen(driver).attempt.session.tally.runs == presses
        assert not screen(driver).attempt.verdict
    actions = len(screen(driver).attempt.session.actions)
    key(driver, pygame.K_z)  # what was seen stays counted
    assert len(screen(driver).attempt.session.actions) == actions


def test_arrows_turn_finely_with_shift() -> None:
    driver = opened("one-step")
    driver.tab_to("alpha 1")
    key(driver, pygame.K_UP)
    assert screen(driver).attempt.session.knobs["alpha"][0] == 1.05
    key(driver, pygame.K_DOWN, shift=True)
    assert screen(driver).attempt.session.knobs["alpha"][0] == 1.04
    driver.type("0.3")
    key(driver, pygame.K_RIGHT)  # the arrow commits and goes on
    assert screen(driver).attempt.session.knobs["alpha"][0] == 0.3 and driver.scene.focus == "alpha 2"


def test_a_click_on_the_number_gives_its_dial_the_keyboard() -> None:
    driver = opened("one-step")
    click(driver, "alpha field 4")
    driver.type("abc")
    driver.type("0.25")
    key(driver, pygame.K_RETURN)
    assert screen(driver).attempt.session.knobs["alpha"][3] == 0.25
    driver.type("99")
    key(driver, pygame.K_RETURN)  # beyond the knob: refused, and said
    assert screen(driver).attempt.session.knobs["alpha"][3] == 0.25
    assert driver.game.toasts.shown
