"""Focus, Tab order, hot keys, hover, press and release, popups, toasts: the base of all screens."""

from __future__ import annotations

import pygame
import pytest

from downslope.attempt.game.game import Game
from downslope.desktop.controls import Intent
from downslope.scenes.base.panel_screen import Modal
from downslope.scenes.base.scene import Scene
from downslope.view.draw.canvas import Canvas
from downslope.view.widgets.button import Button
from downslope.view.widgets.number_input import Slider
from downslope.view.widgets.toast import SECONDS, Toasts
from driving import Driver, MemoryStore

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
            Slider("weight", (24, 300, 400, 44), 0.0, -1.0, 1.0),
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
def screen() -> Screen:
    return Screen()


@pytest.fixture
def driver(screen: Screen) -> Driver:
    return Driver(screen)


def test_tab_goes_left_to_right_and_top_to_bottom(driver: Driver, screen: Screen) -> None:
    seen = [screen.focus]  # not on the way out, though that comes first
    for _ in range(6):
        driver.key(pygame.K_TAB)
        seen.append(screen.focus)
    assert seen == ["gear", "weight", "step", "learn", "hint", "back", "gear"]
    driver.key(pygame.K_TAB, shift=True)
    assert screen.focus == "back"


def test_arrows_walk_within_a_group_only(driver: Driver, screen: Screen) -> None:
    screen.set_focus("learn")
    driver.key(pygame.K_LEFT)
    assert screen.focus == "step"
    driver.key(pygame.K_RIGHT, times=2)
    assert screen.focus == "hint"
    driver.key(pygame.K_RIGHT)
    driver.key(pygame.K_UP)
    assert screen.focus == "hint"


def test_hot_keys_work_from_anywhere_and_show_as_pressed(driver: Driver, screen: Screen) -> None:
    screen.set_focus("weight")
    driver.type("l")
    driver.key(pygame.K_SPACE)
    driver.type("h")
    assert screen.pressed == ["learn", "step", "hint"]
    assert screen.focus == "weight"
    hint = screen.widget("hint")
    assert hint is not None
    assert screen.state(hint).pressed
    screen.update(1.0)
    assert not screen.state(hint).pressed
    assert screen.state(hint).cap == "H"


def test_space_steps_even_while_a_button_has_the_focus(driver: Driver, screen: Screen) -> None:
    screen.set_focus("back")
    driver.key(pygame.K_SPACE)
    assert screen.pressed == ["step"]
    driver.key(pygame.K_RETURN)
    assert screen.pressed == ["step", "back"]


def test_digits_belong_to_the_focused_number(driver: Driver, screen: Screen) -> None:
    screen.set_focus("weight")
    driver.type("1")
    assert "one" not in screen.heard
    driver.key(pygame.K_ESCAPE)
    assert driver.scene is screen  # Esc only gave up the typing
    screen.set_focus("back")
    driver.type("1")
    assert screen.heard[-1] == "one"


def test_a_button_fires_when_it_is_let_go_inside(driver: Driver, screen: Screen) -> None:
    driver.down(200, 630)
    learn = screen.widget("learn")
    assert learn is not None
    assert screen.pressed == []
    assert screen.state(learn).pressed
    driver.up(200, 630)
    assert screen.pressed == ["learn"]
    driver.down(200, 630)
    driver.move(700, 300)
    driver.up(700, 300)
    assert screen.pressed == ["learn"]


def test_hover_and_the_ring_follow_what_is_used(driver: Driver, screen: Screen) -> None:
    step = screen.widget("step")
    assert step is not None
    driver.move(60, 630)
    assert screen.state(step).hover
    driver.click(60, 630)
    assert screen.focus == "step"
    assert not screen.state(step).focus  # no ring for those who use the pointer
    driver.key(pygame.K_TAB, shift=True)
    driver.key(pygame.K_TAB)
    assert screen.state(step).focus


def shown(driver: Driver) -> Scene:
    """The scene on the screen, anew each time."""
    return driver.scene


def test_a_popup_holds_its_parent(driver: Driver, screen: Screen) -> None:
    driver.key(pygame.K_ESCAPE)
    assert isinstance(driver.scene, Menu)
    driver.key(pygame.K_RETURN)
    assert shown(driver) is screen
    driver.key(pygame.K_ESCAPE)
    driver.key(pygame.K_ESCAPE)
    assert shown(driver) is screen


def test_layout_is_made_anew_only_for_another_size_and_keeps_the_focus(driver: Driver, screen: Screen) -> None:
    screen.set_focus("learn")
    before = screen.laid_out
    screen.resize(1280, 720)
    assert screen.laid_out == before
    screen.resize(1400, 720)
    assert screen.laid_out == before + 1
    assert screen.focus == "learn"
    screen.game.settings.text = 1.5
    screen.resize(1400, 720)
    assert screen.laid_out == before + 2


def test_unwanted_intents_reach_the_scene(driver: Driver, screen: Screen) -> None:
    driver.type("g")
    assert screen.heard == ["map"]


def test_one_note_at_most_four_seconds() -> None:
    toasts = Toasts()
    for name in ("first", "second"):
        toasts.add(name)
        toasts.update(1)
    assert [toast.title for toast in toasts.shown] == ["second"]
    toasts.update(SECONDS - 1)
    toasts.add("second")
    toasts.update(1.5)
    assert [toast.title for toast in toasts.shown] == ["second"]  # the same again starts anew
    toasts.update(SECONDS)
    assert toasts.shown == []


def test_notes_of_one_moment_are_shown_in_turn() -> None:
    toasts = Toasts()
    toasts.add("first")
    toasts.add("second")
    assert [toast.title for toast in toasts.shown] == ["first"] and len(toasts.rects()) == 1
    toasts.update(SECONDS)
    assert [toast.title for toast in toasts.shown] == ["second"]


def test_a_long_note_stays_until_something_is_pressed(driver: Driver, screen: Screen) -> None:
    toasts = screen.game.toasts
    toasts.add(LONG)
    (note,) = toasts.shown
    assert note.stays
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


def test_a_toast_is_pressed_before_what_lies_under_it(driver: Driver, screen: Screen) -> None:
    done: list[int] = []
    screen.game.toasts.add("Look", action=("Do", lambda: done.append(1)))
    x, y, width, height = screen.game.toasts.rects()[0]
    driver.click(x + width / 2, y + height / 2)
    assert done == [1]
    assert screen.game.toasts.shown == []


def test_a_note_is_taken_up_by_key_too(driver: Driver, screen: Screen) -> None:
    done: list[int] = []
    screen.game.toasts.add("Look", action=("Do", lambda: done.append(1)))
    driver.type("t")
    driver.type("t")
    assert done == [1]


def test_pressing_clicks_and_notches_tick(
    driver: Driver, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(screen.game.sound, "play", lambda name, *_loud: heard.append(name))
    driver.type("l")
    driver.click(60, 630)
    screen.widgets.append(Slider("notched", (24, 400, 400, 44), 0.0, 0.0, 1.0, values=[0.0, 0.5, 1.0]))
    driver.drag((24, 422), (424, 422), steps=50)
    assert heard == ["click", "click", "tick84", "tick96"]


LONG = "“3.75” is out of range: the learning rate of this level goes from .01 to 1.9, in hundredths, and no further."


@pytest.mark.parametrize("size", [(960, 540), (1280, 720)])
@pytest.mark.parametrize("text", [1.0, 1.25, 1.5])
def test_long_notes_are_wrapped_and_not_cut(size: tuple[int, int], text: float) -> None:
    game = Game(MemoryStore(text=text))
    game.scale = min(size[0] / 1280, size[1] / 720)
    canvas = Canvas(pygame.Surface(size), game.look())
    told = {"Hint 2 of 3": "The prediction must be twice the input: turn the dial until it is, then a little.",
            LONG: ""}  # fmt: skip
    for title, body in told.items():
        game.toasts.update(1)
        game.toasts.add(title, body)
        game.toasts.fit(canvas)
        (toast,), ((x, y, w, h),) = game.toasts.shown, game.toasts.rects()
        assert " ".join(toast.lines) == f"{title} {body}".strip()
        assert x >= 0 and y >= 0 and x + w <= canvas.w and y + h <= canvas.h
        for label in toast.labels:
            assert 0 < label.least_size()[0] <= w - 88
        assert len(toast.lines) * 24 * canvas.type <= h
        game.toasts.draw(canvas)
    game.toasts.fault(LONG)  # again: a new note of the same words
    game.toasts.fit(canvas)
    assert game.toasts.shown[-1].lines and game.toasts.shown[-1].age == 0


def test_a_screen_that_is_left_for_good_is_told_and_one_that_comes_back_is_not() -> None:
    ended: list[str] = []

    class Named(Scene):
        def __init__(self, name: str, game: Game) -> None:
            super().__init__(game)
            self.name = name

        def end(self) -> None:
            ended.append(self.name)

    game = Game(MemoryStore())
    first, second = Named("first", game), Named("second", game)
    over = Modal(first.game, first)
    first.go(over)
    assert ended == [] and over.standing() == [over, first]
    over.go(first)
    assert ended == []
    over.go(second)
    assert ended == ["first"]
