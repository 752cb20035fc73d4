"""Each learner against another writing of its formula, 100 steps, over a net with hidden neurons; and what each
promises."""

import ast
import doctest
import inspect
from collections.abc import Callable
from itertools import product
from math import isfinite
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings, strategies as st
from pytest import approx

from downslope import ConvNet, Run, train
from downslope.learning import Layers, Learner, Metric, Network, Neuron, Neurons, Problem, problem, train as training
from lib.plugin_networks import Recurrent
from lib.support import shipped

numpy = pytest.importorskip("numpy")

SIZES = (2, 5, 1)
RANDOM = Random(11)
INPUTS = [[RANDOM.uniform(-1, 1), RANDOM.uniform(-1, 1)] for _ in range(7)]
GOALS = [[a * b + 0.3 * a] for a, b in INPUTS]
START = [RANDOM.uniform(-1, 1) for _ in range(15)]
STEPS = 100
Rule = Callable[[Any, Any, int, dict[str, Any]], Any]


def slopes(weights: Any) -> Any:
    """The mean of delta times the derivative, over all examples at once, in matrices."""
    into, out = weights[:10].reshape(5, 2), weights[10:].reshape(1, 5)
    x, goal = numpy.array(INPUTS), numpy.array(GOALS)
    hidden = numpy.tanh(x @ into.T)
    delta = hidden @ out.T - goal
    back = (delta @ out) * (1 - hidden**2)
    return numpy.concatenate([(back.T @ x).ravel(), (delta.T @ hidden).ravel()]) / len(INPUTS)


def error(weights: Any) -> float:
    into, out = weights[:10].reshape(5, 2), weights[10:].reshape(1, 5)
    miss = numpy.tanh(numpy.array(INPUTS) @ into.T) @ out.T - numpy.array(GOALS)
    return float(numpy.mean(miss**2))


def descent(w: Any, d: Any, step: int, kept: dict[str, Any]) -> Any:
    return w - 0.1 * d


def momentum(w: Any, d: Any, step: int, kept: dict[str, Any]) -> Any:
    kept["v"] = 0.9 * kept.get("v", 0.0) + d
    return w - 0.1 * kept["v"]


def nesterov(w: Any, d: Any, step: int, kept: dict[str, Any]) -> Any:
    """In Nesterov's own words: a place that is looked from, ahead of the place that is kept."""
    place = kept.get("place", w)  # `w` is ahead of it by 0.9 times the last move
    moved = w - 0.1 * d
    kept["place"] = moved
    return moved + 0.9 * (moved - place)


def rmsprop(w: Any, d: Any, step: int, kept: dict[str, Any]) -> Any:
    kept["s"] = 0.9 * kept.get("s", 0.0) + (1 - 0.9) * d**2
    return w - 0.002 * d / (numpy.sqrt(kept["s"]) + 1e-8)


def adam(w: Any, d: Any, step: int, kept: dict[str, Any]) -> Any:
    kept["m"] = 0.9 * kept.get("m", 0.0) + (1 - 0.9) * d
    kept["s"] = 0.999 * kept.get("s", 0.0) + (1 - 0.999) * d**2
    scale = numpy.sqrt(kept["s"] / (1 - 0.999 ** (step + 1))) + 1e-8
    return w - 0.02 * (kept["m"] / (1 - 0.9 ** (step + 1))) / scale


def random_search(w: Any, d: Any, step: int, kept: dict[str, Any]) -> Any:
    random = kept.setdefault("random", Random("learner 0"))
    there = w + 0.1 * (2 * numpy.array([random.random() for _ in w]) - 1)
    return there if error(there) < error(w) else w


def hot_and_cold(w: Any, d: Any, step: int, kept: dict[str, Any]) -> Any:
    w = w.copy()
    for stride in numpy.eye(len(w)) * 0.01:
        more, less = error(w + stride), error(w - stride)
        w = w + stride if more < less else w - stride if less < more else w
    return w


RULES: dict[str, tuple[Rule, float]] = {
    "gradient-descent": (descent, 0.1),
    "momentum": (momentum, 0.1),
    "nesterov": (nesterov, 0.1),
    "rmsprop": (rmsprop, 0.002),
    "adam": (adam, 0.02),
    "random-search": (random_search, 0.1),
    "hot-and-cold": (hot_and_cold, 0.01),
}


def made(kind: type[Learner], size: int = len(START)) -> Learner:
    """As a session makes one."""
    learner = kind()
    learner.random = Random("learner 0")
    for knob in learner.knobs:
        setattr(learner, knob.name, knob.start)
    learner.start(size)
    return learner


def test_each_learner_for_many_weights_is_its_formula() -> None:
    assert {name for name, kind in shipped().learners.items() if kind().fits(Layers(*SIZES))} == set(RULES)
    for name, (rule, alpha) in RULES.items():
        examples = [(tuple(x), tuple(g)) for x, g in zip(INPUTS, GOALS)]
        problem = Problem(Layers(*SIZES, activation="tanh"), examples, shipped().metric("squared"))
        learner, ours = made(shipped().learner(name)), list(START)
        theirs, kept = numpy.array(START), dict[str, Any]()
        first = problem.error(ours)
        for step in range(STEPS):
            ours = learner.step(problem, ours, alpha)
            theirs = rule(theirs, slopes(theirs), step, kept)
            assert ours == approx(list(theirs), rel=1e-9, abs=1e-9), f"step {step}"
        assert problem.error(ours) < first * 0.8


# what every registered learner promises; new ones are tested too


METRICS = list(shipped().metrics.values())
SHAPES: list[Network] = [
    Neuron(), Neuron(3), Neuron(2, 2), Neurons(4), Layers(2, 3, 2, activation="tanh"), Layers(1, 2, 2, 1),
    ConvNet(4, 2, 2), Recurrent(),
]  # fmt: skip
values = st.floats(-20, 20).map(lambda v: round(v, 6))


@st.composite
def problems(draw: st.DrawFn) -> tuple[Network, list[Any], list[float]]:
    def some(count: int) -> list[float]:
        return draw(st.lists(values, min_size=count, max_size=count))

    network = draw(st.sampled_from(SHAPES))
    return network, [(tuple(some(network.inputs)), tuple(some(network.outputs)))], some(network.size)


@settings(max_examples=60)
@given(kind=st.sampled_from(list(shipped().learners.values())), case=problems(),
       metric=st.sampled_from(METRICS), alpha=st.floats(1e-4, 1), seed=st.integers(0, 3))  # fmt: skip
def test_a_learner_keeps_its_promises(
    kind: type[Learner], case: tuple[Network, list[Any], list[float]], metric: Metric, alpha: float, seed: int
) -> None:
    """A step gives a new list and leaves the weights alone; frozen ones stay; the same start gives the same step."""
    network, examples, weights = case
    one, two = made(kind, network.size), made(kind, network.size)
    assume(one.fits(network))
    problem, before = Problem(network, examples, metric), list(weights)
    for each in (alpha, [alpha] * network.size):
        new = one.step(problem, weights, each)
        assert new == two.step(problem, weights, each)
        assert weights == before and new is not weights
        assert type(new) is list and len(new) == network.size and all(map(isfinite, new))
    frozen = frozenset(Random(seed).sample(range(network.size), network.size // 2))
    new = made(kind, network.size).step(Problem(network, examples, metric, frozen), weights, 0.01)
    assert all(new[i] == weights[i] for i in frozen)


# the training of the document, and a run, which makes its steps one by one or many at once

ARCHITECTURE = Path(__file__).parents[2] / "docs" / "architecture.md"
LEARNERS, KINDS = ("gradient-descent", "momentum", "hot-and-cold"), ("squared", "softmax-cross-entropy")


def test_it_learns_as_a_run_does() -> None:
    for network, name, metric in product(SHAPES, LEARNERS, KINDS):
        random, judge = Random(3), shipped().metric(metric)
        start = network.start_weights(random, 0.5)
        sizes = (network.inputs, network.outputs) * 3
        sides = [tuple(random.random() for _ in range(size)) for size in sizes]
        pairs = list(zip(sides[::2], sides[1::2]))
        run = Run(network, pairs, judge, made(shipped().learner(name), network.size), start, 0.1, 1)
        while run.count < 21:
            run.advance(21 - run.count)
        for passes, ends in ((7, run.weights), (0, start)):
            learner = made(shipped().learner(name), network.size)
            assert train(network, pairs, judge, learner, list(start), 0.1, passes) == ends


def test_the_document_begins_with_it() -> None:
    first = ARCHITECTURE.read_text(encoding="utf-8").partition("```python\n")[2].partition("```")[0]
    functions = [each for each in ast.parse(inspect.getsource(training)).body if isinstance(each, ast.FunctionDef)]
    for tree, said in zip(functions, ast.parse(first).body, strict=True):
        assert isinstance(said, ast.FunctionDef)
        assert list(map(ast.unparse, said.body)) == list(map(ast.unparse, tree.body[1:]))
        assert [each.arg for each in said.args.args] == [each.arg for each in tree.args.args]


def test_a_step_in_single_lines() -> None:
    failed, attempted = doctest.testmod(problem)
    assert attempted and not failed
