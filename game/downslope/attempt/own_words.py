"""A level's own words, each beside the term that it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..i18n import _
from ..rules.costs import UNITS

if TYPE_CHECKING:
    from ..rules.level import Level


class OwnWord(NamedTuple):
    """In the player's language. `key`: as the level names the term."""

    word: str
    term: str
    key: str


def own_words(level: Level) -> list[OwnWord]:
    """In the level's order; of what is counted the plural, where it has both."""
    singular = {row.one for unit, row in UNITS.items() if unit in level.words}
    found = [OwnWord(_(word), term_of(key), key) for key, word in level.words.items() if key not in singular]
    return [own for own in found if own.word and own.word != own.term]


def term_of(key: str) -> str:
    """What a key of `words` means: "input 1" is a word and a number."""
    name, _space, number = key.partition(" ")
    return f"{_(name)} {number}".strip()
