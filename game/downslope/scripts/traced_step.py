"""A step that was made is made once more by a twin; every line of the plugin's own files is told with its values."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from itertools import count
from types import CodeType
from typing import Any, NamedTuple

from ..engine.line_trace import Busy, LineRun, Recorder, TracedCall, record
from ..engine.watchdog import Stopped
from ..formulas.outline import FileOutline
from ..i18n import N_
from ..learning.learner import Learner
from ..learning.metric import Metric
from ..learning.network import Network
from ..rules.session import Session
from .plugin_source import PluginSource, code_of_plugin, has_own_step, outline_at, source_of_part
from .twin import keep_dice

NOT_READ = N_("Its source is not on this machine.")
BUSY = N_("It is traced by something else: only its source is shown.")
CHANCE = N_("The second time it gave other weights: it uses chance or state of its own that a copy does not have.")
OTHER = N_("The second time it gave other numbers: it uses chance or state of its own.")
RAISED = N_("The second time it raised {error}.")
LATE = N_("The second time it did not come back.")

Guard = Callable[[Callable[[], Any]], Any]


class TracedStep(NamedTuple):
    """`line_runs`: none where `note` says why there are no values. `whole`: all lines that ran are among them."""

    source: PluginSource
    line_runs: Sequence[LineRun] = ()
    whole: bool = True
    note: str = ""
    error: str = ""  # what fills the note's gap

    def outline(self, file: str) -> FileOutline | None:
        """Of one of the files that its line runs are of."""
        return self.source.outline if file == self.source.file else outline_at(file)


def trace_learner(session: Session, step: int, twin: Learner, weight: int, guard: Guard) -> TracedStep:
    """Step `step` by a twin of the learner that stands before it. Of an `update`: its call for this weight.

    `guard` makes the call of foreign code, and may raise Stopped.
    """
    run, source = session.run, source_of_part(twin)
    weights = list(run.history.weights_at(step))
    kept = list(run.weights_at(step + 1))
    problem, alpha = run.problem_then(step), run.alpha_at(step)

    def call(recorder: Recorder) -> list[float]:
        if not has_own_step(twin):
            _tell_one(twin, recorder, weight)
        return list(guard(lambda: twin.step(problem, list(weights), alpha)))

    def is_same(new: list[float]) -> bool:
        frozen = run.history.setting_at(step).frozen
        made = [old if i in frozen else each for i, (old, each) in enumerate(zip(weights, new))]
        turned = run.origin.step == run.count == step + 1  # by hand since: what the step had made is not kept
        return len(new) == len(weights) and (made == kept or turned)

    return _traced(source, call, is_same, CHANCE)


def trace_metric(session: Session, step: int, example: int, guard: Guard) -> TracedStep:
    """How the metric judges this example with the weights before step `step`: error, then delta."""
    network, weights, problem = _seen(session, step)
    input, goals = _pair(session, step, example)
    metric = _copied(problem.metric)
    predictions = network.predict(weights, input)

    def look() -> Any:
        return metric.total_error(predictions, goals), list(metric.deltas(predictions, goals))

    return _twice(source_of_part(problem.metric), look, guard)


def trace_network(session: Session, step: int, example: int, guard: Guard) -> TracedStep:
    """How the network makes its prediction from this example, and which weight caused how much of the miss."""
    network, weights, problem = _seen(session, step)
    input, goals = _pair(session, step, example)
    learns = session.run.learner is not None

    def look() -> Any:
        layers = network.forward(weights, input)
        deltas = problem.metric.deltas(layers[-1], goals) if learns else []
        slopes = list(network.weight_deltas(weights, layers, deltas)) if learns else []
        return [list(layer) for layer in layers], slopes

    return _twice(source_of_part(network), look, guard)


def _seen(session: Session, step: int) -> tuple[Network, list[float], Any]:
    run = session.run
    weights = run.weights_at(step)
    return run.network, list(weights), run.problem_then(step)


def _pair(session: Session, step: int, example: int) -> Any:
    """An example as this step saw it, moved if it moves them; else as it stands in the level."""
    run = session.run
    batch, moves = run.order.batch(step), run.order.moves(step)
    shown = {index: run.moved.pair(index, move) for index, move in zip(batch, moves)}
    return shown.get(example, run.examples[min(example, len(run.examples) - 1)])


def _copied(metric: Metric) -> Metric:
    try:
        return copy.deepcopy(metric)
    except Exception:
        return metric


def _twice(source: PluginSource, look: Callable[[], Any], guard: Guard) -> TracedStep:
    """Once as the run did it, once more with its lines told."""
    try:
        first = guard(look)
    except (Exception, Stopped) as error:
        return TracedStep(source, note=RAISED, error=type(error).__name__)
    return _traced(source, lambda _recorder: guard(look), lambda again: again == first, OTHER)


def _tell_one(twin: Learner, recorder: Recorder, wanted: int) -> None:
    """Of all its calls of `update` only the one for this weight is told."""
    update, calls = twin.update, count()
    recorder.on = False

    def told(*given: Any) -> Any:
        if next(calls) != wanted:
            return update(*given)
        recorder.on = True
        try:
            return update(*given)
        finally:
            recorder.on, recorder.over = False, True

    twin.update = told


def _traced(
    source: PluginSource, call: Callable[[Recorder], Any], is_same: Callable[[Any], bool], other: str
) -> TracedStep:
    if source.outline is None:
        return TracedStep(source, note=NOT_READ)
    try:
        with keep_dice():
            made = record(call, code_of_plugin(source.file), StatementLines())
    except Busy:
        return TracedStep(source, note=BUSY)
    except Stopped:
        return TracedStep(source, note=LATE)
    except Exception as error:
        return TracedStep(source, note=RAISED, error=type(error).__name__)
    try:
        same = is_same(made.result)
    except Exception:
        same = False
    if not same:
        return TracedStep(source, note=other)
    if not _is_as_loaded(made):
        return TracedStep(source, note=NOT_READ)
    return TracedStep(source, made.line_runs, made.whole)


def _is_as_loaded(made: TracedCall) -> bool:
    """The text of every line that ran is there, and is the one that was loaded."""
    outlines = {code: outline_at(code.co_filename) for code in made.codes}
    return all(outline is not None and outline.is_source_of(code) for code, outline in outlines.items())


class StatementLines:
    """The line that stands for each of those over which a statement goes; each file is read once."""

    def __init__(self) -> None:
        self._outlines: dict[str, FileOutline | None] = {}

    def __call__(self, code: CodeType, line: int) -> int:
        file = code.co_filename
        if file not in self._outlines:
            self._outlines[file] = outline_at(file)
        outline = self._outlines[file]
        return outline.statement(line) if outline is not None else line
