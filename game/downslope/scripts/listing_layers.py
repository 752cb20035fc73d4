"""The lines of a network's shape: what goes forward through it, and each weight's share of the miss on the way back."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from ..formulas.inline import InlinedMethod, NotInlinable, inline
from ..formulas.names import Shown
from ..formulas.source import indent
from ..learning.activations import ACTIVATIONS, Activation
from ..learning.network import Network
from ..learning.ops import Beside, Dense

DOT = [
    "def dot(weights, values):",
    "    total = 0.0",
    "    for weight, value in zip(weights, values):",
    "        total += weight * value",
    "    return total",
]
LONG = 110  # characters of a line


def blocks_of(network: Network) -> list[Dense]:
    """Its weights layer by layer; [] for neurons side by side. NotInlinable: it is made of something else.

    A hidden layer has an activation for each neuron, also where its op leaves out that they are linear.
    """
    match tuple(network.ops()):
        case (Beside(count=count),):
            return [] if count > 1 else [Dense(0, 1, 1)]
        case (*hidden, Dense(activations=()) as last) if all(isinstance(op, Dense) for op in hidden):
            linear = ACTIVATIONS["linear"]
            told = [op for op in hidden if isinstance(op, Dense)]
            return [*(op._replace(activations=op.activations or (linear,) * op.neurons) for op in told), last]
    raise NotInlinable("another network")


class Shape:
    """`hidden`: the names of the hidden layers; `names`: what the lines take from modules."""

    def __init__(self, network: Network, memory: Sequence[str] = ()) -> None:
        self.size = network.size
        self.blocks = blocks_of(network)
        self.one = network.outputs == 1
        self.goal = "goal_prediction" if self.one else "goals"
        several = len(self.blocks) > 2
        self.hidden = [f"hidden_{n}" if several else "hidden" for n, _ in enumerate(self.blocks[:-1], 1)]
        self.direct = self.one and len(self.blocks) == 1  # one neuron: a weight's share is delta * its input
        self.seen = _seen(self.blocks[0], "inputs") if self.blocks else "inputs"
        self.names = Shown(memory)

    def bends(self) -> dict[str, list[str]]:
        """Of each layer whose neurons differ: which one bends how."""
        mixed = [b.activations for b in self.blocks if len({a.name for a in b.activations}) > 1]
        return {self._bends(number): [a.name for a in activations] for number, activations in enumerate(mixed)}

    def _bends(self, number: int) -> str:
        return f"bends_{number + 1}" if number else "bends"

    def forward(self) -> list[str]:
        if not self.blocks:
            return ["predictions = [value * weight for value, weight in zip(inputs, weights)]"]
        lines, mixed = [], 0
        for block, values, name in zip(self.blocks, ["inputs", *self.hidden], [*self.hidden, ""]):
            before = _seen(block, values)
            rows = f"[dot(weights[i:i + {block.width}], {before}) for i in {_range(block)}]"
            if self.direct:
                each = [f"for weight, value in zip(weights, {before}):", *indent(["prediction += weight * value"])]
                return ["prediction = 0.0", *each]
            if not name:
                one = f"prediction = dot({self._end(block)}, {before})"
                lines.append(one if self.one else f"predictions = {rows}")
                continue
            kinds = {a.name: a for a in block.activations}
            if list(kinds) == ["linear"]:
                lines.append(f"{name} = {rows}")
                continue
            loop = "for total in totals"
            if len(kinds) > 1:
                loop = f"for total, bend in zip(totals, {self._bends(mixed)})"
                mixed += 1
            value = self._chosen_formula(kinds, lambda a: inline(a.value, "total", names=self.names))
            lines += [f"totals = {rows}", f"{name} = [{value} {loop}]"]
        return lines

    def _end(self, block: Dense) -> str:
        return f"weights[{block.first}:]" if block.first else "weights"

    def _chosen_formula(self, kinds: dict[str, Activation], formula: Callable[[Activation], InlinedMethod]) -> str:
        """One expression; with several kinds of bend, the one that `bend` names."""
        texts = {name: self._expression(formula(a)) for name, a in kinds.items()}
        *first, last = texts.items()
        told = [f"{_bracketed(text)} if bend == {name!r} else " for name, text in first]
        return "".join(told) + (_bracketed(last[1]) if told else last[1])

    def _expression(self, part: InlinedMethod) -> str:
        if part.lines or len(part.results) != 1:
            raise NotInlinable("an activation of several lines")
        return part.results[0]

    def back(self, target: str) -> list[str]:
        """The deltas of the hidden neurons, from the last layer to the first, and then each weight's share."""
        if not self.blocks:
            return [f"{target} = [delta * value for delta, value in zip(deltas, inputs)]"]
        lines = []
        after = "delta" if self.one else "deltas"
        mixed = len(self.bends())
        names = [after]
        for block, before, values in zip(self.blocks[:0:-1], self.blocks[-2::-1], self.hidden[::-1]):
            kinds = {a.name: a for a in before.activations}
            slope = ""
            if list(kinds) != ["linear"]:
                slope = self._chosen_formula(kinds, lambda a: inline(a.slope, "value", names=self.names))
            bends = ""
            if len(kinds) > 1:
                mixed -= 1
                bends = self._bends(mixed)
            name = f"{values}_deltas"
            lines.append(f"{name} = [{self._share(block, after, values, slope, bends)}]")
            after = name
            names.insert(0, name)
        parts = []
        for block, name, layer in zip(self.blocks, names, ["inputs", *self.hidden]):
            values = _seen(block, layer)
            parts.append(f"[delta * value for value in {values}]" if name == "delta" else
                         f"[d * value for d in {name} for value in {values}]")  # fmt: skip
        whole = f"{target} = {' + '.join(parts)}"
        if len(whole) <= LONG:
            return [*lines, whole]
        return [*lines, f"{target} = {parts[0]}", *(f"{target} += {part}" for part in parts[1:])]

    def _share(self, block: Dense, after: str, values: str, slope: str, bends: str) -> str:
        """A hidden neuron's delta: deltas * weights, added up over the neurons after it, times its slope."""
        times = f" * {_bracketed(slope)}" if slope else ""
        if after == "delta":
            own = f"weights[{block.first}:{block.first + block.inputs}]" if block.bias else self._end(block)
            names, lists = ["weight"], [own]
            share = "delta * weight"
        else:
            end = block.first + block.size
            names, lists = ["i"], [f"range({block.first}, {block.first + block.inputs})"]
            share = f"dot({after}, weights[i:{end}:{block.width}])"
        if slope:
            names, lists = [*names, "value"], [*lists, values]
        if bends:
            names, lists = [*names, "bend"], [*lists, bends]
        many = f"zip({', '.join(lists)})" if len(lists) > 1 else lists[0]
        return f"{share}{times} for {', '.join(names)} in {many}"


def _range(block: Dense) -> str:
    return f"range({block.first}, {block.first + block.size}, {block.width})"


def _seen(block: Dense, values: str) -> str:
    """What its weights stand before: the values, and for a bias a 1."""
    return f"[*{values}, 1.0]" if block.bias else values


def _bracketed(text: str) -> str:
    plain = isinstance(ast.parse(text, mode="eval").body, (ast.Name, ast.Constant, ast.Call))
    return text if plain else f"({text})"
