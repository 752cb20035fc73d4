"""Votes on pictures: how many strangers the net reads correctly, pass by pass; what a kernel looks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..engine.checkpoint import Snapshot
from ..learning.architecture import kernels_of
from ..learning.network import Network, Vector
from ..learning.ops import CELLS, WIDTH
from ..rules.target import largest
from .moment import Amount, Moment, RunTable

VOTES = 3  # outputs: fewer are no vote
PIECE = 4  # pictures that are read at once
CLEAR = 2.0  # times: a kernel looks for one thing if that is so much clearer than any other
SIDES = ("below", "above", "right of", "left of")


class Reading(NamedTuple):
    """How the unseen pictures are read at a step. `mistaken`: (what it is, what it is read as) -> how often."""

    step: int
    right: float
    mistaken: Counter[tuple[int, int]]


NONE: Mapping[int, Reading] = {}


def reads_pictures(table: RunTable) -> bool:
    """The run learns to vote, and there are pictures that it never saw."""
    run = table.run
    return run.network.outputs >= VOTES and table.session.level.aim.share is not None and table.last > table.first


def reading_moments(
    table: RunTable, read: list[Snapshot] | None = None, known: Mapping[int, Reading] = NONE
) -> Iterator[list[Moment] | None]:
    """In pieces of a few milliseconds: None until the last one. `read`: there each look is added that was taken.

    `known`: the looks that were taken while it ran.
    """
    readings = dict(known)
    for step in look_steps(table):
        if step in known:
            continue
        for reading in read_slowly(table, step, read):
            if reading is not None:
                readings[step] = reading
            yield None
    moments = told_readings(table, readings)
    yield moments + kernel_moments(table.run.network, table.weights_at(table.last), table.last)


def look_steps(table: RunTable) -> list[int]:
    """The steps at which it is seen how it reads: the start, half a pass, each pass."""
    half, ends = table.first + table.each // 2, _ends(table)
    return [table.first, *([half] if half <= table.last else []), *ends]


def _ends(table: RunTable) -> range:
    return range(table.first + table.each, table.last + 1, table.each)


def told_readings(table: RunTable, readings: Mapping[int, Reading]) -> list[Moment]:
    """The moments of each look but the first; of one that was not taken yet its place alone."""
    half, moments = table.first + table.each // 2, list[Moment]()
    if half <= table.last:
        facts: dict[str, object] = {}
        if half in readings:
            facts = {"part": readings[half].right, "begin": readings[table.first].right}
        moments.append(Moment(half, 0, "half a pass", facts))
    for number, step in enumerate(_ends(table), 1):
        rank = 1 - (step + table.each > table.last)
        if step not in readings:
            moments.append(Moment(step, rank, "pass reads"))
            continue
        kind, values, mistaken = "pass reads", {"pass": number, "part": readings[step].right}, readings[step].mistaken
        often = max(mistaken.values(), default=0)
        if often > 1 and table.run.network.outputs == 10:
            meant, read = min(pair for pair, times in mistaken.items() if times == often)
            kind, values = "pass reads, mistakes", values | {"meant": meant, "read": read, "times": often}
        moments.append(Moment(step, rank, kind, values))
    return moments


def read_slowly(table: RunTable, step: int, read: list[Snapshot] | None = None) -> Iterator[Reading | None]:
    """How it reads at that step, a few pictures at a time: None until the last piece. `read`: there it is added."""
    weights, predict = table.weights_at(step), table.run.predict
    examples, right, mistaken = table.session.level.data(unseen=True), 0, Counter[tuple[int, int]]()
    for number, (picture, goal) in enumerate(examples, 1):
        said, meant = largest(predict(weights, picture)), largest(goal)
        right += said == meant
        if said != meant:
            mistaken[meant, said] += 1
        if number % PIECE == 0:
            yield None
    share = right / max(1, len(examples))
    if read is not None:
        read.append(Snapshot(step, list(weights), {"unseen": share}))
    yield Reading(step, share, mistaken)


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


# ---------------------------------------------------------------------------------------------------------------------
# The moments of one look at a training that is followed while it goes on: nothing of what comes is known yet.


BY_CHANCE = Moment(0, 0, "by chance")


def look_moment(look: Snapshot, first: Snapshot, each: int, near: float = 0.0) -> Moment:
    """How many of the unseen pictures are read after so many steps. `first`: the look before the first step.

    `each`: steps of a pass. `near`: so much of a pass more or less is still half a pass.
    """
    step, steps = look.step, look.step - first.step
    facts: dict[str, object] = {"part": look.measured["unseen"]}
    if not steps:
        return Moment(step, 0, "before it trains", facts)
    if steps == each // 2 or abs(steps / each - 0.5) < near:
        return Moment(step, 0, "half a pass", facts | {"begin": first.measured["unseen"]})
    if steps % each == 0:
        return Moment(step, 1, "pass reads", facts | {"pass": steps // each})
    return Moment(step, 1, "digits read", facts | {"digits": steps})


def last_moments(network: Network, look: Snapshot, first: Snapshot, each: int) -> list[Moment]:
    """Of the last look of all: what became of it, and what a kernel looks for."""
    passes = (look.step - first.step) // each
    facts = {"steps": Amount(passes, "pass", "passes"), "part": look.measured["unseen"],
             "begin": first.measured["unseen"]}  # fmt: skip
    return [Moment(look.step, 0, "passes read", facts), *kernel_moments(network, look.weights, look.step)]


def waiting_moment(look: Snapshot, first: Snapshot, each: int) -> Moment:
    """The next look is not there yet."""
    return Moment(look.step, 1, "still training", {"pass": (look.step - first.step) // each + 1})
