"""Actions: there and back as data, what a field may hold, and how a list of them is cut."""

import json
from math import inf, nan
from typing import Any

import pytest
from hypothesis import given, strategies as st

from downslope import Answer, Freeze, Impossible, Learn, Next, Probe, Reset, Show, Stop, TakeOver, Turn
from downslope.rules import Action, check, from_json, last_of, merge_learns, to_json
from downslope.rules.actions import LONGEST, shorten


def steps_of(some: list[Action]) -> int:
    return sum(action.steps for action in some if isinstance(action, Learn))


@given(done=st.lists(st.builds(Learn, st.integers(0, 99)) | st.just(Probe()), max_size=12), steps=st.integers(0, 300))
def test_actions_keep_their_steps_when_they_are_cut_or_merged(done: list[Action], steps: int) -> None:
    merged = merge_learns(done)
    assert steps_of(shorten(done, steps)) == min(steps, steps_of(done)) and steps_of(merged) == steps_of(done)
    assert not any(isinstance(a, Learn) and isinstance(b, Learn) for a, b in zip(merged, merged[1:]))
    assert [a for a in merged if not isinstance(a, Learn)] == [a for a in done if not isinstance(a, Learn)]
    alpha, weight, look = Turn("alpha", 0.5), Turn("weight", 1.5), Probe()
    done = [alpha, Learn(3), weight, look, alpha, Learn(2), alpha]
    for up_to, kept in (  # what was turned at that very moment stays out, but for weights and looks
        (0, [alpha]), (3, [alpha, Learn(3), weight, look]), (4, [*done[:5], Learn(1)]), (5, done[:6]), (9, done),
    ):  # fmt: skip
        assert shorten(done, up_to) == kept
    assert last_of(done, Learn) == last_of(done, Probe, Learn) == Learn(2) and last_of(done, Reset) is None


def test_what_a_field_may_hold_and_the_short_sentence_of_what_it_may_not() -> None:
    assert to_json(Turn("alpha", 0.3)) == ["turn", "alpha", 0.3, 0]
    for action in (Turn("alpha", 1e-9, 2), Freeze(1, False), Learn(7), Reset(), Next(), Answer(1, "a"), Probe(), Stop(),
                   Show((0.5, 1.0), (1.0,)), TakeOver(3)):  # fmt: skip
        again = from_json(json.loads(json.dumps(to_json(action))))
        assert again == action and type(again) is type(action)
    assert from_json(["learn"]) == Learn(1) and from_json(["freeze", 2]) == Freeze(2, True)
    wrong: Any
    for wrong in (["jump"], [], 3, ["learn", 1, 2], ["turn"], [[]]):
        with pytest.raises(ValueError, match="is not an action"):
            from_json(wrong)
    rows: tuple[tuple[Any, list[tuple[Any, ...]], list[tuple[Any, ...]]], ...] = (
        (Learn, [(0,), (10**9,)], [(10**9 + 1,), (-1,), (True,), (1.0,)]), (TakeOver, [(0,)], [(-1,)]),
        (Turn, [("a", 1), ("a", "b"), ("a", 1, 1)], [("a", nan), ("a", 10**400), ("a", True), (3, 1), ("a", 1, -1)]),
        (Freeze, [(0, True)], [(0, 1), (-1,)]), (Answer, [(0, "a"), (1, 0.5)], [(-1, "a"), (0, None), (0, inf)]),
        (Show, [((1.0,), (0,)), ([1, 2], [])], [((nan,), (0,)), ("12", (0,)), ((1,), ("a",)), (1, 1)]),
        (str, [], [("learn",)]), (tuple, [], [()]),
    )  # fmt: skip
    for kind, right, others in rows:
        for fields in right:
            check(kind(*fields))
        for fields in others:
            with pytest.raises(Impossible):
                check(kind(*fields))
    for wrong, said in (
        (Learn(-1), "steps of Learn is -1; allowed: a whole number, 0 to 1,000,000,000."),
        ("x" * (LONGEST - 2), f"'{'x' * 58}' is not an action."), (10**5000, "int is not an action."),
        ("x" * (LONGEST - 1), f"'{'x' * 58}… is not an action."),
    ):  # fmt: skip
        with pytest.raises(Impossible) as refusal:
            check(wrong)
        assert str(refusal.value) == said
    for count, told in ((1, "One is left."), (2, "2 are left."), (0, "0 are left.")):
        left = Impossible("{count} are left.", "One is left.", count=count)
        assert str(left) == told and left.forms == ("One is left.", "{count} are left.")
    assert str(Impossible("{count} are left.", count=1)) == "1 are left."
