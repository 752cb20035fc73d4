"""A neuron with several inputs: the calls, the needles, and what each wire was blamed for, with real events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pygame
import pytest

from downslope.learning.network import Neuron
from downslope.rules.level import Example, Level
from downslope.rules.target import Near
from downslope.saves import Store
from downslope.scenes.boards.needles import NeedlesBoard
from downslope.scenes.card import CardScene
from downslope.scenes.game import Game
from downslope.scenes.play import PlayScene
from downslope.view.needles import plan
from driving import Driver, open_display
from playing import click, key, painted, screen, wait
from support import shipped


@pytest.fixture(autouse=True)
def display() -> Iterator[None]:
    open_display()
    yield
    pygame.display.quit()


def opened(level: str | Level = "dead-wire", **settings: Any) -> Driver:
    store = Store()
    for name, value in {"still": True, "sound": 0.0, "ambience": 0.0, **settings}.items():
        setattr(store.settings, name, value)
    scene = PlayScene(Game(store, catalog=shipped()), shipped().level(level) if isinstance(level, str) else level)
    driver = Driver(scene)
    wait(driver, 0.1)
    assert isinstance(screen(driver).board, NeedlesBoard)
    return driver


def board(driver: Driver) -> NeedlesBoard:
    found = screen(driver).board
    assert isinstance(found, NeedlesBoard)
    return found


def answer(driver: Driver, mouse: bool) -> None:
    """The right answer to the question that is open."""
    asking = screen(driver).attempt.asking
    assert asking.question is not None and asking.open is not None
    number = asking.order(asking.open).index(str(asking.question.right)) + 1
    if mouse:
        click(driver, f"answer {number}")
    else:
        key(driver, getattr(pygame, f"K_{number}"))


def walk_on(driver: Driver, mouse: bool) -> None:
    """Whatever is on the screen: answer it, close it, step, or go to the next part."""
    play = screen(driver)
    if play.attempt.asking.open is not None:
        answer(driver, mouse)
    elif play.widget("go on"):
        click(driver, "go on") if mouse else key(driver, pygame.K_RETURN)
    elif play.attempt.session.won and not play.attempt.session.last_stage:
        click(driver, "tile next") if mouse else key(driver, pygame.K_RETURN)
    elif not play.attempt.session.won:
        click(driver, "tile step") if mouse else key(driver, pygame.K_SPACE)


@pytest.mark.parametrize("mouse", [True, False])
def test_both_days_to_three_stars(mouse: bool) -> None:
    driver = opened()
    for _ in range(80):
        if isinstance(driver.scene, CardScene):
            break
        walk_on(driver, mouse)
        wait(driver, 0.8)
    assert isinstance(driver.scene, CardScene)
    assert driver.scene.summary.stars == {1, 2, 3}


def test_before_the_calls_nothing_tells_which_way() -> None:
    driver = opened()
    painted(driver)
    rows = board(driver).picture
    assert rows is not None
    assert {row.value for row in rows.rows if not row.piece.strip().startswith(("error", "-"))} == {""}
    assert board(driver).blamed() is None


def test_the_needles_are_the_engines() -> None:
    driver = opened(bets=False)
    key(driver, pygame.K_SPACE)
    wait(driver, 0.5)
    shown, run = board(driver).needles(), screen(driver).attempt.session.run
    assert shown.weights == run.weights
    assert shown.moves == [0.0, run.weights[1] - 0.5]
    assert shown.prediction == run.network.predict(run.weights, (0, -2))[0]
    blamed = board(driver).blamed()
    assert blamed is not None
    assert [row[1:] for row in blamed] == [(-2.0, 0.0, 0.0), (-2.0, -2.0, 4.0)]
    assert [row[0] for row in blamed] == ["left", "right"]


def test_a_needle_turns_while_a_step_is_under_way() -> None:
    driver = opened(bets=False, still=False)
    key(driver, pygame.K_SPACE)
    wait(driver, 0.3)
    here = board(driver).needles().weights[1]
    assert screen(driver).attempt.session.weights[1] < here < 0.5


@pytest.mark.parametrize(
    ("size", "text", "theme"),
    [((960, 540), 1.0, "dark"), ((960, 540), 1.5, "light"), ((1280, 720), 1.25, "dark"), ((2560, 1440), 1.0, "light")],
)
def test_it_can_be_drawn_at_every_size(size: tuple[int, int], text: float, theme: str) -> None:
    driver = opened(text=text, theme=theme, bets=False)
    key(driver, pygame.K_SPACE)
    wait(driver, 0.5)
    assert painted(driver, size).get_size() == size
    for widget in screen(driver).widgets:
        x, _y, width, _height = widget.rect
        assert x >= -1 and x + width <= screen(driver).width + 1, widget.name


def test_ten_inputs_have_room() -> None:
    level = Level(
        "ten", title="Ten", network=Neuron(10), examples=[Example([i - 4.5 for i in range(10)], 1)], weights=[0.1] * 10,
        alpha=0.005, knobs=[], target=Near(0.01), sight={"bowl": "none"},
    )  # fmt: skip
    driver = opened(level)
    painted(driver)
    at = plan((24, 72, 608, 528), 10)
    assert all(72 < y < 600 for y in at.ys)
    key(driver, pygame.K_l)
    wait(driver, 8.0)
    assert isinstance(driver.scene, CardScene)
