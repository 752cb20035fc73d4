"""The networks that have a name. What does not fit is told by their `faults`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import update_wrapper
from typing import Generic, ParamSpec

from .activations import ACTIVATIONS
from .forms import form_of
from .network import FieldFault, Network
from .ops import WIDTH, Beside, Conv, Dense, MaxPool, Op

P = ParamSpec("P")


class Maker(Generic[P]):
    """A function that makes networks of one name, and knows them: isinstance(network, Neuron)."""

    def __init__(self, make: Callable[P, Network]) -> None:
        self.make, self.name = make, make.__name__
        update_wrapper(self, make)

    def __call__(self, *args: P.args, **more: P.kwargs) -> Network:
        return self.make(*args, **more)

    def __instancecheck__(self, thing: object) -> bool:
        return isinstance(thing, Network) and form_of(thing.ops())[0] == self.name

    def __or__(self, other: object) -> type[Network]:
        return Network  # Neuron | Neurons, as a hint

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        raise TypeError(f"{self.name} is a function: derive a class of your own from Network")


@Maker
def Neuron(inputs: int = 1, outputs: int = 1) -> Network:  # noqa: N802
    """One layer of neurons that share their inputs: prediction = input * weight, added up over the inputs."""
    return Network([Dense(0, inputs, outputs)])


@Maker
def Neurons(count: int = 1) -> Network:  # noqa: N802
    """Neurons side by side, each with its own input, weight and goal."""
    return Network([Beside(0, count)])


@Maker
def Layers(*sizes: int, activation: str | Sequence[str] = "relu") -> Network:  # noqa: N802
    """A net of layers. Layers(3, 4, 1): 3 inputs, 4 hidden neurons, 1 output. No biases: use an input that is always 1.

    `activation`: relu, tanh, sigmoid or linear, of all hidden neurons, or a list with one for each of them, layer by
    layer. It is a knob too: its index is the hidden neuron's number. What does not fit is told by `faults`.
    """
    if len(sizes) < 2 or any(not isinstance(size, int) or size < 1 for size in sizes):
        return _misfit(("network", sizes, "two sizes or more, each a whole number, 1 or above"))
    hidden = 0
    for size in sizes[1:-1]:
        hidden += size
    names = [activation] * max(1, hidden) if isinstance(activation, str) else list(activation)
    if len(names) != hidden and not isinstance(activation, str):
        return _misfit(("network.activation", activation, f"one name, or one for each of {hidden}"))
    wrong = [name for name in names if name not in ACTIVATIONS]
    if wrong:
        return _misfit(*[("network.activation", name, "one of " + ", ".join(ACTIVATIONS)) for name in wrong])
    ops, first = list[Op](), 0
    for inputs, neurons in zip(sizes, sizes[1:-1]):
        ops.append(Dense(first, inputs, neurons, tuple(ACTIVATIONS[name] for name in names[:neurons])))
        first, names = first + inputs * neurons, names[neurons:]
    return Network([*ops, Dense(first, sizes[-2], sizes[-1])])


@Maker
def ConvNet(side: int, kernels: int = 1, outputs: int | None = None) -> Network:  # noqa: N802
    """A net for pictures, without biases. ConvNet(8, 4, 10): 8x8 pixels, 4 kernels, 10 votes.

    Its weights: kernel by kernel, row by row; then for each output one for each pooled value, kernel by kernel.
    `forward` gives [pixels, maps, pooled, votes], each flat, kernel by kernel, row by row. outputs=None: the bare maps
    are the prediction, [pixels, maps], with nothing cut off or pooled, and only the kernels are learned. A map of odd
    width loses its last row and column in pooling. The number of kernels is a knob. `faults` tells what does not fit.
    """
    least, votes = (WIDTH, 1) if outputs is None else (WIDTH + 1, outputs)
    numbers = (("side", side, least), ("kernels", kernels, 1), ("outputs", votes, 1))
    wrong = [(name, size, low) for name, size, low in numbers if type(size) is not int or size < low]
    if wrong:
        return _misfit(*((f"network.{name}", size, f"a whole number, {low} or above") for name, size, low in wrong))
    conv = Conv(0, side, kernels, outputs is not None)
    if outputs is None:
        return Network([conv])
    pool = MaxPool(conv.map_side, kernels)
    return Network([conv, pool, Dense(conv.size, pool.outputs, outputs)])


def _misfit(*faults: FieldFault) -> Network:
    """A network that cannot be made."""
    network = Network()
    network._faults, network.inputs, network.outputs = faults, 0, 0
    return network
