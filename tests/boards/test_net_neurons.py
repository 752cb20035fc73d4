"""The neurons and wires on a network's board: looked at, walked, turned, frozen or refused."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from functools import partial

import pygame
import pytest

from checks.paper import written
from downslope import Exam, Network
from downslope.boards.network.net_board import NetBoard
from downslope.boards.network.net_panel import NeuronControl
from downslope.boards.network.neuron_panels import columns_of
from downslope.boards.network.shown_net import goal_word
from downslope.learning.named import Layers
from downslope.learning.ops import ACTIVATIONS, Dense
from downslope.rules.actions import Learn, Reset, Turn
from downslope.rules.knob import Knob
from downslope.rules.level import Example, Level
from downslope.view.cards.code_listing import value_text
from downslope.view.networks.net_layout import width_of
from listening import Spy
from net_playing import board, calm, focus, net_of, notes, shown, spot_on, wires, without_place
from playing import click, control, gets, key, opened, page, painted, screen, told, wait
from plugin_networks import OpsNetwork
from support import shipped

pytestmark = pytest.mark.usefixtures("display")
neurons = partial(control, name="neurons", kind=NeuronControl)


@pytest.mark.parametrize("level", ["the-wall", "hidden-four", "linear-layers"])
def test_each_neuron_shows_what_it_answers_to_every_example(level: str) -> None:
    driver = calm(without_place(level), Learn(40))
    attempt, net = screen(driver).attempt, net_of(driver)
    run = attempt.session.run
    for layer, column in enumerate(net.answers, 1):
        for number, answers in enumerate(column):
            told = [run.network.forward(attempt.session.weights, input)[layer][number] for input, _goal in run.examples]
            assert list(answers.values) == told
    assert net.goal is not None and net.goal.values == tuple(goal[0] for _input, goal in run.examples)
    assert {answers.lit for column in net.answers for answers in column} == {shown(driver).example()}


def test_the_pictures_say_nothing_while_it_is_asked_who_lights_up_but_in_a_show() -> None:
    driver = opened("hidden-four")
    net, example = net_of(driver), shown(driver).example()
    for answers in net.answers[0]:
        assert [k for k, value in enumerate(answers.values) if value is not None] == [example]
    assert None not in net.answers[1][0].values, "the table has the predictions too"
    assert shown(driver).sentence() == ""
    screen(driver).attempt.stars_before = frozenset({1})
    key(driver, pygame.K_a, then=0.5)
    attempt, hidden = screen(driver).attempt, net_of(driver).answers[0]
    assert attempt.machine is not None and attempt.open_bets.offered
    assert not any(value is None for answers in hidden for value in answers.values)
    assert [answers.dead for answers in hidden] == [True, False, True, False]
    assert shown(driver).sentence()


def test_of_the_step_under_way_a_picture_shows_what_the_light_has_reached() -> None:
    driver = calm("hidden-four", still=False)
    driver.scene.widget("parts").on_press()  # type: ignore[union-attr]
    wait(driver, 0.1)
    example = shown(driver).example()
    assert all(answers.values[example] is None for column in net_of(driver).answers for answers in column)
    assert not net_of(driver).shares
    key(driver, pygame.K_SPACE, then=1.5)
    assert all(answers.values[example] is not None for column in net_of(driver).answers for answers in column)
    for _ in range(2):
        key(driver, pygame.K_SPACE, then=1.5)
    net, run = net_of(driver), screen(driver).attempt.session.run
    blame = run.network.weight_deltas(run.weights, net.layers, net.deltas[-1])  # type: ignore[arg-type]
    assert [share > 0 for share in net.shares] == [delta != 0 for delta in blame], "the wires that are to blame"


def test_the_delta_that_is_told_has_its_sign_and_two_decimals() -> None:
    driver = calm(without_place("hidden-four"), still=False)
    click(driver, "parts")
    for _part in range(2):
        click(driver, "tile step", then=1.5)
    (delta,) = net_of(driver).deltas[-1] or ()
    words = "".join(text.string for text in written(driver.scene.draw, (1280, 720), driver.game.look()))
    assert f"delta {delta:.2f}".replace("-", "−") in words and f"error {delta**2:.2f}" in words


def test_the_keyboard_goes_from_neuron_to_neuron() -> None:
    driver = calm("hidden-four", Turn("alpha", 0.5), Learn(33))
    focus(driver, "neurons")
    wait(driver, 0.1)
    assert shown(driver).neuron == (1, 0)
    key(driver, pygame.K_DOWN, pygame.K_DOWN, pygame.K_DOWN, pygame.K_DOWN, then=0.1)
    assert shown(driver).neuron == (1, 3)
    assert neurons(driver).label == "hidden 4: left, not middle 0; middle, not left .75; neither .28; both .12"
    key(driver, pygame.K_RIGHT, pygame.K_RIGHT, then=0.1)
    assert shown(driver).neuron == (2, 0)
    key(driver, pygame.K_LEFT, then=0.1)
    assert shown(driver).neuron[0] == 1 and shown(driver).neuron[1] in (1, 2), "the one that stands nearest"
    key(driver, pygame.K_RETURN, pygame.K_TAB, then=0.1)
    assert shown(driver).neuron == shown(driver).pinned, "it stays when the keyboard goes on"


def test_the_mouse_means_the_neuron_it_is_on_and_the_wires_between() -> None:
    driver = calm("hidden-four")
    at = neurons(driver).at
    x, y, w, h = at.box(1, 2)
    driver.click(640, 120)  # the mouse is what is used
    driver.move(x + w / 2, y + h / 2)
    wait(driver, 0.1)
    assert shown(driver).neuron == (1, 2) and net_of(driver).focused is None
    ends = [at.wires[index] for index in net_of(driver).marked]
    assert len(ends) == 4 and all((1, 2) in ((w.layer, w.source), (w.layer + 1, w.target)) for w in ends)
    driver.move(*at.along(0, 0.5))
    wait(driver, 0.1)
    assert neurons(driver).hovered is None and net_of(driver).focused == 0
    driver.click(x + 5, y + 5)
    driver.move(400, 20)
    wait(driver, 0.1)
    assert shown(driver).neuron == (1, 2)
    assert board(driver).net.neurons is not None


def test_the_lines_say_how_far_the_step_has_come() -> None:
    driver = calm("hidden-four", Turn("alpha", 0.5), Learn(8), still=False)
    code = board(driver).code

    def told() -> tuple[str, list[str]]:
        """(what the running line sets, what has a value)."""
        rows = [row._replace(line=row.line.strip()) for row in code.rows(False)]
        (running,) = (row.line.partition(" ")[0] for row in rows if row.running)
        return running, [row.line.partition(" ")[0] for row in rows if row.value]

    names = ["inputs,", "totals", "hidden", "prediction", "error", "delta", "hidden_deltas", "weight_deltas"]
    assert told() == ("weights[i]", names), "of one round"
    session, example = screen(driver).attempt.session, shown(driver).example()
    layers = session.run.network.forward(session.weights, session.run.examples[example][0])
    assert {row.line.partition(" ")[0]: row.value for row in code.rows(False)}["prediction"] == value_text(layers[2][0])
    driver.scene.widget("parts").on_press()  # type: ignore[union-attr]
    wait(driver, 0.1)
    for last, count in (("prediction", 4), ("delta", 6), ("weights[i]", 8)):
        key(driver, pygame.K_SPACE, then=1.5)
        assert told() == (last, names[:count])


def test_a_neurons_card_adds_up_to_what_the_network_says() -> None:
    driver = calm("hidden-four", Turn("alpha", 0.5), Learn(33))
    page(driver, "Neuron")
    session, net = screen(driver).attempt.session, shown(driver)
    for layer, number in [(1, 0), (1, 1), (1, 2), (1, 3), (2, 0)]:
        net.pinned = (layer, number)
        seen = board(driver).card.sum()
        layers = session.run.network.forward(session.weights, session.run.examples[net.example()][0])
        assert seen.value == layers[layer][number] and seen.total is not None
        products = [(value or 0.0) * weight for _name, value, weight in seen.terms]
        assert sum(products) == pytest.approx(seen.total, abs=1e-12)
        assert seen.value == (max(0.0, seen.total) if layer == 1 else seen.total)
        before = session.run.network.weight_deltas(session.weights, layers, [layers[2][0] - 1.0])
        moved = {-0.5 * delta for delta in before[3 * number : 3 * number + 3] if delta}
        assert (f"{abs(moved.pop()):.2f}" in seen.told if moved else "up by" not in seen.told) or layer == 2
    net.pinned = (1, 0)
    assert "never above 0" in board(driver).card.sum().told
    net.pinned = (1, 3)
    assert board(driver).card.sum().most == "middle, not left"


def test_of_many_products_the_largest_are_written_out() -> None:
    driver = calm("hidden-four", Learn(5))
    shown(driver).pinned = (2, 0)
    assert len(board(driver).card.sum().terms) == 4 and board(driver).card.sum().rest is None
    network = Layers(6, 3, 1)
    level = Level("six", title="Six", chapter="deep", network=network, weights=[0.1 * k for k in range(21)], alpha=0.1,
                  batch=1, knobs=[Knob("alpha", 0.1, 1, step=0.1)], target=Exam(0.01),
                  examples=[Example((0.1, 0.5, -0.2, 0.4, 0.3, k), k) for k in range(3)])  # fmt: skip
    other = opened(level, bets=False)
    shown(other).pinned = (1, 2)
    seen = board(other).card.sum()
    assert len(seen.terms) == 4 and seen.rest is not None and seen.rest[0] == 2
    total = sum((value or 0.0) * weight for _name, value, weight in seen.terms) + seen.rest[1]
    assert seen.total is not None and total == pytest.approx(seen.total, abs=1e-12)


def test_a_column_of_when_is_gone_to_by_mouse_and_keys() -> None:
    driver = calm("hidden-four", Turn("alpha", 0.5), Learn(51))
    page(driver, "When")
    table, session = board(driver).when.table, screen(driver).attempt.session
    assert list(table.columns) == list(range(13)) and table.here == 12
    for column, passes in enumerate(table.columns):
        weights = session.run.history.weights_at(4 * passes)
        for row, (layer, number) in zip(table.rows, [(1, 0), (1, 1), (1, 2), (1, 3), (2, 0)]):
            told = [session.run.network.forward(weights, x)[layer][number] for x, _goal in session.run.examples]
            assert list(row[1][column].values) == told
    assert [row[2] for row in table.rows] == [None, 1, None, 11, None], "from there on it answers to one alone"
    x, y, w, h = table.place(5, 1)
    driver.click(x + w / 2, y + h / 2)
    wait(driver, 0.1)
    assert screen(driver).attempt.step == 20 and board(driver).when.table.here == 5
    focus(driver, "when")
    key(driver, pygame.K_LEFT, then=0.1)
    assert screen(driver).attempt.step == 16
    for whole, here in ((0, 0), (13, 13), (14, 3), (400, 57), (1000, 1000), (1000, 0)):
        columns = columns_of(whole, here)
        assert {0, here, whole} <= set(columns) and columns == sorted(set(columns))
        assert len(columns) == min(whole + 1, 14) if whole < 14 else 10 <= len(columns) <= 14


def test_resting_on_a_neuron_shows_its_card_and_leaving_gives_the_page_back() -> None:
    driver = calm("hidden-four")
    driver.click(640, 120)  # the mouse is what is used
    x, y, w, h = neurons(driver).at.box(1, 1)
    driver.move(x + w / 2, y + h / 2)
    wait(driver, 0.15)
    assert board(driver).pages.page() is board(driver).code
    wait(driver, 0.3)
    assert board(driver).pages.page() is board(driver).card
    driver.move(640, 120)
    wait(driver, 0.15)
    assert board(driver).pages.page() is board(driver).code
    driver.click(x + w / 2, y + h / 2)
    driver.move(640, 120)
    wait(driver, 0.5)
    assert board(driver).pages.page() is board(driver).card


@pytest.mark.slow
def test_a_fast_run_changes_the_picture_thirty_times_a_second_at_most() -> None:
    driver = calm(without_place("the-wall"), still=False)
    key(driver, pygame.K_l)
    nets: list[object] = []
    while screen(driver).attempt.playback.running:
        driver.scene = driver.scene.update(1 / 120)
        fast = screen(driver).attempt.playback.speed > 120
        nets += [board(driver).net.net] if fast and screen(driver).attempt.playback.running else []
    changes = sum(before is not after for before, after in itertools.pairwise(nets))
    assert len(nets) > 40 and len(nets) / 6 < changes <= len(nets) / 3
    wait(driver, 1.0)
    assert net_of(driver).weights == tuple(screen(driver).attempt.shown.weights), "at the end it is right"


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


def test_a_weight_is_turned_on_its_notches_and_each_wire_counts_once() -> None:
    driver = calm("dead-relu")
    focus(driver, "wires")
    spy = driver.game.player_feedback.sound = Spy()
    start = list(screen(driver).attempt.session.weights)
    key(driver, pygame.K_UP)
    assert [name[:4] for name in spy.take()] == ["tick"], "a notch is heard"
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
    spy.take()
    driver.drag((x, y), (x, y - 60))
    assert any(name.startswith("tick") for name in spy.take())
    wait(driver, 0.1)
    session = screen(driver).attempt.session
    assert session.weights[4] > start[4] and (2 * session.weights[4]).is_integer() and session.tally.turns == 2
    driver.type("7")
    key(driver, pygame.K_RETURN)
    assert any("−2" in note and "2" in note for note in notes(driver)), notes(driver)


def test_why_a_wire_cannot_be_turned_or_frozen_is_said() -> None:
    driver = calm("hidden-four")
    x, y = spot_on(driver, 1)
    driver.drag((x, y), (x, y - 50))
    assert "cannot be turned" in notes(driver)[-1]
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


@pytest.mark.slow
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


ANY: list[Network] = [*(Layers(*sizes, activation="tanh") for sizes in (
    (1, 2, 1), (2, 24, 1), (5, 3, 3, 4), (8, 16, 10), (2, 2, 2, 2, 1))),
    OpsNetwork(Dense(0, 2, 3, (ACTIVATIONS["relu"],) * 3), Dense(6, 3, 1))]  # fmt: skip


@pytest.mark.parametrize("network", ANY, ids=lambda network: f"{network.inputs} {network.size}")
def test_any_dense_network_that_fits_is_drawn_a_plugins_by_its_ops(network: Network) -> None:
    examples = [Example([given] * network.inputs, [goal] * network.outputs) for given, goal in ((0.5, 0.25), (-1, 2))]
    level = Level("any", title="Any", network=network, examples=examples, batch=1, hints=["-"])
    driver = opened(level)
    assert len(wires(driver).at.wires) == level.network.size
    first, last = wires(driver).at.ends(0), wires(driver).at.ends(level.network.size - 1)
    x, y, w, h = wires(driver).rect
    for place in (first, last):
        assert x < place[0] < place[2] < x + w and y < place[1] < y + h and y < place[3] < y + h
    click(driver, "tile step")
    assert screen(driver).attempt.session.count > 0
    assert painted(driver, (960, 540)).get_size() == (960, 540)


def test_a_network_that_does_not_fit_has_another_board() -> None:
    examples = [Example([0.5] * 64, [1.0] * 10)]
    assert not gets(Level("big", title="Big", network=Layers(64, 32, 10), examples=examples), NetBoard)
    assert not gets(shipped().level("toes"), NetBoard) and not gets(shipped().level("stop-in-time"), NetBoard)
    assert not gets(shipped().level("valley"), NetBoard) and not gets(shipped().level("dead-wire"), NetBoard)


def test_a_wire_is_as_wide_as_its_weight_is_large_and_goals_are_told_in_the_levels_words() -> None:
    assert [width_of(w) for w in (0, 0.1, -0.5, 1, -1.5, 9, math.inf)] == [1.5, 2.5, 6.5, 11, 16, 22, 22]
    assert width_of(1, 0.5) == 5.5
    level = shipped().level("streetlights")
    assert [goal_word(level, [goal]) for goal in (0, 1, 0.5)] == ["wait", "walk", ".5"]
    assert goal_word(level, [0, 0, 1]) == "2" and goal_word(level, [0.5, -1, 2]) == ".5 −1 …"
