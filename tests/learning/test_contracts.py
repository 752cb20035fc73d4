"""What every registered metric and learner promises, and what a level may count on. New ones are tested too."""

from itertools import pairwise
from math import isfinite
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from downslope.learning.learner import Learner
from downslope.learning.metric import Metric
from downslope.learning.named import Layers, Neuron, Neurons
from downslope.learning.network import Network
from downslope.learning.problem import Problem
from support import shipped

METRICS = list(shipped().metrics.values())
SINGLE = [metric for metric in METRICS if type(metric).error is not Metric.error]  # its outputs stand for themselves
LEARNERS = list(shipped().learners.values())
each_metric = pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.name)
each_single = pytest.mark.parametrize("metric", SINGLE, ids=lambda m: m.name)
each_learner = pytest.mark.parametrize("learner", LEARNERS, ids=lambda kind: kind.name)

values = st.floats(-20, 20).map(lambda v: round(v, 6))
SHAPES: list[Network] = [Neuron(), Neuron(3), Neuron(2, 2), Neurons(4), Layers(2, 3, 2), Layers(1, 2, 2, 1)]


@each_single
@given(prediction=values, goal=values)
def test_delta_is_the_slope_of_the_error(metric: Metric, prediction: float, goal: float) -> None:
    assume(abs(prediction - goal) > 1e-3)  # a kink has no slope
    h = 1e-5
    slope = (metric.error(prediction + h, goal) - metric.error(prediction - h, goal)) / (2 * h)
    assert metric.delta(prediction, goal) * metric.slope_factor == pytest.approx(slope, rel=1e-5, abs=1e-6)


@each_single
@given(goal=values)
def test_the_error_at_the_goal_is_0(metric: Metric, goal: float) -> None:
    assert metric.error(goal, goal) == 0.0


@each_single
@given(pairs=st.lists(st.tuples(values, values), min_size=1, max_size=4))
def test_outputs_add_up(metric: Metric, pairs: list[tuple[float, float]]) -> None:
    predictions, goals = zip(*pairs)
    total = 0.0
    for prediction, goal in pairs:
        total += metric.error(prediction, goal)
    assert metric.total_error(predictions, goals) == total
    assert metric.deltas(predictions, goals) == [metric.delta(p, g) for p, g in pairs]


def one_of(count: int, right: int) -> tuple[float, ...]:
    """The goals of an example that belongs to class `right`."""
    return tuple(float(i == right) for i in range(count))


@pytest.mark.slow
@each_metric
@given(predictions=st.lists(values, min_size=2, max_size=5), right=st.integers(0, 4))
def test_deltas_are_the_slopes_of_the_total_error(metric: Metric, predictions: list[float], right: int) -> None:
    goals = one_of(len(predictions), right % len(predictions))
    assume(all(abs(p - g) > 1e-3 for p, g in zip(predictions, goals)))
    h = 1e-5
    for i, delta in enumerate(metric.deltas(predictions, goals)):
        higher, lower = ([p + way * (j == i) for j, p in enumerate(predictions)] for way in (h, -h))
        slope = (metric.total_error(higher, goals) - metric.total_error(lower, goals)) / (2 * h)
        assert delta * metric.slope_factor == pytest.approx(slope, rel=1e-5, abs=1e-6)


@each_metric
@given(predictions=st.lists(st.floats(-2000, 2000), min_size=2, max_size=5), right=st.integers(0, 4))
def test_finite_numbers_give_finite_errors(metric: Metric, predictions: list[float], right: int) -> None:
    goals = one_of(len(predictions), right % len(predictions))
    assert isfinite(metric.total_error(predictions, goals)) and all(map(isfinite, metric.deltas(predictions, goals)))


@each_metric
@given(predictions=st.lists(values, min_size=1, max_size=5))
def test_shares_are_parts_of_1(metric: Metric, predictions: list[float]) -> None:
    shares = metric.shares(predictions)
    if shares is not None:
        assert len(shares) == len(predictions) and all(0 <= s <= 1 for s in shares)
        assert sum(shares) == pytest.approx(1)


def test_only_softmax_shows_shares() -> None:
    assert [m.name for m in METRICS if m.shares([1.0, 2.0]) is not None] == ["softmax-cross-entropy"]
    assert shipped().metric("softmax-cross-entropy").shares([0.0, 0.0]) == [0.5, 0.5]


def ready(kind: type[Learner], size: int) -> Learner:
    """As a session makes one."""
    learner = kind()
    learner.random = Random("learner 0")
    for knob in learner.knobs:
        setattr(learner, knob.name, knob.start)
    learner.start(size)
    return learner


@st.composite
def problems(draw: st.DrawFn) -> tuple[Network, list[Any], list[float]]:
    network = draw(st.sampled_from(SHAPES))
    examples = [
        (
            tuple(draw(st.lists(values, min_size=network.inputs, max_size=network.inputs))),
            tuple(draw(st.lists(values, min_size=network.outputs, max_size=network.outputs))),
        )
    ]
    return network, examples, draw(st.lists(values, min_size=network.size, max_size=network.size))


@pytest.mark.slow
@each_learner
@given(case=problems(), metric=st.sampled_from(METRICS), alpha=st.floats(1e-4, 1))
def test_a_step_gives_a_new_list_and_leaves_the_weights_alone(
    learner: type[Learner], case: tuple[Network, list[Any], list[float]], metric: Metric, alpha: float
) -> None:
    network, examples, weights = case
    mind = ready(learner, network.size)
    assume(mind.fits(network))
    problem = Problem(network, examples, metric)
    before = list(weights)
    for each in (alpha, [alpha] * network.size):
        new = mind.step(problem, weights, each)
        assert weights == before and new is not weights
        assert type(new) is list and len(new) == network.size and all(map(isfinite, new))


@pytest.mark.slow
@each_learner
@given(case=problems(), seed=st.integers(0, 3))
def test_frozen_weights_stay(learner: type[Learner], case: tuple[Network, list[Any], list[float]], seed: int) -> None:
    network, examples, weights = case
    mind = ready(learner, network.size)
    assume(mind.fits(network))
    frozen = frozenset(Random(seed).sample(range(network.size), network.size // 2))
    new = mind.step(Problem(network, examples, shipped().metric("squared"), frozen), weights, 0.01)
    assert all(new[i] == weights[i] for i in frozen)


@pytest.mark.slow
@each_learner
@given(case=problems(), alpha=st.floats(1e-4, 1))
def test_the_same_start_gives_the_same_step(
    learner: type[Learner], case: tuple[Network, list[Any], list[float]], alpha: float
) -> None:
    network, examples, weights = case
    one, two = ready(learner, network.size), ready(learner, network.size)
    assume(one.fits(network))
    problem = Problem(network, examples, shipped().metric("squared"))
    for _ in range(3):
        assert one.step(problem, weights, alpha) == two.step(problem, weights, alpha)


@given(
    input=st.floats(-5, 5), weight=st.floats(-5, 5), goal=st.floats(-5, 5), part=st.floats(0.02, 0.95)
)
def test_the_law_of_one_neuron(input: float, weight: float, goal: float, part: float) -> None:
    """Each step of the article multiplies the miss by 1 - alpha * input ** 2."""
    assume(abs(input) > 0.05)
    alpha = part * 2 / (input * input)
    problem = Problem(Neuron(), [((input,), (goal,))], shipped().metric("squared"))
    descent = ready(shipped().learner("gradient-descent"), 1)
    places = [[weight]]
    for _ in range(3):
        places.append(descent.step(problem, places[-1], alpha))
    misses = [input * place[0] - goal for place in places]
    for before, after in pairwise(misses):
        assert after == pytest.approx(before * (1 - alpha * input * input), rel=1e-6, abs=1e-9)


@given(input=st.floats(0.05, 5), weight=st.floats(-5, 5), goal=st.floats(-5, 5), alpha=st.floats(0.001, 3))
def test_hot_and_cold_never_moves_to_the_worse_side(input: float, weight: float, goal: float, alpha: float) -> None:
    problem = Problem(Neuron(), [((input,), (goal,))], shipped().metric("squared"))
    (new,) = ready(shipped().learner("hot-and-cold"), 1).step(problem, [weight], alpha)
    errors = {side: problem.error([weight + side * alpha]) for side in (-1, 1)}
    if errors[-1] == errors[1]:
        assert new == weight
    else:
        assert problem.error([new]) == min(errors.values())


@given(inputs=st.lists(values, min_size=4, max_size=4), goals=st.lists(values, min_size=4, max_size=4))
def test_neurons_side_by_side_are_neurons_alone(inputs: list[float], goals: list[float]) -> None:
    weights = [0.5, -1.0, 2.0, 0.1]
    side = Problem(Neurons(4), [(tuple(inputs), tuple(goals))], shipped().metric("squared"))
    alone = [Problem(Neuron(), [((x,), (g,))], shipped().metric("squared")) for x, g in zip(inputs, goals)]
    assert side.weight_deltas(weights) == [p.weight_deltas([w])[0] for p, w in zip(alone, weights)]
