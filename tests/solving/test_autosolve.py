"""How the machine plays small levels: by hand, with a learner, with an alpha for each weight, along a recording."""

from __future__ import annotations

from typing import Any

import pytest

from downslope import Example, Knob, Learn, Level, Near, Neuron, Neurons, Next, Probe, Reset, Session, Stop, Turn
from downslope.rules.changes import Stage
from downslope.solving.autosolve import solve, step_by_step
from support import shipped


def level(**fields: Any) -> Level:
    given: dict[str, Any] = {
        "title": "Small", "examples": [Example(1, 1)], "weights": [0.0], "alpha": 0.25, "target": Near(0.001),
        "knobs": [Knob("alpha", stops=[0.25, 1.0, 2.5])],
    } | fields  # fmt: skip
    return Level("small", **given)


def by_hand(low: float = 0.0, high: float = 1.0, **fields: Any) -> Level:
    return level(learner=None, knobs=[Knob("weight", low, high)], **fields)


def played(of: Level) -> Session:
    session = Session(of, shipped())
    for action in solve(session):
        session.do(action)
        assert len(session.actions) < 500
    return session


def test_by_hand_it_comes_to_any_place_of_the_knob_and_to_both_of_its_ends() -> None:
    for goal in (0.0, 0.0025, 0.3775, 1.0):
        session = played(by_hand(examples=[Example(1, goal)], weights=[0.6]))
        assert session.won and session.weights == [pytest.approx(goal)]
        assert all(isinstance(action, Turn) for action in session.actions)


def test_what_it_may_only_probe_it_probes() -> None:
    session = played(by_hand(probes=40.0))
    assert session.won and sum(isinstance(action, Probe) for action in session.actions) == session.tally.probes > 2


def test_it_calls_the_bottom_where_that_is_asked() -> None:
    session = played(by_hand(probes=40.0, stop=True, target=Near(0.01)))
    assert session.won and session.actions[-1] == Stop()


def test_of_several_weights_each_is_turned() -> None:
    knobs = [Knob("weight", -2.0, 2.0, step=0.25, index=index) for index in range(2)]
    session = played(level(network=Neuron(2), learner=None, examples=[Example((1, 0), 1), Example((0, 1), -1)],
                           weights=[0.0, 0.0], knobs=knobs))  # fmt: skip
    assert session.won and session.weights == [1.0, -1.0]


def test_with_a_learner_it_takes_the_alpha_that_lands_first_and_goes_step_by_step() -> None:
    session = played(level())
    assert session.won and session.actions == [Turn("alpha", 1.0), Learn(1)]
    assert played(level(alpha=1.0)).actions == [Learn(1)]  # which stands already


def test_an_alpha_for_each_weight_is_measured() -> None:
    knobs = [Knob("alpha", 0.01, 2.0, index=index) for index in range(2)]
    session = played(level(network=Neurons(2), examples=[Example((1, 2), (1, 1))], weights=[0.0, 0.0],
                           alpha=[0.1, 0.1], knobs=knobs))  # fmt: skip
    assert session.won and session.count == 1 and list(session.knobs["alpha"]) == pytest.approx([1.0, 0.25])
    assert sum(isinstance(action, Reset) for action in session.actions) == 1


def test_every_part_is_played() -> None:
    session = played(level(stages=[Stage(target=Near(0.01), weights=[0.5])]))
    assert session.complete and sum(isinstance(action, Next) for action in session.actions) == 1


def test_the_known_way_is_gone_step_by_step_and_what_stands_is_not_turned() -> None:
    session = played(level(solution=[Turn("alpha", 0.25), Learn(2), Turn("alpha", 1.0), Learn(1)]))
    assert session.won and session.actions == [Learn(1), Learn(1), Turn("alpha", 1.0), Learn(1)]


def test_thousands_of_steps_are_made_some_at_a_time() -> None:
    session = Session(level(), shipped())
    assert list(step_by_step(session, [Learn(3)])) == [Learn(1)] * 3
    long = list(step_by_step(session, [Learn(501), Turn("alpha", 1.0)]))
    assert long == [Learn(200), Learn(200), Learn(101), Turn("alpha", 1.0)]


def test_where_nothing_wins_it_ends() -> None:
    session = played(by_hand(high=0.5))
    assert not session.won and session.weights == [0.5]
