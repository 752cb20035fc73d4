"""Each learner against another writing of its formula, 100 steps, over a net with hidden neurons."""

import ast
import doctest
import inspect
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import numpy
from pytest import approx

from downslope import ConvNet, Layers, Learner, Network, Neuron, Neurons, Problem, Run, train
from downslope.learning import problem, train as training
from lib.plugins import Recurrent
from lib.support import shipped

RANDOM = Random(11)
X = [[RANDOM.uniform(-1, 1), RANDOM.uniform(-1, 1)] for _ in range(7)]
START = [RANDOM.uniform(-1, 1) for _ in range(15)]
Y = [[a * b + 0.3 * a] for a, b in X]


def looked(weights: Any) -> tuple[float, Any]:
    """The mean error, and of delta times the derivative the mean, over all examples at once, in matrices."""
    into, out, x = weights[:10].reshape(5, 2), weights[10:].reshape(1, 5), numpy.array(X)
    hidden = numpy.tanh(x @ into.T)
    delta = hidden @ out.T - numpy.array(Y)
    back = (delta @ out) * (1 - hidden**2)
    return float(numpy.mean(delta**2)), numpy.concatenate([(back.T @ x).ravel(), (delta.T @ hidden).ravel()]) / len(X)


class Rules:
    """The next weights, from these and their slopes; `kept` is the learner's own."""

    def __init__(self) -> None:
        self.step, self.random, self.m, self.s, self.place = 0, Random("learner 0"), 0.0, 0.0, None

    def gradient_descent(self, w: Any, d: Any) -> Any:
        return w - 0.1 * d

    def momentum(self, w: Any, d: Any) -> Any:
        self.m = 0.9 * self.m + d
        return w - 0.1 * self.m

    def nesterov(self, w: Any, d: Any) -> Any:
        """In Nesterov's own words: a place that is looked from, ahead by 0.9 of the last move of the place kept."""
        before, self.place = w if self.place is None else self.place, w - 0.1 * d
        return self.place + 0.9 * (self.place - before)

    def rmsprop(self, w: Any, d: Any) -> Any:
        self.s = 0.9 * self.s + (1 - 0.9) * d**2
        return w - 0.002 * d / (numpy.sqrt(self.s) + 1e-8)

    def adam(self, w: Any, d: Any) -> Any:
        self.m, self.s, self.step = 0.9 * self.m + (1 - 0.9) * d, 0.999 * self.s + (1 - 0.999) * d**2, self.step + 1
        scale = numpy.sqrt(self.s / (1 - 0.999**self.step)) + 1e-8
        return w - 0.02 * (self.m / (1 - 0.9**self.step)) / scale

    def random_search(self, w: Any, d: Any) -> Any:
        there = w + 0.1 * (2 * numpy.array([self.random.random() for _ in w]) - 1)
        return there if looked(there)[0] < looked(w)[0] else w

    def hot_and_cold(self, w: Any, d: Any) -> Any:
        for stride in numpy.eye(len(w)) * 0.01:
            more, less = looked(w + stride)[0], looked(w - stride)[0]
            w = w + stride if more < less else w - stride if less < more else w
        return w


ALPHAS = {"gradient-descent": 0.1, "momentum": 0.1, "nesterov": 0.1, "rmsprop": 0.002, "adam": 0.02,
          "random-search": 0.1, "hot-and-cold": 0.01}  # fmt: skip


def made(kind: type[Learner], size: int = len(START)) -> Learner:
    """As a session makes one."""
    learner = kind()
    learner.random = Random("learner 0")
    for knob in learner.knobs:
        setattr(learner, knob.name, knob.start)
    learner.start(size)
    return learner


def test_each_learner_for_many_weights_is_its_formula() -> None:
    network = Layers(2, 5, 1, activation="tanh")
    assert {name for name, kind in shipped().learners.items() if kind().fits(network)} == set(ALPHAS)
    seen = Problem(network, [(tuple(x), tuple(y)) for x, y in zip(X, Y)], shipped().metric("squared"))
    for name, alpha in ALPHAS.items():
        learner, ours, theirs = made(shipped().learner(name)), list(START), numpy.array(START)
        rule = getattr(Rules(), name.replace("-", "_"))
        for step in range(100):
            before, each = list(ours), [alpha] * len(START) if step % 2 else alpha  # one for all, or one for each
            moved, theirs = learner.step(seen, ours, each), rule(theirs, looked(theirs)[1])
            assert moved == approx(list(theirs), rel=1e-9, abs=1e-9), f"{name}, step {step}"
            assert type(moved) is list and ours == before, "what it was given stays as it was"
            ours = moved
        assert seen.error(ours) < seen.error(START) * 0.8
        held = Problem(network, seen.examples, seen.metric, frozenset({0, 3, 14}))
        moved = made(shipped().learner(name)).step(held, START, alpha)
        assert [k for k, (new, old) in enumerate(zip(moved, START)) if new == old] == [0, 3, 14] or moved == START


SHAPES: list[Network] = [
    Neuron(), Neuron(2, 2), Neurons(4), Layers(2, 3, 2, activation="tanh"), ConvNet(4, 2, 2), Recurrent(),
]  # fmt: skip


def test_the_training_of_the_document_is_a_run() -> None:
    """Which makes its steps one by one or many at once."""
    for network, name, metric in product(
        SHAPES, ("gradient-descent", "momentum", "hot-and-cold"), ("squared", "softmax-cross-entropy")
    ):
        random, judge = Random(3), shipped().metric(metric)
        start = network.start_weights(random, 0.5)
        pairs = [tuple(tuple(random.random() for _ in range(size)) for size in (network.inputs, network.outputs))
                 for _ in range(3)]  # fmt: skip
        run = Run(network, pairs, judge, made(shipped().learner(name), network.size), start, 0.1, 1)  # type: ignore[arg-type]
        while run.count < 21:
            run.advance(21 - run.count)
        for passes, ends in ((7, run.weights), (0, start)):
            learner = made(shipped().learner(name), network.size)
            assert train(network, pairs, judge, learner, list(start), 0.1, passes) == ends  # type: ignore[arg-type]
    text = (Path(__file__).parents[2] / "docs" / "architecture.md").read_text(encoding="utf-8")
    first = ast.parse(text.partition("```python\n")[2].partition("```")[0]).body
    functions = [each for each in ast.parse(inspect.getsource(training)).body if isinstance(each, ast.FunctionDef)]
    for tree, said in zip(functions, first, strict=True):
        assert isinstance(said, ast.FunctionDef)
        assert list(map(ast.unparse, said.body)) == list(map(ast.unparse, tree.body[1:]))
        assert [each.arg for each in said.args.args] == [each.arg for each in tree.args.args]
    failed, attempted = doctest.testmod(problem)
    assert attempted and not failed
