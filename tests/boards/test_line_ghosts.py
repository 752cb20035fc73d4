"""While the machine tries, each try is a ghost on Pip's line: in the sealed box, and under the needles."""

from __future__ import annotations

import pytest
from pygame import Rect, Surface

from checks.paper import Page, Paper
from downslope.attempt.playback.round_plan import ShowPhase
from downslope.boards.one_neuron.column_board import LineGhosts
from downslope.boards.one_neuron.needles_board import NeedlesBoard
from downslope.boards.one_neuron.sealed_board import SealedBoard
from downslope.boards.shared.board import stage_rect
from downslope.scenes.play.play import PlayScene
from driving import Driver
from playing import board_of, opened, screen, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")


class Counting(Paper):
    """Remembers where it drew Pip."""

    spots: list[tuple[float, float]]

    def pip(self, x: float, y: float, *args: object, **more: object) -> None:
        type(self).spots.append((x, y))


def drawn(driver: Driver) -> tuple[list[tuple[float, float]], list[str]]:
    """Pips, and what is written on the stage."""
    Counting.spots, page = [], Page(size=(1280, 720))
    Page.current = page
    driver.scene.resize(1280, 720)
    driver.scene.draw(Counting(Surface((1280, 720)), driver.scene.game.look(), page=page))
    x, y, w, h = stage_rect(screen(driver).board)
    return Counting.spots, [text.string for text in page.texts if Rect(x, y, w, h).contains(text.ink)]


def ghosts(driver: Driver) -> LineGhosts:
    board = screen(driver).board
    return board.stage.ghosts if isinstance(board, SealedBoard) else board_of(driver, NeedlesBoard).needles_panel.ghosts


@pytest.mark.parametrize("level", ["sealed-box", "toes", "freeze-the-toes"])
def test_each_try_is_a_ghost_and_the_leader_pip(level: str) -> None:
    driver = opened(level, bets=False)
    driver.scene = PlayScene(driver.game, shipped().level(level), auto=True)
    machine = screen(driver).attempt.machine
    assert machine is not None
    while machine.tried is None or not machine.tried.shown:
        wait(driver, 0.1)
    seen, (spots, written) = ghosts(driver).seen, drawn(driver)
    assert seen is not None and len(seen.ghosts) == len(machine.tried.lanes)
    x, y, w, h = stage_rect(screen(driver).board)
    assert len([spot for spot in spots if x < spot[0] < x + w and y < spot[1] < y + h]) == 1
    assert not any("(" in text for text in written), "a tag names what was set, or there is none"
    machine.run()
    wait(driver, 0.1)
    assert machine.phase is ShowPhase.RUNS and ghosts(driver).seen is None
