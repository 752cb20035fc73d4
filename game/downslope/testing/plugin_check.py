"""Of everything that a plugin brings: how it came in, its levels and their networks, its metrics and learners."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType

from ..engine.plain_text import plain
from ..engine.run import is_own
from ..engine.watchdog import limits
from ..i18n import _, translate
from ..level_files.pack import is_pack
from ..registry.field_lines import lines_of
from ..registry.loading import read_lines
from ..registry.plugin import KINDS, Plugin, line_of
from ..registry.registry import Registry
from ..registry.sources import load_all
from ..rules.catalog import Catalog
from ..rules.level import Level
from .findings import Finding
from .learner_check import check_learner, check_metric, check_network
from .level_check import check_level

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
    plugin = _plugin(registry, what)
    registry.collect()
    return list(faults_of(registry, plugin))


def _plugin(registry: Registry, what: ModuleType | Path | str) -> Plugin:
    if isinstance(what, ModuleType):
        return registry.add_module(what)
    if Path(what).is_file() or is_pack(Path(what)):
        return registry.add_file(Path(what))
    plugin = registry.plugin(str(what))
    if plugin is None:
        raise KeyError(f"there is no plugin {what}")
    return plugin


def faults_of(registry: Registry, plugin: Plugin) -> Iterator[Finding]:
    """How it came in, then what its things do."""
    yield from entry_faults(plugin)
    for kind in KINDS:
        for key in plugin.keys(kind):
            yield from thing_faults(registry, plugin, kind, key)


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
