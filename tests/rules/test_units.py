"""What a par counts: one table that counters, stars, cards and lists read; and one is never told in plural."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from downslope.attempt.names import par_phrase, unit_name, unit_title
from downslope.rules.costs import UNITS
from downslope.rules.level import Level
from downslope.rules.session import Session
from downslope.scenes.play.star_conditions import condition
from downslope.schema.level_rules import faults
from downslope.solving.par_search import SEARCHES
from playing import opened, screen
from support import campaign, shipped
from syntax import nodes, tree_of

ROOT = Path(__file__).parents[2]
SOURCES = [*sorted((ROOT / "game").rglob("*.py")), *sorted((ROOT / "levels").glob("*.py"))]
TEXTS = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", ROOT / "CHANGELOG.md"]
# A number, then a noun in plural, perhaps with a word before it: "{count} new cells".
COUNTED = re.compile(r"\{[^{}]*\} (?:(?!of |and )[a-z]*[a-rt-z] )?([a-z]{2,}s)\b")
NO_NOUNS = {"stays", "counts", "says", "asks", "goes", "keeps", "gives", "assigns", "holds", "takes", "changes",
            "starts", "plays", "is", "has", "was", "miss", "lights", "looks", "answers", "carries", "stands", "needs",
            "crosses", "leads", "moves", "waits", "comes", "lands", "swings", "exists"}  # fmt: skip
MANY = {unit.many for unit in UNITS.values()} | {"looks", "peeks", "sends", "results", "levels"}


def level_in(unit: Any, par: int = 1) -> Level:
    return replace(shipped().level("hands-off"), par=par, par_unit=unit, stages=(), questions=())


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_is_counted_and_named(unit: str) -> None:
    one, two = level_in(unit), level_in(unit, 2)
    assert faults(one) == []
    session = Session(one, shipped())
    assert session.tally.count(session) == UNITS[unit].count(session)
    assert unit_title(one) == UNITS[unit].title
    assert (unit_name(one, 1), unit_name(one, 2)) == (UNITS[unit].one, UNITS[unit].many)
    label = condition(one, 2)
    assert label and not re.search(rf"\b1 {UNITS[unit].many}\b", label)
    assert par_phrase(two, 2) in condition(two, 2)


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("unit", UNITS)
def test_a_level_in_every_unit_comes_to_its_card(unit: str) -> None:
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


def templates(file: Path) -> Iterator[str]:
    """Texts that put a number before a plural, but not where a form for one stands beside it."""
    tree = tree_of(file)
    paired: set[int] = set()
    for call in nodes(tree, ast.Call):
        name = getattr(call.func, "id", "")
        if name == "plural_form" or (name == "Impossible" and len(call.args) > 1):
            paired |= {id(each) for each in call.args}
    for line in nodes(tree, ast.Assign):
        if isinstance(line.value, ast.Tuple):  # one, many = "...", "..."
            names = [getattr(each, "id", "") for each in getattr(line.targets[0], "elts", [])]
            paired |= {id(each) for each in line.value.elts} if names == ["one", "many"] else set()
    for node in nodes(tree, ast.Constant):
        if isinstance(node.value, str) and id(node) not in paired:
            yield node.value
    yield from map(ast.unparse, nodes(tree, ast.JoinedStr))


# Never one: a limit, a total that is known, a shape that a plugin got wrong, a factor, and what a sentence is about
# when there are several.
NEVER_ONE = (
    "several(", "weights, not", "numbers, not", "predictions, not",
    "values in: so many",
    "That is more than {most:,} runs", "calls right", "{part} calls", "{done} of {all} runs are",
    "mean of {count} examples", "of {count} places", "{count} digits that come", "{count} characters",
    "× {height} pixels", "{columns} start weights", "{stars} of {most} stars", "examples are too many",
    "of {all} actions", "of {all} places", "of {count} steps", "({steps} steps)", "a network of {", "a text of {len",
    "tables and lists within", "more than {most} numbers", "allowed: {most}.", "After {n} digits", "{times} times",
    "{ratio} times delta", "more than {n} keys", "opens after [value:", "More than {count} steps",
    "more than {most} things", "more than {most} digits", "factor:g} times the slope", "at most {",
    "expected {wanted} numbers", "a list of {size} numbers",  # of one another sentence tells
    "{n} plugins are new", "{n} of {all} digits", "Only {weights} weights", "slides over {count} places",
)  # fmt: skip


def counted(text: str) -> bool:
    """It puts a number before a plural."""
    return any(found[1] not in NO_NOUNS for found in COUNTED.finditer(text))


def test_what_counts_is_known_by_its_look() -> None:
    assert all(map(counted, ("{count} places still differ.", "{n} more levels", "{len(new)} passes", "{a}, {n} runs")))
    assert not any(map(counted, ("{knob} stays {value}", "{a} of many runs", "{count} is left", "frames: {n}, best")))


@pytest.mark.source
def test_no_text_counts_one_in_plural() -> None:
    found = {
        (str(file.relative_to(ROOT)), text) for file in SOURCES for text in templates(file)
        if counted(text) and not any(known in text for known in NEVER_ONE)
    }  # fmt: skip
    assert found == set()
    written = re.compile(r"(?<![\d.,])1 (" + "|".join(sorted(MANY)) + r")\b")
    assert [(text.name, hit.group()) for text in TEXTS for hit in written.finditer(text.read_text("utf-8"))] == []
