"""Gates: a step across one that is too long ends the run, in whatever pieces it is made."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, strategies as st

from downslope import (
    Example,
    Freeze,
    Gate,
    Impossible,
    Knob,
    Learn,
    Level,
    Near,
    Reset,
    Session,
    TakeOver,
    Turn,
)
from downslope.rules.outcome import bump_of
from lib.support import play

# Input .5, goal .8: hot and cold moves the prediction by half of alpha.
LEVEL = Level(
    "lock", title="Lock", examples=[Example(0.5, 0.8)], weights=[0.5], alpha=0.2, learner="hot-and-cold",
    knobs=[Knob("alpha", 0.1, 4), Knob("learner", stops=("hot-and-cold", "gradient-descent"))], target=Near(0.02),
    budget=60, gates=[Gate(0.6, 0.1)], knobs_until="start",
)  # fmt: skip
DELTA = (Turn("learner", "gradient-descent"), Turn("alpha", 2.0))


def end_of(session: Session) -> tuple[str, int] | None:
    return (session.outcome.kind, session.outcome.step) if session.outcome is not None else None


def test_a_step_across_a_gate_ends_the_run_where_it_is_too_long() -> None:
    recorded = replace(LEVEL, recording=[*DELTA, Learn(3)], knobs_until="end")
    rows: list[tuple[Level, tuple[Any, ...], tuple[str, int]]] = [
        (LEVEL, DELTA, ("bump", 2)),
        (LEVEL, (), ("orbit", 10)),  # a step of just as much as may pass does pass
        (replace(LEVEL, gates=[]), DELTA, ("land", 5)),
        (replace(LEVEL, gates=[Gate(0.9, 0.1)]), DELTA, ("land", 5)),  # never crossed
        (replace(LEVEL, weights=[1.9], gates=[Gate(0.9, 0.01)]), (), ("bump", 1)),  # it counts the other way too
        (recorded, (TakeOver(1),), ("bump", 2)), (recorded, (TakeOver(2),), ("land", 5)),  # what was recorded is not
    ]  # fmt: skip
    for level, actions, end in rows:
        assert end_of(play(level, *actions, Learn(60))) == end
    session = play(LEVEL, *DELTA, Learn(60))
    assert session.count == 2 and not session.won and session.outcome is not None
    assert session.outcome.values["length"] == pytest.approx(0.1375) and session.outcome.values["most"] == 0.1
    assert bump_of(play(LEVEL).run, LEVEL.gates) is None


@given(
    alpha=st.floats(0.05, 4.5), at=st.floats(-1, 2), most=st.floats(0.001, 1),
    learner=st.sampled_from(["hot-and-cold", "gradient-descent"]), pieces=st.lists(st.integers(1, 9), max_size=6),
)  # fmt: skip
def test_a_run_bumps_where_the_first_of_its_steps_is_too_long(
    alpha: float, at: float, most: float, learner: str, pieces: list[int]
) -> None:
    """By the predictions of the same run on a level without gates."""
    level = replace(LEVEL, alpha=alpha, learner=learner, knobs=[], gates=[Gate(at, most)])
    free = play(replace(level, gates=[]), Learn(60))
    last = free.outcome.step if free.outcome is not None else 60
    path = [0.5 * free.run.weights_at(step)[0] for step in range(last + 1)]
    long = [n + 1 for n, (a, b) in enumerate(zip(path, path[1:])) if (a < at) != (b < at) and abs(b - a) > most + 1e-9]
    session = play(level)
    for count in (*pieces, *[7] * 10):
        if session.outcome is None:
            session.do(Learn(count))
    if long:
        assert end_of(session) == ("bump", long[0]) and session.count == long[0]
        with pytest.raises(Impossible, match="Reset"):
            session.do(Learn(1))
    else:
        assert end_of(session) == end_of(free)


def test_behind_a_gate_only_a_reset_goes_on_and_while_a_run_is_under_way_all_knobs_hold() -> None:
    session = play(replace(LEVEL, knobs_until="end"), *DELTA, Learn(1), Learn(1), Turn("alpha", 0.4))
    with pytest.raises(Impossible, match="Press Reset for a new one"):
        session.do(Learn(1))
    undone = session.rewind(1)
    undone.do(Learn(9))
    assert end_of(undone) == ("bump", 2)
    session.do(Reset())
    session.do(Learn(60))
    assert end_of(session) == ("land", 32)
    held = play(replace(LEVEL, knobs=[*LEVEL.knobs, Knob("freeze")]), *DELTA, Freeze(0), Freeze(0, False), Learn(1))
    for action in (Turn("alpha", 0.4), Turn("learner", "hot-and-cold"), Freeze(0)):
        with pytest.raises(Impossible, match="holds for the whole run: press Reset"):
            held.do(action)
    held.do(Reset())
    held.do(Turn("alpha", 0.4))
    assert held.knobs["learner"] == "gradient-descent", "what was chosen stays chosen"
