"""Hands: a gamepad alone, a finger, and the keys that turn the main knob, through the real loop."""

from __future__ import annotations

from typing import Any

import pygame
import pytest

from downslope import Level
from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.boards.kinds import kind_of
from downslope.desktop.bindings import HELD, TABLE
from downslope.rules.actions import Learn
from downslope.scenes.base.event_routing import main_knob
from downslope.scenes.base.scene import EASY
from downslope.scenes.base.scene import screen as make_screen
from downslope.scenes.play.play import PlayScene
from downslope.scenes.teach_first import TeachFirstScene
from downslope.scenes.title import TitleScene
from downslope.storage.saves import Store
from downslope.view.widgets.button import Tile
from downslope.view.widgets.number_input import NumberInput
from downslope.view.widgets.panel import ScrollArea
from driving import FRAME, Driver, pass_frames, place_of
from pads import NAMED, RAW, axis, button
from pictures.drawing import frames
from pictures.plans import DARK, PLANS
from playing import click, key, opened, painted, screen, told, wait
from support import campaign, shipped

pytestmark = pytest.mark.usefixtures("display")


class Hand:
    """A gamepad in the hand. `named`: SDL tells it as a controller."""

    def __init__(self, app: App, named: bool) -> None:
        self.app, self.named = app, named
        app.game.controls.pad.meet(NAMED if named else RAW, named=named, axes=6)

    def wait(self, frames: int) -> None:
        pass_frames(self.app, frames)

    def settle(self) -> None:
        """Until a press counts and nothing is played."""
        for _ in range(1200):
            self.app.tick(1 / 60)
            if self.app.scene.quiet:
                return

    def post(self, event: pygame.event.Event) -> None:
        pygame.event.post(event)
        self.wait(2)

    def press(self, name: str, frames: int = 1) -> None:
        self.post(button(name, True, self.named))
        self.wait(frames)
        self.post(button(name, False, self.named))

    def axis(self, name: str, value: float) -> None:
        self.post(axis(name, value, self.named))

    def nudge(self, side: str, value: float) -> None:
        """Move a stick for a moment."""
        self.axis(f"{side} x", value)
        self.axis(f"{side} x", 0.0)


def app_of(level: str | Level, apps: list[App], bets: bool = False) -> App:
    store = Store()
    store.settings.still, store.settings.bets = True, bets
    game = Game(store, catalog=shipped())
    played = shipped().level(level) if isinstance(level, str) else level
    app = App(Options(), game, make_screen("play", game, level=played))
    apps.append(app)
    return app


@pytest.mark.slow
def test_on_an_empty_title_a_digit_is_drawn_and_taught(apps: list[App]) -> None:
    store = Store()
    store.settings.still = True
    app = App(Options(), Game(store, catalog=shipped()))
    apps.append(app)
    hand = Hand(app, True)
    hand.wait(90)
    for name, times in (("dpad_up", 1), ("a", 1), ("dpad_down", 14), ("a", 1)):
        for _ in range(times):
            hand.press(name)
    hand.wait(60)
    scene = app.scene
    assert isinstance(scene, TeachFirstScene) and scene.votes
    hand.press("rightshoulder")
    for _ in range(2):  # the second one hurries it
        hand.settle()
        hand.press("a")
    for _ in range(600):
        if not scene.taught:
            hand.wait(1)
    assert scene.says()[0].startswith("1")
    hand.wait(60)
    hand.press("a")
    assert isinstance(app.scene, PlayScene)


def test_what_stands_on_the_keycaps_follows_the_hand(apps: list[App]) -> None:
    app = app_of("seven", apps)
    hand = Hand(app, named=True)
    hand.settle()
    tile = app.scene.widget("tile send")
    assert tile is not None and app.scene.state(tile).cap == "Space"
    hand.press("rightshoulder")
    assert app.scene.state(tile).cap == "X"
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_TAB, mod=0, unicode=""))
    hand.wait(1)
    assert app.scene.state(tile).cap == "Space"


KINDS = {kind_of(level): level.id for level in campaign()}
BY_HOLDING = {HELD[binding.intent] for binding in TABLE if binding.pad and binding.intent in HELD}
ELSEWHERE = {
    "sound", "link", "full_screen", "everything", "previous", "page_up", "page_down", "home", "end", "earlier", "later",
}  # fmt: skip


@pytest.mark.parametrize("level", KINDS.values(), ids=KINDS)
def test_all_that_can_be_done_has_a_button_or_can_be_reached(level: str) -> None:
    """`ELSEWHERE`: in the settings, or by the arrows on what is scrolled or looked back at."""
    scene = opened(level, bets=False).scene
    with_button = {binding.intent for binding in TABLE if binding.pad} | BY_HOLDING | ELSEWHERE
    reached = {name for name in scene.acts() for widget in scene.order() if widget.answers(name)}
    reached |= {"one", "two", "three", "four", "five", "six"}  # answers are cards that can be walked to
    reached |= {"code" for widget in scene.order() if widget.name in ("code line", "fold code") and widget.live}
    assert set(scene.acts()) - with_button - reached == set()


# ---------------------------------------------------------------------------------------------------------------------
# A finger is a mouse; held still it shows what a resting pointer shows and presses nothing.


def opened_app(apps: list[Any], level: str) -> App:
    app = App(Options(link=f"level={level}" if level else "hide="), Game(Store(), catalog=shipped()))
    apps.append(app)
    pass_frames(app, 30, FRAME)
    return app


def finger(app: App, kind: int, place: tuple[float, float]) -> None:
    more: dict[str, Any] = {"rel": (0, 0), "buttons": (1, 0, 0)} if kind == pygame.MOUSEMOTION else {"button": 1}
    pygame.event.post(pygame.event.Event(kind, pos=place, touch=True, **more))
    app.tick(FRAME)


@pytest.mark.slow
def test_a_tap_presses_and_leaves_nothing_lit(apps: list[Any]) -> None:
    app = opened_app(apps, "goldilocks")
    step = place_of(app.scene, "tile step")
    before = len(app.scene.attempt.session.actions)  # type: ignore[attr-defined]
    for kind in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        finger(app, kind, step)
    assert app.scene.hovered == ""
    asked = app.scene.attempt.open_bets.open is not None  # type: ignore[attr-defined]
    assert asked or len(app.scene.attempt.session.actions) > before  # type: ignore[attr-defined]


@pytest.mark.slow
def test_a_long_press_shows_and_presses_nothing(apps: list[Any]) -> None:
    app = opened_app(apps, "goldilocks")
    gear = place_of(app.scene, "settings")
    finger(app, pygame.MOUSEMOTION, gear)
    finger(app, pygame.MOUSEBUTTONDOWN, gear)
    scene = app.scene
    pass_frames(app, 20, FRAME)
    assert scene.hovered == "settings" and scene.rested >= 0.5 and not scene.held
    finger(app, pygame.MOUSEBUTTONUP, gear)
    assert app.scene is scene and scene.hovered == "settings"
    finger(app, pygame.MOUSEBUTTONDOWN, (640, 300))
    finger(app, pygame.MOUSEBUTTONUP, (640, 300))
    assert scene.hovered == ""


@pytest.mark.slow
def test_what_is_turned_is_held_however_long(apps: list[Any]) -> None:
    app = opened_app(apps, "goldilocks")
    knob = app.scene.widget("knob alpha")
    assert knob is not None
    x, y, w, h = knob.rect
    finger(app, pygame.MOUSEBUTTONDOWN, (x + 0.5 * w, y + h / 2))
    pass_frames(app, 20, FRAME)
    finger(app, pygame.MOUSEMOTION, (x + w, y + h / 2))
    finger(app, pygame.MOUSEBUTTONUP, (x + w, y + h / 2))
    assert app.scene.attempt.session.knobs["alpha"] == 0.6  # type: ignore[attr-defined]


def test_esc_twice_on_the_title_leads_to_the_page(display: None) -> None:
    driver, left = Driver(TitleScene(Game(Store(), catalog=shipped()))), list[str]()
    driver.key(pygame.K_ESCAPE, times=2)
    assert "back" not in driver.scene.acts()
    driver.game.page = lambda: left.append("left")
    driver.key(pygame.K_ESCAPE)
    for _ in range(40):
        driver.scene.update(FRAME)
    driver.key(pygame.K_ESCAPE)
    assert left == [] and "back" in driver.scene.acts()
    driver.key(pygame.K_ESCAPE)
    assert left == ["left"]


# Smaller than a finger, with a neighbour so near that there is no more room for it: plan -> how their names begin.
SMALL = {"watch": {"chip"}, "bowl": {"history"}, "net": {"chart", "parts", "wires"}}  # neurons lie on wires


@pytest.mark.slow
def test_a_press_beside_a_small_control_presses_it(apps: list[Any]) -> None:
    app = opened_app(apps, "goldilocks")
    app.resize(960, 540)
    app.game.density = 1.5  # a fine screen: its pixels are smaller
    app.tick(FRAME)
    play, gear = app.scene, app.scene.widget("settings")
    assert gear is not None
    x, y = gear.centre
    beside = (x + EASY * 1.5 / app.game.scale / 2 - 1, y)
    assert not gear.contains(*beside) and play.at(*beside) is gear
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        finger(app, kind, (beside[0] * app.game.scale, beside[1] * app.game.scale))
    assert type(app.scene).__name__ == "SettingsScene"


@pytest.mark.parametrize("name", ["bowl", "net", "settings", "digits", "watch", "rule", "card", "title"])
def test_a_finger_hits_each_control(display: None, name: str) -> None:
    (plan,) = (plan for plan in PLANS if plan.name == name)
    *_before, (scene, _look) = frames(plan, DARK)
    areas = [each for each in scene.widgets if isinstance(each, ScrollArea)]
    cut = {child.name for each in areas for child in each.children
           if child.rect[1] < each.rect[1] or child.rect[1] + child.rect[3] > each.rect[1] + each.rect[3]}  # fmt: skip
    small = set()
    for widget in scene.widgets:
        x, y = widget.centre
        if not (widget.live and widget.focusable) or scene.at(x, y) is not widget or widget.name in cut:
            continue  # it is not to be hit there: it has scrolled away, or is a field of many
        reach = EASY / 2 - 1
        hit = [scene.at(x + dx, y + dy) for dx, dy in ((reach, 0), (-reach, 0), (0, reach), (0, -reach))]
        if any(found is not widget for found in hit):
            small.add(widget.name.split()[0])
    assert small == SMALL.get(name, set())


# ---------------------------------------------------------------------------------------------------------------------
# Up and down turn the level's main knob, whatever has the keyboard; left and right walk what lies side by side.


def on_a_tile(level: str, **settings: object) -> Driver:
    driver = opened(level, None, **{"bets": False, **settings})
    wait(driver, 0.6)
    tile = next(widget for widget in screen(driver).widgets if isinstance(widget, Tile) and widget.live)
    screen(driver).set_focus(tile.name)
    return driver


def turned_value(driver: Driver, knob: str) -> float:
    """Of the main knob, which is this one."""
    found = screen(driver).main_knob()
    assert isinstance(found, NumberInput) and found.name == knob
    return found.value


@pytest.mark.parametrize(("level", "knob"), [
    ("seven", "weight"), ("thirteen", "knob alpha"), ("valley", "knob alpha"), ("stuck-steps", "knob alpha"),
    ("hidden-four", "knob alpha"),
])  # fmt: skip
def test_up_and_down_turn_the_main_knob_from_a_tile(level: str, knob: str) -> None:
    driver = on_a_tile(level)
    scene, before = screen(driver), screen(driver).focus
    values = [turned_value(driver, knob)]
    for code in (pygame.K_UP, pygame.K_DOWN):
        key(driver, code)
        wait(driver, 0.05)
        values.append(turned_value(driver, knob))
    start, higher, lower = values
    assert lower < higher > start
    assert scene.focus == before, "the keyboard stays where it was"
    assert scene.acts()["up"] == scene.acts()["down"] != ""


@pytest.mark.parametrize(("level", "knob", "value"), [("thirteen", "knob alpha", 9), ("seven", "weight", 0.5)])
def test_a_typed_number_is_for_the_main_knob(level: str, knob: str, value: float) -> None:
    driver = on_a_tile(level)
    driver.type(f"{value:g}".lstrip("0"))
    key(driver, pygame.K_RETURN)
    assert turned_value(driver, knob) == value and screen(driver).focus == knob
    assert screen(driver).attempt.session.count == 0, "Enter has taken the number, it has not pressed the tile"


@pytest.mark.parametrize(("level", "typed", "press"), [
    ("a-hundredth", ".2", pygame.K_SPACE), ("thirteen", "9", pygame.K_l), ("thirteen", "9", pygame.K_SPACE),
])  # fmt: skip
def test_a_typed_number_counts_before_what_is_pressed_with_it(level: str, typed: str, press: int) -> None:
    driver = on_a_tile(level)
    driver.type(typed)
    key(driver, press)
    session = screen(driver).attempt.session
    assert (session.weights[0] if level == "a-hundredth" else session.alpha()) == float(typed)
    assert session.tally.probes + session.count > 0


def test_a_press_with_another_weight_is_not_taken_for_haste() -> None:
    """While a send is still on its way Space makes it faster; with a weight typed meanwhile it sends anew."""
    driver = opened("a-hundredth", bets=False, still=False)
    session, driver.patient = screen(driver).attempt.session, False
    wait(driver, 0.6)
    key(driver, pygame.K_SPACE, pygame.K_SPACE)
    assert session.tally.probes == 1 and screen(driver).attempt.director.pace > 1
    driver.type(".2")
    key(driver, pygame.K_SPACE)
    key(driver, pygame.K_UP, pygame.K_SPACE)
    assert screen(driver).attempt.director.moving and [probed.weights for probed in session.probed][:2] == [
        (1.0,), (0.2,)]  # fmt: skip
    assert len(session.probed) == 3
    told(driver)


@pytest.mark.parametrize("steps", [0, 3])
def test_a_number_may_begin_with_its_point_where_no_later_step_is_to_be_seen(steps: int) -> None:
    driver = on_a_tile("goldilocks")
    if steps:
        screen(driver).attempt.act(Learn(steps))
        told(driver)
        screen(driver).attempt.look(steps)
        wait(driver, FRAME)
    driver.type(".4")
    key(driver, pygame.K_RETURN)
    assert screen(driver).attempt.session.knobs["alpha"] == 0.4 and screen(driver).attempt.session.count == steps


def test_digits_that_mean_something_else_stay_what_they_are() -> None:
    driver = on_a_tile("freeze-the-toes")
    driver.type("1")
    assert screen(driver).attempt.session.frozen
    driver = on_a_tile("thirteen")
    screen(driver).attempt.act(Learn(3))
    wait(driver, 0.1)
    screen(driver).attempt.look(1)
    driver.type(".")
    assert screen(driver).attempt.step == 2 and screen(driver).focus.startswith("tile")


@pytest.mark.slow
def test_left_and_right_walk_the_tiles_also_from_one_row_to_the_next() -> None:
    driver = on_a_tile("valley", text=1.5)
    painted(driver, (960, 540))
    scene = screen(driver)
    tiles = [widget for widget in scene.order() if isinstance(widget, Tile)]
    scene.set_focus(tiles[0].name)
    walked = [scene.focus]
    for _ in tiles[1:]:
        key(driver, pygame.K_RIGHT)
        walked.append(scene.focus)
    assert walked == [tile.name for tile in tiles]


@pytest.mark.slow
def test_an_open_list_keeps_its_arrows() -> None:
    driver = on_a_tile("valley")
    attempt = screen(driver).attempt
    for steps in (3, 4):
        attempt.act(Learn(steps))
        attempt.reset()
    wait(driver, 0.1)
    screen(driver).set_focus("run 1")
    alpha = attempt.session.knobs["alpha"]
    key(driver, pygame.K_DOWN)
    assert screen(driver).focus == "run 0" and attempt.session.knobs["alpha"] == alpha


def test_of_two_knobs_of_one_kind_the_one_with_the_keyboard_is_turned() -> None:
    driver = on_a_tile("three-neurons")
    widgets = screen(driver).widgets
    found = main_knob(widgets, "")
    assert found is not None and "alpha" in found.name
    assert main_knob(widgets, found.name) is found


@pytest.mark.parametrize(("level", "holder"), [
    ("seven", "weight"), ("in-the-dark", "weight"), ("thirteen", "knob alpha"), ("valley", "knob alpha typed"),
    ("one-step", "alpha field 1"), ("stop-in-time", "pass"), ("the-grump", ""),
])  # fmt: skip
def test_its_keys_stand_at_the_main_knob_and_nowhere_else(level: str, holder: str) -> None:
    scene = screen(opened(level, None, bets=False))
    assert [widget.name for widget in scene.widgets if scene.state(widget).cap == "↑↓"] == [holder] * bool(holder)


def test_where_up_and_down_lead_along_a_column_left_and_right_turn_it_and_its_keycap_says_so() -> None:
    driver = on_a_tile("one-knob-two-days")
    scene = screen(driver)
    scene.set_focus("card 2")
    assert [widget.name for widget in scene.widgets if scene.state(widget).cap == "←→"] == ["weight"]
    assert scene.acts()["right"] == scene.acts()["left"] != scene.acts()["up"]
    driver.key(pygame.K_RIGHT, times=2)
    driver.key(pygame.K_LEFT)
    assert turned_value(driver, "weight") == 1.1 and scene.focus == "card 2"
    driver.key(pygame.K_UP)
    assert turned_value(driver, "weight") == 1.1 and scene.focus == "card 1"


@pytest.mark.parametrize(("level", "together"), [
    ("one-knob-two-days", ["weight", "card 1", "card 2", "card 3"]),
    ("freeze-the-toes", ["needle 1", "needle 2", "needle 3"]),
    ("linear-layers", ["bend 1", "bend 2", "bend 3", "bend 4"]),
])  # fmt: skip
def test_tab_goes_through_a_panel_before_it_goes_to_the_next(level: str, together: list[str]) -> None:
    order = [widget.name for widget in screen(opened(level, None, bets=False)).order()]
    at = order.index(together[0])
    assert order[at : at + len(together)] == together


def test_they_are_gone_while_a_bet_or_the_machine_plays() -> None:
    driver = opened("thirteen")
    scene = screen(driver)
    assert scene.attempt.open_bets.open is not None
    assert any(scene.state(widget).cap == "↑↓" for widget in scene.widgets)
    wait(driver, 0.6)
    driver.move(1, 1)  # it is laid out
    click(driver, "answer 1")
    assert scene.attempt.director.moving
    while scene.attempt.director.moving:
        assert all(scene.state(widget).cap != "↑↓" for widget in scene.widgets)
        wait(driver, FRAME)
    wait(driver, FRAME)
    assert any(scene.state(widget).cap == "↑↓" for widget in scene.widgets)
