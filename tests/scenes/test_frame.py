"""The frame of the play screen: in every state of every level, in every window, nothing lies over anything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from pygame import Rect as Box

from checks.faults import cut, over, small
from checks.moments import LONG, bets
from checks.paper import written
from downslope.attempt.playback.round_plan import ShowPhase
from downslope.rules.question import Marker
from downslope.scenes.play.play import PlayScene
from downslope.view.draw.canvas import scale_of
from downslope.view.draw.rects import meets
from downslope.view.format.measure import measure
from downslope.view.widgets.panel import NOTHING, Group, Panel, Placeholder, fits, only
from driving import FRAME
from playing import opened, screen, wait
from support import campaign

pytestmark = pytest.mark.usefixtures("display")
SIZES = (((1280, 720), 1.0), ((1280, 720), 1.5), ((960, 540), 1.5), ((2560, 1440), 1.0), ((800, 360), 1.0))
EDGE = 16.0  # of the window: nothing stands nearer to it


def fresh(level: str) -> PlayScene:
    return screen(opened(level))


def states(level: str) -> Iterator[tuple[str, PlayScene]]:
    """What a level comes to: the start, hints, a note, each bet asked, run and told, a run's verdict, a show."""
    play = fresh(level)
    yield "start", play
    for number in range(len(play.dock.drawer.hints)):
        play.dock.drawer.ask()
        yield f"hint {number}", play
    play = fresh(level)
    play.game.toasts.add("What you draw is kept as a file of its own.", "It lies beside the others, and can be opened.")
    yield "note", play
    yield from bets_of(level)
    yield from ended(level)
    yield from shown(level)


def bets_of(level: str) -> Iterator[tuple[str, PlayScene]]:
    """Each bet asked, and told when it has run."""
    for number in bets(fresh(level).level):
        driver = opened(level)
        play = screen(driver)
        question = play.attempt.open_bets.questions[number]
        play.attempt.open_bets.open = number
        wait(driver, FRAME)
        yield f"asked {number}", play
        play.attempt.open_bets.answer(question.right if isinstance(question, Marker) else question.answers[-1])
        for _frame in range(900):
            if play.attempt.open_bets.last is not None and not play.attempt.director.moving:
                break
            wait(driver, FRAME)
        yield f"told {number}", play


def ended(level: str) -> Iterator[tuple[str, PlayScene]]:
    """Learn, to its end."""
    driver = opened(level, bets=False)
    play = screen(driver)
    if play.level.learner is None or len(play.level.data()) > LONG:
        return
    play.attempt.learn()
    for _frame in range(1200):
        wait(driver, FRAME)
        if play.dock.first == "verdict":
            yield "verdict", play
            return


def shown(level: str) -> Iterator[tuple[str, PlayScene]]:
    """The machine's show, phase by phase."""
    driver = opened(level, bets=False)
    play = screen(driver)
    play.attempt.ran = True
    if len(play.level.data()) > LONG or not play.attempt.can_auto:
        return
    play.attempt.auto()
    wait(driver, 1.0)
    machine = play.attempt.machine
    assert machine is not None
    for phase in ShowPhase:
        machine.jump(phase)
        for _frame in range(400):
            wait(driver, FRAME)
            if machine.phase is phase and (phase is not ShowPhase.ENDS or machine.ended):
                break
        if machine.phase is phase:
            written(play.draw, (1280, 720), play.game.look())  # what was not chosen fades once it was seen
            wait(driver, 0.3)
            yield f"show {phase.value}", play


def resized(play: PlayScene, size: tuple[int, int], text: float) -> None:
    play.game.settings.text = text
    play.game.scale = play.game.controls.scale = scale_of(*size)
    for _again in range(2):  # what is asked has come up
        play.resize(size[0] / play.game.scale, size[1] / play.game.scale, play.game.scale)
        play.request_layout()
        play.dock.follow(0.0)
    play.place_notes()


def parts(play: PlayScene) -> list[tuple[str, tuple[float, float, float, float]]]:
    """What stands on the screen: top bar, each panel of the board that is seen, tiles, dock."""
    board = [panel for panel in play.board.panels if panel.rect[2] > 0 and panel.rect[3] > 0]
    told = [(type(panel).__name__, panel.rect) for panel in board
            if type(panel) not in (Panel, Placeholder) and not sheet_of(panel, board)]  # fmt: skip
    bar = ("top bar", (0.0, 0.0, play.width, play.room[1] - 1))
    dock = [("dock", play.dock.rect)] if play.dock.first else []
    return [bar, ("tiles", play.tiles_place.rect), *dock, *told]


def sheet_of(panel: Panel, board: list[Panel]) -> bool:
    """It is a part of a larger panel, on whose sheet it stands by the board's own tree."""
    sheets = [other for other in board if type(other) is Panel and other is not panel]
    return panel.flat and any(Box(sheet.rect).contains(Box(panel.rect)) for sheet in sheets)


def faults_of(play: PlayScene, size: tuple[int, int]) -> Iterator[str]:
    """What meets, what sticks out, what is too small, cut, written over other words or too small to be read."""
    found = parts(play)
    for (one, a), (other, b) in combinations(found, 2):
        if meets(a, b):
            yield f"{one} meets {other}"
    for name, (x, y, w, h) in found[1:]:
        if x < EDGE or y < 0 or x + w > play.width - EDGE or y + h > play.height - EDGE:
            yield f"{name} sticks out"
    for panel in (*play.board.panels, *play.dock.shown, play.topbar.counter):
        if panel.rect[2] and panel.rect[3] and not fits(panel, panel.rect):
            yield f"{type(panel).__name__} is too small: {panel.least_size()} in {panel.rect[2:]}"
    yield from words_of(play, size)
    for plate in play.bet_markers.plates:  # as they were drawn just now
        yield from (f"a marker meets {name}" for name, rect in (*found[:2], ("dock", play.dock.rect))
                    if meets(plate, rect))  # fmt: skip
    sides = [side for side in play.board.sides() if only(side, play.attempt.shows) != NOTHING]
    if sides and play.dock.first in ("", "rest", "lines") and not beside(play):
        yield "nothing is known"


def words_of(play: PlayScene, size: tuple[int, int]) -> Iterator[str]:
    """Words that are cut, that lie on each other or are too small to be read; in the dock nothing is shortened."""
    play.game.toasts.fit(measure(play.game, play.width, play.height))
    texts, window, scale = written(play.draw, size, play.game.look()), Box(0, 0, *size), play.game.scale
    dock = Box(*(round(part * scale) for part in play.dock.rect))
    for fault in (*cut(texts, window), *over(texts, window), *small(texts)):
        if fault.kind != "short":  # what is too long for its place ends with dots, and the pointer shows it
            yield f"{fault.kind}: {fault.text}"
    yield from (f"shortened: {text.string}" for text in texts if text.short and dock.contains(text.ink))


def beside(play: PlayScene) -> list[Panel]:
    left = play.dock.rect[0]
    return [panel for panel in play.board.panels if panel.rect[0] >= left - 1 and panel.rect[3] > 0]


@pytest.mark.slow
@pytest.mark.parametrize("level", [level.id for level in campaign()])
def test_nothing_lies_over_anything(level: str) -> None:
    found = []
    for state, play in states(level):
        for size, text in SIZES:
            resized(play, size, text)
            found += [(state, size[0], text, fault) for fault in faults_of(play, size)]
        resized(play, (1280, 720), 1.0)
    assert found == []


CODE = "CodePanel|RunningLine"
# What a bet or its verdict speaks of, by the level: the panel that must be seen beside it in a window of 1280x720.
SPOKEN_OF = {
    "double-it": "SendingStage", "a-hundredth": "SendingStage", "seven": "SendingStage", "below-zero": "SendingStage",
    "plus-and-minus": "FogStage", "no-perfect-answer": "FogStage", "the-grump": "OrderPanel",
    "warmer": "RoomPanel|LoopPanel", "stuck-steps": CODE, "hands-off": "WaterPanel", "thirteen": CODE,
    "goldilocks": CODE, "two-recipes": CODE, "orbit": CODE, "runaway": "RecordingPanel",
    "sealed-box": "StepsTable", "three-neurons": "Lanes", "toes": "BlamePanel", "freeze-the-toes": "NeedlesPanel",
    "valley": "ContourLand", "streetlights": "ExamplesPanel", "noisy-lights": "ExamplesPanel", "the-wall": "Yard",
    "hidden-four": "NetPanel", "all-zeros": "NetPanel", "dead-relu": "NetPanel", "linear-layers": "NetChart",
    "stop-in-time": "StoppingChart", "edge-by-hand": "MapsPanel", "edge-learned": "TeacherPanel",
    "ten-neurons": "AccuracyPanel", "kernels": "AccuracyPanel", "dead-wire": "CallsStage",
}  # fmt: skip


def kinds_seen(play: PlayScene) -> set[str]:
    """The names of all panels that are seen, and of what they are kinds of."""
    waiting, found = list[Panel](play.board.panels), set[str]()
    while waiting:
        panel = waiting.pop()
        if panel.rect[2] > 0 and panel.rect[3] > 0:
            found |= {kind.__name__ for kind in type(panel).__mro__}
            waiting += panel.shown if isinstance(panel, Group) else []
    return found


def test_each_level_with_a_bet_says_what_its_bets_speak_of() -> None:
    assert set(SPOKEN_OF) >= {level.id for level in campaign() if bets(level)}


@pytest.mark.parametrize("level", SPOKEN_OF)
def test_what_a_bet_and_its_verdict_speak_of_is_seen(level: str) -> None:
    for state, play in bets_of(level):
        seen = kinds_seen(play)
        assert play.dock.first in ("strip", "lines") and seen & set(SPOKEN_OF[level].split("|")), (state, seen)
