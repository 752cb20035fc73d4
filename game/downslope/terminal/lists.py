"""Lists for the terminal: levels, plugins, and a level as a script."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from pathlib import Path
from typing import Any

from ..attempt.shown import unit_name
from ..engine.plain_text import jump_place
from ..engine.run import Fault
from ..i18n import _, plural_form, translate
from ..level_files.to_toml import LINK, NotData, encode_level, python_of, toml_of
from ..registry.plugin import HOOKS, Plugin, plugin_state
from ..registry.plugin_guard import fault_sentence, say
from ..registry.registry import Registry
from ..registry.trust import size_words
from ..rules import CHAPTERS, Catalog, Level, codes, par_of
from ..storage.files import Refused
from ..version import __version__
from .output import print_error, print_json, unknown, unknown_level


def level_of(registry: Registry, name: str) -> Level | None:
    """By its id, or the first of a file; None: there is none, which is said."""
    from ..attempt.shared_level import is_file, level_in

    try:
        return level_in(Path(name), registry) if is_file(name) else registry.catalog.level(name)
    except KeyError:
        print_error(unknown_level(name, registry))
    except Refused as why:
        print_error(str(why))
    return None


def state_words(plugin: Plugin) -> str:
    """Its state in a word or two."""
    waits, count = plugin.waits, len(plugin.faults)
    if count:
        return plural_form("{n} fault", "{n} faults", count).format(n=count)
    if waits is not None:
        return " · ".join([_("new here"), *size_words(waits)] if not waits.since else size_words(waits))
    if plugin.missing_needs:
        return _("needs {plugin}").format(**plugin.missing_needs[0].values)
    return {"off": _("off"), "data": _("runs no code")}.get(plugin_state(plugin), "")


def show_levels(registry: Registry, as_json: bool) -> int:
    """`downslope levels`. The exit code: 0."""
    numbers, rows = codes(registry.catalog), list[dict[str, Any]]()
    kinds = {plugin.name: plugin.kind for plugin in reversed(registry.plugins)}  # the first of a name holds it
    for level in registry.catalog.levels.values():
        par, unit = par_of(level)
        owner = registry.catalog.owner.get(f"level {level.id}", "")
        rows.append({
            "id": level.id, "code": numbers[level.id], "chapter": level.chapter, "title": level.title, "par": par,
            "par_unit": unit if par is not None else None, "source": kinds.get(owner, ""), "plugin": owner,
        })  # fmt: skip
    if as_json:
        print_json(rows, indent=1)
        return 0
    titles = {chapter.key: chapter.title for chapter in CHAPTERS}
    cells = [(_("level"), _("id"), _("chapter"), _("title"), _("par"), _("source"))]
    for row in rows:
        level, wanted = registry.catalog.levels[row["id"]], ""
        if row["par"] is not None:
            wanted = f"{row['par']} {unit_name(level, row['par'], row['par_unit'])}"
        chapter = _(titles.get(row["chapter"], row["chapter"]))
        cells.append((row["code"], row["id"], chapter, _(row["title"]), wanted, row["source"]))
    print_table(*cells)
    return 0


def show_plugins(registry: Registry, as_json: bool) -> int:
    """`downslope plugins`: the game's own as one row; below the table, uncut, what is wrong with a plugin."""
    if registry.trust is not None and registry.trust.choices.lost:
        print_error(registry.trust.choices.lost)
    if as_json:
        rows = []
        for plugin in registry.plugins:
            waits = None
            if registry.trust is not None and plugin.kind != "shipped" and not plugin.runs_no_code:
                waits = registry.trust.unknown(plugin.name, plugin.kind, plugin.source)
            rows.append(
                {
                    "name": plugin.name,
                    "version": plugin.version,
                    "kind": plugin.kind,
                    "source": plugin.source,
                    "hooks": list(plugin.hooks),
                    "error": "; ".join(f"{fault.place}: {_(fault.sentence)}" for fault in plugin.faults),
                    "off": plugin.off,
                    "state": plugin_state(plugin),
                    "trusted": waits is None,
                    "seconds": round(plugin.seconds, 4),
                    "findings": None if plugin.findings is None else [one._asdict() for one in plugin.findings],
                    "missing_needs": [translate(need) for need in plugin.missing_needs],
                }
            )
        print_json(rows, indent=1)
        return 0
    own = [plugin for plugin in registry.plugins if plugin.kind == "shipped" and not plugin.faults]
    others = [plugin for plugin in registry.plugins if plugin not in own]
    game = Plugin("downslope", __version__, "", "shipped", list(HOOKS))
    print_table(
        (_("name"), _("version"), _("source"), _("hooks"), _("state")),
        *((one.name, one.version, one.kind, ", ".join(one.hooks), state_words(one)) for one in (game, *others)),
    )
    for plugin in others:
        for first in (*plugin.faults, *plugin.missing_needs)[:1]:
            more = _("(and {count} more)").format(count=len(plugin.faults) - 1) if len(plugin.faults) > 1 else ""
            say(f"{jump_place(first.file, first.line)}{translate(first)} {more}".rstrip())
    return 0


def print_table(*rows: Sequence[object], right: Container[int] = ()) -> None:
    """Columns, each as wide as its widest cell; the first row is the heads. `right`: columns that end below theirs."""
    texts = [[str(cell) for cell in row] for row in rows]
    wide = [max(map(len, column)) for column in zip(*texts)]
    for row in (texts[0], ["─" * width for width in wide], *texts[1:]):
        cells = (f"{cell:{'>' if n in right else '<'}{wide[n]}}" for n, cell in enumerate(row))
        say("  ".join(cells).rstrip())


def show_script(registry: Registry, name: str, form: str, loop: bool = False) -> int:
    """The level's start knobs, until the outcome. `loop`: what runs where many steps are made at once."""
    from ..rules import Session
    from ..scripts.forms import FORMS, write, write_loop
    from ..solving.autosolve import run_until

    if form not in FORMS:
        return print_error(unknown(_("form"), form, FORMS))
    level = level_of(registry, name)
    if level is None:
        return 2
    session = Session(level, registry.catalog)
    try:
        if level.learner is not None and not loop:
            run_until(session)
        text, why = write_loop(session) if loop else write(session, form)
    except Fault as fault:
        return print_error(_("{fault}; the level cannot be written as a script").format(fault=fault_sentence(fault)))
    if why:
        return print_error(f"{level.id}: {why}")
    say(text, end="")
    return 0


# `downslope level`: a level as data, as Python, as a code; or the schema by which an editor completes.


FORMS: dict[str, Callable[[Level, Catalog], str]] = {
    "toml": lambda level, catalog: toml_of(level, catalog=catalog), "python": python_of,
    "code": encode_level, "link": lambda level, catalog: LINK + encode_level(level, catalog),
}  # fmt: skip


def show_level(registry: Registry, name: str, form: str) -> int:
    """0: it is written to standard output; 2: there is no such level or form, or it cannot be said so."""
    if form not in FORMS:
        return print_error(_("--as is {value}; allowed: {allowed}").format(value=repr(form), allowed=", ".join(FORMS)))
    level = level_of(registry, name)
    if level is None:
        return 2
    try:
        text = FORMS[form](level, registry.catalog)
    except Refused as why:
        return print_error(_(str(why)))
    except NotData as bad:
        kind = type(bad.value).__name__
        sentence = _("{level} cannot be written as {form}: its {field} is a {kind}")
        return print_error(sentence.format(level=level.id, form=form, field=bad.field, kind=kind))
    say(text.rstrip("\n"))
    return 0
