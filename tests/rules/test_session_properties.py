"""Any player, any level: undo, rewind, replay and the cutting of runs into actions never change a number."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from downslope.learning.problem import Problem
from downslope.rules.actions import (
    Action,
    Answer,
    Impossible,
    Learn,
    Next,
    Probe,
    Reset,
    Stop,
    TakeOver,
    Turn,
    from_json,
    to_json,
)
from downslope.rules.session import Session
from downslope.solving.autosolve import values_of
from support import campaign, free, play

pytestmark = pytest.mark.slow

LEARNING = ["stuck-steps", "thirteen", "goldilocks", "overshoot", "two-recipes", "orbit", "sealed-box"]


def seen(session: Session) -> Any:
    """All that a screen could show of it."""
    run = session.run
    return deepcopy((
        session.stage, session.weights, list(run.history.weights), list(run.errors), run.count, session.recorded,
        session.knobs, session.answers, session.probed, session.won, session.outcome, vars(session.tally), run.diverged,
    ))  # fmt: skip


@st.composite
def played(draw: st.DrawFn) -> Session:
    """A session in which anybody did anything that was allowed."""
    session = play(draw(st.sampled_from(campaign())))
    for _ in range(draw(st.integers(1, 12))):
        try:
            session.do(draw(actions(session)))
        except Impossible:
            continue
    return session


def actions(session: Session) -> st.SearchStrategy[Action]:
    level = session.level
    found: list[st.SearchStrategy[Action]] = [
        st.builds(Learn, st.integers(1, 30)),
        st.sampled_from([Reset(), Next(), Probe(), Stop()]),
        st.builds(TakeOver, st.integers(0, 18)),
        st.builds(Answer, st.integers(0, 5), st.sampled_from(["up", "right", 0.5])),
    ]
    for knob in level.knobs:
        index = st.integers(0, level.network.size - 1)
        found += [st.builds(Turn, st.just(knob.name), st.sampled_from(values_of(knob)), index)] * 3
    return st.one_of(found)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(session=played())
def test_a_replay_and_a_copy_are_the_same(session: Session) -> None:
    written = json.loads(json.dumps([to_json(action) for action in session.actions]))
    assert seen(play(session.base, *map(from_json, written))) == seen(session) == seen(session.copy())


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(session=played(), data=st.data())
def test_undo_takes_the_last_action_back(session: Session, data: st.DataObject) -> None:
    before, count = seen(session), len(session.actions)
    try:
        session.do(data.draw(actions(session)))
    except Impossible:
        assert seen(session) == before and len(session.actions) == count  # what is not allowed changes nothing
    else:
        assert seen(session.undo()) == before and len(session.actions) == count + 1


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(session=played(), data=st.data())
def test_rewinding_goes_to_where_it_was(session: Session, data: st.DataObject) -> None:
    first = 0 if session.base.take_over else session.recorded  # what was done before the player came may stay as it is
    step = data.draw(st.integers(first, session.count))
    then = session.rewind(step)
    assert then.count == step and then.stage == session.stage
    assert tuple(then.weights) == session.run.at(step).weights or session.level.learner is None
    assert list(then.run.history.weights) == list(session.run.history.weights[: step * session.run.network.size])


@settings(deadline=None, max_examples=60)
@given(level=st.sampled_from(LEARNING), alpha=st.floats(0.001, 30), steps=st.integers(2, 80), data=st.data())
def test_going_on_after_a_rewind_is_going_on(level: str, alpha: float, steps: int, data: st.DataObject) -> None:
    whole = free(level, alpha=alpha)
    whole.do(Learn(steps))
    back = whole.rewind(data.draw(st.integers(0, whole.count)))
    for _ in range(whole.count - back.count + whole.run.diverged):
        back.do(Learn(1))
    assert seen(back)[1:5] == seen(whole)[1:5] and back.outcome == whole.outcome


@settings(deadline=None, max_examples=60)
@given(level=st.sampled_from(LEARNING), alpha=st.floats(0.0001, 1e4))
def test_learning_until_it_is_known_always_ends(level: str, alpha: float) -> None:
    session = free(level, alpha=alpha)
    session.learn_until_outcome(session.level.budget)
    assert session.outcome is not None and session.outcome.step <= session.level.budget + 1
    assert seen(session.copy()) == seen(session)


def test_a_step_that_is_read_back_is_the_problem_s_own() -> None:
    for level in (level for level in campaign() if level.learner is not None):
        session = play(level, Learn(2))
        for number in range(session.count + 1):
            step, run = session.run.at(number), session.run
            batch = run.order.batch(number)
            look = Problem(run.network, [run.examples[i] for i in batch], run.metric, run.frozen).look(step.weights)
            assert (step.error, step.weight_deltas) == (look.error, tuple(look.weight_deltas)), level.id
            assert step.predictions == tuple(map(tuple, look.predictions)) and step.examples == batch
