"""The drawing that a network gives of itself: what of it can be drawn."""

from __future__ import annotations

from typing import Any

from downslope import Node, Picture, Wire
from downslope.learning.network import NODES, WIRES, picture_faults

LAYERS = ([0.5, 1.0], [2.0])  # what `forward` gave: two inputs, one prediction
NODE = [Node(0, "a", (0, 0)), Node(0, "b", (0, 1)), Node(0, "1"), Node(1, "", (1, 0))]
WIRE = [Wire(0, 3, 0), Wire(1, 3, 1), Wire(2, 3, 2)]


def told(picture: object, size: int = 3) -> list[str]:
    return [allowed for _value, allowed in picture_faults(picture, size, LAYERS)]


def test_a_picture_of_a_neuron_with_a_bias() -> None:
    assert told(Picture(NODE, WIRE)) == told(Picture(NODE, WIRE[:1] * WIRES)) == []
    assert told(Picture([*NODE[:2], *[NODE[2]] * (NODES - 3), NODE[3]], [])) == []


WRONG: list[tuple[Any, str]] = [
    ((NODE, WIRE), "a Picture(nodes, wires), or None"),
    (Picture(NODE[:1], []), "2 ... 24 nodes"),
    (Picture([*[NODE[0]] * NODES, NODE[3]], []), "2 ... 24 nodes"),
    (Picture(NODE, WIRE[:1] * (WIRES + 1)), "at most 80 wires"),
    (Picture([*NODE, (1, "", (1, 0))], WIRE), "nodes that are each a Node"),  # type: ignore[list-item]
    (Picture(NODE, [*WIRE, (0, 3, 0)]), "wires that are each a Wire"),  # type: ignore[list-item]
    (Picture(NODE[:3], []), "layers numbered from 0 on"),
    (Picture([NODE[0], Node(2, "", (1, 0))], []), "layers numbered from 0 on"),
    (Picture([Node(0, "", (0, 2)), NODE[3]], []), "a value (k, i) that forward gives"),
    (Picture([Node(0, "", (2, 0)), NODE[3]], []), "a value (k, i) that forward gives"),
    (Picture([Node(0, "", (-1, 0)), NODE[3]], []), "a value (k, i) that forward gives"),
    (Picture([*NODE, Node(1, "", (0, 0))], WIRE), "in the last layer the predictions"),
    (Picture(NODE, [Wire(0, 4, 0)]), "a wire from a node to one of the layer after it"),
    (Picture(NODE, [Wire(-1, 3, 0)]), "a wire from a node to one of the layer after it"),
    (Picture(NODE, [Wire(0, 1, 0)]), "a wire from a node to one of the layer after it"),
    (Picture(NODE, [Wire(0, 3, 3)]), "the index of a weight, below 3"),
    (Picture(NODE, [Wire(0, 3, -1)]), "the index of a weight, below 3"),
]


def test_what_cannot_be_drawn_is_told() -> None:
    for picture, said in WRONG:
        (allowed,) = told(picture)
        assert said in allowed, picture
