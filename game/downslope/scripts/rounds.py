"""The lines of a run's round; which rounds a script makes, with which alpha, and at which examples it looks."""

from __future__ import annotations

from types import FunctionType
from typing import Any, NamedTuple

from ..engine.run import Run
from ..formulas.source import NotInlinable, Shown, indent, preamble
from ..learning.batches import SCHEDULES
from ..learning.learner import Alpha
from ..learning.metric import Metric
from ..lines.form import StepForm
from ..lines.readable import Listing, readable
from ..rules.session import Session

MOST = 1000  # numbers in the examples that are written out
MANY = 100  # numbers: so many start weights are drawn once more
LONG = 3  # equal numbers in a row, from here on they are written `[0.1] * 8`


def listing(run: Run, metric: Metric | None = None) -> Listing:
    """The lines of a round of this run, and its numbers. NotInlinable: they cannot say it.

    `metric`: the lines as they would be with this one.
    """
    order, learner, count = run.order, run.learner, len(run.examples)
    if order.shifted:
        raise NotInlinable("pictures are moved")
    batch = "" if order.size == 1 or count == 1 else "examples" if order.is_full else "batch"
    alphas = None if isinstance(run.alpha, (int, float)) else list(run.alpha)
    form = StepForm(run.network, metric or run.metric, learner, readable=True)
    text = readable(form, run.frozen, batch, alphas is not None)
    one, single = text.is_one, run.network.outputs == 1
    pairs = [(x[0] if one else list(x), y[0] if single else list(y)) for x, y in run.examples]
    input, goal = "input" if one else "inputs", "goal_prediction" if single else "goals"
    start = run.weights if learner is None else run.origin.weights
    given: dict[str, Any] = {input: pairs[0][0], goal: pairs[0][1]} if count == 1 else {"examples": pairs}
    if learner is None:
        given = {input: pairs[0][0]}
    numbers = zip(("weight" if one else "weights", *text.kept[1:]), (start, *run.origin.memories))
    given |= {**{name: each[0] if one else list(each) for name, each in numbers}, **text.given}
    if learner is not None:
        given |= {"alpha": run.alpha} if alphas is None else {"alphas": alphas}
    if one:  # as the article has them
        article = ("weight", "goal_prediction", "input", "examples", "alpha")
        given = {name: given[name] for name in article if name in given} | given
    taken = _taken(run, input, goal, batch) if learner is not None else []
    return text._replace(given=given, round=[*taken, *text.round], shuffled=order.shuffled)


def _taken(run: Run, input: str, goal: str, batch: str) -> list[str]:
    """The line that takes the round's example, or examples."""
    order, count = run.order, len(run.examples)
    if count == 1 or batch == "examples":
        return []
    if batch:
        rows = f"examples[iteration % {len(order.batches)} * {order.size}:][:{order.size}]"
        return [f"batch = {'[examples[i] for i in batches[iteration]]' if order.shuffled else rows}"]
    return [f"{input}, {goal} = examples[{'order[iteration]' if order.shuffled else f'iteration % {count}'}]"]


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
    count, numbered = rounds - first, f"range({first}, {rounds})" if first else f"range({rounds})"
    # The alphas of steps first ... last - 1, each with the number of steps that have it.
    alphas: list[tuple[Alpha, int]] = []
    begins = sorted({first, *(s.first for s in run.history.settings if first < s.first < rounds)})
    for begin, end in zip(begins, [*begins[1:], rounds]):
        constant = run.history.setting_at(begin).schedule == "constant"
        for step in [begin] if constant else range(begin, end):
            alpha = run.alpha_at(step)
            before = alphas.pop() if alphas and alphas[-1][0] == alpha else (alpha, 0)
            alphas.append((alpha, before[1] + (end - begin if constant else 1)))
    if len(alphas) <= 1:
        return Rounds(f"for iteration in {numbered if counts else f'range({count})'}:")
    setting = run.history.setting_at(rounds - 1)
    if setting.schedule != "constant" and setting.first <= first and isinstance(setting.alpha, (int, float)):
        function = SCHEDULES[setting.schedule]
        assert isinstance(function, FunctionType)
        part = f"min(iteration, {run.budget - 1}) / {run.budget}"
        line = f"alpha = {as_source(setting.alpha)} * {function.__name__}({part})"
        # It, and what it takes from its module: (imports, lines)
        names = Shown()
        names.scope[function.__name__] = function
        with_all = preamble(names)
        return Rounds(f"for iteration in {numbered}:", line, False, *with_all)
    listed, start = _listed(alphas), f", {first}" if first else ""
    return Rounds(f"for iteration, {name} in enumerate({listed}{start}):" if counts else f"for {name} in {listed}:",
                  constant=False)  # fmt: skip


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


def data_of_level(session: Session) -> str:
    """Where in the catalog the run's examples are; "": in no level."""
    base = session.base
    for key, level in session.catalog.levels.items():
        for stage in range(len(level.stages) + 1):
            if level.id == base.id and level.stage(stage).examples is session.level.examples:
                return f"level({key!r}){f'.stage({stage})' if stage else ''}.data()"
    return ""


def is_drawn(session: Session) -> bool:
    """Its start weights are many, and were drawn."""
    run, level = session.run, session.level
    start = run.origin.weights if run.learner is not None else run.weights
    fresh = run.origin.step == 0 and start == run.start and level.weights is None
    return fresh and len(start) > MANY and session.carried_weights is None


def numbers_in(run: Run) -> int:
    """How many numbers its examples have."""
    return len(run.examples) * (run.network.inputs + run.network.outputs)
