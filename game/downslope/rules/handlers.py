"""What each action does to a session's state. One function an action; Session.do looks it up here."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Any

from . import knob_turns, recording
from .actions import Answer, Freeze, Impossible, Learn, Next, Probe, ProbeResult, Reset, Show, Stop, TakeOver, Turn
from .judged_steps import advance_incremental, begin
from .level import stage_knobs, start_knobs
from .state import SessionState

CALLED = "It can be called once. Press Reset first."


def _do_turn(state: SessionState, action: Turn) -> None:
    recording.turn(state, action.knob, knob_turns.notch_of(state, action), action.index)
    state.tally.turns += 1
    state.tally.first_values.setdefault(action.knob, action.value)
    state.judge_without_learner()


def _do_freeze(state: SessionState, action: Freeze) -> None:
    if state.level.knob("freeze") is None:
        raise Impossible("Weights cannot be frozen in this level.")
    if action.index >= state.level.network.size:
        raise Impossible("There is no {knob} {index}.", knob="weight", index=action.index)
    knob_turns.check_free(state, "freeze")
    state.freeze(action)


def _do_learn(state: SessionState, action: Learn) -> None:
    for _piece in advance_incremental(state, begin(state, action.steps)):
        pass


def _do_reset(state: SessionState, action: Reset) -> None:
    starts = start_knobs(state.level)
    state.knobs |= {k.name: starts[k.name] for k in state.level.knobs if k.one_way}  # they cannot be turned back
    probed = state.probed
    state.restart(state.carried_weights)
    if state.stage == 0 and state.base.recording:
        state.knobs = start_knobs(state.base)
        state.restart()
        recording.record(state, state.base.recording)
        recording.start_at_pass(state)
    state.probed = probed  # what was seen cannot be unseen
    state.judge_without_learner()


def _do_next(state: SessionState, action: Next) -> None:
    if state.last_stage:
        raise Impossible("This was the last part.")
    if not state.won:
        raise Impossible("This part is not won yet.")
    changes = state.base.stages[state.stage]
    weights = None if "weights" in changes or "network" in changes else state.weights
    state.stage += 1
    state.knobs |= stage_knobs(changes)
    state.renew_level()
    state.frozen = frozenset(state.level.frozen) if "frozen" in changes else state.frozen
    state.carried_weights = weights
    state.restart(weights)
    if "par" in changes:
        state.tally.turns = state.tally.probes = state.tally.runs = 0
    state.tally.carried = 0
    state.judge_without_learner()  # the weights that came over may do already


def _do_answer(state: SessionState, action: Answer) -> None:
    questions = state.level.questions
    if not 0 <= action.question < len(questions):
        raise Impossible("There is no question {number} here.", number=action.question)
    if (state.stage, action.question) in state.answers:
        raise Impossible("This question is answered already.")
    state.answers[state.stage, action.question] = action.value


def _do_probe(state: SessionState, action: Probe) -> None:
    level, run = state.level, state.run
    if level.probes is None:
        raise Impossible("There is nothing to probe in this level.")
    if state.called:
        raise Impossible(CALLED)
    if state.used_up and level.visibility("bowl") != "fog" and not level.extra_probe:  # in the fog, it lifts instead
        raise Impossible("All {count} looks are used.", "The one look is used.", count=int(level.probes))
    predictions = tuple(tuple(run.network.predict(run.weights, x)) for x, _ in run.examples)
    unseen = state.error_by(unseen=True) if level.unseen else None
    choices = tuple((name, state.knobs[name]) for name in state.base.variants if name in state.knobs)
    seen = ProbeResult(tuple(run.weights), predictions, run.error(), state.knobs["metric"], unseen, choices)
    state.probed.append(seen)
    state.tally.probes += 1
    state.judge_without_learner(looked=True)


def _do_stop(state: SessionState, action: Stop) -> None:
    if not state.level.stop:
        raise Impossible("There is nothing to call in this level.")
    if state.called:
        raise Impossible(CALLED)
    state.judge_without_learner(called=True)


def _do_show(state: SessionState, action: Show) -> None:
    network = state.level.network
    if not state.level.aim.drawn:
        raise Impossible("There is nothing to draw in this level.")
    if (len(action.input), len(action.goal_prediction)) != (network.inputs, network.outputs):
        one = "A drawing has one pixel here."
        raise Impossible("A drawing has {count} pixels here.", one, count=network.inputs)
    if not all(map(isfinite, (*action.input, *action.goal_prediction))):
        raise Impossible("A drawing has finite numbers only.")
    state.shown.append((tuple(action.input), tuple(action.goal_prediction)))
    state.judge_without_learner()


def _do_take_over(state: SessionState, action: TakeOver) -> None:
    if not state.base.take_over:
        raise Impossible("This recording cannot be taken over.")
    recording.take_over(state, action.step)


HANDLERS: dict[type[Any], Callable[[SessionState, Any], None]] = {
    Turn: _do_turn,
    Freeze: _do_freeze,
    Learn: _do_learn,
    Reset: _do_reset,
    Next: _do_next,
    Answer: _do_answer,
    Probe: _do_probe,
    Stop: _do_stop,
    Show: _do_show,
    TakeOver: _do_take_over,
}
