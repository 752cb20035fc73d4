"""What a level does not show is not drawn; its keys still act."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pygame
import pytest

from downslope.boards.one_neuron.bowl_board import BowlBoard
from downslope.rules.campaign import places
from downslope.rules.catalog import Catalog
from downslope.rules.level_words import PanelName
from downslope.scenes.play.play import PlayScene
from downslope.scenes.play.play_screen import task_of
from downslope.view.widgets.panel import Group, Panel
from driving import FRAME
from playing import board_of, opened, screen, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")
LEVEL = replace(shipped().level("thirteen"), questions=[])


def things(play: PlayScene) -> set[str]:
    """Of all panels on the screen."""
    panels: list[Panel] = [*play.board.panels, *play.dock.shown]
    for panel in panels:
        panels += panel.shown if isinstance(panel, Group) else ()
    return {panel.thing for panel in panels} - {""}


def tiles(play: PlayScene) -> list[str]:
    return [widget.name for widget in play.widgets if widget.name.startswith("tile ")]


def test_a_level_with_nothing_to_show_has_its_stage_and_its_own_tiles() -> None:
    driver = opened(replace(LEVEL, shows=[]))
    play = screen(driver)
    assert things(play) == set() and play.widget("stars") is None
    assert tiles(play) == ["tile step", "tile learn", "tile everything"]
    for key in (pygame.K_SPACE, pygame.K_z, pygame.K_h):
        driver.key(key)
        wait(driver, 2.0)
    assert not play.attempt.session.count and not play.attempt.session.actions and play.dock.first == "hints"
    driver.key(pygame.K_ESCAPE)
    play.attempt.ran = True  # who has made a run of their own may see the machine's
    driver.key(pygame.K_a)
    assert play.attempt.show is not None


def test_a_level_with_all_has_them() -> None:
    play = screen(opened(replace(LEVEL, shows=get_args(PanelName)), bets=False))
    assert things(play) == {"code", "history"} and play.widget("stars") is not None
    assert tiles(play) == ["tile step", "tile learn", "tile auto", "tile reset", "tile undo", "tile hint"]


def test_a_course_brings_one_thing_after_the_other_and_u_brings_all() -> None:
    levels = [replace(LEVEL, id=f"pack/{name}", introduces=[name]) for name in ("loop", "history", "code")]
    catalog = Catalog({**shipped().metrics}, {**shipped().learners}, {level.id: level for level in levels})
    seen = [things(screen(opened(level, catalog))) for level in levels]
    assert seen == [set(), {"history"}, {"code", "history"}]
    driver = opened(levels[0], catalog)
    for panels, found in (("all", {"code", "history"}), ("come", set())):
        driver.key(pygame.K_u)
        wait(driver, 0.1)
        assert things(screen(driver)) == found and driver.game.settings.panels == panels


def test_the_tile_is_there_while_something_is_not_shown() -> None:
    driver = opened(replace(LEVEL, shows=["code"]))
    widget = driver.scene.widget("tile everything")
    assert widget is not None
    driver.click(*widget.centre)
    wait(driver, 0.1)
    assert driver.scene.widget("tile everything") is None and things(screen(driver)) == {"code", "history"}


def test_code_is_the_line_that_has_just_run_until_somebody_asks_for_all() -> None:
    driver = opened("goldilocks", bets=False, still=False)
    play = screen(driver)
    line = play.widget("code line")
    assert line is not None and play.widget("code") is None
    driver.key(pygame.K_SPACE)
    told = set()
    for _frame in range(40):
        wait(driver, FRAME)
        told.add(board_of(driver, BowlBoard).code.line().line.strip().split()[0])
    assert {"prediction", "delta", "weight"} <= told
    driver.click(*line.centre)
    wait(driver, FRAME)
    fold = play.widget("fold code")
    assert fold is not None and play.widget("code") is not None and play.widget("code line") is None
    driver.click(*fold.centre)
    wait(driver, FRAME)
    assert play.widget("code line") is not None
    driver.key(pygame.K_c)
    wait(driver, FRAME)
    assert play.widget("code") is not None


def test_a_level_of_a_plugin_shows_all_it_uses_without_its_author_doing_anything() -> None:
    driver = opened(replace(LEVEL, id="night/tea"))
    play = screen(driver)
    assert things(play) == {"code", "history"} and play.widget("code line") is None
    assert tiles(play) == ["tile step", "tile learn", "tile auto", "tile reset", "tile undo", "tile hint"]


def test_nobody_speaks_of_what_is_not_shown() -> None:
    """Nor is a word underlined before the glossary has been met."""
    told, underlined = [], set()
    for place in places(shipped()):
        if place.chapter <= 4:
            play = screen(opened(place.level))
            said = {word.strip(".,:;").lower() for line in (*play.dock.lines(), task_of(play)) for word in line.split()}
            told += [(place.level.id, word) for word in said & {"table", "row", "slider"}
                     if "table" not in play.attempt.shows]  # fmt: skip
            if any(widget.name.startswith("task ") for widget in play.widgets):
                underlined.add(place.chapter)
    assert told == [] and 1 not in underlined and underlined


def test_what_is_new_has_a_frame_until_something_is_done() -> None:
    driver = opened("stuck-steps", bets=False)
    play = screen(driver)
    assert play.new_thing.places() == [panel.rect for panel in play.board.panels if panel.thing == "history"]
    driver.key(pygame.K_SPACE)
    wait(driver, 2.0)
    driver.key(pygame.K_r)
    wait(driver, 1.0)
    assert not play.attempt.session.count and play.new_thing.places() == []


def test_a_new_tile_has_a_frame_and_a_tool_has_none() -> None:
    driver = opened("seven", bets=False)
    (place,) = screen(driver).new_thing.places()
    tile = screen(driver).widget("tile stop")
    assert tile is not None and tile.rect == place


@pytest.mark.parametrize("known", ["won before", "shows all"])
def test_nothing_is_new_to_who_has_seen_it(known: str) -> None:
    driver = opened("stuck-steps", bets=False, panels="all" if known == "shows all" else "come")
    play = screen(driver)
    if known == "won before":
        play.game.progress.level("stuck-steps").stars = [1]
    assert play.new_thing.places() == []
