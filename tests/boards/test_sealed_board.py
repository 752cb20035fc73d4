"""The sealed box: played with real events, by keyboard alone and by mouse alone, to three stars."""

from __future__ import annotations

from typing import Any

import pygame
import pytest

from checks.pseudo import spoken
from downslope.boards.one_neuron.sealed_board import SealedBoard
from downslope.scenes.play.card import CardScene
from downslope.solving.autosolve import solve
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.surface_cache import LAYERS
from downslope.view.format.numbers import number
from downslope.view.widgets.number_input import Slider, TypedField
from driving import Driver
from playing import board_of, click, key, opened, painted, screen, to_card, wait
from word_canvas import WordCanvas

pytestmark = pytest.mark.usefixtures("display")


def board(driver: Driver) -> SealedBoard:
    return board_of(driver, SealedBoard)


def test_nothing_of_the_box_is_shown_before_it_is_won() -> None:
    driver = opened("sealed-box")
    box = board(driver).model.box()
    assert (box.input, box.weight) == (None, None)
    assert box.misses == pytest.approx([-0.88])


def test_the_table_says_what_the_engine_computed() -> None:
    driver = opened("sealed-box")
    key(driver, pygame.K_SPACE)
    wait(driver, 0.3)
    run = screen(driver).attempt.session.run
    misses = [run.at(k).predictions[0][0] - 1.2 for k in range(2)]
    assert board(driver).model.misses() == pytest.approx(misses)
    assert misses[1] / misses[0] == pytest.approx(1 - 0.1 * 1.6**2)


@pytest.mark.parametrize(("alpha", "grown"), [("0.1", False), ("0.6", False), ("0.9", True)])
def test_a_miss_that_has_grown_is_not_called_a_part(alpha: str, grown: bool) -> None:
    driver = opened("sealed-box", bets=False)
    screen(driver).set_focus("knob alpha")
    driver.type(alpha)
    key(driver, pygame.K_RETURN, pygame.K_SPACE)
    wait(driver, 1.0)
    before, after = board(driver).model.misses()
    assert (abs(after) > abs(before)) == grown
    assert ("grown" in board(driver).words()[0]) == grown and ("a part" in board(driver).words()[0]) != grown


def test_keyboard_alone() -> None:
    driver = opened("sealed-box")
    key(driver, pygame.K_SPACE)
    wait(driver, 0.5)
    key(driver, pygame.K_d)
    wait(driver, 0.5)
    driver.type("1.6")
    key(driver, pygame.K_RETURN)  # it drops what was typed
    wait(driver, 2.0)
    screen(driver).set_focus("knob alpha")
    driver.type("0.391")
    key(driver, pygame.K_RETURN, pygame.K_SPACE)
    wait(driver, 3.0)
    assert isinstance(to_card(driver), CardScene)
    assert to_card(driver).summary.stars == {1, 2, 3}


def test_mouse_alone() -> None:
    driver = opened("sealed-box")
    click(driver, "tile step")
    wait(driver, 0.5)
    click(driver, "tile dare")
    wait(driver, 0.5)
    marker = driver.scene.widget("marker")
    assert marker is not None
    x, y, width, height = marker.rect
    driver.click(x + width * 0.4, y + height / 2)
    click(driver, "drop it")
    wait(driver, 2.0)
    alpha, box = driver.scene.widget("knob alpha"), driver.scene.widget("knob alpha typed")
    assert isinstance(alpha, Slider) and isinstance(box, TypedField)
    driver.drag((alpha.x_of(0.1), alpha.line), (alpha.x_of(0.39), alpha.line))
    wait(driver, 0.1)
    attempt, best = screen(driver).attempt, 1 / 1.6**2
    assert attempt.session.knobs["alpha"] == pytest.approx(best, rel=0.02)  # a pixel is wide
    for _ in range(10):  # the wheel over the number is fine enough
        away = float(attempt.session.knobs["alpha"]) / best - 1
        if abs(away) < 0.006:
            break
        driver.wheel(*box.centre, 1 if away < 0 else -1)
        wait(driver, 0.1)
        assert box.value == alpha.value == attempt.session.knobs["alpha"]
    click(driver, "tile step")
    wait(driver, 3.0)
    assert isinstance(to_card(driver), CardScene)
    assert to_card(driver).summary.stars == {1, 2, 3}


def test_the_number_is_a_box_to_click_on_and_type_in() -> None:
    driver = opened("sealed-box", bets=False)
    click(driver, "knob alpha typed")
    assert driver.scene.focus == "knob alpha"
    driver.type("0.5")
    key(driver, pygame.K_RETURN)
    assert screen(driver).attempt.session.knobs["alpha"] == 0.5
    click(driver, "knob alpha typed")
    driver.type("7")
    key(driver, pygame.K_RETURN)
    assert screen(driver).attempt.session.knobs["alpha"] == 0.5
    assert any("goes from" in toast.body or "goes from" in toast.title for toast in driver.game.toasts.shown)


@pytest.mark.parametrize("size", [(960, 540), (1280, 720)])
@pytest.mark.parametrize("text", [1.0, 1.5])
def test_the_goals_tag_is_as_wide_as_its_words(
    size: tuple[int, int], text: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = opened("sealed-box", text=text)
    box = board(driver).model.box()
    rects: list[tuple[float, float, float, float]] = []
    ends: list[float] = []
    original_rect, original_text = Canvas.rect, Canvas.text

    def spy_rect(self: Canvas, x: float, y: float, w: float, h: float, *rest: Any, **more: Any) -> None:
        if "goal" in (more.get("stroke"), *rest[2:3]):
            rects.append((x, y, w, h))
        original_rect(self, x, y, w, h, *rest, **more)

    def spy_text(self: Canvas, x: float, y: float, string: str, *rest: Any, **more: Any) -> float:
        wide = original_text(self, x, y, string, *rest, **more)
        if string == number(box.goal) and "goal" in rest:
            ends.append(x + wide)
        return wide

    monkeypatch.setattr(Canvas, "rect", spy_rect)
    monkeypatch.setattr(Canvas, "text", spy_text)
    LAYERS.clear()
    painted(driver, size)
    ((x, _y, w, _h),), (end,) = rects, ends
    stage = board(driver).stage.rect
    assert x < end < x + w and x + w <= stage[0] + stage[2]


def test_what_a_step_left_is_told_when_pip_has_arrived() -> None:
    driver = opened("sealed-box", bets=False, still=False)
    key(driver, pygame.K_SPACE)
    wait(driver, 0.1)
    assert screen(driver).attempt.playback.moving and len(board(driver).model.known_misses()) == 1
    wait(driver, 1.0)
    assert len(board(driver).model.known_misses()) == 2


def test_the_machine_opens_it_too() -> None:
    driver = opened("sealed-box")
    attempt = screen(driver).attempt
    for action in solve(attempt.session):
        attempt.session.do(action)
    assert attempt.session.won
    attempt.playback.jump(attempt.session.count)
    assert board(driver).model.box().input == 1.6


def test_what_is_thought_to_be_in_the_box_stands_beside_it() -> None:
    driver = opened("sealed-box")
    x, y, width, _height = board(driver).stage.rect
    place = board(driver).anchor(0, 1.6)
    assert place is not None and (place.side, place.value) == ("left", None)
    assert x < place.x < x + width / 3 and y < place.y < y + 250, "not on the line of the misses"


@pytest.mark.parametrize("longer", [False, True])
def test_the_titles_of_its_columns_keep_apart(longer: bool) -> None:
    with spoken(longer):
        driver = opened("sealed-box", text=1.5)
        painted(driver, (960, 540))
        LAYERS.clear()
        canvas = WordCanvas(pygame.Surface((960, 540)), driver.game.look())
        board(driver).table.paint(canvas)
        titles = canvas.places[1:5]
    assert all(end + 8 <= start for (_a, _l, end), (_b, start, _r) in zip(titles, titles[1:])), titles
