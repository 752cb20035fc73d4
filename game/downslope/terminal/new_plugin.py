"""`downslope new KIND NAME`: a plugin to begin with, that loads and passes `check` as it stands."""

from __future__ import annotations

import os
import re
from pathlib import Path

from .. import paths
from ..i18n import _
from ..registry.answer import say
from ..registry.trust import players_trust
from ..rules.catalog import Catalog
from ..storage.errors import Refused
from ..storage.files import read_file, unwritable, write_file
from .errors import print_error

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST = 40  # letters of a name
KINDS = ("level", "data", "pack", "learner", "metric", "network")
SUFFIXES = {"data": ".toml", "pack": ""}  # of what is no Python


def new_plugin(catalog: Catalog, kind: str, name: str, into: Path | None, package: bool = False) -> int:
    """0: it is written, and what can be done with it is said; 2: it cannot be."""
    try:
        file = write_package(catalog, kind, name, into) if package else write_plugin(catalog, kind, name, into)
    except Refused as why:
        return print_error(str(why))
    say(str(file))
    say(f"downslope dev {file}")
    say(f"downslope check {file}")
    return 0


def write_plugin(catalog: Catalog, kind: str, name: str, into: Path | None) -> Path:
    """The new file. Refused: one sentence; nothing is written over."""
    refuse_name(catalog, kind, name)
    folder = paths.plugins() if into is None else into
    if kind == "pack":
        _copy(paths.template(kind), folder / name, name)
        return folder / name
    file = folder / f"{module_name(name)}{SUFFIXES.get(kind, '.py')}"
    _write(file, _filled(paths.template(kind), name))
    if into is None:
        _trust(file)
    return file


def _trust(file: Path) -> None:
    """What the game has written itself may run."""
    trust = players_trust()
    unknown = trust.unknown(file.stem, "folder", str(file)) if trust is not None else None
    if trust is not None and unknown is not None:
        trust.agree([unknown])


def write_package(catalog: Catalog, kind: str, name: str, into: Path | None) -> Path:
    """A folder that is installed by pip, with a test, in this folder or `into`: its file with the hooks.

    Refused: one sentence; there is such a folder already, or what is data needs no package.
    """
    refuse_name(catalog, kind, name)
    if kind in SUFFIXES:
        raise Refused(_("{kind} needs no package: one file is enough").format(kind=kind))
    template = paths.template("package")
    root = (Path() if into is None else into) / f"downslope-{name}"
    _copy(template, root, name)
    file = root / "src" / f"downslope_{module_name(name)}" / "__init__.py"
    _write(file, _filled(paths.template(kind), name))
    return file


def _copy(template: Path, root: Path, name: str) -> None:
    """A folder with all that is in the template's. Refused: there is one already."""
    if os.path.lexists(root):
        raise Refused(_("{file} already exists.").format(file=root))
    for part in sorted(path for path in template.rglob("*") if path.is_file()):
        if part.suffix == ".pyc":  # pip compiles all Python that it installs, templates too
            continue
        _write(root / part.relative_to(template), _filled(part, name))


def refuse_name(catalog: Catalog, kind: str, name: str) -> None:
    """Refused: there is no such kind, nothing can be called so, or something is."""
    if kind not in KINDS:
        raise Refused(_("KIND is {value}; allowed: {allowed}").format(value=kind, allowed=", ".join(KINDS)))
    if not NAME.fullmatch(name) or len(name) > LONGEST:
        allowed = _("small letters, figures and hyphens, at most {most}, such as hot-and-cold").format(most=LONGEST)
        raise Refused(_("NAME is {value}; allowed: {allowed}").format(value=name, allowed=allowed))
    for there, things in (("level", catalog.levels), ("learner", catalog.learners), ("metric", catalog.metrics)):
        if name in things:
            raise Refused(_("There is already a {kind} named {name}.").format(kind=_(there), name=name))


def _filled(template: Path, name: str) -> str:
    """The text of a template with the new names in it."""
    title = name.replace("-", " ").capitalize()
    words = {"CLASS": class_name(name), "NAME": name, "MODULE": module_name(name), "TITLE": title}
    text = read_file(template).decode()
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


def module_name(name: str) -> str:
    """hot-and-cold as hot_and_cold."""
    return name.replace("-", "_")


def class_name(name: str) -> str:
    """hot-and-cold as HotAndCold."""
    return "".join(part.capitalize() for part in name.split("-"))
