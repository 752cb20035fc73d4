"""The board of a dense network, and another's network as its author pictures it: what its parts show and do."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import groupby
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
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.tween import STILL_LIFE
from downslope.view.format.numbers import number as as_text
from driving import FRAME, Driver
from net_playing import board, calm, chart, focus, net_of, shown, spot_on, table, wires
from pictured_network import Priced
from playing import act, board_of, click, gets, key, machine, need, opened, painted, played, screen, wait
from support import shipped

pytestmark = pytest.mark.usefixtures("display")
NETS = ("streetlights", "noisy-lights", "the-wall", "hidden-four", "all-zeros", "dead-relu", "linear-layers")


@pytest.mark.parametrize("level", ["streetlights", "noisy-lights"])
def test_the_walker_goes_as_far_as_the_prediction_says(level: str) -> None:
    driver = calm(level)
    place, attempt = need(board(driver).place), screen(driver).attempt
    moves = attempt.level.moves
    for _pass in range(4):
        for number, (input, (goal,)) in enumerate(attempt.session.run.examples):
            shown(driver).chosen = number
            found = place.numbers()
            weights = attempt.session.run.weights_at(attempt.step)
            (prediction,) = attempt.session.run.network.predict(weights, input)
            (walker,) = (move.value(found[move.by]) for move in moves if (move.part, move.what) == ("walker", "x"))
            assert walker == pytest.approx(500 + 206 * max(-0.25, min(1.25, prediction)), abs=0.5)
            seen = [(move.part, move.value(found[move.by])) for move in moves if move.what == "alpha"]
            assert [value for part, value in seen if part.startswith("bulb")] == list(input)
            assert dict(seen)["walked"] == goal and dict(seen)["waited"] == 1 - goal
            for lamp, weight in enumerate(weights, 1):
                lines = {move.part: move.value(found[move.by]) for move in moves if move.what == "line"}
                assert lines[f"cable {lamp}"] == pytest.approx(1.5 + 7.5 * min(1.0, abs(weight)))
                blue = [value for part, value in seen if part == f"cable {lamp}"]
                assert (blue[0] > 0.5) == (weight >= 0)
        painted(driver)
        act(driver, Learn(6))


def moved(driver: Driver) -> dict[tuple[str, str], float]:
    """Where each part of a place stands: (part, what) -> value."""
    place = need(board(driver).place)
    found = place.numbers()
    return {(move.part, move.what): move.value(found[move.by]) for move in screen(driver).attempt.level.moves}


def test_it_rains_where_an_answer_is_wrong_and_its_sign_is_smeared_once_that_is_found_out() -> None:
    driver = calm("noisy-lights")
    place, attempt = need(board(driver).place), screen(driver).attempt

    def seen(number: int) -> dict[str, float]:
        shown(driver).chosen = number
        found, parts = place.numbers(), dict[str, float]()
        for move in attempt.level.moves:
            if move.what == "alpha":
                parts[move.part] = parts.get(move.part, 1.0) * move.value(found[move.by])
        return parts

    true, told = (attempt.level.data(unseen) for unseen in (True, False))
    before = [seen(number) for number in range(len(told))]
    assert {parts["smear"] for parts in before} == {0} and before[0]["rain 1"] == 1
    for action in attempt.level.solution:
        attempt.session.do(action)
    attempt.look(attempt.session.count)
    after = [seen(number) for number in range(len(told))]
    assert attempt.session.won and [parts["smear"] == 1 for parts in after] == [a != b for a, b in zip(true, told)]
    assert after[0]["rain 1"] == 0.5
    canvases = []
    for time in (0.0, 0.4):
        canvas = Canvas(pygame.Surface((1280, 720)), driver.game.look())
        canvas.life = STILL_LIFE._replace(time=time)
        driver.scene.draw(canvas)
        canvases.append(canvas)
    first, second = (canvas.picture for canvas in canvases)
    assert first.get_buffer().raw != second.get_buffer().raw
    for x, y, w, h in canvases[0].written:
        box = pygame.Rect(x, y, w, h).clip(first.get_rect())
        assert first.subsurface(box).copy().get_buffer().raw == second.subsurface(box).copy().get_buffer().raw
    dry = screen(calm("streetlights")).attempt.level.moves
    hidden = {move.part for move in dry if (move.what, tuple(move.to)) == ("alpha", (0,))}
    assert {"smear", "puddles"} < hidden and {part for part in before[0] if part.startswith("rain")} < hidden


def test_a_house_is_a_hidden_neuron_its_windows_the_crossings_its_levers_the_weights() -> None:
    driver = calm("dead-relu")
    place, attempt = need(board(driver).place), screen(driver).attempt
    assert board(driver).words()[0] == "No light, no blame, no learning."
    for actions in ((), (Turn("weight", 2, 3), Turn("weight", 2, 7)), (Learn(1),), (Learn(39),)):
        act(driver, *actions)
        run, weights = attempt.session.run, attempt.session.weights
        lit = [run.network.forward(weights, input)[1] for input, _goal in run.examples]
        for number, (input, (goal,)) in enumerate(run.examples):
            shown(driver).chosen = number
            seen, corner = moved(driver), place.box("window 1 3")
            assert [seen[f"awake {k}", "alpha"] > 0.5 for k in range(1, 5)] == [value > 0.01 for value in lit[number]]
            unit = place.picture.place(place.rect, whole=True)[2]
            ring = corner[0] + seen["here", "x"] * unit, corner[1] + seen["here", "y"] * unit
            assert place.box(f"window 1 {number + 1}")[:2] == pytest.approx(ring), "of the crossing that is seen"
            prediction = run.network.predict(weights, input)[0]
            told = f"Crossing {number + 1}: prediction {as_text(prediction)}, goal {'walk' if goal else 'wait'}. Exam"
            assert board(driver).words().heard == f"{told} {as_text(exam(attempt.session))}."
            for k, value in enumerate(lit[number], 1):
                alpha = seen[f"window {k} {number + 1}", "alpha"]
                assert (alpha > 0) == (value > 0) and (value < 0.03 or alpha >= 0.4)
                assert seen[f"dream {k}", "alpha"] == (not any(row[k - 1] for row in lit))
        for k, weight in enumerate(weights, 1):
            assert seen[f"weight {k}", "y"] == pytest.approx(-26 * max(-2.0, min(2.0, weight)))
            assert seen[f"weight {k}", "alpha"] == (weight >= 0) == 1 - seen[f"back {k}", "alpha"]
        painted(driver)
    assert attempt.session.won


def test_a_lever_that_is_dragged_lights_its_window_at_once_and_each_has_its_place() -> None:
    driver = calm("dead-relu")
    panel = wires(driver)
    assert [panel.near(*spot_on(driver, lever)) for lever in range(16)] == list(range(16))
    x, y = spot_on(driver, 3)
    assert moved(driver)["window 2 1", "alpha"] == 0
    driver.down(x, y)
    driver.move(x, y - 60)
    wait(driver, 0.1)
    assert moved(driver)["window 2 1", "alpha"] > 0 and screen(driver).attempt.session.weights[3] < 1
    driver.up(x, y - 60)
    wait(driver, 0.1)
    assert moved(driver)["window 2 1", "alpha"] > 0 and screen(driver).attempt.session.weights[3] > 1
    focus(driver, "neurons")
    key(driver, pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_LEFT)
    assert board(driver).net.neurons.chosen == (1, 1), "the houses stand in a row"  # type: ignore[union-attr]


def test_the_beams_are_the_networks_answers_and_straight_ones_meet_in_the_middle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    driver = calm("linear-layers")
    place, attempt = need(board(driver).place), screen(driver).attempt
    assert board(driver).words()[0] == "The beams meet in the middle."
    drawn, polyline = list[list[tuple[float, float]]](), Canvas.polyline

    def noted(canvas: Canvas, points: list[tuple[float, float]], *given: Any, **named: Any) -> None:
        drawn.append(list(points))
        polyline(canvas, points, *given, **named)

    monkeypatch.setattr(Canvas, "polyline", noted)
    ways = {"answers 1 2": [(1 - k / 40, k / 40, 1) for k in range(41)],
            "answers 3 4": [(k / 40, k / 40, 1) for k in range(41)]}  # fmt: skip
    for actions in ((), (Turn("alpha", 0.1), Learn(1200)), (Reset(), Turn("activation", "relu", 1), Learn(1600))):
        act(driver, *actions)
        drawn.clear()
        painted(driver)
        run, numbers = attempt.session.run, place.numbers()
        bent = layers_of(run.network).activations != ("linear",) * 4  # type: ignore[union-attr]
        assert [moved(driver)[f"curved {k}", "alpha"] for k in range(1, 5)] == [0, bent, 0, 0]
        for name, way in ways.items():
            answers = [numbers[f"{name} {k}"] for k in range(41)]
            expected = [run.network.predict(attempt.session.weights, input)[0] for input in way]
            assert answers == pytest.approx(expected, abs=1e-12)
            assert (abs(answers[20] - (answers[0] + answers[40]) / 2) < 1e-9) is (not bent or name == "answers 3 4")
            x, y, w, h = place.box(name)
            spots = [(x + w * k / 40, y + h * (1 - answer)) for k, answer in enumerate(answers)]
            assert any(len(line) == 41 and line == [pytest.approx(spot, abs=1.0) for spot in spots] for line in drawn)
    assert attempt.session.won


@pytest.mark.parametrize("level", NETS)
def test_it_shows_what_the_engine_works_out(level: str) -> None:
    driver = calm(level)
    session, rows = screen(driver).attempt.session, table(driver).items
    assert len(rows) == len(session.run.examples)
    for number, (input, goals) in enumerate(session.run.examples):
        row = rows[number]
        assert row.input == tuple(input) and row.goal == goals[0]
        assert row.prediction == session.run.network.predict(session.weights, input)[0]
        assert row.told == ("walk" if goals[0] else "wait")
    layers = session.run.network.forward(session.weights, session.run.examples[0][0])
    if board(driver).place is None:
        assert net_of(driver).layers == [tuple(layer) for layer in layers]
        assert net_of(driver).weights == tuple(session.weights)
    assert chart(driver).errors[-1] == pytest.approx(exam(session), rel=1e-12) and chart(driver).word == "exam"


def test_another_example_is_shown_until_a_step_is_made() -> None:
    driver = calm("hidden-four")
    assert table(driver).chosen == 0
    focus(driver, "examples")
    key(driver, pygame.K_DOWN, then=0.1)
    assert table(driver).chosen == 1
    driver.click(table(driver).rect[0] + 100, table(driver).cell(2)[1] + 10)
    wait(driver, 0.1)
    run = screen(driver).attempt.session.run
    assert table(driver).chosen == 2 and net_of(driver).layers[0] == tuple(run.examples[2][0])
    assert net_of(driver).goals == run.examples[2][1]
    key(driver, pygame.K_SPACE, then=1)
    assert shown(driver).example() == 1, "the example of the step that comes next"


def test_a_step_in_four_parts_moves_the_weights_only_in_the_last() -> None:
    driver = calm("hidden-four", still=False)
    click(driver, "parts")
    session = screen(driver).attempt.session
    start, layers = list(session.weights), session.run.network.forward(session.weights, session.run.examples[0][0])
    delta = [layers[-1][0] - session.run.examples[0][1][0]]
    hidden = layers_of(session.run.network).layer_deltas(start, layers, delta)[0]  # type: ignore[union-attr]
    label = next(t.label for t in board(driver).tiles() if t.name == "step")
    assert label == "Forward" and net_of(driver).layers[1:] == [None, None]
    assert not any(row.value for row in board(driver).code.rows(False)), "nothing has been worked out"
    seen, lines = [], []
    for _ in range(3):
        click(driver, "tile step", then=1.5)
        seen.append(net_of(driver))
        rows = board(driver).code.rows(False)
        lines.append(next(row.line for row in rows if row.running))
        assert not any(row.value for row in rows[rows.index(next(r for r in rows if r.running)) + 1 :])
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


def test_pulses_go_forward_then_back_and_then_the_wires_move() -> None:
    driver = calm("hidden-four", still=False)
    click(driver, "tile step")
    phases, before = [], screen(driver).attempt.session.run.history.weights_at(0)
    while screen(driver).attempt.playback.moving:
        seen = shown(driver).progress()
        moved = net_of(driver).weights != before
        phases.append("move" if moved else "back" if seen.back else "forward" if seen.forward < 2 else "error")
        wait(driver, FRAME)
    order = [name for name, _group in groupby(phases)]
    assert [name for name in order if name != "error"] == ["forward", "back", "move"], order


@pytest.mark.slow
def test_blame_walks_back_to_who_was_lit_and_on_to_the_lit_lamps() -> None:
    driver = calm("hidden-four", still=False)
    click(driver, "parts")
    for _ in range(2):
        click(driver, "tile step", then=1.5)
    click(driver, "tile step")
    frames = [(shown(driver).progress(), painted(driver))]
    while (frames[-1][0].back or 0.0) < 2:
        wait(driver, 1 / 30, 1 / 30)
        frames.append((shown(driver).progress(), painted(driver)))
        assert painted(driver).get_buffer().raw == frames[-1][1].get_buffer().raw, "a place in time has one picture"
    net, wires, red = net_of(driver), need(board(driver).net.wires), driver.game.look().theme.rgb("error")
    assert net.layers[1] is not None and 0 < sum(value > 0 for value in net.layers[1]) < 4

    def framed(picture: pygame.Surface) -> list[bool]:
        boxes = [wires.at.box(1, k) for k in range(4)]
        return [picture.get_at((round(x + w / 2), round(y - 4)))[:3] == red for x, y, w, _h in boxes]

    assert framed(next(picture for seen, picture in frames if (seen.back or 0) >= 1)) == [v > 0 for v in net.layers[1]]
    assert not any(framed(next(picture for seen, picture in frames if seen.back)))
    out, ends = need(net.deltas[-1]), net.weights[-4:]
    shares = [f"{out[0] * weight:.2f}".replace("-", "−") for weight, lit in zip(ends, net.layers[1]) if lit]
    told = [text.string for text in written_on(driver.scene.draw, (1280, 720), driver.game.look())]
    assert shares and set(shares) <= set(told), "the delta of each house that is lit is delta × weight"
    for first, last in ((0.1, 0.9), (1.1, 1.9)):  # something is on its way in each
        seen = [picture.get_buffer().raw for at, picture in frames if first < (at.back or 0) < last]
        assert len(set(seen)) == len(seen) > 8


def test_who_is_dead_is_said_once_it_is_not_what_is_asked() -> None:
    driver = opened("hidden-four")
    assert not any(net_of(driver).dead), "that is the bet"
    driver = calm("hidden-four")
    dead = net_of(driver).dead
    assert [row is not None for row in dead] == [True, False, True, False]
    run = screen(driver).attempt.session.run
    weights = run.weights[:3]
    assert dead[0] == tuple(sum(w * x for w, x in zip(weights, input)) for input, _goal in run.examples)
    assert all(row is not None for row in net_of(calm("dead-relu")).dead)
    assert not any(net_of(calm("linear-layers")).dead)


def test_old_runs_stay_with_their_labels_and_reset_keeps_them() -> None:
    slower = (Turn("alpha", 0.5), Learn(20), Turn("alpha", 0.1), Learn(20))
    driver = calm("hidden-four", Learn(40), Reset(), *slower, Reset())
    lines = chart(driver).lines
    assert [line.label for line in lines] == ["α .2", "α .5→.1"]
    past = screen(driver).attempt.runs.kept[0]
    assert [len(line.errors) for line in lines] == [11, 11]
    assert lines[0].errors[0] == pytest.approx(4 * past.errors[0]) == pytest.approx(1.362, abs=5e-4)
    key(driver, pygame.K_v)
    assert not chart(driver).lines
    key(driver, pygame.K_v)
    assert len(chart(driver).lines) == 2
    driver = calm("all-zeros", Turn("spread", 0.3), Learn(8), Reset(), Turn("spread", 2), Learn(8), Reset())
    assert [line.label for line in chart(driver).lines] == ["spread .3", "spread 2"]


def test_the_scrubber_looks_back_by_passes_and_rewinds_and_a_pass_is_learned_to_its_end() -> None:
    driver = calm("hidden-four", Learn(40))
    focus(driver, "chart")
    key(driver, pygame.K_LEFT, pygame.K_LEFT)
    attempt = screen(driver).attempt
    assert attempt.step == 32 and net_of(driver).weights == attempt.session.run.at(32).weights
    key(driver, pygame.K_COMMA)
    assert attempt.step in (28, 31)
    before = attempt.step
    click(driver, "rewind")
    assert screen(driver).attempt.session.count == before
    driver = calm("noisy-lights", Learn(4), still=False)
    click(driver, "tile pass")
    attempt = screen(driver).attempt
    assert attempt.session.count == 6 and attempt.playback.looked_at == 4
    wait(driver, 2)
    assert attempt.step == 6
    click(driver, "tile pass")
    assert attempt.session.count == 12
    assert screen(driver).board.counter()[:2] == ("Passes", 2)


def test_passes_are_measured_with_the_weights_standing_still() -> None:
    driver = calm("streetlights", Turn("alpha", 0.4), Learn(18))
    errors, run = chart(driver).errors, screen(driver).attempt.session.run
    for number, error in enumerate(errors):
        weights = run.history.weights_at(6 * number) if 6 * number < run.count else run.weights
        misses = [run.network.predict(weights, x)[0] - goal[0] for x, goal in run.examples]
        assert error == pytest.approx(math.fsum(miss * miss for miss in misses))
    assert len(errors) == 4 and errors[-1] <= 0.01 < errors[-2]


@pytest.mark.slow
@pytest.mark.parametrize("level", ["hidden-four", "all-zeros"])
def test_auto_solve_looks_like_one_picture_and_leaves_its_line(level: str) -> None:
    driver = calm(level, still=False)
    screen(driver).attempt.ran = True
    wait(driver, 0.1)
    key(driver, pygame.K_a)
    assert driver.scene.widget("parts") is None
    machine(driver).set_speed(5)
    played(driver)
    assert machine(driver).session.complete
    own = screen(driver).attempt.session
    key(driver, pygame.K_ESCAPE, then=0.1)
    assert screen(driver).attempt.shown is own
    assert driver.scene.widget("knob spread" if level == "all-zeros" else "knob alpha") is not None
    assert [line.label for line in chart(driver).lines if line.label.startswith("machine")] or level == "all-zeros"


STALLS = Level("stalls", title="Stalls", network=Priced(), examples=[Example([1, 2], 3), Example([2, 1], 4)],
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
    driver = opened(STALLS, bets=False)
    key(driver, pygame.K_SPACE, then=0.7)
    stage = board_of(driver, PicturedBoard).stage
    assert isinstance(stage, PicturedStage)
    net, session = stage.net(), screen(driver).attempt.session
    network, weights = session.run.network, session.weights
    assert [list(layer or ()) for layer in net.layers] == [list(v) for v in network.forward(weights, [1, 2])]
    assert list(net.weights) == [weights[k] for k in (0, 1, 2, 2, 3, 4)]
    painted(driver)
    at = stage.plan
    assert len(at.wires) == 6 and [len(column) for column in at.ys] == [2, 2, 1]


class Bent(Network):
    """A bent line, told by its ops alone."""

    inputs, outputs, size = 1, 1, 4

    def ops(self) -> list[Dense]:
        return [Dense(0, 1, 1, (ACTIVATIONS["tanh"],), True), Dense(2, 1, 1, (), True)]


def test_without_a_picture_it_is_drawn_by_its_ops() -> None:
    weights = [0.5, -0.25, 2.0, 0.75]
    level = replace(STALLS, network=Bent(), examples=[Example(2, 3)], weights=weights, words={"input": "sun"})
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


def test_weights_go_by_their_names() -> None:
    driver = opened(replace(STALLS, network=Three(), examples=[Example(1, 3)], weights=[0.5] * 3), bets=False)
    said = [text.string for text in written_on(driver.scene.draw, (1280, 720), driver.scene.game.look())]
    assert set(Three.weight_names) <= set(said) and "Weights" in said, "a bar has its name"
    assert [knob.title for knob in weights_of(STALLS)] == list(Priced.weight_names)
    own = replace(STALLS, words={"weight 2": "worth"})
    assert [weight_name(own, k) for k in (0, 1)] == ["apples", "worth"]
    bias = replace(STALLS, network=Biased(), examples=[Example(1, 3)], weights=[0.5, 0.5])
    land = board_of(opened(bias, bets=False), ContourBoard).land
    assert land.names == ("slope", "bias")
    assert weight_name(replace(bias, network=Priced()), 4) == "second stall"
    own = replace(bias, id="bias")
    text = write(Session(own, Catalog(shipped().metrics, shipped().learners, {"bias": own}), [Learn(2)])).text
    assert "slope" in text and "bias" in text, "where it is written out too"
