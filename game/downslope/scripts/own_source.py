"""A round that plain lines cannot say: over the game's parts, and the methods that these call, as their authors wrote
them. A learner with a step of its own, a metric with a branch, another's network.
"""

from __future__ import annotations

from types import FunctionType

from ..engine.checked_problem import is_own
from ..engine.run import Run
from ..formulas.inline import NotInlinable, metric_lines
from ..formulas.read import source_of
from ..learning.learner import Learner
from ..learning.metric import Metric
from ..learning.network import Network


def round_over_parts(run: Run) -> list[str]:
    """The lines of a round; what they call stands in `own_methods`."""
    if run.learner is None:
        return ["prediction = network.predict(weights, input)"]
    return ["error = problem.error(weights)", "weights = learner.step(problem, weights, alpha)"]


def own_methods(run: Run, metric: Metric | None = None) -> list[str]:
    """The methods that make this run what it is, one after the other, in lines. `metric`: instead of the run's own."""
    found: list[str] = []
    for owner, name in _methods(run, metric or run.metric):
        method = getattr(type(owner), name, None)
        try:
            text = source_of(method) if isinstance(method, FunctionType) else ""
        except NotInlinable:
            text = ""
        lines = text.rstrip().splitlines() or [f"# {type(owner).__name__}.{name}: its source is not on this machine"]
        found += ["", *lines] if found else lines
    return found


def _methods(run: Run, metric: Metric) -> list[tuple[object, str]]:
    """Whose methods, and which: only what differs from the game's own classes."""
    found: list[tuple[object, str]] = []
    learner, network = run.learner, run.network
    if learner is not None:
        found += [(learner, "step" if type(learner).step is not Learner.step else "update")]
        try:
            metric_lines(metric)
        except NotInlinable:
            found += _overridden(metric, Metric, ("error", "delta", "total_error", "deltas"))
    if not is_own(network):
        names = ("forward", "weight_deltas") if learner is not None else ("forward",)
        found += _overridden(network, Network, names)
    return found


def _overridden(thing: object, base: type, names: tuple[str, ...]) -> list[tuple[object, str]]:
    return [(thing, name) for name in names if getattr(type(thing), name, None) is not getattr(base, name, None)]
