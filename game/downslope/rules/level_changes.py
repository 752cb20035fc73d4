"""The fields that a stage or a variant puts in place of the level's: a type for each, so that an editor knows them too.

Level is the definition; a test holds these beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

from ..learning.learner import Alpha
from ..learning.network import Network
from .actions import Action
from .example import Example
from .knob import Knob, Value
from .question import Marker, Question
from .world import Target


class Changes(TypedDict, total=False):
    """Any fields of a Level but its name and its stages."""

    title: str
    brief: str
    insight: str
    hints: Sequence[str]
    chapter: str
    minutes: float | None
    picture: str
    caption: str
    words: Mapping[str, str]
    network: Network
    examples: Sequence[Example]
    unseen: Sequence[Example]
    weights_from: str
    weights: Sequence[float] | None
    spread: float
    seed: int
    alpha: Alpha
    metric: str
    beside: str
    learner: str | None
    settings: Mapping[str, Value]
    schedule: str
    batch: int | None
    shuffle: bool
    augment: str | None
    frozen: frozenset[int]
    knobs: Sequence[Knob]
    recording: Sequence[Action]
    take_over: bool
    solution: Sequence[Action]
    ghost: Sequence[Action]
    target: Target
    wins: Sequence[str]
    budget: int
    limit: int | None
    par: int | None
    par_unit: str
    par_target: Target | None
    expert: int | None
    questions: Sequence[Question | Marker]
    recap: Sequence[Question | Marker]
    sight: Mapping[str, str]
    probes: float | None
    stop: bool
    variants: Mapping[str, Mapping[Value, Changes]]


class Stage(Changes, total=False):
    """What changes once the stage before is won. `star`: the star that it is for; None: it belongs to star 1."""

    star: int | None
