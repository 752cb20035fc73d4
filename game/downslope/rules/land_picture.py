"""The land behind the neuron of a level by hand, and a picture of a plugin's own that stands in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..learning.architecture import is_neuron
from .level import Level

Colour = Callable[[str], str]  # of a theme: a name or #RRGGBB -> #RRGGBB
SUFFIXES = (".png", ".svg")


class LandPicture(NamedTuple):
    """Of 1216 x 528 it fills the land. `png`: the file; or `svg` gives it in the colours of a theme.

    `mark`: another content has another one.
    """

    name: str
    width: float
    height: float
    mark: int
    png: bytes = b""
    svg: Callable[[Colour], str] | None = None


def is_own_picture(name: object) -> bool:
    """It names a file, not one of the game's pictures."""
    return isinstance(name, str) and name.lower().endswith(SUFFIXES)


def has_land(level: Level) -> bool:
    """The weight of a single neuron is turned by hand, and no bowl is seen: there is land behind it."""
    by_hand = level.learner is None and level.visibility("bowl") == "none" and level.knob("weight") is not None
    return by_hand and level.network.size == 1 and is_neuron(level.network)
