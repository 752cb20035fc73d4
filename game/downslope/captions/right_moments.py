"""When an example is right: its miss is small from a pass on, to the end."""

from __future__ import annotations

from ..learning.architecture import layers_of
from .moment import LitInputs, Moment
from .names import lit_inputs
from .run_table import MANY, RunTable, holds_from

RIGHT = 0.25  # a miss that is smaller is right


def right_moments(table: RunTable) -> list[Moment]:
    """Told with its pass, so every pass must have been looked at. Empty where a step sees all examples."""
    run = table.run
    if not table.dense or table.each == 1 or layers_of(run.network) is None or run.network.outputs > 1:
        return []
    if len(run.examples) > MANY or not _switches(table):
        return []
    found: dict[LitInputs, Moment] = {}
    for e, (_input, (goal, *_others)) in enumerate(run.examples):
        place = holds_from([abs(row[e][-1][0] - goal) < RIGHT for row in table.answers])
        if place:
            example = lit_inputs(table.words, run.examples, e)
            found.setdefault(example, Moment(table.looks[place], 1, "right", {"pass": place, "example": example}))
    return list(found.values())


def _switches(table: RunTable) -> bool:
    """Every input is on or off, so that an example has a name."""
    return all(value in (0, 1) for inputs, _goal in table.run.examples for value in inputs)
