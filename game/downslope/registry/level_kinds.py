"""Whether every field of a level holds what its annotation says: a text is no list of texts, NaN is no number.

One function for all: the annotations of Level, Knob, Question and Marker are the table.
"""

from __future__ import annotations

import sys
import typing
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from typing import Any, get_args, get_origin

from ..learning.network import FieldFault
from ..rules.annotations import fits, in_words
from ..rules.example import Example
from ..rules.knob import Knob
from ..rules.level import Level
from ..rules.question import Marker, Question

OWN = frozenset(field.name for field in fields(Level))  # what a stage or a variant may change, but for `star`
NEEDED = {"id", "title", "examples"}
KINDS = (Level, Knob, Question, Marker)
FIELDS = {  # by the name of what has them
    "Level": tuple(sorted(field.name for field in fields(Level))),
    **{kind.__name__: kind._fields for kind in (Knob, Question, Marker)},
    "Example": tuple(field.name for field in fields(Example)),
}
SHOWN = 60  # letters of a value


def kind_faults(level: Level) -> Iterator[FieldFault]:
    """(field, value, what is allowed) of every field of another kind, in the level, its stages and its variants."""
    yield from _of_thing(level, "")
    hints = _hints(Level)
    stages = level.stages if fits(level.stages, Sequence[Any]) else ()
    for number, stage in enumerate(stages):
        if not isinstance(stage, Mapping):
            yield f"stages[{number}]", stage, "a dict of fields that change"
            continue
        for name, value in stage.items():
            if name in OWN:
                yield from _of_value(value, hints[name], f"stages[{number}].{name}")
    for knob, stops in level.variants.items() if isinstance(level.variants, Mapping) else ():
        for stop, changes in stops.items() if isinstance(stops, Mapping) else ():
            for name, value in changes.items() if isinstance(changes, Mapping) else ():
                if name in OWN:
                    yield from _of_value(value, hints[name], f"variants.{knob}.{stop}.{name}")


def sound_part(level: Level, defaults: Mapping[str, Any]) -> Level | None:
    """The level without all that is of another kind or no field at all. None: it has no id, title or examples then."""
    hints = _hints(Level)

    def fitting(name: str, value: object) -> bool:
        return name == "star" or (name in OWN and not any(_of_value(value, hints[name], "")))

    def sound(given: object) -> dict[str, Any]:
        pairs = given.items() if isinstance(given, Mapping) else ()
        return {name: value for name, value in pairs if fitting(name, value)}

    kept = sound({name: getattr(level, name) for name in OWN})
    if not kept.keys() >= NEEDED:
        return None
    kept["stages"] = [sound(stage) for stage in kept.get("stages", ())]
    kept["variants"] = {
        knob: {stop: sound(changes) for stop, changes in stops.items()} if isinstance(stops, Mapping) else {}
        for knob, stops in kept.get("variants", {}).items()
    }
    return replace(level, **{**defaults, **kept})


def _of_thing(thing: Level | Knob | Question | Marker, path: str) -> Iterator[FieldFault]:
    kind = next(kind for kind in KINDS if isinstance(thing, kind))
    for name, hint in _hints(kind).items():
        yield from _of_value(getattr(thing, name), hint, f"{path}{name}")


def _of_value(value: object, hint: Any, path: str) -> Iterator[FieldFault]:
    if not fits(value, hint):
        allowed = in_words(hint)
        if get_origin(hint) is Sequence and hasattr(value, "_fields"):
            allowed = f"a list: [{type(value).__name__}(...)]"
        yield path, _short(value), allowed
        return
    if get_origin(hint) is not Sequence or not isinstance(value, Sequence):
        return
    (one,) = get_args(hint)
    for number, item in enumerate(value):
        if one in (str, float) and not fits(item, one):
            yield f"{path}[{number}]", _short(item), in_words(one)
        elif isinstance(item, (Knob, Question, Marker)):
            yield from _of_thing(item, f"{path}[{number}].")
        elif one is Knob:
            yield f"{path}[{number}]", _short(item), "Knob(name, low, high)"


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    """Annotations of one of KINDS; those of a part that is of any kind are left out."""
    assert isinstance(kind, type)
    around = {**vars(sys.modules[kind.__module__]), "Action": tuple}  # which are told by what may be done with them
    own = OWN if kind is Level else set(getattr(kind, "_fields", ()))
    return {name: hint for name, hint in typing.get_type_hints(kind, around).items() if name in own and hint is not Any}


def _short(value: object) -> object:
    """A value that can be shown, whatever it is."""
    try:
        text = repr(value)
    except Exception:
        return type(value).__name__
    return value if len(text) <= SHOWN else f"{text[:SHOWN]}…"
