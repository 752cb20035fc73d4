"""The words of a level as types, so that an editor completes them: the rows of the game's tables, as a test holds.

Of a word that is none of them, the one that may be meant: one rule for hooks, fields, words and names.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, TypedDict, get_args, get_type_hints

from .field_bounds import KnownWords, Letters

ParUnit = Literal["steps", "passes", "turns", "probes", "runs", "calls", "bends", "drawings"]  # a row of UNITS
Schedule = Literal["constant", "linear", "step", "cosine", "cycle"]  # a row of SCHEDULES
Augment = Literal["shift", "affine"]  # a row of AUGMENTS
Win = Literal["crawl", "land", "overshoot", "orbit", "runaway", "stuck", "bump"]  # a row of OUTCOMES
Until = Literal["end", "start"]  # how long in a run its knobs turn
Picture = Literal[
    "trail", "blueprint", "well", "freezer", "taxi",
    "shower", "geared shower", "harbour", "sourdough", "peg", "greenhouse", "turnstile",
    "pipe", "pots", "plants",
]  # fmt: skip
PICTURES: tuple[str, ...] = get_args(Picture)
PictureName = Annotated[
    Picture | str, Letters(80), KnownWords(("", *PICTURES), r".+\.([Pp][Nn][Gg]|[Ss][Vv][Gg])", idle=True)
]
# Panels and tools of a screen: the rows of campaign.PANELS
PanelName = Literal[
    "pad", "dial", "hint", "tries", "undo", "commit", "stars", "negative", "reset", "table", "auto", "error-square",
    "glossary", "meter", "meters", "roll", "floor", "buttons", "loop", "step", "code", "history", "compare",
    "delta", "tiles", "inputs", "engines", "recording", "two-codes", "alphas", "sealed", "neurons",
    "needles", "valley", "exam", "hidden", "unseen", "stencil", "teacher", "digits", "kernels",
]  # fmt: skip
# What the level may call by words of its own: things, and what its par counts, one and several.
OwnWord = Literal[
    "input", "inputs", "prediction", "goal_prediction", "weight", "alpha", "error", "delta", "metric", "stages",
    "stage", "example", "examples", "unseen", "learn", "send", "stop",
    "steps", "step", "passes", "pass", "turns", "turn", "probes", "probe", "runs", "run", "calls", "call",
    "bends", "bend", "drawings", "drawing",
]  # fmt: skip
WORDS: tuple[str, ...] = get_args(OwnWord)
NUMBERED = r"(input|output|goal|learn|learner|weight|metric) \d+"
Word = Annotated[
    OwnWord | str, Letters(80), KnownWords(WORDS, NUMBERED, ("input 1", "goal 1", "learn 1"), idle=True)
]


class Sight(TypedDict, total=False):
    """What the player sees, and how; the first where a level says nothing."""

    prediction: Literal["live", "on-step"]
    bowl: Literal["full", "none", "fog"]
    arrow: Literal["direction", "none", "preview"]
    error: Literal["mean", "total", "none"]
    input: Literal["shown", "hidden"]
    goal: Literal["shown", "hidden"]
    weight: Literal["shown", "hidden"]


Seen = Mapping[str, str] | Sight
SIGHTS = {name: get_args(how) for name, how in get_type_hints(Sight).items()}


ALIKE = 0.5  # at least: of 0, nothing in common, to 1, the same


def nearest(word: object, known: Iterable[str], alike: float = ALIKE) -> str:
    """Empty: none is near."""
    return next(iter(difflib.get_close_matches(str(word), list(known), 1, alike)), "")


def near(word: object, known: Iterable[str]) -> str:
    """What is allowed in place of a word: with the nearest one, where there is one; or that nothing is."""
    known = list(known)
    close = nearest(word, known)
    return (f"one of {', '.join(known)}" if known else "none") + (f"; did you mean {close!r}?" if close else "")
