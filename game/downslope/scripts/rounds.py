"""Which rounds a script makes, with which alpha, and at which examples it looks: the same in all its forms."""

from __future__ import annotations

from types import FunctionType
from typing import Any, NamedTuple

from ..engine.run import Run
from ..formulas.names import Shown
from ..formulas.source import indent, preamble
from ..learning.alpha_schedule import SCHEDULES
from ..learning.learner import Alpha

MOST = 1000  # numbers in the examples that are written out
LONG = 3  # equal numbers in a row, from here on they are written `[0.1] * 8`


class Rounds(NamedTuple):
    """`head`: of the loop; `alpha`: a line that begins each round, or ""; `constant`: no alpha changes.

    `imports` and `helpers`: what that line needs.
    """

    head: str
    alpha: str = ""
    constant: bool = True
    imports: list[str] = []
    helpers: list[str] = []


def course(run: Run, rounds: int, name: str, counts: bool) -> Rounds:
    """From where a knob was turned last until `rounds` rounds of the run are made.

    `name`: of alpha in the lines; `counts`: they read the number of the round.
    """
    first = run.origin.step
    made, numbered = rounds - first, f"range({first}, {rounds})" if first else f"range({rounds})"
    alphas = _runs(run, first, rounds)
    if len(alphas) <= 1:
        return Rounds(f"for iteration in {numbered if counts else f'range({made})'}:")
    setting = run.history.setting_at(rounds - 1)
    if setting.schedule != "constant" and setting.first <= first and isinstance(setting.alpha, (int, float)):
        function = SCHEDULES[setting.schedule]
        assert isinstance(function, FunctionType)
        part = f"min(iteration, {run.budget - 1}) / {run.budget}"
        line = f"alpha = {as_source(setting.alpha)} * {function.__name__}({part})"
        return Rounds(f"for iteration in {numbered}:", line, False, *_with_all(function))
    listed, start = _listed(alphas), f", {first}" if first else ""
    return Rounds(f"for iteration, {name} in enumerate({listed}{start}):" if counts else f"for {name} in {listed}:",
                  constant=False)  # fmt: skip


def _with_all(function: FunctionType) -> tuple[list[str], list[str]]:
    """It, and what it takes from its module: (imports, lines)."""
    names = Shown()
    names.scope[function.__name__] = function
    return preamble(names)


def order_lines(run: Run, rounds: int) -> list[str]:
    """Where the examples are shuffled: the order of all epochs, by the same random numbers (Fisher & Yates)."""
    count, size, each = len(run.examples), run.order.size, len(run.batches)
    keep = "order += row" if size == 1 else f"batches += [row[i:i + {size}] for i in range(0, {count}, {size})]"
    return [
        f"random, row, {'order' if size == 1 else 'batches'} = Random({run.order.seed!r}), list(range({count})), []",
        f"for epoch in range({-(-rounds // each)}):",
        *indent([
            f"for last in range({count - 1}, 0, -1):",
            *indent(["other = int(random.random() * (last + 1))", "row[last], row[other] = row[other], row[last]"]),
            keep,
        ]),
    ]  # fmt: skip


def _runs(run: Run, first: int, last: int) -> list[tuple[Alpha, int]]:
    """The alphas of steps first ... last - 1, each with the number of steps that have it."""
    found: list[tuple[Alpha, int]] = []

    def add(step: int, count: int) -> None:
        alpha = run.alpha_at(step)
        before = found.pop() if found and found[-1][0] == alpha else (alpha, 0)
        found.append((alpha, before[1] + count))

    begins = sorted({first, *(s.first for s in run.history.settings if first < s.first < last)})
    for begin, end in zip(begins, [*begins[1:], last]):
        constant = run.history.setting_at(begin).schedule == "constant"
        for step in [begin] if constant else range(begin, end):
            add(step, end - begin if constant else 1)
    return found


def _listed(alphas: list[tuple[Alpha, int]]) -> str:
    """[0.1] * 8 + [1] * 9"""
    return " + ".join(f"[{as_source(alpha)}]" + (f" * {count}" if count > 1 else "") for alpha, count in alphas)


def as_source(value: Any) -> str:
    """As a person would write it: 7 for 7.0, lists in brackets; reading it back gives the same number."""
    if isinstance(value, list) and len(value) > LONG and len(set(map(repr, value))) == 1:
        return f"[{as_source(value[0])}] * {len(value)}"
    if isinstance(value, (list, tuple)):
        inner = ", ".join(as_source(v) for v in value)
        return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 and repr(value) != "-0.0":
        return str(int(value))
    return repr(value)


def numbers_in(run: Run) -> int:
    """How many numbers its examples have."""
    return len(run.examples) * (run.network.inputs + run.network.outputs)
