"""Moments that every level comes to: it is opened, hints are asked for, bets are asked and told, a run has ended.

Each is a plan like those of the reference pictures, so that its screens can be looked at in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from downslope.attempt.game.game import Game
from downslope.rules.campaign import places
from downslope.rules.level import Level
from downslope.rules.question import Marker, Question
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.card import CardScene, Summary
from downslope.scenes.play.play import PlayScene
from downslope.scenes.play.star_conditions import condition
from pictures.drawing import FRAME
from pictures.plans import Plan
from support import shipped

PATIENCE = 900  # frames that a run may take to its end
LONG = 100  # examples: more than so many are trained on for minutes


def moments() -> Iterator[Plan]:
    """Named by level and moment: "thirteen told 0"."""
    for place in places(shipped()):
        level = place.level
        yield Plan(f"{level.id} opened", opened(level.id), "PlayScene", (0.3,))
        hints = tuple("hint" for _hint in level.hints)
        yield Plan(f"{level.id} hint", opened(level.id), "PlayScene", (0.1, *hints, 0.2))
        for number in bets(level):
            yield Plan(f"{level.id} asked {number}", asked(level.id, number), "PlayScene", (0.6,))
            yield Plan(f"{level.id} told {number}", told(level.id, number), "PlayScene", (0.3,))
        if level.learner is not None and len(level.data()) <= LONG:
            yield Plan(f"{level.id} ended", ended(level.id), "PlayScene", (0.5,))
        yield Plan(f"{level.id} card", card(level), "CardScene", (2.5,))


def bets(level: Level) -> list[int]:
    """The questions that a strip asks: not those that a knob answers, nor calls, which have cards of their own."""
    whens = [question.when for question in level.questions]
    strips = [n for n, question in enumerate(level.questions) if not (isinstance(question, Question) and question.knob)]
    return [number for number in strips if whens.count(whens[number]) == 1]


def opened(name: str) -> Callable[[Game], PlayScene]:
    def make(game: Game) -> PlayScene:
        return PlayScene(game, game.catalog.level(name))

    return make


def asked(name: str, number: int) -> Callable[[Game], PlayScene]:
    """A bet is on the screen."""

    def make(game: Game) -> PlayScene:
        play = opened(name)(game)
        play.attempt.open_bets.close()
        play.attempt.open_bets.open = number
        return play

    return make


def told(name: str, number: int) -> Callable[[Game], PlayScene]:
    """The verdict of a bet that was wrong."""

    def make(game: Game) -> PlayScene:
        play = asked(name, number)(game)
        question = play.attempt.open_bets.questions[number]
        answers = [0.4 * question.low + 0.6 * question.high] if isinstance(question, Marker) else question.answers
        wrong = next(answer for answer in answers if answer != question.right)
        play.attempt.open_bets.answer(wrong)
        for _frame in range(PATIENCE):
            if play.attempt.open_bets.last is not None:
                break
            play.update(FRAME)
        return play

    return make


def ended(name: str) -> Callable[[Game], Scene]:
    """The verdict of the player's first run, with the knobs as they stand."""

    def make(game: Game) -> Scene:
        game.settings.bets = False
        play = opened(name)(game)
        play.resize(1280, 720)
        tiles = [tile.name for tile in play.board.tiles()]
        play.do("learn" if "learn" in tiles else "step")
        for _frame in range(PATIENCE):
            if play.update(FRAME) is not play or play.attempt.verdict:
                break
        return play

    return make


def card(level: Level) -> Callable[[Game], Scene]:
    """The card of a level that was reached well."""

    def make(game: Game) -> Scene:
        play = opened(level.id)(game)
        levels = [place.level for place in places(game.catalog)]
        following = levels[levels.index(level) + 1] if level is not levels[-1] else None
        summary = Summary(
            level=level, code="8-8", stars=frozenset((1, 2, 3)), ever=frozenset((1, 2, 3)),
            labels=tuple(condition(level, star) for star in (1, 2, 3)), count=13, par=level.par,
            unit=level.par_unit, ghost=13, errors=[3.0, 2.0, 0.0], ghost_errors=[3.0, 1.0], outcome="overshoot",
            insight=level.insight, script="weight = 1", next_level=following,
        )  # fmt: skip
        return CardScene(game, play, summary)

    return make
