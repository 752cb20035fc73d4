"""The ten lines that are learning, and a run, which makes many of their steps at once, end at the same bits."""

from __future__ import annotations

import inspect
from pathlib import Path
from random import Random

import pytest

from downslope import ConvNet, Layers, Network, Neuron, Neurons, Run, train
from plugin_networks import BiasedNeuron, Recurrent
from support import shipped

ARCHITECTURE = Path(__file__).parents[2] / "docs" / "architecture.md"
NETWORKS = [Neuron(), Neuron(3, 2), Neurons(3), Layers(3, 4, 1, activation="tanh"), ConvNet(4, 2, 2), BiasedNeuron(),
            Recurrent()]  # fmt: skip


def drawn(random: Random, count: int) -> tuple[float, ...]:
    return tuple(random.random() for _ in range(count))


@pytest.mark.parametrize("metric", ["squared", "softmax-cross-entropy"])
@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: type(network).__name__)
def test_it_learns_as_a_run_does(network: Network, metric: str) -> None:
    random = Random(3)
    pairs = [(drawn(random, network.inputs), drawn(random, network.outputs)) for _ in range(3)]
    start, catalog = network.start_weights(random, 0.5), shipped()
    learner = catalog.learner("gradient-descent")()
    learner.start(network.size)
    run = Run(network, pairs, catalog.metric(metric), learner, start, 0.1, 1)
    while run.count < 7 * len(pairs):
        run.advance(7 * len(pairs) - run.count)
    given = list(start)
    assert train(network, pairs, catalog.metric(metric), given, 0.1, 7) == run.weights
    assert given == start


def test_without_a_pass_nothing_moves() -> None:
    assert train(Neuron(), [((1.0,), (2.0,))], shipped().metric("squared"), [0.5], 0.1, 0) == [0.5]


def test_the_document_begins_with_it() -> None:
    body = inspect.getsource(train).partition('"""\n    for')[2]
    assert len(body.splitlines()) < 10
    first = ARCHITECTURE.read_text(encoding="utf-8").partition("```python\n")[2].partition("```")[0]
    assert first.replace("    ", "").endswith(body.replace("    ", ""))
