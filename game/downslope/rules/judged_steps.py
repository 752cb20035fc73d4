"""The steps of a session's run: made many at once where nothing is to be judged, and judged at the end of each beat."""

from __future__ import annotations

from ..engine.fast_run import StopBand
from ..engine.steps import run_steps
from .actions import Impossible
from .outcome import Outcome, OutcomeDetector
from .outcome_values import outcome_values
from .state import SessionState
from .target import SLACK

NO_BAND = StopBand()


def learn(state: SessionState, steps: int, until_known: bool = False) -> None:
    """The player's own steps. They begin a run, which counts, where they are its first."""
    if state.run.learner is None:
        raise Impossible("This level has no learner: turn the weight by hand.")
    if state.run.diverged:
        raise Impossible("The numbers have run away: reset, or rewind.")
    left = state.steps_left
    if left is not None and left <= 0:
        one = "The one pass is used: reset for another run."
        raise Impossible("All {count} passes are used: reset for another run.", one, count=state.level.limit)
    state.tally.count_run(state.run.count == state.recorded)
    advance(state, steps if left is None else min(steps, left), until_known)


def advance(state: SessionState, steps: int, until_known: bool = False, watched: bool = True) -> None:
    """So many steps, or until there is an outcome. Not `watched`: nothing is judged."""
    run = state.run
    if until_known and state.outcome:
        return
    for _made in run_steps(run, run.count + steps, steps, lambda left: _stretch(state, left, watched)):
        if not watched or state.outcome is not None:
            continue
        watch = state.start_detector() if state.steps_left == 0 else state.detector
        if watch is not None:
            judge(state, watch)
        if until_known and state.outcome:
            return


def _stretch(state: SessionState, steps: int, watched: bool) -> None:
    """Many steps at once in the compiled loop, as far as there is nothing to judge, or one."""
    run, aim = state.run, state.level.aim
    watch = state.start_detector() if watched else None
    if steps == 1:
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
    elif (run.count - watch.first) % watch.each == 0:
        over = state.steps_left is not None and state.steps_left <= 0
        called = over if state.level.stop or state.level.limit else True  # with `stop` the player calls it
        found = watch.judge(run, called and state.reached and _in_time(state), 0 if over else state.level.budget)
    else:
        return
    if found:
        turn = watch.turn(run, found[0])
        state.outcome = Outcome(*found, run.count, turn, outcome_values(state, turn))
        if found[0] in state.level.wins:
            state.win()


def _in_time(state: SessionState) -> bool:
    """Where runs are counted, a run ends with its budget: what more steps reach after a turn is not its doing."""
    level, run = state.level, state.run
    return level.par_unit != "runs" or run.count - state.recorded <= level.budget * len(run.batches)
