"""Of everything that a plugin brings: how it came in, its levels and their networks, its metrics and learners."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from math import isfinite
from pathlib import Path
from types import ModuleType

from ..engine.plain_text import plain, short_repr
from ..engine.run import is_own
from ..engine.watchdog import limits
from ..i18n import _, translate
from ..learning import FieldFault, Network, is_side_by_side, kernels_of, layers_of
from ..level_files.field_lines import lines_of
from ..level_files.pack import is_pack
from ..registry.loading import load_all
from ..registry.plugin import KINDS, Plugin, line_of
from ..registry.plugin_file import read_lines
from ..registry.registry import Registry
from ..rules import MOST_BY_HAND, TOOLS, Action, Catalog, Learn, Level, Session, TargetInfo, has_land, near, reads
from ..schema.level_rules import own_knobs, own_pictures
from ..schema.schema import LevelReader, written_in
from ..solving.fairness import check
from .findings import Finding
from .learner_check import check_learner, check_metric, check_network

WORDS = {"brief": 25, "insight": 30}  # that fit, of each text
STEPS = 5  # after which a target is asked how far it is


def check_level(level: Level, catalog: Catalog | None = None) -> list[Finding]:
    """The findings about a level. `catalog` None: everything that is installed. It can take seconds."""
    if catalog is None:
        from ..registry.loading import load

        catalog = load()
    thing, findings = f"level {level.id}", list[Finding]()
    for one in check(level, catalog):
        sentence = translate(one, level=level.id)
        # The finding says already of which level it is
        findings.append(
            Finding(one.rule, thing, sentence.removeprefix(level.id).removeprefix(":").strip(), field=one.field)
        )
    if not any(one.rule == "level-fault" for one in findings):
        findings += within_faults(level, catalog)
        texts = set()  # of the level and of each of its parts, each once
        for stage, (field, maximum) in product(range(len(level.stages) + 1), WORDS.items()):
            text = getattr(level.stage(stage), field)
            count = len(text.split())
            if count > maximum and text not in texts:
                texts.add(text)
                sentence = _("{field} is too long for some screens: words {count}, at most {most}")
                message = sentence.format(field=field, count=count, most=maximum)
                place = f"stages[{stage - 1}].{field}" if stage else field
                findings.append(Finding("level-text", thing, message, field=place))
        findings += crowded_parts(level)
    if level.plugin and not any(one.rule == "level-fault" for one in findings):
        sentence = _("{field} is {value}, which does nothing; allowed: {allowed}")
        for field, value, allowed in idle_words(level, catalog, level.plugin):
            message = sentence.format(field=field, value=repr(value), allowed=allowed)
            findings.append(Finding("level-word", thing, message, field=field))
        for field, word in undisclosed_words(level):
            text = _("{field} has {word}, which the level does not have: no board shows it")
            message = text.format(field=field, word=repr(word))
            findings.append(Finding("level-word-unseen", thing, message, field=field))
        for field, name in own_pictures(level):
            number = re.match(r"stages\[(\d+)\]", field)
            part = level.stage(int(number[1]) + 1 if number else 0)
            layers = layers_of(part.network)
            several = is_side_by_side(part.network) or (layers is not None and layers.hidden > 0) or reads(part)
            if not has_land(part) and not (part.moves and part.learner is not None and several):
                sentence = _("{field} is {value}, which is only drawn where a weight is turned by hand and no bowl is "
                             "seen; with `moves` also where several neurons learn")  # fmt: skip
                message = sentence.format(field=field, value=repr(name))
                findings.append(Finding("level-picture", thing, message, field=field))
        # How many weights are turned by hand, in the part that has the most of them; those of a stencil are its cells
        parts = (level.stage(number) for number in range(len(level.stages) + 1))
        by_hand = [part for part in parts if part.learner is None and kernels_of(part.network) is None]
        turned = [[part.knob("weight", index) for index in range(part.network.size)] for part in by_hand]
        count = max((sum(map(bool, knobs)) for knobs in turned), default=0)
        if count > MOST_BY_HAND:
            sentence = _("weights turned by hand: {count}; the board has room for {most}, the rest cannot be turned")
            message = sentence.format(count=count, most=MOST_BY_HAND)
            findings.append(Finding("level-knobs", thing, message, field="knobs"))
    return findings


def idle_words(level: Level, catalog: Catalog, plugin: str = "") -> list[FieldFault]:
    """What is written and does nothing, for the game has no such word; a level of an earlier version may have it."""
    reader = LevelReader()
    reader.parts(Level, vars(level), "")
    free = (knob.name for _path, written in written_in(level) for knob in written.get("knobs", ()))
    settable = [*own_knobs(level, catalog, plugin), *free]
    return [
        *reader.idle,
        *((f"{path}settings.{name}", name, near(name, settable))
          for path, written in written_in(level) for name in written.get("settings", {}) if name not in settable),
    ]  # fmt: skip


def undisclosed_words(level: Level) -> Iterator[tuple[str, str]]:
    """(field, word) of each word for something that no part of the level has, so that no board can show it."""
    parts = [level.stage(number) for number in range(len(level.stages) + 1)]
    written = [
        by_field["network"] for _path, by_field in written_in(level) if isinstance(by_field.get("network"), Network)
    ]
    nets = [*(part.network for part in parts), *written]
    width = max(max(net.inputs, net.outputs) for net in nets)
    learners = max((len(knob.stops) for part in parts for knob in part.knobs if knob.name == "learner"), default=0)
    maximum = {"input": width, "output": width, "learn": len(parts), "learner": learners}
    if not any(net.knobs for net in nets):  # else it may have more than it begins with
        maximum["weight"] = max(net.size for net in nets)
    meanings = {"stage": len(parts) > 1, "stages": len(parts) > 1, "unseen": any(len(part.unseen) for part in parts)}
    for path, by_field in written_in(level):
        for word in by_field.get("words", {}):
            name, _space, number = word.partition(" ")
            beyond = number.isdecimal() and name in maximum and not 1 <= int(number) <= maximum[name]
            if beyond or not meanings.get(word, True):
                yield f"{path}words", word


def crowded_parts(level: Level) -> Iterator[Finding]:
    """Of a level, each part that brings more than one new thing; and the level, if it brings more than one tool."""
    tools: list[str] = []
    for part, new in enumerate((level.introduces, *(stage.get("introduces", ()) for stage in level.stages))):
        tools += (name for name in new if name in TOOLS)
        things = [name for name in new if name not in TOOLS]
        for names, most in ((things, _("one new thing in a part")), (tools, _("one tool in a level"))):
            if len(names) > 1:
                message = _("introduces {names}: at most {most}").format(names=", ".join(names), most=most)
                place = f"stages[{part - 1}].introduces" if part else "introduces"
                yield Finding("level-new", f"level {level.id}", message, field=place)


def within_faults(level: Level, catalog: Catalog) -> Iterator[Finding]:
    """Of a plugin's target that says how far it is: asked at the start and after the first steps."""
    ask = getattr(level.target, "within", None)
    if isinstance(level.target, TargetInfo) or ask is None:
        return
    thing, session = f"level {level.id}", Session(level, catalog)
    for steps in range(STEPS if level.learner is not None else 1):
        if steps:
            session.do(Learn(1))
        try:
            far = ask(session.run)
        except Exception as raised:
            text = _("within raised {kind}: {reason}").format(kind=type(raised).__name__, reason=raised)
            yield Finding("target-within", thing, text, field="target")
            return
        if far is None:
            continue
        if not isinstance(far, (int, float)) or not isfinite(far) or far < 0:
            text = _("within returned {value}; expected a number, 0 or above, or None").format(value=short_repr(far))
            yield Finding("target-within", thing, text, field="target")
            return
        if (far == 0) != level.target.met(session):
            met = _("met") if far else _("not met")
            text = _("within is {far} where the target is {met}, at step {step}")
            message = text.format(far=f"{far:g}", met=met, step=session.run.count)
            yield Finding("target-within", thing, message, field="target")
            return
        if session.outcome is not None:
            return


def check_levels(levels: Iterable[Level], catalog: Catalog | None = None) -> list[Finding]:
    """The findings about several levels."""
    return [finding for level in levels for finding in check_level(level, catalog)]


def play(level: Level | str, *actions: Action, catalog: Catalog | None = None) -> Session:
    """The session after these actions. `level`: a Level, or its id. `catalog` None: everything that is installed.

    KeyError: there is no such level. Impossible: an action that is not allowed there.
    """
    if catalog is None:
        from ..registry.loading import load

        catalog = load()
    played = catalog.level(level) if isinstance(level, str) else level
    return Session(played, catalog, actions)


MODULE = "downslope.testing.pytest_plugin"
Look = Callable[[Level, Catalog], Iterable[Finding]]
FIXTURE = re.compile(r"\bdownslope_(home|registry|catalog|play)\b")


def check_plugin(what: ModuleType | Path | str, registry: Registry | None = None) -> list[Finding]:
    """The findings about everything in a plugin.

    `what`: a file, Python or levels as data, or a pack; a module with hooks; or the name of an installed plugin.
    `registry`: where it comes in, beside what is shipped; None: one of its own. KeyError: there is none of that name.
    """
    if registry is None:
        registry = load_all(packages=isinstance(what, str) and not Path(what).exists(), plugins=isinstance(what, str))
    if isinstance(what, ModuleType):
        plugin = registry.add_module(what)
    elif Path(what).is_file() or is_pack(Path(what)):
        plugin = registry.add_file(Path(what))
    else:
        named = registry.plugin(str(what))
        if named is None:
            raise KeyError(f"there is no plugin {what}")
        plugin = named
    registry.collect()
    findings = list(entry_faults(plugin))
    for kind in KINDS:
        for key in plugin.keys(kind):
            findings += thing_faults(registry, plugin, kind, key)
    return findings


def entry_faults(plugin: Plugin) -> Iterator[Finding]:
    """How it came in."""
    for need in plugin.missing_needs:
        yield Finding("plugin-missing-need", f"plugin {plugin.name}", translate(need), plugin.source)
    for fault in plugin.faults:
        message = translate(fault)
        yield Finding("plugin-fault", f"plugin {plugin.name}", message, fault.file, fault.line)
    limit = limits.package if plugin.kind == "package" else limits.load
    if plugin.seconds > limit / 2 and not plugin.runs_no_code and not any(fault.stopped for fault in plugin.faults):
        text = _("loading took {seconds:.1f} s; it is stopped after {limit:g} s")
        message = text.format(seconds=plugin.seconds, limit=limit)
        yield Finding("plugin-slow", f"plugin {plugin.name}", message, next(iter(sorted(plugin.files)), plugin.source))
    if plugin.kind in ("folder", "package"):
        # Its tests, beside it or in its project, that ask for fixtures of the game which nothing there brings
        folder = Path(next(iter(sorted(plugin.files)), plugin.source)).parent
        projects = [place for place in folder.parents[:2] if (place / "pyproject.toml").is_file()]
        places = [tests for place in (folder, *projects) for tests in (place, place / "tests")]
        tests = [file for place in places for file in sorted(place.glob("test_*.py"))]
        others = [place / name for place in places for name in ("conftest.py", "pyproject.toml")]
        texts = {file: "\n".join(read_lines(str(file))) for file in (*tests, *others)}
        for file in () if MODULE in "".join(texts.values()) else tests:
            fixture = FIXTURE.search(texts[file])
            if fixture:
                said = _('nothing brings the fixture {name}; write in its first lines: pytest_plugins = ["{module}"]')
                line = texts[file].count("\n", 0, fixture.start()) + 1
                message = said.format(name=fixture[0], module=MODULE)
                yield Finding("test-fixture", f"plugin {plugin.name}", message, str(file), line)


def thing_faults(
    registry: Registry, plugin: Plugin | None, kind: str, key: str, look: Look | None = None
) -> Iterator[Finding]:
    """The findings about one metric, learner or level of the catalogue. `look`: also asked of a level without errors.
    """
    catalog = registry.catalog
    name = key.rpartition("/")[2]
    origin = plugin.origins.get(key) if plugin is not None else None
    if origin is not None:
        file, text, line = origin.file, origin.text, 1
    else:
        file = next(iter(sorted(plugin.files)), "") if plugin is not None else ""
        text, line = "\n".join(read_lines(file)), line_of(file, name, 0, last=True) if file else 0
    findings: list[Finding] = []
    if kind == "metric":
        findings = check_metric(catalog.metric(key))
    elif kind == "learner":
        findings = check_learner(catalog.learner(key))
    else:
        level = catalog.level(key)
        if not is_own(level.network):
            findings += check_network(level.network)
        findings += [one for one in check_level(level, catalog) if one.rule != "network-slope" or not findings]
        if look is not None and all(one.severity != "error" for one in findings):
            findings += look(level, catalog)
    line_in = lines_of(file)
    for one in findings:
        if not one.file:
            field_line = line_in(text, name, one.field) if one.field else 0
            one = one._replace(file=file, line=field_line or line)
        yield one._replace(message=plain(one.message))
