"""A step of a network in seven lines, which run as they stand: one hidden layer of ReLUs, one output, a batch of one.

They call dot, relu, back and outer; `helpers` has what those mean. Equal to the engine to the last bit, as the tests of
this file hold: the same products, added in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..formulas.polynomial import is_gradient_descent, is_squared_error
from ..learning.architecture import layers_of

if TYPE_CHECKING:
    from ..engine.run import Run

INPUT, GOAL = "input", "goal"
LINES = (
    "hidden = relu(dot({input}, w_in))",
    "prediction = dot(hidden, w_out)",
    "error = (prediction - {goal}) ** 2",
    "delta = prediction - {goal}",
    "h_delta = back(delta, w_out, hidden)",
    "w_out -= alpha * outer(delta, hidden)",
    "w_in -= alpha * outer(h_delta, {input})",
)
HIDDEN, PREDICTION, ERROR, DELTA, HIDDEN_DELTA, OUT, IN = range(len(LINES))


class ShortStep(NamedTuple):
    """What the seven lines set, line by line: a number, the values of a layer, or a row of changes for each neuron."""

    hidden: tuple[float, ...]
    prediction: float
    error: float
    delta: float
    hidden_delta: tuple[float, ...]
    out: tuple[float, ...]  # by how much w_out goes down
    into: tuple[tuple[float, ...], ...]  # by how much w_in goes down


def short_lines(input: str = INPUT) -> list[str]:
    """The lines, with this name for what goes in."""
    return [line.format(input=input, goal=GOAL) for line in LINES]


def is_short(run: Run) -> bool:
    """Whether the seven lines are what this run does in a step."""
    network, learner = layers_of(run.network), run.learner
    if network is None or len(network.sizes) != 3 or network.sizes[2] != 1 or learner is None:
        return False
    plain = set(network.activations) == {"relu"} and isinstance(run.alpha, (int, float)) and not run.frozen
    one = all(len(batch) == 1 for batch in run.batches)
    return plain and one and is_gradient_descent(learner) and is_squared_error(run.metric) == (1.0, 1.0)


def short_step(run: Run, weights: Sequence[float], example: int, alpha: float) -> ShortStep:
    """What the lines set for an example, worked out by the network."""
    network = layers_of(run.network)
    assert network is not None  # is_short
    input, goal = run.examples[example]
    layers = network.forward(weights, input)
    hidden, prediction = tuple(layers[1]), layers[2][0]
    delta = run.metric.deltas(layers[2], goal)[0]
    back = tuple(network.layer_deltas(weights, layers, [delta])[0])
    out = tuple(alpha * (delta * value) for value in hidden)
    into = tuple(tuple(alpha * (share * value) for value in input) for share in back)
    return ShortStep(hidden, prediction, run.metric.total_error(layers[2], goal), delta, back, out, into)
