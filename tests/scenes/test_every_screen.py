"""What holds on every screen of the table; when a press counts: never on what could not be seen before, so no bet is
lost to a key that is hammered; what is read aloud.
"""

from collections.abc import Callable
from functools import partial

import pygame
import pytest

from downslope.attempt.director import Phase
from downslope.attempt.game.game import Game
from downslope.desktop.controls import Intent
from downslope.rules import Learn, Turn, reel
from downslope.scenes.base.event_routing import DEAF, UNSEEN
from downslope.scenes.base.scene import SCREENS, Scene, screen as made
from downslope.scenes.base.speech import LONGEST, Announcer, Speech, shorten
from downslope.scenes.play.card import CardScene, card_of
from downslope.scenes.play.play import PlayScene
from downslope.scenes.reel import Reel
from downslope.scripts.forms import Written
from downslope.view.widgets.button import Button
from downslope.view.widgets.widget import Widget
from lib.driving import FRAME, Driver, MemoryStore
from lib.players import PAD, axis, button
from lib.playing import act, opened, passes, screen, wait
from lib.support import shipped
from pictures.plans import reached, source

pytestmark = pytest.mark.usefixtures("display")

STAY = ("title", "map", "play")  # Escape leads nowhere from here, or up to another screen


def play_of(game: Game, level: str = "thirteen") -> PlayScene:
    return PlayScene(game, game.catalog.level(level))


# Those that are not made with the title as their parent alone.
MADE: dict[str, Callable[[Game], Scene]] = {
    "title": partial(made, "title"), "map": partial(made, "map"), "play": play_of, "source": source,
    "card": lambda game: card_of(play_of(game)),
    "chapter": lambda game: made("chapter", game, chapter=1, parent=made("map", game)),
    "recap": lambda game: made("recap", game, chapter=1, parent=made("map", game)),
    "convergence": lambda game: made("convergence", game, parent=play_of(game),
                                      session=play_of(game, "goldilocks").attempt.session),
    "script": lambda game: made("script", game, parent=made("title", game), title="Steps",
                                 written={"python": Written("weight = 1\n"), "numpy": Written("w = 1\n")}),
    "reel": lambda game: made("reel", game, reel=Reel(reel(game.catalog)), parent=made("title", game)),
    "broken": lambda game: made("broken", game, parent=play_of(game), told="A fault that nobody foresaw."),
}  # fmt: skip


def just_opened(name: str) -> Scene:
    """In the moment in which a press has opened it, from a screen that has been there for a while."""
    game = Game(MemoryStore(), catalog=shipped())
    reached(game, "thirteen")
    before = Scene(game)
    before.resize(1280, 720)
    before.update(10.0)
    before.go(MADE[name](game) if name in MADE else made(name, game, parent=made("title", game)))
    found = before.update(0.0)
    found.resize(1300, 720)
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


def test_what_holds_on_every_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SCREENS:
        scene = just_opened(name)
        with monkeypatch.context() as patch:
            heard = heard_by(scene, patch)
            for moment in (0.0, UNSEEN / 2):
                scene.update(moment)
                points = [widget.centre for widget in scene.widgets if widget.live]
                assert scene.width == 1300 and (points or name == "reel"), name
                for intent in (Intent("accept"), Intent("step"), *(Intent("press", x=x, y=y) for x, y in points)):
                    assert scene.handle(intent) is scene, (name, moment, intent)
                    assert scene.handle(Intent("release", x=intent.x, y=intent.y)) is scene
            assert heard == [], "no press counts on a screen that could not be seen yet"
        scene.update(10.0)
        focus, attempt = scene.focus, getattr(scene, "attempt", None)
        for character in "жé~漢":
            if name not in ("reel", "one rule"):  # there any key does something, and is meant to
                assert scene.handle(Intent("text", text=character)) is scene, (name, character)
        assert scene.focus == focus and (attempt is None or not attempt.session.actions)
        if name not in STAY:
            before = scene.parent or getattr(scene, "opener", None)
            following = scene.handle(Intent("back"))
            assert following is before if scene.parent else type(following) is type(before)
            assert following.guard.unseen and not following.guard.handled_intents("press"), "nor on one that comes back"


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


def test_a_tile_that_became_another_one_takes_no_press_for_a_moment() -> None:
    scene, pressed = Scene(Game(MemoryStore())), list[str]()

    def become(name: str) -> None:
        buttons = ((name, 24, "step"), ("undo", 148, ""))
        scene.layout = lambda: setattr(scene, "widgets", [  # type: ignore[method-assign]
            Button(each, (x, 600, 112, 84), each, on_press=partial(pressed.append, each), key=key)
            for each, x, key in buttons
        ])  # fmt: skip
        scene.request_layout()

    become("step")
    driver = Driver(scene, patient=False)
    driver.click(60, 640)
    become("next")
    driver.click(60, 640)
    driver.key(pygame.K_SPACE)
    assert pressed == ["step"]
    driver.click(180, 640)
    assert pressed == ["step", "undo"], "what has not changed is heard"
    wait(driver, DEAF + FRAME)
    driver.click(60, 640)
    driver.key(pygame.K_SPACE)
    assert pressed == ["step", "undo", "next", "next"]
    become("last")
    wait(driver, 5.0)
    for x in (60, 61):  # under a pointer that rests it keeps to itself
        if x == 61:
            driver.move(x, 640)
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            driver.post(kind, pos=(x, 640), button=1)
        assert (pressed[-1] == "last") is (x == 61)


def asked(bets: bool, held: pygame.event.Event | None = None) -> Driver:
    """The frame in which a bet has come that was taken up, or the card of a level that was won, while that is held."""
    driver = opened("thirteen", bets=bets)
    driver.controls.pad.meet(PAD, named=True)
    if not bets:
        act(driver, Turn("alpha", 15.0), Learn(4))
        passes(driver, lambda: screen(driver).attempt.director.state is Phase.HOLD, "no verdict", 30.0)
    driver.read()
    driver.patient = False
    driver.key(pygame.K_d if bets else pygame.K_RETURN)
    if held is not None:
        pygame.event.post(held)
        driver.pump()
    passes(driver, lambda: driver.scene.widget("answer 1") or isinstance(driver.scene, CardScene), "it never came", 9.0)
    return driver


@pytest.mark.slow
def test_what_comes_by_itself_is_deaf_for_400_ms_and_then_it_hears() -> None:
    """By a key, by mouse on what is named so, by a gamepad."""
    for bets, by in ((True, pygame.K_1), (True, "answer 1"), (False, "next"), (False, None)):
        driver, now = asked(bets), 0.0
        before = driver.scene
        for moment in (0.0, 0.1, DEAF - 0.001, DEAF + 0.001):
            driver.scene = driver.scene.update(moment - now)
            driver.scene.resize(1280, 720)
            now = moment
            if isinstance(by, str):
                driver.move(1, 1)  # a pointer that has rested there would be deaf for longer
                driver.click_on(by)
            elif by is None:
                for down in (True, False):
                    pygame.event.post(button("a", down))
                driver.pump()
            else:
                driver.key(by)
            acts = driver.scene is not before or (bets and screen(driver).attempt.open_bets.answered)
            assert moment > DEAF or not acts, f"at {moment:g} s"
        wait(driver, 1.0)
        assert driver.scene is not before or screen(driver).attempt.open_bets.answered, "it hears"


@pytest.mark.slow
def test_the_card_is_left_alone_by_what_was_pressed_too_early_and_is_held() -> None:
    """A key, a button, a shoulder, a stick."""
    held = (pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RIGHT, mod=0, unicode=""), button("dpad_right", True),
            button("rightshoulder", True), axis("right x", 1.0))  # fmt: skip
    for event in held:
        driver, shown = asked(False, event), list[tuple[Scene, str]]()
        for _frame in range(60):
            wait(driver, FRAME)
            driver.scene.resize(1280, 720)
            for intent in driver.controls.repeats(FRAME):
                driver.scene = driver.scene.handle(intent)
            shown.append((driver.scene, driver.scene.focus))
        assert len(set(shown[round((DEAF + 0.1) / FRAME) :])) == 1 and isinstance(driver.scene, CardScene), event
