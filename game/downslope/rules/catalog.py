"""What there is to play with, by name. The registry fills it; everything else only looks things up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from ..learning.learner import Learner
from ..learning.metric import Metric
from .land_picture import LandPicture
from .level import Level

Thing = TypeVar("Thing")
NAMING = "small letters, figures and hyphens, such as hot-and-cold"  # what `is_name` asks for


class NoSuchName(KeyError):
    """Nothing in the catalogue has this name; it says which one may have been meant."""

    def __init__(self, name: str, known: Iterable[str] = ()) -> None:
        super().__init__(name)
        self.known = known

    def __str__(self) -> str:
        from .suggest import nearest  # only where it is read

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
