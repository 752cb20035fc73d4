"""The boards of networks: what their parts and places show and do, an author's network, and when to stop."""

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any

import pygame
import pytest

from checks.paper import written
from downslope import ACTIVATIONS, Dense, Example, Knob, Learn, Level, Move, Network, Neuron, Turn
from downslope.boards.network.net_panel import YARD_HIGH, YARD_LOW, Corners
from downslope.boards.network.neuron_panels import columns_of
from downslope.boards.network.shown_net import goal_word
from downslope.boards.shared.knob_panel import weights_of
from downslope.learning import Layers, Problem, layers_of
from downslope.level_files.land_picture import drawing_in
from downslope.rules import Action, LandPicture, Session, exam
from downslope.scenes.base.speech import speech_of
from downslope.scripts.forms import write
from downslope.view.format import numbers
from lib.driving import Driver
from lib.playing import act, board, click, key, need, opened, page, painted, screen, wait, widget
from lib.plugins import STALLS, OpsNetwork, Priced, QuadraticNeuron, Tied
from lib.support import shipped

pytestmark = pytest.mark.usefixtures("display")


def calm(level: str | Level, *actions: Action, **settings: Any) -> Driver:
    """Without bets; these actions were done."""
    driver = opened(level, bets=False, **settings)
    act(driver, *actions)
    return driver


def shown(driver: Driver) -> Any:
    """What is seen of the network."""
    return board(driver).shown


def net_of(driver: Driver) -> Any:
    board(driver).net.update(0.0)
    return board(driver).net.net


@pytest.mark.parametrize("level", ["streetlights", "noisy-lights", "the-wall", "hidden-four", "linear-layers"])
def test_it_shows_what_the_engine_works_out(level: str) -> None:
    driver = calm(replace(shipped().level(level), picture="", moves=()), Learn(40))
    run, session, net = screen(driver).attempt.session.run, screen(driver).attempt.session, net_of(driver)
    layers = [run.network.forward(run.weights, input) for input, _goal in run.examples]
    words = goal_word(session.level, [0]), goal_word(session.level, [1]), goal_word(session.level, [0.5, -1, 2])
    assert words == ("wait", "walk", ".5 −1 …")
    page(driver, "Examples")
    for row, (input, goals), answers in zip(widget(driver, "examples").items, run.examples, layers, strict=True):
        assert (row.input, row.goal, row.told) == (tuple(input), goals[0], words[round(goals[0])])
        assert row.prediction == answers[-1][0]
    assert net.layers == [tuple(layer) for layer in layers[shown(driver).example()]]
    assert net.weights == tuple(session.weights)
    for layer, column in enumerate(net.answers, 1):
        assert [list(each.values) for each in column] == [list(told) for told in zip(*(each[layer] for each in layers))]
    assert {answers.lit for column in net.answers for answers in column} == {shown(driver).example()}
    chart = widget(driver, "chart")
    assert chart.errors[-1] == pytest.approx(exam(session), rel=1e-12) and chart.word == "exam"


def test_a_step_in_four_parts_shows_forward_error_and_back_before_the_weights_move() -> None:
    driver = calm("hidden-four", still=False)
    session = screen(driver).attempt.session
    run, start, dead = session.run, list(session.weights), net_of(driver).dead
    assert dead[1] is None
    assert dead[0] == tuple(sum(w * x for w, x in zip(start[:3], input)) for input, _goal in run.examples)
    click(driver, "parts")
    layers = run.network.forward(start, run.examples[0][0])
    delta = [layers[-1][0] - run.examples[0][1][0]]
    hidden = need(layers_of(run.network)).layer_deltas(start, layers, delta)[0]
    assert net_of(driver).layers[1:] == [None, None] and not any(row.value for row in board(driver).code.rows(False))
    seen, lines = [], []
    for _ in range(3):
        click(driver, "tile step", then=1.5)
        seen.append(net_of(driver))
        lines.append(next(row.line for row in board(driver).code.rows(False) if row.running))
        assert screen(driver).attempt.session.count == 0 and session.weights == start
    forward, error, back = seen
    assert [line.split(" = ")[0].strip() for line in lines[:2]] == ["prediction", "delta"] and "alpha" in lines[2]
    assert forward.layers == [tuple(layer) for layer in layers] and forward.error is None
    assert error.error == pytest.approx(delta[0] ** 2) and error.deltas[0] is None
    assert back.deltas == [tuple(hidden), tuple(delta)]


def test_a_pass_is_measured_with_weights_that_stand_still() -> None:
    driver = calm("streetlights", Turn("alpha", 0.4), Learn(16), still=False)
    click(driver, "tile pass")
    attempt, run = screen(driver).attempt, screen(driver).attempt.session.run
    assert attempt.session.count == 18 and attempt.playback.looked_at == 16, "to the end of the pass"
    wait(driver, 2)
    now = numbers.number(run.network.predict(run.weights, run.examples[0][0])[0])
    assert speech_of(driver.scene).line.startswith(f"Crossing 1: prediction {now}, goal wait. Exam ")
    errors = widget(driver, "chart").errors
    for number, error in enumerate(errors):
        weights = run.history.weights_at(6 * number) if 6 * number < run.count else run.weights
        misses = [run.network.predict(weights, x)[0] - goal[0] for x, goal in run.examples]
        assert error == pytest.approx(math.fsum(miss * miss for miss in misses))
    assert len(errors) == 4 and board(driver).counter()[:2] == ("Passes", 3)


def test_a_network_of_an_author_is_drawn_as_pictured_or_by_its_ops_and_weights_go_by_their_names() -> None:
    driver = opened(STALLS, bets=False)
    key(driver, pygame.K_SPACE, then=0.7)
    net, session = board(driver).stage.net(), screen(driver).attempt.session
    assert [list(layer or ()) for layer in net.layers] == list(session.run.network.forward(session.weights, [1, 2]))
    assert list(net.weights) == [session.weights[k] for k in (0, 1, 2, 2, 3, 4)]
    painted(driver)
    weights, hidden = [0.5, -0.25, 2.0, 0.75], math.tanh(0.5 * 2 - 0.25)
    bent = OpsNetwork(Dense(0, 1, 1, (ACTIVATIONS["tanh"],), True), Dense(2, 1, 1, (), True))
    plain = replace(STALLS, knobs=[Knob("weight", -2, 2)], examples=[Example(2, 3)])
    net = board(opened(replace(plain, network=bent, weights=weights, words={"input": "sun"}), bets=False)).stage.net()
    assert [list(layer or ()) for layer in net.layers] == [[2, 1], [hidden, 1], [2.0 * hidden + 0.75]]
    assert list(net.weights) == weights and list(net.names) == ["sun", "always 1"]
    assert [knob.title for knob in weights_of(replace(STALLS, knobs=plain.knobs))] == list(Priced.weight_names)
    for network, size in ((QuadraticNeuron(), 2), (Tied(), 3)):  # nobody pictures them
        network.weight_names = ("slope", "bend", "double")[:size]
        named = replace(plain, id="named", network=network, weights=[0.5] * size)
        driver = opened(named, bets=False)
        said = [text.string for text in written(driver.scene.draw, (1280, 720), driver.scene.game.look())]
        assert set(network.weight_names) <= set(said)
        catalog = replace(shipped(), levels={"named": named})
        text = write(Session(named, catalog, [Learn(2)])).text
        assert all(name in text for name in network.weight_names), "where it is written out too"


def test_the_card_of_a_neuron_adds_up_and_when_tells_what_it_answered() -> None:
    driver = calm("hidden-four", Turn("alpha", 0.5), Learn(33))
    session, see = screen(driver).attempt.session, shown(driver)
    page(driver, "Neuron")
    for layer, number in [(1, 1), (1, 3), (2, 0)]:
        see.pinned = (layer, number)
        seen, (input, _goal) = board(driver).card.sum(), session.run.examples[see.example()]
        total = sum((value or 0.0) * weight for _name, value, weight in seen.terms)
        assert seen.value == session.run.network.forward(session.weights, input)[layer][number]
        assert (seen.total, seen.value) == pytest.approx((total, max(0.0, total) if layer == 1 else total), abs=1e-12)
    act(driver, Learn(18))
    page(driver, "When")
    table = board(driver).when.table
    assert list(table.columns) == list(range(13)) and table.here == 12
    for number, row in enumerate(table.rows[:4]):
        told = [session.run.network.forward(session.run.start, x)[1][number] for x, _goal in session.run.examples]
        assert list(row[1][0].values) == told
    assert [row[2] for row in table.rows] == [None, 1, None, 11, None], "from there on it answers to one alone"
    for whole, here in ((0, 0), (13, 13), (14, 3), (1000, 1000)):
        columns = columns_of(whole, here)
        assert {0, here, whole} <= set(columns) and columns == sorted(set(columns)) and len(columns) <= 14


@pytest.mark.parametrize("network", [
    *(Layers(*sizes, activation="tanh") for sizes in ((1, 2, 1), (5, 3, 3, 4), (8, 16, 10))),
    OpsNetwork(Dense(0, 2, 3, (ACTIVATIONS["relu"],) * 3), Dense(6, 3, 1)),
], ids=lambda network: f"{network.inputs} {network.size}")  # fmt: skip
def test_any_dense_network_that_fits_is_drawn_a_plugins_by_its_ops(network: Network) -> None:
    examples = [Example([given] * network.inputs, [goal] * network.outputs) for given, goal in ((0.5, 0.25), (-1, 2))]
    driver = opened(Level("any", title="Any", network=network, examples=examples, batch=1, hints=["-"]))
    assert len(widget(driver, "wires").at.wires) == network.size
    click(driver, "tile step")
    assert screen(driver).attempt.session.count > 0
    painted(driver, (960, 540))


WIRES: dict[str, Callable[[float, float], list[float]]] = {
    "none": lambda u, v: [], "both": lambda u, v: [u * v], "copy": lambda u, v: [u], "difference": lambda u, v: [u - v],
}  # fmt: skip


@pytest.mark.parametrize("wire", WIRES)
def test_the_wall_stands_where_the_prediction_is_a_half(wire: str) -> None:
    random, seen, network = Random(7), 0, Neuron(3 if wire == "none" else 4)

    def prediction(weights: list[float], u: float, v: float) -> float:
        return network.predict(weights, [u, v, 1.0, *WIRES[wire](u, v)])[0]

    while seen < 10:
        weights = [random.uniform(-2, 2) for _ in range(network.size)]
        walls = Corners(*(prediction(weights, u, v) for u, v in ((0, 0), (1, 0), (0, 1), (1, 1)))).walls()
        lines = [piece for wall in walls for piece in pairwise(wall)]
        for start, end in lines:
            for k in range(4):
                u, v = (a + (b - a) * k / 4 for a, b in zip(start, end))
                assert YARD_LOW - 1e-6 <= min(u, v) <= max(u, v) <= YARD_HIGH + 1e-6
                assert abs(prediction(weights, u, v) - 0.5) < 0.01, (weights, u, v)
        # Where it changes sides on a straight way along one light, a wall is passed, and nowhere else
        for k in range(9):
            u = YARD_LOW + 0.013 + (YARD_HIGH - YARD_LOW) * k / 9
            parts = (prediction(weights, u, YARD_LOW) > 0.5) != (prediction(weights, u, YARD_HIGH) > 0.5)
            assert sum((a[0] - u) * (b[0] - u) < 0 for a, b in lines) % 2 == parts, (weights, u)
        seen += bool(walls)


@pytest.mark.parametrize("level", ["hidden-four", *(pytest.param(name, marks=pytest.mark.slow) for name in (
    "the-wall", "toes", "freeze-the-toes", "three-neurons"))])  # fmt: skip
def test_a_picture_of_an_author_needs_no_part_of_the_games_own(level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    own = replace(shipped().level(level), id=f"mine/{level}", moves=(Move("lift", "y", "prediction"),))
    drawing = drawing_in(b'<svg viewBox="0 0 90 60"><rect id="lift" width="9" height="9"/></svg>', "own.svg")
    picture = LandPicture("own.svg", 90, 60, 1, svg=drawing.svg, parts=drawing.parts)
    monkeypatch.setitem(shipped().pictures, f"mine/{own.picture}", picture)
    driver = opened(own)
    painted(driver)
    click(driver, "tile step")
    painted(driver)


def test_the_curves_are_what_the_engine_says_and_the_unseen_one_is_not_drawn_before_the_end() -> None:
    driver = opened("stop-in-time")
    before, chart = painted(driver).get_buffer().raw, board(driver).chart
    level, run = screen(driver).attempt.level, screen(driver).attempt.session.recording_run
    while not chart.carry_on(50):
        pass
    assert painted(driver).get_buffer().raw == before
    for unseen, curve in ((False, chart.seen), (True, chart.unseen)):
        problem = Problem(run.network, level.data(unseen), run.metric)
        assert [at for at, _error in curve] == list(range(0, 601, 5))
        for at, error in curve[::30]:
            assert error == pytest.approx(problem.error(run.at(int(at) * 8).weights))
    line, weights = chart.line(80), run.at(640).weights
    assert line[0][0] == -1 and line[-1][0] == 1 and len(line) == 61
    assert [up for _across, up in line] == [run.network.predict(weights, (across, 1))[0] for across, _up in line]
