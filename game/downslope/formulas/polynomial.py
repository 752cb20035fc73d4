"""What plain lines work out, as polynomials: so a formula is recognised by what it says, not by its name.

A polynomial is a dict from sorted names to a factor: 3 * a * a - b is {("a", "a"): 3.0, ("b",): -1.0}.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from ..learning.learner import Learner
from ..learning.metric import Metric
from .inline import NotInlinable, metric_lines, update_lines

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
