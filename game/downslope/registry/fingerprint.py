"""The code of a plugin as it lies there, found and read without running any of it, and its fingerprint.

Of a file in the player's folder: the file, and the helpers `_*.py` beside it. Of a package: all code of its top folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from os.path import commonpath
from pathlib import Path
from typing import NamedTuple

from ..paths import is_file
from ..storage.files import read_file
from .source_text import read_lines

CODE = (".py", ".so", ".pyd", ".pyc")  # what Python imports
CACHE = "__pycache__"  # made of what lies beside it
LARGEST = 1 << 31  # bytes of a file
UNREADABLE = b"?"  # in place of what cannot be read
SHORT = 8  # figures of a fingerprint that are shown


class PluginCode(NamedTuple):
    """`files` lie in `root`, by their path."""

    root: Path
    files: tuple[Path, ...]

    def names(self) -> list[str]:
        """The files' paths from the root."""
        return [path.relative_to(self.root).as_posix() for path in self.files]

    def stamps(self) -> str:
        """What tells one state of the files from another without reading them."""
        return _digest(self._parts(_stamp))

    def fingerprint(self) -> str:
        """SHA-256 over the path and the bytes of each file."""
        return _digest(self._parts(lambda path: read_file(path, LARGEST)))

    def _parts(self, told: Callable[[Path], bytes]) -> Iterator[bytes]:
        """Each file's path, and what is told of it."""
        for name, path in zip(self.names(), self.files):
            yield name.encode(errors="replace")
            try:
                yield told(path)
            except OSError:
                yield UNREADABLE

    def texts(self) -> dict[str, list[str]]:
        """The lines of each file that is source."""
        return {name: read_lines(path) for name, path in zip(self.names(), self.files) if path.suffix == ".py"}

    def mtime(self) -> float:
        """When the newest of the files was written, in seconds since 1970; 0: not known."""
        times = [0.0]
        for path in self.files:
            with suppress(OSError):
                times.append(path.stat().st_mtime)
        return max(times)


def _stamp(path: Path) -> bytes:
    found = path.stat()
    return f"{found.st_size} {found.st_mtime_ns}".encode()


def _digest(parts: Iterator[bytes]) -> str:
    from hashlib import sha256  # only where there are plugins

    found = sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "big"))
        found.update(part)
    return found.hexdigest()


def short_print(fingerprint: str) -> str:
    """As it is shown: 4f1c 90ab."""
    return f"{fingerprint[: SHORT // 2]} {fingerprint[SHORT // 2 : SHORT]}"


def code_of(kind: str, source: str) -> PluginCode | None:
    """The code of a plugin by where it comes from; None: there is none that could run."""
    if kind == "package":
        return _code_of_package(source)
    path = Path(source)
    if path.suffix != ".py" or not is_file(path):
        return None
    helpers = [helper for helper in path.parent.glob("_*.py") if helper != path]
    return PluginCode(path.parent, (path, *sorted(helpers)))


def _code_of_package(source: str) -> PluginCode | None:
    """What the import system finds for an entry point's top module: no module is imported for that."""
    try:
        spec = find_spec(source.partition(":")[0].partition(".")[0].strip())
    except (ImportError, ValueError, AttributeError):
        return None
    if spec is None:
        return None
    folders = [Path(folder) for folder in spec.submodule_search_locations or ()]
    if not folders:
        place = Path(spec.origin or "")
        archive = next((path for path in (place, *place.parents) if path.is_file()), None)  # or what it is packed in
        return PluginCode(archive.parent, (archive,)) if archive is not None else None
    found = [path for folder in folders for path in folder.rglob("*") if path.suffix in CODE and path.is_file()]
    files = sorted(path for path in found if CACHE not in path.parts)
    root = Path(commonpath([folder.parent for folder in folders]))  # a package may lie in several places
    return PluginCode(root, tuple(files)) if files else None
