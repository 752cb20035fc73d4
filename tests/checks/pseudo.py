"""A language that nobody speaks: every word is a third longer and accented. What is laid out for English alone breaks.

`spoken()` takes it up as a player's own language is taken up; numbers, {fields} and [marks:] stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from downslope import i18n

LONGER = 0.3
KEPT = re.compile(r"(\{[^}]*\}|\[\w+:|%\w)")  # what is filled in, and what a mark is called
WORD = re.compile(r"[^\W\d_]{2,}")
ACCENTS = str.maketrans("aeiouyncsAEIOU", "àéîöûÿñçšÀÉÎÖÛ")


class Pseudo:
    """Reads like English: "The weight" is "Théé wéîghtgh"."""

    def gettext(self, message: str, /) -> str:
        parts = KEPT.split(message)
        return "".join(part if number % 2 else WORD.sub(_longer, part) for number, part in enumerate(parts))

    def ngettext(self, one: str, many: str, count: int, /) -> str:
        return self.gettext(one if count == 1 else many)


def _longer(word: re.Match[str]) -> str:
    text = word.group()
    more = max(1, round(LONGER * len(text)))
    return (text + text[-more:]).translate(ACCENTS)


@contextmanager
def spoken(speaks: bool = True) -> Iterator[None]:
    """Inside, the game is read in it; without `speaks`, in English."""
    i18n.speak(Pseudo() if speaks else None)
    try:
        yield
    finally:
        i18n.speak(None)
