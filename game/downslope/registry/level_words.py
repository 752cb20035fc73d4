"""Every word that a level uses is one that the game knows: of knobs, moments, answers' sources, stages, what is seen.

`word_faults` are those that would break the level later; `unused_words` those that merely do nothing, which a level of
an
earlier version may still have: `check` names them.
"""

from __future__ import annotations

import re
import sys
import typing
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from itertools import product
from typing import Any, get_args, get_origin

from ..learning.architecture import kernels_of
from ..learning.network import FieldFault, Network
from ..rules.actions import KINDS as LEVEL_WORDS_KINDS
from ..rules.actions import Turn
from ..rules.catalog import Catalog
from ..rules.costs import UNITS
from ..rules.example import Example
from ..rules.fitting import knobs_of
from ..rules.knob import KNOBS, Knob
from ..rules.land_picture import has_land, is_own_picture
from ..rules.level import PICTURES, SIGHTS, Level
from ..rules.question import HUES, MOMENTS, Marker, Question
from ..rules.suggest import near
from ..rules.validate import as_words, fits

# ---------------------------------------------------------------------------------------------------------------------
# Whether every field of a level holds what its annotation says: a text is no list of texts, NaN is no number. One
# function for all: the annotations of Level, Knob, Question and Marker are the table.


OWN = frozenset(field.name for field in fields(Level))  # what a stage or a variant may change, but for `star`
NEEDED = {"id", "title", "examples"}
KINDS = (Level, Knob, Question, Marker)
FIELDS = {  # by the name of what has them
    "Level": tuple(sorted(field.name for field in fields(Level))),
    **{kind.__name__: kind.__match_args__ for kind in (Knob, Question, Marker)},
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
        allowed = as_words(hint)
        if get_origin(hint) is Sequence and hasattr(value, "__match_args__"):
            allowed = f"a list: [{type(value).__name__}(...)]"
        yield path, _short(value), allowed
        return
    if get_origin(hint) is not Sequence or not isinstance(value, Sequence):
        return
    (one,) = get_args(hint)
    for number, item in enumerate(value):
        if one in (str, float) and not fits(item, one):
            yield f"{path}[{number}]", _short(item), as_words(one)
        elif isinstance(item, (Knob, Question, Marker)):
            yield from _of_thing(item, f"{path}[{number}].")
        elif one is Knob:
            yield f"{path}[{number}]", _short(item), "Knob(name, low, high)"


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    """Annotations of one of KINDS; those of a part that is of any kind are left out."""
    assert isinstance(kind, type)
    around = {**vars(sys.modules[kind.__module__]), "Action": tuple}  # which are told by what may be done with them
    own = OWN if kind is Level else set(getattr(kind, "__match_args__", ()))
    return {name: hint for name, hint in typing.get_type_hints(kind, around).items() if name in own and hint is not Any}


def _short(value: object) -> object:
    """A value that can be shown, whatever it is."""
    try:
        text = repr(value)
    except Exception:
        return type(value).__name__
    return value if len(text) <= SHOWN else f"{text[:SHOWN]}…"


WORDS = (
    "input", "inputs", "prediction", "goal_prediction", "weight", "alpha", "error", "delta", "metric", "stages",
    "stage", "example", "examples", "unseen", "learn",
)  # fmt: skip
NUMBERED_WORD = re.compile(r"(input|output|goal|learn|weight|metric) \d+")
NUMBERED_MOMENT = re.compile(r"(step|stage|in stage) (\d+)")


def unknown_fields(level: Level) -> Iterator[FieldFault]:
    """Fields in stages and variants that no level has."""
    stages = level.stages if fits(level.stages, Sequence[Any]) else ()
    for number, stage in enumerate(stages):
        yield from _unknown(stage, {*OWN, "star"}, f"stages[{number}]")
    for knob, stops in level.variants.items() if isinstance(level.variants, Mapping) else ():
        for stop, changes in stops.items() if isinstance(stops, Mapping) else ():
            yield from _unknown(changes, OWN, f"variants.{knob}.{stop}")


def word_faults(level: Level, catalog: Catalog, plugin: str = "") -> Iterator[FieldFault]:
    """(field, value, what is allowed). All fields are known and of their kinds."""
    for number, stage in enumerate(level.stages):
        if stage.get("star") not in (None, 2, 3):
            yield f"stages[{number}].star", stage["star"], "2, 3 or None"
    for knob in level.variants:
        if level.knob(knob) is None and not any(_names(stage.get("knobs", ()), knob) for stage in level.stages):
            yield f"variants.{knob}", knob, f"the name of a knob of the level, such as Knob({knob!r}, stops=[...])"
    known = [*KNOBS, *_own_names(level, catalog, plugin)]
    for path, knobs in _lists(level, "knobs"):
        for number, item in enumerate(knobs):
            where = f"{path}[{number}]"
            if item.name not in known:
                yield f"{where}.name", item.name, near(item.name, known)
            if item.start is not None and not item.allows(item.start):
                yield f"{where}.start", item.start, item.allowed_values()
    for path, questions in (*_lists(level, "questions"), *_lists(level, "recap")):
        for number, question in enumerate(questions):
            yield from _question_faults(question, f"{path}[{number}].", level)
    free = {knob.name for _path, knobs in _lists(level, "knobs") for knob in knobs}
    for path, actions in (pair for name in ("recording", "ghost", "solution") for pair in _lists(level, name)):
        for number, action in enumerate(actions):
            if type(action) not in LEVEL_WORDS_KINDS.values():
                yield f"{path}[{number}]", action, "an action, such as Learn(3)"
            elif path.endswith("solution") and isinstance(action, Turn) and action.knob not in free:
                yield f"{path}[{number}].knob", action.knob, f"a knob that is free here: {near(action.knob, free)}"
    if level.weights_from and level.weights_from == level.id:
        yield "weights_from", level.weights_from, "another level than itself"


def unused_words(level: Level, catalog: Catalog, plugin: str = "") -> Iterator[FieldFault]:
    """What is written and does nothing, for the game has no such word."""
    units = {form for unit, row in UNITS.items() for form in (unit, row.one)}
    said = [*WORDS, *sorted(units), "input 1", "goal 1", "learn 1"]
    settable = _own_names(level, catalog, plugin)
    settable += [knob.name for _path, knobs in _lists(level, "knobs") for knob in knobs]
    for path, by_field in _written(level):
        for what, how in by_field.get("sight", {}).items():
            if what not in SIGHTS:
                yield f"{path}sight.{what}", what, near(what, SIGHTS)
            elif how not in SIGHTS[what]:
                yield f"{path}sight.{what}", how, near(how, SIGHTS[what])
        for word in by_field.get("words", {}):
            if word not in said and not NUMBERED_WORD.fullmatch(word):
                yield f"{path}words.{word}", word, near(word, said)
        if by_field.get("picture") and by_field["picture"] not in PICTURES and not is_own_picture(by_field["picture"]):
            yield f"{path}picture", by_field["picture"], near(by_field["picture"], PICTURES)
        for name in by_field.get("settings", {}):
            if name not in settable:
                yield f"{path}settings.{name}", name, near(name, settable)


def undisclosed_words(level: Level) -> Iterator[tuple[str, str]]:
    """(field, word) of each word for something that no part of the level has, so that no board can show it."""
    parts = [level.stage(number) for number in range(len(level.stages) + 1)]
    written = [
        by_field["network"] for _path, by_field in _written(level) if isinstance(by_field.get("network"), Network)
    ]
    nets = [*(part.network for part in parts), *written]
    width = max(max(net.inputs, net.outputs) for net in nets)
    maximum = {"input": width, "output": width, "learn": len(parts)}
    if not any(net.knobs for net in nets):  # else it may have more than it begins with
        maximum["weight"] = max(net.size for net in nets)
    there = {"stage": len(parts) > 1, "stages": len(parts) > 1, "unseen": any(len(part.unseen) for part in parts)}
    for path, by_field in _written(level):
        for word in by_field.get("words", {}):
            name, _space, number = word.partition(" ")
            beyond = number.isdecimal() and name in maximum and not 1 <= int(number) <= maximum[name]
            if beyond or not there.get(word, True):
                yield f"{path}words", word


def own_pictures(level: Level) -> Iterator[tuple[str, str]]:
    """(field, name of the file) of each picture that is the author's own."""
    for path, by_field in _written(level):
        if is_own_picture(by_field.get("picture")):
            yield f"{path}picture", by_field["picture"]


def pictures_unseen(level: Level) -> Iterator[tuple[str, str]]:
    """Those that are never drawn: in a part that has no land."""
    for path, name in own_pictures(level):
        part = re.match(r"stages\[(\d+)\]", path)
        if not has_land(level.stage(int(part[1]) + 1 if part else 0)):
            yield path, name


def knobs_by_hand(level: Level) -> int:
    """How many weights are turned by hand, in the part that has the most of them; those of a stencil are its cells."""
    parts = (level.stage(number) for number in range(len(level.stages) + 1))
    by_hand = [part for part in parts if part.learner is None and kernels_of(part.network) is None]
    return max((sum(map(bool, _turned(part))) for part in by_hand), default=0)


def _turned(level: Level) -> Iterator[Knob | None]:
    return (level.knob("weight", index) for index in range(level.network.size))


def _written(level: Level) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The fields of the level itself, of its stages and of its variants."""
    yield "", vars(level)
    for number, stage in enumerate(level.stages):
        yield f"stages[{number}].", stage
    for knob, stops in level.variants.items():
        for stop, changes in stops.items():
            yield f"variants.{knob}.{stop}.", changes


def _question_faults(question: Question | Marker, path: str, level: Level) -> Iterator[FieldFault]:
    moment = NUMBERED_MOMENT.fullmatch(question.when)
    if question.when not in MOMENTS and moment is None:
        yield f"{path}when", question.when, near(question.when, (*MOMENTS, "step 1", "stage 1", "in stage 1"))
    elif moment is not None and moment[1] != "step" and not 1 <= int(moment[2]) <= len(level.stages):
        yield f"{path}when", question.when, f"a stage that there is: the level has {len(level.stages)}"
    if question.star not in (None, 2, 3):
        yield f"{path}star", question.star, "2, 3 or None"
    if isinstance(question, Marker) and question.hue not in HUES:
        yield f"{path}hue", question.hue, near(question.hue, HUES)
    if question.asks and isinstance(question.asks, str):
        from ..solving.question_answers import ASKS  # what solves is not imported for levels that ask nothing of it

        if question.asks not in ASKS:
            yield f"{path}asks", question.asks, near(question.asks, ASKS)


def _own_names(level: Level, catalog: Catalog, plugin: str) -> list[str]:
    """The knobs of the network, the learners, the metrics and the variants of all its parts."""
    found: dict[str, None] = {}
    for number in range(len(level.stages) + 1):
        part = level.stage(number)
        found |= dict.fromkeys(part.variants)
        found |= dict.fromkeys(getattr(part.network, "knobs", ()))
        for learner, metric in pairs_of(part):
            try:
                own = knobs_of(catalog.learner(learner, plugin), catalog.metric(metric, plugin))
            except KeyError:
                continue  # which is told elsewhere
            found |= dict.fromkeys(knob.name for knob in own)
    return list(found)


def pairs_of(level: Level) -> Iterator[tuple[str, str]]:
    """Every learner with every metric that may meet in a level: its own, and those that may be chosen."""
    chosen = {knob.name: knob.stops for knob in level.knobs if knob.name in ("metric", "learner")}
    learners = dict.fromkeys(str(name) for name in (level.learner, *chosen.get("learner", ())) if name is not None)
    metrics = dict.fromkeys(map(str, (level.metric, *chosen.get("metric", ()))))
    return product(learners, metrics)


def _lists(level: Level, name: str) -> Iterator[tuple[str, Sequence[Any]]]:
    """A list of the level, and what stages and variants put in its place."""
    for path, written in _written(level):
        value = written.get(name)
        if isinstance(value, Sequence):
            yield f"{path}{name}", value


def _names(knobs: Iterable[Any], name: str) -> bool:
    return any(isinstance(knob, Knob) and knob.name == name for knob in knobs)


def _unknown(changes: object, known: Iterable[str], path: str) -> Iterator[FieldFault]:
    for name in changes if isinstance(changes, Mapping) else ():
        if name not in known:
            yield f"{path}.{name}", name, near(name, sorted(known))
