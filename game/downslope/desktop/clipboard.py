"""The system's clipboard: texts that are put there, and the one that lies there."""

from __future__ import annotations

from collections.abc import Callable

import pygame

MISSING = (pygame.error, NotImplementedError, AttributeError)  # there is no clipboard, or no module for it
_writer: Callable[[str], object] | None = None  # of the page that the game is a part of
_reader: Callable[[], object] | None = None


def write_by(writer: Callable[[str], object] | None) -> None:
    """From now on texts are given to this function; None: to the system's clipboard."""
    global _writer
    _writer = writer


def read_by(reader: Callable[[], object] | None) -> None:
    """From now on this function is asked for the text; None: the system's clipboard."""
    global _reader
    _reader = reader


def copy(text: str) -> bool:
    """Put a text there. False: this system has none."""
    if _writer is not None:
        _writer(text)
        return True
    try:
        pygame.scrap.put_text(text)
    except MISSING:
        return False
    return True


def paste() -> str | None:
    """The text that lies there, "" for none. None: this system has no clipboard."""
    if _reader is not None:
        return str(_reader() or "")
    try:
        return str(pygame.scrap.get_text() or "")
    except (*MISSING, ValueError):  # ValueError: it is no text
        return None
