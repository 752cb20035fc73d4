"""Commands in processes of their own: a film in the making, and whether a level or a file that was saved is fair."""

from __future__ import annotations

import json
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..desktop.processes import OwnCommand
from ..i18n import N_, _
from ..registry.crash_marks import PLACE
from ..registry.plugin import CheckRow

FILM_LIMIT = 300  # seconds that it may take
LONGEST = 200  # letters of what it said last


class FilmJob(OwnCommand):
    """`words`: what is filmed, as the command has it."""

    def __init__(self, path: Path, words: Sequence[str]) -> None:
        self.path = path
        super().__init__(["watch", *words, "--out", str(path)], FILM_LIMIT)

    def result(self) -> str | None:
        """"": the film is there; a sentence: why it is not; None: it is still made. Never waits."""
        if self.process is None:
            return _("Films cannot be made here: no process can start.")
        ended = self.exit_result()
        if ended is None:
            return None
        code, _answer, said = ended
        if code == 0:
            return ""
        last = " ".join((said.strip().splitlines() or [""])[-1].split())[:LONGEST]
        return last if code == 2 else _("The film was not made ({error}).").format(error=last)


DUMP = ("Fatal Python error", "Timeout (", "Thread 0x", "Current thread 0x")  # how faulthandler begins to tell
TIMED_OUT = [-int(getattr(signal, name)) for name in ("SIGXCPU", "SIGPROF") if hasattr(signal, name)]
LIMIT = 60  # seconds that a check may take


@dataclass(eq=False)
class CheckReport:
    """What a check in a process of its own says, line by line, and what has ended it before it was through.

    `files`: of the plugin, as far as they are known.
    """

    plugin: str
    files: set[str]
    begun: str | None = None  # the thing that is being checked; empty: all are; None: the plugin is being loaded
    kinds: list[str] = field(default_factory=list)  # of all its things
    failed: str = ""  # why there is nothing to check
    rows: list[dict[str, Any]] = field(default_factory=list)

    def take(self, line: str) -> dict[str, Any] | None:
        """The finding in a line, if it is one. What is cut short is none."""
        try:
            said = json.loads(line)
        except ValueError:
            return None
        if not isinstance(said, dict):
            return None
        self.failed = said.get("failed", self.failed)
        self.begun = said.get("begun", self.begun)
        self.kinds += said.get("kinds", ())
        self.files.update(said.get("files", ()))
        if "rule" not in said:
            return None
        self.rows.append(said)
        return said

    def ending(self, code: int, said: str, limit: float) -> dict[str, Any]:
        """The finding of what ended it: a signal, its time, or an exit of its own."""
        thing = self.begun or f"plugin {self.plugin}".strip()
        place = next((match for match in PLACE.finditer(said) if match["file"] in self.files), None)
        overrun = code in TIMED_OUT or DUMP[1] in said
        if overrun:
            text = _("it took more than {limit:g} s").format(limit=limit)
        elif code < 0:
            text = _("the process was ended by signal {number}").format(number=-code)
        else:
            text = _("the process ended with exit code {code}").format(code=code)
        if place is not None and place["function"] != "<module>":
            text = _("{what} in {function}").format(what=text, function=place["function"])
        file, line = (place["file"], int(place["line"])) if place is not None else ("", 0)
        file = file or (min(self.files) if len(self.files) == 1 else "")
        rule = "check-unfinished" if overrun else "plugin-stopped"
        return {"rule": rule, "severity": "error", "thing": thing, "message": text, "file": file, "line": line}


class CheckCommand(OwnCommand):
    """`arguments`: what is checked, as the command has it."""

    least: tuple[str, ...] = ("error", "warning", "note")  # how grave a finding must be to be told
    tells = True  # where nothing can be checked that is said: it is not that all is well
    files: tuple[str, ...] = ()  # of the plugin, as far as they are known
    useless = N_("The plugin could not be checked: {reason}")

    def __init__(self, arguments: Sequence[str], limit: int) -> None:
        self._limit = limit
        super().__init__(["check", *arguments, "--json"], limit)
        self.unable = self.process is None  # no process can be started here

    def rows(self) -> list[CheckRow] | None:
        """What is wrong, also with the check itself; None: not known yet."""
        if self.unable and self.tells:
            return [CheckRow("error", "", _("It could not be checked: no process can be started here."))]
        if self.process is None:
            return []
        ended = self.exit_result()
        if ended is None:
            return None
        report = CheckReport("", set(self.files))
        code, answer, said = ended
        for line in answer.splitlines():
            report.take(line)
        if report.failed:
            report.rows = [{"severity": "error", "thing": "", "message": _(self.useless).format(reason=report.failed)}]
        elif report.begun != "":
            last = report.ending(code, said, self._limit)
            if not self.tells:
                last = {**last, "thing": "", "message": _(self.useless).format(reason=last["message"])}
            report.rows.append(last)
        rows = (row for row in report.rows if row["severity"] in self.least)
        fields = CheckRow._fields
        return [CheckRow(**{name: value for name, value in row.items() if name in fields}) for row in rows]

    def findings(self) -> list[str] | None:
        """The same, a sentence each."""
        rows = self.rows()
        return None if rows is None else [row_sentence(row) for row in rows]


class LevelCheck(CheckCommand):
    """Of a level that is played: the player reads what is wrong. `file`: where it is, if not in the player's folder."""

    least = ("error",)
    tells = False  # who plays has not asked
    useless = N_("The level could not be checked: {reason}")

    def __init__(self, level: str, limit: int = LIMIT, file: Path | None = None) -> None:
        super().__init__((*([str(file)] if file is not None else []), "--level", level), limit)


class FileCheck(CheckCommand):
    """Of a file that is written: all findings are shown, with their lines."""

    def __init__(self, file: Path, limit: int = LIMIT) -> None:
        self.files = (str(file.absolute()),)
        super().__init__((str(file),), limit)


def row_sentence(row: CheckRow, own: str = "") -> str:
    """Where, of what, and what. `own`: the name of the file that is known anyway; every other one is named."""
    line = _("line {line}: ").format(line=row.line) if row.line else ""
    file = Path(row.file).name
    if file and file != own:
        line = f"{file}, {line}" if line else f"{file}: "
    return f"{line}{row.thing}: {row.message}" if row.thing else f"{line}{row.message}"
