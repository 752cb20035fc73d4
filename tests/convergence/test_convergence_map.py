"""The convergence map: each place is what a run from there does, and running covers every place."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from pytest import approx

from downslope import Example, Knob, Learn, Level, Session
from downslope.convergence import convergence_map as maps
from downslope.convergence.convergence_map import KINDS, ConvergenceMap, KnobAxis, MapPlane, planes
from lib import compiled_loops as formulas
from lib.support import campaign, play, shipped
from lib.walks import answers, differences, questions
from rules.levels import BOTH, small


def run(level: Level) -> tuple[str, int]:
    """How the level's run ends, by nothing but a session: the oracle."""
    session = play(level)
    session.learn_until_outcome(level.budget * len(session.run.batches))
    assert session.outcome is not None
    return session.outcome.kind, session.outcome.step // len(session.run.batches)


@pytest.mark.parametrize("name, across", [("goldilocks", "weight"), ("valley", "learner"), ("streetlights", "learner")])
def test_at_every_moment_a_place_that_is_shown_is_its_own_run_and_the_players_own_is_the_first(
    name: str, across: str
) -> None:
    plane = next(plane for plane in planes(play(name)) if plane.across.name == across)
    few = plane.across._replace(values=plane.across.values[:: 8 if across == "weight" else 1])
    plane = MapPlane(plane.level, few, KnobAxis("alpha", plane.up.values[::8]))
    cells = ConvergenceMap(plane, shipped(), (1, 2))
    runs = {(c, r): run(plane.at(c, r)) for c in range(cells.columns) for r in range(cells.rows)}
    shown: list[tuple[int, int]] = []
    for _piece in cells.work():
        known = {place: cells.cell(*place) for place in runs if cells.cell(*place) is not None}
        assert known == {place: runs[place] for place in known}, "no place stands for another"
        assert sum(cells.counts().values()) == len(known) == len(cells.codes) - cells.left
        assert cells.running in runs and (known or cells.running == (1, 2))
        shown += [place for place in known if place not in shown]
    assert cells.done and shown[0] == (1, 2) and len(shown) == len(runs) and cells.running is None
    again = ConvergenceMap(plane, shipped())  # a run that ended elsewhere is entered once
    session = again.session(1, 2)
    session.learn_until_outcome(session.level.budget * len(session.run.batches))
    for _time in range(2):
        again.keep(1, 2, maps.code_of(session))
    assert again.left == len(runs) - 1 == again.codes.count(maps.UNKNOWN) and again.cell(1, 2) == runs[1, 2]


def test_all_outcomes_but_stuck_are_on_the_map_of_goldilocks() -> None:
    """The limit is 2 / 2 ** 2, an orbit exactly there, one step at half of it; at .6 the error, .04 at first, grows by
    1.96 a step, and .04 * 1.96 ** 46 is more than 1e12 * .64, what a weight of 0 would miss."""
    plane = planes(play("goldilocks"))[0]
    assert (len(plane.across.values), len(plane.up.values)) == (41, 24)
    assert (plane.across.values[plane.across.nearest(0.4)], plane.up.nearest("x")) == (0.4, 0)
    cells = ConvergenceMap(MapPlane(plane.level, KnobAxis("weight", (0.4, 0.5, -1.0)), plane.up), shipped())
    assert len(list(cells.work())) >= 72
    assert {kind for kind, count in cells.counts().items() if count} == set(KINDS) - {"stuck", "bump"}
    told = [cells.cell(1, plane.up.nearest(alpha)) for alpha in (0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6)]
    assert told == [
        ("land", 11), ("land", 4), ("land", 1), ("overshoot", 4), ("overshoot", 11), ("orbit", 4), ("runaway", 46),
    ]  # fmt: skip
    assert all(cells.cell(0, row) == ("land", 1) for row in range(24))  # who starts at the goal stays there


@given(columns=st.integers(1, 41), rows=st.integers(1, 50), names=st.booleans())
def test_coarse_to_fine_gives_every_place_once_and_goes_about_everywhere(columns: int, rows: int, names: bool) -> None:
    places = list(maps.coarse_to_fine(columns, rows, names))
    assert sorted(places) == [(c, r) for c in range(columns) for r in range(rows)]
    assert not names or {column for column, _row in places[:columns]} == set(range(columns))
    halves = {(column * 2 // columns, row * 2 // rows) for column, row in places[: len(places) // 4]}
    assert min(columns, rows) < 8 or len(halves) == 4


def axes(**fields: Any) -> list[str]:
    """The maps of a level, each by its first and last value."""
    made = [across for _level, across, _up in planes(play(small(**fields)))]
    return [f"{name} {len(values)}: {values[0]} ... {values[-1]}" for name, values, _log in made]


ASKED = questions("convergence.convergence_map", names=globals() | {
    "BOTH": BOTH, "law": lambda **fields: maps.law_of(play(small(**fields)).run),
    "across": lambda **fields: planes(play(small(**fields)))[0].across.values,
})  # fmt: skip


def test_what_is_answered() -> None:
    assert differences(Path(__file__).with_name("answers.txt"), ASKED, answers) == []


def test_which_levels_have_a_map_and_from_where() -> None:
    """One alpha, a learner, and judged by itself; many weights have no start weight to choose."""
    for level in campaign():
        session = play(level)
        names = [plane.across.name for plane in planes(session)]
        one = isinstance(session.run.alpha, (int, float)) and level.learner is not None and not level.stop
        assert bool(names) == maps.has_map(session) and (one or not names), level.id
        assert ("weight" in names) == (maps.has_map(session) and level.network.size == 1), level.id
    (plane,) = planes(play("hidden-four"))  # many weights, and gradient descent has no knob of its own
    values = plane.across.values
    assert plane.across.name == "learner" and values[0] == "gradient-descent" and {"momentum", "adam"} <= set(values)
    assert "rule-of-tiles" not in values  # a rule about one weight
    assert {plane.across.name for plane in planes(play("valley"))} == {"learner", "beta"}
    # after a recording that cannot be cut (all four lamps are out: nothing moves); before one that can
    dark, howl = planes(play("dead-relu"))[0], planes(play("runaway"))[0]
    assert dark.level.weights == play("dead-relu").weights and run(dark.at(0, 0))[0] == "stuck"
    assert howl.level.weights == [0.5] and howl.up.values[-1] == play("runaway").knobs["alpha"] == 1.0


def test_a_squared_error_has_a_law_and_a_place_whose_learner_raises_is_faulty() -> None:
    """The law is what every step of gradient descent leaves of the way to the best weight."""
    for metric, inputs in ((m, i) for m in ("squared", "squared-true-slope") for i in ((2.0,), (0.5, 3.0))):
        given: dict[str, Any] = {"weights": [3.0], "examples": [Example(x, x * 0.7) for x in inputs], "budget": 9}
        level = small(metric=metric, alpha=0.06, **given)
        session = play(level, Learn(3))
        law = maps.law_of(session.run)
        assert law is not None
        ways = [session.run.weights_at(step)[0] - 0.7 for step in range(session.count + 1)]
        left = [1 - 0.06 * law[0] * law[1]] * session.count
        assert [after / before for before, after in pairwise(ways)] == approx(left)
    half = "if alpha > 0.3:\n    raise ValueError('too large')\nreturn weight - weight_delta * alpha / 2"
    catalog = replace(shipped(), learners={**shipped().learners, "half": formulas.learner("half", half)})
    plane = planes(Session(small(learner="half", alpha=0.25, knobs=[Knob("alpha", 0.25, 0.5)]), catalog))[0]
    cells = ConvergenceMap(MapPlane(plane.level, KnobAxis("weight", (0.0,)), KnobAxis("alpha", (0.2, 0.5))), catalog)
    assert list(cells.work())
    assert [cells.faulty(0, row) for row in (0, 1)] == [False, True] and cells.fault is not None and cells.done
    assert cells.cell(0, 1) is None and sum(cells.counts().values()) == 1
