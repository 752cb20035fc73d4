"""The misses of a run with one example and one output, with their sign; and what each is of the one before."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .session import Session


# ---------------------------------------------------------------------------------------------------------------------
# The known word that a misspelt one is nearest to: one rule for hooks, fields, words and names.


ALIKE = 0.5  # at least: of 0, nothing in common, to 1, the same


def nearest(word: object, known: Iterable[str], alike: float = ALIKE) -> str:
    """Empty: none is near."""
    return next(iter(difflib.get_close_matches(str(word), list(known), 1, alike)), "")


def near(word: object, known: Iterable[str]) -> str:
    """What is allowed in place of a word: with the nearest one, where there is one."""
    known = list(known)
    found = nearest(word, known)
    return f"one of {', '.join(known) or 'none'}" + (f"; did you mean {found!r}?" if found else "")


# ---------------------------------------------------------------------------------------------------------------------
# How a level calls its inputs: by its own words, else by number; in English, translated where it is shown.


def input_name(words: Mapping[str, str], index: int, plain: str | None = None) -> str:
    """The level's own word for an input; without one `plain`, by default its word for all of them: "input 2"."""
    own = words.get(f"input {index + 1}")
    if own or plain is not None:
        return own or plain or ""
    return f"{words.get('input', 'input')} {index + 1}"


STEADY = 1e-9  # relative: ratios that differ by less are one ratio
SMALL = 1e-4  # of the first miss: smaller ones tell of rounding


def signed_misses(session: Session, first: int, last: int) -> list[float] | None:
    """prediction - goal_prediction with the weights of the steps first ... last; None: there is no single miss."""
    run = session.run
    if len(run.examples) != 1 or run.network.outputs != 1:
        return None
    input, (goal,) = run.examples[0]
    looks = (run.weights_at(k) for k in range(first, last + 1))
    return [run.network.predict(weights, input)[0] - goal for weights in looks]


def common_ratio(ratios: Sequence[float], steady: float = STEADY) -> float | None:
    """The first, where no other differs from it by more than `steady` (relative); else None."""
    same = bool(ratios) and all(abs(ratio - ratios[0]) <= steady * abs(ratios[0]) for ratio in ratios)
    return ratios[0] if same else None


def constant_ratio(session: Session) -> float | None:
    """What each miss is of the one before, where that is the same for every step of the present alpha; else None."""
    run = session.run
    misses = signed_misses(session, is_steady_from(session), run.count) or []
    misses = [miss for miss in misses if abs(miss) > SMALL * abs(misses[0])]
    ratios = [after / before for before, after in zip(misses, misses[1:])]
    return common_ratio(ratios) if len(ratios) > 1 else None


def is_steady_from(session: Session) -> int:
    """The first step of the present alpha."""
    settings = session.run.history.settings
    return settings[-1].first if settings else 0
