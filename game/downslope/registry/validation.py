"""Whether a thing that a plugin gave may come in, and under which key. `Refused` says in one sentence why not."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..engine.plain_text import plain_thing
from ..learning.learner import Learner
from ..learning.metric import Metric
from ..rules.catalog import Catalog, find
from ..rules.fitting import fits, shared_knob
from ..rules.knob import Knob, kind_of
from ..rules.level import Level
from ..rules.validate import faults
from ..storage.errors import Refused
from .record import HOOKS, Plugin, line_of

MARK = "downslope_impl"  # the attribute that @hookimpl leaves on a function
WANTED = {"metrics": "a Metric, such as Huber()", "learners": "a class derived from Learner", "levels": "a Level"}
Table = Mapping[str, Any]


def misspelt_hooks(module: object) -> Refused | None:
    """What is wrong with the hooks of a module before it is registered; None: nothing."""
    marked, plain = [], []
    for name, value in vars(module).items() if hasattr(module, "__dict__") else ():
        options = getattr(value, MARK, None)
        if options is not None:
            marked.append(name)
            wrong = _hook_fault(options.get("specname") or name, value, options)
            if wrong:
                return wrong
        elif name in HOOKS and callable(value):
            plain.append(value)
    if marked:
        return None
    if plain:
        name = plain[0].__name__
        return Refused("No hook found: is @hookimpl missing above {name}()?", _line(plain[0]), name=name)
    hooks = ", ".join(f"{hook}()" for hook in HOOKS)
    return Refused("No hook found: none of {hooks} is there with @hookimpl above it.", hooks=hooks)


def _hook_fault(name: str, function: Any, options: Mapping[str, Any]) -> Refused | None:
    line = _line(function)
    if name not in HOOKS:
        hint = did_you_mean(name, HOOKS, "{}()")
        return Refused("There is no hook {name}(){hint}", line, name=name, hint=hint)
    if options.get("wrapper") or options.get("hookwrapper"):
        return Refused("{name}() is a wrapper; hooks here take none.", line, name=name)
    code = getattr(function, "__code__", None)
    if code is not None and code.co_argcount + code.co_kwonlyargcount:
        return Refused("{name}() takes arguments; hooks here take none.", line, name=name)
    return None


def _line(function: Any) -> int:
    code = getattr(function, "__code__", None)
    return code.co_firstlineno if code else 0


def did_you_mean(name: str, names: Iterable[str], form: str = "{}") -> str:
    """The end of a sentence: "; did you mean X?", or a full stop."""
    found = difflib.get_close_matches(name, list(names), 1, 0.5)
    return f"; did you mean {form.format(found[0])}?" if found else "."


def admit(catalog: Catalog, plugin: Plugin, hook: str, thing: object, line: int) -> tuple[str, object]:
    """(key, thing). A third party's key is plugin/name, so that two packs may both have a "warmer"."""
    if hook == "levels":
        thing = _level(catalog, plugin, thing, line)
        key = thing.id
        name = key.rpartition("/")[2]
    else:
        name = _learner(thing) if hook == "learners" else _metric(thing)
        key = name if plugin.kind == "shipped" else f"{plugin.name}/{name}"
    if key in getattr(catalog, hook):
        kind, place = hook.removesuffix("s"), line_of(next(iter(plugin.files), ""), name, line, last=True)
        raise Refused("There is a {kind} named {name} already; this one is left out.", place, kind=kind, name=name)
    return key, thing


def _metric(metric: object) -> str:
    if isinstance(metric, type) and issubclass(metric, Metric):
        raise Refused("metrics() gave the class {name}; an object is wanted: {name}().", name=metric.__name__)
    if not isinstance(metric, Metric):
        raise _wrong_kind("metrics", metric)
    kind = type(metric)
    for one, whole in (("error", "total_error"), ("delta", "deltas")):
        if getattr(kind, one) is getattr(Metric, one) and getattr(kind, whole) is getattr(Metric, whole):
            sentence = "The metric {name} has no {method}(prediction, goal_prediction)."
            raise Refused(sentence, name=kind.__name__, method=one)
    _check_knobs(kind.__name__, metric.knobs)
    return _name(metric.name, f"{kind.__name__}.name")


def _learner(learner: object) -> str:
    if isinstance(learner, Learner):
        name = type(learner).__name__
        raise Refused("learners() gave an object; the class is wanted: {name}, without ().", name=name)
    if not (isinstance(learner, type) and issubclass(learner, Learner)):
        raise _wrong_kind("learners", learner)
    if learner.step is Learner.step and not hasattr(learner, "update"):
        raise Refused("The learner {name} has neither an update nor a step.", name=learner.__name__)
    _check_knobs(learner.__name__, learner.knobs)
    learner()  # one is made for each attempt: better to hear now that it cannot be
    return _name(learner.name, f"{learner.__name__}.name")


def _check_knobs(owner: str, knobs: object) -> None:
    """Refused: they are no knobs, or one has no value to begin with."""
    for knob in knobs if isinstance(knobs, (list, tuple)) else (knobs,):
        if not isinstance(knob, Knob):
            allowed = 'Knob(name, low, high, start=...), one or more in brackets: (Knob("beta", 0.0, 0.99, start=0.9),)'
            raise Refused("{owner}.knobs has {value}; allowed: {allowed}.", owner=owner, value=repr(knob)[:60],
                          allowed=allowed)  # fmt: skip
        if knob.start is None or not knob.allows(knob.start):
            raise Refused("{owner}.knobs: {knob} starts at {value}; allowed: {allowed}.", owner=owner, knob=knob.name,
                          value=knob.start, allowed=knob.allowed_values())  # fmt: skip


def _wrong_kind(hook: str, thing: object) -> Refused:
    what = f"{thing!r:.60}" if isinstance(thing, (str, int, float)) else f"a {type(thing).__name__}"
    return Refused("{hook}() gave {what}, not {wanted}.", hook=hook, what=what, wanted=WANTED[hook])


def _name(name: object, where: str) -> str:
    parts = name.split("-") if isinstance(name, str) else []
    if not parts or not all(part.isascii() and part.isalnum() and part == part.lower() for part in parts):
        allowed = "small letters, figures and hyphens, such as hot-and-cold"
        raise Refused("{where} is {name}; allowed: {allowed}.", where=where, name=repr(name), allowed=allowed)
    return str(name)


def _level(catalog: Catalog, plugin: Plugin, level: object, line: int) -> Level:
    """The level under its full id."""
    if not isinstance(level, Level):
        raise _wrong_kind("levels", level)
    file = next(iter(plugin.files), "")
    place = line_of(file, str(level.id), line)
    level = plain_thing(level) if plugin.kind != "shipped" else level
    wrong = faults(level)
    found = wrong[0] if wrong else next(_unknown(catalog, plugin, level), None)
    if found is not None:
        field, value, allowed = found
        allowed = allowed if allowed.endswith("?") else allowed.rstrip(".") + "."
        shown = repr(value) if not isinstance(value, UnknownName) else value.shown
        raise Refused(
            "Level {level}: {field} is {value}; allowed: {allowed}", place,
            level=level.id, field=field, value=f"{shown:.200}", allowed=allowed,
        )  # fmt: skip
    name = _name(level.id, "Level id")
    return level if plugin.kind == "shipped" else replace(level, id=f"{plugin.name}/{name}")


class UnknownName(str):
    """A name that nothing has, shown as it is."""

    @property
    def shown(self) -> str:
        return f"the unknown {str(self)!r}"


def _unknown(catalog: Catalog, plugin: Plugin, level: Level) -> Iterator[tuple[str, object, str]]:
    """Names of metrics and learners, wherever a level may have them, that nothing has; a learner that does not fit."""
    own = "" if plugin.kind == "shipped" else plugin.name
    for number in range(len(level.stages) + 1):
        stage = level.stage(number)
        for knob in stage.knobs:
            names = kind_of(knob.name).names
            if names:
                table: Table = getattr(catalog, names)
                for name in knob.stops:
                    yield from _missing(table, f"knobs.{knob.name}", name, own)
        yield from _missing(catalog.metrics, "metric", stage.metric, own)
        yield from _missing(catalog.metrics, "beside", stage.compared_metric or None, own)
        yield from _missing(catalog.learners, "learner", stage.learner, own)
        for fields in (fields for stops in stage.variants.values() for fields in stops.values()):
            yield from _missing(catalog.metrics, "variants metric", fields.get("metric"), own)
            yield from _missing(catalog.learners, "variants learner", fields.get("learner"), own)
        if stage.learner is not None and not fits(catalog.learner(stage.learner, own), stage.network):
            yield "learner", stage.learner, "a learner that fits this network"
        yield from _shared_knobs(catalog, stage, own)


def _shared_knobs(catalog: Catalog, stage: Level, own: str) -> Iterator[tuple[str, object, str]]:
    """A knob that both a learner and a metric of the level have: turning it would turn two things."""
    chosen = {knob.name: knob.stops for knob in stage.knobs if knob.name in ("metric", "learner")}
    for learner in {stage.learner, *chosen.get("learner", ())} - {None}:
        for metric in {stage.metric, *chosen.get("metric", ())}:
            name = shared_knob(catalog.learner(str(learner), own), catalog.metric(str(metric), own))
            if name is not None:
                yield "metric", metric, f"a metric without a knob {name}: the learner {learner} has one of that name"


def _missing(table: Table, field: str, name: object, own: str) -> Iterator[tuple[str, object, str]]:
    if name is None:
        return
    try:
        find(table, str(name), own)
    except KeyError:
        several = [key for key in table if key.endswith(f"/{name}")]
        if several:
            yield field, name, "the full name, one of " + ", ".join(several)
            return
        near = difflib.get_close_matches(str(name), list(table), 1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        yield field, UnknownName(name), "one of " + ", ".join(sorted(table)) + hint
