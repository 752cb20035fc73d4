"""The boards of networks: what their parts and places show and do, an author's network, and when to stop."""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from random import Random
from typing import Any

import pygame
import pytest

from checks.paper import written as written_on
from downslope import ACTIVATIONS, Catalog, Dense, Example, Knob, Learn, Level, Move, Network, Neuron, Turn
from downslope.attempt.shown import weight_name
from downslope.boards.network.net_board import NetBoard, PicturedBoard, PicturedStage
from downslope.boards.network.net_panel import YARD_HIGH, YARD_LOW, Corners, NeuronControl, Yard
from downslope.boards.network.neuron_panels import columns_of
from downslope.boards.network.shown_net import goal_word
from downslope.boards.network.stopping_board import StoppingBoard
from downslope.boards.one_neuron.needles_board import Gauges
from downslope.boards.several_weights.contour_board import ContourBoard
from downslope.boards.shared.knob_panel import weights_of
from downslope.learning import Layers, Problem, layers_of
from downslope.level_files.land_picture import drawing_in
from downslope.rules import LandPicture, Reset, Session, Stop, exam
from downslope.scripts.forms import write
from downslope.view.format.numbers import number as as_text
from downslope.view.networks.net_layout import Net
from downslope.view.widgets.number_input import Slider
from lib.driving import FRAME, Driver
from lib.listening import Spy
from lib.net_playing import board, calm, chart, focus, net_of, notes, shown, spot_on, table, wires, without_place
from lib.playing import act, board_of, click, control, enter, gets, key, need, opened, page, painted, screen, told, wait
from lib.plugin_networks import OpsNetwork, Priced
from lib.support import shipped

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


neurons = partial(control, name="neurons", kind=NeuronControl)


@pytest.mark.parametrize("level", ["the-wall", "hidden-four", "linear-layers"])
def test_each_neuron_shows_what_it_answers_to_every_example(level: str) -> None:
    driver = calm(without_place(level), Learn(40))
    run, net = screen(driver).attempt.session.run, net_of(driver)
    layers = [run.network.forward(run.weights, input) for input, _goal in run.examples]
    for layer, column in enumerate(net.answers, 1):
        for number, answers in enumerate(column):
            assert list(answers.values) == [each[layer][number] for each in layers]
    assert {answers.lit for column in net.answers for answers in column} == {shown(driver).example()}


def test_the_pictures_say_nothing_while_it_is_asked_who_lights_up_but_in_a_show() -> None:
    driver = opened("hidden-four")
    example = shown(driver).example()
    for answers in net_of(driver).answers[0]:
        assert [k for k, value in enumerate(answers.values) if value is not None] == [example]
    assert shown(driver).sentence() == ""
    screen(driver).attempt.stars_before = frozenset({1})
    key(driver, pygame.K_a, then=0.5)
    assert screen(driver).attempt.machine is not None and screen(driver).attempt.open_bets.offered
    assert not any(None in answers.values for answers in net_of(driver).answers[0]) and shown(driver).sentence()


def test_the_keyboard_and_the_mouse_go_from_neuron_to_neuron() -> None:
    driver = calm("hidden-four", Turn("alpha", 0.5), Learn(33))
    focus(driver, "neurons")
    key(driver, *[pygame.K_DOWN] * 4, then=0.1)
    assert shown(driver).neuron == (1, 3)
    assert neurons(driver).label == "hidden 4: left, not middle 0; middle, not left .75; neither .28; both .12"
    key(driver, pygame.K_RIGHT, pygame.K_RIGHT, then=0.1)
    assert shown(driver).neuron == (2, 0)
    key(driver, pygame.K_LEFT, pygame.K_RETURN, pygame.K_TAB, then=0.1)
    assert shown(driver).neuron == shown(driver).pinned in ((1, 1), (1, 2)), "it stays when the keyboard goes on"
    at = neurons(driver).at
    x, y, w, h = at.box(1, 0)
    driver.click(640, 120)  # the mouse is what is used
    driver.move(x + w / 2, y + h / 2)
    wait(driver, 0.5)
    assert shown(driver).neuron == (1, 0) and board(driver).pages.page() is board(driver).card, "where it rests"
    ends = [at.wires[index] for index in net_of(driver).marked]
    assert len(ends) == 4 and all((1, 0) in ((w.layer, w.source), (w.layer + 1, w.target)) for w in ends)


def test_a_neurons_card_adds_up_to_what_the_network_says() -> None:
    driver = calm("hidden-four", Turn("alpha", 0.5), Learn(33))
    page(driver, "Neuron")
    session, net = screen(driver).attempt.session, shown(driver)
    layers = session.run.network.forward(session.weights, session.run.examples[net.example()][0])
    for layer, number in [(1, 0), (1, 1), (1, 2), (1, 3), (2, 0)]:
        net.pinned = (layer, number)
        seen = board(driver).card.sum()
        total = sum((value or 0.0) * weight for _name, value, weight in seen.terms)
        assert seen.total == pytest.approx(total, abs=1e-12) and seen.value == layers[layer][number]
        assert seen.value == pytest.approx(max(0.0, total) if layer == 1 else total)


def test_a_column_of_when_is_gone_to_by_mouse_and_keys() -> None:
    driver = calm("hidden-four", Turn("alpha", 0.5), Learn(51))
    page(driver, "When")
    table, session = board(driver).when.table, screen(driver).attempt.session
    assert list(table.columns) == list(range(13)) and table.here == 12
    for column in (0, 12):
        weights = session.run.history.weights_at(4 * column)
        for row, number in zip(table.rows, range(4)):
            told = [session.run.network.forward(weights, x)[1][number] for x, _goal in session.run.examples]
            assert list(row[1][column].values) == told
    assert [row[2] for row in table.rows] == [None, 1, None, 11, None], "from there on it answers to one alone"
    x, y, w, h = table.place(5, 1)
    driver.click(x + w / 2, y + h / 2)
    wait(driver, 0.1)
    assert screen(driver).attempt.step == 20 and board(driver).when.table.here == 5
    focus(driver, "when")
    key(driver, pygame.K_LEFT, then=0.1)
    assert screen(driver).attempt.step == 16
    for whole, here in ((0, 0), (13, 13), (14, 3), (400, 57), (1000, 1000)):
        columns = columns_of(whole, here)
        assert {0, here, whole} <= set(columns) and columns == sorted(set(columns)) and len(columns) <= 14


def test_a_weight_is_turned_on_its_notches_and_each_wire_counts_once() -> None:
    driver = calm("dead-relu")
    focus(driver, "wires")
    spy, start = driver.game.player_feedback.sound, list(screen(driver).attempt.session.weights)
    spy = driver.game.player_feedback.sound = Spy()
    key(driver, pygame.K_UP, pygame.K_UP)
    assert [name[:4] for name in spy.take()] == ["tick"] * 2, "a notch is heard"
    session = screen(driver).attempt.session
    assert start[0] < session.weights[0] <= start[0] + 1 and (2 * session.weights[0]).is_integer()
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


def test_wires_are_walked_and_why_one_cannot_be_turned_or_frozen_is_said() -> None:
    driver = calm("hidden-four")
    focus(driver, "wires")
    for code, name in ((pygame.K_RIGHT, "middle → hidden 1"), (pygame.K_PAGEDOWN, "middle → hidden 2"),
                       (pygame.K_END, "hidden 4 → prediction")):  # fmt: skip
        key(driver, code)
        assert wires(driver).name_of(net_of(driver).focused or 0) == name
    x, y = spot_on(driver, 1)
    driver.drag((x, y), (x, y - 50))
    assert wires(driver).index == 1 and "cannot be turned" in notes(driver)[-1]
    wait(driver, 1.0)
    driver.type("f")
    wait(driver, 0.1)
    assert len(notes(driver)) == 1 and "frozen" in notes(driver)[0] and not screen(driver).attempt.session.frozen
    free = replace(shipped().level("hidden-four"), id="ice", knobs=[Knob("freeze"), Knob("alpha", 0.1, 1)])
    driver = opened(free, bets=False)
    focus(driver, "wires")
    driver.type("f")
    driver.click(*spot_on(driver, 3))
    click(driver, "freeze")
    click(driver, "tile step")
    session = screen(driver).attempt.session
    assert session.frozen == {0, 3} and net_of(driver).frozen == {0, 3}
    assert [session.weights[i] for i in (0, 3)] == [session.run.start[i] for i in (0, 3)] != session.weights[1:3]


ANY: list[Network] = [*(Layers(*sizes, activation="tanh") for sizes in ((1, 2, 1), (5, 3, 3, 4), (8, 16, 10))),
    OpsNetwork(Dense(0, 2, 3, (ACTIVATIONS["relu"],) * 3), Dense(6, 3, 1))]  # fmt: skip


@pytest.mark.parametrize("network", ANY, ids=lambda network: f"{network.inputs} {network.size}")
def test_any_dense_network_that_fits_is_drawn_a_plugins_by_its_ops(network: Network) -> None:
    examples = [Example([given] * network.inputs, [goal] * network.outputs) for given, goal in ((0.5, 0.25), (-1, 2))]
    driver = opened(Level("any", title="Any", network=network, examples=examples, batch=1, hints=["-"]))
    assert len(wires(driver).at.wires) == network.size
    click(driver, "tile step")
    assert screen(driver).attempt.session.count > 0
    assert painted(driver, (960, 540)).get_size() == (960, 540)


def test_a_network_that_does_not_fit_has_another_board_and_goals_are_told_in_the_levels_words() -> None:
    big = Level("big", title="Big", network=Layers(64, 32, 10), examples=[Example([0.5] * 64, [1.0] * 10)])
    others = [shipped().level(name) for name in ("toes", "stop-in-time", "valley", "dead-wire")]
    assert [level.id for level in (big, *others) if gets(level, NetBoard)] == []
    level = shipped().level("streetlights")
    assert [goal_word(level, [goal]) for goal in (0, 1, 0.5)] == ["wait", "walk", ".5"]
    assert goal_word(level, [0, 0, 1]) == "2" and goal_word(level, [0.5, -1, 2]) == ".5 −1 …"


LIGHTS = ((0, 0), (1, 0), (0, 1), (1, 1))
WIRES = {"none": None, "both": lambda u, v: u * v, "copy": lambda u, v: u, "difference": lambda u, v: u - v}


@pytest.mark.parametrize("wire", WIRES)
def test_the_wall_stands_where_the_prediction_is_a_half(wire: str) -> None:
    random, extra, seen = Random(7), WIRES[wire], 0
    network = Neuron(3 if extra is None else 4)

    def prediction(weights: list[float], u: float, v: float) -> float:
        return network.predict(weights, [u, v, 1.0, *([extra(u, v)] if extra is not None else [])])[0]

    while seen < 10:
        weights = [random.uniform(-2, 2) for _ in range(network.size)]
        walls = Corners(*(prediction(weights, u, v) for u, v in LIGHTS)).walls()
        lines = [piece for wall in walls for piece in pairwise(wall)]
        for start, end in lines:
            for k in range(4):
                u, v = (a + (b - a) * k / 4 for a, b in zip(start, end))
                assert YARD_LOW - 1e-6 <= u <= YARD_HIGH + 1e-6 and YARD_LOW - 1e-6 <= v <= YARD_HIGH + 1e-6
                assert abs(prediction(weights, u, v) - 0.5) < 0.01, (weights, u, v)
        # Where it changes sides on a straight way along one light, a wall is passed, and nowhere else
        for k in range(9):
            u = YARD_LOW + 0.013 + (YARD_HIGH - YARD_LOW) * k / 9
            parts = (prediction(weights, u, YARD_LOW) > 0.5) != (prediction(weights, u, YARD_HIGH) > 0.5)
            assert sum((a[0] - u) * (b[0] - u) < 0 for a, b in lines) % 2 == parts, (weights, u)
        seen += bool(walls)


def yard_of(driver: Driver) -> Yard:
    place = board(driver).place
    assert isinstance(place, Yard)
    return place


def test_in_the_yard_the_predictions_are_those_of_the_step_and_are_told() -> None:
    driver = calm("the-wall", Turn("alpha", 0.2), Learn(3), still=False)
    attempt, between = screen(driver).attempt, set[float]()
    click(driver, "tile step")
    while attempt.playback.moving:
        wait(driver, FRAME)
        between.add(yard_of(driver).corners().both)
    assert len(between) > 3, "it turns on its way"
    run = attempt.session.run
    by_light = [run.network.predict(run.weights, (u, v, 1))[0] for u, v in LIGHTS]
    assert yard_of(driver).corners() == pytest.approx(by_light, abs=1e-12)
    now = as_text(run.network.predict(run.weights, run.examples[attempt.shown.count % 4][0])[0])
    assert f"prediction {now}, goal" in board(driver).words().heard


def gauges(driver: Driver) -> Gauges:
    place = screen(driver).board.needles_panel  # type: ignore[attr-defined]
    assert isinstance(place, Gauges)
    return place


def test_gauges_turn_as_the_weights_and_the_loudest_clue_pulls_most_and_a_frozen_rope_is_slack() -> None:
    driver = opened("toes", bets=False, still=False)
    attempt, place, tugs = screen(driver).attempt, gauges(driver), list[list[float]]()
    attempt.turn("alpha", 0.004)
    start = attempt.session.weights
    click(driver, "tile step")
    while attempt.playback.moving:
        wait(driver, FRAME)
        tugs.append([place.numbers()[f"tug {k}"] for k in (1, 2, 3)])
    most = max(tugs)
    assert [round(40 * each / most[0]) for each in most] == [40, 3, 6]
    wait(driver, 1.0)
    numbers, weights = place.numbers(), attempt.session.weights
    turns = {move.part: move.value(numbers[move.by]) for move in attempt.level.moves if move.what == "turn"}
    for k, (now, was) in enumerate(zip(weights, start), 1):
        assert turns[f"needle {k}"] == pytest.approx(500 * now) and turns[f"was {k}"] == pytest.approx(500 * was)
    driver = opened("freeze-the-toes", bets=False)
    click(driver, "needle 1")
    assert [gauges(driver).numbers()[f"held {k}"] for k in (1, 2, 3)] == [1, 0, 0]
    assert need(driver.scene.widget("needle 1")).rect == pytest.approx(gauges(driver).box("gauge 1"))


@pytest.mark.slow
@pytest.mark.parametrize("level", ["hidden-four", "the-wall", "toes", "freeze-the-toes", "three-neurons"])
def test_a_picture_of_an_author_needs_no_part_of_the_games_own(level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    own = replace(shipped().level(level), id=f"mine/{level}", moves=(Move("lift", "y", "prediction"),))
    drawing = drawing_in(b'<svg viewBox="0 0 90 60"><rect id="lift" width="9" height="9"/></svg>', "own.svg")
    picture = LandPicture("own.svg", 90, 60, 1, svg=drawing.svg, parts=drawing.parts)
    monkeypatch.setitem(shipped().pictures, f"mine/{own.picture}", picture)
    driver = opened(own)
    painted(driver)
    click(driver, "tile step")
    assert painted(driver).get_size() == (1280, 720)


stopping_board = partial(board_of, kind=StoppingBoard)


def peek_at(driver: Driver, at: int) -> None:
    enter(driver, "pass", str(at), pygame.K_SPACE, then=0.3)


@pytest.mark.slow
def test_the_curves_are_what_the_engine_says_and_the_unseen_one_is_not_drawn_before_the_end() -> None:
    driver = opened("stop-in-time")
    before, chart = painted(driver).get_buffer().raw, stopping_board(driver).chart
    session, run = screen(driver).attempt.session, screen(driver).attempt.session.recording_run
    seen = Problem(run.network, session.level.data(), run.metric)
    for at, error in chart.seen[::30]:
        assert error == pytest.approx(seen.error(run.at(int(at) * 8).weights))
    while not chart.carry_on(50):
        pass
    unseen = Problem(run.network, session.level.data(unseen=True), run.metric)
    assert chart.unseen[-1][1] == pytest.approx(unseen.error(run.at(4800).weights))
    assert [at for at, _error in chart.unseen] == [at for at, _error in chart.seen] == list(range(0, 601, 5))
    assert painted(driver).get_buffer().raw == before
    line, weights = chart.line(80), run.at(640).weights
    assert line[0][0] == -1 and line[-1][0] == 1 and len(line) == 61
    assert [up for _across, up in line] == [run.network.predict(weights, (across, 1))[0] for across, _up in line]


def test_each_peek_has_a_slot_with_its_curve_and_the_best_is_marked() -> None:
    driver = opened("stop-in-time", bets=False)
    spy = driver.game.player_feedback.sound = Spy()
    for at, proposed in ((20, "probe"), (80, "probe"), (320, "stop")):  # once the lowest lies between higher ones
        peek_at(driver, at)
        assert [name for name in spy.take() if name in ("gust", "scoop")] == ["gust", "scoop"], "the fog lifts"
        assert [tile.name for tile in stopping_board(driver).tiles() if tile.primary] == [proposed]
    slots, chart = stopping_board(driver).log.slots(), stopping_board(driver).chart
    lowest = min((peek for peek, *_more in slots), key=lambda peek: peek[2])
    assert [(peek[1], now) for peek, _curve, _best, now in slots] == [(20, False), (80, False), (320, True)]
    assert all(best == (peek is lowest) and curve == chart.line(peek[1]) for peek, curve, best, _now in slots)
    wait(driver, 0.7)
    seen, told = chart.seen_at(320), screen(driver).attempt.session.probed[-1].unseen or 0.0
    assert screen(driver).spoken_line().startswith(
        f"Pass 320: seen error {as_text(seen, 4)}. Peek 3: unseen error {as_text(told, 4)}."
    )


@pytest.mark.parametrize("at", [0, 75, 600])
def test_the_syrup_is_what_the_net_of_the_pass_says_and_each_day_stands_at_what_was_sold(at: int) -> None:
    driver = opened("stop-in-time", bets=False)
    screen(driver).attempt.turn("pass", at)
    wait(driver, 0.2)
    place, attempt = need(stopping_board(driver).place), screen(driver).attempt
    numbers, network = place.numbers(), attempt.session.run.network
    moves = {(move.part, move.what): move.value(numbers.get(move.by, 0.0)) for move in attempt.level.moves}
    syrup = next(shape for shape in place.picture.picture.parts if shape.name == "answers 1 8")
    left, zero, right, one = map(float, syrup.outline.replace("M", "").replace("L", "").split())
    answers = [numbers[f"answers 1 8 {k}"] for k in range(41)]
    assert answers == pytest.approx([network.predict(attempt.session.weights, (k / 20 - 1, 1))[0] for k in range(41)])
    for part, unseen in (("scoop", False), ("other", True)):
        for number, ((warmth, _one), (sold,)) in enumerate(attempt.level.data(unseen), 1):
            assert moves[f"{part} {number}", "x"] == pytest.approx(left + (right - left) * (warmth + 1) / 2)
            assert moves[f"{part} {number}", "y"] == pytest.approx(zero + (one - zero) * sold)
            if part == "scoop":
                miss = (one - zero) * (answers[round(20 * warmth + 20)] - sold)
                assert moves[f"stem {number}", "high"] == pytest.approx(miss)


def test_dragging_runs_nothing_and_shows_the_seen_error() -> None:
    driver = opened("stop-in-time")
    slider, run = control(driver, "pass", Slider), screen(driver).attempt.session.run
    driver.down(slider.x_of(0), slider.line)
    driver.move(slider.x_of(300), slider.line)
    wait(driver, 0.1)
    assert stopping_board(driver).chart.current_pass == 300 and screen(driver).attempt.session.run is run
    driver.up(slider.x_of(300), slider.line)
    assert screen(driver).attempt.session.knobs["pass"] == 300 and screen(driver).attempt.session.count == 2400


def test_stopping_too_late_is_final_until_a_reset() -> None:
    driver = opened("stop-in-time", bets=False)
    click(driver, "tile stop")
    assert stopping_board(driver).sure
    screen(driver).set_focus("pass")
    key(driver, pygame.K_END)
    assert not stopping_board(driver).sure, "a turn takes the question back"
    click(driver, "tile stop")
    click(driver, "tile stop")
    attempt = screen(driver).attempt
    assert not attempt.session.won and "Reset" in stopping_board(driver).words()[1]
    actions = list(attempt.session.actions)
    key(driver, pygame.K_z)
    assert attempt.session.actions == actions and isinstance(actions[-1], Stop)
    told(driver)
    assert not need(driver.scene.widget("tile stop")).enabled
    click(driver, "tile reset")
    assert need(driver.scene.widget("tile stop")).enabled
