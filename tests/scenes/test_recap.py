"""The recap of a chapter by keys and by mouse: what is kept, which star comes back, what a wrong answer shows."""

from __future__ import annotations

from typing import Any

import pygame
import pytest

from downslope.attempt.game.game import Game
from downslope.registry.sources import load
from downslope.rules.campaign import CHAPTERS, places, recap_of
from downslope.rules.catalog import Catalog
from downslope.scenes.base.scene import Scene
from downslope.scenes.chapter_end import RecapScene, bet_stars, neurons, win_back
from downslope.storage.saves import Progress, Store
from downslope.view.draw.canvas import Canvas
from downslope.view.widgets.ink import words
from driving import Driver

PLAYED = range(1, 6)

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load(plugins=False)


def opened(catalog: Catalog, chapter: int, **settings: Any) -> Driver:
    game = Game(Store(), catalog=catalog)
    for name, value in settings.items():
        setattr(game.settings, name, value)
    return Driver(RecapScene(game, chapter, Scene(game)))


def lose(progress: Progress, catalog: Catalog, chapter: int, count: int) -> list[str]:
    """Let the bets of the first levels of a chapter be lost; returns their ids."""
    found = [level for level, _star in bet_stars(chapter, catalog, progress)][:count]
    for level in found:
        record = progress.level(level)
        record.reached, record.stars, record.bets = True, [1], {"0": False}
    return found


def press(driver: Driver, right: bool = True) -> None:
    """Answer the active question with its digit."""
    scene: Any = driver.scene
    number = scene.active
    question = scene.questions[number]
    order = scene.order_of(number)
    place = next(i for i, answer in enumerate(order) if (answer == question.right) == right)
    driver.type("123"[place])


@pytest.mark.parametrize("chapter", PLAYED)
def test_every_chapter_is_answered_with_the_digits(catalog: Catalog, chapter: int) -> None:
    driver = opened(catalog, chapter)
    scene: Any = driver.scene
    for number in range(3):
        assert scene.active == number
        assert scene.focus == ""
        press(driver)
    assert scene.active is None
    assert Store().progress.recaps[CHAPTERS[chapter - 1].key] == {"0": True, "1": True, "2": True}
    driver.read()
    assert scene.focus == "leave"
    driver.key(pygame.K_RETURN)
    assert driver.scene is scene.parent


def test_arrows_and_enter_answer_too(catalog: Catalog) -> None:
    driver = opened(catalog, 1)
    scene: Any = driver.scene
    wanted = scene.order_of(0)[2]
    driver.key(pygame.K_RIGHT, times=3)
    driver.key(pygame.K_RETURN)
    assert scene.answers == {"0": wanted == scene.questions[0].right}


def test_a_right_answer_wins_one_lost_star_back(catalog: Catalog) -> None:
    driver = opened(catalog, 5)
    scene: Any = driver.scene
    lost = lose(driver.game.progress, catalog, 5, 2)
    press(driver)
    assert [3 in driver.game.progress.stars(level) for level in lost] == [True, False]
    press(driver)
    press(driver)  # nothing is left to be won back
    assert [3 in driver.game.progress.stars(level) for level in lost] == [True, True]
    assert list(scene.won) == [0, 1]
    assert all(3 in Store().progress.stars(level) for level in lost)


@pytest.mark.parametrize("mouse", [True, False])
def test_what_was_missed_gets_a_second_go(catalog: Catalog, mouse: bool) -> None:
    driver = opened(catalog, 5)
    scene: Any = driver.scene
    (lost,) = lose(driver.game.progress, catalog, 5, 1)
    for right in (False, True, False):
        press(driver, right)
    assert scene.active is None and 3 in driver.game.progress.stars(lost), "by the second answer"
    (another,) = lose(driver.game.progress, catalog, 5, 1)
    driver.click(*scene.widget("again").centre) if mouse else driver.key(pygame.K_r)
    assert scene.active == 0 and scene.answers == {"0": False, "1": True, "2": False}, "kept until it is answered anew"
    press(driver)
    assert scene.active == 2 and 3 in driver.game.progress.stars(another)
    press(driver)
    assert scene.active is None and scene.widget("again") is None
    assert Store().progress.recaps[CHAPTERS[4].key] == {"0": True, "1": True, "2": True}


def test_a_wrong_answer_wins_nothing_and_says_what_is_right(catalog: Catalog) -> None:
    driver = opened(catalog, 5)
    scene: Any = driver.scene
    lost = lose(driver.game.progress, catalog, 5, 1)
    press(driver, right=False)
    assert driver.game.progress.stars(lost[0]) == [1]
    question, told = scene.questions[0], "".join(words(scene.rows[0].ink))
    assert question.right in told
    assert question.why[:20].replace(" ", "") in told.replace(" ", "")


def test_a_bet_that_was_skipped_is_not_won_back(catalog: Catalog) -> None:
    progress = Progress()
    first, _star = next(iter(bet_stars(5, catalog, progress)))
    progress.level(first).reached = True
    assert win_back(5, catalog, progress) is None
    progress.level(first).bets["0"] = False
    won = win_back(5, catalog, progress)
    assert won is not None and won[0] == first
    assert win_back(5, catalog, progress) is None


def test_later_keeps_what_was_answered_and_goes_on_from_there(catalog: Catalog) -> None:
    driver = opened(catalog, 3)
    parent = getattr(driver.scene, "parent", None)
    press(driver)
    driver.key(pygame.K_ESCAPE)
    assert driver.scene is parent
    again: Any = opened(catalog, 3).scene
    assert again.active == 1
    assert again.answers == {"0": True}


def test_the_answers_are_shuffled_always_in_the_same_way(catalog: Catalog) -> None:
    first: Any = opened(catalog, 4).scene
    second: Any = opened(catalog, 4).scene
    places_of_right = set()
    for chapter in PLAYED:
        scene: Any = opened(catalog, chapter).scene
        for number, question in enumerate(scene.questions):
            order = scene.order_of(number)
            assert sorted(order) == sorted(question.answers)
            places_of_right.add(order.index(question.right))
            assert order[0] != question.right, "the focus begins there"
    assert first.order_of(0) == second.order_of(0)
    assert len(places_of_right) > 1


def test_the_small_neurons_do_not_give_the_answer_away(catalog: Catalog) -> None:
    shown = 0
    for chapter in PLAYED:
        scene: Any = opened(catalog, chapter).scene
        for question in scene.questions:
            for given, weight, prediction, goal in neurons(question):
                shown += 1
                assert prediction == given * weight
                numbers = set(map(str, (given, weight, prediction, goal)))
                assert question.asks != "prediction"
                assert question.right not in numbers
    assert shown > 0


def test_a_chapter_that_is_only_announced_has_no_questions(catalog: Catalog) -> None:
    empty = len(CHAPTERS)  # as if the last chapter's file were not there
    levels = {key: v for key, v in catalog.levels.items() if v.chapter != CHAPTERS[-1].key}
    catalog = Catalog(catalog.metrics, catalog.learners, levels, dict(catalog.owner))
    assert not recap_of(empty, catalog) and all(place.chapter != empty for place in places(catalog))
    driver = opened(catalog, empty)
    driver.scene.draw(Canvas(pygame.Surface((1280, 720)), driver.game.look()))
    driver.key(pygame.K_ESCAPE)
    assert not isinstance(driver.scene, RecapScene)


def test_the_star_flies_to_its_place_or_is_simply_there(catalog: Catalog) -> None:
    for still in (False, True):
        driver = opened(catalog, 5, still=still)
        scene: Any = driver.scene
        driver.game.progress.levels.clear()
        lose(driver.game.progress, catalog, 5, 1)
        scene.answers.clear()
        scene.request_layout()
        press(driver)
        scene.update(0.1)
        assert scene.flight.done == still
        scene.update(0.3)
        assert scene.flight.done
