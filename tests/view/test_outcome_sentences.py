"""Why a run ended as it did: a sentence for every cause, with the run's own numbers, and the chart beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import pytest

from downslope.rules.actions import Learn, Turn
from downslope.rules.level import Example, Level
from downslope.rules.misses import signed_misses, steady_ratio
from downslope.rules.outcome import Outcome
from downslope.solving.halving_search import run_until
from downslope.view.cards.outcome_sentences import _TEMPLATES, CAUSES, in_short, told, why
from downslope.view.charts.misses_chart import trail
from downslope.view.draw.icons import OUTCOMES
from downslope.view.format.markup import plain
from support import play

FULL = {
    "steps": 12, "turn": 3, "budget": 40, "error_first": 4.0, "error_last": 0.25, "alpha": 0.3, "goal": 0.8,
    "prediction": 0.5, "weight": 0.25, "turn_prediction": 0.9, "miss_ratio": -0.6, "error_ratio": 0.36,
}  # fmt: skip
ALWAYS = ("steps", "turn", "budget", "error_first", "error_last")


def values_known() -> Iterator[Mapping[str, float]]:
    """All that may be known of a run, and less and less of it."""
    yield FULL
    yield {name: FULL[name] for name in FULL if name != "turn_prediction"}
    yield {name: FULL[name] for name in FULL if "ratio" not in name}
    yield {name: FULL[name] for name in (*ALWAYS, "alpha")}
    yield {name: FULL[name] for name in ALWAYS}
    yield {name: FULL[name] for name in ("steps", "turn", "budget")}  # errors that are not finite are left out


@pytest.mark.parametrize("kind, cause", CAUSES)
def test_every_cause_has_sentences(kind: str, cause: str) -> None:
    session = play("thirteen")
    for values, ratio in product(values_known(), (None, -1.4, -0.6, 0.7, 1.3)):
        outcome = Outcome(kind, cause, 12, 3, values)
        if ratio is not None and "prediction" not in values:
            continue  # without a single miss there is no ratio of misses
        facts = {**told(values, ratio), "period": "2", "low": "1", "high": "2"}
        text = " ".join(sentence.format(**facts) for sentence in _TEMPLATES[kind, cause](values, ratio))
        assert text and "{" not in plain(text) and "[" not in plain(text)
        assert "?" not in plain(text) or "error_last" not in values
        assert in_short(outcome)
    assert why(session, Outcome(kind, cause, 0, 0, FULL))


def test_every_kind_is_covered() -> None:
    assert {kind for kind, _ in CAUSES} == set(OUTCOMES)
    assert set(_TEMPLATES) == set(CAUSES)


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


@pytest.mark.parametrize("kind, cause", RUNS)
def test_real_runs_are_told_with_their_own_numbers(kind: str, cause: str) -> None:
    session = run_until(play(RUNS[kind, cause]))
    outcome = session.outcome
    assert outcome is not None and (outcome.kind, outcome.cause) == (kind, cause)
    text = plain(why(session, outcome))
    expected = {
        "land": ["0.80", "0.50 of the miss", f"{session.count} steps"],
        "overshoot": ["Step 1 went to 1.20, past 0.80", "−0.50 of the last", f"{session.count} steps"],
        "orbit": ["After 2 steps", "between −0.80 and +0.80"],
        "runaway": ["At 3 ", "−2.00 times the last", "×4.00"],
        "stuck": ["stays 0.00", "wanted is 0.80"],
        "crawl": ["0.99 of the miss", "20 steps"],
    }[kind]
    for part in expected:
        assert part in text, text


def test_no_sentence_names_an_alpha_that_was_not_used() -> None:
    for level in RUNS.values():
        session = run_until(play(level))
        assert session.outcome is not None
        named = re.findall(r"\[alpha:([^\]]*)\]", why(session, session.outcome))
        assert set(named) <= {"α", f"{session.run.alpha:g}"}


# the chart


def test_a_steady_ratio_is_said_only_where_it_is_one() -> None:
    ratio = steady_ratio(run_until(play("thirteen")))
    assert ratio == pytest.approx(1 - 3 * 0.3**2)
    assert steady_ratio(run_until(play("orbit", Turn("alpha", 0.8)))) is None
    assert steady_ratio(run_until(play("warmer"))) is None  # strides of one length: nearly a ratio, but none
    assert steady_ratio(play("thirteen", Learn(1))) is None


@pytest.mark.parametrize("level", RUNS.values())
def test_the_chart_shows_the_turning_step(level: Level) -> None:
    session = run_until(play(level))
    outcome = session.outcome
    assert outcome is not None
    shown = trail(session, outcome.kind, outcome.turn)
    assert shown.signed
    assert shown.first <= outcome.turn < shown.first + len(shown.values)
    assert list(shown.values) == signed_misses(session, shown.first, shown.first + len(shown.values) - 1)


def test_many_examples_show_their_errors() -> None:
    level = Level("two", title="", examples=[Example(1, 1), Example(2, 1)], weights=[0.0], alpha=0.1, budget=10)
    session = run_until(play(level))
    shown = trail(session, "stuck", session.count)
    assert not shown.signed and list(shown.values) == [*session.run.errors, session.run.error()]
