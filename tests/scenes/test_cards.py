"""Cards: of a level, with its scripts; of a chapter's end, which is shown once on the map and kept for ever, with One
rule and the recap, which gives lost stars back.
"""

from dataclasses import replace
from typing import Any

import pygame
import pytest

from downslope.attempt.director import Phase
from downslope.attempt.game.game import Game
from downslope.attempt.game.progression import ChapterScore, chapter_score
from downslope.rules import CHAPTERS, Answer, Learn, Next, Session, Turn, places
from downslope.scenes import chapter_end as ends
from downslope.scenes.base.scene import Scene
from downslope.scenes.chapter_end import ChapterCardScene, OneRuleScene, RecapScene
from downslope.scenes.code_screens import ScriptScene, about
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.card import CardScene, card_of, comparison
from downslope.scenes.play.play import PlayScene
from downslope.scripts.forms import FORMS, write, written_as
from downslope.storage.saves import Store
from downslope.view.draw import slices_by
from downslope.view.level_map.map_picture import WHOLE
from downslope.view.widgets.button import Button, Segmented
from downslope.view.widgets.ink import words
from lib.clocks import LookClock
from lib.driving import FRAME, Driver
from lib.playing import control, need, open_level, painted, screen, wait
from lib.support import play, shipped

pytestmark = pytest.mark.usefixtures("display")


def card(still: bool = True, **changes: Any) -> Driver:
    """`thirteen` was won with alpha 15 and the right bet."""
    game = Game(Store(), catalog=shipped())
    game.settings.still = still
    level = PlayScene(game, game.catalog.level("thirteen"))
    for action in (Answer(0, level.level.questions[0].right), Turn("alpha", 15), Learn(4)):
        level.attempt.session.do(action)
    return Driver(CardScene(game, Scene(game), replace(card_of(level).summary, **changes)))


def test_a_card_compares_what_a_level_took_leads_on_and_with_reduced_motion_has_no_confetti() -> None:
    summary = card().scene.summary  # type: ignore[attr-defined]
    assert (summary.count, summary.par, summary.outcome, summary.stars) == (4, 3, "overshoot", {1, 3})
    for count, par, ghost, sentence in (
        (5, 6, 6, "1 under par, 1 fewer than auto-solve."), (3, 3, 3, "Exactly par, as many as auto-solve."),
        (9, None, 4, "5 more than auto-solve."), (9, 7, None, "2 over par."), (None, 7, 3, ""),
    ):  # fmt: skip
        assert comparison(replace(summary, count=count, par=par, ghost=ghost)) == sentence
    for changes, label, level, ended in (
        ({}, "Next: The stiff peg", "goldilocks", None), ({"next_level": None}, "Map", "", None),
        ({"ended": 5}, "The chapter", "", 5),
    ):  # fmt: skip
        driver = card(**changes)
        driver.read()
        assert driver.scene.focus == "next" and control(driver, "next", Button).label == label
        driver.key(pygame.K_RETURN)
        onward: Any = driver.scene
        assert onward.level.id == level if level else onward.ending == ended
        assert type(onward) is (PlayScene if level else LevelMapScene)
    for code, kind in ((pygame.K_g, LevelMapScene), (pygame.K_ESCAPE, Scene), (pygame.K_r, PlayScene)):
        driver = card(chart=None)
        driver.key(code)
        assert type(driver.scene) is kind
    driver = card()
    driver.tab_to("lines")
    driver.key(pygame.K_RETURN, times=2)
    assert isinstance(driver.scene, ScriptScene) and "alpha = 15\nfor" in pygame.scrap.get_text()
    for still in (False, True):
        driver = card(still, stars=frozenset())
        driver.scene.update(0.4)  # from now on the way on has the focus
        before = bytes(painted(driver).get_buffer())
        driver.scene.update(0.6)
        assert (before == bytes(painted(driver).get_buffer())) == still


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


def scripts(session: Session) -> tuple[Driver, ScriptScene]:
    game = Game(Store())
    scene = ScriptScene(game, Scene(game), "A level", {form: write(session, form) for form in FORMS})
    return Driver(scene), scene


def copied(driver: Driver, form: int | None = None) -> str:
    """What the button copies, once that tab was pressed."""
    if form is not None:
        x, y, width, height = control(driver, "form", Segmented).rect
        driver.click(x + (form + 0.5) * width / len(FORMS), y + height / 2)
        assert control(driver, "copy", Button).label == "Copy to clipboard"
    driver.click(*control(driver, "copy", Button).centre)
    return pygame.scrap.get_text()


def test_each_form_by_mouse_and_by_keys_what_is_copied_and_why_there_is_none() -> None:
    session, places = play("hidden-four", Learn(9)), set()
    driver, scene = scripts(session)
    for number, form in enumerate(FORMS):
        assert copied(driver, number) == written_as(session, form) and control(driver, "copy", Button).label == "Copied"
        assert scene.form == form
        places.add((control(driver, "form", Segmented).rect, scene.place))
    assert len(places) == 1, "no tab moves when another is chosen"
    driver, scene = scripts(session)
    for form in (*list(FORMS)[1:], "keras"):  # the last stays
        driver.key(pygame.K_RIGHT)
        assert scene.form == form
    driver.key(pygame.K_LEFT)
    driver.key(pygame.K_RETURN)
    assert pygame.scrap.get_text() == written_as(session, "torch")
    driver.type("c")
    assert scene.form == "keras"
    driver.tab_to("form")
    driver.key(pygame.K_HOME)
    assert scene.form == "python"
    driver.key(pygame.K_ESCAPE)
    assert driver.scene is not scene
    by_optimizer, in_arrays = (write(each, "torch").text for each in (session, play("one-step", Learn(1))))
    assert "backward()" in by_optimizer and "slopes itself" in about("torch", by_optimizer)
    assert "backward()" not in in_arrays and "whole layer" in about("torch", in_arrays)
    session = play("stuck-steps", Learn(3))
    driver, scene = scripts(session)
    pygame.scrap.put_text("before")
    assert copied(driver, 1) == "before" and not scene.shown.text and "hot and cold" in scene.shown.why
    assert copied(driver, 0) == written_as(session)


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


def test_it_is_shown_then_told_and_leads_to_the_recap_or_to_the_map_and_in_one_chapter_over_one_rule() -> None:
    for chapter, way, then in ((2, "onward", RecapScene), (4, "onward", RecapScene), (4, "to map", LevelMapScene)):
        driver = Driver(LevelMapScene(game(chapter, chapter - 1), ended=chapter), patient=False)
        wait(driver, WHOLE - 0.2)
        assert isinstance(driver.scene, LevelMapScene) and driver.scene.widget("play") is None, "nothing is offered yet"
        wait(driver, 0.4)
        assert isinstance(driver.scene, ChapterCardScene) and driver.scene.number == chapter
        driver.read()
        wait(driver, FRAME)
        assert driver.scene.focus == "onward"
        driver.click_on(way)
        if chapter == 4:
            assert isinstance(driver.scene, OneRuleScene)
            driver.read()
            driver.key(pygame.K_ESCAPE)
        assert isinstance(driver.scene, then) and getattr(driver.scene, "number", chapter) == chapter
    made = driver.game  # later it is seen at the stop of its level
    driver = Driver(LevelMapScene(made, level=made.catalog.level("which-way")))
    driver.tab_to("show")
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, OneRuleScene)
    made.progress.chapters_ended.remove("delta")
    assert not ends.is_seen(made.catalog, made.progress)
    for ended in (None, 3):  # in older saves it is kept, and not shown; it is also kept for who leaves it early
        scene = LevelMapScene(game(3, 0 if ended is None else 2), ended=ended)
        driver = Driver(scene)
        wait(driver, 1.0)
        driver.key(pygame.K_ESCAPE) if ended else wait(driver, 2 * WHOLE)
        assert driver.scene is scene and scene.ending is None
    driver.game.save()
    assert Store().progress.chapters_ended == [chapter.key for chapter in CHAPTERS[:3]]


def test_a_chapters_card_tells_what_was_done_and_leads_on() -> None:
    for answered, reached, goes in ((False, 2, RecapScene), (True, 2, PlayScene), (True, 8, LevelMapScene)):
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


def test_one_rule_is_ended_by_any_key_but_the_first_which_begins_the_runs() -> None:
    for at, code, most in ((0.5, pygame.K_ESCAPE, 1), (0.5, pygame.K_d, 2), (4.0, pygame.K_d, 1), (0.5, None, 2)):
        made = game(4, 4)
        scene = OneRuleScene(made, LevelMapScene(made))
        driver = Driver(scene, patient=False)
        wait(driver, at)
        for _press in range(most):
            assert driver.scene is scene
            driver.key(code) if code is not None else driver.click(600, 300)
        assert isinstance(driver.scene, LevelMapScene)
    made.settings.still = True  # with reduced motion there are two pictures
    scene, seen = OneRuleScene(made, LevelMapScene(made)), set[float]()
    for _ in range(24):
        seen.add(scene.now)
        scene.update(ends.WHOLE / 24)
    assert len(seen) == 2


# The recap: what is kept, which star comes back, what a wrong answer shows.


def recap(chapter: int) -> tuple[Driver, RecapScene]:
    made = game(0, still=True)
    scene = RecapScene(made, chapter, Scene(made))
    return Driver(scene), scene


def press(driver: Driver, scene: RecapScene, right: bool = True) -> None:
    """Answer the active question with its digit."""
    number = need(scene.active)
    answers = enumerate(scene.order_of(number))
    driver.type("123"[next(i for i, answer in answers if (answer == scene.questions[number].right) == right)])


def test_a_recap_is_put_off_and_gone_on_with_wins_lost_stars_back_and_asks_again_what_was_missed() -> None:
    driver, scene = recap(5)
    progress = driver.game.progress
    skipped, *lost = [level for level, _star in ends.bet_stars(5, shipped(), progress)][:3]
    for level in (skipped, *lost):
        record = progress.level(level)
        record.reached, record.stars, record.bets = True, [1], {"0": False}
    progress.level(skipped).bets.clear()  # a bet that was not made is not won back
    press(driver, scene, right=False)
    driver.key(pygame.K_ESCAPE)
    assert driver.scene is scene.parent
    driver, scene = recap(5)
    progress = driver.game.progress
    assert scene.active == 1 and scene.focus == "" and [progress.stars(level) for level in lost] == [[1], [1]]
    driver.read()
    question, told = scene.questions[0], "".join(words(scene.rows[0].ink))  # type: ignore[attr-defined]
    assert question.right in told and question.why[:20].replace(" ", "") in told.replace(" ", "")
    press(driver, scene)
    press(driver, scene, right=False)
    assert [progress.stars(level) for level in lost] == [[1, 3], [1]]
    driver.key(pygame.K_r)
    assert scene.active == 0 and scene.answers == {"0": False, "1": True, "2": False}, "kept until answered anew"
    press(driver, scene)
    assert scene.active == 2 and list(scene.won) == [1, 0] and progress.stars(skipped) == [1]
    press(driver, scene)
    assert scene.active is None and scene.widget("again") is None
    assert all(Store().progress.stars(level) == [1, 3] for level in lost)
    assert Store().progress.recaps[CHAPTERS[4].key] == {"0": True, "1": True, "2": True}
    driver.read()
    assert scene.focus == "leave"
    driver.key(pygame.K_RETURN)
    assert driver.scene is scene.parent
    driver, scene = recap(1)
    wanted = scene.order_of(0)[2]
    driver.key(pygame.K_RIGHT, times=3)
    driver.key(pygame.K_RETURN)
    assert scene.answers == {"0": wanted == scene.questions[0].right}


def test_neither_the_order_of_the_answers_nor_the_small_neurons_give_the_right_one_away() -> None:
    places_of_right, shown = set(), 0
    for chapter in range(1, len(CHAPTERS) + 1):
        (_driver, scene), (_again, same) = recap(chapter), recap(chapter)
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
