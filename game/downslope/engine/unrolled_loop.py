"""The fast loop of any network that is not too large: every operation of its trace written out, in its own order.

Equal to the readable path to the last bit, because the operations and their order are the readable path's own. Names in
the text: weights w0 ..., memories m0_0 ..., inputs x0 ..., goal predictions g0 ..., sums over a batch s0 ..., alpha a,
error e, what is used more than once t17, functions f3, numbers that cannot be written k4.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..learning.learner import Learner
from ..learning.metric import Metric
from ..learning.network import Network
from .expressions import Text
from .loop import Lines, Loop, compile_loop, indent, names_of, unpack
from .symbols import Symbol, operands
from .trace import Trace
from .update_formula import finite_line


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
