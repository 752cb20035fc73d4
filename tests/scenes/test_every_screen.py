"""What holds on every screen of the table: no press counts before it can be seen, a character changes nothing, Escape
leads back; what is half dragged or pressed outlasts a new layout; what is read aloud.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pygame
import pytest

from downslope.attempt.game.game import Game
from downslope.desktop.controls import Intent
from downslope.rules.campaign import reel
from downslope.scenes.base.event_routing import UNSEEN
from downslope.scenes.base.scene import SCREENS, Scene, screen
from downslope.scenes.base.speech import LONGEST, Announcer, Speech, shorten
from downslope.scenes.play.card import card_of
from downslope.scenes.play.play import PlayScene
from downslope.scenes.reel import Reel
from downslope.scripts.forms import Written
from downslope.view.draw.canvas import Canvas
from downslope.view.widgets.button import Tile
from downslope.view.widgets.number_input import Slider
from downslope.view.widgets.widget import Widget
from driving import Driver, MemoryStore
from pictures.plans import reached, source
from support import shipped

pytestmark = pytest.mark.usefixtures("display")

STAY = ("title", "map", "play")  # Escape leads nowhere from here, or up to another screen


def play_of(game: Game, level: str = "thirteen") -> PlayScene:
    return PlayScene(game, game.catalog.level(level))


def asked(name: str, game: Game, **more: Any) -> Scene:
    found: Scene = screen(name, game, **more)
    return found


MADE: dict[str, Callable[[Game], Scene]] = {
    "title": lambda game: asked("title", game),
    "teach": lambda game: asked("teach", game, parent=asked("title", game)),
    "map": lambda game: asked("map", game),
    "play": play_of,
    "card": lambda game: card_of(play_of(game)),
    "chapter": lambda game: asked("chapter", game, chapter=1, parent=asked("map", game)),
    "one rule": lambda game: asked("one rule", game, parent=asked("map", game)),
    "recap": lambda game: asked("recap", game, chapter=1, parent=asked("map", game)),
    "convergence": lambda game: asked("convergence", game, parent=play_of(game),
                                      session=play_of(game, "goldilocks").attempt.session),
    "script": lambda game: asked("script", game, parent=asked("title", game), title="Steps",
                                 written={"python": Written("weight = 1\n"), "numpy": Written("w = 1\n")}),
    "watch": lambda game: asked("watch", game, parent=asked("title", game)),
    "reel": lambda game: asked("reel", game, reel=Reel(reel(game.catalog)), parent=asked("title", game)),
    "settings": lambda game: asked("settings", game, parent=asked("title", game)),
    "help": lambda game: asked("help", game, parent=play_of(game)),
    "words": lambda game: asked("words", game, parent=play_of(game)),
    "plugins": lambda game: asked("plugins", game, parent=asked("title", game)),
    "source": source,
    "workshop": lambda game: asked("workshop", game, parent=asked("title", game)),
    "broken": lambda game: asked("broken", game, parent=play_of(game), told="A fault that nobody foresaw."),
}  # fmt: skip


class Before(Scene):
    """The screen from which the other one is opened."""


def opened(name: str) -> Scene:
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
    scene = opened(name)
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
    title = opened("title")
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


def test_a_refusal_is_seen_on_a_screen_that_scrolls_too() -> None:
    scene, pictures = opened("settings"), []
    scene.update(10.0)
    for refused in (False, True):
        if refused:
            scene.game.player_feedback.feedback("refuse")
        picture = pygame.Surface((1280, 720))
        scene.draw(Canvas(picture, scene.game.look()))
        pictures.append(pygame.image.tobytes(picture, "RGB"))
    assert pictures[0] != pictures[1]


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


class Some(Scene):
    """One tile."""

    label = "Go"
    pressed = 0

    def layout(self) -> None:
        self.widgets = [Tile("tile", (20, 20, 112, 84), self.label, "step", self.count)]

    def count(self) -> None:
        self.pressed += 1


def test_a_press_goes_on_only_where_it_means_the_same() -> None:
    scene = Some(Game(MemoryStore(), catalog=shipped()))
    player = Driver(scene)
    for label in ("Go", "Stop"):
        player.down(60, 60)
        scene.label = label
        scene.request_layout()
        player.up(60, 60)
        assert scene.pressed == 1


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
