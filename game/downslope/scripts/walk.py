"""A step walked through once more, line by line: the lines of its round, or the files of its authors.

The lines of a round run on the step's own numbers. A plugin's step is made again by a twin, a copy of the learner as it
stood before the step; every line of the plugin's own files is told with its values.
"""

from __future__ import annotations

import ast
import copy
import linecache
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

from ..engine.history import copy_learner
from ..engine.line_trace import Busy, LineRun, record
from ..engine.run import Run, StretchStart
from ..engine.watchdog import StopPoint
from ..formulas.source import FileOutline, NotInlinable, outline_of
from ..i18n import N_
from ..learning import Learner, Metric, Network
from ..lines.readable import Listing
from ..rules import Session
from .to_python import listing

# A learner once more as it stood before a step of its run: where that is not kept, the steps before are made again.


KEPT = 12  # copies
STRIDE = 500  # steps between copies that are kept on the way


@dataclass(eq=False)
class Twins:
    """Copies of learners, by the run and the step that they stand before, with the stretch that they are of."""

    _copies: dict[tuple[int, int], tuple[StretchStart, Learner]] = field(default_factory=dict)

    def note(self, run: Run, step: int | None = None, learner: Learner | None = None) -> None:
        """Keep the learner as it stands now, before this step (None: the next one)."""
        learner, key = learner or run.learner, (run.serial, run.count if step is None else step)
        if learner is None or (key in self._copies and self._copies[key][0] is run.origin):
            return
        with suppress(Exception):  # it cannot be copied: its steps are made again from the start
            self._copies[key] = run.origin, copy_learner(learner)
        while len(self._copies) > KEPT:
            del self._copies[next(iter(self._copies))]

    def find(self, session: Session, step: int) -> Iterator[Learner | None]:
        """The copy that stands before this step, last; None as long as there is more to be done.

        What the plugin raises comes through.
        """
        run = session.run
        twins = {at: twin for (serial, at), (origin, twin) in self._copies.items()
                 if serial == run.serial and origin is run.origin and origin.step <= at <= step}  # fmt: skip
        at = max(twins, default=-1)
        if twins:
            learner = copy_learner(twins[at])
        else:
            origin = run.origin.step  # where the present stretch began
            at, before, after = min(origin, step), None, session
            if origin:  # without what was turned there, and with it
                before, after = session.rewind(at).run.learner, session.rewind(at + 1)
            if before is None or type(before) is not type(after.run.learner):
                new = after.new_learner()
                assert new is not None  # a run that has none makes no step
                learner = new
            else:
                learner = before
                for knob in learner.knobs:
                    setattr(learner, knob.name, after.knobs.get(knob.name, knob.start))
            self.note(run, at, learner)
        while at < step:
            yield None
            weights = run.history.weights_at(at)
            with _frozen_random():
                learner.step(run.problem_then(at), list(weights), run.alpha_at(at))
            at += 1
            if at % STRIDE == 0 or at == step:
                self.note(run, at, learner)
        yield learner


@contextmanager
def _frozen_random() -> Iterator[None]:
    """What draws from the module `random` inside is not noticed outside: the run goes on as if nobody had looked."""
    before = random.getstate()
    try:
        yield
    finally:
        random.setstate(before)


# The lines of a round, run on a step's own numbers: which name each line set, and to what.


_twins = Twins()


class LineValue(NamedTuple):
    """What a name held after a line."""

    line: int  # index into Listing.round
    name: str
    value: Any


def walk_round(
    session: Session, step: int | None = None, lines: Listing | None = None,
    printed: Callable[[float], float] | None = None,
) -> list[LineValue]:  # fmt: skip
    """Round `step` (None: the next one) as it runs, line after line. NotInlinable: there are no plain lines.

    `lines`: others than the run's own, as with another metric. `printed`: the lines go on with what this makes of each
    number that one has set, as somebody who reads it would.
    A line that raises ends the list there: the numbers ran away, or the step itself tells what is wrong.
    """
    run, learner = session.run, session.run.learner
    step = run.count if step is None else step
    lines = lines or listing(run)
    names: dict[str, Any] = {**lines.given}
    held = [list(run.weights_at(step))]
    if learner is not None and learner.memory:
        twin = learner
        if step < run.count:
            *_, twin = _twins.find(session, step)  # type: ignore[assignment]
        held += map(list, twin.memories)
    weight = "weight" if "weight" in names else "weights"
    names |= {name: row[0] if lines.shown[2] == "weight" else row for name, row in zip((weight, *lines.kept[1:]), held)}
    names |= {name: run.alpha_at(step) for name in ("alpha", "alphas") if name in names}
    if lines.counts:
        batch = run.order.batch(step)
        names |= {"iteration": step, "order": {step: batch[0]}, "batches": {step: batch}}
    values: list[LineValue] = []

    def seen(line: int, name: str, value: Any) -> Any:
        values.append(LineValue(line, name, list(value) if isinstance(value, list) else value))
        return printed(value) if printed is not None and isinstance(value, float) else value

    names["_seen"] = seen
    exec("\n".join([*lines.imports, *lines.helpers]), names)
    with suppress(Exception):
        exec(_watched("\n".join(lines.round)), names)
    return values


@lru_cache(64)
def _watched(lines: str) -> Any:
    """The lines with a call of `_seen` after each assignment: what it returns is assigned."""
    try:
        tree = ast.parse(lines)
    except SyntaxError as error:
        raise NotInlinable("not plain lines") from error
    return compile(ast.fix_missing_locations(_Watcher().visit(tree)), "<the round>", "exec")


class _Watcher(ast.NodeTransformer):
    def visit(self, node: ast.AST) -> Any:
        if not isinstance(node, (ast.Assign, ast.AugAssign)):
            return self.generic_visit(node)
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        parts = [part for target in targets for part in ast.walk(target) if isinstance(part, (ast.Name, ast.Subscript))]
        names = [ast.unparse(part) for part in parts if isinstance(part.ctx, ast.Store)]
        return [node, *(ast.parse(f"{n} = _seen({node.lineno - 1}, {n!r}, {n})").body[0] for n in names)]


GAME = __name__.partition(".")[0]
METHODS: tuple[tuple[type, tuple[str, ...]], ...] = (
    (Learner, ("step", "update")),
    (Metric, ("error", "total_error", "delta", "deltas")),
    (Network, ("forward", "weight_deltas")),
)  # of each base class the methods that name its own, the first one first


class PluginSource(NamedTuple):
    """`method`: the one that is called first; None: there is no such line. `outline`: None: the text cannot be read."""

    name: str
    method: FunctionType | None
    outline: FileOutline | None


def source_of_part(thing: Learner | Metric | Network) -> PluginSource:
    """The file in which it was written; its name is there also where its text is not."""
    method = first_method(thing)
    file = method.__code__.co_filename if method is not None else ""
    name = Path(file).name if file and not file.startswith("<") else ""
    outline = outline_at(file)
    if method is None or outline is None or not outline.is_source_of(method.__code__):
        outline = None  # another text than the one that was loaded
    return PluginSource(name or f"{getattr(thing, 'name', '') or type(thing).__name__}.py", method, outline)


def first_method(thing: Learner | Metric | Network) -> FunctionType | None:
    """The one by which it is what it is: not the base class's own."""
    for base, names in METHODS:
        for name in names if isinstance(thing, base) else ():
            method = getattr(type(thing), name, None)
            if method is not getattr(base, name, None) and isinstance(method, FunctionType):
                return method
    return None


def outline_at(file: str) -> FileOutline | None:
    """Of a file; None: it cannot be read, or is no Python."""
    text = "".join(linecache.getlines(file))
    return outline_of(text) if text else None


def code_of_plugin(file: str) -> Callable[[CodeType], bool]:
    """Tells the code of a plugin by one of its files: of its package, or of that file and of `_helper.py` beside it."""
    here = Path(file)
    root = here.parent
    while (root.parent / "__init__.py").is_file():
        root = root.parent
    packed = (here.parent / "__init__.py").is_file() and root.name != GAME

    def owns(code: CodeType) -> bool:
        other = Path(code.co_filename)
        beside = root in other.parents if packed else other.parent == here.parent and other.name.startswith("_")
        return beside or code.co_filename == file

    return owns


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


def trace_learner(session: Session, step: int, twin: Learner, weight: int, guard: Guard) -> TracedStep:
    """Step `step` by a twin of the learner that stands before it. Of an `update`: its call for this weight.

    `guard` makes the call of foreign code, and may raise Stopped.
    """
    run, weights = session.run, list(session.run.weights_at(step))
    kept, problem, alpha = list(run.weights_at(step + 1)), run.problem_then(step), run.alpha_at(step)
    frozen = run.history.setting_at(step).frozen
    turned = step + 1 in run.history.by_hand  # what the step had made is not kept

    def is_kept(new: Sequence[float], first: int) -> bool:
        after = [old if first + i in frozen else each for i, (old, each) in enumerate(zip(weights[first:], new))]
        return turned or after == kept[first : first + len(new)]

    if type(twin).step is not Learner.step:  # it is no formula for one weight
        return _traced(twin, lambda: list(guard(lambda: twin.step(problem, list(weights), alpha))),
                       lambda new: len(new) == len(weights) and is_kept(new, 0), CHANCE)  # fmt: skip
    rows: list[Any] = []

    def before() -> None:
        weight_deltas = guard(lambda: problem.weight_deltas(weights))
        rows.extend(zip(weights, weight_deltas, twin.alphas(alpha, len(weights)), *twin.memories))
        for row in rows[:weight]:
            guard(partial(twin.update, *row))

    return _traced(twin, lambda: guard(lambda: twin.update(*rows[weight])),
                   lambda new: is_kept([new[0] if twin.memory else new], weight), CHANCE, before)  # fmt: skip


def trace_example(session: Session, step: int, part: str, example: int, guard: Guard) -> TracedStep:
    """This example with the weights before step `step`, as this step saw it or else as it stands in the level.

    `part`: "metric", how it is judged: error, then delta; "network", how its prediction is made, and which weight
    caused how much of the miss.
    """
    run, network = session.run, session.run.network
    weights, metric = list(run.weights_at(step)), copy.copy(run.problem_then(step).metric)
    moves = dict(zip(run.order.batch(step), run.order.moves(step)))
    kept = run.examples[min(example, len(run.examples) - 1)]
    input, goals = run.pair(example, moves[example]) if example in moves else kept
    predictions = network.predict(weights, input)

    def judge() -> Any:
        return metric.total_error(predictions, goals), list(metric.deltas(predictions, goals))

    def look() -> Any:
        layers = network.forward(weights, input)
        deltas = metric.deltas(layers[-1], goals)
        return [list(layer) for layer in layers], list(network.weight_deltas(weights, layers, deltas))

    thing, call, first = network if part == "network" else metric, look if part == "network" else judge, list[Any]()
    return _traced(thing, lambda: guard(call), lambda again: bool(again == first[0]), OTHER,
                   lambda: first.append(guard(call)))  # fmt: skip


def _traced(
    thing: Learner | Metric | Network, call: Callable[[], Any], is_same: Callable[[Any], bool], other: str,
    before: Callable[[], None] = lambda: None,
) -> TracedStep:  # fmt: skip
    """`before` is not told. `other`: the note where the call does not give the same."""
    source, outlines = source_of_part(thing), cache(outline_at)
    if source.method is None or source.outline is None:
        return TracedStep(source, note=NOT_READ)

    def line_of(code: CodeType, line: int) -> int:
        outline = outlines(code.co_filename)
        return outline.statement(line) if outline is not None else line

    try:
        with _frozen_random():
            before()
            traced = record(call, code_of_plugin(source.method.__code__.co_filename), line_of)
        same = is_same(traced.result)
    except Busy:
        return TracedStep(source, note=BUSY)
    except StopPoint:
        return TracedStep(source, note=LATE)
    except Exception as error:
        return TracedStep(source, note=RAISED, error=type(error).__name__)
    texts = {code: outlines(code.co_filename) for code in traced.codes}
    if not same or not all(text is not None and text.is_source_of(code) for code, text in texts.items()):
        return TracedStep(source, note=NOT_READ if same else other)
    return TracedStep(source, traced.line_runs, traced.whole)
