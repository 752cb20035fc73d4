"""Where the files lie that a level names: CSV tables, pictures. In the folder of its own file, or in its pack."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from ..storage.files import read_file


class FilesBeside(Protocol):
    """What a level's file finds beside it, by plain names."""

    def read(self, name: str, most: int) -> bytes:
        """All of a file. OSError: there is none, it cannot be read, it has more than `most` bytes."""


class FolderBeside:
    """The folder in which the file of levels lies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str, most: int) -> bytes:
        """All of a file of the folder."""
        return read_file(self.folder / name, most)
