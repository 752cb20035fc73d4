"""A level of a plugin is checked in the background while it is played: what is wrong with it becomes a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...background.level_check import LevelCheck

if TYPE_CHECKING:
    from .play import PlayScene

MOST = 2  # sentences that are told


class PluginCheck:
    """Shipped levels are checked before they are shipped."""

    def __init__(self, play: PlayScene) -> None:
        self.play = play
        self._check = LevelCheck(play.level.id) if play.level.plugin else None

    def update(self) -> None:
        """Say what was found; asked now and then."""
        findings = self._check.findings() if self._check is not None and int(self.play.time * 4) % 2 else None
        if findings is not None:
            self._check = None
            for sentence in findings[:MOST]:
                self.play.game.toasts.fault(sentence)

    def stop(self) -> None:
        if self._check is not None:
            self._check.stop()
            self._check = None
