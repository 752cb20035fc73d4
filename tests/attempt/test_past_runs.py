"""The runs that were left: which are kept, what of each, and the errors of the present one."""

from __future__ import annotations

from typing import Any

from downslope import Exam, Example, Knob, Learn, Level, MeanError, Near, Probe, Reset, Session, Turn
from downslope.attempt.past_runs import (
    MOST,
    PRESENT,
    PastRuns,
    alphas_of,
    beats_of,
    errors_of,
    knob_values,
    mark_of,
    past_of,
    requested_error,
)
from support import play

PAIR = [Example(1, 1), Example(2, 1)]


def small(**fields: Any) -> Level:
    given: dict[str, Any] = {"weights": [0.0], "alpha": 0.1, "target": Near(0.0), "budget": 6} | fields
    return Level("small", title="Small", examples=PAIR, knobs=[Knob("alpha", 0.01, 1), Knob("seed", 0, 9)], **given)


def test_a_run_as_plain_numbers() -> None:
    session = play(small(recording=[Learn(1)]), Learn(1), Turn("alpha", 0.2), Learn(2))
    past = past_of(mark_of(session), 4, machine=True)
    assert (past.number, past.key, past.learner, past.beats, past.stage, past.machine) == (
        4, "run 4", "gradient-descent", 3, 0, True
    )  # fmt: skip
    assert (past.alphas, past.knobs, past.outcome, past.won) == ((0.1, 0.2), (("seed", (0,)),), None, False)
    weights = [session.run.weights_at(step) for step in (1, 2, 3)]
    assert past.path == (*weights, tuple(session.weights)) and past.every == 1
    assert past.errors == (*session.run.errors[1:], session.run.error()) and errors_of(session) == [*past.errors]
    present = past_of(mark_of(session), PRESENT)
    assert (present.key, present.path, present.errors) == ("", (), past.errors)


def test_beats_are_passes_where_a_step_sees_a_part() -> None:
    session = play(small(batch=1), Learn(5))
    past = past_of(mark_of(session))
    assert past.beats == 3 and len(past.path) == 6
    ends = [session.run.full_problem.error(session.run.weights_at(step)) for step in (0, 2, 4)]
    assert past.errors == (*ends, session.run.error()) and beats_of(session.run)[1] == 1
    assert errors_of(session) == [*past.errors]


def test_by_hand_the_errors_are_those_that_were_looked_at() -> None:
    level = small(learner=None, probes=9.0)
    session = play(level, Probe(), Turn("alpha", 0.5), Probe())
    assert errors_of(session) == [1.0, 1.0, 1.0] and errors_of(play(level)) == [1.0]


def test_a_run_in_the_middle_of_a_pass_does_not_stand_beside_itself() -> None:
    runs, session = PastRuns(), play(small(batch=1), Learn(3))
    runs.keep(mark_of(session))
    assert len(runs.kept) == 1 and runs.others(session) == []


def test_each_run_is_kept_once_and_the_last_few_alone() -> None:
    runs, session = PastRuns(), play(small())
    runs.keep(mark_of(session))
    assert runs.kept == []  # it has made no step
    session.do(Learn(2))
    for _ in range(2):
        runs.keep(mark_of(session))
    assert [(past.number, past.beats) for past in runs.kept] == [(0, 2)] and runs.others(session) == []
    session.do(Learn(1))
    assert len(runs.others(session)) == 1
    for alpha in range(2, 2 + MOST):
        session.do(Reset())
        session.do(Turn("alpha", alpha / 10))
        session.do(Learn(1))
        runs.keep(mark_of(session))
    assert [past.number for past in runs.kept] == [*range(1, MOST + 1)]
    again = play(small(alpha=0.3), Learn(1))
    runs.keep(mark_of(again))
    assert [past.number for past in runs.kept] == [1, 3, 4, 5, 6, 2] and MOST == 6


def test_the_values_that_were_used() -> None:
    for actions, alphas, seeds in (
        ([], (0.1,), (0,)), ([Turn("alpha", 0.5)], (0.5,), (0,)), ([Learn(1), Turn("alpha", 0.5)], (0.1,), (0,)),
        ([Learn(1), Turn("alpha", 0.5), Turn("alpha", 0.6), Learn(1)], (0.1, 0.6), (0,)),
        ([Learn(1), Turn("alpha", 0.5), Learn(1), Turn("alpha", 0.1), Learn(1)], (0.1, 0.5, 0.1), (0,)),
        ([Learn(1), Turn("seed", 3)], (0.1,), (3,)), ([Learn(1), Turn("seed", 3), Learn(1)], (0.1,), (3,)),
    ):  # fmt: skip
        session = play(small(), *actions)
        assert (alphas_of(session.run), knob_values(session, "seed"), knob_values(session, "alpha")) == (
            alphas,
            seeds,
            alphas,
        )
    assert knob_values(play(small()), "tau") == ()


def test_the_error_that_is_asked_for() -> None:
    for target, error in ((MeanError(0.3), 0.3), (Near(0.5), 0.25), (Exam(3.0), 1.5), (Exam(3.0, unseen=True), None)):
        session: Session = play(small(target=target, unseen=PAIR))
        assert requested_error(session) == error
    assert requested_error(play(small(target=Exam(3.0), metric="absolute"))) is None
