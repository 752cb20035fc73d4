"""Which well-known loss a metric is, and which well-known optimizer a learner, told by what they compute, not by name.

A framework has these ready-made under a name of its own. What is none of them has its own formula, and no such name.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from math import cosh, isclose, log, sqrt, tanh
from typing import NamedTuple

from ..learning.learner import Learner
from ..learning.metric import Metric
from .inline import NotInlinable, couples_outputs, metric_lines, update_lines

# ---------------------------------------------------------------------------------------------------------------------
# What plain lines work out, as polynomials: so a formula is recognised by what it says, not by its name. A
# polynomial is a dict from sorted names to a factor: 3 * a * a - b is {("a", "a"): 3.0, ("b",): -1.0}.


Polynomial = dict[tuple[str, ...], float]
HIGHEST = 4  # power of `**` that is multiplied out


def polynomials(lines: Sequence[str]) -> dict[str, Polynomial]:
    """What each name is once all lines have run; names that no line assigns to stand for themselves.

    NotInlinable: a line is more than sums, products and whole powers.
    """
    known: dict[str, Polynomial] = {}
    for statement in ast.parse("\n".join(lines)).body:
        if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
            name = statement.target.id
            known[name] = _both(statement.op, known.get(name, {(name,): 1.0}), _read(statement.value, known))
        elif isinstance(statement, ast.Assign) and all(isinstance(t, ast.Name) for t in statement.targets):
            value = _read(statement.value, known)
            known |= {t.id: value for t in statement.targets if isinstance(t, ast.Name)}
        else:
            raise NotInlinable("more than an assignment to a name")
    return known


def is_squared_error(metric: Metric) -> tuple[float, float] | None:
    """(error / miss ** 2, delta / miss), both above 0, with miss = prediction - goal_prediction; None: not so."""
    try:
        found = polynomials(metric_lines(metric).lines)
    except (NotInlinable, SyntaxError):
        return None
    p, g = ("prediction",), ("goal_prediction",)
    share, pull = found["error"].get(p + p, 0.0), found["delta"].get(p, 0.0)
    square = {g + g: share, g + p: -2.0 * share, p + p: share}
    if share <= 0.0 or pull <= 0.0 or found["error"] != square or found["delta"] != {p: pull, g: -pull}:
        return None
    return share, pull


def is_gradient_descent(learner: Learner) -> bool:
    """Its formula is weight - alpha * weight_delta, and it keeps nothing."""
    try:
        found = polynomials(update_lines(learner).lines) if not learner.memory else {}
    except (NotInlinable, SyntaxError):
        return False
    return found.get("weight") == {("weight",): 1.0, ("alpha", "weight_delta"): -1.0}


def _read(node: ast.expr, known: Mapping[str, Polynomial]) -> Polynomial:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return _tidy({(): float(node.value)})
    if isinstance(node, ast.Name):
        return known.get(node.id, {(node.id,): 1.0})
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return _scaled(_read(node.operand, known), -1.0)
    if isinstance(node, ast.BinOp):
        return _both(node.op, _read(node.left, known), _read(node.right, known))
    raise NotInlinable("more than sums, products and powers")


def _both(sign: ast.operator, left: Polynomial, right: Polynomial) -> Polynomial:
    if isinstance(sign, ast.Add):
        return _added(left, right)
    if isinstance(sign, ast.Sub):
        return _added(left, _scaled(right, -1.0))
    if isinstance(sign, ast.Mult):
        return _multiplied(left, right)
    if isinstance(sign, (ast.Div, ast.Pow)) and set(right) == {()}:
        number = right[()]
        if isinstance(sign, ast.Div):
            return _scaled(left, 1.0 / number)
        if number in range(1, HIGHEST + 1):
            power = left
            for _ in range(int(number) - 1):
                power = _multiplied(power, left)
            return power
    raise NotInlinable("more than sums, products and whole powers")


def _added(left: Polynomial, right: Polynomial) -> Polynomial:
    total = dict(left)
    for names, factor in right.items():
        total[names] = total.get(names, 0.0) + factor
    return _tidy(total)


def _scaled(terms: Polynomial, by: float) -> Polynomial:
    return {names: factor * by for names, factor in terms.items()}


def _multiplied(left: Polynomial, right: Polynomial) -> Polynomial:
    total: Polynomial = {}
    for a, x in left.items():
        for b, y in right.items():
            names = tuple(sorted(a + b))
            total[names] = total.get(names, 0.0) + x * y
    return _tidy(total)


def _tidy(terms: Polynomial) -> Polynomial:
    return {names: factor for names, factor in terms.items() if factor != 0.0}


MISSES = (-2.75, -1.25, -0.5, -0.125, 0.25, 0.875, 1.5, 3.0)
GOALS = (0.0, 0.75, -1.5)


class KnownLoss(NamedTuple):
    """`kind`: a key of LOSSES; the metric's delta is `factor` times the true slope of its error."""

    kind: str
    factor: float


class KnownOptimizer(NamedTuple):
    """`kind`: gradient-descent, momentum, nesterov, rmsprop or adam; `numbers`: its settings (beta; rho; two betas)."""

    kind: str
    numbers: tuple[float, ...] = ()


def _sign(miss: float) -> float:
    return float((miss > 0) - (miss < 0))


# the error of a miss, and its slope
LOSSES: dict[str, tuple[Callable[[float], float], Callable[[float], float]]] = {
    "squared": (lambda miss: miss * miss, lambda miss: 2.0 * miss),
    "absolute": (abs, _sign),
    "huber": (
        lambda miss: miss * miss / 2 if abs(miss) < 1 else abs(miss) - 0.5,
        lambda miss: min(1.0, max(-1.0, miss)),
    ),
    "log-cosh": (lambda miss: log(cosh(miss)), tanh),
    "signed": (lambda miss: miss, lambda miss: 1.0),
}


def recognise_metric(metric: Metric) -> KnownLoss | None:
    """None: it is none of these."""
    with suppress(Exception):  # a plugin's formula may raise at a point that its own levels never reach
        return _loss_of(metric)
    return None


def _loss_of(metric: Metric) -> KnownLoss | None:
    if couples_outputs(metric):
        return None
    for name, (error, slope) in LOSSES.items():
        factor = metric.delta(1.5, 0.0) / slope(1.5)
        points = [(miss, goal) for miss in MISSES for goal in GOALS]
        if factor and all(
            _same(metric.error(goal + miss, goal), error(miss))
            and _same(metric.delta(goal + miss, goal), factor * slope(miss))
            for miss, goal in points
        ):
            return KnownLoss(name, factor)
    return None


def recognise_learner(learner: Learner) -> KnownOptimizer | None:
    """None: it is none of these, or moves the weights in a step of its own."""
    with suppress(Exception):  # as above
        return _rule_of(deepcopy(learner))  # what it notes down for itself stays as it is
    return None


def _rule_of(learner: Learner) -> KnownOptimizer | None:
    if type(learner).step is not Learner.step:
        return None
    found: KnownOptimizer | None = None
    if not learner.memory:
        found = KnownOptimizer("gradient-descent")
    elif len(learner.memory) == 1:
        beta = learner.update(0.0, 0.0, 0.5, 1.0)[1]  # what is left of a memory of 1
        velocity = learner.update(0.0, 1.0, 0.5, 0.0)[1]
        if velocity == 1.0:
            moved = -learner.update(0.0, 1.0, 1.0, 0.0)[0]
            found = KnownOptimizer("momentum" if moved == 1.0 else "nesterov", (beta,))
        else:
            found = KnownOptimizer("rmsprop", (beta,))
    elif len(learner.memory) == 3:
        _, beta1, beta2, _ = learner.update(0.0, 0.0, 0.5, 1.0, 1.0, 0.0)
        found = KnownOptimizer("adam", (beta1, beta2))
    return found if found and _agrees(learner, found) else None


def _agrees(learner: Learner, rule: KnownOptimizer) -> bool:
    """Both move the same weights in the same way for a few steps."""
    for weight, weight_deltas, alpha in ((0.5, (0.3, -1.25, 0.75), 0.1), (-2.0, (2.5, 0.0, 4.0), 0.75)):
        theirs, ours = weight, weight
        memory: tuple[float, ...] = (0.0,) * len(learner.memory)
        own: tuple[float, ...] = memory
        for weight_delta in weight_deltas:
            moved = learner.update(theirs, weight_delta, alpha, *memory)
            theirs, *rest = moved if learner.memory else (moved,)
            memory = tuple(rest)
            ours, own = _moved(rule, ours, weight_delta, alpha, own)
            if not _same(theirs, ours):
                return False
    return True


def _moved(
    rule: KnownOptimizer, weight: float, weight_delta: float, alpha: float, memory: tuple[float, ...]
) -> tuple[float, tuple[float, ...]]:
    """One step by the textbook."""
    if rule.kind == "gradient-descent":
        return weight - alpha * weight_delta, ()
    if rule.kind == "adam":
        (beta1, beta2), (mean, square, steps) = rule.numbers, memory
        steps += 1
        mean = beta1 * mean + (1 - beta1) * weight_delta
        square = beta2 * square + (1 - beta2) * weight_delta * weight_delta
        scale = sqrt(square / (1 - beta2**steps)) + 1e-8
        return weight - alpha * mean / (1 - beta1**steps) / scale, (mean, square, steps)
    beta = rule.numbers[0]
    if rule.kind == "rmsprop":
        square = beta * memory[0] + (1 - beta) * weight_delta * weight_delta
        return weight - alpha * weight_delta / (sqrt(square) + 1e-8), (square,)
    velocity = beta * memory[0] + weight_delta
    push = velocity if rule.kind == "momentum" else beta * velocity + weight_delta
    return weight - alpha * push, (velocity,)


def _same(a: float, b: float) -> bool:
    return isclose(a, b, rel_tol=1e-12, abs_tol=1e-14)
