"""What every network promises: as many numbers as its shape says, the slope that it claims, the ops that it names.

Asked of other people's networks when a level is loaded (`shape_faults`) and by `check` (`slope_faults`); of the game's
own by tests. Each fault is (field, value, what is allowed); a method that raises is left to raise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isclose
from random import Random

from .architecture import Composed, network_of
from .network import FieldFault, Network, Vector
from .network_picture import picture_faults
from .ops import Op, op_faults, size_of

PLACES = 5  # random places at which each is compared
CLOSE = 1e-9  # of two ways to work out the same
STEP = 1e-6  # of a difference quotient
SLOPE_CLOSE = 1e-4


def shape_faults(network: Network) -> Iterator[FieldFault]:
    """Too few or too many numbers; ops that do something else than the network. Cheap: some forward passes."""
    kind, ops = type(network).__name__, network.ops()
    misfit = _misfit(network, ops) if ops else None
    if misfit is not None:
        yield f"{kind}.ops", *misfit
        return
    weights, input, delta = next(_places(network))
    layers = network.forward(weights, input)
    if not isinstance(layers, Sequence) or not layers:
        yield f"{kind}.forward", layers, "a list of every layer's values, the input first, the prediction last"
        return
    prediction = layers[-1]
    if len(prediction) != network.outputs:
        yield f"{kind}.forward", list(prediction), _numbers(network.outputs, "as prediction, one for each output")
        return
    found = network.weight_deltas(weights, layers, delta)
    if len(found) != network.size:
        yield f"{kind}.weight_deltas", list(found), _numbers(network.size, "one for each weight")
        return
    again = network.forward(weights, input)[-1], network.weight_deltas(weights, layers, delta)
    for name, first, second in zip(("forward", "weight_deltas"), (prediction, found), again):
        if list(first) != list(second):
            allowed = f"the same for the same numbers: first it gave {_short(first)}; chance belongs to a learner"
            yield f"{kind}.{name}", list(second), allowed
            return
    yield from _told_faults(network, layers)
    if ops:
        yield from _op_faults(network, ops)


def _told_faults(network: Network, layers: Sequence[Vector]) -> Iterator[FieldFault]:
    """What it tells of itself: the names of its weights, its picture."""
    kind, names = type(network).__name__, network.weight_names
    if names and (len(names) != network.size or not all(isinstance(name, str) for name in names)):
        count = f"{network.size} name{'' if network.size == 1 else 's'}, one for each weight"
        yield f"{kind}.weight_names", list(names), count
    picture = network.picture()
    if picture is not None:
        for value, allowed in picture_faults(picture, network.size, layers):
            yield f"{kind}.picture", value, allowed


def _misfit(network: Network, ops: Sequence[Op]) -> tuple[object, str] | None:
    """(value, what is allowed) of ops that cannot be put together, or to no such network."""
    found = next(op_faults(ops), None)
    if found is not None:
        return found[1], found[2]
    inputs, outputs, size = network.inputs, network.outputs, network.size
    if (ops[0].inputs, ops[-1].outputs, size_of(ops)) == (inputs, outputs, size):
        return None
    return list(ops), f"the network's own shape: {inputs} in, {outputs} out, weights: {size}"


def _op_faults(network: Network, ops: Sequence[Op]) -> Iterator[FieldFault]:
    kind = type(network).__name__
    made = Composed(tuple(ops))
    for weights, input, delta in _places(network):
        layers = made.forward(weights, input)
        own = network.forward(weights, input)
        if not _all_close(layers[-1], own[-1], CLOSE):
            at = f"with weights {_short(weights)} and input {_short(input)}"
            yield f"{kind}.ops", list(ops), f"what forward does: {_short(own[-1])} {at}, not {_short(layers[-1])}"
            return
        slopes, found = network.weight_deltas(weights, own, delta), made.weight_deltas(weights, layers, delta)
        if not _all_close(found, slopes, CLOSE):
            at = f"with weights {_short(weights)}, input {_short(input)} and delta {_short(delta)}"
            yield f"{kind}.ops", list(ops), f"what weight_deltas gives: {_short(slopes)} {at}, not {_short(found)}"
            return


def is_exact(network: Network) -> bool:
    """Whether the game's own network of the same ops gives its numbers to the last bit, so that it may stand for it."""
    if not network.ops():
        return False
    made = network_of(network.ops())
    if type(made) is type(network):
        return True
    for weights, input, delta in _places(network):
        own, layers = network.forward(weights, input), made.forward(weights, input)
        slopes = network.weight_deltas(weights, own, delta)
        if list(own[-1]) != list(layers[-1]) or list(slopes) != made.weight_deltas(weights, layers, delta):
            return False
    return True


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
    for _place in range(PLACES):
        yield tuple([random.uniform(-1.0, 1.0) for _ in range(count)] for count in _counts(network))  # type: ignore[misc]


def _counts(network: Network) -> tuple[int, int, int]:
    return network.size, network.inputs, network.outputs


def _score(network: Network, weights: Vector, index: int, by: float, input: Vector, delta: Vector) -> float:
    """The prediction weighed by `delta`, with one weight moved."""
    moved = [weight + by if i == index else weight for i, weight in enumerate(weights)]
    total = 0.0
    for value, share in zip(network.forward(moved, input)[-1], delta):
        total += value * share
    return total


def _all_close(found: Vector, wanted: Vector, close: float) -> bool:
    pairs = zip(found, wanted)
    return len(found) == len(wanted) and all(isclose(a, b, rel_tol=close, abs_tol=close) for a, b in pairs)


def _numbers(count: int, what: str) -> str:
    return f"{count} number{'' if count == 1 else 's'}, {what}"


def _short(values: Vector) -> str:
    shown = ", ".join(f"{value:.6g}" for value in values[:4])
    return f"[{shown}{', …' if len(values) > 4 else ''}]"
