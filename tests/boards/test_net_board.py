"""The board of a dense network, and another's network as its author pictures it: what its parts show and do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pygame
import pytest

from checks.paper import written as written_on
from downslope import ACTIVATIONS, Catalog, Dense, Example, Knob, Level, Network
from downslope.attempt.shown import weight_name
from downslope.boards.network.net_board import PicturedBoard, PicturedStage
from downslope.boards.several_weights.contour_board import ContourBoard
from downslope.boards.shared.knob_panel import weights_of
from downslope.learning.architecture import layers_of
from downslope.rules.actions import Learn, Reset, Turn
from downslope.rules.session import Session
from downslope.rules.target import exam
from downslope.scripts.forms import write
from downslope.view.format.numbers import number as as_text
from downslope.view.networks.net_layout import Net
from driving import Driver
from net_playing import board, calm, chart, focus, net_of, shown, spot_on, table, wires
from pictured_network import Priced
from playing import act, board_of, click, gets, key, need, opened, painted, screen, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")
NETS = ("streetlights", "noisy-lights", "the-wall", "hidden-four", "all-zeros", "dead-relu", "linear-layers")


def moved(driver: Driver, number: int = 0) -> dict[tuple[str, str], float]:
    """Where each part of a place stands while an example is looked at: (part, what) -> value."""
    shown(driver).chosen = number
    numbers = need(board(driver).place).numbers()
    parts = dict[tuple[str, str], float]()
    for move in screen(driver).attempt.level.moves:
        spot = move.part, move.what
        parts[spot] = parts.get(spot, 1.0) * move.value(numbers[move.by]) if move.what == "alpha" else move.value(
            numbers[move.by])  # fmt: skip
    return parts


@pytest.mark.parametrize("level", ["streetlights", "noisy-lights"])
def test_the_walker_goes_as_far_as_the_prediction_says(level: str) -> None:
    driver = calm(level)
    attempt = screen(driver).attempt
    for _pass in range(3):
        weights = attempt.session.run.weights_at(attempt.step)
        for number, (input, (goal,)) in enumerate(attempt.session.run.examples):
            parts = moved(driver, number)
            (prediction,) = attempt.session.run.network.predict(weights, input)
            assert parts["walker", "x"] == pytest.approx(500 + 206 * max(-0.25, min(1.25, prediction)), abs=0.5)
            assert [parts[f"bulb {k}", "alpha"] for k in range(1, 4)] == list(input)
            assert (parts["walked", "alpha"], parts["waited", "alpha"]) == (goal, 1 - goal)
            for lamp, weight in enumerate(weights, 1):
                assert parts[f"cable {lamp}", "line"] == pytest.approx(1.5 + 7.5 * min(1.0, abs(weight)))
        act(driver, Learn(6))


def test_a_house_is_a_hidden_neuron_its_windows_the_crossings_its_levers_the_weights() -> None:
    driver = calm("dead-relu")
    attempt = screen(driver).attempt
    assert board(driver).words()[0] == "No light, no blame, no learning."
    for actions in ((), (Turn("weight", 2, 3), Turn("weight", 2, 7)), (Learn(40),)):
        act(driver, *actions)
        run, weights = attempt.session.run, attempt.session.weights
        lit = [run.network.forward(weights, input)[1] for input, _goal in run.examples]
        for number, (input, (goal,)) in enumerate(run.examples):
            parts = moved(driver, number)
            assert [parts[f"awake {k}", "alpha"] > 0.5 for k in range(1, 5)] == [value > 0.01 for value in lit[number]]
            prediction = run.network.predict(weights, input)[0]
            told = f"Crossing {number + 1}: prediction {as_text(prediction)}, goal {'walk' if goal else 'wait'}. Exam"
            assert board(driver).words().heard == f"{told} {as_text(exam(attempt.session))}."
            for k, value in enumerate(lit[number], 1):
                assert (parts[f"window {k} {number + 1}", "alpha"] > 0) == (value > 0)
                assert parts[f"dream {k}", "alpha"] == (not any(row[k - 1] for row in lit))
        for k, weight in enumerate(weights, 1):
            assert parts[f"weight {k}", "y"] == pytest.approx(-26 * max(-2.0, min(2.0, weight)))
    assert attempt.session.won


def test_a_lever_that_is_dragged_lights_its_window_at_once_and_each_has_its_place() -> None:
    driver = calm("dead-relu")
    assert [wires(driver).near(*spot_on(driver, lever)) for lever in range(16)] == list(range(16))
    x, y = spot_on(driver, 3)
    assert moved(driver)["window 2 1", "alpha"] == 0
    driver.down(x, y)
    driver.move(x, y - 60)
    wait(driver, 0.1)
    assert moved(driver)["window 2 1", "alpha"] > 0 and screen(driver).attempt.session.weights[3] < 1
    driver.up(x, y - 60)
    wait(driver, 0.1)
    assert moved(driver)["window 2 1", "alpha"] > 0 and screen(driver).attempt.session.weights[3] > 1


def test_the_beams_are_the_networks_answers_and_straight_ones_meet_in_the_middle() -> None:
    driver = calm("linear-layers")
    attempt = screen(driver).attempt
    ways = {"answers 1 2": [(1 - k / 40, k / 40, 1) for k in range(41)],
            "answers 3 4": [(k / 40, k / 40, 1) for k in range(41)]}  # fmt: skip
    for actions in ((), (Turn("alpha", 0.1), Learn(1200)), (Reset(), Turn("activation", "relu", 1), Learn(1600))):
        act(driver, *actions)
        run, numbers = attempt.session.run, need(board(driver).place).numbers()
        bent = need(layers_of(run.network)).activations != ("linear",) * 4
        assert [moved(driver)[f"curved {k}", "alpha"] for k in range(1, 5)] == [0, bent, 0, 0]
        for name, way in ways.items():
            answers = [numbers[f"{name} {k}"] for k in range(41)]
            assert answers == pytest.approx([run.network.predict(attempt.session.weights, x)[0] for x in way])
            assert (abs(answers[20] - (answers[0] + answers[40]) / 2) < 1e-9) is (not bent or name == "answers 3 4")
    assert attempt.session.won


@pytest.mark.parametrize("level", NETS)
def test_it_shows_what_the_engine_works_out(level: str) -> None:
    driver = calm(level)
    session, rows = screen(driver).attempt.session, table(driver).items
    assert len(rows) == len(session.run.examples)
    for row, (input, goals) in zip(rows, session.run.examples):
        assert (row.input, row.goal, row.told) == (tuple(input), goals[0], "walk" if goals[0] else "wait")
        assert row.prediction == session.run.network.predict(session.weights, input)[0]
    layers = session.run.network.forward(session.weights, session.run.examples[0][0])
    if board(driver).place is None:
        assert net_of(driver).layers == [tuple(layer) for layer in layers]
        assert net_of(driver).weights == tuple(session.weights)
    assert chart(driver).errors[-1] == pytest.approx(exam(session), rel=1e-12) and chart(driver).word == "exam"


def test_another_example_is_shown_until_a_step_is_made() -> None:
    driver = calm("hidden-four")
    table(driver)
    focus(driver, "examples")
    key(driver, pygame.K_DOWN, then=0.1)
    assert table(driver).chosen == 1
    driver.click(table(driver).rect[0] + 100, table(driver).cell(2)[1] + 10)
    wait(driver, 0.1)
    run = screen(driver).attempt.session.run
    assert net_of(driver).layers[0] == tuple(run.examples[2][0]) and net_of(driver).goals == run.examples[2][1]
    key(driver, pygame.K_SPACE, then=1)
    assert shown(driver).example() == 1, "the example of the step that comes next"


def test_a_step_in_four_parts_moves_the_weights_only_in_the_last() -> None:
    driver = calm("hidden-four", still=False)
    click(driver, "parts")
    session = screen(driver).attempt.session
    start, layers = list(session.weights), session.run.network.forward(session.weights, session.run.examples[0][0])
    delta = [layers[-1][0] - session.run.examples[0][1][0]]
    hidden = need(layers_of(session.run.network)).layer_deltas(start, layers, delta)[0]
    assert next(t.label for t in board(driver).tiles() if t.name == "step") == "Forward"
    assert net_of(driver).layers[1:] == [None, None] and not any(row.value for row in board(driver).code.rows(False))
    seen, lines = [], []
    for _ in range(3):
        click(driver, "tile step", then=1.5)
        seen.append(net_of(driver))
        rows = board(driver).code.rows(False)
        lines.append(next(row.line for row in rows if row.running))
        assert screen(driver).attempt.session.count == 0 and session.weights == start
    forward, error, back = seen
    assert [line.split(" = ")[0].strip() for line in lines[:2]] == ["prediction", "delta"] and "alpha" in lines[2]
    assert forward.layers == [tuple(layer) for layer in layers] and forward.error is None
    assert error.error == pytest.approx(delta[0] ** 2) and error.deltas[0] is None
    assert back.deltas == [tuple(hidden), tuple(delta)]
    click(driver, "tile step", then=1.5)
    assert screen(driver).attempt.session.count == 1 and net_of(driver).layers[1] is None
    click(driver, "parts")
    assert net_of(driver).layers[1] is not None


def test_who_is_dead_is_said_once_it_is_not_what_is_asked() -> None:
    assert not any(net_of(opened("hidden-four")).dead), "that is the bet"
    driver = calm("hidden-four")
    dead, run = net_of(driver).dead, screen(driver).attempt.session.run
    assert [row is not None for row in dead] == [True, False, True, False]
    assert dead[0] == tuple(sum(w * x for w, x in zip(run.weights[:3], input)) for input, _goal in run.examples)
    assert not any(net_of(calm("linear-layers")).dead)


def test_old_runs_stay_with_their_labels_and_passes_are_measured_with_the_weights_standing_still() -> None:
    slower = (Turn("alpha", 0.5), Learn(20), Turn("alpha", 0.1), Learn(20))
    driver = calm("hidden-four", Learn(40), Reset(), *slower, Reset())
    assert [line.label for line in chart(driver).lines] == ["α .2", "α .5→.1"]
    key(driver, pygame.K_v)
    assert not chart(driver).lines
    driver = calm("streetlights", Turn("alpha", 0.4), Learn(18))
    errors, run = chart(driver).errors, screen(driver).attempt.session.run
    for number, error in enumerate(errors):
        weights = run.history.weights_at(6 * number) if 6 * number < run.count else run.weights
        misses = [run.network.predict(weights, x)[0] - goal[0] for x, goal in run.examples]
        assert error == pytest.approx(math.fsum(miss * miss for miss in misses))
    assert len(errors) == 4


def test_the_scrubber_looks_back_by_passes_and_rewinds_and_a_pass_is_learned_to_its_end() -> None:
    driver = calm("hidden-four", Learn(40))
    focus(driver, "chart")
    key(driver, pygame.K_LEFT, pygame.K_LEFT)
    attempt = screen(driver).attempt
    assert attempt.step == 32 and net_of(driver).weights == attempt.session.run.at(32).weights
    click(driver, "rewind")
    assert screen(driver).attempt.session.count == 32
    driver = calm("noisy-lights", Learn(4), still=False)
    click(driver, "tile pass")
    attempt = screen(driver).attempt
    assert attempt.session.count == 6 and attempt.playback.looked_at == 4
    wait(driver, 2)
    click(driver, "tile pass")
    assert attempt.session.count == 12 and board(driver).counter()[:2] == ("Passes", 2)


STALLS = Level("stalls", title="Stalls", network=Priced(), examples=[Example([1, 2], 3), Example([2, 1], 4)],
              weights=[0.5, -0.5, 0.3, 1.0, 0.8], alpha=0.05,
              knobs=[Knob("alpha", 0.05, 0.4, step=0.05), Knob("weight", -2.0, 2.0)])  # fmt: skip


def pictured(driver: Driver) -> Net:
    stage = board_of(driver, PicturedBoard).stage
    assert isinstance(stage, PicturedStage)
    return stage.net()


def test_a_pictured_networks_nodes_have_the_numbers_of_the_run_and_wires_their_weights() -> None:
    driver = opened(STALLS, bets=False)
    key(driver, pygame.K_SPACE, then=0.7)
    net, session = pictured(driver), screen(driver).attempt.session
    network, weights = session.run.network, session.weights
    assert [list(layer or ()) for layer in net.layers] == [list(v) for v in network.forward(weights, [1, 2])]
    assert list(net.weights) == [weights[k] for k in (0, 1, 2, 2, 3, 4)]
    painted(driver)


class Named(Network):
    """A slope, a bias and its double, which nobody pictures."""

    inputs, outputs, size = 1, 1, 3
    weight_names = ("slope", "bias", "double")

    def forward(self, weights: Any, input: Any) -> list[Sequence[float]]:
        return [input, [weights[0] * input[0] + weights[1] + 2 * math.fsum(weights[2:])]]

    def weight_deltas(self, weights, layers, delta):  # type: ignore[no-untyped-def]
        return [delta[0] * layers[0][0], delta[0], 2 * delta[0]][: self.size]


class Bent(Network):
    """A bent line, told by its ops alone."""

    inputs, outputs, size = 1, 1, 4

    def ops(self) -> list[Dense]:
        return [Dense(0, 1, 1, (ACTIVATIONS["tanh"],), True), Dense(2, 1, 1, (), True)]


def test_without_a_picture_it_is_drawn_by_its_ops_and_weights_go_by_their_names() -> None:
    weights = [0.5, -0.25, 2.0, 0.75]
    level = replace(STALLS, network=Bent(), examples=[Example(2, 3)], weights=weights, words={"input": "sun"})
    net, hidden = pictured(opened(level, bets=False)), Bent().forward(weights, [2.0])[1][0]
    assert [list(layer or ()) for layer in net.layers] == [[2, 1], [hidden, 1], [2.0 * hidden + 0.75]]
    assert list(net.weights) == weights and list(net.names) == ["sun", "always 1"]
    driver = opened(replace(STALLS, network=Named(), examples=[Example(1, 3)], weights=[0.5] * 3), bets=False)
    said = [text.string for text in written_on(driver.scene.draw, (1280, 720), driver.scene.game.look())]
    assert set(Named.weight_names) <= set(said) and "Weights" in said, "a bar has its name"
    assert [knob.title for knob in weights_of(STALLS)] == list(Priced.weight_names)
    own = replace(STALLS, words={"weight 2": "worth"})
    assert [weight_name(own, k) for k in (0, 1)] == ["apples", "worth"]
    two = Named()
    two.size, two.weight_names = 2, ("slope", "bias")  # type: ignore[assignment]
    bias = replace(STALLS, id="bias", network=two, examples=[Example(1, 3)], weights=[0.5, 0.5])
    assert gets(bias, ContourBoard) and board_of(opened(bias, bets=False), ContourBoard).land.names == ("slope", "bias")
    text = write(Session(bias, Catalog(shipped().metrics, shipped().learners, {"bias": bias}), [Learn(2)])).text
    assert "slope" in text and "bias" in text, "where it is written out too"
