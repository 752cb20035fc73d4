"""Trust at first sight: code that is new here, or another than before, is not run until the player agrees.

It is no sandbox: what is trusted can do whatever the player can. It answers one thing: is this the code that I looked
at? The code of a plugin that is shipped, levels as data, and what a program of one's own loads are never asked about.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import find_spec
from os.path import commonpath
from pathlib import Path
from time import localtime, strftime
from types import ModuleType
from typing import Any, NamedTuple

from .. import paths
from ..i18n import _, plural_form
from ..paths import FolderListing, is_file
from ..storage.files import read_file, write_file
from ..storage.save_file import Data, SaveFile, Unreadable
from .crash_marks import state_of
from .plugin_file import PluginFile, read_lines

# What the player has decided about plugins: `plugins.json` in the player's folder, by name. `off`: those that are
# not loaded; `trusted`: whose code may run, with its fingerprint; `mine`: files and folders of which all may, edited
# or not.


class TrustEntry(NamedTuple):
    """The code that the player has agreed to run. `since`: the day, 2026-11-24; `stamps`: of its files, then."""

    kind: str
    source: str
    print: str
    since: str
    stamps: str = ""


class PluginChoices:
    """It never raises.

    lost     a sentence where what was agreed to is gone with its file: nothing may run; else empty
    faults   what is wrong with its file, a sentence each
    """

    def __init__(self, home: Path | None = None) -> None:
        self.faults: list[str] = []
        self.home = home or paths.home()
        self._file = SaveFile(self.home / "plugins.json", self.faults)
        self._take(self._file.load(_checked) or {})
        self.lost = ""
        if not self._file.was_read:
            # an earlier version of the file may agree to what was forgotten since
            self._take({**self._data, "trusted": {}, "mine": []})
            sources: list[Path] = []  # kept of what was agreed to here
            with suppress(OSError):
                sources = list(paths.trusted_sources(self.home).iterdir())
            if self.faults or sources:
                self.lost = _("The list of plugins that you trust is gone: you are asked about each one again.")

    def switch(self, name: str, on: bool) -> bool:
        """Remember that it is on, or off. False: it could not be written; it holds for this game only."""
        return self._list("off", name, not on)

    def own(self, path: str, mine: bool = True) -> bool:
        """Remember that this file, or all in this folder, is the player's own, or not. False: as of `switch`."""
        return self._list("mine", path, mine)

    def _list(self, entry: str, name: str, listed: bool) -> bool:
        own = {name} if listed else set()
        return self._change(lambda data: {**data, entry: sorted(({*data.get(entry, ())} - {name}) | own)})

    def trust(self, agreed: Mapping[str, TrustEntry]) -> bool:
        """Remember that this code may run. False: it could not be written."""
        added = {name: one._asdict() for name, one in agreed.items()}
        return self._change(lambda data: {**data, "trusted": {**data.get("trusted", {}), **added}})

    def forget(self, name: str) -> bool:
        """It is asked about again. False: that could not be written."""
        return self._change(lambda data: {
            **data, "trusted": {key: row for key, row in data.get("trusted", {}).items() if key != name}
        })  # fmt: skip

    def _change(self, change: Callable[[Data], Data]) -> bool:
        """Here, and in what the file holds by now: another game may write it too."""
        self._take(change(self._data))
        return self._file.save(self._data, lambda theirs: change(_checked(theirs)))

    def _take(self, data: Data) -> None:
        """`data`: all that the file holds, also what this version does not know."""
        self._data = {"off": [], "trusted": {}, **data}
        rows = self._data["trusted"].items()
        self.off = frozenset(self._data["off"])
        self.mine = (*self._data.get("mine", ()), *(row["source"] for _name, row in rows if row["kind"] == "mine"))
        names = TrustEntry._fields
        self.trusted = {key: TrustEntry(**{name: row[name] for name in names if name in row}) for key, row in rows}


def _checked(data: Data) -> Data:
    """ValueError: `off` or `mine` is no list of names, or `trusted` no table of such rows."""
    for entry in ("off", "mine"):
        names = data.get(entry, [])
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            template = _("{entry} is {value}; allowed: a list of names")
            raise Unreadable(template.format(entry=entry, value=f"{names!r:.60}"))
    trusted, needed = data.get("trusted", {}), {"kind", "source", "print", "since"}
    rows: list[Any] = list(trusted.values()) if isinstance(trusted, dict) else [None]
    sound = all(isinstance(row, dict) and needed <= row.keys() for row in rows)
    if not sound or not all(isinstance(row.get(name, ""), str) for row in rows for name in TrustEntry._fields):
        text = _("trusted is {value}; allowed: a table of kind, source, print and since")
        raise Unreadable(text.format(value=f"{trusted!r:.60}"))
    return data


# The code of a plugin as it lies there, found and read without running any of it, and its fingerprint. Of a file in
# the player's folder: the file, and the helpers `_*.py` and `_*/` beside it. Of a package: all code of its top folder.


CODE = (".py", ".pyw", ".so", ".pyd", ".pyc")  # what Python imports somewhere
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
        return self._digest(lambda path: state_of(str(path)).encode())

    def fingerprint(self) -> str:
        """SHA-256 over the path and the bytes of each file."""
        return self._digest(lambda path: read_file(path, LARGEST))

    def _digest(self, content_of: Callable[[Path], bytes]) -> str:
        from hashlib import sha256  # only where there are plugins

        digest = sha256()
        for name, path in zip(self.names(), self.files):
            try:
                content = content_of(path)
            except OSError:
                content = UNREADABLE
            for part in (name.encode(errors="replace"), content):
                digest.update(len(part).to_bytes(8, "big"))
                digest.update(part)
        return digest.hexdigest()

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


def short_print(fingerprint: str) -> str:
    """As it is shown: 4f1c 90ab."""
    return f"{fingerprint[: SHORT // 2]} {fingerprint[SHORT // 2 : SHORT]}"


def code_of(kind: str, source: str, listing: FolderListing | None = None) -> PluginCode | None:
    """The code of a plugin by where it comes from; None: there is none that could run.

    `listing`: of the folder in which many plugins lie that are looked at now.
    """
    if kind == "package":  # what the import system finds for its top module: no module is imported for that
        try:
            FolderImports.asks = False  # this only looks where it is
            spec = find_spec(source.partition(":")[0].partition(".")[0].strip())
        except (ImportError, ValueError, AttributeError):
            return None
        finally:
            FolderImports.asks = True
        folders = [Path(folder) for folder in (spec.submodule_search_locations or () if spec is not None else ())]
        if spec is not None and not folders:
            place = Path(spec.origin or "")
            archive = next((path for path in (place, *place.parents) if path.is_file()), None)  # it may be packed
            return PluginCode(archive.parent, (archive,)) if archive is not None else None
        files = _code_in(folders)
        # A package may lie in several places
        return PluginCode(Path(commonpath([each.parent for each in folders])), tuple(files)) if files else None
    path = Path(source)
    if path.suffix != ".py" or not is_file(path):
        return None
    if listing is None or listing.folder != path.parent:
        listing = FolderListing(path.parent)
    return PluginCode(path.parent, (path, *(helper for helper in _helpers(listing) if helper != path)))


@lru_cache(maxsize=1)
def _helpers(listing: FolderListing) -> list[Path]:
    """What the plugins of a folder may import from there."""
    beside = [path for path in listing.inside if path.name.startswith("_")]
    files = [path for path in beside if path.suffix in CODE and is_file(path)]
    return sorted(files + _code_in(path for path in beside if path.name.isidentifier() and path.is_dir()))


def _code_in(folders: Iterable[Path]) -> list[Path]:
    """All files that Python would import from there."""
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in CODE and path.is_file()]
    return sorted(path for path in files if CACHE not in path.parts)


# What was agreed to, and by that what may run.


VARIABLE, ALL = "DOWNSLOPE_TRUST", "all"  # whoever sets it so is not asked; or the files that may run
LONGEST = 400_000  # letters of a plugin's source that are kept, to tell what has changed
KEPT = 16  # figures of a fingerprint that name the file in which they are

Texts = dict[str, list[str]]  # the lines of each file


class UnknownCode(NamedTuple):
    """Code that nobody has agreed to. `since`: the day on which its version before was; empty: it is new here.

    before   the lines of the version before, where they are known
    """

    name: str
    version: str
    kind: str
    source: str
    code: PluginCode
    print: str
    since: str = ""
    before: Texts | None = None

    @property
    def lines(self) -> int:
        return sum(map(len, self.code.texts().values()))

    def changes(self) -> tuple[int, int] | None:
        """How many lines have come, and how many are gone; None: not known."""
        if self.before is None:
            return None
        now = self.code.texts()
        both = [(self.before.get(name, []), now.get(name, [])) for name in {*now, *self.before}]
        come, gone = ([changed_lines(*pair[::way]) for pair in both] for way in (1, -1))
        return sum(map(len, come)), sum(map(len, gone))


# How much code somebody is asked about, and what has changed in it: the same words on the screen and in a terminal.


def size_words(unknown: UnknownCode, dated: bool = False) -> list[str]:
    """3 files, 148 lines, and what has changed since when; `dated`: of what is new, since when it lies there."""
    count = len(unknown.code.files)
    words = [plural_form("{n} file", "{n} files", count).format(n=count)]
    words.append(plural_form("{n} line", "{n} lines", unknown.lines).format(n=unknown.lines))
    if unknown.since:
        words.append(_("changed since {day}").format(day=day_of(unknown.since)))
        changes = unknown.changes()
        if changes is not None:
            words.append(_("lines +{come} −{gone}").format(come=changes[0], gone=changes[1]))
    elif dated and unknown.code.mtime():
        text = _("installed {day}") if unknown.kind == "package" else _("written {day}")
        words.append(text.format(day=day_of(strftime("%Y-%m-%d", localtime(unknown.code.mtime())))))
    return words


def day_of(written: str) -> str:
    """2026-11-24 as Nov 24; what is no day as it is."""
    _year, _dash, rest = written.partition("-")
    month, _dash, day = rest.partition("-")
    if not (month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12):
        return written[:10]
    months = _("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()
    return _("{month} {day}").format(month=months[int(month) - 1], day=int(day))


Ask = Callable[[UnknownCode], bool]


class Trust:
    """What may run. `ask`: the player is asked at once; `named`: files that the player has named in the command.

    known    fingerprints that may run beside those that the player's folder has
    later    names that the player does not want to see now
    """

    def __init__(self, home: Path | None = None, ask: Ask | None = None, named: Iterable[Path] = (),
                 known: Collection[str] = ()) -> None:  # fmt: skip
        self.choices = PluginChoices(home)
        self.folder = paths.trusted_sources(self.choices.home)
        self.ask, self.known = ask, known
        self.named = {os.path.realpath(path) for path in named}
        self.later: set[str] = set()
        self._writes = not paths.is_helper()

    def unknown(
        self, name: str, kind: str, source: str, version: str = "", listing: FolderListing | None = None
    ) -> UnknownCode | None:
        """What nobody has agreed to; None: it may run."""
        code = None if os.path.realpath(source) in self.named else code_of(kind, source, listing)
        if code is None:
            return None
        own = [os.path.realpath(path) for path in self.choices.mine]  # nobody asks about these, edited or not
        real = [Path(os.path.realpath(file)) for file in (code.files if kind == "package" else code.files[:1]) if own]
        if real and all(any(map(file.is_relative_to, own)) for file in real):
            return None
        before = self.choices.trusted.get(name)
        if before is not None and kind == "package" and before.stamps == code.stamps():
            return None  # a large one is not read at every start
        fingerprint = code.fingerprint()
        if fingerprint in self.known or (before is not None and before.print == fingerprint):
            return None
        if before is None:
            return UnknownCode(name, version, kind, source, code, fingerprint)
        texts: Texts | None = None  # the source that was kept of it, where there is one
        with suppress(OSError, ValueError, RecursionError):
            kept = json.loads(read_file(self._file(before.print)))
            lists = list(kept.values()) if isinstance(kept, dict) else [None]
            if all(isinstance(lines, list) and all(isinstance(line, str) for line in lines) for lines in lists):
                texts = kept
        return UnknownCode(name, version, kind, source, code, fingerprint, before.since, texts)

    def own_paths(self, name: str) -> list[str]:
        """The file of this plugin, or this folder, where it is the player's own."""
        return [path for path in self.choices.mine
                if path == os.path.realpath(name) or (path.endswith(".py") and Path(path).stem == name)]  # fmt: skip

    def agree(self, all_of: Iterable[UnknownCode]) -> bool:
        """The player has agreed to this code, as it was looked at. False: that could not be written."""
        agreed = {}
        for one in all_of:
            today = date.today().isoformat()
            agreed[one.name] = TrustEntry(one.kind, one.source, one.print, today, one.code.stamps())
            # Its source is kept, to tell later what has changed
            before, text = self.choices.trusted.get(one.name), json.dumps(one.code.texts())
            with suppress(OSError):
                if self._writes and len(text) <= LONGEST:
                    self.folder.mkdir(parents=True, exist_ok=True)
                    write_file(self._file(one.print), text)
                    if before is not None and before.print != one.print:
                        self._file(before.print).unlink(missing_ok=True)
        if self._writes:
            return self.choices.trust(agreed)
        self.choices.trusted |= agreed
        return True

    def forget(self, name: str) -> bool:
        """It is asked about again: a plugin, or a folder of one's own. False: that could not be written."""
        good = all(self.choices.own(path, mine=False) for path in self.own_paths(name))
        before = self.choices.trusted.get(name)
        if before is not None:
            with suppress(OSError):
                self._file(before.print).unlink()
        return self.choices.forget(name) and good

    def _file(self, fingerprint: str) -> Path:
        return self.folder / f"{fingerprint[:KEPT]}.json"


def players_trust(
    home: Path | None = None, ask: Ask | None = None, named: Iterable[Path] = (), known: Collection[str] = ()
) -> Trust | None:
    """For the game and its commands. None: nobody is asked, all may run."""
    given = os.environ.get(VARIABLE, "")
    files = [Path(part) for part in given.split(os.pathsep) if part]
    return None if given == ALL else Trust(home, ask, [*files, *named], known)


def own_file(file: Path, trust: Trust | None = None) -> None:
    """The player writes this file. It matters in the plugins folder only: elsewhere a command names the file."""
    trust, file = trust or players_trust(), file.resolve()
    if trust is not None and file.suffix == ".py" and file.parent == paths.plugins(trust.choices.home).resolve():
        trust.choices.own(str(file))


def name_file(file: Path) -> None:
    """The player has named this file in a command: it may run, in processes that we start too."""
    given = os.environ.get(VARIABLE, "")
    if given != ALL:
        os.environ[VARIABLE] = os.pathsep.join(part for part in (given, os.path.realpath(file)) if part)


def changed_lines(before: list[str], now: list[str]) -> frozenset[int]:
    """The numbers of the lines that are not as they were."""
    changes: set[int] = set()
    for what, _first, _last, start, end in SequenceMatcher(None, before, now, autojunk=True).get_opcodes():
        if what != "equal":
            changes.update(range(start + 1, end + 1))
    return frozenset(changes)


# What a plugin imports from the player's folder: only what the player has agreed to.


class FolderImports:
    """Stands before Python's own finder, which takes whatever lies there."""

    asks = True

    def __init__(self, trust: Trust) -> None:
        self.trust, self.folder = trust, paths.plugins(trust.choices.home)
        self._held: dict[str, bool] = {}  # places where modules are, for every import asks of all of them

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where the module is. ImportError: only there, and nobody has agreed to it."""
        places = list(sys.path if path is None else path)
        elsewhere = [place for place in places if not self._holds(place)]
        if len(elsewhere) == len(places) or not self.asks:
            return None
        spec = PathFinder.find_spec(name, places, target)
        if spec is None or spec.origin is None or not self._holds(spec.origin):
            return spec
        # It may be run where it belongs to a plugin whose code, as it is now, was agreed to
        file, trusted, listing = os.path.realpath(spec.origin), self.trust.choices.trusted, FolderListing(self.folder)
        plugins = [(path.stem, "folder", str(path)) for path in listing.plugins()]
        plugins += [(key, "package", one.source) for key, one in trusted.items() if one.kind == "package"]
        for plugin, kind, source in plugins:
            named = os.path.realpath(source) in self.trust.named
            maybe = plugin in trusted or self.trust.known or self.trust.choices.mine or named  # as far as is known yet
            code = code_of(kind, source, listing) if maybe else None
            if code is None or file not in map(os.path.realpath, code.files):
                continue
            if self.trust.unknown(plugin, kind, source) is None:
                if isinstance(spec.loader, SourceFileLoader):  # what was compiled before was not looked at
                    spec.loader, spec.cached = PluginFile(name, spec.origin), None
                return spec
        other = PathFinder.find_spec(name, elsewhere, target)
        if other is None or other.origin is None:
            text = _("You have not agreed to run {file}: trust it, or begin the name of a helper with _.")
            raise ImportError(text.format(file=spec.origin), name=name, path=spec.origin)
        return other

    def _holds(self, place: str) -> bool:
        if place not in self._held:
            path = Path(place)
            linked = path.resolve().is_relative_to(self.folder.resolve())
            self._held[place] = linked or path.absolute().is_relative_to(self.folder.absolute())
        return self._held[place]
