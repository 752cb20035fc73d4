"""A session, what it is made of and what a picture follows of it, asked otherwise than action by action: walks.txt has
that, answers.txt the rest."""

from dataclasses import replace
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given, settings, strategies as st

from downslope import Example, Freeze, Impossible, Knob, Learn, Learner, Level, Near, Neuron, Next, Probe, Session, Turn
from downslope.formulas.inline import inline
from downslope.rules import Action, Deferred, catalog as names, is_fresh, last_action, picture_numbers as picture
from downslope.rules.actions import merge_learns, shorten
from downslope.rules.knob import CLOSE, equal
from downslope.rules.outcome import Gate
from lib.support import play, shipped
from rules.levels import Tilted, small
from rules.test_walks import lock


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


STOPS, LOG = Knob("gear", stops=(3, 0.5, 1)), Knob("alpha", 0.01, 2.0, log=True)
STEPPED, PLAIN = Knob("dial", -1.0, 1.0, step=0.1), Knob("weight", -4.0, 4.0)


@settings(max_examples=40)
@given(place=st.floats(-10, 10, allow_nan=False))
def test_a_knob_snaps_to_the_nearest_that_it_may_have_and_stays_there(place: float) -> None:
    for knob in (STOPS, STEPPED, PLAIN, LOG):
        snapped = knob.snap(place)
        assert knob.allows(snapped) and knob.snap(snapped) == snapped
        notches = [value for value in knob.values() or () if not isinstance(value, str)]
        assert not notches or abs(snapped - place) == min(abs(value - place) for value in notches)
    assert PLAIN.snap(place) == max(-4.0, min(4.0, place)) and LOG.snap(0.123456) == 0.123
    near = CLOSE * (1.0 + abs(place))
    assert equal(place + near / 2, place) and equal(place - near / 2, place) and not equal(place + 2 * near, place)
    assert not equal("1", 1.0) and equal("a", "a") and not equal("a", "b")


def steps_of(some: list[Action]) -> int:
    return sum(action.steps for action in some if isinstance(action, Learn))


@settings(max_examples=40)
@given(done=st.lists(st.builds(Learn, st.integers(0, 99)) | st.just(Probe()), max_size=12), steps=st.integers(0, 300))
def test_actions_keep_their_steps_when_they_are_cut_or_merged(done: list[Action], steps: int) -> None:
    merged = merge_learns(done)
    assert steps_of(shorten(done, steps)) == min(steps, steps_of(done)) and steps_of(merged) == steps_of(done)
    assert not any(isinstance(a, Learn) and isinstance(b, Learn) for a, b in zip(merged, merged[1:]))
    assert [a for a in merged if not isinstance(a, Learn)] == [a for a in done if not isinstance(a, Learn)]


def test_examples_are_made_once_and_a_learner_is_made_with_its_knobs_as_they_stand() -> None:
    class Two(Deferred):
        make = Mock(return_value=[Example(1, 2), Example(3, 4)])

    two = Two()
    assert not Two.make.called
    assert (len(two), two[1], two[:1], list(two)) == (2, Example(3, 4), [Example(1, 2)], [Example(1, 2), Example(3, 4)])
    assert two.pairs == [((1.0,), (2.0,)), ((3.0,), (4.0,))] and Two.make.call_count == 1
    momentum, knobs = shipped().learner("momentum"), dict[str, object](seed=3)
    learner: Any = names.fresh_learner(momentum, Neuron(), "x", knobs)
    assert (learner.beta, knobs["beta"]) == (0.9, 0.9)
    others: list[Any] = [names.fresh_learner(momentum, Neuron(), "x", {"seed": n, "beta": 0.5}) for n in (3, 4)]
    first = learner.random.random()
    assert first == others[0].random.random() != others[1].random.random() and others[0].beta == 0.5
    tilted, plain = Tilted(), shipped().metric("squared")
    assert names.metric_with_knobs(plain, {}) is plain is not names.metric_with_knobs(tilted, {}) is not tilted
    assert (names.shared_knob(momentum, tilted), names.shared_knob(momentum, plain)) == ("beta", None)


@pytest.mark.parametrize("name", ["hidden-four", "double-it", "ten-neurons", "three-neurons", "edge-by-hand", "valley"])
def test_every_number_that_a_picture_may_follow_is_the_runs_own(name: str) -> None:
    session = play(name)
    run, learns = session.run, session.run.learner is not None
    session.do(Learn(4) if learns else Turn("weight", 1.0, session.level.network.size - 1))
    for step in range(4 if learns else 1):
        found, then = picture.numbers(session, step), session.rewind(step)
        # the step to come, dry
        assert picture.numbers(then, step) == pytest.approx(found, rel=0, abs=1e-12, nan_ok=True)
        assert set(picture.names(session.level)) <= set(found)
        input, goals = run.problem_then(step).examples[0]
        before, after = (run.network.predict(run.weights_at(k), input) for k in (step, step + learns))
        for k, (prediction, goal) in enumerate(zip(before, goals), 1):
            told = [found[f"{word} {k}"] for word in ("prediction", "miss", "next")]
            assert told == [prediction, prediction - goal, after[k - 1]]
            assert not learns or prediction + found["alpha"] * found[f"pull {k}"] == pytest.approx(after[k - 1])
        for j in range(1, 5) if name == "hidden-four" else ():
            own = [run.network.forward(run.weights_at(step), given)[1][j - 1] for given, _goals in run.examples]
            assert [found[f"example {k} lit {j}"] for k in range(1, 5)] == own
            assert found[f"dead {j}"] == (not any(own)) == (j in (1, 3)) and found[f"bent {j}"] == 1


def end_of(session: Session) -> str:
    """Kind, cause, step, turn; empty: it goes on."""
    return " ".join(map(str, session.outcome[:4])) if session.outcome is not None else ""


@settings(max_examples=40)
@given(
    alpha=st.floats(0.05, 4.5), at=st.floats(-1, 2), most=st.floats(0.001, 1),
    learner=st.sampled_from(["hot-and-cold", "gradient-descent"]), pieces=st.lists(st.integers(1, 9), max_size=6),
)  # fmt: skip
def test_a_run_bumps_where_the_first_of_its_steps_across_a_gate_is_too_long(
    alpha: float, at: float, most: float, learner: str, pieces: list[int]
) -> None:
    """By the predictions of the same run on a level without gates: half of its weights."""
    level = replace(lock(alpha=alpha, learner=learner, gates=[Gate(at, most)]), knobs=[])
    free = play(replace(level, gates=[]), Learn(60))
    last = free.outcome.step if free.outcome is not None else 60
    path = [0.5 * free.run.weights_at(step)[0] for step in range(last + 1)]
    long = [n + 1 for n, (a, b) in enumerate(zip(path, path[1:])) if (a < at) != (b < at) and abs(b - a) > most + 1e-9]
    session = play(level)
    for count in (*pieces, *[7] * 10):
        if session.outcome is None:
            session.do(Learn(count))
    if long:
        assert end_of(session).startswith(f"bump gate {long[0]} ") and session.count == long[0]
        with pytest.raises(Impossible, match="Press Reset for a new one"):
            session.do(Learn(1))
    else:
        assert end_of(session) == end_of(free)
