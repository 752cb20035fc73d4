"""Which other plugins a file of levels needs, and what of theirs its levels name.

`needs = ["careful", "warmer>=0.2"]`; sent away `needs = [{ name = "careful", version = "0.2", page = "..." }]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..i18n import N_
from ..rules import Catalog, key_of
from ..storage.files import Refused, read_file

if TYPE_CHECKING:
    from ..rules import Level
    from .reading import LevelDraft


@dataclass(eq=False)
class SiblingFolder:
    """The folder in which the file of levels lies. `was_read`: another file of it was."""

    folder: Path
    was_read: bool = False

    def read(self, name: str, most: int) -> bytes:
        """All of a file of the folder."""
        self.was_read = True
        return read_file(self.folder / name, most)


FORM = re.compile(r"(?P<plugin>[A-Za-z0-9][A-Za-z0-9_-]{0,79})\s*(>=\s*(?P<least>[0-9][0-9A-Za-z.+-]{0,39}))?")
PAGE = re.compile(r"https?://[!-~]{1,200}")
NUMBERS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){0,9}")
MOST = 20
NAMES = ("metric", "beside", "learner")  # fields that name one, and knobs that choose one
PARTS = ("stages", "knobs", "questions", "recap", "actions", "levels", "recording", "solution", "ghost")  # with such
NAMING = (*NAMES, "stops", "start", "value", "variants", "level", *PARTS)  # what is looked at of a level and its parts


class PluginNeed(NamedTuple):
    """A plugin by its name. `least`: the version that it must at least have; empty: any.

    page    where it can be had      thing   what of it is named: "careful/gentle"
    """

    plugin: str
    least: str = ""
    page: str = ""
    thing: str = ""


def needs_in(table: Mapping[str, Any], text: str = "") -> tuple[PluginNeed, ...]:
    """Those that a file names. Refused: it is no such list."""
    given = table.get("needs", [])
    needs, wrong = list[PluginNeed](), not isinstance(given, list) or len(given) > MOST
    for one in () if wrong else given:  # each as it is written, in a text or a table
        row = one if isinstance(one, dict) else {"name": one}
        texts = row.keys() <= {"name", "version", "page"} and all(isinstance(value, str) for value in row.values())
        name, least, page = (str(row.get(key, "")).strip() for key in ("name", "version", "page"))
        match = FORM.fullmatch(f"{name}>={least}" if least else name) if texts else None
        if match is None or (page and not PAGE.fullmatch(page)):
            wrong = True
            break
        needs.append(PluginNeed(match["plugin"], match["least"] or "", page))
    if wrong:
        from .field_lines import nearest_line, positions  # only asked where there is a fault

        sentence = N_("needs is {value}; allowed: a list of up to {most} plugins, such as {example}.")
        values = {"value": f"{given!r:.60}", "most": MOST, "example": '["careful", "warmer>=0.2"]'}
        raise Refused(sentence, nearest_line(positions(text), "needs"), **values)
    return tuple(needs)


def needs_with(written: Iterable[PluginNeed], drafts: Iterable[LevelDraft | Refused]) -> tuple[PluginNeed, ...]:
    """Those that are written, and the plugins whose metrics and learners the levels name: "careful/gentle"."""
    needs = {need.plugin: need for need in written}

    def note(_field: str, name: str) -> str:
        plugin, slash, _thing = name.partition("/")
        if slash and FORM.fullmatch(plugin):
            need = needs.setdefault(plugin, PluginNeed(plugin))
            needs[plugin] = need._replace(thing=need.thing or name)
        return name

    for draft in drafts:
        if not isinstance(draft, Refused):
            rename_things(vars(draft.level), note)
    return tuple(needs.values())


def full_names(catalog: Catalog, plugin: str, needs: dict[str, PluginNeed]) -> Callable[[str, str], str]:
    """The full name of what a level of this plugin names; whose it is, where it is not shipped, goes into `needs`."""

    def full(field: str, name: str) -> str:
        things: Mapping[str, object] = catalog.learners if field == "learner" else catalog.metrics
        try:
            key = key_of(things, name, plugin)
        except KeyError:
            return name
        owner, slash, _name = key.rpartition("/")
        if slash:
            version, page = catalog.makers.get(owner, ("", ""))
            least = version if FORM.fullmatch(f"{owner}>={version}") else ""
            needs[owner] = PluginNeed(owner, least, page if PAGE.fullmatch(page) else "")
        return key

    return full


def outgoing_level(level: Level, catalog: Catalog) -> tuple[Level, dict[str, PluginNeed]]:
    """A level as it is sent away, where other plugins are: with full names, and the plugins that it needs."""
    needs: dict[str, PluginNeed] = {}
    sent: Level = _rename_part(level, full_names(catalog, level.plugin, needs))
    return replace(sent, id=level.id.rpartition("/")[2]), needs  # the plugin's name is no part of it


def need_tables(needs: Mapping[str, PluginNeed]) -> list[dict[str, str]]:
    """As a file or a code has them."""
    rows = ({"name": need.plugin, "version": need.least, "page": need.page} for need in needs.values())
    return [{name: value for name, value in row.items() if value} for row in rows]


def rename_things(fields: Mapping[str, Any], name_of: Callable[[str, str], str]) -> dict[str, Any]:
    """The fields of a level or a part of one, each metric and learner as `name_of` its field and its name says."""
    renamed = dict(fields)
    chosen = fields.get("name", fields.get("knob"))  # of a knob, of one that is turned
    for field, value in [(field, fields[field]) for field in NAMING if field in fields]:
        if field in NAMES and isinstance(value, str):
            renamed[field] = name_of(field, value)
        elif field in ("stops", "start", "value") and chosen in NAMES:
            many = isinstance(value, (list, tuple))
            names = [name_of(chosen, one) if isinstance(one, str) else one for one in (value if many else [value])]
            renamed[field] = type(value)(names) if many else names[0]
        elif field == "variants" and isinstance(value, Mapping):
            named = {knob: name_of if knob in NAMES else lambda _knob, stop: stop for knob in value}
            renamed[field] = {
                knob: {named[knob](knob, stop): rename_things(changes, name_of) for stop, changes in stops.items()}
                for knob, stops in value.items()
            }
        elif field in PARTS and isinstance(value, (list, tuple)):
            renamed[field] = type(value)(_rename_part(part, name_of) for part in value)
        elif field == "level":
            renamed[field] = _rename_part(value, name_of)
    return renamed


def _rename_part(part: Any, name_of: Callable[[str, str], str]) -> Any:
    """The same of an object, of a table, of an action as a file has it: ["turn", "learner", "gentle"]."""
    if isinstance(part, Mapping):
        return rename_things(part, name_of)
    if isinstance(part, list) and len(part) > 2 and part[1] in NAMES and isinstance(part[2], str):
        return [*part[:2], name_of(part[1], part[2]), *part[3:]]
    if not is_dataclass(part) and not hasattr(part, "_asdict"):
        return part
    fields = part._asdict() if hasattr(part, "_asdict") else vars(part)
    changed = {name: one for name, one in rename_things(fields, name_of).items() if one != fields[name]}
    return part._replace(**changed) if hasattr(part, "_asdict") else replace(part, **changed) if changed else part


def version_order(version: str) -> tuple[tuple[int, ...], bool]:
    """By which a version is that one or a later one: number by number; `0.2rc1` comes before `0.2`."""
    match = NUMBERS.match(version.removeprefix("v"))
    if match is None:
        return (), False
    numbers = [int(part) for part in match[0].split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()  # 1.0 is 1
    rest = version.removeprefix("v")[match.end() :].lstrip(".-_").lower()
    return tuple(numbers), not rest.startswith(("a", "b", "c", "rc", "dev", "pre"))
