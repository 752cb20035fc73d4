"""One rule: ten runs of the engine in ten seconds, seen once unasked, ended by any key; two pictures with no motion."""

from __future__ import annotations

import pygame
import pytest

from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.rules.campaign import CHAPTERS, places
from downslope.scenes.chapter_card import ChapterCardScene
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.one_rule import FAR, WHOLE, OneRuleScene, is_seen, old_levels
from downslope.scenes.recap import RecapScene
from downslope.storage.saves import Store
from driving import FRAME, Driver
from playing import painted, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")


def game(still: bool = False) -> Game:
    """The first four chapters are behind the player."""
    made = Game(Store(), catalog=shipped())
    made.settings.still = still
    for place in places(made.catalog):
        if place.chapter <= 4:
            made.progress.level(place.level.id).reached = True
    made.progress.chapters_ended = [chapter.key for chapter in CHAPTERS[:4]]
    return made


def rule(still: bool = False) -> Driver:
    made = game(still)
    return Driver(OneRuleScene(made, LevelMapScene(made)), patient=False)


def test_with_one_alpha_three_of_five_run_away_and_with_their_own_all_land() -> None:
    found = {old.name: old for old in old_levels(shipped())}
    assert [name for name, old in found.items() if not old.lands(0)] == ["sign", "doorstep", "bucket"]
    assert all(abs(found[name].runs[0][-1]) > FAR and found[name].input == 10.5 for name in list(found)[:3])
    assert [found[name].runs[0][-1] for name in ("taxi", "pots")] == pytest.approx([1.496, 0.595], abs=5e-4)
    assert [old.runs[1][-1] for old in found.values()] == pytest.approx([1.996, 0.0139, 0.664, 1.496, 0.595], abs=5e-4)
    assert [round(old.alphas[1], 5) for old in found.values()] == [0.00454, 0.00454, 0.00454, 0.03448, 0.1]
    assert [[len(run) - 1 for run in old.runs] for old in found.values()] == [[6, 8], [6, 8], [7, 6], [6, 7], [7, 7]]
    assert [old.name for old in found.values() if old.floor] == ["pots"]


def test_it_plays_for_ten_seconds_at_most_and_stands_until_a_key() -> None:
    driver = rule()
    scene = driver.scene
    assert isinstance(scene, OneRuleScene)
    looks = [{scene.stands(old) for old in scene.old}]
    while scene.seconds < WHOLE:
        wait(driver, FRAME)
        looks.append({scene.stands(old) for old in scene.old})
    assert scene.time <= 10.0 + FRAME and driver.scene is scene
    assert (0, 7, False) in {look for each in looks for look in each}, "the first run is shown to its end"
    assert looks[-1] == {(1, max(n for _run, n, _lit in looks[-1]), True)} and max(looks[-1])[1] >= 8
    assert "1.996" in scene.spoken_verdict() and "chapter 5" in scene.spoken_line()


@pytest.mark.parametrize("at", [0.5, 2.0, 4.0, 7.0, 9.9])
@pytest.mark.parametrize("how", [pygame.K_ESCAPE, pygame.K_SPACE, pygame.K_RETURN, "d", "mouse"])
def test_any_key_ends_it_and_the_first_one_begins_the_runs(at: float, how: int | str) -> None:
    driver = rule()
    scene = driver.scene
    wait(driver, at)
    presses = 0
    while driver.scene is scene and presses < 3:
        presses += 1
        if isinstance(how, int):
            driver.key(how)
        elif how == "mouse":
            driver.click(600, 300)
        else:
            driver.type(how)
    assert presses == (2 if at < 1 and how != pygame.K_ESCAPE else 1)
    assert isinstance(driver.scene, LevelMapScene)


def test_with_reduced_motion_there_are_two_pictures() -> None:
    driver = rule(still=True)
    seen = set[bytes]()
    for _ in range(round(WHOLE / FRAME)):
        wait(driver, FRAME)
        seen.add(pygame.image.tobytes(painted(driver), "RGB"))
    assert len(seen) == 2


@pytest.mark.parametrize("way", ["onward", "to map"])
def test_it_comes_once_by_itself_after_the_card_of_its_chapter(way: str) -> None:
    made = game(still=True)
    made.progress.chapters_ended.remove("delta")
    driver = Driver(LevelMapScene(made, ended=4))
    wait(driver, 3.0)
    assert isinstance(driver.scene, ChapterCardScene)
    driver.read()
    button = driver.scene.widget(way)
    assert button is not None
    driver.click(*button.centre)
    assert isinstance(driver.scene, OneRuleScene)
    driver.read()
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, RecapScene if way == "onward" else LevelMapScene)
    for chapter in (3, 5):
        card = Driver(ChapterCardScene(made, chapter, LevelMapScene(made)))
        card.read()
        card.key(pygame.K_ESCAPE)
        assert isinstance(card.scene, LevelMapScene)


def test_keys_alone_open_it_at_the_stop_of_its_level_once_the_chapter_is_behind() -> None:
    made = game()
    app = App(Options(), made, LevelMapScene(made, level=made.catalog.level("which-way")))
    try:
        for code in (pygame.K_TAB,) * 8:
            if app.scene.focus != "show":
                pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=code, mod=0, unicode=""))
                app.tick(FRAME)
        assert app.scene.focus == "show"
        for _ in range(20):
            app.tick(FRAME)
        pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0, unicode="\r"))
        app.tick(FRAME)
        assert isinstance(app.scene, OneRuleScene)
    finally:
        app.close()
    made.progress.chapters_ended.remove("delta")
    assert not is_seen(made.catalog, made.progress)
