"""What is told of a net that learns to read: its numbers are counted again, picture by picture."""

from __future__ import annotations

from collections import Counter

import pytest

from downslope.captions.moment import Moment
from downslope.captions.moments import moments, moments_slowly
from downslope.captions.reading_moments import contrasts
from downslope.captions.sentences import LONGEST, sentence
from downslope.rules.actions import Learn
from downslope.rules.session import Session
from downslope.view.format.markup import plain
from support import play

PASS = 1437


@pytest.fixture(scope="module", params=["kernels", "ten-neurons"])
def run(request: pytest.FixtureRequest) -> Session:
    return play(request.param, Learn(PASS))


def votes(run: Session, step: int) -> tuple[float, Counter[tuple[int, int]]]:
    """The share that is read rightly, and what is taken for what."""
    weights = run.run.history.weights_at(step) if step < run.count else run.weights
    wrong = Counter[tuple[int, int]]()
    pictures = run.level.data(unseen=True)
    for picture, goal in pictures:
        found = list(run.run.network.forward(weights, picture)[-1])
        if found.index(max(found)) != goal.index(max(goal)):
            wrong[list(goal).index(max(goal)), found.index(max(found))] += 1
    return 1 - wrong.total() / len(pictures), wrong


def test_what_is_told_of_half_a_pass_and_of_a_pass_is_so(run: Session) -> None:
    found = {moment.kind: moment for moment in moments(run)}
    half = found["half a pass"]
    assert half.step == PASS // 2 and half.facts["part"] == pytest.approx(votes(run, PASS // 2)[0])
    assert half.facts["begin"] == pytest.approx(votes(run, 0)[0])
    share, wrong = votes(run, PASS)
    whole = found["pass reads, mistakes"]
    assert (whole.step, whole.facts["pass"]) == (PASS, 1) and whole.facts["part"] == pytest.approx(share)
    assert wrong[whole.facts["meant"], whole.facts["read"]] == whole.facts["times"] == max(wrong.values())


def test_its_words(run: Session) -> None:
    said = [plain(sentence(moment)) for moment in moments(run)]
    assert all(len(text) <= LONGEST for text in said)
    if run.base.id == "kernels":
        assert said[0] == "Half a pass: it reads 90.3% of strangers. It began at 5.3%."


def test_a_kernel_is_said_to_look_for_what_it_weighs_most() -> None:
    assert contrasts((-1, -1, -1, 0, 0, 0, 1, 1, 1)) == (6, -6, 0, 0)
    assert contrasts((1, 0, 0, 1, 0, 0, 1, 0, 0)) == (0, 0, -3, 3)


def test_it_is_made_in_small_pieces(run: Session) -> None:
    """Between two pauses are no more than some pictures."""
    pieces = list(moments_slowly(run))
    assert len(pieces) > 3 * 360 // 12 and [found is None for found in pieces].count(False) == 1


def test_a_run_without_steps_tells_nothing() -> None:
    assert moments(play("ten-neurons")) == list[Moment]()
