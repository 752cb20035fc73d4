"""The verdict after a run, after a bet and after a fault: its words, its numbers, its chart, its ways on."""

from __future__ import annotations

from functools import partial
from typing import Any

import pygame
import pytest

from downslope.attempt.attempt import Attempt
from downslope.attempt.director import TELLING
from downslope.engine.run import Fault
from downslope.rules.actions import Action, Learn, Next, Probe, Stop, Turn
from downslope.rules.knob import Knob
from downslope.rules.level import Example, Level
from downslope.rules.session import Session
from downslope.rules.target import Near
from downslope.scenes.base.scene import Scene
from downslope.scenes.convergence import ConvergenceScene
from downslope.scenes.play.card import CardScene
from downslope.scenes.play.play import PlayScene
from downslope.scenes.play.verdict import story_of
from downslope.solving.autosolve import solve
from downslope.view.charts.number_line import Trail
from downslope.view.format.markup import plain
from downslope.view.widgets.button import Tile
from driving import FRAME, Driver
from playing import click, key, open_level, opened, painted, screen, told, until, wait
from support import part, shipped

pytestmark = pytest.mark.usefixtures("display")


# on the screen


def ended(monkeypatch: pytest.MonkeyPatch, alpha: float, **settings: Any) -> Driver:
    """The sourdough after a run of one's own, its bet skipped."""
    driver = open_level("thirteen", monkeypatch, **settings)
    screen(driver).attempt.turn("alpha", alpha)
    key(driver, pygame.K_l)
    until(driver, "verdict")
    return driver


def test_keys_jump_and_put_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = ended(monkeypatch, 24)
    attempt = screen(driver).attempt
    assert attempt.session.outcome is not None and attempt.session.outcome.kind == "runaway"
    key(driver, pygame.K_j)
    assert attempt.step == attempt.session.outcome.turn < attempt.session.count
    key(driver, pygame.K_c)
    assert screen(driver).kind == ""


def test_mouse_jumps_rewinds_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = ended(monkeypatch, 24)
    attempt = screen(driver).attempt
    assert attempt.session.outcome is not None
    turn = attempt.session.outcome.turn
    click(driver, "jump")
    click(driver, "rewind")
    assert attempt.session.count == turn and attempt.session.outcome is None
    assert screen(driver).kind == ""


@pytest.mark.slow
def test_the_convergence_map_after_a_win(monkeypatch: pytest.MonkeyPatch) -> None:
    for by_mouse in (False, True):
        driver = ended(monkeypatch, 15)
        if by_mouse:
            click(driver, "to map")
        else:
            driver.key(pygame.K_g)
        assert isinstance(driver.scene, ConvergenceScene)


def test_before_a_level_is_reached_its_map_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key leads to the map of levels; there is no button."""
    driver = ended(monkeypatch, 24)
    play, there = screen(driver), Scene(driver.game)
    assert play.widget("to map") is None
    monkeypatch.setattr(play, "to_map", partial(play.go, there))
    driver.scene.request_layout()
    driver.key(pygame.K_g)
    assert driver.scene is there


# after a fault


def test_a_fault_says_where_and_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("thirteen", monkeypatch, bets=False)

    def broken(self: Session, most: int, grow: bool = False) -> int:
        raise Fault("my-learner", "ZeroDivisionError: float division by zero", "/some/where/my_learner.py", 31)

    monkeypatch.setattr(Session, "learn_until_outcome", broken)
    key(driver, pygame.K_l)
    until(driver, "verdict")
    story = story_of(screen(driver))
    assert story is not None and story.title == "my-learner"
    text = plain(story.text)
    for word in ("ZeroDivisionError", "my_learner.py", "line 31", "reset", "map"):
        assert word in text
    assert "/some/where" not in text
    painted(driver)
    key(driver, pygame.K_r)
    wait(driver, 0.1)
    assert screen(driver).kind == "" and screen(driver).attempt.fault is None


@pytest.mark.parametrize("still", [False, True])
def test_it_slides_in_and_with_reduced_motion_it_is_there(still: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_level("thirteen", monkeypatch, still=still)
    screen(driver).attempt.turn("alpha", 24)
    key(driver, pygame.K_l)
    for _ in range(3000):
        if screen(driver).kind == "verdict":
            break
        wait(driver, 1 / 60)
    tops = []
    for _ in range(20):
        button = screen(driver).widget("to code")
        assert button is not None
        tops.append(button.rect[1])
        wait(driver, FRAME)
    assert tops == sorted(tops, reverse=True), "it comes from below and never goes back"
    frames = round(TELLING / FRAME)
    assert len(set(tops)) == 1 if still else abs(len(set(tops)) - frames) <= 2 and tops[0] - tops[-1] > 15
    assert tops[frames + 1] == tops[-1]


@pytest.mark.parametrize(("first", "second"), [(0.2, 0.3), (0.3, 0.2)])
def test_a_run_that_took_as_many_steps_is_drawn_beside_it(first: float, second: float) -> None:
    """The twins of the stiff peg: what one of them misses the other misses on the other side, until they meet."""
    driver = opened("goldilocks", bets=False)
    attempt = screen(driver).attempt
    for alpha in (first, second):
        attempt.turn("alpha", alpha)
        key(driver, pygame.K_l)
        until(driver, "verdict")
        story = screen(driver).dock.verdict.story()
        assert story is not None and isinstance(story.chart, Trail)
        own, twin, name = story.chart.values, story.chart.twin, story.chart.twin_name
        if alpha == first:
            assert twin == ()
            key(driver, pygame.K_r)
    assert len(own) == len(twin) == 5 and name == f"α {first:g}".replace("0.", ".")
    assert own[1] == pytest.approx(-twin[1]) and own[3] == pytest.approx(-twin[3]) and own[4] == pytest.approx(twin[4])


# ---------------------------------------------------------------------------------------------------------------------
# After a win there is always a way on: the card comes, or can be asked for, however many stars are still open.


LATE = 5.0  # seconds after a win: by then its card is there, or the way to it


def win(attempt: Attempt, session: Session) -> None:
    """Play the part that comes next as the machine does on `session`, its own."""
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


def settled(driver: Driver) -> set[str]:
    """Let it be told. The tiles that are live; none where another screen has come."""
    before = driver.scene
    for _ in range(round(LATE / FRAME)):
        wait(driver, FRAME)
        if driver.scene is not before:
            return set()
    return {widget.name for widget in before.widgets if widget.name.startswith("tile ") and widget.live}


@pytest.mark.parametrize("level", ["double-it", "plus-and-minus", "goldilocks", "dead-wire", "seven"])
def test_every_win_leads_on(level: str) -> None:
    """All levels: by keyboard and by mouse, in test_playthrough.py."""
    driver = opened(level, bets=False)
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


@pytest.mark.slow
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


@pytest.mark.slow
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
