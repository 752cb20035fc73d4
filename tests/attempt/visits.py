"""A visit to a level without a window: an attempt in a game that keeps nothing."""

from __future__ import annotations

from typing import Any

from downslope import Example, Knob, Level, Near
from downslope.attempt.attempt import Attempt
from downslope.attempt.game.game import Game
from downslope.rules.actions import Action
from driving import MemoryStore
from support import shipped

FRAME = 1 / 60


def small(**fields: Any) -> Level:
    """One weight, one example: from 0 to 1. With alpha 1 it is there at once, with .5 each step halves the miss."""
    given: dict[str, Any] = {
        "title": "Small", "examples": [Example(1, 1)], "weights": [0.0], "alpha": 0.5, "target": Near(0.1),
        "knobs": [Knob("alpha", 0.01, 2.0), Knob("weight", -1.0, 2.0)],
    } | fields  # fmt: skip
    return Level("small", **given)


def visit(level: Level | str, *start: Action, **settings: Any) -> Attempt:
    game = Game(MemoryStore(**settings), catalog=shipped())
    return Attempt(game, shipped().level(level) if isinstance(level, str) else level, start)


def go_on(attempt: Attempt, seconds: float = 1.0) -> Attempt:
    """Time goes by, on the stage and for what is told of it."""
    for _frame in range(round(seconds / FRAME)):
        attempt.update(FRAME)
        attempt.director.update(FRAME)
    return attempt


def notes(attempt: Attempt) -> list[str]:
    """What was said in the corner since this was asked last."""
    toasts = attempt.game.toasts
    said = [toast.title for toast in (*toasts.shown, *toasts.waiting)]
    toasts.shown, toasts.waiting = [], []
    return said
