"""The slots of a rule of tiles: which knobs of a level they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...rules.knob import Knob
    from ...rules.level import Level


def slots_of(level: Level) -> list[Knob]:
    """The free knobs whose values are words, but for the metric and the learner: the slots of a rule."""
    named = [k for k in level.knobs if k.name not in ("metric", "learner") and k.stops]
    return [k for k in named if all(isinstance(stop, str) for stop in k.stops)]
