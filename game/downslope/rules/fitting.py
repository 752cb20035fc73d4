"""Whether a learner is made for a network, which level has land; learners and metrics with their knobs as they stand.

Asked here by the game, `solve`, `sweep`, the map and the registry alike.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from random import Random
from typing import Any

from ..engine.fault import blame
from ..learning.architecture import is_neuron
from ..learning.learner import Learner
from ..learning.metric import Metric
from ..learning.network import Network
from .actions import Impossible
from .knob import Knob
from .level import Level


def fits(kind: type[Learner], network: Network) -> bool:
    """The learner says so itself."""
    return bool(kind().fits(network))


def misfit(kind: type[Learner], network: Network, level: str) -> Impossible | None:
    """The sentence that refuses it. None: it fits."""
    if fits(kind, network):
        return None
    return Impossible("{learner} is not made for the network of {level}.", learner=kind.name, level=level)


def knobs_of(learner: Learner | type[Learner] | None, metric: Metric) -> tuple[Knob, ...]:
    """The knobs that a learner and a metric bring along."""
    return (*(learner.knobs if learner is not None else ()), *metric.knobs)


def shared_knob(learner: type[Learner], metric: Metric) -> str | None:
    """The name of a knob that both have: turning it would turn two things. None: there is none."""
    names = {knob.name for knob in learner.knobs}
    return next((knob.name for knob in metric.knobs if knob.name in names), None)


def metric_with_knobs(metric: Metric, knobs: Mapping[str, Any]) -> Metric:
    """A copy with its own knobs as they stand; the metric itself where it has none."""
    if not metric.knobs:
        return metric
    try:
        own = copy.copy(metric)
        for knob in metric.knobs:
            setattr(own, knob.name, knobs.get(knob.name, knob.start))
    except Exception as raised:
        raise blame(raised, metric) from raised
    return own


def fresh_learner(kind: type[Learner], network: Network, level: str, knobs: dict[str, Any]) -> Learner:
    """A new one, its own knobs as they stand. Impossible: it does not fit; Fault: it raised."""
    try:
        refusal = misfit(kind, network, level)
        if refusal:
            raise refusal
        learner = kind()
        learner.random = Random(f"learner {knobs['seed']}")
        for knob in learner.knobs:
            setattr(learner, knob.name, knobs.setdefault(knob.name, knob.start))
        learner.start(network.size)
    except Impossible:
        raise
    except Exception as raised:
        raise blame(raised, kind) from raised
    return learner


def has_land(level: Level) -> bool:
    """The weight of a single neuron is turned by hand, and no bowl is seen: there is land behind it."""
    by_hand = level.learner is None and level.visibility("bowl") == "none" and level.knob("weight") is not None
    return by_hand and level.network.size == 1 and is_neuron(level.network)
