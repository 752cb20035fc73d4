"""A moment of a run: a step, and a fact about the run that is worth a caption there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

# Kinds that are told of the first step, seen in its parts: who is to blame.
IN_PARTS = ("low, one to blame", "high, one to blame", "share the blame")
MINOR = 2  # the rank of one of many looks


class Moment(NamedTuple):
    """One fact. Its words come from `sentence` (sentences.py), so that a test can read the facts themselves.

    step     the step of the run at which it is told; where nothing learns, how many actions were made until then
    rank     0: it must be seen; 1: if there is time; MINOR: for a short time
    kind     a row of TEMPLATES
    facts    the numbers and names in its words
    """

    step: int
    rank: int
    kind: str
    facts: Mapping[str, Any] = {}


class LitInputs(NamedTuple):
    """What tells an example from the others: the level's words for inputs that are on, and for those that are off."""

    on: tuple[str, ...]
    off: tuple[str, ...]


class Amount(NamedTuple):
    """So many of something: 3 nights. The words are English, for one and for many."""

    n: int
    one: str
    many: str


class WeightPlace(NamedTuple):
    """Where a weight stands: the input or neuron before it, and the neuron behind it where there are several."""

    start: str
    end: str = ""
