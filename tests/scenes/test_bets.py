"""Bets: each is played out on the stage, where its answer would be true, and nothing is told before it is seen. What is
pressed: walks/bets.txt.
"""

import pygame
import pytest

from checks.moments import bets
from downslope.attempt.director import Phase
from downslope.rules import Action, Probe, Question, Turn
from lib.playing import opened, painted, screen, told, wait
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
