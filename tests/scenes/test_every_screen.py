"""What holds on every screen of the table: no press counts before it can be seen, the focus is on something to do, a
character changes nothing, a refusal is seen, and nothing piles up where it is drawn again and again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pygame
import pytest

from downslope.attempt.game.game import Game
from downslope.desktop.controls import Intent
from downslope.rules.campaign import reel
from downslope.scenes.base.event_routing import UNSEEN
from downslope.scenes.base.navigation import SCREENS, screen
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.card import card_of
from downslope.scenes.play.play import PlayScene
from downslope.scenes.reel import Reel
from downslope.scripts.forms import Written
from downslope.view.draw.canvas import Canvas
from downslope.view.widgets.widget import Act, Widget
from driving import MemoryStore
from pictures.plans import reached, source
from support import shipped

pytestmark = pytest.mark.usefixtures("display")

LEVEL = "thirteen"
WAYS_OUT = frozenset({"back", "settings", "leave", "close"})
PRESSES = ("accept", "step")


def level_of(game: Game, name: str = LEVEL) -> Any:
    return game.catalog.level(name)


def play_of(game: Game) -> PlayScene:
    return PlayScene(game, level_of(game))


def asked(name: str, game: Game, **more: Any) -> Scene:
    found: Scene = screen(name, game, **more)
    return found


MADE: dict[str, Callable[[Game], Scene]] = {
    "title": lambda game: asked("title", game),
    "teach": lambda game: asked("teach", game, parent=asked("title", game)),
    "map": lambda game: asked("map", game),
    "play": play_of,
    "again": lambda game: asked("again", game, before=play_of(game), level=level_of(game)),
    "show": lambda game: asked("show", game, level=level_of(game)),
    "card": lambda game: card_of(play_of(game)),
    "chapter": lambda game: asked("chapter", game, chapter=1, parent=asked("map", game)),
    "one rule": lambda game: asked("one rule", game, parent=asked("map", game)),
    "recap": lambda game: asked("recap", game, chapter=1, parent=asked("map", game)),
    "convergence": lambda game: asked("convergence", game, parent=play_of(game),
                                      session=PlayScene(game, level_of(game, "goldilocks")).attempt.session),
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


def test_every_screen_is_looked_at() -> None:
    assert MADE.keys() == SCREENS.keys()


class Before(Scene):
    """The screen from which the other one is opened."""


def opened(name: str) -> Scene:
    """In the moment in which a press has opened it, from a screen that has been there for a while."""
    game = Game(MemoryStore(), catalog=shipped())
    reached(game, LEVEL)
    before = Before(game)
    before.resize(1280, 720)
    before.update(10.0)
    before.go(MADE[name](game))
    found = before.update(0.0)
    found.resize(1280, 720)
    return found


def heard_by(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which widgets are pressed from now on."""
    found: list[str] = []

    def spied(widget: Widget) -> Callable[[Act], bool]:
        def act(intent: Act) -> bool:
            found.append(f"{widget.name}: {intent.name}")
            return True

        return act

    scene.follow_changes()
    for widget in scene.widgets:
        monkeypatch.setattr(widget, "act", spied(widget))
    return found


def presses(scene: Scene) -> list[Intent]:
    """By keys and by the pointer, everywhere."""
    points = [widget.centre for widget in scene.widgets if widget.live]
    return [*map(Intent, PRESSES), *(Intent("press", x=x, y=y) for x, y in points)]


@pytest.mark.parametrize("name", SCREENS)
def test_no_press_counts_on_a_screen_that_could_not_be_seen_yet(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = opened(name)
    heard = heard_by(scene, monkeypatch)
    for moment in (0.0, UNSEEN / 2):
        scene.update(moment)
        for intent in presses(scene):
            assert scene.handle(intent) is scene, (moment, intent)
            assert scene.handle(Intent("release", x=intent.x, y=intent.y)) is scene
    assert heard == []


def test_a_screen_that_is_given_back_counts_no_press_at_once_either(monkeypatch: pytest.MonkeyPatch) -> None:
    title = opened("title")
    title.update(10.0)
    title.open("settings", parent=title)
    settings = title.update(0.0)
    settings.resize(1280, 720)
    settings.update(10.0)
    done = settings.widget("done")
    assert done is not None
    for kind in ("press", "release"):
        following = settings.handle(Intent(kind, x=done.centre[0], y=done.centre[1]))
    assert following is title
    heard = heard_by(title, monkeypatch)
    play = title.widget("play")
    assert play is not None and title.handle(Intent("press", x=play.centre[0], y=play.centre[1])) is title
    assert heard == [], "the second click of a double one"
    title.update(UNSEEN)
    title.handle(Intent("press", x=play.centre[0], y=play.centre[1]))
    assert heard == ["play: press"]


@pytest.mark.parametrize("name", SCREENS)
def test_focus_characters_and_words(name: str) -> None:
    """The keyboard begins on something to do; a character that is nothing here changes nothing; what was written is
    forgotten with the picture.
    """
    scene = opened(name)
    scene.update(1.0)
    others = [widget.name for widget in scene.order() if widget.name not in WAYS_OUT]
    here = scene.begin or scene.focus
    assert here not in WAYS_OUT or not others or here == scene.begins(), (here, others)
    before, attempt = scene.focus, getattr(scene, "attempt", None)
    done = len(attempt.session.actions) if attempt is not None else 0
    for character in "жé~漢":
        if name not in ("reel", "one rule"):  # there any key does something, and is meant to
            assert scene.handle(Intent("text", text=character)) is scene, character
    assert scene.focus == before and (attempt is None or len(attempt.session.actions) == done)
    canvas, counts = Canvas(pygame.Surface((320, 180)), scene.game.look()), []
    for _ in range(3):
        scene.draw(canvas)
        counts.append(len(canvas.words_at()))
    assert counts[1] == counts[2]


def test_a_refusal_is_seen_on_a_screen_that_scrolls_too() -> None:
    scene = opened("settings")
    scene.update(10.0)
    pictures = []
    for refused in (False, True):
        if refused:
            scene.game.player_feedback.refuse()
        picture = pygame.Surface((1280, 720))
        scene.draw(Canvas(picture, scene.game.look()))
        pictures.append(pygame.image.tobytes(picture, "RGB"))
    assert pictures[0] != pictures[1]
