"""What is told of a net that learns to read: its numbers are counted again, picture by picture."""

from __future__ import annotations

from collections import Counter

import pytest

from downslope.captions.look_moments import BY_CHANCE, kernel_moments, last_moments, look_moment, waiting_moment
from downslope.captions.moments import moments_incremental
from downslope.captions.sentences import LONGEST, Moment, sentence
from downslope.engine.checkpoint import Snapshot
from downslope.rules.actions import Learn
from downslope.rules.session import Session
from downslope.view.format.markup import plain
from moment_claims import moments
from support import play

PASS = 1437


@pytest.fixture(scope="module", params=["kernels", "ten-neurons"])
def run(request: pytest.FixtureRequest) -> Session:
    return play(request.param, Learn(PASS))


def votes(run: Session, step: int) -> tuple[float, Counter[tuple[int, int]]]:
    """The share that is read rightly, and what is taken for what."""
    weights, pictures, wrong = run.run.weights_at(step), run.level.data(unseen=True), Counter[tuple[int, int]]()
    for picture, goal in pictures:
        found = list(run.run.network.forward(weights, picture)[-1])
        if found.index(max(found)) != goal.index(max(goal)):
            wrong[list(goal).index(max(goal)), found.index(max(found))] += 1
    return (len(pictures) - wrong.total()) / len(pictures), wrong


@pytest.mark.slow
def test_what_is_told_of_half_a_pass_and_of_a_pass_is_so_and_the_same_look_by_look(run: Session) -> None:
    found = {moment.kind: moment for moment in moments(run)}
    half, whole = found["half a pass"], found["pass reads, mistakes"]
    (begin, _wrong), (middle, _other), (share, wrong) = (votes(run, step) for step in (0, PASS // 2, PASS))
    assert (half.step, half.facts["part"], half.facts["begin"]) == (PASS // 2, middle, begin)
    assert (whole.step, whole.facts["pass"], whole.facts["part"]) == (PASS, 1, share)
    assert wrong[whole.facts["meant"], whole.facts["read"]] == whole.facts["times"] == max(wrong.values())
    looks = [Snapshot(step, list(run.run.history.weights_at(step)), {"unseen": part})
             for step, part in ((0, begin), (10, 0.1), (PASS // 2, middle))]  # fmt: skip
    looks.append(Snapshot(PASS, list(run.weights), {"unseen": share}))
    told = [look_moment(look, looks[0], PASS) for look in looks]
    assert [moment.kind for moment in told] == ["before it trains", "digits read", "half a pass", "pass reads"]
    assert [moment.facts["part"] for moment in told] == [look.measured["unseen"] for look in looks]
    assert told[2].facts == pytest.approx(half.facts)
    end, *kernels = last_moments(run.run.network, looks[-1], looks[0], PASS)
    assert kernels == [moment for kind, moment in found.items() if kind.startswith("light")]
    assert plain(sentence(end)) == f"1 pass: it reads {100 * share:.1f}% of unseen digits; {100 * begin:.1f}% at first."
    assert plain(sentence(waiting_moment(looks[2], looks[0], PASS))) == "Still training, pass 1."
    assert all(len(plain(sentence(moment))) <= LONGEST for moment in [*told, *found.values(), end, BY_CHANCE])
    pieces = list(moments_incremental(run))
    assert len(pieces) > 3 * 360 // 12, "between two pauses are no more than some pictures"


@pytest.mark.parametrize(("kernel", "kind"), [
    ((-1, -1, -1, 0, 0, 0, 1, 1, 1), "light below dark"), ((1, 0, 0, 1, 0, 0, 1, 0, 0), "light left of dark"),
])  # fmt: skip
def test_a_kernel_is_said_to_look_for_what_it_weighs_most(kernel: tuple[float, ...], kind: str) -> None:
    network = play("kernels").run.network
    weights = [0.0] * network.size
    weights[9:18] = kernel
    assert kernel_moments(network, weights, 7) == [Moment(7, 1, kind, {"kernel": 2})]
    assert moments(play("ten-neurons")) == list[Moment](), "a run without steps tells nothing"
