"""One round of a level as lines of plain Python, made from its own network, metric and learner. Nothing is typed in.

The same lines are shown in the code panel (tracing.py runs them one by one) and written out as a script (script.py).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any, NamedTuple

from ..learning.learner import Learner
from ..learning.lines import NotPlain, inline, metric_lines, update_lines
from ..learning.network import Neuron, Neurons
from ..learning.run import Run

INDENT = "    "


class Listing(NamedTuple):
    """`given`: name -> value at the start; `round`: the lines of one round; `kept`: what the next round takes over."""

    imports: list[str]
    given: dict[str, Any]
    helpers: list[str]
    round: list[str]
    kept: tuple[str, ...]
    shown: tuple[str, str, str]  # the names of the error, the prediction and the weight in it


def listing(run: Run) -> Listing:
    """The lines for this run. NotPlain: its network, metric or learner is more than plain lines can say."""
    if run.learner is None:
        return _forward_only(run)
    if len(run.batches) > 1 or run.frozen:
        raise NotPlain("not one look at all examples a step")
    network = run.network
    if isinstance(network, Neurons) and len(run.examples) == 1:
        return _side_by_side(run, run.learner)
    if not isinstance(network, Neuron) or network.outputs != 1:
        raise NotPlain("another network")
    if network.inputs > 1:
        return _many_inputs(run, run.learner)
    return _one_example(run, run.learner) if len(run.examples) == 1 else _many_examples(run, run.learner)


def _forward_only(run: Run) -> Listing:
    (input,), _ = run.examples[0]
    given = {"input": input, "weight": run.start[0]}
    return Listing([], given, [], ["prediction = input * weight"], (), ("", "prediction", "weight"))


def _one_example(run: Run, learner: Learner) -> Listing:
    (input,), (goal,) = run.examples[0]
    given = {"weight": run.start[0], "goal_prediction": goal, "input": input, "alpha": run.alpha, **_memory(learner)}
    if not learner.lines:
        metric, update = metric_lines(run.metric), update_lines(learner)
        body = ["prediction = input * weight", *metric.lines, "weight_delta = delta * input", *update.lines]
        imports, helpers = preamble({**metric.scope, **update.scope})
        return Listing(imports, given, helpers, body, ("weight", *learner.memory), ("error", "prediction", "weight"))
    imports, helpers, body = _own_lines(run, learner)
    return Listing(imports, given, helpers, body, ("weight",), ("error", "prediction", "weight"))


def _own_lines(run: Run, learner: Learner) -> tuple[list[str], list[str], list[str]]:
    """For a learner with a step of its own: (imports, helpers, round)."""
    metric = metric_lines(run.metric)
    imports, helpers = preamble(metric.scope)
    lines = learner.lines.splitlines()
    if "error_at" in learner.lines:
        error = inline(run.metric.error, "prediction", "goal_prediction")
        inner = ["prediction = input * weight", *error.lines, f"return {error.results[0]}"]
        helpers += ["def error_at(weight):", *indented(inner)]
        return imports, helpers, ["prediction = input * weight", "error = error_at(weight)", *lines]
    blame = ["weight_delta = delta * input"] if "weight_delta" in learner.lines else []
    return imports, helpers, ["prediction = input * weight", *metric.lines, *blame, *lines]


def _many_examples(run: Run, learner: Learner) -> Listing:
    if learner.lines:
        raise NotPlain("a learner with a step of its own, and several examples")
    pairs = [(input[0], goal[0]) for input, goal in run.examples]
    metric, update, count = metric_lines(run.metric), update_lines(learner), len(pairs)
    look = [line.replace("error =", "error +=", 1) if line.startswith("error =") else line for line in metric.lines]
    body = [
        "error = weight_delta = 0.0",
        "for input, goal_prediction in examples:",
        *indented(["prediction = input * weight", *look, "weight_delta += delta * input"]),
        f"error, weight_delta = error / {count}, weight_delta / {count}",
        *update.lines,
    ]
    given = {"weight": run.start[0], "examples": pairs, "alpha": run.alpha, **_memory(learner)}
    imports, helpers = preamble({**metric.scope, **update.scope})
    return Listing(imports, given, helpers, body, ("weight", *learner.memory), ("error", "prediction", "weight"))


def _many_inputs(run: Run, learner: Learner) -> Listing:
    if learner.lines or learner.memory or len(run.examples) > 1:
        raise NotPlain("more than one formula over one example")
    inputs, (goal,) = run.examples[0]
    metric, update = metric_lines(run.metric), update_lines(learner, "weights[i]")
    body = [
        "prediction = 0.0",
        "for i, input in enumerate(inputs):",
        *indented(["prediction += weights[i] * input"]),
        *metric.lines,
        "for i, input in enumerate(inputs):",
        *indented(["weight_delta = delta * input", *update.lines]),
    ]
    given = {"inputs": list(inputs), "goal_prediction": goal, "weights": list(run.start), "alpha": run.alpha}
    imports, helpers = preamble({**metric.scope, **update.scope})
    return Listing(imports, given, helpers, body, ("weights",), ("error", "prediction", "weights"))


def _side_by_side(run: Run, learner: Learner) -> Listing:
    if learner.memory:
        raise NotPlain("memory for each weight")
    inputs, goals = run.examples[0]
    given: dict[str, Any] = {"inputs": list(inputs), "goals": list(goals), "weights": list(run.start)}
    given["predictions"] = [0.0] * len(inputs)
    each = isinstance(run.alpha, (int, float))
    given["alpha" if each else "alphas"] = run.alpha if isinstance(run.alpha, (int, float)) else list(run.alpha)
    if learner.lines:
        imports, helpers, look = _own_lines(run, learner)
    else:
        metric, update = metric_lines(run.metric), update_lines(learner)
        imports, helpers = preamble({**metric.scope, **update.scope})
        look = ["prediction = input * weight", *metric.lines, "weight_delta = delta * input", *update.lines]
    look = [line.replace("error =", "error +=", 1) if line.startswith("error =") else line for line in look]
    start = "weight = weights[i]" if each else "weight, alpha = weights[i], alphas[i]"
    body = [
        "error = 0.0",
        "for i, (input, goal_prediction) in enumerate(zip(inputs, goals)):",
        *indented([start, *look, "weights[i], predictions[i] = weight, prediction"]),
    ]
    return Listing(imports, given, helpers, body, ("weights",), ("error", "predictions", "weights"))


def _memory(learner: Learner) -> dict[str, float]:
    return dict.fromkeys(learner.memory, 0.0)


def indented(lines: list[str]) -> list[str]:
    return [INDENT + line for line in lines]


def preamble(scope: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """(imports, helpers): what lines take from their module, written out. NotPlain: it cannot be."""
    imports: list[str] = []
    helpers: list[str] = []
    for name, value in sorted(scope.items()):
        if isinstance(value, (int, float)):
            helpers.append(f"{name} = {value!r}")
        elif isinstance(value, FunctionType):
            helpers += _source(value).splitlines()
        elif getattr(value, "__module__", None) in ("math", "operator", "itertools", "functools"):
            imports.append(f"from {value.__module__} import {value.__name__}")
        elif inspect.ismodule(value):
            imports.append(f"import {value.__name__}" + (f" as {name}" if value.__name__ != name else ""))
        else:
            raise NotPlain(f"{name} cannot be written out")
    return imports, helpers


def _source(function: Callable[..., Any]) -> str:
    try:
        return inspect.cleandoc(inspect.getsource(function))
    except (OSError, TypeError) as error:
        raise NotPlain(f"the source of {function.__name__} cannot be read") from error
