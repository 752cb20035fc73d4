"""Whether a thing that a plugin gave may come in, and under which key. `Refused` says in one sentence why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..engine.watchdog import PATIENCE
from ..i18n import N_
from ..learning.learner import Learner
from ..learning.metric import Metric
from ..rules.catalog import Catalog
from ..rules.knob import Knob
from ..rules.nearest import nearest
from ..storage.errors import Refused
from .level_validation import checked_level
from .record import HOOKS, Plugin, line_of
from .refusals import check_name, wrong_kind

MARK = "downslope_impl"  # the attribute that @hookimpl leaves on a function
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
        return Refused(N_("No hook found: is @hookimpl missing above {name}()?"), _line(plain[0]), name=name)
    hooks = ", ".join(f"{hook}()" for hook in HOOKS)
    return Refused(N_("No hook found: none of {hooks} is there with @hookimpl above it."), hooks=hooks)


def _hook_fault(name: str, function: Any, options: Mapping[str, Any]) -> Refused | None:
    line = _line(function)
    if name not in HOOKS:
        hint = did_you_mean(name, HOOKS, "{}()")
        return Refused(N_("There is no hook {name}(){hint}"), line, name=name, hint=hint)
    if options.get("wrapper") or options.get("hookwrapper"):
        return Refused(N_("{name}() is a wrapper; hooks cannot be wrappers."), line, name=name)
    code = getattr(function, "__code__", None)
    if code is not None and code.co_argcount + code.co_kwonlyargcount:
        return Refused(N_("{name}() takes arguments; hooks here take none."), line, name=name)
    return None


def _line(function: Any) -> int:
    code = getattr(function, "__code__", None)
    return code.co_firstlineno if code else 0


def did_you_mean(name: str, names: Iterable[str], form: str = "{}") -> str:
    """The end of a sentence: "; did you mean X?", or a full stop."""
    found = nearest(name, names)
    return f"; did you mean {form.format(found)}?" if found else "."


def admit(catalog: Catalog, plugin: Plugin, hook: str, thing: object, line: int) -> tuple[str, object]:
    """(key, thing). A third party's key is plugin/name, so that two packs may both have a "warmer"."""
    if hook == "levels":
        thing = checked_level(catalog, plugin, thing, line)
        key = thing.id
        name = key.rpartition("/")[2]
    else:
        name = _learner(thing) if hook == "learners" else _metric(thing)
        key = name if plugin.kind == "shipped" else f"{plugin.name}/{name}"
    if key in getattr(catalog, hook):
        kind, place = hook.removesuffix("s"), line_of(next(iter(plugin.files), ""), name, line, last=True)
        raise Refused(N_("There is already a {kind} named {name}; this one is left out."), place, kind=kind, name=name)
    return key, thing


def _metric(metric: object) -> str:
    if isinstance(metric, type) and issubclass(metric, Metric):
        raise Refused(N_("metrics() returned the class {name}; return an object: {name}()."), name=metric.__name__)
    if not isinstance(metric, Metric):
        raise wrong_kind("metrics", metric)
    kind = type(metric)
    for one, whole in (("error", "total_error"), ("delta", "deltas")):
        if getattr(kind, one) is getattr(Metric, one) and getattr(kind, whole) is getattr(Metric, whole):
            sentence = N_("The metric {name} has no {method}(prediction, goal_prediction).")
            raise Refused(sentence, name=kind.__name__, method=one)
    _check_knobs(kind.__name__, metric.knobs)
    return check_name(metric.name, f"{kind.__name__}.name")


def _learner(learner: object) -> str:
    if isinstance(learner, Learner):
        name = type(learner).__name__
        raise Refused(N_("learners() returned an object; return the class: {name}, without ()."), name=name)
    if not (isinstance(learner, type) and issubclass(learner, Learner)):
        raise wrong_kind("learners", learner)
    if learner.step is Learner.step and not hasattr(learner, "update"):
        raise Refused(N_("The learner {name} has neither an update nor a step."), name=learner.__name__)
    _check_knobs(learner.__name__, learner.knobs)
    _check_patience(learner)
    learner()  # one is made for each attempt: better to hear now that it cannot be
    return check_name(learner.name, f"{learner.__name__}.name")


def _check_patience(learner: type[Learner]) -> None:
    """Refused: no number of seconds that a step may take."""
    patience: object = learner.patience
    if type(patience) not in (int, float) or not 0 <= float(str(patience)) <= PATIENCE:
        sentence = N_("{owner}.patience is {value}; allowed: 0 ... {most:g} s.")
        raise Refused(sentence, owner=learner.__name__, value=repr(patience)[:60], most=PATIENCE)


def _check_knobs(owner: str, knobs: object) -> None:
    """Refused: they are no knobs, or one has no value to begin with."""
    for knob in knobs if isinstance(knobs, (list, tuple)) else (knobs,):
        if not isinstance(knob, Knob):
            allowed = 'Knob(name, low, high, start=...), one or more in brackets: (Knob("beta", 0.0, 0.99, start=0.9),)'
            raise Refused(N_("{owner}.knobs has {value}; allowed: {allowed}."), owner=owner, value=repr(knob)[:60],
                          allowed=allowed)  # fmt: skip
        if knob.start is None or not knob.allows(knob.start):
            template = N_("{owner}.knobs: {knob} starts at {value}; allowed: {allowed}.")
            allowed = knob.allowed_values()
            raise Refused(template, owner=owner, knob=knob.name, value=knob.start, allowed=allowed)
