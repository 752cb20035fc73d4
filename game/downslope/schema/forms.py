"""Kinds of thing that TOML has no word for, each with its form in a file.

A table's `kind` is the Python name in small letters, its other keys are the fields: { kind = "near", tolerance = 1 }.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Annotated, Any, NamedTuple

from ..digits.csv_examples import examples_beside
from ..digits.dataset import SPLITS, Digits
from ..learning.metric import kebab
from ..learning.named import ConvNet, Layers, Maker, Neuron, Neurons
from ..learning.network import Network
from ..learning.ops import ACTIVATIONS, Dense
from ..learning.ops import KINDS as OP_KINDS
from ..learning.ops import WORDS as OP_WORDS
from ..rules.actions import KINDS, Action, Impossible, check, from_json
from ..rules.example import Example
from ..rules.field_bounds import Bound, Items, KnownWords
from ..rules.knob import Knob
from ..rules.land_picture import Move
from ..rules.level import Level
from ..rules.level_words import near
from ..rules.question import Marker, Question
from ..rules.target import TARGETS, Target, TargetInfo
from ..storage.errors import Refused
from .schema import FORMS, WRONG, Form, LevelReader, WholeSentence

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


FORMS |= {
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
