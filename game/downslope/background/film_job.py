"""A film in the making: `downslope watch --out FILE` in a process of its own, while the game goes on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..desktop.processes import OwnCommand
from ..i18n import _

LIMIT = 300  # seconds that it may take


class FilmJob(OwnCommand):
    """`words`: what is filmed, as the command has it."""

    def __init__(self, path: Path, words: Sequence[str]) -> None:
        self.path = path
        super().__init__(["watch", *words, "--out", str(path)], LIMIT)

    def result(self) -> str | None:
        """"": the film is there; a sentence: why it is not; None: it is still made. Never waits."""
        if self.process is None:
            return _("Films cannot be made here: no process can start.")
        ended = self.exit_result()
        if ended is None:
            return None
        if ended.code == 0:
            return ""
        return ended.last if ended.code == 2 else _("The film was not made ({error}).").format(error=ended.last)
