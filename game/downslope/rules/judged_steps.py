"""The steps of a session's run: made many at once where nothing is to be judged, and judged at the end of each beat."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Generator, Hashable, Iterator, Sequence
from contextlib import suppress
from math import inf, isfinite

from ..engine.fast_run import FastProblem
from ..engine.fault import blame
from ..engine.run import Run
from ..learning import Pair, is_one_layer, is_side_by_side
from .actions import Impossible
from .outcome import Outcome, OutcomeDetector, bump_of
from .state import SessionState
from .target import Exam, MeanError, Near, World, largest

# Evaluation of a run over many examples, in pieces: found out before the judge asks for it, so that no frame is
# long. A run that was made ahead and is then shown comes to the same weights again: what was found then is kept for
# it.


MANY = 100  # examples: fewer are no work
MOST_ASKED = 2000  # examples: of so many all are asked how they are read; 1,437 digits take 16 kernels .15 s
PIECE = 4  # examples looked at between two pieces
KEPT = 64  # numbers that are kept

_Piece = Generator[None, None, float]
_kept: OrderedDict[Hashable, float] = OrderedDict()


def evaluate_incremental(state: SessionState, decides: bool) -> Iterator[None]:
    """What is measured of these weights is noted at the run, as `Run.measurement` tells it, where examples are many.

    `decides`: the accuracy is asked for too. An exception goes to the caller, who says whose fault it is.
    """
    run = state.run
    sample = run.sample_problem.examples
    if len(sample) < MANY:
        return
    fast = isinstance(run.sample_problem, FastProblem) and run.sample_problem.has_loop  # it is no work
    measures = dict(run.measured) if run.measured_at == run.count else {}
    unseen = state.level.data(unseen=True) if decides and state.level.aim.share is not None else []
    try:
        if "judged" not in measures and not fast:
            measures["judged"] = yield from _known(_key("judged", state, run.weights), _mean_error(run, sample))
        if "unseen" not in measures and len(unseen) >= MANY and state.level.aim.unseen:
            measures["unseen"] = yield from _known(_key("unseen", state, run.weights), _share_correct(run, unseen))
    except Exception:
        pass
    if measures:
        run.measured, run.measured_at = measures, run.count


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
    measures = {"judged": judged} | (yield from accuracies_incremental(state))
    return {name: value for name, value in measures.items() if isfinite(value)}


def accuracy_examples(run: Run) -> Sequence[Pair]:
    """The seen examples that the accuracy counts: all of them, or those that decide where all take too long."""
    return run.examples if len(run.examples) <= MOST_ASKED else run.sample_problem.examples


def accuracies_incremental(state: SessionState) -> Generator[None, None, dict[str, float]]:
    """How well it reads now: seen, unseen, as a checkpoint has them; nothing where there are no classes."""
    run, measures = state.run, dict[str, float]()
    if run.network.outputs > 1:
        measures["seen"] = yield from _share_correct(run, accuracy_examples(run))
        if state.level.unseen:
            measures["unseen"] = yield from _share_correct(run, state.level.data(unseen=True))
    return measures


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


def _share_correct(run: Run, examples: Sequence[Pair]) -> _Piece:
    right = 0
    for number, (input, goal) in enumerate(examples, 1):
        right += largest(run.predict(run.weights, input)) == largest(goal)
        if number % PIECE == 0:
            yield
    return right / len(examples)


def outcome_values(session: World, turn: int, first: float | None = None) -> dict[str, float]:
    """steps, alpha, the first and last error; for one output also predictions, goal and the ratio of the misses.

    `slope`: the steepest weight_delta over all examples, of neurons without hidden ones. `first`: the first error,
    where it is known.
    """
    run, last_error = session.run, session.run.error(judged=True)
    if first is None and run.count <= session.recorded:
        first = last_error
    elif first is None:
        try:
            first = run.sample_problem.error(run.history.weights_at(session.recorded))
        except OverflowError:
            first = inf
    values: dict[str, float] = {
        "steps": run.count - session.recorded, "turn": turn, "budget": session.level.budget,
        "error_first": first, "error_last": last_error,
    }  # fmt: skip
    if isinstance(run.alpha, (int, float)):
        values["alpha"] = run.alpha
    if is_one_layer(run.network) or is_side_by_side(run.network):  # elsewhere a slope of 0 need not be a bottom
        with suppress(OverflowError):
            values["slope"] = max(map(abs, run.sample_problem.weight_deltas(run.weights)))
    if len(run.examples) == 1 and run.network.outputs == 1:
        (goal,) = run.examples[0][1]
        values["goal"] = goal
        values |= _misses(session, turn, goal)
        bump = bump_of(run, session.level.gates)
        values |= {"length": bump[1], "most": bump[0].most} if bump is not None else {}
    return {name: value for name, value in values.items() if isfinite(value)}


def _misses(session: World, turn: int, goal: float) -> dict[str, float]:
    run = session.run
    predict = run.network.predict
    (input, _) = run.examples[0]
    last = predict(run.weights, input)[0]
    values = {"prediction": last, "weight": run.weights[0]}
    if turn < run.count:
        values["turn_prediction"] = predict(run.history.weights_at(turn), input)[0]
    first = run.history.settings[-1].first  # where this alpha began: later steps may be all rounding
    if run.count > first:
        after_it = run.weights_at(first + 1)
        looks = [run.history.weights_at(first), after_it]
        before, after = (predict(weights, input)[0] - goal for weights in looks)
        with suppress(OverflowError):
            errors = [run.metric.error(miss + goal, goal) for miss in (before, after)]
            if before and errors[0]:
                values["miss_ratio"] = after / before
                values["error_ratio"] = errors[1] / errors[0]
    return values


def learn_incremental(state: SessionState, steps: int, until_known: bool = False, most: int = 0) -> Iterator[None]:
    """The player's own steps; where many examples are judged, in pieces. They begin a run, which counts, where they are
    its first. `most`: steps in one piece; 0: any number.
    """
    if state.run.learner is None:
        raise Impossible("This level has no learner: turn the weight by hand.")
    if state.run.diverged:
        raise Impossible("The numbers have run away: reset, or rewind.")
    if state.bumped:
        raise Impossible("This run has ended at a gate. Press Reset for a new one.")
    left = state.steps_left
    if left is not None and left <= 0:
        one = "The one pass is used: reset for another run."
        raise Impossible("All {count} passes are used: reset for another run.", one, count=state.level.limit)
    state.tally.runs += state.run.count == state.recorded
    return advance_incremental(state, steps if left is None else min(steps, left), until_known, most=most)


def advance_incremental(
    state: SessionState, steps: int, until_known: bool = False, watched: bool = True, most: int = 0
) -> Iterator[None]:
    """So many steps, or until there is an outcome, in pieces of `most`. Not `watched`: nothing is judged."""
    run, end = state.run, state.run.count + steps
    if until_known and state.outcome:
        return
    if watched and state.detector is None and state.outcome is None and run.count % len(run.batches) == 0:
        yield from evaluate_incremental(state, False)  # its watch begins
    piece_end = run.count + (most or steps)
    while run.count < end and not run.diverged and not state.bumped:
        _stretch(state, min(piece_end, end) - run.count, watched)
        if piece_end <= run.count < end:
            piece_end = run.count + most
            yield
        if not watched or state.outcome is not None:
            continue
        watch = state.start_detector() if state.steps_left == 0 else state.detector
        if watch is not None:
            if not run.diverged and not (run.count - watch.first) % watch.each:
                yield from evaluate_incremental(state, _decides(state))
            judge(state, watch)
        if until_known and state.outcome:
            return


def _stretch(state: SessionState, steps: int, watched: bool) -> None:
    """Many steps at once in the compiled loop, as far as there is nothing to judge, or one."""
    run, level = state.run, state.level
    watch = state.start_detector() if watched else None
    if steps == 1:
        if run.order.size < MANY or not run.advance_epoch(1):
            run.step()
    elif state.outcome is not None or not watched:
        run.advance(steps)
    elif watch is None or type(level.target) not in (Near, Exam, MeanError) or level.gates or len(run.examples) >= MANY:
        run.advance(min(steps, len(run.batches) - run.count % len(run.batches)))  # every beat is judged
    else:
        # To the next mark, no farther than since the last telling step; made again up to a step that may be judged
        first, weights, each = run.count, run.weights, watch.each
        beat, part = divmod(first - watch.first, each)
        memories = run.learner.memories if run.learner is not None else []
        end = min(level.budget, watch.next_mark) if run.schedule == "constant" else level.budget
        run.advance(min(steps, max(1, min(end - beat, (first - watch.last_telling) // each)) * each - part))
        step = None if run.diverged else watch.first_telling_step(
            run, first, lambda: not (level.stop or level.limit) and state.reached)  # fmt: skip
        if step is not None and run.learner is not None:
            run.history.forget(first)
            run.weights, run.learner.memories = weights, memories
            run.advance(step - first)


def judge(state: SessionState, watch: OutcomeDetector) -> None:
    """At the end of a beat: has it an outcome, is it won?"""
    run = state.run
    if run.diverged:
        ending: tuple[str, str] | None = ("runaway", "not-finite")
    elif not (run.count - watch.first) % watch.each:
        # Where runs are counted, a run ends with its budget: what more steps reach after a turn is not its doing
        late = state.level.par_unit == "runs" and run.count - state.recorded > state.level.budget * len(run.batches)
        reached = _decides(state) and state.reached and not late
        over = state.steps_left is not None and state.steps_left <= 0  # no more are allowed
        ending = watch.judge(run, reached, 0 if over else state.level.budget, state.level.gates)
    else:
        return
    if ending:
        state.bumped = ending[0] == "bump"
        turn, first = watch.turn(run, ending[0]), None
        if len(run.sample_problem.examples) >= MANY and run.count > state.recorded:
            key = _key("judged", state, run.history.weights_at(state.recorded))
            first = _kept.get(key) if key is not None else None
        state.outcome = Outcome(*ending, run.count, turn, outcome_values(state, turn, first))
        if ending[0] in state.level.wins:
            state.win()


def _decides(state: SessionState) -> bool:
    """Whether the target is met is asked now; with `stop` the player calls it, a limit has no more steps then."""
    return state.steps_left is not None and state.steps_left <= 0 if state.level.stop or state.level.limit else True
