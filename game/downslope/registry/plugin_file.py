"""From a file, or an entry point, to a module. Whatever goes wrong is raised; the registry catches it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from io import StringIO
from pathlib import Path
from types import CodeType, ModuleType
from typing import TYPE_CHECKING

from ..engine.plain_text import plain
from ..storage.files import Refused, read_file, refuse_unless_ordinary, text_in, unreadable
from ..version import API

if TYPE_CHECKING:
    from ..level_files.needs import PluginNeed
    from ..level_files.pack import Pack
    from ..level_files.reading import LevelDraft


TAB = 4  # columns


def lines_of_text(text: str) -> list[str]:
    """Only line breaks part them: a form feed between two classes counts no line."""
    return [plain(line.rstrip("\n").expandtabs(TAB)) for line in StringIO(text, newline=None)]


def read_lines(file: Path | str) -> list[str]:
    """The lines of a source file; none where it cannot be read."""
    try:
        return lines_of_text(read_file(Path(file)).decode(errors="replace"))
    except (OSError, ValueError):
        return []


GROUP = "downslope"  # of entry points
# Of a module of data: what else it needs, what its trail is called, where the files are that its levels name.
NEEDS, TITLE, BESIDE = "downslope_needs", "downslope_title", "downslope_beside"
PAGE = "downslope_page"  # of any module: where the plugin can be had
OTHER_CODING = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*+(?!utf-?8)", re.I)  # in the first two lines of a Python file


class PluginFile(SourceFileLoader):
    """Reads it through the one door for files."""

    def get_code(self, fullname: str) -> CodeType | None:
        """From the source, never from what was compiled of it before: a file of the same size in the same second
        would be taken for the old one. What is shipped changes no more than the game's own modules do."""
        if fullname.startswith("downslope_plugins.shipped."):
            return super().get_code(fullname)
        path = self.get_filename(fullname)
        content = read_file(Path(path))
        if not any(map(OTHER_CODING.match, content.split(b"\n", 2)[:2])):
            text_in(content, Path(path).name)  # Python would not mind such a byte in a comment; editors do
        return self.source_to_code(content, path)


def load_file(path: Path, key: str) -> object:
    """Run a plugin file as the module `key`. It stays in sys.modules: dataclasses, among others, look there."""
    try:
        refuse_unless_ordinary(path)
    except OSError as error:
        raise unreadable(path.name, error) from None
    spec = spec_from_file_location(key, path, loader=PluginFile(key, str(path)))
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name} is not a Python file")
    module = module_from_spec(spec)
    sys.modules[key] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(key, None)  # a script that loads all plugins had one of its name loaded meanwhile
        asked: object = None  # `downslope_api` as it is written in a file that could not be run
        with suppress(OSError, ValueError, SyntaxError, RecursionError):
            for node in ast.parse(read_file(path)).body:
                names = node.targets if isinstance(node, ast.Assign) else []
                if isinstance(node, ast.Assign) and any(getattr(name, "id", "") == "downslope_api" for name in names):
                    asked = ast.literal_eval(node.value)
                    break
        if asked is not None:
            check_api(asked, str(path))  # "needs API 1.2" says more than "there is no such name to import"
        raise
    return module


def load_levels(path: Path, key: str) -> object:
    """A file of levels as data, as a plugin that gives them. Nothing in it is run.

    Refused: it cannot be read, it is too large, it is no TOML. What is wrong with a level comes with the level.
    """
    from ..level_files.needs import SiblingFolder, needs_in
    from ..level_files.reading import levels_in, table_in, text_of

    try:
        text = text_of(read_file(path), path.name)
    except OSError as error:
        raise unreadable(path.name, error) from None
    table = table_in(text)
    beside = SiblingFolder(path.parent)
    module = _module_of(key, levels_in(table, text, beside), needs_in(table, text))
    vars(module).update({"__file__": str(path), BESIDE: beside})
    return module


def load_bytes(name: str, content: bytes, key: str) -> object:
    """The same of a file of which only the bytes are there: nothing lies beside it. A zip is a pack."""
    from ..level_files.needs import needs_in
    from ..level_files.pack import Pack, ZipFiles
    from ..level_files.reading import Origin, levels_in, table_in, text_of

    if name.lower().endswith(".zip"):
        return load_pack(Pack(Path(name), ZipFiles(Path(name), content)), key)
    try:
        text = text_of(content, name)
        table = table_in(text)
        needs, drafts = needs_in(table, text), list(levels_in(table, text))
    except Refused as refused:
        raise refused.within(name) from None
    return _module_of(key, [replace(draft, origin=Origin(name, text)) for draft in drafts], needs)


def load_pack(pack: Pack, key: str) -> object:
    """A pack, as a plugin that gives its levels. Refused: it cannot be read, or is more than a pack may be."""
    if pack.fault is not None:
        raise pack.fault
    from ..level_files.pack import InPack

    assert pack.files is not None
    module = _module_of(key, pack.levels(), pack.manifest.needs)
    vars(module).update({TITLE: pack.manifest.title, BESIDE: InPack(pack.files)})
    return module


def load_code(code: str, key: str) -> object:
    """The level of a code, as a plugin that gives it. Refused: the code is damaged, or holds no level."""
    from ..level_files.needs import needs_in
    from ..level_files.reading import draft_of
    from ..level_files.to_toml import table_in_code

    table = table_in_code(code)
    return _module_of(key, [draft_of(table)], needs_in(table))


def _module_of(key: str, drafts: Iterable[LevelDraft | Refused], needs: Iterable[PluginNeed] = ()) -> ModuleType:
    """All levels are read now: what they need unsaid is known before one is asked for."""
    from pluggy import HookimplMarker

    from ..level_files.needs import needs_with

    levels, module = list(drafts), ModuleType(key, "Levels as data.")
    vars(module).update({"levels": HookimplMarker(GROUP)(lambda: levels), NEEDS: needs_with(needs, levels)})
    return module


def check_api(asked: object, file: str) -> None:
    """Refused: it is not one of (1, 0) ... the present one. `file`: in which it is asked."""
    reason = ""
    if not (isinstance(asked, tuple) and len(asked) == 2 and all(type(part) is int for part in asked)):
        reason = f"downslope_api is {asked!r}; allowed: (major, minor), such as {API}"
    elif asked[0] != API[0] or asked[1] > API[1]:
        reason = f"It needs Downslope API {asked[0]}.{asked[1]}, this is {API[0]}.{API[1]}."
    if reason:
        line = next((number for number, text in enumerate(read_lines(file), 1) if "downslope_api" in text), 0)
        raise Refused("{reason}", line, reason=reason)


# name, version, what the entry point names, how to load it, "package", that it is no data, its page
Package = tuple[str, str, str, Callable[[], object], str, bool, str]


def packages() -> Iterator[Package]:
    """Installed packages with an entry point of the group `downslope`, by name, as a registry adds them."""
    from importlib.metadata import entry_points  # slow to import, and slow to read: not before the first frame

    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        version = point.dist.version if point.dist else ""
        pages = (point.dist.metadata.get_all("Project-URL") or []) if point.dist else []
        page = next((url.rpartition(",")[2].strip() for url in pages), "")
        yield point.name, version, point.value, point.load, "package", False, page
