"""A step that was made is made once more by a twin; every line of the plugin's own files is told with its values."""

from __future__ import annotations

import ast
import copy
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from copy import copy as trace_copy
from functools import lru_cache
from itertools import count
from types import CodeType
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from ..engine.history import copy_learner
from ..engine.line_trace import Busy, LineRun, Recorder, TracedCall, record
from ..engine.run import Run, StretchStart
from ..engine.watchdog import StopPoint
from ..formulas.inline import NotInlinable
from ..formulas.outline import FileOutline
from ..i18n import N_
from ..learning.learner import Learner
from ..learning.metric import Metric
from ..learning.network import Network
from ..lines.readable import Listing
from ..rules.session import Session
from .plugin_source import PluginSource, code_of_plugin, has_own_step, outline_at, source_of_part
from .rounds import listing

# ---------------------------------------------------------------------------------------------------------------------
# A learner once more as it stood before a step of its run: where that is not kept, the steps before are made again.


KEPT = 12  # copies of one run
STRIDE = 500  # steps between copies that are kept on the way


class Twins:
    """Copies of the learner of one run after the other."""

    def __init__(self) -> None:
        self._run = self._noted = -1
        self._copies: dict[int, Learner] = {}  # by the step that they stand before

    def note(self, session: Session) -> None:
        """Keep the learner as it stands now, before the next step."""
        run = session.run
        self._turn_to(run.serial)
        if run.learner is not None and run.count != self._noted:
            self._noted = run.count
            self._keep(run.count, run.learner)

    def _turn_to(self, serial: int) -> None:
        if self._run != serial:
            self._run, self._noted, self._copies = serial, -1, {}

    def _keep(self, step: int, learner: Learner) -> None:
        try:
            self._copies[step] = copy_learner(learner)
        except Exception:
            return  # it cannot be copied: its steps are made again from the start
        while len(self._copies) > KEPT:
            del self._copies[next(iter(self._copies))]

    def find(self, session: Session, step: int) -> Iterator[Learner | None]:
        """The copy that stands before this step, last; None as long as there is more to be done.

        What the plugin raises comes through.
        """
        run = session.run
        self._turn_to(run.serial)
        known = [at for at in self._copies if run.origin.step <= at <= step]
        if known:
            at = max(known)
            learner = copy_learner(self._copies[at])
        else:
            at, learner = self._begin(session, step)
        while at < step:
            yield None
            weights = run.history.weights_at(at)
            with freeze_random():
                learner.step(run.problem_then(at), list(weights), run.alpha_at(at))
            at += 1
            if at % STRIDE == 0 or at == step:
                self._keep(at, learner)
        yield learner

    def _begin(self, session: Session, step: int) -> tuple[int, Learner]:
        """Where the present stretch began: a step, and the learner before it."""
        origin = session.run.origin.step
        if not origin:
            return 0, _fresh(session)
        at = min(origin, step)
        before = session.rewind(at).run.learner  # without what was turned there
        after = session.rewind(at + 1)  # with it
        if before is None or type(before) is not type(after.run.learner):
            return at, _fresh(after)
        for knob in before.knobs:
            setattr(before, knob.name, after.knobs.get(knob.name, knob.start))
        return at, before


def _fresh(session: Session) -> Learner:
    learner = session.new_learner()
    assert learner is not None  # a run that has none makes no step
    return learner


@contextmanager
def freeze_random() -> Iterator[None]:
    """What draws from the module `random` inside is not noticed outside: the run goes on as if nobody had looked."""
    before = random.getstate()
    try:
        yield
    finally:
        random.setstate(before)


# ---------------------------------------------------------------------------------------------------------------------
# The lines of one round, run one by one on a step's own numbers: which name each line set, and to what.


_known: WeakKeyDictionary[Run, tuple[StretchStart, int, list[list[float]]]] = (
    WeakKeyDictionary()
)  # memories before a step
_listings: WeakKeyDictionary[Run, tuple[StretchStart, tuple[object, ...], Listing]] = WeakKeyDictionary()


class TracedValue(NamedTuple):
    """What a name held after a line."""

    line: int  # index into Listing.round
    name: str
    value: Any  # what the name held after the line


def trace(
    session: Session, step: int | None = None, metric: Metric | None = None,
    printed: Callable[[float], float] | None = None,
) -> list[TracedValue]:  # fmt: skip
    """Round `step` (None: the next one) as it runs, line after line. NotInlinable: there are no plain lines.

    `metric`: how that round would go with this one, from the same weights. `printed`: the lines go on with what this
    makes of each number that one has set, as somebody who reads it would.
    A line that raises ends the list there: the numbers ran away, or the step itself tells what is wrong.
    """
    run = session.run
    step = run.count if step is None else step
    lines = _lines_of(run, metric)
    weights = list(run.weights_at(step))
    names = {**lines.given}
    names.update({"weights": weights} if "weights" in names else {"weight": weights[0]})
    if "alpha" in names:
        names["alpha"] = run.alpha_at(step)
    if "alphas" in names:
        names["alphas"] = run.alpha_at(step)
    if run.learner is not None:
        for name, values in zip(lines.kept[1:], _memories(session, run.learner, step)):
            names[name] = list(values) if isinstance(names[name], list) else values[0]
    if lines.counts:
        batch = run.order.batch(step)
        names |= {"iteration": step, "order": {step: batch[0]}, "batches": {step: batch}}
    found: list[TracedValue] = []

    def seen(line: int, name: str, value: Any) -> Any:
        found.append(TracedValue(line, name, list(value) if isinstance(value, list) else value))
        return printed(value) if printed is not None and isinstance(value, float) else value

    names["_seen"] = seen
    exec("\n".join([*lines.imports, *lines.helpers]), names)
    with suppress(Exception):
        exec(_watched("\n".join(lines.round)), names)
    return found


def _lines_of(run: Run, metric: Metric | None) -> Listing:
    """The run's listing, made anew when a knob was turned, or a number of learner or metric is another: those stand in
    its lines. Alpha, weights and memories are given beside it."""
    judge = metric or run.metric
    key = judge, run.learner, type(run.alpha), *_numbers_of(judge), *_numbers_of(run.learner)
    known = _listings.get(run)
    if known is None or known[0] is not run.origin or known[1] != key:
        known = _listings[run] = run.origin, key, listing(run, metric)
    return known[2]


def _numbers_of(thing: object) -> list[tuple[str, float]]:
    return [(name, value) for name, value in getattr(thing, "__dict__", {}).items() if type(value) in (int, float)]


def _memories(session: Session, learner: Learner, step: int) -> list[list[float]]:
    """What the learner kept before this step; worked out from the step before where that is known."""
    run, origin = session.run, session.run.origin
    if not learner.memory:
        return []
    if step >= run.count:
        return learner.memories
    if step < origin.step or type(learner).step is not Learner.step:
        before = session.rewind(step).run.learner
        return before.memories if before is not None else []
    known, at, memories = _known.get(run, (origin, origin.step, origin.memories))
    if known is not origin or at > step:
        at, memories = origin.step, origin.memories
    again = trace_copy(learner)  # its formula is plain lines: it notes down nothing of its own
    again.memories = [list(memory) for memory in memories]
    for k in range(at, step):
        again.step(run.problem(k), run.history.weights_at(k), run.alpha_at(k))
    _known[run] = origin, step, again.memories
    return again.memories


@lru_cache(64)
def _watched(lines: str) -> Any:
    """The lines with a call of `_seen` after each assignment: what it returns is assigned."""
    try:
        tree = ast.parse(lines)
    except SyntaxError as error:
        raise NotInlinable("not plain lines") from error
    tree = ast.fix_missing_locations(_Watcher().visit(tree))
    return compile(tree, "<the round>", "exec")


class _Watcher(ast.NodeTransformer):
    def visit_Assign(self, node: ast.Assign) -> Any:
        return [node, *(call for target in node.targets for call in _calls(node.lineno, target))]

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        return [node, *_calls(node.lineno, node.target)]


def _calls(line: int, target: ast.expr) -> list[ast.stmt]:
    targets = target.elts if isinstance(target, ast.Tuple) else [target]
    names = [ast.unparse(t) for t in targets]
    return [ast.parse(f"{name} = _seen({line - 1}, {name!r}, {name})").body[0] for name in names]


NOT_READ = N_("Its source is not on this machine.")
BUSY = N_("It is traced by something else: only its source is shown.")
CHANCE = N_("The second time it returned different weights: it uses chance, or state that a copy does not have.")
OTHER = N_("The second time it returned different numbers: it uses chance, or state that a copy does not have.")
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
    except (Exception, StopPoint) as error:
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
        with freeze_random():
            made = record(call, code_of_plugin(source.file), StatementLines())
    except Busy:
        return TracedStep(source, note=BUSY)
    except StopPoint:
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
