"""What a network with methods of its own promises: as many numbers as its shape says, its slope, its ops.

Asked of other people's networks when a level is loaded (`shape_faults`) and by `check` (`slope_faults`). Each fault is
(field, value, what is allowed); a method that raises is left to raise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isclose
from random import Random

from .architecture import is_derived
from .network import FieldFault, Network, picture_faults
from .ops import Vector

PLACES = 5  # random places at which each is compared
CLOSE = 1e-9  # of two ways to work out the same
STEP = 1e-6  # of a difference quotient
SLOPE_CLOSE = 1e-4


def shape_faults(network: Network) -> Iterator[FieldFault]:
    """What it gives at a few places that it does not promise, or the other way round; the first of these faults."""
    kind = type(network).__name__
    for name, value, allowed in _shape_faults(network):
        yield f"{kind}.{name}", value, allowed
        return


def _shape_faults(network: Network) -> Iterator[FieldFault]:
    ops, (inputs, outputs, size) = network.ops(), _shape(network)
    derived = Network(ops)
    if ops:
        yield from (("ops", value, allowed) for _field, value, allowed in derived.faults())
        if derived.ops() != tuple(ops):
            yield "ops", list(ops), "ops: Dense, Beside, Conv, MaxPool"
        if _shape(derived) != (inputs, outputs, size):
            yield "ops", list(ops), f"the network's own shape: {inputs} in, {outputs} out, weights: {size}"
    for weights, input, delta in _places(network):
        layers = network.forward(weights, input)
        if not isinstance(layers, Sequence) or not layers:
            yield "forward", layers, "a list of every layer's values, the input first, the prediction last"
        if len(layers[-1]) != outputs:
            yield "forward", list(layers[-1]), f"{_count(outputs, 'number')}, as prediction, one for each output"
        slopes = network.weight_deltas(weights, layers, delta)
        if len(slopes) != size:
            yield "weight_deltas", list(slopes), f"{_count(size, 'number')}, one for each weight"
        again = network.forward(weights, input)[-1], network.weight_deltas(weights, layers, delta)
        for name, first, second in zip(("forward", "weight_deltas"), (layers[-1], slopes), again):
            if list(first) != list(second):
                allowed = f"the same for the same numbers: first it gave {_short(first)}; chance belongs to a learner"
                yield name, list(second), allowed
        # What it tells of itself: the names of its weights, its picture
        names, picture = network.weight_names, network.picture()
        if names and (len(names) != network.size or not all(isinstance(name, str) for name in names)):
            yield "weight_names", list(names), f"{_count(network.size, 'name')}, one for each weight"
        if picture is not None:
            yield from (("picture", *fault) for fault in picture_faults(picture, network.size, layers))
        if not ops or is_derived(network):
            return  # one place is enough
        own = derived.forward(weights, input)
        back = derived.weight_deltas(weights, own, delta)
        for wanted, given, what in (layers[-1], own[-1], "forward does"), (slopes, back, "weight_deltas gives"):
            if not all(isclose(a, b, rel_tol=CLOSE, abs_tol=CLOSE) for a, b in zip(wanted, given)):
                at = f"with weights {_short(weights)}, input {_short(input)} and delta {_short(delta)}"
                yield "ops", list(ops), f"what {what}: {_short(wanted)} {at}, not {_short(given)}"


def slope_faults(network: Network) -> Iterator[FieldFault]:
    """Weight_deltas that are not the slope of the prediction, measured with small steps of each weight."""
    kind = type(network).__name__
    for weights, input, delta in _places(network):
        said = network.weight_deltas(weights, network.forward(weights, input), delta)
        for index, claimed in enumerate(said):
            right, left = (_score(network, weights, index, side * STEP, input, delta) for side in (1, -1))
            here = _score(network, weights, index, 0.0, input, delta)
            if not isclose(right - here, here - left, rel_tol=1e-2, abs_tol=STEP * SLOPE_CLOSE):
                continue  # a kink has no slope
            slope = (right - left) / (2 * STEP)
            if not isclose(claimed, slope, rel_tol=SLOPE_CLOSE, abs_tol=SLOPE_CLOSE):
                at = f"with weights {_short(weights)}, input {_short(input)} and delta {_short(delta)}"
                named = f"weight {index + 1}" + (f" ({network.weight_names[index]})" if network.weight_names else "")
                yield f"{kind}.weight_deltas", claimed, f"the slope by {named}, {slope:.6g}, {at}"
                return


def _places(network: Network) -> Iterator[tuple[list[float], list[float], list[float]]]:
    """(weights, input, delta), by chance but always the same."""
    random = Random("contract")
    inputs, outputs, size = _shape(network)
    for _place in range(PLACES):
        weights, input, delta = ([random.uniform(-1.0, 1.0) for _ in range(count)] for count in (size, inputs, outputs))
        yield weights, input, delta


def _score(network: Network, weights: Vector, index: int, by: float, input: Vector, delta: Vector) -> float:
    """The prediction weighed by `delta`, with one weight moved."""
    moved = [weight + by if i == index else weight for i, weight in enumerate(weights)]
    total = 0.0
    for value, share in zip(network.forward(moved, input)[-1], delta):
        total += value * share
    return total


def _shape(network: Network) -> tuple[int, int, int]:
    return network.inputs, network.outputs, network.size


def _count(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"


def _short(values: Vector) -> str:
    shown = ", ".join(f"{value:.6g}" for value in values[:4])
    return f"[{shown}{', …' if len(values) > 4 else ''}]"
