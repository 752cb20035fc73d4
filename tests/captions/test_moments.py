"""What is told of runs that are drawn is true and not too long; what is told of digits, look by look."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings, strategies as st

from downslope.captions.look_moments import BY_CHANCE, kernel_moments, last_moments, look_moment
from downslope.captions.moments import moments_incremental
from downslope.captions.sentences import LONGEST, Moment, sentence
from downslope.engine.checkpoint import Snapshot
from downslope.engine.run import Fault
from downslope.learning import Metric
from downslope.rules import Impossible, Learn, Probe, Session, Turn
from downslope.solving.tried import level_with
from downslope.view.format.markup import plain
from lib.moment_claims import moments, wrong_moments
from lib.support import campaign, play, shipped


def wrong(session: Session) -> list[str]:
    """The captions of a run that are not so, or too long."""
    found = moments(session)
    long = [text for text in map(plain, map(sentence, found)) if len(text) > LONGEST]
    return [*map(sentence, wrong_moments(session, found)), *long]


LEARNED = [level.id for level in campaign() if level.learner and not level.solution and not level.stop]


@pytest.mark.slow
@settings(max_examples=25)
@given(st.sampled_from(LEARNED), st.floats(-3.0, 0.5), st.sampled_from([None, *sorted(shipped().learners)]))
def test_every_caption_of_a_run_that_was_drawn_is_true(name: str, power: float, learner: str | None) -> None:
    level = shipped().level(name)
    changes: dict[str, Any] = {"alpha": round(10**power, 4)} if isinstance(level.alpha, float) else {}
    try:
        session = Session(level_with(level, learner, budget=60, **changes), shipped())
        session.learn_until_outcome(60 * len(session.run.batches))
    except (Impossible, Fault):  # a learner that is made for other levels
        assume(False)
    assert wrong(session) == []


BY_HAND = [level.id for level in campaign() if level.learner is None and level.network.size == 1]


@settings(max_examples=20)
@given(st.sampled_from(BY_HAND), st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_every_caption_of_looks_that_were_drawn_is_true(name: str, places: list[float]) -> None:
    session = play(name)
    knob = session.level.knob("weight")
    assert knob is not None
    for place in places:
        if not session.won:
            session.do(Turn("weight", knob.snap(knob.low + (knob.high - knob.low) * place)))
            if session.level.probes is not None:
                session.do(Probe())
    assert moments(session) and wrong(session) == []


def test_a_metric_that_raises_tells_of_its_error_alone() -> None:
    def delta(_self: Metric, prediction: float, goal_prediction: float) -> float:
        if abs(prediction - goal_prediction) > 0.5:  # raises when it is asked far away
            raise TypeError("too far")
        return 1.0 if prediction > goal_prediction else -1.0

    absolute = type(shipped().metrics["absolute"])
    catalog = replace(shipped(), metrics={"narrow": type("Narrow", (absolute,), {"name": "narrow", "delta": delta})()})
    level = replace(shipped().level("goldilocks"), metric="narrow", stages=(), questions=(), alpha=0.005, knobs=())
    session = Session(level, catalog)
    session.learn_until_outcome(6)
    assert [plain(sentence(each)) for each in moments(session)] == ["The error falls from .20 to .08 in 6 steps."]


PASS = 1437


def votes(run: Session, step: int) -> tuple[float, Counter[tuple[int, int]]]:
    """The share that is read rightly, and what is taken for what."""
    weights, pictures, wrong = run.run.weights_at(step), run.level.data(unseen=True), Counter[tuple[int, int]]()
    for picture, goal in pictures:
        found = list(run.run.network.forward(weights, picture)[-1])
        if found.index(max(found)) != goal.index(max(goal)):
            wrong[list(goal).index(max(goal)), found.index(max(found))] += 1
    return (len(pictures) - wrong.total()) / len(pictures), wrong


@pytest.mark.parametrize("level", [pytest.param("kernels", marks=pytest.mark.slow), "ten-neurons"])
def test_what_is_told_of_half_a_pass_and_of_a_pass_is_so_and_the_same_look_by_look(level: str) -> None:
    run = play(level, Learn(PASS))
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
    assert f"it reads {100 * share:.1f}% of unseen digits; {100 * begin:.1f}%" in plain(sentence(end))
    assert "Still training" in sentence(look_moment(looks[2], looks[0], PASS, waits=True))
    assert all(len(plain(sentence(moment))) <= LONGEST for moment in [*told, *found.values(), end, BY_CHANCE])
    assert len(list(moments_incremental(run))) > 3 * 360 // 12, "between two pauses are no more than some pictures"


def test_a_kernel_is_said_to_look_for_what_it_weighs_most() -> None:
    network = play("kernels").run.network
    for kernel, kind in (((-1, -1, -1, 0, 0, 0, 1, 1, 1), "below"), ((1, 0, 0, 1, 0, 0, 1, 0, 0), "left of")):
        weights = [0.0] * network.size
        weights[9:18] = kernel
        assert kernel_moments(network, weights, 7) == [Moment(7, 1, f"light {kind} dark", {"kernel": 2})]
