"""A text in TOML as levels. What cannot be read of a level is told, all of it, and the rest of the level is kept."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, get_type_hints

from ..i18n import N_
from ..learning.network import FieldFault, Network
from ..learning.ops import RowFault, ops_of
from ..rules.actions import KINDS, Action, Impossible, check, from_json
from ..rules.example import Example
from ..rules.knob import Knob
from ..rules.level import Level
from ..rules.suggest import near, nearest
from ..rules.validate import as_words, fits
from ..storage.errors import Refused
from ..storage.files import text_in
from .examples import examples_of, is_number
from .level_draft import LevelDraft, Misread, WholeSentence
from .limits import (
    ACTION_WORDS,
    BY_HAND,
    BYTES,
    DEEPEST,
    DRAWN,
    LEFT_OUT,
    LEVELS,
    NOTHING,
    NUMBERS,
    OPS,
    QUESTION_WORDS,
    SHAPES,
    TARGETS,
    VERSION,
    WEIGHTS,
    count_numbers,
    defaults_of,
    too_large,
    too_much,
)
from .needs import SiblingFiles
from .positions import nearest_line, positions

# ---------------------------------------------------------------------------------------------------------------------
# A value of TOML as the field of a level wants it. `Misread`: it is not one, and what would be. Only what TOML has no
# word for is made here: networks, targets, knobs, questions, actions, examples. Numbers and texts are left as they
# are; whether they are of the field's kind is asked of every level alike, when it comes in.


FIELDS = tuple(each.name for each in fields(Level) if each.name not in LEFT_OUT)
STAND_IN: dict[str, Any] = {"id": "level", "title": "", "examples": (Example(1.0, 1.0),)}  # of what is missing
AS_A_TABLE = {
    "network": '{ kind = "neuron", inputs = 2 }',
    "target": '{ kind = "near", tolerance = 0.01 }',
    "knob": '{ name = "alpha", low = 0.01, high = 0.1 }',
    "question": '{ text = "Lands it?", answers = ["yes", "no"], right = "yes" }',
}  # of each kind one that is right
OF_THE_FILE = ("downslope", "needs", "draft")  # keys that say nothing of the level itself


def draft_of(table: Mapping[str, Any], beside: SiblingFiles | None = None) -> LevelDraft:
    """One level. Nothing is computed of it before it is known to be small enough."""
    known = {each.name: each for each in fields(Level) if each.name in FIELDS}
    own = {name: value for name, value in table.items() if name not in OF_THE_FILE}
    wrong = list(too_large(own))
    meant = {nearest(name, known) for name in own if name not in known}  # a misspelt one is told once
    told = {re.split(r"[.\[]", path)[0] for path, _value, _allowed in wrong}
    values = fields_of({name: own[name] for name in own if name in known and name not in told}, "", wrong, beside)
    for name, each in known.items():
        needed = each.default is MISSING and each.default_factory is MISSING
        if needed and name not in own and name not in meant:
            wrong.insert(0, ("", WholeSentence(f"It has no {name}; every level has {', '.join(STAND_IN)}."), ""))
    level = Level(**{**STAND_IN, **values})
    heavy: list[FieldFault] = []
    with suppress(TypeError, AttributeError):  # a field is of another kind, which is told elsewhere
        heavy += too_much(level)
    return LevelDraft(level, wrong + heavy, {name: own[name] for name in own if name not in known}, bool(heavy))


def fields_of(
    table: Mapping[str, Any], path: str, wrong: list[FieldFault], beside: SiblingFiles | None
) -> dict[str, Any]:
    """The fields of a level, a stage or a variant, without those that are wrong: these are added to `wrong`."""
    found: dict[str, Any] = {}
    for name, value in table.items():
        try:
            found[name] = _field(name, value, f"{path}{name}", wrong, beside)
        except Misread as error:
            wrong.append(error.found)
    if "variants" in found and isinstance(found["variants"], Mapping):
        found["variants"] = _with_stops(found["variants"], [*found.get("knobs", ()), *_knobs_of_stages(found)])
    return found


def _field(name: str, value: Any, path: str, wrong: list[FieldFault], beside: SiblingFiles | None) -> Any:
    if name == "network":
        return network_of(value, path)
    if name in ("target", "par_target"):
        return item_of(TARGETS, value, path)
    if name in ("examples", "unseen"):
        return examples_of(value, path, beside)
    if name == "knobs":
        return [item_of({"knob": Knob}, one, where, "knob") for one, where in _items(value, path)]
    if name in ("questions", "recap"):
        return [item_of(QUESTION_WORDS, one, where, "question", beside) for one, where in _items(value, path)]
    if name in ACTION_WORDS:
        return actions_of(value, path)
    if name == "stages":
        return [_changes(one, where, wrong, beside) for one, where in _items(value, path)]
    if name == "variants":
        return {
            knob: {
                stop: _changes(changes, f"{path}.{knob}.{stop}", wrong, beside)
                for stop, changes in _table(stops, f"{path}.{knob}").items()
            }
            for knob, stops in _table(value, path).items()
        }
    if name == "frozen" and isinstance(value, list) and all(type(one) is int for one in value):
        return frozenset(value)
    if (name, value) in (("learner", BY_HAND), ("weights", DRAWN)):
        return None
    if name == "learner" and str(value).lower() in ("none", ""):
        raise Misread(path, value, f"a learner's name, or {BY_HAND!r}: the player turns the weights")
    return value


def _items(value: Any, path: str) -> list[tuple[Any, str]]:
    if not isinstance(value, list):
        raise Misread(path, value, "a list of tables")
    return [(one, f"{path}[{number}]") for number, one in enumerate(value)]


def _table(value: Any, path: str, example: str = "") -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Misread(path, value, f"a table, such as {example}" if example else "a table")
    return value


def _changes(value: Any, path: str, wrong: list[FieldFault], beside: SiblingFiles | None) -> dict[str, Any]:
    """What a stage or a variant changes. What no level has stays, and is told when the level comes in."""
    table = _table(value, path)
    left_out = [name for name in LEFT_OUT if name in table]
    if left_out:
        raise Misread(f"{path}.{left_out[0]}", table[left_out[0]], "a field that a file may have")
    found = fields_of({name: one for name, one in table.items() if name in FIELDS}, f"{path}.", wrong, beside)
    found |= {name: one for name, one in table.items() if name not in FIELDS}
    if found.get("star") == 0:
        found["star"] = None
    return found


def _knobs_of_stages(level: Mapping[str, Any]) -> list[Knob]:
    stages = level.get("stages", ())
    return [knob for stage in stages if isinstance(stage, Mapping) for knob in stage.get("knobs", ())]


def _with_stops(variants: Mapping[str, Mapping[str, Any]], knobs: Sequence[Knob]) -> dict[str, Any]:
    """The variants by their knobs' own stops: a key is a text in TOML, also where the stop is a number."""
    stops = {knob.name: knob.stops for knob in knobs if isinstance(knob.stops, (list, tuple))}
    return {
        knob: {_stop(word, stops.get(knob, ())): changes for word, changes in by_word.items()}
        for knob, by_word in variants.items()
    }


def _stop(word: str, stops: Sequence[Any]) -> Any:
    return next((stop for stop in stops if word == str(stop) or (is_number(stop) and word == f"{stop:g}")), word)


def item_of(
    kinds: Mapping[str, Any], value: Any, path: str, default: str = "", beside: SiblingFiles | None = None
) -> Any:
    """A Near, Knob, Question ...: its `kind` says which of them, its other keys are the fields."""
    table = dict(_table(value, path, AS_A_TABLE[default or "target"]))
    name = table.pop("kind", default)
    if not isinstance(name, str) or name not in kinds:
        raise Misread(f"{path}.kind" if "kind" in value else path, name or value, near(name, kinds))
    kind = kinds[name]
    allowed: Sequence[str] = kind.__match_args__
    hints = _hints(kind)
    for key, one in table.items():
        if key not in allowed:
            raise Misread(f"{path}.{key}", key, near(key, allowed))
        table[key] = _part(key, one, f"{path}.{key}", hints[key], beside)
    missing = next((key for key in allowed if key not in table and key not in defaults_of(kind)), None)
    if missing is not None:
        raise Misread(path, value, f"a table with {missing}")
    return kind(**table)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """The annotations of a kind's fields. Those of a target stand at the class that only has its numbers."""
    found: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        if "__annotations__" in vars(base):
            around = {**vars(sys.modules[base.__module__]), "Action": tuple}
            found |= get_type_hints(base, around)
    return found


def _part(key: str, value: Any, path: str, hint: Any, beside: SiblingFiles | None) -> Any:
    """A field of a thing."""
    if key == "actions":
        return actions_of(value, path)
    if key == "level":
        return _inner_level(value, path, beside)
    if key == "star" and value == 0 and not isinstance(value, bool):
        return None
    if key == "means":
        if not isinstance(value, list):
            raise Misread(path, value, "a list")
        return [[_nothing(each) for each in one] if isinstance(one, list) else _nothing(one) for one in value]
    if key == "only":  # of a target: indices of examples
        if not (isinstance(value, list) and all(type(one) is int and one >= 0 for one in value)):
            raise Misread(path, value, "a list of whole numbers, 0 or above")
        return tuple(value)
    if not fits(value, hint) or (isinstance(value, list) and not all(map(_is_plain, value))):
        raise Misread(path, value, as_words(hint))
    return value


def _nothing(value: Any) -> Any:
    return None if value == NOTHING else value


def _is_plain(value: Any) -> bool:
    return isinstance(value, (int, float, str)) and not isinstance(value, bool)


def _inner_level(value: Any, path: str, beside: SiblingFiles | None) -> Level:
    """The small level of a question; the first thing that is wrong with it is told."""
    draft = draft_of(_table(value, path), beside)
    for name in draft.unknown:
        raise Misread(f"{path}.{name}", name, near(name, FIELDS))
    for where, found, allowed in draft.faults:
        raise Misread(f"{path}.{where}" if where else path, found, allowed)
    return draft.level


def network_of(value: Any, path: str) -> Network:
    """A network of the game, by its ops or its sizes; none is made that has too many weights."""
    table = dict(_table(value, path, AS_A_TABLE["network"]))
    if "ops" in table:
        return _of_ops(table, path)
    for key in table if "kind" not in table else ():
        if nearest(key, ["ops"]):
            raise Misread(f"{path}.{key}", key, near(key, ["kind", "ops"]))
    kind = table.pop("kind", "")
    if not isinstance(kind, str) or kind not in SHAPES:
        raise Misread(f"{path}.kind" if "kind" in value else path, kind or value, near(kind, SHAPES))
    shape = SHAPES[kind]
    for key, one in table.items():
        if key not in shape.fields:
            raise Misread(f"{path}.{key}", key, near(key, shape.fields))
        _check_shape(key, one, f"{path}.{key}")
    try:
        size = shape.size(**table)
        if size > WEIGHTS:
            raise Misread(path, f"a network of {size} weights", f"at most {WEIGHTS} weights")
        network = shape.make(**table)
        if not network.faults() and max(network.inputs, network.outputs) > WEIGHTS:
            raise Misread(path, f"a network of {network.inputs} inputs", f"at most {WEIGHTS} inputs, and outputs")
        return network
    except TypeError:  # one that is needed is not there
        needed = " and ".join(name for name in shape.fields if name in ("sizes", "side"))
        raise Misread(path, value, f"a table with {needed}") from None


def _of_ops(table: Mapping[str, Any], path: str) -> Network:
    for key in table:
        if key != "ops":
            raise Misread(f"{path}.{key}", key, "nothing beside ops")
    rows, where = table["ops"], f"{path}.ops"
    if not isinstance(rows, list) or not 0 < len(rows) <= OPS:
        raise Misread(where, rows, f'a list such as [["dense", 2, 1, "bias"]], of at most {OPS}')
    for number, row in enumerate(rows):
        for place, size in enumerate(row if isinstance(row, list) else ()):
            if isinstance(size, (int, float)) and size > WEIGHTS:
                raise Misread(f"{where}[{number}][{place}]", size, f"at most {WEIGHTS}")
    try:
        network = Network(ops_of(rows))
    except RowFault as fault:
        allowed = fault.allowed if isinstance(fault.allowed, str) else near(fault.value, fault.allowed)
        raise Misread(f"{where}{fault.place}", fault.value, allowed) from None
    for field, _op, allowed in network.faults():
        raise Misread(f"{path}{field.removeprefix('network')}", rows[int(field[12:-1])], allowed)
    widest = max(max(op.inputs, op.outputs, op.size) for op in network.ops())
    if max(widest, network.size) > WEIGHTS:
        raise Misread(where, f"a network of {network.size} weights", f"at most {WEIGHTS} weights, inputs and outputs")
    return network


def _check_shape(key: str, value: Any, path: str) -> None:
    """Wrong: it is no size, no sizes, no name of an activation or names of them."""
    if key == "activation":
        names = value if isinstance(value, list) else [value]
        if not all(isinstance(name, str) for name in names):
            raise Misread(path, value, "the name of an activation, or a list of them")
        return
    sizes = value if isinstance(value, list) and key == "sizes" else [value]
    are_sizes = all(type(size) is int and 0 < size <= WEIGHTS for size in sizes)
    if not are_sizes or (key == "sizes") != isinstance(value, list):
        allowed = "a list of whole numbers" if key == "sizes" else "a whole number"
        raise Misread(path, value, f"{allowed}, 1 ... {WEIGHTS}")


def actions_of(value: Any, path: str) -> tuple[Action, ...]:
    """["learn", 3], ["turn", "alpha", 0.1] ..., as they stand in a save."""
    if not isinstance(value, list):
        raise Misread(path, value, 'a list such as [["learn", 3]]')
    return tuple(_action(one, f"{path}[{number}]") for number, one in enumerate(value))


def _action(value: Any, path: str) -> Action:
    try:
        if not isinstance(value, list):
            raise ValueError
        action = from_json(value)
        check(action)
    except (ValueError, Impossible):
        kinds = ", ".join(KINDS)
        raise Misread(path, value, f'an action such as ["learn", 3] or ["turn", "alpha", 0.1]: {kinds}') from None
    return action


BARE = re.compile(r"=\s*[^\W\d]")  # a word without quotes where a value is wanted


def text_of(content: bytes, name: str) -> str:
    """The text of a file. Refused: it is too long, or no UTF-8."""
    if len(content) > BYTES:
        raise Refused(N_("{file} has {count} bytes; allowed: {most}."), file=name, count=len(content), most=BYTES)
    return text_in(content, name, "utf-8-sig")  # some editors begin a file with a mark


def read_levels(text: str, beside: SiblingFiles | None = None) -> Iterator[LevelDraft]:
    """Every level of the text. Refused: it is no TOML, or no file of levels. `beside`: where its CSV files lie."""
    yield from levels_in(table_in(text), text, beside)


def levels_in(table: Mapping[str, Any], text: str, beside: SiblingFiles | None = None) -> Iterator[LevelDraft]:
    """The same of a text that was read already."""
    several = table.get("levels")
    if several is None:
        yield draft_of(table, beside)
        return
    if not (isinstance(several, list) and all(isinstance(one, dict) for one in several)):
        raise Refused(N_("levels is not a list of tables; write [[levels]]."), _line_of(text, "levels"))
    if len(several) > LEVELS:
        raise Refused(N_("It has {count} levels; allowed: {most}."), count=len(several), most=LEVELS)
    others = set(table) - {*OF_THE_FILE, "levels"}
    if others:
        name = min(others)
        sentence = N_("{name} is outside [[levels]]; it belongs inside one of them.")
        raise Refused(sentence, _line_of(text, name), name=name)
    yield from (draft_of(one, beside) for one in several)


WORD = r"""(?:(?<![\w-])[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""
DOTTED = re.compile(rf"(?:{WORD}){{{DEEPEST}}}")  # a key of so many parts: tomllib's time grows as their square


def table_in(text: str) -> dict[str, Any]:
    """The table that a text is. Refused: the line where it is no TOML, or it is of a later form."""
    try:
        if DOTTED.search(text):
            raise RecursionError
        table = tomllib.loads(text)
        count = count_numbers(table)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        reason = str(error).split(" (at")[0]
        line = int(place[1]) if place else text.count("\n") + 1
        if reason == "Invalid value" and BARE.search(text.splitlines()[line - 1]):
            quotes = N_('{reason}: put text in quotes, as in title = "Tea".')
            raise Refused(quotes, line, reason=reason) from None
        raise Refused("{reason}.", line, reason=reason) from None
    except (RecursionError, ValueError):
        raise Refused(N_("It is nested too deeply, or has a number with too many digits.")) from None
    version = table.get("downslope", VERSION)
    if version != VERSION:
        sentence = N_("downslope is {version}; this game reads form {known}.")
        raise Refused(sentence, _line_of(text, "downslope"), version=repr(version)[:40], known=VERSION)
    if count > NUMBERS:
        raise Refused(N_("It has more than {most} numbers."), most=NUMBERS)
    return table


def _line_of(text: str, key: str) -> int:
    return nearest_line(positions(text), key)
