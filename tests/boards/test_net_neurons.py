"""The neurons and wires on a network's board: looked at, walked, turned, frozen or refused."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pygame
import pytest

from downslope import Exam, Network
from downslope.boards.network.net_board import NetBoard
from downslope.boards.network.net_panel import NeuronControl
from downslope.boards.network.neuron_panels import columns_of
from downslope.boards.network.shown_net import goal_word
from downslope.learning.named import Layers
from downslope.learning.ops import ACTIVATIONS, Dense
from downslope.rules.actions import Learn, Turn
from downslope.rules.knob import Knob
from downslope.rules.level import Example, Level
from downslope.view.cards.code_listing import value_text
from listening import Spy
from net_playing import board, calm, focus, net_of, notes, shown, spot_on, wires, without_place
from playing import click, control, gets, key, opened, page, painted, screen, wait
from plugin_networks import OpsNetwork
from support import shipped

pytestmark = pytest.mark.usefixtures("display")
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


def test_pictures_and_lines_show_what_the_step_under_way_has_reached() -> None:
    driver = calm("hidden-four", Turn("alpha", 0.5), Learn(8), still=False)
    session, example, code = screen(driver).attempt.session, shown(driver).example(), board(driver).code
    layers = session.run.network.forward(session.weights, session.run.examples[example][0])

    def lines() -> tuple[str, list[str]]:
        """(what the running line sets, what has a value)."""
        rows = [row._replace(line=row.line.strip().partition(" ")[0]) for row in code.rows(False)]
        (running,) = (row.line for row in rows if row.running)
        return running, [row.line for row in rows if row.value]

    names = ["inputs,", "totals", "hidden", "prediction", "error", "delta", "hidden_deltas", "weight_deltas"]
    assert lines() == ("weights[i]", names), "of one round"
    assert value_text(layers[2][0]) in [row.value for row in code.rows(False)]
    click(driver, "parts")
    assert all(answers.values[example] is None for column in net_of(driver).answers for answers in column)
    for last, count in (("prediction", 4), ("delta", 6), ("weights[i]", 8)):
        key(driver, pygame.K_SPACE, then=1.5)
        assert lines() == (last, names[:count])
        assert all(answers.values[example] is not None for column in net_of(driver).answers for answers in column)
    net = net_of(driver)
    blame = session.run.network.weight_deltas(session.weights, net.layers, net.deltas[-1])  # type: ignore[arg-type]
    assert [share > 0 for share in net.shares] == [delta != 0 for delta in blame], "the wires that are to blame"


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
    driver = calm("hidden-four")
    at, code, card = neurons(driver).at, board(driver).code, board(driver).card
    x, y, w, h = at.box(1, 2)
    driver.click(640, 120)  # the mouse is what is used
    driver.move(x + w / 2, y + h / 2)
    wait(driver, 0.15)
    assert shown(driver).neuron == (1, 2) and board(driver).pages.page() is code
    ends = [at.wires[index] for index in net_of(driver).marked]
    assert len(ends) == 4 and all((1, 2) in ((w.layer, w.source), (w.layer + 1, w.target)) for w in ends)
    wait(driver, 0.3)
    assert board(driver).pages.page() is card, "where it rests"
    driver.move(*at.along(0, 0.5))
    wait(driver, 0.15)
    assert net_of(driver).focused == 0 and board(driver).pages.page() is code
    driver.click(x + w / 2, y + h / 2)
    driver.move(640, 120)
    wait(driver, 0.5)
    assert shown(driver).neuron == (1, 2) and board(driver).pages.page() is card


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
    level = Level("six", title="Six", network=Layers(6, 3, 1), weights=[0.1 * k for k in range(21)], alpha=0.1,
                  target=Exam(0.01), knobs=[],
                  examples=[Example((0.1, 0.5, -0.2, 0.4, 0.3, k), k) for k in range(3)])  # fmt: skip
    driver = opened(level, bets=False)
    shown(driver).pinned = (1, 2)
    seen = board(driver).card.sum()
    assert len(seen.terms) == 4 and seen.rest is not None and seen.rest[0] == 2, "of many products the largest"
    total = sum((value or 0.0) * weight for _name, value, weight in seen.terms) + seen.rest[1]
    assert seen.total == pytest.approx(total, abs=1e-12)


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
    for whole, here in ((0, 0), (13, 13), (14, 3), (400, 57), (1000, 1000), (1000, 0)):
        columns = columns_of(whole, here)
        assert {0, here, whole} <= set(columns) and columns == sorted(set(columns))
        assert len(columns) == min(whole + 1, 14) if whole < 14 else 10 <= len(columns) <= 14


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
