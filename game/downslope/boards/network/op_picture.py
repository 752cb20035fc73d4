"""What a plugin's network looks like: as its author says, or else by its ops, where these are layers of neurons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...learning.architecture import layers_of
from ...learning.network_picture import Node, Picture, Wire, picture_faults
from ...learning.ops import Dense
from ..shared.neuron_model import input_names

if TYPE_CHECKING:
    from ...rules.level import Level

FLAT = 2  # weights that have a bowl or a map of contours, which show more


def picture_of(level: Level) -> Picture | None:
    """None: nobody says, or it is better seen otherwise, or too large."""
    network = level.network
    told = network.picture()
    if told is not None or network.size <= FLAT or layers_of(network) is not None:
        return told
    dense = [op for op in network.ops() if isinstance(op, Dense)]
    if not dense or len(dense) < len(network.ops()):
        return None
    # A node for each input and neuron, and one that is always 1 where neurons have a bias.
    inputs = input_names(level) if network.inputs > 1 else [_(level.words.get("input", "input"))]
    nodes, wires = list[Node](), list[Wire]()
    before = list[int]()
    for layer, op in enumerate(dense):
        if layer == 0:
            nodes += [Node(0, inputs[index], (0, index)) for index in range(op.inputs)]
            before = list(range(op.inputs))
        if op.bias:
            before.append(len(nodes))
            nodes.append(Node(layer, _("always 1")))
        here = [len(nodes) + neuron for neuron in range(op.neurons)]
        nodes += [Node(layer + 1, "", (layer + 1, neuron)) for neuron in range(op.neurons)]
        for neuron, end in enumerate(here):
            first = op.first + neuron * op.width
            wires += [Wire(start, end, first + place) for place, start in enumerate(before)]
        before = here
    found = Picture(nodes, wires)
    layers = network.forward([0.0] * network.size, [0.0] * network.inputs)
    return None if any(picture_faults(found, network.size, layers)) else found
