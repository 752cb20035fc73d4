"""The light markup of texts, "Alpha [alpha:9]", as runs for one line of `canvas.rich`. Paragraphs of it: markup.py."""

from __future__ import annotations

from .markup import pieces, plain

__all__ = ["plain", "runs"]


def runs(text: str, default: str = "text") -> list[tuple[str, str]]:
    """(string, name of a colour) for each piece; what has no mark gets the default."""
    return [(string, hue or default) for string, hue in pieces(text)]
