"""The board of a dense network for tests: opened without bets, its wires, what it says."""

from dataclasses import replace
from typing import Any

import pygame

from downslope.boards.network.net_board import NetBoard
from downslope.boards.network.shown_net import VisibleNet
from downslope.rules import Action, Level
from downslope.view.cards.example_table import ExampleTable
from downslope.view.charts.run_chart import RunChart
from downslope.view.networks.net_layout import Net
from downslope.view.networks.net_nodes import WireControl
from lib.driving import Driver
from lib.playing import act, board_of, control, key, need, opened, wait
from lib.support import shipped


def board(driver: Driver) -> NetBoard:
    return board_of(driver, NetBoard)


def shown(driver: Driver) -> VisibleNet:
    """What is seen of the network."""
    return board(driver).shown


def wires(driver: Driver) -> WireControl:
    return control(driver, "wires", WireControl)


def chart(driver: Driver) -> RunChart:
    return control(driver, "chart", RunChart)


def table(driver: Driver) -> ExampleTable:
    board(driver).tabs.choose(0)
    wait(driver, 0.05)
    return control(driver, "examples", ExampleTable)


def without_place(level: str) -> Level:
    """The same level, its stage the net itself."""
    return replace(shipped().level(level), picture="", moves=())


def calm(level: str | Level, *actions: Action, **settings: Any) -> Driver:
    """Without bets; these actions were done."""
    driver = opened(level, bets=False, **settings)
    act(driver, *actions)
    return driver


def focus(driver: Driver, name: str) -> None:
    """With Tab."""
    for _ in range(40):
        if driver.scene.focus == name:
            return
        key(driver, pygame.K_TAB)
    raise AssertionError(f"Tab does not lead to {name}")


def spot_on(driver: Driver, index: int) -> tuple[float, float]:
    """A place at which the mouse means this wire."""
    panel = wires(driver)
    places = (panel.at.along(index, part / 20) for part in range(1, 20))
    return next(place for place in places if panel.near(*place) == index)


def notes(driver: Driver) -> list[str]:
    return [toast.title for toast in driver.game.toasts.shown]


def net_of(driver: Driver) -> Net:
    board(driver).net.update(0.0)
    return need(board(driver).net.net)
