"""What is decided once in a player's folder: whether the code of plugins that lie there may run unasked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .. import paths
from . import loading
from .record import shown_name
from .trust import Place, Trust


def begin_trust(trust: Trust | None, home: Path | None = None, packages: bool = True) -> None:
    """Where it was not decided yet. None: nobody is asked, all may run."""
    if trust is not None and trust.choices.first:
        trust.begin(_foreign_places(home, packages))


def _foreign_places(home: Path | None, packages: bool) -> Iterator[Place]:
    """What lies there of code that is not shipped."""
    for path in paths.plugin_files(paths.plugins(home)):
        yield shown_name(path.stem), "folder", str(path)
    for package in loading.packages() if packages else ():
        yield shown_name(package.name), "package", package.source
