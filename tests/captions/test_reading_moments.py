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
    weights = run.run.weights_at(step)
    wrong = Counter[tuple[int, int]]()
    pictures = run.level.data(unseen=True)
    for picture, goal in pictures:
        found = list(run.run.network.forward(weights, picture)[-1])
        if found.index(max(found)) != goal.index(max(goal)):
            wrong[list(goal).index(max(goal)), found.index(max(found))] += 1
    return 1 - wrong.total() / len(pictures), wrong


@pytest.mark.slow
def test_what_is_told_of_half_a_pass_and_of_a_pass_is_so(run: Session) -> None:
    found = {moment.kind: moment for moment in moments(run)}
    half = found["half a pass"]
    assert half.step == PASS // 2 and half.facts["part"] == pytest.approx(votes(run, PASS // 2)[0])
    assert half.facts["begin"] == pytest.approx(votes(run, 0)[0])
    share, wrong = votes(run, PASS)
    whole = found["pass reads, mistakes"]
    assert (whole.step, whole.facts["pass"]) == (PASS, 1) and whole.facts["part"] == pytest.approx(share)
    assert wrong[whole.facts["meant"], whole.facts["read"]] == whole.facts["times"] == max(wrong.values())


@pytest.mark.slow
def test_of_a_training_that_is_followed_the_same_is_told_look_by_look(run: Session) -> None:
    """The shares are counted again; half a pass, a pass and a kernel are told as of a run that is over."""
    looks = [Snapshot(step, list(run.run.history.weights_at(step)), {"unseen": votes(run, step)[0]})
             for step in (0, 10, PASS // 2, PASS - 1)]  # fmt: skip
    looks.append(Snapshot(PASS, list(run.weights), {"unseen": votes(run, PASS)[0]}))
    told = [look_moment(look, looks[0], PASS) for look in looks]
    assert [moment.kind for moment in told] == [
        "before it trains", "digits read", "half a pass", "digits read", "pass reads"]  # fmt: skip
    assert [moment.facts["part"] for moment in told] == [look.measured["unseen"] for look in looks]
    assert [moment.facts.get("digits") for moment in told] == [None, 10, None, PASS - 1, None]
    found = {moment.kind: moment for moment in moments(run)}
    assert told[2].step == found["half a pass"].step and told[2].facts == pytest.approx(found["half a pass"].facts)
    whole = found["pass reads, mistakes"].facts
    assert (told[4].facts["pass"], told[4].facts["part"]) == (whole["pass"], pytest.approx(whole["part"]))
    end, *kernels = last_moments(run.run.network, looks[-1], looks[0], PASS)
    assert kernels == [moment for kind, moment in found.items() if kind.startswith("light")]
    begin, part = votes(run, 0)[0], votes(run, PASS)[0]
    assert plain(sentence(end)) == f"1 pass: it reads {100 * part:.1f}% of unseen digits; {100 * begin:.1f}% at first."
    assert plain(sentence(waiting_moment(looks[2], looks[0], PASS))) == "Still training, pass 1."
    assert all(len(plain(sentence(moment))) <= LONGEST for moment in [*told, end, BY_CHANCE])


def test_its_words(run: Session) -> None:
    said = [plain(sentence(moment)) for moment in moments(run)]
    assert all(len(text) <= LONGEST for text in said)
    if run.base.id == "kernels":
        assert said[0] == "Half a pass: it reads 90.3% of unseen digits; 5.3% at first."


@pytest.mark.parametrize(
    ("kernel", "kind"),
    [((-1, -1, -1, 0, 0, 0, 1, 1, 1), "light below dark"), ((1, 0, 0, 1, 0, 0, 1, 0, 0), "light left of dark")],
)
def test_a_kernel_is_said_to_look_for_what_it_weighs_most(kernel: tuple[float, ...], kind: str) -> None:
    network = play("kernels").run.network
    weights = [0.0] * network.size
    weights[9:18] = kernel
    assert kernel_moments(network, weights, 7) == [Moment(7, 1, kind, {"kernel": 2})]


def test_it_is_made_in_small_pieces(run: Session) -> None:
    """Between two pauses are no more than some pictures."""
    pieces = list(moments_incremental(run))
    assert len(pieces) > 3 * 360 // 12 and [found is None for found in pieces].count(False) == 1


def test_a_run_without_steps_tells_nothing() -> None:
    assert moments(play("ten-neurons")) == list[Moment]()
