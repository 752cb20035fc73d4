"""Many rounds of one weight at once, one example: it stops where there may be something to judge.

It stops at the goal, beyond the limit, or back at the marked weight. `steps` tells what each round looked like.
"""

from __future__ import annotations

from ..formulas.names import NotInlinable
from ..formulas.source import indent
from .form import StepForm
from .unrolled import Lines, judge_lines

PIECE = 200  # steps that are handed over at once
SAME = 1e-9  # two numbers count as the same within SAME * (1 + |x|)


def watched_lines(step: StepForm) -> Lines:
    """Two functions.

    run(xs, gs, tolerance, limit, weight, memories, alpha, steps, beat, mark, low, high, keep, seen)
        -> (beat, weight, memories, mark)
    steps(xs, gs, weights, errors, first, alpha, examples, make, kind) -> list of kind
    """
    if step.network.size != 1 or step.ops[0].inputs != 1 or len(step.ops) != 1 or step.metric is None:
        raise NotInlinable("more than one weight, or a metric that is more than formulas")
    memory = [f"m{j}" for j in range(step.memory)]
    packed, delta = "".join(f"{m}, " for m in memory), "(d0 * x0)"
    look = ["p0 = w0 * x0", *judge_lines(step, ["p0"], ["g0"])]
    put = {"W": "w0", "A": "a", **{f"M{j}": m for j, m in enumerate(memory)}}
    once = step.update.reads("D") == 1
    move = [*([] if once else [f"u = {delta}"]), *step.update.put(**put, D=delta if once else "u").lines]
    square = look[-1].startswith("e = d0 * d0")
    within = "e <= limit" if square else "(lowest <= e and e <= limit)"
    marked = ["if k == mark: break"] if memory else [
        "if k == mark and k < end:", f"    low = w0 - {SAME!r} * (1.0 + abs(w0))",
        f"    high = w0 + {SAME!r} * (1.0 + abs(w0))", "    mark = 2 * k"]  # fmt: skip
    return [
        "from itertools import repeat", *step.text,
        "def run(xs, gs, tolerance, limit, w0, memories, a, steps, beat, mark, low, high, keep, seen):",
        "    (x0,), (g0,) = xs, gs", *([f"    {packed}= memories"] if memory else []),
        "    below, above = g0 - tolerance, g0 + tolerance",
        "    lowest, k, end, weights, errors = -limit, beat, beat + steps, [], []",
        "    try:",
        "        while k < end:",
        f"            ahead = min(end, mark if mark > k else end, k + {PIECE}) - k",
        "            for _ in repeat(None, ahead):",
        *indent(look, 16),
        f"                if below <= p0 and p0 <= above or not {within}: break",
        "                weights.append(w0)", "                errors.append(e)",
        *indent(move, 16),
        "                if low <= w0 and w0 <= high: break",
        "            else:",
        "                k += ahead",
        *indent(marked, 16),
        "                keep(weights)", "                seen(errors)", "                weights.clear()",
        "                errors.clear()", "                continue",
        "            k += len(weights)", "            break",
        "    finally:", "        keep(weights)", "        seen(errors)",
        f"    return k, w0, ({packed}), mark",
        "def steps(xs, gs, weights, errors, first, a, examples, make, kind):",
        "    (x0,), (g0,), found = xs, gs, []", "    add = found.append",
        "    for k, w0, e in zip(range(first, first + len(weights)), weights, errors):",
        *indent([line for line in look if not line.startswith("e ")], 8),
        "        add(make(kind, (k, (w0,), ((p0,),), e, ((d0,),), (d0 * x0,), a, examples)))",
        "    return found",
    ]  # fmt: skip
