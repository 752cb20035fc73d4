"""Many rounds of a conv net at once, one example a step: its own lines (formulas/inline.py) compiled into one loop.

Equal to the readable path (conv.py) to the last bit: the same additions in the same order. The windows of a picture
are written out, with a loop over the kernels; the votes' weights are kept in columns, one for each pooled value, so
that one that is 0 costs nothing: neither forward, nor back, where the learner's formula allows it.
"""

from __future__ import annotations

from typing import Any

from ..formulas.inline import NotInlinable
from ..learning.conv import CELLS, ConvNet
from ..learning.dense import Layers
from ..learning.learner import Learner
from ..learning.metric import Metric
from ..learning.problem import Problem
from .fast_neuron import numbers_of
from .generated import TooLarge
from .loop_code import HEAD, Code, DenseLoop, Lines, indent, names, sum_of_products, unpack

HUGE = 1e80  # below this no total overflows, and so nothing is compared that is not a number

_made: dict[tuple[Any, ...], DenseLoop] = {}


def conv_loop(problem: Problem, learner: Learner) -> DenseLoop:
    """The loop for this network, metric and learner. NotInlinable: another shape, or lines cannot be had."""
    network = problem.network
    if type(network) is not ConvNet or network.classes is None or problem.frozen:
        raise NotInlinable("no conv net that votes, or a frozen weight")
    if any(not -HUGE < value < HUGE for input, _ in problem.examples for value in input):
        raise NotInlinable("huge inputs")
    key = (problem.metric, numbers_of(problem.metric), type(learner), numbers_of(learner), network)
    if key not in _made:
        code = ConvCode(network, problem.metric, learner)
        _made[key] = code.compile(code.text())
    return _made[key]


class ConvCode(Code):
    """The text of the loop. Its parts as Code has them: of a single dense layer, the votes."""

    def __init__(self, network: ConvNet, metric: Metric, learner: Learner) -> None:
        assert network.classes is not None
        super().__init__(Layers(network.pooled, network.classes), metric, learner)
        self.network, self.outputs = network, network.classes
        self.scope["_moderate"] = check_magnitude
        self.first = network.kernels * CELLS  # of the votes' weights

    def text(self) -> Lines:
        memory = [(f"{name}k", f"{name}c", f"_memories[{k}]") for k, name in enumerate(self.memory)]
        parted = [("_kernels", "_columns", "_weights"), *memory]
        ends = ", ".join(self._whole(kernels, columns) for kernels, columns, _ in memory)
        return [
            HEAD,
            "    _weights = _moderate(_weights)",
            *indent([line for names in parted for line in self._parted(*names)], 4),
            "    for _input, _goal, alpha in _samples:",
            *indent([*self._forward(), *self._judged_votes()], 8),
            f"        if _keep is not None: _keep({self._whole('_kernels', '_columns')})",
            "        _seen(_total)",
            *indent(self._back(), 8),
            f"    return _moderate({self._whole('_kernels', '_columns')}), [{ends}]",
            "def predict(_weights, _input):",
            *indent([*self._parted("_kernels", "_columns", "_weights"), *self._forward()], 4),
            f"    return [{', '.join(names('_v', self.outputs))}]",
        ]

    def _parted(self, kernels: str, columns: str, whole: str) -> Lines:
        """The weights as a list for each kernel, and one for each pooled value: its weight in each vote."""
        pooled = self.network.pooled
        return [
            f"{kernels} = [{whole}[_i:_i + {CELLS}] for _i in range(0, {self.first}, {CELLS})]",
            f"{columns} = [{whole}[_i::{pooled}] for _i in range({self.first}, {self.first + pooled})]",
        ]

    def _whole(self, kernels: str, columns: str) -> str:
        return f"[_w for _row in {kernels} for _w in _row] + [_w for _row in zip(*{columns}) for _w in _row]"

    def _forward(self) -> Lines:
        """Pooled values and their windows in `_pooled` and `_places`, votes in `_v0` ..."""
        network, cells = self.network, names("_a", CELLS)
        pixels = names("_x", network.inputs)
        windows = [[pixels[i] for i in window] for window in network.windows]
        used = sorted({place for block in network.blocks for place in block})
        blank = {place: f"_b{place}" for place in used}
        text = [unpack(pixels, "_input"), "_pooled, _places = [], []"]
        text += [f"_b{place} = ({', '.join(windows[place])})" for place in used]
        look: Lines = []
        for block in network.blocks:
            look.append("_p, _q = 0.0, None")
            for place in block:
                look += [f"_z = {sum_of_products(cells, windows[place], zero=False)}", "if _z > _p:"]
                look.append(f"    _p, _q = _z, {blank[place]}")
            look += ["_pool(_p)", "_place(_q)"]
        votes = names("_v", self.outputs)
        column = names("_c", self.outputs)
        return [
            *text,
            "_pool, _place = _pooled.append, _places.append",
            f"for {', '.join(cells)}, in _kernels:",
            *indent(look, 4),
            f"{' = '.join(votes)} = 0.0",
            "for _p, _column in zip(_pooled, _columns):",
            "    if _p:",
            f"        {unpack(column, '_column')}",
            *indent([f"{vote} += {weight} * _p" for vote, weight in zip(votes, column)], 8),
        ]

    def _judged_votes(self) -> Lines:
        votes, deltas, goals = (names(stem, self.outputs) for stem in ("_v", "_d", "_g"))
        if not self.outputs_independent:
            listed = f"[{', '.join(votes)}]"
            return [f"_total = 0.0 + _total_error({listed}, _goal)", unpack(deltas, f"_deltas({listed}, _goal)")]
        text = [unpack(goals, "_goal"), "_total = 0.0"]
        for vote, goal, delta in zip(votes, goals, deltas):
            text += self.error_and_delta(vote, goal, delta)
        return text

    def _back(self) -> Lines:
        """Kernel by kernel: hand each pooled value its share of the blame with the old weights, then move them."""
        cells, pixels, found = names("_a", CELLS), names("_y", CELLS), names("_f", CELLS)
        each = len(self.network.blocks)
        deltas, column = names("_d", self.outputs), names("_c", self.outputs)
        own = [names(f"{name}_", max(CELLS, self.outputs)) for name in self.memory]
        share = [f"_s = {sum_of_products(deltas, column, zero=False)}", unpack(pixels, "_places[_i]")]
        share += [f"{total} += _s * {pixel}" for total, pixel in zip(found, pixels)]
        moved = [unpack(row[: self.outputs], f"{name}c[_i]") for name, row in zip(self.memory, own)]
        for k, (weight, delta) in enumerate(zip(column, deltas)):
            moved += self.weight_update(weight, f"{delta} * _p", [row[k] for row in own])
        moved.append(f"_columns[_i] = [{', '.join(column)}]")
        moved += [f"{name}c[_i] = [{', '.join(row[: self.outputs])}]" for name, row in zip(self.memory, own)]
        taken = [unpack(column, "_columns[_i]")]
        work = [*taken, *share, *moved] if self.zero_delta_is_noop else [*taken, "if _p:", *indent(share, 4), *moved]
        kernel = [unpack(cells, "_kernels[_k]")]
        kernel += [unpack(row[:CELLS], f"{name}k[_k]") for name, row in zip(self.memory, own)]
        for k, (weight, total) in enumerate(zip(cells, found)):
            kernel += self.weight_update(weight, total, [row[k] for row in own])
        kernel.append(f"_kernels[_k] = [{', '.join(cells)}]")
        kernel += [f"{name}k[_k] = [{', '.join(row[:CELLS])}]" for name, row in zip(self.memory, own)]
        return [
            f"for _k in range({self.network.kernels}):",
            f"    {' = '.join(found)} = 0.0",
            f"    for _i in range(_k * {each}, _k * {each} + {each}):",
            "        _p = _pooled[_i]",
            *indent(["if _p:", *indent(work, 4)] if self.zero_delta_is_noop else work, 8),
            *indent(kernel, 4),
        ]


def check_magnitude(weights: list[float]) -> list[float]:
    """The same. TooLarge: the readable path must run."""
    if not -HUGE < min(weights) <= max(weights) < HUGE:
        raise TooLarge
    return weights
