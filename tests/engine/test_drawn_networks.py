"""Networks put together by chance: what they tell, what they do, their slopes, their loop and their lines agree."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compiled_loops import bits, catalog
from downslope import Network, Run
from downslope.engine.run import Run as ReadableRun
from downslope.formulas.inline import NotInlinable
from downslope.learning.activations import ACTIVATIONS
from downslope.learning.contract import shape_faults, slope_faults
from downslope.learning.ops import Beside, Conv, Dense, MaxPool, Op
from downslope.scripts.to_python import run_script
from plugin_networks import OpsNetwork

NUMBERS = st.floats(-1.5, 1.5).map(lambda number: round(number, 3))
SOME = st.lists(st.sampled_from(list(ACTIVATIONS.values())), min_size=4, max_size=4)
FORMULAS = ["gradient-descent", "momentum", "adam", "decay"]
METRICS = ["squared", "huber", "softmax-cross-entropy", "steep"]
PAIRS = 3


@st.composite
def networks(draw: Callable[[Any], Any]) -> Network:
    """One to three ops after a picture or some numbers, of the game's own classes where it has one of these."""
    ops: list[Op] = []
    wide, first = draw(st.integers(1, 4)), 0
    if draw(st.integers(0, 3)) == 0:
        conv = Conv(0, draw(st.integers(4, 6)), draw(st.integers(1, 2)), draw(st.booleans()))
        pool = MaxPool(conv.side - 2, conv.kernels)
        ops = [conv, pool] if draw(st.booleans()) else [conv]
        wide, first = ops[-1].outputs, conv.size
    for _ in range(draw(st.integers(0 if ops else 1, 3))):
        neurons = draw(st.integers(1, 4))
        bends = draw(st.sampled_from([(), draw(SOME)[:neurons], [draw(SOME)[0]] * neurons]))
        dense = Dense(first, wide, neurons, tuple(bends), draw(st.booleans()))
        ops.append(draw(st.sampled_from([dense, dense, dense, Beside(first, wide)])))
        wide, first = ops[-1].outputs, first + ops[-1].size
    assert Network(ops).faults() == []
    made: Network = draw(st.sampled_from([Network(ops), OpsNetwork(*ops)]))
    return made


@given(networks())
@settings(deadline=None, max_examples=30)
def test_what_it_tells_is_what_it_does_and_its_weight_deltas_are_slopes(network: Network) -> None:
    assert list(shape_faults(network)) == [] and list(slope_faults(network)) == []


def run_of(kind: type[ReadableRun], network: Network, learner: str, metric: str, data: list[float], **more: Any) -> Any:
    own = catalog().learner(learner)()
    for knob in own.knobs:
        setattr(own, knob.name, knob.start)
    own.start(network.size)
    numbers = iter(data * (1 + (network.size + PAIRS * (network.inputs + network.outputs)) // len(data)))

    def some(count: int) -> tuple[float, ...]:
        return tuple(next(numbers) for _ in range(count))

    pairs = [(some(network.inputs), some(network.outputs)) for _ in range(PAIRS)]
    weights = [0.0 + weight for weight in some(network.size)]  # -0.0 is only where it is typed: no step leads there
    return kind(network, pairs, catalog().metric(metric), own, weights, 0.03, **more)


@given(network=networks(), learner=st.sampled_from(FORMULAS), metric=st.sampled_from(METRICS),
       data=st.lists(NUMBERS, min_size=11, max_size=31), batch=st.sampled_from([1, 2, None]),
       order=st.sampled_from([None, "s"]), frozen=st.sampled_from([frozenset(), frozenset({0})]))  # fmt: skip
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_its_loop_and_its_lines_make_its_own_steps(network: Network, **more: Any) -> None:
    fast, readable = run_of(Run, network, **more), run_of(ReadableRun, network, **more)
    for steps in (2, 8):
        while fast.count < steps and not fast.diverged:
            fast.advance(steps - fast.count)
        while readable.count < steps and not readable.diverged:
            readable.step()
    assert fast.diverged == readable.diverged and bits(fast.weights) == bits(readable.weights)
    assert bits(fast.history.weights) == bits(readable.history.weights) and bits(fast.errors) == bits(readable.errors)
    with suppress(NotInlinable):
        text = run_script(readable, readable.count)
        names: dict[str, Any] = {"print": lambda *_told: None}
        exec(text, names)
        weights = names["weights"] if "weights" in names else [names["weight"]]
        assert bits(weights) == bits(readable.weights), text


@pytest.mark.parametrize("hidden", [(), (ACTIVATIONS["linear"],) * 3], ids=["untold", "linear"])
def test_a_hidden_layer_need_not_say_that_it_is_linear(hidden: Any) -> None:
    network = OpsNetwork(Dense(0, 2, 3, hidden), Dense(6, 3, 1))
    run = run_of(ReadableRun, network, "gradient-descent", "squared", [0.5, -0.25, 1.0, 0.75, 0.1])
    assert "hidden = [dot(" in run_script(run, 3)
