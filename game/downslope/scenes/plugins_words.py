"""What the list of plugins says: what each adds, what is wrong with it, and that as a report for its author."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..i18n import _, several
from ..registry.record import HOOKS, Plugin, PluginFault
from ..version import __version__
from ..view.cards.plugin_row import FaultView, PluginView

MARKS = {"level": "map", "metric": "cup", "learner": "learn"}


def summary(plugins: Sequence[Plugin]) -> str:
    """One sentence about all of them."""
    faulty = len([plugin for plugin in plugins if plugin.faults or plugin.refused is not None])
    if not faulty:
        return _("Levels, metrics and learners as Python files, levels as data")
    told = several("{n} has a fault. The rest of the game runs on.",
                   "{n} have faults. The rest of the game runs on.", faulty)  # fmt: skip
    return told.format(n=faulty)


def plugin_list(plugins: Sequence[Plugin]) -> list[tuple[PluginView, Plugin]]:
    """What is shown: the game's own as one, each other plugin by itself, those with faults in any case."""
    own = [plugin for plugin in plugins if plugin.kind == "shipped" and not plugin.faults]
    found = []
    if own:
        things = [thing for plugin in own for thing in plugin.things]
        game = Plugin("downslope", __version__, "", "shipped", things=things)
        found.append((view_of(game), game))
    return found + [(view_of(plugin), plugin) for plugin in plugins if plugin not in own]


def view_of(plugin: Plugin) -> PluginView:
    """A plugin in the words of the screen."""
    data = plugin.runs_no_code
    shown = plugin.refused.faults if plugin.refused is not None else plugin.faults
    if plugin.off:
        status = _("off")
    elif plugin.refused is not None:
        status = _("the last good version goes on")
    elif plugin.lacks:
        status = _("needs {plugin}").format(plugin=plugin.lacks[0].values["plugin"])
    elif not plugin.faults:
        status = _("runs no code") if data else _("loaded")
    else:
        status = _("works in part") if plugin.things else _("could not load")
    on = None if plugin.kind in ("shipped", "code") else not plugin.off
    kind = "data" if data and plugin.kind != "code" else plugin.kind
    faults = tuple(fault_of(fault) for fault in shown)
    return PluginView(plugin.name, plugin.version, kind, chips_of(plugin), faults, status, on)


def chips_of(plugin: Plugin) -> tuple[tuple[str, str], ...]:
    """What it adds: one thing by name, several by number."""
    names = {"level": _("level {name}"), "metric": _("metric {name}"), "learner": _("learner {name}")}
    found = [(_(lack.template).format(**lack.values), "puzzle") for lack in plugin.lacks]
    for kind in [hook.removesuffix("s") for hook in reversed(HOOKS)]:
        keys = plugin.keys(kind)
        many = {
            "level": several("{n} level", "{n} levels", len(keys)),
            "metric": several("{n} metric", "{n} metrics", len(keys)),
            "learner": several("{n} learner", "{n} learners", len(keys)),
        }[kind].format(n=len(keys))
        if keys:
            words = names[kind].format(name=keys[0].rpartition("/")[2]) if len(keys) == 1 else many
            found.append((words, MARKS[kind]))
    return tuple(found)


def fault_of(fault: PluginFault) -> FaultView:
    """A fault in words; of the source the faulty line and the one before it."""
    error = str(fault.values.get("error", "")) if fault.template == "{error}: {reason}" else ""
    sentence = str(fault.values["reason"]) if error else _(fault.template).format(**fault.values)
    lines = tuple((number, text) for number, text in fault.source if number <= fault.line)
    return FaultView(Path(fault.file).name, fault.line, fault.function, lines, error, sentence)


def report(plugin: Plugin) -> str:
    """Everything that is wrong with a plugin, as text for its author."""
    parts = [f"{plugin.name} {plugin.version} ({plugin.kind}: {plugin.source}), downslope {__version__}"]
    for fault in plugin.refused.faults if plugin.refused is not None else plugin.faults:
        parts += ["", f"{fault.file}, line {fault.line}" if fault.line else fault.file]
        parts += [f"{'>' if number == fault.line else ' '} {number:4} {text}" for number, text in fault.source]
        parts.append(fault.sentence)
    return "\n".join(parts) + "\n"
