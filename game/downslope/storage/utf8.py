"""Bytes of a file as text: all that players write is UTF-8, and what is not is told with its line."""

from __future__ import annotations

from ..i18n import N_
from .errors import Refused


def text_in(content: bytes, file: str, coding: str = "utf-8") -> str:
    """Refused: it is no UTF-8, and where. `coding`: utf-8-sig where a mark may stand at its beginning."""
    try:
        return content.decode(coding)
    except UnicodeDecodeError as error:
        whole, start = error.object, error.start
        line = whole.count(b"\n", 0, start) + 1
        raise Refused(N_("{file} is not UTF-8: byte {byte}."), line, file=file, byte=hex(whole[start])) from None
