"""The fields that a stage or a variant puts in place of the level's, so that an editor knows them too.

`python tests/reference.py` writes this file from Level, and a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, TypedDict

from ..learning import Alpha, Network
from .actions import Action
from .example import Example
from .field_bounds import COUNT, FINITE, IDLE, IN_PYTHON, LOOKS, NOT_NEGATIVE, POSITIVE, Items, Letters, NoneWord
from .knob import Knob, Value
from .land_picture import Move
from .level_words import Augment, PanelName, ParUnit, PictureName, Schedule, Seen, Until, Win, Word
from .outcome import Gate
from .question import Marker, Question, Star
from .target import Target


class Changes(TypedDict, total=False):
    """A dict of fields of a Level, all but `id` and `stages`."""

    title: Annotated[str, Letters(80)]
    brief: Annotated[str, Letters(400)]
    insight: Annotated[str, Letters(400)]
    hints: Annotated[Sequence[Annotated[str, Letters(400)]], Items(20)]
    chapter: Annotated[str, Letters(80)]
    minutes: float | None
    picture: PictureName
    moves: Annotated[Sequence[Move], Items(200, in_files=True)]
    caption: Annotated[str, Letters(120)]
    words: Mapping[Word, Annotated[str, Letters(80)]]
    network: Network
    examples: Sequence[Example]
    unseen: Sequence[Example]
    weights_from: Annotated[str, Letters(160), IN_PYTHON]
    weights: Annotated[Sequence[float] | None, FINITE, NoneWord("drawn")]
    spread: Annotated[float, NOT_NEGATIVE]
    seed: int
    alpha: Annotated[Alpha, POSITIVE]
    metric: str
    beside: str
    learner: Annotated[str | None, NoneWord("by hand")]
    settings: Mapping[str, Value]
    schedule: Schedule
    batch: Annotated[int | None, COUNT]
    shuffle: bool
    augment: Augment | None
    frozen: frozenset[int]
    knobs: Annotated[Sequence[Knob], Items(64, in_files=True)]
    variants: Mapping[str, Mapping[Value, Changes]]
    recording: Sequence[Action]
    take_over: bool
    solution: Sequence[Action]
    ghost: Sequence[Action]
    target: Target
    wins: Sequence[Win]
    budget: Annotated[int, COUNT]
    limit: Annotated[int | None, COUNT]
    par: Annotated[int | None, COUNT]
    par_unit: ParUnit
    par_target: Target | None
    expert: Annotated[int | None, COUNT]
    questions: Annotated[Sequence[Question | Marker], Items(20, in_files=True)]
    recap: Annotated[Sequence[Question | Marker], Items(20, in_files=True)]
    sight: Annotated[Seen, IDLE]
    probes: Annotated[float | None, LOOKS, NoneWord("none")]
    extra_probe: bool
    stop: bool
    once: bool
    gates: Annotated[Sequence[Gate], Items(20)]
    knobs_until: Until
    introduces: Sequence[PanelName]
    shows: Sequence[PanelName] | None


class Stage(Changes, total=False):
    """A part of a level: fields that change when the part before is won. `star`: the star that it is for; None: 1."""

    star: Star
