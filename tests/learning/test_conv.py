"""Kernels: shapes and knobs, a map by hand, a run beside NumPy."""

from __future__ import annotations

from hashlib import sha256
from math import isqrt
from random import Random
from struct import pack
from typing import Any

import numpy as np
import pytest

from downslope import Conv, ConvNet, Dense, MaxPool, Network, Problem
from support import shipped

DOTTED = [float(c == "#") for c in "......##" * 2 + "..#...##" + "......##" * 2 + "........" * 3]
EDGE = [-1.0, 0.0, 1.0] * 3


def digit_like(random: Random, side: int) -> tuple[float, ...]:
    """Grey on a blank ground, in sixteenths, as scanned digits are."""
    return tuple(0.0 if random.random() < 0.5 else int(17 * random.random()) / 16 for _ in range(side * side))


def one_of(count: int, right: int) -> tuple[float, ...]:
    return tuple(float(k == right) for k in range(count))


def test_the_weights_go_kernel_by_kernel_then_vote_by_vote() -> None:
    net = ConvNet(8, 4, 10)
    assert net.ops() == (Conv(0, 8, 4), MaxPool(6, 4), Dense(36, 36, 10))
    assert (net.inputs, net.outputs, net.size, net.nonlinear_units) == (64, 10, 396, 4)
    assert Conv(0, 8, 4).kernel(1) == slice(9, 18) and Dense(36, 36, 10).row(9) == slice(360, 396)
    bare = ConvNet(8, 2)
    assert (bare.outputs, bare.size, bare.nonlinear_units) == (72, 18, 0)
    assert [len(layer) for layer in net.forward([0.1] * 396, DOTTED)] == [64, 144, 36, 10]
    assert [len(layer) for layer in bare.forward([0.1] * 18, DOTTED)] == [64, 72]


def test_a_network_is_a_value() -> None:
    assert ConvNet(8, 4, 10) == ConvNet(8, 4, outputs=10) != ConvNet(8, 8, 10)
    assert hash(ConvNet(8, 4, 10)) == hash(ConvNet(8, 4, 10))


def test_a_lone_dot_writes_the_kernel_turned_half_round() -> None:
    kernel = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]
    dot = [float(i == 2 * 8 + 2) for i in range(64)]
    found = ConvNet(8).predict(kernel, dot)
    assert [found[6 * row + column] for row in range(3) for column in range(3)] == kernel[::-1]
    assert sum(map(abs, found)) == sum(kernel)


def test_an_edge_is_seen_where_it_is() -> None:
    assert list(ConvNet(8).predict(EDGE, DOTTED))[:6] == [1.0, 0.0, -1.0, 0.0, 3.0, 3.0]


def test_forward_and_back_by_hand() -> None:
    """A picture of 4x4, one kernel that looks at the middle of its window, one vote: worked out on paper."""
    net, picture = ConvNet(4, 1, 1), [0.0] * 5 + [1.0, 2.0] + [0.0] * 2 + [4.0, 3.0] + [0.0] * 5
    weights = [0.0] * 4 + [0.5] + [0.0] * 4 + [3.0]
    layers = net.forward(weights, picture)
    assert layers == [picture, [0.5, 1.0, 2.0, 1.5], [2.0], [6.0]]
    window = [picture[i] for i in Conv(0, 4, 1).windows()[2]]  # whose middle is the 4
    assert net.weight_deltas(weights, layers, [-2.0]) == [-2.0 * 3.0 * pixel for pixel in window] + [-2.0 * 2.0]


def test_of_equals_the_first_wins_and_what_is_cut_off_learns_nothing() -> None:
    net, flat = ConvNet(4, 2, 1), [1.0] * 16
    weights = [1.0] * 9 + [-1.0] * 9 + [2.0, 2.0]
    layers = net.forward(weights, flat)
    assert layers[1:3] == [[9.0] * 4 + [0.0] * 4, [9.0, 0.0]]
    assert net.weight_deltas(weights, layers, [1.0]) == [2.0] * 9 + [0.0] * 9 + [9.0, 0.0]


def test_a_map_of_odd_width_loses_its_last_row_and_column_in_pooling() -> None:
    assert ConvNet(5, 1, 2).size == 11
    assert MaxPool(3, 1).forward([], [0.0, 1.0, 9.0, 3.0, 2.0, 9.0, 9.0, 9.0, 9.0]) == [3.0]


def test_the_number_of_kernels_is_a_knob() -> None:
    assert ConvNet(8, 4, 10).with_knob("kernels", 16) == ConvNet(8, 16, 10)
    assert ConvNet(8, 4, 10).knob_size("kernels") == 1
    for wrong in (("kernels", 0, 0), ("kernels", 4, 1), ("kernels", "many", 0), ("kernels", 2.5, 0), ("eyes", 4, 0)):
        with pytest.raises(LookupError):
            ConvNet(8, 4, 10).with_knob(*wrong)


WRONG: list[tuple[Network, str]] = [
    (ConvNet(2), "network.side"),
    (ConvNet(3, 1, 10), "network.side"),
    (ConvNet(8, 0), "network.kernels"),
    (ConvNet(8, 2.0), "network.kernels"),  # type: ignore[arg-type]
    (ConvNet(8, 2, 0), "network.outputs"),
    (ConvNet("8"), "network.side"),  # type: ignore[arg-type]
]


def test_what_does_not_fit_is_told() -> None:
    for network, field in WRONG:
        (found,) = network.faults()
        assert found[0] == field and found[2].startswith("a whole number")
        assert ConvNet(3).faults() == ConvNet(4, 1, 1).faults() == []


def trained(net: Network, metric: str, count: int, alpha: float = 0.05) -> tuple[list[float], list[Any], list[float]]:
    """(start weights, examples, weights after one step for each example), by the readable path."""
    random = Random("two hundred")
    examples = [(digit_like(random, isqrt(net.inputs)), one_of(net.outputs, k % net.outputs)) for k in range(count)]
    learner = shipped().learner("gradient-descent")()
    learner.start(net.size)
    start = weights = net.start_weights(random, 0.3)
    for example in examples:
        weights = learner.step(Problem(net, [example], shipped().metric(metric)), weights, alpha)
    return start, examples, weights


def by_numpy(net: Network, start: list[float], examples: list[Any], softmax: bool, alpha: float = 0.05) -> Any:
    """The same training, written another way: windows as a matrix, the pooled places by argmax."""
    conv = net.ops()[0]
    assert isinstance(conv, Conv)
    count, side = conv.kernels, conv.map_side
    split = count * 9
    kernels = np.array(start[:split]).reshape(count, 9)
    votes = np.array(start[split:]).reshape(net.outputs, -1)
    half = side // 2
    for pixels, goals in examples:
        picture = np.array(pixels).reshape(conv.side, conv.side)
        seen = np.lib.stride_tricks.sliding_window_view(picture, (3, 3)).reshape(-1, 9)
        maps = np.maximum(kernels @ seen.T, 0.0).reshape(count, side, side)
        cut = maps[:, : 2 * half, : 2 * half].reshape(count, half, 2, half, 2).transpose(0, 1, 3, 2, 4)
        blocks = cut.reshape(count, half, half, 4)
        pooled, first = blocks.max(-1), blocks.argmax(-1)
        given = votes @ pooled.ravel()
        powers = np.exp(given - given.max())
        delta = (powers / powers.sum() if softmax else given) - np.array(goals)
        back = (delta @ votes).reshape(pooled.shape) * (pooled > 0)
        votes = votes - alpha * np.outer(delta, pooled.ravel())
        rows, columns = np.meshgrid(range(half), range(half), indexing="ij")
        places = (2 * rows + first // 2) * side + 2 * columns + first % 2
        kernels = kernels - alpha * np.array([b.ravel() @ seen[p.ravel()] for b, p in zip(back, places)])
    return np.concatenate([kernels.ravel(), votes.ravel()])


@pytest.mark.parametrize("metric", ["softmax-cross-entropy", "squared"])
@pytest.mark.parametrize("net", [ConvNet(8, 4, 10), ConvNet(7, 3, 10)], ids=str)
def test_two_hundred_steps_end_where_numpy_ends(net: Network, metric: str) -> None:
    start, examples, weights = trained(net, metric, 200)
    theirs = by_numpy(net, start, examples, softmax=metric != "squared")
    assert float(np.abs(theirs - np.array(weights)).max()) < 1e-9
    assert float(np.abs(theirs - np.array(start)).max()) > 0.1  # it did learn


def test_kernels_move_the_right_way() -> None:
    net, metric = ConvNet(8, 3, 10), shipped().metric("softmax-cross-entropy")
    _, examples, _ = trained(net, metric.name, 10)
    problem, weights = Problem(net, examples, metric), net.start_weights(Random(2), 0.3)
    deltas, before = problem.weight_deltas(weights), problem.error(weights)
    only_kernels = [w - 0.05 * d if i < 27 else w for i, (w, d) in enumerate(zip(weights, deltas))]
    assert problem.error(only_kernels) < before - 1e-3


DIGEST = "bcd81d6158e837b9"


def test_every_python_gives_the_same_bits() -> None:
    """Pictures in sixteenths, no exp: nothing but +, -, * of doubles, whose order is the engine's own."""
    _, _, weights = trained(ConvNet(8, 4, 10), "squared", 60)
    assert sha256(pack(f"<{len(weights)}d", *weights)).hexdigest()[:16] == DIGEST
