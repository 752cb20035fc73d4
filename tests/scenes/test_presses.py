"""When a press counts: no bet is lost to a key that is hammered, nothing is pressed that could not be seen before, and
the keyboard goes to what the screen proposes, never to the way out.
"""

from __future__ import annotations

from collections.abc import Iterator

import pygame
import pytest

from checks.asked import leads_away
from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.rules.actions import Freeze
from downslope.scenes.base.event_routing import DEAF
from downslope.scenes.base.scene import Scene
from downslope.scenes.convergence import ConvergenceScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.recap import RecapScene
from downslope.storage.progress import Progress
from downslope.view.widgets.button import Button
from driving import FRAME, Driver, MemoryStore
from pictures.plans import PLANS, Plan, recap, travelled
from playing import opened, screen, told, until, wait
from support import campaign, shipped

pytestmark = pytest.mark.usefixtures("display")
LEVELS = [level.id for level in campaign()]


def fresh_game() -> Game:
    store = MemoryStore(still=True)
    store.progress = Progress()
    return Game(store, catalog=shipped())


def hammer(driver: Driver, codes: tuple[int, ...], seconds: float, every: int = 3) -> None:
    """Keys ten times a second, whatever is on the screen, until another screen comes."""
    driver.patient = False
    before = driver.scene
    for frame in range(round(seconds / FRAME)):
        if frame % every == 0:
            driver.key(codes[frame // every % len(codes)])
        driver.scene = driver.scene.update(FRAME)
        driver.scene.resize(1280, 720)
        if driver.scene is not before:
            return


@pytest.mark.parametrize("codes", [(pygame.K_RETURN,), (pygame.K_SPACE,), (pygame.K_RETURN, pygame.K_SPACE)])
@pytest.mark.parametrize("level", ["double-it", "thirteen"])
def test_hammering_after_a_win_does_not_answer_the_bet_that_opens(level: str, codes: tuple[int, ...]) -> None:
    driver = opened(level)
    play = screen(driver)
    if level == "double-it":
        play.attempt.turn("weight", 2.0)
    hammer(driver, codes, 12.0)
    assert play.attempt.open_bets.given == {}
    assert level == "thirteen" or play.attempt.open_bets.open is not None, "the win that it asks about waits for it"


@pytest.mark.slow
@pytest.mark.parametrize("level", LEVELS)
def test_hammering_answers_no_bet_of_any_level(level: str) -> None:
    driver = opened(level, still=False)
    play = screen(driver)
    hammer(driver, (pygame.K_RETURN, pygame.K_SPACE), 6.0)
    assert play.attempt.open_bets.given == {}


def test_hammering_answers_no_recap() -> None:
    driver = Driver(travelled(recap(1))(fresh_game()))
    assert isinstance(driver.scene, RecapScene)
    before = dict(driver.scene.answers)
    hammer(driver, (pygame.K_RETURN, pygame.K_SPACE), 3.0)
    assert isinstance(driver.scene, RecapScene) and driver.scene.answers == before


class Changing(Scene):
    """One button that becomes another one."""

    def __init__(self) -> None:
        super().__init__(Game(MemoryStore()))
        self.name = "step"
        self.pressed: list[str] = []

    def layout(self) -> None:
        name = self.name
        self.widgets = [
            Button(name, (24, 600, 112, 84), name, on_press=lambda: self.pressed.append(name), key="step"),
            Button("undo", (148, 600, 112, 84), "Undo", on_press=lambda: self.pressed.append("undo")),
        ]

    def become(self, name: str) -> None:
        self.name = name
        self.request_layout()


def test_a_tile_that_became_another_one_takes_no_press_for_a_moment() -> None:
    scene = Changing()
    driver = Driver(scene, patient=False)
    driver.click(60, 640)
    scene.become("next")
    driver.click(60, 640)
    driver.key(pygame.K_SPACE)
    assert scene.pressed == ["step"]
    driver.click(180, 640)
    assert scene.pressed == ["step", "undo"], "what has not changed is heard"
    wait(driver, DEAF + FRAME)
    driver.click(60, 640)
    driver.key(pygame.K_SPACE)
    assert scene.pressed == ["step", "undo", "next", "next"]


def test_under_a_pointer_that_rests_a_tile_keeps_to_itself() -> None:
    scene = Changing()
    driver = Driver(scene, patient=False)
    driver.click(60, 640)
    scene.become("next")
    wait(driver, 5.0)
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        driver.post(kind, pos=(60, 640), button=1)
    assert scene.pressed == ["step"]
    driver.move(61, 640)
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        driver.post(kind, pos=(61, 640), button=1)
    assert scene.pressed == ["step", "next"]


# -- where the keyboard goes -----------------------------------------------------------------------------------------


def test_after_stop_here_and_after_a_bet_that_is_offered_after_a_win() -> None:
    driver = opened("stop-in-time", bets=False)
    play = screen(driver)
    play.do("stop")
    play.do("stop")
    wait(driver, 3 * DEAF)
    assert list(leads_away(play)) == [] and play.focus != "tile reset"
    driver = opened("freeze-the-toes")
    play = screen(driver)
    play.attempt.act(Freeze(0))
    driver.key(pygame.K_l)
    until(driver, "verdict")
    driver.key(pygame.K_d)
    until(driver, "strip")
    wait(driver, DEAF + FRAME)
    driver.key(pygame.K_1)
    told(driver)
    wait(driver, DEAF + 2 * FRAME)
    assert list(leads_away(play)) == []


# -- laid out before anything is heard -------------------------------------------------------------------------------


@pytest.fixture
def moving() -> Iterator[list[pygame.event.Event]]:
    """Everything that a hand may do in the very frame in which a screen comes."""
    yield [
        pygame.event.Event(pygame.MOUSEMOTION, pos=(640, 360), rel=(0, 0), buttons=(0, 0, 0)),
        pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=1),
        pygame.event.Event(pygame.KEYDOWN, key=pygame.K_DOWN, mod=0, unicode=""),
        pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(640, 360), button=1),
        pygame.event.Event(pygame.MOUSEMOTION, pos=(700, 400), rel=(0, 0), buttons=(0, 0, 0)),
        pygame.event.Event(pygame.MOUSEBUTTONUP, pos=(700, 400), button=1),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_no_scene_hears_anything_before_it_is_laid_out(plan: Plan, moving: list[pygame.event.Event]) -> None:
    game = fresh_game()
    app = App(Options(), game, plan.make(game))
    for event in moving:
        pygame.event.post(event)
    app.tick(1 / 60)
    assert [toast.title for toast in game.toasts.shown if toast.hue == "error"] == []
    app.close()


def test_the_convergence_map_opens_while_the_mouse_moves(moving: list[pygame.event.Event]) -> None:
    game = fresh_game()
    game.progress.level("goldilocks").reached = True
    app = App(Options(), game, PlayScene(game, game.catalog.level("goldilocks")))
    app.tick(1 / 60)
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_g, mod=0, unicode="g"))
    for event in moving:
        pygame.event.post(event)
    app.tick(1 / 60)
    assert isinstance(app.scene, ConvergenceScene)
    app.close()
