"""Bets: each is played out where its answer would be true, and nothing is told before it is seen; cards: what they
compare, when they wait. What is pressed: walks/bets.txt, walks/cards.txt.
"""

from dataclasses import replace

import pygame
import pytest

from checks.moments import bets
from downslope.attempt.director import Phase
from downslope.attempt.game.game import Game
from downslope.rules import CHAPTERS, Action, Learn, Next, Probe, Question, Turn
from downslope.scenes import chapter_end as ends
from downslope.scenes.base.scene import Scene
from downslope.scenes.chapter_end import RecapScene
from downslope.scenes.play.card import CardScene, card_of, comparison
from downslope.storage.saves import Store
from downslope.view.draw import slices_by
from lib.clocks import LookClock
from lib.driving import FRAME, Driver
from lib.playing import open_level, opened, painted, screen, told, wait
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
            seen.add(painted(driver).get_buffer().raw)
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


def test_a_card_compares_what_a_level_took_and_has_no_confetti_with_reduced_motion() -> None:
    for still in (False, True):
        driver = opened("thirteen", still=still)
        for action in (Turn("alpha", 15), Learn(4)):
            screen(driver).attempt.session.do(action)
        summary = replace(card_of(screen(driver)).summary, stars=frozenset())
        driver = Driver(CardScene(driver.game, Scene(driver.game), summary))
        driver.scene.update(0.4)  # from now on the way on has the focus
        before = painted(driver).get_buffer().raw
        driver.scene.update(0.6)
        assert (before == painted(driver).get_buffer().raw) == still
    assert (summary.count, summary.par, summary.outcome) == (4, 3, "overshoot")
    for count, par, ghost, sentence in (
        (5, 6, 6, "1 under par, 1 fewer than auto-solve."), (3, 3, 3, "Exactly par, as many as auto-solve."),
        (9, None, 4, "5 more than auto-solve."), (9, 7, None, "2 over par."), (None, 7, 3, ""),
    ):  # fmt: skip
        assert comparison(replace(summary, count=count, par=par, ghost=ghost)) == sentence


def test_no_frame_looks_for_the_machines_run_longer_than_a_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("valley", monkeypatch, bets=False)
    attempt = screen(driver).attempt
    for action in (Turn("alpha", 0.6), Learn(58), Next(), Turn("beta", 0.6), Learn(13)):
        assert attempt.act(action)
    clock, longest, looked = LookClock(0.001), 0.0, 0  # a machine that needs a millisecond for each piece
    with slices_by(clock):
        for _ in range(3000):
            before = clock.seconds
            wait(driver, FRAME)
            longest = max(longest, clock.seconds - before)
            if isinstance(driver.scene, CardScene):
                looked += driver.scene.summary.looking
                if not driver.scene.summary.looking:
                    break
            elif attempt.director.state is Phase.HOLD:
                driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, CardScene)
    assert looked > 5, "the card waits for nobody"
    assert longest < 0.011, "a slice, and the looks at its two ends"
    assert driver.scene.summary.ghost == 13 and "auto-solve" in comparison(driver.scene.summary)


def test_neither_the_order_of_the_answers_nor_the_small_neurons_give_the_right_one_away() -> None:
    places_of_right, shown = set(), 0
    for chapter in range(1, len(CHAPTERS) + 1):
        game = Game(Store(), catalog=shipped())
        scene, same = (RecapScene(game, chapter, Scene(game)) for _ in range(2))
        for number, question in enumerate(scene.questions):
            order = scene.order_of(number)
            assert order == same.order_of(number) and sorted(order) == sorted(question.answers)
            assert order[0] != question.right, "the focus begins there"
            places_of_right.add(order.index(question.right))
            for given, weight, prediction, goal in ends.neurons(question):
                shown += 1
                assert prediction == given * weight and question.asks != "prediction"
                assert question.right not in map(str, (given, weight, prediction, goal))
    assert shown > 0 and len(places_of_right) > 1
