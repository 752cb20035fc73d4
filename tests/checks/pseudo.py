"""A language that nobody speaks: all is a third longer, and accented. What is laid out for English alone breaks.

Inside `spoken()` it is taken up as a player's own language is; numbers, {fields} and [marks:] stay as they are.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from downslope import i18n

LONGER = 0.35
KEPT = re.compile(r"(\{[^}]*\}|\[\w+:)")  # what is filled in, and what a mark is called
WORD = re.compile(r"[^\W\d_]{2,}")
ACCENTS = str.maketrans("aeiouyncsAEIOU", "àéîöûÿñçšÀÉÎÖÛ")


class Pseudo:
    """Can be read all the same: "The weight" becomes "Théé wéîghtht"."""

    def gettext(self, message: str, /) -> str:
        owed = 0.0  # letters that the words so far are still too short by

        def grown(found: re.Match[str]) -> str:
            nonlocal owed
            word = found.group()
            owed += LONGER * len(word)
            more = max(0, round(owed))
            owed -= more
            return (word + word[len(word) - min(more, len(word)) :]).translate(ACCENTS)

        parts = KEPT.split(message)
        return "".join(part if number % 2 else WORD.sub(grown, part) for number, part in enumerate(parts))

    def ngettext(self, one: str, many: str, count: int, /) -> str:
        return self.gettext(one if count == 1 else many)


@contextmanager
def spoken(speaks: bool = True) -> Iterator[None]:
    """Inside, the game is read in it; without `speaks`, in English."""
    i18n.speak(Pseudo() if speaks else None)
    try:
        yield
    finally:
        i18n.speak(None)
