"""Evaluation over many examples, in pieces: to the last bit what is found in one go, and found once."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from downslope import Accuracy, Learn, Session, Turn
from downslope.learning.metric import Metric
from downslope.rules.actions import Impossible
from downslope.rules.level import Level
from downslope.rules.resume import WORK, do_slowly
from downslope.rules.target import accuracy, share_correct
from support import shipped

SEEDS = count(4711)


@pytest.fixture
def level() -> Level:
    """Kernels that read pictures, of a seed of the test's own: nothing that another has found is of it, whichever ran
    before it. (With -n a process takes tests over from another in any order.)"""
    return replace(shipped().level("kernels"), seed=next(SEEDS))


def of_one_go(session: Session) -> tuple[float, float]:
    """The error that decides, and the share of the unseen that is read rightly, both found anew."""
    run = session.run
    return run.sample_problem.error(run.weights), share_correct(run, session.level.data(unseen=True))


def to_pass_end(session: Session) -> Learn:
    return Learn(len(session.run.batches))


def test_in_pieces_it_is_what_it_is_in_one_go(level: Level) -> None:
    session, other = Session(level, shipped()), Session(level, shipped())
    pieces = sum(1 for _piece in do_slowly(session, to_pass_end(session)))
    assert pieces > 20
    other.do(to_pass_end(other))
    assert session.actions == other.actions and session.weights == other.weights
    assert session.run.measurement("judged") == other.run.measurement("judged") == of_one_go(other)[0]
    assert session.run.error(judged=True) == of_one_go(session)[0] and accuracy(session) == of_one_go(session)[1]
    assert session.detector is not None and other.detector is not None
    assert session.detector.epoch_errors == other.detector.epoch_errors


def test_what_was_found_is_not_looked_for_again(level: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = Session(level, shipped(), [Turn("alpha", 0.02)])
    for _piece in do_slowly(ahead, to_pass_end(ahead)):
        pass
    metric, asked = type(ahead.run.metric), list[int]()
    told = metric.total_error

    def counted(self: Metric, prediction: list[float], goal: list[float]) -> float:
        asked.append(1)
        return told(self, prediction, goal)

    shown = Session(level, shipped(), [Turn("alpha", 0.02)])
    monkeypatch.setattr(metric, "total_error", counted)
    most = WORK // shown.run.network.size
    steps = (to_pass_end(shown).steps - 1) // most
    assert sum(1 for _piece in do_slowly(shown, to_pass_end(shown))) == steps, "pieces of steps alone"
    assert len(asked) <= 2 * 200  # what a scale is; the steps are made in the compiled loop
    assert shown.run.measurement("judged") == ahead.run.measurement("judged")


def test_a_turned_knob_or_another_step_is_other_weights(level: Level) -> None:
    session = Session(level, shipped(), [Learn(1)])
    session.do(Learn(len(session.run.batches) - 1))
    assert session.run.measurement("judged") is not None
    session.do(Learn(1))
    assert session.run.measurement("judged") is None and session.run.error(judged=True) == of_one_go(session)[0]


def test_where_examples_are_few_nothing_comes_in_pieces() -> None:
    session = Session(shipped().level("valley"), shipped())
    assert not list(do_slowly(session, Learn(3))) and session.actions == [Learn(3)]
    assert session.run.measurement("judged") is None


def test_what_is_not_allowed_is_not_kept() -> None:
    session = Session(shipped().level("double-it"), shipped())
    with pytest.raises(Impossible):
        list(do_slowly(session, Learn(1)))
    assert not session.actions


def test_a_metric_that_raises_is_told_by_who_asks(level: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(replace(level, target=Accuracy(0.9)), shipped())

    def raises(self: Metric, prediction: list[float], goal: list[float]) -> float:
        raise ZeroDivisionError("no such error")

    monkeypatch.setattr(type(session.run.metric), "total_error", raises)
    with pytest.raises(Exception, match="no such error"):
        list(do_slowly(session, Learn(1)))
    assert not session.actions
