"""The loops of larger dense nets, in rows and in columns, against the readable path: to the last bit."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiled_loops import FORMULAS, METRICS, bits, catalog, loop_of
from downslope import Layers, Network, Neuron, Run
from downslope.engine.run import Run as ReadableRun
from downslope.formulas.inline import NotInlinable
from downslope.learning.activations import ACTIVATIONS
from downslope.learning.contract import shape_faults
from downslope.learning.ops import Conv, Dense, MaxPool
from downslope.learning.vectors import Vector, dot
from downslope.scripts.to_python import run_script

RELU, TANH = (ACTIVATIONS[name] for name in ("relu", "tanh"))
NETWORKS: list[Network] = [
    Layers(9, 8, 6), Layers(12, 9, 1), Layers(6, 7, 7, 3), Neuron(30, 5), Layers(9, 8, 6, activation="tanh"),
    Layers(9, 8, 6, activation="linear"), Layers(30, 6, 3),
    Network((Dense(0, 12, 9, (TANH,) * 9), Dense(108, 9, 3, (RELU,) * 3))),
]  # fmt: skip


def learner_of(name: str) -> Any:
    learner = catalog().learner(name)()
    for knob in learner.knobs:
        setattr(learner, knob.name, knob.start)
    return learner


def compare(
    network: Network, learner: str, metric: str, zeros: float = 0.2, seed: int = 1, alpha: float = 0.05, **more: Any
) -> Run:
    random = Random(f"{network} {seed}")

    def some(many: int) -> tuple[float, ...]:
        return tuple(0.0 if random.random() < zeros else random.uniform(-1, 1) for _ in range(many))

    examples = [(some(network.inputs), some(network.outputs)) for _ in range(5)]
    weights = [random.uniform(-0.5, 0.5) for _ in range(network.size)]
    found: list[Any] = []
    for kind in (Run, ReadableRun):
        own = learner_of(learner)
        own.start(network.size)
        run = kind(network, examples, catalog().metric(metric), own, weights, alpha, **more)
        while run.count < 23 and not run.diverged:
            if not (isinstance(run, Run) and run.advance_epoch(23 - run.count)):
                run.step()
        found.append(run)
    fast, readable = found
    assert fast.diverged == readable.diverged and bits(fast.weights) == bits(readable.weights)
    assert bits(fast.history.weights) == bits(readable.history.weights) and bits(fast.errors) == bits(readable.errors)
    assert list(map(bits, fast.learner.memories)) == list(map(bits, readable.learner.memories))
    return fast  # type: ignore[no-any-return]


@pytest.mark.slow
@settings(deadline=None, max_examples=120)
@given(network=st.sampled_from(NETWORKS), learner=st.sampled_from(FORMULAS), metric=st.sampled_from(METRICS),
       batch=st.sampled_from([1, 2, None]), frozen=st.frozensets(st.integers(0, 100), max_size=4),
       zeros=st.sampled_from([0.0, 0.3, 0.9]), seed=st.integers(0, 999), order=st.sampled_from([None, "s"]),
       alpha=st.sampled_from([0.05, -0.05, 0.0, 3.0, 1e3]))  # fmt: skip
def test_the_same_bits(network: Network, learner: str, metric: str, **more: Any) -> None:
    compare(network, learner, metric, **more)


@pytest.mark.parametrize("zeros", [0.0, 0.9])
@pytest.mark.parametrize("batch", [1, 2, None])
@pytest.mark.parametrize("learner", FORMULAS)
@pytest.mark.parametrize("network", NETWORKS, ids=str)
def test_each_learner_on_each_network_has_a_loop(
    network: Network, learner: str, batch: int | None, zeros: float
) -> None:
    fast = compare(network, learner, "squared", zeros, batch=batch)
    assert fast.loop is not None and fast.loop.trusted, fast.why
    assert fast.loop.text.count("for ") > 4, "it is not in rows"


@pytest.mark.parametrize("sparse", [False, True])
def test_columns_where_many_values_are_0(sparse: bool) -> None:
    def columns(network: Network, learner: str) -> int:
        return loop_of(network, catalog().metric("squared"), learner_of(learner), zeros=sparse).text.count("if x:")

    assert columns(Layers(30, 6, 3), "gradient-descent") == (6 if sparse else 3)  # forward, back, predict
    assert columns(Layers(30, 6, 3, activation="tanh"), "gradient-descent") == (3 if sparse else 0)
    assert columns(Layers(30, 6, 3), "momentum") == 0  # a weight_delta of 0 moves it


class LastToFirst(Network):
    """The same to 1e-9: it adds up from the last input to the first."""

    source = "LastToFirst(Dense(0, 30, 5))"

    def forward(self, weights: Vector, input: Vector) -> list[Vector]:
        (op,) = self.ops()
        assert isinstance(op, Dense)
        rows = [weights[op.row(neuron)] for neuron in range(op.neurons)]
        return [input, [dot(row[::-1], input[::-1]) for row in rows]]


def test_a_layout_is_used_only_where_it_gives_the_networks_own_bits() -> None:
    """Of another order of additions the first step may give the same bits, by chance, and the next ones do not."""
    rows = compare(Network([Dense(0, 30, 5)]), "gradient-descent", "squared", batch=1)
    assert rows.loop is not None and "for j, d in" in rows.loop.text
    own = LastToFirst([Dense(0, 30, 5)])
    assert list(shape_faults(own)) == []
    for seed in range(12):
        whole = compare(own, "gradient-descent", "squared", batch=1, seed=seed)
        assert whole.loop is not None and "for j, d in" not in whole.loop.text
    with pytest.raises(NotInlinable, match="methods of its own"):
        run_script(whole, 2)
    # blame comes to a kernel block by block, as the pooling takes its places
    pooled = Network([Conv(0, 6, 2), MaxPool(4, 2), Dense(18, 8, 3)])
    for seed in range(12):
        kernels = compare(pooled, "momentum", "squared", 0.5, seed, batch=1)
        assert kernels.loop is not None and "places" in kernels.loop.text, kernels.why


@pytest.mark.parametrize("network", [Network((Conv(0, 8, 12),)), Network((Dense(0, 30, 4, bias=True),))])
def test_other_ops_have_lines_too(network: Network) -> None:
    fast = compare(network, "momentum", "squared", batch=1)
    assert fast.loop is not None and fast.loop.trusted, fast.why


def test_what_is_not_in_rows_is_written_out_whole_where_it_is_not_too_much() -> None:
    mixed = Layers(9, 8, 6, activation=["relu"] * 7 + ["linear"])
    for network in (mixed, Network((Dense(0, 30, 4, bias=True),))):
        fast = compare(network, "momentum", "squared", batch=1)
        assert fast.loop is not None and fast.loop.trusted, fast.why
    frozen = compare(Layers(9, 8, 6), "momentum", "squared", batch=2, frozen=frozenset({0, 17, 119}))
    assert frozen.loop is not None and frozen.loop.trusted, frozen.why
    large = compare(Layers(40, 40, 10, activation=["relu"] * 39 + ["linear"]), "momentum", "squared", batch=1)
    assert large.loop is not None and "forward(" in large.loop.text
