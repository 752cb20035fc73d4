"""What a par counts: one table that counters, stars, cards and lists read; and what is one is said as one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from downslope.attempt.shown import par_phrase, unit_name, unit_title
from downslope.rules.costs import UNITS
from downslope.rules.level import Level
from downslope.rules.session import Session
from downslope.scenes.play.star_conditions import condition
from downslope.schema.level_rules import faults
from downslope.solving.fairness import SEARCHES
from playing import opened, screen
from support import campaign, shipped


def level_in(unit: Any, par: int = 1) -> Level:
    return replace(shipped().level("hands-off"), par=par, par_unit=unit, stages=(), questions=())


def test_a_unit_is_counted_and_named() -> None:
    for name, unit in UNITS.items():
        one, two = level_in(name), level_in(name, 2)
        session = Session(one, shipped())
        assert faults(one) == [] and session.tally.count(session) == unit.count(session)
        assert (unit_title(one), unit_name(one, 1), unit_name(one, 2)) == (unit.title, unit.one, unit.many)
        label = condition(one, 2)
        assert label and not re.search(rf"\b1 {unit.many}\b", label), name
        assert par_phrase(two, 2) in condition(two, 2)


@pytest.mark.usefixtures("display")
def test_a_level_in_every_unit_comes_to_its_card() -> None:
    for unit in UNITS:
        play = screen(opened(level_in(unit)))
        assert play.board.counter()[0] == UNITS[unit].title
        play.attempt.learn()
        for _ in range(2000):
            if play.attempt.session.won:
                break
            play.attempt.update(1 / 30)
        assert play.attempt.session.won
        play.card()


def test_the_search_for_the_fewest_knows_every_unit() -> None:
    assert set(SEARCHES) <= set(UNITS)


def test_a_level_with_a_word_of_its_own_for_a_unit_has_it_for_one_too() -> None:
    parts = [level.stage(number) for level in campaign() for number in range(len(level.stages) + 1)]
    short = {(part.id, name) for part in parts for name, unit in UNITS.items()
             if name in part.words and unit.one not in part.words}  # fmt: skip
    assert short == set()
    assert unit_name(shipped().level("thirteen"), 1) == "night"
    assert par_phrase(shipped().level("a-hundredth"), 1) == "in 1 try"
    assert par_phrase(shipped().level("a-hundredth"), 3) == "in 3 tries or fewer"
    assert par_phrase(shipped().level("warmer"), 11) == "in 11 tries or fewer"
    assert par_phrase(shipped().level("double-it"), 1) == "in 1 try"


