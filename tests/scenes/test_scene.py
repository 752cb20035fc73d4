"""Focus, Tab order, hot keys, hover, press and release, popups, notes: the base of all screens."""

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
        self.pressed: list[str] = []
        self.heard: list[str] = []
        self.laid_out = 0

    def button(self, name: str, x: float, y: float, key: str = "", group: str = "") -> Button:
        tell = lambda: self.pressed.append(name)  # noqa: E731
        return Button(name, (x, y, 112, 48), name, on_press=tell, key=key, group=group)

    def layout(self) -> None:
        self.laid_out += 1
        self.widgets = [
            self.button("learn", 148, 612, "learn", "tiles"),
            self.button("step", 24, 610, "step", "tiles"),
            self.button("hint", 272, 613, "hint", "tiles"),
            Slider("weight", (24, 300, 400, 44), 0.0, 0.0, 1.0, values=[0.0, 0.5, 1.0]),
            self.button("back", 24, 10),
            self.button("gear", 1200, 12),
        ]

    def on_intent(self, intent: Intent) -> bool:
        self.heard.append(intent.name)
        return self.heard[-1] == "map" or super().on_intent(intent)

    def back(self) -> None:
        self.go(Menu(self.game, self))


class Menu(Modal):
    def layout(self) -> None:
        self.widgets = [Button("close", (600, 300, 100, 48), "Close", on_press=self.back)]


@pytest.fixture
def driver() -> Driver:
    return Driver(Screen())


@pytest.fixture
def screen(driver: Driver) -> Screen:
    assert isinstance(driver.scene, Screen)
    return driver.scene


def test_tab_goes_left_to_right_and_top_to_bottom_and_arrows_within_a_group(driver: Driver, screen: Screen) -> None:
    seen = [screen.focus]  # not on the way out, though that comes first
    for _ in range(6):
        driver.key(pygame.K_TAB)
        seen.append(screen.focus)
    assert seen == ["gear", "weight", "step", "learn", "hint", "back", "gear"]
    driver.key(pygame.K_TAB, shift=True)
    assert screen.focus == "back"
    screen.set_focus("learn")
    seen = []
    for code in (pygame.K_LEFT, pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_UP):
        driver.key(code)
        seen.append(screen.focus)
    assert seen == ["step", "learn", "hint", "hint", "hint"]


def test_hot_keys_work_from_anywhere_and_show_as_pressed(driver: Driver, screen: Screen) -> None:
    hint = control(driver, "hint", Button)
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
    assert screen.pressed == ["back"]
    driver.type("g")
    assert screen.heard == ["map"]  # what no control wants


def test_digits_belong_to_the_focused_number(driver: Driver, screen: Screen) -> None:
    screen.set_focus("weight")
    driver.type("1")
    driver.key(pygame.K_ESCAPE)
    assert "one" not in screen.heard and driver.scene is screen  # Esc only gave up the typing
    screen.set_focus("back")
    driver.type("1")
    assert screen.heard[-1] == "one"


def test_a_button_fires_when_it_is_let_go_inside_and_the_ring_is_for_keys(driver: Driver, screen: Screen) -> None:
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


def test_a_popup_holds_its_parent_and_what_is_left_for_good_is_told(driver: Driver, screen: Screen) -> None:
    ended: list[str] = []
    screen.end = lambda: ended.append("screen")  # type: ignore[method-assign]
    for code in (pygame.K_RETURN, pygame.K_ESCAPE):
        driver.key(pygame.K_ESCAPE)
        assert isinstance(driver.scene, Menu) and driver.scene.standing() == [driver.scene, screen]
        driver.key(code)
        assert id(driver.scene) == id(screen) and ended == []
    driver.key(pygame.K_ESCAPE)
    driver.scene.go(Scene(screen.game))
    assert ended == ["screen"]


def test_layout_is_made_anew_only_for_another_size_and_keeps_the_focus(driver: Driver, screen: Screen) -> None:
    screen.set_focus("learn")
    counts = [screen.laid_out]
    for width, text in ((1280, 1.0), (1400, 1.0), (1400, 1.5)):
        screen.game.settings.text = text
        screen.resize(width, 720)
        counts.append(screen.laid_out - counts[0])
    assert counts[1:] == [0, 1, 2] and screen.focus == "learn"


def test_pressing_clicks_and_notches_tick(driver: Driver, screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(screen.game.sound, "play", lambda name, *_loud: heard.append(name))
    driver.type("l")
    driver.click(60, 630)
    driver.drag((24, 322), (424, 322), steps=50)
    assert heard == ["click", "click", "tick84", "tick96"]


# -- notes -------------------------------------------------------------------------------------------------------------

LONG = "“3.75” is out of range: the learning rate of this level goes from .01 to 1.9, in hundredths, and no further."


def test_one_note_at_a_time_four_seconds_at_most_and_those_of_one_moment_in_turn() -> None:
    toasts = Toasts()

    def titles() -> list[str]:
        return [toast.title for toast in toasts.shown]

    toasts.add("first")
    toasts.add("second")
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


def test_a_long_note_stays_until_something_is_pressed(driver: Driver, screen: Screen) -> None:
    toasts = screen.game.toasts
    toasts.add(LONG)
    (note,) = toasts.shown
    for _ in range(400):
        screen.update(0.05)
    driver.move(300, 300)
    assert toasts.shown == [note]
    driver.key(pygame.K_TAB)
    assert toasts.shown == []
    toasts.add(LONG)
    x, y, width, _height = toasts.rects()[0]
    driver.click(x + width - 24, y + 22)  # the sign that closes it
    assert toasts.shown == []


def test_a_note_stands_where_the_screen_has_room_for_it_and_off_what_is_kept_free() -> None:
    toasts = Toasts()
    toasts.place = (728.0, 612.0, 528.0, 84.0)
    toasts.add("Undo gives back the knob, never the look.")
    assert toasts.rects() == [toasts.place] and toasts.width == 528
    toasts.place, toasts.kept_free = None, ((780.0, 300.0, 500.0, 420.0),)
    x, y, _width, height = toasts.rects()[0]
    assert y + height <= 300 or x + 404 <= 780


def test_a_note_is_taken_up_by_key_or_pressed_before_what_lies_under_it(driver: Driver, screen: Screen) -> None:
    done: list[int] = []
    for mouse in (False, True):
        screen.game.toasts.add("Look", action=("Do", lambda: done.append(1)))
        x, y, width, height = screen.game.toasts.rects()[0]
        if mouse:
            driver.click(x + width / 2, y + height / 2)
        else:
            driver.type("tt")
        assert screen.game.toasts.shown == []
    assert done == [1, 1]
