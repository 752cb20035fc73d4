"""Bets by keyboard and by mouse: when they are offered, what closes them, what they never hold up; each is played out
on the stage, where its answer would be true, and nothing is told before it is seen.
"""

from dataclasses import replace

import pygame
import pytest

from checks.moments import bets
from downslope.attempt.attempt import Attempt
from downslope.attempt.director import Phase
from downslope.boards.kinds import kind_of
from downslope.boards.one_neuron.bowl_board import BowlBoard
from downslope.boards.one_neuron.lock_board import LockBoard
from downslope.desktop.bindings import BY_INTENT, key_code
from downslope.rules import Action, Learn, Level, Marker, Probe, Question, Turn
from downslope.view.charts.number_line import NumberLine
from downslope.view.draw import Canvas
from downslope.view.draw.display_list import Screen as Shown
from downslope.view.widgets.button import Tile
from lib.driving import FRAME, Driver
from lib.playing import act, board_of, click, control, key, need, open_level, opened, screen, told, wait
from lib.support import campaign, play, shipped

pytestmark = pytest.mark.usefixtures("display")


def bet_on(driver: Driver, right: bool = True, mouse: bool = False) -> Attempt:
    """Answer what is open, and wait until it is told."""
    attempt = screen(driver).attempt
    question, order = attempt.open_bets.question, attempt.open_bets.order(attempt.open_bets.open or 0)
    assert isinstance(question, Question)
    answer = (order.index(question.right) + (0 if right else 1)) % len(order) + 1
    wait(driver, 0.5)
    click(driver, f"answer {answer}") if mouse else key(driver, pygame.K_0 + answer)
    told(driver)
    wait(driver, 0.5)
    return attempt


# When they are offered, what closes them, what they never hold up.


def test_a_bet_takes_the_keyboard_from_nobody_and_is_taken_up_with_d(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("thirteen", monkeypatch)
    scene, focus = screen(driver), driver.scene.focus
    assert scene.kind == "strip" and focus == "tile step"
    attempt = bet_on(driver)
    assert scene.kind == "run" and 3 in attempt.stars() and scene.focus == focus
    key(driver, pygame.K_SPACE)
    assert attempt.session.count == 1 and attempt.shown is attempt.session and scene.kind == ""
    driver = open_level("thirteen", monkeypatch)
    key(driver, pygame.K_d)
    wait(driver, 0.5)
    key(driver, pygame.K_RIGHT)
    assert driver.scene.focus == "answer 1"
    key(driver, pygame.K_RIGHT, pygame.K_RETURN)
    assert list(screen(driver).attempt.open_bets.given.values()) == [screen(driver).attempt.open_bets.order(0)[1]]


@pytest.mark.parametrize("by_mouse", [False, True])
def test_what_is_put_away_waits_as_a_dare(monkeypatch: pytest.MonkeyPatch, by_mouse: bool) -> None:
    driver = open_level("thirteen", monkeypatch)
    attempt = screen(driver).attempt
    wait(driver, 0.5)
    click(driver, "later") if by_mouse else key(driver, pygame.K_d, pygame.K_ESCAPE)
    assert screen(driver).kind == "" and control(driver, "tile dare", Tile).kind == "normal", "it was looked at"
    click(driver, "tile dare") if by_mouse else key(driver, pygame.K_d)
    assert attempt.open_bets.open == 0
    wait(driver, 0.5)
    key(driver, pygame.K_d)
    assert attempt.open_bets.open is None
    act(driver, Turn("alpha", 15), Learn(1))
    told(driver)
    tile = control(driver, "tile dare", Tile)
    assert (tile.label, tile.enabled) == ("Missed", False), "a run has told it"
    key(driver, pygame.K_d)
    assert attempt.open_bets.open is None
    key(driver, pygame.K_r)
    assert attempt.open_bets.offered == [0]


def done_by(level: Level, tile: str, bets: bool) -> object:
    """What the key of a tile has done in the same frame, as the first press in a level."""
    driver = opened(level, bets=bets)
    wait(driver, 0.5)
    scene = screen(driver)
    key(driver, key_code(BY_INTENT[control(driver, tile, Tile).key].keys[0]))
    attempt, playback = scene.attempt, scene.attempt.playback
    done = bool(attempt.session.actions) or playback.running
    assert attempt.open_bets.open is None or not done, "the first action closes it"
    state = attempt.session.actions, attempt.step, playback.running, playback.moving, attempt.director.state
    return *state, attempt.hints, scene.dock.drawer.shown


@pytest.mark.slow
def test_the_first_press_of_every_tile_does_what_it_does_without_a_bet() -> None:
    """On a third of the boards that have a level which opens with a bet."""
    boards = {kind_of(level): level for level in campaign()
              if any(q.when == "start" and not getattr(q, "on_board", False) for q in level.questions)}  # fmt: skip
    for level in list(boards.values())[::3]:
        for each in screen(opened(level, bets=False)).widgets:
            if isinstance(each, Tile) and each.key and each.live:
                assert done_by(level, each.name, True) == done_by(level, each.name, False), (level.id, each.name)


@pytest.mark.parametrize("code", [pygame.K_UP, pygame.K_SPACE, pygame.K_z, pygame.K_r, pygame.K_ESCAPE])
def test_the_plate_goes_with_the_first_action_after_its_verdict(code: int) -> None:
    driver = opened("thirteen")
    screen(driver).attempt.turn("alpha", 9)
    key(driver, pygame.K_d)
    attempt = bet_on(driver, right=False)
    assert [ticket.truth for _given, ticket in screen(driver).bet_markers.bet_markers()] == ["above the goal"]
    screen(driver).set_focus("knob alpha")
    key(driver, code)
    assert screen(driver).bet_markers.bet_markers() == [] and attempt.open_bets.demo is None
    assert code != pygame.K_UP or driver.scene.focus == "knob alpha", "the keyboard stays where it is"


def test_digits_are_typed_into_the_number_that_has_the_keyboard() -> None:
    """The first of them is the first action; no key is shown that does nothing."""
    driver = opened("three-neurons")
    wait(driver, 0.5)
    scene, open_bets = screen(driver), screen(driver).attempt.open_bets
    for focus, caps in (("", ["1", "2", "3"]), ("knob alpha", ["", "", ""])):
        if focus:
            scene.set_focus(focus)
            wait(driver, FRAME)
        assert [scene.state(each).cap for each in scene.widgets if each.name.startswith("answer ")] == caps
    driver.type("0")
    wait(driver, FRAME)
    assert open_bets.open is None and open_bets.given == {} and open_bets.offered == [0]
    driver.type(".1")
    key(driver, pygame.K_RETURN)
    assert scene.attempt.session.alpha() == 0.1


# The marker of a bet: moved by the arrows, typed, dragged and dropped.


def to_marker(monkeypatch: pytest.MonkeyPatch) -> Driver:
    level = shipped().level("hands-off")
    (asked,) = level.questions
    assert isinstance(asked, Marker)
    driver = open_level(replace(level, questions=[asked._replace(low=0, high=1, when="step 2")]), monkeypatch)
    for code in (pygame.K_SPACE, pygame.K_SPACE, pygame.K_d):
        key(driver, code)
        told(driver)
    wait(driver, 0.5)
    assert driver.scene.focus == "" and control(driver, "marker", NumberLine).value == 0.5
    return driver


def test_marker_by_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = to_marker(monkeypatch)
    for shift, value in ((False, 0.51), (True, 0.61)):
        key(driver, pygame.K_RIGHT, shift=shift)
        assert control(driver, "marker", NumberLine).value == value
    driver.type("0.67")
    key(driver, pygame.K_RETURN)
    attempt = screen(driver).attempt
    assert attempt.open_bets.answered == {0: True} and attempt.open_bets.given == {0: 0.67}
    told(driver)
    assert attempt.open_bets.last == 0 and attempt.step == 5 and attempt.session.count == 2
    attempt.open_bets.close()
    assert attempt.step == 2, "back where the player stood"


def test_marker_by_mouse(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = to_marker(monkeypatch)
    x, y, width, height = control(driver, "marker", NumberLine).rect
    driver.drag((x + width / 2, y + height / 2), (x + 28 + 0.25 * (width - 56), y + height / 2))
    wait(driver, 0.1)
    assert control(driver, "marker", NumberLine).value == 0.25
    click(driver, "drop it")
    assert screen(driver).attempt.open_bets.answered == {0: False} and screen(driver).attempt.step == 2


@pytest.mark.parametrize("by_mouse", [False, True])
def test_a_number_that_cannot_be_is_refused_once(monkeypatch: pytest.MonkeyPatch, by_mouse: bool) -> None:
    driver = to_marker(monkeypatch)
    key(driver, pygame.K_RIGHT)
    driver.type("2")
    for given in ({}, {0: 0.51}):
        click(driver, "drop it") if by_mouse else key(driver, pygame.K_RETURN)
        assert screen(driver).attempt.open_bets.given == given and driver.game.toasts.shown


# On the stage: where an answer stands, what is played, when it is told.


BEFORE: dict[str, tuple[Action, ...]] = {  # what leads to a bet that is not asked at the start
    "double-it": (Turn("weight", 2.0),),
    "below-zero": (Turn("weight", -1.5), Probe()),
    "edge-by-hand": (*(Turn("weight", (-1, 0, 1)[k % 3], k) for k in range(9)), Probe()),
}
SEEN, FILM = 8, 3.0  # of every fourth frame of what is played those in which the picture changes, at least; seconds
SIXTIETH = 1 / 60
PLAYED = ("double-it", "a-hundredth", "below-zero", "plus-and-minus", "thirteen", "stuck-steps", "orbit",
          "edge-by-hand", "hidden-four", "linear-layers", "stop-in-time")  # fmt: skip


def bet_of(level: str) -> tuple[int, Question]:
    """The level's bet and its number."""
    questions = shipped().level(level).questions
    return next((n, q) for n, q in enumerate(questions) if isinstance(q, Question) and not q.knob)


def asked(level: str, still: bool = False) -> Driver:
    """Played up to where the bet is offered, and open."""
    driver = opened(level, still=still)
    attempt = screen(driver).attempt
    for action in BEFORE.get(level, ()):
        attempt.turn(action.knob, action.value, action.index) if isinstance(action, Turn) else attempt.probe()
    while attempt.open_bets.open is None:
        told(driver)
        driver.key(pygame.K_d if driver.scene.widget("tile dare") else pygame.K_RETURN)
        wait(driver, 0.6)
    return driver


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(PLAYED)), ids=PLAYED)
def test_an_answer_is_played_out_in_three_seconds_and_only_then_told(number: int) -> None:
    """The right one, and another, in turns."""
    driver = asked(PLAYED[number])
    (bet, question), attempt = bet_of(PLAYED[number]), screen(driver).attempt
    answer = question.right if number % 2 else next(each for each in question.answers if each != question.right)
    looks = attempt.session.tally.probes, attempt.session.count
    attempt.open_bets.answer(answer)
    shown, changed, frames, before, phases = Shown((1280, 720)), 0, 0, b"", list[Phase]()
    canvas = Canvas(shown, driver.game.look())
    while attempt.open_bets.last is None:
        phases += [attempt.director.state] if attempt.director.state not in phases else []
        ((given, ticket),) = screen(driver).bet_markers.bet_markers()
        assert given.answer == answer and (ticket.state == "" or phases[-1] is Phase.REACT)
        if phases[-1] is Phase.PLAY and changed < SEEN and frames % 4 == 0:
            shown.begin()
            driver.scene.draw(canvas)
            shown.end()
            picture = shown.picture.get_buffer().raw
            changed, before = changed + (picture != before), picture
        wait(driver, SIXTIETH, SIXTIETH)
        frames += 1
        assert frames * SIXTIETH <= FILM
    assert phases == [Phase.PLACE, Phase.PLAY, Phase.REACT] and changed >= SEEN
    told(driver)
    states = [ticket.state for _given, ticket in screen(driver).bet_markers.bet_markers()]
    assert states == ["right" if answer == question.right else "other"]
    assert (attempt.session.tally.probes, attempt.session.count) == looks, "what a bet shows is no look"
    attempt.open_bets.close()
    wait(driver, 1.0)
    assert bet in attempt.open_bets.given and screen(driver).bet_markers.bet_markers() == []


@pytest.mark.slow
def test_a_run_of_another_level_leaves_the_stage_once_its_verdict_was_read() -> None:
    for level, leaves in (("linear-layers", True), ("thirteen", False)):
        attempt = bet_on(asked(level))
        for seconds in (5.0, 6.0):
            assert attempt.shown is not attempt.session and attempt.open_bets.last is not None, "it can be read"
            attempt.update(seconds)
        assert (attempt.shown is attempt.session) is (attempt.open_bets.on_stage is None) is leaves


NO_PLACE = {"runaway": ("no fixed number",), "edge-learned": ("perfect", "wrong", "nearly right")}


@pytest.mark.slow
@pytest.mark.parametrize("level", [level.id for level in campaign() if bets(level)])
def test_every_answer_has_a_place_of_its_own_in_the_window(level: str) -> None:
    driver = opened(level)
    wait(driver, 0.1)
    scene = screen(driver)
    for number in bets(shipped().level(level)):
        question = shipped().level(level).questions[number]
        answers = question.answers if isinstance(question, Question) else (question.low, question.right, question.high)
        found = [scene.board.anchor(number, answer) for answer in answers]
        places = [place for place in found if place is not None]
        assert len(places) == len(answers) or level == "dead-wire", "of the needles a bet has its place on its own day"
        assert all(0 <= place.x <= scene.width and 0 <= place.y <= scene.height for place in places)
        if isinstance(question, Question) and not question.on_board and not question.when.startswith("in stage"):
            assert tuple(answer for answer, place in zip(answers, places) if place.arrow == "panel") == NO_PLACE.get(
                level, ())  # fmt: skip
            spots = [(place.x, place.y) for place in places if place.arrow != "panel"]
            assert len(set(spots)) == len(spots), question.text


def test_the_truth_stands_where_a_session_of_its_own_goes() -> None:
    for level, alpha, step in (("thirteen", 15, 1), ("goldilocks", 0.4, 3), ("orbit", 1, 3)):
        driver, session = opened(level), play(level, Turn("alpha", alpha), Learn(step))
        (number, question), bowl = bet_of(level), need(board_of(driver, BowlBoard).bowl_panel.bowl)
        place = need(screen(driver).board.anchor(number, question.right))
        assert (place.x, place.y) == pytest.approx((bowl.pixel_x(session.weights[0]), bowl.height(session.weights[0])))
    driver, session = opened("hands-off"), play("hands-off", Learn(5))
    water, board = board_of(driver, LockBoard).water, screen(driver).board
    at = session.run.predict(session.weights, session.run.examples[0][0])[0]
    place, beyond = need(board.anchor(0, at)), need(board.anchor(0, 2.0))
    assert place.x == water.x_of(at) and not place.arrow
    assert beyond.arrow == "right" and beyond.x == water.rect[0] + water.rect[2]


@pytest.mark.parametrize("way", ["undo", "rewind"])
def test_a_bet_is_not_taken_back(way: str) -> None:
    """Undo right after an answer goes to what was before it; so does going on from an earlier step."""
    driver = opened("thirteen")
    attempt = act(driver, Turn("alpha", 9), Learn(2))
    key(driver, pygame.K_d)
    bet_on(driver)
    given = dict(attempt.session.answers)
    if way == "undo":
        attempt.undo()
    else:
        attempt.open_bets.close()
        attempt.look(1)
        attempt.rewind()
    assert attempt.session.count == (0 if way == "undo" else 1)
    assert attempt.session.answers == given != {} and 3 in attempt.stars() and attempt.open_bets.last is None
