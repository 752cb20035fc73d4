"""The show of every level, driven through all its phases by keys and by mouse, and taken over on the way."""

from __future__ import annotations

from functools import cache

import pygame
import pytest

from downslope.attempt.playback.round_plan import PHASES, ShowPhase
from downslope.attempt.playback.show import SPEEDS, MachineShow
from downslope.rules.session import Session
from downslope.scenes.play.play import PlayScene
from driving import Driver
from playing import key, opened, screen, wait
from support import campaign, shipped

HEAVY = {"ten-neurons", "kernels", "the-wall"}  # trained with thousands of pictures, or for 12,000 steps
LEVELS = [level.id for level in campaign()]

pytestmark = pytest.mark.usefixtures("display")


@cache
def opened_once() -> Driver:
    return opened("double-it", bets=False)


def begun(level: str) -> Driver:
    driver = opened_once()
    scene = PlayScene(driver.game, shipped().level(level), auto=True)
    scene.resize(driver.scene.width, driver.scene.height, driver.scene.scale)
    driver.scene = scene
    wait(driver, 0.1)
    return driver


def show_of(driver: Driver) -> MachineShow:
    machine = screen(driver).attempt.machine
    assert machine is not None
    return machine


def told(session: Session) -> Session:
    """The same actions once more, from nothing."""
    return Session(session.base, session.catalog, session.actions)


@pytest.mark.parametrize("level", [name for name in LEVELS if name not in HEAVY])
def test_each_show_goes_through_its_phases_by_keys(level: str) -> None:
    driver = begun(level)
    show, seen = show_of(driver), list[tuple[int, ShowPhase]]()
    for _ in range(400):
        here = show.session.stage, show.phase
        if here not in seen:
            seen.append(here)
            assert driver.scene.focus in ("machine play", "show next", "your turn", ""), driver.scene.focus
        if show.ended:
            break
        if show.prepares:
            show.set_speed(1)
            key(driver, pygame.K_SPACE)  # it holds
            clock = show.clock
            wait(driver, 0.05)
            assert show.paused and show.clock == clock
            key(driver, pygame.K_RETURN)  # and goes to the run, as soon as it is known
            for _ in range(200):
                if not show.prepares:
                    break
                wait(driver, 0.05)
        elif show.phase is ShowPhase.RUNS:
            key(driver, pygame.K_PERIOD)
            show.set_speed(len(SPEEDS) - 1)
            if show.paused:
                key(driver, pygame.K_SPACE)
        wait(driver, 0.1)
    assert show.ended and show.session.complete == show.session.won
    order = [PHASES.index(phase) for stage, phase in seen if stage == seen[-1][0]]
    assert order == sorted(order)
    again = told(show.session)
    assert again.weights == show.session.weights and again.stage == show.session.stage
    key(driver, pygame.K_a)
    assert screen(driver).dock.kind != "machine" and not screen(driver).attempt.session.actions
