"""The steps of a session's run: made many at once where nothing is to be judged, and judged at the end of each beat."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.fast_run import StopBand
from ..engine.steps import run_steps
from .actions import Impossible
from .evaluation import MANY, evaluate_slowly, known_first_error
from .outcome import Outcome, OutcomeDetector
from .outcome_values import outcome_values
from .state import SessionState
from .target import SLACK

NO_BAND = StopBand()


def learn(state: SessionState, steps: int, until_known: bool = False) -> None:
    """The player's own steps. They begin a run, which counts, where they are its first."""
    for _piece in learn_slowly(state, steps, until_known):
        pass


def learn_slowly(state: SessionState, steps: int, until_known: bool = False, most: int = 0) -> Iterator[None]:
    """The same; where many examples are judged, in pieces. `most`: steps in one piece; 0: any number."""
    if state.run.learner is None:
        raise Impossible("This level has no learner: turn the weight by hand.")
    if state.run.diverged:
        raise Impossible("The numbers have run away: reset, or rewind.")
    left = state.steps_left
    if left is not None and left <= 0:
        one = "The one pass is used: reset for another run."
        raise Impossible("All {count} passes are used: reset for another run.", one, count=state.level.limit)
    state.tally.count_run(state.run.count == state.recorded)
    yield from _advance_slowly(state, steps if left is None else min(steps, left), until_known, most=most)


def advance(state: SessionState, steps: int, until_known: bool = False, watched: bool = True) -> None:
    """So many steps, or until there is an outcome. Not `watched`: nothing is judged."""
    for _piece in _advance_slowly(state, steps, until_known, watched):
        pass


def _advance_slowly(
    state: SessionState, steps: int, until_known: bool = False, watched: bool = True, most: int = 0
) -> Iterator[None]:
    run, end = state.run, state.run.count + steps
    if until_known and state.outcome:
        return
    if watched and state.detector is None and state.outcome is None and run.count % len(run.batches) == 0:
        yield from evaluate_slowly(state, False)  # its watch begins
    for made in run_steps(run, end, most or steps, lambda left: _stretch(state, left, watched)):
        if 0 < most <= made and run.count < end:
            yield
        if not watched or state.outcome is not None:
            continue
        watch = state.start_detector() if state.steps_left == 0 else state.detector
        if watch is not None:
            if not run.diverged and watch.ends_beat(run):
                yield from evaluate_slowly(state, _decides(state))
            judge(state, watch)
        if until_known and state.outcome:
            return


def _stretch(state: SessionState, steps: int, watched: bool) -> None:
    """Many steps at once in the compiled loop, as far as there is nothing to judge, or one."""
    run, aim = state.run, state.level.aim
    watch = state.start_detector() if watched else None
    if steps == 1:
        if run.order.size < MANY or not run.advance_epoch(1):
            run.step()
    elif len(run.batches) > 1:
        run.advance(steps)
    elif state.outcome is not None or not watched:
        if not run.advance_within(steps, NO_BAND)[0]:
            run.advance(steps)
    elif watch is None or aim.tolerance is None or aim.only is not None or len(run.weights) != 1:
        run.advance(1)  # every step is judged
    else:
        left = state.level.budget - watch.beat(run)
        made, mark = run.advance_within(min(steps, max(left, 1)), watch.band(run, aim.tolerance + SLACK))
        watch.note_loop_mark(run, mark)
        if not made:
            run.step()


def judge(state: SessionState, watch: OutcomeDetector) -> None:
    """At the end of a beat: has it an outcome, is it won?"""
    run = state.run
    if run.diverged:
        found: tuple[str, str] | None = ("runaway", "not-finite")
    elif watch.ends_beat(run):
        reached = _decides(state) and state.reached and _in_time(state)
        found = watch.judge(run, reached, 0 if _is_over(state) else state.level.budget)
    else:
        return
    if found:
        turn = watch.turn(run, found[0])
        state.outcome = Outcome(*found, run.count, turn, outcome_values(state, turn, known_first_error(state)))
        if found[0] in state.level.wins:
            state.win()


def _is_over(state: SessionState) -> bool:
    """No more steps are allowed."""
    return state.steps_left is not None and state.steps_left <= 0


def _decides(state: SessionState) -> bool:
    """Whether the target is met is asked now; with `stop` the player calls it."""
    return _is_over(state) if state.level.stop or state.level.limit else True


def _in_time(state: SessionState) -> bool:
    """Where runs are counted, a run ends with its budget: what more steps reach after a turn is not its doing."""
    level, run = state.level, state.run
    return level.par_unit != "runs" or run.count - state.recorded <= level.budget * len(run.batches)
