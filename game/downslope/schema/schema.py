"""What an annotation says of a value: `Reader` looks at things that are there, or makes them of plain data.

It goes on after a fault, so that all are told at once, each with its path and the nearest word.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin, is_typeddict

from ..learning.network import FieldFault
from ..rules.bounds import IDLE, IN_PYTHON, Items, Read, Words, Written
from ..rules.suggest import near

NAMES = {str: "a text, in quotes", int: "a whole number", float: "a number", bool: "True or False", type(None): "None"}
UNIONS = (typing.Union, types.UnionType)
SHOWN = 60  # letters of a value
WRONG: Any = object()  # made of what cannot be used


class WholeSentence(str):
    """What is wrong, so that nothing is to be added: that something is not there, or what is wrong in another file."""


class UnknownName(str):
    """A name that nothing has, shown as it is."""


class Form(NamedTuple):
    """A kind of thing of which its annotation does not say enough.

    words   the end of a sentence about one in Python
    data    the same of one in a file
    kinds   in a file: its table by the word that this says as `kind`; `plain`: the one that need not say it
    read    makes one of plain data that is no such table
    look    looks at one in Python more closely
    json    the JSON Schema of that data
    """

    words: str
    data: str = ""
    kinds: Mapping[str, Any] = {}
    plain: str = ""
    read: Callable[[Reader, Any, str], Any] | None = None
    look: Callable[[Reader, Any, str], Any] | None = None
    json: Callable[[Callable[[Any], dict[str, Any]]], dict[str, Any]] | None = None


FORMS: dict[Any, Form] = {}  # by the annotation; forms.py has them


class Field(NamedTuple):
    """A field of a record, by its annotation."""

    kind: Any
    needed: bool
    default: Any = None


@cache
def fields_of(kind: Any, data: bool = False) -> dict[str, Field]:
    """Those of a dataclass, a named tuple or a typed dict, as the source has them; `data`: those of a file."""
    kinds = typing.get_type_hints(kind, include_extras=True)
    if is_typeddict(kind):
        found = {name: Field(one, needed=False) for name, one in kinds.items()}
    elif is_dataclass(kind):
        made = {each.name: each.default_factory for each in fields(kind) if each.default_factory is not MISSING}
        found = {
            each.name: Field(kinds[each.name], each.default is MISSING and each.name not in made,
                             made[each.name]() if each.name in made else each.default)
            for each in fields(kind)
        }  # fmt: skip
    else:
        defaults = kind._field_defaults
        found = {name: Field(kinds[name], name not in defaults, defaults.get(name)) for name in kind._fields}
    return {name: one for name, one in found.items() if not (data and IN_PYTHON in get_args(one.kind))}


@cache
def is_record(kind: Any) -> bool:
    """It has fields of its own."""
    return is_typeddict(kind) or (isinstance(kind, type) and (is_dataclass(kind) or hasattr(kind, "_fields")))


def fits(value: object, kind: Any) -> bool:
    """Whether a value is of an annotation's kind, whatever is in it. A whole number is a number, True is neither."""
    if kind is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    origin, inside = get_origin(kind), get_args(kind)
    if kind is Any:
        return True
    if origin is Annotated:
        return fits(value, inside[0])
    if origin in UNIONS:
        return any(fits(value, one) for one in inside)
    if origin is Literal:  # which of some words it may be is told with the nearest one
        return type(value) is type(inside[0]) and (isinstance(value, str) or value in inside)
    if origin is Sequence:  # one thing of several fields is no list of things
        return isinstance(value, Sequence) and not isinstance(value, (str, bytes)) and not hasattr(value, "_fields")
    if is_typeddict(kind):
        return isinstance(value, Mapping)
    if getattr(kind, "_is_protocol", False):
        return callable(getattr(value, "met", None))
    return isinstance(value, origin or kind) if isinstance(origin or kind, type) else True


def none_word(kind: Any) -> Any:
    """What stands for None in a file; None: there is no such word."""
    rules = [rule.none for rule in get_args(kind) if isinstance(rule, Written)]
    return next(iter(rules), None) if rules or not get_args(kind) else none_word(get_args(kind)[0])


def as_words(kind: Any, data: bool = False) -> str:
    """An annotation as the end of a sentence."""
    origin, inside = get_origin(kind), get_args(kind)
    form = FORMS.get(kind)
    if form is not None:
        return (data and form.data) or form.words
    if origin is Annotated:
        return as_words(inside[0], data)
    if origin in UNIONS:
        return " or ".join(dict.fromkeys(as_words(one, data) for one in inside))
    if origin is Literal:
        return NAMES[str] if isinstance(inside[0], str) else ", ".join(map(str, inside))
    if origin is Sequence:
        one = as_words(inside[0]).removesuffix(", in quotes")
        return f"a list of {one.removeprefix('a ')}s" if one.startswith("a ") and " or " not in one else "a list"
    if origin is Mapping or is_typeddict(kind):
        return "a dict"
    return NAMES.get(kind) or f"a {getattr(kind, '__name__', kind)}"


class Reader:
    """Looks at things of Python; with `data` makes them of what a file says. `beside`: where the files are it names.

    `faults`: all that is wrong. `idle`: what is written and does nothing, for the game has no such word.
    """

    def __init__(self, data: bool = False, beside: Any = None) -> None:
        self.data, self.beside = data, beside
        self.faults: list[FieldFault] = []
        self.idle: list[FieldFault] = []

    def wrong(self, path: str, value: object, allowed: str) -> Any:
        """Note a fault."""
        self.faults.append((path, _short(value), allowed))
        return WRONG

    def build(self, kind: Any, value: Any, path: str) -> Any:
        """The thing, or what of it can be used; WRONG: nothing."""
        if kind in NAMES:
            return value if fits(value, kind) else self.wrong(path, value, NAMES[kind])
        origin, inside = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return self._bounded(inside[0], inside[1:], value, path)
        form = FORMS.get(kind)
        if origin in UNIONS and form is None:
            return self._one_of(kind, inside, value, path)
        if form is not None and self.data and form.read is not None:
            return form.read(self, value, path)
        if form is not None and self.data and form.kinds:
            return self.of_kind(form, value, path)
        if self.data and is_record(kind) and isinstance(value, Mapping):
            return self.record(kind, value, path)
        if not fits(value, kind) or (self.data and is_record(kind)):
            listed = origin is Sequence and hasattr(value, "__match_args__")
            return self.wrong(path, value, f"a list: [{type(value).__name__}(...)]" if listed else self.words(kind))
        if form is not None and form.look is not None:
            return form.look(self, value, path)
        if origin in UNIONS:
            return self._one_of(kind, inside, value, path)
        if origin is Literal:
            return value if value in inside else self.wrong(path, value, near(value, inside))
        if origin is Mapping:
            return self._table(inside, value, path)
        if origin in (Sequence, tuple, frozenset) and isinstance(value, (list, tuple, frozenset)):
            return self._list(inside[0], value, path)
        if is_record(kind):
            given = value if is_typeddict(kind) else {name: getattr(value, name) for name in fields_of(kind)}
            return self.record(kind, given, path, value)
        return value

    def words(self, kind: Any) -> str:
        """An annotation as the end of a sentence, of Python or of a file."""
        return as_words(kind, self.data)

    def of_kind(self, form: Form, value: Any, path: str) -> Any:
        """One of several tables."""
        if not isinstance(value, Mapping):
            return self.wrong(path, value, form.data)
        name = value.get("kind", form.plain)
        if not isinstance(name, str) or name not in form.kinds:
            return self.wrong(f"{path}.kind" if "kind" in value else path, name or value, near(name, form.kinds))
        return self.record(form.kinds[name], {key: one for key, one in value.items() if key != "kind"}, path)

    def record(self, kind: Any, given: Mapping[Any, Any], path: str, thing: Any = None) -> Any:
        """What has these fields; a typed dict without those that are wrong. `thing`: it is there already."""
        known, before = fields_of(kind, self.data), len(self.faults)
        made = self.parts(kind, given, path)
        missing = [name for name, field in known.items() if field.needed and name not in made]
        if is_typeddict(kind):
            same = len(made) == len(given) and all(made[name] is given[name] for name in made)
            return given if same else made
        if missing and len(self.faults) == before:
            self.wrong(path, given, f"a table with {missing[0]}")
        if len(self.faults) > before:
            return WRONG
        return kind(**made) if thing is None else thing

    def parts(self, kind: Any, given: Mapping[Any, Any], path: str) -> dict[str, Any]:
        """The fields that are right."""
        known, dot = fields_of(kind, self.data), f"{path}." if path else ""
        made = {}
        for name, value in given.items():
            if name not in known:
                self.wrong(f"{dot}{name}", UnknownName(name), near(name, known))
                continue
            part = self.build(known[name].kind, value, f"{dot}{name}")
            if part is not WRONG:
                made[name] = part
        return made

    def _bounded(self, kind: Any, rules: Sequence[Any], value: Any, path: str) -> Any:
        """With what its field allows beyond its kind."""
        for rule in rules:
            if self.data and isinstance(rule, Read):
                read = FORMS[rule.form].read
                assert read is not None
                return read(self, value, path)
            if self.data and isinstance(rule, Written):
                if kind is Any and isinstance(value, list):
                    return [None if one == rule.none else one for one in value]
                if type(value) is type(rule.none) and value == rule.none:
                    return None
            if isinstance(rule, Items) and (self.data or not rule.in_files) and not rule.holds(value):
                return self.wrong(path, f"a list of {len(value)}", rule.allowed)
        if IDLE in rules:
            kept, self.faults = self.faults, self.idle
            try:
                self.build(kind, value, path)
            finally:
                self.faults = kept
            return value if fits(value, kind) else self.wrong(path, value, self.words(kind))
        made = self.build(kind, value, path)
        for rule in rules if made is not WRONG else ():
            if isinstance(rule, Words) and not rule.holds(made):
                fault = (path, made, near(made, [*filter(None, rule.known), *rule.shown]))
                if not rule.idle:
                    return self.wrong(*fault)
                self.idle.append(fault)
            elif hasattr(rule, "allowed") and not isinstance(rule, Items) and made is not None and not rule.holds(made):
                return self.wrong(path, value, rule.allowed)
        return made

    def _one_of(self, kind: Any, kinds: Sequence[Any], value: Any, path: str) -> Any:
        if value is None and type(None) in kinds:
            return None
        rest = [one for one in kinds if one is not type(None)]
        known = [one for one in rest if fits(value, one)] or (rest if self.data and len(rest) == 1 else [])
        return self.build(known[-1], value, path) if known else self.wrong(path, value, self.words(kind))

    def _list(self, kind: Any, value: Any, path: str) -> Any:
        if kind in NAMES and all(fits(one, kind) for one in value):
            return value  # there may be thousands
        made = [self.build(kind, one, f"{path}[{number}]") for number, one in enumerate(value)]
        if any(one is WRONG for one in made):
            return WRONG
        return value if all(new is old for new, old in zip(made, value)) else type(value)(made)

    def _table(self, kinds: Sequence[Any], value: Mapping[Any, Any], path: str) -> Any:
        made = {}
        for key, one in value.items():
            place = f"{path}.{key}" if isinstance(key, (str, int, float)) else path
            name, part = self.build(kinds[0], key, place), self.build(kinds[1], one, place)
            if name is WRONG or part is WRONG:
                return WRONG
            made[name] = part
        return value if all(made[key] is value[key] for key in made) else made


def _short(value: object) -> object:
    """A value that can be shown, whatever it is."""
    try:
        text = repr(value)
    except Exception:
        return type(value).__name__
    return value if len(text) <= SHOWN or isinstance(value, str) else f"{text[:SHOWN]}…"
