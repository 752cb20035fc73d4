"""How each level of the game is played well: moves for a player of tests/players.py, one after the other.

Bets, their runs and verdicts are settled between the moves, whenever they come.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import NamedTuple

from downslope.app.app import App
from downslope.attempt.attempt import Attempt
from downslope.boards.pictures.digits_board import DigitsBoard
from downslope.rules.campaign import places
from downslope.rules.question import Marker
from downslope.scenes.chapter_end import ChapterCardScene, OneRuleScene, RecapScene
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.card import CardScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.title import TitleScene
from hands import strokes
from players import FRAME, Hand, Stranded
from waiting import until

SLOW = 0.3  # seconds of a frame while nobody does anything
UNTIL = 8  # the last chapter of the journey from the title on


class Move(NamedTuple):
    """do: turn (widget, number), wire (its index, number), press (widget), pick (widget, item), next,
    back (press the widget until step `number` is looked at), draw (digit `number`, and say that it is a `widget`).
    """

    do: str
    widget: str = ""
    number: float = 0.0


def turn(widget: str, number: float) -> Move:
    return Move("turn", widget, number)


def wire(index: int, weight: float) -> Move:
    return Move("wire", str(index), weight)


def drawn(digit: int, said: int) -> Move:
    return Move("draw", f"digit {said}", digit)


def press(widget: str) -> Move:
    return Move("press", widget)


def pick(widget: str, item: int) -> Move:
    return Move("pick", widget, item)


SEND, PROBE, STOP, METRIC = (press(f"tile {name}") for name in ("send", "probe", "stop", "metric"))
RESET, PASS = press("tile reset"), press("tile pass")
LEARN, STEP, TAKE = (press(f"tile {name}") for name in ("learn", "step", "take"))
NEXT = Move("next")


def trained(*alphas: float) -> list[Move]:
    """A pass with each."""
    return [move for alpha in alphas for move in (turn("knob alpha", alpha), STEP)]


DONE, ALL_DIGITS = STOP, [drawn(digit, digit) for digit in range(10)]
CALLS = [press(f"call {n} {way}") for n, way in enumerate(("down", "up", "down", "up", "up"), 1)]

MOVES: dict[str, tuple[Move, ...]] = {
    "double-it": (turn("weight", 2.0), NEXT, NEXT),
    "a-hundredth": (turn("weight", 0.01), SEND),
    "seven": (turn("weight", 0.65), STOP),
    "below-zero": (turn("weight", -1.5), SEND, NEXT),
    "one-knob-two-days": (press("card 3"), turn("weight", 1.5), SEND),
    "in-the-dark": (turn("weight", 1.55), PROBE),
    "plus-and-minus": (turn("weight", 1.0), PROBE, NEXT, METRIC, turn("weight", 0.6), PROBE, STOP),
    "the-grump": (METRIC, press("tile roll"), NEXT, METRIC, press("tile roll")),
    "no-perfect-answer": (turn("weight", 1.5), PROBE, STOP),
    "warmer": (*[press("tile hotter")] * 3, NEXT, turn("knob alpha", 0.1), LEARN),
    "stuck-steps": (turn("knob alpha", 0.8), STEP, turn("knob alpha", 0.4), STEP,
                    turn("knob alpha", 0.1), STEP),
    "which-way": (*CALLS, press("slot 1"), press("tile of delta"), press("slot 2"),
                  press("tile of input"), STEP),
    "dead-wire": (pick("call 1", 1), pick("call 2", 2), press("tile rehearse"), NEXT,
                  pick("call 4", 2), pick("call 5", 0), press("tile rehearse")),
    "hands-off": (turn("knob alpha", 1.4), LEARN),
    "thirteen": (turn("knob alpha", 9), LEARN),
    "goldilocks": (turn("knob alpha", 0.2), LEARN, NEXT, turn("knob alpha", 0.25), LEARN),
    "overshoot": (turn("knob alpha", 1.0), LEARN, NEXT, LEARN),
    "runaway": (Move("back", "tile back", 8), TAKE, turn("knob alpha", 0.2), LEARN),
    "two-recipes": (turn("knob alpha", 0.1), LEARN, NEXT, turn("knob alpha", 0.125), LEARN),
    "orbit": (STEP, turn("knob alpha", 1.2), STEP),
    "one-step": (turn("alpha 1", 11.1), turn("alpha 2", 4), turn("alpha 3", 0.826),
                 turn("alpha 4", 0.25), turn("alpha 5", 0.00907), STEP, NEXT,
                 turn("knob alpha", 0.0625), STEP),
    "sealed-box": (STEP, turn("knob alpha", 0.391), STEP),
    "three-neurons": (turn("knob alpha", 0.47), LEARN),
    "toes": (turn("knob alpha", 0.014), LEARN, NEXT, turn("knob alpha", 0.0135), LEARN),
    "freeze-the-toes": (press("needle 1"), LEARN),
    "valley": (turn("knob alpha", 0.6), LEARN, NEXT, turn("knob beta", 0.6), LEARN),
    "streetlights": (turn("knob alpha", 0.4), LEARN),
    "noisy-lights": (turn("knob alpha", 0.2), *[PASS] * 5, turn("knob alpha", 0.05), LEARN),
    "the-wall": (LEARN, RESET, LEARN, RESET, LEARN, press("wire 3"), turn("knob alpha", 0.3), LEARN),
    "hidden-four": (turn("knob alpha", 0.5), LEARN),
    "all-zeros": (turn("knob spread", 1), LEARN, NEXT, wire(1, -0.3), LEARN),
    "dead-relu": (wire(3, 2), wire(7, 2), LEARN),
    "linear-layers": (RESET, press("bend 2"), LEARN),  # its bet is about another net, which stands there till then
    "stop-in-time": (turn("pass", 20), PROBE, turn("pass", 80), PROBE, turn("pass", 320), PROBE,
                     turn("pass", 75), PROBE, STOP, STOP),
    "edge-by-hand": (*[press(f"cell {n}") for n in (1, 1, 3, 4, 4, 6, 7, 7, 9)], PROBE),
    "edge-learned": (pick("knob picture", 2), turn("knob alpha", 1.0), LEARN),
    "ten-neurons": (*trained(0.01, 0.003, 0.001),),
    "kernels": (turn("knob kernels", 16), *trained(0.05, 0.02), STEP, DONE, NEXT,
                pick("knob shifts", 1), *trained(0.1, 0.05, 0.01), STEP, STEP, DONE),
    "read-my-hand": (*ALL_DIGITS, NEXT, drawn(1, 7)),
}  # fmt: skip


def play_all(app: App, hands: Sequence[Hand]) -> None:
    """From the title, through all levels and recaps, to the end of the last chapter; the hands take turns."""
    assert isinstance(app.scene, TitleScene)
    hands[0].press("play")
    levels = [place for place in places(app.game.catalog) if place.chapter <= UNTIL]
    for number, place in enumerate(levels):
        hand = hands[number % len(hands)]
        assert isinstance(app.scene, PlayScene) and app.scene.level.id == place.level.id, hand.where()
        play_level(hand, place.level.id)
        following = levels[number + 1] if number + 1 < len(levels) else None
        hand.press("next")
        gc.freeze()  # the game looks through what it keeps after each screen: not again through all levels before
        if following is None or following.chapter != place.chapter:
            see_chapter(hand, place.chapter)
            answer_recap(hand)
            if following is not None:
                open_stop(hand, following.level.id)


def play_level(hand: Hand, level: str) -> None:
    """Its moves, until its card is there."""
    scene = hand.scene
    assert isinstance(scene, PlayScene)
    hand.tick(2)
    settle(hand, scene)
    for move in MOVES[level]:
        make(hand, scene, move)
        settle(hand, scene)
    if hand.scene is scene:  # a bet that was told last leads there by itself
        hand.press("tile card")
        settle(hand, scene)
    hand.wait(lambda: isinstance(hand.scene, CardScene), f"the card of {level}")


def make(hand: Hand, scene: PlayScene, move: Move) -> None:
    attempt = scene.attempt
    if move.do == "turn":
        hand.turn(move.widget, move.number)
    elif move.do == "wire":
        hand.wire(int(move.widget), move.number)
    elif move.do == "press":
        hand.press(move.widget)
    elif move.do == "pick":
        hand.pick(move.widget, int(move.number))
    elif move.do == "draw":
        hand.draw(strokes(0, int(move.number)))
        hand.press(move.widget)
    elif move.do == "back":
        while attempt.step > move.number:
            hand.press(move.widget)
            settle(hand, scene)
    else:
        stage = attempt.session.stage
        hand.press("tile next")
        settle(hand, scene)
        assert attempt.session.stage > stage, hand.where()


def settle(hand: Hand, scene: PlayScene, seconds: float = 60.0) -> None:
    """Answer what is asked, read what is told, and wait until nothing moves any more."""
    attempt = scene.attempt
    for _ in range(round(seconds / FRAME)):
        if hand.scene is not scene:
            return
        if attempt.open_bets.open is not None:
            answer(hand, attempt)
        elif attempt.open_bets.offered and hand.has("tile dare") and not attempt.director.moving:
            hand.press("tile dare")
        elif _moves(scene):
            hand.tick(seconds=SLOW)
        elif isinstance(scene.board, DigitsBoard) and scene.board.training.running:
            follow(hand, scene.board)
        else:
            hand.tick()
            return
    raise Stranded(f"it does not come to rest in {seconds:g} seconds: {hand.where()}")


def follow(hand: Hand, board: DigitsBoard) -> None:
    """Another process trains, and needs real time."""

    def rests() -> bool:
        hand.tick()
        return not board.training.running

    until(rests, "the end of the training", pause=0.25)


def _moves(scene: PlayScene) -> bool:
    """A run goes on, or what was pressed is not told yet."""
    attempt, playback = scene.attempt, scene.attempt.playback
    return playback.running or playback.moving or attempt.director.moving


def answer(hand: Hand, attempt: Attempt) -> None:
    """Bet on what is right."""
    number = attempt.open_bets.open
    assert number is not None
    hand.tick(2)  # the strip is there
    question = attempt.open_bets.questions[number]
    if isinstance(question, Marker):
        hand.turn("marker", question.right)
        if attempt.open_bets.open == number:  # Enter drops what was typed
            hand.press("drop it")
    else:
        hand.press(f"answer {attempt.open_bets.order(number).index(question.right) + 1}")
    assert attempt.open_bets.answered[number], question.text


def open_stop(hand: Hand, level: str) -> None:
    """A level, from the map."""
    scene = hand.scene
    assert isinstance(scene, LevelMapScene), hand.where()
    hand.tick(2)
    hand.choose(scene.find(scene.game.catalog.level(level)))
    hand.press("play")


def see_chapter(hand: Hand, chapter: int) -> None:
    """Its end on the map, until its card leads to the recap."""
    assert isinstance(hand.scene, LevelMapScene), hand.where()
    hand.wait(lambda: isinstance(hand.scene, ChapterCardScene), f"the card of chapter {chapter}")
    assert isinstance(hand.scene, ChapterCardScene) and hand.scene.number == chapter
    hand.tick(30)
    hand.press("onward")
    while isinstance(hand.scene, OneRuleScene):  # a press begins it, another one ends it
        hand.tick(30)
        hand.press("onward")


def answer_recap(hand: Hand) -> None:
    scene = hand.scene
    assert isinstance(scene, RecapScene), hand.where()
    hand.tick(2)
    while scene.active is not None:
        number = scene.active
        right = scene.order_of(number).index(scene.questions[number].right)
        hand.press(f"answer {('one', 'two', 'three', 'four', 'five', 'six')[right]}")
        hand.tick(20)
        assert scene.answers[str(number)], scene.questions[number].text
    hand.press("leave")
    assert isinstance(hand.scene, LevelMapScene), hand.where()
