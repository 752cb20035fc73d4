"""Moved pictures: by one pixel or turned, half of the samples, the same in every Python, the same when rewound."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import cos, hypot, radians, sin
from typing import Any

import pytest

from downslope import ConvNet, Exam, Example, Learn, Level, Neuron, Session
from downslope.learning.batches import AUGMENTS, MOVES, BatchSampler, move
from downslope.schema.level_rules import faults
from support import shipped

SHIFTED = ["123456789", "012045078", "230560890", "000123456", "456789000"]  # as MOVES has them
TURNED = [[0.7386321237942303, 0.9476339753525583], [0.788593538088695, 0.7811294644965453]]
DRAWN = [(0, 2), (2, 1), (3, 0), (5, 0), (1, 4), (4, 2), (5, 0), (3, 2), (1, 0), (4, 1), (0, 3), (2, 1)]
SHUFFLED = [(0, 2), (3, 5), (1, 4)]


def test_a_picture_moves_by_one_pixel_and_blank_comes_in() -> None:
    for way, seen in enumerate(SHIFTED):
        assert list(move([float(i + 1) for i in range(9)], way)) == list(map(float, seen)), MOVES[way]


def test_a_picture_is_turned_about_its_middle_to_the_same_bits_everywhere() -> None:
    for way, angle in zip(range(5, 9), (10, -10, 20, -20)):
        c, s = cos(radians(angle)), sin(radians(angle))

        def slope(y: float, x: float) -> float:
            return 10.0 + 0.3 * y - 0.7 * x

        turned = move([slope(y, x) for y in range(8) for x in range(8)], way)
        for y, x in ((y, x) for y in range(8) for x in range(8)):
            up, right = y - 3.5, x - 3.5
            if hypot(up, right) < 3.5:  # a slope stays one; beyond, blank comes in
                assert turned[8 * y + x] == pytest.approx(slope(c * up - s * right + 3.5, s * up + c * right + 3.5))
        assert 0.0 < move([1.0] * 64, way)[0] < 1.0
    picture = [(i * 37 % 17) / 16 for i in range(64)]
    assert [list(move(picture, way)[27:29]) for way in (5, 8)] == TURNED


@pytest.mark.parametrize("augment", AUGMENTS)
def test_half_of_the_samples_are_moved_each_way_alike(augment: str) -> None:
    order = BatchSampler(1000, 1, "order 0", "order 0", augment)
    count, ways = Counter(order.moves(step)[0] for step in range(10_000)), AUGMENTS[augment] - 1
    assert len(count) == ways + 1 and abs(count[0] - 5000) < 200
    assert all(abs(count[way] - 5000 / ways) < 120 for way in range(1, ways + 1))


def test_each_epoch_is_drawn_anew_and_every_python_draws_the_same() -> None:
    order = BatchSampler(6, 1, "order 0", "order 0")
    drawn = [(order.batch(step)[0], order.moves(step)[0]) for step in range(12)]
    assert drawn == DRAWN and [order.batch(step)[0] for step in (7, 1)] == [3, 2]  # in any order of asking
    order = BatchSampler(6, 2, "order 0")
    assert [order.batch(step) for step in range(3)] == SHUFFLED and order.moves(0) == (0, 0)


def level(**more: Any) -> Level:
    examples = [Example([(i * k % 7) / 7 for i in range(16)], [k % 2, 1 - k % 2]) for k in range(1, 6)]
    return Level(
        "eyes", title="", network=ConvNet(4, 2, 2), examples=examples, alpha=0.05, target=Exam(0),
        **{"shuffle": True, "augment": "shift", "batch": 1, **more},
    )  # fmt: skip


@pytest.mark.parametrize(("augment", "batch"), [("shift", 1), ("affine", 1), ("affine", 2), ("shift", None)])
def test_a_run_is_the_same_again_and_looks_back_at_what_it_saw(augment: str, batch: int | None) -> None:
    made = level(augment=augment, batch=batch)
    one, other = Session(made, shipped(), [Learn(1)] * 23), Session(made, shipped(), [Learn(23)])
    others = [replace(made, augment=None), replace(made, seed=1, weights=one.run.at(0).weights)]
    assert one.weights == other.weights
    assert all(Session(each, shipped(), [Learn(23)]).weights != one.weights for each in others)
    assert one.rewind(9).weights == list(one.run.at(9).weights)
    assert any(any(one.run.order.moves(step)) for step in range(23))
    for step in range(23):
        look = one.run.at(step)
        for index, way, seen in zip(look.examples, one.run.order.moves(step), look.predictions, strict=True):
            input = move(one.run.examples[index][0], way)
            assert list(seen) == list(one.run.network.predict(look.weights, input))
        assert look.error == one.run.errors[step]


def test_what_is_no_square_picture_cannot_be_moved() -> None:
    for network, example in ((Neuron(3), Example([1, 2, 3], 1)), (Neuron(), Example(1, 1))):
        assert [fault[0] for fault in faults(replace(level(), network=network, examples=[example]))] == ["augment"]
    assert [fault[:2] for fault in faults(level(augment="turn"))] == [("augment", "turn")]
    assert faults(level()) == faults(level(augment="affine")) == []
