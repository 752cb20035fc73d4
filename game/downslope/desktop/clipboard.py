"""The system's clipboard: texts that are put there, and the one that lies there."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

MISSING = (RuntimeError, AttributeError)  # there is no clipboard, or no module for it; pygame's error is the first
writer: Callable[[str], object] | None = None  # of the page that the game is a part of: it is given the text
reader: Callable[[], object] | None = None  # of the same: it is asked for the text


def copy(text: str) -> bool:
    """Put a text there. False: this system has none."""
    if writer is not None:
        writer(text)
        return True
    try:
        import_module("pygame").scrap.put_text(text)  # not before: commands of the terminal load nothing that draws
    except MISSING:
        return False
    return True


def paste() -> str | None:
    """The text that lies there, "" for none. None: this system has no clipboard."""
    if reader is not None:
        return str(reader() or "")
    try:
        return str(import_module("pygame").scrap.get_text() or "")
    except (*MISSING, ValueError):  # ValueError: it is no text
        return None
