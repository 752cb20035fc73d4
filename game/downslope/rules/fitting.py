"""Whether a learner is made for a network. Asked here by the game, `solve`, `sweep`, the map and the registry alike."""

from __future__ import annotations

from random import Random
from typing import Any

from ..engine.fault import blame
from ..learning.learner import Learner
from ..learning.network import Network
from .actions import Impossible


def fits(kind: type[Learner], network: Network) -> bool:
    """The learner says so itself."""
    return bool(kind().fits(network))


def misfit(kind: type[Learner], network: Network, level: str) -> Impossible | None:
    """The sentence that refuses it. None: it fits."""
    if fits(kind, network):
        return None
    return Impossible("{learner} is not made for the network of {level}.", learner=kind.name, level=level)


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
