"""The picture of what a neuron answers: which one it is, its numbers, and that they can be read."""

from __future__ import annotations

import random
from typing import Any

import pytest
from pygame import Surface

from downslope import Layers, Neuron
from downslope.boards.network.shown_net import AnswerModel, kind_of
from downslope.engine.run import Run
from downslope.rules.actions import Learn, Turn
from downslope.rules.session import Session
from downslope.view.draw.canvas import Canvas
from downslope.view.draw.theme import DUSK, PAPER, Look, contrast
from downslope.view.networks.answers import (
    SHADES,
    AnswerKind,
    Answers,
    cell_text,
    draw_answer,
    means_of,
    tone,
    two_decimals,
)
from downslope.view.networks.net_layout import plan
from support import play

WALL = [((1, 0, 1), (1,)), ((0, 1, 1), (1,)), ((0, 0, 1), (0,)), ((1, 1, 1), (0,))]
HUES = ("text", "prediction", "goal", "weight_negative")


@pytest.fixture(scope="module")
def wall() -> Session:
    return play("hidden-four", Turn("alpha", 0.5), Learn(52))


def test_every_number_stands_out_from_its_cell() -> None:
    for theme in [DUSK, PAPER]:
        for hue in HUES:
            worst = min((contrast(*tone(theme, hue, part)), part) for part in range(SHADES + 1))
            assert worst[0] >= 4.5, worst
            fills = [tone(theme, hue, part)[0] for part in range(0, SHADES + 1, 10)]
            assert len(set(fills)) > 4, "more and less look different"


def test_every_cell_is_what_the_network_answers(wall: Session) -> None:
    run, model = wall.run, AnswerModel()
    for step in (0, 1, 33, 52):
        weights = run.weights_at(step)
        columns, lines = model.of(run, weights)
        assert not any(any(row) for row in lines)
        for example, (input, _goal) in enumerate(run.examples):
            told = [[answers[example] for answers in column] for column in columns]
            assert told == [list(layer) for layer in run.network.forward(weights, input)[1:]]


def test_the_examples_decide_which_picture_it_is() -> None:
    for examples, name, size in [
        (WALL, "corners", (2, 2)),
        ([*WALL, ((1, 0, 1), (0,)), ((0, 1, 1), (0,))], "rows", (2, 4)),  # the same crossing twice
        ([((k % 2, k // 2 % 2, k // 4), (k % 2,)) for k in range(6)], "rows", (2, 3)),
        ([((k / 7, 1), (k,)) for k in range(8)], "curve", (0, 0)),
        ([((k / 7, (k * 5 % 8) / 7), (k % 2,)) for k in range(8)], "field", (0, 0)),
        ([((k % 2, k // 2 % 2, k / 9), (k % 2,)) for k in range(20)], "means", (0, 0)),
        ([((1, 0), (0, 1, 0)), ((0, 1), (1, 0, 0)), ((1, 1), (0, 0, 1))], "corners", (2, 2)),
        ([((1,), (2,))], "rows", (1, 1)),
    ]:
        kind = kind_of(examples)  # type: ignore[arg-type]
        assert kind is not None and (kind.name, (kind.rows, kind.columns)) == (name, size)
        assert len(set(kind.cells)) == len(kind.cells), "no two in one place"
    assert kind_of([((k,), (k,)) for k in range(65)]) is None and kind_of([]) is None, "too many, and none"


def test_other_networks_answer_too() -> None:
    for network in [Layers(1, 3, 1), Layers(2, 24, 1), Layers(2, 3, 4, 2), Neuron(2)]:
        dice = random.Random(3)
        inputs = [[dice.uniform(-1, 1) for _ in range(network.inputs)] for _ in range(9)]
        pairs = [(row, [0.0] * network.outputs) for row in inputs]
        run = Run(network, pairs, play("hidden-four").run.metric, None, [0.4] * network.size, 0.1)
        model = AnswerModel()
        columns, lines = model.of(run, run.weights)
        layers = network.forward([0.0] * network.size, [0.0] * network.inputs)
        assert [len(column) for column in columns] == list(map(len, layers[1:]))
        assert columns[-1][0] == tuple(network.predict(run.weights, row)[0] for row in inputs)
        assert len(lines[0][0]) == (41 if network.inputs == 1 else 256)


def test_numbers_that_are_none_are_told() -> None:
    assert [cell_text(v) for v in (0.0, -0.004, 0.5, 1.0, -0.25, 12.34, -1.26, 1e9)] == [
        "0", "0", ".5", "1", "−.25", "12.3", "−1.3", "…",
    ]  # fmt: skip
    assert cell_text(float("inf")) == "∞" and cell_text(float("-inf")) == "−∞"
    shown = two_decimals(Answers((0.123, None, float("inf")), (0.5001,)))
    assert shown.values == (0.12, None, float("inf")) and shown.line == (0.5,)
    assert means_of(AnswerKind("means", across=(1, 0, 1)), (0.5, 0.2, 0.7)) == [(0, 0.2), (1, pytest.approx(0.6))]


def test_pictures_stand_beside_each_other() -> None:
    for sizes in [(3, 4, 1), (3, 1), (2, 24, 1), (2, 3, 4, 2), (4, 12, 1), (2, 8, 8, 1)]:
        for height in [240.0, 448.0]:
            kind = AnswerKind("corners", 2, 2, ((0, 0), (0, 1), (1, 0), (1, 1)))
            at = plan((24.0, 72.0, 712.0, height), sizes, kind)
            boxes = [at.box(layer, k) for layer in range(1, len(sizes)) for k in range(sizes[layer])]
            boxes += [at.goal] if at.goal is not None else []
            for number, (x, y, w, h) in enumerate(boxes):
                assert x >= 24 and x + w <= 736 and y >= 72 and y + h <= at.foot
                for left, top, wide, high in boxes[:number]:
                    beside = x + w <= left or left + wide <= x
                    assert beside or y + h <= top + 0.01 or top + high <= y + 0.01, (sizes, height)
            assert all(at.hit(*at.bead(index)) is None for index in range(len(at.wires))), "no picture lies over a bead"


@pytest.mark.usefixtures("display")
def test_every_kind_can_be_drawn_also_of_numbers_that_ran_away() -> None:
    kinds: list[Any] = [
        WALL, [((k / 7, 1), (k,)) for k in range(8)], [((k / 7, (k * 5 % 8) / 7), (k % 2,)) for k in range(8)],
        [((k % 2, k // 2 % 2, k / 9), (k % 2,)) for k in range(20)],
    ]  # fmt: skip
    for small in [False, True]:
        for examples in kinds:
            kind = kind_of(examples)
            assert kind is not None
            canvas = Canvas(Surface((200, 120)), Look(DUSK))
            rect = (20.0, 20.0, 36.0, 28.0) if small else (20.0, 20.0, 94.0, 72.0)
            for value in (0.4, -0.7, float("inf"), float("-inf"), float("nan"), None):
                line = () if value is None else (value,) * (41 if kind.name == "curve" else 256)
                draw_answer(canvas, rect, kind, Answers((value,) * len(examples), line, "text", False, 0), "1")
                assert any(canvas.picture.get_at((x, 34))[:3] != (0, 0, 0) for x in range(20, 50))
