"""What there is to play with, by name. The registry fills it; everything else only looks things up."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

from ..engine.fault import blame
from ..learning import Learner, Metric, Network, is_neuron
from .actions import Impossible
from .knob import Knob
from .land_picture import LandPicture
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


Thing = TypeVar("Thing")
NAMING = "small letters, figures and hyphens, such as hot-and-cold"  # what `is_name` asks for


class NoSuchName(KeyError):
    """Nothing in the catalogue has this name; it says which one may have been meant."""

    def __init__(self, name: str, known: Iterable[str] = ()) -> None:
        super().__init__(name)
        self.known = known

    def __str__(self) -> str:
        from .level_words import nearest  # only where it is read

        close = nearest(self.args[0], self.known)
        return f"{self.args[0]!r}; did you mean {close!r}?" if close else repr(self.args[0])


@dataclass
class Catalog:
    """All levels, metrics and learners. Shipped ones have plain names; those of a plugin are plugin/name."""

    metrics: dict[str, Metric] = field(default_factory=dict)
    learners: dict[str, type[Learner]] = field(default_factory=dict)
    levels: dict[str, Level] = field(default_factory=dict)
    owner: dict[str, str] = field(default_factory=dict)  # "level thirteen" -> the plugin it came from
    pictures: dict[str, LandPicture] = field(default_factory=dict)  # plugin/file -> a picture of the plugin's own
    trails: dict[str, str] = field(default_factory=dict)  # plugin -> the trail of its levels, where not its own name
    titles: dict[str, str] = field(default_factory=dict)  # trail -> what it is called, where not as it is
    makers: dict[str, tuple[str, str]] = field(default_factory=dict)  # plugin -> its version and its page

    def metric(self, name: str, plugin: str = "") -> Metric:
        """KeyError: there is none of that name."""
        return find(self.metrics, name, plugin)

    def learner(self, name: str, plugin: str = "") -> type[Learner]:
        """KeyError: there is none of that name."""
        return find(self.learners, name, plugin)

    def level(self, name: str, plugin: str = "") -> Level:
        """KeyError: there is none of that name."""
        return find(self.levels, name, plugin)


def is_name(name: object) -> bool:
    """It may be a name: it is in kebab-case."""
    parts = name.split("-") if isinstance(name, str) else [""]
    return all(part.isascii() and part.isalnum() and part == part.lower() for part in parts)


def item_title(thing: Metric | Learner | type[Learner]) -> str:
    """What a metric or a learner is called, not translated yet: its title, else its name in words."""
    return thing.title or thing.name.rpartition("/")[2].replace("-", " ")


def find(things: Mapping[str, Thing], name: str, plugin: str = "") -> Thing:
    """The thing that `key_of` names. KeyError: there is none."""
    return things[key_of(things, name, plugin)]


def key_of(things: Mapping[str, Thing], name: str, plugin: str = "") -> str:
    """First in the plugin's own, then shipped (or by full name), then the only one of that name anywhere."""
    for key in (f"{plugin}/{name}", name):
        if key in things:
            return key
    named = [key for key in things if key.rpartition("/")[2] == name]
    if len(named) == 1:
        return named[0]
    raise NoSuchName(name, things)
