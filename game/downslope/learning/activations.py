"""What a hidden neuron makes of its total: the bend that lets layers say more than one layer can.

Each is two plain formulas, `value(total)` and `slope(value)`: the slope is told from the value, so nothing runs twice.
"""

from __future__ import annotations

from math import tanh


class Activation:
    """`value` of a total, and its `slope` at that value (a function of the value, not of the total)."""

    name: str = ""

    def __repr__(self) -> str:
        return self.name

    def value(self, total: float) -> float:
        raise NotImplementedError

    def slope(self, value: float) -> float:
        raise NotImplementedError


class Linear(Activation):
    """No bend."""

    name = "linear"

    def value(self, total: float) -> float:
        return total

    def slope(self, value: float) -> float:
        return 1.0


class Relu(Activation):
    """Rectified linear: nothing below 0. Its slope at 0 is 0 (Nair & Hinton 2010 leave it open)."""

    name = "relu"

    def value(self, total: float) -> float:
        return 0.0 if total <= 0.0 else total

    def slope(self, value: float) -> float:
        return 1.0 if value > 0.0 else 0.0


class Tanh(Activation):
    """Between -1 and 1; tanh' = 1 - tanh ** 2."""

    name = "tanh"

    def value(self, total: float) -> float:
        return tanh(total)

    def slope(self, value: float) -> float:
        return 1.0 - value * value


class Sigmoid(Activation):
    """Between 0 and 1: 1 / (1 + exp(-total)), written with tanh, which cannot overflow."""

    name = "sigmoid"

    def value(self, total: float) -> float:
        return 0.5 + 0.5 * tanh(0.5 * total)

    def slope(self, value: float) -> float:
        return value * (1.0 - value)


ACTIVATIONS: dict[str, Activation] = {kind.name: kind() for kind in (Linear, Relu, Tanh, Sigmoid)}
"""The activations by name: linear, relu, tanh, sigmoid."""
