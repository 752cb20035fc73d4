"""A pack: pack.toml says what it is, and its levels come in the order of their files' names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from errno import EFBIG
from pathlib import Path
from typing import Any, NamedTuple

from ..i18n import N_
from ..rules.catalog import NAMING, is_name
from ..rules.nearest import near
from ..storage.errors import Refused
from ..storage.files import unreadable
from .level_draft import LevelDraft, Origin
from .limits import BYTES, LETTERS, LEVELS, NUMBERS, numbers_of
from .needs import Need, needs_in
from .pack_files import MANIFEST, PackFiles, is_pack, open_files
from .positions import nearest_line, positions
from .reading import read_levels, table_in, text_of

KEYS = ("downslope", "id", "title", "about", "language", "licence", "version", "needs")
NEEDED = ("id", "title")
LETTERS_OF_ALL = 1_000_000  # of the files of levels
READ = 4_000_000  # bytes of tables, one as often as it is named
TITLE = 40  # letters: it stands on a sign of the map


TOO_MANY = N_(
    "Too much for one pack, the rest is left out; allowed: levels up to {levels}, numbers in examples {numbers}."
)
TOO_LONG = N_("Too much for one pack, the rest is left out; allowed: letters of all levels up to {most}.")


class Manifest(NamedTuple):
    """What pack.toml says. `language`: that its texts are written in."""

    id: str
    title: str
    about: str = ""
    language: str = "en"
    licence: str = ""
    version: str = ""
    needs: tuple[Need, ...] = ()


class Pack:
    """An opened pack. `fault`: why it cannot be read; it has a name all the same."""

    def __init__(self, path: Path, files: PackFiles | None = None) -> None:
        """`files`: what is in it, where that is known already."""
        self.path = path
        self.files: PackFiles | None = None
        self.manifest = Manifest(path.stem, path.stem)
        self.fault: Refused | None = None
        try:
            self.files = files or open_files(path)
            self.manifest = read_manifest(self.files)
        except Refused as refused:
            self.fault = refused

    @property
    def name(self) -> str:
        return self.manifest.id

    @property
    def beside(self) -> InPack | None:
        """What its levels find; None: it cannot be read."""
        return InPack(self.files) if self.files is not None else None

    def origin(self, name: str, text: str = "") -> Origin:
        """Where one of its files is, as faults say it."""
        return Origin(str(self.path / name), text)

    def levels(self) -> Iterator[LevelDraft | Refused]:
        """Each level, or why a file of levels has none. Each file is read when it is asked for."""
        assert self.files is not None
        count, numbers, letters, beside = 0, 0, 0, InPack(self.files)
        for name in (name for name in self.files.names if name.startswith("levels/")):
            origin = self.origin(name)
            try:
                text = self.text(name)
                letters += len(text)
                if letters > LETTERS_OF_ALL:
                    yield Refused(TOO_LONG, most=LETTERS_OF_ALL).within(origin.file)
                    return
                origin = self.origin(name, text)
                for draft in read_levels(text, beside):
                    count, numbers = count + 1, numbers + numbers_of(draft.level)
                    if count > LEVELS or numbers > NUMBERS:
                        yield Refused(TOO_MANY, levels=LEVELS, numbers=NUMBERS).within(origin.file)
                        return
                    yield draft.within(origin)
            except Refused as refused:
                yield refused.within(origin.file)
        if not count:
            yield Refused(N_("The pack has no levels; they are files named levels/*.toml."))

    def text(self, name: str) -> str:
        """The text of one of its files. Refused: it cannot be read, is too long, or no UTF-8."""
        assert self.files is not None
        return text_in(self.files, name)


class InPack:
    """What a level of a pack finds: tables in data/, pictures in pictures/."""

    FOLDERS: Mapping[str, str] = {".csv": "data", ".png": "pictures", ".svg": "pictures"}

    def __init__(self, files: PackFiles) -> None:
        self.files = files
        self._left = READ

    def read(self, name: str, most: int) -> bytes:
        """All of a file of the pack, by its name without the folder."""
        found = self.files.read(f"{self.FOLDERS.get(Path(name).suffix, 'data')}/{name}", most)
        self._left -= len(found)
        if self._left < 0:  # the same one may be named again and again
            raise OSError(EFBIG, f"its levels read more than the {READ} that are allowed")
        return found


def text_in(files: PackFiles, name: str) -> str:
    """The text of a file of a pack. Refused: it cannot be read, is too long, or no UTF-8."""
    try:
        return text_of(files.read(name, BYTES + 1), name)
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
            raise Refused(N_("{key} is {value}; allowed: {allowed}."), nearest_line(positions(text), wrong[0]),
                          key=wrong[0], value=f"{wrong[1]!r:.60}", allowed=wrong[2])  # fmt: skip
        given = {name: table[name] for name in KEYS if name in table and name not in ("downslope", "needs")}
        return Manifest(**given, needs=needs_in(table, text))
    except Refused as refused:
        raise refused.within(file) from None


def _manifest_fault(table: Mapping[str, Any]) -> tuple[str, object, str] | None:
    for key in table:
        if key not in KEYS:
            return key, key, near(key, KEYS).rstrip(".")
    for key in NEEDED:
        if key not in table:
            return key, "", f"a pack.toml with {' and '.join(NEEDED)}"
    for key in KEYS[1:-1]:
        value = table.get(key, "")
        if not isinstance(value, str) or len(value) > LETTERS or not value.isprintable():
            return key, value, f"a text of at most {LETTERS} letters on one line"
    if not is_name(table["id"]):
        return "id", table["id"], NAMING
    if not table["title"].strip() or len(table["title"]) > TITLE:
        return "title", table["title"], f"what the chapter is called, at most {TITLE} letters"
    return None


def plugin_name(path: Path) -> str:
    """What a plugin file is called: a pack by its id, all others as the file is."""
    return Pack(path).name if is_pack(path) else path.stem
