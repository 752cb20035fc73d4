"""The lines of one round, run one by one on a step's own numbers: which name each line set, and to what."""

from __future__ import annotations

import ast
from contextlib import suppress
from copy import copy
from functools import lru_cache
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from ..engine.run import Run, StretchStart
from ..formulas.inline import NotInlinable
from ..formulas.source import Listing
from ..learning.learner import Learner
from ..learning.metric import Metric
from ..rules.session import Session
from .listing import listing

_known: WeakKeyDictionary[Run, tuple[StretchStart, int, list[list[float]]]] = (
    WeakKeyDictionary()
)  # memories before a step
_listings: WeakKeyDictionary[Run, tuple[StretchStart, tuple[object, ...], Listing]] = WeakKeyDictionary()


class Traced(NamedTuple):
    """What a name held after a line."""

    line: int  # index into Listing.round
    name: str
    value: Any  # what the name held after the line


def trace(session: Session, step: int | None = None, metric: Metric | None = None) -> list[Traced]:
    """Round `step` (None: the next one) as it runs, line after line. NotInlinable: there are no plain lines.

    `metric`: how that round would go with this one, from the same weights.
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
        for name, values in zip(run.learner.memory, _memories(session, run.learner, step)):
            names[name] = list(values) if isinstance(names[name], list) else values[0]
    if lines.counts:
        batch = run.order.batch(step)
        names |= {"iteration": step, "order": {step: batch[0]}, "batches": {step: batch}}
    found: list[Traced] = []

    def seen(line: int, name: str, value: Any) -> None:
        found.append(Traced(line, name, list(value) if isinstance(value, list) else value))

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
    again = copy(learner)  # its formula is plain lines: it notes down nothing of its own
    again.memories = [list(memory) for memory in memories]
    for k in range(at, step):
        again.step(run.problem(k), run.history.weights_at(k), run.alpha_at(k))
    _known[run] = origin, step, again.memories
    return again.memories


@lru_cache(64)
def _watched(lines: str) -> Any:
    """The lines with a call of `_seen` after each assignment."""
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
    return [ast.parse(f"_seen({line - 1}, {ast.unparse(t)!r}, {ast.unparse(t)})").body[0] for t in targets]
