"""Evaluation of a run over many examples, in pieces: found out before the judge asks for it, so that no frame is long.

A run that was made ahead and is then shown comes to the same weights again: what was found then is kept for it.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Generator, Hashable, Iterator, Sequence
from math import inf, isfinite
from typing import TYPE_CHECKING

from ..engine.fast_problem import FastProblem
from ..engine.fault import blame
from .target import largest

if TYPE_CHECKING:
    from ..engine.run import Run
    from ..learning.problem import Pair
    from .state import SessionState

MANY = 100  # examples: fewer are no work
PIECE = 4  # examples looked at between two pieces
KEPT = 64  # numbers that are kept

_Piece = Generator[None, None, float]
_kept: OrderedDict[Hashable, float] = OrderedDict()


def evaluate_slowly(state: SessionState, decides: bool) -> Iterator[None]:
    """What is measured of these weights is noted at the run, as `Run.measurement` tells it, where examples are many.

    `decides`: the accuracy is asked for too. What raises is left to whoever asks: there it is told whose fault it is.
    """
    run = state.run
    sample = run.sample_problem.examples
    if len(sample) < MANY:
        return
    fast = isinstance(run.sample_problem, FastProblem) and run.sample_problem.has_loop  # it is no work
    found = dict(run.measured) if run.measured_at == run.count else {}
    unseen = state.level.data(unseen=True) if decides and state.level.aim.share is not None else []
    try:
        if "judged" not in found and not fast:
            found["judged"] = yield from _known(_key("judged", state, run.weights), _mean_error(run, sample))
        if "unseen" not in found and len(unseen) >= MANY and state.level.aim.unseen:
            found["unseen"] = yield from _known(_key("unseen", state, run.weights), _share_right(run, unseen))
    except Exception:
        pass
    if found:
        run.measured, run.measured_at = found, run.count


def measure_slowly(state: SessionState) -> Generator[None, None, dict[str, float]]:
    """What a checkpoint tells of the weights as they are: judged, and the accuracies; only what is finite.

    Fault: the metric or the network raised.
    """
    run = state.run
    judged = run.measurement("judged")
    if judged is None:
        try:
            judged = yield from _mean_error(run, run.sample_problem.examples)
        except OverflowError:
            judged = inf
        except GeneratorExit:  # nobody asks any more
            raise
        except BaseException as raised:
            raise blame(raised, run.learner, run.metric, run.network) from raised
    told = {"judged": judged} | (yield from accuracies_slowly(state))
    return {name: value for name, value in told.items() if isfinite(value)}


def accuracies_slowly(state: SessionState) -> Generator[None, None, dict[str, float]]:
    """How well it reads now: seen, unseen, as a checkpoint has them; nothing where there are no classes."""
    run, found = state.run, dict[str, float]()
    if run.network.outputs > 1:
        found["seen"] = yield from _share_right(run, run.sample_problem.examples)
        if state.level.unseen:
            found["unseen"] = yield from _share_right(run, state.level.data(unseen=True))
    return found


def known_first_error(state: SessionState) -> float | None:
    """The error that decides how the run ends, before its own first step; None: it is not kept."""
    run = state.run
    if len(run.sample_problem.examples) < MANY:
        return None
    key = _key("judged", state, run.history.weights_at(state.recorded)) if run.count > state.recorded else None
    return _kept.get(key) if key is not None else None


def _key(name: str, state: SessionState, weights: Sequence[float]) -> Hashable:
    """None: these numbers are never known again."""
    level, run = state.level, state.run
    examples = level.unseen if name == "unseen" else level.examples
    try:
        key = name, examples, run.network, run.metric, array("d", weights).tobytes()
        hash(key)
    except (TypeError, OverflowError):
        return None
    return key


def _known(key: Hashable, work: _Piece) -> _Piece:
    """As it was found for the same weights before; else it is found out now."""
    if key is None:
        return (yield from work)
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    _kept[key] = value = yield from work
    if len(_kept) > KEPT:
        _kept.popitem(last=False)
    return value


def _mean_error(run: Run, examples: Sequence[Pair]) -> _Piece:
    """To the last bit what `Problem.error` gives."""
    total, weights, predict = 0.0, run.weights, run.sample_problem.predict
    for number, (input, goal_prediction) in enumerate(examples, 1):
        total += run.metric.total_error(predict(weights, input), goal_prediction)
        if number % PIECE == 0:
            yield
    return total / len(examples)


def _share_right(run: Run, examples: Sequence[Pair]) -> _Piece:
    """What `share_right` gives."""
    right = 0
    for number, (input, goal) in enumerate(examples, 1):
        right += largest(run.predict(run.weights, input)) == largest(goal)
        if number % PIECE == 0:
            yield
    return right / len(examples) if examples else 0.0
