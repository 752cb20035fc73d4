"""`downslope check` in a process of its own: is the level that was opened, or the file that was saved, fair?"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path

from ..desktop.processes import OwnCommand
from ..i18n import N_, _
from ..registry.crash_marks import PLACE
from ..registry.plugin import CheckRow

TIMED_OUT = "Timeout ("  # how faulthandler begins to say that time was up
LIMIT = 60  # seconds that a check may take


class CheckCommand(OwnCommand):
    """`arguments`: what is checked, as the command has it."""

    least: tuple[str, ...] = ("error", "warning", "note")  # how grave a finding must be to be told
    tells = True  # where nothing can be checked that is said: it is not that all is well
    failed = N_("The plugin could not be checked: the check ended with exit code {code}. {last}")

    def __init__(self, arguments: Sequence[str], limit: int) -> None:
        self._limit = limit
        super().__init__(["check", *arguments, "--json"], limit)
        self.unable = self.process is None  # no process can be started here

    @property
    def number(self) -> int:
        """Of the process; 0: there is none."""
        return self.process.pid if self.process is not None else 0

    def rows(self) -> list[CheckRow] | None:
        """What is wrong, also with the check itself; None: not known yet."""
        if self.unable and self.tells:
            return [CheckRow("error", "", _("It could not be checked: no process can be started here."))]
        if self.process is None:
            return []
        ended = self.exit_result()
        if ended is None:
            return None
        found = _rows(ended.answer, self.least)
        if ended.code == 0:
            return found
        if TIMED_OUT in ended.said:
            function, line = self.place(ended.said)
            return [CheckRow("error", "", self.overran(function), line)]
        if ended.code == 1 and found:
            return found
        text = _(self.failed).format(code=ended.code, last=ended.last)
        return [CheckRow("error", "", text.strip())]

    def findings(self) -> list[str] | None:
        """The same, a sentence each."""
        rows = self.rows()
        return None if rows is None else [row_sentence(row) for row in rows]

    def overran(self, function: str) -> str:
        """What is said where its time was up."""
        if not function:
            return _("The check took longer than {limit} s and was ended.").format(limit=self._limit)
        text = _("The check took longer than {limit} s and was ended in {function}.")
        return text.format(limit=self._limit, function=function)

    def place(self, said: str) -> tuple[str, int]:
        """In which function and line it was, as far as that is known."""
        return "", 0


class LevelCheck(CheckCommand):
    """Of a level that is played: what is wrong is told. `file`: where it is, if not in the player's folder."""

    least = ("error",)
    tells = False  # who plays has not asked
    failed = N_("The level could not be checked: the check ended with exit code {code}. {last}")

    def __init__(self, level: str, limit: int = LIMIT, file: Path | None = None) -> None:
        super().__init__((*([str(file)] if file is not None else []), "--level", level), limit)

    def overran(self, function: str) -> str:
        return _("The level could not be checked within {limit} s.").format(limit=self._limit)


class FileCheck(CheckCommand):
    """Of a file that is written: all that is found is told, with its line."""

    def __init__(self, file: Path, limit: int = LIMIT) -> None:
        self.file = file
        super().__init__((str(file),), limit)

    def place(self, said: str) -> tuple[str, int]:
        found = (each for each in PLACE.finditer(said) if Path(each["file"]).name == self.file.name)
        last = next(found, None)  # the innermost comes first
        return (last["function"], int(last["line"])) if last is not None else ("", 0)


def _rows(answer: str, graves: Collection[str]) -> list[CheckRow]:
    """What a check has found that is so grave; none where it has no answer."""
    try:
        rows = [row for row in json.loads(answer) if row["severity"] in graves]
        return [CheckRow(row["severity"], row["thing"], row["message"], row["line"], row["file"]) for row in rows]
    except (ValueError, TypeError, KeyError):
        return []


def row_sentence(row: CheckRow, own: str = "") -> str:
    """Where, of what, and what. `own`: the name of the plugin's file; another one, as packs have, is named."""
    line = _("line {line}: ").format(line=row.line) if row.line else ""
    file = Path(row.file).name
    if own and file and file != own:
        line = f"{file}, {line}" if line else f"{file}: "
    return f"{line}{row.thing}: {row.message}" if row.thing else f"{line}{row.message}"
