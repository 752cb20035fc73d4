"""Another's network as its author pictures it: its nodes and wires with the engine's numbers, its weights by name."""

from __future__ import annotations

from dataclasses import replace

import pygame
import pytest

from checks.paper import written as written_on
from downslope import ACTIVATIONS, Dense, Example, Knob, Level, Network
from downslope.attempt.names import weight_name
from downslope.boards.network.pictured_board import PicturedBoard, PicturedStage
from downslope.boards.several_weights.contour_board import ContourBoard
from downslope.boards.shared.knob_panel import weights_of
from downslope.rules.actions import Learn
from downslope.scripts.forms import write
from pictured_network import Priced
from playing import board_of, gets, opened, screen, wait
from support import play

pytestmark = pytest.mark.usefixtures("display")

LEVEL = Level("stalls", title="Stalls", network=Priced(), examples=[Example([1, 2], 3), Example([2, 1], 4)],
              weights=[0.5, -0.5, 0.3, 1.0, 0.8], alpha=0.05,
              knobs=[Knob("alpha", 0.05, 0.4, step=0.05), Knob("weight", -2.0, 2.0)])  # fmt: skip


class Biased(Network):
    """A slope and a bias."""

    inputs, outputs, size = 1, 1, 2
    weight_names = ("slope", "bias")

    def forward(self, weights: list[float], input: list[float]) -> list[list[float]]:  # type: ignore[override]
        return [input, [weights[0] * input[0] + weights[1]]]

    def weight_deltas(self, weights, layers, delta):  # type: ignore[no-untyped-def]
        return [delta[0] * layers[0][0], delta[0]]


def test_its_nodes_have_the_numbers_of_the_run_and_wires_their_weights() -> None:
    driver = opened(LEVEL, bets=False)
    driver.key(pygame.K_SPACE)
    wait(driver, 0.7)
    stage = board_of(driver, PicturedBoard).stage
    assert isinstance(stage, PicturedStage)
    net, session = stage.net(), screen(driver).attempt.session
    network, weights = session.run.network, session.weights
    assert [list(layer or ()) for layer in net.layers] == [list(v) for v in network.forward(weights, [1, 2])]
    assert list(net.weights) == [weights[k] for k in (0, 1, 2, 2, 3, 4)]
    at = stage.place_net(stage.rect)
    assert len(at.wires) == 6 and [len(column) for column in at.ys] == [2, 2, 1]


class Bent(Network):
    """A bent line, told by its ops alone."""

    inputs, outputs, size = 1, 1, 4

    def ops(self) -> list[Dense]:
        return [Dense(0, 1, 1, (ACTIVATIONS["tanh"],), True), Dense(2, 1, 1, (), True)]


def test_without_a_picture_it_is_drawn_by_its_ops() -> None:
    weights = [0.5, -0.25, 2.0, 0.75]
    level = replace(LEVEL, network=Bent(), examples=[Example(2, 3)], weights=weights, words={"input": "sun"})
    stage = board_of(opened(level, bets=False), PicturedBoard).stage
    assert isinstance(stage, PicturedStage)
    net, hidden = stage.net(), Bent().forward(weights, [2.0])[1][0]
    assert [list(layer or ()) for layer in net.layers] == [[2, 1], [hidden, 1], [2.0 * hidden + 0.75]]
    assert list(net.weights) == weights and list(net.names) == ["sun", "always 1"]
    many = replace(level, network=Biased(), weights=[0.5, 0.5])
    assert not gets(many, PicturedBoard)  # its contours show more


class Three(Network):
    """A slope, a bias and its double, which nobody pictures."""

    inputs, outputs, size = 1, 1, 3
    weight_names = ("slope", "bias", "double")

    def forward(self, weights: list[float], input: list[float]) -> list[list[float]]:  # type: ignore[override]
        return [input, [weights[0] * input[0] + weights[1] + 2 * weights[2]]]

    def weight_deltas(self, weights, layers, delta):  # type: ignore[no-untyped-def]
        return [delta[0] * layers[0][0], delta[0], 2 * delta[0]]


def test_a_bar_of_a_weight_has_its_name() -> None:
    driver = opened(replace(LEVEL, network=Three(), examples=[Example(1, 3)], weights=[0.5] * 3), bets=False)
    said = [text.string for text in written_on(driver.scene.draw, (1280, 720), driver.scene.game.look())]
    assert set(Three.weight_names) <= set(said) and "Weights" in said


def test_weights_go_by_their_names() -> None:
    assert [knob.title for knob in weights_of(LEVEL)] == list(Priced.weight_names)
    own = replace(LEVEL, words={"weight 2": "worth"})
    assert [weight_name(own, k) for k in (0, 1)] == ["apples", "worth"]
    bias = replace(LEVEL, network=Biased(), examples=[Example(1, 3)], weights=[0.5, 0.5])
    land = board_of(opened(bias, bets=False), ContourBoard).land
    assert land.names == ("slope", "bias")
    session = play(bias)
    session.do(Learn(1))
    assert weight_name(replace(bias, network=Priced()), 4) == "second stall"


def test_where_it_is_written_out_its_weights_are_named() -> None:
    from downslope import Catalog
    from support import shipped

    bias = replace(LEVEL, network=Biased(), examples=[Example(1, 3)], weights=[0.5, 0.5], id="bias")
    catalog = Catalog(shipped().metrics, shipped().learners, {"bias": bias})
    from downslope.rules.session import Session

    text = write(Session(bias, catalog, [Learn(2)])).text
    assert "slope" in text and "bias" in text
