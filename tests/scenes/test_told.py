"""The task, the hints, the stars' conditions and what is shown: what can be read when, and what a level leaves out."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pygame
import pytest

from downslope.rules import Catalog
from downslope.rules.level_words import PanelName
from downslope.scenes.keys_and_words import GlossaryScene
from downslope.scenes.play.play import PlayScene
from downslope.view.cards.terms import TermWord
from downslope.view.draw import scale_of
from downslope.view.widgets.panel import Group, Panel
from driving import FRAME, Driver
from playing import key, need, opened, painted, screen, until, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")


def small(level: str) -> Driver:
    """A level opened in a small window, with large text."""
    driver = opened(level, bets=False, text=1.5)
    scale = driver.game.scale = driver.controls.scale = scale_of(960, 540)
    driver.scene.resize(960 / scale, 540 / scale, scale)
    return driver


# ---------------------------------------------------------------------------------------------------------------------
# The task: a band in the dock where there is no room for it above; it folds into a button.


def test_the_band_folds_at_the_first_action_and_stays_a_button() -> None:
    driver = small("hands-off")
    scene = screen(driver)
    wait(driver, 60.0)
    assert scene.task.shown, "it is no note that goes by itself"
    scene.attempt.step_once()
    wait(driver, FRAME)
    x, y = need(scene.widget("task")).centre
    assert not scene.task.shown and x < scene.topbar.counter.rect[0]
    driver.click(x * driver.controls.scale, y * driver.controls.scale)
    assert scene.task.shown
    key(driver, pygame.K_h)
    wait(driver, FRAME)
    assert not scene.task.shown and scene.dock.first == "hints", "so that the hint can be read"


@pytest.mark.parametrize("text", [1.0, 1.5])
def test_in_the_top_bar_it_becomes_its_button_with_the_first_action_and_b_opens_it(text: float) -> None:
    driver = opened("goldilocks", bets=False)
    scene, attempt = screen(driver), screen(driver).attempt
    top = scene.room[1]
    for act_, lines in ((lambda: None, 1), (lambda: attempt.turn("alpha", 0.2), 0), (attempt.undo, 1)):
        act_()
        wait(driver, FRAME)
        assert (scene.topbar.title.most, scene.widget("task") is None, scene.room[1]) == (lines, lines == 1, top)
    key(driver, pygame.K_b)
    assert scene.dock.first == "task"
    driver = opened("seven", bets=False, text=text)
    before = screen(driver).task.shown
    for shown in (not before, before):
        key(driver, pygame.K_b)
        assert screen(driver).task.shown is shown


def test_a_bet_folds_it_and_b_opens_it_all_the_same() -> None:
    driver = small("stuck-steps")
    driver.game.settings.bets = True
    scene = screen(driver)
    assert scene.task.shown
    key(driver, pygame.K_d)
    until(driver, "strip")
    wait(driver, 0.6)
    assert not scene.task.shown and scene.dock.first == "strip" and scene.widget("task") is not None
    for first in ("task", "strip"):
        key(driver, pygame.K_b)
        wait(driver, 0.2)
        assert scene.dock.first == first and scene.attempt.open_bets.open is not None


def test_a_known_word_tells_its_line_to_the_pointer_and_w_begins_with_the_first_that_is_told() -> None:
    driver = opened("no-perfect-answer", bets=False)
    first, *_others = told = [widget for widget in screen(driver).widgets if isinstance(widget, TermWord)]
    word = next(each for each in told if each.term.word == "weight")
    before = painted(driver).get_buffer().raw
    driver.move(*word.centre)
    wait(driver, 1.0)
    assert painted(driver).get_buffer().raw != before
    for by_key, term in ((False, "weight"), (True, first.term.word)):
        play = driver.scene
        driver.key(pygame.K_w) if by_key else driver.click(*word.centre)
        assert isinstance(driver.scene, GlossaryScene) and driver.scene.first == term
        wait(driver, 0.6)
        assert driver.scene.focus == f"term {term}"
        driver.scene = play
        wait(driver, 0.6)


# ---------------------------------------------------------------------------------------------------------------------
# Hints: those that were read stay; where they give way.


def test_hints_that_were_read_stay_and_opening_the_drawer_again_spends_none() -> None:
    driver = opened("stuck-steps", bets=False)
    found = screen(driver).dock.drawer
    for code, state in ((pygame.K_h, (True, 1)), (pygame.K_h, (True, 2)), (pygame.K_ESCAPE, (False, 2)),
                        (pygame.K_h, (True, 2)), (pygame.K_h, (True, 3)), (pygame.K_h, (False, 3))):  # fmt: skip
        key(driver, code)
        assert (found.shown, found.read) == state


def test_the_drawer_stays_while_knobs_are_turned_gives_way_to_a_bet_and_what_is_played_waits_for_a_reader() -> None:
    driver = opened("stuck-steps")
    scene = screen(driver)
    key(driver, pygame.K_h)
    scene.attempt.turn("alpha", 0.1)
    wait(driver, FRAME)
    assert scene.dock.drawer.shown
    key(driver, pygame.K_d)
    assert scene.kind == "strip" and not scene.dock.drawer.shown
    wait(driver, 0.5)
    for code, shown in ((pygame.K_h, True), (pygame.K_ESCAPE, False)):
        key(driver, code)
        assert scene.dock.drawer.shown is shown and (scene.widget("answer 1") is None) is shown
    driver = opened("thirteen", bets=False)
    attempt = screen(driver).attempt
    attempt.learn()
    wait(driver, FRAME)
    driver.post(pygame.KEYDOWN, key=pygame.K_h, mod=0, unicode="h")
    steps, pending = attempt.session.count, attempt.director.pending
    wait(driver, 3.0)
    assert not pending or attempt.session.count == steps


# ---------------------------------------------------------------------------------------------------------------------
# What the stars ask for can be asked at any time: by pointer, focus, key and gamepad.


def test_the_stars_conditions_are_opened_and_folded() -> None:
    driver = opened("seven", bets=False)
    scene = screen(driver)

    def told() -> bool:
        painted(driver)
        return scene.topbar.counter.card[2] > 0

    def pad(seconds: float) -> None:
        driver.post(pygame.CONTROLLERBUTTONDOWN, button=pygame.CONTROLLER_BUTTON_Y, instance_id=0)
        for intent in driver.controls.repeats(seconds):
            driver.scene = driver.scene.handle(intent)
        driver.post(pygame.CONTROLLERBUTTONUP, button=pygame.CONTROLLER_BUTTON_Y, instance_id=0)
        wait(driver, FRAME)

    driver.move(1000.0, 34.0)
    assert not told()
    wait(driver, 0.35)
    assert told(), "a pointer rests there"
    driver.move(600, 400)
    assert not told()
    for shown in (True, False, True):
        key(driver, pygame.K_i)
        assert told() is shown
    scene.attempt.turn("weight", 0.6)
    wait(driver, FRAME)
    assert not told(), "something was done"
    driver.tab_to("stars")
    assert told()
    key(driver, pygame.K_RETURN, pygame.K_TAB)
    assert told(), "pressed, it stays when the keyboard goes on"
    driver.click_on("stars")
    driver.move(600, 400)
    assert not told()
    pad(0.6)
    assert told() and not scene.dock.drawer.shown, "a button that is held; pressed it asks for a hint"
    pad(0.1)
    assert scene.dock.drawer.shown


# ---------------------------------------------------------------------------------------------------------------------
# What a level does not show is not drawn; its keys still act.


LEVEL = replace(shipped().level("thirteen"), questions=[])
USUAL = ["tile step", "tile learn", "tile auto", "tile reset", "tile undo", "tile hint"]


def things(play: PlayScene) -> set[str]:
    """Of all panels on the screen."""
    panels: list[Panel] = [*play.board.panels, *play.dock.shown]
    for panel in panels:
        panels += panel.shown if isinstance(panel, Group) else ()
    return {panel.thing for panel in panels} - {""}


def tiles(play: PlayScene) -> list[str]:
    return [widget.name for widget in play.widgets if widget.name.startswith("tile ")]


def test_a_level_with_nothing_to_show_has_its_stage_and_its_own_tiles_and_its_keys_act() -> None:
    driver = opened(replace(LEVEL, shows=[]))
    play = screen(driver)
    assert things(play) == set() and play.widget("stars") is None
    assert tiles(play) == ["tile step", "tile learn", "tile everything"]
    for code in (pygame.K_SPACE, pygame.K_z, pygame.K_h):
        driver.key(code)
        wait(driver, 2.0)
    assert not play.attempt.session.count and not play.attempt.session.actions and play.dock.first == "hints"
    driver.key(pygame.K_ESCAPE)
    play.attempt.ran = True  # who has made a run of their own may see the machine's
    driver.key(pygame.K_a)
    assert play.attempt.show is not None


def test_what_is_shown_is_what_was_introduced_all_of_a_plugins_or_all_with_u() -> None:
    for level in (replace(LEVEL, shows=get_args(PanelName)), replace(LEVEL, id="night/tea")):
        play = screen(opened(level, bets=False))
        assert things(play) == {"code", "history"} and play.widget("stars") is not None and tiles(play) == USUAL
    levels = [replace(LEVEL, id=f"pack/{name}", introduces=[name]) for name in ("loop", "history", "code")]
    catalog = Catalog({**shipped().metrics}, {**shipped().learners}, {level.id: level for level in levels})
    assert [things(screen(opened(level, catalog))) for level in levels] == [set(), {"history"}, {"code", "history"}]
    driver = opened(levels[0], catalog)
    for panels, found in (("all", {"code", "history"}), ("come", set())):
        driver.key(pygame.K_u)
        wait(driver, 0.1)
        assert things(screen(driver)) == found and driver.game.settings.panels == panels
    driver.click_on("tile everything")
    wait(driver, 0.1)
    assert driver.scene.widget("tile everything") is None and things(screen(driver)) == {"code", "history"}


def test_what_is_new_has_a_frame_until_something_is_done_by_who_has_not_seen_it() -> None:
    driver = opened("seven", bets=False)
    assert screen(driver).new_thing.places() == [need(screen(driver).widget("tile stop")).rect]
    for panels, stars in (("come", []), ("all", []), ("come", [1])):
        driver = opened("stuck-steps", bets=False, panels=panels)
        play = screen(driver)
        play.game.progress.level("stuck-steps").stars = stars
        new = [panel.rect for panel in play.board.panels if panel.thing == "history"]
        assert play.new_thing.places() == (new if panels == "come" and not stars else [])
    driver = opened("stuck-steps", bets=False)
    key(driver, pygame.K_SPACE, then=2.0)
    key(driver, pygame.K_r, then=1.0)
    assert not screen(driver).attempt.session.count and screen(driver).new_thing.places() == []
