"""What if: a level with other start values. Notches and locks do not hold, and nothing was done beforehand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..rules.level import Level

NO_LEARNER = "gradient-descent"  # who learns where a level is played by hand


def level_with(level: Level, learner: str | None = None, **fields: Any) -> Level:
    """The level's first stage with these fields of Level put in: a run of it ends where its target is met.

    Another learner begins with its own settings, not with those meant for the level's.
    """
    chosen = learner or level.learner or NO_LEARNER
    settings = dict(level.settings)
    if chosen != level.learner:
        settings = {name: value for name, value in settings.items() if name in level.variants}
    free: dict[str, Any] = {"knobs": (), "stages": (), "recording": (), "questions": (), "stop": False, "probes": None}
    return replace(level, **{**free, "learner": chosen, "settings": settings, **fields})
