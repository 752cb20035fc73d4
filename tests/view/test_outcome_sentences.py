"""Why a run ended as it did: a sentence for every cause, with the run's own numbers, and the chart beside it."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from downslope import Exam, Gate, Knob, MeanError, Near, Neuron
from downslope.rules import Impossible, Level, Session, Turn, constant_ratio, signed_misses
from downslope.rules.level import Example
from downslope.solving.autosolve import run_until
from downslope.view.cards.outcome_sentences import CAUSES, sentences, short_words, why
from downslope.view.charts.number_line import trail
from downslope.view.format.markup import plain
from lib.claims import CLAIMS, all_sentences, untrue
from lib.support import campaign, part, play, shipped

LEARNING = [level for level in campaign() if level.learner and level.network.size < 200]
LEARNERS = [name for name in shipped().learners if name != "rule-of-tiles"]
HEAVY = 40_000  # weights * examples * beats of a run: longer ones are cut


def ended(session: Session) -> Session:
    session.learn_until_outcome(session.level.budget * len(session.run.batches))
    return session


def said_of(session: Session) -> str:
    assert session.outcome is not None and untrue(session) == []
    return plain(why(session, session.outcome))


@pytest.mark.slow
@pytest.mark.parametrize("level", LEARNING, ids=lambda level: level.id)
def test_what_is_said_of_a_shipped_levels_runs_is_true(level: Level) -> None:
    """Stops of every knob alone, in every part; and with another one turned to after two passes."""
    random = Random(level.id)
    for stage in range(len(level.stages) + 1):
        part = replace(level.stage(stage), stages=(), questions=())
        most = max(12, HEAVY // (part.network.size * len(part.data())))
        choices = [(knob.name, value) for knob in part.knobs for value in (knob.values() or knob.stops)]
        for name, value in random.sample(choices, min(12, len(choices))):
            for later in (None, random.choice(choices)):
                session = play(replace(part, budget=min(part.budget, most)))
                try:
                    session.do(Turn(name, value, 0))
                    if later is not None:
                        session.learn_until_outcome(2 * len(session.run.batches))
                        session.do(Turn(*later, 0))
                except Impossible:
                    continue
                if session.run.learner is not None and ended(session).outcome is not None:
                    assert untrue(session) == [], (stage, name, value, later, session.outcome)


@example([(2.0, 1.0)], [1e-05], [1.0], "squared", "hot-and-cold", None, Near(0.05), 1, None)
@example([(0.0, 0.0)], [0.0, 6.3697012033004614e-167], [1.0, 1.0], "squared", "adam", None, Near(0.05), 1, None)
@example([(1.0, 0.0)], [1.0], [2.0, 1.0], "squared", "adam", None, Near(0.05), 1, 0.0)
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
    gate=st.none() | st.floats(-1, 2),
)
def test_what_is_said_of_any_run_is_true(
    pairs: Sequence[tuple[float, float]], weights: Sequence[float], alphas: Sequence[float], metric: str, learner: str,
    batch: int | None, target: Any, first: int, gate: float | None,
) -> None:  # fmt: skip
    size, alone = len(weights), len(weights) == len(pairs) == 1
    examples = [Example([x, 1.0][:size] if size > 1 else x, goal) for x, goal in pairs]
    level = Level(
        "any", title="", network=Neuron(size), examples=examples, weights=weights, alpha=alphas[0], metric=metric,
        learner=learner, batch=batch, target=target, budget=40, knobs=[Knob("alpha", 1e-4, 10)],
        gates=[Gate(gate, 0.1)] if gate is not None and alone else (),
    )  # fmt: skip
    session = play(level)
    if len(alphas) > 1:
        session.learn_until_outcome(first)
        session.do(Turn("alpha", alphas[1]))
    if not session.bumped:  # else it has ended at the gate
        ended(session)
    if session.outcome is not None:
        assert untrue(session) == [], (session.outcome, why(session, session.outcome))


@pytest.mark.parametrize(
    ("alpha", "fields", "kind", "words"),
    [
        (0.5, {}, "land", "0.50 of the miss"),
        (1.5, {}, "overshoot", "Step 1 went to 1.20, past 0.80"),
        (2.0, {}, "orbit", "From step 2 on it swings: 0, 1.6, 0, 1.6 …"),
        (3.0, {}, "runaway", "−2.00 times the last"),
        (0.5, {"examples": [Example(0.0, 0.8)]}, "stuck", "the goal is 0.80"),
        (0.01, {"budget": 20}, "crawl", "20 steps"),
    ],
)
def test_a_run_is_told_with_its_own_numbers_and_its_chart_shows_the_turning_step(
    alpha: float, fields: dict[str, Any], kind: str, words: str
) -> None:
    made: dict[str, Any] = {"title": "", "examples": [Example(1.0, 0.8)], "weights": [0.0], "alpha": alpha, **fields}
    session = run_until(play(Level("small", **made)))
    assert words in said_of(session) and session.outcome is not None and session.outcome.kind == kind
    shown = trail(session, kind, session.outcome.turn)
    last = shown.first + len(shown.values) - 1
    assert shown.signed and shown.first <= session.outcome.turn <= last
    assert list(shown.values) == signed_misses(session, shown.first, last)


@pytest.mark.parametrize(
    ("level", "turns", "words"),
    [
        ("the-wall", [("alpha", 0.1)], "to and fro, and all its pulls cancel. Every later"),
        ("dead-relu", [], "No step of the last pass changed a weight"),
        ("all-zeros", [], "Other start weights may: Reset, then turn the spread."),
        ("the-grump", [("metric", "squared")], "At the bottom of squared: 1.61. Order A asks for something else."),
        ("three-neurons", [("alpha", 0.47)], "Input 2 crossed the goal at every step; the others never did."),
        ("edge-learned", [("alpha", 0.05)], "The error stays"),  # the exam is on another picture
    ],
)
def test_what_players_met_that_was_not_true(level: str, turns: list[tuple[str, Any]], words: str) -> None:
    assert words in said_of(ended(play(level, *(Turn(*turn) for turn in turns))))


def test_every_sentence_can_be_checked_and_a_ratio_or_a_goal_is_said_only_where_there_is_one() -> None:
    assert set(map(plain, all_sentences())) == set(CLAIMS)
    assert set(sentences()) == set(short_words()) == set(CAUSES)
    assert constant_ratio(run_until(play("thirteen"))) == pytest.approx(1 - 3 * 0.3**2)
    assert constant_ratio(run_until(play("orbit", Turn("alpha", 0.8)))) is None
    assert constant_ratio(run_until(play(part("warmer", 1)))) is None  # strides of one length

    class Far:
        def met(self, session: Any) -> bool:
            return bool(session.weights[0] > 0.3)

    base = shipped().level("thirteen")
    for level, known in ((base, True), (replace(base, target=Far()), False)):
        session = ended(play(level))
        assert session.outcome is not None and session.outcome.kind == "land"
        text = plain(why(session, session.outcome))
        assert ("Landed:" in text) == known and "the goal is" not in text
