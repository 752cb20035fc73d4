"""A level and its parts: what a stage and a variant put in, examples and their words, what moves in its picture."""

from math import nan
from typing import Any
from unittest.mock import Mock

import pytest

from downslope import Example, Knob, Layers, Level, Near, Neurons
from downslope.rules import Deferred, Move, effective_level, input_name, stage_knobs, start_knobs
from downslope.rules.level_words import SIGHTS
from rules.levels import small

LEVEL = Level(
    "pack/small", title="Small", examples=[Example(1, 2)], unseen=[Example(3, 4)], par=3, settings={"tau": 0.5},
    sight={"bowl": "fog"}, knobs=(Knob("weight", index=1), Knob("alpha", 0.1, 1.0), Knob("seed", 0, 3)),
    stages=[{"title": "Two"}, {"star": 2, "brief": "Other"}, {"star": None, "par": 7, "alpha": 0.3}, {"star": 3}],
    variants={"seed": {1: {"title": "Sown"}, 2: {"network": Neurons(2)}}, "gear": {"x": {"par": 9}}},
)  # fmt: skip


def test_what_is_read_of_it_and_what_stages_variants_and_a_network_s_knobs_put_in() -> None:
    parts = [LEVEL.stage(n) for n in range(5)]
    assert parts[0] is LEVEL and [part.title for part in parts] == ["Small", "Two", "Two", "Two", "Two"]
    assert [part.brief for part in parts] == ["", "", "Other", "Other", "Other"]
    assert [part.par for part in parts] == [3, 3, None, 7, None]  # a part with a star has its own par or none
    assert [LEVEL.star(n) for n in range(5)] == [None, None, 2, None, 3]
    assert LEVEL.star_one_stages == 3 and small(stages=[{"star": 2}]).star_one_stages == 0 == small().star_one_stages
    assert stage_knobs({"alpha": 0.3, "title": "x", "settings": {"tau": 1}}) == {"alpha": 0.3, "tau": 1}
    assert (LEVEL.plugin, small().plugin, LEVEL.aim) == ("pack", "", Near(0.001))
    assert (LEVEL.data(), LEVEL.data(unseen=True)) == ([((1,), (2,))], [((3,), (4,))])
    assert {name: LEVEL.visibility(name) for name in SIGHTS} == {n: w[0] for n, w in SIGHTS.items()} | {"bowl": "fog"}
    knobs = [LEVEL.knob("weight"), LEVEL.knob("weight", 1), LEVEL.knob("alpha", 5), LEVEL.knob("spread")]
    assert knobs == [None, LEVEL.knobs[0], LEVEL.knobs[1], None]
    assert start_knobs(LEVEL) == {
        "alpha": 0.1, "schedule": "constant", "metric": "squared", "learner": "gradient-descent", "spread": 1.0,
        "seed": 0, "tau": 0.5,
    }  # fmt: skip
    assert effective_level(LEVEL, 0, {"seed": 0}, {}) is LEVEL
    both = effective_level(LEVEL, 1, {"seed": 2, "gear": "x"}, {})
    assert (both.title, both.network, both.par) == ("Two", Neurons(2), 9)
    net = Layers(1, 2, 1)  # it has a knob for each of two neurons, and no high
    turned: dict[Any, Any] = {("activation", 1): "linear", ("activation", 2): "tanh", ("high", 0): 7.0}
    assert effective_level(small(network=net), 0, {}, turned).network == net.with_knob("activation", "linear", 1)
    words = {"input": "lamp", "input 2": "red lamp"}
    assert [input_name(words, index) for index in range(3)] == ["lamp 1", "red lamp", "lamp 3"]
    assert input_name({}, 0) == "input 1" and input_name({}, 1, "") == "" and input_name(words, 1, "x") == "red lamp"


def test_examples_are_numbers_made_once_and_a_part_of_a_picture_follows_a_number() -> None:
    class Two(Deferred):
        make = Mock(return_value=[Example(1, 2), Example(3, 4)])

    assert Example(2, [1, 0]).pair == ((2.0,), (1.0, 0.0))
    for odd in ("12", ["a"], None):
        with pytest.raises((TypeError, ValueError)):
            Example(odd, 1).pair  # type: ignore[arg-type]  # noqa: B018
    two = Two()
    assert not Two.make.called
    assert (len(two), two[1], two[:1], list(two)) == (2, Example(3, 4), [Example(1, 2)], [Example(1, 2), Example(3, 4)])
    assert two.pairs == [((1.0,), (2.0,)), ((3.0,), (4.0,))] and Two.make.call_count == 1
    move = Move("sun", "y", "prediction", (0.0, 1.0, 3.0), (10.0, 20.0, 0.0))
    assert [move.value(at) for at in (-1, 0, 0.5, 1, 2, 3, 9, nan)] == [10, 10, 15, 20, 10, 0, 0, 10]
    log = Move("sun", "y", "error", (0.01, 1.0), (0.0, 2.0), log=True)
    assert [log.value(at) for at in (0.0, 0.1, 1.0, 50.0)] == pytest.approx([0, 1, 2, 2]) and log.faults() == []
    for wrong, field in (
        (Move("a", "y", "b", (0.0, 0.0)), "of"), (Move("a", "y", "b", (0.0, 1.0), log=True), "of"),
        (Move("a", "y", "b", (0.0, 1.0), (1.0,)), "to"), (Move("a", "y", "b", (), ()), "to"),
        (Move("a", "y", "b", about=(1.0,)), "about"), (Move("a", "y", "b", about=(1.0, nan)), "about"),
    ):  # fmt: skip
        assert [fault[0] for fault in wrong.faults()] == [field]
