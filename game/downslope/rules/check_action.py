"""What an action may hold, field by field: checked before anything is done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any, NamedTuple

from .actions import Action, Answer, Freeze, Impossible, Learn, Next, Probe, Reset, Show, Stop, TakeOver, Turn

MOST = 10**9  # steps at once: what a person or a program may mean
LONGEST = 60  # characters of a value in a sentence


class Check(NamedTuple):
    holds: Callable[[Any], bool]
    allowed: str


def _is_number(value: Any) -> bool:
    """Finite, and not so large a whole number that it is no float."""
    try:
        return type(value) in (int, float) and isfinite(value)
    except OverflowError:
        return False


def _are_numbers(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and all(map(_is_number, value))


TEXT = Check(lambda value: isinstance(value, str), "a name")
COUNT = Check(lambda value: type(value) is int and value >= 0, "a whole number, 0 or above")
STEPS = Check(lambda value: type(value) is int and 0 <= value <= MOST, "a whole number, 0 to 1,000,000,000")
TRUTH = Check(lambda value: isinstance(value, bool), "True or False")
VALUE = Check(lambda value: isinstance(value, str) or _is_number(value), "a finite number, or a name")
NUMBERS = Check(_are_numbers, "finite numbers")

FIELDS: dict[type[Any], tuple[Check, ...]] = {
    Turn: (TEXT, VALUE, COUNT),
    Freeze: (COUNT, TRUTH),
    Learn: (STEPS,),
    Reset: (),
    Next: (),
    Answer: (COUNT, VALUE),
    Probe: (),
    Stop: (),
    Show: (NUMBERS, NUMBERS),
    TakeOver: (COUNT,),
}


def check(action: Action) -> None:
    """Impossible: it is no action, or a field of it cannot be what it is."""
    checks = FIELDS.get(type(action))
    if checks is None:
        raise Impossible("{value} is not an action.", value=_short(action))
    for each, (value, (holds, allowed)) in enumerate(zip(action, checks)):
        if not holds(value):
            template = "{field} of {action} is {value}; allowed: {allowed}."
            kind = type(action)
            raise Impossible(
                template, field=kind._fields[each], action=kind.__name__, value=_short(value), allowed=allowed
            )


def _short(value: object) -> str:
    try:
        text = repr(value)
    except Exception:  # a whole number of thousands of digits, or an object of somebody's
        text = type(value).__name__
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
