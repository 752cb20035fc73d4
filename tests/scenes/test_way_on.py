"""After a win there is always a way on: the card comes, or can be asked for, however many stars are still open."""

from __future__ import annotations

from dataclasses import replace

import pygame
import pytest

from downslope.attempt.attempt import Attempt
from downslope.rules.actions import Action, Learn, Next, Probe, Show, Stop, Turn
from downslope.rules.changes import Changes, Stage
from downslope.rules.knob import Knob
from downslope.rules.level import Example, Level
from downslope.rules.session import Session
from downslope.rules.target import Accuracy, Drawn, Fooled, Near
from downslope.scenes.play.card import CardScene
from downslope.scenes.play.play import PlayScene
from downslope.solving.autosolve import solve
from downslope.view.widgets.button import Tile
from driving import FRAME, Driver
from playing import click, key, opened, screen, told, wait
from support import campaign, part, shipped

pytestmark = pytest.mark.usefixtures("display")

LATE = 5.0  # seconds after a win: by then its card is there, or the way to it
WAITS = {"the-wall": "its wires are tried for half a minute", "dead-relu": "wires too"}  # boards of other levels


def easy(level: Level) -> Level:
    """The same board, won in a moment: a training of minutes is not what is asked about."""
    if isinstance(level.target, Drawn):
        stages: list[Stage] = [{**stage, "target": Fooled(0.0)} for stage in level.stages]
        return replace(level, target=Drawn(0), stages=stages)
    if not isinstance(level.target, Accuracy):
        return level
    won: Changes = {"target": Accuracy(0.0), "solution": [Learn(1)]}
    return replace(level, stages=[{**stage, **won} for stage in level.stages], **won)


def win(attempt: Attempt, session: Session) -> None:
    """Play the part that comes next as the machine does on `session`, its own."""
    if isinstance(attempt.session.level.target, (Drawn, Fooled)):
        draw(attempt)
        return
    for action in solve(session):
        session.do(action)
        if isinstance(action, Next) and attempt.session.stage < session.stage:
            attempt.next_stage()
        elif not isinstance(action, Next):
            assert attempt.act(action), action
        if session.won:
            break
    if attempt.session.level.stop and not attempt.session.won:
        assert attempt.act(Stop())


def draw(attempt: Attempt) -> None:
    """Something for each digit, whatever it is read as."""
    network = attempt.session.level.network
    for digit in range(network.outputs):
        pixels = tuple(float(k % network.outputs == digit) for k in range(network.inputs))
        assert attempt.act(Show(pixels, tuple(float(k == digit) for k in range(network.outputs))))


def settled(driver: Driver) -> set[str]:
    """Let it be told. The tiles that are live; none where another screen has come."""
    before = driver.scene
    for _ in range(round(LATE / FRAME)):
        wait(driver, FRAME)
        if driver.scene is not before:
            return set()
    return {widget.name for widget in before.widgets if widget.name.startswith("tile ") and widget.live}


LEVELS = [level.id for level in campaign() if level.id not in WAITS]


def test_the_boards_of_all_levels_are_there() -> None:
    boards = {level.id: type(screen(opened(level)).board) for level in campaign()}
    assert {boards[level] for level in WAITS} <= {boards[level] for level in LEVELS}


@pytest.mark.parametrize("level", LEVELS)
def test_every_win_leads_on(level: str) -> None:
    driver = opened(easy(shipped().level(level)), bets=False)
    attempt = screen(driver).attempt
    machine = Session(attempt.level, shipped())
    while isinstance(driver.scene, PlayScene):
        stage = attempt.session.stage
        win(attempt, machine)
        assert attempt.session.won
        tiles = settled(driver)
        assert isinstance(driver.scene, PlayScene) and attempt.session.stage == stage, "it stands until a press"
        if attempt.session.last_stage:
            assert "tile card" in tiles
            click(driver, "tile card")
            break
        assert {"tile next", "tile card"} <= tiles if attempt.session.complete else "tile next" in tiles, tiles
        if attempt.session.complete:
            click(driver, "tile card")
            assert isinstance(driver.scene, CardScene)
            key(driver, pygame.K_ESCAPE)
            wait(driver, 1.0)
            assert "tile next" in settled(driver), "and back from it, to what is still to be won"
        attempt.next_stage()
    assert isinstance(driver.scene, CardScene) and attempt.session.complete


def test_a_part_that_is_won_as_it_begins_is_seen_and_stands_too() -> None:
    """1-1 with reduced motion: the weight that solves the first order solves the second."""
    driver = opened("double-it", bets=False, still=True)
    attempt = screen(driver).attempt
    attempt.turn("weight", 2.0)
    for stage in range(3):
        assert "tile next" in settled(driver) or stage == 2
        assert attempt.session.stage == stage and attempt.session.won
        key(driver, pygame.K_RETURN)
    assert isinstance(driver.scene, CardScene)


def test_a_part_begins_where_its_level_does() -> None:
    """Enter asks for the second target; pressed once more it sends nothing with the weight of the first."""
    level = Level(
        "own", title="Own", examples=[Example(10.5, 7)], weights=[0.5], learner=None, target=Near(0.05),
        knobs=[Knob("weight", 0, 1, step=0.005)], probes=9, sight={"prediction": "on-step", "bowl": "none"},
        stages=[{"examples": [Example(10.5, 2.1)], "star": 3, "par": 1}], par_unit="probes",
    )  # fmt: skip
    driver = opened(level, bets=False)
    attempt = screen(driver).attempt
    driver.type(".665")
    key(driver, pygame.K_RETURN)
    driver.tab_to("tile send")
    key(driver, pygame.K_RETURN)
    wait(driver, 2.0)
    assert driver.scene.focus == "tile next"
    key(driver, pygame.K_RETURN)
    wait(driver, 1.0)
    assert attempt.session.stage == 1 and driver.scene.focus == "weight"
    key(driver, pygame.K_RETURN)
    assert attempt.session.tally.probes == 0


def test_after_a_landing_enter_goes_where_the_card_says_it_does() -> None:
    """Also when the keyboard stood on another tile: the ring is where the keycap of Enter is."""
    driver = opened(part("warmer", 1), bets=False)
    for _ in range(9):
        key(driver, pygame.K_TAB)
        if driver.scene.focus == "tile auto":
            break
    assert driver.scene.focus == "tile auto"
    key(driver, pygame.K_l)
    wait(driver, 12.0)
    assert screen(driver).attempt.session.won
    focused = driver.scene.widget(driver.scene.focus)
    assert focused is not None and focused.primary and driver.scene.focus != "tile auto"
    key(driver, pygame.K_RETURN)
    assert isinstance(driver.scene, CardScene)


@pytest.mark.parametrize("level", ["kernels", "read-my-hand"])
def test_the_ways_on_have_room_for_their_words(level: str) -> None:
    """The digits' tiles share a place that is narrow where the text is large."""
    driver = opened(easy(shipped().level(level)), bets=False, text=1.5)
    win(screen(driver).attempt, Session(screen(driver).attempt.level, shipped()))
    tiles = settled(driver)
    found = driver.scene.widget("tile next")
    assert found is not None and found.rect[2] >= 100, tiles


@pytest.mark.parametrize(("level", "won"), [
    ("double-it", (Turn("weight", 2.0),)), ("plus-and-minus", (Turn("weight", 1.0), Probe())),
    ("goldilocks", (Turn("alpha", 0.2), Learn(4))),
])  # fmt: skip
def test_a_tile_keeps_its_place_whatever_comes_and_goes(level: str, won: tuple[Action, ...]) -> None:
    """What is new comes at the end; the way on takes the place of what it replaces."""
    driver = opened(level, bets=False, panels="all")
    places: dict[str, float] = {}

    def look() -> list[str]:
        tiles = [widget for widget in screen(driver).widgets if isinstance(widget, Tile)]
        for order, tile in enumerate(sorted(tiles, key=lambda each: each.rect[0])):
            if tile.name not in ("tile next", "tile card"):
                assert places.setdefault(tile.name, tile.rect[0] // tile.rect[2]) == tile.rect[0] // tile.rect[2]
            assert tiles[order] is tile, "the keyboard walks them as they stand"
        return [tile.name for tile in tiles]

    first = look()
    for action in won:
        screen(driver).attempt.act(action)
    told(driver)
    wait(driver, 0.2)
    after = look()
    assert "tile next" in after and after.index("tile next") in (0, len(first))
    screen(driver).attempt.next_stage()
    told(driver)
    wait(driver, 2.0)
    assert set(first) <= {*look(), "tile next", "tile probe"}
