"""Everything that a player, or the auto-solver, can do. A list of these is a replay, an undo, a best run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple


class Turn(NamedTuple):
    """A weight at once; alpha, metric and own knobs from the next step; learner: a fresh one, the weights stay;
    spread, seed, a variant's or a network's knob: a new start."""

    knob: str
    value: float | str
    index: int = 0  # type: ignore[assignment]


class Freeze(NamedTuple):
    index: int  # type: ignore[assignment]
    frozen: bool = True


class Learn(NamedTuple):
    """Exactly so many steps, past landing too; fewer only in a runaway."""

    steps: int = 1


class Reset(NamedTuple):
    """Start weights, a fresh learner, step 0; knobs and frozen weights stay as they are."""


class Next(NamedTuple):
    """On to the next stage, once this one is won."""


class Answer(NamedTuple):
    """The answer to question number `question` of the level as it is now."""

    question: int
    value: str | float


class Probe(NamedTuple):
    """Look where you stand: what `sight` holds back is shown."""


class Stop(NamedTuple):
    """Here is the bottom: the one moment at which a level with `stop` is judged."""


class Show(NamedTuple):
    """A drawing, and what it is meant to be."""

    input: Sequence[float]
    goal_prediction: Sequence[float]


class TakeOver(NamedTuple):
    """Cut the level's recording at this step and go on from there."""

    step: int


class Probed(NamedTuple):
    """What a probe saw."""

    weights: tuple[float, ...]
    predictions: tuple[tuple[float, ...], ...]  # one for each example
    error: float
    metric: str
    unseen: float | None = None  # the mean error over the unseen examples, where there are any


Action = Turn | Freeze | Learn | Reset | Next | Answer | Probe | Stop | Show | TakeOver
KINDS: dict[str, type[Any]] = {
    kind.__name__.lower(): kind for kind in (Turn, Freeze, Learn, Reset, Next, Answer, Probe, Stop, Show, TakeOver)
}


class Impossible(Exception):
    """Not allowed, and why: a template for translation, and its values. `one`: the template for a `count` of 1."""

    def __init__(self, template: str, one: str = "", **values: object) -> None:
        self.forms = (one or template, template)
        self.template = self.forms[values.get("count") != 1]
        self.values = values
        super().__init__(self.template.format(**values))


def to_json(action: Action) -> list[Any]:
    """["turn", "alpha", 0.3, 0]"""
    return [type(action).__name__.lower(), *(list(each) if isinstance(each, tuple) else each for each in action)]


def from_json(data: Sequence[Any]) -> Action:
    """The action back. ValueError: not one."""
    try:
        action: Action = KINDS[data[0]](*(tuple(each) if isinstance(each, list) else each for each in data[1:]))
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError(f"{data!r} is not an action") from error
    return action
