"""The lines of a plugin's source, numbered as Python numbers them, and as they can be shown."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from ..engine.plain_text import plain
from ..storage.files import read_file

TAB = 4  # columns


def lines_of_text(text: str) -> list[str]:
    """Only line breaks part them: a form feed between two classes counts no line."""
    return [plain(line.rstrip("\n").expandtabs(TAB)) for line in StringIO(text, newline=None)]


def read_lines(file: Path | str) -> list[str]:
    """The lines of a source file; none where it cannot be read."""
    try:
        return lines_of_text(read_file(Path(file)).decode(errors="replace"))
    except (OSError, ValueError):
        return []
