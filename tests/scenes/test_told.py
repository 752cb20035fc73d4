"""The task, the hints and what is shown: what can be read when, at every size, and what a level leaves out."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pygame
import pytest

from downslope.boards.one_neuron.bowl_board import BowlBoard
from downslope.rules.campaign import places
from downslope.rules.catalog import Catalog
from downslope.rules.level_words import PanelName
from downslope.scenes.keys_and_words import GlossaryScene
from downslope.scenes.play.dock import BandButton
from downslope.scenes.play.play import PlayScene
from downslope.scenes.play.play_screen import task_of
from downslope.view.cards.terms import TermWord
from downslope.view.draw.canvas import Canvas, scale_of
from downslope.view.widgets.panel import Group, Panel
from driving import FRAME, Driver
from playing import board_of, key, opened, painted, screen, until, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")


def at(level: str, size: tuple[int, int], text: float, *, bets: bool = False) -> Driver:
    """A level opened in a window of that size."""
    driver = opened(level, bets=bets, text=text)
    scale = driver.game.scale = driver.controls.scale = scale_of(*size)
    driver.scene.resize(size[0] / scale, size[1] / scale, scale)
    return driver


def written(driver: Driver, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> str:
    """All that is drawn, as one text."""
    found: list[str] = []
    draw = Canvas.text

    def spy(self: Canvas, x: float, y: float, string: str, *rest: object, **more: object) -> float:
        found.append(string)
        return draw(self, x, y, string, *rest, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Canvas, "text", spy)
        painted(driver, size)
    return " ".join(" ".join(found).split())


def band(driver: Driver) -> BandButton | None:
    """The task as it is told in the dock."""
    return next((widget for widget in screen(driver).widgets if isinstance(widget, BandButton)), None)


def test_the_band_folds_at_the_first_action_and_stays_a_button() -> None:
    driver = at("hands-off", (960, 540), 1.5)
    scene = screen(driver)
    assert scene.task.shown
    wait(driver, 60.0)
    assert scene.task.shown, "it is no note that goes by itself"
    scene.attempt.step_once()
    wait(driver, FRAME)
    button = scene.widget("task")
    assert not scene.task.shown and button is not None and button.rect[0] < scene.topbar.counter.rect[0]
    click_at = button.centre
    driver.click(click_at[0] * driver.controls.scale, click_at[1] * driver.controls.scale)
    assert scene.task.shown


def test_in_the_top_bar_it_becomes_its_button_with_the_first_action() -> None:
    driver = opened("goldilocks", bets=False)
    scene = screen(driver)
    top = scene.room[1]
    for act, lines, button in ((lambda: None, 1, False), (lambda: scene.attempt.turn("alpha", 0.2), 0, True),
                               (scene.attempt.undo, 1, False)):  # fmt: skip
        act()
        wait(driver, FRAME)
        assert (scene.topbar.title.most, scene.widget("task") is not None, scene.room[1]) == (lines, button, top)
    key(driver, pygame.K_b)
    assert scene.dock.first == "task"


def test_a_bet_that_is_asked_folds_it_and_b_opens_it_all_the_same() -> None:
    driver = at("stuck-steps", (960, 540), 1.5)
    driver.game.settings.bets = True
    scene = screen(driver)
    assert scene.task.shown
    key(driver, pygame.K_d)
    until(driver, "strip")
    wait(driver, 0.6)
    assert not scene.task.shown
    key(driver, pygame.K_b)
    wait(driver, 1.0)
    assert scene.task.shown and scene.attempt.open_bets.open is not None


def test_a_bet_that_is_offered_leaves_a_button_for_the_task() -> None:
    driver = at("thirteen", (960, 540), 1.5)
    scene = screen(driver)
    scene.attempt.open_bets.open = 0
    wait(driver, FRAME)
    assert scene.dock.first == "strip" and scene.widget("task") is not None
    key(driver, pygame.K_b)
    assert scene.dock.first == "task"
    key(driver, pygame.K_b)
    assert scene.dock.first == "strip"


def test_a_hint_folds_it_so_that_the_hint_can_be_read() -> None:
    driver = at("in-the-dark", (960, 540), 1.5)
    assert screen(driver).task.shown
    key(driver, pygame.K_h)
    wait(driver, FRAME)
    assert not screen(driver).task.shown and screen(driver).dock.first == "hints"


@pytest.mark.parametrize("level", ["seven", "thirteen"])
@pytest.mark.parametrize("text", [1.0, 1.5])
def test_key_b_opens_and_folds_it_everywhere(level: str, text: float) -> None:
    driver = opened(level, bets=False, text=text)
    before = screen(driver).task.shown
    key(driver, pygame.K_b)
    assert screen(driver).task.shown is not before
    key(driver, pygame.K_b)
    assert screen(driver).task.shown is before


def test_the_next_part_shows_its_own_task() -> None:
    driver = at("double-it", (960, 540), 1.5)
    scene = screen(driver)
    scene.attempt.turn("weight", 2.0)
    wait(driver, FRAME)
    assert not scene.task.shown
    scene.attempt.next_stage()
    wait(driver, FRAME)
    button = band(driver)
    assert scene.task.shown and button is not None
    assert button.label.text == scene.attempt.session.level.brief != shipped().level("double-it").brief


def test_a_window_that_becomes_small_shows_it() -> None:
    driver = opened("thirteen", bets=False)
    assert not screen(driver).task.shown
    for scale, shown in ((0.5, True), (1.0, False), (0.5, True)):  # where room comes back it does not stand there twice
        driver.game.scale = driver.controls.scale = scale
        driver.scene.resize(1280, 720, scale)
        assert screen(driver).task.shown == shown
    driver.game.scale = driver.controls.scale = 1.0
    driver.scene.resize(1280, 720, 1.0)
    for shown in (True, False):
        key(driver, pygame.K_b)
        driver.scene.resize(1280, 720 - shown, 1.0)
        assert screen(driver).task.shown == shown, "what the player opens stays"


def term_words_of(driver: Driver) -> list[TermWord]:
    return [widget for widget in screen(driver).widgets if isinstance(widget, TermWord)]


def test_a_known_word_tells_its_line_to_the_pointer_that_rests_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = opened("no-perfect-answer", bets=False)
    word = next(each for each in term_words_of(driver) if each.term.word == "weight")
    assert f"weight: {word.term.meaning}" not in written(driver, (1280, 720), monkeypatch)
    driver.move(*word.centre)
    wait(driver, 1.0)
    assert f"weight: {word.term.meaning}" in written(driver, (1280, 720), monkeypatch)
    driver.click(*word.centre)
    assert isinstance(driver.scene, GlossaryScene) and driver.scene.first == "weight"
    wait(driver, 0.6)
    assert driver.scene.focus == "term weight"


def test_the_key_of_the_words_begins_with_the_first_that_is_told() -> None:
    driver = opened("thirteen", bets=False)
    told = term_words_of(driver)[0].term.word
    driver.key(pygame.K_w)
    wait(driver, 0.6)
    assert isinstance(driver.scene, GlossaryScene) and driver.scene.focus == f"term {told}"


# ---------------------------------------------------------------------------------------------------------------------
# Hints: those that were read stay; where they give way.


def drawer(driver: Driver) -> tuple[bool, int, bool]:
    """Is it open, how many were read, is there a closed one?"""
    found = screen(driver).dock.drawer
    return found.shown, found.read, any(each.name.startswith("next hint") for each in screen(driver).widgets)


def test_those_that_were_read_stay_and_opening_it_again_spends_none() -> None:
    driver = opened("stuck-steps", bets=False)
    assert drawer(driver) == (False, 0, False)
    key(driver, pygame.K_h, pygame.K_h)
    assert drawer(driver) == (True, 2, True)
    key(driver, pygame.K_ESCAPE)
    assert drawer(driver) == (False, 2, False)
    key(driver, pygame.K_h)
    assert drawer(driver) == (True, 2, True)
    row = screen(driver).widget("next hint 3")
    assert row is not None and row.accessible_name() == "Show the last hint: it gives the answer"
    key(driver, pygame.K_h)
    assert drawer(driver) == (True, 3, False)
    key(driver, pygame.K_h)
    assert drawer(driver) == (False, 3, False)


def test_it_stays_while_knobs_are_turned_and_gives_way_to_a_bet() -> None:
    driver = opened("stuck-steps")
    key(driver, pygame.K_h)
    screen(driver).attempt.turn("alpha", 0.1)
    wait(driver, FRAME)
    assert screen(driver).dock.drawer.shown
    key(driver, pygame.K_d)
    assert screen(driver).kind == "strip" and not screen(driver).dock.drawer.shown
    wait(driver, 0.5)
    key(driver, pygame.K_h)
    assert screen(driver).dock.drawer.shown and screen(driver).widget("answer 1") is None
    key(driver, pygame.K_ESCAPE)
    assert screen(driver).widget("answer 1") is not None


def test_what_is_played_waits_for_a_reader() -> None:
    driver = opened("thirteen", bets=False)
    play = screen(driver)
    play.attempt.learn()
    wait(driver, FRAME)
    driver.post(pygame.KEYDOWN, key=pygame.K_h, mod=0, unicode="h")
    steps = play.attempt.session.count
    pending = play.attempt.director.pending
    wait(driver, 3.0)
    assert not pending or play.attempt.session.count == steps


# ---------------------------------------------------------------------------------------------------------------------
# What a level does not show is not drawn; its keys still act.


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
    for code in (pygame.K_SPACE, pygame.K_z, pygame.K_h):
        driver.key(code)
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
    driver.click_on("tile everything")
    wait(driver, 0.1)
    assert driver.scene.widget("tile everything") is None and things(screen(driver)) == {"code", "history"}


def test_code_is_the_line_that_has_just_run_until_somebody_asks_for_all() -> None:
    driver = opened("goldilocks", bets=False, still=False)
    play = screen(driver)
    assert play.widget("code line") is not None and play.widget("code") is None
    driver.key(pygame.K_SPACE)
    told = set()
    for _frame in range(40):
        wait(driver, FRAME)
        told.add(board_of(driver, BowlBoard).code.line().line.strip().split()[0])
    assert {"prediction", "delta", "weight"} <= told
    driver.click_on("code line")
    wait(driver, FRAME)
    assert play.widget("code") is not None and play.widget("code line") is None
    driver.click_on("fold code")
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


@pytest.mark.slow
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
