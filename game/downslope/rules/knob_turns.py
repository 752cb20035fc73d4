"""Turning a knob: what may be turned, to what, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

from .actions import Impossible, Turn
from .knob import LEVEL_KNOBS, Knob, Value, kind_of
from .state import SessionState


def turn(state: SessionState, name: str, value: Value, index: int = 0) -> None:
    """Turn it, whether it is free or not: see `checked`. Impossible: it can be turned one way only."""
    level = state.level
    if name in level.variants:
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
            run.change(**{name: state.part_of_run(name)})
        except Impossible:
            state.knobs[name] = before
            raise
    elif any(knob.name == name for knob in run.metric.knobs):
        run.change(metric=state.used_metric())
    else:
        setattr(run.learner, name, value)
        run.invalidate_loop()
    state.forget_outcome()
