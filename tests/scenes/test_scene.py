"""Focus, Tab order, hot keys, hover, press and release, popups, notes: the base of all screens."""

from functools import partial

import pygame
import pytest

from downslope.attempt.game.game import Game
from downslope.desktop.controls import Intent
from downslope.scenes.base.panel_screen import Modal
from downslope.scenes.base.scene import Scene
from downslope.view.widgets.button import Button
from downslope.view.widgets.number_input import Slider
from downslope.view.widgets.toast import SECONDS, Toasts
from lib.driving import Driver, MemoryStore
from lib.playing import control

pytestmark = pytest.mark.usefixtures("display")


class Screen(Scene):
    """Two rows of buttons, a slider between; the buttons tell their names."""

    def __init__(self) -> None:
        super().__init__(Game(MemoryStore()))
        self.pressed, self.heard, self.laid_out = list[str](), list[str](), 0

    def layout(self) -> None:
        self.laid_out += 1
        places = {"learn": (148, 612), "step": (24, 610), "hint": (272, 613), "back": (24, 10), "gear": (1200, 12)}
        self.widgets = [Slider("weight", (24, 300, 400, 44), 0.0, 0.0, 1.0, values=[0.0, 0.5, 1.0])]
        for name, (x, y) in places.items():
            key, group = (name, "tiles") if y > 600 else ("", "")
            press = partial(self.pressed.append, name)
            self.widgets.append(Button(name, (x, y, 112, 48), name, on_press=press, key=key, group=group))

    def on_intent(self, intent: Intent) -> bool:
        self.heard.append(intent.name)
        return self.heard[-1] == "map" or super().on_intent(intent)

    def back(self) -> None:
        self.go(Menu(self.game, self))


class Menu(Modal):
    def layout(self) -> None:
        self.widgets = [Button("close", (600, 300, 100, 48), "Close", on_press=self.back)]


def begin() -> tuple[Driver, Screen]:
    screen = Screen()
    return Driver(screen), screen


def test_tab_walks_rows_arrows_a_group_hot_keys_work_from_anywhere_and_digits_are_the_focused_numbers() -> None:
    driver, screen = begin()

    def after(*codes: int, shift: bool = False) -> list[str]:
        seen = []
        for code in codes:
            driver.key(code, shift)
            seen.append(screen.focus)
        return seen

    assert screen.focus == "gear", "not on the way out, though that comes first"
    assert after(*[pygame.K_TAB] * 6) == ["weight", "step", "learn", "hint", "back", "gear"]
    assert after(pygame.K_TAB, shift=True) == ["back"]
    screen.set_focus("learn")
    walked = after(pygame.K_LEFT, pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_UP)
    assert walked == ["step", "learn", "hint", "hint", "hint"]
    hint = control(driver, "hint", Button)
    screen.heard.clear()
    for name in ("weight", "back"):
        screen.set_focus(name)
        driver.type("l")
        driver.key(pygame.K_SPACE)
        driver.type("h")
        assert screen.pressed == ["learn", "step", "hint"] and screen.focus == name
        assert screen.state(hint).pressed and screen.state(hint).cap == "H"
        screen.update(1.0)
        assert not screen.state(hint).pressed
        screen.pressed.clear()
    driver.key(pygame.K_RETURN)
    driver.type("g")
    assert screen.pressed == ["back"] and screen.heard == ["map"], "what no control wants"
    screen.set_focus("weight")
    driver.type("1")
    driver.key(pygame.K_ESCAPE)
    assert "one" not in screen.heard and driver.scene is screen, "Esc only gave up the typing"
    screen.set_focus("back")
    driver.type("1")
    assert screen.heard[-1] == "one"


def test_a_button_fires_when_it_is_let_go_inside_and_clicks(monkeypatch: pytest.MonkeyPatch) -> None:
    driver, screen = begin()
    heard: list[str] = []
    monkeypatch.setattr(screen.game.sound, "play", lambda name, *_loud: heard.append(name))
    learn = control(driver, "learn", Button)
    driver.down(200, 630)
    assert screen.pressed == [] and screen.state(learn).pressed and screen.state(learn).hover
    driver.up(200, 630)
    assert screen.pressed == ["learn"] and screen.focus == "learn" and not screen.state(learn).focus
    driver.down(200, 630)
    driver.move(700, 300)
    driver.up(700, 300)
    assert screen.pressed == ["learn"]
    driver.key(pygame.K_TAB, shift=True)
    driver.key(pygame.K_TAB)
    assert screen.state(learn).focus
    heard.clear()
    driver.type("l")
    driver.click(60, 630)
    driver.drag((24, 322), (424, 322), steps=50)
    assert heard == ["click", "click", "tick84", "tick96"]


def test_a_popup_holds_its_parent_and_another_size_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    driver, screen = begin()
    screen.set_focus("learn")
    first = screen.laid_out
    for number, (width, text) in enumerate(((1280, 1.0), (1400, 1.0), (1400, 1.5))):
        screen.game.settings.text = text
        screen.resize(width, 720)
        assert screen.laid_out == first + number and screen.focus == "learn"
    ended: list[str] = []
    monkeypatch.setattr(screen, "end", lambda: ended.append("screen"))
    for code in (pygame.K_RETURN, pygame.K_ESCAPE):
        driver.key(pygame.K_ESCAPE)
        assert isinstance(driver.scene, Menu) and driver.scene.standing() == [driver.scene, screen]
        driver.key(code)
        assert id(driver.scene) == id(screen) and ended == []
    driver.key(pygame.K_ESCAPE)
    driver.scene.go(Scene(screen.game))
    assert ended == ["screen"]


def test_a_note_stays_four_seconds_a_long_one_until_a_press_and_its_action_is_taken_up() -> None:
    driver, screen = begin()
    toasts = screen.game.toasts = Toasts()

    def titles() -> list[str]:
        return [toast.title for toast in toasts.shown]

    toasts.add("first")
    toasts.add("second")  # of the same moment: in turn
    assert titles() == ["first"] and len(toasts.rects()) == 1
    toasts.update(SECONDS)
    assert titles() == ["second"]
    toasts.update(1)
    toasts.add("third")  # of a later moment: at once
    assert titles() == ["third"]
    toasts.update(SECONDS - 1)
    toasts.add("third")  # the same again starts anew
    toasts.update(1.5)
    assert titles() == ["third"]
    toasts.update(SECONDS)
    assert titles() == []
    long = "“3.75” is out of range: the learning rate of this level goes from .01 to 1.9, in hundredths, no further."
    for by_mouse in (False, True):
        toasts.add(long)
        for _ in range(400):
            screen.update(0.05)
        driver.move(300, 300)
        assert titles() == [long]
        x, y, width, _height = toasts.rects()[0]
        driver.click(x + width - 24, y + 22) if by_mouse else driver.key(pygame.K_TAB)  # the sign that closes it
        assert titles() == []
    done: list[bool] = []
    for by_mouse in (False, True):
        toasts.add("Look", action=("Do", lambda: done.append(True)))
        x, y, width, height = toasts.rects()[0]
        driver.click(x + width / 2, y + height / 2) if by_mouse else driver.type("tt")
        assert titles() == []
    assert len(done) == 2 and screen.pressed == []
