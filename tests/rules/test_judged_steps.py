"""Steps are judged at the end of each beat: what a run has come to, its numbers, what may not be done."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from downslope import Example, Knob, Layers, Learn, Level, MeanError, Near, Neuron, Reset, Session, Stop, Turn
from downslope.rules.actions import Impossible
from downslope.rules.judged_steps import MOST_ASKED, accuracy_examples, learn_incremental, outcome_values
from support import play


def level(**fields: Any) -> Level:
    given: dict[str, Any] = {
        "title": "Small", "examples": [Example(2, 1)], "weights": [0.0], "alpha": 0.125, "target": Near(0.1),
        "knobs": [Knob("alpha", 0.0, 2.0)], "budget": 50,
    } | fields  # fmt: skip
    return Level("small", **given)  # each step halves the miss: 1, .5, .25, .125, .0625


BOTH = [Example(1, 1), Example(2, 1)]


def kind(session: Session) -> str | None:
    return session.outcome.kind if session.outcome is not None else None


def test_it_is_won_at_the_step_that_comes_near_enough_however_the_steps_are_made() -> None:
    for actions in ([Learn(3)], [Learn(1)] * 3):
        assert kind(play(level(), *actions)) is None and not play(level(), *actions).won
    for actions in ([Learn(4)], [Learn(1)] * 4, [Learn(3), Learn(1)]):
        session = play(level(), *actions)
        assert kind(session) == "land" and session.won and session.outcome is not None and session.outcome.step == 4
    beyond = play(level(), Learn(9))
    assert beyond.count == 9 and beyond.outcome is not None and beyond.outcome.step == 4
    until = play(level())
    until.learn_until_outcome(9)
    assert until.count == 4 and until.actions == [Learn(4)]
    until.learn_until_outcome(5)
    assert until.count == 4


def test_a_pass_is_judged_at_its_end() -> None:
    passes = level(examples=BOTH, batch=1, alpha=0.1, target=MeanError(0.12))
    ends = [count for count in range(1, 20) if kind(play(passes, Learn(count))) == "land"]
    assert ends[0] == 8 and ends == list(range(8, 20))  # it meets the target at 7 already


def test_the_numbers_of_an_outcome() -> None:
    session = play(level(), Learn(4))
    assert session.outcome is not None
    values = session.outcome.values
    assert values == {
        "steps": 4, "turn": 4, "budget": 50, "error_first": 1.0, "error_last": 0.00390625, "alpha": 0.125,
        "slope": 0.125, "goal": 1.0, "prediction": 0.9375, "weight": 0.46875, "miss_ratio": 0.5, "error_ratio": 0.25,
    }  # fmt: skip
    turned = play(level(), Learn(2), Turn("alpha", 0.375), Learn(1))  # the second alpha leaves -.5 of the miss
    told = outcome_values(turned, 2)
    assert (told["miss_ratio"], told["turn_prediction"], told["alpha"]) == (-0.5, 0.75, 0.375)
    recorded = outcome_values(play(level(recording=[Learn(1)]), Learn(1)), 1)
    assert (recorded["steps"], recorded["error_first"], recorded["error_last"]) == (1, 0.25, 0.0625)
    started = outcome_values(play(level()), 0, first=7.0)
    assert started["error_first"] == 7.0 and "miss_ratio" not in started and "turn_prediction" not in started


def test_numbers_that_a_run_does_not_have_are_not_told() -> None:
    many = outcome_values(play(level(examples=BOTH), Learn(1)), 1)
    assert "goal" not in many and "prediction" not in many and "slope" in many
    hidden = outcome_values(play(level(network=Layers(1, 1, 1), weights=[1.0, 1.0]), Learn(1)), 1)
    assert "slope" not in hidden and "goal" in hidden
    two = level(network=Neuron(1, 2), weights=[0.0, 0.0], examples=[Example(1, (1, 2))])
    told = outcome_values(play(two, Learn(1)), 1)
    assert "goal" not in told and told["slope"] == pytest.approx(1.75)


def test_by_whom_the_target_is_called() -> None:
    called = level(stop=True)
    session = play(called, Learn(6))
    assert kind(session) != "land" and not session.won
    session.do(Stop())
    assert session.won
    limited = level(limit=4)
    assert not play(limited, Learn(3)).won and play(limited, Learn(3)).outcome is None
    assert play(limited, Learn(4)).won and play(limited, Learn(6)).count == 4


def test_no_step_is_made_where_none_may_be() -> None:
    for of, actions, said in (
        (level(learner=None, knobs=[Knob("weight", 0.0, 1.0)]), [], "no learner"),
        (level(limit=1), [Learn(1)], "The one pass is used"),
        (level(limit=2), [Learn(2)], "passes are used"),
        (level(alpha=1e300, knobs=()), [Learn(2)], "run away"),
    ):
        session = play(of, *actions)
        with pytest.raises(Impossible, match=said):
            session.do(Learn(1))


def test_a_run_counts_from_its_first_step_on() -> None:
    session = play(level())
    assert session.tally.runs == 0
    for runs in (1, 2):
        session.do(Learn(1))
        session.do(Learn(1))
        assert session.tally.runs == runs
        session.do(Reset())
    assert session.tally.runs == 2


def test_the_steps_of_one_action_are_made_in_pieces() -> None:
    session, whole = play(level(budget=500)), play(level(budget=500), Turn("alpha", 0.001), Learn(30))
    session.do(Turn("alpha", 0.001))
    counts = [session.count for _piece in learn_incremental(session, 30, most=7)]
    assert counts == [7, 14, 21, 28] and session.count == 30 and session.weights == whole.weights


def test_where_runs_are_counted_a_run_ends_with_its_budget() -> None:
    slow = level(budget=3, par_unit="runs")
    assert kind(play(slow, Learn(3))) == "crawl" and not play(slow, Learn(3), Turn("alpha", 0.25), Learn(3)).won
    assert play(replace(slow, par_unit="steps"), Learn(3), Turn("alpha", 0.25), Learn(3)).won


def test_of_very_many_examples_those_that_decide_are_asked() -> None:
    many = [Example(1, 1)] * (MOST_ASKED + 1)
    assert len(accuracy_examples(play(level(examples=many[:-1])).run)) == MOST_ASKED
    assert len(accuracy_examples(play(level(examples=many)).run)) < MOST_ASKED
