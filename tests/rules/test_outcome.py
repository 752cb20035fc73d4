"""How a run ends: the table, the pieces in which its steps are made, the gates."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, strategies as st

from downslope import Example, Gate, Knob, Learn, Level, Near
from downslope.rules import OUTCOMES, WINS, Impossible, Session, Turn, outcome_title
from downslope.rules.judged_steps import learn_incremental
from downslope.rules.outcome import Outcome
from lib.support import play
from rules.levels import small


def end_of(session: Session) -> str:
    """Kind, cause, step, turn; empty: it goes on."""
    return " ".join(map(str, session.outcome[:4])) if session.outcome is not None else ""


def halves(**fields: Any) -> Level:
    """Each step halves the miss: 1, .5, .25, .125, .0625."""
    return small(**{"examples": [Example(2, 1)], "alpha": 0.125, "budget": 50} | fields)


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


def test_the_steps_of_one_action_are_made_in_pieces() -> None:
    session, whole = play(halves(), Turn("alpha", 0.001)), play(halves(), Turn("alpha", 0.001), Learn(30))
    counts = [session.count for _piece in learn_incremental(session, 30, most=7)]
    assert counts == [7, 14, 21, 28] and session.count == 30 and session.weights == whole.weights


# Input .5, goal .8: hot and cold moves the prediction by half of alpha.
LOCK = Level(
    "lock", title="Lock", examples=[Example(0.5, 0.8)], weights=[0.5], alpha=0.2, learner="hot-and-cold",
    knobs=[Knob("alpha", 0.1, 4), Knob("learner", stops=("hot-and-cold", "gradient-descent"))], target=Near(0.02),
    budget=60, gates=[Gate(0.6, 0.1)], knobs_until="start",
)  # fmt: skip


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
