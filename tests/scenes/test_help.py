"""The list of keys and the words: each key that is listed does something; words that were met lead to their level."""

from dataclasses import replace

import pygame
import pytest

from downslope.desktop.bindings import TABLE
from downslope.desktop.controls import Intent
from downslope.rules import UNITS, places
from downslope.rules.level_words import WORDS
from downslope.scenes.keys_and_words import GlossaryScene, HelpScene, own_words, rows_of
from downslope.scenes.play.play import PlayScene
from downslope.view.cards.terms import TERMS
from downslope.view.draw import Canvas, Screen
from lib.driving import FRAME, Driver
from lib.playing import need, opened, wait
from lib.support import shipped
from pictures.plans import PLANS, Focus

pytestmark = pytest.mark.usefixtures("display")
NOT_THE_SCREENS = {"full_screen", "quit", "help"}  # the window's own, and the list itself
OUTSIDE = {"copy", "link", "paste", "film"}  # they change the clipboard, or a folder: see test_link_opening.py
ENDS = ({"left", "right"}, {"up", "down"}, {"home", "end"}, {"page_up", "page_down"}, {"earlier", "later"})
STATES = ("bowl-bet", "bowl-peg", "bowl-far", "hints", "calls", "title", "map", "settings", "card", "chart-learners",
          "workshop")  # fmt: skip


def come_to(name: str) -> Driver:
    """A screen as one of the reference pictures has it; where a bet waits, it is taken up."""
    plan = next(plan for plan in PLANS if plan.name == name)
    driver = Driver(plan.make(opened("seven").game))
    for step in (*plan.does, *(["dare"] if name == "bowl-bet" else []), 1.0):
        if isinstance(step, float):
            wait(driver, step)
        elif isinstance(step, Focus):
            driver.scene.set_focus(step.name)
        else:
            give(driver, Intent(step) if isinstance(step, str) else step)
    return driver


def give(driver: Driver, intent: Intent) -> None:
    driver.scene = driver.scene.handle(intent)
    driver.scene.resize(1280, 720)


def seen(driver: Driver, screen: Screen, frames: int = 0) -> tuple[object, ...]:
    """All that a key may change, after a while. `screen`: what was drawn on it before is drawn anew only where it
    differs.
    """
    for _ in range(frames):
        driver.scene = driver.scene.update(FRAME)
        driver.scene.resize(1280, 720)
    scene, game = driver.scene, driver.game
    game.toasts.shown = []
    screen.begin()
    scene.draw(Canvas(screen, game.look()))
    screen.end()
    picture = screen.picture.get_buffer().raw
    return type(scene), scene.focus, picture, game.sound.muted, game.settings.panels, len(game.films.jobs), game.quit


def acts(driver: Driver, name: str, screen: Screen, alone: tuple[object, ...] | None) -> bool:
    """Does it do something, at once or within a moment? `alone`: what is to be seen then where nothing is pressed."""
    before, refusals = seen(driver, screen), list[str]()
    if any(widget.refusal_reason and widget.answers(name) for widget in driver.scene.widgets):
        return False  # it only says why not
    driver.game.player_feedback.feedback = lambda what, part=0.5: refusals.append(what)  # type: ignore[method-assign]
    give(driver, Intent(name))
    at_once = alone is None and seen(driver, screen) != before
    later = seen(driver, screen, 12)
    return "refuse" not in refusals and (at_once or later != (alone or before))


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
def test_each_key_that_is_listed_does_something_and_no_other(state: str) -> None:
    driver, screen = come_to(state), Screen((1280, 720))
    groups = rows_of(driver.scene).values()
    listed = {name for rows in groups for *_words, names in rows for name in names}
    for rows in groups:  # what two keys do alike stands once
        assert len({words for words, *_keys in rows}) == len(rows)
    later = seen(come_to(state), screen, 12)
    alone = None if later == seen(driver, screen) else later
    do: set[str] = set()
    for binding in TABLE:
        if binding.intent in NOT_THE_SCREENS | OUTSIDE or not binding.group:
            continue
        if acts(driver, binding.intent, screen, alone):
            do.add(binding.intent)
        if binding.intent in do or alone is not None:
            driver.scene.end()
            driver = come_to(state)
    assert do <= listed
    for name in listed - OUTSIDE - do - NOT_THE_SCREENS:  # it moves what stands at that end; the other way it goes
        assert any(name in pair and pair & do for pair in ENDS), name


@pytest.mark.parametrize("state", ["bowl-peg", "title"])
def test_it_opens_everywhere_closes_and_lists_the_buttons_of_the_gamepad_in_hand(state: str) -> None:
    driver = come_to(state)
    below = driver.scene
    for ways in ((None, pygame.K_F1), (None, pygame.K_ESCAPE), (pygame.K_F1, None)):
        for code, kind in zip(ways, (HelpScene, type(below))):
            driver.key(code) if code is not None else driver.type("?")
            assert type(driver.scene) is kind
    assert driver.scene is below
    for event in (pygame.CONTROLLERBUTTONDOWN, pygame.CONTROLLERBUTTONUP):
        driver.post(event, button=pygame.CONTROLLER_BUTTON_BACK, instance_id=0)
    assert isinstance(driver.scene, HelpScene)
    caps = {cap for rows in driver.scene.groups.values() for _words, caps, _intents in rows for cap in caps}
    assert "Select" in caps and not caps & {"Space", "H", "Esc"}
    assert state == "title" or {"X", "Y", "A", "B", "RT", "right stick"} <= caps


def words_at(level: str, **words: str) -> tuple[Driver, GlossaryScene]:
    """The glossary over a level that is the farthest that was opened."""
    driver = opened(replace(shipped().level(level), words=words) if words else level, bets=False)
    driver.game.progress.levels.clear()
    driver.game.progress.last_level = level
    driver.key(pygame.K_w)
    wait(driver, 0.6)
    assert isinstance(driver.scene, GlossaryScene)
    return driver, driver.scene


def test_words_that_were_met_lead_to_their_level_and_a_levels_own_stand_beside_what_they_stand_for() -> None:
    levels = [place.level.id for place in places(shipped())]
    order = [levels.index(term.level) for term in TERMS]
    assert order == sorted(order), "in the order in which they are met"
    assert len({term.word for term in TERMS}) == len(TERMS) and all(len(term.meaning.split()) <= 14 for term in TERMS)
    for level in ("thirteen", "read-my-hand"):
        driver, scene = words_at(level)
        met = sum(levels.index(term.level) <= levels.index(level) for term in TERMS)
        rows = [widget for widget in scene.widgets if widget.name.startswith("term ")]
        assert len(rows) == len(scene.met) == met and len(scene.upcoming) == len(TERMS) - met
    scene.set_focus("term error")
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, PlayScene) and driver.scene.level.id == "in-the-dark"
    units = {form for unit, row in UNITS.items() for form in (unit, row.one)}
    keys = (*WORDS, "input 1", "output 1", "weight 2", "goal 1", "metric 2")
    words = {key: f"my {key}" for key in keys}
    terms = [key for key in keys if key not in {*units, "stages", "stage"} and key.split()[0] != "learn"]
    assert [key for key, _word, _term in own_words(replace(shipped().level("thirteen"), words=words))] == terms
    driver, scene = words_at("thirteen", **words)
    driver.key(pygame.K_UP, times=20)
    assert scene.focus == "own words"
    told, names = need(scene.widget("own words")).accessible_name(), {"goal_prediction": "goal"}
    assert all(f"my {key}, {names.get(key, key)}" in told for key in terms)
    assert words_at("hidden-four")[1].widget("own words") is not None, "of the part that is played"
