"""The known word that a misspelt one is nearest to: one rule for hooks, fields, words and names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

ALIKE = 0.5  # at least: of 0, nothing in common, to 1, the same


def nearest(word: object, known: Iterable[str], alike: float = ALIKE) -> str:
    """Empty: none is near."""
    return next(iter(difflib.get_close_matches(str(word), list(known), 1, alike)), "")


def near(word: object, known: Iterable[str]) -> str:
    """What is allowed in place of a word: with the nearest one, where there is one."""
    known = list(known)
    close = nearest(word, known)
    return f"one of {', '.join(known) or 'none'}" + (f"; did you mean {close!r}?" if close else "")
