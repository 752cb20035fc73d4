"""A level's knobs: their values at the start, what a stage says of them, and the level that they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from ..learning.network import Network
from .knob import Value
from .level import Level

LEVEL_KNOBS = ("alpha", "schedule", "metric", "learner", "spread", "seed")
NetworkTurns = Mapping[tuple[str, int], Value]  # (knob, index) -> what it was turned to


def start_knobs(level: Level) -> dict[str, Any]:
    """Every knob's value at the start of a level."""
    return {name: getattr(level, name) for name in LEVEL_KNOBS} | dict(level.settings)


def stage_knobs(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The knobs that a stage names."""
    return {name: changes[name] for name in LEVEL_KNOBS if name in changes} | dict(changes.get("settings", {}))


def effective_level(base: Level, stage: int, knobs: Mapping[str, Any], turned: NetworkTurns) -> Level:
    """The level as this stage and the choice knobs have it. `turned`: a network's own knobs."""
    level = base.stage(stage)
    changes: dict[str, Any] = {}
    for knob, stops in level.variants.items():
        changes |= stops.get(knobs.get(knob, ""), {})
    known = {f.name for f in fields(Level)}
    level = replace(level, **{k: v for k, v in changes.items() if k in known}) if changes else level
    return replace(level, network=_as_turned(level.network, turned)) if turned else level


def _as_turned(network: Network, turned: NetworkTurns) -> Network:
    """A network's own knobs stay as they were turned, where it still has them."""
    for (name, index), value in turned.items():
        if name in network.knobs and index < network.knob_size(name):
            network = network.with_knob(name, value, index)
    return network
