"""Text of strangers as it may be shown: no control character, no escape, no half of a letter, nothing that turns the
direction of what stands around it."""

from __future__ import annotations

import unicodedata
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
    letters = []
    for letter in text:
        kind = unicodedata.category(letter)
        if kind not in UNSEEN or letter in JOINERS:
            letters.append(letter)
        elif kind == "Cs":
            letters.append("?")
        elif letter.isspace():
            letters.append(" ")
    return "".join(letters)


def short_repr(value: object) -> str:
    """What it is, in at most 60 letters; only the beginning of a long list is looked at."""
    return f"{SHORT.repr(value):.60}"


def unmarked_lines(text: str) -> str:
    """The same of a text in which lines may end."""
    lines = "\n".join(plain(line) for line in text.split("\n"))
    return text if lines == text else lines


def plain_object(thing: Thing, deep: int = DEEPEST) -> Thing:
    """A thing all of whose texts are plain: itself where they are; numbers and code are left as they are."""
    one: Any = thing
    if not deep or type(one) in NUMBERS or isinstance(one, type):  # of numbers there may be very many
        return thing
    plain_copy: Any = thing
    if type(one) is str:
        plain_copy = unmarked_lines(one)
    elif type(one) in (list, tuple):
        new = [plain_object(item, deep - 1) for item in one]
        plain_copy = type(one)(new) if any(a is not b for a, b in zip(new, one, strict=True)) else one
    elif type(one) is dict:
        pairs = {plain_object(key, deep - 1): plain_object(value, deep - 1) for key, value in one.items()}
        same = list(pairs) == list(one) and all(a is b for a, b in zip(pairs.values(), one.values(), strict=True))
        plain_copy = one if same else pairs
    elif is_dataclass(one) or (isinstance(thing, tuple) and hasattr(thing, "_replace")):
        whole: Any = thing  # whatever the checks above make of its type
        names = [field.name for field in fields(whole) if field.init] if is_dataclass(whole) else whole._fields
        after = {name: plain_object(getattr(whole, name), deep - 1) for name in names}
        changed = {name: value for name, value in after.items() if value is not getattr(whole, name)}
        plain_copy = (replace if is_dataclass(whole) else type(whole)._replace)(whole, **changed) if changed else whole
    return plain_copy  # type: ignore[no-any-return]


def jump_place(file: str, line: int) -> str:
    """`file:line: `, as editors jump to; empty where neither is known."""
    if not file:
        return ""
    return f"{file}:{line}: " if line else f"{file}: "
