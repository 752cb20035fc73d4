"""A session whose steps come in pieces, or from a checkpoint, is the session that made them at once."""

from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st

from downslope import Accuracy, Example, Learn, Level, Near, Neuron, Next, Turn
from downslope.engine.checkpoint import checkpoint_of
from downslope.learning import Metric
from downslope.rules import Impossible, accuracy, do_slowly, measure_slowly, restore, share_correct
from downslope.rules.judged_steps import learn_incremental
from downslope.rules.resume import resume
from downslope.solving.autosolve import ended
from lib.support import play, shipped
from rules import levels


def small(**fields: Any) -> Level:
    trio = [Example(1, 1), Example(2, 3), Example(3, 2)]
    return levels.small(**{"examples": trio, "weights": [0.2], "alpha": 0.05, "batch": 1, "budget": 20,
                           "target": Near(0.0)} | fields)  # fmt: skip


def readers(seed: int, first: int = 10) -> Level:
    """So many examples that they are judged in pieces, and more weights than a loop of its own is made for. `first`: of
    those that are unseen."""
    lights = (*(Example((*(float(k % n == 0) for n in range(1, 53)),), (k % 2, 1 - k % 2)) for k in range(120)),)
    return small(network=Neuron(52, 2), examples=lights, unseen=lights[first:], weights=None, seed=seed, batch=40,
                 target=Accuracy(1.0), alpha=0.01)  # fmt: skip


@settings(max_examples=40)
@example(first=0, second=60)
@example(first=3, second=57)
@given(first=st.integers(0, 70), second=st.integers(0, 70))
def test_restored_is_made(first: int, second: int) -> None:
    made = play(small(), *[Learn(first)] * bool(first))
    taken, whole = made.copy(), play(small(), *[Learn(first + second)] * bool(first + second))
    if second:
        made.do(Learn(second))
    restore(taken, checkpoint_of(made.run, 0, {}))
    assert taken.weights == whole.weights and taken.actions == whole.actions and taken.tally.runs == whole.tally.runs
    ends = first % 3 == second % 3 == 0 and first + second <= 60  # judged where it is handed over
    assert taken.outcome == whole.outcome or not ends


def test_what_does_not_lead_there_is_refused() -> None:
    made = play(small(), Learn(6))
    point = checkpoint_of(made.run, 0, {})
    session = resume(small(), shipped(), [Learn(6)], point)
    assert (session.count, session.weights, session.tally.runs, session.actions) == (6, made.weights, 1, [Learn(6)])
    restore(session, point._replace(measured={"seen": 0.5}))
    assert session.run.measurement("seen") == 0.5 and session.actions == [Learn(6)]
    for each in (session, made):
        each.do(Learn(1))
    assert session.weights == made.weights and session.run.weights_at(6) == made.run.weights_at(6)
    assert resume(small(), shipped(), [], None).weights == [0.2]
    assert resume(small(), shipped(), [Turn("alpha", 0.5)], None).alpha() == 0.5
    assert resume(small(stages=[{"title": "x"}]), shipped(), [Next()], None).stage == 1  # won by steps not made again
    for level, actions, checkpoint in (
        (small(), [Learn(6)], None), (small(), [Learn(5)], point), (small(learner=None), [], point),
        (small(), [Learn(6)], point._replace(weights=[1.0, 2.0])),
    ):  # fmt: skip
        with pytest.raises(ValueError, match="checkpoint"):
            resume(level, shipped(), actions, checkpoint)
    with pytest.raises(ValueError, match="earlier step"):
        restore(made, point)


def test_in_pieces_it_is_to_the_last_bit_what_it_is_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, few = play(small(), Turn("alpha", 0.1), Learn(50)), play(small())
    cut = play(small(), Turn("alpha", 0.1))
    assert [cut.count for _piece in learn_incremental(cut, 50, most=7)] == [*range(7, 50, 7)]
    assert cut.count == 50 and cut.weights == whole.weights
    for action in whole.actions:
        assert not list(do_slowly(few, action)), "where examples are few nothing comes in pieces"
    assert few.weights == whole.weights and few.outcome == whole.outcome and vars(few.tally) == vars(whole.tally)
    assert few.run.measurement("judged") is None
    session, other, again = (play(readers(4711)) for _ in range(3))
    pieces = [sum(1 for _piece in do_slowly(each, Learn(3))) for each in (session, again)]
    assert pieces == [89, 2], "what was found is not looked for again"
    other.do(Learn(3))
    assert session.actions == other.actions and session.weights == other.weights
    error = session.run.sample_problem.error(session.weights)
    share = share_correct(session.run, session.level.data(unseen=True))
    for each in (session, other):
        assert each.run.measurement("judged") == error == each.run.error(judged=True) and accuracy(each) == share
        assert accuracy(each, unseen=False) == share_correct(each.run, each.level.data()) != share
        assert each.detector is not None and each.detector.epoch_errors[-1] == error
        told = {"judged": error, "seen": share_correct(each.run, each.level.data()), "unseen": share}
        assert ended(measure_slowly(each)) == told  # what a checkpoint says of it
    swapped = play(readers(4711, 13))  # the same weights, asked of others
    list(do_slowly(swapped, Learn(3)))
    assert swapped.run.measurement("unseen") == share_correct(swapped.run, swapped.level.data(unseen=True)) != share
    session.do(Learn(1))  # other weights
    now = session.run.sample_problem.error(session.weights)
    assert ended(measure_slowly(session))["judged"] == now == session.run.error(judged=True) != error
    assert session.run.measurement("judged") is None

    def raises(self: Metric, prediction: list[float], goal: list[float]) -> float:
        raise ZeroDivisionError("no such error")

    hand, session = play(small(learner=None)), play(readers(4712))  # what is not allowed or raises is not kept
    monkeypatch.setattr(type(session.run.metric), "total_error", raises)
    for each, kind in ((hand, Impossible), (session, Exception)):
        with pytest.raises(kind):
            list(do_slowly(each, Learn(1)))
        assert not each.actions
