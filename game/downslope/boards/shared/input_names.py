"""What the inputs of a network are called: by the level's own words, or by their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...rules.names import input_name

if TYPE_CHECKING:
    from ...rules.level import Level


def input_names(level: Level) -> list[str]:
    """In the player's language, one each; numbered where the level has one word for all."""
    words = level.words
    one = _(words.get("input", "input"))
    return [_(input_name(words, i, "")) or f"{one} {i + 1}" for i in range(level.network.inputs)]
