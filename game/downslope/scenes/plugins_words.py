"""What the list of plugins says: what each adds, what is wrong with it, and that as a report for its author."""

from __future__ import annotations

import platform
from collections.abc import Collection, Sequence
from pathlib import Path
from time import localtime, strftime
from typing import NamedTuple

from ..desktop.capabilities import in_tab
from ..i18n import _, sentence_case, several, translate
from ..registry.fingerprint import short_print
from ..registry.plugin_state import plugin_state
from ..registry.record import KINDS, CheckRow, Plugin, PluginFault
from ..registry.trust import UnknownCode
from ..registry.trust_words import size_words
from ..version import __version__
from ..view.cards.plugin_fault import FaultView
from ..view.cards.plugin_notes import NoteView, TrustView
from ..view.cards.plugin_row import PluginView

MARKS = {"level": "map", "metric": "cup", "learner": "learn"}
MOST_FAULTS, MOST_FINDINGS = 5, 12  # that are shown of a plugin
SLOW = 0.3  # seconds: a plugin that takes longer to load is told in another hue
SIGNS = {"error": "stop", "warning": "warn", "note": "eye"}  # of what a check finds, by how grave it is


class StateLook(NamedTuple):
    """How a state looks: the hue of edge and bar, of the words at the right, and the sign in place of the kind's."""

    hue: str = ""
    tint: str = "text2"
    sign: str = ""


LOOKS = {
    "off": StateLook(), "fine": StateLook(), "findings": StateLook(), "data": StateLook(),
    "new": StateLook("text", "text", "shield"), "changed": StateLook("text", "text", "shield"),
    "last-good": StateLook("goal", "goal", "warn"), "stopped": StateLook("error", "error", "warn"),
    "fault": StateLook("error", "error", "warn"), "needs": StateLook(),
}  # fmt: skip


def summaries(plugins: Sequence[Plugin]) -> list[str]:
    """What can be said about all of them in a line, the longest first."""
    states = [plugin_state(plugin) for plugin in plugins]
    counts = (
        ("stopped", several("one was stopped", "{n} were stopped", states.count("stopped"))),
        ("fault", several("one has a fault", "{n} have faults", states.count("fault"))),
        ("last-good", several("one plays its last good version", "{n} play their last good version",
                              states.count("last-good"))),
        ("new", several("one is new here", "{n} are new here", states.count("new"))),
        ("changed", several("one has changed", "{n} have changed", states.count("changed"))),
    )  # fmt: skip
    told = [words.format(n=states.count(state)) for state, words in counts if state in states]
    if not told:
        return [_("Levels, metrics and learners as Python files, levels as data"), _("Levels, metrics, learners")]
    what = ", ".join(told)
    what = sentence_case(what)
    count = len([state for state in states if state in dict(counts)])
    least = several("{n} plugin to look at", "{n} plugins to look at", count).format(n=count)
    return [_("{what}. The rest of the game works.").format(what=what), f"{what}.", least]


def plugin_list(
    plugins: Sequence[Plugin], later: Collection[str] = (), checked: Collection[str] = (),
    unfolded: Collection[str] = (),
) -> list[tuple[PluginView, Plugin]]:  # fmt: skip
    """What is shown: the game's own as one, each other plugin by itself, those with faults in any case.

    `later`: names of those whose question is put off; `checked`: of those that are being checked; `unfolded`: of those
    of which all is told.
    """
    own = [plugin for plugin in plugins if plugin.kind == "shipped" and not plugin.faults]
    found = []
    if own:
        things = [thing for plugin in own for thing in plugin.things]
        game = Plugin("downslope", __version__, "", "shipped", things=things)
        found.append((view_of(game), game))
    others = [plugin for plugin in plugins if plugin not in own]
    for one in others:
        view = view_of(one, one.name in later, one.name in checked)
        found.append((view._replace(notes=(*view.notes, place_of(one))) if one.name in unfolded else view, one))
    return found


def view_of(plugin: Plugin, later: bool = False, checked: bool = False) -> PluginView:
    """A plugin in the words of the screen."""
    state = plugin_state(plugin)
    look = LOOKS[state]
    slow = state in ("fine", "findings") and plugin.seconds > SLOW
    fixed = plugin.kind in ("shipped", "code") or plugin.unknown is not None or plugin.instead != ""
    on = None if fixed else not plugin.off
    kind = "data" if plugin.runs_no_code and plugin.kind != "code" else plugin.kind
    return PluginView(
        plugin.name, plugin.version, kind, chips_of(plugin), faults_of(plugin), status_of(plugin), on,
        look.hue, "goal" if slow else look.tint, look.sign, notes_of(plugin, checked),
        None if later or plugin.off or plugin.waits is None else trust_of(plugin, plugin.waits),
    )  # fmt: skip


def status_of(plugin: Plugin) -> str:
    """At the right end of its row: how it stands, or how long it took to load."""
    state = plugin_state(plugin)
    if plugin.instead:
        return _("{file} is shown instead").format(file=Path(plugin.instead).name)
    if plugin.kind == "shipped" and state == "fine":
        return _("always on")
    return {
        "off": _("off"), "new": _("new here"), "changed": _("changed"), "stopped": _("stopped"),
        "last-good": _("{time} plays").format(time=strftime("%H:%M:%S", localtime(plugin.read_at))),
        "fault": _("works in part") if plugin.things else _("could not load"),
        "data": _("runs no code"),
        "needs": "".join(_("needs {plugin}").format(**need.values) for need in plugin.missing_needs[:1]),
    }.get(state) or _("{ms} ms").format(ms=max(1, round(1000 * plugin.seconds)))  # fmt: skip


def chips_of(plugin: Plugin) -> tuple[tuple[str, str], ...]:
    """What it adds: one thing by name, several by number."""
    names = {"level": _("level {name}"), "metric": _("metric {name}"), "learner": _("learner {name}")}
    found = [(translate(need), "puzzle") for need in plugin.missing_needs]
    for kind in reversed(KINDS):
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


def shown_faults(plugin: Plugin) -> list[PluginFault]:
    """Of its newer version, where that was refused."""
    return plugin.refused.faults if plugin.refused is not None else plugin.faults


def faults_of(plugin: Plugin) -> tuple[FaultView, ...]:
    """The first of them."""
    return tuple(fault_of(fault) for fault in shown_faults(plugin)[:MOST_FAULTS])


def fault_of(fault: PluginFault) -> FaultView:
    """A fault in words; of the source the faulty line and the one before it."""
    error = str(fault.values.get("error", "")) if fault.template == "{error}: {reason}" else ""
    sentence = str(fault.values["reason"]) if error else translate(fault)
    after = ""
    lines = tuple((number, text) for number, text in fault.source if number <= fault.line)
    if fault.stopped:
        lines = tuple((number, text.lstrip()) for number, text in lines[-1:])
        error, sentence, after = sentence, "", _("Its run was kept; the rest of the game works.")
    return FaultView(Path(fault.file).name, fault.line, fault.function, lines, error, sentence, after)


def notes_of(plugin: Plugin, checked: bool) -> tuple[NoteView, ...]:
    """What a check says of it, and how many faults there are beside those that are shown."""
    found = []
    more = len(shown_faults(plugin)) - MOST_FAULTS
    if more > 0:
        found.append(NoteView("eye", several("{n} more fault", "{n} more faults", more).format(n=more)))
    if checked:
        return (*found, NoteView("probe", _("Checking …")))
    if plugin.findings is None or plugin.off:
        return tuple(found)
    whole = [name for name in things_of(plugin) if not any(name in each.thing.split() for each in plugin.findings)]
    if whole and not any(each.thing.startswith("plugin ") for each in plugin.findings):
        told = _("{things}: everything checked is right.")
        names = ", ".join(name.rpartition("/")[2] for name in whole[:3]) + (" …" if len(whole) > 3 else "")
        found.append(NoteView("check", told.format(things=names)))
    several_files = bool(plugin.origins) or len(plugin.files) > 1
    for each in plugin.findings:
        file = Path(each.file).name if several_files else ""
        found.append(NoteView(SIGNS[each.severity], finding_words(each), each.line, file))
    left = len(found) - MOST_FINDINGS
    if left > 0:
        told = several("{n} more: downslope check shows all", "{n} more: downslope check shows all", left)
        found = [*found[:MOST_FINDINGS], NoteView("eye", told.format(n=left))]
    return tuple(found)


def place_of(plugin: Plugin) -> NoteView:
    """Where it comes from, and when it was read."""
    if not plugin.read_at:
        return NoteView("folder", plugin.source)
    moment = strftime("%H:%M:%S", localtime(plugin.read_at))
    return NoteView("folder", _("{place}, read at {time}").format(place=plugin.source, time=moment))


def things_of(plugin: Plugin) -> list[str]:
    """The keys of all that it brings."""
    return [key for _kind, key in plugin.things]


def finding_words(found: CheckRow) -> str:
    """Of what, without its plugin's name, and what."""
    name = found.thing.rpartition(" ")[2].rpartition("/")[2]
    return f"{name}: {found.message}" if name else found.message


def trust_of(plugin: Plugin, unknown: UnknownCode) -> TrustView:
    """The question whether its code may run."""
    package = unknown.kind == "package"
    if unknown.since:
        question = _("Run the changed code of this package?") if package else _("Run the changed code of this file?")
    else:
        question = _("Run code from this package?") if package else _("Run code from this file?")
    name = unknown.source.partition(":")[0].partition(".")[0] if package else Path(unknown.source).name
    warning = _("A plugin is a Python program: it can do anything you can do on this computer.")
    if in_tab():
        warning = _("A plugin is a Python program: it can do anything this page can, even change your progress.")
    told = _("{what}, fingerprint").format(what=", ".join(size_words(unknown, dated=True)))
    return TrustView(question, warning, name, told, short_print(unknown.print))


def report(plugin: Plugin) -> str:
    """Everything that is wrong with a plugin and was found in it, as text for its author."""
    parts = [
        f"{plugin.name} {plugin.version} ({plugin.kind}: {plugin.source}), downslope {__version__}",
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, {plugin_state(plugin)}",
    ]
    for fault in shown_faults(plugin):
        parts += ["", f"{fault.file}, line {fault.line}" if fault.line else fault.file]
        parts += [f"{'>' if number == fault.line else ' '} {number:4} {text}" for number, text in fault.source]
        parts.append(fault.sentence)
    if plugin.findings:
        parts.append("")
    for found in plugin.findings or ():
        line = f"line {found.line}: " if found.line else ""
        file = f"{found.file}: " if found.file and found.file != plugin.source else ""
        parts.append(f"{found.severity}: {file}{line}{found.thing}: {found.message}")
    return "\n".join(parts) + "\n"
