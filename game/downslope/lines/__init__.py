"""One step of learning as lines: what a network, a metric and a learner say, in one form, and its renderings."""

from __future__ import annotations

from typing import Any

from ..formulas.source import NotInlinable
from ..learning import Learner, MaxPool, Metric, Network
from .form import StepForm
from .rows import Rows
from .unrolled import Called, Unrolled

SMALL = 100  # weights: up to here every operation is written out


def lines_of(
    network: Network, metric: Metric, learner: Learner, frozen: frozenset[int] = frozenset(), batched: bool = False,
    alphas: bool = False, sparse: bool = False,
) -> tuple[list[str], dict[str, Any], bool]:  # fmt: skip
    """The lines that run, what they call, and whether they pass over what is 0. NotInlinable: they cannot say it."""
    step = StepForm(network, metric, learner)
    if not step.ops:
        return Called(step, frozen, batched, alphas).lines(), step.calls, False
    small = network.size <= SMALL and not any(isinstance(op, MaxPool) for op in step.ops)
    try:
        how = Unrolled(step, frozen, batched, alphas) if small else Rows(step, frozen, batched, alphas, sparse)
        lines = how.lines()
    except NotInlinable:
        lines = Called(step, frozen, batched, alphas).lines()
    return lines, step.calls, step.noop
