"""Bets by keyboard and by mouse: when they are offered, what closes them, what they never hold up; the marker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pygame
import pytest

from downslope.attempt.attempt import Attempt
from downslope.boards.kinds import kind_of
from downslope.desktop.bindings import BY_INTENT, key_code
from downslope.rules.actions import Learn
from downslope.rules.question import Marker, Question
from downslope.scenes.play.bet_cards import start_of
from downslope.scenes.play.card import CardScene
from downslope.view.charts.number_line import NumberLine
from downslope.view.widgets.button import Tile
from driving import FRAME, Driver
from playing import click, key, open_level, opened, screen, told, until, wait
from support import campaign, shipped

pytestmark = pytest.mark.usefixtures("display")


def answers(driver: Driver) -> list[str]:
    return screen(driver).attempt.open_bets.order(screen(driver).attempt.open_bets.open or 0)


def place_of_right(driver: Driver) -> int:
    question = screen(driver).attempt.open_bets.question
    assert isinstance(question, Question)
    return answers(driver).index(question.right)


def bet_on(driver: Driver, right: bool = True) -> Attempt:
    """Answer by its key what is open, and wait until it is told."""
    place = place_of_right(driver)
    wait(driver, 0.5)
    key(driver, pygame.K_1 + (place if right else (place + 1) % 3))
    until(driver, "run")
    attempt = screen(driver).attempt
    for _ in range(200):
        if attempt.open_bets.last is not None and not attempt.director.moving:
            break
        wait(driver, FRAME)
    wait(driver, 0.5)
    return attempt


# the cards


# what is offered


def test_a_bet_is_offered_at_the_opening_and_its_run_is_played_out(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("thirteen", monkeypatch)
    play, focus = screen(driver), driver.scene.focus
    assert play.kind == "strip" and focus == "tile step", "it takes the keyboard from nobody"
    attempt = bet_on(driver)
    assert attempt.open_bets.answered == {0: True} and attempt.shown is attempt.open_bets.demo
    assert play.kind == "run" and 3 in attempt.stars() and play.focus == focus
    key(driver, pygame.K_SPACE)
    assert attempt.session.count == 1 and attempt.shown is attempt.session and play.kind == ""


def test_d_takes_it_up_and_arrows_and_enter_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("thirteen", monkeypatch)
    second = answers(driver)[1]
    key(driver, pygame.K_d)
    wait(driver, 0.5)
    key(driver, pygame.K_RIGHT)
    assert driver.scene.focus == "answer 1"
    key(driver, pygame.K_RIGHT, pygame.K_RETURN)
    assert screen(driver).attempt.open_bets.given == {0: second}


@pytest.mark.parametrize("by_mouse", [False, True])
def test_what_is_put_away_waits_as_a_dare(monkeypatch: pytest.MonkeyPatch, by_mouse: bool) -> None:
    driver = open_level("thirteen", monkeypatch)
    wait(driver, 0.5)
    click(driver, "later") if by_mouse else key(driver, pygame.K_d, pygame.K_ESCAPE)
    tile = driver.scene.widget("tile dare")
    assert screen(driver).kind == "" and isinstance(tile, Tile) and tile.kind == "normal", "it was looked at"
    click(driver, "tile dare") if by_mouse else key(driver, pygame.K_d)
    assert screen(driver).attempt.open_bets.open == 0
    wait(driver, 0.5)
    key(driver, pygame.K_d)
    assert screen(driver).attempt.open_bets.open is None


def test_what_is_offered_later_lights_a_tile_and_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("sealed-box", monkeypatch)
    assert driver.scene.widget("tile dare") is None
    key(driver, pygame.K_SPACE)
    told(driver)
    tile = driver.scene.widget("tile dare")
    assert isinstance(tile, Tile) and tile.kind == "on" and screen(driver).attempt.open_bets.open is None


def test_a_run_that_shows_the_answer_misses_the_bet_and_reset_brings_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("thirteen", monkeypatch)
    attempt = screen(driver).attempt
    key(driver, pygame.K_SPACE)
    told(driver)
    assert attempt.open_bets.offered == [0], "a step with another alpha shows nothing of it"
    attempt.turn("alpha", 15)
    key(driver, pygame.K_SPACE)
    told(driver)
    tile = driver.scene.widget("tile dare")
    assert isinstance(tile, Tile) and (tile.label, tile.enabled) == ("Missed", False)
    key(driver, pygame.K_d)
    assert attempt.open_bets.open is None
    key(driver, pygame.K_r)
    assert attempt.open_bets.offered == [0]


@pytest.mark.parametrize("way", ["undo", "rewind"])
def test_a_bet_is_not_taken_back(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """Undo right after an answer goes to what was before it; so does going on from an earlier step."""
    driver = open_level("thirteen", monkeypatch)
    attempt = screen(driver).attempt
    attempt.turn("alpha", 9)
    if way == "rewind":
        attempt.session.do(Learn(2))
    key(driver, pygame.K_d)
    bet_on(driver)
    given = dict(attempt.session.answers)
    assert given and 3 in attempt.stars()
    if way == "undo":
        key(driver, pygame.K_z)
        assert attempt.session.alpha() == 3 and attempt.open_bets.last is None
        key(driver, pygame.K_z)
        assert "There is nothing to undo." in [toast.title for toast in driver.game.toasts.shown]
    else:
        attempt.open_bets.close()
        attempt.look(1)
        attempt.rewind()
        assert attempt.session.count == 1
    assert attempt.session.answers == given and 3 in attempt.stars()


# what it never holds up


def done_by(level: str, tile: str, bets: bool) -> object:
    """What the key of a tile has done in the same frame, as the first press in a level."""
    driver = opened(level, bets=bets)
    wait(driver, 0.5)
    play = screen(driver)
    widget = play.widget(tile)
    assert isinstance(widget, Tile)
    key(driver, key_code(BY_INTENT[widget.key].keys[0]))
    attempt, playback = play.attempt, play.attempt.playback
    done = bool(attempt.session.actions) or playback.running
    assert attempt.open_bets.open is None or not done, "the first action closes it"
    state = attempt.session.actions, attempt.step, playback.running, playback.moving, attempt.director.state
    return *state, attempt.hints, play.dock.drawer.shown


def tiles() -> list[tuple[str, str]]:
    """Each tile with a key, of a level of each board that opens with a bet."""
    boards = {kind_of(level): level for level in campaign()
              if any(q.when == "start" and not getattr(q, "on_board", False) for q in level.questions)}  # fmt: skip
    return [(level.id, each.name) for level in boards.values() for each in screen(opened(level, bets=False)).widgets
            if isinstance(each, Tile) and each.key and each.live]  # fmt: skip


@pytest.mark.slow
def test_the_first_press_of_every_tile_does_what_it_does_without_a_bet() -> None:
    assert [each for each in tiles() if done_by(*each, bets=True) != done_by(*each, bets=False)] == []


def watch(attempt: Attempt) -> None:
    attempt.stars_before = frozenset({1})  # the machine may play
    attempt.auto()


WAYS: dict[str, Callable[[Driver, Attempt], object]] = {
    "turn": lambda driver, attempt: attempt.turn("alpha", 5),
    "drag": lambda driver, attempt: attempt.dragging("alpha", 5),
    "step": lambda driver, attempt: key(driver, pygame.K_SPACE),
    "learn": lambda driver, attempt: key(driver, pygame.K_l),
    "undo": lambda driver, attempt: key(driver, pygame.K_z),
    "reset": lambda driver, attempt: key(driver, pygame.K_r),
    "machine": lambda _driver, attempt: watch(attempt),
    "put away": lambda driver, attempt: key(driver, pygame.K_ESCAPE),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_plate_goes_with_the_first_action_after_its_verdict(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    driver = opened("thirteen")
    play = screen(driver)
    play.attempt.turn("alpha", 9)
    key(driver, pygame.K_d)
    attempt = bet_on(driver, right=False)
    assert [ticket.truth for _given, ticket in play.bet_markers.bet_markers()] == ["above the goal"]
    WAYS[way](driver, attempt)
    assert play.bet_markers.bet_markers() == [] and attempt.open_bets.demo is None


def test_the_plate_goes_with_the_next_part_and_with_the_card() -> None:
    driver = opened("goldilocks")
    attempt = screen(driver).attempt
    attempt.turn("alpha", 0.2)
    attempt.learn()
    told(driver)
    for way in (attempt.next_stage, screen(driver).card):
        attempt.open_bets.answered.clear()
        attempt.open_bets.ask()
        attempt.open_bets.answer("never")
        told(driver)
        assert attempt.open_bets.last == 0
        way()
        assert attempt.open_bets.on_stage is None
    wait(driver, FRAME)
    assert isinstance(driver.scene, CardScene)


def test_digits_are_typed_into_the_number_that_has_the_keyboard() -> None:
    """The first of them is the first action; no key is shown that does nothing."""
    driver = opened("three-neurons")
    wait(driver, 0.5)
    play, open_bets = screen(driver), screen(driver).attempt.open_bets
    caps = [play.state(widget).cap for widget in play.widgets if widget.name.startswith("answer ")]
    assert caps == ["1", "2", "3"]
    play.set_focus("knob alpha")
    wait(driver, FRAME)
    caps = [play.state(widget).cap for widget in play.widgets if widget.name.startswith("answer ")]
    assert caps == ["", "", ""]
    driver.type("0")
    wait(driver, FRAME)
    assert open_bets.open is None and open_bets.given == {} and open_bets.offered == [0]
    driver.type(".1")
    key(driver, pygame.K_RETURN)
    assert play.attempt.session.alpha() == 0.1


# several bets of one moment


def test_bets_of_one_moment_come_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [Question(f"{which}?", ("a", "b", "c"), "a", asks="outcome") for which in ("First", "Second")]
    driver = open_level(replace(shipped().level("thirteen"), questions=both), monkeypatch)
    attempt = bet_on(driver)
    assert attempt.open_bets.offered == [1]
    key(driver, pygame.K_d)
    bet_on(driver)
    assert attempt.open_bets.answered == {0: True, 1: True} and 3 in attempt.stars()


def test_the_strip_rises_unless_motion_is_reduced(monkeypatch: pytest.MonkeyPatch) -> None:
    for still, rises in ((True, False), (False, True)):
        driver = open_level("thirteen", monkeypatch, still=still)
        card = driver.scene.widget("answer 1")
        assert card is not None
        early = card.rect[1]
        wait(driver, 0.3)
        assert (card.rect[1] < early) is rises


def test_the_first_turn_after_a_verdict_leaves_the_keyboard_where_it_is() -> None:
    driver = opened("thirteen")
    click(driver, "answer 1")
    wait(driver, 8.0)
    assert screen(driver).attempt.open_bets.last is not None
    driver.scene.set_focus("knob alpha")
    for _ in range(2):
        key(driver, pygame.K_LEFT)
        wait(driver, 0.3)
        assert driver.scene.focus == "knob alpha"


# ---------------------------------------------------------------------------------------------------------------------
# The marker of a bet: moved by the arrows, typed, dragged and dropped; where it starts; the run that follows.


def marker(driver: Driver) -> NumberLine:
    found = driver.scene.widget("marker")
    assert isinstance(found, NumberLine)
    return found


def to_marker(monkeypatch: pytest.MonkeyPatch) -> Driver:
    level = shipped().level("hands-off")
    (asked,) = level.questions
    assert isinstance(asked, Marker)
    driver = open_level(replace(level, questions=[asked._replace(low=0, high=1, when="step 2")]), monkeypatch)
    for code in (pygame.K_SPACE, pygame.K_SPACE, pygame.K_d):
        key(driver, code)
        told(driver)
    wait(driver, 0.5)
    assert screen(driver).attempt.session.count == 2 and driver.scene.focus == ""
    return driver


def test_marker_by_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = to_marker(monkeypatch)
    assert marker(driver).value == 0.5
    key(driver, pygame.K_RIGHT)
    assert marker(driver).value == 0.51
    key(driver, pygame.K_RIGHT, shift=True)
    assert marker(driver).value == 0.61
    driver.type("0.67")
    key(driver, pygame.K_RETURN)
    attempt = screen(driver).attempt
    assert attempt.open_bets.answered == {0: True} and attempt.open_bets.given == {0: 0.67}
    told(driver)
    assert attempt.open_bets.last == 0 and attempt.step == 5 and attempt.session.count == 2


def test_marker_by_mouse(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = to_marker(monkeypatch)
    x, y, width, height = marker(driver).rect
    driver.drag((x + width / 2, y + height / 2), (x + 28 + 0.25 * (width - 56), y + height / 2))
    wait(driver, 0.1)
    assert marker(driver).value == 0.25
    click(driver, "drop it")
    assert screen(driver).attempt.open_bets.answered == {0: False}


def test_markers_start_away_from_the_answer() -> None:
    markers = [q for level in campaign() for q in level.questions if isinstance(q, Marker)]
    assert markers
    for question in [*markers, Marker("", 0, 4, 2, 0.1)]:
        assert question.low < start_of(question) < question.high
        assert not question.is_right(start_of(question))


def test_bet_run_goes_on_where_the_player_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = to_marker(monkeypatch)
    click(driver, "drop it")
    assert screen(driver).attempt.step == 2


def test_after_a_number_that_cannot_be_the_marker_still_drops(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = to_marker(monkeypatch)
    key(driver, pygame.K_RIGHT)
    driver.type("2")
    click(driver, "drop it")
    attempt = screen(driver).attempt
    assert not attempt.open_bets.answered
    assert [toast.title for toast in driver.game.toasts.shown] == ["2 is out of range: the value goes from 0.00 to "
    "1.00."]
    click(driver, "drop it")
    assert attempt.open_bets.given == {0: 0.51}


def test_a_number_that_cannot_be_is_refused_once_by_enter(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = to_marker(monkeypatch)
    key(driver, pygame.K_RIGHT)
    driver.type("2")
    key(driver, pygame.K_RETURN)
    attempt = screen(driver).attempt
    assert not attempt.open_bets.answered and driver.game.toasts.shown
    key(driver, pygame.K_RETURN)
    assert attempt.open_bets.given == {0: 0.51}
