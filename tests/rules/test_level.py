"""A level and its parts: what a stage and a variant put in, which knobs and stars belong where."""

from __future__ import annotations

from math import pi
from typing import Any

from downslope import Example, Knob, Level, Near, Network, Neurons
from downslope.rules.level import effective_level, stage_knobs, start_knobs
from downslope.rules.level_words import SIGHTS

LEVEL = Level(
    "pack/small", title="Small", examples=[Example(1, 2)], unseen=[Example(3, 4)], par=3, settings={"tau": 0.5},
    sight={"bowl": "fog"}, beside="absolute",
    knobs=(Knob("weight", index=1), Knob("alpha", 0.1, 1.0), Knob("seed", 0, 3)),
    stages=[{"title": "Two"}, {"star": 2, "brief": "Other"}, {"star": None, "par": 7, "alpha": 0.3}, {"star": 3}],
    variants={"seed": {1: {"title": "Sown"}, 2: {"network": Neurons(2)}},
              "gear": {"x": {"par": 9}}},
)  # fmt: skip


class Wide(Network):
    """With a knob of its own for each of two places."""

    knobs = ("wide",)
    turned: tuple[tuple[str, object, int], ...] = ()

    def knob_size(self, knob: str) -> int:
        return 2

    def with_knob(self, knob: str, value: object, index: int = 0) -> Network:
        other = Wide(self.ops())
        other.turned = (*self.turned, (knob, value, index))
        return other


def plain(**fields: Any) -> Level:
    return Level("plain", title="Plain", examples=[Example(1, 2)], **fields)


def test_a_stage_adds_its_fields_to_those_before() -> None:
    assert LEVEL.stage(0) is LEVEL
    assert [LEVEL.stage(n).title for n in range(5)] == ["Small", "Two", "Two", "Two", "Two"]
    assert [LEVEL.stage(n).brief for n in range(4)] == ["", "", "Other", "Other"]
    assert [LEVEL.stage(n).par for n in range(5)] == [3, 3, None, 7, None]  # a part with a star has its own par or none
    assert [LEVEL.star(n) for n in range(5)] == [None, None, 2, None, 3]
    assert LEVEL.star_one_stages == 3
    assert plain(stages=[{"star": 2}]).star_one_stages == plain().star_one_stages == 0


def test_what_is_read_of_it() -> None:
    assert (LEVEL.plugin, plain().plugin) == ("pack", "")
    assert (LEVEL.data(), LEVEL.data(unseen=True)) == ([((1,), (2,))], [((3,), (4,))])
    assert (LEVEL.visibility("bowl"), LEVEL.visibility("error"), LEVEL.beside) == ("fog", "mean", "absolute")
    assert all(LEVEL.visibility(name) == words[0] for name, words in SIGHTS.items() if name != "bowl")
    assert LEVEL.aim == Near(0.001)
    found = [LEVEL.knob("weight"), LEVEL.knob("weight", 1), LEVEL.knob("alpha", 5), LEVEL.knob("spread")]
    assert found == [None, LEVEL.knobs[0], LEVEL.knobs[1], None]


def test_the_values_that_knobs_start_with() -> None:
    starts = {"alpha": 0.1, "schedule": "constant", "metric": "squared", "learner": "gradient-descent", "spread": 1.0,
              "seed": 0, "tau": 0.5}  # fmt: skip
    assert start_knobs(LEVEL) == starts
    assert stage_knobs({"alpha": 0.3, "title": "x", "settings": {"tau": 1}}) == {"alpha": 0.3, "tau": 1}
    assert stage_knobs({"title": "x"}) == {}


def test_a_variant_puts_its_fields_in() -> None:
    assert effective_level(LEVEL, 0, {"seed": 0}, {}) is LEVEL
    assert effective_level(LEVEL, 0, {"seed": 1}, {}).title == "Sown"
    both = effective_level(LEVEL, 1, {"seed": 2, "gear": "x"}, {})
    assert (both.title, both.network, both.par) == ("Two", Neurons(2), 9)


def test_a_network_s_own_knobs_stay_turned_where_it_still_has_them() -> None:
    level = plain(network=Wide([["dense", 1, 1]]))
    turned = {("wide", 0): 3.0, ("wide", 1): pi, ("wide", 2): 5.0, ("high", 0): 7.0}
    network = effective_level(level, 0, {}, turned).network
    assert isinstance(network, Wide) and network.turned == (("wide", 3.0, 0), ("wide", pi, 1))


def test_an_example_is_a_value() -> None:
    assert {Example(1, 2), Example(1, 2)} == {Example(1, 2)} and Example([1, 2], 3).pair == ((1, 2), (3,))
