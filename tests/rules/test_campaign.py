"""The campaign: where a level stands, when a chapter opens, what comes next; and how things are found by name."""

from __future__ import annotations

from typing import Any

import pytest

from downslope import Catalog, Example, Impossible, Knob, Layers, Learner, Level, Metric, Neuron, Question
from downslope.rules import campaign as trail
from downslope.rules.catalog import (
    NoSuchName,
    find,
    fits,
    fresh_learner,
    is_name,
    item_title,
    key_of,
    knobs_of,
    metric_with_knobs,
    misfit,
    shared_knob,
)

BET = Question("?", ["a", "b"], right="a")


def named(name: str, chapter: str = "", **fields: object) -> Level:
    return Level(name, title=name, examples=[Example(1, 1)], chapter=chapter, **fields)  # type: ignore[arg-type]


LEVELS = [
    named("one", "forward"), named("pack/own", "forward"), named("three", "delta"), named("two", "forward"),
    named("four", "error", recap=[BET]), named("five", "error"), named("six", "error"), named("pack/more"),
    named("code", "nowhere"),
]  # fmt: skip
ALL = Catalog(levels={level.id: level for level in LEVELS}, owner={"level code": "outside"}, trails={"pack": "Pack"})


def test_where_a_level_stands() -> None:
    stand = [(place.chapter, place.number, place.level.id) for place in trail.places(ALL)]
    assert stand == [(1, 1, "one"), (1, 2, "two"), (2, 1, "four"), (2, 2, "five"), (2, 3, "six"), (4, 1, "three")]
    assert [level.id for level in trail.levels_of(2, ALL)] == ["four", "five", "six"]
    assert {key: [v.id for v in row] for key, row in trail.trails(ALL).items()} == {
        "Pack": ["pack/own", "pack/more"], "outside": ["code"]
    }  # fmt: skip
    codes = {level.id: trail.code(level, ALL) for level in LEVELS}
    assert codes == {"one": "1-1", "two": "1-2", "four": "2-1", "five": "2-2", "six": "2-3", "three": "4-1",
                     "pack/own": "1", "pack/more": "2", "code": "1"}  # fmt: skip
    assert trail.code(named("strange"), ALL) == "1" and trail.place_of(named("strange"), ALL) is None


def test_what_comes_next() -> None:
    following = {level.id: trail.following(level, ALL) for level in LEVELS}
    assert {key: level.id if level else None for key, level in following.items()} == {
        "one": "two", "two": "four", "four": "five", "five": "six", "six": "three", "three": None,
        "pack/own": "pack/more", "pack/more": None, "code": None,
    }  # fmt: skip
    assert trail.following(named("strange"), ALL) is None
    assert (trail.recap_of(2, ALL), trail.recap_of(1, ALL)) == ([BET], ())


def test_a_chapter_opens_when_all_but_one_of_each_before_is_reached() -> None:
    rows: tuple[tuple[int, list[str], int, bool, bool], ...] = (
        (1, [], 0, True, False), (1, ["one", "two"], 0, True, True), (2, [], 1, False, False),
        (2, ["one"], 0, True, False),
        (2, ["one", "four", "five"], 0, True, False), (2, ["four", "five", "six"], 1, False, True),
        (3, ["one", "four", "five"], 0, False, False),  # it has no levels yet
        (4, ["one", "four"], 1, False, False), (4, ["two", "four", "six"], 0, True, False), (4, [], 3, False, False),
    )  # fmt: skip
    for chapter, reached, missing, is_open, complete in rows:
        assert trail.missing(chapter, reached, ALL) == missing
        assert (trail.is_open(chapter, reached, ALL), trail.is_complete(chapter, reached, ALL)) == (is_open, complete)


def test_the_chapters_and_the_reel() -> None:
    assert [chapter.planned for chapter in trail.CHAPTERS] == [5, 4, 2, 3, 8, 6, 6, 5]
    some = Catalog(levels={name: named(name) for name in ("kernels", "thirteen")})
    assert [level.id for level in trail.reel(some)] == ["thirteen", "kernels"]


def test_a_name_is_looked_for_in_the_plugin_then_shipped_then_anywhere() -> None:
    things = {"calm": 1, "pack/calm": 2, "pack/keen": 3, "one/odd": 4, "two/odd": 5}
    for name, plugin, value in (
        ("calm", "", 1), ("calm", "pack", 2), ("calm", "two", 1), ("keen", "", 3), ("pack/calm", "", 2),
        ("odd", "two", 5),
    ):  # fmt: skip
        assert find(things, name, plugin) == value == things[key_of(things, name, plugin)]
    for name, text in (("odd", "'odd'"), ("clam", "'clam'; did you mean 'calm'?")):
        with pytest.raises(NoSuchName) as raised:
            find(things, name)
        assert str(raised.value).startswith(text)
    names = ["a", "a-b", "a1", "", "A", "a--b", "é", "a_b", 3]
    assert [name for name in names if is_name(name)] == ["a", "a-b", "a1"]


class Calm(Learner):
    name = "pack/very-calm"
    rest = Knob(0.0, 1.0, start=0.25)

    def fits(self, network: object) -> bool:
        return isinstance(network, Neuron)  # type: ignore[arg-type]


class Soft(Metric):
    name = "soft"
    title = "Softly"
    rest = Knob(0.0, 1.0, start=0.5)


def test_a_learner_is_made_for_a_network_with_its_knobs_as_they_stand() -> None:
    assert (item_title(Calm), item_title(Soft())) == ("very calm", "Softly")
    assert fits(Calm, Neuron()) and misfit(Calm, Neuron(), "x") is None and not fits(Calm, Layers(1, 2, 1))
    assert str(misfit(Calm, Layers(1, 2, 1), "x")) == "pack/very-calm is not made for the network of x."
    knobs: dict[str, object] = {"seed": 3}
    learner: Any = fresh_learner(Calm, Neuron(), "x", knobs)
    assert (learner.rest, knobs["rest"]) == (0.25, 0.25)
    assert learner.random.random() == fresh_learner(Calm, Neuron(), "x", {"seed": 3}).random.random()
    assert learner.random.random() != fresh_learner(Calm, Neuron(), "x", {"seed": 4}).random.random()
    assert vars(fresh_learner(Calm, Neuron(), "x", {"seed": 3, "rest": 1.0}))["rest"] == 1.0
    with pytest.raises(Impossible):
        fresh_learner(Calm, Layers(1, 2, 1), "x", {"seed": 3})
    soft = Soft()
    turned: Any = [metric_with_knobs(soft, knobs) for knobs in ({"rest": 0.9}, {})]
    assert [metric.rest for metric in (*turned, soft)] == [0.9, 0.5, 0.5]
    plain = Metric()
    assert metric_with_knobs(plain, {}) is plain and metric_with_knobs(soft, {}) is not soft
    assert [knob.name for knob in knobs_of(Calm, soft)] == ["rest", "rest"] and knobs_of(None, plain) == ()
    assert (shared_knob(Calm, soft), shared_knob(Calm, plain)) == ("rest", None)
