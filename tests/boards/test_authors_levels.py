"""Levels as authors may write them: each gets a board, what the check calls fair can be played, own data is seen."""

from dataclasses import replace
from typing import Any

import pygame
import pytest

from downslope import ConvNet, Drawn, Example, Knob, Layers, Level, MeanError, Near, Neuron, Neurons
from downslope.attempt.shown import weight_name
from downslope.boards.kinds import kind_of
from downslope.boards.network.net_board import NetBoard
from downslope.boards.several_weights.contour_board import ContourBoard
from downslope.boards.several_weights.neurons_board import NeuronsBoard
from downslope.boards.shared.board import Board
from downslope.boards.shared.neuron_model import MOST_EXAMPLES, goal_lines, goal_weights
from downslope.view.widgets.panel import fits
from lib.playing import board, enter, gets, key, opened, painted, screen, shot, widget
from lib.support import campaign, play, shipped

pytestmark = pytest.mark.usefixtures("display")
ONE: dict[str, Any] = {"examples": [Example(3, 1.5)], "weights": [0.1]}
TWO: dict[str, Any] = {"network": Neuron(2), "examples": [Example((3, 1), 1.5)], "weights": [0.1, 0.0]}
OUTPUTS: dict[str, Any] = {"network": Neuron(1, 2), "examples": [Example(2, (1, 2))], "weights": [0.1, 0.0]}
NET: dict[str, Any] = {"network": Layers(2, 2, 1), "examples": [Example((3, 1), 1.5)], "seed": 3}
BY_HAND: dict[str, tuple[dict[str, Any], list[float]]] = {  # what a level is made of -> the weights that win it
    "a bowl, looks and a call": ({**ONE, "probes": 4, "stop": True}, [0.5]),
    "a land": ({**ONE, "sight": {"bowl": "none"}}, [0.5]),
    "a land and sends": ({**ONE, "sight": {"bowl": "none"}, "probes": 4}, [0.5]),
    "two inputs": (TWO, [0.5, 0.0]),
    "two inputs and looks": ({**TWO, "sight": {"bowl": "none"}, "probes": 4}, [0.5, 0.0]),
    "two outputs": (OUTPUTS, [0.5, 1.0]),
    "layers": (NET, [0.5, 0.0, 0.0, 0.0, 1.0, 0.0]),
}


def by_hand(**fields: Any) -> Level:
    return Level("own", title="Own", learner=None, target=Near(0.01), knobs=[Knob("weight", 0, 2, step=0.05)], **fields)


@pytest.mark.parametrize("name", BY_HAND)
def test_a_level_by_hand_is_won_with_what_its_board_has(name: str) -> None:
    fields, weights = BY_HAND[name]
    driver = opened(by_hand(**fields))
    names = {tile.name for tile in screen(driver).board.tiles()}
    assert not names & {"step", "learn"} and ({"probe", "send"} & names != set()) == ("probes" in fields)
    for index, weight in enumerate(weights):
        enter(driver, f"weight {index + 1}" if len(weights) > 1 else "weight", f"{weight:g}", then=0.5)
    for code in (pygame.K_SPACE, pygame.K_c):  # a look, and a call, where there are any
        if not screen(driver).attempt.session.won:
            key(driver, code, then=0.5)
    assert screen(driver).attempt.session.won, (kind_of(screen(driver).level), names)


def abreast(count: int) -> dict[str, Any]:
    return {"network": Neurons(count), "examples": [Example([1] * count, [1] * count)], "weights": [0.1] * count}


BIG: dict[str, Any] = {"network": Layers(64, 32, 10), "examples": [Example([0.5] * 64, [1.0] * 10)]}
THREE: dict[str, Any] = {"network": Neuron(3), "examples": [Example((1, 2, 3), 1)]}


@pytest.mark.parametrize(("board", "fields", "others"), [
    (ContourBoard, TWO, [{"sight": {"bowl": "none"}}, {"learner": None}, {"sight": {"goal": "hidden"}}, THREE]),
    (NeuronsBoard, abreast(2), [abreast(7), {"alpha": [0.1, 0.2]}, {"learner": None}, {"sight": {"bowl": "none"}}]),
    (NetBoard, NET, [BIG]),
])  # fmt: skip
def test_a_board_has_the_levels_that_it_can_show(
    board: type[Board], fields: dict[str, Any], others: list[dict[str, Any]]
) -> None:
    assert gets(Level("small", title="", **fields), board)
    assert [each for each in others if gets(Level("small", title="", **{**fields, **each}), board)] == []


def test_the_name_that_a_network_gives_its_weight_stands_on_the_bowl() -> None:
    metre = Neuron()
    metre.weight_names = ("per km",)
    level = Level("own", title="Own", network=metre, alpha=0.1, knobs=[Knob("weight", -2, 2)], **ONE)
    assert widget(opened(level), "weight").label == "per km"
    words = [weight_name(replace(level, network=each, words={"weight": "price"}), 0) for each in (metre, Neuron())]
    assert words == ["per km", "price"]
    assert [weight_name(replace(level, network=Neuron(2)), i) for i in range(2)] == ["weight 1", "weight 2"]


MANY = [Example(k + 1, 0.5 * k) for k in range(13)]
CROWDED: dict[str, Level] = {
    "sends": by_hand(examples=MANY, weights=[0.1], sight={"bowl": "none"}, probes=9),
    "peeks": replace(shipped().level("stop-in-time"), probes=40),
    "drawings": Level("own", title="Own", network=ConvNet(8, 4, 20), spread=0.3, learner=None, target=Drawn(2),
                      knobs=[], examples=[Example([0.0] * 64, [float(k == n) for k in range(20)]) for n in range(20)]),
}  # fmt: skip


@pytest.mark.parametrize("name", CROWDED)
def test_many_examples_and_knobs_leave_the_tiles_in_the_window(name: str) -> None:
    driver = opened(CROWDED[name], text=1.5, bets=False)
    shot(driver.scene, (960, 540))
    assert fits(screen(driver).tree, screen(driver).room), kind_of(screen(driver).level)


OWN = Level("own/one", title="One", examples=[Example(2, 1), Example(4, 1), Example(0, 1), Example(-2, 1)],
            weights=[0.0], alpha=0.01, target=MeanError(0.6))  # fmt: skip
PAIRS = (((1, 0), 1), ((0, 2), 4), ((3, 4), 5))
OWN_TWO = replace(OWN, id="own/two", network=Neuron(2), examples=[Example(*pair) for pair in PAIRS], weights=[0, 0])


@pytest.mark.slow
def test_where_each_example_of_ones_own_is_met_is_drawn_and_of_two_weights_the_place_nearest_to_the_lowest() -> None:
    assert goal_weights(play(OWN)) == (-0.5, 0.25, 0.5)
    for lowest in ((0.0, 0.0), (1.3, -0.4)):
        for (near, way), ((a, b), goal) in zip(goal_lines(play(OWN_TWO), lowest), PAIRS, strict=True):
            for far in (0.0, 2.5):
                weights = [start + far * step for start, step in zip(near, way)]
                assert a * weights[0] + b * weights[1] == pytest.approx(goal)
            aside = [start - low for start, low in zip(near, lowest)]
            assert aside[0] * way[0] + aside[1] * way[1] == pytest.approx(0)
    driver, other = opened(OWN, bets=False), opened(OWN_TWO, bets=False)
    painted(driver)
    painted(other)
    assert board(driver).bowl_panel.examples == (-0.5, 0.25, 0.5)
    assert len(board(other).land.examples) == 3
    assert all(goal_weights(play(level)) == () for level in campaign() if level.network.size == 1)
    others = [
        replace(OWN, examples=OWN.examples[:1]), replace(OWN, sight={"goal": "hidden"}), OWN_TWO,
        replace(OWN, examples=[Example(n + 1, 1) for n in range(MOST_EXAMPLES + 1)]),
    ]  # fmt: skip
    assert [goal_weights(play(level)) for level in others] == [()] * 4 and goal_lines(play(OWN), (0.0, 0.0)) == ()
