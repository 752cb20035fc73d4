"""Gates: a step across one that is too long ends the run, and whoever runs, replays or writes a level knows it."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downslope import (
    Example,
    Freeze,
    Gate,
    Impossible,
    Knob,
    Learn,
    Level,
    Near,
    Neuron,
    Neurons,
    Reset,
    Session,
    TakeOver,
    Turn,
)  # fmt: skip
from downslope.convergence.convergence_map import ConvergenceMap, planes
from downslope.level_files.reading import read_levels
from downslope.level_files.writing import python_of, toml_of
from downslope.rules.outcome import bump_of
from downslope.schema.level_rules import faults
from downslope.storage.level_digest import digest
from downslope.storage.share_code import decode, encode, replay
from downslope.view.cards.outcome_sentences import why
from support import play, shipped

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
    session = play(LEVEL, *DELTA, Learn(60))
    assert end_of(session) == ("bump", 2) and session.count == 2 and not session.won
    assert session.outcome is not None
    assert why(session, session.outcome) == "Step [value:2] crossed the gate by [prediction:0.14]; [goal:.1] may pass."
    assert end_of(play(LEVEL, Learn(60))) == ("orbit", 10), "a step of just as much as may pass does pass"
    assert end_of(play(replace(LEVEL, gates=[]), *DELTA, Learn(60))) == ("land", 5)
    assert end_of(play(replace(LEVEL, gates=[Gate(0.9, 0.1)]), *DELTA, Learn(60))) == ("land", 5), "never crossed"
    back = replace(LEVEL, weights=[1.9], gates=[Gate(0.9, 0.01)])
    assert end_of(play(back, Learn(60))) == ("bump", 1), "it counts the other way too"


@given(
    alpha=st.floats(0.05, 4.5), at=st.floats(-1, 2), most=st.floats(0.001, 1),
    learner=st.sampled_from(["hot-and-cold", "gradient-descent"]), pieces=st.lists(st.integers(1, 9), max_size=6),
)  # fmt: skip
def test_a_run_bumps_where_the_first_of_its_steps_is_too_long(
    alpha: float, at: float, most: float, learner: str, pieces: list[int]
) -> None:
    """In whatever pieces it is made: by the predictions of the same run on a level without gates."""
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


def test_who_undoes_looks_back_replays_or_takes_over_comes_to_the_same_end() -> None:
    session = play(LEVEL, *DELTA, Learn(1), Learn(1))
    assert end_of(session) == ("bump", 2)
    undone = session.undo()
    assert end_of(undone) is None and undone.count == 1
    undone.do(Learn(9))
    assert end_of(undone) == ("bump", 2)
    assert end_of(session.rewind(1)) is None and end_of(session.copy()) == ("bump", 2)
    session.do(Reset())
    assert end_of(session) is None and not session.bumped
    recorded = replace(LEVEL, recording=[*DELTA, Learn(3)], knobs_until="end")
    for step, end in ((0, ("bump", 2)), (1, ("bump", 2)), (2, ("land", 5))):
        assert end_of(play(recorded, TakeOver(step), Learn(60))) == end, "what was recorded is not judged"


def test_no_knob_that_is_turned_goes_on_behind_a_gate() -> None:
    session = play(replace(LEVEL, knobs_until="end"), *DELTA, Learn(2), Turn("alpha", 0.4))
    with pytest.raises(Impossible, match="Press Reset for a new one"):
        session.do(Learn(1))
    session.do(Reset())
    session.do(Learn(60))
    assert end_of(session) == ("land", 32)


def test_hands_off_once_a_run_has_begun() -> None:
    free = replace(LEVEL, knobs=[*LEVEL.knobs, Knob("freeze")])
    session = play(free, *DELTA, Freeze(0), Freeze(0, False), Learn(1))
    for action in (Turn("alpha", 0.4), Turn("learner", "hot-and-cold"), Freeze(0)):
        with pytest.raises(Impossible, match="holds for the whole run: press Reset"):
            session.do(action)
    session.do(Reset())
    session.do(Turn("alpha", 0.4))
    assert session.knobs["learner"] == "gradient-descent", "what was chosen stays chosen"


def test_a_map_a_file_and_a_code_know_gates() -> None:
    level = replace(LEVEL, learner="gradient-descent")
    catalog = shipped()
    plane = next(plane for plane in planes(play(level)) if plane.across.name == "weight")
    known = ConvergenceMap(plane, catalog)
    column, row = plane.across.values.index(0.5), plane.up.values.index(2.0)
    deque(known.work(), maxlen=0)
    assert known.cell(column, row) == ("bump", 2) and known.counts()["bump"] > 9
    (draft,) = read_levels(toml_of(level))
    assert not draft.faults and draft.level.gates == [Gate(0.6, 0.1)] and draft.level.knobs_until == "start"
    space: dict[str, Any] = {}
    exec(python_of(level), space)
    assert digest(space["levels"]()[0]) == digest(level) == digest(draft.level)
    others = [replace(level, gates=[Gate(0.6, 0.2)]), replace(level, gates=[]), replace(level, knobs_until="end")]
    assert len({digest(each) for each in (level, *others)}) == 4
    catalog = type(catalog)(catalog.metrics, catalog.learners, {level.id: level})
    session = Session(level, catalog, [*DELTA, Learn(60)])
    assert end_of(replay(decode(encode(session), catalog), catalog)) == ("bump", 2)


def test_what_cannot_be_crossed_is_a_fault() -> None:
    rows: list[tuple[dict[str, Any], str]] = [
        ({"learner": None, "knobs": []}, "gates"), ({"network": Neuron(2), "weights": None}, "examples[0]"),
        ({"examples": [Example(1, 1), Example(2, 2)]}, "gates"),
        ({"network": Neurons(2), "examples": [Example((1, 1), (1, 1))], "weights": None}, "gates"),
        ({"gates": [Gate(0.6, 0)]}, "gates[0].most"), ({"gates": [Gate(float("inf"), 1)]}, "gates[0].at"),
        ({"gates": Gate(0.6, 1)}, "gates"), ({"gates": [0.6]}, "gates[0]"), ({"knobs_until": "run"}, "knobs_until"),
    ]  # fmt: skip
    assert faults(LEVEL, shipped()) == []
    for changes, field in rows:
        assert [path for path, _value, _allowed in faults(replace(LEVEL, **changes), shipped())] == [field]


def test_an_editor_knows_what_a_gate_is() -> None:
    from downslope.level_files.json_schema import level_schema

    schema = json.loads(json.dumps(level_schema()))["$defs"]
    assert schema["Gate"]["required"] == ["at", "most"] and "gates" in schema["Level"]["properties"]


def test_a_run_without_a_step_has_run_into_nothing() -> None:
    assert bump_of(play(LEVEL).run, LEVEL.gates) is None
