"""The house only gets smaller: budget.json says what a room may hold, budget_rows.json what a change may add to it."""

import json
from pathlib import Path

import pytest

import budget


@pytest.mark.slow
def test_no_room_holds_more_than_it_may() -> None:
    """Who needs another name takes one away, or signs for it in budget_rows.json."""
    assert budget.grown(budget.table(), budget.allowed()) == []


@pytest.mark.slow
def test_what_was_won_is_kept() -> None:
    """More than 2 % below what is allowed: `python tests/budget.py --write`, so that nobody takes it back."""
    now, most = budget.table()["ALL"], budget.allowed()["ALL"]
    assert [what for what in ("lines", "statements", "functions", "classes") if now[what] < 0.98 * most[what]] == []


def test_a_signed_row_says_for_what() -> None:
    for row in json.loads(budget.SIGNED.read_text(encoding="utf-8")):
        assert row["for"] and row["room"] and not row.keys() - {"for", "room", *budget.HEADS, *budget.FACES}


def test_a_face_that_is_gone_is_missed(tmp_path: Path) -> None:
    (tmp_path / "board.py").write_text("class Board:\n    def draw(self) -> None: ...\n", encoding="utf-8")
    with pytest.raises(LookupError, match="Host"):
        budget.table(tmp_path)
