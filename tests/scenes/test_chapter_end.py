"""A chapter's end: shown once on the map, kept for ever, told on a card; One rule; its recap, which gives lost stars
back.
"""

from collections.abc import Callable
from dataclasses import replace

import pygame
import pytest

from downslope.attempt.game.game import Game
from downslope.attempt.game.progression import ChapterScore, chapter_ended_by, chapter_score, note_ends
from downslope.rules import CHAPTERS, places
from downslope.scenes.base.scene import Scene
from downslope.scenes.chapter_end import (
    WHOLE as TEN_SECONDS,
    ChapterCardScene,
    OneRuleScene,
    RecapScene,
    bet_stars,
    is_seen,
    neurons,
)
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.title import TitleScene
from downslope.storage.saves import Progress, Store
from downslope.view.level_map.map_picture import WHOLE
from downslope.view.scenery.landscape import CHANGES
from downslope.view.widgets.ink import words
from lib.driving import FRAME, Driver
from lib.playing import need, painted, shot, wait
from lib.support import shipped

ALL = range(1, len(CHAPTERS) + 1)
DRAWING = [float((row + column) % 2) for row in range(8) for column in range(8)]

pytestmark = pytest.mark.usefixtures("display")


def game(done: int, ended: int = 0, still: bool = False) -> Game:
    """All levels of the first `done` chapters are reached, and the ends of the first `ended` were shown."""
    made = Game(Store(), catalog=shipped())
    made.settings.still = still
    for place in places(made.catalog):
        if place.chapter <= done:
            level = made.progress.level(place.level.id)
            level.reached, level.stars, level.bets = True, [1, 2], {"0": place.number % 2 == 1}
            made.progress.last_level = place.level.id
    made.progress.chapters_ended = [chapter.key for chapter in CHAPTERS[:ended]]
    return made


def run_of(chapter: int) -> Driver:
    """The map on which this chapter's end begins to be shown."""
    return Driver(LevelMapScene(game(chapter, chapter - 1), ended=chapter), patient=False)


def bits(surface: pygame.Surface) -> bytes:
    return pygame.image.tobytes(surface, "RGB")


@pytest.mark.parametrize("chapter", ALL)
def test_it_ends_with_the_last_level_that_was_missing_whichever_that_is(chapter: int) -> None:
    for number, place in enumerate([each for each in places(shipped()) if each.chapter == chapter]):
        made = game(chapter, chapter - 1)
        made.progress.level(place.level.id).reached = False
        assert chapter_ended_by(place.level, made.catalog, made.progress) is None, number
        made.progress.level(place.level.id).reached = True
        assert chapter_ended_by(place.level, made.catalog, made.progress) == chapter
        assert chapter_ended_by(replace(place.level, id="vane/north", chapter=""), made.catalog, made.progress) is None
        note_ends(made.catalog, made.progress)
        assert chapter_ended_by(place.level, made.catalog, made.progress) is None


def test_it_is_kept_and_joined_and_older_saves_have_it_without_being_shown() -> None:
    made = game(3)
    driver = Driver(LevelMapScene(made))
    wait(driver, 2 * WHOLE)
    assert isinstance(driver.scene, LevelMapScene)
    made.save()
    assert Store().progress.chapters_ended == [chapter.key for chapter in CHAPTERS[:3]]
    ours = Progress(chapters_ended=["forward"])
    ours.join(Progress(chapters_ended=["forward", "error"]))
    assert ours.chapters_ended == ["forward", "error"]


@pytest.mark.parametrize("chapter", [2, 4])
def test_it_is_shown_then_told_and_leads_to_the_recap(chapter: int) -> None:
    driver = run_of(chapter)
    wait(driver, WHOLE - 0.2)
    assert isinstance(driver.scene, LevelMapScene) and driver.scene.widget("play") is None, "nothing is offered yet"
    wait(driver, 0.4)
    assert isinstance(driver.scene, ChapterCardScene) and driver.scene.number == chapter
    driver.read()
    wait(driver, FRAME)
    assert driver.scene.focus == "onward"
    driver.key(pygame.K_RETURN)
    if chapter == 4:
        assert isinstance(driver.scene, OneRuleScene)
        driver.read()
        driver.key(pygame.K_ESCAPE)
    assert isinstance(driver.scene, RecapScene) and driver.scene.number == chapter


@pytest.mark.slow
@pytest.mark.parametrize("chapter", ALL)
def test_each_chapter_changes_the_map_and_the_title_also_for_who_leaves_it_early(chapter: int) -> None:
    """The same levels are reached before and after; only that the end was shown makes the difference."""
    scenes: tuple[Callable[[Game], Scene], ...] = (LevelMapScene, TitleScene)
    for kind in scenes[: 1 if CHAPTERS[chapter - 1].key == "error" else 2]:  # fog is not seen from the title
        pictures = set()
        for ended in (chapter - 1, chapter):
            made = game(chapter, ended)
            level = next(place.level.id for place in places(made.catalog) if place.chapter == chapter)
            made.progress.level(level).reached = False  # else the map itself would note its end
            made.progress.level("read-my-hand").actions = [["show", DRAWING, [0.0] * 10]]
            pictures.add(bits(shot(kind(made), (640, 360))))
        assert len(pictures) == 2
    driver = run_of(chapter)
    wait(driver, 1.0)
    driver.key(pygame.K_ESCAPE)
    scene = driver.scene
    assert isinstance(scene, LevelMapScene) and scene.ending is None
    if not scene.scenery[0] & CHANGES.keys():
        assert bits(shot(scene, (640, 360))) == bits(shot(LevelMapScene(game(chapter, chapter)), (640, 360)))


@pytest.mark.parametrize(("answered", "reached", "goes"), [
    (False, 2, RecapScene), (True, 2, PlayScene), (True, 8, LevelMapScene),
])  # fmt: skip
def test_its_card_tells_what_was_done_and_leads_on(answered: bool, reached: int, goes: type[Scene]) -> None:
    made = game(reached, reached)
    assert chapter_score(2, made.catalog, made.progress) == ChapterScore(4, 8, 12, 2, 4)
    assert chapter_score(1, made.catalog, made.progress).bets == 6, "the card that was struck first is an answer"
    if answered:
        made.progress.recap(CHAPTERS[reached - 1].key).update({"0": True, "1": True, "2": False})
    driver = Driver(ChapterCardScene(made, reached, LevelMapScene(made)))
    driver.read()
    wait(driver, FRAME)
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, goes)


# One rule: ten runs of the engine in ten seconds, seen once unasked, ended by any key; two pictures with no motion.


def rule(still: bool = False) -> tuple[Driver, OneRuleScene]:
    made = game(4, 4, still)
    scene = OneRuleScene(made, LevelMapScene(made))
    return Driver(scene, patient=False), scene


@pytest.mark.parametrize(("at", "how", "most"), [
    (0.5, "esc", 1), (0.5, "key", 2), (4.0, "key", 1), (9.9, "mouse", 1), (0.5, "mouse", 2),
])  # fmt: skip
def test_any_key_ends_it_and_the_first_one_begins_the_runs(at: float, how: str, most: int) -> None:
    driver, scene = rule()
    wait(driver, at)
    for _press in range(most):
        assert driver.scene is scene
        if how == "mouse":
            driver.click(600, 300)
        else:
            driver.key(pygame.K_ESCAPE if how == "esc" else pygame.K_d)
    assert isinstance(driver.scene, LevelMapScene)


@pytest.mark.slow
def test_with_reduced_motion_there_are_two_pictures() -> None:
    driver, _scene = rule(still=True)
    seen = set[bytes]()
    for _ in range(24):
        wait(driver, TEN_SECONDS / 24)
        seen.add(bits(painted(driver, (640, 360))))
    assert len(seen) == 2


@pytest.mark.slow
def test_it_comes_once_by_itself_after_the_card_and_later_at_the_stop_of_its_level() -> None:
    for way, then in (("onward", RecapScene), ("to map", LevelMapScene)):
        made = game(4, 3, still=True)
        driver = Driver(LevelMapScene(made, ended=4))
        wait(driver, 3.0)
        driver.read()
        driver.click_on(way)
        assert isinstance(driver.scene, OneRuleScene)
        driver.read()
        driver.key(pygame.K_RETURN)
        assert isinstance(driver.scene, then)
    driver = Driver(LevelMapScene(made, level=made.catalog.level("which-way")))
    driver.tab_to("show")
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, OneRuleScene)
    made.progress.chapters_ended.remove("delta")
    assert not is_seen(made.catalog, made.progress)


# The recap: what is kept, which star comes back, what a wrong answer shows.


def recap(chapter: int, still: bool = True) -> tuple[Driver, RecapScene]:
    made = Game(Store(), catalog=shipped())
    made.settings.still = still
    scene = RecapScene(made, chapter, Scene(made))
    return Driver(scene), scene


def lose(progress: Progress, chapter: int, count: int) -> list[str]:
    """Let the bets of the first levels of a chapter be lost; returns their ids."""
    found = [level for level, _star in bet_stars(chapter, shipped(), progress)][:count]
    for level in found:
        record = progress.level(level)
        record.reached, record.stars, record.bets = True, [1], {"0": False}
    return found


def press(driver: Driver, scene: RecapScene, right: bool = True) -> None:
    """Answer the active question with its digit."""
    number = need(scene.active)
    answers = enumerate(scene.order_of(number))
    driver.type("123"[next(i for i, answer in answers if (answer == scene.questions[number].right) == right)])


@pytest.mark.parametrize("chapter", [1, 5])
def test_it_is_answered_with_digits_put_off_and_gone_on_with_from_there(chapter: int) -> None:
    driver, scene = recap(chapter)
    press(driver, scene)
    driver.key(pygame.K_ESCAPE)
    assert driver.scene is scene.parent
    driver, scene = recap(chapter)
    for number in (1, 2):
        assert scene.active == number and scene.focus == ""
        press(driver, scene)
    assert scene.active is None
    assert Store().progress.recaps[CHAPTERS[chapter - 1].key] == {"0": True, "1": True, "2": True}
    driver.read()
    assert scene.focus == "leave"
    driver.key(pygame.K_RETURN)
    assert driver.scene is scene.parent
    driver, scene = recap(chapter % 5 + 1)
    wanted = scene.order_of(0)[2]
    driver.key(pygame.K_RIGHT, times=3)
    driver.key(pygame.K_RETURN)
    assert scene.answers == {"0": wanted == scene.questions[0].right}


def test_a_right_answer_wins_one_lost_star_back_and_a_wrong_one_says_what_is_right() -> None:
    driver, scene = recap(5)
    lost = lose(driver.game.progress, 5, 3)
    skipped = driver.game.progress.level(lost.pop(0))
    skipped.bets.clear()  # a bet that was not made is not won back
    press(driver, scene, right=False)
    assert all(driver.game.progress.stars(level) == [1] for level in lost)
    question, told = scene.questions[0], "".join(words(scene.rows[0].ink))  # type: ignore[attr-defined]
    assert question.right in told and question.why[:20].replace(" ", "") in told.replace(" ", "")
    for back in ([True, False], [True, True]):
        press(driver, scene)
        assert [driver.game.progress.stars(level) == [1, 3] for level in lost] == back
    assert list(scene.won) == [1, 2] and skipped.stars == [1]
    assert all(Store().progress.stars(level) == [1, 3] for level in lost)


@pytest.mark.parametrize("mouse", [True, False])
def test_what_was_missed_gets_a_second_go(mouse: bool) -> None:
    driver, scene = recap(5)
    for right in (False, True, False):
        press(driver, scene, right)
    (lost,) = lose(driver.game.progress, 5, 1)
    driver.click(*need(scene.widget("again")).centre) if mouse else driver.key(pygame.K_r)
    assert scene.active == 0 and scene.answers == {"0": False, "1": True, "2": False}, "kept until answered anew"
    press(driver, scene)
    assert scene.active == 2 and 3 in driver.game.progress.stars(lost)
    press(driver, scene)
    assert scene.active is None and scene.widget("again") is None
    assert Store().progress.recaps[CHAPTERS[4].key] == {"0": True, "1": True, "2": True}


def test_neither_the_order_of_the_answers_nor_the_small_neurons_give_the_right_one_away() -> None:
    places_of_right, shown = set(), 0
    for chapter in ALL:
        (_driver, scene), (_again, same) = recap(chapter), recap(chapter)
        for number, question in enumerate(scene.questions):
            order = scene.order_of(number)
            assert order == same.order_of(number) and sorted(order) == sorted(question.answers)
            assert order[0] != question.right, "the focus begins there"
            places_of_right.add(order.index(question.right))
            for given, weight, prediction, goal in neurons(question):
                shown += 1
                assert prediction == given * weight and question.asks != "prediction"
                assert question.right not in map(str, (given, weight, prediction, goal))
    assert shown > 0 and len(places_of_right) > 1
