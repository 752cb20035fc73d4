"""A knob is declared once: in the body of a class by its attribute, in a level or a tuple by its name."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace
from typing import Any

import pytest

from downslope import Catalog, Example, Knob, Learn, Learner, Level, Session, Turn
from downslope.formulas.inline import inline
from support import shipped


class Lazy(Learner):
    name = "lazy"
    effort = Knob(0.0, 1.0, start=0.5)
    mood = Knob(stops=("calm", "bold"), start="calm")

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        return weight - weight_delta * alpha * self.effort


class Old(Learner):
    """The same as a tuple."""

    name = "old"
    knobs = (Knob("effort", 0.0, 1.0, start=0.5),)
    effort: float

    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        return weight - weight_delta * alpha * self.effort


class Keen(Lazy):
    """One of a name: the last; the others stay."""

    name = "keen"
    effort = Knob(0.0, 2.0, start=1.5)


@pytest.mark.parametrize("kind", [Lazy, Old])
def test_a_learner_works_in_a_plain_test(kind: Any) -> None:
    learner = kind()
    assert learner.update(1.0, 0.1, 0.5) == 0.975 and vars(learner) == {}
    learner.effort = 1.0
    assert learner.update(1.0, 0.1, 0.5) == 0.95 and vars(learner) == {"effort": 1.0}
    assert kind().effort == 0.5
    assert kind.effort == kind.knobs[0] == Knob("effort", 0.0, 1.0, start=0.5)


def test_a_class_has_the_knobs_of_those_that_it_derives_from() -> None:
    assert [knob.name for knob in Lazy.knobs] == ["effort", "mood"]
    assert [(knob.name, knob.high) for knob in Keen.knobs] == [("mood", 4.0), ("effort", 2.0)]
    assert (Keen().effort, Keen().mood, Lazy().effort) == (1.5, "calm", 0.5)


@pytest.mark.parametrize("kind", [Lazy, Old])
def test_its_lines_have_the_number(kind: Any) -> None:
    learner = kind()
    assert inline(learner.update, "w", "d", "a").results == ("w - d * a * 0.5",)
    learner.effort = 0.25
    assert inline(learner.update, "w", "d", "a").results == ("w - d * a * 0.25",)


def test_both_forms_play_alike() -> None:
    learners = {kind.name: kind for kind in (Lazy, Old)}
    catalog = replace(shipped(), learners={**shipped().learners, **learners})
    ends = [weights_of(name, catalog) for name in learners]
    assert ends[0] == ends[1] and ends[0][0] != ends[0][1]


def weights_of(name: str, catalog: Catalog) -> list[float]:
    knobs = [Knob("effort", 0.0, 1.0), Knob("alpha", 0.1, 1.0)]
    level = Level("slow", title="Slow", examples=[Example(2, 1)], weights=[0], alpha=0.1, learner=name, knobs=knobs)
    session = Session(level, catalog)
    session.do(Learn(2))
    before = session.run.weights[0]
    session.do(Turn("effort", 1.0))
    assert "effort" in vars(session.run.learner)
    session.do(Learn(2))
    return [before, session.run.weights[0]]


def test_a_knob_is_copied_and_compared() -> None:
    knob = Lazy.effort
    assert pickle.loads(pickle.dumps(knob)) == copy.deepcopy(knob) == knob != replace(knob, high=3.0)
    assert hash(knob) == hash(copy.deepcopy(knob))
    assert repr(Knob("alpha", 0.1, 2)).startswith("Knob(name='alpha', low=0.1, high=2, start=None, stops=(), ")
    with pytest.raises(AttributeError):
        knob.high = 3.0  # type: ignore[misc]


@pytest.mark.parametrize(
    "given, said",
    [({}, "missing 1 required positional argument: 'name'"),
     ({"name": "a", "stpes": 3}, "unexpected keyword argument 'stpes'")],
)  # fmt: skip
def test_python_says_what_is_missing(given: Any, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        Knob(**given)
