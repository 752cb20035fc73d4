"""Which loop a run gets: one that was made before, or a new one; or none, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar, cast

from ..learning.activations import Activation
from ..learning.learner import Learner
from ..learning.metric import Metric
from ..learning.network import Network
from ..learning.ops import CELLS, WIDTH, Conv, Dense, MaxPool
from ..learning.problem import Pair, Problem
from .compiled_loop import Lines, Loop, compile_loop, indent, names, names_of, unpack
from .rewrite import place_of, run
from .symbols import ONE, Graph, NotCompilable, Same, Symbol, as_key, identity, operands
from .trace import Trace, judgement
from .update_formula import Text, UpdateFormula, finite_line
from .watchdog import is_meant_for_all
from .watched_loop import WatchedLoop, watched_loop

# ---------------------------------------------------------------------------------------------------------------------
# The fast loop of kernels: ReLU, 2x2 pooling and votes, one picture a step. Equal to the readable path
# (learning/conv.py) to the last bit: the same additions in the same order. The windows of a picture are written out,
# with a loop over the kernels; the votes' weights are kept in columns, one for each pooled value, so that one that
# is 0 costs nothing: neither forward, nor back, where the learner's formula allows it. The formulas are traced, as
# in loops.py; only the order of the loops is written here, for the trace of a method cannot say which pixel
# was the largest. Names in the text: pixels x0 ..., windows b0 ..., a kernel's weights c0 ..., the column of a
# pooled value v0 ..., votes p0 ..., deltas d0 ....


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
            raise NotCompilable("no kernels with pooling and votes")
        conv, _, dense = ops
        assert isinstance(conv, Conv) and isinstance(dense, Dense)
        if not conv.relu or dense.activations or dense.bias:
            raise NotCompilable("kernels without a ReLU, or votes that are not linear")
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


# ---------------------------------------------------------------------------------------------------------------------
# The fast loop of any network that is not too large: every operation of its trace written out, in its own order.
# Equal to the readable path to the last bit, because the operations and their order are the readable path's own.
# Names in the text: weights w0 ..., memories m0_0 ..., inputs x0 ..., goal predictions g0 ..., sums over a batch s0
# ..., alpha a, error e, what is used more than once t17, functions f3, numbers that cannot be written k4.


def unrolled_loop(
    network: Network, metric: Metric, learner: Learner, frozen: frozenset[int] = frozenset(), batched: bool = False,
    alphas: bool = False,
) -> Loop:  # fmt: skip
    """Untraceable: it cannot be had, and why.

    `batched`: a step sees several examples. `alphas`: its alpha is a list, with one for each weight.
    """
    trace = Trace(network, metric, learner, alphas)
    lines = [*_run_lines(trace, frozen, batched), *_predict_lines(trace)]
    skips = trace.update.zero_delta_is_noop
    return compile_loop(f"{network}, {metric.name}, {learner.name}", lines, trace.graph.functions, skips)


def _run_lines(trace: Trace, frozen: frozenset[int], batched: bool) -> Lines:
    weights, memories = names_of(trace.weights), [names_of(row) for row in trace.memories]
    body = _batch_lines(trace, frozen) if batched else _example_lines(trace, frozen)
    ends = ", ".join(f"[{', '.join(row)}]" for row in memories)
    return [
        "def run(weights, memories, samples, keep, seen):",
        f"    {unpack(weights, 'weights')}",
        *(f"    {unpack(row, f'memories[{j}]')}" for j, row in enumerate(memories)),
        *indent(body),
        f"    return [{', '.join(weights)}], [{ends}]",
    ]


def _predict_lines(trace: Trace) -> Lines:
    text = Text(trace.graph, trace.predictions)
    return [
        "def predict(weights, xs):",
        f"    {unpack(names_of(trace.weights), 'weights')}",
        f"    {unpack(names_of(trace.inputs), 'xs')}",
        *indent(text.need(*trace.predictions)),
        f"    return [{text.join(trace.predictions)}]",
    ]


def _input_lines(trace: Trace) -> Lines:
    return [unpack(names_of(trace.inputs), "xs"), unpack(names_of(trace.goals), "gs")]


def _alpha_lines(trace: Trace) -> Lines:
    return [unpack(names_of(trace.alphas), "a")] if trace.alphas else []


def _keep_line(trace: Trace) -> str:
    return f"if keep is not None: keep([{', '.join(names_of(trace.weights))}])"


def _example_lines(trace: Trace, frozen: frozenset[int]) -> Lines:
    """A step sees one example."""
    free = [k for k in range(trace.size) if k not in frozen]
    deltas = [trace.weight_deltas[k] for k in free]
    text = Text(trace.graph, [trace.error, *deltas])
    early = _before_any_moves(deltas, trace.weights, text)
    look = [*_input_lines(trace), *text.need(trace.error), f"e = {text.expression(trace.error)}"]
    moves = text.need(*early, *(part for delta in deltas for part in operands(delta)))
    moves += _moves(trace, {k: text.expression(trace.weight_deltas[k]) for k in free}, text)
    return ["for xs, gs, a in samples:", *indent([*_alpha_lines(trace), *look, _keep_line(trace), "seen(e)", *moves])]


def _batch_lines(trace: Trace, frozen: frozenset[int]) -> Lines:
    """A step sees several examples: weight_deltas are added up, from -0.0 on, for -0.0 + x is x whatever its sign."""
    free = [k for k in range(trace.size) if k not in frozen]
    text = Text(trace.graph, [trace.error, *(trace.weight_deltas[k] for k in free)])
    look = [*_input_lines(trace), *text.need(trace.error), f"e += {text.expression(trace.error)}"]
    look += text.need(*(part for k in free for part in operands(trace.weight_deltas[k])))
    added = [[*text.need(trace.weight_deltas[k]), f"s{k} += {text.expression(trace.weight_deltas[k])}"] for k in free]
    look += _group([trace.skips(k) for k in free], added, text)
    sums = [f"{' = '.join(f's{k}' for k in free)} = -0.0"] if free else []
    start = [*_alpha_lines(trace), "n, e = len(pairs), 0.0", *sums]
    end = [_keep_line(trace), "seen(e / n)", *_moves(trace, {k: f"s{k} / n" for k in free}, None)]
    return ["for pairs, a in samples:", *indent([*start, "for xs, gs in pairs:", *indent(look), *end])]


def _before_any_moves(deltas: Sequence[Any], weights: Sequence[Symbol], text: Text) -> list[Symbol]:
    """What must be worked out, and named, before the first weight moves: all that is read from the old weights."""
    found: list[Symbol] = []
    old = set(weights)
    for delta in deltas:
        stack, reads = [delta], False
        while stack:
            node = stack.pop()
            if type(node) is not Symbol:
                continue
            if node in text.shared and node is not delta:
                found.append(node)
                continue
            reads = reads or node in old
            stack += node.args
        if reads and type(delta) is Symbol and delta not in old:
            text.share(delta)
            found.append(delta)
    return found


def _moves(trace: Trace, weight_deltas: dict[int, str], text: Text | None) -> Lines:
    """The learner's formula for each weight. A frozen one stays, though its memory sees a weight_delta of 0.0."""
    factors, lines = list[Symbol | None](), list[Lines]()
    for k, weight in enumerate(names_of(trace.weights)):
        memory = [row[k].args[0] for row in trace.memories]
        alpha = trace.alphas[k].args[0] if trace.alphas else "a"
        factors.append(trace.skips(k) if text is not None and k in weight_deltas else None)
        if k in weight_deltas:
            lines.append(trace.update.lines(weight, weight_deltas[k], memory, alpha))
        elif trace.update.zero_delta_is_noop:
            lines.append([])
        else:  # the readable path asks for finite numbers before it puts the weight back
            lines.append([f"v = {weight}", *trace.update.lines("v", "0.0", memory, alpha), finite_line("v")])
    return _group(factors, lines, text)


def _group(factors: Sequence[Symbol | None], lines: Sequence[Lines], text: Text | None) -> Lines:
    """Neighbours that are skipped together, where their factor is 0, stand under one `if`."""
    found: Lines = []
    last: Symbol | None = None
    for factor, some in zip(factors, lines):
        if factor is None or text is None or factor not in text.names:
            last = None
            found += some
        else:
            found += [f"if {text.names[factor]}:"] if factor is not last else []
            found += indent(some)
            last = factor
    return found


# ---------------------------------------------------------------------------------------------------------------------
# The fast loop of larger dense nets: a row of weights is written out, with a loop over the rows. A layer's weights
# are kept in rows (one a neuron) where most of the values before it count, and in columns (one a value) where many
# are 0: behind an activation that cuts off, or for inputs of which most are 0. A value of 0 then costs nothing,
# neither forward nor back, which is exact: a sum begun with 0.0 stays what it is when 0.0 or -0.0 is added. The
# formulas are traced, as in loops.py; only the order of the loops is written here. Names in the text: of
# layer n its values ln, its weights rn, its deltas en, sums over a batch sn; of the layer at work x0 ..., c0 ..., b0
# ... They are used again from layer to layer: a function of more than 255 names runs slower.


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
            raise NotCompilable("neurons of one layer with different activations")
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
            raise NotCompilable("more than dense layers without a bias")
        self.graph = Graph()
        self.metric, self.frozen, self.batched = metric, frozen, batched
        self.update = UpdateFormula(learner, self.graph)
        self.skips = self.update.zero_delta_is_noop
        if frozen and not self.skips:
            raise NotCompilable("a frozen weight in a large net, whose memory goes on")
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
        n, width = layer.number, layer.op.inputs
        weights, values = names("c", width), names("x", width)
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
        n, width = layer.number, layer.op.inputs
        values, weights = names("x", width), names("c", width)
        shares = names("b", width) if n > 1 else []
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


MOST = 256  # loops that are kept
WHOLE = 100  # weights: up to here a net is written out whole
SPARSE = 0.6  # share of zeros among the inputs, from which on they are passed over
SEEN = 200  # examples in which zeros are counted
PLAIN = (int, float, str, bool, type(None))

Found = TypeVar("Found", Loop, WatchedLoop)

_loops: dict[tuple[Any, ...], Loop | WatchedLoop | str] = {}  # or why there is none


def settings_of(thing: object) -> tuple[tuple[str, Any], ...]:
    """All that it has, which is put into the text: 1 is another than 1.0, and 0.0 than -0.0."""
    own = getattr(thing, "__dict__", None)
    if not own:
        return ()
    shown = (*PLAIN, tuple, list, dict)
    return tuple([
        (k, repr(v) if type(v) in shown else as_key(v)) for k, v in own.items() if k not in ("memories", "random")
    ])  # fmt: skip


def loop_for(problem: Problem, learner: Learner, batched: bool, alphas: bool = False) -> Loop:
    """The loop for this network, metric, learner and set of frozen weights. Untraceable: none, and why.

    `batched`: a step sees several examples. `alphas`: there is one for each weight.
    """
    sparse = problem.network.size > WHOLE and share_of_zeros(problem.examples) >= SPARSE
    how = batched, sparse, alphas
    return _find_or_make((*_key(problem, learner), *how), lambda: _make(problem, learner, *how))


def share_of_zeros(examples: Sequence[Pair]) -> float:
    """Among the inputs of some of them, evenly spaced."""
    some = examples[:: max(1, len(examples) // SEEN)]
    zeros = numbers = 0
    for input, _ in some:
        zeros += input.count(0.0)
        numbers += len(input)
    return zeros / numbers


def watched_loop_for(problem: Problem, learner: Learner) -> WatchedLoop:
    """The loop for one weight with one input and one example. Untraceable: another shape, or it cannot be had."""
    network = problem.network
    if (network.size, network.inputs, network.outputs, len(problem.examples)) != (1, 1, 1, 1) or problem.frozen:
        raise NotCompilable("more than one weight and one example, or a frozen weight")
    if any(type(number) is not float for numbers in problem.examples[0] for number in numbers):
        raise NotCompilable("an example whose numbers are no floats")
    return _find_or_make((*_key(problem, learner), "watched"), lambda: watched_loop(network, problem.metric, learner))


def _key(problem: Problem, learner: Learner) -> tuple[Any, ...]:
    metric = problem.metric
    formulas = as_key(metric), settings_of(metric), type(learner), settings_of(learner)
    return *_shape(problem.network), *formulas, problem.frozen


def _shape(network: Network) -> tuple[Any, ...]:
    """What tells networks apart: their value, where they have one."""
    kind = type(network)
    if kind.__hash__ is not object.__hash__:
        with suppress(Exception):  # a plugin's own, or a list in it
            hash(network)
            return kind, network
    return Same(network), settings_of(network)


def _find_or_make(key: tuple[Any, ...], make: Callable[[], Found]) -> Found:
    """What was made for this key. Untraceable: why nothing was, each time."""
    if key not in _loops:
        if len(_loops) >= MOST:
            del _loops[next(iter(_loops))]
        try:
            _loops[key] = make()
        except NotCompilable as why:
            _loops[key] = f"{why}{place_of(why)}"
        except BaseException as raised:  # something is done with a symbol that only a number can do
            if is_meant_for_all(raised):
                raise
            _loops[key] = f"{type(raised).__name__}: {raised}{place_of(raised)}"
    found = _loops[key]
    if isinstance(found, str):
        raise NotCompilable(found)
    return cast(Found, found)


def _is_exact(network: Network) -> bool:
    from ..learning.contract import is_exact  # with all networks that there are: small ones need none of it

    return is_exact(network)


def _make(problem: Problem, learner: Learner, batched: bool, sparse: bool, alphas: bool) -> Loop:
    """In rows what is large, kernel by kernel where there are some; else, if it is not too much, written out whole."""
    network, why = problem.network, ""
    kernels = any(isinstance(op, Conv) for op in network.ops())
    try:
        if (kernels or network.size > WHOLE) and not _is_exact(network):
            raise NotCompilable("its ops do not give its numbers to the last bit")
        if kernels and (batched or problem.frozen or alphas):
            raise NotCompilable("kernels with several pictures a step, a frozen weight, or more than one alpha")
        if kernels:
            return kernel_loop(network, problem.metric, learner)
        if network.size > WHOLE and alphas:
            raise NotCompilable("a large net with more than one alpha")
        if network.size > WHOLE:
            return row_loop(network, problem.metric, learner, problem.frozen, batched, sparse)
    except NotCompilable as reason:
        why = f"{reason}; "
    try:
        return unrolled_loop(network, problem.metric, learner, problem.frozen, batched, alphas)
    except NotCompilable as reason:
        raise NotCompilable(f"{why}{reason}") from reason
