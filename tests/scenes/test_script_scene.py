"""The script's screen by keyboard and mouse: a tab for each form, and what is copied is what is shown."""

from __future__ import annotations

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
from playing import control
from support import play
from word_canvas import WordCanvas

pytestmark = pytest.mark.usefixtures("display")


def opened(session: Session) -> tuple[Driver, ScriptScene]:
    game = Game(Store())
    scene = ScriptScene(game, Scene(game), "A level", {form: write(session, form) for form in FORMS})
    return Driver(scene), scene


def copied(driver: Driver) -> str:
    driver.click(*control(driver, "copy", Button).centre)
    return pygame.scrap.get_text()


def click_tab(driver: Driver, number: int) -> tuple[float, float, float, float]:
    x, y, width, height = rect = control(driver, "form", Segmented).rect
    driver.click(x + (number + 0.5) * width / len(FORMS), y + height / 2)
    return rect


def test_each_tab_by_mouse_and_by_keys_and_what_is_copied() -> None:
    session = play("hidden-four", Learn(9))
    driver, scene = opened(session)
    places = set()
    for number, form in enumerate(FORMS):
        places.add((click_tab(driver, number), scene.place))
        assert scene.form == form and control(driver, "copy", Button).label == "Copy to clipboard"
        assert copied(driver) == written_as(session, form) and control(driver, "copy", Button).label == "Copied"
    assert len(places) == 1, "no tab moves when another is chosen"
    driver, scene = opened(session)
    for form in (*list(FORMS)[1:], "keras"):  # the last stays
        driver.key(pygame.K_RIGHT)
        assert scene.form == form
    area = scene.areas["lines"]
    driver.key(pygame.K_PAGEDOWN, times=4)
    assert area.offset == area.limit > 0
    driver.key(pygame.K_LEFT)
    assert scene.areas["lines"].offset == 0
    driver.key(pygame.K_RETURN)
    assert pygame.scrap.get_text() == written_as(session, "torch")
    driver.type("c")
    assert scene.form == "keras"
    driver.tab_to("form")
    driver.key(pygame.K_HOME)
    assert scene.form == "python"
    driver.key(pygame.K_ESCAPE)
    assert driver.scene is not scene


def test_the_sentence_tells_how_pytorch_is_used() -> None:
    sessions = play("hidden-four", Learn(9)), play("one-step", Learn(1))
    by_optimizer, in_arrays = (write(session, "torch").text for session in sessions)
    assert "backward()" in by_optimizer and "slopes itself" in about("torch", by_optimizer)
    assert "backward()" not in in_arrays and "whole layer" in about("torch", in_arrays)


def test_a_form_that_there_is_not_says_why_and_cannot_be_copied() -> None:
    session = play("stuck-steps", Learn(3))
    driver, scene = opened(session)
    pygame.scrap.put_text("before")
    click_tab(driver, 1)
    assert not scene.shown.text and "hot and cold" in scene.shown.why and scene.shown.why.endswith(".")
    assert copied(driver) == "before"
    click_tab(driver, 0)
    assert copied(driver) == written_as(session)


def test_where_a_comment_begins() -> None:
    for line, comments in (("x = 1", []), ('x = "#"', []), ("x = 1  # one", ["  # one"]), ("    # one", ["# one"])):
        canvas = WordCanvas(pygame.Surface((400, 40)), Look(theme_for()))
        draw_code(canvas, 10, 20, line)
        assert [word for word in canvas.words if word.strip().startswith("#")] == comments
