"""The drawing that a network gives of itself: what of it can be drawn."""

from __future__ import annotations

from typing import Any

from downslope import Node, Picture, Wire
from downslope.learning.network import NODES, WIRES, picture_faults

LAYERS = ([0.5, 1.0], [2.0])  # what `forward` gave: two inputs, one prediction
NODE = [Node(0, "a", (0, 0)), Node(0, "b", (0, 1)), Node(0, "1"), Node(1, "", (1, 0))]
WIRE = [Wire(0, 3, 0), Wire(1, 3, 1), Wire(2, 3, 2)]
RIGHT = [Picture(NODE, WIRE), Picture(NODE, WIRE[:1] * WIRES), Picture([*[NODE[2]] * (NODES - 1), NODE[3]], [])]
NODES_SAID, WIRE_SAID = "2 ... 24 nodes and at most 80 wires", "a wire from a node to one of the layer after it"
WRONG: list[tuple[Any, str]] = [
    ((NODE, WIRE), "a Picture(nodes, wires), or None"),
    (Picture(NODE[:1], []), NODES_SAID),
    (Picture([*[NODE[0]] * NODES, NODE[3]], []), NODES_SAID),
    (Picture(NODE, WIRE[:1] * (WIRES + 1)), NODES_SAID),
    (Picture(NODE, [*WIRE, (0, 3, 0)]), "wires that are each a Wire"),  # type: ignore[list-item]
    (Picture(NODE[:3], []), "layers numbered from 0 on"),
    (Picture([NODE[0], Node(2, "", (1, 0))], []), "layers numbered from 0 on"),
    *((Picture([Node(0, "", at), NODE[3]], []), "a value (k, i)") for at in ((0, 2), (2, 0), (-1, 0))),
    (Picture([*NODE, Node(1, "", (0, 0))], WIRE), "in the last layer the predictions"),
    *((Picture(NODE, [wire]), WIRE_SAID) for wire in (Wire(0, 4, 0), Wire(-1, 3, 0), Wire(0, 1, 0))),
    *((Picture(NODE, [Wire(0, 3, weight)]), "the index of a weight, below 3") for weight in (3, -1)),
]


def test_what_cannot_be_drawn_is_told() -> None:
    for picture, said in [*((picture, "") for picture in RIGHT), *WRONG]:
        faults = [allowed for _value, allowed in picture_faults(picture, 3, LAYERS)]
        assert len(faults) == bool(said) and said in "".join(faults), picture
