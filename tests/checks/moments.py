"""States that every level comes to: opened, a note, hints, bets asked and told, a run's end, its show, the card.

A level is opened once for all states that follow from one another, as a player comes to them.
"""

from collections.abc import Iterator
from typing import Any

from checks.paper import written
from downslope.attempt.game.game import Game
from downslope.attempt.rehearsal import ShowPhase
from downslope.rules import Level, Marker, Question, places
from downslope.scenes.base.scene import Scene
from downslope.scenes.play.card import CardScene, Summary
from downslope.scenes.play.play import PlayScene
from downslope.scenes.play.star_conditions import condition
from downslope.scripts.forms import Written
from lib.driving import FRAME, MemoryStore
from lib.playing import need
from lib.support import shipped
from pictures import drawing
from pictures.plans import DARK, View

PATIENCE = 300  # frames that a run may take to its end
TOLD, LONGER = 3.0, 0.1  # seconds: in which a bet is told; of a frame, where only the end of some is looked at
LONG = 100  # examples: more than so many are trained on for minutes


def opened(level: Level, **settings: Any) -> PlayScene:
    game = Game(MemoryStore(**{"still": False, **settings}), catalog=shipped())
    return PlayScene(game, game.catalog.level(level.id))


def wait(scene: Scene, seconds: float, frame: float = FRAME, look: View = DARK) -> Scene:
    """Let time go by in a window, mostly of the usual size; what comes after it may be another scene."""
    return drawing.goes_on(scene, drawing.canvas_for(scene.game, look), max(1, round(seconds / frame)), frame)


def states(level: Level, turn: int) -> Iterator[tuple[str, Scene]]:
    """Each with its name. By `turn` a bet is answered rightly or not, and half of the show's phases are looked at."""
    play = opened(level)
    yield "opened", wait(play, 0.3, LONGER)
    toasts = play.game.toasts
    toasts.add("What you draw is kept as a file of its own.", "It lies beside the others, and can be opened.")
    yield "note", wait(play, FRAME)
    toasts.shown.clear()
    for _hint in level.hints:
        play.dock.drawer.ask()
    yield "hints", wait(play, 0.2, LONGER)
    yield "task", wait(opened(level, bets=False), 0.3, LONGER)
    for number in bets(level):
        play, right = opened(level), bool((turn + number) % 2)
        play.attempt.open_bets.close()
        play.attempt.open_bets.open = number
        wait(play, 0.6, LONGER)
        yield f"asked {number}", play
        answer(play, number, right)
        yield f"told {'right ' if right else ''}{number}", wait(play, 0.3, LONGER)
    if level.learner is not None and len(level.data()) <= LONG:
        yield "ended", wait(ended(level), 0.5, LONGER)
        yield from shown(level, turn // 2) if turn % 2 else ()
    yield "card", card_shown(level)


def bets(level: Level) -> list[int]:
    """The questions that a strip asks: not those answered on the board, nor calls, which have cards of their own."""
    whens = {number: question.when for number, question in enumerate(level.questions)
             if not (isinstance(question, Question) and question.on_board)}  # fmt: skip
    return [number for number, when in whens.items() if list(whens.values()).count(when) == 1]


def answer(play: PlayScene, number: int, right: bool) -> None:
    """Answer the bet that is open, and wait for its verdict; after a right answer until all of it is told."""
    open_bets = play.attempt.open_bets
    question = open_bets.questions[number]
    answers = [0.4 * question.low + 0.6 * question.high] if isinstance(question, Marker) else question.answers
    open_bets.answer(question.right if right else next(each for each in answers if each != question.right))
    before = play.time
    while open_bets.last is None or (right and play.attempt.director.moving):
        play.update(LONGER)
        assert play.time - before < TOLD + LONGER / 2, f"question {number} of {play.level.id} takes longer"


def ended(level: Level) -> PlayScene:
    """The verdict of the player's first run, with the knobs as they stand."""
    play = opened(level, bets=False)
    play.resize(1280, 720)
    play.do("learn" if "learn" in [tile.name for tile in play.board.tiles()] else "step")
    for _frame in range(PATIENCE // 6):
        if play.update(LONGER) is not play or play.attempt.verdict:
            break
    return play


def shown(level: Level, turn: int) -> Iterator[tuple[str, Scene]]:
    """The machine's show, at two of its phases."""
    play = opened(level, still=True, bets=False)
    wait(play, FRAME)
    play.attempt.ran = True
    if not play.attempt.can_auto:
        return
    play.attempt.auto()
    wait(play, 1.0, LONGER)
    machine = need(play.attempt.machine)
    for phase in list(ShowPhase)[turn % 2 :: 2]:
        machine.jump(phase)
        for _frame in range(PATIENCE // 2):
            wait(play, LONGER, LONGER)
            if machine.phase is phase and (phase is not ShowPhase.ENDS or machine.ended):
                written(play.draw, (1280, 720), play.game.look())  # what was not chosen fades once it was seen
                wait(play, 0.3, LONGER)
                machine.pause()  # while it is looked at
                yield f"show {phase.value}", play
                machine.paused = False
                break


def card_shown(level: Level) -> Scene:
    """The card of a level that was reached well."""
    play, stars = opened(level), (1, 2, 3)
    levels = [place.level for place in places(play.game.catalog)]
    summary = Summary(
        level=level, stars=frozenset(stars), ever=frozenset(stars), count=13, par=level.par, unit=level.par_unit,
        labels=tuple(condition(level, star) for star in stars), ghost=13, errors=[3.0, 2.0, 0.0],
        ghost_errors=[3.0, 1.0], outcome="overshoot", written=lambda: {"python": Written("weight = 1")},
        next_level=[*levels, None][levels.index(level) + 1],
    )  # fmt: skip
    return wait(CardScene(play.game, play, summary), 2.5, LONGER)
