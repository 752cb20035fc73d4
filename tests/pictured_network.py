"""A plugin's network whose author says what it looks like, and a level that has it."""

from __future__ import annotations

from collections.abc import Sequence

from downslope import Example, Knob, Level, Network, Node, Picture, Wire

Vector = Sequence[float]


class Priced(Network):
    """A price for each of two, one that both share, and two that add them up; its author says what it looks like."""

    inputs, outputs, size = 2, 1, 5
    title = "two stalls"
    weight_names = ("apples", "pears", "shared", "first stall", "second stall")

    def forward(self, weights: Vector, input: Vector) -> list[Vector]:
        one = weights[0] * input[0] + weights[2] * input[1]
        other = weights[1] * input[1] + weights[2] * input[0]
        return [input, [one, other], [weights[3] * one + weights[4] * other]]

    def weight_deltas(self, weights: Vector, layers: Sequence[Vector], delta: Vector) -> list[float]:
        (x, y), (one, other) = layers[0], layers[1]
        first, second = delta[0] * weights[3], delta[0] * weights[4]
        return [first * x, second * y, first * y + second * x, delta[0] * one, delta[0] * other]

    def picture(self) -> Picture:
        nodes = [Node(0, "apples", (0, 0)), Node(0, "pears", (0, 1)), Node(1, "one", (1, 0)),
                 Node(1, "other", (1, 1)), Node(2, "sum", (2, 0))]  # fmt: skip
        wires = [Wire(0, 2, 0), Wire(1, 3, 1), Wire(1, 2, 2), Wire(0, 3, 2), Wire(2, 4, 3), Wire(3, 4, 4)]
        return Picture(nodes, wires)


STALLS = Level(
    "stalls", title="Two stalls", brief="What is an apple worth, and what a pear?", network=Priced(),
    examples=[Example([1, 2], 3), Example([2, 1], 4)], weights=[0.5, -0.5, 0.3, 1.0, 0.8], alpha=0.05,
    knobs=[Knob("alpha", 0.05, 0.4, step=0.05), Knob("weight", -2.0, 2.0, index=2)],
)  # fmt: skip
