"""A level of a plugin is checked in the background while it is played: what is wrong with it becomes a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...background.level_check import LevelCheck

if TYPE_CHECKING:
    from .play_screen import PlayScreen

MOST = 2  # sentences that are told


class PluginCheck:
    """`running`: the check, until it has said what it found; None for what was checked before it was shipped."""

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.running = LevelCheck(play.level.id) if play.level.plugin and play.game.strip is None else None

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
