"""A session: what it does when it is asked otherwise than action by action, which walks.txt has."""

from dataclasses import replace
from typing import Any

import pytest

from downslope import Example, Freeze, Impossible, Knob, Learn, Level, Near, Next, Session, Turn
from downslope.rules import is_fresh, last_action
from lib.support import play, shipped
from rules.levels import Tilted, small


def test_learning_until_it_is_known_is_one_learn_that_grows_and_a_fork_stands_where_no_step_was_made() -> None:
    session = play(small(target=Near(0.0), alpha=0.01, budget=9), Learn(2))
    assert session.learn_until_outcome(3, grow=True) == 3 and session.actions == [Learn(5)]
    assert session.learn_until_outcome(100) == 4 and session.actions == [Learn(5), Learn(4)]
    assert session.outcome is not None and session.outcome.step == 9
    assert session.learn_until_outcome(5) == 0 and len(session.actions) == 2
    wild = play(small(alpha=2.5, knobs=(), target=Near(0.0), budget=10**6))
    made = wild.learn_until_outcome(10**6)
    assert wild.actions == [Learn(made + wild.run.diverged)] and wild.copy().outcome == wild.outcome
    limited = play(small(limit=2, examples=[Example(1, 1), Example(2, 1)], batch=1, recording=[Learn(1)]), Learn(1))
    assert limited.steps_left == 3 and session.steps_left is None
    limited.do(Learn(9))
    assert (limited.steps_left, limited.count) == (0, 5)
    session = play(small(), Turn("alpha", 0.2), Turn("weight", 1.0))
    other = session.fork()
    assert other is not None and other.serial != session.serial
    assert (other.weights, other.knobs, other.actions) == (session.weights, session.knobs, session.actions)
    other.do(Turn("alpha", 0.4))
    other.do(Learn(1))
    assert (session.knobs["alpha"], session.count, session.tally.turns, len(session.actions)) == (0.2, 0, 2, 2)
    assert other.fork() is None and play(small(recording=[Freeze(0)])).fork() is None
    part = play(small(learner=None, target=Near(9.0), stages=[{"title": "x"}]), Turn("weight", 1.0), Next())
    assert is_fresh(part) and part.at_stage(1) is part and part.at_stage(2) is None and last_action(part) == Next()


def test_a_metric_s_own_knob_is_what_its_formulas_read_and_each_session_has_its_own() -> None:
    catalog = replace(shipped(), metrics={**shipped().metrics, "tilted": Tilted()})
    stops = {"metric": ["tilted", "squared"], "learner": ["gradient-descent", "momentum"]}
    knobs = [Knob("beta", 0.05, 0.95), *(Knob(name, stops=names) for name, names in stops.items())]
    level = Level("lean", title="Lean", examples=[Example(1, 0)], weights=[1.0], alpha=1.0, metric="tilted",
                  target=Near(0.0), knobs=knobs)  # fmt: skip
    turned, settled = Session(level, catalog, [Turn("beta", 0.9)]), replace(level, settings={"beta": 0.9})
    before = turned.metric("tilted")
    assert turned.metric("tilted") is before is turned.run.metric
    for session in (turned, Session(settled, catalog)):
        session.do(Learn(2))  # the miss is above the goal: each step takes a tenth of it
        assert session.weights == [pytest.approx(0.81)] == session.copy().weights
    other: Any = Session(level, catalog)
    assert other.knobs["beta"] == 0.5 == other.run.metric.beta and "beta" not in vars(catalog.metrics["tilted"])
    for action in (Turn("metric", "squared"), Turn("metric", "tilted"), Turn("beta", 0.2)):
        turned.do(action)
    now: Any = turned.run.metric
    assert now.beta == 0.2 and now is not before and turned.metric("tilted") is now
    with pytest.raises(Impossible, match="momentum and tilted both have a knob beta"):
        turned.do(Turn("learner", "momentum"))
    assert turned.knobs["learner"] == "gradient-descent"
