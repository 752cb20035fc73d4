"""A level of a plugin is checked in the background while it is played: what is wrong with it becomes a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...attempt.game.level_source import file_elsewhere, has_no_file
from ...background.level_check import LevelCheck

if TYPE_CHECKING:
    from .shared.play_screen import PlayScreen

MOST = 2  # sentences that are told


class PluginCheck:
    """`running`: the check, until it has said what it found; None for what was checked before it was shipped."""

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.running = self._begin() if play.level.plugin and play.game.strip is None else None

    def _begin(self) -> LevelCheck | None:
        """None: no other process has it."""
        game, level = self.play.game, self.play.level
        return None if has_no_file(game, level) else LevelCheck(level.id, file=file_elsewhere(game, level))

    def update(self) -> None:
        """Say what was found; asked now and then."""
        findings = self.running.findings() if self.running is not None and int(self.play.time * 4) % 2 else None
        if findings is not None:
            self.running = None
            for sentence in findings[:MOST]:
                self.play.game.toasts.fault(sentence)

    def stop(self) -> None:
        if self.running is not None:
            self.running.stop()
            self.running = None
