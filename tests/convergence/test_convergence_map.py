"""The convergence map: each place is what a run from there does, and running covers every place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from pytest import approx

from downslope import Example, Learn, Learner, Level, Metric
from downslope.convergence.convergence_map import (
    KINDS,
    UNKNOWN,
    ConvergenceMap,
    KnobAxis,
    MapPlane,
    alphas,
    coarse_to_fine,
    code_of,
    has_map,
    law_of,
    planes,
)
from downslope.formulas.inline import is_gradient_descent, is_squared_error
from downslope.rules.session import Session
from support import campaign, part, play, shipped


def run(level: Level) -> tuple[str, int]:
    """How the level's run ends, by nothing but a session: the oracle."""
    session = Session(level, shipped())
    session.learn_until_outcome(level.budget * len(session.run.batches))
    assert session.outcome is not None
    return session.outcome.kind, session.outcome.step // len(session.run.batches)


def differing(plane: MapPlane) -> list[object]:
    """The places where the finished map is not what the session does."""
    cells = ConvergenceMap(plane, shipped())
    for _piece in cells.work():
        pass
    assert cells.done
    places = [(column, row) for row in range(cells.rows) for column in range(cells.columns)]
    return [
        (plane.across.values[column], plane.up.values[row], cells.cell(column, row), run(plane.at(column, row)))
        for column, row in places
        if cells.cell(column, row) != run(plane.at(column, row))
    ]


def test_all_outcomes_but_stuck_are_on_the_map_of_goldilocks() -> None:
    """The limit is 2 / 2 ** 2, an orbit exactly there, one step at half of it; at .6 the error, .04 at first, grows by
    1.96 a step, and .04 * 1.96 ** 46 is more than 1e12 * .64, what a weight of 0 would miss."""
    plane = planes(play("goldilocks"))[0]
    cells = ConvergenceMap(plane, shipped())
    for _piece in cells.work():
        pass
    assert (cells.columns, cells.rows) == (41, 24)
    assert {kind for kind, count in cells.counts().items() if count} == set(KINDS) - {"stuck", "bump"}
    assert sum(cells.counts().values()) == 41 * 24
    start, flag = plane.across.nearest(0.5), plane.across.nearest(0.4)
    told = {a: cells.cell(start, plane.up.nearest(a)) for a in (0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6)}
    assert [(c.kind, c.beats) for c in told.values() if c is not None] == [
        ("land", 11), ("land", 4), ("land", 1), ("overshoot", 4), ("overshoot", 11), ("orbit", 4), ("runaway", 46),
    ]  # fmt: skip
    assert all(cells.cell(flag, row) == ("land", 1) for row in range(24))  # who starts at the goal stays there


@pytest.mark.parametrize("metric", ["squared", "squared-true-slope"])
@pytest.mark.parametrize("inputs", [(2.0,), (0.5, 3.0)])
def test_the_law_is_what_every_step_leaves_of_the_way_to_the_best_weight(inputs: Sequence[float], metric: str) -> None:
    level = Level("any", title="", weights=[3.0], examples=[Example(x, x * 0.7) for x in inputs], metric=metric,
                  alpha=0.06, budget=9)  # fmt: skip
    session = play(level, Learn(3))
    law = law_of(session.run)
    assert law is not None
    ways = [session.run.weights_at(step)[0] - 0.7 for step in range(session.count + 1)]
    assert [after / before for before, after in pairwise(ways)] == approx([1 - 0.06 * law[0] * law[1]] * session.count)
    assert law_of(play(replace(level, metric="absolute")).run) is None
    assert law_of(play(replace(level, learner="momentum")).run) is None


def test_coarse_to_fine_gives_every_place_once_and_goes_about_everywhere() -> None:
    for columns, rows, names in [(1, 1, False), (41, 24, False), (7, 24, True), (3, 50, False)]:
        places = list(coarse_to_fine(columns, rows, names))
        assert sorted(places) == [(c, r) for c in range(columns) for r in range(rows)]
        early = places[: max(4, len(places) // 8)]
        assert columns <= 3 or {column * 2 // columns for column, _row in early} == {0, 1}
        assert {row * 2 // rows for _column, row in early} == set(range(min(2, rows)))
        assert not names or len({column for column, _row in places[:columns]}) == columns


def planes_of_all() -> dict[str, MapPlane]:
    """A thinned map of every level that has one; of the heavy ones a few places."""
    found = {}
    for level in campaign():
        for plane in planes(play(level)) if level.network.size < 600 else ():
            few = plane.across.values[:: max(1, len(plane.across.values) // 5)]
            alphas = plane.up.values[:: max(1, len(plane.up.values) // 4)]
            ground = replace(plane.level, budget=min(plane.level.budget, 12))
            name = f"{level.id} {plane.across.name}"
            found[name] = MapPlane(ground, plane.across._replace(values=few), KnobAxis("alpha", alphas))
    return found


@pytest.mark.slow
def test_however_full_a_map_is_each_place_that_is_shown_is_its_run() -> None:
    """What has not been run is not shown: no place stands for another."""
    for name, plane in planes_of_all().items():
        cells = ConvergenceMap(plane, shipped())
        runs = {(c, r): run(plane.at(c, r)) for c in range(cells.columns) for r in range(cells.rows)}
        levels = set()
        for _piece in cells.work():
            shown = {place: cells.cell(*place) for place in runs if cells.cell(*place) is not None}
            assert shown == {place: runs[place] for place in shown}, name
            assert sum(cells.counts().values()) == len(shown) == len(cells.codes) - cells.left, name
            levels.add(len(shown))
        assert cells.done and max(levels) == len(runs), name


@pytest.mark.parametrize("name", ["hidden-four", "valley", "goldilocks"])
def test_at_every_share_of_it_a_shown_place_is_its_own_run(name: str) -> None:
    """Stopped at 1, 5, 20, 50 and 90 %: what is shown is what a run apart does, and all the rest is not tried."""
    plane = planes(play(name))[0]
    across = plane.across._replace(values=plane.across.values[::3])
    few = MapPlane(plane.level, across, KnobAxis("alpha", plane.up.values[::4]))
    cells = ConvergenceMap(few, shipped(), (1, 3))
    stops, told = [0.01, 0.05, 0.2, 0.5, 0.9], dict[tuple[int, int], tuple[str, int]]()
    for _piece in cells.work():
        known = len(cells.codes) - cells.left
        if not stops or known < stops[0] * len(cells.codes):
            continue
        stops = [share for share in stops if known < share * len(cells.codes)]
        shown = [(c, r) for c in range(cells.columns) for r in range(cells.rows) if cells.cell(c, r) is not None]
        assert sum(cells.counts().values()) == len(shown) == known
        for place in shown:
            told.setdefault(place, run(few.at(*place)))
            assert cells.cell(*place) == told[place], place
    assert stops == []


def test_the_players_own_place_is_the_first_that_is_known() -> None:
    for name in ["orbit", "valley", "goldilocks"]:
        plane = planes(play(name))[0]
        cells = ConvergenceMap(plane, shipped(), (2, 7))
        for _piece in cells.work():
            if cells.left < len(cells.codes):
                break
            assert cells.running == (2, 7)
        known = {(c, r) for r in range(cells.rows) for c in range(cells.columns) if cells.cell(c, r) is not None}
        assert (2, 7) in known and {row for _column, row in known} == {7}
        assert len(known) == 1


def test_what_is_being_run_is_not_known_yet() -> None:
    plane = planes(play("valley"))[0]
    few = MapPlane(plane.level, plane.across, KnobAxis("alpha", plane.up.values[:2]))
    cells = ConvergenceMap(few, shipped())
    pauses = set()
    for _piece in cells.work():
        assert cells.running is not None
        pauses.add(cells.cell(*cells.running) is None)
    assert pauses == {True, False} and cells.running is None


def test_a_run_that_ended_elsewhere_is_entered_once() -> None:
    plane = planes(play("orbit"))[0]
    cells = ConvergenceMap(plane, shipped())
    session = cells.session(3, 5)
    session.learn_until_outcome(session.level.budget)
    left = cells.left
    cells.keep(3, 5, code_of(session))
    cells.keep(3, 5, code_of(session))
    assert cells.left == left - 1 and cells.cell(3, 5) == run(plane.at(3, 5))
    for _piece in cells.work():
        pass
    assert cells.done and UNKNOWN not in cells.codes


def test_every_learner_of_a_deep_level_has_a_column() -> None:
    (plane,) = planes(play("hidden-four"))  # many weights, and gradient descent has no knob of its own
    names = plane.across.values
    assert plane.across.name == "learner" and names[0] == "gradient-descent"
    assert {"momentum", "adam", "rmsprop"} <= set(names)
    assert "rule-of-tiles" not in names  # a rule about one weight
    assert {plane.across.name for plane in planes(play("valley"))} == {"learner", "beta"}


def test_alphas_over_a_wide_range_are_round_and_have_the_notches() -> None:
    for level in (part("warmer", 1), "sealed-box", "one-step"):
        knob = play(level).level.knob("alpha")
        assert knob is not None
        values = alphas([knob], 0.1).values
        assert 12 <= len(values) <= 24 and list(values) == sorted(values)
        assert values[0] == knob.low and values[-1] == knob.high
        assert {float(stop) for stop in knob.stops} <= set(values)
        assert all(float(f"{v:.3g}") == v for v in values)


def test_a_map_starts_where_the_player_does() -> None:
    """After a recording that cannot be cut (all four lamps are out: nothing moves); before one that can."""
    dark = planes(play("dead-relu"))[0]
    assert dark.level.weights == play("dead-relu").weights
    assert run(dark.at(0, 0))[0] == "stuck"
    howl = planes(play("runaway"))[0]
    assert howl.level.weights == [0.5] and howl.up.values[-1] == play("runaway").knobs["alpha"] == 1.0


def test_a_column_of_a_deep_level_is_what_the_session_does() -> None:
    for name in ("valley", "streetlights"):
        plane = next(p for p in planes(play(name)) if p.across.name == "learner")
        few = MapPlane(plane.level, plane.across, KnobAxis("alpha", plane.up.values[3::9]))
        assert differing(few) == []


def test_which_levels_have_a_map() -> None:
    """One alpha, a learner, and judged by itself; many weights have no start weight to choose."""
    maps = {level.id: [plane.across.name for plane in planes(play(level))] for level in campaign()}
    for level in campaign():
        session = play(level)
        one = isinstance(session.run.alpha, (int, float)) and level.learner is not None and not level.stop
        assert bool(maps[level.id]) == has_map(session)
        assert not has_map(session) or one
        assert ("weight" in maps[level.id]) == (has_map(session) and level.network.size == 1)
    assert not maps["double-it"] and not maps["one-step"] and not maps["stop-in-time"]


class Twice(Metric):
    name = "twice"

    def error(self, prediction: float, goal_prediction: float) -> float:
        miss = goal_prediction - prediction
        return miss**2 * 3 / 2

    def delta(self, prediction: float, goal_prediction: float) -> float:
        return -(goal_prediction - prediction) * 0.5


class Cut(Twice):
    def delta(self, prediction: float, goal_prediction: float) -> float:
        return min(1.0, prediction - goal_prediction)


class Backwards(Learner):
    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        step = alpha * weight_delta
        return -step + weight


class Half(Learner):
    def update(self, weight: float, weight_delta: float, alpha: float) -> float:
        return weight - weight_delta * alpha / 2


def test_formulas_are_known_by_what_they_say() -> None:
    catalog = shipped()
    assert is_squared_error(Twice()) == (1.5, 0.5)
    assert is_squared_error(Cut()) is None
    known = {name: is_squared_error(metric) for name, metric in catalog.metrics.items()}
    assert {name: found for name, found in known.items() if found} == {
        "squared": (1.0, 1.0), "squared-true-slope": (1.0, 2.0)
    }  # fmt: skip
    assert is_gradient_descent(Backwards()) and not is_gradient_descent(Half())
    assert [name for name, kind in catalog.learners.items() if is_gradient_descent(kind())] == ["gradient-descent"]
