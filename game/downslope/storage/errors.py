"""What is brought in from outside and cannot be used is refused in one sentence: file, place, what is expected."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from ..i18n import _, translate


class Refused(ValueError):
    """A sentence that is translated, or its template and values for who shows it later.

    `line`: of the plugin's file that is meant, or 0. `file`: another one than the plugin's own.
    """

    file = ""

    def __init__(self, template: str, line: int = 0, **values: object) -> None:
        super().__init__(template.format(**values) if values else template)
        self.template, self.line = template, line
        self.values: dict[str, object] = values

    def __str__(self) -> str:
        """The sentence, in the player's language."""
        return translate(self)

    def within(self, file: str) -> Self:
        """The same, of that file."""
        self.file = file
        return self


def invalid_file(path: Path, place: str, value: object, expected: str) -> Refused:
    """`digits.csv, line 3: 65 columns; expected 65`. An empty place: the file as a whole."""
    where = f"{path.name}, {place}" if place else path.name
    return Refused(_("{where}: {found}; expected {expected}").format(where=where, found=value, expected=expected))
