"""A gate on the way of the prediction: a step that crosses it and is too long ends the run there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, NamedTuple

from .field_bounds import FINITE, POSITIVE
from .knob import CLOSE

if TYPE_CHECKING:
    from ..engine.run import Run


class Gate(NamedTuple):
    """A place that the prediction may cross with a short step only."""

    at: Annotated[float, FINITE]  # the prediction at which it stands
    most: Annotated[float, POSITIVE]  # the longest step across it, in the prediction


class Bump(NamedTuple):
    """A gate, and the length of the step that was too long for it."""

    gate: Gate
    length: float


def bump_of(run: Run, gates: Iterable[Gate]) -> Bump | None:
    """What the last step of a run ran into; None: nothing."""
    if not run.count:
        return None
    input = run.examples[0][0]
    before, after = (run.network.predict(run.weights_at(step), input)[0] for step in (run.count - 1, run.count))
    length = abs(after - before)
    crossed = (gate for gate in gates if (before < gate.at) != (after < gate.at))
    return next((Bump(gate, length) for gate in crossed if length > gate.most + CLOSE), None)
