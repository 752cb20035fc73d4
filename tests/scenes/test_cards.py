"""Cards: what they compare, when they wait; that a recap gives no answer away. Presses: walks/cards.txt."""

from dataclasses import replace

import pygame
import pytest

from downslope.attempt.director import Phase
from downslope.attempt.game.game import Game
from downslope.rules import CHAPTERS, Learn, Next, Turn
from downslope.scenes import chapter_end as ends
from downslope.scenes.base.scene import Scene
from downslope.scenes.chapter_end import RecapScene
from downslope.scenes.play.card import CardScene, card_of, comparison
from downslope.storage.saves import Store
from downslope.view.draw import slices_by
from lib.clocks import LookClock
from lib.driving import FRAME, Driver
from lib.playing import open_level, opened, painted, screen, wait
from lib.support import shipped

pytestmark = pytest.mark.usefixtures("display")


def test_a_card_compares_what_a_level_took_and_has_no_confetti_with_reduced_motion() -> None:
    for still in (False, True):
        driver = opened("thirteen", still=still)
        for action in (Turn("alpha", 15), Learn(4)):
            screen(driver).attempt.session.do(action)
        summary = replace(card_of(screen(driver)).summary, stars=frozenset())
        driver = Driver(CardScene(driver.game, Scene(driver.game), summary))
        driver.scene.update(0.4)  # from now on the way on has the focus
        before = bytes(painted(driver).get_buffer())
        driver.scene.update(0.6)
        assert (before == bytes(painted(driver).get_buffer())) == still
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
