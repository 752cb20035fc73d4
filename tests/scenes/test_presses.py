"""When a press counts: no bet is lost to a key that is hammered, nothing is pressed that could not be seen before, and
the keyboard goes to what the screen proposes, never to the way out.
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
from downslope.storage.saves import Progress
from downslope.view.widgets.button import Button
from driving import FRAME, Driver, MemoryStore
from pads import NAMED, RAW, axis, button
from pictures.plans import recap, travelled
from playing import opened, screen, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")


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


# ---------------------------------------------------------------------------------------------------------------------
# What comes by itself is deaf for 400 ms, to keys, mouse and gamepad; what was held from before never acts on it.


TICK = 0.01
EARLY, HEARD = (0.0, 0.1, DEAF - 0.001), DEAF + 0.001
PADS = (True, False)


def by_key(code: int) -> Callable[[Driver, str], None]:
    return lambda driver, _name: driver.key(code)


def by_mouse(driver: Driver, name: str) -> None:
    driver.move(1, 1)  # a pointer that has rested there would be deaf for longer
    driver.click_on(name)


def by_pad(named: bool, part: str = "a") -> Callable[[Driver, str], None]:
    def press(driver: Driver, _name: str) -> None:
        for down in (True, False):
            pygame.event.post(button(part, down, named))
        driver.pump()

    return press


def with_pads(driver: Driver) -> Driver:
    for number, named in ((NAMED, True), (RAW, False)):
        driver.controls.pad.meet(number, named=named)
    return driver


def wait_deaf(driver: Driver, seconds: float) -> None:
    """Frame by frame, with what is held down."""
    for _ in range(round(seconds / TICK)):
        driver.scene = driver.scene.update(TICK)
        driver.scene.resize(1280, 720)
        for intent in driver.controls.repeats(TICK):
            driver.scene = driver.scene.handle(intent)


def pass_by(driver: Driver, seconds: float) -> None:
    """To the millisecond: in one frame."""
    driver.scene = driver.scene.update(seconds)
    driver.scene.resize(1280, 720)


def come(driver: Driver, there: Callable[[], bool], most: float = 30.0) -> None:
    """Until the frame in which it has come."""
    for _ in range(round(most / TICK)):
        if there():
            return
        wait_deaf(driver, TICK)
    raise AssertionError(f"it never came: {[widget.name for widget in driver.scene.widgets]}")


def asks(driver: Driver) -> bool:
    return driver.scene.widget("answer 1") is not None


def asked() -> Driver:
    """The frame in which a bet is taken up."""
    driver = with_pads(opened("thirteen", bets=True))
    wait_deaf(driver, DEAF + 0.1)
    driver.patient = False
    driver.key(pygame.K_d)
    come(driver, lambda: asks(driver))
    return driver


def told_deaf() -> Driver:
    """The frame in which is told what came of a bet."""
    driver = asked()
    wait_deaf(driver, DEAF + 0.1)
    driver.key(pygame.K_1)
    come(driver, lambda: screen(driver).attempt.open_bets.last is not None)
    return driver


def on_its_way_to_the_card() -> Driver:
    """A level that was won, and the press that asks for its card."""
    driver = with_pads(opened("thirteen", bets=False))
    attempt = screen(driver).attempt
    attempt.turn("alpha", 15.0)
    screen(driver).do("learn")
    come(driver, lambda: attempt.director.state is Phase.HOLD)
    wait_deaf(driver, DEAF + 0.1)
    driver.patient = False
    driver.key(pygame.K_RETURN)
    return driver


def card() -> Driver:
    """The frame in which the card is there."""
    driver = on_its_way_to_the_card()
    come(driver, lambda: isinstance(driver.scene, CardScene))
    return driver


def won(level: str, knob: str, value: float, do: str) -> Driver:
    """The frame in which a win begins to be told."""
    driver = with_pads(opened(level, bets=False))
    attempt = screen(driver).attempt
    attempt.turn(knob, value)
    screen(driver).do(do)
    driver.patient = False
    come(driver, lambda: attempt.director.state is Phase.VERDICT)
    return driver


def level_won() -> Driver:
    return won("a-hundredth", "weight", 0.01, "send")


def part_won() -> Driver:
    return won("goldilocks", "alpha", 0.2, "learn")


def answered(driver: Driver) -> bool:
    return bool(screen(driver).attempt.open_bets.answered)


def gone_on(driver: Driver) -> bool:
    return screen(driver).attempt.open_bets.last is None


def left(driver: Driver) -> bool:
    return not isinstance(driver.scene, CardScene)


def carded(driver: Driver) -> bool:
    return isinstance(driver.scene, CardScene)


def in_next_part(driver: Driver) -> bool:
    return screen(driver).attempt.session.stage > 0


ENTER, SPACE = by_key(pygame.K_RETURN), by_key(pygame.K_SPACE)
PRESSES = [
    # an answer is taken up by walking to it, so Enter alone gives none
    *((asked, "answer 1", press, answered) for press in (by_key(pygame.K_1), by_mouse)),
    *((told_deaf, "tile step", press, gone_on) for press in (SPACE, by_mouse)),
    *((level_won, "tile card", press, carded) for press in (SPACE, by_mouse)),
    *((part_won, "tile next", press, in_next_part) for press in (ENTER, by_mouse)),
    *((card, "next", press, left) for press in (ENTER, by_mouse, *map(by_pad, PADS))),
]  # fmt: skip


@pytest.mark.parametrize(("begin", "name", "press", "acts"), PRESSES)
def test_it_is_deaf_and_then_it_hears(
    begin: Callable[[], Driver], name: str, press: Callable[[Driver, str], None], acts: Callable[[Driver], bool]
) -> None:
    driver, now = begin(), 0.0
    for moment in EARLY:
        pass_by(driver, moment - now)
        press(driver, name)
        now = moment
        assert not acts(driver), f"at {moment:g} s"
    pass_by(driver, HEARD - now)
    press(driver, name)
    come(driver, lambda: acts(driver), 2.0)


# -- what is held from before ------------------------------------------------------------------------------------------


def key_down(code: int) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, key=code, mod=0, unicode="")


HELD = {
    "Right": key_down(pygame.K_RIGHT), "Enter": key_down(pygame.K_RETURN), "button": button("dpad_right", True, True),
    "button of a nameless pad": button("rightshoulder", True, False), "stick": axis("right x", 1.0, True),
}  # fmt: skip


@pytest.mark.parametrize("name", HELD)
def test_the_card_is_left_alone_by_what_was_pressed_too_early_and_is_held(name: str) -> None:
    driver = on_its_way_to_the_card()
    pygame.event.post(HELD[name])
    driver.pump()
    come(driver, lambda: isinstance(driver.scene, CardScene))
    shown = driver.scene
    wait_deaf(driver, DEAF + 0.1)
    focus = driver.scene.focus
    wait_deaf(driver, 2.0)
    assert driver.scene is shown and driver.scene.focus == focus


@pytest.mark.parametrize("named", PADS)
def test_a_stick_that_came_to_rest_turns_again(named: bool) -> None:
    driver = with_pads(opened("thirteen", bets=True))
    attempt = screen(driver).attempt
    pygame.event.post(axis("right x", 1.0, named))
    driver.pump()
    driver.controls.stop_repeats()
    before = attempt.session.knobs["alpha"]
    wait_deaf(driver, 1.0)
    assert attempt.session.knobs["alpha"] == before
    for value in (0.0, 1.0):
        pygame.event.post(axis("right x", value, named))
        driver.pump()
    assert attempt.session.knobs["alpha"] > before
