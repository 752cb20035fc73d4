"""The list of keys and the words: each key that is listed does something; words that were met lead to their level."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace

import pygame
import pytest

from clocks import stands
from downslope.desktop.bindings import TABLE
from downslope.desktop.controls import Intent
from downslope.rules.campaign import places
from downslope.rules.costs import UNITS
from downslope.rules.level_words import WORDS
from downslope.scenes.base.scene import Scene
from downslope.scenes.base.scene import screen as make_screen
from downslope.scenes.keys_and_words import GlossaryScene, HelpScene, own_words, rows_of
from downslope.scenes.play.play import PlayScene
from downslope.view.cards.terms import TERMS
from downslope.view.draw.tween import slices_by
from downslope.view.widgets.ink import InkPress
from downslope.view.widgets.ink import words as inked
from driving import FRAME, Driver
from pictures.plans import PLANS, Focus
from playing import opened, screen, shot, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")
NOT_THE_SCREENS = {"full_screen", "quit", "help"}  # the window's own, and the list itself
# They change the clipboard, or a folder: see test_share.py and test_link_opening.py.
OUTSIDE = {"copy", "link", "paste", "film"}


def at_start(level: str, **settings: object) -> Callable[[], Driver]:
    def make() -> Driver:
        driver = opened(level, bets=bool(settings.get("bets", False)))
        wait(driver, 0.6)
        return driver

    return make


def asked() -> Driver:
    driver = opened("thirteen")
    driver.key(pygame.K_d)
    wait(driver, 1.0)
    assert screen(driver).kind == "strip"
    return driver


def told() -> Driver:
    driver = opened("thirteen", bets=False)
    screen(driver).attempt.turn("alpha", 24.0)
    driver.key(pygame.K_l)
    for _ in range(600):
        wait(driver, FRAME)
        if screen(driver).kind == "verdict" and not screen(driver).playing:
            break
    wait(driver, 1.0)
    assert screen(driver).kind == "verdict"
    return driver


def hinted() -> Driver:
    driver = opened("stuck-steps", bets=False)
    driver.key(pygame.K_h)
    wait(driver, 0.6)
    return driver


def watched() -> Driver:
    """The machine has the seat, and its run goes on."""
    game = opened("thirteen", bets=False).game
    driver = Driver(PlayScene(game, shipped().level("thirteen"), auto=True))
    wait(driver, 0.6)
    assert screen(driver).attempt.machine is not None and screen(driver).playing
    return driver


def planned(name: str) -> Callable[[], Driver]:
    """A screen as one of the reference pictures has it."""
    plan = next(plan for plan in PLANS if plan.name == name)

    def make() -> Driver:
        driver = Driver(plan.make(opened("seven").game))
        for step in plan.does:
            if isinstance(step, float):
                wait(driver, step)
            elif isinstance(step, Focus):
                driver.scene.set_focus(step.name)
            else:
                driver.scene = driver.scene.handle(Intent(step) if isinstance(step, str) else step)
                driver.scene.resize(1280, 720)
        wait(driver, 1.0)
        assert type(driver.scene).__name__ == plan.ends
        return driver

    return make


def other(name: str) -> Callable[[], Driver]:
    def make() -> Driver:
        game = opened("seven").game
        below = {"parent": make_screen("title", game)} if name == "settings" else {}
        driver = Driver(make_screen(name, game, **below))
        wait(driver, 1.0)
        return driver

    return make


PLANNED = ("recap", "card", "chapter", "lines", "chart", "watch", "words", "broken", "workshop")
STATES: dict[str, Callable[[], Driver]] = {
    "seven": at_start("seven"), "thirteen": at_start("thirteen"), "fog": at_start("in-the-dark"),
    "rule": at_start("which-way"), "calls": at_start("dead-wire"), "stencil": at_start("edge-by-hand"),
    "bet": asked, "verdict": told, "hints": hinted, "title": other("title"), "map": other("map"),
    "settings": other("settings"), "machine": watched,
    **{name: planned(name) for name in PLANNED},
}  # fmt: skip


def seen(driver: Driver) -> tuple[object, ...]:
    """All that a key may change."""
    scene, game = driver.scene, driver.game
    game.toasts.shown = []
    picture = shot(scene, (1280, 720)).get_buffer().raw
    known = game.sound.muted, game.settings.panels, len(game.films.jobs), game.quit
    return type(scene), scene.focus, picture, *known


def pass_moment(driver: Driver) -> Driver:
    for _ in range(12):
        driver.scene = driver.scene.update(FRAME)
        driver.scene.resize(1280, 720)
    return driver


def press(driver: Driver, name: str, alone: tuple[object, ...] | None) -> bool:
    """Does it do something, at once or within a moment? `alone`: what is to be seen then where nothing is pressed."""
    before = seen(driver)
    if any(widget.refusal_reason and widget.answers(name) for widget in driver.scene.widgets):
        return False  # it only says why not
    refusals: list[str] = []
    driver.game.player_feedback.feedback = lambda what, part=0.5: refusals.append(what)  # type: ignore[method-assign]
    driver.scene = driver.scene.handle(Intent(name))
    driver.scene.resize(1280, 720)
    at_once = alone is None and seen(driver) != before
    pass_moment(driver)  # what is refused only says why not
    return "refuse" not in refusals and (at_once or seen(driver) != (alone or before))


ENDS = ({"left", "right"}, {"up", "down"}, {"home", "end"}, {"page_up", "page_down"}, {"earlier", "later"})


def at_an_end(name: str, does: list[str]) -> bool:
    """It moves what already stands at that end; the other way it goes."""
    return any(name in pair and pair & set(does) for pair in ENDS)


def listed(scene: Scene) -> set[str]:
    return {name for rows in rows_of(scene).values() for _words, _caps, intents in rows for name in intents}


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
def test_each_key_that_is_listed_does_something_and_no_other(state: str) -> None:
    with slices_by(stands) if state == "machine" else nullcontext():  # its work takes as many frames everywhere
        listed_keys_act(state)


def listed_keys_act(state: str) -> None:
    driver = STATES[state]()
    names = listed(driver.scene) - OUTSIDE
    assert {"words"} <= names or "words" not in {binding.intent for binding in TABLE}
    idle, does = list[str](), list[str]()
    waited = seen(pass_moment(STATES[state]()))
    alone = None if waited == seen(driver) else waited
    for binding in TABLE:
        if binding.intent in NOT_THE_SCREENS | OUTSIDE or not binding.group:
            continue
        acts = press(driver, binding.intent, alone)
        (does if acts else idle).append(binding.intent)
        if acts or alone is not None:
            driver.scene.end()
            driver = STATES[state]()
    idle = [name for name in idle if not at_an_end(name, does)]
    assert {"listed, does nothing": sorted(names & set(idle)), "does something": sorted(set(does) - names)} == {
        "listed, does nothing": [], "does something": [],
    }  # fmt: skip


@pytest.mark.parametrize("state", ["seven", "thirteen", "verdict", "bet", "map"])
def test_what_two_keys_do_alike_stands_once(state: str) -> None:
    groups = rows_of(STATES[state]().scene)
    for rows in groups.values():
        words = [row[0] for row in rows]
        assert len(words) == len(set(words))
    if state == "thirteen":
        ((_step, caps, intents),) = [row for row in groups["play"] if row[0] == "Step"]
        assert set(intents) == {"step", "accept"} and len(caps) == 2


@pytest.mark.parametrize("way", ["F1", "?"])
@pytest.mark.parametrize("state", ["seven", "bet", "verdict", "title", "map"])
def test_it_opens_everywhere_and_closes(state: str, way: str) -> None:
    driver = STATES[state]()
    below = driver.scene

    def ask() -> None:
        if way == "F1":
            driver.key(pygame.K_F1)
        else:
            driver.post(pygame.KEYDOWN, key=pygame.K_MINUS, mod=pygame.KMOD_LSHIFT, unicode="?")
            driver.post(pygame.TEXTINPUT, text="?")
            driver.post(pygame.KEYUP, key=pygame.K_MINUS, mod=0)

    ask()
    assert isinstance(driver.scene, HelpScene)
    driver.key(pygame.K_SPACE)  # what it lists does nothing in it
    assert driver.scene is below or isinstance(driver.scene, HelpScene)
    if driver.scene is not below:
        driver.key(pygame.K_ESCAPE)
    assert driver.scene is below
    ask()
    ask()
    assert driver.scene is below


def test_with_a_gamepad_in_hand_its_buttons_are_listed() -> None:
    driver = STATES["thirteen"]()
    for kind in (pygame.CONTROLLERBUTTONDOWN, pygame.CONTROLLERBUTTONUP):
        driver.post(kind, button=pygame.CONTROLLER_BUTTON_BACK, instance_id=0)
    assert isinstance(driver.scene, HelpScene)
    caps = {cap for rows in driver.scene.groups.values() for _words, caps, _intents in rows for cap in caps}
    assert {"X", "Y", "A", "B", "RT", "Select", "right stick"} <= caps and not caps & {"Space", "H", "Esc"}


# ---------------------------------------------------------------------------------------------------------------------
# The words: those that were met are listed, each leads to its level, the others are counted.


def words(level: str) -> Driver:
    """The glossary over a level that is the farthest that was opened."""
    driver = opened(level, bets=False)
    driver.game.progress.levels.clear()
    driver.game.progress.last_level = level
    driver.key(pygame.K_w)
    wait(driver, 0.6)
    return driver


def glossary(driver: Driver) -> GlossaryScene:
    assert isinstance(driver.scene, GlossaryScene)
    return driver.scene


def test_the_table_is_whole() -> None:
    levels = [place.level.id for place in places(shipped())]
    assert [term for term in TERMS if term.level not in levels] == []
    assert len({term.word for term in TERMS}) == len(TERMS)
    assert all(0 < len(term.meaning.split()) <= 14 for term in TERMS)
    order = [levels.index(term.level) for term in TERMS]
    assert order == sorted(order), "in the order in which they are met"
    article = ["weight", "prediction", "input", "goal_prediction", "error", "delta", "weight_delta", "alpha"]
    assert [term.word for term in TERMS if term.word in article] == article


def test_what_was_met_is_listed_and_the_rest_counted() -> None:
    early = glossary(words("thirteen"))
    *_rows, last = [row for row in early.widgets if isinstance(row, InkPress)]
    assert inked(last.ink) == ["alpha", "5-1", "how far to trust the slope"]
    assert len(early.met) == 9 and len(early.upcoming) == len(TERMS) - 9
    late = glossary(words("read-my-hand"))
    assert len(late.met) == len(TERMS) and late.upcoming == []


def test_a_row_leads_to_its_level() -> None:
    driver = words("thirteen")
    row = driver.scene.widget("term error")
    assert row is not None
    driver.scene.set_focus("term error")
    driver.key(pygame.K_RETURN)
    assert isinstance(driver.scene, PlayScene) and driver.scene.level.id == "in-the-dark"


def test_every_word_of_a_level_is_seen_beside_what_it_stands_for() -> None:
    units = {form for unit, row in UNITS.items() for form in (unit, row.one)}
    keys = (*WORDS, "input 1", "output 1", "weight 2", "goal 1", "metric 2")
    words = {key: f"my {key}" for key in keys}
    terms = [key for key in keys if key not in {*units, "stages", "stage"} and key.split()[0] != "learn"]
    assert [key for key, _word, _term in own_words(replace(shipped().level("thirteen"), words=words))] == terms
    driver = opened(replace(shipped().level("thirteen"), words=words, questions=()))
    driver.key(pygame.K_w)
    wait(driver, 0.6)
    row = driver.scene.widget("own words")
    assert row is not None and ", goal_prediction" not in row.accessible_name()
    names = {"goal_prediction": "goal"}
    assert all(f"my {key}, {names.get(key, key)}" in row.accessible_name() for key in terms)


def test_the_keyboard_comes_to_the_levels_own_words() -> None:
    driver = words("one-step")
    for _press in range(20):
        driver.key(pygame.K_UP)
    assert driver.scene.focus == "own words"
    assert words("hidden-four").scene.widget("own words") is not None, "of the part that is played"
