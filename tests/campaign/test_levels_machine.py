"""The machine searches in pieces. What it does: solving/test_solved_actions.py; all are fair: terminal/test_cli.py."""

from collections.abc import Iterator
from typing import Any

import pytest

from downslope.rules.judged_steps import learn_incremental
from downslope.rules.state import SessionState
from downslope.solving.autosolve import STEPS, solve_incremental
from support import play

pytestmark = pytest.mark.slow


def test_no_piece_of_its_search_makes_more_steps_than_a_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each trial stands at the end of three runs of 4,000 steps, which are made again."""
    made = 0

    def counted(state: SessionState, steps: int, *more: Any) -> Iterator[None]:
        nonlocal made
        made += steps
        return learn_incremental(state, steps, *more)

    for room in ("judged_steps", "handlers"):
        monkeypatch.setattr(f"downslope.rules.{room}.learn_incremental", counted)
    session, longest = play("the-wall"), 0
    for action in solve_incremental(session):
        longest = max(longest, made)
        if action is not None:
            session.do(action)
        made = 0
    assert session.won and 0 < longest <= STEPS
