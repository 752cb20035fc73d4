"""How a run ends, when that is known and where it turned; the numbers for its sentence.

One neuron with the input 1 shrinks its miss by the factor 1 - alpha at each step, so each end is chosen by alpha.
"""

from dataclasses import replace
from math import isclose, nan
from typing import Any

from hypothesis import given, strategies as st

from downslope import Example, Learn, Learner, Near, Reset, Session, Turn
from downslope.rules import OUTCOMES, WINS, Outcome, outcome_title
from downslope.rules.outcome import first_increase
from lib.support import play
from rules.levels import small

BETWEEN = [Example(1, 1), Example(1, -1)]  # what no weight satisfies: the bottom is at 0
ONE = {"examples": [Example(1, 0)], "weights": [1.0], "budget": 40}


def run(alpha: float, steps: int = 300, **fields: Any) -> Session:
    return play(small(alpha=alpha, **{**ONE, **fields}), Learn(steps))


def end_of(session: Session) -> tuple[str, str, int, int]:
    assert session.outcome is not None
    return session.outcome[:4]


def test_each_end_its_cause_its_step_and_its_turn() -> None:
    pair = [Example(1, 0), Example(2, 0)]
    for alpha, fields, end in (
        (0.5, {}, ("land", "reached", 4, 4)),
        (1.0, {}, ("land", "reached", 1, 1)),
        (1.5, {}, ("overshoot", "passed", 4, 1)),
        (1.9, {"budget": 21}, ("crawl", "slow", 21, 21)),
        (2.0, {}, ("orbit", "cycle", 4, 2)),
        (4.0, {}, ("runaway", "far", 13, 1)),
        (1e200, {}, ("runaway", "not-finite", 1, 1)),
        (2.05, {}, ("runaway", "rising", 40, 1)),
        (0.01, {}, ("crawl", "slow", 40, 40)),
        (0.5, {"examples": BETWEEN, "weights": [0.0]}, ("stuck", "still", 1, 1)),
        (0.5, {"examples": BETWEEN, "budget": 9}, ("stuck", "settled", 9, 9)),
        (0.5, {"examples": BETWEEN, "budget": 60}, ("stuck", "still", 33, 33)),
        (2.0, {"examples": [Example(1, 0)] * 3, "batch": 1}, ("orbit", "cycle", 12, 6)),
        (1.5, {"examples": BETWEEN, "batch": 1, "target": Near(0.5)}, ("stuck", "still", 34, 34)),
        (0.001, {"examples": pair, "batch": 1, "budget": 5}, ("orbit", "hovers", 10, 8)),  # a pass is one beat
        (1.9, {"examples": pair, "batch": 1, "budget": 9}, ("runaway", "far", 16, 2)),
        (0.5, {"recording": [Learn(2)]}, ("land", "reached", 4, 4)),
    ):  # fmt: skip
        session = run(alpha, **fields)
        assert end_of(session) == end, (alpha, fields)
        assert session.won is (end[0] in WINS) and end[1] in OUTCOMES[end[0]].causes
    for never in ({"schedule": "linear"}, {"batch": 1, "shuffle": True, "examples": BETWEEN, "weights": [0.0]}):
        assert end_of(run(2.0, **never))[1] != "cycle", "a way that is never the same twice proves nothing"


def test_a_learner_that_moves_about_hovers_and_one_that_draws_numbers_is_searching() -> None:
    class Jump(Learner):
        name = "jump"

        def step(self, problem: Any, weights: Any, alpha: Any) -> list[float]:
            self.jumps = getattr(self, "jumps", 0) + 1
            return [(-1.0) ** self.jumps]

    class Search(Learner):
        name = "search"

        def step(self, problem: Any, weights: Any, alpha: Any) -> list[float]:
            return [1.0 + self.random.random()]

    for kind, end in ((Jump, ("orbit", "hovers", 20, 16)), (Search, ("crawl", "searching", 20, 20))):
        base = run(0.5)
        catalog = replace(base.catalog, learners={kind.name: kind})
        session = Session(replace(base.base, learner=kind.name, budget=20), catalog, [Learn(30)])
        assert end_of(session) == end


def test_a_turn_or_a_reset_begins_the_watch_again() -> None:
    for alpha, end in ((0.5, ("land", "reached", 14, 14)), (2.0, ("orbit", "cycle", 14, 12))):
        session = run(0.01, steps=10)
        session.do(Turn("alpha", alpha))
        session.do(Learn(50))
        assert end_of(session) == end
        session.do(Reset())
        assert session.outcome is None


@given(alpha=st.floats(0.01, 1.99), steps=st.integers(1, 40))
def test_the_numbers_are_those_of_the_run(alpha: float, steps: int) -> None:
    session = run(alpha, steps)
    if session.outcome is not None:
        values, step = session.outcome.values, session.outcome.step
        told = [values[name] for name in ("alpha", "goal", "budget", "steps", "error_first", "turn")]
        assert told == [alpha, 0, 40, step, 1.0, session.outcome.turn]
        assert values["weight"] == values["prediction"] == session.run.weights_at(step)[0]
        assert isclose(values["miss_ratio"], 1 - alpha, abs_tol=1e-12)
        assert isclose(values["error_ratio"], (1 - alpha) ** 2, abs_tol=1e-12)
        assert isclose(values["slope"] ** 2, values["error_last"]) and values["error_last"] == values["weight"] ** 2


def test_the_first_increase() -> None:
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
        assert 0 < row.few <= row.many and 0 <= row.strength[1] <= row.strength[0] <= 1
    assert WINS == ("land", "overshoot") and [kind for kind, row in OUTCOMES.items() if row.gated] == ["bump"]
    heights = sorted(OUTCOMES, key=lambda kind: OUTCOMES[kind].height)
    assert heights == ["crawl", "stuck", "land", "overshoot", "orbit", "runaway", "bump"]
    ranks = {kind: row.rank for kind, row in OUTCOMES.items()}
    assert ranks == {"land": 0, "overshoot": 0, "crawl": 1, "orbit": 2, "stuck": 3, "runaway": 4, "bump": 5}
    for sign in ("title", "mark", "icon", "hue", "motif", "height"):
        assert len({getattr(row, sign) for row in OUTCOMES.values()}) == len(OUTCOMES), "no two have one sign"
