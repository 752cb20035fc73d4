"""The words: one table, whole; those that were met are listed, each leads to its level, the others are counted."""

from __future__ import annotations

from dataclasses import replace

import pygame
import pytest

from downslope.rules.campaign import places
from downslope.rules.costs import UNITS
from downslope.rules.level_words import WORDS
from downslope.scenes.glossary import GlossaryScene, own_words
from downslope.scenes.play.play import PlayScene
from downslope.view.cards.terms import TERMS
from downslope.view.widgets.ink import InkPress
from downslope.view.widgets.ink import words as inked
from driving import Driver
from playing import opened, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")


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


def test_the_key_that_opens_it_closes_it() -> None:
    driver = opened("thirteen", bets=False)
    below = driver.scene
    for closing in (pygame.K_w, pygame.K_ESCAPE):
        driver.key(pygame.K_w)
        assert isinstance(driver.scene, GlossaryScene)
        driver.key(closing)
        assert driver.scene is below


def test_every_word_of_a_level_is_seen_beside_what_it_stands_for() -> None:
    units = {form for unit, row in UNITS.items() for form in (unit, row.one)}
    keys = (*WORDS, "input 1", "output 1", "weight 2", "goal 1", "metric 2")
    words = {key: f"my {key}" for key in keys}
    terms = [key for key in keys if key not in {*units, "stages", "stage"} and key.split()[0] != "learn"]
    assert [own.key for own in own_words(replace(shipped().level("thirteen"), words=words))] == terms
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
