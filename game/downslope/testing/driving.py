"""Plain driving of a level, for an author's own tests."""

from __future__ import annotations

from ..rules.actions import Action
from ..rules.catalog import Catalog
from ..rules.level import Level
from ..rules.session import Session


def play(level: Level | str, *actions: Action, catalog: Catalog | None = None) -> Session:
    """The session after these actions. `level`: a Level, or its id. `catalog` None: everything that is installed.

    KeyError: there is no such level. Impossible: an action that is not allowed there.
    """
    if catalog is None:
        from ..registry.sources import load

        catalog = load()
    played = catalog.level(level) if isinstance(level, str) else level
    return Session(played, catalog, actions)
