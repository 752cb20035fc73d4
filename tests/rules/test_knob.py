"""A knob: its notches, what it snaps to, how far a nudge moves it, what it allows; in a class or in a level."""

from dataclasses import replace
from math import inf, isclose, nan
from typing import Any

import pytest
from hypothesis import given, strategies as st

from downslope import Knob, Learn, Learner, Session, Turn
from downslope.formulas.inline import inline
from downslope.rules import KNOBS, equal, kind_of
from downslope.rules.knob import CLOSE, OWN
from lib.support import shipped
from rules.levels import small

STOPS, NAMES = Knob("gear", stops=(3, 0.5, 1)), Knob("metric", stops=("squared", "absolute"))
STEPPED, PLAIN = Knob("dial", -1.0, 1.0, step=0.1), Knob("weight", -4.0, 4.0)
LOG, LOG_STEP = Knob("alpha", 0.01, 2.0, log=True), Knob("alpha", 0.01, 2.0, log=True, step=0.1)


def test_what_it_may_have_and_how_far_a_nudge_moves_it() -> None:
    for knob, values, words in (
        (STOPS, [3, 0.5, 1], "one of 3, 0.5, 1"), (NAMES, ["squared", "absolute"], "one of squared, absolute"),
        (Knob("k", 0, 1, step=0.25), [0, 0.25, 0.5, 0.75, 1], "0 ... 1 in steps of 0.25"),
        (PLAIN, None, "-4 ... 4"), (LOG_STEP, None, "0.01 ... 2"),
        (Knob("k", 1, 3, log=True, stops=(1, 3)), [1, 3], "one of 1, 3"),
    ):  # fmt: skip
        assert (knob.notched, knob.values(), knob.allowed_values()) == (values is not None, values, words)
    rows: list[tuple[Knob[Any], list[Any], list[Any]]] = [
        (PLAIN, [4.0, -4.0], [4.1, -4.1, nan, inf, "squared"]), (STOPS, [1], [2]), (STEPPED, [0.1 + 0.2], [0.35]),
        (NAMES, ["squared"], ["cubed", 1.0]),
    ]  # fmt: skip
    for knob, right, wrong in rows:
        assert all(map(knob.allows, right)) and not any(map(knob.allows, wrong))
    assert (STEPPED.canonical(0.1 + 0.2), STEPPED.canonical(0.35), PLAIN.canonical(0.1 + 0.2)) == (0.3, 0.35, 0.1 + 0.2)
    for knob, start, steps, fine, end in (
        (STOPS, 0.5, 1, False, 1), (STOPS, 3, 1, False, 3), (STOPS, 0.5, -1, False, 0.5), (STOPS, 3, -2, True, 0.5),
        (STEPPED, 0.26, 1, False, 0.4), (PLAIN, 0.0, 1, False, 0.04), (PLAIN, 0.0, -5, True, -0.02),
        (PLAIN, 3.99, 1, False, 4.0), (LOG, 1.0, 1, True, 1.01), (LOG, 1.0, -1, False, 0.952),
        (LOG_STEP, 1.0, 1, True, 1.1), (LOG_STEP, 1.0, 1, False, 1.5), (LOG, 1.99, 1, False, 2.0),
    ):  # fmt: skip
        assert isclose(knob.nudge(start, steps, fine), end, abs_tol=1e-12)


@given(place=st.floats(-10, 10, allow_nan=False))
def test_it_snaps_to_the_nearest_that_it_may_have_and_stays_there(place: float) -> None:
    for knob in (STOPS, STEPPED, PLAIN, LOG):
        snapped = knob.snap(place)
        assert knob.allows(snapped) and knob.snap(snapped) == snapped
        notches = [value for value in knob.values() or () if not isinstance(value, str)]
        assert not notches or abs(snapped - place) == min(abs(value - place) for value in notches)
    assert PLAIN.snap(place) == max(-4.0, min(4.0, place)) and LOG.snap(0.123456) == 0.123
    near = CLOSE * (1.0 + abs(place))
    assert equal(place + near / 2, place) and equal(place - near / 2, place) and not equal(place + 2 * near, place)
    assert not equal("1", 1.0) and equal("a", "a") and not equal("a", "b")
    assert kind_of("alpha") is KNOBS["alpha"] and kind_of("beta") is OWN


class Lazy(Learner):
    name = "lazy"
    effort = Knob(0.0, 1.0, start=0.5)
    mood = Knob(stops=("calm", "bold"), start="calm")

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        return weight - weight_delta * alpha * self.effort


class Keen(Lazy):
    effort = Knob(0.0, 2.0, start=1.5)


def test_in_a_class_it_is_its_attribute_and_in_a_level_it_turns_the_learner_s_own_number() -> None:
    assert [knob.name for knob in Lazy.knobs] == ["effort", "mood"]
    assert [(knob.name, knob.high) for knob in Keen.knobs] == [("mood", 4.0), ("effort", 2.0)]  # of a name the last
    learner, knob = Lazy(), Lazy.effort
    assert (Keen().effort, Keen().mood, learner.effort) == (1.5, "calm", 0.5) and vars(learner) == {}
    learner.effort = 0.25
    assert inline(learner.update, "w", "d", "a").results == ("w - d * a * 0.25",)
    assert Lazy().effort == 0.5 and knob == Lazy.knobs[0] == Knob("effort", 0.0, 1.0, 0.5)
    catalog = replace(shipped(), learners={**shipped().learners, "lazy": Lazy})
    level = small(learner="lazy", knobs=[Knob("effort", 0.0, 1.0)], alpha=1.0)
    session = Session(level, catalog, [Learn(1), Turn("effort", 1.0)])
    assert session.weights == [0.5] and vars(session.run.learner)["effort"] == 1.0
    session.do(Learn(1))
    assert session.weights == [1.0]
    nothing: Any = {}
    with pytest.raises(TypeError, match="positional argument: 'name'"):
        Knob(**nothing)
