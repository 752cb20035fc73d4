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
from lib.playing import act, control, key, need, opened, screen, wait
from lib.support import campaign, shipped

pytestmark = pytest.mark.usefixtures("display")
DOWN, MOVE, UP = pygame.MOUSEBUTTONDOWN, pygame.MOUSEMOTION, pygame.MOUSEBUTTONUP


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


@pytest.mark.slow
def test_by_touch_a_knob_is_turned_a_tile_is_tapped_and_what_is_held_is_only_shown(apps: list[Any]) -> None:
    """A finger is a mouse. What stands on the keycaps follows the hand."""
    app = app_of(apps, "level=goldilocks", bets=False, still=True)
    scene, hand = app.scene, Gamepad(app)
    assert isinstance(scene, PlayScene)
    tile = need(scene.widget("tile step"))
    for caps in ("Space", "X"):
        assert scene.state(tile).cap == caps
        hand.key("next")

    def finger(place: tuple[float, float], *kinds: int) -> None:
        for kind in kinds:
            more: dict[str, Any] = {"rel": (0, 0), "buttons": (1, 0, 0)} if kind == MOVE else {"button": 1}
            pygame.event.post(pygame.event.Event(kind, pos=place, touch=True, **more))
            app.tick(FRAME)

    x, y, w, h = need(scene.widget("knob alpha")).rect
    finger((x + 0.5 * w, y + h / 2), DOWN)
    pass_frames(app, 20, FRAME)
    finger((x + w, y + h / 2), MOVE, UP)
    assert scene.attempt.session.knobs["alpha"] == 0.6, "it is held however long"
    finger(place_of(scene, "tile step"), MOVE, DOWN, UP)
    assert scene.hovered == "" and scene.attempt.session.count == 1
    gear = place_of(scene, "settings")
    finger(gear, MOVE, DOWN)
    pass_frames(app, 20, FRAME)
    assert scene.hovered == "settings" and scene.rested >= 0.5 and not scene.held
    finger(gear, UP)
    assert app.scene is scene and scene.hovered == "settings"
    app.resize(960, 540)
    app.game.density = 1.5  # a fine screen: its pixels are smaller
    app.tick(FRAME)
    x, y = place_of(scene, "settings")
    x += EASY * 1.5 / app.game.scale / 2 - 1
    assert not need(scene.widget("settings")).contains(x, y), "a press beside a small control presses it"
    finger((x * app.game.scale, y * app.game.scale), DOWN, UP)
    assert type(app.scene).__name__ == "SettingsScene"


# Up and down turn the level's main knob, whatever has the keyboard.


def on_a_tile(level: str) -> tuple[Driver, PlayScene]:
    driver = opened(level, bets=False)
    wait(driver, 0.6)
    scene = screen(driver)
    scene.set_focus(next(widget.name for widget in scene.widgets if isinstance(widget, Tile) and widget.live))
    return driver, scene


@pytest.mark.parametrize(("level", "knob", "typed"), [("a-hundredth", "weight", ".2"), ("thirteen", "knob alpha", "9")])
def test_from_a_tile_keys_turn_the_main_knob_and_what_is_typed_counts_before_the_press(
    level: str, knob: str, typed: str
) -> None:
    driver, scene = on_a_tile(level)
    before, values = scene.focus, [control(driver, knob, NumberInput).value]
    for code in (pygame.K_UP, pygame.K_DOWN):
        key(driver, code)
        values.append(control(driver, knob, NumberInput).value)
    assert values[1] > max(values[0], values[2]) and scene.focus == before, "the keyboard stays where it was"
    assert scene.acts()["up"] == scene.acts()["down"] != "" and need(scene.main_knob()).name == knob
    for code, pressed in ((pygame.K_RETURN, 0), (pygame.K_SPACE, 1)):  # Enter takes the number and presses no tile
        driver.type(typed)
        key(driver, code)
        session = scene.attempt.session
        assert control(driver, knob, NumberInput).value == float(typed) and scene.focus == knob
        assert session.tally.probes + session.count == pressed
        key(driver, pygame.K_UP)


def test_a_character_that_means_something_else_there_stays_what_it_is() -> None:
    driver, scene = on_a_tile("freeze-the-toes")
    driver.type("1")
    assert scene.attempt.session.frozen
    for step in (1, 3):  # a later step is to be seen: the point leads there; none is: a number begins with it
        driver, scene = on_a_tile("goldilocks")
        attempt = act(driver, Learn(3))
        attempt.look(step)
        wait(driver, FRAME)
        driver.type(".4")
        key(driver, pygame.K_RETURN)
        assert (attempt.session.knobs["alpha"] == 0.4, attempt.step) == ((True, 3) if step == 3 else (False, 2))
