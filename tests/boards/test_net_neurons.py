"""The neurons on a network's board: their pictures, and the control with which one of them is chosen."""

from __future__ import annotations

import pygame
import pytest

from downslope.rules.actions import Learn, Turn
from downslope.view.networks.neuron_control import NeuronControl
from driving import Driver
from net_playing import board, calm, focus, net_of, shown
from playing import key, opened, screen, wait


def neurons(driver: Driver) -> NeuronControl:
    found = driver.scene.widget("neurons")
    assert isinstance(found, NeuronControl)
    return found


@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("level", ["streetlights", "the-wall", "hidden-four", "linear-layers"])
def test_each_neuron_shows_what_it_answers_to_every_example(level: str) -> None:
    driver = calm(level, Learn(40))
    attempt, net = screen(driver).attempt, net_of(driver)
    run = attempt.session.run
    for layer, column in enumerate(net.answers, 1):
        for number, answers in enumerate(column):
            told = [run.network.forward(attempt.session.weights, input)[layer][number] for input, _goal in run.examples]
            assert list(answers.values) == told
    assert net.goal is not None and net.goal.values == tuple(goal[0] for _input, goal in run.examples)
    assert {answers.lit for column in net.answers for answers in column} == {shown(driver).example()}


@pytest.mark.usefixtures("display")
def test_the_pictures_say_nothing_while_it_is_asked_who_lights_up() -> None:
    driver = opened("hidden-four")
    net, example = net_of(driver), shown(driver).example()
    for answers in net.answers[0]:
        assert [k for k, value in enumerate(answers.values) if value is not None] == [example]
    assert None not in net.answers[1][0].values, "the table has the predictions too"
    assert shown(driver).sentence_of((1, 0)) == ""


@pytest.mark.usefixtures("display")
def test_of_the_step_under_way_a_picture_shows_what_the_light_has_reached() -> None:
    driver = calm("hidden-four", still=False)
    driver.scene.widget("parts").press()  # type: ignore[union-attr]
    wait(driver, 0.1)
    example = shown(driver).example()
    assert all(answers.values[example] is None for column in net_of(driver).answers for answers in column)
    assert not net_of(driver).shares
    key(driver, pygame.K_SPACE)
    wait(driver, 1.5)
    assert all(answers.values[example] is not None for column in net_of(driver).answers for answers in column)
    for _ in range(2):
        key(driver, pygame.K_SPACE)
        wait(driver, 1.5)
    net, run = net_of(driver), screen(driver).attempt.session.run
    blame = run.network.weight_deltas(run.weights, net.layers, net.deltas[-1])  # type: ignore[arg-type]
    assert [share > 0 for share in net.shares] == [delta != 0 for delta in blame], "the wires that are to blame"


@pytest.mark.usefixtures("display")
def test_the_keyboard_goes_from_neuron_to_neuron() -> None:
    driver = calm("hidden-four", Turn("alpha", 0.5), Learn(33))
    focus(driver, "neurons")
    wait(driver, 0.1)
    assert shown(driver).neuron == (1, 0)
    key(driver, pygame.K_DOWN, pygame.K_DOWN, pygame.K_DOWN, pygame.K_DOWN)
    wait(driver, 0.1)
    assert shown(driver).neuron == (1, 3)
    assert neurons(driver).label == "hidden 4: left, not middle 0; middle, not left .75; neither .28; both .12"
    key(driver, pygame.K_RIGHT, pygame.K_RIGHT)
    wait(driver, 0.1)
    assert shown(driver).neuron == (2, 0)
    key(driver, pygame.K_LEFT)
    wait(driver, 0.1)
    assert shown(driver).neuron[0] == 1 and shown(driver).neuron[1] in (1, 2), "the one that stands nearest"
    key(driver, pygame.K_RETURN, pygame.K_TAB)
    wait(driver, 0.1)
    assert shown(driver).neuron == shown(driver).pinned, "it stays when the keyboard goes on"


@pytest.mark.usefixtures("display")
def test_the_mouse_means_the_neuron_it_is_on_and_the_wires_between() -> None:
    driver = calm("hidden-four")
    at = neurons(driver).at
    x, y, w, h = at.box(1, 2)
    driver.click(640, 120)  # the mouse is what is used
    driver.move(x + w / 2, y + h / 2)
    wait(driver, 0.1)
    assert shown(driver).neuron == (1, 2) and net_of(driver).focused is None
    driver.move(*at.along(0, 0.5))
    wait(driver, 0.1)
    assert neurons(driver).hovered is None and net_of(driver).focused == 0
    driver.click(x + 5, y + 5)
    driver.move(400, 20)
    wait(driver, 0.1)
    assert shown(driver).neuron == (1, 2)
    assert board(driver).net.neurons is not None
