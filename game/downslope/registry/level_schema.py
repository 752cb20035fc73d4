"""A JSON Schema of a level as data, from the annotations, tables and comments of the source: editors complete by it."""

from __future__ import annotations

import ast
import inspect
import io
import json
import tokenize
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_origin

from ..digits.dataset import SPLITS
from ..learning import ops
from ..learning.activations import ACTIVATIONS
from ..learning.alpha_schedule import SCHEDULES
from ..level_files.limits import (
    ACTION_WORDS,
    BY_HAND,
    DEPTH,
    DRAWN,
    LARGEST,
    LEFT_OUT,
    LETTERS,
    LEVELS,
    OPS,
    SETS,
    SHAPES,
    TARGETS,
    VERSION,
    defaults_of,
)
from ..rules.actions import KINDS as ACTION_KINDS
from ..rules.costs import UNITS
from ..rules.knob import Knob
from ..rules.level import PICTURES, SIGHTS, Level
from ..rules.outcome_kinds import OUTCOMES
from ..rules.question import HUES, MOMENTS, Marker, Question
from ..rules.validate import as_words
from ..solving.question_answers import ASKS
from .level_words import NUMBERED_MOMENT, NUMBERED_WORD, WORDS

# ---------------------------------------------------------------------------------------------------------------------
# What each field of a level is, in the words that stand beside it in the source: for the reference and for editors.
# A field's text is the comment on its line; without one, the comment lines right above it.


KINDS: tuple[Any, ...] = (Level, Knob, Question, Marker)
BY_NAME = {"knobs": "weight and alpha", "network": "Neuron()", "target": "Near(0.001)", "wins": "land, overshoot"}
# Kinds of values that an annotation alone does not tell.
SAID = {
    "examples": "a list of Examples", "unseen": "a list of Examples", "knobs": "a list of Knobs",
    "questions": "a list of Questions and Markers", "recap": "a list of Questions and Markers",
    "stages": "a list of dicts of fields", "variants": "{knob: {stop: fields}}", "recording": "a list of actions",
    "solution": "a list of actions", "ghost": "a list of actions", "actions": "a list of actions",
    "asks": "a text, or a function of the session", "means": "a list", "level": "a Level or None",
    "alpha": "a number, or a list of numbers", "settings": "a dict of numbers and texts", "start": "a value or None",
    "stops": "a list of numbers and texts", "words": "a dict of texts", "sight": "a dict of texts",
    "target": "a Target", "par_target": "a Target or None", "network": "a Network",
}  # fmt: skip


class Comment(typing.NamedTuple):
    """A comment, and whether it has its line to itself."""

    text: str
    alone: bool


@cache
def texts(kind: Any) -> Mapping[str, str]:
    """{field: what it is}; empty where nothing stands beside it."""
    source = inspect.getsource(kind)
    comments = {
        token.start[0]: Comment(token.string.lstrip("# "), token.line.lstrip().startswith("#"))
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    found = {}
    (body,) = ast.parse(source).body
    for node in typing.cast(ast.ClassDef, body).body:
        if not (isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)):
            continue
        beside = comments.get(node.end_lineno or node.lineno)
        if beside is not None and not beside.alone:
            found[node.target.id] = beside.text
            continue
        above, number = list[str](), node.lineno - 1
        while number in comments and comments[number].alone:
            above.insert(0, comments[number].text)
            number -= 1
        found[node.target.id] = " ".join(above)
    return found


def annotations_of(kind: Any) -> Mapping[str, Any]:
    """{field: its annotation} of a Level, Knob, Question or Marker, in the source's order."""
    module = inspect.getmodule(kind)
    hints = typing.get_type_hints(kind, {**vars(module), "Action": tuple})
    names = [each.name for each in fields(kind)] if is_dataclass(kind) else list(kind._fields)
    return {name: hints[name] for name in names}


def default_of(kind: Any, name: str) -> Any:
    """MISSING: it is needed."""
    return defaults_of(kind).get(name, MISSING)


def default_in_words(kind: Any, name: str) -> str:
    """A default as the reference says it."""
    value = default_of(kind, name)
    if value is MISSING:
        return "required"
    if name in BY_NAME and kind is Level:
        return BY_NAME[name]
    if value is None:
        return "None"
    empty = not value and not isinstance(value, (int, float))
    return "none" if empty else repr(value)


def kind_in_words(name: str, hint: Any) -> str:
    """An annotation as the reference says it."""
    return SAID.get(name) or as_words(hint).removesuffix(", in quotes").replace("True or False", "true or false")


def is_list(hint: Any) -> bool:
    """A list, or a set, of something."""
    return get_origin(hint) in (Sequence, frozenset) or hint is frozenset


__all__ = ["KINDS", "annotations_of", "default_in_words", "default_of", "is_list", "kind_in_words", "texts"]


DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]
TEXT: Schema = {"type": "string", "maxLength": LETTERS}
NUMBER: Schema = {"type": "number", "minimum": -LARGEST, "maximum": LARGEST}
WHOLE: Schema = {**NUMBER, "type": "integer"}
SIDE: Schema = {"anyOf": [NUMBER, {"type": "array", "items": NUMBER}]}
PLAIN: dict[Any, Schema] = {str: TEXT, int: WHOLE, float: NUMBER, bool: {"type": "boolean"}}


def _reference(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list_of(items: Schema, name: str = "") -> Schema:
    maximum = {"maxItems": SETS[name]} if name in SETS else {}
    return {"type": "array", "items": items, **maximum}


def _table_of(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _words(words: Sequence[str], pattern: str = "") -> Schema:
    known: Schema = {"enum": list(words)}
    return {"anyOf": [known, {"type": "string", "pattern": f"^({pattern})$"}]} if pattern else known


OWN_PICTURE = r".+\.([Pp][Nn][Gg]|[Ss][Vv][Gg])"  # a file of the author's

SIGHT: Schema = {
    "type": "object",
    "properties": {what: _words(how) for what, how in SIGHTS.items()},
    "additionalProperties": False,
}
LEVEL_WORDS: Schema = {
    "type": "object",
    "propertyNames": _words(
        [*WORDS, *dict.fromkeys(word for unit, row in UNITS.items() for word in (unit, row.one))], NUMBERED_WORD.pattern
    ),
    "additionalProperties": TEXT,
}
# Fields whose annotation says less than the game knows, by the name alone or with the kind.
FIELDS: dict[str, Schema] = {
    "id": TEXT | {"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
    "network": _reference("network"), "target": _reference("target"), "par_target": _reference("target"),
    "examples": _reference("examples"), "unseen": _reference("examples"),
    "knobs": _list_of(_reference("knob"), "knobs"),
    "questions": _list_of(_reference("question"), "questions"), "recap": _list_of(_reference("question"), "recap"),
    "stages": _list_of(_reference("stage")),
    "variants": _table_of(_table_of(_reference("changes"))),
    **{name: _list_of(_reference("action")) for name in (*ACTION_WORDS, "actions")},
    "sight": SIGHT, "words": LEVEL_WORDS, "level": _reference("level"),
    "when": _words(MOMENTS, NUMBERED_MOMENT.pattern), "hue": _words(HUES), "asks": _words(["", *sorted(ASKS)]),
    "schedule": _words(list(SCHEDULES)), "par_unit": _words(list(UNITS)),
    "picture": _words(["", *PICTURES], OWN_PICTURE),
    "wins": _list_of(_words(list(OUTCOMES))), "star": _words([0, 2, 3]),  # type: ignore[list-item]
    "probes": {"type": "number", "exclusiveMinimum": 0}, "start": {}, "stops": _list_of({}), "means": _list_of({}),
    "settings": _table_of({"anyOf": [NUMBER, TEXT]}),
    "weights": {"anyOf": [_list_of(NUMBER), {"const": DRAWN}]},
    "learner": {"description": f"a learner's name, or {BY_HAND!r}", **TEXT},
    "alpha": {"anyOf": [NUMBER, _list_of(NUMBER)]},
}  # fmt: skip


def _of_annotation(hint: Any) -> Schema:
    if get_origin(hint) in (typing.Union, types.UnionType):
        kinds = [_of_annotation(one) for one in get_args(hint) if one is not type(None)]
        return kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    if is_list(hint):
        return _list_of(_of_annotation(get_args(hint)[0]) if get_args(hint) else {})
    if get_origin(hint) is Mapping:
        return {"type": "object"}
    return PLAIN.get(hint, {})


def _object(kind: Any, extra: Mapping[str, Schema], needed: bool = True) -> Schema:
    """The table of a Level, Knob, Question or Marker; or of what changes of a level, where nothing is `needed`."""
    said, properties = texts(kind), dict(extra)
    names = [name for name in annotations_of(kind) if name not in LEFT_OUT]
    for name in names:
        found = FIELDS.get(name) or _of_annotation(annotations_of(kind)[name])
        properties[name] = {**({"description": said[name]} if said.get(name) else {}), **found}
    wanted = [name for name in names if default_of(kind, name) is MISSING] if needed else []
    found = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": wanted} if wanted else {})


def _ops() -> Schema:
    """A network by its ops, each a list: its kind, sizes, words."""
    names = _list_of({"enum": sorted(ACTIVATIONS)})
    each = []
    for name, kind in ops.KINDS.items():
        words = [{"enum": list(ops.WORDS[kind])}] if ops.WORDS[kind] else []
        more = [{"type": "integer", "minimum": 1}, *words, *([names] if kind is ops.Dense else [])]
        each.append({"type": "array", "prefixItems": [{"const": name}], "minItems": 1, "items": {"anyOf": more}})
    rows: Schema = {"type": "array", "minItems": 1, "maxItems": OPS, "items": {"anyOf": each}}
    return {"type": "object", "properties": {"ops": rows}, "required": ["ops"], "additionalProperties": False}


def _network(kind: str) -> Schema:
    size = {"type": "integer", "minimum": 1}
    name = {"enum": sorted(ACTIVATIONS)}
    own: dict[str, Schema] = {"sizes": _list_of(size), "activation": {"anyOf": [name, _list_of(name)]}}
    properties = {key: own.get(key, size) for key in SHAPES[kind].fields}
    needed = [key for key in ("sizes", "side") if key in properties]
    return _kinded(kind, properties, needed)


def _target(kind: str) -> Schema:
    made = TARGETS[kind]
    properties = {key: _list_of(WHOLE) if key == "only" else {} for key in made._fields}
    return _kinded(kind, properties, [key for key in made._fields if key not in made._field_defaults])


def _kinded(kind: str, properties: Mapping[str, Schema], needed: Sequence[str]) -> Schema:
    return {
        "type": "object", "properties": {"kind": {"const": kind}, **properties}, "required": ["kind", *needed],
        "additionalProperties": False,
    }  # fmt: skip


COLUMNS: Schema = {"anyOf": [TEXT, _list_of(TEXT)]}
EXAMPLES: Schema = {
    "anyOf": [
        _list_of({"type": "array", "prefixItems": [SIDE, SIDE, TEXT], "minItems": 2, "maxItems": 3}),
        {
            "type": "object", "required": ["csv", "input", "goal"], "additionalProperties": False,
            "properties": {"csv": TEXT, "input": COLUMNS, "goal": COLUMNS, "label": TEXT},
        },
        {
            "type": "object", "required": ["digits"], "additionalProperties": False,
            "properties": {"digits": _words(SPLITS), "unseen": {"type": "boolean"}},
        },
    ]
}  # fmt: skip


def level_schema() -> Schema:
    """The schema of a file of levels: one level, or `levels`."""
    version: Schema = {"const": VERSION, "description": "the version of this form"}
    table: Schema = {"type": "object", "required": ["name"], "additionalProperties": False,
                     "properties": {"name": TEXT, "version": TEXT, "page": TEXT}}  # fmt: skip
    needs = {**_list_of({"anyOf": [TEXT, table]}), "description": "plugins that it needs, such as careful>=0.2"}
    draft: Schema = {"type": "boolean", "description": "the workshop saved it while its check had something to say"}
    whole: Schema = {"downslope": version, "needs": needs, "draft": draft}
    several = {
        "type": "object", "required": ["levels"], "additionalProperties": False,
        "properties": {**whole, "levels": {**_list_of(_reference("level")), "maxItems": LEVELS}},
    }  # fmt: skip
    return {
        "$schema": DIALECT,
        "title": "A Downslope level",
        "description": f"Form {VERSION}. At most {DEPTH} tables and lists within each other.",
        "anyOf": [_reference("level"), several],
        "$defs": {
            "level": _object(Level, whole),
            "changes": _object(Level, {}, needed=False),
            "stage": _object(Level, {"star": FIELDS["star"]}, needed=False),
            "knob": _object(Knob, {"kind": {"const": "knob"}}),
            "question": {
                "anyOf": [
                    _object(Question, {"kind": {"const": "question"}}),
                    _with_kind(_object(Marker, {"kind": {"const": "marker"}})),
                ]
            },
            "network": {"oneOf": [_ops(), *(_network(kind) for kind in SHAPES)]},
            "target": {"oneOf": [_target(kind) for kind in TARGETS]},
            "examples": EXAMPLES,
            "action": {"type": "array", "prefixItems": [_words(list(ACTION_KINDS))], "minItems": 1},
        },
    }


def _with_kind(table: Schema) -> Schema:
    return {**table, "required": ["kind", *table["required"]]}


def schema_text() -> str:
    """The same as a file."""
    return json.dumps(level_schema(), indent=1, ensure_ascii=False) + "\n"
