"""The wires of a network: walked, turned, frozen or refused; choices and bends; which networks have the board."""

from __future__ import annotations

import math
from dataclasses import replace

import pygame
import pytest

from downslope.boards.network.net_board import NetBoard
from downslope.boards.network.shown_net import goal_word
from downslope.learning.activations import ACTIVATIONS
from downslope.learning.named import Layers
from downslope.learning.ops import Dense
from downslope.rules.actions import Learn, Reset, Turn
from downslope.rules.knob import Knob
from downslope.rules.level import Example, Level
from downslope.view.networks.net_layout import width_of
from net_playing import board, calm, focus, net_of, notes, spot_on, wires, without_place
from playing import click, gets, key, opened, painted, screen, told, wait
from plugin_networks import OpsNetwork
from support import shipped


@pytest.mark.usefixtures("display")
def test_wires_are_walked_by_keys_and_found_by_the_mouse() -> None:
    driver = calm("hidden-four")
    focus(driver, "wires")
    assert wires(driver).index == 0
    key(driver, pygame.K_RIGHT, pygame.K_RIGHT)
    assert wires(driver).name_of(2) == "right → hidden 1" and wires(driver).index == 2
    key(driver, pygame.K_PAGEDOWN)
    assert wires(driver).name_of(wires(driver).index or 0) == "right → hidden 2"
    key(driver, pygame.K_END)
    assert wires(driver).name_of(wires(driver).index or 0) == "hidden 4 → prediction"
    assert net_of(driver).focused == 15
    for index in (0, 5, 13):
        driver.click(*spot_on(driver, index))
        assert wires(driver).index == index


@pytest.mark.usefixtures("display")
def test_a_weight_is_turned_on_its_notches_and_each_wire_counts_once() -> None:
    driver = calm("dead-relu")
    focus(driver, "wires")
    start = list(screen(driver).attempt.session.weights)
    key(driver, pygame.K_UP)
    session = screen(driver).attempt.session
    notch = session.weights[0]
    assert notch == math.ceil(2 * start[0]) / 2, "from between two notches to the next one that way"
    key(driver, pygame.K_UP)
    session = screen(driver).attempt.session
    assert session.weights[0] == notch + 0.5 and session.tally.turns == 1
    driver.type("-1,5")
    key(driver, pygame.K_RETURN)
    session = screen(driver).attempt.session
    assert session.weights[0] == -1.5 and session.tally.turns == 1
    x, y = spot_on(driver, 4)
    driver.drag((x, y), (x, y - 60))
    wait(driver, 0.1)
    session = screen(driver).attempt.session
    assert session.weights[4] > start[4] and (2 * session.weights[4]).is_integer() and session.tally.turns == 2
    driver.type("7")
    key(driver, pygame.K_RETURN)
    assert any("−2" in note and "2" in note for note in notes(driver)), notes(driver)


@pytest.mark.usefixtures("display")
def test_why_a_wire_cannot_be_turned_or_frozen_is_said() -> None:
    driver = calm("hidden-four")
    x, y = spot_on(driver, 1)
    driver.drag((x, y), (x, y - 50))
    assert notes(driver) and "cannot be turned" in notes(driver)[-1]
    wait(driver, 1.0)
    driver.type("f")
    wait(driver, 0.1)
    assert len(notes(driver)) == 1 and "frozen" in notes(driver)[0]
    assert screen(driver).attempt.session.frozen == frozenset()
    free = replace(shipped().level("hidden-four"), id="ice", knobs=[Knob("freeze"), Knob("alpha", 0.1, 1)])
    driver = opened(free, bets=False)
    focus(driver, "wires")
    driver.type("f")
    wait(driver, 0.1)
    assert screen(driver).attempt.session.frozen == {0} and net_of(driver).frozen == {0}
    driver.click(*spot_on(driver, 3))
    click(driver, "freeze")
    assert screen(driver).attempt.session.frozen == {0, 3} and net_of(driver).focused == 3
    click(driver, "tile step")
    session = screen(driver).attempt.session
    assert [session.weights[i] for i in (0, 3)] == [session.run.start[i] for i in (0, 3)]


@pytest.mark.usefixtures("display")
def test_a_choice_is_locked_until_runs_have_ended_and_says_so() -> None:
    driver, runs = calm("the-wall"), (Learn(4000), Reset(), Learn(4000), Reset())
    assert board(driver).choices not in board(driver).panels, "one run goes before it is spoken of"
    driver = calm("the-wall", *runs)
    choices = board(driver).choices
    assert choices in board(driver).panels and choices.widgets == []
    assert screen(driver).attempt.act(Learn(4000))
    told(driver)
    click(driver, "wire 1")
    assert screen(driver).attempt.session.level.network.size == 4
    board(driver).tabs.choose(2)
    wait(driver, 0.1)
    assert driver.scene.widget("weight 4") is not None, "its weight is turned as the others are"
    driver = calm(without_place("the-wall"), *runs, Learn(4000), Turn("wire", "copy of left"))
    assert wires(driver).name_of(3) == "extra wire → prediction"


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("sizes", [(1, 2, 1), (2, 24, 1), (5, 3, 3, 4), (8, 16, 10), (2, 2, 2, 2, 1)])
def test_any_dense_network_that_fits_is_drawn(sizes: tuple[int, ...]) -> None:
    examples = [Example([0.5] * sizes[0], [0.25] * sizes[-1]), Example([-1.0] * sizes[0], [2.0] * sizes[-1])]
    level = Level("any", title="Any", network=Layers(*sizes, activation="tanh"), examples=examples, hints=["-"])
    driver = opened(level)
    assert len(wires(driver).at.wires) == level.network.size
    first, last = wires(driver).at.ends(0), wires(driver).at.ends(level.network.size - 1)
    x, y, w, h = wires(driver).rect
    for place in (first, last):
        assert x < place[0] < place[2] < x + w and y < place[1] < y + h and y < place[3] < y + h
    click(driver, "tile step")
    for size in ((1280, 720), (960, 540)):
        assert painted(driver, size).get_size() == size


@pytest.mark.usefixtures("display")
def test_a_plugins_dense_network_is_drawn_by_its_ops() -> None:
    network = OpsNetwork(Dense(0, 2, 3, (ACTIVATIONS["relu"],) * 3), Dense(6, 3, 1))
    examples = [Example([0.5, 1.0], [0.25]), Example([-1.0, 0.5], [2.0])]
    driver = opened(Level("own", title="Own", network=network, examples=examples, batch=1, hints=["-"]))
    assert len(wires(driver).at.wires) == network.size == 9
    click(driver, "tile step")
    key(driver, pygame.K_RETURN)
    wait(driver, 1.0)
    assert screen(driver).attempt.session.count > 1
    for size in ((1280, 720), (960, 540)):
        assert painted(driver, size).get_size() == size


def test_a_network_that_does_not_fit_has_another_board() -> None:
    examples = [Example([0.5] * 64, [1.0] * 10)]
    assert not gets(Level("big", title="Big", network=Layers(64, 32, 10), examples=examples), NetBoard)
    assert not gets(shipped().level("toes"), NetBoard) and not gets(shipped().level("stop-in-time"), NetBoard)
    assert not gets(shipped().level("valley"), NetBoard) and not gets(shipped().level("dead-wire"), NetBoard)


def test_a_wire_is_as_wide_as_its_weight_is_large() -> None:
    assert [width_of(w) for w in (0, 0.1, -0.5, 1, -1.5, 9, math.inf)] == [1.5, 2.5, 6.5, 11, 16, 22, 22]
    assert width_of(1, 0.5) == 5.5


def test_goals_are_told_in_the_levels_words() -> None:
    level = shipped().level("streetlights")
    assert [goal_word(level, [goal]) for goal in (0, 1, 0.5)] == ["wait", "walk", ".5"]
    assert goal_word(level, [0, 0, 1]) == "2" and goal_word(level, [0.5, -1, 2]) == ".5 −1 …"
