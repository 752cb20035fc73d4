"""What the shipped recipe reaches, with fixed seeds and passes counted, not seconds: see docs/performance.md."""

from __future__ import annotations

import pytest

from downslope import Learn, Session
from downslope.digits.dataset import digits_level, shares
from downslope.learning.batches import AFFINE, AUGMENTS
from downslope.rules.target import accuracy, share_correct
from downslope.schema.level_rules import faults
from support import shipped


@pytest.mark.slow
@pytest.mark.parametrize(
    ("split", "kernels", "passes", "least"),
    [("stratified", 16, 6, 0.97), ("writers", 24, 14, 0.955)],
)
def test_it_reads_digits_that_it_has_not_seen(split: str, kernels: int, passes: int, least: float) -> None:
    session = Session(digits_level(kernels, passes, split=split), shipped())
    run = session.run
    if not run.advance_epoch(1):  # the first step of a new loop is made by hand too
        run.step()
    while run.count < passes * 1437:
        assert run.advance_epoch(1437), "the compiled loop was not used"
    assert accuracy(session) == share_correct(run, session.level.data(unseen=True)) >= least
    assert accuracy(session, unseen=False) > accuracy(session)


def test_each_step_sees_one_digit_of_all_in_another_order_each_pass_half_of_them_moved() -> None:
    run = Session(digits_level(2, 3), shipped()).run
    count = len(run.examples)
    first, second = ([run.order.batch(count * epoch + step) for step in range(count)] for epoch in (0, 1))
    assert all(len(batch) == 1 for batch in first) and sorted(first) == sorted(second) == [(k,) for k in range(count)]
    assert first != second != sorted(second) and first != sorted(first)
    moved = [way for step in range(count) for way in run.order.moves(step)]
    assert 0.45 < sum(map(bool, moved)) / count < 0.55 and set(moved) == set(range(AUGMENTS[AFFINE]))


@pytest.mark.slow
def test_it_is_the_level_that_any_session_plays() -> None:
    level = digits_level(2, 1)
    assert faults(level) == []
    session = Session(level, shipped(), [Learn(1437)])
    assert session.outcome is not None and accuracy(session) > 0.7


def test_shares_add_up_whatever_the_votes() -> None:
    for votes in ([0.0] * 10, [1000.0, -1000.0, 999.0], [-5.0, 5.0]):
        parts = shares(votes)
        assert sum(parts) == pytest.approx(1.0) and parts.index(max(parts)) == votes.index(max(votes))
