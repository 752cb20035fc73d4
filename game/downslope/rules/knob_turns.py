"""Turning a knob: what may be turned, to what, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from math import isfinite
from typing import TYPE_CHECKING, Any

from ..engine.fast_run import StopBand
from ..learning.network import Network
from .actions import Impossible, Turn
from .knob import Knob, Value
from .level import Level

if TYPE_CHECKING:
    from .session import Session

NO_BAND = StopBand()
LEVEL_KNOBS = ("alpha", "schedule", "metric", "learner", "spread", "seed")


def start_knobs(level: Level) -> dict[str, Any]:
    """Every knob's value at the start of a level."""
    return {name: getattr(level, name) for name in LEVEL_KNOBS} | dict(level.settings)


def stage_knobs(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The knobs that a stage names."""
    return {name: changes[name] for name in LEVEL_KNOBS if name in changes} | dict(changes.get("settings", {}))


def effective_level(session: Session) -> Level:
    """The level as this stage and the choice knobs have it."""
    level = session.base.stage(session.stage)
    changes: dict[str, Any] = {}
    for knob, stops in level.variants.items():
        changes |= stops.get(session.knobs.get(knob, ""), {})
    known = {f.name for f in fields(Level)}
    level = replace(level, **{k: v for k, v in changes.items() if k in known}) if changes else level
    return replace(level, network=_as_turned(session, level.network)) if session.network_turns else level


def _as_turned(session: Session, network: Network) -> Network:
    """A network's own knobs stay as they were turned, where it still has them."""
    for (name, index), value in session.network_turns.items():
        if name in network.knobs and index < network.places(name):
            network = network.turned(name, value, index)
    return network


def turn(session: Session, action: Turn, locked: bool) -> None:
    """Impossible: the knob is not free here, or the value is not one of its notches."""
    name, value, index = action
    if locked:
        value = _checked(session, action)
    level = session.level
    if name in level.variants:
        _choose_variant(session, name, value)
    elif name in level.network.knobs:
        network = level.network.turned(name, value, index)
        session.network_turns[name, index] = value
        session.level = replace(level, network=network)
        session.restart()
    elif name == "pass":
        session.take_over(round(float(value)) * len(session.run.batches))
        session.knobs[name] = value
    elif name == "weight":
        session.run.turned([float(value) if i == index else w for i, w in enumerate(session.weights)])
        session.look_anew()
    else:
        _set(session, name, value, index)


def _checked(session: Session, action: Turn) -> Value:
    name, value, index = action
    level = session.level
    knob = level.knob(name, index)
    if knob is None:
        raise Impossible("{knob} cannot be turned in this level.", knob=name)
    if is_locked(session, knob):
        one, many = "{knob} is locked until a run has ended.", "{knob} is locked until {count} runs have ended."
        raise Impossible(many, one, knob=knob.title or name, count=knob.after)
    if knob.most is not None and len(turned_indices(session, name) | {index}) > knob.most:
        raise Impossible("No more than {count} of {knob} can be turned.", knob=knob.title or name, count=knob.most)
    if isinstance(value, (int, float)) and not isfinite(value):
        raise Impossible("{value} is not a finite number.", value=value)
    if not knob.allows(value):
        raise Impossible("{knob} can be {allowed}.", knob=knob.title or name, allowed=knob.allowed())
    places = level.network.size if name == "weight" else level.network.places(name)
    if name in ("weight", *level.network.knobs) and not 0 <= index < places:
        raise Impossible("There is no {knob} {index}.", knob=name, index=index)
    return knob.canonical(value)


def is_locked(session: Session, knob: Knob) -> bool:
    """It waits for more runs to end."""
    under_way = session.run.count > session.recorded and session.outcome is None
    return session.tally.runs - under_way < knob.after


def turned_indices(session: Session, name: str) -> set[int]:
    """Which of a knob's indices were turned since the present run's start."""
    return {a.index for a in session.actions[session.began :] if isinstance(a, Turn) and a.knob == name}


def _choose_variant(session: Session, name: str, value: Value) -> None:
    """Other fields come in; the run starts anew, by hand from where the weights stand."""
    old = session.level
    session.knobs[name] = value
    session.level = effective_level(session)
    if name in LEVEL_KNOBS or "metric" in session.level.variants.get(name, {}).get(value, {}):
        session.knobs["metric"] = session.level.metric if name != "metric" else value
    keep = old.learner is None and old.network.size == session.level.network.size
    session.restart(session.weights if keep else None)


def _set(session: Session, name: str, value: Value, index: int) -> None:
    run, knob, before = session.run, session.level.knob(name, index), session.knobs.get(name)
    if knob is not None and knob.one_way:
        here = session.knobs[name]
        if (value - here) * knob.one_way < 0:
            way = "down" if knob.one_way < 0 else "up"
            raise Impossible("{knob} can only be turned " + way + " from {here}.", knob=knob.title or name, here=here)
    if name == "alpha" and not isinstance(run.alpha, (int, float)):
        session.knobs[name] = [value if i == index else a for i, a in enumerate(run.alpha)]
    else:
        session.knobs[name] = value
    if name in ("seed", "spread"):
        session.restart()
        return
    if name == "learner":
        try:
            run.change(learner=session.new_learner())
        except Impossible:
            session.knobs[name] = before
            raise
    elif name == "metric":
        run.change(metric=session.metric(str(value)))
    elif name in ("alpha", "schedule"):
        run.change(**{name: session.knobs[name]})
    else:
        setattr(run.learner, name, value)
        run.renew()
    session.look_anew()
