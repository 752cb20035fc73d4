"""What is wrong with a level, all of it: what its annotations say, then what needs two of its fields, or other names.

Cheap checks only, before anybody plays it: par and solvability belong to `check`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import product
from math import isfinite, isqrt
from typing import Any

from ..engine.fault import blame
from ..engine.run import is_own
from ..learning import FieldFault, shape_faults
from ..rules import (
    KNOBS,
    MOVES,
    NAMING,
    NUMBERED_MOMENT,
    Catalog,
    Deferred,
    Level,
    Marker,
    Turn,
    find,
    fits,
    is_name,
    is_own_picture,
    kind_of,
    knobs_of,
    names,
    near,
    nearest,
    shared_knob,
)
from .schema import LevelReader, UnknownName, written_in

ALIKE_NAMES = 0.6  # names of learners and metrics are much alike


def faults(
    level: Level, catalog: Catalog | None = None, plugin: str = "", told: Sequence[FieldFault] | None = None
) -> list[FieldFault]:
    """(field, value, what is allowed) of all that is wrong with a level, and with each of its stages. Never raises.

    `catalog`: where it looks names up, as a level of `plugin`; None: no name is looked up.
    `told`: the faults already found as it was read from data, and is left out of it.
    """
    faults_of = list(told or ())
    if told is None:
        reader = LevelReader()
        sound = reader.parts(Level, vars(level), "")
        faults_of = reader.faults
        if faults_of:
            level = Level(**{"id": "level", "title": "", "examples": (), **sound})
    wrong = {re.split(r"[.\[]", path)[0] for path, _value, _allowed in faults_of}
    try:
        for path, part in _parts(level, wrong):
            later = [(f"{path}{field}", value, allowed) for field, value, allowed in _of_part(part, wrong)]
            faults_of += later
            if later:
                break
        faults_of += _written(level, catalog, plugin, wrong)
        for path, part in _parts(level, wrong):
            if catalog is None:
                break
            with suppress(KeyError):  # what is not there can be asked nothing
                learner = catalog.learner(part.learner, plugin) if part.learner is not None else None
                if learner is not None and "network" not in wrong and not fits(learner, part.network):
                    faults_of.append((f"{path}learner", part.learner, "a learner that fits this network"))
                for name, metric in _pairs(part):
                    knob = shared_knob(catalog.learner(name, plugin), catalog.metric(metric, plugin))
                    if knob is not None:
                        allowed = f"a metric without a knob {knob}: the learner {name} has one of that name"
                        faults_of.append((f"{path}metric", metric, allowed))
    except Exception as error:
        if not faults_of:  # else what is left of it is too little to look at
            faults_of.append(("level", error, "fields of Level with values of their kind"))
    return list({(path, allowed): (path, value, allowed) for path, value, allowed in faults_of}.values())


def _parts(level: Level, faulty: set[str]) -> Iterator[tuple[str, Level]]:
    """(path, the level as it is there); of stages only where each of them is right."""
    for number in range(len(level.stages) + 1 if "stages" not in faulty else 1):
        yield f"stages[{number - 1}]." if number else "", level.stage(number)


def _of_part(level: Level, faulty: set[str]) -> Iterator[FieldFault]:
    if "network" not in faulty:
        misshapen = list(level.network.faults())
        try:  # what another's network does not keep of what every network promises
            misshapen += [] if misshapen or is_own(level.network) else shape_faults(level.network)
        except Exception as raised:
            from ..engine.fast_run import place

            fault = blame(raised, level.network)
            text = f"{fault}{place(fault.file, fault.line) if fault.line else ''}"
            allowed = "a network whose forward and weight_deltas take its own numbers of weights and inputs"
            misshapen = [("network", text, allowed)]
        if misshapen:
            yield from misshapen
            return
    for fields, rule in RULES.items():
        if faulty.isdisjoint(fields):
            yield from rule(level)


def _examples(level: Level) -> Iterator[FieldFault]:
    network, inputs = level.network, list[float]()
    for name in ("examples", "unseen"):
        examples = getattr(level, name)
        if isinstance(examples, Deferred):
            continue  # no file is read for this
        if not examples and (name == "examples" or getattr(level.target, "unseen", False)):
            yield name, [], "one or more" if name == "examples" else "one or more, for this target"
        for number, example in enumerate(examples):
            place = f"{name}[{number}]"
            try:
                input, goal = example.pair
            except (TypeError, ValueError, AttributeError):
                yield place, example, "Example(input, goal_prediction) with numbers"
                continue
            if (len(input), len(goal)) != (network.inputs, network.outputs):
                wanted = f"{network.inputs} in, {network.outputs} out"
                yield place, example, f"as many numbers as the network has: {wanted}"
            elif not all(map(isfinite, (*input, *goal))):
                yield place, example, "finite numbers"
            inputs += input
    if inputs and not any(inputs):
        allowed = "an input other than 0: 0 times any weight is 0, so nothing could be learned"
        yield "examples", "every input is 0", allowed


def _starts(level: Level) -> Iterator[FieldFault]:
    """Of each weight: where it starts, its alpha, whether it is frozen."""
    size, weights = level.network.size, level.weights or ()
    alphas = [level.alpha] if isinstance(level.alpha, (int, float)) else list(level.alpha)
    if level.weights is not None and len(weights) != size:
        yield "weights", list(weights), f"as many numbers as the network has weights: {size}"
    if len(alphas) not in (1, size):
        yield "alpha", level.alpha, f"one number, or {size}"
    for index, weight in enumerate(weights[:size]):
        knob = level.knob("weight", index)
        if knob and not knob.low <= weight * level.spread <= knob.high:
            yield f"weights[{index}]", weight * level.spread, f"{knob.low:g} ... {knob.high:g}, as its knob has it"
    for index, alpha in enumerate(alphas if level.learner is not None else ()):
        knob = level.knob("alpha", index)
        if knob and not knob.allows(alpha):
            yield "alpha", alpha, knob.allowed_values() + ", as its knob has it"
    if any(not 0 <= i < size for i in level.frozen):
        yield "frozen", sorted(level.frozen), f"indices 0 ... {size - 1}"


def _words(level: Level) -> Iterator[FieldFault]:
    if level.beside and level.learner is None:
        yield "beside", level.beside, "nothing where no learner makes steps: there are no lines to compare"
    elif level.beside and level.beside == level.metric:
        yield "beside", level.beside, "another metric than the level's own"
    if level.augment and not 1 < isqrt(level.network.inputs) ** 2 == level.network.inputs:
        yield "augment", level.augment, "None, where the input is no square picture"


def _knobs(level: Level) -> Iterator[FieldFault]:
    for number, knob in enumerate(level.knobs):
        where = f"knobs[{number}]"
        if not knob.stops and not knob.low < knob.high:
            yield where, (knob.low, knob.high), "low below high"
        elif knob.log and not knob.stops and knob.low <= 0:
            yield f"{where}.low", knob.low, "above 0, for a log knob"
        elif knob.step is not None and not 0 < knob.step <= (1.0 if knob.log else knob.high - knob.low):
            yield f"{where}.step", knob.step, "a step above 0 and within the range"
        elif knob.start is not None and not knob.allows(knob.start):
            yield f"{where}.start", knob.start, knob.allowed_values()
        setting = level.settings.get(knob.name)
        if setting is not None and not knob.allows(setting):
            yield f"settings.{knob.name}", setting, knob.allowed_values() + ", as its knob has it"
        if knob.name in level.variants and not set(level.variants[knob.name]) <= set(knob.stops):
            yield f"variants.{knob.name}", [*level.variants[knob.name]], "values that its knob has"


def _questions(level: Level) -> Iterator[FieldFault]:
    for name in ("questions", "recap"):
        for number, question in enumerate(getattr(level, name)):
            where, answers = f"{name}[{number}]", getattr(question, "answers", ())
            if isinstance(question, Marker):
                if not question.low <= question.right <= question.high:
                    yield f"{where}.right", question.right, f"{question.low:g} ... {question.high:g}"
            elif question.right not in answers:
                yield f"{where}.right", question.right, near(question.right, answers)
            elif question.means and len(question.means) != len(answers):
                yield f"{where}.means", question.means, "one entry for each answer"
            elif question.needle is not None and question.needle not in range(level.network.size):
                yield f"{where}.needle", question.needle, f"the index of a weight, 0 ... {level.network.size - 1}"
            elif question.needle is not None and not set(answers) <= set(MOVES):
                yield f"{where}.answers", list(answers), "answers: " + ", ".join(MOVES)


def _gates(level: Level) -> Iterator[FieldFault]:
    single = level.network.outputs == 1 and not isinstance(level.examples, Deferred) and len(level.examples) == 1
    if level.gates and not (single and level.learner is not None):
        yield "gates", list(level.gates), "none but with a learner, one example and one output, which crosses them"


# The fields that a rule looks at -> the rule: it is not asked where one of these is wrong already.
def _moves(level: Level) -> Iterator[FieldFault]:
    if level.moves and not level.picture.endswith(".svg"):
        yield "moves", f"picture {level.picture!r}", "a picture of your own in SVG: nothing else moves"
    names_of = list(names(level)) if level.moves else []
    for number, move in enumerate(level.moves):
        for field, value, allowed in move.faults():
            yield f"moves[{number}].{field}", value, allowed
        if move.by not in names_of:
            yield f"moves[{number}].by", move.by, near(move.by, names_of)


RULES: Mapping[tuple[str, ...], Callable[[Level], Iterator[FieldFault]]] = {
    ("examples", "unseen", "network", "target"): _examples,
    ("weights", "frozen", "spread", "alpha", "learner", "network", "knobs"): _starts,
    ("beside", "learner", "metric", "augment", "network"): _words,
    ("knobs", "settings", "variants"): _knobs,
    ("questions", "recap", "network"): _questions,
    ("gates", "learner", "network", "examples"): _gates,
    ("moves", "picture", "network", "examples"): _moves,
}


def _written(level: Level, catalog: Catalog | None, plugin: str, faulty: set[str]) -> Iterator[FieldFault]:
    """What a level, its stages and its variants name: knobs, stages, metrics, learners, itself."""
    if not level.id or (catalog and not is_name(level.id.removeprefix(f"{plugin}/"))):
        yield "id", level.id, NAMING
    if level.weights_from and level.weights_from == level.id:
        yield "weights_from", level.weights_from, "another level than itself"
    free = {knob.name for _path, written in written_in(level) for knob in written.get("knobs", ())}  # in some part
    for name in (name for name in level.variants if name not in free and "knobs" not in faulty):
        yield f"variants.{name}", name, f"the name of a knob of the level, such as Knob({name!r}, stops=[...])"
    knobs = [*KNOBS, *own_knobs(level, catalog, plugin)] if catalog else []
    for path, written in written_in(level):
        for number, knob in enumerate(written.get("knobs", ()) if catalog else ()):
            if knob.name not in knobs:
                yield f"{path}knobs[{number}].name", knob.name, near(knob.name, knobs)
            for name in knob.stops if kind_of(knob.name).names else ():
                yield from _missing(catalog, kind_of(knob.name).names, f"{path}knobs[{number}].stops", name, plugin)
        for field in ("metric", "beside", "learner") if catalog else ():
            names = "learners" if field == "learner" else "metrics"
            yield from _missing(catalog, names, f"{path}{field}", written.get(field) or None, plugin)
        for name in ("questions", "recap"):
            for number, question in enumerate(written.get(name, ())):
                moment = re.fullmatch(NUMBERED_MOMENT, question.when)
                if moment and moment[1] != "step" and not 1 <= int(moment[2]) <= len(level.stages):
                    allowed = f"a stage that there is: the level has {len(level.stages)}"
                    yield f"{path}{name}[{number}].when", question.when, allowed
        for number, action in enumerate(written.get("solution", ()) if "knobs" not in faulty else ()):
            if isinstance(action, Turn) and action.knob not in free:
                allowed = f"a knob that is free here: {near(action.knob, free)}"
                yield f"{path}solution[{number}].knob", action.knob, allowed


def own_knobs(level: Level, catalog: Catalog, plugin: str) -> list[str]:
    """The knobs of the network, the learners, the metrics and the variants of all its parts."""
    names: dict[str, None] = {}
    for _path, part in _parts(level, set()):
        names |= dict.fromkeys((*part.variants, *getattr(part.network, "knobs", ())))
        for learner, metric in _pairs(part):
            try:
                own = knobs_of(catalog.learner(learner, plugin), catalog.metric(metric, plugin))
            except KeyError:
                continue  # that fault comes elsewhere
            names |= dict.fromkeys(knob.name for knob in own)
    return list(names)


def _pairs(level: Level) -> Iterator[tuple[str, str]]:
    """Every learner with every metric that may meet in a level: its own, and those that may be chosen."""
    chosen = {knob.name: knob.stops for knob in level.knobs if knob.name in ("metric", "learner")}
    learners = dict.fromkeys(str(name) for name in (level.learner, *chosen.get("learner", ())) if name is not None)
    metrics = dict.fromkeys(map(str, (level.metric, *chosen.get("metric", ()))))
    return product(learners, metrics)


def _missing(catalog: Catalog | None, names: str, field: str, name: Any, own: str) -> Iterator[FieldFault]:
    table: Mapping[str, Any] = getattr(catalog, names)
    try:
        find(table, str(name), own) if name is not None else None
    except KeyError:
        several = [key for key in table if key.endswith(f"/{name}")]
        if several:
            yield field, name, "the full name, one of " + ", ".join(several)
            return
        close = nearest(name, table, ALIKE_NAMES)
        hint = f"; did you mean {close!r}?" if close else ""
        yield field, UnknownName(name), "one of " + ", ".join(sorted(table)) + hint


def own_pictures(level: Level) -> Iterator[tuple[str, str]]:
    """(field, name of the file) of each picture that is the author's own."""
    written = ((f"{path}picture", fields.get("picture")) for path, fields in written_in(level))
    return ((path, str(name)) for path, name in written if is_own_picture(name))
