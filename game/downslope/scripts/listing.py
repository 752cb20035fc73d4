"""One round of a level as lines of plain Python, made from its own network, metric and learner. Nothing is typed in.

The same lines are shown in the code panel (trace.py runs them one by one) and written out as a script (to_python.py).
"""

from __future__ import annotations

from copy import copy
from typing import Any

from ..engine.run import Run
from ..formulas.inline import NotInlinable, inline, metric_lines, own_lines, update_lines
from ..formulas.names import Shown
from ..formulas.source import Listing, indent, preamble
from ..learning.contract import is_exact
from ..learning.learner import Learner
from ..learning.metric import Metric
from ..learning.ops import Beside, Dense
from .listing_many import forward_listing, many_listing

__all__ = ["Listing", "listing", "preamble"]


def listing(run: Run, metric: Metric | None = None) -> Listing:
    """The lines for this run. NotInlinable: its network, metric or learner is more than plain lines can say.

    `metric`: the lines as they would be with this one.
    """
    if metric is not None:
        run = copy(run)
        run.metric = metric
    if not is_exact(run.network):
        raise NotInlinable("its ops do not give its numbers to the last bit")
    ops, learner, one = tuple(run.network.ops()), run.learner, len(run.examples) == 1
    neuron = len(ops) == 1 and ops[0] == Dense(0, run.network.inputs, 1)
    if run.order.shifted:
        raise NotInlinable("pictures are moved")
    if learner is None:
        return _forward_only(run) if neuron and run.network.size == 1 else forward_listing(run)
    if len(run.batches) > 1 or run.frozen or run.order.shuffled:
        return many_listing(run, learner)
    if len(ops) == 1 and isinstance(ops[0], Beside) and one and not learner.memory and "error_at" not in learner.lines:
        return _side_by_side(run, learner)
    if isinstance(run.alpha, (int, float)) and neuron:
        if run.network.inputs == 1 and (one or not learner.lines):
            return _one_example(run, learner) if one else _many_examples(run, learner)
        if one and not learner.memory and not learner.lines:
            return _many_inputs(run, learner)
    return many_listing(run, learner)


def _forward_only(run: Run) -> Listing:
    (input,), _ = run.examples[0]
    given = {"input": input, "weight": run.weights[0]}
    return Listing([], given, [], ["prediction = input * weight"], (), ("", "prediction", "weight"))


def _one_example(run: Run, learner: Learner) -> Listing:
    (input,), (goal,) = run.examples[0]
    given = {"weight": run.origin.weights[0], "goal_prediction": goal, "input": input, "alpha": run.alpha}
    given |= _memory(run)
    if not learner.lines:
        names = Shown(learner.memory)
        metric, update = metric_lines(run.metric, names=names), update_lines(learner, names=names)
        body = ["prediction = input * weight", *metric.lines, "weight_delta = delta * input", *update.lines]
        imports, helpers = preamble(names)
        return Listing(imports, given, helpers, body, ("weight", *learner.memory), ("error", "prediction", "weight"))
    imports, helpers, body = _own_lines(run, learner)
    return Listing(imports, given, helpers, body, ("weight",), ("error", "prediction", "weight"))


def _own_lines(run: Run, learner: Learner) -> tuple[list[str], list[str], list[str]]:
    """For a learner with a step of its own: (imports, helpers, round)."""
    names = Shown()
    lines = own_lines(learner, names)
    if "error_at" in learner.lines:
        error = inline(run.metric.error, "prediction", "goal_prediction", names=names)
        imports, helpers = preamble(names)
        inner = ["prediction = input * weight", *error.lines, f"return {error.results[0]}"]
        helpers += ["def error_at(weight):", *indent(inner)]
        return imports, helpers, ["prediction = input * weight", "error = error_at(weight)", *lines]
    metric = metric_lines(run.metric, names=names)
    imports, helpers = preamble(names)
    blame = ["weight_delta = delta * input"] if "weight_delta" in learner.lines else []
    return imports, helpers, ["prediction = input * weight", *metric.lines, *blame, *lines]


def _many_examples(run: Run, learner: Learner) -> Listing:
    pairs = [(input[0], goal[0]) for input, goal in run.examples]
    names, count = Shown(learner.memory), len(pairs)
    metric, update = metric_lines(run.metric, names=names), update_lines(learner, names=names)
    look = [line.replace("error =", "error +=", 1) if line.startswith("error =") else line for line in metric.lines]
    body = [
        "error = weight_delta = 0.0",
        "for input, goal_prediction in examples:",
        *indent(["prediction = input * weight", *look, "weight_delta += delta * input"]),
        f"error, weight_delta = error / {count}, weight_delta / {count}",
        *update.lines,
    ]
    given = {"weight": run.origin.weights[0], "examples": pairs, "alpha": run.alpha, **_memory(run)}
    imports, helpers = preamble(names)
    return Listing(imports, given, helpers, body, ("weight", *learner.memory), ("error", "prediction", "weight"))


def _many_inputs(run: Run, learner: Learner) -> Listing:
    inputs, (goal,) = run.examples[0]
    names = Shown()
    metric, update = metric_lines(run.metric, names=names), update_lines(learner, "weights[i]", names=names)
    body = [
        "prediction = 0.0",
        "for i, input in enumerate(inputs):",
        *indent(["prediction += weights[i] * input"]),
        *metric.lines,
        "for i, input in enumerate(inputs):",
        *indent(["weight_delta = delta * input", *update.lines]),
    ]
    given = {"inputs": list(inputs), "goal_prediction": goal, "weights": list(run.origin.weights), "alpha": run.alpha}
    imports, helpers = preamble(names)
    return Listing(imports, given, helpers, body, ("weights",), ("error", "prediction", "weights"))


def _side_by_side(run: Run, learner: Learner) -> Listing:
    inputs, goals = run.examples[0]
    given: dict[str, Any] = {"inputs": list(inputs), "goals": list(goals), "weights": list(run.origin.weights)}
    given["predictions"] = [0.0] * len(inputs)
    each = isinstance(run.alpha, (int, float))
    given["alpha" if each else "alphas"] = run.alpha if isinstance(run.alpha, (int, float)) else list(run.alpha)
    if learner.lines:
        imports, helpers, look = _own_lines(run, learner)
    else:
        names = Shown(learner.memory)
        metric, update = metric_lines(run.metric, names=names), update_lines(learner, names=names)
        imports, helpers = preamble(names)
        look = ["prediction = input * weight", *metric.lines, "weight_delta = delta * input", *update.lines]
    look = [line.replace("error =", "error +=", 1) if line.startswith("error =") else line for line in look]
    start = "weight = weights[i]" if each else "weight, alpha = weights[i], alphas[i]"
    body = [
        "error = 0.0",
        "for i, (input, goal_prediction) in enumerate(zip(inputs, goals)):",
        *indent([start, *look, "weights[i], predictions[i] = weight, prediction"]),
    ]
    first = "[0]" if len(inputs) == 1 else ""
    return Listing(imports, given, helpers, body, ("weights",), ("error", f"predictions{first}", f"weights{first}"))


def _memory(run: Run) -> dict[str, float]:
    """What the learner keeps for the one weight."""
    names = run.learner.memory if run.learner else ()
    return {name: values[0] for name, values in zip(names, run.origin.memories)}
