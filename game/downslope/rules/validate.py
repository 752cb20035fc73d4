"""What is wrong with a level, found when it is loaded. Cheap checks only: par and solvability belong to `check`."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from math import inf, isfinite, isqrt
from typing import Any, get_args, get_origin

from ..engine.checked_problem import is_own
from ..engine.fault import blame
from ..learning.alpha_schedule import SCHEDULES
from ..learning.architecture import is_network
from ..learning.batches import AUGMENTS
from ..learning.contract import shape_faults
from ..learning.network import FieldFault, Network
from .costs import UNITS
from .example import Deferred, Example
from .knob import Knob
from .outcome_kinds import OUTCOMES
from .question import MOVES, Marker, Question
from .target import faults as target_faults

# ---------------------------------------------------------------------------------------------------------------------
# Whether a value is of the kind that an annotation says, and the annotation as the end of a sentence.


NAMES = {str: "a text, in quotes", int: "a whole number", float: "a number", bool: "True or False", type(None): "None"}


def fits(value: object, hint: Any) -> bool:
    """Whether a value is of an annotation's kind. A whole number is a number, and True is neither."""
    origin, inside = get_origin(hint), get_args(hint)
    if hint is Any or isinstance(hint, typing.TypeVar):
        return True
    if origin in (typing.Union, types.UnionType):
        return any(fits(value, one) for one in inside)
    if origin is typing.Literal:  # which of them it may be is told with the nearest one
        return isinstance(value, str)
    if hint is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if origin is Sequence:  # one Knob is a tuple too, but no list of Knobs
        return isinstance(value, Sequence) and not isinstance(value, (str, bytes)) and not hasattr(value, "_fields")
    if origin is not None:
        return isinstance(value, origin)
    if getattr(hint, "_is_protocol", False):
        return callable(getattr(value, "met", None))
    return isinstance(value, hint) if isinstance(hint, type) else True


def as_words(hint: Any) -> str:
    """An annotation as the end of a sentence."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(dict.fromkeys(map(as_words, inside)))
    if origin is typing.Literal:
        return NAMES[str]
    if origin is Sequence:
        one = as_words(inside[0]).removesuffix(", in quotes")
        return f"a list of {one.removeprefix('a ')}s" if one.startswith("a ") and " or " not in one else "a list"
    if origin is Mapping:
        return "a dict"
    if origin is frozenset:
        return "a frozenset of whole numbers"
    if hint is Network:
        return "a Network, such as Neuron()"
    if getattr(hint, "_is_protocol", False):
        return "a target, such as Near(0.01)"
    name = getattr(hint, "__name__", str(hint))
    return NAMES.get(hint, f"a {name}")


# What is checked here is a Level by its shape alone: any of its fields may hold anything yet.
Level = Any

# Field -> how many letters it may have.
TEXTS = {
    "id": 80, "title": 80, "brief": 400, "insight": 400, "chapter": 80, "picture": 80, "caption": 120,
    "weights_from": 160,
}  # fmt: skip
HINT, WORD, TITLE, ASKED, ANSWER = 400, 80, 80, 400, 200
HINTS = 20
STAGES = 40


def faults(level: Level) -> list[FieldFault]:
    """All faults of the level and of each of its stages; never raises."""
    found: list[FieldFault] = []
    if len(level.stages) > STAGES:
        return [("stages", f"a list of {len(level.stages)}", f"a list of at most {STAGES}")]
    for number in range(len(level.stages) + 1):
        try:
            part = level.stage(number)
            where = f"stages[{number - 1}]." if number else ""
            found += [(where + f, v, allowed) for f, v, allowed in _faults(part)]
        except Exception as error:
            where = f"stages[{number - 1}]" if number else "level"
            found.append((where, error, "fields of Level with values of their kind"))
        if found:
            break
    return found


def _faults(level: Level) -> Iterator[FieldFault]:
    if not isinstance(level.id, str) or not level.id:
        yield "id", level.id, "a name in kebab-case"
    yield from _text_faults(level)
    if not is_network(level.network):
        yield "network", level.network, "a Network, such as Neuron()"
        return
    misshapen = level.network.faults() or list(_contract_faults(level.network))
    yield from misshapen
    if misshapen:
        return
    yield from _example_faults(level)
    yield from _weight_faults(level)
    yield from _alpha_faults(level)
    yield from _beside_faults(level)
    for knob in level.knobs:
        yield from _knob_faults(level, knob)
    yield from target_faults(level.target)
    if level.par_target is not None:
        yield from target_faults(level.par_target, "par_target")
    for name in ("budget", "batch", "limit", "par", "expert"):
        value = getattr(level, name)
        if value is not None and (not isinstance(value, int) or value < 1):
            yield name, value, "a whole number, 1 or above"
    if not isinstance(level.schedule, str) or level.schedule not in SCHEDULES:
        yield "schedule", level.schedule, "one of " + ", ".join(SCHEDULES)
    if level.augment not in (None, *AUGMENTS):
        yield "augment", level.augment, ", ".join(f'"{name}"' for name in AUGMENTS) + ", or None"
    elif level.augment and not 1 < isqrt(level.network.inputs) ** 2 == level.network.inputs:
        yield "augment", level.augment, "None, where the input is no square picture"
    if not isinstance(level.spread, (int, float)) or not 0 <= level.spread < inf:
        yield "spread", level.spread, "a finite number, 0 or above"
    if level.probes is not None and not 0 < level.probes <= inf:
        yield "probes", level.probes, "a number above 0, math.inf, or None"
    if level.par_unit not in UNITS:
        yield "par_unit", level.par_unit, "one of " + ", ".join(UNITS)
    if any(kind not in OUTCOMES for kind in level.wins):
        yield "wins", level.wins, "outcomes: " + ", ".join(OUTCOMES)
    yield from _question_faults(level)


def _text_faults(level: Level) -> Iterator[FieldFault]:
    """Those of a Level that are no texts, or too long."""
    for name, maximum in TEXTS.items():
        yield from _text(name, getattr(level, name), maximum)
    if not isinstance(level.hints, (list, tuple)) or len(level.hints) > HINTS:
        yield "hints", level.hints, f"a list of at most {HINTS} texts"
    else:
        for hint in level.hints:
            yield from _text("hints", hint, HINT)
    if not isinstance(level.words, Mapping):
        yield "words", level.words, 'a table, such as {"input": "temperature"}'
    else:
        for key, word in level.words.items():
            yield from _text("words", key, WORD)
            yield from _text("words", word, WORD)
    for knob in level.knobs:
        if isinstance(knob, Knob):
            yield from _text("knobs", knob.name, TITLE)
            yield from _text(f"knobs.{knob.name}", knob.title, TITLE)
    for question in (*level.questions, *level.recap):
        if isinstance(question, (Question, Marker)):
            yield from _text("questions", question.text, ASKED)
            yield from _text("questions", question.why, ASKED)
        if isinstance(question, Question):
            for answer in (*question.answers, *question.notes):
                yield from _text("questions", answer, ANSWER)


def _text(name: str, value: object, most: int) -> Iterator[FieldFault]:
    if not isinstance(value, str):
        yield name, value, "a text, in quotes"
    elif len(value) > most:
        yield name, value, f"at most {most} letters"


def _contract_faults(network: Network) -> Iterator[FieldFault]:
    """What another's network does not keep of what every network promises."""
    if is_own(network):
        return
    try:
        yield from shape_faults(network)
    except Exception as raised:
        from ..engine.compiled_loop import place

        fault = blame(raised, network)
        text = f"{fault}{place(fault.file, fault.line) if fault.line else ''}"
        yield "network", text, "a network whose forward and weight_deltas take its own numbers of weights and inputs"


def _example_faults(level: Level) -> Iterator[FieldFault]:
    network = level.network
    if getattr(level.target, "unseen", False) and not isinstance(level.unseen, Deferred) and not level.unseen:
        yield "unseen", [], "one or more, for this target"
    inputs: list[float] = []
    if not isinstance(level.examples, Deferred) and not level.examples:
        yield "examples", [], "one or more"
    for example in (*_here(level.examples), *_here(level.unseen)):
        try:
            input, goal = example.pair
        except (TypeError, ValueError, AttributeError):
            yield "examples", example, "Example(input, goal_prediction) with numbers"
            continue
        if (len(input), len(goal)) != (network.inputs, network.outputs):
            yield "examples", example, f"as many numbers as the network has: {network.inputs} in, {network.outputs} out"
        elif not all(isfinite(v) for v in (*input, *goal)):
            yield "examples", example, "finite numbers"
        inputs += input
    if inputs and not any(inputs):
        allowed = "an input other than 0: 0 times any weight is 0, so nothing could be learned"
        yield "examples", "every input is 0", allowed


def _here(examples: Sequence[Example]) -> Sequence[Example]:
    """Those that are there already: a file of thousands is not read for this."""
    return () if isinstance(examples, Deferred) else examples


def _weight_faults(level: Level) -> Iterator[FieldFault]:
    if level.weights is None:
        return
    if len(level.weights) != level.network.size:
        yield "weights", list(level.weights), f"as many numbers as the network has weights: {level.network.size}"
    elif not all(isinstance(w, (int, float)) and isfinite(w) for w in level.weights):
        yield "weights", list(level.weights), "finite numbers"
    else:
        for index, weight in enumerate(level.weights):
            knob = level.knob("weight", index)
            if knob and not knob.low <= weight * level.spread <= knob.high:
                yield "weights", weight * level.spread, f"{knob.low:g} ... {knob.high:g}, as its knob has it"
    if any(not 0 <= i < level.network.size for i in level.frozen):
        yield "frozen", sorted(level.frozen), f"indices 0 ... {level.network.size - 1}"


def _alpha_faults(level: Level) -> Iterator[FieldFault]:
    alphas = [level.alpha] if isinstance(level.alpha, (int, float)) else list(level.alpha)
    if len(alphas) not in (1, level.network.size):
        yield "alpha", level.alpha, f"one number, or {level.network.size}"
    for index, alpha in enumerate(alphas):
        knob = level.knob("alpha", index)
        if not isinstance(alpha, (int, float)) or not isfinite(alpha) or alpha <= 0:
            yield "alpha", alpha, "a finite number above 0"
        elif knob and level.learner is not None and not knob.allows(alpha):
            yield "alpha", alpha, knob.allowed_values() + ", as its knob has it"


def _beside_faults(level: Level) -> Iterator[FieldFault]:
    if not isinstance(level.beside, str):
        yield "beside", level.beside, "the name of a metric, or nothing"
    elif level.beside and level.learner is None:
        yield "beside", level.beside, "nothing where no learner makes steps: there are no lines to compare"
    elif level.beside and level.beside == level.metric:
        yield "beside", level.beside, "another metric than the level's own"


def _knob_faults(level: Level, knob: Knob) -> Iterator[FieldFault]:
    if not isinstance(knob, Knob):
        yield "knobs", knob, "Knob(name, low, high)"
        return
    where = f"knobs.{knob.name}"
    ends = [knob.low, knob.high, *(s for s in knob.stops if not isinstance(s, str))]
    if not all(isinstance(e, (int, float)) and isfinite(e) for e in ends):
        yield where, ends, "finite numbers"
    elif not knob.stops and not knob.low < knob.high:
        yield where, (knob.low, knob.high), "low below high"
    elif knob.log and not knob.stops and knob.low <= 0:
        yield where, knob.low, "above 0, for a log knob"
    elif knob.step is not None and not 0 < knob.step <= (1.0 if knob.log else knob.high - knob.low):
        yield where, knob.step, "a step above 0 and within the range"
    setting = level.settings.get(knob.name, knob.start)
    if knob.name in level.settings and setting is not None and not knob.allows(setting):
        yield f"settings.{knob.name}", setting, knob.allowed_values() + ", as its knob has it"
    if knob.name in level.variants and not set(level.variants[knob.name]) <= set(knob.stops):
        yield "variants", knob.name, "values that its knob has"


def _question_faults(level: Level) -> Iterator[FieldFault]:
    for question in (*level.questions, *level.recap):
        if isinstance(question, Marker):
            if not question.low <= question.right <= question.high:
                yield "questions", question.right, f"{question.low:g} ... {question.high:g}"
        elif not isinstance(question, Question):
            yield "questions", question, "Question(...) or Marker(...)"
        elif question.right not in question.answers:
            yield "questions", question.right, "one of its answers"
        elif question.means and len(question.means) != len(question.answers):
            yield "questions", question.means, "one entry for each answer"
        elif question.needle is not None and question.needle not in range(level.network.size):
            yield "questions", question.needle, f"the index of a weight, 0 ... {level.network.size - 1}"
        elif question.needle is not None and not set(question.answers) <= set(MOVES):
            yield "questions", list(question.answers), "answers: " + ", ".join(MOVES)
