"""A metric's `delta` is worked out from its `error`, where nobody has written one; and what each metric promises."""

import math
from math import isfinite
from types import SimpleNamespace

import pytest
from hypothesis import assume, given, settings, strategies as st

from downslope import Knob, Metric
from downslope.formulas.inline import inline
from downslope.learning.metric_slope import NoRule, slope_method, why_no_slope
from lib.compiled_loops import formula
from lib.support import shipped

GOAL = 0.25
PLACES = (-2.3, -0.4, 0.1, 0.7, 1.9)
METRICS = list(shipped().metrics.values())
PLAIN = [metric for metric in METRICS if type(metric).error is not Metric.error]


RULES: dict[str, str] = {  # formulas with each kind of rule; what has none is named
    "abs(p - goal) ** self.power / self.width + p**1 * 2**goal": "",
    "max(0.2 * p, -0.8 * p) + min(p, 0.3) * atan(goal)": "",
    "whole = 1 + (p - goal) * (p - goal)\nreturn math.sqrt(whole) - 1 + 1 / whole": "",
    "-goal * log(p * p + 1) + exp(-p) * tanh(p)": "", "math.fabs(p) + math.expm1(0.1 * p) + math.log1p(p * p)": "",
    "sqrt(p * p + 1) if p > goal else goal - float(+p)": "", "atan(p - goal)": "atan",
    "p = p - goal\nreturn p * p": "p = p - goal", "float(2 ** (p - goal))": "2 ** (p - goal)",
    "if p > goal:\n    return 1.0\nreturn 0.0": "if p > goal:", "d = p\nd = d * d\nreturn d": "d = d * d",
}  # fmt: skip


def test_every_rule_against_differences_and_at_a_kink_the_side_that_the_formula_takes() -> None:
    made, ours, step = {text: formula(text, "p", "goal") for text in RULES}, SimpleNamespace(power=3, width=0.5), 1e-6
    for text, said in [*RULES.items(), ("math.dist", "what is no plain method")]:
        error = made.get(text, math.dist)
        assert why_no_slope(error) == said
        if said:
            with pytest.raises(NoRule):
                slope_method(error)
            continue
        for place in PLACES:
            above, below = (error(ours, place + way * step, GOAL) for way in (1, -1))
            wanted = pytest.approx((above - below) / (2 * step), rel=1e-6, abs=1e-7)
            assert slope_method(error)(ours, place, GOAL) == wanted, text
    tilted, parts = (slope_method(made[text]) for text in RULES if text.startswith(("max", "sqrt")))
    assert tilted(ours, 0.0, GOAL) == 0.2 + math.atan(GOAL) and parts(ours, GOAL, GOAL) == -1.0
    for metric in PLAIN:
        slope = slope_method(type(metric).error)
        for place in (*PLACES, GOAL):
            written = metric.slope_factor * metric.delta(place, GOAL)
            assert slope(metric, place, GOAL) == pytest.approx(written, rel=1e-12, abs=1e-12)


class Quartic(Metric):
    scale = Knob(0.5, 4.0, start=1.0)

    def error(self, prediction: float, goal_prediction: float) -> float:
        difference = 2 * goal_prediction - goal_prediction
        return (prediction - difference) ** 4 * self.scale


class Written(Quartic):
    def delta(self, prediction: float, goal_prediction: float) -> float:
        return 7.0


def test_a_metric_has_it_as_lines_unless_its_author_wrote_one() -> None:
    turned = Quartic()
    turned.scale = 0.5
    assert (Quartic().delta(1.25, 0.25), turned.delta(1.25, 0.25)) == (4.0, 2.0)
    kept = type("Kept", (Written,), {"slope_factor": 2.0, "error": formula("abs(p - goal)", "p", "goal")})()
    assert Written().delta(1.25, 0.25) == kept.delta(1.25, 0.25) == 7.0
    with pytest.raises(NotImplementedError):  # not the one of the other formula
        type("Other", (Quartic,), {"error": formula("atan(p - goal)", "p", "goal")})().delta(1.25, 0.25)
    part = inline(Quartic().delta, "prediction", "goal_prediction")
    assert part.lines == ("difference = 2 * goal_prediction - goal_prediction",)
    assert part.results == ("4 * (prediction - difference) ** 3 * 1.0",)


@settings(max_examples=30)
@given(st.sampled_from(METRICS), st.lists(st.floats(-20, 20).map(lambda v: round(v, 6)), min_size=2, max_size=5))
def test_a_metric_of_several_outputs(metric: Metric, predictions: list[float]) -> None:
    """Its deltas are the slopes of its error, outputs add up where they stand for themselves, shares are parts of 1."""
    goals = [1.0, *[0.0] * (len(predictions) - 1)]
    if metric in PLAIN:
        each = [metric.error(prediction, wanted) for prediction, wanted in zip(predictions, goals)]
        assert metric.error(0.7, 0.7) == 0.0
        assert metric.total_error(predictions, goals) == pytest.approx(math.fsum(each), rel=1e-12, abs=1e-9)
    shares = metric.shares(predictions)
    assert (shares is not None) == (metric.name == "softmax-cross-entropy")
    assert shares is None or (len(shares) == len(goals) and min(shares) >= 0 and sum(shares) == pytest.approx(1))
    far = [100.0 * prediction for prediction in predictions]
    assert isfinite(metric.total_error(far, goals)) and all(map(isfinite, metric.deltas(far, goals)))
    assume(all(abs(p - g) > 1e-3 for p, g in zip(predictions, goals)))  # a kink has no slope
    h, deltas = 1e-5, metric.deltas(predictions, goals)
    assert metric.delta(predictions[0], 1.0) == metric.deltas(predictions[:1], [1.0])[0]
    for i, delta in enumerate(deltas):
        higher, lower = ([p + way * (j == i) for j, p in enumerate(predictions)] for way in (h, -h))
        slope = (metric.total_error(higher, goals) - metric.total_error(lower, goals)) / (2 * h)
        assert delta * metric.slope_factor == pytest.approx(slope, rel=1e-5, abs=1e-6)
