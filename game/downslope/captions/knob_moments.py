"""What was set in a run and before it: alphas that follow each other, weights that are held."""

from __future__ import annotations

from ..rules.names import input_name
from .moment import Moment
from .run_table import RunTable


def knob_moments(table: RunTable) -> list[Moment]:
    """Empty where one alpha and all weights learn."""
    if table.last == table.first:
        return []
    return [*_alphas(table), *_ice(table)]


def _alphas(table: RunTable) -> list[Moment]:
    """Where the run goes on with another alpha."""
    found: list[Moment] = []
    before: object = None
    for setting in table.run.history.settings:
        changed = setting.alpha != before and isinstance(setting.alpha, (int, float))
        if changed and before is not None and table.first < setting.first < table.last:
            found.append(Moment(setting.first, 0, "another alpha", {"alpha": float(setting.alpha)}))  # type: ignore[arg-type]
        before = setting.alpha
    return found


def _ice(table: RunTable) -> list[Moment]:
    """Weights that were held from the start to the end, and the miss that is left to the others."""
    held = [each.frozen for each in table.run.history.settings if each.first < table.last]
    ice = frozenset.intersection(*held) if held else frozenset()
    run = table.run
    if not ice or len(ice) == run.network.size or len(run.examples) != 1 or run.network.outputs != 1:
        return []
    inputs, (goal,) = run.examples[0]
    miss = abs(run.network.predict(table.weights_at(table.first), inputs)[0] - goal)
    names = tuple(input_name(table.words, index) for index in sorted(ice) if index < run.network.inputs)
    kind = "one is held" if len(names) == 1 else "are held"
    return [Moment(table.first, 0, kind, {"names": names, "miss": miss})]
