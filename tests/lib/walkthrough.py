"""How each level of the game is played well: moves for a player of tests/lib/players.py, one after the other.

Bets, their runs and verdicts are settled between the moves, whenever they come.
"""

import gc
from collections.abc import Sequence
from pathlib import Path

import pygame
import pytest

from downslope.app.app import App
from downslope.attempt.attempt import Attempt
from downslope.attempt.director import Phase
from downslope.boards.pictures.digits_board import DigitsBoard
from downslope.boards.shared.board import pip_mood
from downslope.rules import Marker, places
from downslope.scenes.chapter_end import ChapterCardScene, OneRuleScene, RecapScene
from downslope.scenes.level_map import LevelMapScene
from downslope.scenes.play.card import CardScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.title import TitleScene
from downslope.view.widgets.button import Tile
from lib.hands import strokes
from lib.players import FRAME, Hand, Stranded
from lib.waiting import pause

SLOW = 0.3  # seconds of a frame while nobody does anything
UNTIL = 8  # the last chapter of the journey from the title on


# What is done in each level, with commas between: what is pressed; `name = number`; `name : item of a row`; next, which
# leads to the next part; `draw digit as digit`; `back to step`. (The bet of linear-layers is about another net.)
LINES = Path(__file__).with_name("walkthrough.txt").read_text("utf-8").replace("\n    ", " ").splitlines()
MOVES = dict(line.split(": ", 1) for line in LINES)


def live(scene: PlayScene, name: str) -> bool:
    """There is something of that name, and it can be used."""
    widget = scene.widget(name)
    return widget is not None and widget.live


def play_all(app: App, hands: Sequence[Hand]) -> None:
    """From the title, through all levels and recaps, to the end of the last chapter; the hands take turns, the second
    begins, and the first draws in the end.
    """
    assert isinstance(app.scene, TitleScene)
    hands[0].press("play")
    levels = [place for place in places(app.game.catalog) if place.chapter <= UNTIL]
    for number, place in enumerate(levels):
        hand = hands[(number + 1) % len(hands)]
        assert isinstance(app.scene, PlayScene) and app.scene.level.id == place.level.id, hand.where()
        play_level(hand, place.level.id)
        following = levels[number + 1] if number + 1 < len(levels) else None
        hand.press("next")
        gc.freeze()  # the game looks through what it keeps after each screen: not again through all levels before
        if following is None or following.chapter != place.chapter:
            see_chapter(hand, place.chapter)
            if following is not None:
                assert isinstance(hand.scene, LevelMapScene), hand.where()
                hand.tick(2)
                hand.choose(hand.scene.find(following.level))
                hand.press("play")


def play_level(hand: Hand, level: str) -> None:
    """Its moves, until its card is there."""
    scene = hand.scene
    assert isinstance(scene, PlayScene)
    hand.tick(2)
    settle(hand, scene)
    for move in MOVES[level].split(", "):
        make(hand, scene, move)
        settle(hand, scene)
    if hand.scene is scene:  # a bet that was told last leads there by itself
        hand.press("tile card")
        settle(hand, scene)
    hand.wait(lambda: isinstance(hand.scene, CardScene), f"the card of {level}")


def make(hand: Hand, scene: PlayScene, move: str) -> None:
    attempt = scene.attempt
    match move.split():
        case ["weight", "of", "wire", index, "=", number]:
            hand.wire(int(index), float(number))
        case [*name, "=", number]:
            hand.turn(" ".join(name), float(number))
        case [*name, ":", item]:
            hand.pick(" ".join(name), int(item))
        case ["draw", digit, "as", taken]:
            hand.draw(strokes(0, int(digit)))
            hand.press(f"digit {taken}")
        case ["back", "to", step]:
            while attempt.step > int(step):
                hand.press("tile back")
                settle(hand, scene)
        case ["next"]:
            stage = attempt.session.stage
            hand.press("tile next")
            settle(hand, scene)
            assert attempt.session.stage > stage, hand.where()
        case _:
            hand.press(move)


def settle(hand: Hand, scene: PlayScene, seconds: float = 60.0) -> None:
    """Answer what is asked, read what is told, and wait until nothing moves any more."""
    attempt = scene.attempt
    for _ in range(round(seconds / FRAME)):
        if hand.scene is not scene:
            return
        if attempt.open_bets.open is not None:
            answer(hand, attempt)
        elif attempt.open_bets.offered and live(scene, "tile dare") and not attempt.director.moving:
            hand.press("tile dare")
        elif attempt.playback.running or attempt.playback.moving or attempt.director.moving:
            hand.tick(seconds=SLOW)  # a run goes on, or what was pressed is not told yet
        elif isinstance(scene.board, DigitsBoard) and scene.board.training.running:  # by another process, in real time
            hand.tick()
            pause(0.25)
        else:
            hand.tick()
            return
    raise Stranded(f"it does not come to rest in {seconds:g} seconds: {hand.where()}")


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


def see_chapter(hand: Hand, chapter: int) -> None:
    """Its end on the map, its card, and its recap, every question answered as it is right."""
    hand.wait(lambda: isinstance(hand.scene, ChapterCardScene), f"the card of chapter {chapter}")
    assert isinstance(hand.scene, ChapterCardScene) and hand.scene.number == chapter
    hand.tick(30)
    hand.press("onward")
    while isinstance(hand.scene, OneRuleScene):  # a press begins it, another one ends it
        hand.tick(30)
        hand.press("onward")
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


NEXT = {
    Phase.TRY: {Phase.PLACE, Phase.PLAY},
    Phase.PLACE: {Phase.PLAY},
    Phase.PLAY: {Phase.REACT},
    Phase.REACT: {Phase.VERDICT, Phase.TRY, Phase.PLAY},  # a try that did not win may be followed by the next at once
    Phase.VERDICT: {Phase.HOLD, Phase.TRY},  # after a bet the stage is the player's
    Phase.HOLD: {Phase.TRY, Phase.PLACE, Phase.PLAY, Phase.REACT, Phase.CARD},
    Phase.CARD: set(),
}
LEADS_AWAY = ("back", "tile reset", "start anew", "later", "answer 1", "answer 2", "answer 3")


class Witness:
    """Looks at the screen after each frame, and complains."""

    def __init__(self, scene: PlayScene) -> None:
        self.scene, self.before, self.focus = scene, Phase.TRY, scene.focus
        self.told: tuple[list[tuple[str, str, bool]], object] = ([], None)
        self.faults: list[str] = []

    def look(self, app: App, pressed: bool) -> None:
        scene, attempt, director = self.scene, self.scene.attempt, self.scene.attempt.director
        now, faults = director.state, self.faults
        if now is not self.before and now not in NEXT[self.before]:
            faults.append(f"{self.before} -> {now}")
        if app.scene is scene:
            # while a press is played, what would tell the end is as it was at the press
            frozen = director.pending and attempt.open_bets.open is None
            tiles = [(w.name, w.label, w.primary) for w in scene.widgets if isinstance(w, Tile)]
            told = tiles, director.seen.stars
            if frozen and tiles and self.told[0] and told != self.told:
                faults.append(f"{self.before}: {self.told} became {told}")
            if frozen and pip_mood(attempt) == "happy" and not attempt.met:
                faults.append("he is happy before it is told")
            self.told = self.told if frozen else told
            if not pressed and scene.focus != self.focus and scene.focus in LEADS_AWAY:
                faults.append(f"the keyboard went to {scene.focus} by itself")
            if scene.focus and not live(scene, scene.focus):
                faults.append(f"{now}: the keyboard is at {scene.focus}, which is not there")
        self.before, self.focus = now, scene.focus


def watch(app: App, monkeypatch: pytest.MonkeyPatch) -> dict[str, Witness]:
    """From now on somebody looks after each tick: level id -> the witness of its play screen."""
    witnesses: dict[str, Witness] = {}
    tick = app.tick
    presses = [pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.CONTROLLERBUTTONDOWN,
               pygame.CONTROLLERAXISMOTION]  # fmt: skip

    def watched(seconds: float = 0.0) -> None:
        scene, pressed = app.scene, pygame.event.peek(presses)
        if isinstance(scene, PlayScene):
            witnesses.setdefault(scene.level.id, Witness(scene))
        tick(seconds)
        for witness in witnesses.values():
            if scene is witness.scene:
                witness.look(app, pressed)

    monkeypatch.setattr(app, "tick", watched)
    return witnesses
