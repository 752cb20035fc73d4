"""Moved pictures: by one pixel or turned, half of the samples, the same in every Python, the same when rewound."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import atan, degrees
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downslope import ConvNet, Exam, Example, Learn, Level, Neuron, Session
from downslope.learning.batches import AFFINE, AUGMENTS, MOVES, BatchSampler, move, shift
from downslope.schema.level_rules import faults
from support import shipped

PICTURE = tuple(float(i + 1) for i in range(9))


def rows(pixels: Any) -> list[list[float]]:
    return [list(pixels[i : i + 3]) for i in range(0, 9, 3)]


def test_a_picture_moves_by_one_pixel_and_blank_comes_in() -> None:
    assert shift(PICTURE, 0) == PICTURE
    assert rows(shift(PICTURE, MOVES.index((0, 1)))) == [[0, 1, 2], [0, 4, 5], [0, 7, 8]]
    assert rows(shift(PICTURE, MOVES.index((0, -1)))) == [[2, 3, 0], [5, 6, 0], [8, 9, 0]]
    assert rows(shift(PICTURE, MOVES.index((1, 0)))) == [[0, 0, 0], [1, 2, 3], [4, 5, 6]]
    assert rows(shift(PICTURE, MOVES.index((-1, 0)))) == [[4, 5, 6], [7, 8, 9], [0, 0, 0]]


@given(st.lists(st.floats(0, 1), min_size=64, max_size=64), st.sampled_from([1, 2, 3, 4]))
def test_there_and_back_is_the_same_but_for_an_edge(pixels: list[float], move: int) -> None:
    back = MOVES.index((-MOVES[move][0], -MOVES[move][1]))
    again = shift(shift(pixels, move), back)
    assert sum(a != b for a, b in zip(again, pixels)) <= 8
    assert all(a in (0.0, b) for a, b in zip(again, pixels))


def test_half_of_the_samples_are_moved_each_way_alike() -> None:
    order = BatchSampler(1000, 1, "order 0", "order 0")
    count = Counter(order.moves(step)[0] for step in range(10_000))
    assert abs(count[0] - 5000) < 200 and all(abs(count[move] - 1250) < 120 for move in range(1, 5))


def test_or_moved_and_turned_each_way_alike() -> None:
    order = BatchSampler(1000, 1, "order 0", "order 0", AFFINE)
    count = Counter(order.moves(step)[0] for step in range(10_000))
    assert abs(count[0] - 5000) < 200 and all(abs(count[way] - 625) < 90 for way in range(1, 9))


def test_a_picture_is_turned_about_its_middle() -> None:
    bar = tuple(float(column in (3, 4)) for _row in range(8) for column in range(8))
    for way in range(len(MOVES), AUGMENTS[AFFINE]):
        found = [move(bar, way)[row * 8 : row * 8 + 8] for row in range(8)]
        middles = [sum(column * value for column, value in enumerate(row)) / sum(row) for row in found]
        slant = (middles[5] - middles[2]) / 3
        angle = degrees(atan(slant))
        assert abs(abs(angle) - (10 if way < 7 else 20)) < 2
        assert (angle < 0) == bool(way % 2)
        assert [row[::-1] for row in found[::-1]] == [pytest.approx(row) for row in found]  # about the middle
    assert move(bar, 1) == shift(bar, 1)
    assert move(bar, 0) == bar


def test_every_machine_turns_to_the_same_bits() -> None:
    picture = [(i * 37 % 17) / 16 for i in range(64)]
    assert [list(move(picture, way)[27:29]) for way in (5, 8)] == TURNED


TURNED = [[0.7386321237942303, 0.9476339753525583], [0.788593538088695, 0.7811294644965453]]


def test_each_epoch_is_drawn_anew_and_every_python_draws_the_same() -> None:
    order = BatchSampler(6, 1, "order 0", "order 0")
    drawn = [(order.batch(step)[0], order.moves(step)[0]) for step in range(12)]
    assert drawn == DRAWN
    assert [order.batch(step)[0] for step in (7, 1)] == [drawn[7][0], drawn[1][0]]  # in any order of asking
    assert sorted(index for index, _ in drawn[:6]) == list(range(6))


DRAWN = [
    (0, 2), (2, 1), (3, 0), (5, 0), (1, 4), (4, 2), (5, 0), (3, 2), (1, 0), (4, 1), (0, 3), (2, 1),
]  # fmt: skip


def test_without_a_shift_the_shuffle_is_what_it_was() -> None:
    order = BatchSampler(6, 2, "order 0")
    assert [order.batch(step) for step in range(3)] == SHUFFLED and order.moves(0) == (0, 0)
    assert BatchSampler(6, 2).fixed and not BatchSampler(6, 2, None, "order 0").fixed
    still = BatchSampler(4, 2, None, "order 0")
    assert [still.batch(step) for step in range(4)] == [(0, 1), (2, 3)] * 2  # shifted, but not shuffled


SHUFFLED = [(0, 2), (3, 5), (1, 4)]


def level(**more: Any) -> Level:
    examples = [Example([(i * k % 7) / 7 for i in range(16)], [k % 2, 1 - k % 2]) for k in range(1, 6)]
    return Level(
        "eyes", title="", network=ConvNet(4, 2, 2), examples=examples, alpha=0.05, target=Exam(0),
        **{"shuffle": True, "augment": "shift", "batch": 1, **more},
    )  # fmt: skip


@pytest.mark.parametrize("augment", AUGMENTS)
def test_a_run_is_the_same_again_and_looks_back_at_what_it_saw(augment: str) -> None:
    one = Session(level(augment=augment), shipped(), [Learn(1) for _ in range(23)])
    other = Session(level(augment=augment), shipped(), [Learn(23)])
    assert one.weights == other.weights != Session(level(augment=None), shipped(), [Learn(23)]).weights
    assert one.rewind(9).weights == list(one.run.at(9).weights)
    moved = [one.run.order.moves(step)[0] for step in range(23)]
    assert any(moved)
    for step, way in enumerate(moved):
        look = one.run.at(step)
        input = move(one.run.examples[look.examples[0]][0], way)
        assert list(look.predictions[0]) == list(one.run.network.predict(look.weights, input))
        assert look.error == one.run.errors[step]


def test_another_seed_moves_others() -> None:
    runs = [Session(replace(level(), seed=seed, weights=[0.1] * 22), shipped(), [Learn(20)]).weights for seed in (0, 1)]
    assert runs[0] != runs[1]


def test_what_is_no_square_picture_cannot_be_moved() -> None:
    wrong = replace(level(), network=Neuron(3), examples=[Example([1, 2, 3], 1)])
    assert [fault[0] for fault in faults(wrong)] == ["augment"]
    assert [fault[0] for fault in faults(replace(wrong, network=Neuron(), examples=[Example(1, 1)]))] == ["augment"]
    assert [fault[:2] for fault in faults(level(augment="turn"))] == [("augment", "turn")]
    assert faults(level()) == faults(level(augment="affine")) == []


@pytest.mark.parametrize("batch", [2, None])
def test_batches_are_moved_example_by_example(batch: int | None) -> None:
    session = Session(level(batch=batch), shipped(), [Learn(6)])
    look = session.run.at(4)
    moves = session.run.order.moves(4)
    assert len(look.examples) == len(moves)
    for index, way, seen in zip(look.examples, moves, look.predictions):
        input = shift(session.run.examples[index][0], way)
        assert list(seen) == list(session.run.network.predict(look.weights, input))
