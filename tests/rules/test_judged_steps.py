"""Steps are judged at the end of each beat, a recording's are not: what a run has come to, and its numbers."""

from dataclasses import replace
from typing import Any

import pytest

from downslope import (
    Example,
    Freeze,
    Knob,
    Layers,
    Learn,
    Level,
    MeanError,
    Neuron,
    Probe,
    Session,
    Stop,
    TakeOver,
    Turn,
)
from downslope.rules import Impossible, start_pass
from downslope.rules.judged_steps import learn_incremental, outcome_values
from lib.support import play
from rules.levels import BOTH, small


def halves(**fields: Any) -> Level:
    """Each step halves the miss: 1, .5, .25, .125, .0625."""
    return small(**{"examples": [Example(2, 1)], "alpha": 0.125, "budget": 50} | fields)


def kind(session: Session) -> str | None:
    return session.outcome.kind if session.outcome is not None else None


def test_it_is_won_at_the_step_that_comes_near_enough_however_the_steps_are_made() -> None:
    assert kind(play(halves(), Learn(3))) is None and not play(halves(), *[Learn(1)] * 3).won
    for actions in ([Learn(4)], [Learn(1)] * 4, [Learn(3), Learn(1)], [Learn(9)]):
        session = play(halves(), *actions)
        assert kind(session) == "land" and session.won and session.outcome is not None and session.outcome.step == 4
        assert session.count == (9 if actions == [Learn(9)] else 4)
    passes = small(examples=BOTH, batch=1, alpha=0.1, target=MeanError(0.12))  # it meets the target at 7 already
    assert [n for n in range(1, 12) if kind(play(passes, Learn(n))) == "land"] == [8, 9, 10, 11]


def test_the_numbers_of_an_outcome() -> None:
    session = play(halves(), Learn(4))
    assert session.outcome is not None and session.outcome.values == {
        "steps": 4, "turn": 4, "budget": 50, "error_first": 1.0, "error_last": 0.00390625, "alpha": 0.125,
        "slope": 0.125, "goal": 1.0, "prediction": 0.9375, "weight": 0.46875, "miss_ratio": 0.5, "error_ratio": 0.25,
    }  # fmt: skip
    turned = play(halves(), Learn(2), Turn("alpha", 0.375), Learn(1))  # the second alpha leaves -.5 of the miss
    values = outcome_values(turned, 2)
    assert (values["miss_ratio"], values["turn_prediction"], values["alpha"]) == (-0.5, 0.75, 0.375)
    recorded = outcome_values(play(halves(recording=[Learn(1)]), Learn(1)), 1)
    assert (recorded["steps"], recorded["error_first"], recorded["error_last"]) == (1, 0.25, 0.0625)
    started = outcome_values(play(halves()), 0, first=7.0)
    assert started["error_first"] == 7.0 and "miss_ratio" not in started and "turn_prediction" not in started
    hidden = small(network=Layers(1, 1, 1), weights=[1.0, 1.0], examples=[Example(2, 1)])
    two = small(network=Neuron(1, 2), weights=[0.0, 0.0], examples=[Example(1, (1, 2))], alpha=0.125)
    for level, own, missing in (
        (small(examples=BOTH), ["slope"], ["goal", "prediction"]), (hidden, ["goal"], ["slope"]),
        (two, ["slope"], ["goal"]),
    ):  # fmt: skip
        names = outcome_values(play(level, Learn(1)), 1)
        assert all(name in names for name in own) and not any(name in names for name in missing)
    assert outcome_values(play(two, Learn(1)), 1)["slope"] == pytest.approx(1.75)


def test_by_whom_the_target_is_called() -> None:
    session = play(halves(stop=True), Learn(6))
    assert kind(session) != "land" and not session.won
    session.do(Stop())
    assert session.won
    limited = halves(limit=4)
    assert not play(limited, Learn(3)).won and play(limited, Learn(3)).outcome is None
    assert play(limited, Learn(4)).won and play(limited, Learn(6)).count == 4
    assert kind(play(halves(limit=2), Learn(2))) == "crawl"
    assert play(halves(limit=5), Learn(3), Turn("alpha", 0.25), Learn(2)).won  # judged when they are over
    turned = play(small(limit=6, batch=1, examples=BOTH, alpha=0.01), Learn(11), Turn("alpha", 0.02), Learn(1))
    assert (kind(turned), turned.count, turned.won) == ("crawl", 12, False)  # turned within the last pass
    slow = halves(budget=3, par_unit="runs")  # where runs are counted, a run ends with its budget
    assert kind(play(slow, Learn(3))) == "crawl" and not play(slow, Learn(3), Turn("alpha", 0.25), Learn(3)).won
    assert play(replace(slow, par_unit="steps"), Learn(3), Turn("alpha", 0.25), Learn(3)).won


def test_the_steps_of_one_action_are_made_in_pieces() -> None:
    session, whole = play(halves(), Turn("alpha", 0.001)), play(halves(), Turn("alpha", 0.001), Learn(30))
    counts = [session.count for _piece in learn_incremental(session, 30, most=7)]
    assert counts == [7, 14, 21, 28] and session.count == 30 and session.weights == whole.weights
    away = play(small(alpha=1e300, knobs=()), Learn(2))
    with pytest.raises(Impossible, match="run away"):
        away.do(Learn(1))


def recorded(**fields: Any) -> Level:
    actions = [Learn(1), Turn("alpha", 1.0), Learn(1), Learn(2)]
    return small(**{"knobs": [Knob("alpha", stops=[0.5, 1.0])], "recording": actions, "probes": 9.0} | fields)


def test_a_recording_is_made_before_the_player_comes_and_costs_nothing() -> None:
    session = play(recorded())
    assert (session.count, session.recorded, session.weights, session.alpha()) == (4, 4, [1.0], 1.0)
    assert session.outcome is None and not session.won and not session.actions
    assert (session.tally.runs, session.tally.turns, session.tally.probes) == (0, 0, 0)
    hand = play(recorded(learner=None, knobs=[Knob("weight", 0.0, 2.0)], recording=[Turn("weight", 1.5), Learn(3)]))
    assert (hand.count, hand.recorded, hand.weights) == (0, 0, [1.5])
    frozen = [Freeze(1), Learn(1)]
    two = recorded(network=Neuron(2), weights=[0.0, 0.0], examples=[Example((1, 1), 1)], recording=frozen)
    assert play(two).weights == [0.5, 0.0] and play(two).frozen == {1}


def test_it_is_cut_at_a_step_and_goes_on_from_there() -> None:
    for step, weights, alpha in ((0, [0.0], 0.5), (1, [0.5], 0.5), (2, [1.0], 1.0), (4, [1.0], 1.0)):
        session = play(recorded(), Probe(), TakeOver(step))
        assert (session.count, session.recorded, session.weights, session.alpha()) == (step, step, weights, alpha)
        assert len(session.probed) == 1 and session.tally.runs == 0  # what was looked at stays
    after = play(recorded(), TakeOver(1), Learn(1))
    assert after.weights == [0.75] and after.recorded == 1 and after.outcome is None
    before = after.rewind(0)  # before the player's own steps it is cut again
    assert before.actions == [TakeOver(0)] and after.rewind(1).actions == [TakeOver(1)]


def test_a_knob_says_after_which_pass_it_is_taken_over() -> None:
    passes = small(examples=BOTH, batch=1, alpha=0.1, recording=[Learn(8)], knobs=[Knob("pass", 0, 4, 2, step=1)])
    assert start_pass(passes) == 2.0 and start_pass(small()) is None
    session = play(passes)
    assert session.count == session.recorded == 4 and session.knobs["pass"] == 2
    session.do(Turn("pass", 3))
    assert session.count == 6 and session.knobs["pass"] == 3
    shorter = play(replace(passes, recording=[Learn(6)], knobs=()))
    assert session.weights == shorter.weights != play(passes).weights
