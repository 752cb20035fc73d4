"""The verdict after a run, after a bet and after a fault: its words, its numbers, its chart, its ways on."""

from __future__ import annotations

from functools import partial
from typing import Any

import pygame
import pytest

from downslope.attempt.director import TELLING
from downslope.engine.run import Fault
from downslope.rules.session import Session
from downslope.scenes.base.scene import Scene
from downslope.scenes.convergence import ConvergenceScene
from downslope.scenes.play.verdict import story_of
from downslope.view.charts.number_line import Trail
from downslope.view.format.markup import plain
from driving import FRAME, Driver
from playing import click, key, open_level, opened, painted, screen, until, wait

pytestmark = pytest.mark.usefixtures("display")


# on the screen


def ended(monkeypatch: pytest.MonkeyPatch, alpha: float, **settings: Any) -> Driver:
    """The sourdough after a run of one's own, its bet skipped."""
    driver = open_level("thirteen", monkeypatch, **settings)
    screen(driver).attempt.turn("alpha", alpha)
    key(driver, pygame.K_l)
    until(driver, "verdict")
    return driver


def test_keys_jump_and_put_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = ended(monkeypatch, 24)
    attempt = screen(driver).attempt
    assert attempt.session.outcome is not None and attempt.session.outcome.kind == "runaway"
    key(driver, pygame.K_j)
    assert attempt.step == attempt.session.outcome.turn < attempt.session.count
    key(driver, pygame.K_c)
    assert screen(driver).dock.kind == ""


def test_mouse_jumps_rewinds_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = ended(monkeypatch, 24)
    attempt = screen(driver).attempt
    assert attempt.session.outcome is not None
    turn = attempt.session.outcome.turn
    click(driver, "jump")
    click(driver, "rewind")
    assert attempt.session.count == turn and attempt.session.outcome is None
    assert screen(driver).dock.kind == ""


def test_the_convergence_map_after_a_win(monkeypatch: pytest.MonkeyPatch) -> None:
    for by_mouse in (False, True):
        driver = ended(monkeypatch, 15)
        if by_mouse:
            click(driver, "to map")
        else:
            driver.key(pygame.K_g)
        assert isinstance(driver.scene, ConvergenceScene)


def test_before_a_level_is_reached_its_map_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key leads to the map of levels; there is no button."""
    driver = ended(monkeypatch, 24)
    play, there = screen(driver), Scene(driver.game)
    assert play.widget("to map") is None
    monkeypatch.setattr(play, "to_map", partial(play.go, there))
    driver.scene.request_layout()
    driver.key(pygame.K_g)
    assert driver.scene is there


def test_once_it_was_reached_it_is_there_after_every_run(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = ended(monkeypatch, 24)
    driver.game.progress.level("thirteen").reached = True
    driver.scene.request_layout()
    click(driver, "to map")
    assert isinstance(driver.scene, ConvergenceScene)


def test_focus_stays_with_the_knobs_after_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = ended(monkeypatch, 24)
    wait(driver, 0.5)
    assert driver.scene.focus not in ("tile reset", "start anew", "back")


# after a fault


def test_a_fault_says_where_and_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("thirteen", monkeypatch, bets=False)

    def broken(self: Session, most: int, grow: bool = False) -> int:
        raise Fault("my-learner", "ZeroDivisionError: float division by zero", "/some/where/my_learner.py", 31)

    monkeypatch.setattr(Session, "learn_until_outcome", broken)
    key(driver, pygame.K_l)
    until(driver, "verdict")
    story = story_of(screen(driver))
    assert story is not None and story.title == "my-learner"
    text = plain(story.text)
    for part in ("ZeroDivisionError", "my_learner.py", "line 31", "reset", "map"):
        assert part in text
    assert "/some/where" not in text
    painted(driver)
    key(driver, pygame.K_r)
    wait(driver, 0.1)
    assert screen(driver).dock.kind == "" and screen(driver).attempt.fault is None


@pytest.mark.parametrize("still", [False, True])
def test_it_slides_in_and_with_reduced_motion_it_is_there(still: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("thirteen", monkeypatch, still=still)
    screen(driver).attempt.turn("alpha", 24)
    key(driver, pygame.K_l)
    for _ in range(3000):
        if screen(driver).dock.kind == "verdict":
            break
        wait(driver, 1 / 60)
    tops = []
    for _ in range(20):
        button = screen(driver).widget("to code")
        assert button is not None
        tops.append(button.rect[1])
        wait(driver, FRAME)
    assert tops == sorted(tops, reverse=True), "it comes from below and never goes back"
    frames = round(TELLING / FRAME)
    assert len(set(tops)) == 1 if still else abs(len(set(tops)) - frames) <= 2 and tops[0] - tops[-1] > 15
    assert tops[frames + 1] == tops[-1]


@pytest.mark.parametrize(("first", "second"), [(0.2, 0.3), (0.3, 0.2)])
def test_a_run_that_took_as_many_steps_is_drawn_beside_it(first: float, second: float) -> None:
    """The twins of the stiff peg: what one of them misses the other misses on the other side, until they meet."""
    driver = opened("goldilocks", bets=False)
    attempt = screen(driver).attempt
    for alpha in (first, second):
        attempt.turn("alpha", alpha)
        key(driver, pygame.K_l)
        until(driver, "verdict")
        story = screen(driver).dock.verdict.story()
        assert story is not None and isinstance(story.chart, Trail)
        own, twin, name = story.chart.values, story.chart.twin, story.chart.twin_name
        if alpha == first:
            assert twin == ()
            key(driver, pygame.K_r)
    assert len(own) == len(twin) == 5 and name == f"α {first:g}".replace("0.", ".")
    assert own[1] == pytest.approx(-twin[1]) and own[3] == pytest.approx(-twin[3]) and own[4] == pytest.approx(twin[4])
