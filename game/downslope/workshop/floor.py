"""The lowest mean error that a bench's network can have, and the weights there: what no learner can go below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite
from random import Random
from typing import NamedTuple

from ..engine.fast_problem import FEW, FastProblem
from ..formulas.polynomial import is_squared_error
from ..learning.metric import Metric
from ..learning.problem import Problem
from ..rules.fitting import metric_with_knobs
from .bench import Bench

THIRDS, WIDER = 120, 60  # how often a search takes a third away; how often it may reach twice as far
NOTHING = 1e-12  # of the largest number in a system of equations: what is smaller is 0
ABOVE = 1.02  # times the floor: what a target is that nobody has set
PART = 0.1  # of the error at the start, where no floor is known
LEAST = 0.001  # the same, where the floor is 0


class Floor(NamedTuple):
    """The lowest mean error and where it is."""

    error: float
    weights: tuple[float, ...]


def floor_of(bench: Bench, metric: Metric) -> Floor | None:
    """By the normal equations where the error is squared, by a search where there is one weight; else None."""
    if bench.hidden:
        return None
    problem = problem_of(bench, metric)
    try:
        weights = None
        if is_squared_error(problem.metric):
            weights = _least_squares(bench)
        elif bench.inputs == 1:
            weights = _lowest(problem.error)
        error = problem.error(weights) if weights is not None else None
    except (ArithmeticError, ValueError):
        return None
    if weights is None or error is None or not isfinite(error):
        return None
    return Floor(max(0.0, error) if abs(error) < NOTHING else error, tuple(weights))


def problem_of(bench: Bench, metric: Metric) -> Problem:
    """The examples as the engine has them; the metric's own knobs as they stand on the bench."""
    pairs = [(inputs, (goal,)) for inputs, goal in bench.numbers]
    kind = FastProblem if len(pairs) > FEW else Problem
    return kind(bench.network, pairs, metric_with_knobs(metric, dict(bench.settings)))


def _least_squares(bench: Bench) -> list[float] | None:
    """inputs' * inputs * weights = inputs' * goals, by Gauss. None: the inputs do not tell the weights apart."""
    size = bench.inputs
    rows = [[0.0] * (size + 1) for _ in range(size)]
    for inputs, goal in bench.numbers:
        for one in range(size):
            for other in range(size):
                rows[one][other] += inputs[one] * inputs[other]
            rows[one][size] += inputs[one] * goal
    largest = max(abs(number) for row in rows for number in row[:size])
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        if not abs(rows[pivot][column]) > NOTHING * largest:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(size):
            if row != column:
                part = rows[row][column] / rows[column][column]
                rows[row] = [a - part * b for a, b in zip(rows[row], rows[column])]
    return [rows[row][size] / rows[row][row] for row in range(size)]


def _lowest(error: Callable[[Sequence[float]], float]) -> list[float] | None:
    """The lowest point of a curve of one dip, by thirds. None: it falls for ever."""
    low, high = -1.0, 1.0
    for _ in range(WIDER):
        if error([low]) > error([low + (high - low) / 4]) and error([high]) > error([high - (high - low) / 4]):
            break
        low, high = 2 * low, 2 * high
    else:
        return None
    for _ in range(THIRDS):
        third = (high - low) / 3
        if error([low + third]) > error([high - third]):
            low += third
        else:
            high -= third
    return [(low + high) / 2]


def fitting_target(bench: Bench, metric: Metric) -> float:
    """A mean error to be reached where nobody has set one, in two digits: a little above the floor."""
    start = bench.weights or bench.network.start_weights(Random(f"weights {bench.seed}"))
    first = abs(problem_of(bench, metric).error(start))
    floor = floor_of(bench, metric)
    wanted = PART * first if floor is None else max(ABOVE * floor.error, LEAST * first)
    if not isfinite(wanted) or wanted <= 0:
        return LEAST
    rounded = float(f"{wanted:.1e}")
    return rounded if floor is None or rounded > floor.error else float(f"{rounded * 1.1:.1e}")
