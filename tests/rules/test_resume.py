"""A session that goes on from a checkpoint is the session that made the steps."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from downslope import Example, Learn, Level, Near, Next, Session, Turn
from downslope.engine.checkpoint import Checkpoint, checkpoint_of
from downslope.rules.actions import merge_learns
from downslope.rules.resume import do_slowly, restore, resume
from support import play, shipped

EXAMPLES = [Example(1, 1), Example(2, 3), Example(3, 2)]


def small(**fields: Any) -> Level:
    given: dict[str, Any] = {"weights": [0.2], "alpha": 0.05, "batch": 1, "budget": 20, "target": Near(0.0)} | fields
    return Level("small", title="Small", examples=EXAMPLES, **given)


def there(session: Session) -> Checkpoint:
    return checkpoint_of(session.run, 0, {})


def seen(session: Session) -> Any:
    return session.count, session.weights, session.outcome, session.won, vars(session.tally), session.actions


@example(first=0, second=60)
@example(first=3, second=57)
@given(first=st.integers(0, 70), second=st.integers(0, 70))
def test_restored_is_made(first: int, second: int) -> None:
    made = play(small(), Learn(first)) if first else play(small())
    taken = made.copy()
    if second:
        made.do(Learn(second))
    restore(taken, there(made))
    whole = play(small(), Learn(first + second)) if first + second else play(small())
    assert taken.actions == whole.actions
    assert seen(taken)[:2] == seen(whole)[:2] and taken.tally.runs == whole.tally.runs
    ends = first % 3 == second % 3 == 0 and first + second <= 60  # judged where it is handed over
    assert taken.outcome == whole.outcome or not ends


@given(parts=st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_pass_by_pass_it_is_the_same_attempt(parts: list[int]) -> None:
    made, taken = play(small()), play(small())
    for passes in parts:
        for _ in range(passes):
            made.do(Learn(3))
            restore(taken, there(made))
    assert seen(taken)[:-1] == seen(made)[:-1] and taken.actions == merge_learns(made.actions)


def test_in_pieces_it_is_one_action() -> None:
    whole, pieces = play(small(), Turn("alpha", 0.1), Learn(50)), play(small())
    for action in whole.actions:
        assert sum(1 for _ in do_slowly(pieces, action)) >= 0
    assert seen(pieces) == seen(whole)


def test_what_does_not_lead_there_is_refused() -> None:
    made = play(small(), Learn(6))
    point = there(made)
    session = resume(small(), shipped(), [Learn(6)], point)
    assert (session.count, session.weights, session.tally.runs, session.actions) == (6, made.weights, 1, [Learn(6)])
    session.do(Learn(1))
    made.do(Learn(1))
    assert session.weights == made.weights
    assert resume(small(), shipped(), [], None).weights == [0.2]
    assert resume(small(), shipped(), [Turn("alpha", 0.5)], None).alpha() == 0.5
    parts = small(stages=[{"title": "x"}])
    assert resume(parts, shipped(), [Next()], None).stage == 1  # won by steps that are not made again
    for level, actions, checkpoint in (
        (small(), [Learn(6)], None), (small(), [Learn(5)], point), (small(learner=None), [], point),
        (small(), [Learn(6)], point._replace(weights=[1.0, 2.0])),
    ):  # fmt: skip
        with pytest.raises(ValueError, match="checkpoint"):
            resume(level, shipped(), actions, checkpoint)
    with pytest.raises(ValueError, match="earlier step"):
        restore(made, point)
