"""The fast loop of larger dense nets: a row of weights is written out, with a loop over the rows.

A layer's weights are kept in rows (one a neuron) where most of the values before it count, and in columns (one a value)
where many are 0: behind an activation that cuts off, or for inputs of which most are 0. A value of 0 then costs
nothing, neither forward nor back, which is exact: a sum begun with 0.0 stays what it is when 0.0 or -0.0 is added.

The formulas are traced, as in unrolled_loop.py; only the order of the loops is written here. Names in the text: of
layer n its values ln, its weights rn, its deltas en, sums over a batch sn; of the layer at work x0 ..., c0 ..., b0 ...
They are used again from layer to layer: a function of more than 255 names runs slower.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..learning.activations import Activation
from ..learning.learner import Learner
from ..learning.metric import Metric
from ..learning.network import Network
from ..learning.ops import Dense
from .expressions import Text
from .loop import Lines, Loop, compile_loop, indent, names, unpack
from .rewrite import run
from .symbols import ONE, Graph, Untraceable, identity
from .trace import judgement
from .update_formula import UpdateFormula

WIDE = 128  # neurons: a column is written out up to here


def row_loop(
    network: Network, metric: Metric, learner: Learner, frozen: frozenset[int] = frozenset(), batched: bool = False,
    sparse: bool = False,
) -> Loop:  # fmt: skip
    """`sparse`: most of the examples' inputs are 0. Untraceable: no dense layers, or more than formulas."""
    rows = Rows(network, metric, learner, frozen, batched, sparse)
    title = f"{network}, {metric.name}, {learner.name}, in rows"
    return compile_loop(title, rows.lines(), rows.graph.functions, rows.skips)


class Layer:
    """A dense layer of the text. `columns`: its weights are kept by the values before it."""

    def __init__(self, op: Dense, number: int, columns: bool) -> None:
        self.op, self.number, self.columns = op, number, columns
        kinds = {a.name: a for a in op.activations}
        if len(kinds) > 1:
            raise Untraceable("neurons of one layer with different activations")
        self.activation = next(iter(kinds.values()), None)
        self.wide = op.neurons if columns else op.inputs  # weights of a row, or of a column

    def cut_line(self, stem: str, whole: str) -> str:
        """The line that cuts the flat list into rows or columns."""
        op, end = self.op, self.op.first + self.op.size
        if self.columns:
            part, starts = f"{whole}[i:{end}:{op.inputs}]", f"range({op.first}, {op.first + op.inputs})"
        else:
            part, starts = f"{whole}[i:i + {op.inputs}]", f"range({op.first}, {end}, {op.inputs})"
        return f"{stem}{self.number} = [{part} for i in {starts}]"

    def flat(self, stem: str) -> str:
        rows = f"{stem}{self.number}"
        return f"[w for row in {f'zip(*{rows})' if self.columns else rows} for w in row]"

    def keep_line(self) -> str:
        return f"keep({self.flat('r')})" if self.columns else f"for row in r{self.number}: keep(row)"

    def place(self, weight: int) -> str:
        """Where a weight of the flat list is."""
        neuron, value = divmod(weight - self.op.first, self.op.inputs)
        return f"r{self.number}[{value}][{neuron}]" if self.columns else f"r{self.number}[{neuron}][{value}]"


class Rows:
    """The text of the loop."""

    def __init__(
        self, network: Network, metric: Metric, learner: Learner, frozen: frozenset[int], batched: bool, sparse: bool
    ) -> None:
        ops = network.ops()
        dense = [op for op in ops if isinstance(op, Dense) and not op.bias]
        if not ops or len(dense) < len(ops):
            raise Untraceable("more than dense layers without a bias")
        self.graph = Graph()
        self.metric, self.frozen, self.batched = metric, frozen, batched
        self.update = UpdateFormula(learner, self.graph)
        self.skips = self.update.zero_delta_is_noop
        if frozen and not self.skips:
            raise Untraceable("a frozen weight in a large net, whose memory goes on")
        self.memory = [f"m{j}" for j, _ in enumerate(learner.memory)]
        cut = [sparse, *(cuts_off(op.activations[0]) if op.activations else False for op in dense[:-1])]
        in_columns = [self.skips and c and op.neurons <= WIDE for c, op in zip(cut, dense)]
        self.layers = [Layer(op, n, c) for n, (op, c) in enumerate(zip(dense, in_columns), 1)]

    # the text

    def lines(self) -> Lines:
        """Both functions."""
        parts = [layer.cut_line("r", "weights") for layer in self.layers]
        kept = [(f"{m}r", f"memories[{j}]") for j, m in enumerate(self.memory)]
        memories = [layer.cut_line(*stems) for layer in self.layers for stems in kept]
        whole, *ends = (self._flat(stem) for stem in ("r", *(f"{m}r" for m in self.memory)))
        look = [*self._forward(), *self._judgement()]
        keep = ["if keep is not None:", *indent([layer.keep_line() for layer in self.layers])]
        thaw = [f"{layer.place(k)} = weights[{k}]" for k in sorted(self.frozen) for layer in [self._layer_of(k)]]
        if self.batched:
            sums = [f"s{n} = [[-0.0] * {layer.wide} for _ in r{n}]" for n, layer in enumerate(self.layers, 1)]
            each = [*look, "t += e", *self._back()]
            body = ["n, t = len(pairs), 0.0", *sums, "for xs, gs in pairs:", *indent(each), *keep, "seen(t / n)"]
            loop = ["for pairs, a in samples:", *indent([*body, *self._moves(), *thaw])]
        else:
            loop = ["for xs, gs, a in samples:", *indent([*look, *keep, "seen(e)", *self._back(), *thaw])]
        return [
            "def run(weights, memories, samples, keep, seen):",
            *indent([*parts, *memories, *loop, f"return {whole}, [{', '.join(ends)}]"]),
            "def predict(weights, xs):",
            *indent([*parts, *self._forward(), f"return l{len(self.layers)}"]),
        ]

    def _flat(self, stem: str) -> str:
        return " + ".join(layer.flat(stem) for layer in self.layers)

    def _layer_of(self, weight: int) -> Layer:
        return next(layer for layer in reversed(self.layers) if layer.op.first <= weight)

    def _forward(self) -> Lines:
        found = ["l0 = xs"]
        for layer in self.layers:
            found += self._forward_in_columns(layer) if layer.columns else self._forward_in_rows(layer)
        return found

    def _forward_in_rows(self, layer: Layer) -> Lines:
        n, wide = layer.number, layer.op.inputs
        weights, values = names("c", wide), names("x", wide)
        products = " + ".join(f"{c} * {x}" for c, x in zip(weights, values))
        zero = "" if layer.activation is not None and hides_the_sign(layer.activation) else "0.0 + "
        each = [f"z = {zero}{products}", *self._activation(layer, "z"), f"l{n}.append(z)"]
        return [
            unpack(values, f"l{n - 1}"), f"l{n} = []", f"for {', '.join(weights)}, in r{n}:", *indent(each),
        ]  # fmt: skip

    def _forward_in_columns(self, layer: Layer) -> Lines:
        n, neurons = layer.number, layer.op.neurons
        totals, weights = names("b", neurons), names("c", neurons)
        each = [unpack(weights, "column"), *(f"{b} += {c} * x" for b, c in zip(totals, weights))]
        return [
            f"{' = '.join(totals)} = 0.0",
            f"for x, column in zip(l{n - 1}, r{n}):",
            "    if x:",
            *indent(each, 8),
            *(line for total in totals for line in self._activation(layer, total)),
            f"l{n} = [{', '.join(totals)}]",
        ]

    def _activation(self, layer: Layer, name: str) -> Lines:
        if layer.activation is None:
            return []
        total = self.graph.input(name)
        value = run(layer.activation.value, total)
        text = Text(self.graph, [value])
        return [] if value is total else [*text.need(value), f"{name} = {text.expression(value)}"]

    def _judgement(self) -> Lines:
        many = self.layers[-1].op.neurons
        predictions, goals = ([self.graph.input(name) for name in names(stem, many)] for stem in ("p", "g"))
        error, deltas = judgement(self.graph, self.metric, predictions, predictions, goals)
        bend = self.layers[-1].activation
        if bend is not None:
            deltas = [d * run(bend.slope, p) for d, p in zip(deltas, predictions)]
        text = Text(self.graph, [error, *deltas])
        lines = [unpack(names("p", many), f"l{len(self.layers)}"), unpack(names("g", many), "gs")]
        lines += [*text.need(error), f"e = {text.expression(error)}", *text.need(*deltas)]
        return [*lines, f"e{len(self.layers)} = [{text.join(deltas)}]"]

    def _back(self) -> Lines:
        """From the last layer to the first: shares for the layer before, of old weights, then the weights move."""
        found: Lines = []
        for layer in reversed(self.layers):
            found += self._back_in_columns(layer) if layer.columns else self._back_in_rows(layer)
        return found

    def _slope(self, layer: Layer, name: str) -> str:
        """Of the layer before, at a value of it, as a factor; "": it is 1."""
        if layer.number == 1:
            return ""
        activation = self.layers[layer.number - 2].activation
        if activation is None:
            return ""
        slope = run(activation.slope, self.graph.input(name))
        return "" if identity(slope) == ONE else Text(self.graph, [slope]).expression(slope, 7)

    def _back_in_rows(self, layer: Layer) -> Lines:
        n, wide = layer.number, layer.op.inputs
        values, weights = names("x", wide), names("c", wide)
        shares = names("b", wide) if n > 1 else []
        work = [f"{b} += d * {c}" for b, c in zip(shares, weights)]
        if self.batched:
            work = [unpack(weights, f"r{n}[j]"), *work] if shares else []
            sums = ", ".join(f"{c} + d * {x}" for c, x in zip(weights, values))
            work += [unpack(weights, f"s{n}[j]"), f"s{n}[j] = [{sums}]"]
        else:
            work = [unpack(weights, f"r{n}[j]"), *work, *self._move_row(layer, [f"d * {x}" for x in values])]
        found = [unpack(values, f"l{n - 1}"), *([f"{' = '.join(shares)} = 0.0"] if shares else [])]
        found.append(f"for j, d in enumerate(e{n}):")
        found += indent(["if d:", *indent(work)] if self.skips else work)
        if shares:
            slopes = [self._slope(layer, x) for x in values]
            found.append(f"e{n - 1} = [{', '.join(f'{b} * {s}' if s else b for b, s in zip(shares, slopes))}]")
        return found

    def _back_in_columns(self, layer: Layer) -> Lines:
        """Column by column; one whose value is 0 has a slope of 0 behind its activation, and no weight of it moves."""
        n, neurons = layer.number, layer.op.neurons
        weights, deltas = names("c", neurons), names("b", neurons)
        share: Lines = []
        if n > 1:
            slope = self._slope(layer, "x")
            total = " + ".join(f"{d} * {c}" for d, c in zip(deltas, weights))
            share = [f"e{n - 1}[j] = " + (f"({total}) * {slope}" if slope else total)]
        if self.batched:
            work = [unpack(weights, f"r{n}[j]"), *share] if share else []
            sums = ", ".join(f"{c} + {d} * x" for c, d in zip(weights, deltas))
            work += [unpack(weights, f"s{n}[j]"), f"s{n}[j] = [{sums}]"]
        else:
            work = [unpack(weights, f"r{n}[j]"), *share, *self._move_row(layer, [f"{d} * x" for d in deltas])]
        start = [f"e{n - 1} = [0.0] * {layer.op.inputs}"] if n > 1 else []
        return [
            unpack(deltas, f"e{n}"), *start, f"for j, x in enumerate(l{n - 1}):", "    if x:", *indent(work, 8),
        ]  # fmt: skip

    def _moves(self) -> Lines:
        """All weights, by the sums of a batch."""
        found: Lines = []
        for layer in self.layers:
            n, weights, sums = layer.number, names("c", layer.wide), names("b", layer.wide)
            found += [
                f"for j, row in enumerate(s{n}):",
                f"    {unpack(sums, 'row')}",
                f"    {unpack(weights, f'r{n}[j]')}",
                *indent(self._move_row(layer, [f"{b} / n" for b in sums])),
            ]
        return found

    def _move_row(self, layer: Layer, weight_deltas: Sequence[str]) -> Lines:
        """The learner's formula for row or column j, whose weights are c0 ..."""
        n, weights = layer.number, names("c", layer.wide)
        memories = [names(f"{m}_", layer.wide) for m in self.memory]
        work = [unpack(own, f"{m}r{n}[j]") for m, own in zip(self.memory, memories)]
        new: list[str] = []
        for k, (weight, delta) in enumerate(zip(weights, weight_deltas)):
            value = self.update.value(weight, delta)
            work += [] if value else self.update.lines(weight, delta, [own[k] for own in memories])
            new.append(value or weight)
        work.append(f"r{n}[j] = [{', '.join(new)}]")
        return work + [f"{m}r{n}[j] = [{', '.join(own)}]" for m, own in zip(self.memory, memories)]


def cuts_off(activation: Activation) -> bool:
    """It makes 0.0 of many totals, where its slope is 0."""
    return activation.value(-1.0) == 0.0 and activation.slope(0.0) == 0.0


def hides_the_sign(activation: Activation) -> bool:
    """It makes the same of 0.0 and of -0.0."""
    return repr(activation.value(0.0)) == repr(activation.value(-0.0))
