"""The machine's show of a level with nothing to press: a reel has it, and who takes it over is at the level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .play import PlayScene

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...attempt.game.game import Game
    from ...rules.actions import Action
    from ...rules.level import Level


class BareShow(PlayScene):
    """`over` tells when it has ended; `take_over` makes it a visit to the level. Nothing is counted before that."""

    bare = True

    def __init__(self, game: Game, level: Level, replay: Sequence[Action] | None = None) -> None:
        super().__init__(game, level, True, replay)

    @property
    def over(self) -> bool:
        """The show has ended, and its end has stood for a while."""
        machine = self.attempt.machine
        return machine is None or machine.over

    def take_over(self) -> None:
        """It becomes the player's visit, from the step that is looked at."""
        self.bare = False
        self.game.progress.last_level = self.level.id
        self.do("take")
        self.relayout()
