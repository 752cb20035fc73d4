"""What is true of a run that has ended: each fact of runs that end in each way, and of no other."""

import inspect
from typing import Any

import pytest

from downslope import Example, Knob, Layers, Learn, MeanError, Near, Neurons, Session, Turn
from downslope.rules import RunFacts, alpha_since, common_ratio, constant_ratio, signed_misses
from downslope.solving.autosolve import run_until
from lib.support import shipped
from rules.levels import BOTH, small

FALL, MISS = "has_fall has_last_error", "single aims_at_goal near"
DARK: dict[str, Any] = {"network": Layers(1, 1, 1), "examples": BOTH, "batch": 1, "weights": [-1.0, 1.0], "budget": 20}
LOW: dict[str, Any] = {"examples": BOTH, "alpha": 0.1, "target": MeanError(0.05), "budget": 30}
METERS = [Knob("metric", stops=["squared", "absolute"])]
MOMENTUM = {"learner": "momentum", "settings": {"beta": 0.9}, "examples": BOTH, "batch": 1, "alpha": 0.15, "budget": 40}
# name -> the level's fields, actions; outcome, cause, the first step, the one that is told of, the last; the ratio of
# the misses; these facts are true of it, and no others
CASES: dict[str, tuple[dict[str, Any], list[Any], str, float | None, str]] = {
    "lands": ({}, [], "land reached 0 4 4", 0.5,
        f"{MISS} same_side steady shrinks {FALL} lower_in_the_end downhill error_steady"),
    "turned on the way": ({"alpha": 0.25}, [Learn(2), Turn("alpha", 0.5)], "land reached 0 5 5", 0.5,
        f"{MISS} same_side {FALL} lower_in_the_end downhill error_steady"),
    "runs away": ({"alpha": 2.5}, [], "runaway far 0 1 35", -1.5,
        f"unmet {MISS} crossed_at_turn steady {FALL} increased_at_turn higher hardly_fell downhill error_steady"),
    "away on one side": ({"alpha": -0.5}, [], "runaway far 0 1 35", 1.5,
        f"unmet {MISS} same_side short steady {FALL} increased_at_turn higher hardly_fell downhill error_steady"),
    "there before it learns": ({"weights": [1.0]}, [], "land reached 0 1 1", None,
        f"single one_step aims_at_goal near {FALL} stands_still downhill"),
    "stuck": ({"alpha": 0.0, "budget": 20}, [], "stuck still 0 1 1", None,
        f"unmet {MISS} one_step same_side short {FALL} hardly_fell stands_still downhill"),
    "in passes": (LOW | {"batch": 1, "target": MeanError(0.12)}, [], "land reached 0 8 8", None,
        f"{FALL} only_decreases lower_in_the_end moved_within_pass downhill"),
    "passes that swing": (LOW | {"alpha": 0.45, "batch": 1, "target": MeanError(0.01)}, [], "stuck settled 0 60 60",
        None, f"unmet {FALL} increased_at_turn hardly_fell gains_and_losses moved_within_pass downhill"),
    "side by side": ({"network": Neurons(2), "examples": [Example((1, 2), (1, 1))], "weights": [0.0, 0.0],
        "alpha": 0.4}, [], "overshoot passed 0 1 5", None, f"{FALL} lower_in_the_end overshoots_and_returns downhill"),
    "an alpha for each": ({"network": Neurons(2), "examples": [Example((1, 1), (1, 1))], "weights": [0.0, 0.0],
        "alpha": [0.5, 0.5]}, [], "land reached 0 4 4", None, f"{FALL} lower_in_the_end never_overshoots"),
    "a recording goes on": ({"recording": [Learn(1)]}, [], "land reached 1 4 4", 0.5,
        f"{MISS} same_side steady shrinks {FALL} hardly_fell downhill error_steady"),
    "to and fro": ({"metric": "absolute", "alpha": 0.3, "target": Near(0.01), "examples": [Example(1, 0.95)],
        "budget": 40}, [], "orbit cycle 0 4 6", None, f"unmet {MISS} crossed_at_turn {FALL} cycles_between_few "
        "has_cycle_errors increased_at_turn hardly_fell downhill"),
    "no number any more": ({"alpha": 1e300}, [], "runaway not-finite 0 1 1", None,
        f"unmet {MISS} one_step increased_at_turn downhill"),
    "the lowest of a chosen meter": (LOW | {"knobs": METERS}, [], "stuck settled 0 30 30", None,
        f"unmet {FALL} lower_in_the_end hardly_fell never_overshoots at_bottom is_lowest_of_chosen downhill"),
    "dark in every pass": (DARK, [], "stuck still 0 2 2", None,
        f"unmet {FALL} only_decreases hardly_fell still_pass downhill"),
    "up and down in passes": (MOMENTUM | {"target": MeanError(0.1002)}, [], "overshoot passed 0 4 12", None,
        f"{FALL} increased_at_turn increased_then_fell lower_in_the_end moved_within_pass"),
}  # fmt: skip


def facts(name: str) -> RunFacts:
    fields, actions, *_told = CASES[name]
    session = run_until(Session(small(**fields), shipped(), actions))
    assert session.outcome is not None
    return RunFacts(session, session.outcome)


def test_these_facts_are_true_of_it_and_no_others() -> None:
    every = {name for name, fact in vars(RunFacts).items() if inspect.isfunction(fact) and not name.startswith("_")}
    every.remove("always")
    for name, (_fields, _actions, ends, ratio, true) in CASES.items():
        told = facts(name)
        assert f"{told.outcome.kind} {told.outcome.cause} {told.first} {told.turn} {told.end}" == ends, name
        assert told.ratio == (ratio if ratio is None else pytest.approx(ratio)), name
        assert {fact for fact in every if getattr(told, fact)()} == set(true.split()), name
    assert every - {fact for *_case, true in CASES.values() for fact in true.split()} == {"learned_by_heart"}
    lands, beside, turned = facts("lands"), facts("side by side"), facts("turned on the way")
    assert list(lands.misses) == [-1.0, -0.5, -0.25, -0.125, -0.0625]
    assert signed_misses(lands.session, 1, 2) == [-0.5, -0.25] and signed_misses(beside.session, 0, 1) is None
    assert list(lands.seen) == [1.0, 0.25, 0.0625, 0.015625, 0.00390625] and lands.watched_from == 0
    assert beside.crossing == 1 and lands.crossing is None
    assert facts("to and fro").cycle_errors == pytest.approx([0.25, 0.05, 0.25])
    assert alpha_since(turned.session) == 2 and constant_ratio(turned.session) == pytest.approx(0.5)
    assert turned.watched_from == 2 and len(turned.seen) == 4
    assert common_ratio([0.5, 0.5, 0.5]) == 0.5 and common_ratio([]) is None and common_ratio([0.5, 0.51]) is None
    assert common_ratio([0.5, 0.51], steady=0.05) == 0.5 and common_ratio([-0.5, -0.51], steady=0.01) is None
