"""The training of the document, and a run, which calls its step or makes many at once, end at the same bits."""

from __future__ import annotations

import ast
import doctest
import inspect
from itertools import product
from pathlib import Path
from random import Random

import pytest

from downslope import ConvNet, Layers, Learner, Network, Neuron, Neurons, Run, train
from downslope.engine.run import Run as ReadableRun
from downslope.learning import problem
from downslope.learning import train as training
from plugin_networks import BiasedNeuron, Recurrent
from support import shipped

ARCHITECTURE = Path(__file__).parents[2] / "docs" / "architecture.md"
NETWORKS = [Neuron(), Neuron(3, 2), Neurons(3), Layers(3, 4, 1, activation="tanh"), ConvNet(4, 2, 2), BiasedNeuron(),
            Recurrent()]  # fmt: skip


def drawn(random: Random, count: int) -> tuple[float, ...]:
    return tuple(random.random() for _ in range(count))


def started(name: str, network: Network) -> Learner:
    learner: Learner = shipped().learner(name)()
    for knob in learner.knobs:
        setattr(learner, knob.name, knob.start)
    learner.random = Random(5)
    learner.start(network.size)
    return learner


def test_it_learns_as_a_run_does() -> None:
    for network in NETWORKS:
        random, catalog = Random(3), shipped()
        pairs = [(drawn(random, network.inputs), drawn(random, network.outputs)) for _ in range(3)]
        start = network.start_weights(random, 0.5)
        kinds = product(("gradient-descent", "momentum", "hot-and-cold"), ("squared", "softmax-cross-entropy"))
        for name, metric in kinds:
            run, given = Run(network, pairs, catalog.metric(metric), started(name, network), start, 0.1, 1), list(start)
            while run.count < 7 * len(pairs):
                run.advance(7 * len(pairs) - run.count)
            assert train(network, pairs, catalog.metric(metric), started(name, network), given, 0.1, 7) == run.weights
            assert given == start


@pytest.mark.parametrize("name", ["gradient-descent", "hot-and-cold"])
def test_a_run_calls_its_step(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, made = training.step, []

    def counted(*given: object) -> object:
        made.append(given)
        return plain(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(training, "step", counted)
    run = ReadableRun(Neuron(), [((1.0,), (2.0,))], shipped().metric("squared"), started(name, Neuron()), [0.5], 0.1)
    for _ in range(5):
        run.step()
    assert len(made) == run.count == 5


def test_without_a_pass_nothing_moves() -> None:
    squared, learner = shipped().metric("squared"), started("gradient-descent", Neuron())
    assert train(Neuron(), [((1.0,), (2.0,))], squared, learner, [0.5], 0.1, 0) == [0.5]


def test_the_document_begins_with_it() -> None:
    first = ARCHITECTURE.read_text(encoding="utf-8").partition("```python\n")[2].partition("```")[0]
    shown = ast.parse(first).body
    functions = [each for each in ast.parse(inspect.getsource(training)).body if isinstance(each, ast.FunctionDef)]
    for tree, said in zip(functions, shown, strict=True):
        assert isinstance(said, ast.FunctionDef)
        assert list(map(ast.unparse, said.body)) == list(map(ast.unparse, tree.body[1:]))
        assert [each.arg for each in said.args.args] == [each.arg for each in tree.args.args]


def test_a_step_in_single_lines() -> None:
    failed, attempted = doctest.testmod(problem)
    assert attempted and not failed
