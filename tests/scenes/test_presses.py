"""When a press counts: no bet is lost to a key that is hammered, nothing is pressed that could not be seen before, and
what was held from before never acts on what comes by itself: it is deaf for 400 ms to keys, mouse and gamepad.
"""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest

from downslope.attempt.director import Phase
from downslope.attempt.game.game import Game
from downslope.scenes.base.event_routing import DEAF
from downslope.scenes.base.scene import Scene
from downslope.scenes.chapter_end import RecapScene
from downslope.scenes.play.card import CardScene
from downslope.view.widgets.button import Button
from driving import FRAME, Driver, MemoryStore
from pads import NAMED, RAW, axis, button
from pictures.plans import recap, travelled
from playing import opened, screen, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")
TICK = 0.01


def hammer(driver: Driver, seconds: float) -> None:
    """Enter and Space ten times a second, whatever is on the screen, until another screen comes."""
    driver.patient = False
    before = driver.scene
    for frame in range(round(seconds / FRAME)):
        if frame % 3 == 0:
            driver.key((pygame.K_RETURN, pygame.K_SPACE)[frame // 3 % 2])
        driver.scene = driver.scene.update(FRAME)
        driver.scene.resize(1280, 720)
        if driver.scene is not before:
            return


def test_hammering_answers_no_bet_and_no_recap() -> None:
    driver = opened("double-it")
    attempt = screen(driver).attempt
    attempt.turn("weight", 2.0)
    hammer(driver, 6.0)
    assert attempt.open_bets.given == {} and attempt.open_bets.open is not None, "the win that it asks about waits"
    driver = Driver(travelled(recap(1))(Game(MemoryStore(), catalog=shipped())))
    assert isinstance(driver.scene, RecapScene)
    before = dict(driver.scene.answers)
    hammer(driver, 3.0)
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
    for x, pressed in ((60, ["step"]), (61, ["step", "next"])):
        if x != 60:
            driver.move(x, 640)
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            driver.post(kind, pos=(x, 640), button=1)
        assert scene.pressed == pressed


def by_key(code: int) -> Callable[[Driver, str], None]:
    return lambda driver, _name: driver.key(code)


def by_mouse(driver: Driver, name: str) -> None:
    driver.move(1, 1)  # a pointer that has rested there would be deaf for longer
    driver.click_on(name)


def by_pad(named: bool) -> Callable[[Driver, str], None]:
    def press(driver: Driver, _name: str) -> None:
        for down in (True, False):
            pygame.event.post(button("a", down, named))
        driver.pump()

    return press


def with_pads(level: str, bets: bool = False) -> Driver:
    driver = opened(level, bets=bets)
    for number, named in ((NAMED, True), (RAW, False)):
        driver.controls.pad.meet(number, named=named)
    return driver


def go(driver: Driver, seconds: float) -> None:
    """Frame by frame, with what is held down."""
    for _ in range(round(seconds / TICK)):
        driver.scene = driver.scene.update(TICK)
        driver.scene.resize(1280, 720)
        for intent in driver.controls.repeats(TICK):
            driver.scene = driver.scene.handle(intent)


def come(driver: Driver, there: Callable[[], bool], most: float = 30.0) -> None:
    """Until the frame in which it has come."""
    for _ in range(round(most / TICK)):
        if there():
            return
        go(driver, TICK)
    raise AssertionError(f"it never came: {[widget.name for widget in driver.scene.widgets]}")


def asked() -> Driver:
    """The frame in which a bet is taken up."""
    driver = with_pads("thirteen", bets=True)
    go(driver, DEAF + 0.1)
    driver.patient = False
    driver.key(pygame.K_d)
    come(driver, lambda: driver.scene.widget("answer 1") is not None)
    return driver


def won(level: str, alpha: float) -> Driver:
    """The frame in which a win begins to be told."""
    driver = with_pads(level)
    screen(driver).attempt.turn("alpha", alpha)
    screen(driver).do("learn")
    driver.patient = False
    come(driver, lambda: screen(driver).attempt.director.state is Phase.VERDICT)
    return driver


def to_the_card() -> Driver:
    """A level that was won, and the press that asks for its card."""
    driver = won("thirteen", 15.0)
    come(driver, lambda: screen(driver).attempt.director.state is Phase.HOLD)
    go(driver, DEAF + 0.1)
    driver.key(pygame.K_RETURN)
    return driver


def card() -> Driver:
    """The frame in which it is there."""
    driver = to_the_card()
    come(driver, lambda: carded(driver))
    return driver


def part_won() -> Driver:
    return won("goldilocks", 0.2)


def carded(driver: Driver) -> bool:
    return isinstance(driver.scene, CardScene)


@pytest.mark.slow
@pytest.mark.parametrize(("begin", "name", "press", "acts"), [
    (asked, "answer 1", by_key(pygame.K_1), lambda driver: screen(driver).attempt.open_bets.answered),
    (asked, "answer 1", by_mouse, lambda driver: screen(driver).attempt.open_bets.answered),
    (part_won, "tile next", by_key(pygame.K_RETURN), lambda driver: screen(driver).attempt.session.stage > 0),
    (card, "next", by_mouse, lambda driver: not carded(driver)),
    (card, "next", by_pad(True), lambda driver: not carded(driver)),
    (card, "next", by_pad(False), lambda driver: not carded(driver)),
])  # fmt: skip
def test_what_comes_by_itself_is_deaf_and_then_it_hears(
    begin: Callable[[], Driver], name: str, press: Callable[[Driver, str], None], acts: Callable[[Driver], object]
) -> None:
    driver, now = begin(), 0.0
    for moment in (0.0, 0.1, DEAF - 0.001, DEAF + 0.001):
        driver.scene = driver.scene.update(moment - now)
        driver.scene.resize(1280, 720)
        press(driver, name)
        now = moment
        assert moment > DEAF or not acts(driver), f"at {moment:g} s"
    come(driver, lambda: bool(acts(driver)), 2.0)


@pytest.mark.slow
@pytest.mark.parametrize("held", [
    pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RIGHT, mod=0, unicode=""), button("dpad_right", True, True),
    button("rightshoulder", True, False), axis("right x", 1.0, True),
], ids=["key", "button", "button of a nameless pad", "stick"])  # fmt: skip
def test_the_card_is_left_alone_by_what_was_pressed_too_early_and_is_held(held: pygame.event.Event) -> None:
    driver = to_the_card()
    pygame.event.post(held)
    driver.pump()
    come(driver, lambda: carded(driver))
    shown = driver.scene
    go(driver, DEAF + 0.1)
    focus = driver.scene.focus
    go(driver, 2.0)
    assert driver.scene is shown and driver.scene.focus == focus


@pytest.mark.parametrize("named", [True, False])
def test_a_stick_that_came_to_rest_turns_again(named: bool) -> None:
    driver = with_pads("thirteen", bets=True)
    pygame.event.post(axis("right x", 1.0, named))
    driver.pump()
    driver.controls.stop_repeats()
    before = screen(driver).attempt.session.knobs["alpha"]
    go(driver, 1.0)
    assert screen(driver).attempt.session.knobs["alpha"] == before
    for value in (0.0, 1.0):
        pygame.event.post(axis("right x", value, named))
        driver.pump()
    assert screen(driver).attempt.session.knobs["alpha"] > before
