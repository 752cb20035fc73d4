"""Bets by keyboard and by mouse: when they are offered, what closes them, what they never hold up; each is played out
on the stage, where its answer would be true, and nothing is told before it is seen.
"""

from dataclasses import replace

import pygame
import pytest

from checks.moments import bets
from downslope.attempt.director import Phase
from downslope.rules import Action, Learn, Marker, Probe, Question, Turn
from downslope.view.charts.number_line import NumberLine
from downslope.view.widgets.button import Tile
from lib.driving import FRAME
from lib.playing import act, bet_on, click, control, key, opened, painted, screen, told, wait
from lib.support import campaign, shipped

pytestmark = pytest.mark.usefixtures("display")
BEFORE: dict[str, tuple[Action, ...]] = {  # what leads to a bet that is not asked at the start
    "double-it": (Turn("weight", 2.0),),
    "below-zero": (Turn("weight", -1.5), Probe()),
    "edge-by-hand": (*(Turn("weight", (-1, 0, 1)[k % 3], k) for k in range(9)), Probe()),
}
SEEN, FILM, SIXTIETH = 8, 3.0, 1 / 60  # pictures of what is played, at least; seconds
PLAYED = ("double-it", "a-hundredth", "below-zero", "plus-and-minus", "thirteen", "stuck-steps", "orbit",
          "edge-by-hand", "hidden-four", "linear-layers", "stop-in-time")  # fmt: skip
NO_PLACE = {"runaway": ("no fixed number",), "edge-learned": ("perfect", "wrong", "nearly right")}


def bet_of(level: str) -> tuple[int, Question]:
    """The level's bet and its number."""
    questions = shipped().level(level).questions
    return next((n, q) for n, q in enumerate(questions) if isinstance(q, Question) and not q.knob)


def test_a_bet_takes_the_keyboard_from_nobody_is_put_away_taken_up_and_told() -> None:
    driver = opened("thirteen")
    scene, open_bets = screen(driver), screen(driver).attempt.open_bets
    assert scene.kind == "strip" and scene.focus == "tile step"
    wait(driver, 0.5)
    click(driver, "later")
    assert scene.kind == "" and control(driver, "tile dare", Tile).kind == "normal", "it was looked at"
    click(driver, "tile dare")
    for code in (pygame.K_ESCAPE, pygame.K_d):
        assert open_bets.open == 0
        wait(driver, 0.5)
        key(driver, code)
        assert open_bets.open is None
        key(driver, pygame.K_d)
    wait(driver, 0.5)
    key(driver, pygame.K_RIGHT)
    assert scene.focus == "answer 1"
    key(driver, pygame.K_RIGHT, pygame.K_RETURN)
    assert list(open_bets.given.values()) == [open_bets.order(0)[1]]
    driver = opened("thirteen")
    scene, attempt = screen(driver), screen(driver).attempt
    bet_on(driver, bet_of("thirteen")[1].right)
    assert scene.kind == "run" and 3 in attempt.stars() and scene.focus == "tile step"
    key(driver, pygame.K_SPACE)
    assert attempt.session.count == 1 and attempt.shown is attempt.session and scene.kind == ""
    driver = opened("thirteen")
    attempt, open_bets = screen(driver).attempt, screen(driver).attempt.open_bets
    key(driver, pygame.K_SPACE)
    assert attempt.session.count == 1 and open_bets.open is None, "the first press in a level does what it does"
    key(driver, pygame.K_r)
    act(driver, Turn("alpha", 15), Learn(1))
    told(driver)
    tile = control(driver, "tile dare", Tile)
    assert (tile.label, tile.enabled) == ("Missed", False), "a run has told it"
    key(driver, pygame.K_d)
    assert open_bets.open is None
    key(driver, pygame.K_r)
    assert open_bets.offered == [0]


def test_its_plate_goes_with_the_first_action_after_its_verdict_and_nothing_takes_it_back() -> None:
    """Undo goes to what was before the answer. None: the run goes on from an earlier step."""
    for code, count in ((pygame.K_UP, 2), (pygame.K_z, 0), (pygame.K_SPACE, 3), (pygame.K_ESCAPE, 2), (None, 1)):
        driver = opened("thirteen")
        attempt = act(driver, Turn("alpha", 9), Learn(2))
        bet_on(driver, bet_of("thirteen")[1].right)
        given = dict(attempt.session.answers)
        screen(driver).set_focus("knob alpha")
        if code is not None:
            key(driver, code)
        else:
            attempt.open_bets.close()
            attempt.look(1)
            attempt.rewind()
        assert screen(driver).bet_markers.bet_markers() == [] and attempt.open_bets.last is None
        assert attempt.session.count == count and attempt.session.answers == given != {} and 3 in attempt.stars()
        assert code != pygame.K_UP or driver.scene.focus == "knob alpha", "the keyboard stays where it is"


def test_digits_are_typed_into_the_number_that_has_the_keyboard() -> None:
    """The first of them is the first action; no key is shown that does nothing."""
    driver = opened("three-neurons")
    wait(driver, 0.5)
    scene, open_bets = screen(driver), screen(driver).attempt.open_bets
    for focus, caps in (("", ["1", "2", "3"]), ("knob alpha", ["", "", ""])):
        scene.set_focus(focus or scene.focus)
        wait(driver, FRAME)
        assert [scene.state(each).cap for each in scene.widgets if each.name.startswith("answer ")] == caps
    driver.type("0")
    wait(driver, FRAME)
    assert open_bets.open is None and open_bets.given == {} and open_bets.offered == [0]
    driver.type(".1")
    key(driver, pygame.K_RETURN)
    assert scene.attempt.session.alpha() == 0.1


@pytest.mark.parametrize("by_mouse", [False, True])
def test_a_marker_is_moved_typed_or_dragged_and_dropped(by_mouse: bool) -> None:
    """A number that cannot be is refused once; then where it stands counts."""
    level = shipped().level("hands-off")
    (question,) = level.questions
    assert isinstance(question, Marker)
    driver = opened(replace(level, questions=[question._replace(low=0, high=1, when="step 2")]))
    attempt = act(driver, Learn(2))
    told(driver)
    key(driver, pygame.K_d, then=0.5)
    assert control(driver, "marker", NumberLine).value == 0.5
    for shift, value in ((False, 0.51), (True, 0.61)):
        key(driver, pygame.K_RIGHT, shift=shift)
        assert control(driver, "marker", NumberLine).value == value
    driver.type("2")
    click(driver, "drop it") if by_mouse else key(driver, pygame.K_RETURN)
    assert attempt.open_bets.given == {} and driver.game.toasts.shown
    if by_mouse:
        x, y, width, height = control(driver, "marker", NumberLine).rect
        driver.drag((x + width / 2, y + height / 2), (x + 28 + 0.25 * (width - 56), y + height / 2))
        wait(driver, 0.1)
        click(driver, "drop it")
        assert attempt.open_bets.given == {0: 0.25} and attempt.open_bets.answered == {0: False} and attempt.step == 2
        return
    driver.type("0.67")
    key(driver, pygame.K_RETURN)
    assert attempt.open_bets.answered == {0: True} and attempt.open_bets.given == {0: 0.67}
    told(driver)
    assert attempt.open_bets.last == 0 and attempt.step == 5 and attempt.session.count == 2
    attempt.open_bets.close()
    assert attempt.step == 2, "back where the player stood"


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(PLAYED)), ids=PLAYED)
def test_an_answer_is_played_out_in_three_seconds_and_only_then_told(number: int) -> None:
    """The right one, and another, in turns."""
    driver, seen, frames, phases = opened(PLAYED[number], still=False), set[bytes](), 0, list[Phase]()
    (bet, question), attempt, markers = bet_of(PLAYED[number]), screen(driver).attempt, screen(driver).bet_markers
    for action in BEFORE.get(PLAYED[number], ()):
        attempt.turn(action.knob, action.value, action.index) if isinstance(action, Turn) else attempt.probe()
    while attempt.open_bets.open is None:
        told(driver)
        driver.key(pygame.K_d if driver.scene.widget("tile dare") else pygame.K_RETURN)
        wait(driver, 0.6)
    answer = question.right if number % 2 else next(each for each in question.answers if each != question.right)
    looks = attempt.session.tally.probes, attempt.session.count
    attempt.open_bets.answer(answer)
    while attempt.open_bets.last is None:
        phases += [attempt.director.state] if attempt.director.state not in phases else []
        ((given, ticket),) = markers.bet_markers()
        assert given.answer == answer and (ticket.state == "" or phases[-1] is Phase.REACT)
        if phases[-1] is Phase.PLAY and len(seen) < SEEN and frames % 4 == 0:
            seen.add(bytes(painted(driver).get_buffer()))
        wait(driver, SIXTIETH, SIXTIETH)
        frames += 1
        assert frames * SIXTIETH <= FILM
    assert phases == [Phase.PLACE, Phase.PLAY, Phase.REACT] and len(seen) == SEEN
    told(driver)
    right = answer == question.right
    told_so = ("right", "") if right else ("other", question.right)
    assert [(ticket.state, ticket.truth) for _given, ticket in markers.bet_markers()] == [told_so]
    assert (attempt.session.tally.probes, attempt.session.count) == looks, "what a bet shows is no look"
    elsewhere = attempt.open_bets.demo is not None and question.level is not None
    for seconds in (5.0, 6.0):
        assert attempt.open_bets.last is not None is not attempt.open_bets.on_stage, "it can be read"
        attempt.update(seconds)
    assert (attempt.open_bets.on_stage is None) is elsewhere, "a run of another level leaves"
    attempt.open_bets.close()
    wait(driver, 1.0)
    assert bet in attempt.open_bets.given and markers.bet_markers() == []


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
            nowhere = tuple(answer for answer, place in zip(answers, places) if place.arrow == "panel")
            assert nowhere == NO_PLACE.get(level, ())
            spots = [(place.x, place.y) for place in places if place.arrow != "panel"]
            assert len(set(spots)) == len(spots), question.text
