"""Actions: there and back as data, what a field may hold, and how a list of them is cut."""

import json
from math import inf, nan
from typing import Any

import pytest
from hypothesis import given, strategies as st

from downslope.rules import (
    Action,
    Answer,
    Freeze,
    Impossible,
    Learn,
    Next,
    Probe,
    Reset,
    Show,
    Stop,
    TakeOver,
    Turn,
    check,
    from_json,
    last_of,
    merge_learns,
    to_json,
)
from downslope.rules.actions import LONGEST, MOST, shorten

number = st.floats(allow_nan=False, allow_infinity=False)
whole = st.integers(0, 99)
actions = st.one_of(
    st.builds(Turn, st.text(max_size=5), number | st.text(max_size=5), whole), st.builds(Freeze, whole, st.booleans()),
    st.builds(Learn, whole), st.builds(Answer, whole, number), st.builds(TakeOver, whole),
    st.builds(Show, st.tuples(number, number), st.tuples(number)), st.sampled_from([Reset(), Next(), Probe(), Stop()]),
)  # fmt: skip
ALPHA, WEIGHT, LOOK = Turn("alpha", 0.5), Turn("weight", 1.5), Probe()
DONE: list[Action] = [ALPHA, Learn(3), WEIGHT, LOOK, ALPHA, Learn(2), ALPHA]


@given(action=actions)
def test_there_and_back(action: Any) -> None:
    check(action)
    again = from_json(json.loads(json.dumps(to_json(action))))
    assert again == action and type(again) is type(action)


def test_an_action_as_data() -> None:
    assert to_json(Turn("alpha", 0.3)) == ["turn", "alpha", 0.3, 0]
    assert from_json(["learn"]) == Learn(1) and from_json(["freeze", 2]) == Freeze(2, True)
    data: Any
    for data in (["jump"], [], 3, ["learn", 1, 2], ["turn"], [[]]):
        with pytest.raises(ValueError, match="is not an action"):
            from_json(data)


def test_what_a_field_may_hold() -> None:
    rows: tuple[tuple[Any, list[tuple[Any, ...]], list[tuple[Any, ...]]], ...] = (
        (Learn, [(0,), (10**9,)], [(MOST + 1,), (-1,), (True,), (1.0,)]),
        (Turn, [("a", 1), ("a", "b"), ("a", 1, 1)], [("a", nan), ("a", 10**400), ("a", True), (3, 1), ("a", 1, -1)]),
        (Freeze, [(0, True), (1, False)], [(0, 1), (-1,)]), (TakeOver, [(0,)], [(-1,)]),
        (Answer, [(0, "a"), (1, 0.5)], [(-1, "a"), (0, None), (0, inf)]),
        (Show, [((1.0,), (0,)), ([1, 2], [])], [((nan,), (0,)), ("12", (0,)), ((1,), ("a",)), (1, 1)]),
        (str, [], [("learn",)]), (tuple, [], [()]),
    )  # fmt: skip
    for kind, right, wrong in rows:
        for fields in right:
            check(kind(*fields))
        for fields in wrong:
            with pytest.raises(Impossible):
                check(kind(*fields))


def test_a_refusal_is_one_short_sentence() -> None:
    text: Any
    for text, said in (
        (Learn(-1), "steps of Learn is -1; allowed: a whole number, 0 to 1,000,000,000."),
        ("x" * (LONGEST - 2), f"'{'x' * 58}' is not an action."),
        ("x" * (LONGEST - 1), f"'{'x' * 58}… is not an action."), (10**5000, "int is not an action."),
    ):  # fmt: skip
        with pytest.raises(Impossible) as refusal:
            check(text)
        assert str(refusal.value) == said
    for count, told in ((1, "One is left."), (2, "2 are left."), (0, "0 are left.")):
        left = Impossible("{count} are left.", "One is left.", count=count)
        assert str(left) == told and left.forms == ("One is left.", "{count} are left.")
    assert str(Impossible("{count} are left.", count=1)) == "1 are left."


def test_the_actions_up_to_a_step() -> None:
    for steps, kept in (
        (0, [ALPHA]), (1, [ALPHA, Learn(1)]), (3, [ALPHA, Learn(3), WEIGHT, LOOK]), (4, [*DONE[:5], Learn(1)]),
        (5, DONE[:6]), (9, DONE),
    ):  # fmt: skip
        assert shorten(DONE, steps) == kept
    assert last_of(DONE, Learn) == last_of(DONE, Probe, Learn) == Learn(2) and last_of(DONE, Reset) is None


@given(actions=st.lists(st.just(LOOK) | st.builds(Learn, whole), max_size=12), steps=st.integers(0, 70))
def test_actions_that_are_cut_or_merged_keep_their_steps(actions: list[Action], steps: int) -> None:
    def counted(some: list[Action]) -> int:
        return sum(a.steps for a in some if isinstance(a, Learn))

    merged = merge_learns(actions)
    assert counted(shorten(actions, steps)) == min(steps, counted(actions)) and counted(merged) == counted(actions)
    assert not any(isinstance(a, Learn) and isinstance(b, Learn) for a, b in zip(merged, merged[1:]))
    assert [a for a in merged if not isinstance(a, Learn)] == [a for a in actions if not isinstance(a, Learn)]
