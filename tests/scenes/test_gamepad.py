"""A gamepad alone plays: one that SDL knows by name, and one that it does not, through the real loop."""

from __future__ import annotations

import pygame
import pytest

from downslope import Level
from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.boards.kinds import kind_of
from downslope.desktop.bindings import HELD, TABLE
from downslope.scenes.base.navigation import screen as make_screen
from downslope.scenes.play.card import CardScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.teach_first import TeachFirstScene
from downslope.storage.saves import Store
from pads import NAMED, RAW, axis, button
from playing import opened
from support import campaign, shipped

FRAME = 1 / 60


class Hand:
    """A gamepad in the hand. `named`: SDL tells it as a controller."""

    def __init__(self, app: App, named: bool) -> None:
        self.app, self.named = app, named
        app.game.controls.pad.meet(NAMED if named else RAW, named=named, axes=6)

    def wait(self, frames: int) -> None:
        for _ in range(frames):
            self.app.tick(FRAME)

    def settle(self) -> None:
        """Until a press counts and nothing is played."""
        for _ in range(1200):
            self.app.tick(FRAME)
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


def to_card(hand: Hand, presses: int) -> None:
    """What the screen proposes, pressed until the level's card is there."""
    for _ in range(presses):
        if isinstance(hand.app.scene, CardScene):
            break
        hand.press("a")
        hand.settle()
    assert isinstance(hand.app.scene, CardScene)


def app_of(level: str | Level, apps: list[App], bets: bool = False) -> App:
    store = Store()
    store.settings.still, store.settings.bets = True, bets
    game = Game(store, catalog=shipped())
    played = shipped().level(level) if isinstance(level, str) else level
    app = App(Options(), game, make_screen("play", game, level=played))
    apps.append(app)
    return app


def play_of(app: App) -> PlayScene:
    assert isinstance(app.scene, PlayScene)
    return app.scene


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


@pytest.mark.slow
@pytest.mark.parametrize("named", [True, False], ids=["with a name", "without"])
def test_a_level_is_played_to_its_card(named: bool, apps: list[App]) -> None:
    app = app_of("a-hundredth", apps)
    hand = Hand(app, named)
    hand.settle()
    for _ in range(200):
        weight = play_of(app).attempt.session.weights[0]
        if abs(weight - 0.01) < 0.004:
            break
        hand.nudge("left", -1.0 if weight > 0.01 else 1.0)
    assert abs(play_of(app).attempt.session.weights[0] - 0.01) < 0.004
    hand.press("x")
    hand.settle()
    assert play_of(app).attempt.session.won
    to_card(hand, 5)


@pytest.mark.slow
@pytest.mark.parametrize("named", [True, False], ids=["with a name", "without"])
def test_the_right_stick_turns_alpha_and_a_bet_is_answered(named: bool, apps: list[App]) -> None:
    app = app_of("thirteen", apps, bets=True)
    hand = Hand(app, named)
    hand.settle()
    before = play_of(app).attempt.session.knobs["alpha"]
    hand.nudge("right", 1.0)
    assert play_of(app).attempt.session.knobs["alpha"] != before
    for _ in range(len(app.scene.order())):
        if app.scene.focus == "tile dare":
            break
        hand.press("rightshoulder")
    hand.press("a")
    hand.settle()
    assert play_of(app).attempt.open_bets.open == 0
    hand.press("rightshoulder")
    hand.press("a")
    hand.settle()
    assert 0 in play_of(app).attempt.open_bets.answered
    hand.press("a")
    hand.settle()
    assert play_of(app).attempt.session.count >= 1


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


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("level", KINDS.values(), ids=KINDS)
def test_all_that_can_be_done_has_a_button_or_can_be_reached(level: str) -> None:
    """`ELSEWHERE`: in the settings, or by the arrows on what is scrolled or looked back at."""
    scene = opened(level, bets=False).scene
    with_button = {binding.intent for binding in TABLE if binding.pad} | BY_HOLDING | ELSEWHERE
    reached = {name for name in scene.acts() for widget in scene.order() if widget.answers(name)}
    reached |= {"one", "two", "three", "four", "five", "six"}  # answers are cards that can be walked to
    reached |= {"code" for widget in scene.order() if widget.name in ("code line", "fold code") and widget.live}
    assert set(scene.acts()) - with_button - reached == set()


@pytest.mark.slow
@pytest.mark.parametrize("place", ["verdict", "hints"])
def test_a_film_of_a_run_that_did_not_win_is_walked_to(
    place: str, apps: list[App], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the verdict's row, or beside what closes the hints, which lie over it."""
    made = list[object]()
    monkeypatch.setattr("downslope.attempt.sharing.shared_level.film_of", lambda *what: made.append(what))
    app = app_of("thirteen", apps)
    scene = app.scene
    assert isinstance(scene, PlayScene)
    app.game.settings.bets = False
    scene.attempt.turn("alpha", 24.0)
    scene.attempt.learn()
    hand = Hand(app, named=True)
    while scene.dock.kind != "verdict":
        scene.update(1.0)
    if place == "hints":
        scene.dock.drawer.ask()
    hand.settle()
    for _ in range(len(scene.order())):
        if scene.focus == "film":
            break
        hand.press("rightshoulder")
    assert scene.focus == "film"
    hand.press("a")
    assert len(made) == 1
