"""Actions: there and back as data; what a field may hold, to the edge; a refusal in one sentence."""

from __future__ import annotations

import json
from math import inf, nan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downslope.rules.actions import (
    KINDS,
    LONGEST,
    MOST,
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
    to_json,
)

number = st.floats(allow_nan=False, allow_infinity=False)
whole = st.integers(0, 99)
actions = st.one_of(
    st.builds(Turn, st.text(max_size=5), number | st.text(max_size=5), whole), st.builds(Freeze, whole, st.booleans()),
    st.builds(Learn, whole), st.builds(Answer, whole, number), st.builds(TakeOver, whole),
    st.builds(Show, st.tuples(number, number), st.tuples(number)), st.sampled_from([Reset(), Next(), Probe(), Stop()]),
)  # fmt: skip


@given(action=actions)
def test_there_and_back(action: Any) -> None:
    check(action)
    again = from_json(json.loads(json.dumps(to_json(action))))
    assert again == action and type(again) is type(action)


def test_an_action_as_data() -> None:
    assert to_json(Turn("alpha", 0.3)) == ["turn", "alpha", 0.3, 0]
    assert to_json(Show((1, 0), (1,))) == ["show", [1, 0], [1]]
    assert from_json(["learn"]) == Learn(1) and from_json(["freeze", 2]) == Freeze(2, True)
    assert len(KINDS) == 10
    data: Any
    for data in (["jump"], [], 3, ["learn", 1, 2], ["turn"], [[]]):
        with pytest.raises(ValueError, match="is not an action"):
            from_json(data)


def test_what_a_field_may_hold() -> None:
    rows: tuple[tuple[Any, list[tuple[Any, ...]], list[tuple[Any, ...]]], ...] = (
        (Learn, [(0,), (MOST,)], [(MOST + 1,), (-1,), (True,), (1.0,)]),
        (Turn, [("a", 1), ("a", "b"), ("a", 1, 1)],
         [("a", nan), ("a", inf), ("a", 10**400), ("a", True), (3, 1), ("a", 1, -1)]),
        (Freeze, [(0, True), (1, False)], [(0, 1), (-1,)]),
        (Answer, [(0, "a"), (1, 0.5)], [(-1, "a"), (0, None)]),
        (TakeOver, [(0,)], [(-1,)]),
        (Show, [((1.0,), (0,)), ([1, 2], [])], [((nan,), (0,)), ("12", (0,)), ((1,), ("a",)), (1, 1)]),
        (str, [], [("learn",)]),
        (tuple, [], [()]),
    )  # fmt: skip
    for kind, right, wrong in rows:
        for fields in right:
            check(kind(*fields))
        for fields in wrong:
            with pytest.raises(Impossible):
                check(kind(*fields))
    assert MOST == 1_000_000_000


def test_a_refusal_names_field_action_value_and_what_is_allowed() -> None:
    with pytest.raises(Impossible) as refusal:
        check(Learn(-1))
    assert str(refusal.value) == "steps of Learn is -1; allowed: a whole number, 0 to 1,000,000,000."
    for text, size in (("x" * (LONGEST - 2), LONGEST), ("x" * (LONGEST - 1), LONGEST), ("x" * 500, LONGEST)):
        with pytest.raises(Impossible) as refusal:
            check(text)  # type: ignore[arg-type]
        shown = str(refusal.value).removesuffix(" is not an action.")
        assert len(shown) == size and shown.endswith("…") is (len(text) > LONGEST - 2)
    with pytest.raises(Impossible, match="int is not an action"):
        check(10**5000)  # type: ignore[arg-type]


def test_a_count_of_one_has_its_own_sentence() -> None:
    for count, text in ((1, "One is left."), (2, "2 are left."), (0, "0 are left.")):
        refusal = Impossible("{count} are left.", "One is left.", count=count)
        assert str(refusal) == text and refusal.forms == ("One is left.", "{count} are left.")
    assert str(Impossible("{count} are left.", count=1)) == "1 are left."
    assert Impossible("a {b}", b=2).forms == ("a {b}", "a {b}")
