"""How a run ends, when that is known and where it turned: by its steps, in whatever pieces they are made, or at a gate.

One neuron with the input 1 shrinks its miss by the factor 1 - alpha at each step, so each end is chosen by alpha.
"""

from dataclasses import replace
from math import nan
from typing import Any

import pytest
from hypothesis import given, strategies as st

from downslope import Example, Freeze, Gate, Knob, Layers, Learn, Level, MeanError, Near, Neuron, Probe, Reset, Stop
from downslope.rules import OUTCOMES, WINS, Impossible, Session, TakeOver, Turn, outcome_title, start_pass
from downslope.rules.judged_steps import learn_incremental, outcome_values
from downslope.rules.outcome import Outcome, bump_of, first_increase
from lib.support import play
from rules.levels import BOTH, small

BETWEEN = [Example(1, 1), Example(1, -1)]  # what no weight satisfies: the bottom is at 0
PAIR = [Example(1, 0), Example(2, 0)]


def run(alpha: float, steps: int = 300, **fields: Any) -> Session:
    given = {"examples": [Example(1, 0)], "weights": [1.0], "budget": 40, "alpha": alpha, **fields}
    return play(small(**given), Learn(steps))


def end_of(session: Session) -> str:
    """Kind, cause, step, turn; empty: it goes on."""
    return " ".join(map(str, session.outcome[:4])) if session.outcome is not None else ""


def test_each_end_its_cause_its_step_and_its_turn() -> None:
    for alpha, fields, end in (
        (0.5, {}, "land reached 4 4"), (1.0, {}, "land reached 1 1"), (1.5, {}, "overshoot passed 4 1"),
        (1.9, {"budget": 21}, "crawl slow 21 21"), (2.0, {}, "orbit cycle 4 2"), (4.0, {}, "runaway far 13 1"),
        (1e200, {}, "runaway not-finite 1 1"), (2.05, {}, "runaway rising 40 1"), (0.01, {}, "crawl slow 40 40"),
        (0.5, {"examples": BETWEEN, "weights": [0.0]}, "stuck still 1 1"),
        (0.5, {"examples": BETWEEN, "budget": 9}, "stuck settled 9 9"),
        (0.5, {"examples": BETWEEN, "budget": 60}, "stuck still 33 33"),
        (2.0, {"examples": [Example(1, 0)] * 3, "batch": 1}, "orbit cycle 12 6"),
        (1.5, {"examples": BETWEEN, "batch": 1, "target": Near(0.5)}, "stuck still 34 34"),
        (0.001, {"examples": PAIR, "batch": 1, "budget": 5}, "orbit hovers 10 8"),  # a pass is one beat
        (1.9, {"examples": PAIR, "batch": 1, "budget": 9}, "runaway far 16 2"),
        (0.5, {"recording": [Learn(2)]}, "land reached 4 4"),
        (0.5, {"learner": "random-search", "budget": 20, "target": Near(0.0)}, "crawl searching 20 20"),
    ):  # fmt: skip
        session = run(alpha, **fields)
        kind, cause, *_steps = end.split()
        assert end_of(session) == end, (alpha, fields)
        assert session.won is (kind in WINS) and cause in OUTCOMES[kind].causes
    for never in ({"schedule": "linear"}, {"batch": 1, "shuffle": True, "examples": BETWEEN, "weights": [0.0]}):
        assert "cycle" not in end_of(run(2.0, **never)), "a way that is never the same twice proves nothing"
    for alpha, end in ((0.5, "land reached 14 14"), (2.0, "orbit cycle 14 12")):  # a turn begins the watch again
        session = play(run(0.01).base, Learn(10), Turn("alpha", alpha), Learn(50))
        assert end_of(session) == end
        session.do(Reset())
        assert session.outcome is None


def halves(**fields: Any) -> Level:
    """Each step halves the miss: 1, .5, .25, .125, .0625."""
    return small(**{"examples": [Example(2, 1)], "alpha": 0.125, "budget": 50} | fields)


def test_the_numbers_of_a_run() -> None:
    landed = play(halves(), Learn(4)).outcome
    assert landed is not None and landed.values == {
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
    for level, own, missing in ((small(examples=BOTH), "slope", "goal prediction"), (hidden, "goal", "slope"),
                                (two, "slope", "goal")):  # fmt: skip
        names = outcome_values(play(level, Learn(1)), 1).keys()
        assert own in names and names.isdisjoint(missing.split())
    assert outcome_values(play(two, Learn(1)), 1)["slope"] == pytest.approx(1.75)
    for errors, beat in (
        ([1.0], None), ([1.0, 1.02], None), ([1.0, 1.03], 1), ([3, 2, 1, 1.5], 3), ([1, 0.5, 0.51], None),
        ([1, 0.5, 0.52], 2), ([0.0, 0.0], None), ([0.0, 1e-9], 1), ([1.0, nan], 1), ([-1.0, -0.99], None),
        ([-1.0, -0.97], 1),
    ):  # fmt: skip
        assert first_increase(errors) == beat, errors


def test_the_table_says_what_a_player_reads_and_each_sketch_is_true_for_its_kind() -> None:
    for kind, row in OUTCOMES.items():
        slopes = [outcome_title(Outcome(kind, "", 1, 1, values)) for values in ({}, {"slope": 1e-5}, {"slope": 1e-7})]
        assert slopes == [row.title, row.title, row.bottom or row.title]
        first, last = abs(row.sketch[0]), abs(row.sketch[-1])
        assert (last == 0, last > first, last == first) == (row.wins, kind == "runaway", kind == "orbit")
        assert any(a * b < 0 for a, b in zip(row.sketch, row.sketch[1:])) is row.turns
        assert 0 < row.few <= row.many and 0 <= row.strength[1] <= row.strength[0] <= 1 >= max(map(abs, row.sketch))
    assert WINS == ("land", "overshoot") and [kind for kind, row in OUTCOMES.items() if row.gated] == ["bump"]
    assert sorted(row.height for row in OUTCOMES.values()) == [*range(7)]
    assert sorted(row.rank for row in OUTCOMES.values()) == [0, *range(6)]
    assert sorted(OUTCOMES, key=lambda kind: OUTCOMES[kind].rank)[:4] == [*WINS, "crawl", "orbit"]
    for sign in ("title", "mark", "icon", "hue", "motif"):
        assert len({getattr(row, sign) for row in OUTCOMES.values()}) == len(OUTCOMES), "no two have one sign"


def test_it_is_won_at_the_step_that_comes_near_enough_however_the_steps_are_made() -> None:
    assert not end_of(play(halves(), Learn(3))) and not play(halves(), *[Learn(1)] * 3).won
    for actions, count in (([4], 4), ([1] * 4, 4), ([3, 1], 4), ([9], 9)):
        session = play(halves(), *map(Learn, actions))
        assert end_of(session) == "land reached 4 4" and session.won and session.count == count
    passes = small(examples=BOTH, batch=1, alpha=0.1, target=MeanError(0.12))  # it meets the target at 7 already
    assert [n for n in range(1, 12) if "land" in end_of(play(passes, Learn(n)))] == [8, 9, 10, 11]
    session, whole = play(halves(), Turn("alpha", 0.001)), play(halves(), Turn("alpha", 0.001), Learn(30))
    counts = [session.count for _piece in learn_incremental(session, 30, most=7)]
    assert counts == [7, 14, 21, 28] and session.count == 30 and session.weights == whole.weights
    with pytest.raises(Impossible, match="run away"):
        play(small(alpha=1e300, knobs=()), Learn(2), Learn(1))


def test_by_whom_the_target_is_called() -> None:
    session = play(halves(stop=True), Learn(6))
    assert "land" not in end_of(session) and not session.won
    session.do(Stop())
    assert session.won
    limited, half = halves(limit=4), Turn("alpha", 0.25)
    assert not play(limited, Learn(3)).won and play(limited, Learn(3)).outcome is None
    assert play(limited, Learn(4)).won and play(limited, Learn(6)).count == 4
    assert "crawl" in end_of(play(halves(limit=2), Learn(2)))
    assert play(halves(limit=5), Learn(3), half, Learn(2)).won  # judged when they are over
    turned = play(small(limit=6, batch=1, examples=BOTH, alpha=0.01), Learn(11), Turn("alpha", 0.02), Learn(1))
    assert end_of(turned) == "crawl slow 12 12" and not turned.won  # turned within the last pass
    slow = halves(budget=3, par_unit="runs")  # where runs are counted, a run ends with its budget
    assert "crawl" in end_of(play(slow, Learn(3))) and not play(slow, Learn(3), half, Learn(3)).won
    assert play(replace(slow, par_unit="steps"), Learn(3), half, Learn(3)).won


def test_a_recording_costs_nothing_and_is_cut_at_a_step_to_go_on_from_there() -> None:
    done = [Learn(1), Turn("alpha", 1.0), Learn(1), Learn(2)]
    level = small(knobs=[Knob("alpha", stops=[0.5, 1.0])], recording=done, probes=9.0)
    session = play(level)
    assert (session.count, session.recorded, session.weights, session.alpha()) == (4, 4, [1.0], 1.0)
    assert session.outcome is None and not session.won and not session.actions
    assert (session.tally.runs, session.tally.turns, session.tally.probes) == (0, 0, 0)
    hand = play(small(learner=None, knobs=[Knob("weight", 0.0, 2.0)], recording=[Turn("weight", 1.5), Learn(3)]))
    assert (hand.count, hand.recorded, hand.weights) == (0, 0, [1.5])
    two: dict[str, Any] = {"network": Neuron(2), "weights": [0.0, 0.0], "examples": [Example((1, 1), 1)]}
    frozen = play(small(**two, recording=[Freeze(1), Learn(1)]))
    assert frozen.weights == [0.5, 0.0] and frozen.frozen == {1}
    for step, weights, alpha in ((0, [0.0], 0.5), (1, [0.5], 0.5), (2, [1.0], 1.0), (4, [1.0], 1.0)):
        session = play(level, Probe(), TakeOver(step))
        assert (session.count, session.recorded, session.weights, session.alpha()) == (step, step, weights, alpha)
        assert len(session.probed) == 1 and session.tally.runs == 0  # what was looked at stays
    after = play(level, TakeOver(1), Learn(1))
    assert after.weights == [0.75] and after.recorded == 1 and after.outcome is None
    assert (after.rewind(0).actions, after.rewind(1).actions) == ([TakeOver(0)], [TakeOver(1)])  # it is cut again
    passes = small(examples=BOTH, batch=1, alpha=0.1, recording=[Learn(8)], knobs=[Knob("pass", 0, 4, 2, step=1)])
    assert start_pass(passes) == 2.0 and start_pass(small()) is None
    for actions, at in (([], 2), ([Turn("pass", 3)], 3)):
        session = play(passes, *actions)
        assert (session.count, session.recorded, session.knobs["pass"]) == (2 * at, 2 * at, at)
        assert session.weights == play(replace(passes, recording=[Learn(2 * at)], knobs=())).weights


# Input .5, goal .8: hot and cold moves the prediction by half of alpha.
LOCK = Level(
    "lock", title="Lock", examples=[Example(0.5, 0.8)], weights=[0.5], alpha=0.2, learner="hot-and-cold",
    knobs=[Knob("alpha", 0.1, 4), Knob("learner", stops=("hot-and-cold", "gradient-descent"))], target=Near(0.02),
    budget=60, gates=[Gate(0.6, 0.1)], knobs_until="start",
)  # fmt: skip
DELTA = (Turn("learner", "gradient-descent"), Turn("alpha", 2.0))


@given(
    alpha=st.floats(0.05, 4.5), at=st.floats(-1, 2), most=st.floats(0.001, 1),
    learner=st.sampled_from(["hot-and-cold", "gradient-descent"]), pieces=st.lists(st.integers(1, 9), max_size=6),
)  # fmt: skip
def test_a_run_bumps_where_the_first_of_its_steps_across_a_gate_is_too_long(
    alpha: float, at: float, most: float, learner: str, pieces: list[int]
) -> None:
    """By the predictions of the same run on a level without gates."""
    level = replace(LOCK, alpha=alpha, learner=learner, knobs=[], gates=[Gate(at, most)])
    free = play(replace(level, gates=[]), Learn(60))
    last = free.outcome.step if free.outcome is not None else 60
    path = [0.5 * free.run.weights_at(step)[0] for step in range(last + 1)]
    long = [n + 1 for n, (a, b) in enumerate(zip(path, path[1:])) if (a < at) != (b < at) and abs(b - a) > most + 1e-9]
    session = play(level)
    for count in (*pieces, *[7] * 10):
        if session.outcome is None:
            session.do(Learn(count))
    if long:
        assert end_of(session).startswith(f"bump gate {long[0]} ") and session.count == long[0]
        with pytest.raises(Impossible, match="Press Reset for a new one"):
            session.do(Learn(1))
    else:
        assert end_of(session) == end_of(free)


def test_behind_a_gate_only_a_reset_goes_on_and_while_a_run_is_under_way_all_knobs_hold() -> None:
    assert "orbit" in end_of(play(LOCK, Learn(60))), "a step of just as much as may pass does pass"
    cut = replace(LOCK, recording=[*DELTA, Learn(3)], knobs_until="end")
    ends = [end_of(play(cut, TakeOver(step), Learn(60))) for step in (1, 2)]
    assert ends == ["bump gate 2 2", "land reached 5 5"], "what was recorded does not bump"
    bumped = play(LOCK, *DELTA, Learn(60)).outcome
    assert bumped is not None and (round(bumped.values["length"], 9), bumped.values["most"]) == (0.1375, 0.1)
    assert bump_of(play(LOCK).run, LOCK.gates) is None
    session = play(replace(LOCK, knobs_until="end"), *DELTA, Learn(1), Learn(1), Turn("alpha", 0.4))
    with pytest.raises(Impossible, match="Press Reset for a new one"):
        session.do(Learn(1))
    undone = session.rewind(1)
    undone.do(Learn(9))
    assert end_of(undone) == "bump gate 2 2"
    session.do(Reset())
    session.do(Learn(60))
    assert end_of(session) == "land reached 32 32"
    held = play(replace(LOCK, knobs=[*LOCK.knobs, Knob("freeze")]), *DELTA, Freeze(0), Freeze(0, False), Learn(1))
    for action in (Turn("alpha", 0.4), Turn("learner", "hot-and-cold"), Freeze(0)):
        with pytest.raises(Impossible, match="holds for the whole run: press Reset"):
            held.do(action)
    held.do(Reset())
    held.do(Turn("alpha", 0.4))
    assert held.knobs["learner"] == "gradient-descent", "what was chosen stays chosen"
