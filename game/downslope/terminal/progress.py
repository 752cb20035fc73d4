"""`downslope progress export FILE`, `downslope progress import FILE`: what a player has done, on another computer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from ..i18n import _, plural_form
from ..registry.plugin_guard import say
from ..registry.sources import load_all
from ..storage.files import Refused, read_file, unreadable, unwritable, write_file
from ..storage.level_digest import terms_of
from ..storage.progress_export import export_progress, merge_progress, read_progress
from ..storage.saves import Store
from .commands import Json, app
from .output import print_error, unknown

ACTIONS = ("export", "import")


@app.command()
def progress(
    action: Annotated[str, typer.Argument(help="export or import.")],
    file: Annotated[Path, typer.Argument(help="The file to write or to read.")],
    as_json: Json = False,
) -> int:
    """Move your settings, progress and nets in one file; an import keeps a copy, then the better of two results."""
    if action not in ACTIONS:
        return print_error(unknown(_("action"), action, ACTIONS))
    if action == "import":
        levels, store = load_all(plugins=False).catalog.levels, Store()
        try:
            taken = merge_progress(
                read_progress(read_file(file), file.name), store.settings, store.progress, terms_of(levels)
            )
        except OSError as error:
            return print_error(str(unreadable(file, error)))
        except Refused as why:
            return print_error(str(why))
        if not store.save():
            return print_error(store.faults[-1])
        say(json.dumps(taken._asdict()) if as_json else taken.sentence())
        return 0
    store = Store()
    text, left_out = export_progress(store.settings, store.progress)
    try:
        write_file(file, text)
    except OSError as error:
        return print_error(unwritable(file, error))
    size = len(text.encode())
    if as_json:
        say(json.dumps({"file": str(file), "bytes": size, "nets_left_out": left_out}))
        return 0
    say(plural_form("{file}: {size} byte", "{file}: {size} bytes", size).format(file=file, size=size))
    if left_out:
        sentence = plural_form("{n} net is too large to include.", "{n} nets are too large to include.", left_out)
        say(sentence.format(n=left_out))
    return 0
