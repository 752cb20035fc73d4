"""The networks that have a name. Their `faults` name what does not fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import update_wrapper
from typing import Any, Generic, ParamSpec

from .network import FieldFault, Network
from .ops import ACTIVATIONS, WIDTH, form_of

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
    return Network([["dense", inputs, outputs]])


@Maker
def Neurons(count: int = 1) -> Network:  # noqa: N802
    """Neurons side by side, each with its own input, weight and goal."""
    return Network([["beside", count]])


@Maker
def Layers(*sizes: int, activation: str | Sequence[str] = "relu") -> Network:  # noqa: N802
    """A net of layers. Layers(3, 4, 1): 3 inputs, 4 hidden neurons, 1 output. No biases: use an input that is always 1.

    `activation`: relu, tanh, sigmoid or linear, of all hidden neurons, or a list with one for each of them, layer by
    layer. It is a knob too: its index is the hidden neuron's number. `faults` name what does not fit.
    """
    if len(sizes) < 2 or any(type(size) is not int or size < 1 for size in sizes):
        return _misfit(("network", sizes, "two sizes or more, each a whole number, 1 or above"))
    names, rows = activation, list[list[Any]]()
    for inputs, neurons in zip(sizes, sizes[1:-1]):
        rows.append(["dense", inputs, neurons, names if isinstance(names, str) else [*names][:neurons]])
        names = names if isinstance(names, str) else [*names][neurons:]
    network = Network([*rows, ["dense", sizes[-2], sizes[-1]]])
    if network.faults() or (names and not isinstance(names, str)):
        allowed = f"one of {', '.join(ACTIVATIONS)}, or a list with one for each hidden neuron"
        return _misfit(("network.activation", activation, allowed))
    return network


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
    if outputs is None:
        return Network([["conv", side, kernels]])
    return Network([["conv", side, kernels, "relu"], ["max-pool"], ["dense", outputs]])


def _misfit(*faults: FieldFault) -> Network:
    network = Network()
    network._faults, network.inputs, network.outputs, network.size = faults, 0, 0, 0
    return network
