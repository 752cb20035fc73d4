"""Chapters 6 and 7 played by the machine: it wins every level. That all are fair: see terminal/test_cli.py."""

import pytest

from downslope.rules.judged_steps import begin
from downslope.rules.stars import earned_stars
from downslope.rules.state import SessionState
from downslope.solving.autosolve import solve, solve_incremental
from downslope.solving.halving_search import STEPS
from support import play, shipped

pytestmark = pytest.mark.slow

LEVELS = [level.id for level in shipped().levels.values() if level.chapter in ("many", "deep")]
each_level = pytest.mark.parametrize("name", LEVELS)

SOLVED = {
    "three-neurons": 51, "toes": 2, "freeze-the-toes": 7, "valley": 58, "streetlights": 3, "noisy-lights": 13,
    "hidden-four": 13, "all-zeros": 37, "dead-relu": 2, "linear-layers": 1, "stop-in-time": 4,
}  # fmt: skip


@each_level
def test_the_machine_wins_every_level(name: str) -> None:
    session = play(name)
    for action in solve(session):
        session.do(action)
        if session.complete:
            break
    assert session.complete
    if name in SOLVED:
        assert session.tally.cost_at_win[0] == SOLVED[name]


def test_the_machine_breaks_the_wall_after_three_runs_of_its_own() -> None:
    session = play("the-wall")
    for action in solve(session):
        session.do(action)
    assert session.won and session.tally.runs == 4 and session.tally.first_values["wire"] == "left and middle both lit"


def test_the_machine_stops_where_two_stars_are() -> None:
    session = play("stop-in-time")
    for action in solve(session):
        session.do(action)
    assert earned_stars(session) == {1, 2}


def test_no_piece_of_its_search_makes_more_steps_than_a_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each trial stands at the end of three runs of 4,000 steps, which are made again."""
    made = 0
    def counted(state: SessionState, steps: int) -> int:
        nonlocal made
        made += steps
        return begin(state, steps)

    for room in ("judged_steps", "handlers"):
        monkeypatch.setattr(f"downslope.rules.{room}.begin", counted)
    session, longest = play("the-wall"), 0
    for action in solve_incremental(session):
        longest = max(longest, made)
        if action is not None:
            session.do(action)
        made = 0
    assert session.won and 0 < longest <= STEPS
