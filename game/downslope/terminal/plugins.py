"""`downslope new KIND NAME`: a plugin to begin with, that loads and passes `check` as it stands."""

from __future__ import annotations

import os
import re
import sys
from io import BytesIO
from pathlib import Path
from typing import Annotated
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import typer

from .. import paths
from ..engine.plain_text import plain
from ..i18n import _, plural_form, translate
from ..learning import kebab
from ..level_files.needs import PluginNeed, full_names, need_tables, needs_in, rename_things
from ..level_files.pack import BYTES, MANIFEST, Pack, ZipFiles, is_pack, text_in
from ..level_files.reading import table_in
from ..level_files.to_toml import inline, key, toml
from ..registry.plugin_file import packages
from ..registry.plugin_guard import say
from ..registry.trust import ALL, PluginChoices, Trust, own_file, short_print, size_words
from ..rules import Catalog
from ..storage.files import Refused, read_file, unwritable, write_file
from .check import check_levels
from .commands import Json, app, registry
from .lists import show_plugins
from .output import print_error, unknown

# `downslope pack FOLDER`: a pack of levels as a zip, after a check; the same bytes each time.


DATE = (1980, 1, 1, 0, 0, 0)  # of every entry: the first that a zip can say
MODE = 0o100644 << 16  # an ordinary file


@app.command()
def pack(
    folder: Annotated[Path, typer.Argument(help="A folder with a pack.toml.")],
    out: Annotated[Path | None, typer.Option(help="The zip. Default: FOLDER.zip beside it.")] = None,
) -> int:
    """Check a pack of levels and write it as a zip to send, with the same bytes each time."""
    plugins_here = registry()
    levels_pack = Pack(folder)
    if levels_pack.files is None or levels_pack.fault is not None:
        return print_error(f"{folder}: {translate(levels_pack.fault) if levels_pack.fault is not None else ''}")
    if check_levels(plugins_here, folder):
        return 1
    file = out if out is not None else folder.resolve().with_name(f"{folder.resolve().name}.zip")
    try:
        # All files in the order of their names, not made smaller: that would differ from machine to machine
        files, buffer = levels_pack.files, BytesIO()
        # What is written otherwise: levels with full names, and in pack.toml all that it needs
        texts: dict[str, str] = {}
        needs: dict[str, PluginNeed] = {}
        for name in (name for name in files.names if name.startswith("levels/")):
            table = table_in(text_in(files, name))
            sent = rename_things(table, full_names(plugins_here.catalog, levels_pack.manifest.id, needs))
            if sent != table:
                texts[name] = toml(sent)
        manifest = table_in(text_in(files, MANIFEST))
        written = {need.plugin for need in needs_in(manifest)}
        added = [table for table in need_tables(needs) if table["name"] not in written]
        if added:
            manifest["needs"] = [*manifest.get("needs", []), *added]
            texts[MANIFEST] = "".join(f"{key(each)} = {inline(value)}\n" for each, value in manifest.items())
        with ZipFile(buffer, "w", ZIP_STORED) as archive:
            for name in sorted(levels_pack.files.names):
                entry = ZipInfo(name, DATE)
                entry.create_system, entry.external_attr = 3, MODE
                content = texts[name].encode() if name in texts else levels_pack.files.read(name, BYTES)
                archive.writestr(entry, content)
        content = buffer.getvalue()
        ZipFiles(file, content)  # what is given away can be read
        write_file(file, content)
    except Refused as refused:
        return print_error(f"{folder}: {translate(refused)}")
    except OSError as error:
        return print_error(unwritable(file, error))
    count = len(levels_pack.files.names)
    sentence = plural_form("{file}: {n} file, {size} bytes", "{file}: {n} files, {size} bytes", count)
    say(sentence.format(file=file, n=count, size=len(content)))
    return 0


# `downslope plugins --disable NAME`, `--enable`, `--trust`, `--forget`: no plugin's code is run for it.


@app.command()
def plugins(
    as_json: Json = False,
    disable: Annotated[str, typer.Option(help="Switch this plugin off: its code no longer runs.")] = "",
    enable: Annotated[str, typer.Option(help="Switch it on again.")] = "",
    trust: Annotated[str, typer.Option(help="Let the current code of this plugin, a FOLDER or all run.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="With --trust, in a script: ask nothing.")] = False,
    mine: Annotated[str, typer.Option(help="Let all code in this FOLDER run, edited or not: it is yours.")] = "",
    forget: Annotated[str, typer.Option(help="Ask again before the code of this plugin or FOLDER is run.")] = "",
) -> int:
    """List every plugin: name, version, source, hooks, state; or switch one off or on, or trust its code."""
    if len(list(filter(None, (disable, enable, trust, mine, forget)))) > 1:
        return print_error(_("--disable, --enable, --trust, --mine and --forget stand alone; allowed: one of them"))
    choices = PluginChoices()
    if disable or enable:
        name, known = disable or enable, places()
        if name not in known and name not in choices.off:
            return print_error(unknown(_("plugin"), name, known))
        if not choices.switch(name, not disable):
            return print_error(choices.faults[-1])
        say((_("{plugin} is off.") if disable else _("{plugin} is on.")).format(plugin=name))
        return 0
    if mine:
        folder = Path(mine).resolve()
        if not folder.is_dir():
            return print_error(_("{path} is not a folder").format(path=folder))
        if Path.home().resolve().is_relative_to(folder):
            return print_error(_("{path} holds more than plugins: name the folder of yours").format(path=folder))
        if not choices.own(str(folder)):
            return print_error(choices.faults[-1])
        sentence = _("Code in {folder} is run from now on, edited or not. To be asked again: {command}")
        say(sentence.format(folder=folder, command=f"downslope plugins --forget {folder}"))
        return 0
    if trust:
        return trust_plugin(trust, yes)
    if forget:
        trusted = Trust()
        if forget not in trusted.choices.trusted and not trusted.own_paths(forget):
            return print_error(unknown(_("trusted plugin"), forget, trusted.choices.trusted))
        if not trusted.forget(forget):
            return print_error(trusted.choices.faults[-1])
        say(_("You will be asked before {plugin} may run again.").format(plugin=forget))
        return 0
    return show_plugins(registry(quiet=True), as_json)


def places() -> dict[str, tuple[str, str, str]]:
    """(kind, source, version) of each plugin that is not shipped, by its name."""
    installed = {name: ("package", source, version) for name, version, source, *_rest in packages()}
    files = paths.plugin_files(paths.plugins())
    names = [Pack(path).manifest.id if is_pack(path) else path.stem for path in files]
    return installed | {name: ("folder", str(path), "") for name, path in zip(names, files)}


def trust_plugin(name: str, yes: bool = False) -> int:
    """`name`: of a plugin, a folder of them, or `all`; of many their number is to be typed, unless `yes`.

    0: their code, as it is now, may run; 2: there is no such plugin, they are not agreed to, or it cannot be written.
    """
    plugins, trust = places(), Trust()
    folder = Path(name).resolve()
    inside = [one for one, (kind, source, _version) in plugins.items()
              if kind == "folder" and folder in Path(source).resolve().parents]  # fmt: skip
    names = [name] if name in plugins else list(plugins) if name == ALL else inside
    if not names:
        return print_error(unknown(_("plugin"), name, plugins))
    asked = [trust.unknown(one, kind, source, version) for one in names for kind, source, version in [plugins[one]]]
    codes = [code for code in asked if code is not None]
    if not codes:
        say(_("{plugin} may run already: nobody asks about it.").format(plugin=name))
        return 0
    mark = _("fingerprint {fingerprint}")
    words = {plain(code.name): ", ".join([*size_words(code), mark.format(fingerprint=short_print(code.print))])
             for code in codes}  # fmt: skip
    if name not in plugins and not yes:  # each has a line, and their number must be typed
        print(*(f"{one}: {what}" for one, what in words.items()), sep="\n", file=sys.stderr)
        text = plural_form("Type {n} to let it run:", "Type {n} to let all of them run:", len(words))
        print(text.format(n=len(words)), end=" ", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip() != str(len(words)):
            return print_error(_("No plugin was trusted. In a script, write --yes instead of the number."))
    if not trust.agree(codes):
        return print_error(trust.choices.faults[-1])
    for one, what in words.items():
        say(_("{plugin} may run as it is now: {what}.").format(plugin=one, what=what))
    return 0


NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST = 40  # letters of a name
KINDS = ("level", "data", "pack", "learner", "metric", "network")
SUFFIXES = {"data": ".toml", "pack": ""}  # of what is no Python


@app.command()
def new(
    kind: Annotated[str, typer.Argument(help="level, data (no code), pack (several), learner, metric or network.")],
    name: Annotated[str, typer.Argument(help="Small letters, figures and hyphens: hot-and-cold.")],
    into: Annotated[Path | None, typer.Option(help="Another folder than your plugins folder.")] = None,
    package: Annotated[bool, typer.Option("--package", help="A folder that pip can install, with a test.")] = False,
) -> int:
    """Write a first plugin file that already plays."""
    catalog = registry(quiet=True).catalog
    try:
        file = write_plugin(catalog, kind, name, into, package)
    except Refused as why:
        return print_error(str(why))
    say(str(file))
    say(f"downslope dev {file}")
    say(f"downslope check {file}")
    return 0


def write_plugin(catalog: Catalog, kind: str, name: str, into: Path | None = None, package: bool = False) -> Path:
    """The new file; of a `package` that with the hooks, in a folder that is installed by pip, with a test.

    Refused: one sentence, where there is no such kind, nothing can be called so, or something is: nothing is written
    over; or what is data needs no package.
    """
    if kind not in KINDS:
        raise Refused(_("KIND is {value}; allowed: {allowed}").format(value=kind, allowed=", ".join(KINDS)))
    if not NAME.fullmatch(name) or len(name) > LONGEST:
        allowed = _("small letters, figures and hyphens, at most {most}, such as hot-and-cold").format(most=LONGEST)
        raise Refused(_("NAME is {value}; allowed: {allowed}").format(value=name, allowed=allowed))
    for thing_kind, things in (("level", catalog.levels), ("learner", catalog.learners), ("metric", catalog.metrics)):
        if name in things:
            raise Refused(_("There is already a {kind} named {name}.").format(kind=_(thing_kind), name=name))
    if package and kind in SUFFIXES:
        raise Refused(_("{kind} needs no package: one file is enough").format(kind=kind))
    module = name.replace("-", "_")
    if package:
        root = (into or Path()) / f"downslope-{name}"
        _copy(paths.template("package"), root, name)
        file = root / "src" / f"downslope_{module}" / "__init__.py"
    else:
        folder = into or paths.plugins()
        file = folder / (name if kind == "pack" else f"{module}{SUFFIXES.get(kind, '.py')}")
    if kind == "pack":
        _copy(paths.template(kind), file, name)
        return file
    _write(file, _filled(paths.template(kind), name))
    if not package:
        own_file(file)
    return file


def _copy(template: Path, root: Path, name: str) -> None:
    """A folder with all that is in the template's. Refused: there is one already."""
    if os.path.lexists(root):
        raise Refused(_("{file} already exists.").format(file=root))
    for part in sorted(path for path in template.rglob("*") if path.is_file()):
        if part.suffix == ".pyc":  # pip compiles all Python that it installs, templates too
            continue
        _write(root / part.relative_to(template), _filled(part, name))


def _filled(template: Path, name: str) -> str:
    """The text of a template with the new names in it."""
    title, camel = name.replace("-", " ").capitalize(), "".join(map(str.capitalize, name.split("-")))
    words = {"CLASS": camel, "NAME": name, "MODULE": name.replace("-", "_"), "TITLE": title}
    text = read_file(template).decode()
    if kebab(camel) == name:  # a class is called so anyway
        text = text.replace('    name = "NAME"\n\n', "").replace('    name = "NAME"\n', "")
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text


def _write(file: Path, text: str) -> None:
    if os.path.lexists(file):
        raise Refused(_("{file} already exists.").format(file=file))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_file(file, text)
    except OSError as error:
        raise Refused(unwritable(file, error)) from error
