"""Which levels are shown to who has never played: a bowl, a valley, a small network, one that reads."""

from __future__ import annotations

from .catalog import Catalog
from .level import Level

REEL = ("thirteen", "valley", "hidden-four", "kernels")
TRAINED = "kernels"  # it is trained in a process of its own, from the moment the reel starts
INSTEAD = "stop-in-time"  # where no process can be started


def reel(catalog: Catalog) -> list[Level]:
    """The levels of the reel, in order, as far as they are there."""
    return [catalog.levels[name] for name in REEL if name in catalog.levels]
