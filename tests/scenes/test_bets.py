"""Bets by keyboard and by mouse: when they are asked, in which order, what they hold up."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pygame
import pytest

from checks.pseudo import spoken
from downslope.rules.actions import Learn
from downslope.rules.question import Marker, Question
from downslope.view.format.measure import measure
from downslope.view.widgets.answer_card import AnswerCard
from driving import Driver
from playing import click, key, open_level, opened, painted, screen, until, wait
from support import campaign, shipped

pytestmark = pytest.mark.usefixtures("display")


def answers(driver: Driver) -> list[str]:
    return screen(driver).attempt.open_bets.order(screen(driver).attempt.open_bets.open or 0)


def place_of_right(driver: Driver) -> int:
    question = screen(driver).attempt.open_bets.question
    assert isinstance(question, Question)
    return answers(driver).index(question.right)


# the cards


@pytest.mark.parametrize("level", ["thirteen", "goldilocks"])
@pytest.mark.parametrize("longer", [False, True])
def test_where_room_is_least_no_answer_is_written_small(level: str, longer: bool) -> None:
    with spoken(longer):
        driver = opened(level, text=1.5)
        key(driver, pygame.K_l)
        wait(driver, 0.5)
        painted(driver, (960, 540))
        play = screen(driver)
        canvas = measure(driver.game, play.width, play.height)
        cards = [widget for widget in play.widgets if isinstance(widget, AnswerCard)]
        assert len(cards) == 3
        for card in cards:
            assert card.rect[3] >= card.least_high(canvas, card.rect[2]), card.label
            assert card.rect[2] >= card.least_wide(canvas), card.label


@pytest.mark.parametrize(("level", "caps"), [("the-wall", ["key 1", "key 2", "key 3"]), ("thirteen", ["1", "2", "3"])])
def test_a_key_beside_numbers_says_that_it_is_one(
    level: str, caps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_level(level, monkeypatch)
    key(driver, pygame.K_l)
    play = screen(driver)
    cards = [widget for widget in play.widgets if widget.name.startswith("answer ")]
    assert [play.state(card).cap for card in cards] == caps


def test_keyboard_bet_run_verdict_and_on(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("thirteen", monkeypatch)
    key(driver, pygame.K_l)
    play = screen(driver)
    assert play.dock.kind == "strip" and play.focus == ""
    assert play.attempt.session.count == 0
    key(driver, pygame.K_1 + place_of_right(driver))
    assert play.attempt.open_bets.answered == {0: True}
    assert play.dock.kind == "run" and play.attempt.shown is play.attempt.open_bets.demo
    until(driver, "bet")
    assert play.focus == ""
    wait(driver, 0.5)
    assert play.focus == "go on"
    assert 3 in play.attempt.stars()
    key(driver, pygame.K_RETURN)
    until(driver, "verdict")
    assert play.attempt.session.outcome is not None and play.attempt.session.alpha() == 3


def test_mouse_bet_run_verdict_and_on(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("thirteen", monkeypatch)
    click(driver, "tile learn")
    wrong = next(i for i in range(3) if i != place_of_right(driver))
    click(driver, f"answer {wrong + 1}")
    until(driver, "bet")
    play = screen(driver)
    assert play.attempt.open_bets.answered == {0: False} and play.attempt.stars() == frozenset()
    click(driver, "go on")
    until(driver, "verdict")


def test_arrows_and_enter_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("thirteen", monkeypatch)
    key(driver, pygame.K_SPACE)
    second = answers(driver)[1]
    key(driver, pygame.K_RIGHT)
    assert driver.scene.focus == "answer 1"
    key(driver, pygame.K_RIGHT)
    assert driver.scene.focus == "answer 2"
    key(driver, pygame.K_RETURN)
    assert screen(driver).attempt.open_bets.given == {0: second}


@pytest.mark.parametrize("by_mouse", [False, True])
def test_skipping_costs_the_star_alone(monkeypatch: pytest.MonkeyPatch, by_mouse: bool) -> None:
    driver = open_level("thirteen", monkeypatch)
    key(driver, pygame.K_l)
    if by_mouse:
        click(driver, "skip bet")
    else:
        key(driver, pygame.K_ESCAPE)
    until(driver, "verdict")
    attempt = screen(driver).attempt
    assert attempt.stars() == {1}
    key(driver, pygame.K_r, pygame.K_l)
    assert attempt.open_bets.open is None


@pytest.mark.parametrize("way", ["undo", "rewind"])
def test_a_bet_is_not_taken_back(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """Undo right after an answer goes to what was before it; so does going on from an earlier step."""
    driver = open_level("thirteen", monkeypatch)
    attempt = screen(driver).attempt
    attempt.turn("alpha", 9)
    if way == "rewind":
        attempt.session.do(Learn(2))
    key(driver, pygame.K_l)
    key(driver, pygame.K_1 + place_of_right(driver))
    until(driver, "bet")
    wait(driver, 0.5)
    given = dict(attempt.session.answers)
    assert given and 3 in attempt.stars()
    if way == "undo":
        key(driver, pygame.K_z)
        assert attempt.session.alpha() == 3
        key(driver, pygame.K_z)
        assert "There is nothing to undo." in [toast.title for toast in driver.game.toasts.shown]
    else:
        attempt.open_bets.close()
        attempt.look(1)
        attempt.rewind()
        assert attempt.session.count == 1
    assert attempt.session.answers == given and 3 in attempt.stars()


def test_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("thirteen", monkeypatch)
    key(driver, pygame.K_l, pygame.K_1)
    until(driver, "bet")
    key(driver, pygame.K_RETURN)
    until(driver, "verdict")
    key(driver, pygame.K_r, pygame.K_SPACE)
    assert screen(driver).attempt.session.count == 1


def test_turning_a_knob_leaves_the_bet_for_later(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("thirteen", monkeypatch)
    key(driver, pygame.K_l)
    attempt = screen(driver).attempt
    attempt.turn("alpha", 9)
    wait(driver, 0.1)
    assert screen(driver).dock.kind == ""
    key(driver, pygame.K_l)
    assert screen(driver).dock.kind == "strip" and attempt.session.count == 0


def test_a_knob_puts_the_bets_run_away(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("thirteen", monkeypatch)
    key(driver, pygame.K_l, pygame.K_1)
    attempt = screen(driver).attempt
    assert attempt.open_bets.demo is not None
    attempt.turn("alpha", 9)
    assert attempt.open_bets.demo is None and attempt.shown is attempt.session


def test_no_bets_where_they_are_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("thirteen", monkeypatch, bets=False)
    key(driver, pygame.K_l)
    until(driver, "verdict")


def test_without_a_run_the_verdict_comes_once_the_world_has_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("double-it", monkeypatch)
    screen(driver).attempt.turn("weight", 2.0)
    while driver.scene.focus != "tile next":
        wait(driver, 0.1)
    key(driver, pygame.K_RETURN)
    until(driver, "strip")
    key(driver, pygame.K_1 + place_of_right(driver))
    assert screen(driver).dock.kind == "run"
    until(driver, "bet", 2)
    wait(driver, 5)
    assert screen(driver).attempt.session.stage == 1 and screen(driver).dock.kind == "bet"  # it waits to be read
    key(driver, pygame.K_RETURN)
    assert screen(driver).dock.kind == ""


@pytest.mark.parametrize("before", ["", ".1"])
def test_a_number_that_is_typed_answers_no_bet(before: str) -> None:
    """Its digits are no keys of the answers: not while a bet waits, and not once numbers were typed in this visit."""
    driver = opened("a-hundredth")
    driver.type(before)
    key(driver, pygame.K_SPACE)
    until(driver, "strip")
    wait(driver, 0.6)
    driver.type("0.01")
    open_bets = screen(driver).attempt.open_bets
    assert open_bets.open == 0 and open_bets.given == {}
    cards = [widget for widget in screen(driver).widgets if widget.name.startswith("answer ")]
    assert [screen(driver).state(card).cap for card in cards] == ["", "", ""], "no key is shown that does nothing"
    key(driver, pygame.K_RIGHT, pygame.K_RETURN)
    assert list(open_bets.given) == [0]


# several calls


def test_calls_one_after_another_and_told_after_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [Question(f"{which}?", ("a", "b", "c"), "a") for which in ("First", "Second")]
    driver = open_level(replace(shipped().level("thirteen"), questions=asked), monkeypatch)
    key(driver, pygame.K_l)
    open_bets = screen(driver).attempt.open_bets
    assert open_bets.open == 0 and open_bets.is_call(0)
    key(driver, pygame.K_1 + place_of_right(driver))
    assert open_bets.open == 1 and driver.scene.focus == ""
    key(driver, pygame.K_1 + place_of_right(driver))
    assert open_bets.open is None and open_bets.last is None and open_bets.demo is None
    until(driver, "verdict")
    assert open_bets.calls == [True, True]


def test_what_is_called_on_the_board_is_asked_by_no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("dead-wire", monkeypatch)
    key(driver, pygame.K_l)
    open_bets = screen(driver).attempt.open_bets
    assert open_bets.open is None and not open_bets.waiting
    open_bets.call(0, "stays")
    open_bets.call(0, "up")
    assert open_bets.answered == {0: True} and screen(driver).attempt.session.answers == {(0, 0): "stays"}


# the order


def test_order_is_shuffled_and_stays() -> None:
    """The right answer has no place of its own: in no place in much more than its share."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        places: Counter[int] = Counter()
        for level in campaign():
            open_bets = screen(open_level(level, monkeypatch)).attempt.open_bets
            again = screen(open_level(level, monkeypatch)).attempt.open_bets
            for number, question in enumerate(open_bets.questions):
                if isinstance(question, Marker):
                    continue
                assert open_bets.order(number) == again.order(number)
                assert sorted(open_bets.order(number)) == sorted(question.answers)
                places[open_bets.order(number).index(question.right)] += 1
    assert min(places[0], places[1]) > 0
    assert max(places.values()) < 0.65 * sum(places.values()), places


# room


@pytest.mark.parametrize("text", [1.0, 1.25, 1.5])
@pytest.mark.parametrize("level", ["thirteen", "orbit", "hands-off", "noisy-lights"])
def test_everything_stays_inside(text: float, level: str) -> None:
    driver = opened(level, text=text)
    key(driver, pygame.K_SPACE if level == "noisy-lights" else pygame.K_l)
    until(driver, "strip")
    wait(driver, 0.5)
    cards = [w for w in driver.scene.widgets if w.name.startswith(("answer", "marker", "drop", "skip"))]
    assert len(cards) >= 3
    x, y, width, height = screen(driver).dock.rect
    for left, top, wide, high in (card.rect for card in cards):
        assert x < left and left + wide < x + width and y < top and top + high < y + height
        assert wide >= 40 and high >= 36


@pytest.mark.parametrize("size", [(960, 540), (2560, 1440)])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_drawing_changes_nothing(monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], theme: str) -> None:
    driver = open_level("orbit", monkeypatch, theme=theme)
    key(driver, pygame.K_l)
    wait(driver, 0.5)
    first, second = painted(driver, size), painted(driver, size)
    assert pygame.image.tobytes(first, "RGB") == pygame.image.tobytes(second, "RGB")


def test_the_strip_rises_unless_motion_is_reduced(monkeypatch: pytest.MonkeyPatch) -> None:
    for still, rises in ((True, False), (False, True)):
        driver = open_level("thirteen", monkeypatch, still=still)
        driver.key(pygame.K_l)
        wait(driver, 0.01)
        card = driver.scene.widget("answer 1")
        assert card is not None
        early = card.rect[1]
        wait(driver, 0.3)
        assert (card.rect[1] < early) is rises
