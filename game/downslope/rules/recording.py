"""What was done before the player came: done again, and cut at a step to go on from there."""

from __future__ import annotations

from collections.abc import Iterable

from . import knob_turns
from .action_history import shorten
from .actions import Action, Freeze, Impossible, Learn, Turn
from .judged_steps import advance
from .knob import Value
from .level import Level, start_knobs
from .state import SessionState


def record(state: SessionState, actions: Iterable[Action]) -> None:
    """What was done before the player came: no lock holds, nothing is counted."""
    for action in actions:
        if isinstance(action, Turn):
            knob_turns.turn(state, *action)
        elif isinstance(action, Learn) and state.run.learner is not None:
            advance(state, action.steps, watched=False)
        elif isinstance(action, Freeze):
            state.freeze(action)
    state.recorded = state.run.count
    if state.recorded:
        state.forget_outcome()


def start_pass(level: Level) -> float | None:
    """Where its knob for the pass stands at the start; None: it has none."""
    knob = level.knob("pass")
    return float(knob.start) if knob is not None and isinstance(knob.start, (int, float)) else None


def start_at_pass(state: SessionState) -> None:
    """Where a recording is taken over in epochs, the knob's start says from which one."""
    start = start_pass(state.level)
    if start is not None:
        turn(state, "pass", start)


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


def turn(state: SessionState, name: str, value: Value, index: int = 0) -> None:
    """Turn a knob. The one named "pass" says at which epoch the recording is taken over."""
    level = state.level
    if name != "pass" or name in level.variants or name in level.network.knobs:
        knob_turns.turn(state, name, value, index)
    else:
        take_over(state, round(float(value)) * len(state.run.batches))
        state.knobs[name] = value
