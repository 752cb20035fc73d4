"""A game for who only looks on: all is as in the other, but nothing that happens in it is counted, kept or heard."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from ...desktop.sound import Sound
from ...storage.progress import Progress
from ...storage.settings import Settings
from ...view.widgets.toast import Toasts
from .feedback import RunFeedback

if TYPE_CHECKING:
    from .game import Game


class SpectatorStore:
    """The settings of another store, and a progress that nobody keeps."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.progress = Progress()
        self.faults: list[str] = []

    def save(self) -> None:
        """Nothing: what is seen in a show is not the player's."""

    def set_for_visit(self, name: str, value: object) -> None:
        """As in the other store, which is not asked to keep it."""
        setattr(self.settings, name, value)


def spectator(game: Game) -> Game:
    """Levels, controls and look are the other game's; progress, notes and sound are its own."""
    assert game.catalog is not None  # loaded for both
    watcher = copy(game)
    watcher.store, watcher.counts = SpectatorStore(game.settings), False
    watcher.toasts = Toasts()
    watcher.sound = Sound(_silent, _silent, _silent)
    watcher.player_feedback = RunFeedback(watcher.sound, lambda: game.settings.still)
    return watcher


def follow(found: Game, game: Game) -> None:
    """The window or the look of the other game may have changed."""
    found.scale, found.theme = game.scale, game.theme


def _silent() -> float:
    return 0.0
