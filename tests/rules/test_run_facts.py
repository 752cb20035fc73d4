"""What is true of a run that has ended: each fact of runs that end in each way, and of no other."""

from __future__ import annotations

import inspect
from typing import Any, NamedTuple

import pytest

from downslope import Example, Knob, Layers, Learn, Level, MeanError, Near, Neurons, Session, Turn
from downslope.rules.run_facts import RunFacts, alpha_since, common_ratio, constant_ratio, signed_misses
from downslope.solving.autosolve import run_until
from support import shipped


def small(**fields: Any) -> Level:
    """From 0 to 1; with alpha .5 each step halves the miss."""
    given: dict[str, Any] = {
        "title": "Small", "examples": [Example(1, 1)], "weights": [0.0], "alpha": 0.5, "target": Near(0.1),
        "knobs": [Knob("alpha", -1.0, 5.0)],
    } | fields  # fmt: skip
    return Level("small", **given)


class Case(NamedTuple):
    """`ends`: outcome, cause, the first step, the one that is told of, the last. `true`: these facts, no others."""

    level: Level
    actions: list[Any]
    ends: str
    ratio: float | None
    true: str


BOTH = [Example(1, 1), Example(2, 1)]
DARK: dict[str, Any] = {
    "network": Layers(1, 1, 1), "examples": BOTH, "batch": 1, "weights": [-1.0, 1.0], "budget": 20,
}  # fmt: skip
CASES = {
    "lands": Case(
        small(), [], "land reached 0 4 4", 0.5,
        "single aims_at_goal near same_side steady shrinks has_fall has_last_error "
        "lower_in_the_end downhill error_steady",
    ),
    "crosses and lands": Case(
        small(alpha=1.5), [], "overshoot passed 0 1 4", -0.5,
        "single aims_at_goal near crossed_at_turn steady has_fall has_last_error "
        "lower_in_the_end overshoots_and_returns downhill error_steady",
    ),
    "turned on the way": Case(
        small(alpha=0.25), [Learn(2), Turn("alpha", 0.5)], "land reached 0 5 5", 0.5,
        "single aims_at_goal near same_side has_fall has_last_error lower_in_the_end downhill "
        "error_steady",
    ),
    "swings for ever": Case(
        small(alpha=2.0), [], "orbit cycle 0 2 4", -1.0,
        "unmet single aims_at_goal near crossed_at_turn steady has_fall has_last_error cycles_between_few "
        "hardly_fell downhill error_steady",
    ),
    "runs away": Case(
        small(alpha=2.5), [], "runaway far 0 1 35", -1.5,
        "unmet single aims_at_goal near crossed_at_turn steady has_fall has_last_error "
        "increased_at_turn higher hardly_fell downhill error_steady",
    ),
    "away on one side": Case(
        small(alpha=-0.5), [], "runaway far 0 1 35", 1.5,
        "unmet single aims_at_goal near same_side short steady "
        "has_fall has_last_error increased_at_turn higher hardly_fell downhill error_steady",
    ),
    "in one step": Case(
        small(alpha=1.0, weights=[2.0]), [], "land reached 0 1 1", None,
        "single one_step aims_at_goal near same_side has_fall has_last_error downhill",
    ),
    "there before it learns": Case(
        small(weights=[1.0]), [], "land reached 0 1 1", None,
        "single one_step aims_at_goal near has_fall has_last_error stands_still downhill",
    ),
    "crawls": Case(
        small(alpha=0.01, budget=20), [], "crawl slow 0 20 20", 0.99,
        "unmet single aims_at_goal near same_side short steady shrinks "
        "has_fall has_last_error lower_in_the_end downhill error_steady",
    ),
    "stuck": Case(
        small(alpha=0.0, budget=20), [], "stuck still 0 1 1", None,
        "unmet single one_step aims_at_goal near same_side short has_fall has_last_error "
        "hardly_fell stands_still downhill",
    ),
    "two examples": Case(
        small(examples=BOTH, alpha=0.1, target=MeanError(0.2), budget=30), [], "land reached 0 4 4", None,
        "several has_fall has_last_error lower_in_the_end never_overshoots downhill",
    ),
    "not so low": Case(
        small(examples=BOTH, alpha=0.1, target=MeanError(0.05), budget=30), [], "stuck settled 0 30 30", None,
        "unmet several has_fall has_last_error lower_in_the_end hardly_fell "
        "never_overshoots at_bottom downhill",
    ),
    "in passes": Case(
        small(examples=BOTH, alpha=0.1, batch=1, target=MeanError(0.12), budget=30), [], "land reached 0 8 8", None,
        "several has_fall has_last_error only_decreases lower_in_the_end moved_within_pass downhill",
    ),
    "passes that swing": Case(
        small(examples=BOTH, alpha=0.45, batch=1, target=MeanError(0.01), budget=30),
        [], "stuck settled 0 60 60", None,
        "unmet several has_fall has_last_error increased_at_turn "
        "hardly_fell gains_and_losses moved_within_pass downhill",
    ),
    "side by side": Case(
        small(network=Neurons(2), examples=[Example((1, 2), (1, 1))], weights=[0.0, 0.0], alpha=0.4, knobs=[]),
        [], "overshoot passed 0 1 5", None,
        "several has_fall has_last_error lower_in_the_end "
        "overshoots_and_returns downhill",
    ),
    "a recording goes on": Case(
        small(recording=[Learn(1)]), [], "land reached 1 4 4", 0.5,
        "single aims_at_goal near same_side steady shrinks has_fall has_last_error "
        "hardly_fell downhill error_steady",
    ),
    "by absolute": Case(
        small(metric="absolute", alpha=0.3, budget=40), [], "land reached 0 3 3", None,
        "single aims_at_goal near same_side has_fall has_last_error hardly_fell downhill",
    ),
    "to and fro": Case(
        small(metric="absolute", alpha=0.3, target=Near(0.01), examples=[Example(1, 0.95)], budget=40),
        [], "orbit cycle 0 4 6", None,
        "unmet single aims_at_goal near crossed_at_turn has_fall has_last_error cycles_between_few "
        "has_cycle_errors increased_at_turn hardly_fell downhill",
    ),
    "no number any more": Case(
        small(alpha=1e300), [], "runaway not-finite 0 1 1", None,
        "unmet single one_step aims_at_goal near increased_at_turn downhill",
    ),
    "the lowest of a chosen meter": Case(
        small(
            examples=BOTH,
            alpha=0.1,
            target=MeanError(0.05),
            budget=30,
            knobs=[Knob("metric", stops=["squared", "absolute"])],
        ),
        [], "stuck settled 0 30 30", None,
        "unmet several has_fall has_last_error lower_in_the_end hardly_fell "
        "never_overshoots at_bottom is_lowest_of_chosen downhill",
    ),
    "dark in every pass": Case(
        small(**DARK, knobs=[Knob("spread", 0.1, 1.0)]),
        [], "stuck still 0 2 2", None,
        "unmet several has_fall has_last_error only_decreases hardly_fell "
        "still_pass downhill",
    ),
    "dark, its weights free": Case(
        small(**DARK, knobs=[Knob("weight", 0.1, 1.0)]),
        [], "stuck still 0 2 2", None,
        "unmet several has_fall has_last_error only_decreases hardly_fell "
        "still_pass downhill",
    ),
    "up and down in passes": Case(
        small(
            examples=BOTH,
            batch=1,
            alpha=0.15,
            learner="momentum",
            settings={"beta": 0.9},
            target=MeanError(0.1002),
            budget=40,
        ),
        [], "overshoot passed 0 4 12", None,
        "several has_fall has_last_error increased_at_turn increased_then_fell "
        "lower_in_the_end moved_within_pass",
    ),
    "hidden and dark": Case(
        small(network=Layers(1, 1, 1), weights=[-1.0, 1.0], knobs=[Knob("spread", 0.1, 1.0)], budget=20),
        [], "stuck still 0 1 1", None,
        "unmet single one_step aims_at_goal near same_side short has_fall has_last_error "
        "hardly_fell stands_still downhill",
    ),
}  # fmt: skip
ALL = [name for name, fact in vars(RunFacts).items() if inspect.isfunction(fact) and not name.startswith("_")]


def run_of(case: Case) -> Session:
    return run_until(Session(case.level, shipped(), case.actions))


def facts(session: Session) -> RunFacts:
    assert session.outcome is not None
    return RunFacts(session, session.outcome)


def test_these_facts_are_true_of_it_and_no_others() -> None:
    for name, case in CASES.items():
        told = facts(run_of(case))
        ends = f"{told.outcome.kind} {told.outcome.cause} {told.first} {told.turn} {told.end}"
        ratio = case.ratio if case.ratio is None else pytest.approx(case.ratio)
        assert (ends, told.ratio) == (case.ends, ratio), name
        true = [fact for fact in ALL if fact not in ("weights_at", "always") and getattr(told, fact)()]
        assert true == case.true.split(), name


def test_each_fact_is_true_of_some_run() -> None:
    true = {fact for case in CASES.values() for fact in case.true.split()}
    assert set(ALL) - true == {"weights_at", "always", "learned_by_heart"}


def test_the_numbers_behind_them() -> None:
    lands, beside = run_of(CASES["lands"]), run_of(CASES["side by side"])
    assert list(facts(lands).misses) == [-1.0, -0.5, -0.25, -0.125, -0.0625]
    assert signed_misses(lands, 1, 2) == [-0.5, -0.25] and signed_misses(beside, 0, 1) is None
    assert list(facts(lands).seen) == [1.0, 0.25, 0.0625, 0.015625, 0.00390625] and facts(lands).watched_from == 0
    assert facts(beside).crossing == 1 and facts(lands).crossing is None
    assert facts(run_of(CASES["swings for ever"])).cycle_errors == [1.0, 1.0, 1.0]
    turned = run_of(CASES["turned on the way"])
    assert alpha_since(turned) == 2 and constant_ratio(turned) == pytest.approx(0.5)
    assert facts(turned).watched_from == 2 and len(facts(turned).seen) == 4


def test_one_ratio_is_that_of_all() -> None:
    assert common_ratio([0.5, 0.5, 0.5]) == 0.5 and common_ratio([]) is None and common_ratio([0.5, 0.51]) is None
    assert common_ratio([0.5, 0.51], steady=0.05) == 0.5 and common_ratio([-0.5, -0.51], steady=0.01) is None
