"""What holds on every screen of the table: no press counts before it can be seen, the focus is on something to do, a
character changes nothing, a refusal is seen, and nothing piles up where it is drawn again and again.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pygame
import pytest

from downslope.attempt.game.game import Game
from downslope.desktop.controls import Intent
from downslope.rules.campaign import reel
from downslope.scenes.base.event_routing import UNSEEN
from downslope.scenes.base.scene import SCREENS, Scene, screen, screen_class
from downslope.scenes.base.speech import LONGEST, Announcer, Speech, shorten
from downslope.scenes.play.card import card_of
from downslope.scenes.play.play import PlayScene
from downslope.scenes.reel import Reel
from downslope.scripts.forms import Written
from downslope.storage.saves import Progress
from downslope.view.draw.canvas import Canvas
from downslope.view.widgets.button import Tile
from downslope.view.widgets.number_input import Slider
from downslope.view.widgets.widget import Widget
from driving import Driver, MemoryStore
from pictures.plans import reached, source
from support import shipped
from syntax import nodes, tree_of

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

    def spied(widget: Widget) -> Callable[[Intent], bool]:
        def act(intent: Intent) -> bool:
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


@pytest.mark.parametrize("name", [name for name in SCREENS if name not in ("title", "map", "play", "again", "show")])
def test_escape_leads_back_to_the_screen_below(name: str) -> None:
    scene = opened(name)
    scene.update(10.0)
    before = scene.parent or getattr(scene, "opener", None)
    following = scene.handle(Intent("back"))
    assert following is before if scene.parent else type(following) is type(before)


def test_a_refusal_is_seen_on_a_screen_that_scrolls_too() -> None:
    scene = opened("settings")
    scene.update(10.0)
    pictures = []
    for refused in (False, True):
        if refused:
            scene.game.player_feedback.feedback("refuse")
        picture = pygame.Surface((1280, 720))
        scene.draw(Canvas(picture, scene.game.look()))
        pictures.append(pygame.image.tobytes(picture, "RGB"))
    assert pictures[0] != pictures[1]


# ---------------------------------------------------------------------------------------------------------------------
# The table of screens: every row is a screen, and whoever asks for one gives what it is made with.


PACKAGE = Path(__file__).parents[2] / "game" / "downslope"


@pytest.mark.slow
@pytest.mark.source
def test_every_request_gives_what_the_screen_is_made_with() -> None:
    """`open("play", level=...)` and `screen("map", game)`, wherever they stand in the source."""
    found, wrong = 0, []
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in nodes(tree_of(file), ast.Call):
            if not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called not in ("open", "screen") or node.args[0].value not in SCREENS:
                continue
            found += 1
            keywords = {str(keyword.arg): None for keyword in node.keywords}
            try:
                inspect.signature(screen_class(node.args[0].value)).bind(None, **keywords)
            except TypeError as error:
                wrong.append(f"{file.name}:{node.lineno}: {error}")
    assert found > len(SCREENS) and wrong == []


# ---------------------------------------------------------------------------------------------------------------------
# A new layout takes nothing out of the player's hands: focus, and what is half typed, dragged or pressed, go on.


def game_of() -> Game:
    store = MemoryStore(bets=False)
    store.progress = Progress()
    return Game(store, catalog=shipped())


@pytest.mark.usefixtures("display")
def test_a_drag_goes_on_in_another_layout() -> None:
    player = Driver(PlayScene(game_of(), shipped().level("toes")))
    scene = player.scene
    assert isinstance(scene, PlayScene)
    alpha = next(widget for widget in scene.widgets if isinstance(widget, Slider) and widget.hue == "alpha")
    before = scene.attempt.session.knobs["alpha"]
    y = alpha.line
    player.down(alpha.x_of(float(before)), y)
    player.move(alpha.x_of(alpha.high), y)
    scene.request_layout()  # as when a hint comes, or something is worked out
    again = scene.widget(alpha.name)
    assert isinstance(again, Slider) and again is not alpha and again.value == alpha.value != before
    middle = again.snap((again.low + again.high) / 2)
    player.move(again.x_of(middle), y)
    player.up(again.x_of(middle), y)
    assert scene.attempt.session.knobs["alpha"] == pytest.approx(middle)


@pytest.mark.usefixtures("display")
def test_a_press_goes_on_only_where_it_means_the_same() -> None:
    scene = Some(game_of())
    player = Driver(scene)
    for label, pressed in (("Go", 1), ("Stop", 1)):
        player.down(60, 60)
        scene.label = label
        scene.request_layout()
        player.up(60, 60)
        assert scene.pressed == pressed


class Some(Scene):
    """One tile."""

    label = "Go"
    pressed = 0

    def layout(self) -> None:
        self.widgets = [Tile("tile", (20, 20, 112, 84), self.label, "step", self.count)]

    def count(self) -> None:
        self.pressed += 1


# ---------------------------------------------------------------------------------------------------------------------
# What is read aloud: each thing once, the newest first, one a second at most.


def test_each_is_said_once_and_the_newest_wins() -> None:
    announcer = Announcer()
    assert announcer.next(Speech(line="one"), 0.1) == "one"
    assert announcer.next(Speech(line="one"), 5.0) == ""
    assert announcer.next(Speech(line="two"), 0.0) == "two"
    assert announcer.next(Speech(line="three"), 0.5) == ""  # not so soon
    assert announcer.next(Speech(line="four"), 0.2) == ""
    assert announcer.next(Speech(line="four"), 0.4) == "four"
    assert announcer.next(Speech(), 9.0) == ""


def test_a_verdict_comes_first() -> None:
    assert Announcer().next(Speech("Pip", "landed", "a note", "a knob"), 0.0) == "landed"
    assert Announcer().next(Speech("Pip", "", "", "a knob"), 0.0) == "Pip"


def test_what_is_long_is_cut_at_a_word() -> None:
    text = shorten("word " * 100)
    assert len(text) <= LONGEST and text.endswith("word…")
    assert shorten("two\n lines") == "two lines"
    assert len(shorten("字" * 500)) == LONGEST and shorten("字" * 500).startswith("字字")  # not all writing has spaces
