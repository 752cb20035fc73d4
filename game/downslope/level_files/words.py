"""The words of a file: a table whose `kind` is the Python name in small letters; its other keys are the fields."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from ..learning.conv import ConvNet
from ..learning.dense import Layers
from ..learning.network import Network, Neuron, Neurons
from ..rules.question import Marker, Question
from ..rules.target import TARGETS as KINDS_OF_TARGET

VERSION = 1  # of the form: what a file says as `downslope`
BY_HAND = "by hand"  # TOML has no None: of `learner`
DRAWN = "drawn"  # of `weights`: uniform in -spread ... spread, from `seed`
NOTHING = "none"  # in `means`, and of `star` 0
LEFT_OUT = ("weights_from",)  # it needs a net that the player has trained
ACTIONS = ("recording", "solution", "ghost")  # the fields that are lists of actions


class NetworkForm(NamedTuple):
    """A network of the game. `fields`: name in the file -> the attribute that it is. `size`: its number of weights."""

    make: Callable[..., Network]
    fields: dict[str, str]
    size: Callable[..., int]


def _neuron_size(inputs: int = 1, outputs: int = 1) -> int:
    return inputs * outputs


def _dense_size(sizes: list[int], activation: Any = "") -> int:
    return sum(a * b for a, b in zip(sizes, sizes[1:]))


def _conv_size(side: int, kernels: int = 1, outputs: int = 0) -> int:
    return kernels * (9 + outputs * (max(0, side - 2) // 2) ** 2)


SHAPES: dict[str, NetworkForm] = {
    "neuron": NetworkForm(Neuron, {"inputs": "inputs", "outputs": "outputs"}, _neuron_size),
    "neurons": NetworkForm(Neurons, {"count": "count"}, lambda count=1: count),
    "layers": NetworkForm(
        lambda sizes, **more: Layers(*sizes, **more), {"sizes": "sizes", "activation": "activation"}, _dense_size
    ),
    "conv": NetworkForm(ConvNet, {"side": "side", "kernels": "kernels", "outputs": "classes"}, _conv_size),
}
CLASSES = {Neuron: "neuron", Neurons: "neurons", Layers: "layers", ConvNet: "conv"}


def kebab(name: str) -> str:
    """MeanError -> mean-error."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


TARGETS: dict[str, Any] = {kebab(kind.__name__): kind for kind in KINDS_OF_TARGET}
QUESTIONS: dict[str, Any] = {"question": Question, "marker": Marker}
