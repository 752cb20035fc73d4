"""Kinds of thing that TOML has no word for, each with its form in a file; and how much a file may hold.

A table's `kind` is the Python name in small letters, its other keys are the fields. A file comes from anybody: it is
held to the limits before anything is computed of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from math import inf
from pathlib import Path
from typing import Annotated, Any, NamedTuple, Protocol

from ..digits.csv_examples import LARGEST, MOST_BYTES, examples_in
from ..digits.dataset import SPLITS, Digits
from ..learning.activations import ACTIVATIONS
from ..learning.declared import kebab
from ..learning.named import ConvNet, Layers, Neuron, Neurons
from ..learning.network import FieldFault, Network
from ..learning.ops import KINDS as OP_KINDS
from ..learning.ops import WORDS as OP_WORDS
from ..learning.ops import Dense, RowFault, ops_of
from ..rules.actions import KINDS, Action, Impossible, Learn, check, from_json
from ..rules.bounds import Bound, Read, Words
from ..rules.changes import Changes, Stage
from ..rules.example import Deferred, Example
from ..rules.knob import Knob
from ..rules.level import Level
from ..rules.question import Marker, Question
from ..rules.suggest import near, nearest
from ..rules.target import TARGETS, TargetInfo
from ..rules.world import Target
from ..storage.errors import Refused
from ..storage.files import unreadable
from .schema import FORMS, WRONG, Form, Reader, WholeSentence, fields_of

VERSION = 1  # of the form: what a file says as `downslope`
OF_THE_FILE = ("downslope", "needs", "draft")  # keys that say nothing of the level itself
LEVELS = 200  # in a file
LETTERS = 400  # of a text
DEPTH = 16  # tables and lists within each other
WEIGHTS, OPS = 20_000, 100  # of a network
NOTCHES = 10_000  # of a knob
WORK = 1_000_000_000  # budget times examples times weights: what one run computes
STEPS = 50_000  # of all "learn" in a list of actions
# Those steps times the examples of each times weights. What is shown at once is computed before the level is there.
ACTIONS = {"recording": 1_000_000, "ghost": 1_000_000, "solution": WORK}
DIGITS = 1_437  # examples: they are read when they are asked for
STAND_IN: dict[str, Any] = {"id": "level", "title": "", "examples": (Example(1.0, 1.0),)}  # of what is missing


class SiblingFiles(Protocol):
    """What a level's file finds beside it, by plain names."""

    def read(self, name: str, most: int) -> bytes:
        """All of a file. OSError: there is none, it cannot be read, it has more than `most` bytes."""


Size = Annotated[int, Bound(1, f"a whole number, 1 ... {WEIGHTS}", high=WEIGHTS)]
Bend = Annotated[str, Words(tuple(ACTIVATIONS))]


class NeuronTable(NamedTuple):
    """{ kind = "neuron", inputs = 2 }"""

    inputs: Size = 1
    outputs: Size = 1


class NeuronsTable(NamedTuple):
    """{ kind = "neurons", count = 3 }"""

    count: Size = 1  # type: ignore[assignment]


class LayersTable(NamedTuple):
    """{ kind = "layers", sizes = [3, 4, 1], activation = "tanh" }"""

    sizes: Sequence[Size]
    activation: Bend | Sequence[Bend] = "relu"


class ConvTable(NamedTuple):
    """{ kind = "conv", side = 8, kernels = 4, outputs = 10 }"""

    side: Size
    kernels: Size = 1
    outputs: Size | None = None


class OpsTable(NamedTuple):
    """{ ops = [["dense", 2, 1, "bias"]] }"""

    ops: Annotated[Any, Read("ops")]


class CsvTable(NamedTuple):
    """{ csv = "ice_cream.csv", input = ["sun"], goal = ["sold"], label = "day" }"""

    csv: str
    input: str | Sequence[str]
    goal: str | Sequence[str]
    label: str = ""


class DigitsTable(NamedTuple):
    """{ digits = "stratified", unseen = true }"""

    digits: Annotated[str, Words(tuple(SPLITS))]
    unseen: bool = False


MAKERS: dict[Any, Any] = {
    NeuronTable: Neuron, NeuronsTable: Neurons, ConvTable: ConvNet, OpsTable: lambda ops: ops,
    LayersTable: lambda sizes, activation: Layers(*sizes, activation=activation),
}  # fmt: skip
LIMIT = f"at most {WEIGHTS} weights, inputs and outputs"


def _network(reader: Reader, value: Any, path: str) -> Any:
    """None is made that has too many weights."""
    form = FORMS[Network]
    by_ops = isinstance(value, dict) and "kind" not in value and nearest("ops", value)
    table = reader.of_kind(form._replace(plain="ops") if by_ops else form, value, path)
    if table is WRONG:
        return WRONG
    if isinstance(table, LayersTable) and _products(table.sizes) > WEIGHTS:
        return reader.wrong(path, f"a network of {_products(table.sizes)} weights", LIMIT)
    network = MAKERS[type(table)](**table._asdict())
    ops = network.ops()
    if ops and max(network.size, *(max(op.inputs, op.outputs) for op in ops)) > WEIGHTS:
        return reader.wrong(path, f"a network of {network.size} weights, {network.inputs} inputs", LIMIT)
    return network


def _products(sizes: Sequence[int]) -> int:
    return sum(a * b for a, b in zip(sizes, sizes[1:]))


def _ops(reader: Reader, rows: Any, path: str) -> Any:
    if not isinstance(rows, list) or not 0 < len(rows) <= OPS:
        return reader.wrong(path, rows, f'a list such as [["dense", 2, 1, "bias"]], of at most {OPS}')
    for number, row in enumerate(rows):
        for column, size in enumerate(row if isinstance(row, list) else ()):
            if isinstance(size, (int, float)) and size > WEIGHTS:
                return reader.wrong(f"{path}[{number}][{column}]", size, f"at most {WEIGHTS}")
    try:
        network = Network(ops_of(rows))
    except RowFault as fault:
        allowed = fault.allowed if isinstance(fault.allowed, str) else near(fault.value, fault.allowed)
        return reader.wrong(f"{path}{fault.place}", fault.value, allowed)
    for place, _op, allowed in network.faults():  # "network.ops[1]"
        return reader.wrong(f"{path}{place[11:]}", rows[int(place[12:-1])], allowed)
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


def _examples(reader: Reader, value: Any, path: str) -> Any:
    if isinstance(value, list):
        found = [_example(reader, one, f"{path}[{number}]") for number, one in enumerate(value)]
        return WRONG if any(one is WRONG for one in found) else found
    if isinstance(value, dict) and "csv" in value:
        return _from_csv(reader, reader.record(CsvTable, value, path), path)
    if isinstance(value, dict) and "digits" in value:
        table = reader.record(DigitsTable, value, path)
        return Digits(*table) if table is not WRONG else WRONG
    return reader.wrong(path, value, "a list of [input, goal], or a table with csv or digits")


def _example(reader: Reader, value: Any, path: str) -> Any:
    if isinstance(value, list) and len(value) in (2, 3) and isinstance(value[-1], str) == (len(value) == 3):
        sides = [side if isinstance(side, list) else [side] for side in value[:2]]
        if all(type(number) in (int, float) for side in sides for number in side):
            input, goal = (tuple(side) if isinstance(side, list) else side for side in value[:2])
            return Example(input, goal, *value[2:])
    return reader.wrong(path, value, "[input, goal] or [input, goal, 'label'], numbers or lists of them")


def _from_csv(reader: Reader, table: Any, path: str) -> Any:
    """The examples of a file beside the file of levels. Wrong: what does not name such a file and its columns."""
    if table is WRONG:
        return WRONG
    name = table.csv
    if not name or Path(name).name != name or name.startswith("."):
        return reader.wrong(f"{path}.csv", name, "the name of a file that lies beside this one")
    if reader.beside is None:
        return reader.wrong(f"{path}.csv", name, "examples written out: this level comes without files beside it")
    inputs, goals = ([side] if isinstance(side, str) else side for side in (table.input, table.goal))
    try:
        return examples_in(reader.beside.read(name, MOST_BYTES), name, inputs, goals, table.label)
    except Refused as refused:
        return reader.wrong(f"{path}.csv", WholeSentence(refused), "")
    except OSError as error:
        return reader.wrong(f"{path}.csv", WholeSentence(unreadable(name, error)), "")


def _action(reader: Reader, value: Any, path: str) -> Any:
    """["learn", 3], ["turn", "alpha", 0.1] ..., as they stand in a save."""
    with suppress(ValueError, Impossible):
        if isinstance(value, list):
            action = from_json(value)
            check(action)
            return action
    allowed = f'an action such as ["learn", 3] or ["turn", "alpha", 0.1]: {", ".join(KINDS)}'
    return reader.wrong(path, value, allowed)


def _target(reader: Reader, value: Any, path: str) -> Any:
    """One of the game's by its numbers; one of an author's by what it may say of itself."""
    if isinstance(value, TargetInfo):
        kind: Any = type(value)
        return reader.record(kind, {name: getattr(value, name) for name in fields_of(kind)}, path, value)
    title: object = getattr(value, "title", "")
    if not isinstance(title, str) or len(title) > 80:
        return reader.wrong(f"{path}.title", title, "a text of at most 80 letters")
    within: object = getattr(value, "within", len)
    if not callable(within):
        return reader.wrong(f"{path}.within", within, "a method: within(run) gives a number, or None")
    return value


def _inner_level(reader: Reader, value: Any, path: str) -> Any:
    """The small level of a question."""
    if not isinstance(value, dict):
        return reader.wrong(path, value, "a table")
    draft = draft_of(value, reader.beside)
    for place, found, allowed in draft.faults:
        reader.wrong(f"{path}.{place}" if place else path, found, allowed)
    return WRONG if draft.faults else draft.level


def _frozen(reader: Reader, value: Any, path: str) -> Any:
    if isinstance(value, list) and all(type(one) is int for one in value):
        return frozenset(value)
    return reader.wrong(path, value, "a frozenset of whole numbers")


def _examples_json(json_of: Any) -> dict[str, Any]:
    number = json_of(float)
    side = {"anyOf": [number, {"type": "array", "items": number}]}
    row = {"type": "array", "prefixItems": [side, side, json_of(str)], "minItems": 2, "maxItems": 3}
    return {"anyOf": [{"type": "array", "items": row}, json_of(CsvTable), json_of(DigitsTable)]}


FORMS |= {
    Network: Form(
        "a Network, such as Neuron()", 'a table, such as { kind = "neuron", inputs = 2 }',
        {"neuron": NeuronTable, "neurons": NeuronsTable, "layers": LayersTable, "conv": ConvTable, "ops": OpsTable},
        read=_network,
    ),
    "ops": Form("", read=_ops, json=_ops_json),
    Target: Form(
        "a target, such as Near(0.01)", 'a table, such as { kind = "near", tolerance = 0.01 }',
        {kebab(kind.__name__): kind for kind in TARGETS}, look=_target,
    ),
    Knob: Form(
        "Knob(name, low, high)", 'a table, such as { name = "alpha", low = 0.01, high = 0.1 }', {"knob": Knob}, "knob"
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
    "level": Form("", read=_inner_level, json=lambda json_of: json_of(Level)),
    frozenset[int]: Form("a frozenset of whole numbers", read=_frozen),
    Changes: Form("a dict of fields that change"),
    Stage: Form("a dict of fields that change"),
}  # fmt: skip


# ---------------------------------------------------------------------------------------------------------------------
# A level as a file has it.


class Origin(NamedTuple):
    """The file that a level stands in, where that is not its plugin's own: one of a pack, which may be within a zip."""

    file: str
    text: str


@dataclass(frozen=True)
class LevelDraft:
    """A level as a file has it, and what could not be read of it: (field, value, what is allowed).

    What is wrong has the field's default in the level, so that all else can be looked at too.
    """

    level: Level
    faults: list[FieldFault] = field(default_factory=list)
    heavy: bool = False  # it is over a limit: nothing may be computed of it
    origin: Origin | None = None  # None: the plugin's own file

    def within(self, origin: Origin) -> LevelDraft:
        """The same, from that file."""
        return replace(self, origin=origin)


def draft_of(table: Mapping[str, Any], beside: SiblingFiles | None = None) -> LevelDraft:
    """One level. Nothing is computed of it before it is known to be small enough."""
    known = fields_of(Level, data=True)
    own = {name: value for name, value in table.items() if name not in OF_THE_FILE}
    reader = Reader(True, beside)
    reader.faults += too_large(own)
    large = {first_part(path) for path, _value, _allowed in reader.faults}
    meant = {nearest(name, known) for name in own if name not in known}  # a misspelt one is told once
    for name in (name for name, one in known.items() if one.needed and name not in {*own, *meant}):
        reader.wrong("", WholeSentence(f"It has no {name}; every level has {', '.join(STAND_IN)}."), "")
    values = reader.parts(Level, {name: value for name, value in own.items() if name not in large}, "")
    level = with_stops(Level(**{**STAND_IN, **values}))
    heavy = list(too_much(level))
    return LevelDraft(level, reader.faults + heavy, bool(heavy))


def first_part(path: str) -> str:
    """The field of the level that a path leads into."""
    return re.split(r"[.\[]", path)[0]


def with_stops(level: Level) -> Level:
    """The variants by their knobs' own stops: a key is a text in TOML, also where the stop is a number."""
    knobs = [*level.knobs, *(knob for stage in level.stages for knob in stage.get("knobs", ()))]
    stops = {knob.name: {f"{stop:g}" if isinstance(stop, float) else str(stop): stop for stop in knob.stops}
             for knob in knobs}  # fmt: skip
    variants = {
        knob: {stops.get(knob, {}).get(str(word), word): changes for word, changes in by_word.items()}
        for knob, by_word in level.variants.items()
    }
    return replace(level, variants=variants) if variants else level


def too_large(given: Any, path: str = "", depth: int = 0) -> Iterator[FieldFault]:
    """What of a table as it was read is too long, too deep, or no number to reckon with."""
    if depth > DEPTH:
        yield path, "nested deeper still", f"{DEPTH} tables and lists within each other"
    elif isinstance(given, dict):
        for name, value in given.items():
            yield from too_large(value, f"{path}.{name}" if path else name, depth + 1)
    elif isinstance(given, list):
        for number, value in enumerate(given):
            if type(value) is not float or not -LARGEST <= value <= LARGEST:  # most are plain numbers
                yield from too_large(value, f"{path}[{number}]", depth + 1)
    elif isinstance(given, str) and len(given) > LETTERS:
        yield path, f"a text of {len(given)} letters", f"at most {LETTERS} letters"
    elif isinstance(given, (int, float)) and not abs(given) <= LARGEST and (path[-6:], given) != ("probes", inf):
        yield path, given, "a finite number of at most 12 figures before the point"


def too_much(level: Level) -> Iterator[FieldFault]:
    """What would take too long or too much room to look at: notches, actions, the work of a run, in every part."""
    largest = {"budget": 0.0, "examples": 0.0, "weights": 0.0}
    for path, changes in written_in(level):
        now = vars(level) | dict(changes)
        for number, knob in enumerate(changes.get("knobs", ())):
            if knob.step and not knob.log and abs(knob.high - knob.low) > NOTCHES * abs(knob.step):
                yield f"{path}knobs[{number}].step", knob.step, f"at most {NOTCHES} notches between low and high"
        for name, most in ACTIONS.items():
            steps = sum(action.steps for action in changes.get(name, ()) if isinstance(action, Learn))
            work = steps * (now["batch"] or _count(now["examples"], DIGITS)) * now["network"].size
            if steps > STEPS:
                yield f"{path}{name}", f"steps {steps}", f"steps at most {STEPS}"
            elif work > most:
                allowed = f"steps times examples times weights at most {most}: it is {work}"
                yield f"{path}{name}", f"steps {steps}", allowed
        own = {"budget": changes.get("budget", 0), "examples": _count(changes.get("examples", ()), 0)}
        own["weights"] = changes["network"].size if "network" in changes else 0
        largest = {name: max(most, own[name]) for name, most in largest.items()}
    work = largest["budget"] * largest["examples"] * largest["weights"]
    if work > WORK:
        yield "budget", level.budget, f"budget times examples times weights at most {WORK}: it is {work:.0f}"


def _count(examples: Sequence[Any], deferred: int) -> int:
    return deferred if isinstance(examples, Deferred) else len(examples)


def written_in(level: Level) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(path, fields) of the level itself, of its stages and of its variants."""
    yield "", vars(level)
    for number, stage in enumerate(level.stages):
        yield f"stages[{number}].", stage
    for knob, stops in level.variants.items():
        for stop, changes in stops.items():
            yield f"variants.{knob}.{stop}.", changes
