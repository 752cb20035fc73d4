"""What holds on every screen of the table; when a press counts: never on what could not be seen before, so no bet is
lost to a key that is hammered; what is read aloud.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import pygame
import pytest

from downslope.attempt.director import Phase
from downslope.attempt.game.game import Game
from downslope.desktop.controls import Intent
from downslope.rules import Learn, Turn, reel
from downslope.scenes.base.event_routing import DEAF, UNSEEN
from downslope.scenes.base.scene import SCREENS, Scene, screen as screen_of
from downslope.scenes.base.speech import LONGEST, Announcer, Speech, shorten
from downslope.scenes.play.card import CardScene, card_of
from downslope.scenes.play.play import PlayScene
from downslope.scenes.reel import Reel
from downslope.scripts.forms import Written
from downslope.view.widgets.button import Button
from downslope.view.widgets.number_input import Slider
from downslope.view.widgets.widget import Widget
from lib.driving import FRAME, Driver, MemoryStore
from lib.players import NAMED, RAW, axis, button
from lib.playing import act, opened, screen, wait
from lib.support import shipped
from pictures.plans import reached, source

pytestmark = pytest.mark.usefixtures("display")

STAY = ("title", "map", "play")  # Escape leads nowhere from here, or up to another screen


def play_of(game: Game, level: str = "thirteen") -> PlayScene:
    return PlayScene(game, game.catalog.level(level))


def made(name: str, game: Game, **more: Any) -> Scene:
    found: Scene = screen_of(name, game, **more)
    return found


MADE: dict[str, Callable[[Game], Scene]] = {
    "title": lambda game: made("title", game),
    "teach": lambda game: made("teach", game, parent=made("title", game)),
    "map": lambda game: made("map", game),
    "play": play_of,
    "card": lambda game: card_of(play_of(game)),
    "chapter": lambda game: made("chapter", game, chapter=1, parent=made("map", game)),
    "one rule": lambda game: made("one rule", game, parent=made("map", game)),
    "recap": lambda game: made("recap", game, chapter=1, parent=made("map", game)),
    "convergence": lambda game: made("convergence", game, parent=play_of(game),
                                      session=play_of(game, "goldilocks").attempt.session),
    "script": lambda game: made("script", game, parent=made("title", game), title="Steps",
                                 written={"python": Written("weight = 1\n"), "numpy": Written("w = 1\n")}),
    "watch": lambda game: made("watch", game, parent=made("title", game)),
    "reel": lambda game: made("reel", game, reel=Reel(reel(game.catalog)), parent=made("title", game)),
    "settings": lambda game: made("settings", game, parent=made("title", game)),
    "help": lambda game: made("help", game, parent=play_of(game)),
    "words": lambda game: made("words", game, parent=play_of(game)),
    "plugins": lambda game: made("plugins", game, parent=made("title", game)),
    "source": source,
    "workshop": lambda game: made("workshop", game, parent=made("title", game)),
    "broken": lambda game: made("broken", game, parent=play_of(game), told="A fault that nobody foresaw."),
}  # fmt: skip


class Before(Scene):
    """The screen from which the other one is opened."""


def just_opened(name: str) -> Scene:
    """In the moment in which a press has opened it, from a screen that has been there for a while."""
    game = Game(MemoryStore(), catalog=shipped())
    reached(game, "thirteen")
    before = Before(game)
    before.resize(1280, 720)
    before.update(10.0)
    before.go(MADE[name](game))
    found = before.update(0.0)
    found.resize(1280, 720)
    return found


def heard_by(scene: Scene, patch: pytest.MonkeyPatch) -> list[str]:
    """Which widgets are pressed from now on."""
    found: list[str] = []

    def act(widget: Widget, intent: Intent) -> bool:
        found.append(f"{widget.name}: {intent.name}")
        return True

    scene.follow_changes()
    for widget in scene.widgets:
        patch.setattr(widget, "act", partial(act, widget))
    return found


@pytest.mark.parametrize("name", SCREENS)
def test_what_holds_on_every_screen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = just_opened(name)
    with monkeypatch.context() as patch:
        heard = heard_by(scene, patch)
        for moment in (0.0, UNSEEN / 2):
            scene.update(moment)
            points = [widget.centre for widget in scene.widgets if widget.live]
            for intent in (Intent("accept"), Intent("step"), *(Intent("press", x=x, y=y) for x, y in points)):
                assert scene.handle(intent) is scene, (moment, intent)
                assert scene.handle(Intent("release", x=intent.x, y=intent.y)) is scene
        assert heard == [], "no press counts on a screen that could not be seen yet"
    scene.update(10.0)
    focus, attempt = scene.focus, getattr(scene, "attempt", None)
    for character in "жé~漢":
        if name not in ("reel", "one rule"):  # there any key does something, and is meant to
            assert scene.handle(Intent("text", text=character)) is scene, character
    assert scene.focus == focus and (attempt is None or not attempt.session.actions)
    if name not in STAY:
        before = scene.parent or getattr(scene, "opener", None)
        following = scene.handle(Intent("back"))
        assert following is before if scene.parent else type(following) is type(before)


def test_a_screen_that_is_given_back_counts_no_press_at_once_either(monkeypatch: pytest.MonkeyPatch) -> None:
    title = just_opened("title")
    title.update(10.0)
    title.open("settings", parent=title)
    settings = title.update(0.0)
    settings.resize(1280, 720)
    settings.update(10.0)
    assert settings.handle(Intent("back")) is title
    heard, play = heard_by(title, monkeypatch), title.widget("play")
    assert play is not None
    press = Intent("press", x=play.centre[0], y=play.centre[1])
    assert title.handle(press) is title and heard == [], "the second click of a double one"
    title.update(UNSEEN)
    title.handle(press)
    assert heard == ["play: press"]


def test_a_drag_goes_on_in_another_layout() -> None:
    player = Driver(play_of(Game(MemoryStore(bets=False), catalog=shipped()), "toes"))
    scene = player.scene
    alpha = next(widget for widget in scene.widgets if isinstance(widget, Slider) and widget.hue == "alpha")
    y = alpha.line
    player.down(alpha.x_of(alpha.value), y)
    player.move(alpha.x_of(alpha.high), y)
    scene.request_layout()  # as when a hint comes, or something is worked out
    again = scene.widget(alpha.name)
    assert isinstance(again, Slider) and again is not alpha and again.value == alpha.value
    middle = again.snap((again.low + again.high) / 2)
    player.move(again.x_of(middle), y)
    player.up(again.x_of(middle), y)
    assert isinstance(scene, PlayScene) and scene.attempt.session.knobs["alpha"] == pytest.approx(middle)


def test_each_is_said_once_the_newest_wins_one_a_second_at_most() -> None:
    announcer = Announcer()
    for line, seconds, said in (("one", 0.1, "one"), ("one", 5.0, ""), ("two", 0.0, "two"), ("three", 0.5, ""),
                                ("four", 0.2, ""), ("four", 0.4, "four"), ("", 9.0, "")):  # fmt: skip
        assert announcer.next(Speech(line=line), seconds) == said
    assert Announcer().next(Speech("Pip", "landed", "a note", "a knob"), 0.0) == "landed", "a verdict comes first"
    assert Announcer().next(Speech("Pip", "", "", "a knob"), 0.0) == "Pip"
    text = shorten("word " * 100)
    assert len(text) <= LONGEST and text.endswith("word…") and shorten("two\n lines") == "two lines"
    assert len(shorten("字" * 500)) == LONGEST and shorten("字" * 500).startswith("字字")  # not all writing has spaces


TICK = 0.01


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
    scene.become("last")
    wait(driver, 5.0)
    for x in (60, 61):  # under a pointer that rests it keeps to itself
        if x == 61:
            driver.move(x, 640)
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            driver.post(kind, pos=(x, 640), button=1)
        assert (scene.pressed[-1] == "last") is (x == 61)


def go(driver: Driver, seconds: float) -> None:
    """Frame by frame, with what is held down."""
    for _ in range(round(seconds / TICK)):
        driver.scene = driver.scene.update(TICK)
        driver.scene.resize(1280, 720)
        for intent in driver.controls.repeats(TICK):
            driver.scene = driver.scene.handle(intent)


def come(driver: Driver, there: Callable[[Driver], object], most: float = 30.0) -> None:
    """Until the frame in which it has come."""
    for _ in range(round(most / TICK)):
        if there(driver):
            return
        go(driver, TICK)
    raise AssertionError(f"it never came: {[widget.name for widget in driver.scene.widgets]}")


def carded(driver: Driver) -> bool:
    return isinstance(driver.scene, CardScene)


def ready(level: str, bets: bool = False) -> Driver:
    driver = opened(level, bets=bets)
    for number, named in ((NAMED, True), (RAW, False)):
        driver.controls.pad.meet(number, named=named)
    go(driver, DEAF + 0.1)
    driver.patient = False
    return driver


def asked() -> Driver:
    """The frame in which a bet is taken up."""
    driver = ready("thirteen", bets=True)
    driver.key(pygame.K_d)
    come(driver, lambda _driver: driver.scene.widget("answer 1") is not None)
    return driver


def to_the_card() -> Driver:
    """A level that was won, and the press that asks for its card."""
    driver = ready("thirteen")
    act(driver, Turn("alpha", 15.0), Learn(4))
    come(driver, lambda _driver: screen(driver).attempt.director.state is Phase.HOLD)
    go(driver, DEAF + 0.1)
    driver.key(pygame.K_RETURN)
    return driver


def card() -> Driver:
    """The frame in which it is there."""
    driver = to_the_card()
    come(driver, carded)
    return driver


@pytest.mark.slow
@pytest.mark.parametrize(("begin", "by", "name", "acts"), [
    (asked, pygame.K_1, "", lambda driver: screen(driver).attempt.open_bets.answered),
    (asked, 0, "answer 1", lambda driver: screen(driver).attempt.open_bets.answered),
    (card, 0, "next", lambda driver: not carded(driver)),
    (card, True, "", lambda driver: not carded(driver)), (card, False, "", lambda driver: not carded(driver)),
])  # fmt: skip
def test_what_comes_by_itself_is_deaf_for_400_ms_and_then_it_hears(
    begin: Callable[[], Driver], by: int, name: str, acts: Callable[[Driver], object]
) -> None:
    """By a key, by mouse on what is named so, by the buttons of two gamepads."""
    driver, now = begin(), 0.0
    for moment in (0.0, 0.1, DEAF - 0.001, DEAF + 0.001):
        driver.scene = driver.scene.update(moment - now)
        driver.scene.resize(1280, 720)
        now = moment
        if name:
            driver.move(1, 1)  # a pointer that has rested there would be deaf for longer
            driver.click_on(name)
        elif isinstance(by, bool):
            pygame.event.post(button("a", True, by))
            pygame.event.post(button("a", False, by))
            driver.pump()
        else:
            driver.key(by)
        assert moment > DEAF or not acts(driver), f"at {moment:g} s"
    come(driver, acts, 2.0)


@pytest.mark.slow
@pytest.mark.parametrize("held", [
    pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RIGHT, mod=0, unicode=""), button("dpad_right", True, True),
    button("rightshoulder", True, False), axis("right x", 1.0, True),
], ids=["key", "button", "button of a nameless pad", "stick"])  # fmt: skip
def test_the_card_is_left_alone_by_what_was_pressed_too_early_and_is_held(held: pygame.event.Event) -> None:
    driver = to_the_card()
    pygame.event.post(held)
    driver.pump()
    come(driver, carded)
    shown = driver.scene
    go(driver, DEAF + 0.1)
    focus = driver.scene.focus
    go(driver, 2.0)
    assert driver.scene is shown and driver.scene.focus == focus
