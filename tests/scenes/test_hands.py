"""Hands: a gamepad alone, a finger, and the keys that turn the main knob."""

from typing import Any

import pygame
import pytest

from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.boards.kinds import kind_of
from downslope.desktop.bindings import HELD, TABLE
from downslope.rules import Learn
from downslope.scenes.base.scene import EASY
from downslope.scenes.play.play import PlayScene
from downslope.scenes.teach_first import TeachFirstScene
from downslope.storage.saves import Store
from downslope.view.widgets.button import Tile
from downslope.view.widgets.number_input import NumberInput
from lib.driving import FRAME, Driver, pass_frames, place_of
from lib.players import Gamepad
from lib.playing import key, need, opened, screen, wait
from lib.support import campaign, shipped

pytestmark = pytest.mark.usefixtures("display")


def app_of(apps: list[Any], link: str = "", **settings: Any) -> App:
    game = Game(Store(), catalog=shipped())
    for name, value in settings.items():
        setattr(game.settings, name, value)
    app = App(Options(link=link), game)
    apps.append(app)
    pass_frames(app, 30, FRAME)
    return app


@pytest.mark.slow
def test_by_gamepad_a_digit_is_drawn_and_taught_on_an_empty_title(apps: list[Any]) -> None:
    app = app_of(apps, still=True)
    hand = Gamepad(app)
    hand.wait(lambda: isinstance(app.scene, TeachFirstScene), "its first lesson")
    hand.go_to("pad")
    for name in ("accept", *["down"] * 14, "accept"):
        hand.key(name)
    hand.tick(10)
    hand.press("teach")
    scene = app.scene
    assert isinstance(scene, TeachFirstScene)
    hand.key("accept")  # what is staged is over
    assert scene.teaching >= 4.0
    hand.wait(lambda: scene.taught, "the end of its lesson")
    assert scene.says()[0].startswith("1")
    hand.press("how")
    assert isinstance(app.scene, PlayScene)


@pytest.mark.slow
def test_what_stands_on_the_keycaps_follows_the_hand(apps: list[Any]) -> None:
    app = app_of(apps, "level=seven", still=True, bets=False)
    hand, tile = Gamepad(app), need(app.scene.widget("tile send"))
    assert app.scene.state(tile).cap == "Space"
    hand.key("next")
    assert app.scene.state(tile).cap == "X"
    hand.stroke(pygame.K_TAB, "")
    assert app.scene.state(tile).cap == "Space"


# Without a button: in the settings, or by the arrows on what is scrolled or looked back at; answers are walked to.
ELSEWHERE = {
    "sound", "link", "full_screen", "everything", "previous", "page_up", "page_down", "home", "end", "earlier", "later",
    "one", "two", "three", "four", "five", "six",
}  # fmt: skip


def test_all_that_can_be_done_has_a_button_or_can_be_reached() -> None:
    by_button = {binding.intent for binding in TABLE if binding.pad}
    by_button |= {HELD[intent] for intent in by_button if intent in HELD}
    for level in {kind_of(level): level.id for level in campaign()}.values():
        scene = opened(level, bets=False).scene
        reached = {name for name in scene.acts() for widget in scene.order() if widget.answers(name)}
        reached |= {"code" for widget in scene.order() if widget.name in ("code line", "fold code") and widget.live}
        assert set(scene.acts()) - by_button - reached <= ELSEWHERE, level


def finger(app: App, kind: int, place: tuple[float, float]) -> None:
    """A finger is a mouse."""
    more: dict[str, Any] = {"rel": (0, 0), "buttons": (1, 0, 0)} if kind == pygame.MOUSEMOTION else {"button": 1}
    pygame.event.post(pygame.event.Event(kind, pos=place, touch=True, **more))
    app.tick(FRAME)


@pytest.mark.slow
def test_by_touch_a_knob_is_turned_a_tile_is_tapped_and_what_is_held_is_only_shown(apps: list[Any]) -> None:
    app = app_of(apps, "level=goldilocks", bets=False)
    scene = app.scene
    assert isinstance(scene, PlayScene)
    x, y, w, h = need(scene.widget("knob alpha")).rect
    finger(app, pygame.MOUSEBUTTONDOWN, (x + 0.5 * w, y + h / 2))
    pass_frames(app, 20, FRAME)
    finger(app, pygame.MOUSEMOTION, (x + w, y + h / 2))
    finger(app, pygame.MOUSEBUTTONUP, (x + w, y + h / 2))
    assert scene.attempt.session.knobs["alpha"] == 0.6, "it is held however long"
    for kind in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        finger(app, kind, place_of(scene, "tile step"))
    assert scene.hovered == "" and scene.attempt.session.count == 1
    gear = place_of(scene, "settings")
    finger(app, pygame.MOUSEMOTION, gear)
    finger(app, pygame.MOUSEBUTTONDOWN, gear)
    pass_frames(app, 20, FRAME)
    assert scene.hovered == "settings" and scene.rested >= 0.5 and not scene.held
    finger(app, pygame.MOUSEBUTTONUP, gear)
    assert app.scene is scene and scene.hovered == "settings"
    app.resize(960, 540)
    app.game.density = 1.5  # a fine screen: its pixels are smaller
    app.tick(FRAME)
    x, y = place_of(scene, "settings")
    beside = (x + EASY * 1.5 / app.game.scale / 2 - 1, y)
    assert not need(scene.widget("settings")).contains(*beside), "a press beside a small control presses it"
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        finger(app, kind, (beside[0] * app.game.scale, beside[1] * app.game.scale))
    assert type(app.scene).__name__ == "SettingsScene"


# Up and down turn the level's main knob, whatever has the keyboard.


def on_a_tile(level: str, text: float = 1.0) -> Driver:
    driver = opened(level, bets=False, text=text)
    wait(driver, 0.6)
    tile = next(widget for widget in screen(driver).widgets if isinstance(widget, Tile) and widget.live)
    screen(driver).set_focus(tile.name)
    return driver


def turned(driver: Driver, knob: str) -> float:
    """Of the main knob, which is this one."""
    found = screen(driver).main_knob()
    assert isinstance(found, NumberInput) and found.name == knob
    return found.value


@pytest.mark.parametrize(("level", "knob", "typed"), [("a-hundredth", "weight", ".2"), ("thirteen", "knob alpha", "9")])
def test_from_a_tile_keys_turn_the_main_knob_and_what_is_typed_counts_before_the_press(
    level: str, knob: str, typed: str
) -> None:
    driver = on_a_tile(level)
    scene, before, values = screen(driver), screen(driver).focus, [turned(driver, knob)]
    for code in (pygame.K_UP, pygame.K_DOWN):
        key(driver, code)
        values.append(turned(driver, knob))
    assert values[1] > max(values[0], values[2]) and scene.focus == before, "the keyboard stays where it was"
    assert scene.acts()["up"] == scene.acts()["down"] != ""
    driver.type(typed)
    key(driver, pygame.K_RETURN)
    session = scene.attempt.session
    assert turned(driver, knob) == float(typed) and scene.focus == knob
    assert not session.tally.probes + session.count, "Enter has taken the number, it has not pressed the tile"
    key(driver, pygame.K_UP)
    driver.type(typed)
    key(driver, pygame.K_SPACE)
    session = scene.attempt.session
    assert turned(driver, knob) == float(typed) and session.tally.probes + session.count == 1


def test_a_character_that_means_something_else_there_stays_what_it_is() -> None:
    driver = on_a_tile("freeze-the-toes")
    driver.type("1")
    assert screen(driver).attempt.session.frozen
    for step in (1, 3):  # a later step is to be seen: the point leads there; none is: a number begins with it
        driver = on_a_tile("goldilocks")
        attempt = screen(driver).attempt
        attempt.act(Learn(3))
        wait(driver, 0.1)
        attempt.look(step)
        wait(driver, FRAME)
        driver.type(".4")
        key(driver, pygame.K_RETURN)
        assert (attempt.session.knobs["alpha"] == 0.4, attempt.step) == ((True, 3) if step == 3 else (False, 2))
