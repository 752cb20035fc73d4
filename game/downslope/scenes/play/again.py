"""A level made anew, and what had been done in it done again: after its screen broke."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...engine.run import SAMPLE
from ...i18n import _
from ...rules.actions import Learn
from ...view.draw.time_slice import TimeSlice
from .play import PlayScene

if TYPE_CHECKING:
    from ...attempt.game.game import Game
    from ...rules.actions import Action
    from ...rules.level import Level
    from ...rules.session import Session

PATIENCE = 1.5  # seconds for doing it


def level_again(before: PlayScene, level: Level | None = None) -> tuple[PlayScene, int, int]:
    """The new screen, how many actions were done again, and of how many. `level`: its newer version."""
    play = PlayScene(before.game, level or before.level)
    return play, *redo_actions(play, before)


def redo_actions(play: PlayScene, before: PlayScene) -> tuple[int, int]:
    """What had been done in a level is done in a new screen of it: how many actions, and of how many."""
    attempt, earlier = play.attempt, before.attempt
    time, done, actions = TimeSlice(PATIENCE), 0, list(earlier.session.actions)
    for action in actions:
        if time.left <= 0 or _takes_long(attempt.session, action):
            break
        if not attempt.through(partial(attempt.session.do, action)):
            break
        done += 1
    attempt.open_bets.answered.update(earlier.open_bets.answered)
    attempt.open_bets.given.update(earlier.open_bets.given)
    attempt.ran, attempt.hints = earlier.ran, earlier.hints
    attempt.watched, attempt.replayed = earlier.watched, earlier.replayed
    attempt.playback.jump(attempt.session.count)
    return done, len(actions)


class LevelAgain(PlayScene):
    """A level in its newer version, with what had been done `before`; what could not be done again is told."""

    def __init__(self, game: Game, before: PlayScene, level: Level) -> None:
        super().__init__(game, level)
        done, wanted = redo_actions(self, before)
        if done < wanted:
            text = _("{left} of {all} actions could not be repeated.").format(left=wanted - done, all=wanted)
            game.toasts.add(text, icon="undo")


def _takes_long(session: Session, action: Action) -> bool:
    """A training on thousands of examples is not made a second time while the player waits."""
    return isinstance(action, Learn) and len(session.run.examples) > SAMPLE
