"""What a network looks like, as its author says: nodes in layers, and a wire for each use of a weight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

NODES, WIRES = 24, 80  # at most


class Node(NamedTuple):
    """A neuron, an input, or the constant 1.

    layer   0 for the inputs; the last layer holds the predictions
    value   (k, i): number i of list k of what `forward` gives; None: always 1, as before a bias
    """

    layer: int
    label: str = ""
    value: tuple[int, int] | None = None


class Wire(NamedTuple):
    """A line from node `start` to node `end` of the next layer, by index; `weight`: the index of its weight."""

    start: int
    end: int
    weight: int


class Picture(NamedTuple):
    """The drawing of a network: at most 24 nodes and 80 wires. Several wires may share a weight."""

    nodes: Sequence[Node]
    wires: Sequence[Wire]


def picture_faults(picture: object, size: int, layers: Sequence[Sequence[float]]) -> Iterator[tuple[object, str]]:
    """(value, what is allowed) for all that cannot be drawn. `layers`: what `forward` gave once."""
    if not isinstance(picture, Picture):
        yield picture, "a Picture(nodes, wires), or None"
        return
    nodes, wires = picture
    if not 2 <= len(nodes) <= NODES or len(wires) > WIRES:
        yield f"nodes: {len(nodes)}, wires: {len(wires)}", f"2 ... {NODES} nodes and at most {WIRES} wires"
        return
    if any(not isinstance(node, Node) for node in nodes) or any(not isinstance(wire, Wire) for wire in wires):
        yield picture, "nodes that are each a Node, wires that are each a Wire"
        return
    numbers = sorted({node.layer for node in nodes})
    if numbers != list(range(len(numbers))) or len(numbers) < 2:
        yield numbers, "layers numbered from 0 on, at least two"
        return
    for node in nodes:
        k, i = node.value if node.value is not None else (0, 0)
        if not (0 <= k < len(layers) and 0 <= i < len(layers[k])):
            yield node, "a value (k, i) that forward gives: number i of its list k"
    last = [node.value for node in nodes if node.layer == numbers[-1]]
    if last != [(len(layers) - 1, i) for i in range(len(layers[-1]))]:
        yield last, "in the last layer the predictions, one node for each, in their order"
    for wire in wires:
        ends = 0 <= wire.start < len(nodes) and 0 <= wire.end < len(nodes)
        if not ends or nodes[wire.end].layer != nodes[wire.start].layer + 1:
            yield wire, "a wire from a node to one of the layer after it"
        elif not 0 <= wire.weight < size:
            yield wire, f"the index of a weight, below {size}"
