"""Why a run ended as it did: a sentence for every cause, with the run's own numbers, and the chart beside it."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from downslope import Exam, Gate, Knob, MeanError, Near, Neuron
from downslope.rules import Impossible, Level, Session, Turn
from downslope.rules.level import Example
from downslope.view.cards.outcome_sentences import CAUSES, sentences, short_words, why
from downslope.view.format.markup import plain
from lib.claims import CLAIMS, untrue
from lib.support import campaign, play, shipped

LEARNING = [level for level in campaign() if level.learner and level.network.size < 200]
LEARNERS = [name for name in shipped().learners if name != "rule-of-tiles"]
HEAVY = 20_000  # weights * examples * beats of a run: longer ones are cut


def ended(session: Session) -> Session:
    session.learn_until_outcome(session.level.budget * len(session.run.batches))
    return session


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
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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


def test_every_sentence_can_be_checked() -> None:
    slots = [*short_words().values(), *(slot for slots in sentences().values() for slot in slots)]
    assert {plain(text) for slot in slots for text, _holds in slot if text} == set(CLAIMS)
    assert set(sentences()) == set(short_words()) == set(CAUSES)
