"""Everything that a player, or auto-solve, can do. A list of these is a replay, an undo, a best run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile
from math import isfinite
from types import NoneType
from typing import Any, NamedTuple, get_args

from .target import World

MOST = 10**9  # steps at once: what a person or a program may mean
LONGEST = 60  # characters of a value in a sentence


class Turn(NamedTuple):
    """Set a knob. A weight changes at once; alpha, metric and other knobs count from the next step; a new learner
    starts afresh with the same weights; spread, seed, a variant's or a network's knob starts a new run."""

    knob: str
    value: float | str
    index: int = 0  # type: ignore[assignment]


class Freeze(NamedTuple):
    """Freeze a weight, so that no step changes it, or thaw it."""

    index: int  # type: ignore[assignment]
    frozen: bool = True


class Learn(NamedTuple):
    """Make this many steps, even after landing; fewer only if the run runs away."""

    steps: int = 1


class Reset(NamedTuple):
    """Start a new run: start weights, a fresh learner, step 0. Knobs and frozen weights keep their values."""


class Next(NamedTuple):
    """Go to the next part, after this one is won."""


class Answer(NamedTuple):
    """Answer question number `question` of the current part."""

    question: int
    value: str | float


class Probe(NamedTuple):
    """Look at the current weights: what `sight` hides is shown."""


class Stop(NamedTuple):
    """Say that this is the bottom: a level with `stop` is judged at this moment."""


class Show(NamedTuple):
    """Show a drawing, and say what it is meant to be."""

    input: Sequence[float]
    goal_prediction: Sequence[float]


class TakeOver(NamedTuple):
    """Cut the level's recording at this step and go on from there."""

    step: int


class ProbeResult(NamedTuple):
    """What a probe saw."""

    weights: tuple[float, ...]
    predictions: tuple[tuple[float, ...], ...]  # one for each example
    error: float
    metric: str
    unseen: float | None = None  # the mean error over the unseen examples, where there are any
    choices: tuple[tuple[str, Any], ...] = ()  # the knobs that put fields into the level, and what they stood on


Action = Turn | Freeze | Learn | Reset | Next | Answer | Probe | Stop | Show | TakeOver
KINDS: dict[str, type[Any]] = {kind.__name__.lower(): kind for kind in get_args(Action)}


class Impossible(Exception):
    """An action is not allowed. `template`: why, for translation. `one`: the template for a `count` of 1."""

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


def _is_number(value: Any) -> bool:
    """Finite, and not so large a whole number that it is no float."""
    try:
        return type(value) in (int, float) and isfinite(value)
    except OverflowError:
        return False


TEXT = (lambda value: isinstance(value, str), "a name")
COUNT = (lambda value: type(value) is int and value >= 0, "a whole number, 0 or above")
STEPS = (lambda value: type(value) is int and 0 <= value <= MOST, "a whole number, 0 to 1,000,000,000")
TRUTH = (lambda value: isinstance(value, bool), "True or False")
VALUE = (lambda value: isinstance(value, str) or _is_number(value), "a finite number, or a name")
NUMBERS = (
    lambda value: isinstance(value, Sequence) and not isinstance(value, str) and all(map(_is_number, value)),
    "finite numbers",
)

# Field -> whether it may hold a value, in whichever action it is, and what is allowed.
FIELDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "knob": TEXT, "value": VALUE, "index": COUNT, "frozen": TRUTH, "steps": STEPS, "question": COUNT, "step": COUNT,
    "input": NUMBERS, "goal_prediction": NUMBERS,
}  # fmt: skip


def check(action: Action) -> None:
    """Impossible: it is no action, or a field of it cannot be what it is."""
    kind = type(action)
    if kind not in KINDS.values():
        raise Impossible("{value} is not an action.", value=_short(action))
    for field, value in zip(kind._fields, action):
        holds, allowed = FIELDS[field]
        if not holds(value):
            template = "{field} of {action} is {value}; allowed: {allowed}."
            raise Impossible(template, field=field, action=kind.__name__, value=_short(value), allowed=allowed)


def _short(value: object) -> str:
    try:
        text = repr(value)
    except Exception:  # a whole number of thousands of digits, or an object of somebody's
        text = type(value).__name__
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def shorten(actions: Iterable[Action], steps: int) -> list[Action]:
    """The actions up to so many steps. What was turned at that very moment stays out, but for weights; looks stay."""
    kept: list[Action] = []
    done = 0
    actions = list(actions)
    for position, action in enumerate(actions):
        if isinstance(action, Learn):
            if done + action.steps > steps:
                return kept + ([Learn(steps - done)] if steps > done else [])
            if done + action.steps == steps:
                return [*kept, action, *by_hand(actions[position + 1 :])]
            done += action.steps
        kept.append(action)
    return kept


def last_action(session: World) -> Action | None:
    """The last action that was no answer; None: there is none."""
    return next((action for action in reversed(session.actions) if not isinstance(action, Answer)), None)


def is_fresh(session: World) -> bool:
    """Nothing was done since this part began: so far only what a first action needs is told."""
    return isinstance(last_action(session), (Next, Reset, NoneType))


def merge_learns(actions: Iterable[Action]) -> list[Action]:
    """The same, with Learns that follow each other as one: a thousand single steps are quickly done again."""
    kept: list[Action] = []
    for action in actions:
        last = kept[-1] if kept else None
        if isinstance(action, Learn) and isinstance(last, Learn):
            kept[-1] = Learn(last.steps + action.steps)
        else:
            kept.append(action)
    return kept


def last_of(actions: Sequence[Action], *kinds: type[Action]) -> Action | None:
    """The last action of one of these kinds; None: there is none."""
    return next((action for action in reversed(actions) if isinstance(action, kinds)), None)


def by_hand(actions: Iterable[Action]) -> list[Action]:
    """The weights turned before the next step, for it looked at them as they were then; and what was looked at."""
    before = takewhile(lambda action: not isinstance(action, Learn), actions)
    return [a for a in before if isinstance(a, Probe) or (isinstance(a, Turn) and a.knob == "weight")]
