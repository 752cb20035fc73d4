"""The map: what is open and what is not, walking by keys and mouse, and that nothing overlaps at any size."""

from __future__ import annotations

from dataclasses import replace

import pygame
import pytest

from downslope.attempt.game.game import Game
from downslope.attempt.game.progression import next_level
from downslope.rules.campaign import places
from downslope.rules.catalog import Catalog
from downslope.scenes.base.scene import Scene
from downslope.scenes.level_map import LevelMapScene, text_of
from downslope.scenes.play.play import PlayScene
from downslope.scenes.title import TitleScene
from downslope.storage.saves import Store
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.raster import blank
from downslope.view.draw.rects import meets
from downslope.view.level_map.map_layout import THINGS, draw_growing, lift_over, pip_box, stop_box
from downslope.view.level_map.map_picture import MapControl
from driving import Driver
from playing import shot
from support import campaign, shipped

SIZES = [(960, 540), (1280, 720), (2560, 1440), (1280, 1024), (1720, 720)]

pytestmark = pytest.mark.usefixtures("display")


def game(reached: int = 0, trails: dict[str, int] | None = None) -> Game:
    """A player who has reached the first levels; `trails`: plugins with so many levels."""
    base = shipped()
    catalog = Catalog(base.metrics, base.learners, dict(base.levels), dict(base.owner))
    for plugin, many in (trails or {}).items():
        for number in range(many):
            level = replace(base.level("thirteen"), id=f"{plugin}/level-{number}", title=f"Level {number}", chapter="")
            catalog.levels[level.id] = level
            catalog.owner[f"level {level.id}"] = plugin
    made = Game(Store(), catalog=catalog)
    for level in campaign()[:reached]:
        made.progress.level(level.id).reached = True
        made.progress.level(level.id).stars = [1]
        made.progress.last_level = level.id
    return made


def trail_of(scene: Scene) -> MapControl:
    found = scene.widget("trail")
    assert isinstance(found, MapControl)
    return found


def chosen(driver: Driver) -> tuple[int, int]:
    assert isinstance(driver.scene, LevelMapScene)
    return driver.scene.stop.chapter, driver.scene.stop.number


# -- what is there ---------------------------------------------------------------------------------------------------


def test_a_best_stands_beside_the_par_that_it_was_played_under() -> None:
    made = game(10)
    record = made.progress.level("the-grump")
    record.best, record.digest = 2, "0a2b230f43ca"
    facts = {}
    for record.par in ("3 runs", "2 runs"):
        scene = LevelMapScene(made)
        stop = next(stop for stop in scene.stops if stop.level is not None and stop.level.id == "the-grump")
        facts[record.par] = [fact[:2] for fact in text_of(stop, made.progress, made.catalog).facts[:2]]
    assert facts == {"3 runs": [("Best", "2"), ("Par", "3")], "2 runs": [("Reached", "yes"), ("Par", "3")]}


def test_gold_runs_to_pip_past_an_unreached_level() -> None:
    made = game(8)
    made.progress.last_level = ""
    made.progress.level("warmer").reached = False
    made.progress.last_level = "warmer"  # 3-1, though 2-4 is not reached
    scene = LevelMapScene(made)
    assert scene.stop.level is not None and scene.stop.level.id == "warmer"
    assert scene.gold == scene.pip == scene.chosen


def test_the_next_level_is_never_a_locked_one() -> None:
    made = game(0)
    made.progress.level("thirteen").reached = True  # a save from elsewhere
    made.progress.last_level = "thirteen"
    ahead = next_level(made.catalog, made.progress)
    assert ahead is not None and ahead.id == campaign()[0].id


# -- keys and mouse --------------------------------------------------------------------------------------------------


def test_keyboard_alone_from_the_title_to_a_chosen_level() -> None:
    driver = Driver(TitleScene(game(5)))
    driver.key(pygame.K_DOWN)
    driver.key(pygame.K_RETURN)
    assert chosen(driver) == (2, 1)
    driver.key(pygame.K_LEFT)
    assert chosen(driver) == (1, 0)
    driver.key(pygame.K_LEFT)
    assert chosen(driver) == (1, 5)
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, PlayScene)
    assert driver.scene.level.id == campaign()[4].id


def test_a_locked_chapter_refuses_with_a_sentence() -> None:
    made = game(2)
    driver = Driver(LevelMapScene(made))
    driver.key(pygame.K_PAGEDOWN)
    assert chosen(driver) == (2, 1)
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, LevelMapScene)
    assert [toast.title for toast in made.toasts.shown] == ["Error opens after 2 more levels."]
    assert driver.scene.panel.text.sentence == made.toasts.shown[0].title


def test_an_announced_chapter_says_so() -> None:
    made = game(22)
    for level in [v for v in campaign() if v.chapter == "images"]:  # as if its file were not there
        del made.catalog.levels[level.id]
    driver = Driver(LevelMapScene(made))
    driver.key(pygame.K_END)
    assert chosen(driver) == (8, 0)
    driver.key(pygame.K_LEFT)
    driver.key(pygame.K_RIGHT, times=2)
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, LevelMapScene)
    assert "Images comes with" in made.toasts.shown[0].title


def test_answers_of_a_recap_are_seen_when_the_map_comes_back() -> None:
    made = game(5)
    scene = LevelMapScene(made)
    driver = Driver(scene)
    made.progress.recaps["forward"] = {"0": True, "1": False, "2": True}
    scene.update(0.02)
    recap = next(stop for stop in scene.stops if stop.kind == "recap")
    assert (recap.state, recap.marks) == ("done", (True, False, True))
    driver.key(pygame.K_HOME)
    for _ in range(scene.stops.index(recap)):
        driver.key(pygame.K_RIGHT)
    assert (scene.stop.kind, scene.button.label) == ("recap", "Read"), "there is nothing left to play in it"
    assert isinstance(driver.scene, LevelMapScene)


def test_arrows_follow_the_path_over_its_turns() -> None:
    driver = Driver(LevelMapScene(game()))
    driver.key(pygame.K_HOME)
    places = [chosen(driver)]
    for key, times in ((pygame.K_RIGHT, 14), (pygame.K_LEFT, 13), (pygame.K_RIGHT, 14), (pygame.K_LEFT, 5)):
        for _ in range(times):
            driver.key(key)
            places.append(chosen(driver))
    assert places == [(s.chapter, s.number) for s in driver.scene.stops]  # type: ignore[attr-defined]


# -- trails and pages ------------------------------------------------------------------------------------------------


def test_a_short_trail_stands_beside_the_end_of_the_path() -> None:
    scene = LevelMapScene(game(trails={"weather-vane": 5}))
    Driver(scene)
    assert scene.plan.pages == 1
    assert scene.sign_texts[len(scene.stops) - 5].name == "Plugin trail: Weather vane"


def test_trails_of_any_length_are_reached_by_keys_and_by_mouse() -> None:
    made = game(trails={"one": 5, "long": 40, "another": 3})
    scene = LevelMapScene(made)
    driver = Driver(scene)
    assert scene.plan.pages == 2
    driver.key(pygame.K_END)
    assert scene.stop.level is not None and scene.stop.level.id == "another/level-2"
    assert scene.page == 1
    up, down = scene.widget("page up"), scene.widget("page down")
    assert up is not None and down is not None and up.enabled and not down.enabled
    driver.click(*up.centre)
    assert scene.page == 0
    driver.click(*down.centre)
    spot = scene.plan.spots[-1]
    driver.click(spot.x, spot.y)
    driver.click(spot.x, spot.y)
    assert isinstance(driver.scene, PlayScene)
    assert driver.scene.level.id == "another/level-2"


# -- layout ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("trails", [{}, {"weather-vane": 5}, {"one": 5, "long": 40, "another": 3}])
@pytest.mark.parametrize("text", [1.0, 1.5])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_overlaps_and_everything_is_inside(size: tuple[int, int], text: float, trails: dict[str, int]) -> None:
    for reached in (0, 10, 22):
        made = game(reached, trails)
        made.settings.text = text
        scene = LevelMapScene(made)
        scene.game.scale = min(size[0] / 1280, size[1] / 720)
        scene.resize(size[0] / scene.game.scale, size[1] / scene.game.scale, scene.game.scale)
        plan, low = scene.plan, scene.panel.rect[1]
        assert [spot.stop.name for spot in plan.spots] == [stop.name for stop in scene.stops]
        for page in range(plan.pages):
            stones = [stop_box(spot) for spot in plan.spots if spot.page == page]
            signs = [sign.rect for sign in scene.signs if sign.page == page]
            pip = [pip_box(plan.spots[scene.pip])] if plan.spots[scene.pip].page == page else []
            for x, y, w, h in stones + signs:
                assert x >= 0 and y >= 62 and x + w <= scene.width and y + h <= low
            for i, box in enumerate(stones):
                assert not any(meets(box, other) for other in stones[i + 1 :])
            for row in plan.rows:
                inside = [s.x * row.way for s in scene.signs if row.first <= s.first < row.first + row.size]
                assert inside == sorted(inside)
            for i, box in enumerate(signs):
                assert not any(meets(box, other) for other in [*signs[i + 1 :], *stones, *pip])


@pytest.mark.parametrize("text", [1.0, 1.5])
def test_pip_stands_before_no_sign_wherever_he_is(text: float) -> None:
    made = game(22)
    made.settings.text = text
    scene = LevelMapScene(made)
    scene.resize(1280, 720)
    lifted = 0
    for spot in scene.plan.spots:
        up = lift_over(scene.signs, spot)
        left, top, wide, _high = pip_box(spot)
        he = (left, top - up, wide, wide)
        lifted += up > 0
        signs = [sign.rect for sign in scene.signs if sign.page == spot.page]
        assert top - up > 40 and not any(meets(he, sign) for sign in signs), spot.stop.name
    assert lifted > 5


@pytest.mark.parametrize("still", [False, True])
def test_pip_walks_to_the_stop_that_is_chosen(still: bool) -> None:
    scene = LevelMapScene(game(6))
    scene.game.settings.still = still
    driver = Driver(scene)
    start = scene.way.value
    assert start == scene.pip
    driver.key(pygame.K_LEFT, times=3)
    wanted = scene.chosen
    assert wanted != scene.pip
    seen = set()
    for _ in range(60):
        scene.update(1 / 60)
        seen.add(scene.way.value)
    assert scene.way.value == wanted
    assert (len(seen) > 20) == (not still)
    spot = scene.plan.spots[wanted]
    assert scene.way.place(scene.plan)[1:3] == (spot.x, spot.y)


# -- the village -----------------------------------------------------------------------------------------------------


def test_each_level_of_the_first_four_chapters_adds_a_thing_and_no_other_does() -> None:
    assert list(THINGS) == [place.level.id for place in places(shipped()) if place.chapter <= 4]
    for reached in (0, 5, 9, 14, 20):
        scene = LevelMapScene(game(reached))
        scene.resize(1280, 720)
        assert [scene.stops[index].level for index in scene.plan.things] == campaign()[: min(14, reached)]
    assert trail_of(scene).label != "" and "a light in the house" in told_at(scene, 0)
    pictures = set()
    for key in THINGS:
        canvas = Canvas(blank(120, 80), scene.game.look())
        draw_growing(canvas, key, (32, 30, 56, 30))
        pictures.add(pygame.image.tobytes(canvas.picture, "RGBA"))
    assert len(pictures) == len(THINGS)


def told_at(scene: LevelMapScene, index: int) -> str:
    """What is read aloud of a stop when it is chosen."""
    scene.choose(index)
    return trail_of(scene).description()


@pytest.mark.parametrize("text", [1.0, 1.5])
@pytest.mark.parametrize("size", SIZES)
def test_things_stand_clear_of_signs_stops_and_each_other(size: tuple[int, int], text: float) -> None:
    made = game(14)
    made.settings.text = text
    scene = LevelMapScene(made)
    shot(scene, size)
    boxes = [(sign.page, sign.rect) for sign in scene.signs]
    boxes += [(spot.page, stop_box(spot)) for spot in scene.plan.spots]
    for index, thing in scene.plan.things.items():
        here, (x, _y, w, h) = scene.plan.spots[index].page, thing
        assert h >= 16 and abs(x + w / 2 - scene.plan.spots[index].x) <= 42
        assert not any(page == here and meets(thing, box, -1) for page, box in boxes), (index, h)
        boxes.append((here, thing))


@pytest.mark.slow
def test_what_was_won_since_grows_once_and_stands_then() -> None:
    made = game(3)
    made.settings.still = False
    made.village = {level.id for level in campaign()[:2]}
    scene = LevelMapScene(made)
    assert scene.grows == {campaign()[2].id}
    frames = []
    for _ in range(24):
        frames.append(pygame.image.tobytes(shot(scene, (1280, 720)), "RGB"))
        scene.update(1 / 40)
    assert len(set(frames[:17])) > 4 and len(set(frames[18:])) == 1
    assert LevelMapScene(made).grows == set()
