"""`downslope check` in a process of its own: is the level that was opened, or the file that was saved, fair?"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path

from ..i18n import _
from .own_command import OwnCommand

TIMED_OUT = "Timeout ("  # how faulthandler begins to say that time was up
LIMIT = 60  # seconds that a check may take


class CheckCommand(OwnCommand):
    """`arguments`: what is checked, as the command has it."""

    least: tuple[str, ...] = ("error",)  # how grave a finding must be to be told

    def __init__(self, arguments: Sequence[str], limit: int) -> None:
        self._limit = limit
        super().__init__(["check", *arguments, "--json"], limit)

    @property
    def number(self) -> int:
        """Of the process; 0: there is none."""
        return self.process.pid if self.process is not None else 0

    def findings(self) -> list[str] | None:
        """What is wrong, a sentence each, also with the check itself; None: not known yet."""
        if self.process is None:
            return []  # where no process can be started there are no findings
        ended = self.exit_result()
        if ended is None:
            return None
        found = _sentences(ended.answer, self.least)
        if ended.code == 0:
            return found
        if TIMED_OUT in ended.said:
            return [_("The level could not be checked within {limit} s.").format(limit=self._limit)]
        if ended.code == 1 and found:
            return found
        told = _("The level could not be checked: the check ended with exit code {code}. {last}")
        return [told.format(code=ended.code, last=ended.last).strip()]


class LevelCheck(CheckCommand):
    """Of a level that is played: what is wrong is told. `file`: where it is, if not in the player's folder."""

    def __init__(self, level: str, limit: int = LIMIT, file: Path | None = None) -> None:
        super().__init__((*([str(file)] if file is not None else []), "--level", level), limit)


class FileCheck(CheckCommand):
    """Of a file that is written: all that is found is told, with its line."""

    least = ("error", "warning", "note")

    def __init__(self, file: Path, limit: int = LIMIT) -> None:
        super().__init__((str(file),), limit)
        self.unable = self.process is None

    def findings(self) -> list[str] | None:
        """That nothing was checked is not that all is well."""
        return [_("It could not be checked: no process can be started here.")] if self.unable else super().findings()


def _sentences(answer: str, graves: Collection[str]) -> list[str]:
    """What a check has found that is so grave; none where it has no answer."""
    try:
        rows = [row for row in json.loads(answer) if row["severity"] in graves]
        lines = [_("line {line}: ").format(line=row["line"]) if row["line"] else "" for row in rows]
        return [f"{line}{row['thing']}: {row['message']}" for line, row in zip(lines, rows)]
    except (ValueError, TypeError, KeyError):
        return []
