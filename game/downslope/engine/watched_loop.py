"""Many rounds of one weight at once, one example: the loop stops where there may be something to judge.

It stops at the goal, beyond the limit, or back at the marked weight. Names in the text as in loops.py; k is the
beat.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from ..learning.learner import Learner
from ..learning.metric import Metric
from ..learning.network import Network
from .compiled_loop import Lines, execute_loop, indent, names_of, unpack
from .symbols import is_never_negative, operands
from .trace import Trace
from .update_formula import Text

PIECE = 200  # steps that are handed over at once: lists take them faster than arrays, but new memory is slow
SAME = 1e-9  # two numbers count as the same within SAME * (1 + |x|)


@dataclass(eq=False)
class WatchedLoop:
    """The numbers of the level are arguments.

    run(input, goal, tolerance, limit, weight, memories, alpha, steps, beat, mark, low, high, keep, seen)
        -> (beat, weight, memories, mark); `keep` takes lists of the weights before each step, `seen` of the errors
    steps(input, goal, weights, errors, first, alpha, examples, make, kind) -> list of kind, made by `make`
    `trusted`: its first step was made both ways.
    """

    run: Callable[..., tuple[int, float, tuple[float, ...], int]]
    steps: Callable[..., list[Any]]
    text: str
    trusted: bool = False


def watched_loop(network: Network, metric: Metric, learner: Learner) -> WatchedLoop:
    """For a network of one weight, one input and one output. Untraceable: it cannot be had, and why."""
    trace = Trace(network, metric, learner)
    lines = [*_run_lines(trace), *_step_lines(trace)]
    functions = {**trace.graph.functions, "repeat": repeat}
    space = execute_loop(f"{network}, {metric.name}, {learner.name}, watched", lines, functions)
    return WatchedLoop(space["run"], space["steps"], "\n".join(lines))


def _run_lines(trace: Trace) -> Lines:
    (prediction,), (delta,) = trace.predictions, trace.exact_weight_deltas  # weights may be of any size here
    (weight,) = names_of(trace.weights)
    memory = [row[0].args[0] for row in trace.memories]
    packed = "".join(f"{name}, " for name in memory)
    text = Text(trace.graph, [prediction, trace.error, delta])
    text.share(prediction)  # it stands twice in a comparison
    look = [*text.need(prediction, trace.error), f"e = {text.expression(trace.error)}"]
    moves = text.need(*operands(delta))
    moves += trace.update.lines(weight, text.expression(delta), memory)
    # a number that is not one is within nothing, either way
    within = "e <= limit" if is_never_negative(trace.error) else "(lowest <= e and e <= limit)"
    predicted = text.expression(prediction)
    return [
        "def run(xs, gs, tolerance, limit, w0, memories, a, steps, beat, mark, low, high, keep, seen):",
        *indent([unpack(names_of(trace.inputs), "xs"), unpack(names_of(trace.goals), "gs")]),
        *([f"    {packed}= memories"] if memory else []),
        # a little wide: what falls between is judged, found short, and goes on
        "    below, above = g0 - tolerance, g0 + tolerance",
        "    lowest, k, end, weights, errors = -limit, beat, beat + steps, [], []",
        "    try:",
        "        while k < end:",
        f"            ahead = min(end, mark if mark > k else end, k + {PIECE}) - k",
        "            for _ in repeat(None, ahead):",  # quicker than range; a < b and b < c than a < b < c
        *indent(look, 16),
        f"                if below <= {predicted} and {predicted} <= above or not {within}: break",
        "                weights.append(w0)",
        "                errors.append(e)",
        *indent(moves, 16),
        "                if low <= w0 and w0 <= high: break",
        "            else:",
        "                k += ahead",
        *indent(_mark_lines(memory), 16),
        "                keep(weights)",
        "                seen(errors)",
        "                weights.clear()",
        "                errors.clear()",
        "                continue",
        "            k += len(weights)",
        "            break",
        "    finally:",
        "        keep(weights)",
        "        seen(errors)",
        f"    return k, w0, ({packed}), mark",
    ]


def _mark_lines(memory: list[str]) -> Lines:
    """At beats 1, 2, 4, 8 ... the weight is marked; with memory the whole state must be, which the watch does."""
    if memory:
        return ["if k == mark: break"]
    return [
        "if k == mark and k < end:",
        f"    low = w0 - {SAME!r} * (1.0 + abs(w0))",
        f"    high = w0 + {SAME!r} * (1.0 + abs(w0))",
        "    mark = 2 * k",
    ]


def _step_lines(trace: Trace) -> Lines:
    """Each step as it looked, from what was kept of it."""
    (prediction,), (delta,), (weight_delta,) = trace.predictions, trace.deltas, trace.exact_weight_deltas
    text = Text(trace.graph, [prediction, delta, weight_delta])
    shown = prediction, delta, weight_delta
    lines = text.need(*shown)
    p, d, w = map(text.expression, shown)
    return [
        "def steps(xs, gs, weights, errors, first, a, examples, make, kind):",
        *indent([unpack(names_of(trace.inputs), "xs"), unpack(names_of(trace.goals), "gs")]),
        "    found = []",
        "    add = found.append",
        "    for k, w0, e in zip(range(first, first + len(weights)), weights, errors):",
        *indent(lines, 8),
        f"        add(make(kind, (k, (w0,), (({p},),), e, (({d},),), ({w},), a, examples)))",
        "    return found",
    ]
