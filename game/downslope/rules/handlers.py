"""What each action does to a session's state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import isfinite
from typing import Any, assert_never

from .actions import (
    Action,
    Answer,
    Freeze,
    Impossible,
    Learn,
    Next,
    Probe,
    ProbeResult,
    Reset,
    Show,
    Stop,
    TakeOver,
    Turn,
    shorten,
)
from .judged_steps import advance_incremental, learn_incremental
from .knob import LEVEL_KNOBS, Knob, Value, kind_of
from .level import Level, stage_knobs, start_knobs
from .state import SessionState


def turn(state: SessionState, name: str, value: Value, index: int) -> None:
    """Turn it, whether it is free or not. Impossible: it can be turned one way only.

    The one named "pass" says at which epoch the recording is taken over.
    """
    level = state.level
    if name == "pass" and name not in level.variants and name not in level.network.knobs:
        take_over(state, round(float(value)) * len(state.run.batches))
        state.knobs[name] = value
    elif name in level.variants:
        # Other fields come in; the run starts again, by hand from where the weights stand
        old = state.level
        state.knobs[name] = value
        state.renew_level()
        if name in LEVEL_KNOBS or "metric" in state.level.variants.get(name, {}).get(value, {}):
            state.knobs["metric"] = state.level.metric if name != "metric" else value
        keep = old.learner is None and old.network.size == state.level.network.size
        probed = state.probed
        state.restart(state.weights if keep else None)
        if keep:
            state.probed = probed  # what was seen cannot be unseen
    elif name in level.network.knobs:
        network = level.network.with_knob(name, value, index)
        state.network_turns[name, index] = value
        state.level = replace(level, network=network)
        state.restart()
    elif name == "weight":
        state.run.set_weights([float(value) if i == index else w for i, w in enumerate(state.weights)])
        state.forget_outcome()
    else:
        _set(state, name, value, index)


def notch_of(state: SessionState, action: Turn) -> Value:
    """The value as its notch has it. Impossible: the knob is not free here, or that is none of its notches."""
    name, value, index = action
    level = state.level
    knob = level.knob(name, index)
    if knob is None:
        raise Impossible("{knob} cannot be turned in this level.", knob=name)
    if is_locked(state, knob):
        one, many = "{knob} is locked until a run has ended.", "{knob} is locked until {count} runs have ended."
        raise Impossible(many, one, knob=knob.title or name, count=knob.after)
    check_free(state, knob.title or name)
    since_start = state.actions[state.run_began_at :]
    turned = {turn.index for turn in since_start if isinstance(turn, Turn) and turn.knob == name}
    if knob.most is not None and len(turned | {index}) > knob.most:
        raise Impossible("At most {count} of {knob} can be turned.", knob=knob.title or name, count=knob.most)
    if isinstance(value, (int, float)) and not isfinite(value):
        raise Impossible("{value} is not a finite number.", value=value)
    if not knob.allows(value):
        raise Impossible("{knob} can be {allowed}.", knob=knob.title or name, allowed=knob.allowed_values())
    places = level.network.size if name == "weight" else level.network.knob_size(name)
    if name in ("weight", *level.network.knobs) and not 0 <= index < places:
        raise Impossible("There is no {knob} {index}.", knob=name, index=index)
    return knob.canonical(value)


def is_locked(state: SessionState, knob: Knob) -> bool:
    """It waits for more runs to end."""
    under_way = state.run.count > state.recorded and state.outcome is None
    return state.tally.runs - under_way < knob.after


def is_hands_off(state: SessionState) -> bool:
    """A run that has begun goes on as its knobs stand."""
    return state.level.knobs_until == "start" and state.run.count > state.recorded


def check_free(state: SessionState, knob: str) -> None:
    """Impossible: hands off."""
    if is_hands_off(state):
        raise Impossible("{knob} holds for the whole run: press Reset to choose again.", knob=knob)


def _set(state: SessionState, name: str, value: Value, index: int) -> None:
    run, knob, before = state.run, state.level.knob(name, index), state.knobs.get(name)
    if knob is not None and knob.one_way:
        here = state.knobs[name]
        if (value - here) * knob.one_way < 0:
            way = "down" if knob.one_way < 0 else "up"
            raise Impossible("{knob} can only be turned " + way + " from {here}.", knob=knob.title or name, here=here)
    kind = kind_of(name)
    if kind.many and isinstance(before, (list, tuple)):
        state.knobs[name] = [value if i == index else each for i, each in enumerate(before)]
    else:
        state.knobs[name] = value
    if kind.restarts:
        state.restart()
        return
    if kind.level:
        try:
            part: Any = state.knobs[name]
            if kind.names:  # what is called so; the metric must get on with the learner, whichever of them is new
                metric = state.used_metric()
                part = metric if kind.names == "metrics" else state.new_learner()
            run.change(**{name: part})
        except Impossible:
            state.knobs[name] = before
            raise
    elif any(knob.name == name for knob in run.metric.knobs):
        run.change(metric=state.used_metric())
    else:
        setattr(run.learner, name, value)
        run.invalidate_loop()
    state.forget_outcome()


def record(state: SessionState, actions: Iterable[object]) -> None:
    """What was done before the player came: no lock holds, nothing is counted."""
    for action in actions:
        if isinstance(action, Turn):
            turn(state, *action)
        elif isinstance(action, Learn) and state.run.learner is not None:
            for _piece in advance_incremental(state, action.steps, watched=False):
                pass
        elif isinstance(action, Freeze):
            state.freeze(action)
    state.recorded = state.run.count


def start_pass(level: Level) -> float | None:
    """Where its knob for the pass stands at the start; None: it has none."""
    knob = level.knob("pass")
    return float(knob.start) if knob is not None and isinstance(knob.start, (int, float)) else None


def start_at_pass(state: SessionState) -> None:
    """Where a recording is taken over in epochs, the knob's start says from which one."""
    start = start_pass(state.level)
    if start is not None:
        turn(state, *Turn("pass", start))


def take_over(state: SessionState, step: int) -> None:
    """The recording is cut at this step, to go on from there. Looks taken are taken."""
    if not state.recording_steps or state.stage or state.run.count != state.recorded:
        raise Impossible("There is no recording to take over here.")
    if not 0 <= step <= state.recording_steps:
        raise Impossible("The recording has steps 0 to {last}.", last=state.recording_steps)
    probed = state.probed
    state.knobs = start_knobs(state.base)
    state.restart()
    record(state, shorten(state.base.recording, step))
    state.probed = probed


CALLED = "It can be called once. Press Reset first."


def do(state: SessionState, action: Action) -> None:
    """An action, in this state. Impossible: it is not allowed here."""
    match action:
        case Turn(name, value, index):
            turn(state, name, notch_of(state, action), index)
            state.tally.turns += 1
            state.tally.first_values.setdefault(name, value)
            state.judge_without_learner()
        case Freeze(index):
            if state.level.knob("freeze") is None:
                raise Impossible("Weights cannot be frozen in this level.")
            if index >= state.level.network.size:
                raise Impossible("There is no {knob} {index}.", knob="weight", index=index)
            check_free(state, "freeze")
            state.freeze(action)
        case Learn(steps):
            for _piece in learn_incremental(state, steps):
                pass
        case Reset():
            _reset(state)
        case Next():
            _next(state)
        case Answer(number, value):
            if not 0 <= number < len(state.level.questions):
                raise Impossible("There is no question {number} here.", number=number)
            if (state.stage, number) in state.answers:
                raise Impossible("This question is answered already.")
            state.answers[state.stage, number] = value
        case Probe():
            _probe(state)
        case Stop():
            if not state.level.stop:
                raise Impossible("There is nothing to call in this level.")
            if state.called:
                raise Impossible(CALLED)
            state.judge_without_learner(called=True)
        case Show():
            _show(state, action)
        case TakeOver(step):
            if not state.base.take_over:
                raise Impossible("This recording cannot be taken over.")
            take_over(state, step)
        case _:
            assert_never(action)


def _reset(state: SessionState) -> None:
    starts = start_knobs(state.level)
    state.knobs |= {k.name: starts[k.name] for k in state.level.knobs if k.one_way}  # they cannot be turned back
    probed = state.probed
    state.restart(state.carried_weights)
    if state.stage == 0 and state.base.recording:
        state.knobs = start_knobs(state.base)
        state.restart()
        record(state, state.base.recording)
        start_at_pass(state)
    state.probed = probed  # what was seen cannot be unseen
    state.judge_without_learner()


def _next(state: SessionState) -> None:
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


def _probe(state: SessionState) -> None:
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


def _show(state: SessionState, action: Show) -> None:
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
