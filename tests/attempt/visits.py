"""A visit to a level without a window: an attempt in a game that keeps nothing."""

from typing import Any

from downslope import Level
from downslope.attempt.attempt import Attempt
from downslope.attempt.director import PlayRequest
from downslope.attempt.game.game import Game
from downslope.rules import Action, Turn
from lib.driving import MemoryStore
from lib.listening import Spy
from lib.support import shipped
from rules.levels import small as small

FRAME = 1 / 60


class Board:
    """What the director asked of it; it has come to rest where `rests`."""

    def __init__(self, rests: bool = True, seconds: float = 0.0) -> None:
        self.asked: list[Any] = []
        self.rests, self.seconds = rests, seconds
        self.react = self.asked.append

    def anchor(self, number: int, answer: str | float) -> None:
        return None

    def begin(self, show: PlayRequest) -> float:
        self.asked.append(show.kind)
        return self.seconds

    def at_rest(self) -> bool:
        return self.rests


def visit(level: Level | str, *start: Action, **settings: Any) -> Attempt:
    game = Game(MemoryStore(**settings), catalog=shipped())
    game.player_feedback.sound = Spy()
    return Attempt(game, shipped().level(level) if isinstance(level, str) else level, start)


def go_on(attempt: Attempt, *what: float | str | Action) -> Attempt:
    """One after the other: so many seconds go by, on the stage and for what is told of it; a method is called; a knob
    is turned; another action is done."""
    for each in what:
        if isinstance(each, str):
            getattr(attempt, each)()
        elif isinstance(each, Turn):
            attempt.turn(*each)
        elif isinstance(each, tuple):
            attempt.act(each)
        for _frame in range(round(each / FRAME) if isinstance(each, (int, float)) else 0):
            attempt.update(FRAME)
            attempt.director.update(FRAME)
            attempt.game.player_feedback.update(FRAME)
    return attempt


def notes(attempt: Attempt) -> list[str]:
    """What was said in the corner since this was asked last."""
    toasts = attempt.game.toasts
    said = [toast.title for toast in (*toasts.shown, *toasts.waiting)]
    toasts.shown, toasts.waiting = [], []
    return said
