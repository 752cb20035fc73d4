"""A text in TOML as levels. No code of it ever runs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from ..i18n import N_
from ..schema.forms import LEVELS, OF_THE_FILE, VERSION, LevelDraft, SiblingFiles, draft_of
from ..storage.errors import Refused
from ..storage.files import text_in
from .positions import nearest_line, positions

BYTES = 262_144  # of a file
NUMBERS = 200_000  # in a file
DEEPEST = 100  # tables and lists within each other
BARE = re.compile(r"=\s*[^\W\d]")  # a word without quotes where a value is wanted


def text_of(content: bytes, name: str) -> str:
    """The text of a file. Refused: it is too long, or no UTF-8."""
    if len(content) > BYTES:
        raise Refused(N_("{file} has {count} bytes; allowed: {most}."), file=name, count=len(content), most=BYTES)
    return text_in(content, name, "utf-8-sig")  # some editors begin a file with a mark


def read_levels(text: str, beside: SiblingFiles | None = None) -> Iterator[LevelDraft]:
    """Every level of the text. Refused: it is no TOML, or no file of levels. `beside`: where its CSV files lie."""
    yield from levels_in(table_in(text), text, beside)


def levels_in(table: Mapping[str, Any], text: str, beside: SiblingFiles | None = None) -> Iterator[LevelDraft]:
    """The same of a text that was read already."""
    several = table.get("levels")
    if several is None:
        yield draft_of(table, beside)
        return
    if not (isinstance(several, list) and all(isinstance(one, dict) for one in several)):
        raise Refused(N_("levels is not a list of tables; write [[levels]]."), _line_of(text, "levels"))
    if len(several) > LEVELS:
        raise Refused(N_("It has {count} levels; allowed: {most}."), count=len(several), most=LEVELS)
    others = set(table) - {*OF_THE_FILE, "levels"}
    if others:
        name = min(others)
        sentence = N_("{name} is outside [[levels]]; it belongs inside one of them.")
        raise Refused(sentence, _line_of(text, name), name=name)
    yield from (draft_of(one, beside) for one in several)


WORD = r"""(?:(?<![\w-])[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""
DOTTED = re.compile(rf"(?:{WORD}){{{DEEPEST}}}")  # a key of so many parts: tomllib's time grows as their square


def table_in(text: str) -> dict[str, Any]:
    """The table that a text is. Refused: the line where it is no TOML, or it is of a later form."""
    try:
        if DOTTED.search(text):
            raise RecursionError
        table = tomllib.loads(text)
        count = count_numbers(table)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        reason = str(error).split(" (at")[0]
        line = int(place[1]) if place else text.count("\n") + 1
        if reason == "Invalid value" and BARE.search(text.splitlines()[line - 1]):
            quotes = N_('{reason}: put text in quotes, as in title = "Tea".')
            raise Refused(quotes, line, reason=reason) from None
        raise Refused("{reason}.", line, reason=reason) from None
    except (RecursionError, ValueError):
        raise Refused(N_("It is nested too deeply, or has a number with too many digits.")) from None
    version = table.get("downslope", VERSION)
    if version != VERSION:
        sentence = N_("downslope is {version}; this game reads form {known}.")
        raise Refused(sentence, _line_of(text, "downslope"), version=repr(version)[:40], known=VERSION)
    if count > NUMBERS:
        raise Refused(N_("It has more than {most} numbers."), most=NUMBERS)
    return table


def count_numbers(given: Any) -> int:
    """How many numbers a table holds. RecursionError: it is nested so deep that nothing of it can be looked at."""
    count, rest = 0, [(given, 0)]
    while rest:
        one, depth = rest.pop()
        if depth > DEEPEST:
            raise RecursionError(depth)
        if isinstance(one, (dict, list)):
            rest += ((part, depth + 1) for part in (one.values() if isinstance(one, dict) else one))
        else:
            count += 1
    return count


def _line_of(text: str, key: str) -> int:
    return nearest_line(positions(text), key)
