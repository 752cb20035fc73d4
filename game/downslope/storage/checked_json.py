"""JSON with a checksum, for all that the game keeps: a file that was changed by anything but the game is noticed.

The first entry of a file is `"checksum"`: the CRC-32 of all other bytes of the file. Files of 1.0 have none; they are
taken where they hold nothing that 1.0 did not write, so that a checksum whose name was damaged is noticed too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from math import isfinite
from typing import Any
from zlib import crc32

from ..i18n import _

Data = dict[str, Any]
CHECKSUM, BLANK = "checksum", "00000000"
FIRST = re.compile(rb'\A\{\s*"checksum": "([0-9a-f]{8})"')
DIGITS = 18  # of a whole number, at most
DEEPEST = 32  # lists in lists


class Unreadable(ValueError):
    """Not JSON, or not what was expected. The text says what is wrong, as the end of a sentence."""


class NoJson(Unreadable):
    """From this place on."""

    def __init__(self, told: str, line: int, column: int) -> None:
        super().__init__(told)
        self.line, self.column = line, column


def with_checksum(data: Data, indent: int | None = None) -> str:
    """The text of a file. ValueError, TypeError: it holds what JSON cannot."""
    rest = {name: value for name, value in data.items() if name != CHECKSUM}
    text = json.dumps({CHECKSUM: BLANK, **rest}, indent=indent, allow_nan=False) + "\n"
    return text.replace(BLANK, f"{_checksum(text.encode()):08x}", 1)


def has_checksum(raw: bytes) -> bool:
    """Whether the file begins with one."""
    return FIRST.match(raw) is not None


def refuse_changed(raw: bytes, data: Data, old: Collection[str]) -> None:
    """Unreadable: it is not as the game wrote it. `old`: the entries of a file of 1.0, which has no checksum."""
    found = FIRST.match(raw)
    if found is None:
        if not set(data) <= set(old):
            raise Unreadable(_("it has no checksum"))
    elif int(found[1], 16) != _checksum(raw):
        raise Unreadable(_("its checksum does not match: it was changed"))


def _checksum(raw: bytes) -> int:
    found = FIRST.match(raw)
    assert found is not None
    return crc32(raw[found.end(1) :], crc32(raw[: found.start(1)]))


def parse(raw: bytes, finite: bool = True) -> Any:
    """What the bytes say. Unreadable: they are no JSON, or hold what no file of ours does. `finite`: no NaN either."""
    try:
        data = json.loads(
            raw.decode(), parse_int=_whole, parse_float=_finite if finite else None,
            parse_constant=_no_constant if finite else None,
        )  # fmt: skip
    except json.JSONDecodeError as error:
        told = _("not valid JSON from line {line}, column {column}").format(line=error.lineno, column=error.colno)
        raise NoJson(told, error.lineno, error.colno) from error
    except RecursionError as error:
        raise Unreadable(_("it is nested too deeply")) from error
    except ValueError as error:
        raise Unreadable(str(error)) from error
    _refuse_deep(data)
    return data


def _whole(text: str) -> int:
    if len(text.lstrip("-")) > DIGITS:
        raise ValueError(_("a number has more than {most} digits").format(most=DIGITS))
    return int(text)


def _finite(text: str) -> float:
    value = float(text)
    return value if isfinite(value) else _no_constant(text)


def _no_constant(name: str) -> float:
    raise ValueError(_("{name} is not a number").format(name=name[:40]))


def _refuse_deep(data: object) -> None:
    layer = [data]
    for _depth in range(DEEPEST):
        layer = [value for part in layer for value in _inside(part)]
        if not layer:
            return
    raise Unreadable(_("it is nested too deeply"))


def _inside(part: object) -> list[object]:
    """The lists and objects in a list or an object."""
    values = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return [value for value in values if isinstance(value, (dict, list))]
