"""The runs that were left: which are kept, what of each, and the errors of the present one."""

from typing import Any

from downslope import Knob, Layers, Learn, Level, Near, Probe, Reset, Turn
from downslope.attempt import past_runs
from downslope.attempt.past_runs import MOST, PRESENT, PastRuns, errors_of, mark_of, past_of
from lib.support import play
from rules import levels


def small(**fields: Any) -> Level:
    knobs = [Knob("alpha", 0.01, 1), Knob("seed", 0, 9)]
    given: dict[str, Any] = {"alpha": 0.1, "target": Near(0.0), "budget": 6, "knobs": knobs, "examples": levels.BOTH}
    return levels.small(**given | fields)


def test_a_run_as_plain_numbers() -> None:
    session = play(small(recording=[Learn(1)]), Learn(1), Turn("alpha", 0.2), Learn(2))
    past = past_of(mark_of(session), 4, machine=True)
    assert past[:4] == (4, "gradient-descent", (0.1, 0.2), (("seed", (0,)),)) and past.key == "run 4" and past.machine
    assert (past.beats, past.stage, past.outcome, past.won) == (3, 0, None, False)
    weights = [session.run.weights_at(step) for step in (1, 2, 3)]
    assert past.path == (*weights, tuple(session.weights)) and past.every == 1
    assert past.errors == (*session.run.errors[1:], session.run.error()) and errors_of(session) == [*past.errors]
    present = past_of(mark_of(session), PRESENT)
    assert (present.key, present.path, present.errors) == ("", (), past.errors)
    passes = play(small(batch=1), Learn(5))  # beats are passes where a step sees a part
    past = past_of(mark_of(passes))
    ends = [passes.run.full_problem.error(passes.run.weights_at(step)) for step in (0, 2, 4)]
    assert (past.beats, len(past.path), past.errors) == (3, 6, (*ends, passes.run.error()))
    assert past_runs.beats_of(passes.run)[1] == 1 and errors_of(passes) == [*past.errors]
    wide = play(small(network=Layers(1, 60, 1), weights=[0.01] * 120, alpha=0.01, target=Near(9.0)), Learn(40))
    assert past_of(mark_of(wide)).path == ()  # that would be too much
    hand = small(learner=None, probes=9.0)  # by hand the errors are those that were looked at
    assert errors_of(play(hand, Probe(), Turn("alpha", 0.5), Probe())) == [1.0] * 3 and errors_of(play(hand)) == [1.0]
    bends = [Knob("activation", stops=["relu", "linear"])]
    for activation, name in (("relu", "1+2"), ("linear", "–")):
        net = Layers(1, 2, 1, activation=activation)
        known = mark_of(play(small(network=net, weights=[0.5] * 4, knobs=bends)))[2]
        assert dict(known.knobs)["activation"] == (name,)


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
        for action in (Reset(), Turn("alpha", alpha / 10), Learn(1)):
            session.do(action)
        runs.keep(mark_of(session))
    assert [past.number for past in runs.kept] == [*range(1, MOST + 1)]
    runs.keep(mark_of(play(small(alpha=0.3), Learn(1))))
    assert [past.number for past in runs.kept] == [1, 3, 4, 5, 6, 2]
    half = play(small(batch=1), Learn(3))  # in the middle of a pass it does not stand beside itself
    runs = PastRuns()
    runs.keep(mark_of(half))
    assert len(runs.kept) == 1 and runs.others(half) == []
