"""`downslope check`: every level valid, winnable, not won at its start, its par reached, its bets' answers right."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from ..engine.watchdog import Stopped
from ..i18n import _, several
from ..paths import plugin_files
from ..registry.answer import say
from ..registry.level_words import idle_words
from ..registry.record import Plugin
from ..registry.registry import Registry
from ..rules.level import Level
from ..solving.fairness import Finding, check
from .errors import print_error
from .foreign import sentence_of, watch
from .lists import level_of


def check_levels(registry: Registry, path: Path | None, only: str | None = None) -> int:
    """0: all is well; 1: a sentence for each that is not; 2: there is nothing to check at that path."""
    plugins: list[Plugin]
    if only is not None:
        level = level_of(registry.catalog, only)
        if level is None:
            return 2
        names, plugins = [level.id], []
    elif path is None:
        names = list(registry.catalog.levels)
        plugins = list(registry.plugins)
    else:
        files = plugin_files(path) if path.is_dir() else [path]
        if not files or not all(file.is_file() for file in files):
            return print_error(_("{path} is not a plugin file or a folder of them").format(path=path))
        plugins = [_loaded(registry, file) for file in files]
        registry.collect()
        names = [name for plugin in plugins for name in plugin.keys("level")]
    wrong, notes = 0, list[str]()
    for plugin in plugins:
        for fault in plugin.faults:
            wrong += 1
            say(f"{plugin.name}: {fault.place}: {_(fault.sentence)}")
    for name in names:
        level = registry.catalog.levels[name]
        try:
            findings = watch(registry, level.plugin, partial(_findings, level, registry))
        except Stopped as stopped:
            findings = []
            wrong += 1
            say(f"{name}: {sentence_of(registry, stopped)}")
        for finding in findings:
            sentence = _(finding.template).format(level=finding.level, **finding.values)
            if finding.note:
                notes.append(sentence)
                continue
            wrong += 1
            say(sentence)
        if not wrong:
            notes += _notes(level, registry)
    for note in notes:
        say(note)
    counted = several("{n} level checked", "{n} levels checked", len(names)).format(n=len(names))
    result = several("{n} thing is wrong", "{n} things are wrong", wrong).format(n=wrong) if wrong else _("all is well")
    if notes and not wrong:
        result = several("{n} note", "{n} notes", len(notes)).format(n=len(notes))
    say(f"{counted}, {result}")
    return 1 if wrong else 0


def _findings(level: Level, registry: Registry) -> list[Finding]:
    return list(check(level, registry.catalog))


def _notes(level: Level, registry: Registry) -> list[str]:
    """What another's level says and the game does not know: it does nothing."""
    if not level.plugin:
        return []
    template = _("{level}: {field} is {value}, which does nothing; allowed: {allowed}")
    found = idle_words(level, registry.catalog, level.plugin)
    return [template.format(level=level.id, field=f, value=repr(v), allowed=a) for f, v, a in found]


def _loaded(registry: Registry, file: Path) -> Plugin:
    """The plugin of this file. One that was left out, because it has ended the process before, is tried again."""
    there = _there(registry, file)
    if there is not None and there.left_out:
        registry.try_again(there)
        there = None
    return there or registry.add_file(file)


def _there(registry: Registry, file: Path) -> Plugin | None:
    """The plugin that this file is already, where it lies in the player's folder or is shipped."""
    same = (plugin for plugin in registry.plugins if plugin.source and Path(plugin.source).is_file())
    return next((plugin for plugin in same if Path(plugin.source).samefile(file)), None)
