"""Cutting a list of actions: what is kept up to a step, what a step back takes, Learns made one."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from downslope import Answer, Example, Knob, Learn, Level, Near, Next, Probe, Question, Reset, TakeOver, Turn
from downslope.rules.actions import (
    Action,
    last_action,
    last_of,
    merge_learns,
    shorten,
)
from support import play

ALPHA, WEIGHT, LOOK = Turn("alpha", 0.5), Turn("weight", 1.5), Probe()
BET = Question("?", ["a", "b"], right="a")
DONE: list[Action] = [ALPHA, Learn(3), WEIGHT, LOOK, ALPHA, Learn(2), ALPHA]
some = st.lists(st.sampled_from([ALPHA, WEIGHT, LOOK]) | st.builds(Learn, st.integers(1, 5)), max_size=12)


def level(**fields: Any) -> Level:
    knobs = (Knob("weight"), Knob("alpha", 0.01, 1))
    given: dict[str, Any] = {"weights": [0.0], "alpha": 0.1, "probes": 9.0, "knobs": knobs} | fields
    return Level("small", title="Small", examples=[Example(1, 1)], **given)


def test_the_actions_up_to_a_step() -> None:
    for steps, kept in (
        (0, [ALPHA]), (1, [ALPHA, Learn(1)]), (2, [ALPHA, Learn(2)]), (3, [ALPHA, Learn(3), WEIGHT, LOOK]),
        (4, [*DONE[:5], Learn(1)]), (5, DONE[:6]), (9, DONE),
    ):  # fmt: skip
        assert shorten(DONE, steps) == kept


@given(actions=some, steps=st.integers(0, 70))
def test_cut_actions_have_so_many_steps(actions: list[Action], steps: int) -> None:
    total = sum(a.steps for a in actions if isinstance(a, Learn))
    kept = shorten(actions, steps)
    assert sum(a.steps for a in kept if isinstance(a, Learn)) == min(steps, total)
    merged = merge_learns(actions)
    assert sum(a.steps for a in merged if isinstance(a, Learn)) == total
    assert not any(isinstance(a, Learn) and isinstance(b, Learn) for a, b in zip(merged, merged[1:]))
    assert [a for a in merged if not isinstance(a, Learn)] == [a for a in actions if not isinstance(a, Learn)]


def test_learns_that_follow_each_other_are_one() -> None:
    assert merge_learns([Learn(2), Learn(3), ALPHA, Learn(1)]) == [Learn(5), ALPHA, Learn(1)]


def test_the_actions_that_lead_to_a_step_of_the_present_run() -> None:
    session = play(level(questions=[BET, BET]), Answer(0, "a"), *DONE, Answer(1, "b"))
    assert session.rewind(4).actions == [Answer(0, "a"), *DONE[:5], Learn(1), Answer(1, "b")]
    assert session.rewind(0).actions == [Answer(0, "a"), ALPHA, Answer(1, "b")]
    again = play(level(), Learn(4), Reset(), Learn(3), ALPHA, Learn(1))
    assert again.rewind(2).actions == [Learn(4), Reset(), Learn(2)]
    by_hand = play(level(), ALPHA, WEIGHT, LOOK)
    assert by_hand.rewind(0).actions == [WEIGHT, LOOK]


def test_before_the_player_s_own_steps_the_recording_is_cut() -> None:
    session = play(level(recording=[Learn(4)]), TakeOver(3), Learn(2))
    assert session.rewind(1).actions == [TakeOver(1)]
    assert session.rewind(3).actions == [TakeOver(3)]
    assert session.rewind(4).actions == [TakeOver(3), Learn(1)]


def test_a_step_back_takes_the_last_action_that_was_no_answer() -> None:
    session = play(level(questions=[BET, BET]), WEIGHT, Answer(0, "a"), ALPHA, Answer(1, "b"))
    assert session.step_back().actions == [WEIGHT, Answer(0, "a"), Answer(1, "b")]
    assert last_action(session) == ALPHA
    assert last_action(play(level(questions=[BET]), Answer(0, "a"))) is None and last_action(play(level())) is None
    assert play(level()).step_back().actions == []
    for stage, answers in (({"questions": [BET]}, []), ({"title": "x"}, [Answer(0, "b")])):
        won = play(level(learner=None, probes=None, target=Near(9), questions=[BET], stages=[stage]), WEIGHT, Next())
        won.do(Answer(0, "b"))
        assert won.step_back().actions == [WEIGHT, *answers]


def test_the_last_of_some_kinds() -> None:
    assert last_of(DONE, Learn) == Learn(2) and last_of(DONE, Probe, Learn) == Learn(2) and last_of(DONE, Probe) == LOOK
    assert last_of(DONE, Reset) is None and last_of(DONE, Turn, Reset) == ALPHA
