"""At which steps of a training a snapshot is kept."""

from __future__ import annotations

from downslope.engine.checkpoint import next_snapshot


def steps(each: int, last: int) -> list[int]:
    found = [0]
    while found[-1] < last:
        found.append(next_snapshot(found[-1], each))
    return found


def test_dense_at_first_then_twice_a_pass() -> None:
    assert steps(1437, 4311) == [0, 10, 20, 50, 100, 200, 400, 700, 718, 1000, 1437, 2155, 2874, 3592, 4311]


def test_short_passes_and_a_pass_of_one_step() -> None:
    assert steps(60, 120) == [0, 10, 20, 30, 50, 60, 90, 100, 120]
    assert steps(1, 4) == [0, 1, 2, 3, 4]
    assert steps(7, 14) == [0, 3, 7, 10, 14]
