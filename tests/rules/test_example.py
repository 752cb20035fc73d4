"""Examples: as tuples of numbers, made when they are asked for; what an input is called."""

from __future__ import annotations

import pytest

from downslope import Example
from downslope.rules.actions import LONGEST, Impossible, Turn, check
from downslope.rules.example import Deferred, input_name


def test_a_number_or_several_are_a_tuple() -> None:
    assert Example(2, [1, 0]).pair == ((2.0,), (1.0, 0.0))
    for odd in ("12", ["a"], None):
        with pytest.raises((TypeError, ValueError)):
            Example(odd, 1).pair  # type: ignore[arg-type]  # noqa: B018


class Two(Deferred):
    made_so_often = 0

    def make(self) -> list[Example]:
        self.made_so_often += 1
        return [Example(1, 2), Example(3, 4)]


def test_what_is_deferred_is_made_once() -> None:
    two = Two()
    assert two.made_so_often == 0
    assert (len(two), two[1], list(two)) == (2, Example(3, 4), [Example(1, 2), Example(3, 4)])
    assert two.pairs == [((1.0,), (2.0,)), ((3.0,), (4.0,))] and two[:1] == [Example(1, 2)] and two.made_so_often == 1


def test_an_input_has_its_own_word_or_that_of_all_with_its_number() -> None:
    words = {"input": "lamp", "input 2": "red lamp"}
    assert [input_name(words, index) for index in range(3)] == ["lamp 1", "red lamp", "lamp 3"]
    assert input_name({}, 0) == "input 1" and input_name({}, 1, "") == "" and input_name(words, 1, "x") == "red lamp"


def test_a_value_that_no_action_can_have_is_told_shortly() -> None:
    for value, told in (((1,) * 99, "(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1…"), ([], "[]")):
        with pytest.raises(Impossible) as refused:
            check(Turn("alpha", value))  # type: ignore[arg-type]
        assert refused.value.values["value"] == told and len(told) <= LONGEST
    assert len(str(refused.value)) < 200
