"""Focus, Tab order, hot keys, hover, press and release, popups, notes: the base of all screens. The settings by
keyboard and by mouse: each applies at once and is there again after the game was closed.
"""

from dataclasses import fields
from functools import partial

import pygame
import pytest

from downslope import i18n
from downslope.attempt.game.game import Game
from downslope.desktop.controls import Intent
from downslope.scenes import settings
from downslope.scenes.base.panel_screen import Modal
from downslope.scenes.base.scene import Scene
from downslope.scenes.settings import SETTINGS, SettingsScene
from downslope.storage.saves import CHOICES, VOLUMES, Settings, Store
from downslope.view.widgets.button import Button
from downslope.view.widgets.number_input import Slider
from downslope.view.widgets.toast import SECONDS, Toasts
from lib.driving import Driver, MemoryStore, place_of
from lib.playing import widget

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
    hint = widget(driver, "hint")
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
    learn = widget(driver, "learn")
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

    for added, seconds, shown in (  # of one moment in turn; of a later one at once; the same again starts anew
        (["first", "second"], 0, ["first"]), ([], SECONDS, ["second"]), ([], 1, ["second"]), (["third"], 0, ["third"]),
        ([], SECONDS - 1, ["third"]), (["third"], 1.5, ["third"]), ([], SECONDS, []),
    ):  # fmt: skip
        for each in added:
            toasts.add(each)
        toasts.update(seconds)
        assert titles() == shown
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
        toasts.add("Look", action=("Do", lambda: screen.pressed.append("done")))
        x, y, width, height = toasts.rects()[0]
        driver.click(x + width / 2, y + height / 2) if by_mouse else driver.type("tt")
        assert titles() == []
    assert screen.pressed == ["done", "done"]


# The settings.


def in_settings() -> tuple[Driver, SettingsScene]:
    game = Game(Store())
    scene = SettingsScene(game, Scene(game))
    return Driver(scene), scene


def test_every_setting_can_be_all_that_it_may_be_and_applies_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {setting.name: setting for setting in SETTINGS}
    assert {*rows, "keys"} == {each.name for each in fields(Settings)}
    assert {name: tuple(value for value, _words in row.values) for name, row in rows.items() if row.values} == CHOICES
    assert {name for name, row in rows.items() if row.kind == "volume"} == set(VOLUMES)
    driver, scene = in_settings()
    before = driver.game.look()
    driver.game.theme = "dark"  # as the command line asked for
    keys = {"wind": pygame.K_HOME, "music": pygame.K_LEFT}
    keys |= dict.fromkeys(("still", "bets", "full_screen"), pygame.K_RETURN)
    for name in ("sound", "wind", "music", "text", "theme", "colours", "still", "bets", "full_screen"):
        driver.tab_to(name)
        driver.key(keys.get(name, pygame.K_RIGHT))
    kept, after = Store().settings, driver.game.look()
    assert [kept.sound, kept.wind, kept.music] == pytest.approx([0.65, 0.0, 0.2])
    assert (kept.text, kept.theme, kept.colours) == (1.25, "light", "safe")
    assert (kept.still, kept.bets, kept.full_screen) == (True, False, True)
    assert before.theme.dark and not after.theme.dark and not before.still and after.still
    driver.game.settings.full_screen = False  # what F11 does
    scene.update(0.1)
    assert scene.widget("full_screen").on is False  # type: ignore[union-attr]
    driver, scene = in_settings()
    scene.game.settings.text = 1.0
    assert scene.widget("language") is None
    monkeypatch.setattr(settings, "speech_program", lambda: True)
    scene.request_layout()
    assert scene.widget("read_aloud") is not None and scene.widget("import") is not None
    assert scene.areas["likes"].limit == 0, "nothing is scrolled away at the design size"
    monkeypatch.setattr(i18n, "languages", lambda: ["en", "nb"])
    scene.request_layout()
    scene.set_focus("language")
    driver.key(pygame.K_RIGHT)
    i18n.use("en")
    assert Store().settings.language == "nb"


def test_a_key_is_given_anew_swapped_refused_given_up_and_kept() -> None:
    driver, scene = in_settings()
    label = driver.controls.label
    for code, text, name in ((pygame.K_q, "q", "Q"), (pygame.K_F7, "", "F7"), (pygame.K_p, "p", "P"),
                              (pygame.K_TAB, "", "P"), (pygame.K_ESCAPE, "", "P")):  # fmt: skip
        scene.set_focus("key learn")
        driver.key(pygame.K_RETURN)
        assert scene.waiting == "learn"
        driver.post(pygame.KEYDOWN, key=code, mod=0, unicode=text)
        driver.post(pygame.KEYUP, key=code, mod=0)
        assert scene.waiting == "" and driver.scene is scene and label("learn") == name
        if code == pygame.K_q:
            assert Store().settings.keys == {"learn": "q"}
        elif code == pygame.K_p:
            assert label("pause") == "F7" and "Pause" in scene.note and "F7" in scene.note
        elif code == pygame.K_TAB:
            assert "Tab" in scene.note
    driver.click_on("bets")
    driver.click_on("restore")
    assert Store().settings == Settings() and label("learn") == "L"
    driver.click_on("restore")
    assert Store().settings.bets is False and label("learn") == "P"
    driver.click_on("restore")
    x, y = place_of(scene, "key learn")
    driver.click(x, y)
    driver.key(pygame.K_LSHIFT)  # Shift alone is no key
    assert scene.waiting == "learn"
    driver.click(300, 60)
    assert scene.waiting == ""
    driver.wheel(x, y, -24)
    hidden = place_of(scene, "key learn")
    assert hidden[1] < scene.areas["keys"].rect[1]
    driver.click(*hidden)
    assert scene.waiting == "", "what is scrolled away cannot be clicked"
    scene.ask("learn")
    scene.go(Scene(scene.game))  # a level is dropped onto the window, say
    driver.scene = scene.update(0.0)
    driver.key(pygame.K_k)
    assert scene.waiting == "" and label("learn") == "L"
