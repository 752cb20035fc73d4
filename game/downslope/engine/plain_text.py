"""Text of strangers as it may be shown: no control character, no escape, no half of a letter, nothing that turns the
direction of what stands around it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from reprlib import Repr
from typing import Any, TypeVar

# Kept of the invisible ones: what joins emoji, and letters of some scripts.
JOINERS = "\u200c\u200d"
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
DEEPEST = 6  # how deep within each other things with texts are looked through
NUMBERS = (float, int, bool)
Thing = TypeVar("Thing")
SHORT = Repr()
SHORT.maxother = SHORT.maxstring = 60


def plain(text: str) -> str:
    """The text; what stands for a space is one, what cannot be seen is left out, half a letter is "?"."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_letter, text))


def short_repr(value: object) -> str:
    """What it is, in at most 60 letters; only the beginning of a long list is looked at."""
    return f"{SHORT.repr(value):.60}"


def unmarked_lines(text: str) -> str:
    """The same of a text in which lines may end."""
    found = "\n".join(plain(line) for line in text.split("\n"))
    return text if found == text else found


def _letter(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind not in UNSEEN or letter in JOINERS:
        return letter
    if kind == "Cs":
        return "?"
    return " " if letter.isspace() else ""


def plain_object(thing: Thing) -> Thing:
    """A thing all of whose texts are plain: itself where they are; numbers and code are left as they are."""
    found: Thing = _plain_object(thing, DEEPEST)
    return found


def _plain_object(thing: Any, deep: int) -> Any:
    if type(thing) in NUMBERS:
        return thing  # of these there may be very many
    found: Any = thing
    whole: Any = thing  # whatever the checks below make of its type
    if type(thing) is str:
        found = unmarked_lines(thing)
    elif not deep or isinstance(thing, type):
        pass
    elif type(thing) in (list, tuple):
        new = [_plain_object(item, deep - 1) for item in thing]
        found = type(thing)(new) if any(a is not b for a, b in zip(new, thing, strict=True)) else thing
    elif isinstance(thing, tuple) and hasattr(thing, "_replace"):
        found = _changed(whole, dict(zip(whole._fields, whole, strict=True)), deep, lambda to: whole._replace(**to))
    elif type(thing) is dict:
        pairs = {_plain_object(key, deep - 1): _plain_object(value, deep - 1) for key, value in thing.items()}
        same = len(pairs) == len(thing) and all(a is b for a, b in zip(pairs.values(), thing.values(), strict=True))
        found = thing if same and list(pairs) == list(thing) else pairs
    elif is_dataclass(thing):
        values = {field.name: getattr(thing, field.name) for field in fields(thing) if field.init}
        found = _changed(whole, values, deep, lambda to: replace(whole, **to))
    return found


def _changed(thing: Any, values: Mapping[str, Any], deep: int, to: Any) -> Any:
    new = {name: _plain_object(value, deep - 1) for name, value in values.items()}
    new = {name: value for name, value in new.items() if value is not values[name]}
    return to(new) if new else thing
