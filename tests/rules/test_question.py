"""Questions and markers: which answer is right, what it means, where it is given."""

from math import inf, nan

from hypothesis import given, strategies as st

from downslope.rules import Marker, Question

WAY = Question("Which way?", ["up", "down"], right="up", means=[1, -1], notes=["It grows.", "It shrinks."])


def test_an_answer() -> None:
    for answer, right, means, note in (
        ("up", True, 1, "It grows."), ("down", False, -1, "It shrinks."), ("stays", False, None, ""),
    ):  # fmt: skip
        assert (WAY.is_right(answer), WAY.meaning_of(answer), WAY.note_of_answer(answer)) == (right, means, note)
    bare = Question("Which way?", ["up", "down"], right="up")
    assert (bare.meaning_of("up"), bare.note_of_answer("up")) == (None, "")
    assert (bare.when, bare.star, bare.on_board, bare.in_numbers) == ("start", 3, False, False)
    assert bare._replace(knob="alpha").on_board and bare._replace(needle=0).on_board


def test_answers_in_numbers() -> None:
    for answers, in_numbers in (
        (["2", "many"], True), (["many", "−3"], True), (["+.5", "none"], True), (["-1", "a"], True),
        (["a 2", "b"], False), (["−", ""], False),
    ):  # fmt: skip
        assert Question("?", answers, right=answers[0]).in_numbers is in_numbers


@given(right=st.floats(-100, 100), within=st.floats(0.001, 10), share=st.floats(-3, 3))
def test_a_marker_is_right_up_to_its_distance(right: float, within: float, share: float) -> None:
    marker = Marker("Where?", -500, 500, right, within)
    if abs(abs(share) - 1) > 1e-6:
        assert marker.is_right(right + share * within) is (abs(share) < 1)
    edge = Marker("Where?", 0, 1, 0.3, 0.1)
    assert marker.is_right(right) and edge.is_right(0.1 + 0.3) and not edge.is_right(0.4 + 1e-8)
    assert not any(marker.is_right(value) for value in ("0.3", nan, inf))
