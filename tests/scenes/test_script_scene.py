"""The script's screen by keyboard and mouse: a tab for each form, scrolling, and what is copied is what is shown."""

from __future__ import annotations

from typing import Any

import pygame
import pytest

from downslope.attempt.game.game import Game
from downslope.rules.actions import Learn
from downslope.rules.session import Session
from downslope.scenes.base.scene import Scene
from downslope.scenes.code_screens import ScriptScene, about
from downslope.scripts.forms import FORMS, write, written_as
from downslope.storage.saves import Store
from downslope.view.draw.theme import Look, theme_for
from downslope.view.format.markup import draw_code
from downslope.view.widgets.button import Button, Segmented
from driving import Driver
from support import play
from word_canvas import WordCanvas

pytestmark = pytest.mark.usefixtures("display")


def opened(session: Session, **settings: Any) -> Driver:
    game = Game(Store())
    for name, value in settings.items():
        setattr(game.settings, name, value)
    return Driver(ScriptScene(game, Scene(game), "A level", {form: write(session, form) for form in FORMS}))


def deep() -> Session:
    return play("hidden-four", Learn(9))


def scene(driver: Driver) -> ScriptScene:
    assert isinstance(driver.scene, ScriptScene)
    return driver.scene


def tabs(driver: Driver) -> Segmented:
    found = driver.scene.widget("form")
    assert isinstance(found, Segmented)
    return found


def click_tab(driver: Driver, number: int) -> None:
    x, y, width, height = tabs(driver).rect
    driver.click(x + (number + 0.5) * width / len(FORMS), y + height / 2)


@pytest.mark.slow
def test_each_tab_by_mouse_and_what_is_copied() -> None:
    session = deep()
    driver = opened(session)
    for number, form in enumerate(FORMS):
        click_tab(driver, number)
        assert scene(driver).form == form
        copy = driver.scene.widget("copy")
        assert isinstance(copy, Button) and copy.label == "Copy to clipboard"
        driver.click_on("copy")
        assert pygame.scrap.get_text() == written_as(session, form)
        assert getattr(driver.scene.widget("copy"), "label", "") == "Copied"


def test_the_sentence_tells_how_pytorch_is_used() -> None:
    by_optimizer, in_arrays = (write(session, "torch").text for session in (deep(), play("one-step", Learn(1))))
    assert "backward()" in by_optimizer and "slopes itself" in about("torch", by_optimizer)
    assert "backward()" not in in_arrays and "whole layer" in about("torch", in_arrays)


def test_each_tab_by_keys_from_wherever_the_focus_is() -> None:
    driver = opened(deep())
    assert driver.scene.focus == "copy"
    for form in list(FORMS)[1:]:
        driver.key(pygame.K_RIGHT)
        assert scene(driver).form == form
    driver.key(pygame.K_RIGHT)
    assert scene(driver).form == "keras"  # the last stays
    driver.key(pygame.K_LEFT)
    driver.key(pygame.K_RETURN)
    assert pygame.scrap.get_text() == written_as(deep(), "torch")
    driver.type("c")
    assert scene(driver).form == "keras"
    driver.key(pygame.K_TAB)
    driver.tab_to("form")
    driver.key(pygame.K_HOME)
    assert scene(driver).form == "python"
    driver.key(pygame.K_ESCAPE)
    assert not isinstance(driver.scene, ScriptScene)


def test_long_scripts_scroll_by_keys_and_wheel_and_begin_at_the_top() -> None:
    driver = opened(deep())
    driver.key(pygame.K_RIGHT, times=2)
    area = scene(driver).areas["lines"]
    assert area.limit > 0
    driver.key(pygame.K_DOWN)
    assert area.offset > 0
    driver.key(pygame.K_UP)
    assert area.offset == 0
    driver.key(pygame.K_PAGEDOWN, times=4)
    assert area.offset == area.limit
    x, y = area.centre
    driver.wheel(x, y, 1)
    assert 0 < area.offset < area.limit
    driver.key(pygame.K_RIGHT)
    assert scene(driver).areas["lines"].offset == 0


def test_a_form_that_there_is_not_says_why_and_cannot_be_copied() -> None:
    session = play("stuck-steps", Learn(3))
    driver = opened(session)
    pygame.scrap.put_text("before")
    driver.key(pygame.K_RIGHT)
    shown = scene(driver).shown
    assert shown == write(session, "numpy")
    assert not shown.text and "hot and cold" in shown.why and shown.why.endswith(".")
    copy = driver.scene.widget("copy")
    assert copy is not None and not copy.enabled
    driver.click(*copy.centre)
    assert pygame.scrap.get_text() == "before"
    click_tab(driver, 0)
    driver.click(*copy.centre)
    assert pygame.scrap.get_text() == written_as(session)


def test_no_tab_moves_when_another_is_chosen() -> None:
    driver = opened(deep())
    places = set()
    for number in range(len(FORMS)):
        click_tab(driver, number)
        places.add((scene(driver).place, tabs(driver).rect))
    assert len(places) == 1


def test_where_a_comment_begins() -> None:
    def comment(line: str) -> list[str]:
        canvas = WordCanvas(pygame.Surface((400, 40)), Look(theme_for()))
        draw_code(canvas, 10, 20, line)
        return [word for word in canvas.words if word.strip().startswith("#")]

    assert comment("x = 1") == comment('x = "#"') == []
    assert comment("x = 1  # one") == ["  # one"]
    assert comment("    # one") == ["# one"]
