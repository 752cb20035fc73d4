"""The words for what a par counts, in the player's language and the level's own; the units are in rules/costs.py."""

from __future__ import annotations

from ..i18n import _, plural_form, sentence_case
from ..rules.costs import UNITS, words_for
from ..rules.level import Level

# ---------------------------------------------------------------------------------------------------------------------
# What a weight is called: by the level's own word, by its network, or by its number.


def weight_name(level: Level, index: int) -> str:
    """In the player's language."""
    words, names, number = level.words, level.network.weight_names, index + 1
    own = words.get(f"weight {number}") or (names[index] if index < len(names) else "")
    every = _(words.get("weight", "weight"))
    return _(own) if own else every if level.network.size == 1 else f"{every} {number}"


def unit_title(level: Level, unit: str = "") -> str:
    """What stands above a counter. `unit`: the level's own where nothing is said."""
    unit = unit or level.par_unit
    own = _(level.words.get(unit, ""))
    return sentence_case(own) or _(UNITS[unit].title)


def unit_name(level: Level, count: int, unit: str = "") -> str:
    """What stands after a number, in the form that goes with it."""
    return plural_form(*words_for(level.words, unit or level.par_unit), count)


def par_phrase(level: Level, count: int, unit: str = "") -> str:
    """What a star for so few of them asks for."""
    words = UNITS[unit or level.par_unit]
    return plural_form(words.phrase_one, words.phrase, count).format(n=count, unit=unit_name(level, count, unit))
