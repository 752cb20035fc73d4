"""The system's clipboard: texts that are put there, and the one that lies there."""

from __future__ import annotations

import pygame


def copy(text: str) -> bool:
    """Put a text there. False: this system has none."""
    try:
        pygame.scrap.put_text(text)
    except pygame.error:
        return False
    return True


def paste() -> str | None:
    """The text that lies there, "" for none. None: this system has no clipboard."""
    try:
        return str(pygame.scrap.get_text() or "")
    except (pygame.error, ValueError):  # ValueError: it is no text
        return None
