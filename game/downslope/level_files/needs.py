"""Which other plugins a file of levels needs: `needs = ["careful", "warmer>=0.2"]`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ..i18n import N_
from ..storage.errors import Refused
from ..storage.files import read_file
from .positions import nearest_line, positions

if TYPE_CHECKING:
    from ..rules.level import Level
    from .level_draft import LevelDraft


# ---------------------------------------------------------------------------------------------------------------------
# Where the files lie that a level names: CSV tables, pictures. In the folder of its own file, or in its pack.


class SiblingFiles(Protocol):
    """What a level's file finds beside it, by plain names."""

    def read(self, name: str, most: int) -> bytes:
        """All of a file. OSError: there is none, it cannot be read, it has more than `most` bytes."""


class SiblingFolder:
    """The folder in which the file of levels lies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str, most: int) -> bytes:
        """All of a file of the folder."""
        return read_file(self.folder / name, most)


FORM = re.compile(r"(?P<plugin>[A-Za-z0-9][A-Za-z0-9_-]{0,79})\s*(>=\s*(?P<least>[0-9][0-9A-Za-z.+-]{0,39}))?")
NUMBERS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){0,9}")
MOST = 20
NAMES = ("metric", "beside", "learner")  # fields that name one, and knobs that choose one


class PluginNeed(NamedTuple):
    """A plugin by its name, and the version that it must at least have; empty: any."""

    plugin: str
    least: str = ""


def needs_in(table: Mapping[str, Any], text: str = "") -> tuple[PluginNeed, ...]:
    """Those that a file names. Refused: it is no such list."""
    given = table.get("needs", [])
    found = [FORM.fullmatch(one.strip()) for one in given if isinstance(one, str)] if isinstance(given, list) else []
    if not isinstance(given, list) or len(given) > MOST or len(found) < len(given) or None in found:
        sentence = N_("needs is {value}; allowed: a list of plugins, such as {example}.")
        line = nearest_line(positions(text), "needs")
        raise Refused(sentence, line, value=f"{given!r:.60}", example='["careful", "warmer>=0.2"]')
    return tuple(PluginNeed(each["plugin"], each["least"] or "") for each in found if each is not None)


def needs_with(written: Iterable[PluginNeed], drafts: Iterable[LevelDraft | Refused]) -> tuple[PluginNeed, ...]:
    """Those that are written, and the plugins whose metrics and learners the levels name: "careful/gentle"."""
    found = {need.plugin: need for need in written}
    for draft in drafts:
        for name in () if isinstance(draft, Refused) else _names(draft.level):
            plugin, slash, _thing = str(name).partition("/")
            if slash and FORM.fullmatch(plugin):
                found.setdefault(plugin, PluginNeed(plugin))
    return tuple(found.values())


def _names(level: Level) -> Iterator[object]:
    """Its metrics and learners, in each of its stages, and those that the player may choose."""
    for fields in ({name: getattr(level, name) for name in NAMES}, *level.stages):
        yield from (fields[name] for name in NAMES if name in fields)
    for knob in (*level.knobs, *(knob for stage in level.stages for knob in stage.get("knobs", ()))):
        if knob.name in NAMES:
            yield from knob.stops


def is_least(version: str, least: str) -> bool:
    """Whether a version is that one or a later one: number by number; `0.2rc1` comes before `0.2`."""
    return _order(version) >= _order(least)


def _order(version: str) -> tuple[tuple[int, ...], bool]:
    found = NUMBERS.match(version.removeprefix("v"))
    if found is None:
        return (), False
    numbers = [int(part) for part in found[0].split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()  # 1.0 is 1
    rest = version.removeprefix("v")[found.end() :].lstrip(".-_").lower()
    return tuple(numbers), not rest.startswith(("a", "b", "c", "rc", "dev", "pre"))
