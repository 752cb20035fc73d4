"""Votes on pictures: how many strangers are read rightly after half a pass and each pass; what a kernel looks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..engine.snapshot import Snapshot
from ..learning.architecture import kernels_of
from ..learning.network import Network, Vector
from ..learning.ops import CELLS, WIDTH
from ..rules.target import largest
from .moment import Moment
from .run_table import RunTable

VOTES = 3  # outputs: fewer are no vote
PIECE = 12  # pictures that are read at once
CLEAR = 2.0  # times: a kernel looks for one thing if that is so much clearer than any other
SIDES = ("below", "above", "right of", "left of")


class Reading(NamedTuple):
    """How the unseen pictures are read at a step. `mistaken`: (what it is, what it is read as) -> how often."""

    step: int
    right: float
    mistaken: Counter[tuple[int, int]]


def reads_pictures(table: RunTable) -> bool:
    """The run learns to vote, and there are pictures that it never saw."""
    run = table.run
    return run.network.outputs >= VOTES and table.session.level.aim.share is not None and table.last > table.first


def reading_moments(table: RunTable, read: list[Snapshot] | None = None) -> Iterator[list[Moment] | None]:
    """In pieces of a few milliseconds: None until the last one. `read`: there each look is added that was taken."""
    half, ends = table.first + table.each // 2, range(table.first + table.each, table.last + 1, table.each)
    looks = [table.first, *([half] if half <= table.last else []), *ends]
    readings: dict[int, Reading] = {}
    for step in looks:
        for found in _read(table, step):
            if found is not None:
                readings[step] = found
                if read is not None:
                    read.append(Snapshot(step, list(table.weights_at(step)), {"unseen": found.right}))
            yield None
    begin, told = readings[looks[0]].right, list[Moment]()
    if half in readings:
        told.append(Moment(half, 0, "half a pass", {"part": readings[half].right, "begin": begin}))
    told += [_of_pass(table, number, readings[step]) for number, step in enumerate(ends, 1)]
    yield told + kernel_moments(table.run.network, table.weights_at(table.last), table.last)


def _read(table: RunTable, step: int) -> Iterator[Reading | None]:
    weights, predict = table.weights_at(step), table.run.predict
    examples, right, mistaken = table.session.level.data(unseen=True), 0, Counter[tuple[int, int]]()
    for number, (picture, goal) in enumerate(examples, 1):
        read, meant = largest(predict(weights, picture)), largest(goal)
        right += read == meant
        if read != meant:
            mistaken[meant, read] += 1
        if number % PIECE == 0:
            yield None
    yield Reading(step, right / max(1, len(examples)), mistaken)


def _of_pass(table: RunTable, number: int, reading: Reading) -> Moment:
    last = reading.step + table.each > table.last
    facts: dict[str, object] = {"pass": number, "part": reading.right}
    often = max(reading.mistaken.values(), default=0)
    if often < 2 or table.run.network.outputs != 10:
        return Moment(reading.step, 1 - last, "pass reads", facts)
    meant, read = min(pair for pair, times in reading.mistaken.items() if times == often)
    facts |= {"meant": meant, "read": read, "times": often}
    return Moment(reading.step, 1 - last, "pass reads, mistakes", facts)


def kernel_moments(network: Network, weights: Vector, step: int) -> list[Moment]:
    """The kernel that looks most clearly for light on one side of dark, with the weights of that step."""
    kernels = kernels_of(network)
    if kernels is None:
        return []
    clear = list[tuple[float, int, str]]()
    for number in range(kernels.kernels):
        first, second = sorted(zip(contrasts(weights[kernels.kernel(number)]), SIDES), reverse=True)[:2]
        if first[0] > 0 and first[0] >= CLEAR * second[0]:
            clear.append((first[0], number + 1, first[1]))
    if not clear:
        return []
    _most, kernel, side = max(clear)
    return [Moment(step, 1, f"light {side} dark", {"kernel": kernel})]


def contrasts(kernel: Vector) -> Sequence[float]:
    """How much lighter it wants a side than the one across from it: below, above, right, left."""
    rows = [kernel[k : k + WIDTH] for k in range(0, CELLS, WIDTH)]
    down = right = 0.0
    for k in range(WIDTH):
        down += rows[-1][k] - rows[0][k]
        right += rows[k][-1] - rows[k][0]
    return down, -down, right, -right
