"""Many rounds of one neuron at once: its own lines (formulas/inline.py) compiled into one loop.

Equal to the readable path to the last bit, in weights, errors and memory, which tests hold. The loop keeps every weight
and error, and stops where there may be something to judge: at the goal, beyond the limit, or back at the marked weight.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ..formulas.inline import NotInlinable, metric_lines, update_lines
from ..formulas.names import Hidden
from ..learning.learner import Learner
from ..learning.metric import Metric
from ..learning.network import Neuron
from ..learning.problem import Problem
from .generated import execute

SAME = 1e-9  # two numbers count as the same within SAME * (1 + |x|)


class Loop(NamedTuple):
    """The compiled functions for one metric and one learner; the numbers of the level are arguments.

    run(input, goal, tolerance, limit, weight, memories, alpha, steps, beat, mark, low, high, keep_weight, keep_error)
        -> (beat, weight, memories, mark)
    steps(input, goal, weights, errors, first, alpha, examples, make, kind) -> list of kind, made by `make`
    """

    run: Callable[..., tuple[int, float, tuple[float, ...], int]]
    steps: Callable[..., list[Any]]


LOOPS: dict[tuple[Any, ...], Loop] = {}


def neuron_loop(problem: Problem, learner: Learner) -> Loop:
    """The loop for one neuron with one input and one example. NotInlinable: another shape, or lines cannot be had."""
    if type(problem.network) is not Neuron or problem.network.size != 1 or len(problem.examples) != 1:
        raise NotInlinable("another shape")
    if problem.frozen:
        raise NotInlinable("a frozen weight")
    key = (problem.metric, numbers_of(problem.metric), type(learner), numbers_of(learner))
    if key not in LOOPS:
        LOOPS[key] = _compiled(problem.metric, learner)
    return LOOPS[key]


def numbers_of(thing: Learner | Metric) -> tuple[tuple[str, str], ...]:
    """Its own numbers, which are put into the lines: 1 is another than 1.0, and 0.0 than -0.0."""
    return tuple((k, repr(v)) for k, v in vars(thing).items() if type(v) in (int, float))


def absorbs(update: Sequence[str], weight: str) -> bool:
    """A weight that is not finite stays so in all further steps: weight - x is infinite or no number then.

    What else may come back as a number, so that the end of a stretch does not tell whether all of it was finite.
    """
    stored: list[bool] = []
    for statement in ast.parse("\n".join(update)).body:
        if isinstance(statement, ast.AugAssign):
            if ast.unparse(statement.target) == weight:
                stored.append(isinstance(statement.op, (ast.Sub, ast.Add)))
        elif isinstance(statement, ast.Assign):
            for target in statement.targets:
                parts = target.elts if isinstance(target, ast.Tuple) else [target]
                values = statement.value.elts if isinstance(statement.value, ast.Tuple) else [statement.value]
                for part, value in zip(parts, values):
                    if ast.unparse(part) == weight:
                        less = isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Sub, ast.Add))
                        stored.append(less and ast.unparse(value.left) == weight)  # type: ignore[attr-defined]
    return all(stored)


def finite_line(weight: str) -> str:
    """Only what is not finite is not 0 when it is taken off itself."""
    return f"if not {weight} - {weight} == 0.0: raise OverflowError"


def _compiled(metric: Metric, learner: Learner) -> Loop:
    own = Hidden()
    memory = [f"_m{k}" for k in range(len(learner.memory))]
    names = "".join(f"{m}, " for m in memory)
    metric_text, delta = metric_lines(metric, names=own), metric_lines(metric, ["delta"], own)
    update = update_lines(learner, memory=memory, names=own)
    guard = [] if absorbs(update.lines, "weight") else [finite_line("weight")]
    look = ["prediction = input * weight", *metric_text.lines]
    text = [
        "def run(input, goal_prediction, _tolerance, _limit, weight, _memories, alpha, _steps, _beat, _mark, _low,"
        " _high, _keep_weight, _keep_error):",
        *([f"    {names}= _memories"] if memory else []),
        # a little wide: what falls between is judged, found short, and goes on
        "    _below, _above = goal_prediction - _tolerance, goal_prediction + _tolerance",
        "    _lowest, _k, _end = -_limit, _beat, _beat + _steps",
        "    while _k < _end:",
        "        for _k in range(_k, min(_end, _mark) if _mark > _k else _end):",
        *_indented(look, 12),
        "            if _below <= prediction <= _above: break",
        "            if not _lowest <= error <= _limit: break",
        "            _keep_weight(weight)",
        "            _keep_error(error)",
        *_indented(["weight_delta = delta * input", *update.lines, *guard], 12),
        "            if _low <= weight <= _high:",
        "                _k += 1",
        "                break",
        "        else:",
        "            _k += 1",
        *_indented(_marking(memory), 12),
        "            continue",
        "        break",
        f"    return _k, weight, ({names}), _mark",
        "def steps(input, goal_prediction, _weights, _errors, _first, alpha, _examples, _make, _kind):",
        "    _found = []",
        "    _add = _found.append",
        "    for _k, weight, _error in zip(range(_first, _first + len(_weights)), _weights, _errors):",
        *_indented(["prediction = input * weight", *delta.lines], 8),
        "        _add(_make(_kind, (_k, (weight,), ((prediction,),), _error, ((delta,),), (delta * input,), alpha,"
        " _examples)))",
        "    return _found",
    ]
    space = execute(text, f"{metric.name}, {learner.name}", {**own.scope})
    return Loop(space["run"], space["steps"])


def _marking(memory: Sequence[str]) -> list[str]:
    """At beats 1, 2, 4, 8 ... the weight is marked; with memory the whole state must be, which the watch does."""
    if memory:
        return ["if _k == _mark: break"]
    return [
        "if _k == _mark and _k < _end:",
        f"    _low = weight - {SAME!r} * (1.0 + abs(weight))",
        f"    _high = weight + {SAME!r} * (1.0 + abs(weight))",
        "    _mark = 2 * _k",
    ]


def _indented(lines: Sequence[str], by: int) -> list[str]:
    return [" " * by + line for line in lines]
