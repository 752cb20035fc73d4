"""Standard output as it may be: closed, or in an old encoding. What cannot be written there is written in ASCII."""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
from contextlib import suppress
from errno import EBADF
from math import isfinite
from typing import Any, TextIO

from ..registry.stdout_guard import answer, say
from .errors import Said

HANDLER = "downslope-plain"
PLAIN = {
    "−": "-", "–": "-", "—": "-", "×": "x", "·": ".", "…": "...", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'",
    "━": "=", "─": "-", "│": "|", "→": "->", "←": "<-", "≤": "<=", "≥": ">=", "±": "+-", "●": "o", "★": "*", "☆": "-",
    "∞": "8", "↗": "^", "∪": "u", "½": "1/2", "²": "2",
}  # fmt: skip


def settle() -> bool:
    """Make the standard streams such that writing to them cannot fail for a character. True: output is closed."""
    for _number in range(3):  # a file that is opened later must not get the number of a stream that is closed
        with suppress(OSError):
            number = os.open(os.devnull, os.O_RDWR)
            if number > 2:
                os.close(number)
            else:
                os.set_inheritable(number, True)  # the same holds for the processes that we start
    codecs.register_error(HANDLER, _plain)
    closed = sys.stdout is None
    if sys.stdout is None:
        sys.stdout = _null_stream()
    if sys.stderr is None:
        sys.stderr = _null_stream()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=HANDLER)
    return closed


def _null_stream() -> TextIO:
    return os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8", closefd=False)  # until the process ends


def closed_output() -> OSError:
    """What writing to a closed output raises."""
    return OSError(EBADF, os.strerror(EBADF))


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_plain_letter, error.object[error.start : error.end])), error.end


def _plain_letter(letter: str) -> str:
    if letter in PLAIN:
        return PLAIN[letter]
    import unicodedata

    bare = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
    return bare if bare.isprintable() and bare else "?"


def print_json(value: Any, indent: int | None = None) -> None:
    """One JSON value on standard output: its letters as they are where they can be written, else escaped.

    A number that is not finite is null: JSON has none of them.
    """
    readable = (answer().encoding or "").lower().replace("_", "-") in ("utf-8", "utf8")
    value, Said.answer = _finite(value), True
    say(json.dumps(value, ensure_ascii=not readable, allow_nan=False, indent=indent))


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _finite(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(part) for part in value]
    return None if isinstance(value, float) and not isfinite(value) else value
