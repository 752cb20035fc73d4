"""The fast loop of kernels: ReLU, 2x2 pooling and votes, one picture a step.

Equal to the readable path (learning/conv.py) to the last bit: the same additions in the same order. The windows of a
picture are written out, with a loop over the kernels; the votes' weights are kept in columns, one for each pooled
value, so that one that is 0 costs nothing: neither forward, nor back, where the learner's formula allows it.

The formulas are traced, as in unrolled_loop.py; only the order of the loops is written here, for the trace of a method
cannot say which pixel was the largest. Names in the text: pixels x0 ..., windows b0 ..., a kernel's weights c0 ..., the
column of a pooled value v0 ..., votes p0 ..., deltas d0 ....
"""

from __future__ import annotations

from ..learning.learner import Learner
from ..learning.metric import Metric
from ..learning.network import Network
from ..learning.ops import CELLS, WIDTH, Conv, Dense, MaxPool
from .expressions import Text
from .loop import Lines, Loop, compile_loop, indent, names, unpack
from .symbols import Graph, Untraceable
from .trace import judgement
from .update_formula import UpdateFormula


def kernel_loop(network: Network, metric: Metric, learner: Learner) -> Loop:
    """Untraceable: other ops, or more than formulas."""
    kernels = Kernels(network, metric, learner)
    title = f"{network}, {metric.name}, {learner.name}, kernels"
    return compile_loop(title, kernels.lines(), kernels.graph.functions, skips=True)


class Kernels:
    """The text of the loop."""

    def __init__(self, network: Network, metric: Metric, learner: Learner) -> None:
        ops = tuple(network.ops())
        if len(ops) != 3 or tuple(map(type, ops)) != (Conv, MaxPool, Dense):
            raise Untraceable("no kernels with pooling and votes")
        conv, _, dense = ops
        assert isinstance(conv, Conv) and isinstance(dense, Dense)
        if not conv.relu or dense.activations or dense.bias:
            raise Untraceable("kernels without a ReLU, or votes that are not linear")
        self.graph, self.metric = Graph(), metric
        self.update = UpdateFormula(learner, self.graph)
        self.memory = names("m", len(learner.memory))
        self.conv, self.votes, self.pooled, self.first = conv, dense.neurons, dense.inputs, dense.first
        self.windows, self.blocks = conv.windows(), blocks_of(conv.side - WIDTH + 1)

    def lines(self) -> Lines:
        """Both functions."""
        kept = [("kernels", "columns", "weights")]
        kept += [(f"{m}k", f"{m}c", f"memories[{j}]") for j, m in enumerate(self.memory)]
        parts = [self._cut(*stems) for stems in kept]
        whole, *ends = (self._whole(kernels, columns) for kernels, columns, _ in kept)
        step = [*self._forward(), *self._judgement(), f"if keep is not None: keep({whole})", "seen(e)", *self._back()]
        return [
            "def run(weights, memories, samples, keep, seen):",
            *indent([line for part in parts for line in part]),
            "    for xs, gs, a in samples:",
            *indent(step, 8),
            f"    return {whole}, [{', '.join(ends)}]",
            "def predict(weights, xs):",
            *indent([*parts[0], *self._forward()]),
            f"    return [{', '.join(names('p', self.votes))}]",
        ]

    def _cut(self, kernels: str, columns: str, whole: str) -> Lines:
        """The weights as a list for each kernel, and one for each pooled value: its weight in each vote."""
        return [
            f"{kernels} = [{whole}[i:i + {CELLS}] for i in range(0, {self.first}, {CELLS})]",
            f"{columns} = [{whole}[i::{self.pooled}] for i in range({self.first}, {self.first + self.pooled})]",
        ]

    def _whole(self, kernels: str, columns: str) -> str:
        return f"[w for row in {kernels} for w in row] + [w for row in zip(*{columns}) for w in row]"

    def _forward(self) -> Lines:
        """Pooled values and their windows in `pooled` and `places`, votes in p0 ..."""
        cells, pixels = names("c", CELLS), names("x", self.conv.inputs)
        votes, column = names("p", self.votes), names("v", self.votes)
        windows = [[pixels[i] for i in window] for window in self.windows]
        look: Lines = []
        for block in self.blocks:
            look.append("best, place = 0.0, None")
            for number in block:
                products = " + ".join(f"{c} * {x}" for c, x in zip(cells, windows[number]))
                look += [f"z = {products}", "if z > best:", f"    best, place = z, b{number}"]
            look += ["pool(best)", "note(place)"]
        return [
            unpack(pixels, "xs"),
            "pooled, places = [], []",
            *(f"b{k} = ({', '.join(windows[k])})" for k in sorted({k for block in self.blocks for k in block})),
            "pool, note = pooled.append, places.append",
            f"for {', '.join(cells)}, in kernels:",
            *indent(look),
            f"{' = '.join(votes)} = 0.0",
            "for z, column in zip(pooled, columns):",
            "    if z:",
            f"        {unpack(column, 'column')}",
            *indent([f"{vote} += {weight} * z" for vote, weight in zip(votes, column)], 8),
        ]

    def _judgement(self) -> Lines:
        predictions, goals = ([self.graph.input(n) for n in names(stem, self.votes)] for stem in ("p", "g"))
        error, deltas = judgement(self.graph, self.metric, predictions, predictions, goals)
        text = Text(self.graph, [error, *deltas])
        lines = [unpack(names("g", self.votes), "gs"), *text.need(error), f"e = {text.expression(error)}"]
        lines += text.need(*deltas)
        return lines + [f"{d} = {text.expression(delta)}" for d, delta in zip(names("d", self.votes), deltas)]

    def _back(self) -> Lines:
        """Kernel by kernel: hand each pooled value its share of the blame with the old weights, then move them."""
        cells, pixels, sums = names("c", CELLS), names("y", CELLS), names("s", CELLS)
        deltas, column = names("d", self.votes), names("v", self.votes)
        share = [f"share = {' + '.join(f'{d} * {v}' for d, v in zip(deltas, column))}", unpack(pixels, "places[i]")]
        share += [f"{total} += share * {pixel}" for total, pixel in zip(sums, pixels)]
        take, move = unpack(column, "columns[i]"), self._move("columns", "c", "i", column, [f"{d} * z" for d in deltas])
        skips = self.update.zero_delta_is_noop
        work = [take, *share, *move] if skips else [take, "if z:", *indent(share), *move]
        each = len(self.blocks)
        return [
            f"for k in range({self.conv.kernels}):",
            f"    {' = '.join(sums)} = 0.0",
            f"    for i in range(k * {each}, k * {each} + {each}):",
            "        z = pooled[i]",
            *indent(["if z:", *indent(work)] if skips else work, 8),
            *indent([unpack(cells, "kernels[k]"), *self._move("kernels", "k", "k", cells, sums)]),
        ]

    def _move(self, rows: str, kind: str, place: str, weights: list[str], weight_deltas: list[str]) -> Lines:
        """The learner's formula for one of the rows; its memory lies in rows of the same kind."""
        own = [names(f"{m}_", len(weights)) for m in self.memory]
        lines = [unpack(row, f"{m}{kind}[{place}]") for m, row in zip(self.memory, own)]
        for k, (weight, delta) in enumerate(zip(weights, weight_deltas)):
            lines += self.update.lines(weight, delta, [row[k] for row in own])
        lines.append(f"{rows}[{place}] = [{', '.join(weights)}]")
        return lines + [f"{m}{kind}[{place}] = [{', '.join(row)}]" for m, row in zip(self.memory, own)]


def blocks_of(side: int) -> list[tuple[int, int, int, int]]:
    """The four places of a map behind each of its pooled values."""
    corners = range(0, side - 1, 2)
    firsts = [row * side + column for row in corners for column in corners]
    return [(first, first + 1, first + side, first + side + 1) for first in firsts]
