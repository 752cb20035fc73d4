"""What the loops of nets need to know of a formula: its numbers, and whether what is not finite stays so."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ..learning.learner import Learner
from ..learning.metric import Metric


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
