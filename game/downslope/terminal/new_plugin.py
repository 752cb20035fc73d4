"""`downslope new KIND NAME`: a plugin file to begin with, that loads and passes `check` as it stands."""

from __future__ import annotations

import os
import re
from pathlib import Path

from .. import paths
from ..i18n import _
from ..registry.answer import say
from ..rules.catalog import Catalog
from ..storage.errors import Refused
from ..storage.files import read_file, reason_of, write_file
from .errors import print_error

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST = 40  # letters of a name
KINDS = ("level", "learner", "metric", "network")


def new_plugin(catalog: Catalog, kind: str, name: str, into: Path | None) -> int:
    """0: it is written, and what can be done with it is said; 2: it cannot be."""
    try:
        file = write_plugin(catalog, kind, name, into)
    except Refused as why:
        return print_error(str(why))
    say(str(file))
    say(f"downslope check {file}")
    if into is None:  # there it is found at the next start
        key = f"{file.stem}/{name}"
        say(f"downslope play {key}" if kind in ("level", "network") else f"downslope solve thirteen --{kind} {key}")
    return 0


def write_plugin(catalog: Catalog, kind: str, name: str, into: Path | None) -> Path:
    """The new file. Refused: one sentence; nothing is written over."""
    if kind not in KINDS:
        raise Refused(_("KIND is {value}; allowed: {allowed}").format(value=kind, allowed=", ".join(KINDS)))
    if not NAME.fullmatch(name) or len(name) > LONGEST:
        allowed = _("small letters, figures and hyphens, at most {most}, such as hot-and-cold").format(most=LONGEST)
        raise Refused(_("NAME is {value}; allowed: {allowed}").format(value=name, allowed=allowed))
    for there, things in (("level", catalog.levels), ("learner", catalog.learners), ("metric", catalog.metrics)):
        if name in things:
            raise Refused(_("There is a {kind} named {name} already.").format(kind=_(there), name=name))
    folder = paths.plugins() if into is None else into
    file = folder / f"{name.replace('-', '_')}.py"
    text = read_file(paths.template(kind)).decode()
    for mark, word in (("CLASS", class_name(name)), ("NAME", name), ("TITLE", name.replace("-", " ").capitalize())):
        text = text.replace(mark, word)
    if os.path.lexists(file):
        raise Refused(_("{file} is there already.").format(file=file))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_file(file, text)
    except OSError as error:
        raise Refused(_("{file} cannot be written: {reason}").format(file=file, reason=reason_of(error))) from error
    return file


def class_name(name: str) -> str:
    """hot-and-cold as HotAndCold."""
    return "".join(part.capitalize() for part in name.split("-"))
