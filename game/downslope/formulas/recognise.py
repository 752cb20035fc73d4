"""Whether a formula is the article's: the squared error, gradient descent. Known by what it says, not by its name."""

from __future__ import annotations

import ast
from collections.abc import Callable
from contextlib import suppress
from itertools import product
from math import isclose

from ..learning.learner import Learner
from ..learning.metric import Metric
from .inline import couples_outputs, inline

SUMS = (ast.Module, ast.Expr, ast.Assign, ast.AugAssign, ast.Name, ast.Constant, ast.BinOp, ast.UnaryOp, ast.operator,
        ast.unaryop, ast.expr_context)  # fmt: skip
PLACES = (-2.75, -1.25, 0.0, 0.5, 3.0, 11.0, 700.0)  # sums, products and powers that are the same here are the same


def is_squared_error(metric: Metric) -> tuple[float, float] | None:
    """(error / miss ** 2, delta / miss), both above 0, with miss = prediction - goal_prediction; None: not so."""
    with suppress(Exception):  # an author's
        share, pull = metric.error(1.0, 0.0), metric.delta(1.0, 0.0)
        same = _are_same(metric.error, lambda p, g: share * (p - g) ** 2, 2)
        same = same and _are_same(metric.delta, lambda p, g: pull * (p - g), 2)
        same = same and min(share, pull) > 0.0 and not couples_outputs(metric)
        return (share, pull) if same and _are_sums(metric.error, 2) and _are_sums(metric.delta, 2) else None
    return None


def is_gradient_descent(learner: Learner) -> bool:
    """Its formula is weight - alpha * weight_delta, and it keeps nothing."""
    with suppress(Exception):
        own = not learner.memory and type(learner).step is Learner.step and _are_sums(learner.update, 3)
        return own and _are_same(learner.update, lambda w, d, a: w - a * d, 3)
    return False


def _are_sums(method: Callable[..., float], count: int) -> bool:
    """Sums, products and powers, and no choice."""
    part = inline(method, *"abc"[:count], keep=("a", "b"))
    tree = ast.parse("\n".join([*part.lines, *part.results]))
    return all(isinstance(node, SUMS) for node in ast.walk(tree))


def _are_same(one: Callable[..., float], other: Callable[..., float], count: int) -> bool:
    places = product(PLACES, repeat=count)
    return all(isclose(one(*place), other(*place), rel_tol=1e-12, abs_tol=1e-9) for place in places)
