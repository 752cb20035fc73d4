"""What a weight is called: by the level's own word, by its network, or by its number."""

from __future__ import annotations

from ..i18n import _
from ..rules.level import Level


def weight_name(level: Level, index: int) -> str:
    """In the player's language."""
    words, names, number = level.words, level.network.weight_names, index + 1
    own = words.get(f"weight {number}") or (names[index] if index < len(names) else "")
    every = _(words.get("weight", "weight"))
    return _(own) if own else every if level.network.size == 1 else f"{every} {number}"
