"""Why a run ended as it did: a sentence for every cause, with the run's own numbers, and the chart beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from claims import CLAIMS, all_sentences, untrue
from downslope import Accuracy, Exam, Gate, Knob, MeanError, Near, Neuron
from downslope.rules.actions import Impossible, Learn, Turn
from downslope.rules.level import Example, Level
from downslope.rules.run_facts import constant_ratio, signed_misses
from downslope.rules.session import Session
from downslope.solving.autosolve import run_until
from downslope.view.cards.outcome_sentences import CAUSES, sentences, short_words, why
from downslope.view.charts.number_line import trail
from downslope.view.format.markup import plain
from support import campaign, part, play, shipped

LEARNING = [level for level in campaign() if level.learner and level.network.size < 200]
LEARNERS = [name for name in shipped().learners if name != "rule-of-tiles"]
HEAVY = 40_000  # weights * examples * beats of a run: longer ones are cut


def ended(session: Session) -> Session:
    """Run until it is known how it ends."""
    level = session.level
    session.learn_until_outcome(level.budget * len(session.run.batches))
    return session


def short_of_time(level: Level) -> Level:
    """The same with fewer passes, where they would take long."""
    most = max(12, HEAVY // (level.network.size * len(level.data())))
    return replace(level, budget=min(level.budget, most))


def test_every_sentence_says_something_that_can_be_checked() -> None:
    assert set(map(plain, all_sentences())) == set(CLAIMS)
    assert set(sentences()) == set(short_words()) == set(CAUSES)


@pytest.mark.slow
@given(alpha=st.floats(0.05, 4.5), at=st.floats(-1, 2), learner=st.sampled_from(["hot-and-cold", "gradient-descent"]))
def test_what_is_said_of_a_run_with_a_gate_is_true(alpha: float, at: float, learner: str) -> None:
    level = Level("gate", title="", examples=[Example(0.5, 0.8)], weights=[0.5], alpha=alpha, learner=learner,
                  target=Near(0.02), budget=40, gates=[Gate(at, 0.1)])  # fmt: skip
    assert untrue(ended(play(level))) == []


def test_of_a_target_of_ones_own_nothing_is_said_about_the_goal() -> None:
    class Far:
        def met(self, session: Any) -> bool:
            return bool(session.weights[0] > 0.3)

    base = shipped().level("thirteen")
    for target, told in ((None, True), (Far(), False)):
        session = ended(Session(base if target is None else replace(base, target=target), shipped()))
        assert session.outcome is not None and session.outcome.kind == "land"
        text = plain(why(session, session.outcome))
        assert ("Landed:" in text) == told and "the goal is" not in text


@pytest.mark.slow
@pytest.mark.parametrize("level", LEARNING, ids=lambda level: level.id)
def test_what_is_said_of_a_shipped_levels_runs_is_true(level: Level) -> None:
    """Every stop of every knob alone, in every part; and with another one turned to after two passes."""
    random = Random(level.id)
    for stage in range(len(level.stages) + 1):
        part = short_of_time(level.stage(stage))
        choices = [(knob.name, value) for knob in part.knobs for value in (knob.values() or knob.stops)]
        for name, value in random.sample(choices, min(12, len(choices))):
            for later in (None, random.choice(choices)):
                session = play(replace(part, stages=(), questions=()))
                try:
                    session.do(Turn(name, value, 0))
                    if later is not None:
                        session.learn_until_outcome(2 * len(session.run.batches))
                        session.do(Turn(*later, 0))
                except Impossible:
                    continue
                if session.run.learner is None or ended(session).outcome is None:
                    continue
                assert untrue(session) == [], (stage, name, value, later, session.outcome)


def test_who_was_at_the_goal_and_moves_a_little_has_not_run_away() -> None:
    """Alpha is turned where the error is all but 0: what is far is measured by the way that was come."""
    examples = [Example([0.0, 1.0], 0.0)]
    level = Level(
        "there", title="", network=Neuron(2), examples=examples, weights=[0.0, 1.0], alpha=1.0, learner="adam",
        target=Near(0.05), budget=40,
    )  # fmt: skip
    session = play(level)
    session.learn_until_outcome(1)
    assert session.run.error() < 1e-12
    session.do(Turn("alpha", 1.0))
    outcome = ended(session).outcome
    assert outcome is not None and outcome.kind != "runaway" and untrue(session) == []


@example([(2.0, 1.0)], [1e-05], [1.0], "squared", "hot-and-cold", None, Near(0.05), 1)
@example([(0.0, 0.0)], [0.0, 6.3697012033004614e-167], [1.0, 1.0], "squared", "adam", None, Near(0.05), 1)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    pairs=st.lists(st.tuples(st.floats(-3, 3), st.floats(-3, 3)), min_size=1, max_size=3),
    weights=st.lists(st.floats(-3, 3), min_size=1, max_size=2),
    alphas=st.lists(st.floats(1e-3, 4), min_size=1, max_size=2),
    metric=st.sampled_from(["squared", "squared-true-slope", "absolute"]),
    learner=st.sampled_from(LEARNERS),
    batch=st.sampled_from([None, 1]),
    target=st.sampled_from([Near(0.05), Near(1e-6), Exam(0.1), MeanError(0.05)]),
    first=st.integers(1, 6),
)
def test_what_is_said_of_any_run_is_true(
    pairs: Sequence[tuple[float, float]], weights: Sequence[float], alphas: Sequence[float], metric: str, learner: str,
    batch: int | None, target: Any, first: int,
) -> None:  # fmt: skip
    size = len(weights)
    examples = [Example([x, 1.0][:size] if size > 1 else x, goal) for x, goal in pairs]
    level = Level(
        "any", title="", network=Neuron(size), examples=examples, weights=weights, alpha=alphas[0], metric=metric,
        learner=learner, batch=batch, target=target, budget=40, knobs=[Knob("alpha", 1e-4, 10)],
    )  # fmt: skip
    session = play(level)
    if len(alphas) > 1:
        session.learn_until_outcome(first)
        session.do(Turn("alpha", alphas[1]))
    if ended(session).outcome is not None:
        assert untrue(session) == [], (session.outcome, why(session, session.outcome))  # type: ignore[arg-type]


def small(alpha: float, goal: float = 0.8, input: float = 1.0, **fields: Any) -> Level:
    return Level("small", title="", examples=[Example(input, goal)], weights=[0.0], alpha=alpha, **fields)


RUNS: dict[tuple[str, str], Level] = {
    ("land", "reached"): small(0.5),
    ("overshoot", "passed"): small(1.5),
    ("orbit", "cycle"): small(2.0),
    ("runaway", "far"): small(3.0),
    ("stuck", "still"): small(0.5, input=0.0),
    ("crawl", "slow"): small(0.01, budget=20),
}


def test_real_runs_are_told_with_their_own_numbers_and_their_chart_shows_the_turning_step() -> None:
    for kind, cause in RUNS:
        session = run_until(play(RUNS[kind, cause]))
        outcome = session.outcome
        assert outcome is not None and (outcome.kind, outcome.cause) == (kind, cause)
        text = plain(why(session, outcome))
        expected = {
            "land": ["0.80", "0.50 of the miss", f"{session.count} steps"],
            "overshoot": ["Step 1 went to 1.20, past 0.80", "−0.50 of the last", f"{session.count} steps"],
            "orbit": ["From step 2 on it swings: 0, 1.6, 0, 1.6 …", "between −0.80 and +0.80"],
            "runaway": ["At 3 ", "−2.00 times the last", "×4.00"],
            "stuck": ["stays 0.00", "the goal is 0.80"],
            "crawl": ["0.99 of the miss", "20 steps"],
        }[kind]
        assert all(words in text for words in expected), text
        named = re.findall(r"\[alpha:([^\]]*)\]", why(session, outcome))
        assert set(named) <= {"α", f"{session.run.alpha:g}"}, "no alpha that was not used"
        shown = trail(session, outcome.kind, outcome.turn)
        last = shown.first + len(shown.values) - 1
        assert shown.signed and shown.first <= outcome.turn <= last
        assert list(shown.values) == signed_misses(session, shown.first, last)


def test_what_players_met_that_was_not_true() -> None:
    met: list[tuple[str, list[tuple[str, Any]], list[str]]] = [
        ("the-wall", [("alpha", 0.1)], ["to and fro, and all its pulls cancel. Every later"]),
        ("noisy-lights", [("alpha", 0.4)], ["to and fro, and all its pulls cancel"]),
        ("dead-relu", [], ["No step of the last pass changed a weight", "Other weights may: turn one."]),
        ("all-zeros", [], ["Other start weights may: Reset, then turn the spread."]),
        ("the-grump", [("metric", "squared")], ["At the bottom of squared: 1.61. Order A asks for something else."]),
        ("hands-off", [], ["Landed: 0.783, within .02 of 0.80."]),
        ("orbit", [("alpha", 1.0)], ["From step 2 on it swings: .75, 1, .75, 1 …"]),
        ("three-neurons", [("alpha", 0.47)], ["Input 2 crossed the goal at every step; the others never did."]),
        ("edge-learned", [("alpha", 0.05)], ["The error stays"]),  # the exam is on another picture
    ]
    for level, turns, parts in met:
        session = ended(play(level, *(Turn(*turn) for turn in turns)))
        assert session.outcome is not None and untrue(session) == []
        text = plain(why(session, session.outcome))
        assert all(words in text for words in parts), text


def test_a_round_of_steps_is_as_long_as_it_is_said() -> None:
    examples = [Example((1, 2), 0.83), Example((2, 1), 0.5)]
    level = Level("round", title="", network=Neuron(2), examples=examples, weights=[0.5, 0.5], metric="absolute",
                  alpha=0.05, target=MeanError(1e-12))  # fmt: skip
    session = ended(Session(level, shipped()))
    assert session.outcome is not None and untrue(session) == []
    assert "From step 8 on, the same 2 steps repeat." in plain(why(session, session.outcome))


def test_a_steady_ratio_is_said_only_where_it_is_one() -> None:
    ratio = constant_ratio(run_until(play("thirteen")))
    assert ratio == pytest.approx(1 - 3 * 0.3**2)
    assert constant_ratio(run_until(play("orbit", Turn("alpha", 0.8)))) is None
    assert constant_ratio(run_until(play(part("warmer", 1)))) is None  # strides of one length: nearly a ratio, but none
    assert constant_ratio(play("thirteen", Learn(1))) is None


@pytest.mark.slow
def test_many_examples_show_their_errors_many_pictures_what_passes_saw_and_in_the_first_one_what_steps_saw() -> None:
    level = Level("two", title="", examples=[Example(1, 1), Example(2, 1)], weights=[0.0], alpha=0.1, budget=10)
    session = run_until(play(level))
    shown = trail(session, "stuck", session.count)
    assert not shown.signed and list(shown.values) == [*session.run.errors, session.run.error()]
    runs = play("ten-neurons", Turn("alpha", 0.2)), play("ten-neurons", Turn("alpha", 0.0003))
    away, slow = (run_until(session) for session in runs)
    assert untrue(away) == untrue(slow) == []
    shown = trail(away, "runaway", away.run.count)
    assert len(shown.values) == 7 and list(shown.values) == list(away.run.errors[:7]), "one pass would be one point"
    shown, each = trail(slow, "crawl", slow.run.count), len(slow.run.batches)
    assert (shown.first, len(shown.values)) == (1, 3), "after 1, 2 and 3 passes"
    assert shown.values[2] == pytest.approx(sum(slow.run.errors[2 * each :]) / each)


@pytest.mark.parametrize(("seen", "told"), [(1.0, True), (0.9, False), (None, False)])
def test_who_reads_what_it_sees_and_not_the_others_is_not_told_to_go_on(seen: float | None, told: bool) -> None:
    """The unseen one is never read: the seen ones are all there is to learn from."""
    seen_ones = (Example((1, 0), (1, 0)), Example((0, 1), (0, 1)))
    level = Level("two", title="Two", chapter="images", network=Neuron(2, 2), examples=seen_ones,
                  unseen=(Example((1, 0), (0, 1)),), weights=(0.0,) * 4, alpha=0.01, target=Accuracy(0.9),
                  budget=20)  # fmt: skip
    session = ended(play(level))
    session.run.measured, session.run.measured_at = {} if seen is None else {"seen": seen}, session.count
    assert session.outcome is not None and session.outcome.kind == "crawl" and untrue(session) == []
    assert ("not more passes" in plain(why(session, session.outcome))) is told
