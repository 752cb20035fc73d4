"""Texts of a plugin in other languages: where its files of words are, and its things with these texts.

`jackets.nb.toml` beside `jackets.py` or `jackets.toml`; in a pack or a package `words/nb.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from ..engine.plain_text import unmarked_lines
from ..i18n import N_, AuthorText, bring
from ..level_files.field_lines import nearest_line, positions
from ..level_files.pack import InPack
from ..level_files.reading import table_in, text_of
from ..level_files.to_toml import quote
from ..paths import FolderListing
from ..rules import Knob, Level, Question
from ..storage.files import Refused, read_file, unreadable
from .plugin import Plugin

LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
MOST = 5_000  # texts
LETTERS = 2_000  # of one


def words_in(text: str) -> dict[str, str]:
    """Text -> what it is called there; those that are not translated yet are left out. Refused: with the line."""
    table = table_in(text)
    if len(table) > MOST:
        raise Refused(N_("{count} texts; allowed: {most}."), count=len(table), most=MOST)
    for key, value in table.items():
        if not isinstance(value, str) or len(value) > LETTERS:
            allowed = f"a text of at most {LETTERS} letters"
            lines = positions(text)
            raise Refused(N_("{key} is {value}; allowed: {allowed}."), nearest_line(lines, key), key=f"{key!r:.60}",
                          value=f"{value!r:.60}", allowed=allowed)  # fmt: skip
    return {unmarked_lines(key): unmarked_lines(value) for key, value in table.items() if value}


def complete_words(before: str, texts: Iterable[str]) -> str:
    """The file with each text that it lacks, to be filled in; what stands there stays as it is. Refused: no TOML."""
    known: Mapping[str, object] = table_in(before)
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    lines = [f'{quote(text)} = ""' for text in missing]
    head = before if not before or before.endswith("\n") else f"{before}\n"
    return head + "".join(f"{line}\n" for line in lines)


OwnWords = dict[str, dict[str, str]]  # text -> language -> the text there
FOLDER = "words"  # in a pack, and beside a package's file
LARGEST = 1_000_000  # bytes
TEXTS = ("title", "brief", "caption", "insight")  # fields of a level that are read
LISTS = ("hints",)


def words_of(plugin: Plugin, listing: FolderListing | None = None) -> tuple[OwnWords, list[Refused]]:
    """Its texts in other languages; what is wrong with a file of them, which is left out.

    `listing`: of the folder in which many plugins lie that are looked at now.
    """
    words: OwnWords = {}
    wrong: list[Refused] = []
    pack = plugin.beside if isinstance(plugin.beside, InPack) else None
    files: dict[str, Path] = {}  # by language; within a zip there is none of its own
    file = Path(next(iter(sorted(plugin.files)), ""))
    if pack is not None:
        names = [name for name in pack.files.names if name.startswith(f"{FOLDER}/")]
        files = {Path(name).stem: pack.files.place / name for name in names}
    elif plugin.kind == "package":
        files = {path.stem: path for path in sorted((file.parent / FOLDER).glob("*.toml"))}
    elif plugin.kind == "folder" and file.name:
        beside = listing if listing is not None and listing.folder == file.parent else FolderListing(file.parent)
        files = beside.texts.get(file.stem, {})
    for language, path in files.items():
        if not LANGUAGE.fullmatch(language):
            continue
        try:
            try:
                content = pack.files.read(f"{FOLDER}/{path.name}", LARGEST) if pack else read_file(path, LARGEST)
            except OSError as error:
                raise unreadable(path.name, error) from None
            for text, translation in words_in(text_of(content, path.name)).items():
                words.setdefault(text, {})[language] = translation
            bring([language])
        except Refused as refused:
            wrong.append(refused.within(str(path)))
    return words, wrong


def with_words(value: Any, words: OwnWords) -> Any:
    """The same, each text in it that has a translation as one that knows it."""
    if isinstance(value, str):
        return AuthorText(value, words[value]) if value in words else value
    if isinstance(value, Mapping):
        return {key: with_words(one, words) for key, one in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_replace"):
        named: Any = value
        return named._replace(**{name: with_words(one, words) for name, one in named._asdict().items()})
    if type(value) in (list, tuple):
        return type(value)(with_words(one, words) for one in value)
    if is_dataclass(value) and not isinstance(value, type) and hasattr(value, "__dict__"):
        new = {each.name: with_words(getattr(value, each.name), words) for each in fields(value) if each.init}
        changed = {name: one for name, one in new.items() if one is not getattr(value, name)}
        return replace(value, **changed) if changed else value
    return value


def texts_in(given: Mapping[str, Any]) -> Iterator[str]:
    """Of the fields of a level, a stage or a variant."""
    for name in TEXTS:
        yield str(given.get(name, ""))
    for name in LISTS:
        yield from map(str, given.get(name, ()))
    yield from (str(word) for word in given.get("words", {}).values())
    for knob in given.get("knobs", ()):
        yield knob.title if isinstance(knob, Knob) else ""
    for asked in (*given.get("questions", ()), *given.get("recap", ())):
        yield asked.text
        if isinstance(asked, Question):
            yield from map(str, (*asked.answers, *asked.notes))
        yield asked.why
        if isinstance(asked.level, Level):
            yield from texts_in(vars(asked.level))
    examples = given.get("examples", ())
    yield from (example.label for example in (examples if type(examples) in (list, tuple) else ()))
    for stage in given.get("stages", ()):
        yield from texts_in(stage)
    for stops in given.get("variants", {}).values():
        for changes in stops.values():
            yield from texts_in(changes)
