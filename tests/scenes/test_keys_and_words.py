"""Hands and keys: a finger; the list of keys, of which each does something; words in their order; the settings."""

from dataclasses import fields, replace
from typing import Any

import pygame
import pytest

from downslope import i18n
from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.boards.kinds import kind_of
from downslope.desktop.bindings import HELD, TABLE
from downslope.desktop.controls import Intent
from downslope.rules import UNITS, places
from downslope.rules.level_words import WORDS
from downslope.scenes import settings
from downslope.scenes.base.scene import EASY, Scene
from downslope.scenes.keys_and_words import GlossaryScene, own_words, rows_of
from downslope.scenes.play.play import PlayScene
from downslope.scenes.settings import SETTINGS, SettingsScene
from downslope.storage.saves import CHOICES, VOLUMES, Settings, Store
from downslope.view.cards.terms import TERMS
from downslope.view.draw import Canvas, Screen
from lib.driving import FRAME, Driver, MemoryStore, pass_frames, place_of
from lib.players import Gamepad
from lib.playing import key, need, opened, wait
from lib.support import campaign, shipped
from pictures.plans import PLANS, Focus

pytestmark = pytest.mark.usefixtures("display")
Seen = tuple[object, ...]
DOWN, MOVE, UP = pygame.MOUSEBUTTONDOWN, pygame.MOUSEMOTION, pygame.MOUSEBUTTONUP
# Without a button: in the settings, or by the arrows on what is scrolled or looked back at; answers are walked to.
ELSEWHERE = {
    "sound", "link", "full_screen", "everything", "previous", "page_up", "page_down", "home", "end", "earlier", "later",
    "one", "two", "three", "four", "five", "six",
}  # fmt: skip
NOT_THE_SCREENS = {"full_screen", "quit", "help"}  # the window's own, and the list itself
OUTSIDE = {"copy", "link", "paste", "film"}  # they change the clipboard, or a folder: see walks/links.txt
ENDS = ({"left", "right"}, {"up", "down"}, {"home", "end"}, {"page_up", "page_down"}, {"earlier", "later"})
STATES = ("bowl-bet", "bowl-peg", "bowl-far", "hints", "calls", "title", "map", "settings", "card", "chart-learners",
          "workshop")  # fmt: skip


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
    apps.append(app := App(Options(link="level=goldilocks"), Game(MemoryStore(bets=False), catalog=shipped())))
    pass_frames(app, 30, FRAME)
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
    assert isinstance(app.scene, SettingsScene)


def come_to(name: str) -> Driver:
    """A screen as one of the reference pictures has it; where a bet waits, it is taken up."""
    plan = next(plan for plan in PLANS if plan.name == name)
    driver = Driver(plan.make(Game(MemoryStore(), catalog=shipped())))
    for step in (*plan.does, *(["dare"] if name == "bowl-bet" else []), 1.0):
        if isinstance(step, float):
            wait(driver, step)
        elif isinstance(step, Focus):
            driver.scene.set_focus(step.name)
        else:
            driver.scene = driver.scene.handle(Intent(step) if isinstance(step, str) else step)
            driver.scene.resize(1280, 720)
    return driver


def seen(driver: Driver, screen: Screen | None = None, frames: int = 0) -> Seen:
    """All that a key may change, after a while. `screen`: for the picture; it is drawn anew only where it differs."""
    for _ in range(frames):
        driver.scene = driver.scene.update(FRAME)
        driver.scene.resize(1280, 720)
    scene, game, picture = driver.scene, driver.game, b""
    game.toasts.shown = []
    if screen is not None:
        screen.begin()
        scene.draw(Canvas(screen, game.look()))
        screen.end()
        picture = screen.picture.get_buffer().raw
    return type(scene), scene.focus, game.sound.muted, game.settings.panels, len(game.films.jobs), game.quit, picture


def acts(driver: Driver, name: str, screen: Screen, before: Seen) -> bool:
    """Does it do something, at once or within a moment?"""
    driver.game.toasts.shown, refusals = [], list[str]()
    if any(widget.refusal_reason and widget.answers(name) for widget in driver.scene.widgets):
        return False  # it only says why not
    driver.game.player_feedback.feedback = lambda what, part=0.5: refusals.append(what)  # type: ignore[method-assign]
    driver.scene = driver.scene.handle(Intent(name))
    driver.scene.resize(1280, 720)
    if "refuse" in refusals:
        return False
    return seen(driver)[:-1] != before[:-1] or any(seen(driver, screen, frames) != before for frames in (0, 12))


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
def test_each_key_that_is_listed_does_something_and_no_other(state: str) -> None:
    driver, screen = come_to(state), Screen((1280, 720))
    groups = rows_of(driver.scene).values()
    listed = {name for rows in groups for *_words, names in rows for name in names}
    for rows in groups:  # what two keys do alike stands once
        assert len({words for words, *_keys in rows}) == len(rows)
    before, do = seen(driver, screen), set[str]()
    assert seen(driver, screen, 12) == before, "it rests"
    for binding in TABLE:
        if binding.intent in NOT_THE_SCREENS | OUTSIDE or not binding.group:
            continue
        if acts(driver, binding.intent, screen, before):
            do.add(binding.intent)
            driver.scene.end()
            driver = come_to(state)
    assert do <= listed
    for name in listed - OUTSIDE - do - NOT_THE_SCREENS:  # it moves what stands at that end; the other way it goes
        assert any(name in pair and pair & do for pair in ENDS), name


def test_words_stand_in_the_order_in_which_they_are_met_and_a_levels_own_beside_what_they_stand_for() -> None:
    levels = [place.level.id for place in places(shipped())]
    order = [levels.index(term.level) for term in TERMS]
    assert order == sorted(order) and len({term.word for term in TERMS}) == len(TERMS)
    assert all(len(term.meaning.split()) <= 14 for term in TERMS)
    driver = opened("hidden-four", bets=False)  # the farthest that was opened
    key(driver, pygame.K_w, then=0.6)
    scene = driver.scene
    assert isinstance(scene, GlossaryScene)
    met = sum(place <= levels.index("hidden-four") for place in order)
    assert sum(widget.name.startswith("term ") for widget in scene.widgets) == len(scene.met) == met
    assert len(scene.upcoming) == len(TERMS) - met
    driver.key(pygame.K_UP, times=20)
    assert scene.focus == "own words"
    units = {"stages", *(form for unit, row in UNITS.items() for form in (unit, row.one))}
    keys = (*WORDS, "input 1", "output 1", "weight 2", "goal 1", "metric 2")
    rows = [
        (word, f"my {word}", word) for word in keys if word not in units and word.split()[0] not in ("learn", "stage")
    ]
    own = own_words(replace(shipped().level("thirteen"), words={word: f"my {word}" for word in keys}))
    assert [(key, word, key if "_" in key else term) for key, word, term in own] == rows


def test_every_setting_can_be_all_that_it_may_be_and_comes_where_it_is_of_use(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {setting.name: setting for setting in SETTINGS}
    assert {*rows, "keys"} == {each.name for each in fields(Settings)}
    assert {name: tuple(value for value, _words in row.values) for name, row in rows.items() if row.values} == CHOICES
    assert {name for name, row in rows.items() if row.kind == "volume"} == set(VOLUMES)
    game = Game(Store())
    driver = Driver(scene := SettingsScene(game, Scene(game)))
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
