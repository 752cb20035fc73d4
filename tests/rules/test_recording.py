"""What was done before the player came: made again without being counted, and cut at a step to go on from there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from downslope import Example, Freeze, Knob, Learn, Level, Near, Neuron, Probe, TakeOver, Turn
from downslope.rules.actions import Impossible
from downslope.rules.handlers import start_pass
from support import play


def level(**fields: Any) -> Level:
    given: dict[str, Any] = {
        "title": "Small", "examples": [Example(1, 1)], "weights": [0.0], "alpha": 0.5, "target": Near(0.1),
        "knobs": [Knob("alpha", stops=[0.5, 1.0])], "recording": [Learn(1), Turn("alpha", 1.0), Learn(1), Learn(2)],
    } | fields  # fmt: skip
    return Level("small", **given)


def test_it_is_made_before_the_player_comes_and_costs_nothing() -> None:
    session = play(level())
    assert (session.count, session.recorded, session.weights) == (4, 4, [1.0]) and session.alpha() == 1.0
    assert session.outcome is None and not session.won and not session.actions
    assert (session.tally.runs, session.tally.turns, session.tally.probes) == (0, 0, 0)


def test_by_hand_only_what_was_turned_is_made() -> None:
    session = play(level(learner=None, knobs=[Knob("weight", 0.0, 2.0)], recording=[Turn("weight", 1.5), Learn(3)]))
    assert (session.count, session.recorded, session.weights) == (0, 0, [1.5])


def test_a_weight_is_frozen_in_it() -> None:
    two = level(network=Neuron(2), weights=[0.0, 0.0], examples=[Example((1, 1), 1)], recording=[Freeze(1), Learn(1)],
                knobs=[Knob("freeze")])  # fmt: skip
    assert play(two).weights == [0.5, 0.0] and play(two).frozen == {1}


def test_it_is_cut_at_a_step_and_goes_on_from_there() -> None:
    for step, weights, alpha in ((0, [0.0], 0.5), (1, [0.5], 0.5), (2, [1.0], 1.0), (4, [1.0], 1.0)):
        session = play(level(), TakeOver(step))
        assert (session.count, session.recorded, session.weights) == (step, step, weights)
        assert session.alpha() == alpha, step
    session = play(level(), TakeOver(1), Learn(1))
    assert session.weights == [0.75] and session.recorded == 1 and session.outcome is None


def test_what_was_looked_at_stays() -> None:
    session = play(level(probes=9.0), Probe(), TakeOver(1))
    assert len(session.probed) == 1 and session.tally.probes == 1


def test_what_cannot_be_taken_over_is_refused() -> None:
    for of, before, step in (({}, [], 5), ({}, [], -1), ({}, [Learn(1)], 1), ({"recording": []}, [], 0)):
        session = play(level(**of), *before)
        with pytest.raises(Impossible):
            session.do(TakeOver(step))
        assert session.actions == before


def test_a_knob_says_after_which_pass_it_is_taken_over() -> None:
    passes = level(examples=[Example(1, 1), Example(2, 1)], batch=1, alpha=0.1, recording=[Learn(8)],
                   knobs=[Knob("pass", 0, 4, step=1, start=2)])  # fmt: skip
    assert start_pass(passes) == 2.0 and start_pass(level()) is None
    session = play(passes)
    assert session.count == session.recorded == 4 and session.knobs["pass"] == 2
    session.do(Turn("pass", 3))
    assert session.count == 6 and session.knobs["pass"] == 3
    shorter = play(replace(passes, recording=[Learn(6)], knobs=()))
    assert session.weights == shorter.weights != play(passes).weights
