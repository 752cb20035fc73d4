"""What a file of levels may hold at most: it comes from anybody, and is held to this before anything is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from math import inf, isfinite
from typing import Any, NamedTuple

from ..learning.declared import kebab
from ..learning.named import ConvNet, Layers, Neuron, Neurons
from ..learning.network import FieldFault, Network
from ..rules.actions import Action, Learn
from ..rules.example import Deferred
from ..rules.knob import Knob
from ..rules.level import Level
from ..rules.question import Marker, Question
from ..rules.target import TARGETS as KINDS_OF_TARGET
from ..rules.validate import STAGES

# ---------------------------------------------------------------------------------------------------------------------
# The words of a file: a table whose `kind` is the Python name in small letters; its other keys are the fields.


VERSION = 1  # of the form: what a file says as `downslope`
BY_HAND = "by hand"  # TOML has no None: of `learner`
DRAWN = "drawn"  # of `weights`: uniform in -spread ... spread, from `seed`
NOTHING = "none"  # in `means`, and of `star` 0
LEFT_OUT = ("weights_from",)  # it needs a net that the player has trained
ACTION_WORDS = ("recording", "solution", "ghost")  # the fields that are lists of actions


def defaults_of(kind: Any) -> dict[str, Any]:
    """What a field of a dataclass or named tuple is where nothing says it; one that is needed is not in it."""
    if not is_dataclass(kind):
        return dict(kind._field_defaults)
    found = {each.name: each.default for each in fields(kind) if each.default is not MISSING}
    made = {each.name: each.default_factory() for each in fields(kind) if each.default_factory is not MISSING}
    return found | made


class NetworkForm(NamedTuple):
    """A network of the game. `fields`: name in the file -> the attribute that it is. `size`: its number of weights."""

    make: Callable[..., Network]
    fields: dict[str, str]
    size: Callable[..., int]


def _neuron_size(inputs: int = 1, outputs: int = 1) -> int:
    return inputs * outputs


def _dense_size(sizes: list[int], activation: Any = "") -> int:
    return sum(a * b for a, b in zip(sizes, sizes[1:]))


def _conv_size(side: int, kernels: int = 1, outputs: int = 0) -> int:
    return kernels * (9 + outputs * (max(0, side - 2) // 2) ** 2)


SHAPES: dict[str, NetworkForm] = {
    "neuron": NetworkForm(Neuron, {"inputs": "inputs", "outputs": "outputs"}, _neuron_size),
    "neurons": NetworkForm(Neurons, {"count": "count"}, lambda count=1: count),
    "layers": NetworkForm(
        lambda sizes, **more: Layers(*sizes, **more), {"sizes": "sizes", "activation": "activation"}, _dense_size
    ),
    "conv": NetworkForm(ConvNet, {"side": "side", "kernels": "kernels", "outputs": "classes"}, _conv_size),
}


TARGETS: dict[str, Any] = {kebab(kind.__name__): kind for kind in KINDS_OF_TARGET}
QUESTION_WORDS: dict[str, Any] = {"question": Question, "marker": Marker}


BYTES = 262_144  # of a file
LEVELS = 200  # in a file
NUMBERS = 200_000  # in a file
LARGEST = 1e12  # size of a number
LETTERS = 400  # of a text
DEPTH, DEEPEST = 16, 100  # tables and lists within each other: in a level, in a file
WEIGHTS, OPS = 20_000, 100  # of a network
NOTCHES = 10_000  # of a knob
KNOBS = 64  # in one list
QUESTIONS = 20  # in one list
WORK = 1_000_000_000  # budget times examples times weights: what one run computes
STEPS = 50_000  # of all "learn" in a list of actions
# Those steps times the examples of each times weights. What is shown at once is computed before the level is there.
ACTIONS = {"recording": 1_000_000, "ghost": 1_000_000, "solution": WORK}

SETS = {"knobs": KNOBS, "questions": QUESTIONS, "recap": QUESTIONS, "hints": QUESTIONS, "stages": STAGES}
DIGITS = 1_437  # examples: they are read when they are asked for
ENDLESS = ("probes",)  # whose number may be infinite


def too_large(given: Any, path: str = "", depth: int = 0) -> Iterator[FieldFault]:
    """What of a table as it was read is too long, too deep, or no number to reckon with."""
    if depth > DEPTH:
        yield path, "nested deeper still", f"{DEPTH} tables and lists within each other"
    elif isinstance(given, Mapping):
        for name, value in given.items():
            yield from too_large(value, f"{path}.{name}" if path else name, depth + 1)
    elif isinstance(given, list):
        maximum = SETS.get(path.rpartition(".")[2])
        if maximum is not None and len(given) > maximum:
            yield path, f"a list of {len(given)}", f"a list of at most {maximum}"
            return
        for number, value in enumerate(given):
            yield from too_large(value, f"{path}[{number}]", depth + 1)
    elif isinstance(given, str) and len(given) > LETTERS:
        yield path, f"a text of {len(given)} letters", f"at most {LETTERS} letters"
    elif isinstance(given, (int, float)) and not _reckonable(given) and not _endless(given, path):
        yield path, given, "a finite number of at most 12 figures before the point"


def _reckonable(number: float) -> bool:
    return abs(number) <= LARGEST and (isinstance(number, int) or isfinite(number))


def _endless(number: float, path: str) -> bool:
    return number == inf and path.rpartition(".")[2] in ENDLESS


def count_numbers(given: Any) -> int:
    """How many numbers a table holds. RecursionError: it is nested so deep that nothing of it can be looked at."""
    count, rest = 0, [(given, 0)]
    while rest:
        one, depth = rest.pop()
        if depth > DEEPEST:
            raise RecursionError(depth)
        if isinstance(one, (Mapping, list)):
            rest += ((part, depth + 1) for part in (one.values() if isinstance(one, Mapping) else one))
        else:
            count += 1
    return count


def numbers_of(level: Level) -> int:
    """How many numbers the examples of a level have, wherever they came from."""
    found = 0
    for examples in (level.examples, level.unseen):
        if not isinstance(examples, Deferred) and isinstance(examples, Sequence) and examples:
            found += len(examples) * (_wide(examples[0].input) + _wide(examples[0].goal_prediction))
    return found


def _wide(side: Any) -> int:
    return len(side) if isinstance(side, (list, tuple)) else 1


def too_much(level: Level) -> Iterator[FieldFault]:
    """What would take too long or too much room to look at: notches, actions, the work of a run, in every part."""
    parts: list[tuple[str, Mapping[str, Any]]] = [("", vars(level))]
    parts += [(f"stages[{number}].", stage) for number, stage in enumerate(level.stages)]
    parts += [
        (f"variants.{knob}.{stop}.", changes)
        for knob, stops in level.variants.items()
        for stop, changes in stops.items()
    ]
    largest = {"budget": 0.0, "examples": 0.0, "weights": 0.0}
    for path, changes in parts:
        for number, knob in enumerate(changes.get("knobs", ())):
            if isinstance(knob, Knob) and notches(knob) > NOTCHES:
                yield f"{path}knobs[{number}].step", knob.step, f"at most {NOTCHES} notches between low and high"
        for name, maximum in ACTIONS.items():
            yield from _too_long(f"{path}{name}", changes.get(name, ()), maximum, vars(level) | dict(changes))
        own = {
            "budget": changes.get("budget", 0),
            "examples": _length(changes.get("examples", ())),
            "weights": getattr(changes.get("network"), "size", 0),
        }
        largest = {name: max(most, own[name]) for name, most in largest.items() if isinstance(own[name], (int, float))}
        if len(largest) < len(own):
            return  # a field is of another kind, which is told elsewhere
    work = largest["budget"] * largest["examples"] * largest["weights"]
    if work > WORK:
        yield "budget", level.budget, f"budget times examples times weights at most {WORK}: it is {work:.0f}"


def _too_long(path: str, actions: Sequence[Action], most: int, fields: Mapping[str, Any]) -> Iterator[FieldFault]:
    steps = sum(action.steps for action in actions if isinstance(action, Learn))
    if steps > STEPS:
        yield path, f"steps {steps}", f"steps at most {STEPS}"
        return
    batch, examples = fields["batch"], fields["examples"]
    each = DIGITS if isinstance(examples, Deferred) else len(examples)
    work = steps * (batch if isinstance(batch, int) else each) * getattr(fields["network"], "size", 0)
    if work > most:
        yield path, f"steps {steps}", f"steps times examples times weights at most {most}: it is {work}"


def _length(examples: Sequence[Any]) -> int:
    return 0 if isinstance(examples, Deferred) else len(examples)


def notches(knob: Knob) -> float:
    """How many values a knob has; 0: it has no notches, or they are told to be wrong elsewhere."""
    ends = (knob.low, knob.high, knob.step)
    if knob.log or not all(isinstance(end, (int, float)) and isfinite(end) for end in ends) or not knob.step:
        return 0.0
    return abs((knob.high - knob.low) / knob.step)
