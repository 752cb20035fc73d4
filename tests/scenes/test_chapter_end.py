"""A chapter's end: shown once on the map, kept for ever, told on a card; and what the world has from then on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pygame
import pytest

from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.attempt.game.progression import ChapterScore, chapter_ended_by, chapter_score, note_ends
from downslope.rules.campaign import CHAPTERS, places
from downslope.scenes.base.scene import Scene
from downslope.scenes.chapter_end import FAR, ChapterCardScene, OneRuleScene, RecapScene, is_seen, old_levels
from downslope.scenes.chapter_end import WHOLE as TEN_SECONDS
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.title import TitleScene
from downslope.storage.saves import Progress, Store
from downslope.view.draw.canvas import Canvas
from downslope.view.level_map.map_picture import WHOLE
from downslope.view.scenery.landscape import CHANGES, FACE
from driving import FRAME, Driver, pass_frames, post_key
from playing import painted, shot, wait
from support import shipped

ALL = range(1, len(CHAPTERS) + 1)
DRAWING = [float((row + column) % 2) for row in range(8) for column in range(8)]

pytestmark = pytest.mark.usefixtures("display")


def game(done: int, ended: int = 0, **settings: object) -> Game:
    """All levels of the first `done` chapters are reached, and the ends of the first `ended` were shown."""
    made = Game(Store(), catalog=shipped())
    for name, value in settings.items():
        setattr(made.settings, name, value)
    for place in places(made.catalog):
        if place.chapter <= done:
            level = made.progress.level(place.level.id)
            level.reached, level.stars, level.bets = True, [1, 2], {"0": place.number % 2 == 1}
            made.progress.last_level = place.level.id
    made.progress.chapters_ended = [chapter.key for chapter in CHAPTERS[:ended]]
    return made


def run_of(chapter: int, **settings: object) -> Driver:
    """The map on which this chapter's end begins to be shown."""
    return Driver(LevelMapScene(game(chapter, chapter - 1, **settings), ended=chapter), patient=False)


# -- when ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chapter", ALL)
def test_it_ends_with_the_last_level_that_was_missing_whichever_that_is(chapter: int) -> None:
    for number, place in enumerate([each for each in places(shipped()) if each.chapter == chapter]):
        made = game(chapter, chapter - 1)
        made.progress.level(place.level.id).reached = False
        assert chapter_ended_by(place.level, made.catalog, made.progress) is None, number
        made.progress.level(place.level.id).reached = True
        assert chapter_ended_by(place.level, made.catalog, made.progress) == chapter
        note_ends(made.catalog, made.progress)
        assert chapter_ended_by(place.level, made.catalog, made.progress) is None


def test_a_plugins_level_ends_no_chapter() -> None:
    made = game(8)
    level = replace(shipped().level("thirteen"), id="vane/north", chapter="")
    assert chapter_ended_by(level, made.catalog, made.progress) is None


def test_older_saves_have_the_changed_world_without_being_shown_its_ends() -> None:
    made = game(3)
    driver = Driver(LevelMapScene(made))
    wait(driver, 2 * WHOLE)
    assert isinstance(driver.scene, LevelMapScene)
    assert made.progress.chapters_ended == [chapter.key for chapter in CHAPTERS[:3]]


def test_it_is_kept_and_joined() -> None:
    made = game(2, 1)
    Driver(LevelMapScene(made, ended=2))
    made.save()
    assert Store().progress.chapters_ended == [chapter.key for chapter in CHAPTERS[:2]]
    ours, theirs = Progress(chapters_ended=["forward"]), Progress(chapters_ended=["forward", "error"])
    ours.join(theirs)
    assert ours.chapters_ended == ["forward", "error"]


# -- what is shown ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chapter", ALL)
def test_it_is_shown_then_told_and_leads_to_the_recap(chapter: int) -> None:
    driver = run_of(chapter)
    wait(driver, WHOLE - 0.2)
    assert isinstance(driver.scene, LevelMapScene)
    assert driver.scene.widget("play") is None, "nothing is offered before it is told"
    wait(driver, 0.4)
    assert isinstance(driver.scene, ChapterCardScene) and driver.scene.number == chapter
    driver.read()
    wait(driver, FRAME)
    assert driver.scene.focus == "onward"
    driver.key(pygame.K_RETURN)
    if chapter == 4:  # over One rule
        driver.read()
        driver.key(pygame.K_ESCAPE)
    assert isinstance(driver.scene, RecapScene) and driver.scene.number == chapter


@pytest.mark.slow
@pytest.mark.parametrize("chapter", [2, 5])
def test_pip_goes_all_the_way_without_a_leap(chapter: int, monkeypatch: pytest.MonkeyPatch) -> None:
    driver, seen, drawn = run_of(chapter, still=False), list[tuple[float, float]](), 0

    def pip(_canvas: Canvas, x: float, y: float, r: float, *_look: object, **_more: object) -> None:
        if r >= 15:  # the one in the thumbnail is smaller
            seen.append((x, y))

    monkeypatch.setattr(Canvas, "pip", pip)
    while isinstance(driver.scene, LevelMapScene):
        painted(driver)
        scene, drawn = driver.scene, drawn + 1
        wait(driver, FRAME)
    assert len(seen) == drawn, "in every picture"
    assert max(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in zip(seen, seen[1:])) < 80
    assert abs(seen[-1][0] - scene.plan.spots[scene.pip].x) < 1, "he waits where it goes on"


@pytest.mark.parametrize("code", [pygame.K_RETURN, pygame.K_SPACE, "click"])
@pytest.mark.parametrize("seconds", [0.0, 0.3, 0.5, 1.2, 2.4])
def test_a_press_ends_it_at_once_but_not_the_one_that_began_it(code: int | str, seconds: float) -> None:
    driver = run_of(2)
    wait(driver, seconds)
    driver.click(640, 300) if isinstance(code, str) else driver.key(code)
    assert isinstance(driver.scene, ChapterCardScene) == (seconds > 0.4)


@pytest.mark.parametrize("chapter", ALL)
def test_esc_at_any_moment_leaves_the_map_with_all_its_changes(chapter: int) -> None:
    after = shot(LevelMapScene(game(chapter, chapter)), (960, 540))
    for seconds in (0.45, 1.0, 1.4, 2.5):
        driver = run_of(chapter)
        wait(driver, seconds)
        driver.key(pygame.K_ESCAPE)
        scene = driver.scene
        assert isinstance(scene, LevelMapScene) and scene.ending is None
        if not scene.scenery[0] & CHANGES.keys():
            assert same(shot(scene, (960, 540)), after)


# -- what stays ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chapter", ALL)
def test_each_chapter_changes_the_map(chapter: int) -> None:
    """The same levels are reached before and after; only that the end was shown makes the difference."""
    before, after = (world(LevelMapScene, chapter, ended) for ended in (chapter - 1, chapter))
    assert not same(before, after)


@pytest.mark.parametrize("chapter", [n for n in ALL if CHAPTERS[n - 1].key != "error"])
def test_all_but_the_fog_are_seen_from_the_title_too(chapter: int) -> None:
    before, after = (world(TitleScene, chapter, ended) for ended in (chapter - 1, chapter))
    assert not same(before, after)


@pytest.mark.slow
def test_the_moon_has_the_players_own_drawing() -> None:
    made = game(8, 8)
    assert made.progress.drawing() == ()
    plain = shot(LevelMapScene(made), (1280, 720))
    made.progress.level("read-my-hand").actions = [["show", DRAWING, [0.0] * 10], ["show", [1.0] * 64, [0.0] * 10]]
    assert made.progress.drawing() == tuple(DRAWING)
    made.progress.level("read-my-hand").actions = [["turn", "alpha", 3.0], ["show"], ["show", "no pixels"]]
    assert made.progress.drawing() == ()
    made.progress.level("read-my-hand").actions = [["turn", "alpha", 3.0], ["show"], ["show", DRAWING]]
    assert made.progress.drawing() == tuple(DRAWING)
    assert not same(plain, shot(LevelMapScene(made), (1280, 720)))


# -- the card --------------------------------------------------------------------------------------------------------


def test_the_card_tells_what_was_done() -> None:
    made = game(2, 2)
    assert chapter_score(2, made.catalog, made.progress) == ChapterScore(4, 8, 12, 2, 4)
    strikes = game(1, 1)
    assert chapter_score(1, strikes.catalog, strikes.progress).bets == 6, "the card that was struck first is an answer"
    assert list(CHANGES) == [chapter.key for chapter in CHAPTERS] and CHAPTERS[-1].key == FACE


@pytest.mark.parametrize(
    ("answered", "reached", "goes"),
    [(False, 2, RecapScene), (True, 2, PlayScene), (True, 8, LevelMapScene)],
)
def test_its_way_on(answered: bool, reached: int, goes: type[Scene]) -> None:
    made = game(reached, reached)
    if answered:
        made.progress.recap(CHAPTERS[reached - 1].key).update({"0": True, "1": True, "2": False})
    driver = Driver(ChapterCardScene(made, reached, LevelMapScene(made)))
    driver.read()
    wait(driver, FRAME)
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, goes)


# -- helpers ---------------------------------------------------------------------------------------------------------


def world(kind: Callable[[Game], Scene], chapter: int, ended: int) -> pygame.Surface:
    """The screen, the first chapters' ends shown: not looked for by the map itself, which would note the last."""
    made = game(chapter, ended)
    made.progress.level(next(p.level.id for p in places(made.catalog) if p.chapter == chapter)).reached = False
    made.progress.level("read-my-hand").actions = [["show", DRAWING, [0.0] * 10]]
    return shot(kind(made), (640, 360))


def same(a: pygame.Surface, b: pygame.Surface) -> bool:
    return pygame.image.tobytes(a, "RGB") == pygame.image.tobytes(b, "RGB")


# ---------------------------------------------------------------------------------------------------------------------
# One rule: ten runs of the engine in ten seconds, seen once unasked, ended by any key; two pictures with no motion.


def game_rule(still: bool = False) -> Game:
    """The first four chapters are behind the player."""
    made = Game(Store(), catalog=shipped())
    made.settings.still = still
    for place in places(made.catalog):
        if place.chapter <= 4:
            made.progress.level(place.level.id).reached = True
    made.progress.chapters_ended = [chapter.key for chapter in CHAPTERS[:4]]
    return made


def rule(still: bool = False) -> Driver:
    made = game_rule(still)
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
    while scene.seconds < TEN_SECONDS:
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


@pytest.mark.slow
def test_with_reduced_motion_there_are_two_pictures() -> None:
    driver = rule(still=True)
    seen = set[bytes]()
    for _ in range(round(TEN_SECONDS / FRAME)):
        wait(driver, FRAME)
        seen.add(pygame.image.tobytes(painted(driver), "RGB"))
    assert len(seen) == 2


@pytest.mark.parametrize("way", ["onward", "to map"])
def test_it_comes_once_by_itself_after_the_card_of_its_chapter(way: str) -> None:
    made = game_rule(still=True)
    made.progress.chapters_ended.remove("delta")
    driver = Driver(LevelMapScene(made, ended=4))
    wait(driver, 3.0)
    assert isinstance(driver.scene, ChapterCardScene)
    driver.read()
    driver.click_on(way)
    assert isinstance(driver.scene, OneRuleScene)
    driver.read()
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, RecapScene if way == "onward" else LevelMapScene)
    for chapter in (3, 5):
        card = Driver(ChapterCardScene(made, chapter, LevelMapScene(made)))
        card.read()
        card.key(pygame.K_ESCAPE)
        assert isinstance(card.scene, LevelMapScene)


@pytest.mark.slow
def test_keys_alone_open_it_at_the_stop_of_its_level_once_the_chapter_is_behind() -> None:
    made = game_rule()
    app = App(Options(), made, LevelMapScene(made, level=made.catalog.level("which-way")))
    try:
        for code in (pygame.K_TAB,) * 8:
            if app.scene.focus != "show":
                post_key(code)
                app.tick(FRAME)
        assert app.scene.focus == "show"
        pass_frames(app, 20, FRAME)
        post_key(pygame.K_RETURN, "\r")
        app.tick(FRAME)
        assert isinstance(app.scene, OneRuleScene)
    finally:
        app.close()
    made.progress.chapters_ended.remove("delta")
    assert not is_seen(made.catalog, made.progress)
