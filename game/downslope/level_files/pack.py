"""A pack: pack.toml says what it is, and its levels come in the order of their files' names."""

from __future__ import annotations

import stat
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from errno import EFBIG, EINVAL, ENOENT
from io import BytesIO
from os import strerror
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from ..i18n import N_
from ..paths import PACK, is_file
from ..rules import NAMING, Deferred, is_name, near
from ..schema.schema import LETTERS
from ..storage.files import Refused, read_file, unreadable
from .field_lines import nearest_line, positions
from .needs import PluginNeed, needs_in
from .reading import BYTES as PACK_BYTES, LEVELS, NUMBERS, LevelDraft, Origin, read_levels, table_in, text_of

if TYPE_CHECKING:
    from zipfile import ZipInfo


# What lies in a pack: a folder, or a zip that is read in memory and never unpacked. Nothing but levels, tables,
# pictures and words is looked at; a zip that has anything else, or is larger than it says, is refused with the name
# of the entry.


MANIFEST = PACK
FOLDERS = {"levels": (".toml",), "data": (".csv",), "pictures": (".png", ".svg"), "words": (".toml",)}
FILES = 200  # in a pack
BYTES = 5_000_000  # of all files together
NAME = 100  # letters of an entry's name
OF_A_MAC = ("__MACOSX/", ".DS_Store")  # what a Mac puts into every zip: left out
END, END_64 = b"PK\x05\x06", b"PK\x06\x07"  # of the list at the end of a zip
END_SIZE, LONGEST_COMMENT = 22, 65_535
ENTRY = 1_000  # bytes in that list that one entry may take


def belongs(name: str) -> bool:
    """A file of this name is a part of a pack."""
    folder, slash, file = name.rpartition("/")
    if not slash:
        return file == MANIFEST
    return not file.startswith(".") and file.endswith(FOLDERS.get(folder, ())) and len(name) <= NAME


def is_pack(path: Path) -> bool:
    """It looks like one: a zip, or a folder with a pack.toml."""
    return path.suffix == ".zip" if is_file(path) else is_file(path / MANIFEST)


class FolderFiles:
    """Of a folder, in which other things may lie too.

    `names`: what there is, as `levels/01-first.toml`, in the order of the names. `place`: the folder or zip.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        names = [MANIFEST] if (place / MANIFEST).is_file() else []
        for folder in FOLDERS:
            inside = sorted(path.name for path in (place / folder).iterdir()) if (place / folder).is_dir() else []
            names += [name for name in (f"{folder}/{each}" for each in inside) if belongs(name)]
        total = 0
        for name in names:
            path = place / name
            if path.is_symlink() or path.parent.is_symlink():
                raise Refused(N_("entry {entry}: expected a file inside the pack, not a link."), entry=name)
            total += path.stat().st_size
        if len(names) > FILES or total > BYTES:
            raise _too_large(len(names), total)
        self.names = tuple(names)

    def read(self, name: str, most: int) -> bytes:
        """All of a file. OSError: there is none of that name, it cannot be read, it has more than `most` bytes."""
        if name not in self.names:
            raise OSError(ENOENT, strerror(ENOENT))
        return read_file(self.place / name, most)


class ZipFiles:
    """Of a zip's bytes, which are all that is ever read. A folder around the whole pack may be there."""

    def __init__(self, place: Path, content: bytes) -> None:
        from zipfile import BadZipFile, ZipFile

        self.place = place
        # A list of entries that would take long to read is refused before it is
        at = content.rfind(END, max(0, len(content) - END_SIZE - LONGEST_COMMENT))
        end = content[at : at + END_SIZE] if at >= 0 else b""
        whole = len(end) == END_SIZE and at + END_SIZE + int.from_bytes(end[20:22], "little") == len(content)
        count, size = int.from_bytes(end[10:12], "little"), int.from_bytes(end[12:16], "little")
        if whole and count > 2 * FILES:  # folders are entries too
            raise _too_large(count, 0)
        if not whole or size > 2 * FILES * ENTRY or content[max(0, at - 20) : at].startswith(END_64):
            raise Refused(N_("{file} is not a zip, or it is damaged."), file=place.name)
        try:
            self._zip = ZipFile(BytesIO(content))
        except (BadZipFile, ValueError, NotImplementedError, OSError):
            raise Refused(N_("{file} is not a zip, or it is damaged."), file=place.name) from None
        entries = [entry for entry in self._zip.infolist() if not entry.filename.startswith(OF_A_MAC[0])]
        entries = [entry for entry in entries if entry.filename.rpartition("/")[2] != OF_A_MAC[1]]
        names = [entry.filename for entry in entries]
        first = next((name for name in names if name.count("/") == 1 and name.endswith(f"/{MANIFEST}")), "")
        folder = first.removesuffix(MANIFEST)
        around = folder if folder and all(name.startswith(folder) for name in names) else ""
        self._entries: dict[str, ZipInfo] = {}  # by their names in the pack; one that no pack has is refused
        for entry in entries:
            shown = repr(entry.filename[:NAME])[1:-1]
            name = entry.filename.removeprefix(around)
            why = _why_not(entry, name)
            if why or name in self._entries:
                raise Refused(N_("entry {entry}: {reason}."), entry=shown, reason=why or "it is there twice")
            if not name.endswith("/") and name:
                self._entries[name] = entry
        total = sum(entry.file_size for entry in self._entries.values())
        if len(self._entries) > FILES or total > BYTES:
            raise _too_large(len(self._entries), total)
        self.names = tuple(sorted(self._entries, key=lambda name: (name != MANIFEST, name)))

    def read(self, name: str, most: int) -> bytes:
        """All of an entry: never more than it says, and than may be."""
        from zipfile import BadZipFile

        entry = self._entries.get(name)
        if entry is None:
            raise OSError(ENOENT, strerror(ENOENT))
        if entry.file_size > most:
            raise OSError(EFBIG, strerror(EFBIG))
        try:
            with closing(self._zip.open(entry)) as stream:
                return stream.read(entry.file_size + 1)  # with a number, what is packed is opened no further
        except (BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError):
            raise OSError(EINVAL, "it is damaged, or not as large as it says") from None


PackFiles = FolderFiles | ZipFiles


def _too_large(count: int, total: int) -> Refused:
    if count > FILES:
        return Refused(N_("A pack of {count} files; allowed: {most}."), count=count, most=FILES)
    return Refused(N_("A pack of {count} bytes; allowed: {most}."), count=total, most=BYTES)


def _why_not(entry: ZipInfo, name: str) -> str:
    """Why no pack has this entry; empty: it may."""
    from zipfile import ZIP_DEFLATED, ZIP_STORED

    parts = name.removesuffix("/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or "\\" in entry.orig_filename or ":" in name:
        return "expected a name inside the pack"
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "expected a file, not a link"
    if name.endswith("/") or not name:
        return "" if name.removesuffix("/") in ("", *FOLDERS) else "a pack has no such folder"
    if entry.flag_bits & 1 or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return "it is packed in a way that the game cannot read"
    if not belongs(name):
        folders = ", ".join(f"{folder}/*{'|'.join(suffixes)}" for folder, suffixes in FOLDERS.items())
        return f"a pack has {MANIFEST}, {folders}"
    return ""


KEYS = ("downslope", "id", "title", "about", "language", "licence", "version", "needs")
NEEDED = ("id", "title")
LETTERS_OF_ALL = 1_000_000  # of the files of levels
READ = 4_000_000  # bytes of tables, one as often as it is named
TITLE = 40  # letters: it stands on a sign of the map


TOO_MANY = N_(
    "Too much for one pack, the rest is skipped; allowed: levels up to {levels}, numbers in examples {numbers}."
)
TOO_LONG = N_("Too much for one pack, the rest is skipped; allowed: letters of all levels up to {most}.")


class Manifest(NamedTuple):
    """What pack.toml says. `language`: that its texts are written in."""

    id: str
    title: str
    about: str = ""
    language: str = "en"
    licence: str = ""
    version: str = ""
    needs: tuple[PluginNeed, ...] = ()


class Pack:
    """An opened pack. `fault`: why it cannot be read; it has a name all the same."""

    def __init__(self, path: Path, files: PackFiles | None = None) -> None:
        """`files`: what is in it, where that is known already."""
        self.path = path
        self.files: PackFiles | None = None
        self.manifest = Manifest(path.stem, path.stem)
        self.fault: Refused | None = None
        try:
            try:
                self.files = files or (FolderFiles(path) if path.is_dir() else ZipFiles(path, read_file(path, BYTES)))
            except OSError as error:
                raise unreadable(path.name, error) from None
            self.manifest = read_manifest(self.files)
        except Refused as refused:
            self.fault = refused

    def levels(self) -> Iterator[LevelDraft | Refused]:
        """Each level, or why a file of levels has none. Each file is read when it is asked for."""
        assert self.files is not None
        count, numbers, letters, beside = 0, 0, 0, InPack(self.files)
        for name in (name for name in self.files.names if name.startswith("levels/")):
            file = str(self.path / name)  # as faults say it
            try:
                text = text_in(self.files, name)
                letters += len(text)
                if letters > LETTERS_OF_ALL:
                    yield Refused(TOO_LONG, most=LETTERS_OF_ALL).within(file)
                    return
                for draft in read_levels(text, beside):
                    count += 1
                    for examples in (draft.level.examples, draft.level.unseen):  # wherever they came from
                        if not isinstance(examples, Deferred) and isinstance(examples, Sequence) and examples:
                            sides: tuple[Any, ...] = (examples[0].input, examples[0].goal_prediction)
                            each = [len(side) if isinstance(side, (list, tuple)) else 1 for side in sides]
                            numbers += len(examples) * sum(each)
                    if count > LEVELS or numbers > NUMBERS:
                        yield Refused(TOO_MANY, levels=LEVELS, numbers=NUMBERS).within(file)
                        return
                    yield replace(draft, origin=Origin(file, text))
            except Refused as refused:
                yield refused.within(file)
        if not count:
            yield Refused(N_("The pack has no levels; they are files named levels/*.toml."))


@dataclass(eq=False)
class InPack:
    """What a level of a pack finds: tables in data/, pictures in pictures/."""

    FOLDERS: ClassVar[Mapping[str, str]] = {".csv": "data", ".png": "pictures", ".svg": "pictures"}
    files: PackFiles
    _left: int = field(default_factory=lambda: READ)

    def read(self, name: str, most: int) -> bytes:
        """All of a file of the pack, by its name without the folder."""
        content = self.files.read(f"{self.FOLDERS.get(Path(name).suffix, 'data')}/{name}", most)
        self._left -= len(content)
        if self._left < 0:  # the same one may be named again and again
            raise OSError(EFBIG, f"its levels read more than the {READ} that are allowed")
        return content


def text_in(files: PackFiles, name: str) -> str:
    """The text of a file of a pack. Refused: it cannot be read, is too long, or no UTF-8."""
    try:
        return text_of(files.read(name, PACK_BYTES + 1), name)
    except OSError as error:
        raise unreadable(name, error).within(name) from None


def read_manifest(files: PackFiles) -> Manifest:
    """What pack.toml says. Refused: there is none, or the first thing that is wrong with it, with its line."""
    file = str(files.place / MANIFEST)
    if MANIFEST not in files.names:
        raise Refused(N_("There is no {file} in it."), file=MANIFEST)
    try:
        text = text_in(files, MANIFEST)
        table = table_in(text)
        wrong = _manifest_fault(table)
        if wrong is not None:
            raise Refused(N_("{key} is {value}; allowed: {allowed}"), nearest_line(positions(text), wrong[0]),
                          key=wrong[0], value=f"{wrong[1]!r:.60}", allowed=wrong[2])  # fmt: skip
        given = {name: table[name] for name in KEYS if name in table and name not in ("downslope", "needs")}
        return Manifest(**given, needs=needs_in(table, text))
    except Refused as refused:
        raise refused.within(file) from None


def _manifest_fault(table: Mapping[str, Any]) -> tuple[str, object, str] | None:
    for key in table:
        if key not in KEYS:
            return key, key, near(key, KEYS)
    for key in NEEDED:
        if key not in table:
            return key, "", f"a pack.toml with {' and '.join(NEEDED)}."
    for key in KEYS[1:-1]:
        value = table.get(key, "")
        if not isinstance(value, str) or len(value) > LETTERS or not value.isprintable():
            return key, value, f"a text of at most {LETTERS} letters on one line."
    if not is_name(table["id"]):
        return "id", table["id"], f"{NAMING}."
    if not table["title"].strip() or len(table["title"]) > TITLE:
        return "title", table["title"], f"what the chapter is called, at most {TITLE} letters."
    return None
