"""What an annotation says of a value: `LevelReader` looks at things that are there, or makes them of plain data.

It goes on after a fault, so that all are told at once, each with its path and the nearest word.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from functools import cache
from inspect import Parameter, signature
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin, is_typeddict

from ..digits.csv_examples import examples_beside
from ..digits.dataset import SPLITS, Digits
from ..learning import (
    ACTIVATIONS,
    KINDS as OP_KINDS,
    WORDS as OP_WORDS,
    ConvNet,
    Dense,
    FieldFault,
    Layers,
    Maker,
    Network,
    Neuron,
    Neurons,
    kebab,
)
from ..rules import (
    IDLE,
    IN_PYTHON,
    KINDS,
    TARGETS,
    Action,
    Bound,
    Example,
    Impossible,
    Items,
    Knob,
    KnownWords,
    Level,
    Marker,
    Move,
    NoneWord,
    Question,
    Read,
    Target,
    TargetInfo,
    check,
    from_json,
    near,
)
from ..storage.files import Refused

PLAIN = {str: "a text, in quotes", int: "a whole number", float: "a number", bool: "True or False", type(None): "None"}
UNIONS = (typing.Union, types.UnionType)
SHOWN = 60  # letters of a value
WRONG: Any = object()  # made of what cannot be used


class WholeSentence(str):
    """What is wrong, so that nothing is to be added: that something is not there, or what is wrong in another file."""


class UnknownName(str):
    """A name that nothing has, shown as it is."""


class Form(NamedTuple):
    """A kind of thing of which its annotation does not say enough.

    words   the end of a sentence about one in Python; `data`: about one in a file
    kinds   in a file: its table by the word that this says as `kind`; `plain`: the one that need not say it
    read    makes one of plain data, or looks more closely at what was made of its table
    look    looks more closely at one in Python
    json    the JSON Schema of that data
    """

    words: str
    data: str = ""
    kinds: Mapping[str, Any] = {}
    plain: str = ""
    read: Callable[[LevelReader, Any, str], Any] | None = None
    look: Callable[[LevelReader, Any, str], Any] | None = None
    json: Callable[[Callable[[Any], dict[str, Any]]], dict[str, Any]] | None = None


class Field(NamedTuple):
    """A field of a record, by its annotation."""

    kind: Any
    needed: bool
    default: Any = None


@cache
def fields_of(kind: Any, data: bool = False) -> dict[str, Field]:
    """Those of a class, or of a function that makes things, as the source has them; `data`: those of a file."""
    kinds = typing.get_type_hints(kind.make if isinstance(kind, Maker) else kind, include_extras=True)
    defaults: dict[str, Any] = dict.fromkeys(kinds)  # of a typed dict, none of which is needed
    if is_dataclass(kind):
        defaults = {each.name: each.default if each.default_factory is MISSING else each.default_factory()
                for each in fields(kind)}  # fmt: skip
    elif isinstance(kind, Maker):
        given = signature(kind.make).parameters.values()
        defaults = {each.name: MISSING if each.default is Parameter.empty else each.default for each in given}
    elif not is_typeddict(kind):
        defaults = {name: kind._field_defaults.get(name, MISSING) for name in kind._fields}
    fields_by_name = {name: Field(kinds[name], value is MISSING, value) for name, value in defaults.items()}
    return {name: one for name, one in fields_by_name.items() if not (data and IN_PYTHON in get_args(one.kind))}


@cache
def is_record(kind: Any) -> bool:
    """It has fields of its own."""
    return is_typeddict(kind) or (isinstance(kind, type) and (is_dataclass(kind) or hasattr(kind, "_fields")))


def fits(value: object, kind: Any) -> bool:
    """Whether a value is of an annotation's kind, whatever is in it. A whole number is a number, True is neither."""
    if kind in (float, int):
        return isinstance(value, (int, kind)) and not isinstance(value, bool) and value == value
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return fits(value, inside[0])
    if origin in UNIONS:
        return any(fits(value, one) for one in inside)
    if origin is Literal:  # which of some words it may be is said with the nearest one
        return type(value) is type(inside[0]) and (isinstance(value, str) or value in inside)
    if origin is Sequence:  # one thing of several fields is no list of things
        return isinstance(value, Sequence) and not isinstance(value, (str, bytes)) and not hasattr(value, "_fields")
    if getattr(kind, "_is_protocol", False):
        return callable(getattr(value, "met", None))
    kind = Mapping if is_typeddict(kind) else origin or kind
    return kind is Any or not isinstance(kind, type) or isinstance(value, kind)


def as_words(kind: Any, data: bool = False) -> str:
    """An annotation as the end of a sentence."""
    origin, inside = get_origin(kind), get_args(kind)
    if kind in FORMS:
        return (data and FORMS[kind].data) or FORMS[kind].words
    if origin is Annotated:
        return as_words(inside[0], data)
    if origin in UNIONS:
        return " or ".join(dict.fromkeys(as_words(one, data) for one in inside))
    if origin is Literal:
        return PLAIN[str] if isinstance(inside[0], str) else ", ".join(map(str, inside))
    if origin in (Sequence, tuple, frozenset):
        one = get_args(inside[0])[0] if get_origin(inside[0]) is Annotated else inside[0]
        name = PLAIN.get(one, getattr(one, "__name__", "")).removeprefix("a ").removesuffix(", in quotes")
        return f"a {'list' if data or origin is Sequence else origin.__name__} of {name}s" if name else "a list"
    if origin is Mapping or is_typeddict(kind):
        return "a dict" if origin is Mapping else "a dict of fields that change"
    return PLAIN.get(kind) or f"a {getattr(kind, '__name__', kind)}"


@dataclass(eq=False)
class LevelReader:
    """Looks at things of Python; with `data` makes them of what a file says. `beside`: where the files are it names.

    `faults`: all that is wrong. `idle`: what is written and does nothing, for the game has no such word.
    """

    data: bool = False
    beside: Any = None
    faults: list[FieldFault] = field(default_factory=list)
    idle: list[FieldFault] = field(default_factory=list)

    def wrong(self, path: str, value: object, allowed: str) -> Any:
        """Note a fault."""
        try:
            shown = value if isinstance(value, str) or len(repr(value)) <= SHOWN else f"{value!r:.{SHOWN}}…"
        except Exception:  # a value may be anything
            shown = type(value).__name__
        self.faults.append((path, shown, allowed))
        return WRONG

    def build(self, kind: Any, value: Any, path: str) -> Any:
        """The thing, or what of it can be used; WRONG: nothing."""
        if kind in PLAIN:
            return value if fits(value, kind) else self.wrong(path, value, PLAIN[kind])
        origin, inside, form = get_origin(kind), get_args(kind), FORMS.get(kind)
        if origin is Annotated:
            return self._bounded(inside[0], inside[1:], value, path)
        if origin in UNIONS and (form is None or not self.data):
            # The last of several kinds that the value is of; in a file it is made to be the only one that there is
            kinds = [one for one in get_args(kind) if one is not type(None)]
            if value is None and len(kinds) < len(get_args(kind)):
                return None
            suits = [one for one in kinds if fits(value, one)] or (kinds if self.data and len(kinds) == 1 else [])
            return self.build(suits[-1], value, path) if suits else self.wrong(path, value, as_words(kind, self.data))
        if form is not None and self.data and (form.kinds or form.read):
            value_made = value
            if form.kinds:  # one of several tables
                if not isinstance(value, Mapping):
                    return self.wrong(path, value, form.data)
                name = value.get("kind", form.plain)
                if not isinstance(name, str) or name not in form.kinds:
                    place = f"{path}.kind" if "kind" in value else path
                    return self.wrong(place, name or value, near(name, form.kinds))
                fields_given = {key: one for key, one in value.items() if key != "kind"}
                value_made = self.record(form.kinds[name], fields_given, path)
            return form.read(self, value_made, path) if form.read and value_made is not WRONG else value_made
        if is_record(kind) and isinstance(value, Mapping) and (self.data or is_typeddict(kind)):
            return self.record(kind, value, path)
        if self.data and origin in (tuple, frozenset) and isinstance(value, list):
            value_made = self._list(inside[0], value, path)
            return value_made if value_made is WRONG else origin(value_made)
        if not fits(value, kind) or (self.data and is_record(kind)):
            listed = origin is Sequence and hasattr(value, "__match_args__")
            allowed = f"a list: [{type(value).__name__}(...)]" if listed else as_words(kind, self.data)
            return self.wrong(path, value, allowed)
        if form is not None and form.look is not None:
            return form.look(self, value, path)
        if origin is Literal and value not in inside:
            return self.wrong(path, value, near(value, inside))
        if origin is Mapping:
            table = {}
            for key, one in value.items():
                place = f"{path}.{key}" if isinstance(key, (str, int, float)) else path
                table[self.build(inside[0], key, place)] = self.build(inside[1], one, place)
            return WRONG if WRONG in table or any(one is WRONG for one in table.values()) else table
        if origin in (Sequence, tuple, frozenset) and isinstance(value, (list, tuple, frozenset)):
            return self._list(inside[0], value, path)
        return self.look(kind, value, path) if is_record(kind) else value

    def look(self, kind: Any, thing: Any, path: str) -> Any:
        """A thing that is there already, if all of its fields are right."""
        return self.record(kind, {name: getattr(thing, name) for name in fields_of(kind)}, path, thing)

    def record(self, kind: Any, given: Mapping[Any, Any], path: str, thing: Any = None) -> Any:
        """What has these fields; a dict of fields that change without those that are wrong."""
        before, fields_here = len(self.faults), fields_of(kind, self.data)
        values = self.parts(kind, given, path)
        missing = next((name for name in fields_here if fields_here[name].needed and name not in values), "")
        if missing and len(self.faults) == before:
            self.wrong(path, given, f"a table with {missing}")
        if is_typeddict(kind) or len(self.faults) > before:
            return values if is_typeddict(kind) else WRONG
        return kind(**values) if thing is None else thing

    def parts(self, kind: Any, given: Mapping[Any, Any], path: str) -> dict[str, Any]:
        """The fields that are right."""
        fields_here, dot = fields_of(kind, self.data), f"{path}." if path else ""
        for name in (name for name in given if name not in fields_here):
            self.wrong(f"{dot}{name}", UnknownName(name), near(name, fields_here))
        names = [name for name in given if name in fields_here]
        values = {name: self.build(fields_here[name].kind, given[name], f"{dot}{name}") for name in names}
        return {name: one for name, one in values.items() if one is not WRONG}

    def _bounded(self, kind: Any, rules: Sequence[Any], value: Any, path: str) -> Any:
        """With what its field allows beyond its kind."""
        if IDLE in rules and fits(value, kind):
            kept, self.faults = self.faults, self.idle
            self.build(kind, value, path)
            self.faults = kept
            return value
        for rule in rules if self.data else ():
            if isinstance(rule, Read):
                kind = rule.form
            elif isinstance(rule, NoneWord):
                if kind is Any and isinstance(value, list):
                    return [None if one == rule.none else one for one in value]
                if type(value) is type(rule.none) and value == rule.none:
                    return None
                if isinstance(value, str) and value.lower() in ("", "none"):
                    return self.wrong(path, value, f"{as_words(kind)}, or {rule.none!r}".replace(" or None", ""))
        for rule in rules:
            listed = isinstance(rule, Items) and self.data >= rule.in_files and isinstance(value, (list, tuple))
            if listed and len(value) > rule.most:
                return self.wrong(path, f"a list of {len(value)}", f"a list of at most {rule.most}")
        result = self.build(kind, value, path)
        for rule in rules if result is not WRONG and result is not None else ():
            holds = getattr(rule, "holds", None)
            if holds is None or holds(result):
                continue
            is_word = isinstance(rule, KnownWords)
            allowed = near(result, [*filter(None, rule.known), *rule.shown]) if is_word else rule.allowed
            if not (is_word and rule.idle):
                return self.wrong(path, value, allowed)
            self.idle.append((path, result, allowed))
        return result

    def _list(self, kind: Any, value: Any, path: str) -> Any:
        if kind in PLAIN and all(fits(one, kind) for one in value):
            return value  # there may be thousands
        values = [self.build(kind, one, f"{path}[{number}]") for number, one in enumerate(value)]
        if any(one is WRONG for one in values):
            return WRONG
        return values if isinstance(value, list) else type(value)(values)


# Kinds of thing that TOML has no word for, each with its form in a file. A table's `kind` is the Python name in
# small letters, its other keys are the fields: { kind = "near", tolerance = 1 }.


LETTERS = 400  # of a text
WEIGHTS, OPS = 20_000, 100  # of a network
LIMIT = f"at most {WEIGHTS} weights, inputs and outputs"
Rows = Sequence[list[Any]]
Size = Annotated[int, Bound(1, f"a whole number, 1 ... {WEIGHTS}", high=WEIGHTS)]
Bend = Annotated[str, KnownWords(tuple(ACTIVATIONS))]


@Maker
def layers_table(sizes: Annotated[Sequence[Size], Items(OPS)], activation: Bend | Sequence[Bend] = "relu") -> Network:
    """{ kind = "layers", sizes = [3, 4, 1], activation = "tanh" }"""
    return Layers(*sizes, activation=activation)


@Maker
def ops_table(ops: Annotated[Rows, Items(OPS), Bound(high=WEIGHTS, allowed=f"sizes of at most {WEIGHTS}")]) -> Network:
    """{ ops = [["dense", 2, 1, "bias"]] }"""
    return Network(ops)


class CsvTable(NamedTuple):
    """{ csv = "ice_cream.csv", input = ["sun"], goal = ["sold"], label = "day" }"""

    csv: str
    input: str | Sequence[str]
    goal: str | Sequence[str]
    label: str = ""


class DigitsTable(NamedTuple):
    """{ digits = "stratified", unseen = true }"""

    digits: Annotated[str, KnownWords(tuple(SPLITS))]
    unseen: bool = False


def _network(reader: LevelReader, network: Any, path: str) -> Any:
    """None is taken that is misshapen, or has too many weights."""
    for place, value, allowed in network.faults():
        words = allowed.removeprefix("one of ").split(", ")
        allowed = near(value, words) if isinstance(value, str) and len(words) > 1 else allowed
        return reader.wrong(place.replace("network", path, 1), value, allowed)
    if max(network.size, *(max(op.inputs, op.outputs) for op in network.ops())) > WEIGHTS:
        return reader.wrong(path, f"a network of {network.size} weights, {network.inputs} inputs", LIMIT)
    return network


def _ops_json(_json_of: Any) -> dict[str, Any]:
    """A network's rows, each a list: its kind, sizes, words."""
    each = []
    for name, kind in OP_KINDS.items():
        words = [{"enum": list(OP_WORDS[kind])}] if OP_WORDS[kind] else []
        names = [{"type": "array", "items": {"enum": sorted(ACTIVATIONS)}}] if kind is Dense else []
        more = [{"type": "integer", "minimum": 1}, *words, *names]
        each.append({"type": "array", "prefixItems": [{"const": name}], "minItems": 1, "items": {"anyOf": more}})
    return {"type": "array", "minItems": 1, "maxItems": OPS, "items": {"anyOf": each}}


def _examples(reader: LevelReader, value: Any, path: str) -> Any:
    if isinstance(value, list):
        examples = [_example(reader, one, f"{path}[{number}]") for number, one in enumerate(value)]
        return WRONG if WRONG in examples else examples
    name = next((name for name in ELSEWHERE if isinstance(value, dict) and name in value), None)
    if name is None:
        return reader.wrong(path, value, "a list of [input, goal], or a table with csv or digits")
    table = reader.record(ELSEWHERE[name], value, path)
    try:
        return WRONG if table is WRONG else examples_beside(reader.beside, *table) if name == "csv" else Digits(*table)
    except Refused as refused:
        return reader.wrong(f"{path}.csv", WholeSentence(refused), "")


ELSEWHERE: Mapping[str, Any] = {"csv": CsvTable, "digits": DigitsTable}


def _example(reader: LevelReader, value: Any, path: str) -> Any:
    if isinstance(value, list) and len(value) in (2, 3) and isinstance(value[-1], str) == (len(value) == 3):
        sides = [tuple(side) if isinstance(side, list) else side for side in value[:2]]
        numbers = (number for side in sides for number in (side if isinstance(side, tuple) else (side,)))
        if all(type(number) in (int, float) for number in numbers):
            return Example(sides[0], sides[1], *value[2:])
    return reader.wrong(path, value, "[input, goal] or [input, goal, 'label'], numbers or lists of them")


def _action(reader: LevelReader, value: Any, path: str) -> Any:
    """["learn", 3], ["turn", "alpha", 0.1] ..., as they stand in a save."""
    with suppress(ValueError, Impossible):
        if isinstance(value, list):
            action = from_json(value)
            check(action)
            return action
    allowed = f'an action such as ["learn", 3] or ["turn", "alpha", 0.1]: {", ".join(KINDS)}'
    return reader.wrong(path, value, allowed)


def _target(reader: LevelReader, value: Any, path: str) -> Any:
    """One of the game's by its numbers; one of an author's by what it may say of itself."""
    if isinstance(value, TargetInfo):
        return reader.look(type(value), value, path)
    title: object = getattr(value, "title", "")
    if not isinstance(title, str) or len(title) > 80:
        return reader.wrong(f"{path}.title", title, "a text of at most 80 letters")
    within: object = getattr(value, "within", len)
    if not callable(within):
        return reader.wrong(f"{path}.within", within, "a method: within(run) gives a number, or None")
    return value


def written_in(level: Level) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(path, fields) of the level itself, of its stages and of its variants."""
    yield "", vars(level)
    for number, stage in enumerate(level.stages):
        yield f"stages[{number}].", stage
    for knob, stops in level.variants.items():
        for stop, changes in stops.items():
            yield f"variants.{knob}.{stop}.", changes


def with_stops(level: Level) -> Level:
    """The variants by their knobs' own stops: a key is a text in TOML, also where the stop is a number."""
    knobs = [*level.knobs, *(knob for stage in level.stages for knob in stage.get("knobs", ()))]
    stops = {(knob.name, form): stop for knob in knobs for stop in knob.stops
             for form in (str(stop), str(stop).removesuffix(".0"))}  # fmt: skip
    variants = {knob: {stops.get((knob, str(word)), word): changes for word, changes in by_word.items()}
                for knob, by_word in level.variants.items()}  # fmt: skip
    return replace(level, variants=variants) if variants else level


def _examples_json(json_of: Any) -> dict[str, Any]:
    number = json_of(float)
    side = {"anyOf": [number, {"type": "array", "items": number}]}
    row = {"type": "array", "prefixItems": [side, side, json_of(str)], "minItems": 2, "maxItems": 3}
    return {"anyOf": [{"type": "array", "items": row}, *map(json_of, ELSEWHERE.values())]}


FORMS: dict[Any, Form] = {  # by the annotation
    Network: Form(
        "a Network, such as Neuron()", 'a table, such as { kind = "neuron", inputs = 2 }',
        {"neuron": Neuron, "neurons": Neurons, "layers": layers_table, "conv": ConvNet, "ops": ops_table}, "ops",
        read=_network,
    ),
    Rows: Form("", 'a list such as [["dense", 2, 1, "bias"]]', json=_ops_json),
    Target: Form(
        "a target, such as Near(0.01)", 'a table, such as { kind = "near", tolerance = 0.01 }',
        {kebab(kind.__name__): kind for kind in TARGETS}, look=_target,
    ),
    Knob: Form(
        "Knob(name, low, high)", 'a table, such as { name = "alpha", low = 0.01, high = 0.1 }', {"knob": Knob}, "knob"
    ),
    Move: Form(
        "Move(part, what, by)", 'a table, such as { part = "cabin", what = "y", by = "prediction", to = [0, -40] }',
        {"move": Move}, "move",
    ),
    Question | Marker: Form(
        "Question(...) or Marker(...)",
        'a table, such as { text = "Lands it?", answers = ["yes", "no"], right = "yes" }',
        {"question": Question, "marker": Marker}, "question",
    ),
    Example: Form("an Example(input, goal_prediction)", look=lambda _reader, value, _path: value),
    Sequence[Example]: Form("a list of Examples", read=_examples, json=_examples_json),
    Action: Form(
        "an action, such as Learn(3)", read=_action,
        json=lambda _json_of: {"type": "array", "prefixItems": [{"enum": list(KINDS)}], "minItems": 1},
    ),
    "level": Form("a Level", "a table", {"level": Level}, "level",
                  read=lambda _reader, level, _path: with_stops(level), json=lambda json_of: json_of(Level)),
}  # fmt: skip
