"""The training of the document, and a run, which makes its steps one by one or many at once, end at the same bits."""

from __future__ import annotations

import ast
import doctest
import inspect
from itertools import product
from pathlib import Path
from random import Random

from downslope import ConvNet, Layers, Learner, Network, Neuron, Neurons, Run, train
from downslope.learning import problem
from downslope.learning import train as training
from plugin_networks import Recurrent
from support import shipped

ARCHITECTURE = Path(__file__).parents[2] / "docs" / "architecture.md"
NETWORKS = [Neuron(), Neuron(3, 2), Neurons(3), Layers(3, 4, 1, activation="tanh"), ConvNet(4, 2, 2), Recurrent()]
LEARNERS, METRICS = ("gradient-descent", "momentum", "hot-and-cold"), ("squared", "softmax-cross-entropy")


def started(name: str, network: Network) -> Learner:
    learner: Learner = shipped().learner(name)()
    for knob in learner.knobs:
        setattr(learner, knob.name, knob.start)
    learner.start(network.size)
    return learner


def test_it_learns_as_a_run_does() -> None:
    for network, name, metric in product(NETWORKS, LEARNERS, METRICS):
        random, judge = Random(3), shipped().metric(metric)
        start = network.start_weights(random, 0.5)
        sizes = (network.inputs, network.outputs) * 3
        sides = [tuple(random.random() for _ in range(size)) for size in sizes]
        pairs = list(zip(sides[::2], sides[1::2]))
        run = Run(network, pairs, judge, started(name, network), start, 0.1, 1)
        while run.count < 21:
            run.advance(21 - run.count)
        assert train(network, pairs, judge, started(name, network), list(start), 0.1, 7) == run.weights
        assert train(network, pairs, judge, started(name, network), start, 0.1, 0) == start


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
