"""Whether a thing that a plugin gave may come in, and under which key. `Refused` says in one sentence why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from types import ModuleType
from typing import Any

from pluggy import HookimplMarker

from ..engine.plain_text import plain_object
from ..engine.watchdog import PATIENCE
from ..i18n import N_
from ..learning import FieldFault, Learner, Metric, why_no_slope
from ..level_files.needs import SiblingFolder
from ..paths import shipped_folder
from ..rules import NAMING, Catalog, Knob, LandPicture, Level, is_name, is_own_picture, near, nearest
from ..storage.files import Refused
from .plugin import HOOKS, Plugin, line_of
from .plugin_file import GROUP, read_lines

WANTED = {"metrics": "a Metric, such as Huber()", "learners": "a class derived from Learner", "levels": "a Level"}


def wrong_kind(hook: str, thing: object) -> Refused:
    """The sentence for what a hook gave that is no such thing."""
    what = f"{thing!r:.60}" if isinstance(thing, (str, int, float)) else f"a {type(thing).__name__}"
    return Refused(N_("{hook}() returned {what}, not {wanted}."), hook=hook, what=what, wanted=WANTED[hook])


def check_name(name: object, where: str) -> str:
    """The name as it is. Refused: it is not in kebab-case."""
    if not is_name(name):
        raise Refused(N_("{where} is {name}; allowed: {allowed}."), where=where, name=repr(name), allowed=NAMING)
    return str(name)


# Whether a level that a plugin gave may come in: all that is wrong with it, each thing with the line of its field.


MOST_TOLD = 40  # faults of one level
LONG_LIST = 160  # letters


def checked_level(catalog: Catalog, plugin: Plugin, level: object, line: int) -> Level:
    """The level under its full id. Refused: what is wrong with it."""
    if isinstance(level, Level) and plugin.kind == "shipped":
        return level  # tests look at these
    if isinstance(level, Refused):
        raise level  # a file of a pack that holds none
    from ..level_files.reading import LevelDraft  # not before a level comes from outside
    from ..schema.level_rules import faults

    draft, level = (level, level.level) if isinstance(level, LevelDraft) else (None, level)
    if not isinstance(level, Level):
        raise wrong_kind("levels", level)
    level = plain_object(level)
    faults_before, origin = (draft.faults, draft.origin) if draft is not None else (None, None)
    wrong = faults(level, catalog, plugin.name, faults_before) or list(picture_faults(plugin, level))
    if wrong:
        from ..level_files.field_lines import lines_of

        file = origin.file if origin is not None else next(iter(plugin.files), "")
        place, source = 1, origin.text if origin is not None else "\n".join(read_lines(file))
        if origin is None:
            place = line_of(file, str(level.id), line)
        line_in = lines_of(file)
        lines = [line_in(source, str(level.id), path) or place for path, _value, _allowed in wrong[:MOST_TOLD]]
        sentences = [_sentence(level, fault, at) for fault, at in zip(wrong, lines)]
        if len(wrong) > MOST_TOLD:
            more = len(wrong) - MOST_TOLD
            sentences.append(Refused(N_("Level {level}: and {count} more."), place, level=level.id, count=more))
        sentences[0].faults = sentences if origin is None else [each.within(origin.file) for each in sentences]
        raise sentences[0]
    return replace(level, id=f"{plugin.name}/{level.id}")


def picture_of(catalog: Catalog, level: Level) -> LandPicture | None:
    """The picture of its own that a level has; a shipped one is read when it is first asked for."""
    key = f"{level.plugin}/{level.picture}"
    if key not in catalog.pictures and not level.plugin and is_own_picture(level.picture):
        from ..level_files.land_picture import read_land_picture

        catalog.pictures[key] = read_land_picture(SiblingFolder(shipped_folder() / "levels"), level.picture)
    return catalog.pictures.get(key)


def picture_faults(plugin: Plugin, level: Level) -> Iterator[FieldFault]:
    """Pictures of its own that cannot be read; the others are the plugin's from now on."""
    from ..schema.level_rules import own_pictures
    from ..schema.schema import WholeSentence

    for path, name in own_pictures(level):
        from ..level_files.land_picture import read_land_picture  # reads XML: hardly a level has one

        try:
            plugin.pictures.setdefault(name, read_land_picture(plugin.beside, name))
        except Refused as refused:
            yield path, WholeSentence(refused), ""
    for number in range(len(level.stages) + 1):
        part = level.stage(number)
        picture = plugin.pictures.get(part.picture)
        shapes = picture.parts if picture is not None else ()
        for position, move in enumerate(part.moves if picture is not None else ()):
            parts = [each.name for each in shapes if move.what != "number" or each.element == "text"]
            if move.part not in parts:
                path = f"stages[{number - 1}]." if number else ""
                yield f"{path}moves[{position}].part", move.part, near(move.part, parts)


def _sentence(level: Level, fault: FieldFault, line: int) -> Refused:
    from ..schema.schema import UnknownName, WholeSentence

    field, value, allowed = fault
    if isinstance(value, WholeSentence):
        return Refused(N_("Level {level}: {told}"), line, level=level.id, told=str(value))
    shown = f"the unknown {str(value)!r}" if isinstance(value, UnknownName) else repr(value)
    head, near_by, hint = allowed.partition("; did you mean ")
    if near_by and len(head) > LONG_LIST:  # nobody reads that many names where one is near
        template = N_("Level {level}: {field} is {value}; did you mean {hint}")
        return Refused(template, line, level=level.id, field=field, value=f"{shown:.200}", hint=hint)
    allowed = allowed if allowed.endswith("?") else allowed.rstrip(".") + "."
    return Refused(
        N_("Level {level}: {field} is {value}; allowed: {allowed}"), line,
        level=level.id, field=field, value=f"{shown:.200}", allowed=allowed,
    )  # fmt: skip


MARK = "downslope_impl"  # the attribute that @hookimpl leaves on a function


def _line(function: Any) -> int:
    code = getattr(function, "__code__", None)
    return code.co_firstlineno if code else 0


def admit(catalog: Catalog, plugin: Plugin, hook: str, thing: object, line: int) -> tuple[str, object]:
    """(key, thing). A third party's key is plugin/name, so that two packs may both have a "warmer"."""
    if hook == "levels":
        thing = checked_level(catalog, plugin, thing, line)
        key = thing.id
        name = key.rpartition("/")[2]
    else:
        try:
            name = _learner(thing) if hook == "learners" else _metric(thing)
        except Refused as refused:
            if (hook == "learners") is isinstance(thing, type):  # a class that is wrong, not what was made of it
                refused.line = _class_line(plugin, thing, str(refused.values.get("where", "")))
            raise
        key = name if plugin.kind == "shipped" else f"{plugin.name}/{name}"
    if key in getattr(catalog, hook):
        line = line or (0 if hook == "levels" else _class_line(plugin, thing, ""))
        kind, place = hook.removesuffix("s"), line_of(next(iter(plugin.files), ""), name, line, last=True)
        raise Refused(N_("There is already a {kind} named {name}; this one is skipped."), place, kind=kind, name=name)
    return key, thing


def _class_line(plugin: Plugin, thing: object, member: str) -> int:
    """Of `Lazy.name`, else of its class; 0: that is in no file of the plugin's."""
    from ..level_files.field_lines import lines_of

    kind = thing if isinstance(thing, type) else type(thing)
    file = next(iter(plugin.files), "")
    return lines_of(file)("\n".join(read_lines(file)), "", member or f"{kind.__name__}.?")


def _metric(metric: object) -> str:
    if isinstance(metric, type) and issubclass(metric, Metric):
        raise Refused(N_("metrics() returned the class {name}; return an object: {name}()."), name=metric.__name__)
    if not isinstance(metric, Metric):
        raise wrong_kind("metrics", metric)
    kind = type(metric)
    for one, whole in (("error", "total_error"), ("delta", "deltas")):
        if getattr(kind, one) is getattr(Metric, one) and getattr(kind, whole) is getattr(Metric, whole):
            if one == "delta" and kind.total_error is Metric.total_error:
                raise Refused(N_("Write delta too: there is no rule for {what}."), what=why_no_slope(kind.error)[:60])
            sentence = N_("The metric {name} has no {method}(prediction, goal_prediction).")
            raise Refused(sentence, name=kind.__name__, method=one)
    _check_knobs(kind, metric.knobs)
    return check_name(metric.name, f"{kind.__name__}.name")


def _learner(learner: object) -> str:
    if isinstance(learner, Learner):
        name = type(learner).__name__
        raise Refused(N_("learners() returned an object; return the class: {name}, without ()."), name=name)
    if not (isinstance(learner, type) and issubclass(learner, Learner)):
        raise wrong_kind("learners", learner)
    if learner.step is Learner.step and not hasattr(learner, "update"):
        raise Refused(N_("The learner {name} has neither an update nor a step."), name=learner.__name__)
    _check_knobs(learner, learner.knobs)
    # Refused: no number of seconds that a step may take
    patience: object = learner.patience
    if type(patience) not in (int, float) or not 0 <= float(str(patience)) <= PATIENCE:
        sentence = N_("{owner}.patience is {value}; allowed: 0 ... {most:g} s.")
        raise Refused(sentence, owner=learner.__name__, value=repr(patience)[:60], most=PATIENCE)
    learner()  # one is made for each attempt: better to hear now that it cannot be
    return check_name(learner.name, f"{learner.__name__}.name")


def _check_knobs(kind: type[Learner | Metric], knobs: object) -> None:
    """Refused: they are no knobs, or one has no value to begin with, or the name of what the game asks for."""
    owner, base = kind.__name__, Learner if issubclass(kind, Learner) else Metric
    listed = isinstance(knobs, (list, tuple))
    for knob in knobs if isinstance(knobs, (list, tuple)) else (knobs,):
        if not (listed and isinstance(knob, Knob) and knob.name):
            allowed = 'Knob(name, low, high, start=...), one or more in brackets: (Knob("beta", 0.0, 0.99, start=0.9),)'
            raise Refused(N_("{owner}.knobs has {value}; allowed: {allowed}."), owner=owner, value=repr(knob)[:60],
                          allowed=allowed)  # fmt: skip
        if knob.start is None or not knob.allows(knob.start):
            template = N_("{owner}.knobs: {knob} starts at {value}; allowed: {allowed}.")
            allowed = knob.allowed_values()
            raise Refused(template, owner=owner, knob=knob.name, value=knob.start, allowed=allowed)
        if hasattr(base, knob.name) or knob.name in base.__annotations__:
            template = N_("{owner}.{knob} is a knob; every {kind} has something else of that name: choose another.")
            raise Refused(template, owner=owner, knob=knob.name, kind=base.__name__)


LISTED = "LEVELS"  # what a file calls the list of its levels


def as_plugin(module: object) -> object:
    """The hooks of a module, and no more for Pluggy to look through. Of any other: hooks that give what stands in it.

    Refused: a hook is wrong, or nothing stands in it. A name that begins with _ is the file's own business.
    """
    names = vars(module) if hasattr(module, "__dict__") else {}
    marked = {name: value for name, value in names.items() if hasattr(value, MARK)}
    for written, function in marked.items():
        options = getattr(function, MARK)
        name, line = options.get("specname") or written, _line(function)
        if name not in HOOKS:
            close = nearest(name, HOOKS)
            hint = f"; did you mean {f'{close}()'}?" if close else "."
            raise Refused(N_("There is no hook {name}(){hint}"), line, name=name, hint=hint)
        if options.get("wrapper") or options.get("hookwrapper"):
            raise Refused(N_("{name}() is a wrapper; hooks cannot be wrappers."), line, name=name)
        code = getattr(function, "__code__", None)
        if code is not None and code.co_argcount + code.co_kwonlyargcount:
            raise Refused(N_("{name}() takes arguments; hooks here take none."), line, name=name)
    plugin = ModuleType(GROUP)
    if marked:
        vars(plugin).update(marked)
        return plugin if isinstance(module, ModuleType) else module
    plain = next((value for name, value in names.items() if name in HOOKS and callable(value)), None)
    if plain is not None:
        name = plain.__name__
        raise Refused(N_("No hook found: is @hookimpl missing above {name}()?"), _line(plain), name=name)
    shown = [value for name, value in names.items() if not name.startswith("_")]
    own = [value for value in shown if isinstance(value, type) and value.__module__ == names.get("__name__")]
    learners, metrics = ([kind for kind in own if issubclass(kind, base)] for base in (Learner, Metric))
    listed = names.get(LISTED)
    levels = listed if isinstance(listed, (list, tuple)) else [value for value in shown if isinstance(value, Level)]
    hooks: dict[str, Callable[[], Iterable[Any]]] = {
        "learners": lambda: learners,
        "metrics": lambda: (kind() for kind in metrics),
        "levels": lambda: levels,
    }
    given = {name for name, things in (("learners", learners), ("metrics", metrics), ("levels", levels)) if things}
    if not given:
        raise Refused(N_("No hook found, and no learner, metric or level stands in it."))
    vars(plugin).update({name: HookimplMarker(GROUP)(hooks[name], specname=name) for name in given})
    return plugin
