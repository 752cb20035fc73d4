"""The campaign: where a level stands, when a chapter opens, what comes next and what is shown; things by their name."""

from dataclasses import replace
from typing import Any

import pytest

from downslope import Catalog, Impossible, Layers, Learner, Level, Neuron, Question
from downslope.rules import campaign as trail, catalog as names
from lib.support import shipped
from rules.levels import Tilted, small

BET = Question("?", ["a", "b"], right="a")


def named(name: str, chapter: str = "", **fields: Any) -> Level:
    return replace(small(**fields), id=name, title=name, chapter=chapter)


LEVELS = [
    named("one", "forward"), named("pack/own", "forward"), named("three", "delta"), named("two", "forward"),
    named("four", "error"), named("five", "error", recap=[BET]), named("six", "error"), named("pack/more"),
    named("code", "nowhere"),
]  # fmt: skip
ALL = Catalog(levels={level.id: level for level in LEVELS}, owner={"level code": "outside"}, trails={"pack": "Pack"})


def test_where_a_level_stands_what_comes_next_and_when_a_chapter_opens() -> None:
    for name, code, following in (
        ("one", "1-1", "two"), ("two", "1-2", "four"), ("four", "2-1", "five"), ("five", "2-2", "six"),
        ("six", "2-3", "three"), ("three", "4-1", None), ("pack/own", "1", "pack/more"), ("pack/more", "2", None),
        ("code", "1", None),
    ):  # fmt: skip
        after = trail.following(ALL.levels[name], ALL)
        assert (trail.code(ALL.levels[name], ALL), after and after.id) == (code, following)
    strange = named("strange")
    assert (trail.code(strange, ALL), trail.place_of(strange, ALL), trail.following(strange, ALL)) == ("1", None, None)
    assert [level.id for level in trail.levels_of(2, ALL)] == ["four", "five", "six"]
    assert {key: [v.id for v in row] for key, row in trail.trails(ALL).items()} == {
        "Pack": ["pack/own", "pack/more"], "outside": ["code"]
    }  # fmt: skip
    assert (trail.recap_of(2, ALL), trail.recap_of(1, ALL)) == ([BET], ())
    some = Catalog(levels={name: named(name) for name in ("kernels", "thirteen")})
    assert [level.id for level in trail.reel(some)] == ["thirteen", "kernels"]
    planned = [len(trail.levels_of(number, shipped())) for number in range(1, 9)]
    assert [chapter.planned for chapter in trail.CHAPTERS] == planned, "as many as there are"
    for chapter, reached, missing, is_open, complete in (  # all but one of each chapter before are to be reached
        (1, "", 0, True, False), (1, "one two", 0, True, True), (2, "", 1, False, False), (2, "one", 0, True, False),
        (2, "four five six", 1, False, True), (3, "one four five", 0, False, False),  # it has no levels yet
        (4, "one four", 1, False, False), (4, "two four six", 0, True, False), (4, "", 3, False, False),
    ):  # fmt: skip
        found = [ask(chapter, reached.split(), ALL) for ask in (trail.missing, trail.is_open, trail.is_complete)]
        assert found == [missing, is_open, complete]


def test_a_level_shows_its_own_list_or_what_its_course_has_introduced_or_all() -> None:
    one = named("one", introduces=["dial"], stages=[{"introduces": ["table"]}, {"brief": "once more"}])
    two, three = named("two"), named("three", introduces=["undo", "loop"])
    course = (one, two, three)
    assert [trail.shown(one, course, part) for part in range(3)] == [{"dial"}, {"dial", "table"}, {"dial", "table"}]
    assert trail.shown(two, course) == {"dial", "table"} == trail.shown(three, course) - {"undo", "loop"}
    assert trail.shown(two) == trail.shown(two, [two]) == trail.ALL
    assert trail.shown(replace(two, shows=["code"]), course) == {"code"}
    assert trail.shown(replace(two, shows=[], stages=[{"shows": ["auto"]}]), course, 1) == {"auto"}


def test_a_name_is_looked_for_in_the_plugin_then_shipped_then_anywhere() -> None:
    things = {"calm": 1, "pack/calm": 2, "pack/keen": 3, "one/odd": 4, "two/odd": 5}
    for name, plugin, value in (("calm", "", 1), ("calm", "pack", 2), ("calm", "two", 1), ("keen", "", 3),
                                ("pack/calm", "", 2), ("odd", "two", 5)):  # fmt: skip
        assert names.find(things, name, plugin) == value == things[names.key_of(things, name, plugin)]
    for name, text in (("odd", "'odd'"), ("clam", "'clam'; did you mean 'calm'?")):
        with pytest.raises(names.NoSuchName) as raised:
            names.find(things, name)
        assert str(raised.value).startswith(text)
    assert all(map(names.is_name, ["a", "a-b", "a1"])) and not any(map(names.is_name, ["", "A", "a--b", "é", "a_b", 3]))


def test_a_learner_is_made_for_a_network_with_its_knobs_as_they_stand() -> None:
    tiles, momentum, net = shipped().learner("rule-of-tiles"), shipped().learner("momentum"), Layers(1, 2, 1)
    calm = type("Calm", (Learner,), {"name": "pack/very-calm"})
    assert (names.item_title(calm), names.item_title(shipped().metric("huber"))) == ("very calm", "Huber")
    assert names.fits(tiles, Neuron()) and names.misfit(tiles, Neuron(), "x") is None and not names.fits(tiles, net)
    assert str(names.misfit(tiles, net, "x")) == "rule-of-tiles is not made for the network of x."
    with pytest.raises(Impossible):
        names.fresh_learner(tiles, net, "x", {"seed": 3})
    knobs: dict[str, object] = {"seed": 3}
    learner: Any = names.fresh_learner(momentum, Neuron(), "x", knobs)
    assert (learner.beta, knobs["beta"]) == (0.9, 0.9)
    others: list[Any] = [names.fresh_learner(momentum, Neuron(), "x", {"seed": n, "beta": 0.5}) for n in (3, 4)]
    first = learner.random.random()
    assert first == others[0].random.random() != others[1].random.random() and others[0].beta == 0.5
    tilted, plain = Tilted(), shipped().metric("squared")
    assert names.metric_with_knobs(plain, {}) is plain is not names.metric_with_knobs(tilted, {}) is not tilted
    assert (names.shared_knob(momentum, tilted), names.shared_knob(momentum, plain)) == ("beta", None)
